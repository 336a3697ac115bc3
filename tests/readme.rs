//! Every command of both READMEs is run, and prints what they show.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The fenced blocks of a kind.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == format!("```{kind}") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            out.push(block.join("\n"));
        }
    }
    out
}

/// A fresh copy of the folder that the READMEs work in, and the program on the path.
fn tour(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for file in ["汇报.txt", "values.json", "农机.txt", "农技.docx"] {
        fs::copy(root().join("fixtures/tour").join(file), folder.join(file)).expect("a fixture");
    }
    folder
}

fn shell(command: &str, folder: &Path, lang: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_huibao")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let run = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", program.display()))
        .env("HUIBAO_LANG", lang)
        .output()
        .expect("a shell");
    let both = [run.stdout, run.stderr].concat();
    // A sheet's lines end as spreadsheets want it; on a screen that does not show.
    String::from_utf8(both).expect("messages are UTF-8").replace('\r', "").trim_end_matches('\n').to_owned()
}

/// The one program that the READMEs use and a Rust project does not have.
fn has_duckdb() -> bool {
    Command::new("python3").args(["-c", "import duckdb"]).output().is_ok_and(|run| run.status.success())
}

fn check(readme: &str, lang: &str) {
    let text = fs::read_to_string(root().join(readme)).expect("a README");
    let folder = tour(lang);
    let mut commands = 0;
    for block in blocks(&text, "console") {
        for part in block.strip_prefix("$ ").expect("a console block begins with a command").split("\n$ ") {
            let (command, shown) = part.split_once('\n').unwrap_or((part, ""));
            if command.contains("duckdb") && !has_duckdb() {
                // CI installs it, so what the README says of it is run there.
                assert!(std::env::var_os("CI").is_none(), "python3 has no duckdb");
                continue;
            }
            assert_eq!(shell(command, &folder, lang), shown, "{readme}: $ {command}");
            commands += 1;
        }
    }
    assert!(commands >= 8, "{readme} shows {commands} commands");
    let report = fs::read_to_string(root().join("fixtures/tour/汇报.txt")).expect("a fixture");
    assert_eq!(blocks(&text, "text"), [report.trim_end()], "{readme} shows the report");
    let json = fs::read_to_string(folder.join("汇报.json")).expect("the tour writes it");
    for block in blocks(&text, "json") {
        assert!(json.contains(&block), "{readme} shows JSON as it is");
    }
    for block in blocks(&text, "sh") {
        match block.strip_prefix("cargo run --release -- ") {
            Some(arguments) => {
                let printed = shell(&format!("huibao {arguments}"), root(), lang);
                assert!(printed.contains("860人次"), "{readme}: {block}: {printed}");
            }
            // The tests are running.
            None => assert_eq!(block, "cargo test"),
        }
    }
}

#[test]
fn the_english_readme_shows_what_is_printed() {
    check("README.md", "en");
}

#[test]
fn the_chinese_readme_shows_what_is_printed() {
    check("README.zh-CN.md", "zh");
}
