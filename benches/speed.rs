//! Speed and size beside their lower bound, in one run: `cargo bench`.
//!
//! Bound E is the least that any tool from text to JSON does: validate UTF-8, escape each line as a JSON string.
//! `HUIBAO_BENCH_FULL=1` takes 10,000 files and one of 64 MiB.

use std::{
    alloc::{GlobalAlloc, Layout},
    env, fs,
    hint::black_box,
    io,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use mimalloc::MiMalloc;

use huibao::{
    Entry, ReadOptions, Scaling, Scope, Template, fill,
    json::{self, Form},
    read, resolve, slots, write,
};

/// Counts what the allocator of the program is asked for, so that memory is measured in bytes and not in noise.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
/// Only while this is set: counting takes time.
static COUNTING: AtomicBool = AtomicBool::new(false);

fn count(taken: usize, given: usize) {
    if COUNTING.load(Ordering::Relaxed) {
        let now = NOW.fetch_add(taken, Ordering::Relaxed).wrapping_add(taken);
        PEAK.fetch_max(now, Ordering::Relaxed);
        NOW.fetch_sub(given, Ordering::Relaxed);
    }
}

// SAFETY: every call goes to the allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { MiMalloc.alloc(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        unsafe { MiMalloc.realloc(at, layout, size) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { MiMalloc.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A small generator of varied reports; the same numbers give the same files.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words[self.roll(words.len())]
    }
}

const PLACES: [&str; 6] = ["东河镇", "石桥乡", "林泉街道", "xx开发区", "清水社区", "xx村"];
const DEEDS: [&str; 8] = [
    "组织技术人员",
    "举办业务培训",
    "新建服务站点",
    "发放宣传资料",
    "走访困难群众",
    "整修灌溉渠道",
    "排查安全隐患",
    "化解矛盾纠纷",
];
const COUNTS: [&str; 8] = ["xx名", "xx余场次", "x个", "xx万余份", "xxx户", "12.5公里", "xx条", "x万多人次"];
const CLAUSES: [&str; 8] = [
    "有关部门密切配合，各项任务按期完成",
    "群众满意度明显提升，社会反响良好",
    "基础设施逐步改善，服务能力持续增强",
    "干部作风进一步转变，工作效率不断提高",
    "资金使用规范，项目进展顺利",
    "制度更加健全，责任层层落实",
    "宣传形式多样，教育引导到位",
    "合作渠道拓宽，交流更加频繁",
];
const HEADINGS: [&str; 6] = [
    "主动作为，服务发展大局",
    "做好纽带，促进交流合作",
    "统筹协调，提升服务水平",
    "强化管理，夯实工作基础",
    "改善民生，增进群众福祉",
    "加强自身建设",
];

/// Two sentences in three count something, as in the reports that are filled in.
fn sentence(dice: &mut Dice, out: &mut String) {
    let (place, clause) = (dice.pick(&PLACES), dice.pick(&CLAUSES));
    let (deed, count) = (dice.pick(&DEEDS), dice.pick(&COUNTS));
    match dice.roll(3) {
        0 => out.push_str(&format!("{clause}，{}。", dice.pick(&CLAUSES))),
        1 => out.push_str(&format!("在{place}{deed}{count}，{clause}。")),
        _ => {
            let (other, more) = (dice.pick(&DEEDS), dice.pick(&COUNTS));
            out.push_str(&format!("在{place}{deed}{count}，{other}{more}，{clause}，{}。", dice.pick(&CLAUSES)));
        }
    }
}

fn report(seed: u64, bytes: usize) -> String {
    let mut dice = Dice(seed);
    let mut out = String::from("2023年农村工作汇报\n\n市委、市政府：\n\n现将有关情况汇报如下。\n\n");
    let (mut first, mut second) = (0usize, 0usize);
    let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    while out.len() < bytes {
        if second == 0 || second > 4 {
            second = 0;
            out.push_str(&format!("{}、{}\n\n", numerals[first % 10], dice.pick(&HEADINGS)));
            first += 1;
        }
        out.push_str(&format!("（{}）{}。", numerals[second % 10], dice.pick(&HEADINGS)));
        second += 1;
        for numeral in &numerals[..3] {
            out.push_str(numeral);
            out.push('是');
            for _ in 0..2 {
                sentence(&mut dice, &mut out);
            }
            if dice.roll(3) == 0 {
                out.push_str("\n\n");
            }
        }
        out.push_str("\n\n");
        for _ in 0..3 {
            sentence(&mut dice, &mut out);
        }
        out.push_str("\n\n");
    }
    out
}

