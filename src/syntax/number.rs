//! Numbers printed in full: 1,234.5, ５．６, 三十六点七, 1亿3000万, 二百五, 半, 三分之二, and those that say between which
//! numbers theirs lies: 两三, 几十, 3—5, 4.5%—5, 百分之八至九.

mod blanks;
mod fraction;
mod range;
mod style;
mod tenths;
mod vague;

pub(crate) use range::{joins, range, scale};
pub(crate) use style::{Digits, Style};
pub(crate) use tenths::smaller;
use vague::vague;

use compact_str::{CompactString, ToCompactString, format_compact};

use crate::{
    decimal::Decimal,
    syntax::{
        numeral,
        words::{self, After, Lexicon},
    },
};

/// What a number says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// This number.
    Exact(Decimal),
    /// A number from the first to the second. The first has a scale of its own where that is printed, as a power of
    /// ten: 3000万—1亿元.
    Between(Decimal, Option<i32>, Decimal),
    /// A numerator over a denominator.
    Fraction(Decimal, Decimal),
}

/// A number at the start of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// Bytes.
    pub(crate) len: usize,
    pub(crate) reading: Reading,
}

impl Number {
    fn exact(len: usize, number: Decimal) -> Self {
        Self { len, reading: Reading::Exact(number) }
    }
}

impl Reading {
    /// The ends of a range whose second end is in the power of ten `scale`. That is the first one's too, unless it has
    /// its own or would be the greater one: 3至5万 is from 30000, 8500至3万 is from 8500.
    pub(crate) fn ends(&self, scale: i32) -> Option<(Decimal, Decimal)> {
        let Self::Between(low, own, high) = self else { return None };
        let high = high.shifted(scale);
        let shared = low.shifted(own.unwrap_or(scale));
        let low = if own.is_none() && shared > high { low.clone() } else { shared };
        Some((low, high))
    }

    /// Whether the first end of a range is less than the second, which is in the power of ten `scale`.
    pub(crate) fn rises(&self, scale: i32) -> bool {
        matches!(self.ends(scale), Some((low, high)) if low < high)
    }
}

/// The longest number at the start of `text`, without a sign and without a scale that stands by itself: 三千五百 of
/// 三千五百万, 12 of 12万, all of 1亿3000万.
///
/// ebnf: number
pub(crate) fn number(text: &str) -> Option<Number> {
    let number = tight(text)?;
    Some(blanks::over(text, number.len).unwrap_or(number))
}

/// 一千克, 六千字节: the number without a place that begins the unit behind it, as the prefixes of GB 3100 do.
pub(crate) fn before_unit(text: &str, number: Number, lexicon: &Lexicon) -> Number {
    let run = &text[..number.len];
    let place = run.chars().next_back().filter(|c| place_of(*c).is_some()).map_or(0, char::len_utf8);
    let shorter = &run[..run.len() - place];
    if place == 0 || lexicon.unit(&text[shorter.len()..]).is_none_or(|unit| unit.len() <= place) {
        return number;
    }
    // 两万六千字节 is no 两万六 of them.
    match (reading(run), reading(shorter)) {
        (Some(Reading::Exact(whole)), Some(Reading::Exact(part)))
            if part.shifted(power(&run[shorter.len()..])) == whole =>
        {
            Number { len: shorter.len(), reading: Reading::Exact(part) }
        }
        _ => number,
    }
}

/// The same, as far as no blank parts its signs.
fn tight(text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    if narrow_digit(first).is_none() && !is_point(first) {
        return vague(text).or_else(|| chinese(text));
    }
    let (len, number) = digits(text)?;
    if let Some((exponent_len, power)) = exponent(&text[len..]) {
        return Some(Number::exact(len + exponent_len, number.shifted(power)));
    }
    let other = fraction::slashed(text, len, &number).or_else(|| fraction::worded(text, len, &number));
    Some(other.or_else(|| compound(text, len, &number)).unwrap_or(Number::exact(len, number)))
}

/// A point that may begin a number: .77.
pub(crate) fn is_point(c: char) -> bool {
    matches!(c, '.' | '．')
}

