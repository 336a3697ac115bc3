//! `grammar/relations.toml`: the words that say how figures agree.

use std::{fmt::Write, fs, path::Path};

use toml::{Table, Value};

pub fn generate(out: &Path) {
    let name = "grammar/relations.toml";
    let text = fs::read_to_string(name).unwrap_or_else(|e| panic!("{name}: {e}"));
    let table: Table = text.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
    let mut code = String::new();
    for (key, words) in &table {
        let key = key.to_uppercase();
        let (kind, items) = match words {
            Value::Array(words) => ("&str", words.iter().map(|word| quoted(word) + ", ").collect::<String>()),
            Value::Table(pairs) => {
                let pair = |(word, like): (&String, &Value)| format!("({word:?}, {}), ", quoted(like));
                ("(&str, &str)", pairs.iter().map(pair).collect())
            }
            other => panic!("{name}: {other}"),
        };
        writeln!(code, "pub(super) static {key}: &[{kind}] = &[{items}];").expect("a String takes all");
    }
    fs::write(out.join("relations.rs"), code).expect("OUT_DIR is writable");
}

fn quoted(word: &Value) -> String {
    format!("{:?}", word.as_str().expect("a word"))
}
