//! How a number is printed, the inverse of reading it: in which digits, parted in groups or not.

use super::{Reading, narrow_digit, reading};
use crate::syntax::{
    mask,
    numeral::{self, Format},
    words,
};

/// The digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Digits {
    /// 1234.5
    Arabic,
    /// １２３４．５
    Wide,
    /// 一千二百三十四点五
    Chinese,
    /// 壹仟贰佰叁拾肆点伍
    Legal,
}

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) digits: Digits,
    /// Whether commas part groups of three: 1,234.
    pub(crate) grouped: bool,
    /// The word of a share that stands between the sign and the digits: 负百分之十三.
    pub(crate) share: Option<&'static str>,
}

impl Style {
    /// The style of a number, or of the mask in its place.
    pub(crate) fn of(run: &str) -> Self {
        let (sign, signs) = super::sign(run);
        let shares = words::SIGNS_OF_SHARES.iter().map(|(word, _)| *word);
        let share = shares.filter(|word| sign.is_some() && signs.starts_with(word)).max_by_key(|word| word.len());
        let wide = |c: char| c > '\u{FF00}' && (narrow_digit(c).is_some() || mask::sign(c).is_some());
        let digits = if signs.chars().any(wide) {
            Digits::Wide
        } else if signs.chars().any(|c| c.is_ascii_digit() || mask::sign(c).is_some_and(|sign| sign.sign != '〇')) {
            Digits::Arabic
        } else if signs.chars().any(|c| words::FORMAL.contains(c)) {
            Digits::Legal
        } else if reading(run).is_some() {
            Digits::Chinese
        } else {
            Digits::Arabic
        };
        Self { digits, grouped: run.contains([',', '，']), share }
    }

    /// A number in literal digits, or two with a joiner between them, in this style. Chinese numerals end at 10^16; what
    /// they do not print, and two that would read otherwise in words (三至五百, 负三至五), stand in Arabic digits.
    pub(crate) fn print(self, number: &str) -> String {
        if let Some((low, joiner, high)) = halves(number) {
            let both = |style: Self| [&style.print(low), joiner, &style.print(high)].concat();
            let printed = both(self);
            let reads = reading(&printed) == reading(number);
            return if reads { printed } else { both(Self { digits: Digits::Arabic, ..self }) };
        }
        let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
        if let Some(share) = self.share {
            let sign = if sign.is_empty() { "" } else { numeral::MINUS };
            return [sign, share, &Self { share: None, ..self }.print(digits)].concat();
        }
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, f)| (whole, Some(f)));
        let format = match self.digits {
            Digits::Chinese => Some(Format::ChineseCounting),
            Digits::Legal => Some(Format::ChineseLegal),
            Digits::Arabic | Digits::Wide => None,
        };
        if let Some(printed) = format.and_then(|format| in_words(format, whole, fraction)) {
            return if sign.is_empty() { printed } else { [numeral::MINUS, &printed].concat() };
        }
        let whole = if self.grouped { grouped(whole) } else { whole.to_owned() };
        let plain = [sign, &whole, if fraction.is_some() { "." } else { "" }, fraction.unwrap_or("")].concat();
        if self.digits == Digits::Wide { plain.chars().map(wide).collect() } else { plain }
    }
}

/// The ends of a range and its joiner; a minus in front is none.
fn halves(number: &str) -> Option<(&str, &str, &str)> {
    let starts = number.char_indices().skip(1).map(|(at, _)| at);
    let (at, joiner) = starts.filter_map(|at| Some((at, words::JOINERS.at_start(&number[at..])?))).next()?;
    reading(number).filter(|reading| matches!(reading, Reading::Between(..)))?;
    Some((&number[..at], joiner, &number[at + joiner.len()..]))
}

fn in_words(format: Format, whole: &str, fraction: Option<&str>) -> Option<String> {
    let whole = format.print(whole.parse().ok()?)?;
    let Some(fraction) = fraction else { return Some(whole) };
    let digits = fraction.chars().map(|c| format.print(u64::from(c.to_digit(10)?)));
    Some([&whole, numeral::POINT, &digits.collect::<Option<String>>()?].concat())
}

