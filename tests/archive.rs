//! Archives: many files in one run, whatever stands in their folders, and runs that are cut off.
#![cfg(feature = "cli")]

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// What a run leaves in a folder of results.
const RUN: &str = ".huibao-run.json";

/// A folder to work in.
struct Room(TempDir);

impl Room {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huibao"));
        command.args(args).current_dir(self.0.path()).env("HUIBAO_LANG", "en").stdin(Stdio::null());
        command
    }

    /// Runs, asserts the exit code, gives stdout and stderr.
    fn gives(&self, code: i32, args: &[&str]) -> (String, String) {
        let output = self.command(args).output().expect("the program runs");
        self.said(code, args, output)
    }

    /// The same with something on stdin.
    fn gives_from(&self, stdin: &[u8], code: i32, args: &[&str]) -> (String, String) {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        child.stdin.take().expect("a pipe").write_all(stdin).expect("it reads");
        self.said(code, args, child.wait_with_output().expect("it ends"))
    }

    fn said(&self, code: i32, args: &[&str], output: Output) -> (String, String) {
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{out}\n{err}");
        (out.into_owned(), err.into_owned())
    }

    /// Every file below a folder with its bytes, hidden ones too, but for what a run says of itself.
    fn tree(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        fn go(folder: &Path, root: &Path, out: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    go(&path, root, out);
                } else {
                    let bytes = fs::read(&path).expect("a file");
                    out.insert(path.strip_prefix(root).expect("below the root").to_owned(), bytes);
                }
            }
        }
        let mut out = BTreeMap::new();
        go(&self.path(folder), &self.path(folder), &mut out);
        out.remove(Path::new(RUN));
        out
    }
}

