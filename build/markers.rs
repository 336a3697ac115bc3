//! `grammar/markers.toml`: the marker styles, and for each character the styles that can begin with it.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use toml::{Table, Value};

use crate::sets;

/// The bit of the characters that bullets begin with; the other bits are styles, by index.
const BULLET: u64 = 1 << 63;

pub fn generate(out: &Path) {
    let text = fs::read_to_string("grammar/markers.toml").expect("grammar/markers.toml");
    let table: Table = text.parse().expect("grammar/markers.toml is TOML");
    let masks = strings(table["mask"].as_table().expect("[mask]"), "signs");
    let mut code = String::from("pub(crate) static STYLES: &[Style] = &[\n");
    let mut leads: BTreeMap<char, u64> = BTreeMap::new();
    let mut closes: BTreeMap<char, u64> = BTreeMap::new();
    // The styles that may stand at a line's start, after a sentence, after a clause.
    let mut reaches = [BULLET, 0, 0];
    let styles: Vec<&Table> =
        table["style"].as_array().expect("[[style]]").iter().filter_map(Value::as_table).collect();
    for (index, style) in styles.iter().copied().enumerate() {
        let flag = |name: &str| style.get(name).and_then(Value::as_bool).unwrap_or(false);
        let word = |name: &str| style.get(name).and_then(Value::as_str).unwrap_or_default();
        let format = string(style, "format");
        let mut lead = |c: char| *leads.entry(c).or_default() |= 1 << index;
        for open in strings(style, "open") {
            match open.chars().next() {
                Some(c) => lead(c),
                None => {
                    table["lead"][format].as_str().expect("lead").chars().for_each(&mut lead);
                    if let Some(c) = word("last").chars().next() {
                        lead(c);
                    }
                    if flag("mask") {
                        masks.iter().filter_map(|sign| sign.chars().next()).for_each(&mut lead);
                    }
                }
            }
        }
        for close in strings(style, "close").iter().chain(&strings(style, "line_close")) {
            *closes.entry(close.chars().next().unwrap_or_default()).or_default() |= 1 << index;
        }
        let place =
            ["line", "sentence", "clause"].iter().position(|name| *name == string(style, "place")).expect("place");
        reaches[..=place].iter_mut().for_each(|reach| *reach |= 1 << index);
        let alike = styles.iter().enumerate().filter(|(_, other)| string(other, "format") == format);
        let alike: u64 = alike.map(|(index, _)| 1 << index).sum();
        let joins = match word("joins") {
            "" => index,
            name => styles.iter().position(|other| string(other, "name") == name).expect("joins a style"),
        };
        writeln!(
            code,
            "    Style {{ name: {:?}, format: Format::{}, alike: {alike}, open: &{:?}, close: &{:?}, line_close: &{:?}, rank: {}, \
             place: Reach::{}, after: After::{}, chain: {}, mask: {}, last: {:?}, joins: StyleId({}), tight: {}, alone: {}, example: {:?} }},",
            string(style, "name"),
            capital(format),
            strings(style, "open"),
            strings(style, "close"),
            strings(style, "line_close"),
            style["rank"].as_integer().expect("rank"),
            capital(string(style, "place")),
            capital(string(style, "after")),
            flag("chain"),
            flag("mask"),
            word("last"),
            joins,
            flag("tight"),
            flag("alone"),
            string(style, "example"),
        )
        .expect("a String takes all");
    }
    code.push_str("];\n");
    let bullets = strings(table["bullet"].as_table().expect("[bullet]"), "signs");
    for c in bullets.iter().filter_map(|sign| sign.chars().next()) {
        *leads.entry(c).or_default() |= BULLET;
    }
    let unclosed = closes.remove(&char::default()).unwrap_or(0);
    let (leads, closes) = (sets::code(&leads), sets::code(&closes));
    let phrase = table["phrase"].as_table().expect("[phrase]");
    let [joiners, not_behind, counted] = ["joiners", "not_behind", "counted"].map(|key| strings(phrase, key));
    let rank = |name: &str| table[name]["rank"].as_integer().expect("rank");
    write!(
        code,
        "pub(crate) static BULLETS: &[&str] = &{bullets:?};\n\
         pub(crate) static MASKS: &[&str] = &{masks:?};\n\
         pub(crate) static JOINERS: &[&str] = &{joiners:?};\n\
         static NOT_BEHIND: &[&str] = &{not_behind:?};\n\
         static COUNTED: &[&str] = &{counted:?};\n\
         pub(crate) static LEADS: Sets = {leads};\n\
         pub(crate) static CLOSES: Sets = {closes};\n\
         pub(crate) const UNCLOSED: u64 = {unclosed};\n\
         pub(crate) static REACHES: [u64; 3] = {reaches:?};\n\
         pub(crate) const BULLET_RANK: u16 = {};\n\
         pub(crate) const LEVELLED_RANK: u16 = {};\n",
        rank("bullet"),
        rank("levelled"),
    )
    .expect("a String takes all");
    fs::write(out.join("markers.rs"), code).expect("OUT_DIR is writable");
}

fn capital(name: &str) -> String {
    name[..1].to_uppercase() + &name[1..]
}

fn string<'t>(table: &'t Table, key: &str) -> &'t str {
    table[key].as_str().unwrap_or_else(|| panic!("{key} is a string"))
}

fn strings(table: &Table, key: &str) -> Vec<String> {
    let items = table.get(key).and_then(Value::as_array);
    let text = |v: &Value| v.as_str().expect("a list of strings").to_owned();
    items.map(|a| a.iter().map(text).collect()).unwrap_or_default()
}
