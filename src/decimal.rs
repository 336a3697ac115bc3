//! Decimal numbers as they are written: digits are kept, no digit is ever rounded away.

use std::{cmp::Ordering, fmt};

use compact_str::{CompactString, ToCompactString, format_compact};

/// A decimal number of any length. `12.50` stays `12.50`; leading zeros of the integer part are dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    /// Digits before the point, at least one, without leading zeros.
    integer: CompactString,
    /// Digits after the point, none where there is no point.
    fraction: CompactString,
}

impl Default for Decimal {
    fn default() -> Self {
        Self::new(false, "", "")
    }
}

impl From<u64> for Decimal {
    fn from(number: u64) -> Self {
        Self::new(false, &number.to_compact_string(), "")
    }
}

impl Decimal {
    /// The number of these parts, each a string of ASCII digits.
    pub(crate) fn new(negative: bool, integer: &str, fraction: &str) -> Self {
        let digits = integer.trim_start_matches('0');
        Self { negative, integer: if digits.is_empty() { "0" } else { digits }.into(), fraction: fraction.into() }
    }

    /// Reads an unsigned number in ASCII at the start of `text`, with or without commas between groups of
    /// three digits, and says how many bytes it took. A comma that parts no such group ends the number.
    pub(crate) fn parse(text: &str) -> Option<(Self, usize)> {
        let bytes = text.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut at = digits(0);
        let mut integer = CompactString::from(&text[..at]);
        if (1..=3).contains(&at) {
            while bytes.get(at) == Some(&b',') && digits(at + 1) == 3 {
                integer.push_str(&text[at + 1..at + 4]);
                at += 4;
            }
        }
        let mut fraction = "";
        if bytes.get(at) == Some(&b'.') {
            let len = digits(at + 1);
            if len > 0 {
                fraction = &text[at + 1..at + 1 + len];
                at += 1 + len;
            }
        }
        (at > 0).then(|| (Self::new(false, &integer, fraction), at))
    }

    /// The number times ten to the power of `by`. Zeros that this leaves at the end of the fraction go.
    #[must_use]
    pub(crate) fn shifted(&self, by: i32) -> Self {
        let places = by.unsigned_abs() as usize;
        if by == 0 {
            return self.clone();
        }
        let (integer, fraction) = if by > 0 {
            let moved = places.min(self.fraction.len());
            let (whole, rest) = self.fraction.split_at(moved);
            (format_compact!("{}{whole}{:0<zeros$}", self.integer, "", zeros = places - moved), rest.into())
        } else {
            let padded = format_compact!("{:0<places$}{}", "", self.integer);
            let (whole, rest) = padded.split_at(padded.len() - places);
            (CompactString::from(whole), format_compact!("{rest}{}", self.fraction))
        };
        Self::new(self.negative, &integer, fraction.trim_end_matches('0'))
    }

    /// 1.
    pub(crate) fn one() -> Self {
        Self::new(false, "1", "")
    }

    /// 0.5.
    pub(crate) fn half() -> Self {
        Self::new(false, "0", "5")
    }

