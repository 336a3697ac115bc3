//! Numbering formats: the text that Word prints for a number (ST_NumberFormat, ECMA-376 17.18.59), and the characters of
//! symbol fonts.

use crate::syntax::numeral::Format;

include!(concat!(env!("OUT_DIR"), "/word_formats.rs"));

/// Word offers formats of up to five digits.
const ZEROS: usize = 5;
/// Symbol fonts' characters are stored from here on.
const PRIVATE: u32 = 0xF000;

/// A format, the format of ours that it writes, and what it writes otherwise.
type Variant = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// A number in a format; `None` where the format is not known. What a format that is known cannot print is printed as
/// decimal. `custom` is what a format of the document's own says: its first numbers (17.9.17, `format`).
pub(super) fn print(format: &str, custom: &str, number: u64) -> Option<String> {
    let numeral = match format {
        "none" => Some(String::new()),
        "decimalZero" => Some(format!("{number:02}")),
        "numberInDash" => Some(format!("- {number} -")),
        "ordinal" => Some(format!("{number}{}", ordinal(number))),
        "hex" => Some(format!("{number:X}")),
        "custom" => Some(format!("{number:0width$}", width = zeros(custom)?)),
        _ => tabled(format, number)?,
    };
    Some(numeral.unwrap_or_else(|| number.to_string()))
}

fn find<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
}

/// A number in a format of the tables: `None` where none of them names it, and `Some(None)` where it has no such number.
fn tabled(format: &str, number: u64) -> Option<Option<String>> {
    let ours = |name: &str| Format::from_name(name).and_then(|ours| ours.print(number));
    if let Some(name) = find(FORMATS, format) {
        return Some(ours(name));
    }
    if let Some(digits) = find(DIGITS, format) {
        return Some(by_digits(digits, number));
    }
    if let Some(digits) = find(COUNTING, format) {
        let counts = (1..100).contains(&number);
        return Some(if counts { Format::ChineseCounting.print(number) } else { by_digits(digits, number) });
    }
    if let Some((_, name, changes)) = VARIANTS.iter().find(|(key, ..)| *key == format) {
        let changed = |text| changes.iter().fold(text, |text: String, (from, to)| text.replace(from, to));
        return Some(ours(name).map(changed).filter(|text| !text.is_empty()));
    }
    let place = number.checked_sub(1).and_then(|place| usize::try_from(place).ok());
    if let Some(signs) = find(SIGNS, format) {
        return Some(place.and_then(|place| signs.chars().nth(place)).map(String::from));
    }
    let rounds = find(ROUNDS, format)?;
    let sign = |round: &&str, place: usize| round.chars().nth(place % round.chars().count().max(1));
    Some(place.and_then(|place| rounds.iter().map(|round| sign(round, place)).collect()))
}

/// How many digits the numbers of a format of the document's own have at least, where its first is a 1 behind zeros.
fn zeros(custom: &str) -> Option<usize> {
    let first = custom.split(',').next()?.trim();
    let zeros = first.strip_suffix('1').filter(|zeros| zeros.len() < ZEROS && zeros.bytes().all(|digit| digit == b'0'));
    zeros.map(|_| first.len())
}

/// Each digit by its sign.
fn by_digits(signs: &str, number: u64) -> Option<String> {
    let signs: Vec<char> = signs.chars().collect();
    number.to_string().bytes().map(|digit| signs.get(usize::from(digit - b'0'))).collect()
}

/// What stands behind an English ordinal.
fn ordinal(number: u64) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// The character that a symbol font prints for `c`.
pub(super) fn symbol(font: Option<&str>, c: char) -> char {
    let place = u32::from(c);
    let place = if (PRIVATE..=PRIVATE + 0xFF).contains(&place) { place - PRIVATE } else { place };
    let font = font.map(str::to_lowercase);
    let known = |(name, at, _): &&(&str, u32, char)| font.as_deref() == Some(name) && *at == place;
    SYMBOLS.iter().find(known).map_or(c, |(.., sign)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_print_what_word_prints() {
        let table = [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("decimalHalfWidth", 7, "7"),
            ("decimalFullWidth", 15, "１５"),
            ("decimalFullWidth2", 15, "１５"),
            ("hex", 26, "1A"),
            ("numberInDash", 3, "- 3 -"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 11, "十一"),
            ("chineseCounting", 20, "二十"),
            ("chineseCounting", 100, "一○○"),
            ("chineseCountingThousand", 100, "一百"),
            ("chineseCountingThousand", 105, "一百〇五"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("taiwaneseCounting", 20, "二十"),
            ("taiwaneseCounting", 101, "一○一"),
            ("taiwaneseCountingThousand", 105, "一百零五"),
            ("taiwaneseDigital", 10, "一○"),
            ("japaneseCounting", 10, "十"),
            ("japaneseCounting", 101, "百一"),
            ("japaneseCounting", 111, "百十一"),
            ("japaneseLegal", 12, "壱拾弐"),
            ("japaneseLegal", 105, "壱百伍"),
            ("japaneseDigitalTenThousand", 10, "一〇"),
            ("koreanDigital", 10, "일영"),
            ("koreanDigital2", 10, "一零"),
            ("koreanCounting", 21, "이십일"),
            ("ideographDigital", 10, "一〇"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("ideographZodiac", 13, "13"),
            ("ideographZodiacTraditional", 1, "甲子"),
            ("ideographZodiacTraditional", 43, "丙午"),
            ("ideographZodiacTraditional", 61, "甲子"),
            ("ideographLegalTraditional", 23, "貳拾參"),
            ("ideographEnclosedCircle", 1, "㈠"),
            ("chineseLegalSimplified", 23, "贰拾叁"),
            ("chineseLegalSimplified", 105, "壹佰零伍"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "21"),
            ("decimalEnclosedCircleChinese", 2, "②"),
            ("decimalEnclosedCircleChinese", 11, "11"),
            ("decimalEnclosedFullstop", 12, "⒓"),
            ("decimalEnclosedParen", 12, "⑿"),
            ("upperRoman", 4, "IV"),
            ("lowerLetter", 28, "bb"),
            ("aiueoFullWidth", 47, "ア"),
            ("iroha", 2, "ﾛ"),
            ("ganada", 2, "나"),
            ("ordinal", 22, "22nd"),
            ("none", 5, ""),
        ];
        for (format, number, text) in table {
            assert_eq!(print(format, "", number).as_deref(), Some(text), "{format} {number}");
        }
    }

    #[test]
    fn what_is_not_known_is_said() {
        assert_eq!(print("hebrew1", "", 5), None);
        assert_eq!(print("custom", "001, 002, 003, ...", 5).as_deref(), Some("005"));
        assert_eq!(print("custom", "001, 002, 003, ...", 1234).as_deref(), Some("1234"));
        for custom in ["", "一, 二", "000000001", "1st"] {
            assert_eq!(print("custom", custom, 5), None, "{custom}");
        }
    }

    #[test]
    fn symbols_are_read_by_their_font() {
        assert_eq!(symbol(Some("Wingdings"), '\u{F0D8}'), '➢');
        assert_eq!(symbol(Some("Wingdings"), 'l'), '●');
        assert_eq!(symbol(Some("宋体"), 'l'), 'l');
    }
}
