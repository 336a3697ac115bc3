//! What stands behind a unit and adds to its number: the digit of its tenths (七成六, 1米75), and what is left over in
//! smaller units, each the tenth of the one before (三元五角, 12元零5分, 3斤2两, 五块二毛五).

use super::either_digit;
use crate::{
    decimal::Decimal,
    syntax::words::{self, Lexicon},
};

/// Digits that stand without a unit of their own, at the most.
const BARE: usize = 2;

/// What adds to a number of `unit` at the start of `rest`, and its bytes.
///
/// ebnf: smaller-parts
pub(crate) fn smaller(unit: &str, rest: &str, lexicon: &Lexicon) -> Option<(Decimal, usize)> {
    let mut unit = single(unit)?;
    let mut sum = Decimal::default();
    let (mut at, mut place) = (0, 0);
    while let Some((digit, down, len)) = part(unit, &rest[at..], lexicon) {
        place += down;
        sum = sum.plus(&tenths(&digit.to_string(), place))?;
        at += len;
        unit = single(&rest[at - SIGN..at])?;
    }
    if let Some((digits, len)) = bare(unit, &rest[at..]) {
        sum = sum.plus(&tenths(&digits, place + i32::try_from(digits.len()).ok()?))?;
        at += len;
    }
    (at > 0).then_some((sum, at))
}

/// Bytes of a smaller unit: all of them are Han characters.
const SIGN: usize = '分'.len_utf8();

fn tenths(digits: &str, place: i32) -> Decimal {
    Decimal::new(false, digits, "").shifted(-place)
}

fn single(unit: &str) -> Option<char> {
    let mut signs = unit.chars();
    signs.next().filter(|_| signs.next().is_none())
}

/// A digit with a smaller unit, how many places that is below `unit`, and their bytes: 5角, 零5分.
fn part(unit: char, rest: &str, lexicon: &Lexicon) -> Option<(char, i32, usize)> {
    let zero = rest.chars().next().filter(|c| either_digit(*c) == Some('0')).map_or(0, char::len_utf8);
    let sign = rest[zero..].chars().next()?;
    let digit = either_digit(sign).filter(|digit| *digit > '0')?;
    let at = zero + sign.len_utf8();
    let smaller = single(lexicon.unit(&rest[at..])?)?;
    let is_tenth = |of: char| tenths_of(of).contains(smaller);
    let down = if is_tenth(unit) {
        1
    } else if zero > 0 && tenths_of(unit).chars().any(is_tenth) {
        2
    } else {
        return None;
    };
    Some((digit, down, at + smaller.len_utf8()))
}

/// The units that are a tenth of another.
fn tenths_of(unit: char) -> &'static str {
    words::TENTHS.iter().find(|(of, _)| *of == unit).map_or("", |(_, tenths)| tenths)
}

/// The digits at the end of a clause, behind a unit whose tenths are told so.
fn bare(unit: char, rest: &str) -> Option<(String, usize)> {
    let mut sign = [0; 4];
    words::TENTH_BEHIND.at_start(unit.encode_utf8(&mut sign))?;
    let digits: String = rest.chars().map_while(either_digit).take(BARE).collect();
    let len = rest.chars().take(digits.len()).map(char::len_utf8).sum();
    let tail: &str = &rest[len..];
    let ends = !tail.starts_with(|c: char| c.is_alphanumeric() || ".．-—%％、".contains(c))
        || words::LIMITS.at_start(tail).is_some()
        || words::NAME_OF.at_start(tail).is_some();
    (ends && !digits.is_empty()).then_some((digits, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_and_smaller_units_add_to_a_number() {
        for (unit, rest, says) in [
            ("元", "6角，", Some(("0.6", "6角"))),
            ("元", "四角二分", Some(("0.42", "四角二分"))),
            ("元", "零8分", Some(("0.08", "零8分"))),
            ("块", "零六毛", Some(("0.6", "零六毛"))),
            ("块", "两毛五", Some(("0.25", "两毛五"))),
            ("角", "5分", Some(("0.5", "5分"))),
            ("斤", "3两", Some(("0.3", "3两"))),
            ("米", "65。", Some(("0.65", "65"))),
            ("成", "三左右", Some(("0.3", "三"))),
            ("元", "3分钟", None),
            ("元", "3人", None),
            ("元", "5分", None),
            ("元", "5", None),
            ("米", "3家", None),
            ("成", "多", None),
        ] {
            let found = smaller(unit, rest, &Lexicon::default());
            let found = found.map(|(sum, len)| (sum.to_string(), &rest[..len]));
            assert_eq!(found, says.map(|(sum, taken)| (sum.to_owned(), taken)), "{unit}{rest}");
        }
    }
}
