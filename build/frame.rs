//! `grammar/frame.toml` and `grammar/furniture.toml`: the words of the frame, the patterns of furniture.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use toml::{Table, Value};

use crate::sets;

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
    let lasts = strings(&read("grammar/frame.toml")["heading_ends"]);
    let lasts = lasts.iter().map(|word| (word.chars().next_back().expect("no word is empty"), 1)).collect();
    writeln!(code, "pub(crate) static HEADING_LASTS: Sets = {};", sets::code(&lasts)).expect("a String takes all");
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
