//! Tables of reports as data: what the heads say of the cells, from text, from JSON, and when they are filled.

use std::fs;

use huibao::{Entry, ReadOptions, Report, Row, Scaling, Scope, fill, json, print, read, resolve, slots};

mod texts;

const TABLE: &str = "2025年镇农技站工作汇报\n\n一、各村情况\n\n\
村名\t示范面积（亩）\t补贴（万元）\t站长\n\
王村\txxx\txx.x\txx\n\
李村\t320\t12.5\t张工\n";

fn report(text: &str) -> Report {
    read(text.into(), &ReadOptions::default()).expect("a text is a report")
}

fn filled(text: &str, entries: &[(&str, &str)], scaling: Scaling) -> Result<String, String> {
    let mut report = report(text);
    let rows = slots(&report, Scope::Slots);
    let entry = |(key, value): &(&str, &str)| Entry::set(&format!("{key}={value}")).expect("an entry");
    let entries: Vec<Entry> = entries.iter().map(entry).collect();
    let values = resolve(&rows, &entries, scaling).map_err(|problems| problems[0].why.message.to_string())?;
    fill(&mut report, Scope::Slots, &values);
    Ok(print(&report))
}

/// The row of a figure without what a place in the file says of it.
fn said(row: &Row) -> [String; 6] {
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let amount = row.amount.as_ref().map(ToString::to_string).unwrap_or_default();
    [row.kind.name().to_owned(), row.text.clone(), own(&row.unit), own(&row.scale), own(&row.label), amount]
}

#[test]
fn json_says_of_a_cell_what_its_heads_say() {
    for path in texts::below("fixtures/tables") {
        let text = fs::read(&path).expect("a fixture");
        for scope in [Scope::Slots, Scope::All] {
            let report = read(text.clone(), &ReadOptions::default()).expect("a report");
            let mut bytes = Vec::new();
            json::to_writer(&report, json::Form::Lines, scope, &mut bytes).expect("a Vec takes all");
            let again = json::from_slice(&bytes).expect("it loads");
            let name = path.display();
            // By which rule a kind was decided is not in the JSON.
            let rows = |report| slots(report, Scope::All).into_iter().map(|row| Row { because: "", ..row });
            let differing = rows(&report).zip(rows(&again)).find(|(one, other)| one != other);
            assert_eq!(differing, None, "{name}");
            assert_eq!(rows(&report).count(), rows(&again).count(), "{name}");
        }
    }
}

#[test]
fn facts_of_a_cell_are_taken_as_json_gives_them_and_those_of_its_surface_are_compared() {
    let json = |cell: &str| {
        let rows = r#"{"kind":"row","text":["村名\t面积（亩）"]},{"kind":"row","text":["王村\t","#;
        json::from_slice(format!(r#"{{"schema":"huibao/1.1","blocks":[{rows}{cell}]}}]}}"#).as_bytes())
    };
    let row = |cell: &str| said(&slots(&json(cell).expect("it loads"), Scope::All)[0]);
    let masked = r#""kind":"figure","text":"xx","mask":"xx""#;
    assert_eq!(row(&format!("{{{masked}}}")), ["figure", "xx", "亩", "", "王村面积", ""]);
    assert_eq!(row(&format!(r#"{{{masked},"unit":"公顷"}}"#)), ["figure", "xx", "公顷", "", "王村面积", ""]);
    let printed = r#""kind":"figure","text":"12","unit":"亩","scale":"万""#;
    assert_eq!(row(&format!(r#"{{{printed},"amount":120000}}"#)), ["figure", "12", "亩", "万", "王村面积", "120000"]);
    assert!(json(&format!(r#"{{{printed},"amount":12}}"#)).is_err());
    assert!(json(r#"{"kind":"figure","text":"12亩","unit":"公顷"}"#).is_err());
}

#[test]
fn a_cell_is_filled_in_its_own_scale() {
    let rows = slots(&report(TABLE), Scope::Slots);
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let [area, money, head] = ids[..] else { panic!("three slots: {ids:?}") };
    let taken = filled(TABLE, &[(area, "250亩"), (money, "45.3万元"), (head, "刘工")], Scaling::Refuse);
    assert_eq!(taken.as_deref().map(|text| text.contains("王村\t250\t45.3\t刘工\n")), Ok(true), "{taken:?}");
    let refused = filled(TABLE, &[(money, "453000元")], Scaling::Refuse).expect_err("another scale");
    assert!(refused.contains("万元"), "{refused}");
    let converted = filled(TABLE, &[(money, "453000元")], Scaling::Convert).expect("it is converted");
    assert!(converted.contains("\t45.3\t"), "{converted}");
    assert!(filled(TABLE, &[(area, "3公顷")], Scaling::Convert).is_err());
}

#[test]
fn filling_a_cell_moves_no_id_and_no_head() {
    let rows = slots(&report(TABLE), Scope::Slots);
    for filling in &rows {
        let text = filled(TABLE, &[(&filling.id, "37")], Scaling::Refuse).expect("it takes a number");
        let left = slots(&report(&text), Scope::Slots);
        let expected: Vec<_> = rows.iter().filter(|row| row.id != filling.id).map(|row| (&row.id, said(row))).collect();
        let found: Vec<_> = left.iter().map(|row| (&row.id, said(row))).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn heads_move_no_id() {
    let ids = |text: &str| slots(&report(text), Scope::Slots).into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(TABLE), ids(&TABLE.replace("站长", "站里人数（人）").replace("补贴（万元）", "情况")));
}
