//! Numerals: Arabic, Chinese, Roman, letters and enclosed characters, both ways.

use std::ops::ControlFlow;

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while_m_n},
    combinator::{opt, value},
};

/// A numbering format, named as in OOXML's ST_NumberFormat where that has a name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// `1`. Leading zeros are read.
    Decimal,
    /// `１`. Leading zeros are read.
    DecimalFullWidth,
    /// `一`: simp-chinese-informal of CSS Counter Styles 3, carried on above 9999. Reads 廿, 〇 and
    /// numerals digit by digit too.
    ChineseCounting,
    /// `壹`: simp-chinese-formal of CSS Counter Styles 3, carried on above 9999; OOXML's
    /// chineseLegalSimplified. Reads traditional characters too.
    ChineseLegal,
    /// `甲`, 1 to 10.
    IdeographTraditional,
    /// `①`, 0 to 50.
    DecimalEnclosedCircle,
    /// `⑴`, 1 to 20.
    DecimalEnclosedParen,
    /// `⒈`, 1 to 20.
    DecimalEnclosedFullstop,
    /// `㈠`, 1 to 10. OOXML has no name for it; this one is made after its neighbours.
    IdeographEnclosedParen,
    /// `㊀`, 1 to 10.
    IdeographEnclosedCircle,
    /// `A` … `Z`, `AA`, `BB` … as Word counts, 1 to 780.
    UpperLetter,
    /// `a` … `z`, `aa`, `bb` … as Word counts, 1 to 780.
    LowerLetter,
    /// `I`, 1 to 3999; reads `Ⅰ` to `Ⅻ` too.
    UpperRoman,
    /// `i`, 1 to 3999; reads `ⅰ` to `ⅻ` too.
    LowerRoman,
    /// `首先`, `其次`, `再次`, then `第四` and on.
    OrdinalText,
}

const NAMES: [(Format, &str); 15] = [
    (Format::Decimal, "decimal"),
    (Format::DecimalFullWidth, "decimalFullWidth"),
    (Format::ChineseCounting, "chineseCounting"),
    (Format::ChineseLegal, "chineseLegalSimplified"),
    (Format::IdeographTraditional, "ideographTraditional"),
    (Format::DecimalEnclosedCircle, "decimalEnclosedCircle"),
    (Format::DecimalEnclosedParen, "decimalEnclosedParen"),
    (Format::DecimalEnclosedFullstop, "decimalEnclosedFullstop"),
    (Format::IdeographEnclosedParen, "ideographEnclosedParen"),
    (Format::IdeographEnclosedCircle, "ideographEnclosedCircle"),
    (Format::UpperLetter, "upperLetter"),
    (Format::LowerLetter, "lowerLetter"),
    (Format::UpperRoman, "upperRoman"),
    (Format::LowerRoman, "lowerRoman"),
    (Format::OrdinalText, "ordinalText"),
];

/// u64::MAX has as many digits.
const DIGITS_MAX: usize = 20;
/// One past the largest number that the units up to 亿 write.
const CHINESE_END: u64 = 10_000_000_000_000_000;
/// Word repeats a letter no more often.
const LETTER_REPEATS: u64 = 30;
const ROMAN_MAX: u64 = 3999;

impl Format {
    /// The name in JSON and layout files.
    pub(crate) fn name(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// The format of a name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let (format, _) = NAMES.iter().find(|(_, n)| *n == name)?;
        Some(*format)
    }

    /// The numeral for `n`; `None` where the format has no such number.
    pub(crate) fn print(self, n: u64) -> Option<String> {
        match self {
            Self::Decimal => Some(n.to_string()),
            Self::DecimalFullWidth => Some(n.to_string().chars().map(full_width).collect()),
            Self::ChineseCounting => (n < CHINESE_END).then(|| print_chinese(n)),
            Self::ChineseLegal => (n < CHINESE_END).then(|| LEGAL.print(n)),
            Self::UpperLetter => print_letter(n, b'A'),
            Self::LowerLetter => print_letter(n, b'a'),
            Self::UpperRoman => print_roman(n),
            Self::LowerRoman => print_roman(n).map(|s| s.to_ascii_lowercase()),
            Self::OrdinalText => print_ordinal(n),
            _ => {
                let (first, signs) = symbols(self);
                let at = usize::try_from(n.checked_sub(first)?).ok()?;
                signs.get(at).map(char::to_string)
            }
        }
    }

