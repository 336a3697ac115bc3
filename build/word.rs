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
    pairs("BARE", "bare");
    pairs("ONES", "ones");
    pairs("SIGNS", "signs");
    let variants: Vec<(&String, String, Vec<String>)> = rows("variants")
        .map(|(name, value)| {
            let pairs = value["pairs"].as_array().expect("a list").iter().map(string).collect();
            (name, string(&value["of"]), pairs)
        })
        .collect();
    let variants = format!("{variants:?}").replace(", [", ", &[");
    writeln!(code, "static VARIANTS: &[(&str, &str, &[&str])] = &{variants};").expect("a String takes all");
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
