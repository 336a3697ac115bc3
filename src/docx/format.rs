//! Numbering formats: the text that Word prints for a number (ST_NumberFormat, ECMA-376 17.18.59), and the characters of
//! symbol fonts.

use crate::syntax::numeral::Format;

include!(concat!(env!("OUT_DIR"), "/word_formats.rs"));

/// Symbol fonts' characters are stored from here on.
const PRIVATE: u32 = 0xF000;

/// A number in a format, by its name or by its first number. What a format cannot print is printed as decimal.
pub(super) fn print(format: &str, number: u64) -> String {
    special(format, number).unwrap_or_else(|| {
        let ours = find(FORMATS, format).and_then(|name| Format::from_name(name)?.print(number));
        ours.unwrap_or_else(|| number.to_string())
    })
}

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
}

fn special(format: &str, number: u64) -> Option<String> {
    if let Some(digits) = find(DIGITS, format) {
        return by_digits(digits, number);
    }
    if let Some(digits) = find(COUNTING, format) {
        return if number < 100 && number > 0 {
            Format::ChineseCounting.print(number)
        } else {
            by_digits(digits, number)
        };
    }
    if let Some(of) = find(BARE, format) {
        let printed = Format::from_name(of)?.print(number)?;
        return Some(ONES.iter().fold(printed, |text, (one, place)| text.replace(one, place)));
    }
    if let Some((_, of, pairs)) = VARIANTS.iter().find(|(key, ..)| *key == format) {
        let other = |c: char| {
            let pair = pairs.iter().find(|pair| pair.starts_with(c));
            pair.and_then(|pair| pair.chars().nth(1)).unwrap_or(c)
        };
        return Some(Format::from_name(of)?.print(number)?.chars().map(other).collect());
    }
    if let Some(signs) = find(SIGNS, format) {
        let at = usize::try_from(number.checked_sub(1)?).ok()?;
        return signs.chars().nth(at).map(String::from);
    }
    if is_padded(format) {
        return Some(format!("{number:0width$}", width = format.len()));
    }
    match format {
        "none" => Some(String::new()),
        "hex" => Some(format!("{number:X}")),
        "ideographZodiacTraditional" => sexagenary(number),
        "decimalZero" => Some(format!("{number:02}")),
        "numberInDash" => Some(format!("- {number} -")),
        "ordinal" => Some(format!("{number}{}", ordinal(number))),
        _ => None,
    }
}

/// Whether a format is a number with zeros before it: 001.
pub(super) fn is_padded(format: &str) -> bool {
    !format.is_empty() && format.bytes().all(|byte| byte.is_ascii_digit())
}

/// 甲子, 乙丑 … 癸亥: stem and branch, sixty pairs.
fn sexagenary(number: u64) -> Option<String> {
    let at = number.checked_sub(1).filter(|at| *at < 60)?;
    let stem = print("ideographTraditional", at % 10 + 1);
    Some(stem + &print("ideographZodiac", at % 12 + 1))
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
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 11, "十一"),
            ("chineseCounting", 100, "一○○"),
            ("chineseCountingThousand", 100, "一百"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("japaneseCounting", 111, "百十一"),
            ("taiwaneseCounting", 20, "二十"),
            ("ideographDigital", 10, "一〇"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("decimalEnclosedCircleChinese", 2, "②"),
            ("decimalFullWidth2", 15, "１５"),
            ("chineseLegalSimplified", 23, "贰拾叁"),
            ("ideographLegalTraditional", 23, "貳拾參"),
            ("ideographEnclosedCircle", 1, "㊀"),
            ("upperRoman", 4, "IV"),
            ("lowerLetter", 28, "bb"),
            ("ordinal", 22, "22nd"),
            ("none", 5, ""),
            ("ideographZodiacTraditional", 13, "丙子"),
            ("ideographZodiacTraditional", 61, "61"),
            ("koreanDigital2", 10, "一零"),
            ("hex", 27, "1B"),
            ("001", 7, "007"),
            ("001", 1234, "1234"),
            ("hebrew1", 5, "5"),
        ];
        for (format, number, text) in table {
            assert_eq!(print(format, number), text, "{format} {number}");
        }
    }

    #[test]
    fn symbols_are_read_by_their_font() {
        assert_eq!(symbol(Some("Wingdings"), '\u{F0D8}'), '➢');
        assert_eq!(symbol(Some("Wingdings"), 'l'), '●');
        assert_eq!(symbol(Some("宋体"), 'l'), 'l');
    }
}
