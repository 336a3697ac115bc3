//! Hostile inputs cost time and memory linear in their length. Work is counted in what the allocator is asked for, never
//! in seconds: twice the input may cost little more than twice as much.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use huibao::{
    Masking, ReadOptions, Scope, Template, check,
    json::{self, Form},
    mask, outline, read, slots, write,
};

struct Counting;

static CALLS: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);
static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn take(bytes: usize) {
    CALLS.fetch_add(1, Ordering::Relaxed);
    BYTES.fetch_add(bytes, Ordering::Relaxed);
    PEAK.fetch_max(NOW.fetch_add(bytes, Ordering::Relaxed) + bytes, Ordering::Relaxed);
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// One test counts at a time.
static TURN: Mutex<()> = Mutex::new(());

#[derive(Clone, Copy, Debug)]
struct Cost {
    calls: usize,
    bytes: usize,
    peak: usize,
    /// Bytes of what came out.
    output: usize,
}

/// What some work costs, which says how much came out.
fn spent(work: impl FnOnce() -> usize) -> Cost {
    let (calls, bytes, now) =
        (CALLS.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed), NOW.load(Ordering::Relaxed));
    PEAK.store(now, Ordering::Relaxed);
    let output = work();
    Cost {
        calls: CALLS.load(Ordering::Relaxed) - calls,
        bytes: BYTES.load(Ordering::Relaxed) - bytes,
        peak: PEAK.load(Ordering::Relaxed) - now,
        output,
    }
}

/// Reads a text and does with it what the commands do.
fn cost(text: &str) -> Cost {
    spent(|| {
        let report = read(text.as_bytes().to_vec(), &ReadOptions::default()).expect("a text is a report");
        let mut json = Vec::new();
        json::to_writer(&report, Form::Compact, Scope::Slots, &mut json).expect("a Vec takes all");
        let loaded = json::from_slice(&json).expect("our JSON loads");
        assert!(write(&loaded).expect("it writes") == text.as_bytes());
        let rows = slots(&report, Scope::All);
        let outline = outline(&report);
        let found = check(&report);
        json.len() + rows.len() + outline.len() + found.len()
    })
}

/// Twice the units may cost 2.3 times as much, and a little that does not depend on them.
fn expect_linear(name: &str, text: impl Fn(usize) -> String, units: usize) {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    expect_twice(name, cost(&text(units)), cost(&text(2 * units)));
}

fn expect_twice(name: &str, once: Cost, twice: Cost) {
    for (what, once, twice, slack) in [
        ("calls", once.calls, twice.calls, 500),
        ("bytes", once.bytes, twice.bytes, 1 << 16),
        ("peak", once.peak, twice.peak, 1 << 16),
        ("output", once.output, twice.output, 1_000),
    ] {
        assert!(twice as f64 <= 2.3 * once as f64 + slack as f64, "{name}: {what} grow from {once} to {twice}");
    }
}

fn repeated(unit: &'static str) -> impl Fn(usize) -> String {
    move |count| unit.repeat(count)
}

#[test]
fn one_unit_over_and_over_is_linear() {
    for unit in [
        "x",
        "（",
        "）",
        "一是",
        "xx",
        "1.",
        "一、",
        "三分之",
        "3-",
        "1,",
        "　",
        "**",
        "第",
        "2023年",
        "%",
        "。",
        "：",
        "、",
        "“",
        "—",
        "(",
        "x.",
        "1、",
        "x万元",
        "某某",
        "__",
        "【",
        "①",
        "。一是",
        "，其中",
        "3人、",
        "12名，其中3人、",
        "由3个增加到5个，增长2%，",
        "由2020年的",
        "去年同期3个",
        "98。3%",
        "20*—",
        "3和",
        "3月5日至",
        "占3%、",
        " ",
        "\t",
        "...",
        "20xx年",
        "x月",
        "十",
        "三 百 ",
        "7万 ",
        "1/2",
        "1又",
        "3×",
        "3×4米",
        "2021-03-05",
        "上午一点",
        "零下3至",
        "三千瓦—",
        "三又",
        "1e",
        "个半",
        "万元",
        "人、",
        "第一条",
        "A.",
        "Ⅰ、",
        "首先，",
        "ZF",
        "d",
        "——甲\n（一）乙\n",
        "。首先甲。其次乙。最后丙",
        "。一、基本情况我县",
        "。——甲",
        "20xx-",
    ] {
        expect_linear(unit, repeated(unit), (1 << 14) / unit.len());
    }
}

#[test]
fn one_unit_a_line_is_linear() {
    for unit in [
        "x\n",
        "一、\n",
        "（\n",
        "专栏\n",
        "一、\n甲\n",
        "（一）甲\n",
        "1.\r\n",
        "——甲\n",
        "甲：\n",
        "2023年\n",
        "\r",
        "\n",
        "第一章\n",
        "甲\n\n",
        "甲\tx\n",
        "甲（元）\t乙\n王\t1\n",
        "单位：万元\n甲\t乙\n王\tx\n",
    ] {
        expect_linear(unit, repeated(unit), (1 << 14) / unit.len());
    }
}

#[test]
fn wide_tables_are_linear() {
    for cells in ["\tx", "\t1", "甲\t", "甲（元）\t", "\t\t", "甲\t1\t", "xx.x万元 \t"] {
        let table = |count: usize| format!("甲{0}\n王{1}\n李{1}\n", "\t乙".repeat(count), cells.repeat(count));
        expect_linear(cells, table, 300);
        let alike = |count: usize| format!("{0}\n{0}\n", cells.repeat(count));
        expect_linear(cells, alike, 600);
    }
}

