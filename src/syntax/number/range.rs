//! Ranges: 3—5, 4.5%—5, 3000万—1亿, 百分之八至九.

use super::{Number, Reading, digit, number, place_of, power};
use crate::syntax::words::{self, After, Lexicon};

/// The range that begins with `first`, with the scale and the unit that stand between its ends; what is behind its
/// second end is the figure's. Whether it rises is for [`Number::rises`] to say, which knows the scale behind it.
///
/// ebnf: range
pub(crate) fn range(text: &str, first: &Number, lexicon: &Lexicon) -> Option<Number> {
    let Reading::Exact(low) = &first.reading else { return None };
    let mut at = first.len;
    let scale = words::SCALES.at_start(&text[at..]).unwrap_or("");
    at += scale.len();
    at += lexicon.unit(&text[at..]).map_or(0, str::len);
    at += words::INCLUDING.at_start(&text[at..]).map_or(0, str::len);
    let joiner = words::JOINERS.at_start(&text[at..])?;
    at += joiner.len();
    at += words::PERCENTS.at_start(&text[at..]).map_or(0, str::len);
    let second = number(&text[at..])?;
    let Reading::Exact(high) = second.reading else { return None };
    let places = &text[at..at + second.len];
    at += second.len;
    let low_scale = (!scale.is_empty()).then(|| power(scale)).or_else(|| shared_place(&text[..first.len], places));
    Some(Number { len: at, reading: Reading::Between(low.clone(), low_scale, high) })
}

/// Whether what stands behind a number, its scale and its unit may make it the first end of a range.
pub(crate) fn joins(rest: &str) -> bool {
    let after = After::new(rest);
    after.has(&words::JOINERS) || after.has(&words::INCLUDING)
}

/// The place that a digit shares with a digit and its place behind a joiner: 2 in 三至五百, as in 三五百.
fn shared_place(first: &str, second: &str) -> Option<i32> {
    let mut signs = second.chars();
    let (low, high, place) = (digit(first.chars().next()?)?, digit(signs.next()?)?, place_of(signs.next()?)?);
    let alone = first.chars().nth(1).is_none() && signs.next().is_none();
    (alone && low < high && place > 1).then_some(place)
}
