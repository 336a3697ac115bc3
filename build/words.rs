//! `grammar/masks.toml`, `grammar/units.toml`, `grammar/numbers.toml`, `grammar/names.toml`, `grammar/labels.toml`,
//! `grammar/heads.toml`: what stands inside a leaf, and, from them, the class of every character of the Basic Multilingual Plane, so that a scan asks one table.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use toml::{Table, Value};

use crate::{
    classes::{BRACKET, DIGIT, LETTER, LOSES, LOST, MASK, NUMERAL, SCALE},
    sets, trie,
};

/// The lists of numbers that are asked of every mask.
const OFTEN: [&str; 5] = ["half_behind", "joiners", "overs", "round", "scale_parted"];

pub fn generate(out: &Path) {
    let read = |name: &str| -> Table {
        let text = fs::read_to_string(name).unwrap_or_else(|e| panic!("{name}: {e}"));
        text.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let (masks, units, names) = (read("grammar/masks.toml"), read("grammar/units.toml"), read("grammar/names.toml"));
    let numbers = read("grammar/numbers.toml");
    let mut classes = vec![0u8; 1 << 16];
    let mut class = |c: char, class: u8| {
        let old = std::mem::replace(&mut classes[c as usize], class);
        assert!(old == 0 || old == class || class == MASK, "{c} has two classes");
    };
    for c in "零一二两兩三四五六七八九十百千廿卅壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟半几幾".chars()
    {
        class(c, NUMERAL);
    }
    for c in ('0'..='9').chain('０'..='９') {
        class(c, DIGIT);
    }
    let spaced = strings(&masks["lost"]["spaced"]);
    for c in "日办镇乡男女".chars().chain(spaced.iter().filter_map(|unit| unit.chars().next())) {
        class(c, LOST);
    }
    for c in "万亿%％‰".chars() {
        class(c, SCALE);
    }
    let blanks = [' ', '\t', '\u{B}', '\u{C}', '\u{A0}', '\u{202F}', '\u{205F}', '\u{3000}', '\u{FEFF}'];
    for c in "到计中月，,".chars().chain(blanks).chain('\u{2000}'..='\u{200B}') {
        class(c, LOSES);
    }
    for c in "【〔".chars() {
        class(c, BRACKET);
    }
    let letters = strings(&masks["letters"]["words"]);
    for c in letters.iter().filter_map(|word| word.chars().next()) {
        class(c, LETTER);
    }
    let mut lists = Lists::default();
    lists.add("LETTERS", &letters);
    let mut signs = Vec::new();
    let mut code = String::new();
    for sign in masks["sign"].as_array().expect("[[sign]]") {
        let kind = sign["kind"].as_str().expect("kind");
        let least = sign["least"].as_integer().expect("least");
        for text in strings(&sign["signs"]) {
            let c = text.chars().next().expect("a sign");
            class(c, MASK);
            signs.push((c, format!("Sign {{ sign: {c:?}, kind: InlineKind::{}, least: {least} }}", capital(kind))));
        }
    }
    signs.sort_by_key(|(c, _)| bucket(*c));
    let signs: String = signs.iter().map(|(c, sign)| format!("({c:?}, {sign}), ")).collect();
    writeln!(code, "pub(crate) static SIGNS: Table<Sign> = Table::new(&[{signs}]);").expect("String");
    code.push_str("pub(crate) static PLACEHOLDERS: &[(InlineKind, &[&str])] = &[\n");
    for (kind, words) in masks["placeholder"].as_table().expect("[placeholder]") {
        writeln!(code, "    (InlineKind::{}, &{:?}),", capital(kind), strings(words)).expect("String");
    }
    code.push_str("];\n");
    lists.add("NEVER_AFTER", &strings(&masks["never"]["after"]));
    let lost = &masks["lost"];
    // What printed numbers, blanks and what stands around masks ask for is asked seldom: one bit does for all of these lists,
    // but for those that are asked of every mask.
    let seldom = lists.bit();
    for key in ["spaced", "not_spaced", "split", "told"] {
        lists.add_as(&format!("LOST_{}", key.to_uppercase()), &strings(&lost[key]), seldom);
    }
    for key in ["counts", "units", "scaled", "named", "named_after"] {
        lists.add(&format!("LOST_{}", key.to_uppercase()), &strings(&lost[key]));
    }
    lists.add_signs("LOST_NOT_AFTER", lost["not_after"].as_str().expect("text"));
    for key in ["scales", "remainders", "not_approximators", "percents", "leading", "half_counted"] {
        lists.add(&key.to_uppercase(), &strings(&units[key]));
    }
    for key in ["approximators", "places", "limits"] {
        let senses = units[key].as_table().expect("a table of senses");
        let words = |words: &Value| strings(words).into_iter();
        lists.add(&key.to_uppercase(), &senses.values().flat_map(words).collect::<Vec<_>>());
    }
    // The senses of approximators and of limits are looked up for printed figures only: they need no bit.
    code.push_str("pub(crate) static SENSES: &[(&str, Sense)] = &[");
    for (word, sense) in ["approximators", "places", "limits"].iter().flat_map(|key| senses(&units[*key])) {
        write!(code, "({word:?}, Sense::{}), ", capital(&sense)).expect("String");
    }
    code.push_str("];\n");
    pairs(&mut code, "SIGNS_OF_SHARES", "(&str, &str)", &units["signs"], |word, sign| format!("({word:?}, {sign})"));
    pairs(&mut code, "POWERS", "(char, i32)", &numbers["powers"], |sign, power| format!("('{sign}', {power})"));
    pairs(&mut code, "TENTHS", "(char, &str)", &numbers["tenths"], |unit, tenths| format!("('{unit}', {tenths})"));
    pairs(&mut code, "PERIOD_YEARS", "(&str, i32)", &numbers["period_years"], |word, by| format!("({word:?}, {by})"));
    // These few are searched for in a whole text: no character of it is looked up.
    writeln!(code, "pub(crate) static PERIOD_NOW: &[&str] = &{:?};", strings(&numbers["period_now"])).expect("String");
    let around = lists.bit();
    for (key, words) in masks["around"].as_table().expect("[around]") {
        lists.add_as(&format!("AROUND_{}", key.to_uppercase()), &strings(words), around);
    }
    for (key, words) in &numbers {
        match words {
            Value::Array(_) if OFTEN.contains(&key.as_str()) => lists.add(&key.to_uppercase(), &strings(words)),
            Value::Array(_) if key == "period_now" => {}
            Value::Array(_) => lists.add_as(&key.to_uppercase(), &strings(words), seldom),
            Value::String(signs) => lists.add_signs(&key.to_uppercase(), signs),
            _ => {}
        }
    }
    let mut all: Vec<(String, Vec<String>)> = strings(&units["plain"]).into_iter().map(|u| (u, Vec::new())).collect();
    for (unit, not) in units["measure"].as_table().expect("[measure]") {
        all.push((unit.clone(), strings(not)));
    }
    let units_bit = lists.bit();
    for (unit, _) in &all {
        *lists.starts.entry(unit.chars().next().expect("no unit is empty")).or_default() |= units_bit;
    }
    writeln!(code, "const UNITS_BIT: u64 = {units_bit};").expect("String");
    writeln!(code, "pub(crate) static UNITS: Trie = {};", trie::code(&all)).expect("String");
    for (key, words) in &names {
        lists.add(&format!("NAME_{}", key.to_uppercase()), &strings(words));
    }
    // Labels are asked for rows alone, and heads of tables: one bit does for all the words of each.
    for (file, kind) in [("grammar/labels.toml", "LABEL"), ("grammar/heads.toml", "HEAD")] {
        let bit = lists.bit();
        for (key, words) in &read(file) {
            lists.add_as(&format!("{kind}_{}", key.to_uppercase()), &strings(words), bit);
        }
    }
    code.push_str(&lists.finish());
    fs::write(out.join("words.rs"), code).expect("OUT_DIR is writable");
    fs::write(out.join("classes.bin"), classes).expect("OUT_DIR is writable");
}

/// The lists of words, each with a bit, and for each character the lists that have a word which begins or ends with it.
#[derive(Default)]
struct Lists {
    code: String,
    count: u32,
    starts: BTreeMap<char, u64>,
    ends: BTreeMap<char, u64>,
    /// How many lists of single signs there are, and which of them have a character.
    sign_count: u32,
    signs: BTreeMap<char, u64>,
}

impl Lists {
    /// A list by first and by last character; of one character the longer words come first.
    fn add(&mut self, name: &str, words: &[String]) {
        let bit = self.bit();
        self.add_as(name, words, bit);
    }

    /// A list that has its bit with others.
    fn add_as(&mut self, name: &str, words: &[String], bit: u64) {
        let index = |key: fn(&String) -> char| {
            let mut words: Vec<(char, &String)> = words.iter().map(|word| (key(word), word)).collect();
            words.sort_by_key(|(c, word)| (bucket(*c), std::cmp::Reverse(word.len()), (*word).clone()));
            words.dedup();
            words
        };
        let first = index(|word| word.chars().next().expect("no word is empty"));
        let last = index(|word| word.chars().next_back().expect("no word is empty"));
        first.iter().for_each(|(c, _)| *self.starts.entry(*c).or_default() |= bit);
        last.iter().for_each(|(c, _)| *self.ends.entry(*c).or_default() |= bit);
        writeln!(
            self.code,
            "pub(crate) static {name}: Words = Words {{ bit: {bit}, first: Table::new(&{first:?}), last: Table::new(&{last:?}) }};"
        )
        .expect("a String takes all");
    }

    fn bit(&mut self) -> u64 {
        self.count += 1;
        1u64.checked_shl(self.count - 1).expect("there are at most 64 lists")
    }

    /// A list of single signs.
    fn add_signs(&mut self, name: &str, signs: &str) {
        let bit = 1u64.checked_shl(self.sign_count).expect("there are at most 64 lists of signs");
        self.sign_count += 1;
        signs.chars().for_each(|c| *self.signs.entry(c).or_default() |= bit);
        writeln!(
            self.code,
            "pub(crate) static {name}: Signs = Signs {{ bit: {bit}, #[cfg(feature = \"xlsx\")] signs: {signs:?} }};"
        )
        .expect("a String takes all");
    }

    fn finish(mut self) -> String {
        for (name, rows) in [("STARTS", self.starts), ("ENDS", self.ends), ("SIGN_LISTS", self.signs)] {
            writeln!(self.code, "static {name}: Sets = {};", sets::code(&rows)).expect("a String takes all");
        }
        self.code
    }
}

/// A table of words with their sense.
fn senses(table: &Value) -> Vec<(String, String)> {
    let table = table.as_table().expect("a table of senses");
    table.iter().flat_map(|(sense, words)| strings(words).into_iter().map(|word| (word, sense.clone()))).collect()
}

fn pairs(code: &mut String, name: &str, kind: &str, table: &Value, row: impl Fn(&str, &Value) -> String) {
    let rows = table.as_table().expect("a table").iter().map(|(key, value)| row(key, value) + ", ");
    writeln!(code, "pub(crate) static {name}: &[{kind}] = &[{}];", rows.collect::<String>()).expect("String");
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
