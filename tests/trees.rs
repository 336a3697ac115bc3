//! Law 3 over trees that nobody read: what is written from any JSON that loads is written alike when it is read back, and
//! the list of differences says so.

use huibao::{Layout, ReadOptions, Renumber, Scope, json, laws, print, read, same_tree};
use proptest::prelude::*;
use serde_json::{Value, json};

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "加强领导",
        "落实责任，按期完成",
        "各部门密切配合。",
        "一是抓进度",
        "完成投资",
        "二、",
        "（一）",
        "1.",
        "如下：",
        "2023年",
        "",
        "工作总结",
        "x",
        "“",
        "三农工作",
    ])
    .prop_map(str::to_owned)
}

fn slot() -> impl Strategy<Value = Value> {
    let surface = prop::sample::select(vec![
        json!({"kind": "figure", "text": "xx名", "mask": "xx", "unit": "名"}),
        json!({"kind": "figure", "text": "近xx万余元", "mask": "xx", "approximator": "近余", "scale": "万", "unit": "元"}),
        json!({"kind": "year", "text": "20xx年", "mask": "20xx", "unit": "年"}),
        json!({"kind": "name", "text": "xx", "mask": "xx"}),
        json!({"kind": "redaction", "text": "**", "mask": "**"}),
    ]);
    let value = prop::option::of(prop::sample::select(vec!["37", "12.50", "2026", "东河"]));
    (surface, value).prop_map(|(mut slot, value)| {
        if let Some(value) = value {
            slot["value"] = value.into();
        }
        slot
    })
}

fn text() -> impl Strategy<Value = Value> {
    let piece = prop_oneof![3 => words().prop_map(Value::from), 1 => slot()];
    prop_oneof![words().prop_map(Value::from), prop::collection::vec(piece, 0..5).prop_map(Value::from)]
}

fn leaf() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec![
        "paragraph",
        "paragraph",
        "paragraph",
        "title",
        "subtitle",
        "addressee",
        "signature",
        "date",
        "attachment",
        "note",
        "furniture",
    ]);
    prop_oneof![
        words().prop_map(Value::from),
        (kind, text()).prop_map(|(kind, text)| json!({"kind": kind, "text": text})),
    ]
}

fn block() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(4, 40, 6, |inner| {
        let marker = prop::option::of(prop::sample::select(vec![
            "一、",
            "（二）",
            "3.",
            "x.",
            "——",
            "",
            "一是",
            "首先，",
            "最后，",
            "①",
        ]));
        let number = prop::option::of(1..14u64);
        let blocks = prop::collection::vec(inner, 0..6);
        (marker, number, prop::option::of(text()), blocks).prop_map(|(marker, number, heading, blocks)| {
            let mut section = json!({"kind": "section", "blocks": blocks});
            match (marker, number) {
                (Some(marker), _) => section["marker"] = marker.into(),
                (None, Some(number)) => section["number"] = number.into(),
                _ => {}
            }
            if let Some(heading) = heading {
                section["heading"] = heading;
            }
            section
        })
    })
}

fn report() -> impl Strategy<Value = Value> {
    let layout = prop::sample::select(vec![None, Some(Layout::official()), Some(Layout::plain())]);
    (layout, prop::collection::vec(block(), 0..8)).prop_map(|(layout, blocks)| {
        let mut report = json!({"schema": "huibao/1.1", "blocks": blocks});
        if let Some(layout) = layout {
            report["layout"] = serde_json::to_value(&layout).expect("a layout is JSON");
        }
        report
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn writing_tells_the_truth_of_any_tree(report in report()) {
        let json = report.to_string();
        let loaded = json::from_slice(json.as_bytes());
        prop_assert!(loaded.is_ok(), "{json}: {:?}", loaded.err());
        prop_assert_eq!(laws::law_3(json.as_bytes()), Ok(()), "{}", json);
    }

    #[test]
    fn a_tree_comes_back_from_its_json(report in report()) {
        let loaded = json::from_slice(report.to_string().as_bytes()).expect("it loads");
        let mut out = Vec::new();
        json::to_writer(&loaded, json::Form::Lines, Scope::Slots, &mut out).expect("a Vec takes all");
        let again = json::from_slice(&out).expect("our JSON loads");
        prop_assert!(same_tree(&loaded, &again), "{}", String::from_utf8_lossy(&out));
        prop_assert_eq!(print(&loaded), print(&again));
    }

    #[test]
    fn numbering_anew_reads_back(report in report()) {
        let mut loaded = json::from_slice(report.to_string().as_bytes()).expect("it loads");
        loaded.renumber(Renumber::All);
        let once = print(&loaded);
        loaded.renumber(Renumber::All);
        prop_assert_eq!(once, print(&loaded));
    }

    /// A byte changed anywhere in JSON is an error or another report, never a panic.
    #[test]
    fn damaged_json_is_refused_or_read(report in report(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut json = report.to_string().into_bytes();
        let at = at.index(json.len());
        json[at] = byte;
        if let Ok(loaded) = json::from_slice(&json) {
            let text = print(&loaded);
            prop_assert!(read(text.into_bytes(), &ReadOptions::default()).is_ok());
        }
    }
}
