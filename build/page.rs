//! `grammar/page.toml`: the page of the standard, its fonts and styles.

use std::{fmt::Write, fs, path::Path};

use toml::{Table, Value};

pub fn generate(out: &Path) {
    let text = fs::read_to_string("grammar/page.toml").expect("grammar/page.toml");
    let table: Table = text.parse().unwrap_or_else(|e| panic!("grammar/page.toml: {e}"));
    let fonts = table["fonts"].as_table().expect("[fonts]");
    let styles = table["style"].as_array().expect("[[style]]");
    let (page, default) = (fields(&table["page"]), fields(&table["default"]));
    let mut code = format!("pub(super) static PAGE: Page = Page {{ {page} }};\n");
    writeln!(code, "const DEFAULT: Style = Style {{ key: \"\", {default} }};").expect("a String takes all");
    writeln!(code, "pub(super) static FONTS: [(&str, &str); {}] = [", fonts.len()).expect("a String takes all");
    for (name, other) in fonts {
        writeln!(code, "    ({name:?}, {other}),").expect("a String takes all");
    }
    code.push_str("];\n");
    writeln!(code, "pub(super) static STYLES: [Style; {}] = [", styles.len()).expect("a String takes all");
    for style in styles {
        writeln!(code, "    Style {{ {}, ..DEFAULT }},", fields(style)).expect("a String takes all");
    }
    code.push_str("];\n");
    fs::write(out.join("page.rs"), code).expect("OUT_DIR is writable");
}

/// TOML's strings, integers and lists are Rust's as well, lists once they are borrowed.
fn fields(value: &Value) -> String {
    let table = value.as_table().expect("a table");
    let field = |(key, value): (&String, &Value)| format!("{key}: {}{value}", if value.is_array() { "&" } else { "" });
    table.iter().map(field).collect::<Vec<_>>().join(", ")
}
