//! `grammar/html.toml`: what of a web page is text, and whose.

use std::{fmt::Write, fs, path::Path};

pub fn generate(out: &Path) {
    let text = fs::read_to_string("grammar/html.toml").expect("grammar/html.toml");
    let table: toml::Table = text.parse().expect("grammar/html.toml is TOML");
    let mut code = String::new();
    for (key, words) in table {
        let words: Vec<&str> =
            words.as_array().expect("a list").iter().map(|word| word.as_str().expect("a string")).collect();
        writeln!(code, "pub(super) static {}: &[&str] = &{words:?};", key.to_uppercase()).expect("a String takes all");
    }
    fs::write(out.join("html.rs"), code).expect("OUT_DIR is writable");
}