/// The best of several runs of `work`.
fn best(runs: usize, mut work: impl FnMut()) -> Duration {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..runs).map(|_| time(&mut work)).min().unwrap_or_default()
}

/// The best of several runs of each of several works.
fn best_in_turn<const WORKS: usize>(runs: usize, mut work: impl FnMut(usize)) -> [Duration; WORKS] {
    let mut times = [Duration::MAX; WORKS];
    for _ in 0..runs {
        for (index, time) in times.iter_mut().enumerate() {
            let start = Instant::now();
            work(index);
            *time = start.elapsed().min(*time);
        }
    }
    times
}

fn bound(bytes: &[u8], out: &mut Vec<u8>) {
    out.clear();
    let text = std::str::from_utf8(bytes).expect("the generator writes UTF-8");
    for line in text.lines() {
        serde_json::to_writer(&mut *out, line).expect("a Vec takes all");
    }
    black_box(&out);
}

fn row(name: &str, value: f64, gate: f64, aim: f64, more_is_better: bool) {
    let meets = |limit: f64| if more_is_better { value >= limit } else { value <= limit };
    let verdict = match (meets(aim), meets(gate)) {
        (true, _) => "meets the aim",
        (_, true) => "meets the gate",
        _ => "MISSES THE GATE",
    };
    println!("{name:<44} {value:>7.2}   gate {gate:<4} aim {aim:<4} {verdict}");
}

fn main() {
    let full = env::var_os("HUIBAO_BENCH_FULL").is_some();
    let options = ReadOptions::default();
    let files: Vec<Vec<u8>> = (0..if full { 10_000 } else { 400 })
        .map(|i| report(i, 6_000 + (i as usize * 37) % 4_000).into_bytes())
        .collect();
    let tree = |bytes: &[u8]| read(bytes.to_vec(), &options).expect("a report reads");
    let jsons: Vec<Vec<u8>> = files
        .iter()
        .map(|file| {
            let mut json = Vec::new();
            json::to_writer(&tree(file), Form::Compact, Scope::Slots, &mut json).expect("a Vec takes all");
            json
        })
        .collect();

    let mut out = Vec::with_capacity(1 << 20);
    let size: usize = files.iter().map(Vec::len).sum();
    // In turn, so that a machine that is slow for a while is slow for all.
    let [e, to_json, with_figures, to_tree, peer, back] = best_in_turn(15, |work| match work {
        0 => files.iter().for_each(|file| bound(file, &mut out)),
        1 => {
            for file in &files {
                out.clear();
                json::to_writer(&tree(file), Form::Compact, Scope::Slots, &mut out).expect("a Vec takes all");
            }
        }
        2 => {
            for file in &files {
                out.clear();
                json::to_writer(&tree(file), Form::Compact, Scope::All, &mut out).expect("a Vec takes all");
            }
        }
        3 => files.iter().for_each(|file| drop(black_box(tree(file)))),
        4 => {
            for file in &files {
                out.clear();
                let text = std::str::from_utf8(file).expect("the generator writes UTF-8");
                let events: Vec<pulldown_cmark::Event<'_>> = pulldown_cmark::Parser::new(text).collect();
                for event in &events {
                    if let pulldown_cmark::Event::Text(text) = event {
                        serde_json::to_writer(&mut out, &**text).expect("a Vec takes all");
                    }
                }
            }
        }
        _ => {
            for json in &jsons {
                let report = json::from_slice(json).expect("our JSON loads");
                black_box(write(&report).expect("a report writes"));
            }
        }
    });
    println!("{} files, {size} bytes; E: {:.0} MB/s", files.len(), size as f64 / e.as_secs_f64() / 1e6);
    let ratio = |time: Duration| time.as_secs_f64() / e.as_secs_f64();
    row("text to tree to JSON, in E", ratio(to_json), 4.0, 3.0, false);
    row("the same with every figure, in E", ratio(with_figures), 4.0, 3.0, false);
    row("text to tree, in E", ratio(to_tree), 2.5, 1.5, false);
    println!("{:<44} {:>7.2}", "  pulldown-cmark to events to JSON, in E", ratio(peer));
    row("compact JSON to text, in E", ratio(back), 5.0, 3.0, false);
    let rows = best(3, || files.iter().for_each(|file| drop(black_box(slots(&tree(file), Scope::All)))));
    println!("{:<44} {:>7.2}", "  text to a row for every figure, in E", ratio(rows));

    let big = report(8, if full { 64 << 20 } else { 16 << 20 }).into_bytes();
    scaling(&big, &options);

    // What is read is counted from the first byte of the file on.
    COUNTING.store(true, Ordering::Relaxed);
    let report_of_big = read(big.clone(), &options).expect("a report reads");
    COUNTING.store(false, Ordering::Relaxed);
    row("peak memory to text", PEAK.load(Ordering::Relaxed) as f64 / big.len() as f64, 6.0, 4.0, false);
    drop(report_of_big);

    filling(&options);
    extracting(&options);
    starting();
    if full {
        archive(&files, &jsons, e);
    }
}

