//! Numbers that say between which numbers theirs lies: 两三, 三五百, 十七八, 几十.

use super::{Number, Reading, digit, place_of};
use crate::{
    decimal::Decimal,
    syntax::{numeral, words},
};

/// 两三, 三五百, 十七八, 二三十, 几十, 数百: two digits of one place, or a word for several.
///
/// ebnf: vague-number
pub(super) fn vague(text: &str) -> Option<Number> {
    let several = words::SEVERALS.at_start(text);
    // Nearly always one sign of a numeral stands by itself.
    if several.is_none() && !text.chars().nth(1).is_some_and(numeral::is_sign) {
        return None;
    }
    let (head, at) = match several {
        Some(word) => (0, word.len()),
        None => head(text),
    };
    let between = |low: u64, high: u64, len: usize| Number {
        len,
        reading: Reading::Between(Decimal::from(low), None, Decimal::from(high)),
    };
    let multiple = |at: usize, most: i32| {
        let sign = text[at..].chars().next()?;
        place_of(sign).filter(|power| *power <= most).map(|power| (10u64.pow(power.unsigned_abs()), sign.len_utf8()))
    };
    if several.is_some() {
        let (size, len) = multiple(at, 8)?;
        return Some(between(2 * size, 10 * size, at + len));
    }
    let mut chars = text[at..].char_indices();
    let mut next = || {
        let (i, c) = chars.next()?;
        Some((u64::from(numeral::digit(c)?), at + i + c.len_utf8()))
    };
    let ((low, _), (high, end)) = (next()?, next()?);
    let near = high == low + 1 || (low, high) == (3, 5);
    // A third digit makes a numeral of single digits.
    if low == 0 || !near || next().is_some() {
        return None;
    }
    // 七百三四 is 730 to 740, as 七百三 is 730.
    let below = text[..at].chars().next_back().and_then(place_of).map_or(0, |power| power.unsigned_abs() - 1);
    let (size, len) = multiple(end, 3).unwrap_or((10u64.pow(below), 0));
    Some(between(head + low * size, head + high * size, end + len))
}

/// What stands before a pair of digits, up to the last place that is named: 十 of 十七八, 七百 of 七百三四十.
fn head(text: &str) -> (u64, usize) {
    let ends = text
        .char_indices()
        .take(HEAD)
        .filter(|(_, c)| place_of(*c).is_some_and(|p| p < 4))
        .map(|(i, c)| i + c.len_utf8());
    let heads = ends.filter_map(|end| numeral::parse_chinese(&text[..end]).filter(|(_, len)| *len == end));
    // 五六十 ends in a place, but that is the pair's.
    heads.filter(|(_, end)| text[*end..].chars().next().is_some_and(|c| digit(c).is_some())).last().unwrap_or((0, 0))
}

/// How many characters stand before such a pair at the most.
const HEAD: usize = 6;