/// The power of ten behind a number, and its bytes: the NR3 form of ISO 6093, 12.32e+14, which spreadsheets print.
///
/// ebnf: exponent
fn exponent(rest: &str) -> Option<(usize, i32)> {
    let (sign, body) = sign(rest.strip_prefix(['e', 'E', 'ｅ', 'Ｅ'])?);
    let digits: CompactString = body.chars().map_while(narrow_digit).take(EXPONENT + 1).collect();
    let len = rest.len() - body.len() + body.chars().take(digits.len()).map(char::len_utf8).sum::<usize>();
    let goes_on = rest[len..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let power: i32 = digits.parse().ok().filter(|_| digits.len() <= EXPONENT && !goes_on)?;
    Some((len, if sign.is_some() { -power } else { power }))
}

/// Digits of an exponent, at the most.
const EXPONENT: usize = 2;

/// The number that a whole run is, its sign included; a run of 4.5%—5 or 3000万—1 is read as well.
pub(crate) fn reading(run: &str) -> Option<Reading> {
    let (sign, body) = sign(run);
    let sign = sign.unwrap_or("");
    let negated = |number: Decimal| if sign.is_empty() { number } else { number.negated() };
    if body.contains(' ') {
        // 1 178, where what it counts is no longer beside it.
        return reading(&run.replace(' ', ""));
    }
    if let Some((number, _)) = Decimal::parse(body).filter(|(_, len)| *len == body.len()) {
        return Some(Reading::Exact(negated(number)));
    }
    if let Some(place) = place(body) {
        return Some(Reading::Exact(negated(place)));
    }
    if let Some(vague) = vague(body).filter(|vague| vague.len == body.len()) {
        return Some(signed(sign, body, vague.reading));
    }
    // A numeral has its scale within itself where nothing else has it: 三千五百万.
    if let Some((whole, _)) = numeral::parse_chinese(body).filter(|(_, len)| *len == body.len()) {
        return Some(Reading::Exact(negated(Decimal::from(whole))));
    }
    // 负百分之十三: the word of the share stands within.
    let share = words::PERCENTS.at_start(body).filter(|_| !sign.is_empty()).map_or(0, str::len);
    let body = &body[share..];
    let first = number(body)?;
    if first.len == body.len() {
        return Some(signed(sign, body, first.reading));
    }
    let lexicon = Lexicon::default();
    let range = range(body, &before_unit(body, first, &lexicon), &lexicon)?;
    (range.len == body.len()).then(|| signed(sign, body, range.reading))
}

/// What is read of `text` behind a sign below zero, "" where none stands there. -5～8 is from -5 to 8; a word is for both
/// ends where nothing but the joiner parts them: 零下3至5 is from -5 to -3.
pub(crate) fn signed(sign: &str, text: &str, reading: Reading) -> Reading {
    if sign.is_empty() {
        return reading;
    }
    match reading {
        Reading::Exact(number) => Reading::Exact(number.negated()),
        Reading::Fraction(numerator, denominator) => Reading::Fraction(numerator.negated(), denominator),
        Reading::Between(low, None, high) if sign.starts_with(char::is_alphabetic) && shares_sign(text) => {
            Reading::Between(high.negated(), None, low.negated())
        }
        Reading::Between(low, own, high) => Reading::Between(low.negated(), own, high),
    }
}

/// Whether the ends of a range have nothing but a joiner between them, or are one number: 3至5, 三五.
fn shares_sign(text: &str) -> bool {
    let Some(first) = number(text) else { return false };
    let rest = &text[first.len..];
    let second = words::JOINERS.at_start(rest).map_or("", |joiner| &rest[joiner.len()..]);
    rest.is_empty() || sign(second).0.is_none() && !second.is_empty()
}

/// What a place that counts one of itself says: 百, 千万.
fn place(run: &str) -> Option<Decimal> {
    let bare = words::BARE.at_start(run).is_some_and(|place| place == run);
    bare.then(|| Decimal::one().shifted(power(run)))
}

/// The sign at the start of a text, and what follows it.
///
/// ebnf: sign
pub(crate) fn sign(text: &str) -> (Option<&str>, &str) {
    match (words::MINUS.at_start(text), text.strip_prefix(['+', '＋'])) {
        (Some(minus), _) => (Some(minus), text[minus.len()..].trim_start()),
        (None, Some(rest)) => (None, rest),
        (None, None) => (None, text),
    }
}

/// The power of ten of a scale: 4 of 万.
pub(crate) fn power(scale: &str) -> i32 {
    scale.chars().filter_map(place_of).sum()
}

/// The power of ten of a place: 2 of 百.
pub(crate) fn place_of(c: char) -> Option<i32> {
    words::POWERS.iter().find(|(sign, _)| *sign == c).map(|(_, power)| *power)
}

/// A digit in either width.
pub(crate) fn narrow_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}