/// As much text in reports of 100 KB as in one, each as varied as the other: one small report read again and again would
/// be learned by heart by the processor, which is then twice as fast as it ever is on an archive.
fn scaling(big: &[u8], options: &ReadOptions) {
    let small: Vec<Vec<u8>> =
        (0..big.len() as u64 / 100_000).map(|seed| report(1_000 + seed, 100_000).into_bytes()).collect();
    let work = |bytes: &[u8]| {
        let owned = bytes.to_vec();
        let start = Instant::now();
        drop(black_box(read(owned, options).expect("a report reads")));
        start.elapsed()
    };
    let (mut one, mut many) = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        many = many.min(small.iter().map(|bytes| work(bytes)).sum());
        one = one.min(work(big));
    }
    let speed = |bytes: usize, time: Duration| bytes as f64 / time.as_secs_f64();
    let ratio = speed(big.len(), one) / speed(small.iter().map(Vec::len).sum(), many);
    row("MB/s of a big file to that of 100 KB", ratio, 0.5, 0.8, true);
}

/// A template of 100 slots, filled.
fn filling(options: &ReadOptions) {
    let text: String = (0..100).map(|i| format!("第{i}组组织培训xx场次，")).collect();
    let mut template = read(text.clone().into_bytes(), options).expect("a report reads");
    template.read_slots();
    let rows = slots(&template, Scope::Slots);
    let entries: Vec<Entry> = rows.iter().map(|row| Entry::set(&format!("{}=37", row.id)).expect("an entry")).collect();
    let resolved = resolve(&rows, &entries, Scaling::Refuse).expect("37 fits");
    let count = 2_000;
    let ours = best(5, || {
        for _ in 0..count {
            let mut report = template.clone();
            fill(&mut report, Scope::Slots, &resolved);
            black_box(write(&report).expect("a report writes"));
        }
    });
    let mut environment = minijinja::Environment::new();
    let source: String = (0..100).map(|i| format!("第{i}组组织培训{{{{ v{i} }}}}场次，")).collect();
    environment.add_template("t", &source).expect("a template");
    let values: std::collections::BTreeMap<String, u32> = (0..100).map(|i| (format!("v{i}"), 37)).collect();
    let jinja = environment.get_template("t").expect("a template");
    let theirs = best(5, || {
        for _ in 0..count {
            black_box(jinja.render(&values).expect("it renders"));
        }
    });
    row("fills a second, to minijinja's", theirs.as_secs_f64() / ours.as_secs_f64(), 1.0, 3.0, true);
}

