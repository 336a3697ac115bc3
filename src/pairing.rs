//! Which figure of one report is which of another: last year's beside this year's.

use std::collections::HashMap;

use crate::{inline::InlineKind, row::Row};

/// The figures of two reports side by side, by index: in the order of the newer report, each lost one where the figures
/// around it stood. A figure is paired by its words (its id, in which numbers do not count), else by section, label and
/// unit, else by label and unit where both reports have just one such. Time is linear in the rows.
pub(crate) fn pair(old: &[Row], new: &[Row]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    let exact: [fn(&Row) -> Option<Key>; 2] = [by_words, by_place];
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
    let mut single: HashMap<Key, [Vec<usize>; 2]> = HashMap::new();
    for (side, rows) in [old, new].into_iter().enumerate() {
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| counts(row)) {
            let free = if side == 0 { !taken[index] } else { of_new[index].is_none() };
            if let Some(key) = by_label(row).filter(|_| free) {
                single.entry(key).or_default()[side].push(index);
            }
        }
    }
    for sides in single.values() {
        if let ([found], [index]) = (&sides[0][..], &sides[1][..]) {
            (of_new[*index], taken[*found]) = (Some(*found), true);
        }
    }
    ordered(old, new, &of_new, &taken)
}

/// What words a row is found by.
type Key = [String; 5];

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

fn by_label(row: &Row) -> Option<Key> {
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let label = without_numbers(row.label.as_deref()?);
    Some([String::new(), label, own(&row.unit), own(&row.change), own(&row.compared)])
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
