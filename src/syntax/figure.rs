//! The parts of a figure behind its run: [remainder] [scale] [remainder] [unit] [limit], and the approximator before.

use crate::{
    line::is_blank,
    span::Span,
    syntax::{
        mask, number,
        words::{self, After, Before, Lexicon},
    },
};

/// What stands around a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) approximator: Span,
    pub(crate) scale: Span,
    pub(crate) remainder: Span,
    pub(crate) unit: Span,
    pub(crate) limit: Span,
    /// Where the surface begins and ends.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Parts {
    /// None of them, where a run ends.
    pub(crate) fn at(end: usize) -> Self {
        let here = Span::empty(end);
        Self { approximator: here, scale: here, remainder: here, unit: here, limit: here, start: end, end }
    }

    /// Whether a scale or a remainder says that the run counts.
    pub(crate) fn counts(&self) -> bool {
        !self.scale.is_empty() || !self.remainder.is_empty()
    }

    /// Where the scale and the unit behind a run end.
    pub(crate) fn measured(&self) -> usize {
        self.scale.end.max(self.unit.end) as usize
    }

    /// Adds what stands before a run to the parts behind it.
    pub(crate) fn lead(&mut self, text: &str, run: Span, before: Before<'_>) {
        let leading = before.word(&words::PERCENTS).or_else(|| before.word(&words::LEADING)).map_or(0, str::len);
        // 百分之 2: a blank may part the two.
        let spaced = if leading == 0 && is_blank(before.last()) { before.tight().word(&words::PERCENTS) } else { None };
        let leading = spaced.map_or(leading, |word| before.text.len() - before.tight().text.len() + word.len());
        let start = run.start as usize - leading;
        if leading > 0 && self.unit.is_empty() {
            self.unit = Span::new(start, start + spaced.map_or(leading, str::len));
        }
        self.approximator = approximator(if leading > 0 { Before::new(&text[..start]) } else { before });
        self.start = if self.approximator.is_empty() { start } else { self.approximator.start as usize };
    }
}

/// Reads what stands around a run: what follows it, a unit before it (百分之, ¥), the approximator before that.
///
/// ebnf: figure
pub(crate) fn around<'t>(text: &'t str, run: Span, before: Before<'_>, after: After<'t>, lexicon: &Lexicon) -> Parts {
    let mut parts = tail_of(text, run.end as usize, after, lexicon);
    parts.lead(text, run, before);
    parts
}

/// Reads what follows the run that ends at `at`.
///
/// ebnf: figure-tail
pub(crate) fn tail(text: &str, at: usize, lexicon: &Lexicon) -> Parts {
    tail_of(text, at, After::new(&text[at..]), lexicon)
}

/// The same, where what stands after `at` is known.
fn tail_of<'t>(text: &'t str, at: usize, mut after: After<'t>, lexicon: &Lexicon) -> Parts {
    let mut parts = Parts::at(at);
    let end = |after: After<'_>| text.len() - after.text.len();
    if after.may_have(SCALED) || is_blank(after.first()) {
        after = scaled(&mut parts, text, at, after, lexicon);
    }
    parts.end = end(after);
    let tight = after.tight();
    let mut near = if after.text.len() - tight.text.len() <= 3 { tight } else { after };
    if let Some(half) = near.word(&words::HALF_COUNTED).filter(|_| parts.remainder.is_empty()) {
        let counted = After::new(&near.text[half.len()..]);
        if counted.has(&words::HALF_UNITS) && lexicon.unit_at(counted).is_some() {
            parts.remainder = Span::new(end(near), end(counted));
            near = counted;
        }
    }
    // 6 Variable: a unit in letters is a whole word.
    let whole = |unit: &&str| {
        let letters = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        !(letters(unit.chars().next_back()) && letters(near.text[unit.len()..].chars().next()))
    };
    if let Some(unit) = lexicon.unit_at(near).filter(whole) {
        let unit_at = end(near);
        parts.unit = Span::new(unit_at, unit_at + unit.len());
        parts.end = parts.unit.end as usize;
        if parts.remainder.is_empty() {
            let rest = &text[parts.end..];
            let halved = near.word(&words::HALF_BEHIND).is_some_and(|word| word.len() == unit.len());
            let mut len = if halved { behind(rest) } else { 0 };
            // Behind a mask they are figures of their own: what is filled in is its number, and no part of one.
            if len == 0
                && rest.starts_with(|c| number::either_digit(c).is_some())
                && parts.scale.is_empty()
                && text[..at].ends_with(is_of_number)
            {
                len = number::smaller(unit, rest, lexicon).map_or(0, |(_, len)| len);
            }
            parts.remainder = Span::new(parts.end, parts.end + len);
            parts.end += len;
        }
    }
    let limit = After::new(&text[parts.end..]).word(&words::LIMITS).map_or(0, str::len);
    if limit > 0 {
        parts.limit = Span::new(parts.end, parts.end + limit);
        parts.end += limit;
    }
    parts
}

/// The lists that the scale of a number and what stands beside it are of.
const SCALED: u64 = words::any(&[&words::REMAINDERS, &words::SCALES, &words::SCALE_PARTED]);

