//! Fractions: 三分之二, 16分之5, 三又四分之一, 1/2, 1又1/2.

use super::{Number, Reading, digits, narrow_digit};
use crate::{
    decimal::Decimal,
    syntax::{numeral, words},
};

/// The fraction whose denominator, or the whole number before it, stands at the start of `text` and takes `len` bytes:
/// 三分之二, 三又四分之一.
///
/// ebnf: fraction
pub(super) fn worded(text: &str, len: usize, first: &Decimal) -> Option<Number> {
    if let Some(over) = words::OVERS.at_start(&text[len..]) {
        let at = len + over.len();
        let (numerator, taken) = part(&text[at..])?;
        return number(at + taken, numerator, first);
    }
    let at = len + words::ANDS.at_start(&text[len..])?.len();
    if let Some((taken, numerator)) = digits(&text[at..])
        && let Some(Number { len, reading: Reading::Fraction(numerator, denominator) }) =
            slashed(&text[at..], taken, &numerator)
    {
        return number(at + len, first.times(&denominator)?.plus(&numerator)?, &denominator);
    }
    let (denominator, taken) = whole(&text[at..])?;
    let over = at + taken;
    let at = over + words::OVERS.at_start(&text[over..])?.len();
    let (numerator, taken) = part(&text[at..])?;
    number(at + taken, first.times(&denominator)?.plus(&numerator)?, &denominator)
}

/// The fraction in digits whose numerator stands at the start of `text` and takes `len` bytes: 1/2. A third part makes
/// it a date or a path; four digits are a year.
pub(super) fn slashed(text: &str, len: usize, numerator: &Decimal) -> Option<Number> {
    let slash = text[len..].chars().next().filter(|c| words::SLASHES.contains(*c))?;
    let at = len + slash.len_utf8();
    let count = |text: &str| text.chars().take_while(|c| narrow_digit(*c).is_some()).count();
    let short = |digits: usize| (1..=3).contains(&digits);
    let (taken, denominator) = digits(&text[at..]).filter(|_| short(count(&text[at..])))?;
    let end = at + taken;
    // 12/10万 is a rate: so many of 100,000.
    let goes_on = words::SCALES.at_start(&text[end..]).is_some()
        || text[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || words::SLASHES.contains(c));
    let plain = numerator.fraction().is_empty() && denominator.fraction().is_empty() && count(text) <= 3;
    (plain && !goes_on).then(|| number(end, numerator.clone(), &denominator))?
}

/// A numerator. No fraction is the numerator of another.
fn part(text: &str) -> Option<(Decimal, usize)> {
    if text.starts_with(|c| narrow_digit(c).is_some()) {
        return digits(text).map(|(len, number)| (number, len));
    }
    let (number, len) = numeral::parse_chinese(text)?;
    match super::decimal(text, number, len) {
        Number { len, reading: Reading::Exact(number) } => Some((number, len)),
        _ => None,
    }
}

/// A whole number in either kind of digits.
fn whole(text: &str) -> Option<(Decimal, usize)> {
    if text.starts_with(|c| narrow_digit(c).is_some()) {
        return digits(text).filter(|(_, number)| number.fraction().is_empty()).map(|(len, number)| (number, len));
    }
    numeral::parse_chinese(text).map(|(number, len)| (Decimal::from(number), len))
}

fn number(len: usize, numerator: Decimal, denominator: &Decimal) -> Option<Number> {
    let counts = *denominator > Decimal::default();
    counts.then(|| Number { len, reading: Reading::Fraction(numerator, denominator.clone()) })
}
