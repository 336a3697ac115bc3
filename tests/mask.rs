//! Masking over fixtures: a template and its key give the report back, byte for byte.

mod texts;

use std::{collections::BTreeMap, fs};

use huibao::{
    Extracted, InlineKind, Masking, ReadOptions, Report, Scaling, Scope, Template, Value, Why, entries, fill, mask,
    print, read, resolve, slots, write,
};
use proptest::prelude::*;

fn report(bytes: &[u8]) -> Option<Report> {
    read(bytes.to_vec(), &ReadOptions::default()).ok()
}

/// The key as a file of values.
fn json(key: &[(String, Value)]) -> String {
    let one =
        |(id, value): &(String, Value)| format!("{id:?}:{}", serde_json::to_string(value).expect("a value is JSON"));
    format!("{{{}}}", key.iter().map(one).collect::<Vec<_>>().join(","))
}

/// Masks, fills the template as it is read from its bytes, and asserts that the report is there again; says how many
/// values the key has.
fn expect_back(bytes: &[u8], masking: &Masking, whose: &str) -> usize {
    let Some(original) = report(bytes) else { return 0 };
    let masked = mask(&original, masking, &ReadOptions::default()).expect("a report that was read can be masked");
    let mut template = report(&write(&masked.template).expect("it writes")).expect("a report");
    let rows = slots(&template, Scope::All);
    let entries = entries(json(&masked.key).as_bytes()).expect("a file of values");
    let values = resolve(&rows, &entries, Scaling::Refuse).unwrap_or_else(|problems| panic!("{whose}: {problems:?}"));
    assert_eq!(values.len(), masked.key.len(), "{whose}");
    fill(&mut template, Scope::All, &values);
    assert!(write(&template).expect("it writes") == bytes, "{whose}: {}", print(&template));
    // Every figure that was asked for is in the key or told.
    let printed = slots(&original, Scope::All);
    let asked = printed.iter().filter(|row| !row.open && masking.kinds.contains(&row.kind)).count();
    assert_eq!(asked, masked.key.len() + masked.kept.len(), "{whose}");
    masked.key.len()
}

#[test]
fn every_fixture_comes_back() {
    let folders = ["fixtures", "../shared/seed", "../shared/corpus/recast", "../shared/corpus/district"];
    let mut masked = 0;
    for path in folders.into_iter().flat_map(texts::below) {
        let bytes = fs::read(&path).expect("a fixture is there");
        for glyph in ['x', '*', '×'] {
            masked += expect_back(&bytes, &Masking { glyph, ..Masking::default() }, &path.display().to_string());
        }
    }
    assert!(masked > 500, "{masked} masked");
}

fn masked(text: &str, masking: &Masking) -> (String, BTreeMap<String, Why>) {
    let masked = mask(&report(text.as_bytes()).expect("a report"), masking, &ReadOptions::default()).expect("masked");
    let kept = masked.kept.iter().map(|kept| (kept.row.surface.clone(), kept.why)).collect();
    (print(&masked.template), kept)
}

#[test]
fn a_mask_has_a_sign_for_each_digit() {
    for (text, expected) in [
        ("培训农民1,280人次，投入45.60万元。\n", "培训农民x,xxx人次，投入xx.xx万元。\n"),
        ("2026年3月12日，举办展览７场。\n", "xxxx年x月xx日，举办展览ｘ场。\n"),
        ("新建站点3个，已有站点xx个。\n", "新建站点x个，已有站点xx个。\n"),
    ] {
        assert_eq!(masked(text, &Masking::default()), (expected.to_owned(), BTreeMap::new()));
    }
}

#[test]
fn what_cannot_come_back_is_told() {
    let (text, kept) = masked("接待两千人次，编号007份，共12个。\n", &Masking::default());
    assert_eq!(text, "接待两千人次，编号007份，共xx个。\n");
    assert_eq!(kept["007份"], Why::Restyled);
    assert!(kept.values().any(|why| *why == Why::Words), "{kept:?}");
}

#[test]
fn only_the_kinds_asked_for_are_masked() {
    let text = "2026年，东湖村培训12人次。\n";
    let only = |kind| masked(text, &Masking { kinds: vec![kind], ..Masking::default() }).0;
    assert_eq!(only(InlineKind::Year), "xxxx年，东湖村培训12人次。\n");
    assert_eq!(only(InlineKind::Figure), "2026年，东湖村培训xx人次。\n");
    assert_eq!(only(InlineKind::Name), text, "printed names are not known");
}

#[test]
fn a_glyph_that_is_no_mask_is_refused() {
    let report = report("培训12人次。\n".as_bytes()).expect("a report");
    for glyph in ['甲', '7', '〇', ' '] {
        assert!(mask(&report, &Masking { glyph, ..Masking::default() }, &ReadOptions::default()).is_err(), "{glyph}");
    }
}

/// The template that masking makes is one that extracting takes: the report gives its own key.
#[test]
fn extracting_gives_the_key() {
    let text = "2026年总结\n\n一、培训\n\n举办培训班12期，培训农民1,280人次。\n\n投入45.60万元。\n";
    let original = report(text.as_bytes()).expect("a report");
    let masked = mask(&original, &Masking::default(), &ReadOptions::default()).expect("masked");
    let found = Template::of(&masked.template).extract(&original);
    let pair = |row: &Extracted| Some((row.id.clone(), row.value.clone()?));
    assert_eq!(found.values.iter().filter_map(pair).collect::<Vec<_>>(), masked.key);
    assert_eq!(masked.key.len(), 4);
}

proptest! {
    #[test]
    fn any_report_comes_back(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "一、", "（一）", "1.", "2.", "x.", "2023年", "20xx年", "18年", "3月", "12日", "12", "3.5", "0.50", "007", "1,200",
                "１２", "xx", "x", "万", "万元", "人次", "个", "%", "近", "余", "，", "。", "；", "-", "至", "第", "届", "镇", "培训",
                "完成投资", "百分之", "十二", "\n", "　　", " ", "（", "）", "**", "增长", "其中",
            ]),
            0..40,
        ),
    ) {
        expect_back(pieces.concat().as_bytes(), &Masking::default(), "pieces");
    }
}
