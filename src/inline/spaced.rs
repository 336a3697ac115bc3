//! Numbers that are lost behind a blank: 接待群众 人次，发放资料 份。 The blank and the stop behind the unit tell; a blank that
//! parts a word (条 件，) does not, unless others nearby tell the same.

use crate::{line::is_blank, syntax::words};

/// How far from a doubtful place others are looked for, in bytes.
const NEAR: usize = 120;

/// What follows the unit of a lost number.
pub(super) const STOPS: &str = "，。；、,;）)";

/// Whether a number is lost before the unit at `at`, which stands behind a blank.
pub(super) fn is_lost(leaf: &str, at: usize) -> bool {
    match sure(leaf, at) {
        Some(false) => supported(leaf, at),
        told => told.is_some(),
    }
}

/// Whether it is sure that a number is lost before the unit at `at`; `None` where no unit stands that could have lost it.
fn sure(leaf: &str, at: usize) -> Option<bool> {
    let unit = words::LOST_SPACED.at_start(&leaf[at..])?;
    let stop = leaf[at + unit.len()..].chars().next();
    let before = leaf[..at].trim_end_matches(is_blank);
    // 频道: 个，
    let told = |c: char| matches!(c, ':' | '：') && stop.is_some() && !is_told(before);
    let word = |c: char| c.is_alphabetic() && !c.is_ascii();
    let last = before.chars().next_back().filter(|c| before.len() < at && (word(*c) || told(*c)))?;
    // 负 责 人，: print that parts every character.
    let apart = before[..before.len() - last.len_utf8()].ends_with(is_blank);
    if apart || stop.is_some_and(|c| !STOPS.contains(c)) || words::LOST_NOT_SPACED.at_end(before).is_some() {
        return None;
    }
    let head = |word: &&str| word.len() > last.len_utf8() && unit.starts_with(&word[last.len_utf8()..]);
    let parted = words::LOST_SPLIT.at_start(&format!("{last}{unit}")).filter(head).is_some();
    Some(stop.is_some() && !parted)
}

/// Whether words before a colon say that a unit follows: 单位: 万元.
pub(super) fn is_told(before: &str) -> bool {
    words::LOST_TOLD.at_end(before.trim_end_matches([':', '：'])).is_some()
}

/// Whether a number is surely lost behind another blank nearby.
fn supported(leaf: &str, at: usize) -> bool {
    let from = leaf.floor_char_boundary(at.saturating_sub(NEAR));
    let to = leaf.floor_char_boundary(at + NEAR);
    let near = leaf[from..to].char_indices().filter(|(_, c)| is_blank(*c)).map(|(i, c)| from + i + c.len_utf8());
    near.filter(|place| *place != at).any(|place| sure(leaf, place) == Some(true))
}
