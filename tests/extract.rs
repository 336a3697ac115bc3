//! Extracting over fixtures, over a thousand fills, over generated fills, and over reports that were edited: whatever
//! value is given is the one that was filled in.

mod texts;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use expect_test::expect_file;
use huibao::{
    Accepted, Change, Confidence, Extracted, InlineKind, ReadOptions, Report, Resolved, Row, Scaling, Scope, Stretch,
    Template, entries, fill, print, read, resolve, slots, write,
};
use proptest::prelude::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn report(bytes: impl Into<Vec<u8>>) -> Report {
    read(bytes.into(), &ReadOptions::default()).expect("a text is a report")
}

fn shown(change: &Change) -> String {
    let words = |words: &Option<Stretch>| match words {
        Some(words) => format!("{}:{} {:?}", words.line, words.column, words.text),
        None => "nothing".to_owned(),
    };
    format!("{:?}: {} -> {}\n", change.kind, words(&change.template), words(&change.report))
}

/// `fixtures/extract/SLUG`: a template, a report made of it, and what comes out.
#[test]
fn fixtures_give_what_their_goldens_say() {
    let mut seen = BTreeSet::new();
    let folders = fs::read_dir(root().join("extract")).expect("fixtures of extracting");
    for folder in folders.map(|entry| entry.expect("an entry").path()) {
        let text = |name: &str| report(fs::read(folder.join(name)).expect("a fixture is there"));
        let found = Template::of(&text("template.txt")).extract(&text("filled.txt"));
        let row = |row: &Extracted| serde_json::to_string(row).expect("a row is JSON") + "\n";
        expect_file![folder.join("expected.jsonl")].assert_eq(&found.values.iter().map(row).collect::<String>());
        expect_file![folder.join("expected.changes")].assert_eq(&found.changes.iter().map(shown).collect::<String>());
        seen.extend(found.values.iter().map(|row| row.confidence));
        for entry in fs::read_dir(&folder).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let known = ["template.txt", "filled.txt", "expected.jsonl", "expected.changes"];
            assert!(known.iter().any(|known| name == *known), "{} has no use", folder.join(name).display());
        }
    }
    assert_eq!(seen, Confidence::ALL.into_iter().collect(), "every confidence stands in a fixture");
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }

    /// A value for a slot, or none where what came up does not fit it.
    fn value(&mut self, row: &Row) -> Option<Accepted> {
        let number = self.below(100_000);
        let text = match row.kind {
            InlineKind::Year => format!("20{:02}", self.below(100)),
            InlineKind::Date | InlineKind::Ordinal => (1 + self.below(12)).to_string(),
            InlineKind::Figure => match self.below(5) {
                0 => format!("{}.{:02}", self.below(100), self.below(100)),
                1 => format!("{}-{}", number % 50, 50 + number % 50),
                2 => row.text.chars().map(|c| if c.is_ascii_digit() || c == '.' { c } else { '7' }).collect(),
                3 => (number % 100).to_string(),
                _ => number.to_string(),
            },
            InlineKind::Name | InlineKind::Redaction => {
                let parts = ["东湖", "柳林", "新", "石桥", "第2", "A", "、", "红旗", "3"];
                let count = 1 + self.below(3);
                (0..count).map(|_| parts[self.below(parts.len() as u64) as usize]).collect()
            }
        };
        huibao_accepts(row, &text)
    }
}

/// What a slot takes an entry for.
fn huibao_accepts(row: &Row, text: &str) -> Option<Accepted> {
    let json = format!("{{{:?}: {text:?}}}", row.id);
    let entries = entries(json.as_bytes()).expect("values");
    let mut taken = resolve(std::slice::from_ref(row), &entries, Scaling::Refuse).ok()?;
    taken.pop().map(|(_, accepted)| accepted)
}

/// Fills all slots and asserts that each gives its value back; says how many are ambiguous.
fn expect_back(template: &Report, values: &Resolved, whose: &str) -> usize {
    let mut filled = template.clone();
    fill(&mut filled, Scope::Slots, values);
    let options = ReadOptions { encoding: Some(template.source.encoding), ..ReadOptions::default() };
    // As a report is: its bytes read anew.
    let filled = read(write(&filled).expect("it writes"), &options).expect("a report");
    let found = Template::of(template).extract(&filled);
    let mut ambiguous = 0;
    for (slot, row) in found.values.iter().enumerate() {
        let given = values.iter().find(|(given, _)| *given == slot).map(|(_, given)| given);
        match (row.confidence, given) {
            (Confidence::Exact, Some(given)) => {
                assert_eq!((row.value.as_ref(), row.text.as_ref()), (Some(&given.value), Some(&given.text)), "{whose}");
            }
            (Confidence::Open, None) => {}
            (Confidence::Ambiguous, _) => {
                assert!(row.value.is_none() && row.readings.len() == 2, "{whose}: {row:?}");
                ambiguous += 1;
            }
            other => panic!("{whose}: {other:?}: {row:?}"),
        }
    }
    ambiguous
}

