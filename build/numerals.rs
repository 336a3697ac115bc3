//! `grammar/numerals.toml`: the characters of numerals, as two `match`es and the tables that are printed.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

const COUNTING: u8 = 1;
const LEGAL: u8 = 2;

pub fn generate(out: &Path) {
    let text = fs::read_to_string("grammar/numerals.toml").expect("grammar/numerals.toml");
    let table: toml::Table = text.parse().expect("grammar/numerals.toml is TOML");
    let mut code = String::new();
    let mut signs = BTreeMap::new();
    for (name, register) in [("counting", COUNTING), ("legal", LEGAL)] {
        let register_table = table[name].as_table().expect("a table");
        let mut add = |c: char, sign: String| {
            let entry = signs.entry(c).or_insert_with(|| (sign.clone(), 0));
            assert_eq!(entry.0, sign, "{c} has two values");
            entry.1 |= register;
        };
        for (key, value) in register_table {
            if let Some(chars) = value.as_str() {
                let sign = match key.as_str() {
                    "pair" => "Sign::Pair",
                    "hollow" => "Sign::Hollow",
                    "great" => "Sign::Group(12)",
                    _ => panic!("[{name}] knows no `{key}`"),
                };
                chars.chars().for_each(|c| add(c, sign.to_owned()));
                continue;
            }
            let rows = value.as_array().expect("a list of strings");
            for (i, row) in rows.iter().enumerate() {
                let sign = match key.as_str() {
                    "digits" => format!("Sign::Digit({i})"),
                    "units" => format!("Sign::Unit({})", i + 1),
                    "groups" => format!("Sign::Group({})", 4 * (i + 1)),
                    "tens" => format!("Sign::Tens({})", i + 2),
                    _ => panic!("[{name}] knows no `{key}`"),
                };
                let row = row.as_str().expect("a string");
                row.chars().for_each(|c| add(c, sign.clone()));
            }
        }
        let first = |key: &str| -> Vec<char> {
            let rows = register_table[key].as_array().expect("a list of strings");
            rows.iter().filter_map(|r| r.as_str()?.chars().next()).collect()
        };
        writeln!(
            code,
            "static {}: Glyphs = Glyphs {{ digits: {:?}, units: {:?}, groups: {:?} }};",
            name.to_uppercase(),
            first("digits"),
            first("units"),
            first("groups")
        )
        .expect("a String takes all");
    }
    code.push_str("fn sign(c: char) -> Option<(Sign, u8)> {\n    Some(match c {\n");
    for (c, (sign, registers)) in signs {
        writeln!(code, "        {c:?} => ({sign}, {registers}),").expect("a String takes all");
    }
    code.push_str("        _ => return None,\n    })\n}\n");
    for (name, word) in table["words"].as_table().expect("[words]") {
        let word = word.as_str().expect("a string");
        writeln!(code, "pub(crate) const {}: &str = {word:?};", name.to_uppercase()).expect("a String takes all");
    }
    let ordinal = table["ordinal"].as_table().expect("[ordinal]");
    let words: Vec<&str> =
        ordinal["words"].as_array().expect("a list of strings").iter().filter_map(|word| word.as_str()).collect();
    let prefix = ordinal["prefix"].as_str().expect("`prefix`");
    writeln!(code, "static ORDINALS: &[&str] = &{words:?};\nconst ORDINAL: &str = {prefix:?};")
        .expect("a String takes all");
    symbols(table["symbols"].as_table().expect("[symbols]"), &mut code);
    fs::write(out.join("numerals.rs"), code).expect("OUT_DIR is writable");
}

fn symbols(table: &toml::Table, code: &mut String) {
    let mut lookup = String::new();
    let mut lists = String::new();
    for (name, series) in table {
        let variant = name[..1].to_uppercase() + &name[1..];
        let first = series["first"].as_integer().expect("`first`");
        let signs: Vec<char> = series["signs"].as_str().expect("`signs`").chars().collect();
        for (n, c) in (first..).zip(&signs) {
            writeln!(lookup, "        {c:?} => (Format::{variant}, {n}),").expect("a String takes all");
        }
        writeln!(lists, "        Format::{variant} => ({first}, &{signs:?}),").expect("a String takes all");
    }
    write!(
        code,
        "fn symbol(c: char) -> Option<(Format, u64)> {{\n    Some(match c {{\n{lookup}        _ => return None,\n    }})\n}}\n\
         fn symbols(format: Format) -> (u64, &'static [char]) {{\n    match format {{\n{lists}        _ => (0, &[]),\n    }}\n}}\n"
    )
    .expect("a String takes all");
}