/// Commas between groups of three.
fn grouped(whole: &str) -> String {
    let mut out = String::with_capacity(whole.len() * 4 / 3);
    for (index, c) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// An ASCII digit, point or comma in full width.
fn wide(c: char) -> char {
    let narrow = matches!(c, '0'..='9' | '.' | ',' | '-');
    char::from_u32(u32::from(c) + 0xFEE0).filter(|_| narrow).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_style_is_that_of_what_was_printed() {
        for (run, number, printed) in [
            ("12", "1500", "1500"),
            ("1,200", "1234567.5", "1,234,567.5"),
            ("１２", "34.5", "３４．５"),
            ("ＸＸ", "7", "７"),
            ("xx", "-3.5", "-3.5"),
            ("三千五百", "1001.05", "一千零一点零五"),
            ("壹仟", "1200", "壹仟贰佰"),
            ("负三", "-12", "负十二"),
            ("-3", "-12", "-12"),
            ("零下3", "-12", "-12"),
            ("一百 五 十", "120", "一百二十"),
            ("三至五", "4至16", "四至十六"),
            ("负百分之三", "-12.5", "负百分之十二点五"),
            ("负百分之3", "12", "百分之12"),
            ("2-3", "4-16", "4-16"),
            ("三至五", "3至500", "3至500"),
            ("三至五", "-3至5", "-3至5"),
            ("-5～8", "-12～-3", "-12～-3"),
        ] {
            assert_eq!(Style::of(run).print(number), printed, "{run}");
        }
    }

    proptest! {
        /// Print, read, print is the identity, whatever the number and the style; reading gives the digits that were
        /// printed.
        #[test]
        fn what_is_printed_reads_back(
            sign in prop::sample::select(vec!["", "-"]),
            whole in 0u64..10_000_000_000_000_000,
            shift in 0u32..16,
            fraction in prop::option::of("[0-9]{1,6}"),
            digits in prop::sample::select(vec![Digits::Arabic, Digits::Wide, Digits::Chinese, Digits::Legal]),
            grouped in any::<bool>(),
            share in prop::option::of(prop::sample::select(vec!["百分之", "千分之", "万分之"])),
        ) {
            let whole = whole / 10u64.pow(shift);
            let number = match fraction {
                Some(fraction) => format!("{sign}{whole}.{fraction}"),
                None => format!("{sign}{whole}"),
            };
            // Without a sign the word of a share stands before the number, not in it.
            let style = Style { digits, grouped, share: share.filter(|_| !sign.is_empty()) };
            let printed = style.print(&number);
            let Some(Reading::Exact(read)) = reading(&printed) else { panic!("{printed} is no number") };
            prop_assert_eq!(read.to_string(), number);
            prop_assert_eq!(style.print(&read.to_string()), printed);
        }

        /// The same of a range, from below zero too.
        #[test]
        fn ranges_that_are_printed_read_back(
            low in -1_000_000i64..1_000_000,
            more in 1i64..1_000_000,
            tenths in prop::option::of(("[0-9]{1,3}", "[0-9]{1,3}")),
            joiner in prop::sample::select(vec!["—", "-", "～", "~", "至", "到"]),
            digits in prop::sample::select(vec![Digits::Arabic, Digits::Wide, Digits::Chinese, Digits::Legal]),
            grouped in any::<bool>(),
        ) {
            // -10--5: two hyphens join.
            prop_assume!(joiner != "-" || low + more >= 0);
            let ends = [low, low + more].map(|end| end.to_string());
            let tenths = tenths.map(|(low, high)| [format!(".{low}"), format!(".{high}")]).unwrap_or_default();
            let [low, high] = [0, 1].map(|end| [&*ends[end], &*tenths[end]].concat());
            let style = Style { digits, grouped, share: None };
            let printed = style.print(&[&low, joiner, &high].concat());
            let Some(Reading::Between(from, None, to)) = reading(&printed) else { panic!("{printed} is no range") };
            let read = [&from.to_string(), joiner, &to.to_string()].concat();
            prop_assert_eq!(&read, &[&low, joiner, &high].concat());
            prop_assert_eq!(style.print(&read), printed);
        }
    }
}
