//! `grammar/signatures.toml`: how files that are not text begin.

use std::{fmt::Write, fs, path::Path};

pub fn generate(out: &Path) {
    let text = fs::read_to_string("grammar/signatures.toml").expect("grammar/signatures.toml");
    let table: toml::Table = text.parse().expect("grammar/signatures.toml is TOML");
    let mut code = String::from("static SIGNATURES: &[Signature] = &[\n");
    for entry in table["signature"].as_array().expect("[[signature]]") {
        let of = |key: &str| entry.get(key).and_then(toml::Value::as_str);
        let starts = bytes(of("starts").expect("`starts`"));
        let holds = of("holds").unwrap_or("").as_bytes();
        let (message, help) = (of("message").expect("`message`"), of("help").expect("`help`"));
        writeln!(
            code,
            "    Signature {{ starts: &{starts:?}, holds: &{holds:?}, message: {message:?}, help: {help:?} }},"
        )
        .expect("a String takes all");
    }
    code.push_str("];\n");
    fs::write(out.join("signatures.rs"), code).expect("OUT_DIR is writable");
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("pairs of hexadecimal digits"))
        .collect()
}
