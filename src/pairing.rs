//! Which figure of one report is which of another: last year's beside this year's.

use std::collections::HashMap;

use crate::{inline::InlineKind, row::Row, syntax::words};

/// The figures of two reports side by side, by index: in the order of the newer report, each lost one where the figures
/// around it stood. A figure is paired by its words (its id, in which numbers do not count), else by section, label and
/// unit, else by outermost section, label and unit where both reports have just one such (the review of the year and the plan
/// for the next name the same things), else by label and unit likewise, else by section and unit where both have just one
/// such and the labels have most characters in common. Time is linear in the rows.
pub(crate) fn pair(old: &[Row], new: &[Row]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    let exact: [By; 2] = [by_words, by_place];
    for key in exact {
        // Equal ones go in order.
        let mut open: HashMap<Key, Vec<usize>> = HashMap::new();
        for (index, row) in old.iter().enumerate().rev().filter(|(index, row)| !taken[*index] && counts(row)) {
            key(row).into_iter().for_each(|key| open.entry(key).or_default().push(index));
        }
        for (index, row) in new.iter().enumerate().filter(|(_, row)| counts(row)) {
            if of_new[index].is_none()
                && let Some(found) = key(row).and_then(|key| open.get_mut(&key)?.pop())
            {
                (of_new[index], taken[found]) = (Some(found), true);
            }
        }
    }
    let single: [(By, Fits); 3] = [(by_part, |_, _| true), (by_label, |_, _| true), (by_section, is_reworded)];
    for (key, fits) in single {
        let mut open: HashMap<Key, [Vec<usize>; 2]> = HashMap::new();
        for (side, rows) in [old, new].into_iter().enumerate() {
            for (index, row) in rows.iter().enumerate().filter(|(_, row)| counts(row)) {
                let free = if side == 0 { !taken[index] } else { of_new[index].is_none() };
                if let Some(key) = key(row).filter(|_| free) {
                    open.entry(key).or_default()[side].push(index);
                }
            }
        }
        for sides in open.values() {
            if let ([found], [index]) = (&sides[0][..], &sides[1][..])
                && fits(&old[*found], &new[*index])
            {
                (of_new[*index], taken[*found]) = (Some(*found), true);
            }
        }
    }
    ordered(old, new, &of_new, &taken)
}

/// What words a row is found by.
type Key = [String; 5];

/// What words of a row it may be found by.
type By = fn(&Row) -> Option<Key>;

/// Whether two rows that are found by the same words may be one.
type Fits = fn(&Row, &Row) -> bool;

/// Years and dates differ from report to report and say nothing.
fn counts(row: &Row) -> bool {
    row.kind == InlineKind::Figure && !row.frame
}

fn by_words(row: &Row) -> Option<Key> {
    let id = row.id.split('-').next().unwrap_or_default().to_owned();
    Some([id, String::new(), String::new(), String::new(), String::new()])
}

fn by_place(row: &Row) -> Option<Key> {
    let [_, label, unit, change, compared] = by_label(row)?;
    Some([without_numbers(&row.section), label, unit, change, compared])
}

fn by_part(row: &Row) -> Option<Key> {
    let [section, label, unit, change, compared] = by_place(row)?;
    // What a part is stands at the end of its heading: 过去一年工作回顾, 2025年工作回顾.
    let heading = section.split('/').next().unwrap_or_default();
    let end = heading.char_indices().nth_back(PART - 1).map_or(0, |(at, _)| at);
    Some([heading[end..].to_owned(), label, unit, change, compared])
}

/// How many characters at the end of a heading say what part of a report it heads.
const PART: usize = 4;

fn by_label(row: &Row) -> Option<Key> {
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let label = without_numbers(row.label.as_deref()?);
    // 全县地区生产总值 is the 地区生产总值 of another year.
    let whose = words::LABEL_NOBODY.at_start(&label).map_or(0, str::len);
    let label = label[whose..].to_owned();
    Some([String::new(), label, own(&row.unit), own(&row.change), own(&row.compared)])
}

fn by_section(row: &Row) -> Option<Key> {
    let [section, _, unit, change, compared] = by_place(row)?;
    Some([section, String::new(), unit, change, compared])
}