/// A digit in either width or a Chinese one, as an Arabic one.
pub(crate) fn either_digit(c: char) -> Option<char> {
    narrow_digit(c).or_else(|| digit(c))
}

/// 1,234.5 in digits of either width: a comma parts groups of three, a point stands between digits.
///
/// ebnf: arabic-number
fn digits(text: &str) -> Option<(usize, Decimal)> {
    let run = |from: usize, most: usize| -> (usize, CompactString) {
        let ascii = text.as_bytes()[from..].iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        let mut digits = CompactString::from(&text[from..from + ascii]);
        let mut end = from + ascii;
        for c in text[end..].chars().take(most - ascii) {
            let Some(digit) = narrow_digit(c) else { break };
            digits.push(digit);
            end += c.len_utf8();
        }
        (end, digits)
    };
    let (mut end, mut integer) = run(0, usize::MAX);
    if (1..=3).contains(&integer.len()) {
        if let Some((spaced_end, groups, fraction)) = spaced(&text[end..]) {
            return Some((end + spaced_end, Decimal::new(false, &format_compact!("{integer}{groups}"), fraction)));
        }
        while let Some(comma) = text[end..].chars().next().filter(|c| matches!(c, ',' | '，')) {
            let (group_end, group) = run(end + comma.len_utf8(), 4);
            if group.len() != 3 {
                break;
            }
            integer.push_str(&group);
            end = group_end;
        }
    }
    let mut fraction = CompactString::default();
    let damaged = |c: char| words::DAMAGED_POINTS.contains(c);
    let point = text[end..].chars().next().filter(|c| words::DECIMAL_POINTS.contains(*c) || damaged(*c));
    if let Some(point) = point {
        let (fraction_end, digits) = run(end + point.len_utf8(), usize::MAX);
        let stands = !damaged(point) || digits.len() <= 2 && is_share(&text[fraction_end..]);
        if !digits.is_empty() && stands {
            (end, fraction) = (fraction_end, digits);
        }
    }
    (end > 0).then(|| (end, Decimal::new(false, &integer, &fraction)))
}

/// Whether a sign of shares stands here, or nothing more.
fn is_share(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| words::SHARE_SIGNS.contains(c))
}

/// Groups of three digits behind blanks, as GB/T 15835 parts them, and decimals, where a word follows that they count:
/// 1 178万元, 1 234.50元.
fn spaced(text: &str) -> Option<(usize, String, &str)> {
    let mut groups = String::new();
    let mut end = 0;
    while let Some(group) = text[end..].strip_prefix(' ') {
        let digits = group.bytes().take_while(u8::is_ascii_digit).count();
        if digits != 3 {
            break;
        }
        groups.push_str(&group[..digits]);
        end += 1 + digits;
    }
    let decimals = text[end..].strip_prefix('.').unwrap_or("");
    let fraction = &decimals[..decimals.bytes().take_while(u8::is_ascii_digit).count()];
    let end = if end == 0 || fraction.is_empty() { end } else { end + '.'.len_utf8() + fraction.len() };
    let counted = text[end..].trim_start_matches(' ');
    let word = counted.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii());
    (end > 0 && (word || Lexicon::default().unit(counted).is_some())).then_some((end, groups, fraction))
}

