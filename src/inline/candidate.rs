//! Numbers that are printed in full, with their sign, the second end of a range, and what stands around them; whether they
//! count anything is not asked here.

use super::{date, kind, printed::ends, scan::Reader};
use crate::{
    line::is_blank,
    span::Span,
    syntax::{
        figure::{self, Parts},
        number::{self, Number},
        numeral,
        words::{self, Before},
    },
};

/// A number at a place, with what stands before it.
pub(super) struct Candidate<'t> {
    pub(super) run: Span,
    pub(super) number: Number,
    pub(super) before: Before<'t>,
    pub(super) parts: Parts,
}

impl<'t> Reader<'t> {
    /// The number at `at`, where what stands before `from` is decided.
    pub(super) fn candidate(&self, at: usize, from: usize) -> Option<Candidate<'t>> {
        let leaf = self.leaf;
        // 数十: the word for several stands before what is looked at.
        let several = words::SEVERALS.at_end(&leaf[from..at]).filter(|word| {
            let before = Before::new(&leaf[..at - word.len()]);
            !words::SEVERAL_NOT_AFTER.contains(before.last())
                || before.has(&words::ONE_BEFORE)
                || before.has(&words::BARE_BEFORE)
                || before.has(&words::NAME_COUNTING)
                || before.has(&words::SEVERAL_AFTER)
                || before.has(&words::APPROXIMATORS)
        });
        let start = at - several.map_or_else(|| leading_point(&leaf[from..at]), str::len);
        let (start, mut number) = match number::number(&leaf[start..]) {
            Some(number) => (start, number),
            None => (at, number::number(&leaf[at..])?),
        };
        let worded = !leaf.as_bytes()[start].is_ascii_digit();
        if worded && Before::new(&leaf[..start]).has(&words::CLOCKS) {
            number = hour(&leaf[start..]).unwrap_or(number);
        }
        number = number::before_unit(&leaf[start..], number, self.lexicon);
        let first = start + number.len;
        let mut parts = figure::tail(leaf, first, self.lexicon);
        if number::joins(&leaf[parts.measured()..])
            && let Some(range) = number::range(&leaf[start..], &number, self.lexicon)
            && self.is_range(start, &number, &range)
        {
            number = range;
        }
        let end = start + number.len;
        if end != first {
            parts = figure::tail(leaf, end, self.lexicon);
        }
        // 负百分之十三: the sign stands before the word of the share, which is within the run then.
        let share = words::PERCENTS.at_end(&leaf[from..start]).map_or(0, str::len);
        let (share, sign) = match minus(leaf, from, start - share, end) {
            0 if share > 0 => (0, minus(leaf, from, start, end)),
            0 => (0, 0),
            sign => (share, sign),
        };
        let run = Span::new(start - share - sign, end);
        let before = Before::new(&leaf[..run.start as usize]);
        parts.lead(leaf, run, before);
        if share > 0 {
            parts.unit = Span::new(start - share, start);
        }
        Some(Candidate { run, parts, number, before })
    }

    /// Whether both ends are of one figure: 2-3家, not 2021—2025年, not 0312-5012345.
    fn is_range(&self, start: usize, first: &Number, range: &Number) -> bool {
        let leaf = self.leaf;
        let formal = leaf[start..].starts_with(|c: char| words::FORMAL.contains(c));
        let end = start + range.len;
        let years =
            leaf[end..].strip_prefix('年').is_some_and(|rest| kind::is_year(leaf, start, start + first.len, rest));
        let parts = figure::tail(leaf, end, self.lexicon);
        // 3至5日, but not 3至5日元.
        let before = Before::new(&leaf[..start]);
        let dated = leaf[end..].starts_with(['月', '日'])
            && parts.unit.len() <= '日'.len_utf8()
            && !date::is_counted(before, &leaf[end..]);
        let led = before.has(&words::PERCENTS) || before.has(&words::LEADING);
        let bare = parts.unit.is_empty() && parts.scale.is_empty() && !led;
        let between = &leaf[start + first.len..end];
        let worded = between.contains(['至', '到', '～', '~']);
        // 3日至2025年: two units, two figures.
        let scale = number::scale(between, self.lexicon).len();
        let unit = self.lexicon.unit(&between[scale..]).unwrap_or(&leaf[parts.unit.range()]);
        let one = unit == &leaf[parts.unit.range()];
        let sign = minus(leaf, self.covered.min(start), start, end);
        let signed = number::signed(leaf[start - sign..start].trim_end(), &leaf[start..end], range.reading.clone());
        one && !years
            && !dated
            && !formal
            && signed.rises(number::power(&leaf[parts.scale.range()]))
            && (!bare || worded)
    }
}

/// The hour of a time of day at the start of `text`, told in a numeral: 九 of 九点零五分.
fn hour(text: &str) -> Option<Number> {
    let signs = |(_, c): &(usize, char)| numeral::is_sign(*c);
    let end = text.char_indices().find(|sign| !signs(sign)).map_or(text.len(), |(end, _)| end);
    number::number(&text[..end]).filter(|number| number.len == end && words::POINTS.at_start(&text[end..]).is_some())
}

/// Bytes of the point that a number begins with: .77, behind nothing, a blank or a sign.
fn leading_point(before: &str) -> usize {
    let Some(point) = before.chars().next_back().filter(|c| number::is_point(*c)) else { return 0 };
    let head = Before::new(&before[..before.len() - point.len_utf8()]);
    if ends(head.last()) || head.has(&words::MINUS) { point.len_utf8() } else { 0 }
}

/// Bytes of the sign below zero before the number from `start` to `end`; a hyphen behind a letter or digit joins, one
/// before a blank is a dash unless nothing but the number stands there.
fn minus(leaf: &str, from: usize, start: usize, end: usize) -> usize {
    let Some(sign) = Before::new(&leaf[from..start]).tight().word(&words::MINUS) else { return 0 };
    let at = leaf[..start].trim_end_matches(is_blank).len() - sign.len();
    let before = Before::new(&leaf[..at]);
    let alone = before.tight().text.is_empty() && leaf[end..].trim_start_matches(is_blank).is_empty();
    let spaced = at + sign.len() < start && !alone;
    let joins = before.last().is_ascii_alphanumeric() || matches!(before.last(), ')' | '）' | '—' | '-' | '－');
    let worded = sign.starts_with(char::is_alphabetic);
    if joins || worded && before.has(&words::NOT_MINUS) || !worded && spaced { 0 } else { start - at }
}
