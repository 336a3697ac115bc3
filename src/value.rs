//! The rules for values: what a slot takes, how it is printed in the report's style, and why an entry is refused.

use crate::{
    decimal::Decimal,
    inline::InlineKind,
    message::Message,
    row::{Row, Value},
    syntax::{
        mask,
        number::{self, Digits, Reading, Style},
        words::{self, Lexicon},
    },
};

/// How strictly entries are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scaling {
    /// A value in another scale is refused, with the number to write.
    #[default]
    Refuse,
    /// A value in another scale is converted.
    Convert,
}

/// An entry that a slot takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What replaces the run.
    pub text: String,
    /// The value as data.
    pub value: Value,
    /// What deserves a second look.
    pub notes: Vec<Message>,
}

/// Why an entry is refused, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// What is wrong.
    pub message: Message,
    /// What to write instead.
    pub help: Message,
}

fn rejected(message: Message, help: Message) -> Rejected {
    Rejected { message, help }
}

/// The literal digits of a number that is printed in Arabic or Chinese numerals, as a JSON number.
pub(crate) fn reading(run: &str) -> Option<String> {
    match number::reading(run)? {
        Reading::Exact(number) => Some(number.to_string()),
        Reading::Between(..) | Reading::Fraction(..) => None,
    }
}

/// Takes an entry for a slot.
///
/// # Errors
/// What is wrong with the entry and what to write instead.
pub(crate) fn accept(row: &Row, entry: &str, scaling: Scaling) -> Result<Accepted, Rejected> {
    let entry = entry.trim();
    if let Some(c) = entry.chars().find(|c| c.is_control()) {
        let shown = format!("U+{:04X}", u32::from(c));
        return Err(rejected(Message::new("value-control").with("char", shown), Message::new("value-control-help")));
    }
    if ERRORS.contains(&entry) {
        return Err(rejected(Message::new("value-error").with("entry", entry), Message::new("value-error-help")));
    }
    if is_masked(entry, row.kind) {
        return Err(rejected(Message::new("value-masked").with("entry", entry), Message::new("value-masked-help")));
    }
    match row.kind {
        InlineKind::Name | InlineKind::Redaction => {
            Ok(Accepted { text: entry.to_owned(), value: Value::Text(entry.to_owned()), notes: Vec::new() })
        }
        InlineKind::Figure => figure(row, entry, scaling),
        InlineKind::Year => year(row, entry),
        InlineKind::Date => date(row, entry),
        InlineKind::Ordinal => ordinal(entry),
    }
}

