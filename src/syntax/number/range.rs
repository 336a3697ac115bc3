//! Ranges: 3—5, 4.5%—5, 3000万—1亿, 百分之八至九.

use super::{Number, Reading, before_unit, digit, number, place_of, power, sign};
use crate::syntax::words::{self, After, Lexicon};

/// The range that begins with `first`, with the scale and the unit that stand between its ends; what is behind its
/// second end is the figure's. Whether it rises is for [`Reading::rises`] to say, which knows the scale behind it.
///
/// ebnf: range
pub(crate) fn range(text: &str, first: &Number, lexicon: &Lexicon) -> Option<Number> {
    let Reading::Exact(low) = &first.reading else { return None };
    // 3 万元—5 万元: a blank may part a number from its scale or its unit.
    let rest = &text[first.len..];
    let tight = rest.strip_prefix(' ').unwrap_or(rest);
    let spaced = After::new(tight).has(&words::SCALES) || lexicon.unit(tight).is_some();
    let mut at = if spaced { text.len() - tight.len() } else { first.len };
    let scale = scale(&text[at..], lexicon);
    at += scale.len();
    at += lexicon.unit(&text[at..]).map_or(0, str::len);
    at += words::INCLUDING.at_start(&text[at..]).map_or(0, str::len);
    let joiner = words::JOINERS.at_start(&text[at..])?;
    at += joiner.len();
    at += words::PERCENTS.at_start(&text[at..]).map_or(0, str::len);
    let (below, body) = sign(&text[at..]);
    at = text.len() - body.len();
    let second = before_unit(body, number(body)?, lexicon);
    let Reading::Exact(high) = second.reading else { return None };
    let high = if below.is_some() { high.negated() } else { high };
    let places = &text[at..at + second.len];
    at += second.len;
    let low_scale = (!scale.is_empty()).then(|| power(scale)).or_else(|| shared_place(&text[..first.len], places));
    Some(Number { len: at, reading: Reading::Between(low.clone(), low_scale, high) })
}

/// The scale at the start of `rest`; what begins a longer unit is none: the 千 of 3千瓦—5千瓦.
pub(crate) fn scale<'t>(rest: &'t str, lexicon: &Lexicon) -> &'t str {
    let scale = words::SCALES.at_start(rest).unwrap_or("");
    if lexicon.unit(rest).is_some_and(|unit| unit.len() > scale.len()) { "" } else { scale }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Decimal;

    #[test]
    fn the_first_end_has_a_scale_or_a_unit_that_begins_like_one() {
        for (text, says) in [
            ("3—5万元", Some((3, None, 5, "3—5"))),
            ("3万—5万元", Some((3, Some(4), 5, "3万—5"))),
            ("3 万元—5 万元", Some((3, Some(4), 5, "3 万元—5"))),
            ("3千瓦—5千瓦", Some((3, None, 5, "3千瓦—5"))),
            ("三千瓦—五千瓦时", Some((3, None, 5, "三千瓦—五"))),
            ("8百分点～11百分点", Some((8, None, 11, "8百分点～11"))),
            ("40元/月—60元/月", Some((40, None, 60, "40元/月—60"))),
            ("3 家—", None),
            ("3  万元—5万元", None),
        ] {
            let lexicon = Lexicon::default();
            let first = before_unit(text, number(text).unwrap_or_else(|| panic!("{text}")), &lexicon);
            let found = range(text, &first, &lexicon);
            let found = found.map(|Number { len, reading }| (reading, &text[..len]));
            let says = says.map(|(low, scale, high, taken): (u64, _, u64, _)| {
                (Reading::Between(Decimal::from(low), scale, Decimal::from(high)), taken)
            });
            assert_eq!(found, says, "{text}");
        }
    }
}
