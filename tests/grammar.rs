//! The grammar in `grammar/` and the parsers are held to each other.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The productions that `/// ebnf: name` tags name.
fn tags() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let texts = files.iter().map(|file| fs::read_to_string(file).expect("a source is UTF-8"));
    let names = |text: String| -> Vec<String> {
        text.lines().filter_map(|line| line.trim().strip_prefix("/// ebnf: ")).map(str::to_owned).collect()
    };
    texts.flat_map(names).collect()
}

/// The productions that the grammar defines, without comments.
fn productions() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar/report.ebnf");
    let text = fs::read_to_string(path).expect("grammar/report.ebnf");
    let defined = |line: &str| -> Option<String> {
        let (name, _) = line.split_once(" = ").or_else(|| line.split_once(" ="))?;
        let name = name.trim();
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        plain.then(|| name.to_owned())
    };
    text.lines().filter_map(defined).collect()
}

#[test]
fn every_tag_names_a_production() {
    let productions = productions();
    for tag in tags() {
        assert!(productions.contains(&tag), "no production `{tag}` in grammar/report.ebnf");
    }
}

#[test]
fn every_production_that_is_a_parser_is_tagged() {
    let tags = tags();
    for name in [
        "marker",
        "styled",
        "ordinal-numeral",
        "levelled",
        "bullet",
        "mask",
        "mask-run",
        "figure-tail",
        "approximator",
        "digits",
        "chinese-numeral",
        "positional-numeral",
    ] {
        assert!(productions().contains(name), "`{name}` is gone from the grammar");
        assert!(tags.contains(name), "no parser is tagged `{name}`");
    }
}

#[test]
fn the_schema_in_grammar_is_the_one_of_the_wire_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar/report.schema.json");
    expect_test::expect_file![path].assert_eq(&huibao::json::schema());
}