    /// Whether `numeral` is what is printed for `n`.
    pub(crate) fn prints(self, n: u64, numeral: &str) -> bool {
        // Documents count to small numbers: a digit that stands alone is compared as it is.
        if let (Self::ChineseCounting, 1..=9) = (self, n) {
            let digit = COUNTING.digits[n as usize];
            return numeral.strip_prefix(digit) == Some("");
        }
        self.print(n).is_some_and(|printed| printed == numeral)
    }

    /// The longest numeral at the start of `s`: its value and the bytes it takes. A run of digits that no
    /// u64 holds is not a numeral.
    pub(crate) fn parse(self, s: &str) -> Option<(u64, usize)> {
        match self {
            Self::Decimal => parse_digits(s, |c| c.to_digit(10)),
            Self::DecimalFullWidth => parse_digits(s, |c| ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32)),
            Self::ChineseCounting => parse_register(s, Register::Counting),
            Self::ChineseLegal => parse_register(s, Register::Legal),
            Self::UpperLetter => parse_letter(s, b'A'..=b'Z'),
            Self::LowerLetter => parse_letter(s, b'a'..=b'z'),
            Self::UpperRoman => self.parse_symbol(s).or_else(|| parse_roman(s, &UPPER_ROMAN)),
            Self::LowerRoman => self.parse_symbol(s).or_else(|| parse_roman(s, &LOWER_ROMAN)),
            Self::OrdinalText => parse_ordinal(s),
            _ => self.parse_symbol(s),
        }
    }

    fn parse_symbol(self, s: &str) -> Option<(u64, usize)> {
        let c = s.chars().next()?;
        let (format, n) = symbol(c)?;
        (format == self).then_some((n, c.len_utf8()))
    }
}

fn full_width(digit: char) -> char {
    char::from_u32(digit as u32 - '0' as u32 + '０' as u32).unwrap_or(digit)
}

/// A run of digits, one to twenty of them.
///
/// ebnf: digits
fn parse_digits(s: &str, digit: impl Fn(char) -> Option<u32>) -> Option<(u64, usize)> {
    let is_digit = |c| digit(c).is_some();
    let (rest, run) = take_while_m_n::<_, &str, ()>(1, DIGITS_MAX, is_digit)(s).ok()?;
    if rest.starts_with(is_digit) {
        return None;
    }
    let n = run.chars().try_fold(0u64, |n, c| n.checked_mul(10)?.checked_add(u64::from(digit(c)?)))?;
    Some((n, run.len()))
}

fn print_letter(n: u64, first: u8) -> Option<String> {
    let n = n.checked_sub(1)?;
    let (repeats, letter) = (n / 26 + 1, first + (n % 26) as u8);
    (repeats <= LETTER_REPEATS).then(|| char::from(letter).to_string().repeat(repeats as usize))
}

fn parse_letter(s: &str, letters: std::ops::RangeInclusive<u8>) -> Option<(u64, usize)> {
    let letter = *s.as_bytes().first().filter(|b| letters.contains(b))?;
    let run = s.bytes().take(LETTER_REPEATS as usize);
    let repeats = run.take_while(|b| *b == letter).count();
    let n = (repeats as u64 - 1) * 26 + u64::from(letter - letters.start()) + 1;
    Some((n, repeats))
}