#[test]
fn one_huge_line_is_linear() {
    expect_linear("prose", repeated("各部门密切配合，全年完成投资xx万元，新建站点12个。"), 500);
    expect_linear("items", repeated("一是加强领导。有关部门密切配合。二是落实责任，培训xx人次。"), 500);
    expect_linear("parts", repeated("职工12名，其中在编3人、聘用4人、志愿者5人，"), 500);
    expect_linear("totals", repeated("甲3人、乙4人，共7人、"), 700);
    expect_linear("growth", repeated("全区站点由80个增加到100个，增长25%。"), 500);
    expect_linear("stated twice", repeated("全区建成农家书屋86个。"), 700);
    expect_linear("open parts", repeated("职工x名，其中在编x人、聘用x人，占x%；"), 500);
    expect_linear("flattened", repeated("　　一、加强领导。　　（一）落实责任。"), 500);
    expect_linear("without an end", repeated("甲乙丙丁"), 4_000);
}

#[test]
fn level_changes_are_linear() {
    let markers = ["一、", "（一）", "1.", "（1）", "①", "A.", "a.", "第一，", "一是", "——"];
    let steps = |end: &'static str| {
        move |count: usize| -> String {
            (0..count).map(|i| format!("{}甲乙{end}", markers[i * 7 % markers.len()])).collect()
        }
    };
    expect_linear("lines", steps("\n"), 3_000);
    expect_linear("sentences", steps("。"), 3_000);
    let numbered = |count: usize| -> String {
        (0..count).map(|i| format!("{}.甲乙\n{}、丙丁\n（{}）戊己\n", i % 97, i % 31, i % 13)).collect()
    };
    expect_linear("numbers", numbered, 500);
    let levelled =
        |count: usize| -> String { (0..count).map(|i| format!("{} 甲\n", vec!["1"; 1 + i % 40].join("."))).collect() };
    expect_linear("levelled", levelled, 500);
}

/// Extracts from a report that was edited, made of a template.
fn extracting(template: &str, filled: &str) -> Cost {
    let report = |text: &str| read(text.as_bytes().to_vec(), &ReadOptions::default()).expect("a text is a report");
    let (template, filled) = (report(template), report(filled));
    spent(|| {
        let found = Template::of(&template).extract(&filled);
        found.values.len() + found.changes.len()
    })
}

/// Extracting from many slots, from text that repeats, from one line without end: filled, and edited in several ways.
#[test]
fn extracting_is_linear() {
    let fill = |text: &str| text.replace("xx", "12").replace("**", "等");
    type Edit = (&'static str, fn(&str) -> String);
    let edits: [Edit; 6] = [
        ("untouched", str::to_owned),
        ("beginning lost", |text| text.chars().skip(7).collect()),
        ("end lost", |text| text.chars().take(text.chars().count() - 7).collect()),
        ("middle lost", |text| {
            let half = text.chars().count() / 2;
            text.chars().take(half).chain(text.chars().skip(half + 40)).collect()
        }),
        ("upside down", |text| text.split('\n').rev().collect::<Vec<_>>().join("\n")),
        ("nothing alike", |text| "无关的内容。".repeat(text.chars().count() / 6)),
    ];
    let numbered = |text: &'static str| {
        move |count: usize| -> String {
            (0..count).map(|index| text.replace('N', &format!("{}号", index * 7 % 1009))).collect()
        }
    };
    type Text = Box<dyn Fn(usize) -> String>;
    let templates: [(&str, Text); 9] = [
        ("slots in one line", Box::new(repeated("xx人，"))),
        ("names in one line", Box::new(repeated("在xx村建站，"))),
        ("words that repeat", Box::new(repeated("**等"))),
        ("slots that touch", Box::new(repeated("xx**"))),
        ("the same paragraph", Box::new(repeated("举办培训班xx期，培训农民xx人次，其中xx镇xx人。\n"))),
        ("short lines", Box::new(repeated("xx村\n"))),
        ("lines of slots", Box::new(repeated("xx\n"))),
        ("paragraphs", Box::new(numbered("N工程完成投资xx万元，带动xx村农户xx户。\n"))),
        ("one line of items", Box::new(numbered("N工程完成投资xx万元，带动xx村农户xx户。"))),
    ];
    for (name, template) in &templates {
        for (edit, edited) in &edits {
            let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let cost = |units| {
                let template = template(units);
                extracting(&template, &edited(&fill(&template)))
            };
            let name = format!("{name}, {edit}");
            expect_twice(&name, cost(300), cost(600));
        }
    }
}

/// Masking reads its template back, a bounded number of times.
#[test]
fn masking_is_linear() {
    for (name, unit) in [
        ("figures in one line", "培训12人，"),
        ("figures that touch", "12%"),
        ("a figure a line", "培训3期。\n"),
        ("zeros that cannot come back", "编号007份，"),
        ("dates", "2026年3月5日，"),
        ("masks and figures", "xx人12"),
        ("digits", "1"),
        ("numerals", "十二人"),
    ] {
        let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let cost = |units: usize| {
            let text = unit.repeat(units);
            let report = read(text.into_bytes(), &ReadOptions::default()).expect("a text is a report");
            spent(|| {
                let masked = mask(&report, &Masking::default(), &ReadOptions::default()).expect("it can be masked");
                masked.key.len() + masked.kept.len()
            })
        };
        expect_twice(name, cost(500), cost(1_000));
    }
}

/// JSON deeper than any report is refused, however deep.
#[test]
fn deep_json_is_refused() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for depth in [40, 100_000] {
        let json = format!("{{\"blocks\":{}{}}}", "[{\"blocks\":".repeat(depth), "[]".to_owned() + &"}]".repeat(depth));
        assert!(json::from_slice(json.as_bytes()).is_err());
    }
}
