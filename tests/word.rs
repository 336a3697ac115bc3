//! Word files on the command line: any command reads them, filling writes into them.
#![cfg(all(feature = "cli", feature = "docx"))]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const SLOT: &str = "mxsfvcf=12";

/// A fresh folder with the Word file of the tour in it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("word").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tour/农技.docx");
    fs::copy(fixture, folder.join("农技.docx")).expect("a fixture");
    folder
}

fn huibao(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huibao"));
    command.args(args).current_dir(folder).env("HUIBAO_LANG", "en").output().expect("it runs")
}

/// What a command prints that succeeds.
fn printed(folder: &Path, args: &[&str]) -> String {
    let run = huibao(folder, args);
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// What a command says that is refused.
fn refused(folder: &Path, args: &[&str]) -> String {
    let run = huibao(folder, args);
    assert_eq!(run.status.code(), Some(2), "{args:?}");
    String::from_utf8(run.stderr).expect("UTF-8")
}

#[test]
fn the_fixture_keeps_the_laws() {
    let folder = folder("laws");
    huibao::laws::docx(&fs::read(folder.join("农技.docx")).expect("a file"))
        .unwrap_or_else(|broken| panic!("{broken}"));
}

#[test]
fn every_command_reads_a_word_file() {
    let folder = folder("reads");
    let text = printed(&folder, &["render", "农技.docx"]);
    assert!(text.contains("\n一、工作开展情况\n（一）抓好技术培训\n"), "{text}");
    for command in ["parse", "slots", "outline", "figures", "layout", "check"] {
        // Open slots and nothing worse: each succeeds.
        assert!(
            !printed(&folder, &[command, "农技.docx", "--lang", "en"]).is_empty() || command == "check",
            "{command}"
        );
    }
    printed(&folder, &["form", "农技.docx", "-o", "表.csv"]);
    printed(&folder, &["diff", "农技.docx", "农技.docx"]);
    printed(&folder, &["extract", "-t", "农技.docx", "农技.docx"]);
    let json = printed(&folder, &["parse", "农技.docx", "--verify"]);
    assert!(json.contains("\"container\":\"docx\""), "{json}");
    fs::write(folder.join("农技.json"), json).expect("a file");
    assert_eq!(printed(&folder, &["render", "农技.json"]), text);
}

#[test]
fn the_signature_counts_and_not_the_name() {
    let folder = folder("names");
    fs::rename(folder.join("农技.docx"), folder.join("农技.txt")).expect("a file");
    assert!(printed(&folder, &["outline", "农技.txt"]).contains("工作开展情况"));
}

#[test]
fn the_name_of_the_output_says_what_is_filled() {
    let folder = folder("fills");
    let text = printed(&folder, &["fill", "农技.docx", "--set", SLOT]);
    assert!(text.contains("全年举办培训班12期"), "{text}");
    printed(&folder, &["fill", "农技.docx", "--set", SLOT, "-o", "新.txt"]);
    assert_eq!(fs::read_to_string(folder.join("新.txt")).expect("a file"), text);
    printed(&folder, &["fill", "农技.docx", "--set", SLOT, "-o", "新.docx"]);
    assert_eq!(printed(&folder, &["render", "新.docx"]), text);
    printed(&folder, &["fill", "农技.docx", "--set", SLOT, "--output-dir", "out"]);
    assert_eq!(
        fs::read(folder.join("out/农技.docx")).expect("a file"),
        fs::read(folder.join("新.docx")).expect("a file")
    );
    printed(&folder, &["render", "农技.docx", "--output-dir", "texts"]);
    assert!(folder.join("texts/农技.docx.txt").exists());
    // A text is no Word file: one is made of it.
    printed(&folder, &["fill", "新.txt", "--set", "gqpqmx8=5", "-o", "成文.docx"]);
    assert!(printed(&folder, &["render", "成文.docx"]).contains("全年举办培训班12期"));
}

#[test]
fn masking_writes_into_the_file_and_its_key_undoes_it() {
    let folder = folder("masks");
    printed(&folder, &["fill", "农技.docx", "--set", SLOT, "-o", "新.docx"]);
    printed(&folder, &["mask", "新.docx", "-o", "模板.docx", "--key", "钥.json"]);
    assert!(printed(&folder, &["render", "模板.docx"]).contains("培训班xx期"));
    printed(&folder, &["fill", "模板.docx", "--values", "钥.json", "-o", "回.docx"]);
    assert_eq!(printed(&folder, &["render", "回.docx"]), printed(&folder, &["render", "新.docx"]));
}

#[test]
fn folders_hold_word_files_and_not_their_locks() {
    let folder = folder("folders");
    fs::write(folder.join("~$农技.docx"), "a lock").expect("a file");
    fs::write(folder.join("甲.txt"), "一、培训xx人次。\n").expect("a file");
    let rows = printed(&folder, &["slots", ".", "--format", "jsonl"]);
    let files: std::collections::BTreeSet<&str> =
        rows.lines().filter_map(|row| row.split("\"file\":\"").nth(1)?.split('"').next()).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["./农技.docx", "./甲.txt"]);
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let folder = folder("refuses");
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let compound = |name: &str| [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 600], utf16(name)].concat();
    fs::write(folder.join("密.docx"), compound("EncryptedPackage")).expect("a file");
    assert!(refused(&folder, &["slots", "密.docx"]).contains("protected by a password"));
    let bytes = fs::read(folder.join("农技.docx")).expect("a file");
    fs::write(folder.join("断.docx"), &bytes[..bytes.len() / 2]).expect("a file");
    assert!(refused(&folder, &["slots", "断.docx"]).contains("damaged"));
    // Programs are looked for on the path, and named where they are not there.
    for (name, bytes, package) in
        [("旧.doc", compound("WordDocument"), "libreoffice"), ("文.pdf", b"%PDF-1.4".to_vec(), "poppler-utils")]
    {
        fs::write(folder.join(name), bytes).expect("a file");
        let run = Command::new(env!("CARGO_BIN_EXE_huibao"))
            .args(["slots", name])
            .current_dir(&folder)
            .env("PATH", &folder)
            .env("HUIBAO_LANG", "en")
            .output()
            .expect("it runs");
        assert_eq!(run.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&run.stderr).contains(&format!("install {package}")), "{name}");
    }
}

