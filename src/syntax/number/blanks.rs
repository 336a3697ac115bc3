//! Blanks within a number, as spaced print and its copies have them: 一百 五 十 二, 7万 5千 4百, 百分之五 十.

use compact_str::CompactString;
use smallvec::SmallVec;

use super::{Number, digit, narrow_digit, place_of, tight};
use crate::syntax::{numeral, words};

/// Characters that such a number has at the most.
const MOST: usize = 64;

/// Characters of a scale, at the most.
const SCALE: usize = 2;

/// The number at the start of `text` that goes on over blanks behind its first `len` bytes. All that could be of it must
/// be of it: two digits that a blank parts, or a place that does not fit, are two numbers.
pub(super) fn over(text: &str, len: usize) -> Option<Number> {
    // Nearly nowhere do a blank and a sign of a numeral follow a number and its scale.
    let scale: usize =
        text[len..].chars().take(SCALE).take_while(|c| words::NUMERAL_PARTS.contains(*c)).map(char::len_utf8).sum();
    let blank = text[len + scale..].strip_prefix(' ')?;
    blank.chars().take(MOST).find(|c| *c != ' ').filter(|c| is_part(*c))?;
    let mut signs = CompactString::default();
    let mut ends = SmallVec::<[usize; MOST]>::new();
    for (at, c) in text.char_indices().take(2 * MOST) {
        let parted = ends.last().is_some_and(|end| *end < at);
        match signs.chars().next_back() {
            _ if c == ' ' => continue,
            Some(last) if parted && is_digit(last) && is_digit(c) => break,
            _ if !is_part(c) || ends.len() == MOST => break,
            _ => {}
        }
        signs.push(c);
        ends.push(at + c.len_utf8());
    }
    let number = tight(&signs)?;
    let (taken, rest) = signs.split_at(number.len);
    // 投资3亿 5家企业: digits go on over a blank only where a scale closes them.
    let closed = !taken.starts_with(|c| narrow_digit(c).is_some()) || taken.ends_with(|c| place_of(c).is_some());
    let end = *ends.get(taken.chars().count().checked_sub(1)?)?;
    (closed && end > len && rest.chars().all(|c| place_of(c).is_some_and(|power| power >= 4)))
        .then_some(Number { len: end, ..number })
}

fn is_digit(c: char) -> bool {
    narrow_digit(c).is_some() || digit(c).is_some()
}

fn is_part(c: char) -> bool {
    narrow_digit(c).is_some() || numeral::is_sign(c) || words::NUMERAL_PARTS.contains(c)
}
