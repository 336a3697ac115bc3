//! Goldens beside every fixture: its JSON, its outline, its slots, its diagnostics, its relations. `UPDATE_EXPECT=1 cargo test`
//! rewrites them; what changed is then read by a person.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use expect_test::expect_file;
use huibao::{
    CODES, Lang, LineIndex, ReadOptions, Report, Scope, Severity, check,
    json::{self, Form},
    outline, print, read, relations, slots,
};

/// What stands beside a fixture, by extension.
const GOLDENS: [&str; 5] = ["json", "outline.jsonl", "slots.jsonl", "diag", "relations"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder of fixtures").map(|e| e.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        // The tour is what the READMEs show, and extracting, exporting and pages have their own goldens.
        if path.is_dir() && !["tour", "extract", "export", "pages"].iter().any(|apart| path.ends_with(apart)) {
            files(&path, out);
        } else {
            out.push(path);
        }
    }
}

fn fixtures() -> Vec<PathBuf> {
    let mut out = Vec::new();
    files(&root(), &mut out);
    out.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    out
}

fn report(path: &Path) -> Report {
    let bytes = fs::read(path).expect("a fixture is there");
    read(bytes, &ReadOptions::default()).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn json_of(report: &Report) -> String {
    let mut out = Vec::new();
    json::to_writer(report, Form::Lines, Scope::Slots, &mut out).expect("a Vec takes all");
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn diagnostics(report: &Report) -> String {
    let text = print(report);
    let index = LineIndex::new(&text);
    let mut out = String::new();
    for diagnostic in check(report) {
        let (line, column) = index.place(diagnostic.span.start as usize);
        let severity = diagnostic.severity.name();
        out.push_str(&format!(
            "{line}:{column} {severity}[{}] {}\n",
            diagnostic.code,
            diagnostic.message.text(Lang::Zh)
        ));
    }
    out
}

fn agreements(report: &Report) -> String {
    let rows = slots(report, Scope::All);
    let mut out = String::new();
    for relation in relations(report, &rows) {
        let (place, kind, verdict) = (&rows[relation.members[0]], relation.kind.name(), relation.verdict.name());
        let off = relation.difference.map(|by| format!(" ({by})")).unwrap_or_default();
        out.push_str(&format!("{}:{} {verdict} {kind} {}{off}\n", place.line, place.column, relation.claim));
    }
    out
}

fn jsonl(rows: &[impl serde::Serialize]) -> String {
    rows.iter().map(|row| serde_json::to_string(row).expect("a row is JSON") + "\n").collect()
}

#[test]
fn fixtures_read_as_their_goldens_say() {
    for path in fixtures() {
        let report = report(&path);
        let golden = |extension: &str| path.with_extension(extension);
        expect_file![golden("json")].assert_eq(&json_of(&report));
        expect_file![golden("outline.jsonl")].assert_eq(&jsonl(&outline(&report)));
        expect_file![golden("slots.jsonl")].assert_eq(&jsonl(&slots(&report, Scope::All)));
        expect_file![golden("diag")].assert_eq(&diagnostics(&report));
        expect_file![golden("relations")].assert_eq(&agreements(&report));
    }
}

#[test]
fn clean_fixtures_have_no_warnings_and_flawed_ones_have_diagnostics() {
    for path in fixtures() {
        let found = check(&report(&path));
        let clean = path.components().any(|part| part.as_os_str() == "clean");
        let worst = found.iter().map(|d| d.severity).max();
        if clean {
            assert!(worst < Some(Severity::Warning), "{}: {}", path.display(), diagnostics(&report(&path)));
        } else {
            let telling = found.iter().any(|d| d.code != "unfilled");
            assert!(telling, "{}: nothing is said about it", path.display());
        }
    }
}

/// Files of the first schema are read by every later one.
#[test]
fn older_files_load() {
    let texts = fixtures();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema-1.0")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let loaded =
            json::from_slice(&fs::read(&path).expect("a file")).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let text = texts.iter().find(|text| text.file_stem() == path.file_stem()).expect("it was made of a fixture");
        assert_eq!(
            huibao::write(&loaded).expect("it writes"),
            fs::read(text).expect("a fixture"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn no_golden_is_an_orphan() {
    let mut all = Vec::new();
    files(&root(), &mut all);
    for path in all {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        let stem = GOLDENS.iter().find_map(|golden| name.strip_suffix(&format!(".{golden}")));
        if let Some(stem) = stem {
            let text = path.with_file_name(format!("{stem}.txt"));
            assert!(text.exists(), "{} has no fixture", path.display());
        }
    }
}

#[test]
fn goldens_are_valid_by_the_schema() {
    let schema = serde_json::from_str(&json::schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for path in fixtures() {
        let golden = serde_json::from_str(&json_of(&report(&path))).expect("JSON is JSON");
        if let Some(error) = validator.iter_errors(&golden).next() {
            panic!("{}: {error} at {}", path.display(), error.instance_path());
        }
    }
}

#[test]
fn every_code_stands_in_a_fixture_and_in_both_readmes() {
    let seen: BTreeSet<&str> = fixtures().iter().flat_map(|path| check(&report(path))).map(|d| d.code).collect();
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(readme)).expect("a README is there");
        for (code, _) in CODES {
            assert!(text.contains(&format!("`{code}`")), "{readme} says nothing of {code}");
        }
    }
    // These come from JSON, from filling, from an older report or from a Word file, not from a text.
    let elsewhere = ["schema-newer", "value-width", "level-too-deep", "scale-slip", "word-unread"];
    for (code, _) in CODES.iter().filter(|(code, _)| !elsewhere.contains(code)) {
        assert!(seen.contains(code), "no fixture shows {code}");
    }
}