/// Whether two labels have most characters in common: 培训农民, 培训农民群众.
fn is_reworded(old: &Row, new: &Row) -> bool {
    let chars = |row: &Row| without_numbers(row.label.as_deref().unwrap_or_default()).chars().collect::<Vec<char>>();
    let (mut old, mut new) = (chars(old), chars(new));
    let longer = old.len().max(new.len());
    old.sort_unstable();
    new.sort_unstable();
    let (mut common, mut rest) = (0, new.as_slice());
    for c in old {
        rest = &rest[rest.partition_point(|other| *other < c)..];
        if rest.first() == Some(&c) {
            (common, rest) = (common + 1, &rest[1..]);
        }
    }
    longer > 0 && common * 3 >= longer * 2
}

/// Headings say 2025年 one year and 2026年 the next.
pub(crate) fn without_numbers(text: &str) -> String {
    text.chars().filter(|c| !c.is_numeric()).collect()
}

fn ordered(old: &[Row], new: &[Row], of_new: &[Option<usize>], taken: &[bool]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut pairs = Vec::new();
    let mut next = 0;
    let lost = |from: usize, to: usize| {
        (from..to).filter(|index| !taken[*index] && counts(&old[*index])).map(|index| (Some(index), None))
    };
    for (index, found) in of_new.iter().enumerate().filter(|(index, _)| counts(&new[*index])) {
        if let Some(found) = found.filter(|found| *found >= next) {
            pairs.extend(lost(next, found));
            next = found + 1;
        }
        pairs.push((*found, Some(index)));
    }
    pairs.extend(lost(next, old.len()));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReadOptions, Scope, read, slots};

    #[test]
    fn the_review_of_the_year_and_the_plan_name_the_same_things() {
        let texts = [
            "一、2023年工作回顾\n（一）强产业\n接待游客40万人次。\n二、2024年工作安排\n（一）抓旅游\n力争接待游客50万人次。\n",
            "一、过去一年工作回顾\n（一）优结构\n全县游客突破52万人次。\n二、2025年工作安排\n（一）促消费\n游客突破60万人次。\n",
        ];
        let rows = texts.map(|text| {
            let report = read(text.into(), &ReadOptions::default());
            report.map(|report| slots(&report, Scope::All)).unwrap_or_default()
        });
        let value = |rows: &[Row], index: usize| rows[index].value.as_ref().map(ToString::to_string);
        let pairs: Vec<_> = pair(&rows[0], &rows[1])
            .into_iter()
            .filter_map(|(old, new)| Some((value(&rows[0], old?), value(&rows[1], new?))))
            .collect();
        let pairs: Vec<String> = pairs
            .into_iter()
            .map(|(old, new)| format!("{}={}", old.unwrap_or_default(), new.unwrap_or_default()))
            .collect();
        assert_eq!(pairs, ["40=52", "50=60"]);
    }

    #[test]
    fn a_reworded_label_is_found_where_nothing_else_may_be_meant() {
        for (old, new, pairs) in [
            ("一、培训\n举办农民夜校讲座3场。\n", "一、培训\n开办农民夜校专题讲座5场。\n", "3场=5场"),
            ("一、培训\n举办农民夜校讲座3场。\n", "一、培训\n开展文艺演出5场。\n", "=5场 3场="),
            ("一、培训\n举办农民夜校讲座3场。\n", "二、宣传\n开办农民夜校专题讲座5场。\n", "=5场 3场="),
            (
                "一、培训\n举办农民夜校讲座3场。\n",
                "一、培训\n开办农民夜校新讲座5场，农民夜校老讲座6场。\n",
                "=5场 =6场 3场=",
            ),
        ] {
            let rows = [old, new]
                .map(|text| slots(&read(text.as_bytes().to_vec(), &ReadOptions::default()).expect("text"), Scope::All));
            let told = |rows: &[Row], at: Option<usize>| at.map_or("", |at| &rows[at].surface).to_owned();
            let found: Vec<String> = pair(&rows[0], &rows[1])
                .into_iter()
                .map(|(a, b)| format!("{}={}", told(&rows[0], a), told(&rows[1], b)))
                .collect();
            assert_eq!(found.join(" "), pairs, "{new}");
        }
    }
}
