//! The same figure stated twice: the same words about the whole of what the report is about, in the same period.

use std::collections::HashMap;

use super::{
    Relation, RelationKind, Verdict,
    bounds::Bounds,
    passage::{Passage, direction},
    words,
};

/// What two figures must have in common to be one: words, unit, period.
type Key<'r> = (&'r str, Option<&'r str>, Option<&'r str>);

/// The figures that were stated first, by what they say.
#[derive(Default)]
pub(super) struct Stated<'r>(HashMap<Key<'r>, usize>);

/// How many bytes the words behind 全区 have at the least.
const LEAST: usize = 12;

impl<'r> Stated<'r> {
    /// The relations of a sentence to those before it.
    pub(super) fn read(&mut self, passage: Passage<'r>, sentence: &[usize], out: &mut Vec<Relation>) {
        for (place, &row) in sentence.iter().enumerate() {
            let figure = &passage.rows[row];
            let clause = without_year(passage.clause(sentence, place).trim());
            let of =
                |wholes: &[&str]| wholes.iter().any(|w| clause.strip_prefix(w).is_some_and(|rest| rest.len() >= LEAST));
            let (all, throughout) = (of(words::WHOLES), of(words::THROUGHOUT));
            let told = [passage.lead(sentence, 0), clause, &figure.section];
            let planned = told.iter().any(|text| words::any(words::PLANS, text));
            if !(all || throughout) || planned || direction(figure).is_some() {
                continue;
            }
            // Where no year is named, or nobody, they may be of several.
            let worst = if all && figure.period.is_some() { Verdict::Fail } else { Verdict::Uncertain };
            let key = (clause, figure.unit.as_deref(), figure.period.as_deref());
            match self.0.get(&key) {
                Some(&first) => out.push(twice(passage, first, row, worst)),
                None => {
                    self.0.insert(key, row);
                }
            }
        }
    }
}

/// 全区 of 2025年全区: the year is the period's.
fn without_year(clause: &str) -> &str {
    let year = clause.split_once('年').filter(|(year, _)| !year.is_empty() && year.chars().all(char::is_numeric));
    year.map_or(clause, |(_, rest)| rest)
}

fn twice(passage: Passage<'_>, first: usize, again: usize, worst: Verdict) -> Relation {
    let (one, other) = (&passage.rows[first], &passage.rows[again]);
    let verdict = match (Bounds::of(one), Bounds::of(other)) {
        (Some(one), Some(other)) => one.equals(other).min(worst),
        _ => Verdict::NotAssessable,
    };
    let claim = format!("{} = {}", passage.called(first), passage.called(again));
    let difference = passage.amount(first).zip(passage.amount(again)).map(|(one, other)| (one - other).abs());
    let difference = difference.map(|by| passage.worded(by, first));
    Relation::new(passage, RelationKind::Same, vec![first, again], verdict, claim, difference)
}

#[cfg(test)]
mod tests {
    use crate::relation::tests::said;

    #[test]
    fn the_same_words_are_about_the_same_figure() {
        for (text, relations) in [
            ("2025年，全区新建文化站点12个。\n　　2025年，全区新建文化站点12个。", "same PASS"),
            ("2025年，全区新建文化站点12个。\n　　2025年，全区新建文化站点13个。", "same FAIL"),
            ("2025年，全区新建文化站点12个。\n　　2024年，全区新建文化站点13个。", ""),
            ("全区新建文化站点12个。\n　　全区新建文化站点13个。", "same UNCERTAIN"),
            ("全区新建文化站点12个。\n　　计划全区新建文化站点13个。", ""),
            ("2025年我局办理行政许可86件。\n　　2025年我局办理行政许可96件。", "same FAIL"),
            ("2025年，我局办理行政许可86件。\n　　2025年，我局办理行政许可96件。", "same FAIL"),
            ("2025年，全年培训农民1200人次。\n　　2025年，全年培训农民1300人次。", "same UNCERTAIN"),
            ("甲镇新建文化站点12个。\n　　甲镇新建文化站点13个。", ""),
            ("全区新建文化站点xx个。\n　　全区新建文化站点xx个。", "same NOT_ASSESSABLE"),
        ] {
            assert_eq!(said(text), relations, "{text}");
        }
    }
}