    /// The exact sum; `None` beyond 28 digits.
    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        Self::of(self.exact()?.checked_add(other.exact()?)?)
    }

    /// The exact product of whole numbers; `None` beyond 28 digits.
    pub(crate) fn times(&self, other: &Self) -> Option<Self> {
        Self::of(self.exact()?.checked_mul(other.exact()?)?)
    }

    /// The exact quotient; `None` where no decimal of 28 digits is it.
    pub(crate) fn over(&self, other: &Self) -> Option<Self> {
        let (numerator, denominator) = (self.exact()?, other.exact()?);
        let quotient = numerator.checked_div(denominator)?;
        (quotient.checked_mul(denominator)? == numerator).then(|| Self::of(quotient.normalize()))?
    }

    /// The number whose last digit that is no zero is one more: 40 of 30, 2.6 of 2.5, -30 of -20.
    pub(crate) fn next_round(&self) -> Option<Self> {
        let fraction = self.fraction.trim_end_matches('0');
        let place = if fraction.is_empty() {
            let zeros = self.integer.len() - self.integer.trim_end_matches('0').len();
            i32::try_from(zeros).ok()?
        } else {
            -i32::try_from(fraction.len()).ok()?
        };
        let step = Self::one().shifted(place);
        (!self.is_zero()).then(|| self.plus(&if self.is_negative() { step.negated() } else { step }))?
    }

    /// The number for arithmetic; `None` beyond 28 digits.
    pub(crate) fn exact(&self) -> Option<rust_decimal::Decimal> {
        rust_decimal::Decimal::from_str_exact(&self.to_compact_string()).ok()
    }

    /// A number that arithmetic gave.
    pub(crate) fn of(number: rust_decimal::Decimal) -> Option<Self> {
        let text = number.to_compact_string();
        let (number, len) = Self::parse(text.strip_prefix('-').unwrap_or(&text))?;
        (len == text.len() - usize::from(text.starts_with('-')))
            .then(|| if text.starts_with('-') { number.negated() } else { number })
    }

    /// The same number below zero.
    #[must_use]
    pub(crate) fn negated(self) -> Self {
        Self { negative: !self.negative, ..self }
    }

    /// Whether a minus stands before it.
    pub(crate) fn is_negative(&self) -> bool {
        self.negative
    }

    /// The digits after the point.
    pub(crate) fn fraction(&self) -> &str {
        &self.fraction
    }

    /// What a JSON number is printed of: its sign, its digits, its point and the digits behind that.
    pub(crate) fn parts(&self) -> [&str; 4] {
        let (sign, point) = (if self.negative { "-" } else { "" }, if self.fraction.is_empty() { "" } else { "." });
        [sign, &self.integer, point, &self.fraction]
    }

    fn is_zero(&self) -> bool {
        self.integer == "0" && self.fraction.bytes().all(|b| b == b'0')
    }
}

impl PartialOrd for Decimal {
    /// By value: `1.5` and `1.50` compare equal, though they are not the same literal.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let sign = |d: &Self| match (d.is_zero(), d.negative) {
            (true, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        };
        let size = |a: &Self, b: &Self| {
            (a.integer.len(), &a.integer, a.fraction.trim_end_matches('0')).cmp(&(
                b.integer.len(),
                &b.integer,
                b.fraction.trim_end_matches('0'),
            ))
        };
        Some(sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            1 => size(self, other),
            _ => size(other, self),
        }))
    }
}

impl fmt::Display for Decimal {
    /// A JSON number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().into_iter().try_for_each(|part| f.write_str(part))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Decimal {
        let (number, len) = Decimal::parse(text.trim_start_matches('-')).expect("a number");
        assert_eq!(len, text.trim_start_matches('-').len(), "{text}");
        if text.starts_with('-') { number.negated() } else { number }
    }

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [
            ("45.3", "45.3"),
            ("12.50", "12.50"),
            ("1,200", "1200"),
            ("1,234,567.8", "1234567.8"),
            (".5", "0.5"),
            ("007", "7"),
            ("0", "0"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
        ] {
            assert_eq!(number(text).to_string(), printed);
        }
        for (text, taken) in [("1,20", 1), ("1234,567", 4), ("5.", 1), ("3-5", 1), ("1,2000", 1)] {
            assert_eq!(Decimal::parse(text).map(|(_, len)| len), Some(taken), "{text}");
        }
        assert_eq!(Decimal::parse("x"), None);
        assert_eq!(Decimal::parse("."), None);
    }

    #[test]
    fn moves_the_point() {
        for (text, by, printed) in [
            ("453000", -4, "45.3"),
            ("45.3", 4, "453000"),
            ("45.3", -4, "0.00453"),
            ("0.00453", 4, "45.3"),
            ("12.50", 0, "12.50"),
            ("1.23456", 2, "123.456"),
            ("0", -4, "0"),
        ] {
            assert_eq!(number(text).shifted(by).to_string(), printed);
        }
    }

    #[test]
    fn compares_by_value() {
        for (a, b, order) in [
            ("9", "10", Ordering::Less),
            ("1.5", "1.50", Ordering::Equal),
            ("-2", "1", Ordering::Less),
            ("-2", "-10", Ordering::Greater),
            ("0.09", "0.1", Ordering::Less),
            ("-0", "0", Ordering::Equal),
            ("100000000000000000000", "99999999999999999999", Ordering::Greater),
        ] {
            assert_eq!(number(a).partial_cmp(&number(b)), Some(order), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn a_shift_has_an_inverse(text in "[1-9][0-9]{0,20}(\\.[0-9]{0,5}[1-9])?", by in -30i32..30) {
            let number = number(&text);
            prop_assert_eq!(number.shifted(by).shifted(-by), number);
        }
    }
}