/// A report that no other number gives.
fn report(number: usize) -> String {
    let mut out = format!("第{number}号粮站工作总结\n\n区粮食局：\n\n");
    for (place, word) in ["收购", "保管", "调运", "加工"].iter().enumerate().take(1 + number % 4) {
        let marker = ["一", "二", "三", "四"][place];
        out.push_str(&format!("{marker}、{word}\n\n全年{word}稻谷{}吨，比上年增加x.x%。", 10 + number * 7 + place));
        out.push_str(&"检修仓房xx座，培训保管员x名。".repeat(1 + number % 5));
        out.push_str("\n\n");
    }
    out
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reports, and all that may stand between them.
fn archive() -> Room {
    let room = Room::new();
    for number in 0..60 {
        room.put(&format!("库/{:02}/站{number:02}.txt", number % 7), report(number));
    }
    // GBK: 一、收购
    room.put("库/03/国标.txt", b"\xd2\xbb\xa1\xa2\xca\xd5\xb9\xba\n\xca\xd5\xb9\xbaxx\xb6\xd6\n");
    room.put("库/03/压缩.txt", b"PK\x03\x04 no text");
    room.put("库/04/坏.json", "{\"schema\": 7}");
    room.put("库/05/照片.jpg", "no report");
    room.put("库/说明.pdf", "no report");
    room.put("库/.hidden.txt", report(99));
    fs::create_dir(room.path("库/空")).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink("没有.txt", room.path("库/06/断.txt")).expect("a link");
    room
}

/// How many of the files of [`archive`] are no use.
const BAD: usize = if cfg!(unix) { 3 } else { 2 };
const GOOD: usize = 61;

#[test]
fn the_bytes_are_the_same_at_any_number_of_jobs() {
    let room = archive();
    let commands: [&[&str]; 8] = [
        &["parse", "库", "--format", "jsonl"],
        &["slots", "库", "--format", "csv"],
        &["figures", "库", "--format", "jsonl"],
        &["outline", "库"],
        &["check", "库", "--format", "jsonl"],
        &["check", "库"],
        &["extract", "-t", "库/01/站01.txt", "库", "--format", "csv"],
        &["extract", "-t", "库/01/站01.txt", "库", "--wide"],
    ];
    for command in commands {
        let run = |jobs| room.gives(3, &[command, &["--jobs", jobs, "-v", "--errors", "错.csv"]].concat());
        let one = (run("1"), room.read("错.csv"));
        assert!(one.0.0.lines().count() > 60, "{command:?}: {}", one.0.0);
        for jobs in ["2", "8"] {
            assert_eq!((run(jobs), room.read("错.csv")), one, "{command:?} --jobs {jobs}");
        }
    }
}

#[test]
fn reports_come_in_the_order_of_their_names() {
    let room = archive();
    let (out, _) = room.gives(3, &["slots", "库", "--format", "jsonl"]);
    let rows = out.lines().map(|line| serde_json::from_str::<Value>(line).expect("a row is JSON"));
    let files: Vec<String> = rows.map(|row| row["file"].as_str().expect("a name").to_owned()).collect();
    assert!(files.is_sorted());
    assert!(files.iter().any(|file| file.ends_with("国标.txt")));
}

#[test]
fn what_fails_or_is_passed_over_is_told() {
    let room = archive();
    let (_, err) = room.gives(3, &["parse", "库", "--output-dir", "出", "--errors", "错.jsonl", "-v"]);
    let summary = format!("{} files, {GOOD} done, {BAD} failed, 2 that are no reports passed over", GOOD + BAD);
    assert_eq!(err.lines().last(), Some(&*summary), "{err}");
    for name in ["库/05/照片.jpg", "库/说明.pdf", "库/03/压缩.txt", "库/04/坏.json"] {
        assert!(err.contains(name), "{name}: {err}");
    }
    let faults = room.read("错.jsonl");
    let faults: Vec<Value> = faults.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(faults.len(), BAD);
    assert_eq!((faults[0]["file"].as_str(), faults[0]["code"].as_str()), (Some("库/03/压缩.txt"), Some("source-zip")));
    for fault in &faults {
        let text = |key: &str| fault[key].as_str().expect("a text").to_owned();
        assert!(!text("message").is_empty() && !text("code").is_empty(), "{fault}");
    }
    assert_eq!(room.tree("出").len(), GOOD);

    room.gives(3, &["outline", "库", "--errors", "错.csv"]);
    let table = room.read("错.csv");
    assert!(table.starts_with("file,code,message,help\n库/03/压缩.txt,source-zip,"), "{table}");

    let (_, err) = room.gives(2, &["parse", "库/空", "--format", "jsonl"]);
    assert!(err.contains("no report"), "{err}");
    assert!(room.gives(0, &["outline", "库/01"]).1.is_empty(), "nothing is remarkable");
}

#[test]
fn a_list_names_files() {
    let room = archive();
    let names = ["库/02/站02.txt", "库/00/站00.txt", "库/01"];
    let run = |stdin: &str, list: &str| room.gives_from(stdin.as_bytes(), 0, &["outline", "--files-from", list]).0;
    room.put("单.txt", names.join("\r\n") + "\r\n\r\n");
    let shown = run("", "单.txt");
    let (by_argument, _) = room.gives(0, &["outline", names[0], names[1], names[2]]);
    assert_eq!(shown, by_argument);
    assert_eq!(run(&names.join("\n"), "-"), shown);
    assert_eq!(run(&names.join("\0"), "-"), shown);

    room.gives_from(names[..2].join("\0").as_bytes(), 0, &["parse", "--files-from", "-", "--output-dir", "出"]);
    let made: Vec<PathBuf> = room.tree("出").into_keys().collect();
    assert_eq!(made, ["库/00/站00.txt.json", "库/02/站02.txt.json"].map(PathBuf::from));

    room.put("缺.txt", "库/00/站00.txt\n没有.txt\n");
    let (_, err) = room.gives(3, &["outline", "--files-from", "缺.txt"]);
    assert!(err.contains("没有.txt"), "{err}");
    let (_, err) = room.gives(2, &["outline", "--files-from", "没有清单"]);
    assert!(err.contains("没有清单"), "{err}");
}

#[test]
fn the_folder_of_results_is_no_part_of_the_archive() {
    let room = archive();
    let run = || room.gives(3, &["parse", ".", "--output-dir", "库/出"]);
    run();
    let tree = room.tree("库/出");
    assert_eq!(tree.len(), GOOD);
    run();
    assert_eq!(room.tree("库/出"), tree);
}

#[test]
fn a_manifest_says_what_was_read() {
    let room = archive();
    room.gives(3, &["parse", "库", "--output-dir", "出", "--verify", "--manifest", "清单.csv"]);
    let text = room.read("清单.csv");
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let head = table.headers().expect("a header").clone();
    let rows: Vec<BTreeMap<String, String>> = table.deserialize().map(|row| row.expect("a row")).collect();
    assert_eq!(head.iter().next(), Some("file"));
    assert_eq!(rows.len(), GOOD + BAD);
    assert!(rows.is_sorted_by_key(|row| &row["file"]), "the order is that of the files");
    for row in &rows {
        if !row["error"].is_empty() {
            assert_eq!((&*row["sha256"], &*row["result"]), ("", ""));
            continue;
        }
        let bytes = fs::read(room.path(&row["file"])).expect("a file");
        let digest = sha256(&bytes);
        assert_eq!((&row["sha256"], &row["bytes"]), (&digest, &bytes.len().to_string()));
        assert_eq!((&*row["verified"], &*row["version"]), ("true", env!("CARGO_PKG_VERSION")));
        assert!(room.path(&row["result"]).is_file());
        let (slots, _) = room.gives(0, &["slots", &row["file"], "--format", "jsonl"]);
        assert_eq!(row["slots"], slots.lines().count().to_string(), "{}", row["file"]);
    }
    let station = rows.iter().find(|row| row["file"].ends_with("站02.txt")).expect("its row");
    assert_eq!((&*station["title"], &*station["sections"]), ("第2号粮站工作总结", "3"));
    assert_eq!((&*station["encoding"], &*station["certain"]), ("utf-8", "true"));
    let national = rows.iter().find(|row| row["file"].ends_with("国标.txt")).expect("its row");
    assert_eq!(national["encoding"], "gbk");
    // With one output for all there is a manifest too.
    room.gives(3, &["parse", "库", "-o", "全.jsonl", "--manifest", "一.csv"]);
    assert_eq!(room.read("一.csv").lines().count(), GOOD + BAD + 1);
}

/// Starts a run, kills it when so many rows stand in its manifest, and says whether it was still at work.
fn killed(room: &Room, args: &[&str], rows: usize) -> bool {
    let mut child = room.command(args).stderr(Stdio::null()).spawn().expect("the program runs");
    let begun = Instant::now();
    loop {
        let stand =
            fs::read(room.path("清单.csv")).map_or(0, |text| text.iter().filter(|byte| **byte == b'\n').count());
        if stand > rows {
            child.kill().expect("it dies");
            return !child.wait().expect("it ends").success();
        }
        if child.try_wait().expect("it is asked").is_some() {
            return false;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{stand} rows in two minutes");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_run_that_is_killed_goes_on() {
    let room = Room::new();
    let count = 3_000;
    for number in 0..count {
        room.put(&format!("库/{:02}/站{number:04}.txt", number % 31), report(number));
    }
    let whole = ["parse", "库", "--output-dir", "整", "--manifest", "整.csv"];
    room.gives(0, &whole);
    let (expected, manifest) = (room.tree("整"), room.read("整.csv").replace("整/", "出/"));
    let go_on = ["parse", "库", "--output-dir", "出", "--manifest", "清单.csv", "--resume", "--jobs", "2"];
    for rows in [200, 600, 1_400] {
        assert!(killed(&room, &go_on, rows), "it ended before it was killed");
        for (path, bytes) in room.tree("出") {
            let is_temporary = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            assert!(is_temporary || expected.get(&path) == Some(&bytes), "{} is half a file", path.display());
        }
    }
    // What a run leaves that is killed at the wrong moment, and a report that has changed since.
    room.put("出/05/.huibao-a1b2c3.part", "{\"schema\"");
    room.put("出/00/站0000.txt.json", "{}");
    let changed = report(7) + "五、其他\n\n无。\n";
    room.put("库/07/站0007.txt", &changed);
    let old = room.read("清单.csv");
    let old = old.replacen(&sha256(report(0).as_bytes()), "0", 1);
    room.put("清单.csv", old);
    let (_, err) = room.gives(0, &[&go_on[..], &["-v"]].concat());
    let kept: usize =
        err.trim().split(", ").find_map(|part| part.strip_suffix(" stood already")?.parse().ok()).expect(&err);
    assert!((1_300..count).contains(&kept), "{kept} stood");
    let (tree, made) = (room.tree("出"), Path::new("07/站0007.txt.json"));
    assert_eq!(tree.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "no temporary file is left");
    for (path, bytes) in &tree {
        assert!(path == made || expected[path] == *bytes, "{} differs", path.display());
    }
    assert_ne!(tree[made], expected[made], "it was made anew");
    room.put("库/07/站0007.txt", report(7));
    room.gives(0, &go_on);
    assert_eq!(room.tree("出"), expected);
    assert!(room.read("清单.csv") == manifest, "the manifest is that of a run at once");
}

#[test]
fn without_a_manifest_what_stands_is_done_and_can_be_proven() {
    let room = archive();
    let run = |more: &[&str]| room.gives(3, &[&["parse", "库", "--output-dir", "出"], more].concat()).1;
    run(&[]);
    let whole = room.tree("出");
    let place = "出/01/站01.txt.json";
    fs::remove_file(room.path("出/02/站02.txt.json")).expect("a result");
    room.put(place, &whole[Path::new("02/站02.txt.json")]);
    assert!(run(&["--resume"]).contains(&format!("{} stood already", GOOD - 1)));
    assert_ne!(room.tree("出"), whole, "another report's result stands");
    let said = run(&["--resume", "--verify"]);
    assert!(said.contains(&format!("{} stood already, 1 writes back", GOOD - 1)), "{said}");
    assert_eq!(room.tree("出"), whole);
    room.gives(2, &["parse", "库", "--resume"]);
}

#[test]
fn what_was_made_otherwise_is_made_anew() {
    let room = archive();
    let run = |more: &[&str]| room.gives(3, &[&["parse", "库", "--output-dir", "出", "--resume"], more].concat()).1;
    let kept = format!("{GOOD} stood already");
    room.put("词.toml", "units = [\"仓\"]\n");
    for options in [&["--compact"][..], &["--figures"], &["--encoding", "gb18030"], &["--words", "词.toml"], &[]] {
        assert!(!run(options).contains("stood already"), "{options:?}: the results are those of other options");
        assert!(run(options).contains("stood already"), "{options:?}: they are its own");
    }
    assert!(run(&[]).contains(&kept));
    let marker = room.read(&format!("出/{RUN}"));
    room.put(&format!("出/{RUN}"), marker.replace(env!("CARGO_PKG_VERSION"), "0.0.1"));
    assert!(!run(&[]).contains("stood already"), "they are another version's");
    // Half a run with other options, over what stood.
    run(&["--compact"]);
    let compact = room.tree("出");
    run(&[]);
    let whole = room.tree("出");
    assert_ne!(compact, whole);
    let old = fs::metadata(room.path(&format!("出/{RUN}"))).and_then(|meta| meta.modified()).expect("a time");
    for (path, bytes) in compact.iter().take(10) {
        let path = room.path("出").join(path);
        fs::write(&path, bytes).expect("a result");
        let file = fs::File::options().write(true).open(&path).expect("a result");
        file.set_modified(old - Duration::from_secs(1)).expect("a time");
    }
    assert!(run(&[]).contains(&format!("{} stood already", GOOD - 10)));
    assert_eq!(room.tree("出"), whole);
}

#[test]
fn one_run_at_a_time_writes_into_a_folder() {
    let room = Room::new();
    room.put("库/甲.txt", report(1));
    room.gives(0, &["parse", "库", "--output-dir", "出"]);
    let running = fs::File::open(room.path(&format!("出/{RUN}"))).expect("a run stood");
    running.lock().expect("a lock");
    let (_, err) = room.gives(2, &["parse", "库", "--output-dir", "出", "--resume"]);
    assert!(err.contains("another run is writing into 出"), "{err}");
    drop(running);
    // What a live run writes is no leftover; what a dead one has left is.
    room.put("出/.huibao-dead00.part", "{");
    room.put("出/.huibao-live00.part", "{");
    let live = fs::File::open(room.path("出/.huibao-live00.part")).expect("a file");
    live.lock().expect("a lock");
    room.gives(0, &["parse", "库", "--output-dir", "出", "--resume"]);
    assert!(room.path("出/.huibao-live00.part").exists());
    assert!(!room.path("出/.huibao-dead00.part").exists());
}

const TEMPLATE: &str = "粮站工作总结\n\n一、收购\n\n收购稻谷xx吨，培训保管员x名，检修xx镇仓房。\n";

#[test]
fn each_form_fills_a_report() {
    let room = Room::new();
    room.put("模板.txt", TEMPLATE);
    room.put("表/甲.json", "{\"xx吨\": 320, \"x名\": 5}");
    room.put("表/乙.csv", "key,value\nxx吨,410\n");
    room.put("表/县/丙.json", "{\"xx吨\": \"许多\"}");
    room.put("表/说明.doc", "no form");
    room.gives(0, &["form", "模板.txt", "-o", "表/丁.待填.csv"]);
    let (_, err) = room.gives(3, &["fill", "模板.txt", "--values", "表", "--output-dir", "出", "--errors", "错.jsonl"]);
    assert!(err.contains("表/县/丙.json") && err.contains("许多"), "{err}");
    assert!(err.ends_with("4 files, 3 done, 1 failed, 1 that is no report passed over\n"), "{err}");
    assert_eq!(room.read("出/甲.txt"), TEMPLATE.replace("xx吨", "320吨").replace("x名", "5名"));
    assert_eq!(room.read("出/乙.txt"), TEMPLATE.replace("xx吨", "410吨"));
    assert_eq!(room.read("出/丁.txt"), TEMPLATE, "an empty form fills nothing");
    assert_eq!(room.tree("出").len(), 3);
    let fault: Value = serde_json::from_str(room.read("错.jsonl").trim()).expect("one row");
    assert_eq!(fault["file"], "表/县/丙.json");
    // It is what one form fills by itself.
    room.gives(0, &["fill", "模板.txt", "--values", "表/甲.json", "-o", "单.txt"]);
    assert_eq!(room.read("单.txt"), room.read("出/甲.txt"));
    room.gives(2, &["fill", "模板.txt", "模板.txt", "--values", "表", "--output-dir", "出"]);
    assert!(room.gives(2, &["fill", "模板.txt", "--values", "表"]).1.contains("--output-dir"));
}

#[test]
fn each_row_fills_a_report() {
    let room = Room::new();
    room.put("模板.txt", TEMPLATE);
    room.put(
        "数.csv",
        "单位,xx吨,x名,xx镇\n东河/粮站,320,5,东河\n南山粮站,很多,1,南山\n\
         ,1,1,西\n东河/粮站,1,1,北\n北桥粮站,无,2,北桥\n",
    );
    let fill =
        |name: &str| ["fill", "模板.txt", "--rows", "数.csv", "--output-dir", "出", "--name", name].map(str::to_owned);
    let run = |code, name: &str, more: &[&str]| {
        let args = fill(name);
        let args: Vec<&str> = args.iter().map(String::as_str).chain(more.iter().copied()).collect();
        room.gives(code, &args).1
    };
    let err = run(3, "{单位}.txt", &["--jobs", "2"]);
    assert_eq!(run(3, "{单位}.txt", &["--jobs", "1"]), err);
    for told in ["数.csv row 3", "很多", "数.csv:4", "数.csv:5", "row 2: 东河_粮站.txt", "5 files, 2 done, 3 failed"]
    {
        assert!(err.contains(told), "{told}: {err}");
    }
    let filled = |tons: &str, keepers: &str, town: &str| {
        TEMPLATE
            .replace("xx吨", &format!("{tons}吨"))
            .replace("x名", &format!("{keepers}名"))
            .replace("xx镇", &format!("{town}镇"))
    };
    assert_eq!(room.read("出/东河_粮站.txt"), filled("320", "5", "东河"));
    assert_eq!(room.read("出/北桥粮站.txt"), filled("xx", "2", "北桥"));
    assert_eq!(room.tree("出").len(), 2);

    assert!(run(2, "{单元}.txt", &[]).contains("单位, xx吨, x名, xx镇"));
    assert!(run(2, "../{单位}.txt", &[]).contains("--name"));
    // 备注 is no slot, and neither is a column without a head; a slot that is misspelt is told.
    room.put("数.csv", "序号,单位,,xx吨,备注\n1,丁,多,7,无\n");
    let err = run(0, "{单位}.txt", &[]);
    assert!(err.contains("数.csv: columns that are no slots are left aside: 序号, C, 备注\n"), "{err}");
    assert_eq!(room.read("出/丁.txt"), filled("7", "x", "xx"));
    for (columns, cells, told) in
        [("x名,xx顿", "5,1", "xx顿"), ("x名,b2xqsq7", "5,1", "b2xqsq7"), ("备注", "1", "备注")]
    {
        room.put("数.csv", format!("单位,{columns}\n戊,{cells}\n"));
        assert!(run(2, "{单位}.txt", &[]).contains(told), "{columns}");
    }
    fs::remove_file(room.path("出/丁.txt")).expect("a result");
    room.put("数.csv", "单位;xx吨\n甲;1\n");
    run(0, "{单位}.json", &[]);
    let json: Value = serde_json::from_str(&room.read("出/甲.json")).expect("JSON");
    assert_eq!(json["blocks"][1]["blocks"][0]["text"][1]["value"].to_string(), "1", "{json}");
    room.put("数.csv", "单位,xx吨\n");
    assert!(run(2, "{单位}.txt", &[]).contains("no rows"));
}