/// 1亿3000万, 5万4千6百: digits with scales in falling order, at least two of them, each closed by its scale but the last.
fn compound(text: &str, len: usize, first: &Decimal) -> Option<Number> {
    // Most numbers have no scale.
    words::SCALES.at_start(&text[len..])?;
    let mut end = len;
    let mut number = first.clone();
    let mut sum = Decimal::default();
    let mut last = i32::MAX;
    let mut parts = 0;
    while let Some(scale) = words::SCALES.at_start(&text[end..]).filter(|scale| power(scale) < last) {
        last = power(scale);
        sum = sum.plus(&number.shifted(last))?;
        parts += 1;
        end += scale.len();
        match section(&text[end..]) {
            // 1万2 is 12000, as 一万二 is.
            Some((len, next)) if last > 1 && is_alone(&text[end..], len) => {
                (end, number) = (end + len, next.shifted(last - 1));
            }
            // 3万2000人: what follows the scale is less than it.
            Some((len, next)) if next < Decimal::one().shifted(last) => (end, number) = (end + len, next),
            _ => return (parts > 1).then(|| Number::exact(end, sum)),
        }
    }
    (parts > 0 && end > len).then(|| sum.plus(&number).map(|sum| Number::exact(end, sum)))?
}

/// Whether the `len` bytes at the start of a text are one digit with no scale behind it.
fn is_alone(text: &str, len: usize) -> bool {
    text[..len].chars().nth(1).is_none() && words::SCALES.at_start(&text[len..]).is_none()
}

/// What goes on a compound behind a scale: digits (3万2000), a numeral of several signs (3万五千, but not the 一 of
/// 10万一线工人), either behind a zero (1万零500).
fn section(text: &str) -> Option<(usize, Decimal)> {
    let zero = text.chars().next().filter(|c| digit(*c) == Some('0')).map_or(0, char::len_utf8);
    let rest = &text[zero..];
    let (len, number) = if rest.starts_with(|c| narrow_digit(c).is_some()) {
        digits(rest)?
    } else {
        let (number, len) = numeral::parse_chinese(rest).filter(|(_, len)| rest[..*len].chars().nth(1).is_some())?;
        (len, Decimal::from(number))
    };
    Some((zero + len, number))
}

/// 三十六点七, 三千五百 of 三千五百万, 半, 三分之二.
fn chinese(text: &str) -> Option<Number> {
    if let Some(half) = words::HALVES.at_start(text) {
        return Some(Number::exact(half.len(), Decimal::new(false, "0", "5")));
    }
    let (whole, len) = numeral::parse_chinese(text)?;
    Some(fraction::worded(text, len, &Decimal::from(whole)).unwrap_or_else(|| decimal(text, whole, len)))
}

/// A numeral and the digits behind its point: 三十六点七; without its scale where it has none: 三千五百 of 三千五百万.
fn decimal(text: &str, whole: u64, len: usize) -> Number {
    let rest = &text[len..];
    if let Some(tail) = words::POINTS.at_start(rest).map(|point| &rest[point.len()..]) {
        let mut digits = CompactString::default();
        let mut taken = 0;
        for c in tail.chars() {
            let Some(digit) = digit(c) else { break };
            digits.push(digit);
            taken += c.len_utf8();
        }
        // 八点三十分 is a time of day.
        if taken > 0 && !tail[taken..].starts_with(|c| words::CLOCK_PARTS.contains(c)) {
            let len = text.len() - tail.len() + taken;
            return Number::exact(len, Decimal::new(false, &whole.to_compact_string(), &digits));
        }
    }
    let (whole, len) = unscaled(&text[..len], whole);
    Number::exact(len, Decimal::from(whole))
}

/// A numeral that is a plain multiple of 万 or 亿 leaves these to be its scale, as digits do; 一万五千 cannot.
fn unscaled(numeral: &str, value: u64) -> (u64, usize) {
    let scales = numeral.trim_end_matches(|c| place_of(c).is_some_and(|power| power >= 4));
    if scales.len() == numeral.len() {
        return (value, numeral.len());
    }
    let power = power(&numeral[scales.len()..]);
    match numeral::parse_chinese(scales) {
        Some((plain, len)) if len == scales.len() => {
            let scaled = u32::try_from(power).ok().and_then(|power| plain.checked_mul(10u64.checked_pow(power)?));
            if scaled == Some(value) { (plain, len) } else { (value, numeral.len()) }
        }
        _ => (value, numeral.len()),
    }
}

