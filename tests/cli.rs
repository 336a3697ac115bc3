//! The command line as scripts and people use it: exit codes, where data goes, what is never done to a file.
#![cfg(feature = "cli")]

use std::{
    fs,
    io::Write,
    process::{Command, Output, Stdio},
};

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

/// Clean but for its open slots.
const CLEAN: &str = "2024年区文化馆工作总结\n\n一、主要工作\n\n（一）办好活动。全年举办展览xx场，接待观众xx万人次。\n\n\
（二）加强培训。培训文艺骨干x名。\n\n二、下步打算\n\n继续抓好服务。\n";
/// A number is missing.
const FLAWED: &str = "2024年区文化馆工作总结\n\n一、主要工作\n\n办好活动。\n\n三、下步打算\n\n继续抓好服务。\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        Self { folder }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huibao"));
        command.args(args).current_dir(self.folder.path());
        for name in ["HUIBAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
            command.env_remove(name);
        }
        command.env("HUIBAO_LANG", "en").stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program runs")
    }

    /// Runs and asserts the exit code.
    fn gives(&self, code: i32, args: &[&str]) -> Said {
        let output = self.run(args);
        let said = Said { out: output.stdout, err: String::from_utf8(output.stderr).expect("messages are UTF-8") };
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{}{}", said.text(), said.err);
        said
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn has(&self, name: &str) -> bool {
        self.folder.path().join(name).exists()
    }
}

struct Said {
    out: Vec<u8>,
    err: String,
}

impl Said {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    fn rows(&self) -> Vec<Value> {
        let text = self.text();
        text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect()
    }
}

/// The keys of a row, in order.
fn keys(row: &Value) -> Vec<&str> {
    let row = row.as_object().expect("an object");
    row.keys().map(String::as_str).collect()
}

fn desk() -> Desk {
    Desk::new(&[("甲.txt", CLEAN.as_bytes()), ("乙.txt", FLAWED.as_bytes())])
}

#[test]
fn exit_codes_are_those_that_scripts_know() {
    let desk = desk();
    desk.gives(0, &["甲.txt"]);
    desk.gives(0, &["check", "甲.txt"]);
    desk.gives(1, &["check", "乙.txt"]);
    desk.gives(1, &["check", "甲.txt", "--fail-on", "info"]);
    desk.gives(0, &["check", "乙.txt", "--fail-on", "error"]);
    desk.gives(0, &["check", "乙.txt", "--ignore", "numbering-gap"]);
    desk.gives(2, &["check", "乙.txt", "--ignore", "numbering-gpa"]);
    desk.gives(2, &["parse", "没有.txt"]);
    desk.gives(2, &["parse", "甲.txt", "--encoding", "klingon"]);
    desk.gives(2, &["parse"]);
    desk.gives(2, &["--no-such-flag"]);
    desk.gives(2, &["fill", "甲.txt", "--set", "没有=3"]);
    desk.gives(1, &["fill", "甲.txt", "--renumber", "--strict"]);
    desk.gives(3, &["parse", "甲.txt", "没有.txt", "乙.txt", "--json"]);
    desk.gives(2, &["parse", "没有.txt", "也没有.txt", "--json"]);
    desk.gives(0, &["--help"]);
    desk.gives(0, &["--version"]);
}

#[test]
fn text_to_json_to_text_is_the_same_bytes() {
    let gbk = encoding_rs::GBK.encode(&CLEAN.replace('\n', "\r\n")).0.into_owned();
    let desk = Desk::new(&[("甲.txt", &gbk)]);
    let proof = desk.gives(0, &["parse", "甲.txt", "--verify", "-o", "甲.json"]);
    assert!(proof.err.contains("byte for byte"), "{}", proof.err);
    desk.gives(0, &["render", "甲.json", "-o", "又.txt"]);
    assert_eq!(desk.read("又.txt"), gbk);
    assert_eq!(desk.gives(0, &["render", "甲.txt"]).out, gbk);
}

