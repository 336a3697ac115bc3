//! The parts of a figure behind its run: [remainder] [scale] [remainder] [unit] [limit], and the approximator before.

use crate::{
    span::Span,
    syntax::words::{self, After, Before, Lexicon},
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
pub(crate) fn tail<'t>(text: &'t str, at: usize, lexicon: &Lexicon) -> Parts {
    let mut parts = Parts {
        approximator: Span::empty(at),
        scale: Span::empty(at),
        remainder: Span::empty(at),
        unit: Span::empty(at),
        limit: Span::empty(at),
        end: at,
    };
    let mut after = After::new(&text[at..]);
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
        let counts = |word: &&str| *word != "来" || followed(&after.text[word.len()..]);
        after.word(&words::REMAINDERS).filter(counts).map_or(0, str::len)
    };
    let len = remainder(after);
    parts.remainder = take(&mut after, len);
    // 万 in 万达, 千 in 千佛: a scale has a unit, a remainder or a noun behind it, never its own phrase.
    let len = after.word(&words::SCALES).map_or(0, str::len);
    parts.scale = take(&mut after, len);
    if parts.remainder.is_empty() && !parts.scale.is_empty() {
        let len = remainder(after);
        parts.remainder = take(&mut after, len);
    }
    parts.end = end(after);
    let tight = after.tight();
    let near = if after.text.len() - tight.text.len() <= 3 { tight } else { after };
    if let Some(unit) = lexicon.unit_at(near) {
        let unit_at = end(near);
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
pub(crate) fn approximator(before: Before<'_>) -> Span {
    let other = before.has(&words::NOT_APPROXIMATORS);
    let word = before.word(&words::APPROXIMATORS).filter(|_| !other).map_or(0, str::len);
    Span::new(before.text.len() - word, before.text.len())
}
