//! Checks of agreement on the command line: what is listed, what is refused, what the form says, in both languages.
#![cfg(feature = "cli")]

use std::{fs, process::Command};

use expect_test::{Expect, expect};
use serde_json::Value;
use tempfile::TempDir;

const STAFF: &str =
    "2026年站务汇报\n\n　　工作人员x名,其中在编x人、聘用x人、志愿者x人。报送信息50条,其中被采用xx条。\n";
const WRONG: &str = "2026年站务汇报\n\n　　工作人员12名,其中在编3人、聘用4人、志愿者4人。约100人听课,其中学生60人、教师30人、家长20人。\n";
const OLD: &str = "2025年站务汇报\n\n　　落实专项资金1.2亿元，培训农民1200人次。\n";
const NEW: &str = "2026年站务汇报\n\n　　落实专项资金1.3万元，培训农民1300人次。\n";

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in [("甲.txt", STAFF), ("乙.txt", WRONG), ("旧.txt", OLD), ("新.txt", NEW)] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        Self(folder)
    }

    /// What a command prints, stdout first, after its exit code.
    fn says(&self, lang: &str, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huibao"));
        let output = command.args(args).args(["--lang", lang]).current_dir(self.0.path()).output();
        let output = output.expect("the program runs");
        let text = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        (output.status.code().expect("it ends"), text)
    }

    fn shows(&self, code: i32, lang: &str, args: &[&str], expected: &Expect) {
        let (found, text) = self.says(lang, args);
        assert_eq!(found, code, "{args:?}\n{text}");
        expected.assert_eq(&text);
    }

    /// The ids of the slots of 甲.txt with values, as `--set` takes them.
    fn filling(&self, values: &[&str]) -> Vec<String> {
        let (_, rows) = self.says("en", &["slots", "甲.txt", "--json"]);
        let id =
            |row: &str| serde_json::from_str::<Value>(row).expect("a row")["id"].as_str().expect("an id").to_owned();
        rows.lines().map(id).zip(values).map(|(id, value)| format!("--set={id}={value}")).collect()
    }

    fn fills(&self, code: i32, values: &[&str], more: &[&str]) -> String {
        let filling = self.filling(values);
        let args: Vec<&str> = ["fill", "甲.txt", "-o", "丙.txt"].into_iter().chain(more.iter().copied()).collect();
        let args: Vec<&str> = args.into_iter().chain(filling.iter().map(String::as_str)).collect();
        let (found, text) = self.says("zh", &args);
        assert_eq!(found, code, "{text}");
        text
    }
}

