//! `grammar/masks.toml`, `grammar/units.toml`, `grammar/names.toml`: what stands inside a leaf, and, from them, the
//! class of every character of the Basic Multilingual Plane, so that a scan asks one table.

use std::{fmt::Write, fs, path::Path};

use toml::{Table, Value};

/// Classes of characters, a bit each, as `src/inline/scan.rs` knows them.
const MASK: u8 = 1;
const LOST: u8 = 2;
const DIGIT: u8 = 4;
const NUMERAL: u8 = 8;
const BRACKET: u8 = 16;

pub fn generate(out: &Path) {
    let read = |name: &str| -> Table {
        let text = fs::read_to_string(name).unwrap_or_else(|e| panic!("{name}: {e}"));
        text.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let (masks, units, names) = (read("grammar/masks.toml"), read("grammar/units.toml"), read("grammar/names.toml"));
    let mut classes = vec![0u8; 1 << 16];
    let mut class = |c: char, class: u8| {
        let old = std::mem::replace(&mut classes[c as usize], class);
        assert!(old == 0 || old == class || class == MASK, "{c} has two classes");
    };
    for c in "零一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾半几".chars() {
        class(c, NUMERAL);
    }
    for c in ('0'..='9').chain('０'..='９') {
        class(c, DIGIT);
    }
    for c in "万亿%％‰日人名户个件次份条项场办镇乡男女".chars() {
        class(c, LOST);
    }
    for c in "【〔".chars() {
        class(c, BRACKET);
    }
    let mut code = String::from("pub(crate) static SIGNS: &[Sign] = &[\n");
    for sign in masks["sign"].as_array().expect("[[sign]]") {
        let kind = sign["kind"].as_str().expect("kind");
        let least = sign["least"].as_integer().expect("least");
        for text in strings(&sign["signs"]) {
            let c = text.chars().next().expect("a sign");
            class(c, MASK);
            writeln!(code, "    Sign {{ sign: {c:?}, kind: InlineKind::{}, least: {least} }},", capital(kind))
                .expect("String");
        }
    }
    code.push_str("];\n");
    code.push_str("pub(crate) static PLACEHOLDERS: &[(InlineKind, &[&str])] = &[\n");
    for (kind, words) in masks["placeholder"].as_table().expect("[placeholder]") {
        writeln!(code, "    (InlineKind::{}, &{:?}),", capital(kind), strings(words)).expect("String");
    }
    code.push_str("];\n");
    list(&mut code, "NEVER_AFTER", &strings(&masks["never"]["after"]));
    let lost = &masks["lost"];
    for key in ["counts", "units", "scaled", "named", "named_after"] {
        list(&mut code, &format!("LOST_{}", key.to_uppercase()), &strings(&lost[key]));
    }
    writeln!(code, "pub(crate) static LOST_NOT_AFTER: &str = {:?};", lost["not_after"].as_str().expect("text"))
        .expect("String");
    for key in ["scales", "remainders", "approximators", "limits", "percents"] {
        list(&mut code, &key.to_uppercase(), &strings(&units[key]));
    }
    let mut all: Vec<(String, Vec<String>)> = strings(&units["plain"]).into_iter().map(|u| (u, Vec::new())).collect();
    for (unit, not) in units["measure"].as_table().expect("[measure]") {
        all.push((unit.clone(), strings(not)));
    }
    let first = |unit: &str| unit.chars().next().expect("no unit is empty");
    // Longer ones first: the first that fits is the longest.
    all.sort_by_key(|(unit, _)| (bucket(first(unit)), std::cmp::Reverse(unit.len()), unit.clone()));
    all.dedup_by(|a, b| a.0 == b.0);
    writeln!(code, "pub(crate) static UNITS: Table<Unit> = Table::new(&[").expect("String");
    for (unit, not) in all {
        writeln!(code, "    ({:?}, ({unit:?}, &{not:?})),", first(&unit)).expect("String");
    }
    code.push_str("]);\n");
    for (key, words) in &names {
        list(&mut code, &format!("NAME_{}", key.to_uppercase()), &strings(words));
    }
    fs::write(out.join("words.rs"), code).expect("OUT_DIR is writable");
    fs::write(out.join("classes.bin"), classes).expect("OUT_DIR is writable");
}

/// A list indexed by first and by last character; of one character the longer words come first.
fn list(code: &mut String, name: &str, words: &[String]) {
    let index = |key: fn(&String) -> char| {
        let mut words: Vec<(char, &String)> = words.iter().map(|word| (key(word), word)).collect();
        words.sort_by_key(|(c, word)| (bucket(*c), std::cmp::Reverse(word.len()), (*word).clone()));
        words.dedup();
        words
    };
    let first = index(|word| word.chars().next().expect("no word is empty"));
    let last = index(|word| word.chars().next_back().expect("no word is empty"));
    writeln!(
        code,
        "pub(crate) static {name}: Words = Words {{ first: Table::new(&{first:?}), last: Table::new(&{last:?}) }};"
    )
    .expect("a String takes all");
}

/// The order of the rows of a table, as `src/syntax/table.rs` has it.
pub fn bucket(c: char) -> u32 {
    c as u32 % 256
}

fn capital(name: &str) -> String {
    name[..1].to_uppercase() + &name[1..]
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().expect("a list of strings");
    items.iter().map(|v| v.as_str().expect("a string").to_owned()).collect()
}