#[test]
fn stdin_and_stdout_are_a_dash() {
    let desk = desk();
    let mut child = desk
        .command(&["parse", "-", "-o", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("stdin");
    stdin.write_all(CLEAN.as_bytes()).expect("stdin takes it");
    drop(stdin);
    let json = child.wait_with_output().expect("it ends").stdout;
    assert_eq!(json, desk.gives(0, &["parse", "甲.txt"]).out);
}

#[test]
fn files_folders_and_globs_are_read_in_order() {
    let text = CLEAN.as_bytes();
    let desk = Desk::new(&[
        ("库/b.txt", text),
        ("库/a.md", text),
        ("库/子/c.TXT", text),
        ("库/a.待填.csv", b"x"),
        ("库/.hidden.txt", text),
        ("库/.git/d.txt", text),
        ("库/picture.png", b"\x89PNG"),
        ("z.txt", text),
    ]);
    let read = |args: &[&str]| -> Vec<String> {
        let said = desk.gives(0, &[&["slots", "--json"], args].concat());
        let mut files: Vec<String> =
            said.rows().iter().map(|row| row["file"].as_str().expect("a file").replace('\\', "/")).collect();
        files.dedup();
        files
    };
    assert_eq!(read(&["z.txt", "库"]), ["z.txt", "库/a.md", "库/b.txt", "库/子/c.TXT"]);
    assert_eq!(read(&["库/*.txt"]), ["库/b.txt"]);
    assert_eq!(read(&["**/*.txt"]), ["z.txt", "库/b.txt"]);
    assert!(desk.gives(2, &["parse", "没有/*.txt"]).err.contains("没有/*.txt"));
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let desk = Desk::new(&[
        ("甲.txt", CLEAN.as_bytes()),
        ("坏.txt", b"PK\x03\x04\x14\x00\x06\x00"),
        ("乙.txt", FLAWED.as_bytes()),
    ]);
    let said = desk.gives(3, &["parse", "甲.txt", "坏.txt", "乙.txt", "--json", "-o", "全.jsonl"]);
    assert!(said.err.contains("坏.txt"), "{}", said.err);
    let lines = String::from_utf8(desk.read("全.jsonl")).expect("UTF-8");
    assert_eq!(lines.lines().count(), 2);
}

#[test]
fn a_batch_keeps_its_folders_and_overwrites_nothing_of_its_own() {
    let desk = Desk::new(&[("库/甲.txt", CLEAN.as_bytes()), ("库/子/甲.txt", FLAWED.as_bytes())]);
    let apart = desk.gives(2, &["parse", "库"]);
    assert!(apart.err.contains("--output-dir"), "{}", apart.err);
    desk.gives(0, &["parse", "库", "--output-dir", "出"]);
    assert!(desk.has("出/甲.txt.json") && desk.has("出/子/甲.txt.json"));
    desk.gives(0, &["render", "出", "--output-dir", "回"]);
    assert_eq!(desk.read("回/甲.txt"), CLEAN.as_bytes());
    assert_eq!(desk.read("回/子/甲.txt"), FLAWED.as_bytes());
    // Two reports of one name do not fall on each other, and no report on itself.
    desk.gives(3, &["parse", "库/甲.txt", "库/子/甲.txt", "--output-dir", "平"]);
    desk.gives(2, &["render", "库", "--like", "plain", "--output-dir", "库"]);
    assert_eq!(desk.read("库/甲.txt"), CLEAN.as_bytes());
}

#[test]
fn a_report_is_rendered_as_what_the_name_says() {
    let desk = Desk::new(&[("库/甲.txt", CLEAN.as_bytes()), ("库/乙.txt.json", br#"{"blocks":["x"]}"#)]);
    let begins = |name: &str| String::from_utf8_lossy(&desk.read(name)[..4]).into_owned();
    for name in ["甲.docx", "甲.md", "甲.html", "甲.txt"] {
        desk.gives(0, &["render", "库/甲.txt", "-o", name]);
    }
    assert_eq!((begins("甲.docx").as_str(), begins("甲.html").as_str()), ("PK\u{3}\u{4}", "<!DO"));
    assert!(begins("甲.md").starts_with("# ") && desk.read("甲.txt") == CLEAN.as_bytes());
    desk.gives(0, &["render", "库/甲.txt", "--format", "docx", "-o", "乙.bin"]);
    assert_eq!(desk.read("乙.bin"), desk.read("甲.docx"));
    desk.gives(0, &["render", "库", "--format", "docx", "--output-dir", "出"]);
    assert!(desk.has("出/甲.docx") && desk.has("出/乙.docx"));
    // What `--strict` refuses is written in no format.
    let odd = r#"{"blocks":[{"heading":"一","text":"甲"},{"kind":"paragraph","text":"一、乙"}]}"#;
    let desk = Desk::new(&[("甲.json", odd.as_bytes()), ("坏.txt", "一、\u{1}".as_bytes())]);
    desk.gives(1, &["render", "甲.json", "--strict", "-o", "甲.docx"]);
    let said = desk.gives(2, &["render", "坏.txt", "-o", "坏.docx"]);
    assert!(said.err.contains("U+0001") && said.err.contains("坏.txt:1:3"), "{}", said.err);
    assert!(!desk.has("甲.docx") && !desk.has("坏.docx"));
}

#[test]
fn the_extension_sets_the_format_and_the_flag_wins() {
    let desk = desk();
    let first = |name: &str| {
        let text = String::from_utf8(desk.read(name)).expect("UTF-8");
        text.lines().next().unwrap_or_default().to_owned()
    };
    desk.gives(0, &["slots", "甲.txt", "-o", "a.csv"]);
    assert!(first("a.csv").starts_with("file,id,name,kind,text,value,unit,scale"));
    desk.gives(0, &["slots", "甲.txt", "-o", "a.jsonl"]);
    assert!(first("a.jsonl").starts_with("{\"file\""));
    desk.gives(0, &["slots", "甲.txt", "-o", "b.csv", "--format", "jsonl"]);
    assert!(first("b.csv").starts_with("{\"file\""));
    desk.gives(0, &["slots", "甲.txt", "--json", "--format", "csv", "-o", "c.txt"]);
    assert!(first("c.txt").starts_with("file,id"));
    desk.gives(0, &["parse", "甲.txt", "-o", "d.jsonl"]);
    assert_eq!(String::from_utf8_lossy(&desk.read("d.jsonl")).lines().count(), 1);
    desk.gives(0, &["fill", "甲.txt", "--renumber", "-o", "e.json"]);
    assert!(first("e.json").starts_with('{'));
}

#[test]
fn a_failure_leaves_the_old_file_and_no_half_one() {
    let desk = Desk::new(&[("甲.txt", CLEAN.as_bytes()), ("旧.txt", b"old")]);
    desk.gives(2, &["render", "没有.txt", "-o", "旧.txt"]);
    desk.gives(1, &["fill", "甲.txt", "--renumber", "--strict", "-o", "旧.txt"]);
    desk.gives(2, &["slots", "没有.txt", "-o", "旧.txt"]);
    assert_eq!(desk.read("旧.txt"), b"old");
    let said = desk.gives(2, &["render", "甲.txt", "-o", "没有/乙.txt"]);
    assert!(said.err.contains("no such folder"), "{}", said.err);
    desk.gives(2, &["render", "甲.txt", "-o", "."]);
    let left = fs::read_dir(desk.folder.path()).expect("a folder").count();
    assert_eq!(left, 2, "no temporary file is left");
    desk.gives(0, &["render", "甲.txt", "-o", "旧.txt"]);
    assert_eq!(desk.read("旧.txt"), CLEAN.as_bytes());
}

#[cfg(unix)]
#[test]
fn a_result_has_the_rights_of_what_it_replaces() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new(&[("甲.txt", CLEAN.as_bytes()), ("旧.txt", b"old")]);
    let old = desk.folder.path().join("旧.txt");
    fs::set_permissions(&old, fs::Permissions::from_mode(0o640)).expect("rights");
    symlink("旧.txt", desk.folder.path().join("链.txt")).expect("a link");
    desk.gives(0, &["render", "甲.txt", "-o", "链.txt"]);
    assert_eq!(fs::read(&old).expect("a file"), CLEAN.as_bytes());
    let mode = fs::metadata(&old).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_reported() {
    let desk = desk();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    for args in [&["parse", "甲.txt"][..], &["甲.txt"], &["schema"], &["man"], &["--help"]] {
        let output = desk.command(args).stdout(full()).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
    desk.gives(2, &["parse", "甲.txt", "-o", "/dev/full"]);
    // Where stderr takes nothing either, the code still says it.
    let output = desk.command(&["parse", "没有.txt"]).stderr(full()).output();
    assert_eq!(output.expect("it runs").status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    let long = CLEAN.replace("继续抓好服务。", &"继续抓好服务。".repeat(100_000));
    let desk = Desk::new(&[("长.txt", long.as_bytes())]);
    for args in [&["parse", "长.txt"][..], &["render", "长.txt"], &["slots", "长.txt", "--json"]] {
        let mut child = desk.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn the_language_is_the_flags_then_the_environments() {
    let desk = desk();
    let said = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = desk.command(args);
        command.env_remove("HUIBAO_LANG").envs(variables.iter().copied());
        let output = command.output().expect("it runs");
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    let chinese = |text: String| text.contains("错误");
    let args = &["parse", "没有.txt"][..];
    assert!(chinese(said(args, &[("LANG", "zh_CN.UTF-8")])));
    assert!(!chinese(said(args, &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_US.UTF-8")])));
    assert!(chinese(said(args, &[("LC_ALL", "en_US.UTF-8"), ("HUIBAO_LANG", "zh")])));
    assert!(!chinese(said(&["parse", "没有.txt", "--lang", "en"], &[("HUIBAO_LANG", "zh")])));
    assert!(chinese(said(&["--lang=zh", "parse", "没有.txt"], &[("HUIBAO_LANG", "en")])));
    let help = desk.gives(0, &["fill", "--help", "--lang", "zh"]).text();
    assert!(help.contains("用法") && !help.contains("Usage"), "{help}");
}

#[test]
fn a_slip_in_a_command_is_pointed_out() {
    let said = desk().gives(2, &["prase"]);
    assert!(said.err.contains("huibao parse"), "{}", said.err);
}

#[test]
fn rows_have_the_keys_that_scripts_know() {
    let desk = desk();
    let slots = desk.gives(0, &["slots", "甲.txt", "--json"]).rows();
    assert_eq!(
        keys(&slots[0]).join(" "),
        "file id name kind text value unit scale approximator limit label path section line column span chars surface \
         certain because excerpt amount low high period change compared masked"
    );
    let outline = desk.gives(0, &["outline", "甲.txt", "--json"]).rows();
    assert_eq!(keys(&outline[0]).join(" "), "level marker number heading line column span slots");
    let check = desk.gives(1, &["check", "乙.txt", "--json"]).rows();
    assert_eq!(keys(&check[0]).join(" "), "file code severity message line column span help");
    assert_eq!(check[0]["code"], "numbering-gap");
    assert_eq!((&check[0]["line"], &check[0]["column"]), (&7.into(), &1.into()));
    let depth = desk.gives(0, &["outline", "甲.txt", "--json", "--depth", "1"]).rows();
    assert!(depth.iter().all(|row| row["level"] == 1) && depth.len() == 2);
}

#[test]
fn filling_changes_the_place_and_says_what_is_left() {
    let desk = desk();
    let rows = desk.gives(0, &["slots", "甲.txt", "--json"]).rows();
    let id = rows[0]["id"].as_str().expect("an id");
    let set = format!("{id}=45");
    let shown = desk.gives(0, &["fill", "甲.txt", "--set", &set, "-n"]);
    assert_eq!(shown.text().lines().count(), 1, "{}", shown.text());
    assert!(shown.text().contains(id) && shown.text().contains("45"));
    let filled = desk.gives(0, &["fill", "甲.txt", "--set", &set]);
    assert_eq!(filled.text(), CLEAN.replacen("展览xx场", "展览45场", 1));
    assert!(filled.err.contains("1 filled, 2 left"), "{}", filled.err);
    let wrong = desk.gives(2, &["fill", "甲.txt", "--set", &format!("{id}=许多")]);
    assert!(wrong.out.is_empty());
    assert!(wrong.err.contains("甲.txt:5:") && wrong.err.contains("展览"), "{}", wrong.err);
    assert_eq!(desk.read("甲.txt"), CLEAN.as_bytes());
}

#[test]
fn a_form_with_entries_is_kept() {
    let desk = desk();
    let said = desk.gives(0, &["form", "甲.txt"]);
    assert!(said.err.contains("huibao fill 甲.txt --values 甲.待填.csv"), "{}", said.err);
    desk.gives(0, &["form", "甲.txt"]);
    let form = String::from_utf8(desk.read("甲.待填.csv")).expect("UTF-8");
    // The fourth column of the first slot.
    let mut lines: Vec<String> = form.lines().map(str::to_owned).collect();
    let mut cells: Vec<&str> = lines[1].split(',').collect();
    cells[3] = "45";
    lines[1] = cells.join(",");
    let entered = lines.join("\r\n");
    fs::write(desk.folder.path().join("甲.待填.csv"), &entered).expect("a file");
    let kept = desk.gives(2, &["form", "甲.txt"]);
    assert!(kept.err.contains("--force"), "{}", kept.err);
    assert_eq!(desk.read("甲.待填.csv"), entered.as_bytes());
    let filled = desk.gives(0, &["fill", "甲.txt", "--values", "甲.待填.csv"]);
    assert!(filled.text().contains("展览45场"), "{}", filled.text());
    desk.gives(0, &["form", "甲.txt", "--force"]);
    assert_ne!(desk.read("甲.待填.csv"), entered.as_bytes());
}

#[test]
fn a_screen_of_any_report_is_80_columns_of_harmless_characters() {
    let long = "推动公共文化服务提质增效".repeat(12);
    let text = format!(
        "{long}\n\n一、{long}\n\n（一）{long}xx次。{long}\n\n（三）\u{1b}[31m{long}xx万元\u{200b}\u{202e}（{long}\n\n三、{long}\n"
    );
    let desk = Desk::new(&[("很长的名字.txt", text.as_bytes())]);
    for lang in ["zh", "en"] {
        for args in [
            &["很长的名字.txt"][..],
            &["outline", "很长的名字.txt"],
            &["slots", "很长的名字.txt"],
            &["check", "很长的名字.txt"],
            &["extract", "-t", "很长的名字.txt", "很长的名字.txt"],
        ] {
            let output = desk.run(&[args, &["--lang", lang]].concat());
            for bytes in [output.stdout, output.stderr] {
                let text = String::from_utf8(bytes).expect("UTF-8");
                for line in text.lines() {
                    let wide = |c: &char| matches!(c, '…' | '\u{2190}'..='\u{21FF}' | '\u{2500}'..='\u{259F}');
                    assert!(!line.chars().any(|c| c.is_control() || wide(&c)), "{line:?}");
                    // A place begins with the file's name, which can be of any length.
                    let free = line.starts_with("很长的名字.txt:");
                    assert!(free || line.width() <= 80, "{} columns: {line}", line.width());
                }
            }
        }
    }
}

/// A template, and reports made of it: filled, edited, and unlike it.
fn filled_desk() -> Desk {
    let filled = CLEAN.replacen("xx场", "12场", 1).replacen("xx万", "3.50万", 1).replacen("x名", "8名", 1);
    let edited = filled.replace("（二）加强培训。", "（二）抓好队伍建设。").replacen("12场", "许多场", 1);
    Desk::new(&[
        ("模板.txt", CLEAN.as_bytes()),
        ("报/甲.txt", filled.as_bytes()),
        ("报/乙.txt", edited.as_bytes()),
        ("坏.txt", b"PK\x03\x04\x14\x00\x06\x00"),
    ])
}

#[test]
fn extracting_gives_a_row_a_value() {
    let desk = filled_desk();
    let rows = desk.gives(0, &["extract", "-t", "模板.txt", "报/甲.txt", "--json"]).rows();
    assert_eq!(
        keys(&rows[0]).join(" "),
        "file id name kind text value unit scale approximator limit label path section line column span chars \
         confidence readings evidence tolerated"
    );
    let values: Vec<String> = rows.iter().map(|row| row["text"].as_str().expect("a text").to_owned()).collect();
    assert_eq!(values, ["12", "3.50", "8"]);
    assert!(rows.iter().all(|row| row["confidence"] == "exact" && row["file"] == "报/甲.txt"));
    assert_eq!((&rows[0]["line"], &rows[0]["column"]), (&5.into(), &15.into()));
    // The template can be JSON, the report stdin's.
    desk.gives(0, &["parse", "模板.txt", "-o", "模板.json"]);
    assert_eq!(desk.gives(0, &["extract", "-t", "模板.json", "报/甲.txt", "--json"]).rows(), rows);
    let csv = desk.gives(0, &["extract", "-t", "模板.txt", "报", "--format", "csv"]).text();
    assert!(csv.starts_with("file,id,name,kind,text,value,unit,") && csv.lines().count() == 7, "{csv}");
}

#[test]
fn extracting_wide_gives_a_row_a_report() {
    let desk = filled_desk();
    desk.gives(0, &["extract", "-t", "模板.txt", "报", "--wide", "-o", "全.csv"]);
    let csv = String::from_utf8(desk.read("全.csv")).expect("UTF-8");
    assert_eq!(csv, "file,展览(场),观众(万人次),培训文艺骨干(名)\n报/乙.txt,,3.50,8\n报/甲.txt,12,3.50,8\n");
    let rows = desk.gives(0, &["extract", "-t", "模板.txt", "报", "--wide=id", "--json"]).text();
    let first = rows.lines().next().expect("a row");
    assert!(first.starts_with("{\"file\":\"报/乙.txt\",\"") && first.contains(":null,"), "{first}");
    assert!(first.contains("3.50"), "digits stay: {first}");
}

#[test]
fn extracting_tells_what_was_changed_in_both_languages() {
    let desk = filled_desk();
    let said = desk.gives(0, &["extract", "-t", "模板.txt", "报/乙.txt"]);
    expect![[r#"
        id         place    kind      how        text
        w8r9pwz    5:15     figures   unfit      好活动。全年举办展览【许多】场，接待...
        kpkct5n    5:23     figures   aligned    展览许多场，接待观众【3.50】万人次。
        szfdnhm    7:17     figures   aligned    伍建设。培训文艺骨干【8】名。
    "#]]
    .assert_eq(&said.text());
    expect![[r#"
        报/乙.txt:5:15: info: changed: `xx` (template 5:15) became `许多`
        报/乙.txt:7:4: info: changed: `加强培训` (template 7:4) became `抓好队伍建设`
        报/乙.txt: 2 values, 0 open, 0 ambiguous, 1 unfit, 0 missing
    "#]]
    .assert_eq(&said.err);
    let said = desk.gives(0, &["extract", "-t", "模板.txt", "报/乙.txt", "--lang", "zh"]);
    expect![[r#"
        编号       位置     类别      依据       原文
        w8r9pwz    5:15     数据      不符       好活动。全年举办展览【许多】场，接待...
        kpkct5n    5:23     数据      对齐       展览许多场，接待观众【3.50】万人次。
        szfdnhm    7:17     数据      对齐       伍建设。培训文艺骨干【8】名。
    "#]]
    .assert_eq(&said.text());
    expect![[r#"
        报/乙.txt:5:15: 提示: 改动 “xx”（模板 5:15）改为“许多”
        报/乙.txt:7:4: 提示: 改动 “加强培训”（模板 7:4）改为“抓好队伍建设”
        报/乙.txt: 取回 2 个值，未填 0 处，多解 0 处，不符 1 处，未找到 0 处
    "#]]
    .assert_eq(&said.err);
}

#[test]
fn extracting_fails_as_scripts_expect() {
    let desk = filled_desk();
    desk.gives(0, &["extract", "-t", "模板.txt", "报/甲.txt", "--strict"]);
    let said = desk.gives(1, &["extract", "-t", "模板.txt", "报/乙.txt", "--strict", "--json"]);
    assert_eq!(said.rows().len(), 3, "the rows are told all the same");
    let said = desk.gives(3, &["extract", "-t", "模板.txt", "报/甲.txt", "坏.txt", "--json"]);
    assert!(said.err.contains("坏.txt") && said.rows().len() == 3, "{}", said.err);
    desk.gives(2, &["extract", "-t", "没有.txt", "报/甲.txt"]);
    desk.gives(2, &["extract", "报/甲.txt"]);
    desk.gives(2, &["extract", "-t", "模板.txt", "没有.txt"]);
}

#[test]
fn masking_and_filling_give_the_report_back() {
    let text = "2026年区文化馆工作总结\n\n一、主要工作\n\n全年举办展览12场，接待观众3.50万人次，走访两百户。\n";
    let gbk = encoding_rs::GBK.encode(&text.replace('\n', "\r\n")).0.into_owned();
    let desk = Desk::new(&[("甲.txt", text.as_bytes()), ("乙.txt", &gbk)]);
    let said = desk.gives(0, &["mask", "甲.txt"]);
    assert!(said.text().contains("举办展览xx场，接待观众x.xx万人次，走访两百户"), "{}", said.text());
    expect![[r#"
        甲.txt:5:25: info: stays (not in digits): 3.50万人次，走访【两百】户。
        3 masked, 1 stays; no anonymisation: names and words are all there
    "#]]
    .assert_eq(&said.err);
    let said = desk.gives(0, &["mask", "甲.txt", "--lang", "zh"]);
    expect![[r#"
        甲.txt:5:25: 提示: 未遮（不是阿拉伯数字）: 3.50万人次，走访【两百】户。
        遮住 3 处，未遮 1 处；这不是脱敏：名称和文字都还在
    "#]]
    .assert_eq(&said.err);
    for report in ["甲.txt", "乙.txt"] {
        desk.gives(0, &["mask", report, "-o", "模板.txt", "--key", "钥.json"]);
        desk.gives(0, &["fill", "模板.txt", "--values", "钥.json", "-o", "回.txt"]);
        assert_eq!(desk.read("回.txt"), desk.read(report));
        desk.gives(0, &["extract", "-t", "模板.txt", report, "--strict"]);
    }
    let key = String::from_utf8(desk.read("钥.json")).expect("UTF-8");
    assert!(key.contains(": 3.50") && key.lines().count() == 5, "{key}");
    let years = desk.gives(0, &["mask", "甲.txt", "--kinds", "year", "--glyph", "×"]).text();
    assert!(years.contains("××××年") && years.contains("展览12场"), "{years}");
    desk.gives(2, &["mask", "甲.txt", "--glyph", "甲"]);
    desk.gives(2, &["mask", "甲.txt", "--kinds", "names"]);
    desk.gives(2, &["mask", "没有.txt"]);
}

#[test]
fn tools_get_a_schema_completions_and_a_manual() {
    let desk = desk();
    let schema: Value = serde_json::from_slice(&desk.gives(0, &["schema"]).out).expect("JSON");
    assert!(schema.is_object());
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = desk.gives(0, &["completions", shell]).text();
        assert!(script.contains("output-dir") && script.contains("jsonl"), "{shell}");
    }
    let manual = desk.gives(0, &["man"]).text();
    for command in ["huibao", "huibao-fill", "huibao-check"] {
        assert!(manual.contains(&format!(".TH {command} 1")), "{command}");
    }
    assert!(manual.contains("\\-\\-dry\\-run"));
}