/// The values of a template of 10,000 slots, out of a report that was made of it.
fn extracting(options: &ReadOptions) {
    let text: String = (0..10_000).map(|i| format!("第{i}组组织培训xx场次，参加xx人次。\n")).collect();
    let template = Template::of(&read(text.clone().into_bytes(), options).expect("a report reads"));
    let filled = read(text.replace("xx", "37").into_bytes(), options).expect("a report reads");
    let time = best(3, || drop(black_box(template.extract(&filled))));
    println!("{:<44} {:>7.2}", "  values extracted, in millions a second", 0.02 / time.as_secs_f64());
}

/// Many files on a disk: one report a line to a pipe, and each into its own file, beside writing these files with nothing
/// parsed.
fn archive(files: &[Vec<u8>], jsons: &[Vec<u8>], e: Duration) {
    let folder = env::temp_dir().join("huibao-archive");
    let (input, output) = (folder.join("in"), folder.join("out"));
    let fresh = |folder: &Path| {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder).expect("a folder");
    };
    fresh(&input);
    for (index, file) in files.iter().enumerate() {
        fs::write(input.join(format!("{index:05}.txt")), file).expect("a file");
    }
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huibao"));
        let mut child =
            command.arg("parse").arg(&input).args(arguments).stdout(Stdio::piped()).spawn().expect("it runs");
        io::copy(child.stdout.as_mut().expect("a pipe"), &mut io::sink()).expect("it is read");
        assert!(child.wait().expect("it ends").success());
    };
    let [one, two] = ["1", "2"].map(|jobs| best(5, || run(&["--format", "jsonl", "--jobs", jobs])));
    row("10,000 files to one pipe, two workers, in E", two.as_secs_f64() / e.as_secs_f64(), 4.0, 2.3, false);
    println!("{:<44} {:>7.2}", "  one worker to two", one.as_secs_f64() / two.as_secs_f64());
    println!("{:<44} {:>7.0}", "  reports a second", files.len() as f64 / two.as_secs_f64());
    // A disk writes back when it likes: the middle of several runs tells more than the best.
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..9 {
        fresh(&output);
        times[0].push(best(1, || {
            for (index, json) in jsons.iter().enumerate() {
                fs::write(output.join(format!("{index:05}.txt.json")), json).expect("a file");
            }
        }));
        fresh(&output);
        times[1].push(best(1, || run(&["--compact", "--output-dir", &output.to_string_lossy()])));
    }
    let [written, ours] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    });
    row("each into its own file, to writing alone", ours.as_secs_f64() / written.as_secs_f64(), 1.5, 1.2, false);
    let _ = fs::remove_dir_all(&folder);
}

/// Start to finish: a report of 10 KB to a file of JSON, beside a program that only reads its arguments.
fn starting() {
    let folder = env::temp_dir().join("huibao-bench");
    fs::create_dir_all(&folder).expect("a folder");
    let (input, output) = (folder.join("report.txt"), folder.join("report.json"));
    fs::write(&input, report(9, 10_000)).expect("a file");
    let built = Command::new(env!("CARGO")).args(["build", "--release", "--quiet", "--example", "empty"]).status();
    let huibao = Path::new(env!("CARGO_BIN_EXE_huibao"));
    let empty = huibao.with_file_name("examples").join("empty");
    if !built.is_ok_and(|status| status.success()) || !empty.exists() {
        println!("start to finish: the empty program is not built");
        return;
    }
    let median = |run: &mut dyn FnMut() -> Command| {
        let mut times: Vec<Duration> = (0..200)
            .map(|_| {
                let start = Instant::now();
                let status = run().status().expect("it runs");
                assert!(status.success());
                start.elapsed()
            })
            .collect();
        times.sort();
        times[times.len() / 2]
    };
    let ours = median(&mut || {
        let mut command = Command::new(huibao);
        command.arg("parse").arg(&input).arg("-o").arg(&output);
        command
    });
    let theirs = median(&mut || {
        let mut command = Command::new(&empty);
        command.arg(&input);
        command
    });
    row("start to finish, to an empty program", ours.as_secs_f64() / theirs.as_secs_f64(), 2.5, 1.6, false);
}
