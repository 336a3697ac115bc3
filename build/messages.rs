//! `grammar/messages/*.toml`: every text for people, in Chinese and English.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

pub fn generate(out: &Path) {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir("grammar/messages").expect("grammar/messages") {
        let path = entry.expect("an entry of grammar/messages").path();
        let text = fs::read_to_string(&path).expect("a message file is UTF-8");
        let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for (key, value) in table {
            let of = |lang: &str| {
                value
                    .get(lang)
                    .and_then(toml::Value::as_str)
                    .unwrap_or_else(|| panic!("{}: `{key}` has no text for `{lang}`", path.display()))
            };
            let texts = (of("zh").to_owned(), of("en").to_owned());
            assert!(all.insert(key.clone(), texts).is_none(), "`{key}` stands twice");
        }
    }
    let mut code = String::from("pub(crate) static MESSAGES: &[(&str, [&str; 2])] = &[\n");
    for (key, (zh, en)) in all {
        writeln!(code, "    ({key:?}, [{zh:?}, {en:?}]),").expect("a String takes all");
    }
    code.push_str("];\n");
    fs::write(out.join("messages.rs"), code).expect("OUT_DIR is writable");
}
