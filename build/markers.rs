//! `grammar/markers.toml`: the marker styles.

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use toml::{Table, Value};

pub fn generate(out: &Path) {
    let text = fs::read_to_string("grammar/markers.toml").expect("grammar/markers.toml");
    let table: Table = text.parse().expect("grammar/markers.toml is TOML");
    let mut code = String::from("pub(crate) static STYLES: &[Style] = &[\n");
    let mut leads: BTreeSet<char> = BTreeSet::new();
    for style in table["style"].as_array().expect("[[style]]") {
        let style = style.as_table().expect("a style is a table");
        let format = string(style, "format");
        let place = match string(style, "place") {
            "line" => "Line",
            "sentence" => "Sentence",
            "clause" => "Clause",
            other => panic!("place {other}"),
        };
        let after = match string(style, "after") {
            "any" => "Any",
            "blank" => "Blank",
            "text" => "Text",
            other => panic!("after {other}"),
        };
        let mut format_variant = format[..1].to_uppercase();
        format_variant.push_str(&format[1..]);
        let flag = |name: &str| style.get(name).and_then(Value::as_bool).unwrap_or(false);
        writeln!(
            code,
            "    Style {{ name: {:?}, format: Format::{format_variant}, open: &{:?}, close: &{:?}, \
             line_close: &{:?}, rank: {}, place: Reach::{place}, after: After::{after}, chain: {}, mask: {}, example: {:?} }},",
            string(style, "name"),
            strings(style, "open"),
            strings(style, "close"),
            strings(style, "line_close"),
            style["rank"].as_integer().expect("rank"),
            flag("chain"),
            flag("mask"),
            string(style, "example"),
        )
        .expect("a String takes all");
        leads.extend(
            strings(style, "open")
                .iter()
                .filter_map(|s| s.chars().next()),
        );
    }
    code.push_str("];\n");
    let bullet = table["bullet"].as_table().expect("[bullet]");
    let masks = strings(table["mask"].as_table().expect("[mask]"), "signs");
    let joiners = strings(table["phrase"].as_table().expect("[phrase]"), "joiners");
    let ranks = |name: &str| table[name]["rank"].as_integer().expect("rank");
    writeln!(
        code,
        "pub(crate) static BULLETS: &[&str] = &{:?};",
        strings(bullet, "signs")
    )
    .and_then(|()| writeln!(code, "pub(crate) static MASKS: &[&str] = &{masks:?};"))
    .and_then(|()| writeln!(code, "pub(crate) static JOINERS: &[&str] = &{joiners:?};"))
    .and_then(|()| {
        writeln!(
            code,
            "pub(crate) const BULLET_RANK: u16 = {};",
            ranks("bullet")
        )
    })
    .and_then(|()| {
        writeln!(
            code,
            "pub(crate) const LEVELLED_RANK: u16 = {};",
            ranks("levelled")
        )
    })
    .expect("a String takes all");
    leads.extend(
        strings(bullet, "signs")
            .iter()
            .chain(&masks)
            .filter_map(|s| s.chars().next()),
    );
    leads.extend(
        table["lead"]["numerals"]
            .as_str()
            .expect("lead.numerals")
            .chars(),
    );
    writeln!(
        code,
        "pub(crate) static LEADS: &[char] = &{:?};",
        leads.iter().collect::<Vec<_>>()
    )
    .expect("a String takes all");
    fs::write(out.join("markers.rs"), code).expect("OUT_DIR is writable");
}

fn string<'t>(table: &'t Table, key: &str) -> &'t str {
    table[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} is a string"))
}

fn strings(table: &Table, key: &str) -> Vec<String> {
    let items = table.get(key).and_then(Value::as_array);
    let text = |v: &Value| v.as_str().expect("a list of strings").to_owned();
    items
        .map(|a| a.iter().map(text).collect())
        .unwrap_or_default()
}
