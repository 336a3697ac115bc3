//! `grammar/frame.toml` and `grammar/furniture.toml`: the words of the frame, the patterns of furniture.

use std::{fmt::Write, fs, path::Path};

use toml::{Table, Value};

use crate::words::bucket;

pub fn generate(out: &Path) {
    let read = |name: &str| -> Table {
        let text = fs::read_to_string(name).unwrap_or_else(|e| panic!("{name}: {e}"));
        text.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let mut code = String::new();
    for (key, words) in read("grammar/frame.toml") {
        let words = strings(&words);
        writeln!(code, "pub(crate) static {}: &[&str] = &{words:?};", key.to_uppercase()).expect("a String takes all");
    }
    let furniture = read("grammar/furniture.toml");
    let patterns = furniture["pattern"].as_array().expect("[[pattern]]");
    writeln!(code, "pub(crate) static FURNITURE: [Furniture; {}] = [", patterns.len()).expect("a String takes all");
    for pattern in patterns {
        let regex = pattern["regex"].as_str().expect("regex");
        writeln!(code, "    Furniture {{ regex: {regex:?}, compiled: OnceLock::new() }},").expect("a String takes all");
    }
    code.push_str("];\n");
    let hints = patterns.iter().enumerate().flat_map(|(index, pattern)| {
        let first = |hint: &String| hint.chars().next().expect("no hint is empty");
        strings(&pattern["hints"]).into_iter().map(move |hint| (first(&hint), (hint, index)))
    });
    let mut hints: Vec<_> = hints.collect();
    hints.sort_by_key(|(c, _)| bucket(*c));
    writeln!(code, "pub(crate) static HINTS: Table<(&str, usize)> = Table::new(&{hints:?});")
        .expect("a String takes all");
    fs::write(out.join("frame.rs"), code).expect("OUT_DIR is writable");
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().expect("a list of strings");
    items.iter().map(|v| v.as_str().expect("a string").to_owned()).collect()
}