/// Twenty templates, those of the fixtures with most slots, filled fifty times each.
#[test]
fn a_thousand_fills_come_back() {
    let mut templates: Vec<(PathBuf, Report, Vec<Row>)> = texts::below("fixtures")
        .into_iter()
        .filter_map(|path| {
            let report = read(fs::read(&path).ok()?, &ReadOptions::default()).ok()?;
            let rows = slots(&report, Scope::Slots);
            Some((path, report, rows))
        })
        .collect();
    templates.sort_by_key(|(_, _, rows)| std::cmp::Reverse(rows.len()));
    let mut dice = Dice(2026);
    let (mut fills, mut filled, mut ambiguous) = (0, 0, 0);
    for (path, report, rows) in templates.iter().take(20) {
        for _ in 0..50 {
            let values: Resolved =
                rows.iter().enumerate().filter_map(|(slot, row)| Some((slot, dice.value(row)?))).collect();
            ambiguous += expect_back(report, &values, &path.display().to_string());
            filled += values.len();
            fills += 1;
        }
    }
    assert_eq!(fills, 1_000);
    assert!(filled > 5_000 && ambiguous * 20 < filled, "{ambiguous} of {filled} are ambiguous");
}

/// Reports beside the project: only words can be read in several ways, and where they are, few.
#[test]
fn reports_beside_the_project_come_back() {
    let folders = ["../shared/seed", "../shared/corpus/recast", "../shared/corpus/mixed"];
    let mut dice = Dice(11);
    for path in folders.into_iter().flat_map(texts::below) {
        let report = report(fs::read(&path).expect("a report is there"));
        let rows = slots(&report, Scope::Slots);
        let words = rows.iter().filter(|row| matches!(row.kind, InlineKind::Name | InlineKind::Redaction)).count();
        let values: Resolved =
            rows.iter().enumerate().filter_map(|(slot, row)| Some((slot, dice.value(row)?))).collect();
        let ambiguous = expect_back(&report, &values, &path.display().to_string());
        assert!(ambiguous * 2 <= words, "{}: {ambiguous} of {words} are ambiguous", path.display());
    }
}

/// Values of every form, as filling prints them.
fn value(kind: InlineKind, names: &'static str) -> BoxedStrategy<String> {
    match kind {
        InlineKind::Figure => "[1-9][0-9]{0,8}(\\.[0-9]{1,3})?|-[1-9][0-9]?|[1-4]-[5-9]|0\\.[0-9]{1,3}".boxed(),
        InlineKind::Year => "20[0-9][0-9]".boxed(),
        InlineKind::Date => "[1-9]|1[0-2]".boxed(),
        InlineKind::Ordinal => "[1-9][0-9]?|[一二三四五六七八九十]".boxed(),
        InlineKind::Name | InlineKind::Redaction => names.boxed(),
    }
}

const TEMPLATE: &str = "20xx年工作总结\n\n一、在xx村开展培训xx期，培训xx人次。\n\nx.投入近xx万余元，占比x.x%，惠及xx村、xx镇农户x,xxx户。\n\n\
于x月x日与xx公司、**等共建，经费万元；x.由区委、**牵头。\n\n在xx村开展培训xx期，培训xx人次。\n";

/// Names, with words of the template in them.
const NAMES: &str = "[东湖柳林村等镇人次万a-z0-9，、“”（）-]{1,8}";
/// Names in which no edit falls.
const PLAIN: &str = "[东湖柳林等镇人次万a-z0-9“”（）-]{1,8}";

fn some_values(names: &'static str) -> impl Strategy<Value = Vec<Option<String>>> {
    let rows = slots(&report(TEMPLATE), Scope::Slots);
    rows.iter().map(|row| prop::option::weighted(0.9, value(row.kind, names))).collect::<Vec<_>>()
}

fn resolved(rows: &[Row], values: &[Option<String>]) -> Resolved {
    let taken =
        |(slot, (row, value)): (usize, (&Row, &Option<String>))| Some((slot, huibao_accepts(row, value.as_deref()?)?));
    rows.iter().zip(values).enumerate().filter_map(taken).collect()
}

