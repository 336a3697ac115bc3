//! What a slot takes, and why an entry is refused: the rules for values, one line each.

use huibao::{Entry, ReadOptions, Scaling, Scope, fill, print, read, resolve, slots};

/// What a text becomes when the first of its figures is given a value, or the key of the message that refuses it.
fn filled(text: &str, entry: &str, scaling: Scaling) -> String {
    let mut report = read(text.into(), &ReadOptions::default()).expect("a text is a report");
    let rows = slots(&report, Scope::All);
    let entry = Entry::set(&format!("{}={entry}", rows[0].id)).expect("an entry");
    match resolve(&rows, &[entry], scaling) {
        Ok(values) => {
            fill(&mut report, Scope::All, &values);
            print(&report)
        }
        Err(problems) => problems[0].why.message.key().to_owned(),
    }
}

fn holds(table: &[(&str, &str, &str)], scaling: Scaling) {
    for (text, entry, result) in table {
        assert_eq!(filled(text, entry, scaling), *result, "{entry} in {text}");
    }
}

#[test]
fn a_figure_is_given_as_people_write_numbers() {
    holds(
        &[
            ("投入xx万元。", "45.3", "投入45.3万元。"),
            ("投入xx万元。", "４５．３", "投入45.3万元。"),
            ("投入xx万元。", "1,200", "投入1200万元。"),
            ("投入xx万元。", "45.3万", "投入45.3万元。"),
            ("投入xx万元。", "45.3万元", "投入45.3万元。"),
            ("投入xx万元。", "四十五点三", "投入45.3万元。"),
            ("投入xx万元。", "12.50", "投入12.50万元。"),
            ("增长x%。", "12%", "增长12%。"),
            ("增长x%。", "-3", "增长-3%。"),
            ("培训xx余人次。", "30", "培训30余人次。"),
            ("培训xx人次。", "3-5", "培训3-5人次。"),
            ("培训xx.8人次。", "12.8", "培训12.8人次。"),
        ],
        Scaling::Refuse,
    );
}

#[test]
fn a_figure_in_full_is_printed_in_its_own_style() {
    holds(
        &[
            ("投入1,200万元。", "3400", "投入3,400万元。"),
            ("投入１２００万元。", "3400", "投入３４００万元。"),
            ("投入三百二十万元。", "45", "投入四十五万元。"),
            ("二〇二四年工作。", "2026", "二〇二六年工作。"),
        ],
        Scaling::Refuse,
    );
}

#[test]
fn what_stands_behind_a_unit_stays() {
    holds(
        &[
            ("票价为3元5角。", "8.5", "票价为8元5角。"),
            ("票价为3元5角。", "8.2", "value-parts"),
            ("票价为3元5角。", "0.2", "value-parts"),
            ("完成七成六。", "8.6", "完成八成六。"),
            ("挖深2米半。", "3", "value-parts"),
            ("挖深x米半。", "3", "挖深3米半。"),
        ],
        Scaling::Refuse,
    );
}

#[test]
fn an_entry_that_the_text_would_not_mean_is_refused() {
    holds(
        &[
            ("投入xx万元。", "453000元", "value-scale"),
            ("投入xx万元。", "45.3亿", "value-scale"),
            ("投入xx万元。", "45.3万人", "value-unit"),
            ("投入xx万元。", "约45", "value-approximate"),
            ("投入xx万元。", "很多", "value-number"),
            ("投入xx万元。", "3月5日", "value-spoiled"),
            ("投入xx万元。", "1.2E+05", "value-spoiled"),
            ("投入xx万元。", "2023/3/5", "value-spoiled"),
            ("投入xx万元。", "#N/A", "value-error"),
            ("投入xx万元。", "xx", "value-masked"),
            ("投入xx万元。", "4\n5", "value-control"),
            ("培训xx.8人次。", "12.9", "value-printed"),
            ("培训xx.8人次。", "3-5", "value-printed"),
            ("xx月5日召开。", "13", "value-date"),
        ],
        Scaling::Refuse,
    );
}

#[test]
fn another_scale_is_converted_where_that_is_wanted() {
    holds(
        &[
            ("投入xx万元。", "453000元", "投入45.3万元。"),
            ("投入xx万元。", "1.2亿", "投入12000万元。"),
            ("投入xx万元。", "45.3万人", "value-unit"),
        ],
        Scaling::Convert,
    );
}

#[test]
fn a_year_is_given_in_four_digits_or_in_those_that_are_masked() {
    holds(
        &[
            ("20xx年工作总结。", "2026", "2026年工作总结。"),
            ("20xx年工作总结。", "26", "2026年工作总结。"),
            ("20xx年工作总结。", "二〇二六", "2026年工作总结。"),
            ("20xx年工作总结。", "1926", "value-printed"),
            ("xxxx年工作总结。", "26", "value-year"),
        ],
        Scaling::Refuse,
    );
}
