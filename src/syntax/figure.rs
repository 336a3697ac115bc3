//! The parts of a figure behind its run: [remainder] [scale] [remainder] [unit] [limit], and the approximator before.

use crate::{
    line::is_blank,
    span::Span,
    syntax::words::{self, Lexicon},
};

/// What stands around a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) approximator: Span,
    pub(crate) scale: Span,
    pub(crate) remainder: Span,
    pub(crate) unit: Span,
    pub(crate) limit: Span,
    pub(crate) end: usize,
}

impl Parts {
    /// Whether a scale or a remainder says that the run counts.
    pub(crate) fn counts(&self) -> bool {
        !self.scale.is_empty() || !self.remainder.is_empty()
    }
}

/// Reads what follows the run that ends at `at`.
///
/// ebnf: figure-tail
pub(crate) fn tail(text: &str, at: usize, lexicon: &Lexicon) -> Parts {
    let mut parts = Parts {
        approximator: Span::empty(at),
        scale: Span::empty(at),
        remainder: Span::empty(at),
        unit: Span::empty(at),
        limit: Span::empty(at),
        end: at,
    };
    let mut end = at;
    let remainder = |end: &mut usize, parts: &mut Parts| {
        if let Some(word) = words::REMAINDERS
            .at_start(&text[*end..])
            .filter(|word| *word != "来" || followed(&text[*end + word.len()..]))
        {
            parts.remainder = Span::new(*end, *end + word.len());
            *end += word.len();
        }
    };
    remainder(&mut end, &mut parts);
    if let Some(scale) = words::SCALES.at_start(&text[end..]) {
        // 万 in 万达, 千 in 千佛: a scale has a unit, a remainder or a noun behind it, never its own phrase.
        parts.scale = Span::new(end, end + scale.len());
        end += scale.len();
    }
    if parts.remainder.is_empty() {
        remainder(&mut end, &mut parts);
    }
    parts.end = end;
    let blanks = text[end..].len() - text[end..].trim_start_matches(is_blank).len();
    let unit_at = end + if blanks <= 3 { blanks } else { 0 };
    if let Some(unit) = lexicon.unit(&text[unit_at..]) {
        parts.unit = Span::new(unit_at, unit_at + unit.len());
        parts.end = parts.unit.end as usize;
        if let Some(limit) = words::LIMITS.at_start(&text[parts.end..]) {
            parts.limit = Span::new(parts.end, parts.end + limit.len());
            parts.end += limit.len();
        }
    }
    parts
}

/// 来 is a remainder only before a scale or a unit: 十来个, not 三年来.
fn followed(rest: &str) -> bool {
    rest.starts_with(['个', '万', '名', '户', '家', '人'])
}

/// The approximator that ends where a run begins.
///
/// ebnf: approximator
pub(crate) fn approximator(text: &str, at: usize) -> Span {
    let word = words::APPROXIMATORS.at_end(&text[..at]).map_or(0, str::len);
    Span::new(at - word, at)
}