/// A Chinese digit as an Arabic one.
pub(crate) fn digit(c: char) -> Option<char> {
    char::from_digit(u32::from(numeral::digit(c)?), 10)
}

/// Whether a character may go on a numeral: what is read stops short of what is written there.
pub(crate) fn goes_on(after: After<'_>) -> bool {
    let first = after.first();
    narrow_digit(first).is_some() || digit(first).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read at the start of a text: `value`, `low..high` or `numerator/denominator`, and how much is taken.
    fn read(text: &str) -> Option<(String, &str)> {
        let number = number(text)?;
        let says = match number.reading {
            Reading::Exact(value) => value.to_string(),
            Reading::Between(low, _, high) => format!("{low}..{high}"),
            Reading::Fraction(numerator, denominator) => format!("{numerator}/{denominator}"),
        };
        Some((says, &text[..number.len]))
    }

    fn reads(cases: &[(&str, &str, &str)]) {
        for (text, says, taken) in cases {
            let found = read(text);
            let found = found.as_ref().map(|(says, taken)| (says.as_str(), *taken));
            assert_eq!(found, Some((*says, *taken)), "{text}");
        }
    }

    #[test]
    fn blanks_part_the_signs_of_one_number_only() {
        reads(&[
            ("三百 二 十 六个", "326", "三百 二 十 六"),
            ("9万 4千 2百户", "94200", "9万 4千 2百"),
            ("四 分之 一", "1/4", "四 分之 一"),
            ("六点 二个", "6.2", "六点 二"),
            ("三十 亿", "30", "三十"),
            ("三 五项", "3", "三"),
            ("6万 3家", "6", "6"),
            ("二十 三十", "20", "二十"),
            ("12 34", "12", "12"),
            ("1 234.50元", "1234.50", "1 234.50"),
            ("1 234.5.6元", "1", "1"),
        ]);
    }

    #[test]
    fn fractions_stand_in_words_or_behind_a_slash() {
        reads(&[
            ("五又二分之一倍", "11/2", "五又二分之一"),
            ("8分之3", "3/8", "8分之3"),
            ("2/5的", "2/5", "2/5"),
            ("3又1/4倍", "13/4", "3又1/4"),
            ("3又1/4/5", "3", "3"),
            ("2024/5", "2024", "2024"),
            ("3/4/5", "3", "3"),
            ("零分之一", "0", "零"),
        ]);
        assert_eq!(reading("-3/4"), Some(Reading::Fraction(Decimal::from(3).negated(), Decimal::from(4))));
    }

    #[test]
    fn a_sign_is_the_first_ends_unless_a_word_is_for_both() {
        for (run, ends) in [
            ("-5～8", Some(("-5", "8"))),
            ("-5℃～8", Some(("-5", "8"))),
            ("-10至-5", Some(("-10", "-5"))),
            ("零下10至零下5", Some(("-10", "-5"))),
            ("零下3至5", Some(("-5", "-3"))),
            ("零下3℃至5", Some(("-3", "5"))),
            ("负三五百", Some(("-500", "-300"))),
            ("3～5", Some(("3", "5"))),
            ("三千瓦—五", Some(("3", "5"))),
        ] {
            let found = reading(run).and_then(|reading| reading.ends(0));
            let found = found.map(|(low, high)| (low.to_string(), high.to_string()));
            let found = found.as_ref().map(|(low, high)| (low.as_str(), high.as_str()));
            assert_eq!(found, ends, "{run}");
        }
    }

    #[test]
    fn points_and_exponents_belong_to_digits() {
        reads(&[
            (".35", "0.35", ".35"),
            ("1.2E+05", "120000", "1.2E+05"),
            ("25e-1", "2.5", "25e-1"),
            ("3e5级", "300000", "3e5"),
            ("3e5g", "3", "3"),
            ("3e123", "3", "3"),
            ("4万.5", "4", "4"),
            ("八百三四", "830..840", "八百三四"),
            ("九点四十分", "9", "九"),
            ("三点一刻", "3", "三"),
            ("三点一四", "3.14", "三点一四"),
        ]);
    }
}
