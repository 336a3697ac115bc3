//! `grammar/frame.toml` and `grammar/furniture.toml`: the words of the frame, the patterns of furniture.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use toml::{Table, Value};

use crate::{sets, words::bucket};

pub fn generate(out: &Path) {
    let read = |name: &str| -> Table {
        let text = fs::read_to_string(name).unwrap_or_else(|e| panic!("{name}: {e}"));
        text.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let mut code = String::new();
    for (key, words) in read("grammar/frame.toml") {
        let (name, words) = (key.to_uppercase(), strings(&words));
        // What is asked of many places in a line is looked up by a character.
        let by: Option<fn(&String) -> Option<char>> = match key.as_str() {
            "heading_ends" => Some(|word| word.chars().next_back()),
            "text_starts" => Some(|word| word.chars().next()),
            _ => None,
        };
        match by {
            Some(by) => {
                let mut rows: Vec<_> = words.iter().map(|word| (by(word).expect("no word is empty"), word)).collect();
                rows.sort_by_key(|(c, _)| bucket(*c));
                writeln!(code, "static {name}: Table<&str> = Table::new(&{rows:?});")
            }
            None => writeln!(code, "pub(crate) static {name}: &[&str] = &{words:?};"),
        }
        .expect("a String takes all");
    }
    let furniture = read("grammar/furniture.toml");
    let patterns = furniture["pattern"].as_array().expect("[[pattern]]");
    writeln!(code, "pub(crate) static FURNITURE: [Furniture; {}] = [", patterns.len()).expect("a String takes all");
    // For each character the patterns that have a hint which begins with it.
    let mut starts: BTreeMap<char, u64> = BTreeMap::new();
    for (index, pattern) in patterns.iter().enumerate() {
        let (hints, regex) = (strings(&pattern["hints"]), pattern["regex"].as_str().expect("regex"));
        let bit = 1u64.checked_shl(index as u32).expect("there are at most 64 patterns");
        for hint in &hints {
            *starts.entry(hint.chars().next().expect("no hint is empty")).or_default() |= bit;
        }
        writeln!(code, "    Furniture {{ hints: &{hints:?}, regex: {regex:?}, compiled: OnceLock::new() }},")
            .expect("a String takes all");
    }
    code.push_str("];\n");
    writeln!(code, "pub(crate) static HINTS: Sets = {};", sets::code(&starts)).expect("a String takes all");
    fs::write(out.join("frame.rs"), code).expect("OUT_DIR is writable");
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().expect("a list of strings");
    items.iter().map(|v| v.as_str().expect("a string").to_owned()).collect()
}