/// Reads the scale behind the run that ends at `at`, and the remainders before and behind that; gives what stands after.
fn scaled<'t>(parts: &mut Parts, text: &'t str, at: usize, mut after: After<'t>, lexicon: &Lexicon) -> After<'t> {
    let end = |after: After<'_>| text.len() - after.text.len();
    let take = |after: &mut After<'t>, len: usize| {
        if len == 0 {
            return Span::empty(at);
        }
        let start = end(*after);
        *after = After::new(&text[start + len..]);
        Span::new(start, start + len)
    };
    let remainder = |after: After<'_>| {
        let counts = |word: &&str| {
            words::ROUND.at_start(word).is_none() || words::ROUND_BEFORE.at_start(&after.text[word.len()..]).is_some()
        };
        after.word(&words::REMAINDERS).filter(counts).map_or(0, str::len)
    };
    // 5955 亿元, 十 余 万: a blank may part a printed number from its scale and from what stands between them.
    let over_blank = |after: After<'t>| {
        let tight = after.tight();
        let one = is_blank(after.first()) && after.text.len() - tight.text.len() == 1;
        if one && text[..at].ends_with(is_of_number) { tight } else { after }
    };
    let masked = text[..at].ends_with(|c| mask::sign(c).is_some());
    if is_blank(after.first()) {
        let spaced = if masked { after.tight() } else { over_blank(after) };
        let len = remainder(spaced);
        if len > 0 && over_blank(After::new(&spaced.text[len..])).has(&words::SCALES) {
            after = spaced;
        }
    }
    let len = remainder(after);
    parts.remainder = take(&mut after, len);
    if let Some((more, len)) = parted_scale(after, lexicon) {
        let whole = take(&mut after, len);
        let scale = words::SCALES.at_end(&text[whole.range()]).map_or(0, str::len);
        parts.scale = Span::new(whole.end as usize - scale, whole.end as usize);
        if parts.remainder.is_empty() {
            parts.remainder = Span::new(parts.scale.start as usize - more, parts.scale.start as usize);
        }
    }
    // 万 in 万达, 千 in 千佛: a scale has a unit, a remainder or a noun behind it, never its own phrase.
    // Behind a mask the scale must have its unit: xx 亿元, but not xx 万达广场.
    let scaled = |after: After<'t>| {
        let counted = after.word(&words::SCALES).map(|scale| After::new(&after.text[scale.len()..]));
        let counts = |behind: After<'_>| behind.has(&words::REMAINDERS) || lexicon.unit_at(behind).is_some();
        counted.is_some_and(|behind| counts(behind) || !behind.first().is_alphanumeric())
    };
    if is_blank(after.first()) && (over_blank(after).has(&words::SCALES) || masked && scaled(after.tight())) {
        after = after.tight();
    }
    // 12千米: the 千 is the unit's.
    let is_scale = |scale: &&str| lexicon.unit_at(after).is_none_or(|unit| unit.len() <= scale.len());
    if parts.scale.is_empty() {
        let len = after.word(&words::SCALES).filter(is_scale).map_or(0, str::len);
        parts.scale = take(&mut after, len);
    }
    if parts.remainder.is_empty() && !parts.scale.is_empty() {
        let len = remainder(after);
        parts.remainder = take(&mut after, len);
    }
    // 3千多万元: the scale goes on behind what stands within it.
    if !parts.remainder.is_empty()
        && parts.remainder.start == parts.scale.end
        && number::power(&text[parts.scale.range()]) < 4
        && let Some(scale) = after.word(&words::SCALES).filter(|scale| number::power(scale) >= 4)
    {
        parts.scale.end = take(&mut after, scale.len()).end;
    }
    after
}

/// A scale behind 个, as people say it: 3个亿, 5个多亿, 两个亿卢布, but not 3个万亩基地. Bytes of what stands before the
/// scale, and of all with it.
///
/// ebnf: parted-scale
fn parted_scale(after: After<'_>, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let word = after.word(&words::SCALE_PARTED)?;
    let rest = &after.text[word.len()..];
    let more = words::MORE_BEHIND.at_start(rest).map_or(0, str::len);
    let scale = words::SCALES.at_start(&rest[more..]).filter(|scale| number::power(scale) >= 4)?;
    let behind = &rest[more + scale.len()..];
    // 3个亿元以上项目 are three of them.
    let unit = lexicon.unit(behind).map_or(0, str::len);
    let ends = !behind[unit..].starts_with(char::is_alphanumeric)
        || words::NAME_OF.at_start(behind).is_some()
        || words::LIMITS.at_start(behind).is_some();
    ends.then_some((more, word.len() + more + scale.len()))
}

/// Bytes of what a unit has behind it that adds to its number: two and a half metres are 两米半, but 半年 is no half of
/// them; 一倍多, but not 多种.
fn behind(rest: &str) -> usize {
    if let Some(half) = words::HALVES.at_start(rest) {
        let other = words::HALF_UNITS.at_start(&rest[half.len()..]).or_else(|| words::IDIOMS.at_start(rest));
        return if other.is_some() { 0 } else { half.len() };
    }
    let Some(more) = words::MORE_BEHIND.at_start(rest).map(str::len) else { return 0 };
    let lasts = words::NAME_LASTING.at_start(&rest[more..]).is_some();
    if rest[more..].starts_with(char::is_alphanumeric) && !lasts { 0 } else { more }
}

/// Whether a number may end in a character; a mask of 〇 does not.
fn is_of_number(c: char) -> bool {
    number::narrow_digit(c).is_some()
        || number::digit(c).is_some_and(|digit| digit > '0')
        || number::place_of(c).is_some()
}

/// The approximator that ends where a run begins.
///
/// ebnf: approximator
pub(crate) fn approximator(before: Before<'_>) -> Span {
    let other = before.has(&words::NOT_APPROXIMATORS);
    let word = before.word(&words::APPROXIMATORS).filter(|_| !other).map_or(0, str::len);
    Span::new(before.text.len() - word, before.text.len())
}