#[test]
fn every_relation_is_listed_with_its_verdict() {
    let desk = Desk::new();
    for lang in ["zh", "en"] {
        let (code, text) = desk.says(lang, &["check", "甲.txt", "--relations"]);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("NOT_ASSESSABLE sum") && text.contains("NOT_ASSESSABLE subset"), "{text}");
    }
    desk.shows(
        1,
        "zh",
        &["check", "乙.txt", "--relations"],
        &expect![[r#"
            乙.txt:3:7: FAIL sum wd8c4j6: 工作人员12名 = 在编3人 + 聘用4人 + 志愿者4人 (1名)
            乙.txt:3:30: UNCERTAIN sum fg4mgbx: 约100人听课 = 学生60人 + 教师30人 + 家长20人 (10人)
            0 个错误，1 个警告，1 个提示
        "#]],
    );
    let (_, rows) = desk.says("en", &["check", "乙.txt", "--relations", "--json"]);
    let row: Value = serde_json::from_str(rows.lines().next().expect("a row")).expect("JSON");
    let keys: Vec<&String> = row.as_object().expect("an object").keys().collect();
    let known = ["file", "fingerprint", "kind", "verdict", "claim", "difference", "line", "column", "members"];
    assert_eq!(keys, known);
    assert_eq!(row["members"].as_array().expect("members").len(), 4);
}

#[test]
fn a_relation_that_fails_is_shown_with_its_places() {
    let desk = Desk::new();
    desk.shows(
        1,
        "zh",
        &["check", "乙.txt"],
        &expect![[r#"
            乙.txt:3:7: 警告[figures-disagree]: 数据不相符：工作人员12名 = 在编3人 + 聘用4人 + 志愿者4人，差 1名
              |
            3 | 　　工作人员12名,其中在编3人、聘用4人、志愿...
              |             ^^
              |
              = 怎么办: 核对 3:7, 3:15, 3:20, 3:26；确属无误，用 --ignore wd8c4j6 略过
            乙.txt:3:30: 提示[figures-doubtful]: 数据可能不相符：约100人听课 = 学生60人 + 教师30人 + 家长20人，差 10人
              |
            3 | ...编3人、聘用4人、志愿者4人。约100人听课,其中学生60人、教师30人...
              |                                 ^^^
              |
              = 怎么办: 核对 3:30, 3:41, 3:47, 3:53；确属无误，用 --ignore fg4mgbx 略过
            0 个错误，1 个警告，1 个提示
        "#]],
    );
    desk.shows(1, "en", &["check", "乙.txt"], &expect![[r#"
        乙.txt:3:7: warning[figures-disagree]: figures disagree: 工作人员12名 = 在编3人 + 聘用4人 + 志愿者4人, off by 1名
          |
        3 | 　　工作人员12名,其中在编3人、聘用4人、志愿...
          |             ^^
          |
          = help: check 3:7, 3:15, 3:20, 3:26; where it is right, --ignore wd8c4j6 passes over it
        乙.txt:3:30: info[figures-doubtful]: figures may disagree: 约100人听课 = 学生60人 + 教师30人 + 家长20人, off by 10人
          |
        3 | ...编3人、聘用4人、志愿者4人。约100人听课,其中学生60人、教师30人...
          |                                 ^^^
          |
          = help: check 3:30, 3:41, 3:47, 3:53; where it is right, --ignore fg4mgbx passes over it
        0 errors, 1 warning, 1 info
    "#]]);
}

#[test]
fn a_single_relation_is_passed_over() {
    let desk = Desk::new();
    let (_, rows) = desk.says("en", &["check", "乙.txt", "--json"]);
    let row: Value = serde_json::from_str(rows.lines().next().expect("a row")).expect("JSON");
    let fingerprint = row["relation"].as_str().expect("a fingerprint");
    let (code, text) = desk.says("en", &["check", "乙.txt", "--ignore", fingerprint]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("figures-doubtful") && !text.contains("figures-disagree"), "{text}");
    assert_eq!(desk.says("en", &["check", "乙.txt", "--relations", "--ignore", fingerprint]).0, 0);
    assert_eq!(desk.says("en", &["check", "乙.txt", "--ignore", "figures-agree"]).0, 2);
}

#[test]
fn a_form_says_what_must_agree() {
    let desk = Desk::new();
    let (_, form) = desk.says("zh", &["form", "甲.txt", "-o", "-"]);
    assert_eq!(form.matches("工作人员=在编+聘用+志愿者").count(), 4, "{form}");
    assert!(form.contains("不大于 信息(条)"), "{form}");
}

#[test]
fn a_filling_that_breaks_a_relation_is_refused_when_strict() {
    let desk = Desk::new();
    let wrong = ["12", "3", "4", "4", "8"];
    let refused = desk.fills(1, &wrong, &["--strict"]);
    assert!(refused.contains("工作人员12名 = 在编3人 + 聘用4人 + 志愿者4人，差 1名"), "{refused}");
    assert!(refused.contains("甲.txt:3:") && !desk.0.path().join("丙.txt").exists(), "{refused}");
    let noted = desk.fills(0, &wrong, &[]);
    assert!(noted.contains("figures-disagree") && desk.0.path().join("丙.txt").exists(), "{noted}");
    let right = desk.fills(0, &["12", "3", "4", "5", "8"], &["--strict"]);
    assert!(!right.contains("figures-disagree"), "{right}");
    let too_many = desk.fills(1, &["12", "3", "4", "5", "80"], &["--strict"]);
    assert!(too_many.contains("信息50条 >= 被采用80条"), "{too_many}");
}

#[test]
fn an_older_report_shows_slips_of_scale() {
    let desk = Desk::new();
    desk.shows(
        1,
        "zh",
        &["check", "新.txt", "--against", "旧.txt"],
        &expect![[r#"
        新.txt:3:9: 警告[scale-slip]: 专项资金的量级与旧稿相差千倍以上：1.3万元，旧稿 1.2亿元
          |
        3 | 　　落实专项资金1.3万元，培训农民1300人次。
          |                 ^^^
          |
          = 怎么办: 核对单位是万还是亿
        0 个错误，1 个警告，0 个提示
    "#]],
    );
    desk.shows(
        1,
        "en",
        &["check", "新.txt", "--against", "旧.txt"],
        &expect![[r#"
        新.txt:3:9: warning[scale-slip]: 专项资金 is in another scale than in the older report: 1.3万元, was 1.2亿元
          |
        3 | 　　落实专项资金1.3万元，培训农民1300人次。
          |                 ^^^
          |
          = help: check whether it is 万 or 亿
        0 errors, 1 warning, 0 infos
    "#]],
    );
    desk.shows(
        0,
        "en",
        &["check", "新.txt", "--against", "新.txt"],
        &expect![[r#"
        0 errors, 0 warnings, 0 infos
    "#]],
    );
}