/// One, five and ten of a decimal place.
type RomanPlace = [&'static str; 3];

const UPPER_ROMAN: [RomanPlace; 3] = [["C", "D", "M"], ["X", "L", "C"], ["I", "V", "X"]];
const LOWER_ROMAN: [RomanPlace; 3] = [["c", "d", "m"], ["x", "l", "c"], ["i", "v", "x"]];

fn print_roman(n: u64) -> Option<String> {
    if !(1..=ROMAN_MAX).contains(&n) {
        return None;
    }
    let mut out = "M".repeat((n / 1000) as usize);
    for (i, [one, five, ten]) in UPPER_ROMAN.into_iter().enumerate() {
        let digit = (n / 10u64.pow(2 - i as u32) % 10) as usize;
        match digit {
            9 => out.extend([one, ten]),
            4 => out.extend([one, five]),
            _ => {
                out.push_str(&five[..digit / 5]);
                out.push_str(&one.repeat(digit % 5));
            }
        }
    }
    Some(out)
}

/// Canonical forms only: IV, never IIII.
fn parse_roman(s: &str, places: &[RomanPlace; 3]) -> Option<(u64, usize)> {
    let (mut rest, thousands) = up_to_three(places[0][2])(s).ok()?;
    let mut n = thousands;
    for place in places {
        let (after, digit) = roman_digit(rest, place).ok()?;
        (rest, n) = (after, n * 10 + digit);
    }
    (n > 0).then_some((n, s.len() - rest.len()))
}

fn roman_digit<'a>(s: &'a str, [one, five, ten]: &RomanPlace) -> IResult<&'a str, u64> {
    let nine = value(9, (tag(*one), tag(*ten)));
    let four = value(4, (tag(*one), tag(*five)));
    let plain = (opt(tag(*five)), up_to_three(one)).map(|(five, ones)| if five.is_some() { 5 + ones } else { ones });
    alt((nine, four, plain)).parse(s)
}