/// What a person does to a filled report.
#[derive(Clone, Debug)]
enum Edit {
    Drop(prop::sample::Index),
    Repeat(prop::sample::Index),
    Move(prop::sample::Index, prop::sample::Index),
    Add(prop::sample::Index, &'static str),
    Replace(&'static str, &'static str),
}

fn edit() -> impl Strategy<Value = Edit> {
    let index = any::<prop::sample::Index>;
    let lines = vec!["新增一段文字，共3项。", "培训5人次。", "二、其他", "（略）", "在乙村开展活动，培训8人次。"];
    let words = vec![
        ("开展", "组织"),
        ("开展培训", "培训"),
        ("惠及", "覆盖贫困"),
        ("，占比", "，另有6人参加，占比"),
        ("，占比", ""),
        ("投入近", "投入"),
        ("万余元", "万元"),
        ("村、", "村和"),
        ("村、", ""),
        ("公司、", "公司，"),
        ("期，培训", "期，共5天，培训"),
        ("经费", "落实经费"),
        ("一、", "二、"),
        ("。", "，"),
        ("总结", "汇报"),
    ];
    prop_oneof![
        prop::sample::select(words).prop_map(|(old, new)| Edit::Replace(old, new)),
        index().prop_map(Edit::Drop),
        index().prop_map(Edit::Repeat),
        (index(), index()).prop_map(|(from, to)| Edit::Move(from, to)),
        (index(), prop::sample::select(lines)).prop_map(|(at, line)| Edit::Add(at, line)),
    ]
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits {
        if let Edit::Replace(old, new) = edit {
            text = text.replacen(old, new, 1);
        }
    }
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    for edit in edits {
        if lines.is_empty() {
            break;
        }
        let len = lines.len();
        match edit {
            Edit::Drop(at) => drop(lines.remove(at.index(len))),
            Edit::Repeat(at) => lines.insert(at.index(len), lines[at.index(len)]),
            Edit::Move(from, to) => {
                let line = lines.remove(from.index(len));
                lines.insert(to.index(len), line);
            }
            Edit::Add(at, line) => lines.insert(at.index(len), line),
            Edit::Replace(..) => {}
        }
    }
    lines.join("\n\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_was_filled_in_comes_back(values in some_values(NAMES)) {
        let template = report(TEMPLATE);
        let rows = slots(&template, Scope::Slots);
        expect_back(&template, &resolved(&rows, &values), "generated");
    }

    /// Whatever is done to the lines and words of a report, a value that is given is the one that was filled in.
    #[test]
    fn an_edited_report_gives_no_wrong_value(values in some_values(PLAIN), edits in prop::collection::vec(edit(), 1..5)) {
        let template = report(TEMPLATE);
        let rows = slots(&template, Scope::Slots);
        let values = resolved(&rows, &values);
        let mut filled = template.clone();
        fill(&mut filled, Scope::Slots, &values);
        let text = edited(&print(&filled), &edits);
        let found = Template::of(&template).extract(&report(text.as_str()));
        for (slot, row) in found.values.iter().enumerate() {
            let given = values.iter().find(|(given, _)| *given == slot).map(|(_, given)| &given.value);
            prop_assert!(row.value.is_none() || row.value.as_ref() == given, "{given:?}: {row:?}\n{text}");
        }
    }
}

/// A paragraph in which no words stand once: what stands between several numbers tells its places apart.
#[test]
fn a_long_paragraph_that_repeats_its_words_is_found_again() {
    let mut dice = Dice(5);
    let villages: Vec<char> = "东西南北上下大小前后红绿青白石木水金".chars().collect();
    let mut template = String::new();
    for _ in 0..1500 {
        let mut one = || villages[dice.below(villages.len() as u64) as usize];
        template.extend([one(), one()]);
        template.push_str("村举办培训xx场，投入资金xx万元。");
    }
    let mut filled = String::new();
    let mut values = Vec::new();
    let mut rest = template.split("xx").peekable();
    while let Some(words) = rest.next() {
        filled.push_str(words);
        if rest.peek().is_some() {
            values.push((1 + dice.below(900)).to_string());
            filled.push_str(&values[values.len() - 1]);
        }
    }
    let edited = filled.replacen("村举办", "村先后举办", 1).replace("红石村举办", "红石村共举办");
    let found = Template::of(&report(template)).extract(&report(edited)).values;
    let given = |row: &&Extracted| row.confidence.is_settled();
    assert!(found.iter().filter(given).count() > 2900);
    for (row, value) in found.iter().zip(&values).filter(|(row, _)| row.confidence.is_settled()) {
        assert_eq!(row.text.as_ref(), Some(value), "{}", row.evidence);
    }
}
