//! `grammar/word.toml`: what Word files mean by names and numbers.

use std::{fmt::Write, fs, path::Path};

use toml::Value;

pub fn generate(out: &Path) {
    let text = fs::read_to_string("grammar/word.toml").expect("grammar/word.toml");
    let table: toml::Table = text.parse().expect("grammar/word.toml is TOML");
    let rows = |key: &str| table[key].as_table().expect("a table").iter();
    let string = |value: &Value| value.as_str().expect("a string").to_owned();
    let mut code = String::new();
    let mut pairs = |name: &str, key: &str| {
        let rows: Vec<(&String, String)> = rows(key).map(|(name, value)| (name, string(value))).collect();
        writeln!(code, "static {name}: &[(&str, &str)] = &{rows:?};").expect("a String takes all");
    };
    pairs("STYLES", "styles");
    pairs("FORMATS", "formats");
    pairs("DIGITS", "digits");
    pairs("COUNTING", "counting");
    pairs("SIGNS", "signs");
    let strings = |value: &Value| value.as_array().expect("a list").iter().map(string).collect::<Vec<_>>();
    let variants: Vec<_> = rows("variants")
        .map(|(name, value)| {
            let change = |change: String| match change.split_once(' ') {
                Some((ours, other)) => (ours.to_owned(), other.to_owned()),
                None => (change, String::new()),
            };
            (name, string(&value["of"]), strings(&value["changes"]).into_iter().map(change).collect::<Vec<_>>())
        })
        .collect();
    let variants = format!("{variants:?}").replace(", [", ", &[");
    writeln!(code, "static VARIANTS: &[Variant] = &{variants};").expect("a String takes all");
    let rounds: Vec<(&String, Vec<String>)> = rows("rounds").map(|(name, value)| (name, strings(value))).collect();
    let rounds = format!("{rounds:?}").replace(", [", ", &[");
    writeln!(code, "static ROUNDS: &[(&str, &[&str])] = &{rounds};").expect("a String takes all");
    let symbols: Vec<(String, u32, char)> = rows("symbols")
        .flat_map(|(font, signs)| {
            signs.as_table().expect("a table").iter().map(|(place, sign)| {
                let place = u32::from_str_radix(place, 16).expect("hexadecimal digits");
                (font.clone(), place, string(sign).chars().next().expect("a sign"))
            })
        })
        .collect();
    writeln!(code, "static SYMBOLS: &[(&str, u32, char)] = &{symbols:?};").expect("a String takes all");
    let parts: Vec<&str> = code.lines().collect();
    // Styles are read by one module, formats and symbols by another.
    fs::write(out.join("word_styles.rs"), parts[0]).expect("OUT_DIR is writable");
    fs::write(out.join("word_formats.rs"), parts[1..].join("\n")).expect("OUT_DIR is writable");
}
