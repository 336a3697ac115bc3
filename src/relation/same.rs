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

impl<'r> Stated<'r> {
    /// The relations of a sentence to those before it.
    pub(super) fn read(&mut self, passage: Passage<'r>, sentence: &[usize], out: &mut Vec<Relation>) {
        for (place, &row) in sentence.iter().enumerate() {
            let figure = &passage.rows[row];
            let clause = passage.clause(sentence, place).trim();
            let whole =
                words::WHOLES.iter().any(|whole| clause.strip_prefix(whole).is_some_and(|rest| rest.len() > 12));
            let planned =
                words::any(words::PLANS, passage.lead(sentence, 0)) || words::any(words::PLANS, &figure.section);
            if !whole || planned || direction(figure).is_some() || words::any(words::PLANS, clause) {
                continue;
            }
            let key = (clause, figure.unit.as_deref(), figure.period.as_deref());
            match self.0.get(&key) {
                Some(&first) => out.push(twice(passage, first, row)),
                None => {
                    self.0.insert(key, row);
                }
            }
        }
    }
}

fn twice(passage: Passage<'_>, first: usize, again: usize) -> Relation {
    let (one, other) = (&passage.rows[first], &passage.rows[again]);
    let verdict = match (Bounds::of(one), Bounds::of(other)) {
        // Where no year is named they may be of several.
        (Some(one), Some(other)) => one.equals(other).doubted(passage.rows[again].period.is_none()),
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
            ("甲镇新建文化站点12个。\n　　甲镇新建文化站点13个。", ""),
            ("全区新建文化站点xx个。\n　　全区新建文化站点xx个。", "same NOT_ASSESSABLE"),
        ] {
            assert_eq!(said(text), relations, "{text}");
        }
    }
}