fn up_to_three<'a>(letter: &'static str) -> impl Fn(&'a str) -> IResult<&'a str, u64> {
    move |s| {
        let (rest, run) = take_while_m_n(0, 3, |c| letter.starts_with(c))(s)?;
        Ok((rest, run.len() as u64))
    }
}

fn print_ordinal(n: u64) -> Option<String> {
    let at = usize::try_from(n.checked_sub(1)?).ok()?;
    let counted = || (n < CHINESE_END).then(|| [ORDINAL, &print_chinese(n)].concat());
    ORDINALS.get(at).map(|word| (*word).to_owned()).or_else(counted)
}

/// ebnf: ordinal
fn parse_ordinal(s: &str) -> Option<(u64, usize)> {
    if let Some(at) = ORDINALS.iter().position(|word| s.starts_with(word)) {
        return Some((at as u64 + 1, ORDINALS[at].len()));
    }
    let (n, len) = parse_register(s.strip_prefix(ORDINAL)?, Register::Counting)?;
    Some((n, ORDINAL.len() + len))
}

/// Whether a sign is one of those that count the items of most lists: 一 to 十.
pub(crate) fn counts_items(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// What a character means in a Chinese numeral.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// 零 to 九.
    Digit(u8),
    /// 两: two of something, before 百, 千, 万, 亿 or alone.
    Pair,
    /// ○: a zero only after another sign.
    Hollow,
    /// 廿, 卅, 卌: so many tens.
    Tens(u8),
    /// 十, 百, 千: the power of ten.
    Unit(u8),
    /// 万, 亿, 兆: the power of ten.
    Group(u8),
}

/// Which characters count.
#[derive(Clone, Copy)]
enum Register {
    Counting = 1,
    Legal = 2,
    Any = 3,
}

/// The characters that a register prints.
struct Glyphs {
    digits: [char; 10],
    units: [char; 3],
    groups: [char; 2],
}

include!(concat!(env!("OUT_DIR"), "/numerals.rs"));

/// The Chinese numeral at the start of `s`, in any register, with its value and the bytes it takes: 一千零一,
/// 两万, 廿三, 六万万, 一万五 (15000), digit by digit 二〇二三, formal 壹佰. The longest prefix that is one
/// numeral is taken, so look at what follows: 三五百 gives 三五.
///
/// ebnf: chinese-numeral
pub(crate) fn parse_chinese(s: &str) -> Option<(u64, usize)> {
    parse_register(s, Register::Any)
}

/// Whether a character is of Chinese numerals, in any register.
pub(crate) fn is_sign(c: char) -> bool {
    sign(c).is_some()
}

/// The value of a digit of any register: 3 of 三 and of 叁, 2 of 两.
pub(crate) fn digit(c: char) -> Option<u8> {
    match sign(c)? {
        (Sign::Digit(digit), _) => Some(digit),
        (Sign::Pair, _) => Some(2),
        _ => None,
    }
}

/// The same where digits stand one by one, as those of a year do: 0 of ○ too.
pub(crate) fn year_digit(c: char) -> Option<u8> {
    match sign(c)? {
        (Sign::Hollow, _) => Some(0),
        _ => digit(c),
    }
}

/// `n` in simp-chinese-informal of CSS Counter Styles 3 up to 9999; above, in groups of 万 and 亿 (一万零一,
/// 十万, 一亿零三百, 三万亿); from 10^16 digit by digit, the fallback of that style (cjk-decimal).
pub(crate) fn print_chinese(n: u64) -> String {
    let mut out = COUNTING.print(n);
    // 一十 is 十 where a numeral begins with it.
    let [_, one, ..] = COUNTING.digits;
    let ten = COUNTING.units[0];
    if n < CHINESE_END && out.strip_prefix(one).is_some_and(|s| s.starts_with(ten)) {
        out.remove(0);
    }
    out
}

impl Glyphs {
    fn print(&self, n: u64) -> String {
        let mut out = String::new();
        if n == 0 {
            out.push(self.digits[0]);
            return out;
        }
        if n >= CHINESE_END {
            let digits = n.to_string();
            return digits.bytes().map(|b| self.digits[usize::from(b - b'0')]).collect();
        }
        let mut gap = false;
        for place in (0..=n.ilog10()).rev() {
            let digit = (n / 10u64.pow(place) % 10) as usize;
            if digit == 0 {
                gap = !out.is_empty();
            } else {
                if gap {
                    out.push(self.digits[0]);
                }
                gap = false;
                out.push(self.digits[digit]);
                if place % 4 > 0 {
                    out.push(self.units[place as usize % 4 - 1]);
                }
            }
            // 亿 closes all above it, 万 its own four digits.
            let (group, size) = match place {
                8 => (1, u64::MAX),
                4 | 12 => (0, 10_000),
                _ => continue,
            };
            if !(n / 10u64.pow(place)).is_multiple_of(size) {
                out.push(self.groups[group]);
                gap = false;
            }
        }
        out
    }
}

fn parse_register(s: &str, register: Register) -> Option<(u64, usize)> {
    let mut signs = s.chars().map_while(|c| {
        let (sign, registers) = sign(c)?;
        (registers & register as u8 != 0).then_some((sign, c.len_utf8()))
    });
    let mut next = Some(signs.next()?);
    let mut units = Units::default();
    let mut end = 0;
    let mut best = None;
    while let Some((sign, len)) = next {
        next = signs.next();
        let digit = |s: Option<(Sign, usize)>| matches!(s, Some((Sign::Digit(_) | Sign::Hollow, _)));
        if end == 0 && digit(Some((sign, len))) {
            match sign {
                _ if digit(next) || sign == Sign::Digit(0) => return parse_positional(s, register),
                // Nearly every numeral is one digit.
                Sign::Digit(digit) if next.is_none() => return Some((u64::from(digit), len)),
                _ => {}
            }
        }
        end += len;
        match units.push(sign, next.is_none()) {
            ControlFlow::Continue(Some(n)) => best = Some((n, end)),
            ControlFlow::Continue(None) => {}
            ControlFlow::Break(()) => break,
        }
    }
    best
}

/// 二〇二三, 零.
///
/// ebnf: positional-numeral
fn parse_positional(s: &str, register: Register) -> Option<(u64, usize)> {
    if matches!(sign(s.chars().next()?), Some((Sign::Hollow, _))) {
        return None;
    }
    parse_digits(s, |c| match sign(c)? {
        (_, registers) if registers & register as u8 == 0 => None,
        (Sign::Digit(d), _) => Some(u32::from(d)),
        (Sign::Hollow, _) => Some(0),
        _ => None,
    })
}

/// A numeral with units, as far as it has been read.
#[derive(Default)]
struct Units {
    /// What 兆 has closed.
    zhao: u64,
    /// What 亿 has closed since.
    yi: u64,
    /// What 万 has closed since.
    wan: u64,
    /// What 千, 百, 十 have closed since.
    section: u64,
    /// The digit that waits for its unit.
    digit: Option<u8>,
    /// That digit is 两.
    pair: bool,
    /// The power of the last unit or group.
    last: Option<u8>,
    /// 零 stands after it.
    zero: bool,
}

impl Units {
    /// Takes a sign in; gives the value where a numeral may end here. `is_last`: no sign follows.
    fn push(&mut self, sign: Sign, is_last: bool) -> ControlFlow<(), Option<u64>> {
        let taken = match sign {
            Sign::Digit(0) | Sign::Hollow => self.zero(),
            Sign::Digit(d) => return self.digit(d, is_last),
            Sign::Pair => self.pair(),
            Sign::Tens(d) if self.digit.is_none() => self.unit(1, d),
            Sign::Unit(p) => match self.digit {
                Some(_) if self.pair && p == 1 => None,
                Some(d) => self.unit(p, d),
                None if p == 1 => self.unit(1, 1),
                None => None,
            },
            Sign::Group(p) => self.group(p),
            Sign::Tens(_) => None,
        };
        taken.map_or(ControlFlow::Break(()), ControlFlow::Continue)
    }

    fn value(&self) -> u64 {
        self.zhao + self.yi + self.wan + self.section
    }

    fn digit(&mut self, d: u8, is_last: bool) -> ControlFlow<(), Option<u64>> {
        if self.digit.is_some() {
            return ControlFlow::Break(());
        }
        self.digit = Some(d);
        ControlFlow::Continue(match self.last {
            Some(last) if last > 1 && !self.zero => {
                // 一万五 is 15000, if it ends there.
                is_last.then(|| self.value() + u64::from(d) * 10u64.pow(u32::from(last) - 1))
            }
            _ => Some(self.value() + u64::from(d)),
        })
    }

    fn pair(&mut self) -> Option<Option<u64>> {
        if self.digit.is_some() {
            return None;
        }
        (self.digit, self.pair) = (Some(2), true);
        Some(self.last.is_none().then_some(2))
    }

    fn zero(&mut self) -> Option<Option<u64>> {
        let open = self.digit.is_none() && !self.zero && self.last.is_some_and(|p| p > 1);
        self.zero = true;
        open.then_some(None)
    }

    /// 千, 百, 十 stand in falling order; 零 says that one is left out.
    fn unit(&mut self, power: u8, digit: u8) -> Option<Option<u64>> {
        let last = match self.last {
            Some(p) if p < 4 => p,
            _ => 4 + u8::from(self.zero),
        };
        if power + u8::from(self.zero) >= last {
            return None;
        }
        self.section += u64::from(digit) * 10u64.pow(u32::from(power));
        (self.digit, self.pair) = (None, false);
        (self.last, self.zero) = (Some(power), false);
        Some(Some(self.value()))
    }

    fn group(&mut self, power: u8) -> Option<Option<u64>> {
        let dangling = self.zero && self.digit.is_none();
        // 一千五万 is no numeral: the digit lacks its unit.
        let units = self.last.is_none_or(|p| p == 1 || p >= 4) || self.zero;
        if dangling || (self.digit.is_some() && !units) {
            return None;
        }
        let section = self.section + u64::from(self.digit.unwrap_or(0));
        if power == 12 {
            if self.last.is_some_and(|last| last >= 4) || section == 0 {
                return None;
            }
            self.zhao = section * 1_000_000_000_000;
            *self = Self { zhao: self.zhao, last: Some(power), ..Self::default() };
            return Some(None);
        }
        if power == 8 || (section == 0 && self.last == Some(4)) {
            // 六万万 is 六亿.
            let count = match power {
                8 => self.wan + section,
                _ => self.wan,
            };
            if self.yi > 0 || count == 0 {
                return None;
            }
            let scale = if power == 8 { 100_000_000 } else { 10_000 };
            (self.yi, self.wan) = (count * scale, 0);
        } else {
            if self.wan > 0 || section == 0 {
                return None;
            }
            self.wan = section * 10_000;
        }
        self.section = 0;
        (self.digit, self.pair) = (None, false);
        self.last = Some(if self.wan > 0 { 4 } else { 8 });
        self.zero = false;
        Some(Some(self.value()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reads(table: &[(&str, u64)]) {
        for &(s, n) in table {
            assert_eq!(parse_chinese(s), Some((n, s.len())), "{s}");
        }
    }

    #[test]
    fn chinese_counting_is_simp_chinese_informal() {
        for (n, s) in [
            (0, "零"),
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (19, "十九"),
            (20, "二十"),
            (99, "九十九"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (115, "一百一十五"),
            (200, "二百"),
            (1000, "一千"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (1100, "一千一百"),
            (6001, "六千零一"),
            (9999, "九千九百九十九"),
            (10_000, "一万"),
            (10_001, "一万零一"),
            (11_000, "一万一千"),
            (100_000, "十万"),
            (150_010, "十五万零一十"),
            (2_001_000, "二百万一千"),
            (20_100_000, "二千零一十万"),
            (100_000_300, "一亿零三百"),
            (100_010_000, "一亿零一万"),
            (100_001_000, "一亿零一千"),
            (1_000_000_000, "十亿"),
            (1_000_000_000_000, "一万亿"),
            (1_000_200_000_000, "一万零二亿"),
            (1_000_000_000_300, "一万亿零三百"),
            (CHINESE_END - 1, "九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九"),
        ] {
            assert_eq!(print_chinese(n), s);
            reads(&[(s, n)]);
        }
    }

    #[test]
    fn print_chinese_falls_back_to_single_digits() {
        assert_eq!(print_chinese(CHINESE_END), "一零零零零零零零零零零零零零零零零");
        assert_eq!(Format::ChineseCounting.print(CHINESE_END), None);
        let max = print_chinese(u64::MAX);
        reads(&[(&max, u64::MAX)]);
    }

    #[test]
    fn chinese_legal_is_simp_chinese_formal() {
        for (n, s) in [(0, "零"), (10, "壹拾"), (305, "叁佰零伍"), (12_000, "壹万贰仟")] {
            assert_eq!(Format::ChineseLegal.print(n).as_deref(), Some(s));
        }
        reads(&[("壹萬貳仟叁佰肆拾伍", 12_345), ("拾億", 1_000_000_000), ("陸拾柒", 67)]);
        assert_eq!(Format::ChineseLegal.parse("一"), None);
        assert_eq!(Format::ChineseCounting.parse("壹"), None);
        assert_eq!(Format::ChineseCounting.parse("二拾"), Some((2, 3)));
    }

    #[test]
    fn chinese_reads_what_people_write() {
        reads(&[
            ("〇", 0),
            ("二〇二三", 2023),
            ("一九五六", 1956),
            ("二○○九", 2009),
            ("二ＯＯ九", 2009),
            ("一〇", 10),
            ("零八", 8),
            ("两", 2),
            ("两百", 200),
            ("两万两千", 22_000),
            ("一千零两万", 10_020_000),
            ("廿", 20),
            ("廿三", 23),
            ("卅一", 31),
            ("一百廿五", 125),
            ("一百十五", 115),
            ("一百〇五", 105),
            ("一千零十五", 1015),
            ("六万万", 600_000_000),
            ("六万万五千万", 650_000_000),
            ("三千五百万", 35_000_000),
            ("两万五", 25_000),
            ("一亿三", 130_000_000),
            ("一百五", 150),
            ("三万五百", 30_500),
            ("二百万零一千", 2_001_000),
            ("三万亿", 3_000_000_000_000),
            ("一兆零二十万五千", 1_000_000_205_000),
            ("三兆五十亿", 3_005_000_000_000),
        ]);
    }

    #[test]
    fn chinese_stops_where_one_numeral_ends() {
        for (s, n, taken) in [
            ("十十", 10, "十"),
            ("一一十", 11, "一一"),
            ("十两", 10, "十"),
            ("两三", 2, "两"),
            ("两十", 2, "两"),
            ("一百零五十", 105, "一百零五"),
            ("二十零五", 20, "二十"),
            ("三十兆", 30, "三十"),
            ("一万二兆五亿", 10_000, "一万"),
            ("一千五六百", 1000, "一千"),
            ("一千五万", 1000, "一千"),
            ("一百千", 100, "一百"),
            ("一亿亿", 100_000_000, "一亿"),
            ("一万二万", 10_000, "一万"),
            ("一百零", 100, "一百"),
            ("一百零万", 100, "一百"),
            ("十五六", 15, "十五"),
            ("三十名", 30, "三十"),
            ("二oo九", 2, "二"),
            ("五１", 5, "五"),
        ] {
            assert_eq!(parse_chinese(s), Some((n, taken.len())), "{s}");
        }
        for s in ["", "万", "百分之八", "千", "亿元", "○○", "Ｏ", "名", "１"] {
            assert_eq!(parse_chinese(s), None, "{s}");
        }
    }

    #[test]
    fn digits_that_no_integer_holds_are_no_numeral() {
        let max = u64::MAX.to_string();
        assert_eq!(Format::Decimal.parse(&max), Some((u64::MAX, 20)));
        assert_eq!(Format::Decimal.parse("18446744073709551616"), None);
        assert_eq!(Format::Decimal.parse(&"1".repeat(21)), None);
        assert_eq!(parse_chinese(&"一".repeat(21)), None);
        assert_eq!(Format::Decimal.parse("007、"), Some((7, 3)));
        assert_eq!(Format::Decimal.parse("１"), None);
        assert_eq!(Format::DecimalFullWidth.parse("１２、"), Some((12, 6)));
        assert_eq!(Format::DecimalFullWidth.print(90).as_deref(), Some("９０"));
    }

    #[test]
    fn letters_count_as_word_does() {
        for (n, s) in [(1, "A"), (26, "Z"), (27, "AA"), (28, "BB"), (53, "AAA")] {
            assert_eq!(Format::UpperLetter.print(n).as_deref(), Some(s));
        }
        assert_eq!(Format::UpperLetter.print(0), None);
        assert_eq!(Format::UpperLetter.print(781), None);
        assert_eq!(Format::LowerLetter.parse("ab"), Some((1, 1)));
        assert_eq!(Format::LowerLetter.parse("A"), None);
        assert_eq!(Format::UpperLetter.parse(&"A".repeat(31)), Some((755, 30)));
    }

    #[test]
    fn roman_numerals_are_canonical() {
        for (n, s) in [(4, "IV"), (9, "IX"), (1994, "MCMXCIV"), (3999, "MMMCMXCIX")] {
            assert_eq!(Format::UpperRoman.print(n).as_deref(), Some(s));
        }
        for (s, n, len) in [("IIII", 3, 3), ("IIX", 2, 2), ("XIXX", 19, 3), ("VV", 5, 1)] {
            assert_eq!(Format::UpperRoman.parse(s), Some((n, len)), "{s}");
        }
        assert_eq!(Format::UpperRoman.parse("Ⅶ、"), Some((7, 3)));
        assert_eq!(Format::LowerRoman.parse("ⅻ"), Some((12, 3)));
        assert_eq!(Format::LowerRoman.parse("Ⅶ"), None);
        assert_eq!(Format::UpperRoman.parse("第"), None);
    }

    #[test]
    fn names_and_symbols() {
        for (i, (format, name)) in NAMES.into_iter().enumerate() {
            assert_eq!(format as usize, i);
            assert_eq!(Format::from_name(name), Some(format));
            assert_eq!(format.name(), name);
        }
        for (format, n, s) in [
            (Format::DecimalEnclosedCircle, 50, "㊿"),
            (Format::DecimalEnclosedParen, 20, "⒇"),
            (Format::DecimalEnclosedFullstop, 1, "⒈"),
            (Format::IdeographEnclosedParen, 10, "㈩"),
            (Format::IdeographEnclosedCircle, 3, "㊂"),
            (Format::IdeographTraditional, 10, "癸"),
        ] {
            assert_eq!(format.print(n).as_deref(), Some(s));
            assert_eq!(format.print(51), None);
        }
    }

    /// Every format over its small numbers, and over all of its range at random.
    #[test]
    fn small_numbers_print_and_parse_back() {
        for (format, _) in NAMES {
            let printed = (0..=20_000).filter(|&n| comes_back(format, n)).count();
            assert!(printed >= 10, "{format:?} prints only {printed}");
        }
    }

    fn comes_back(format: Format, n: u64) -> bool {
        let Some(s) = format.print(n) else {
            return false;
        };
        assert_eq!(format.parse(&s), Some((n, s.len())), "{s}");
        assert_eq!(format.parse(&format!("{s}、")), Some((n, s.len())), "{s}");
        true
    }

    proptest! {
        #[test]
        fn print_then_parse(n: u64, bits in 0u32..64) {
            for (format, _) in NAMES {
                comes_back(format, n >> bits);
            }
            let s = print_chinese(n >> bits);
            prop_assert_eq!(parse_chinese(&s), Some((n >> bits, s.len())));
        }

        /// What is read is a numeral on its own, with the same value.
        #[test]
        fn a_prefix_stands_alone(s in "[零〇一二三五九十百千万亿两廿○壹拾元]{0,12}") {
            if let Some((n, len)) = parse_chinese(&s) {
                prop_assert_eq!(parse_chinese(&s[..len]), Some((n, len)));
                let printed = print_chinese(n);
                prop_assert_eq!(parse_chinese(&printed), Some((n, printed.len())));
            }
        }
    }
}