/// Whether a program is there that a test needs; where it is not, the test says so and shows nothing.
fn has(program: &str, args: &[&str]) -> bool {
    let found = Command::new(program).args(args).output().is_ok_and(|run| run.status.success());
    if !found {
        eprintln!("skipped: no {program} {args:?}");
    }
    found
}

#[test]
fn an_independent_reader_finds_the_values_and_the_formatting() {
    let folder = folder("python");
    if !has("python3", &["-c", "import docx"]) {
        return;
    }
    printed(&folder, &["fill", "农技.docx", "--set", SLOT, "--set", "vkzm8zt=480", "-o", "新.docx"]);
    let script = "import docx; d = docx.Document('新.docx'); \
                  print([(r.text, r.bold) for p in d.paragraphs for r in p.runs if r.text == '12'], d.tables[0].cell(1, 2).text)";
    let run = Command::new("python3").args(["-c", script]).current_dir(&folder).output().expect("it runs");
    assert_eq!(
        String::from_utf8_lossy(&run.stdout),
        "[('12', True)] 480亩\n",
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn other_programs_open_what_we_do_not() {
    let folder = folder("converts");
    if !has("soffice", &["--version"]) || !has("pdftotext", &["-v"]) {
        return;
    }
    let text = printed(&folder, &["render", "农技.docx"]);
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    for format in ["doc", "pdf"] {
        let args = [&profile, "--headless", "--convert-to", format, "农技.docx"];
        assert!(Command::new("soffice").args(args).current_dir(&folder).output().expect("it runs").status.success());
        let read = printed(&folder, &["render", &format!("农技.{format}")]);
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(bare(&read), bare(&text), "{format}");
    }
    // Paragraphs that go on over the lines and the pages of a PDF.
    let sentence = "全年推广水稻新品种x个，建立示范田xxx亩，平均亩产612.5公斤，比对照田增产48.6公斤，户均增收1350元。";
    let report = format!(
        "镇农技站工作总结\n\n镇政府：\n　　现将工作汇报如下。\n　　一、示范推广\n　　{}\n　　二、技术培训\n　　（一）办班。\n　　{}\n",
        sentence.repeat(12),
        sentence.replace("推广", "培训").repeat(9)
    );
    fs::write(folder.join("长.txt"), &report).expect("a file");
    printed(&folder, &["render", "长.txt", "--like", "official", "-o", "长.docx"]);
    let args = [&profile, "--headless", "--convert-to", "pdf", "长.docx"];
    assert!(Command::new("soffice").args(args).current_dir(&folder).output().expect("it runs").status.success());
    printed(&folder, &["render", "长.txt", "--like", "official", "-o", "长.txt"]);
    let ids = |file: &str| {
        let rows = printed(&folder, &["slots", file, "--format", "csv"]);
        rows.lines().skip(1).map(|row| row.split(',').nth(1).map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(ids("长.pdf"), ids("长.txt"));
    let outline = |file: &str| printed(&folder, &["outline", file]);
    assert_eq!(outline("长.pdf"), outline("长.txt"));
    printed(&folder, &["fill", "农技.doc", "--set", SLOT, "-o", "新.docx"]);
    assert!(printed(&folder, &["render", "新.docx"]).contains("培训班12期"));
}
