//! Dates, and parts of them, that no 年, 月 or 日 names.

use std::ops::Range;

use super::{Inline, InlineKind, kind};
use crate::{
    line::is_blank,
    span::Span,
    syntax::words::{self, Before},
};

/// What parts the digits of a date.
const SIGNS: &str = "-－—/.";

/// The year, the month and the day of a date that has nothing but one sign between its digits: 2021-03-05, 2021.3.5
/// (GB/T 7408).
///
/// ebnf: date-in-digits
pub(super) fn in_digits(leaf: &str, at: usize, len: usize) -> Option<[Inline; 3]> {
    let text = &leaf[at..at + len];
    let sign = text.chars().find(|c| !c.is_ascii_digit()).filter(|sign| SIGNS.contains(*sign))?;
    let before = Before::new(&leaf[..at]);
    let begins = !before.last().is_ascii_alphanumeric() && !SIGNS.contains(before.last());
    let mut parts = text.split(sign);
    let mut start = at;
    let mut next = |kind, named: Range<u32>| {
        let digits = parts.next()?;
        let run = Span::new(start, start + digits.len());
        start = run.end as usize + sign.len_utf8();
        let stands = digits.parse().is_ok_and(|number: u32| named.contains(&number));
        stands.then(|| Inline { open: false, ..part(kind, leaf, run) })
    };
    let (year, month) = (next(InlineKind::Year, 1900..2100)?, next(InlineKind::Date, 1..13)?);
    let day = next(InlineKind::Date, 1..32)?;
    (begins && parts.next().is_none() && !kind::is_coded(before)).then_some([year, month, day])
}

/// Whether the 月 or 日 that `rest` begins with is what a number behind `before` counts, and no part of a date: 为期3—5日,
/// 3至5日内, but not 7月3—5日内.
pub(super) fn is_counted(before: Before<'_>, rest: &str) -> bool {
    let behind = rest.trim_start_matches(is_blank).trim_start_matches(['月', '日']);
    before.tight().last() != '月' && (before.has(&words::NAME_TERMS) || words::COUNTED_DAYS.at_start(behind).is_some())
}

/// A part of a date that has no 年, 月 or 日 behind it.
pub(super) fn part(kind: InlineKind, leaf: &str, run: Span) -> Inline {
    Inline { unit: Span::empty(run.end as usize), span: run, ..kind::dated(kind, leaf, run, "") }
}