/// What a spreadsheet shows where a formula fails (ECMA-376 part 1, 18.18.11).
const ERRORS: [&str; 8] = ["#ERROR", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// Whether an entry is itself a mask.
fn is_masked(entry: &str, kind: InlineKind) -> bool {
    let sign = |c: char| mask::sign(c).is_some_and(|sign| sign.sign != '〇');
    let counts = matches!(kind, InlineKind::Figure | InlineKind::Year | InlineKind::Date);
    let chars: Vec<char> = entry.chars().collect();
    let all = !chars.is_empty() && chars.iter().all(|c| sign(*c) || *c == '.');
    let run = chars.windows(2).any(|pair| sign(pair[0]) && pair[0] == pair[1] && pair[0] != '&');
    all || run || counts && chars.iter().any(|c| sign(*c))
}

/// Full-width digits, points and commas as ASCII ones.
fn narrow(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | '．' | '，' | '％' | '－' | '＋' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().map(narrow).collect()
}

/// A number at the start of a narrowed text, in Arabic or Chinese numerals, and what follows it.
fn number(text: &str) -> Option<(Decimal, &str)> {
    let (sign, body) = number::sign(text);
    let found = number::number(body)?;
    let Reading::Exact(number) = found.reading else { return None };
    Some((if sign.is_some() { number.negated() } else { number }, &body[found.len..]))
}

fn figure(row: &Row, entry: &str, scaling: Scaling) -> Result<Accepted, Rejected> {
    let plain = narrow(entry);
    let unit_text = row.measure();
    let example = || Message::new("value-number-help").with("unit", &unit_text);
    if spoiled(&plain) && !unit_text.contains(['月', '日']) {
        return Err(rejected(Message::new("value-spoiled").with("entry", entry), Message::new("value-spoiled-help")));
    }
    if let Some(range) = range(&plain) {
        let range = agree(row, &range)?;
        return Ok(Accepted { text: styled(row, &range), value: Value::Text(range), notes: Vec::new() });
    }
    let Some((number, tail)) = number(&plain) else {
        let approximate = words::APPROXIMATORS.at_start(entry).is_some();
        let key = if approximate { "value-approximate" } else { "value-number" };
        return Err(rejected(Message::new(key).with("entry", entry), example()));
    };
    let tail = tail.trim_start();
    let scale = words::SCALES.at_start(tail).unwrap_or("");
    let rest = &tail[scale.len()..];
    let remainder = words::REMAINDERS.at_start(rest).unwrap_or("");
    if !remainder.is_empty() && Lexicon::default().unit(rest).is_none_or(|unit| !unit.starts_with(remainder)) {
        return Err(rejected(Message::new("value-approximate").with("entry", entry), example()));
    }
    let own_unit = row.unit.as_deref().unwrap_or("");
    let own_scale = row.scale.as_deref().unwrap_or("");
    if !rest.is_empty() && rest != own_unit && narrow(own_unit) != rest {
        let message = Message::new("value-unit").with("entry", entry).with("found", rest).with("unit", &unit_text);
        return Err(rejected(message, example()));
    }
    // A unit without a scale says the scale is one; a bare number stands in the slot's own.
    let stated = !scale.is_empty() || !rest.is_empty();
    let mut number = number;
    if stated && scale != own_scale {
        let converted = number.shifted(number::power(scale) - number::power(own_scale));
        if scaling == Scaling::Refuse {
            let message = Message::new("value-scale").with("entry", entry).with("unit", &unit_text);
            return Err(rejected(message, Message::new("value-scale-help").with("number", converted)));
        }
        number = converted;
    }
    bounds(row, &number)?;
    let number = before_parts(row, number)?;
    // A number has no zeros before it; what is printed in the mask may (01X).
    let zeros: String = plain.chars().take_while(|c| *c == '0').collect();
    let digits = agree(row, &number.to_string())
        .or_else(|refused| agree(row, &format!("{zeros}{number}")).map_err(|_| refused))?;
    let mut notes = Vec::new();
    let masked = row
        .text
        .chars()
        .take_while(|c| !matches!(c, '.' | '．'))
        .filter(|c| mask::sign(*c).is_some() || c.is_ascii_digit())
        .count();
    let width = digits.trim_start_matches('-').split('.').next().map_or(0, str::len);
    if row.open && masked > 0 && masked.abs_diff(width) >= 2 {
        let note = Message::new("value-width").with("mask", &row.text).with("entry", &digits);
        notes.push(note);
    }
    Ok(Accepted { text: styled(row, &digits), value: Value::of(InlineKind::Figure, &digits), notes })
}

/// What spreadsheets make of numbers: 3月5日, 2023/3/5, 1.2E+05.
fn spoiled(plain: &str) -> bool {
    let exponent = plain.find(['E', 'e']).is_some_and(|at| {
        let (head, tail) = (&plain[..at], plain[at + 1..].trim_start_matches(['+', '-']));
        !head.is_empty()
            && head.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && !tail.is_empty()
            && tail.bytes().all(|b| b.is_ascii_digit())
    });
    let slashed =
        plain.split(['/', '-']).filter(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).count()
            == 3
            && plain.bytes().all(|b| b.is_ascii_digit() || b == b'/' || b == b'-');
    let dated =
        plain.contains('月') && plain.trim_end_matches('日').ends_with(|c: char| c.is_ascii_digit() || c == '月');
    exponent || slashed || dated
}

/// 3-5, 三至五: printed with the hyphen or word that was given.
fn range(plain: &str) -> Option<String> {
    let first = number::number(plain)?;
    let range = number::range(plain, &first, &Lexicon::default()).filter(|range| range.len == plain.len())?;
    let Reading::Between(low, None, high) = &range.reading else { return None };
    let joiner = words::JOINERS.at_start(&plain[first.len..])?;
    range.reading.rises(0).then(|| format!("{low}{joiner}{high}"))
}

fn bounds(row: &Row, number: &Decimal) -> Result<(), Rejected> {
    let bound = |text: &Option<String>| text.as_deref().and_then(self::number).map(|(bound, _)| bound);
    let low = bound(&row.min).filter(|min| number < min);
    let high = bound(&row.max).filter(|max| number > max);
    if low.is_none() && high.is_none() {
        return Ok(());
    }
    let show = |text: &Option<String>| text.clone().unwrap_or_default();
    let message =
        Message::new("value-bounds").with("entry", number).with("min", show(&row.min)).with("max", show(&row.max));
    Err(rejected(message, Message::new("value-bounds-help")))
}

/// The number before what the surface adds to it: 3元5角 takes 8.5, and no 8.2, for 5角 stays.
fn before_parts(row: &Row, number: Decimal) -> Result<Decimal, Rejected> {
    let printed = || Some((row.value.as_ref()?.decimal()?, self::number(&narrow(&row.text))?.0));
    let Some((whole, run)) = printed().filter(|(whole, run)| !row.open && whole != run) else { return Ok(number) };
    let before = || number.exact()?.checked_sub(whole.exact()?.checked_sub(run.exact()?)?);
    let stands = before().filter(|before| before.is_integer() && !before.is_sign_negative());
    stands.and_then(|before| Decimal::of(before.normalize())).ok_or_else(|| {
        let message = Message::new("value-parts").with("entry", &number).with("surface", &row.surface);
        rejected(message, Message::new("value-parts-help").with("whole", whole))
    })
}

/// Digits that are printed in the mask (xx.8, __0, 138XX) must stand in the value.
fn agree(row: &Row, digits: &str) -> Result<String, Rejected> {
    let run = narrow(&row.text);
    if !row.open || row.text.is_empty() || !run.chars().any(|c| c.is_ascii_digit()) {
        return Ok(digits.to_owned());
    }
    let is_sign = |c: char| mask::sign(c).is_some() && !c.is_ascii_digit();
    let first = run.find(is_sign).unwrap_or(run.len());
    let last = run.rfind(is_sign).unwrap_or(0);
    let head: String = run[..first].chars().filter(|c| *c != ',').collect();
    let tail: String = run[last..].chars().skip(1).filter(|c| *c != ',').collect();
    if digits.len() > head.len() + tail.trim_start_matches('.').len()
        && digits.starts_with(&head)
        && digits.ends_with(&tail)
    {
        return Ok(digits.to_owned());
    }
    let signs = run.chars().filter(|c| is_sign(*c)).count();
    if digits.len() == signs && digits.bytes().all(|b| b.is_ascii_digit()) && tail.is_empty() {
        let whole = format!("{head}{digits}");
        // 1.1.xx is no number, whatever stands in the mask's place.
        if Decimal::parse(&whole).is_some_and(|(_, len)| len == whole.len()) {
            return Ok(whole);
        }
    }
    let message = Message::new("value-printed").with("entry", digits).with("mask", &row.text);
    Err(rejected(message, Message::new("value-printed-help").with("mask", &row.text)))
}

/// Digits in the style of the run: full-width where it is, grouped where it is, in Chinese where it is.
fn styled(row: &Row, digits: &str) -> String {
    Style::of(&row.text).print(digits)
}

fn year(row: &Row, entry: &str) -> Result<Accepted, Rejected> {
    let plain = narrow(entry);
    let plain = plain.trim_end_matches('年');
    let digits = match number(plain) {
        Some((number, "")) if number.fraction().is_empty() && !number.is_negative() => {
            if plain.bytes().all(|b| b.is_ascii_digit()) { plain.to_owned() } else { number.to_string() }
        }
        _ => {
            return Err(rejected(Message::new("value-year").with("entry", entry), Message::new("value-year-help")));
        }
    };
    let digits = if row.text.chars().any(|c| c.is_ascii_digit()) && row.open { agree(row, &digits)? } else { digits };
    let fits = digits.len() == 4 && ("1000".."3000").contains(&digits.as_str())
        || digits.len() == 2 && row.text.chars().count() == 2;
    if !fits {
        return Err(rejected(Message::new("value-year").with("entry", entry), Message::new("value-year-help")));
    }
    Ok(Accepted {
        text: if row.open { styled(row, &digits) } else { styled_year(row, &digits) },
        value: Value::of(InlineKind::Year, &digits),
        notes: Vec::new(),
    })
}

/// 二〇二六 where the year was printed so.
fn styled_year(row: &Row, digits: &str) -> String {
    let style = Style::of(&row.text);
    match style.digits {
        Digits::Chinese => {
            let zero = |printed: String| if printed == "零" { "〇".to_owned() } else { printed };
            digits.split("").filter(|digit| !digit.is_empty()).map(|digit| zero(style.print(digit))).collect()
        }
        _ => style.print(digits),
    }
}

fn date(row: &Row, entry: &str) -> Result<Accepted, Rejected> {
    let plain = narrow(entry);
    let unit = row.unit.as_deref().unwrap_or("日");
    let most = if unit == "月" { 12 } else { 31 };
    let wrong = || {
        let message = Message::new("value-date").with("entry", entry).with("unit", unit).with("most", most);
        rejected(message, Message::new("value-date-help").with("most", most))
    };
    let plain = plain.trim_end_matches(unit).trim_end_matches(if unit == "日" { "号" } else { unit });
    let Some((number, "")) = number(plain) else {
        return Err(wrong());
    };
    let day = number.to_string().parse::<u32>().map_err(|_| wrong())?;
    if !(1..=most).contains(&day) {
        return Err(wrong());
    }
    Ok(Accepted {
        text: styled(row, &day.to_string()),
        value: Value::of(InlineKind::Date, &day.to_string()),
        notes: Vec::new(),
    })
}

fn ordinal(entry: &str) -> Result<Accepted, Rejected> {
    let plain = narrow(entry);
    match number(&plain) {
        Some((number, "")) if number.fraction().is_empty() && !number.is_negative() => {
            Ok(Accepted { text: plain.clone(), value: Value::of(InlineKind::Ordinal, &plain), notes: Vec::new() })
        }
        _ => Err(rejected(Message::new("value-ordinal").with("entry", entry), Message::new("value-ordinal-help"))),
    }
}
