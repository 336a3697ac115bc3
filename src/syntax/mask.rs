//! Mask runs: x xx xxxx ** ## __ 20xx x.x xxx.6, with the digits, points and separators that touch them.

use crate::{inline::InlineKind, span::Span, syntax::words};

/// A sign that masks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sign {
    pub(crate) sign: char,
    /// What it stands for when nothing around it tells.
    pub(crate) kind: InlineKind,
    /// How many a run needs to be believed with no evidence.
    pub(crate) least: usize,
}

/// The entry of a sign.
pub(crate) fn sign(c: char) -> Option<&'static Sign> {
    super::words::SIGNS.of(c).next()
}

/// A run of one mask.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// The bytes of the run.
    pub(crate) span: Span,
    /// Its first sign.
    pub(crate) sign: &'static Sign,
    /// How many signs it has.
    pub(crate) signs: usize,
    /// How many characters in all.
    pub(crate) chars: usize,
    /// The printed digits before the first sign and behind the last.
    pub(crate) digits_before: usize,
    pub(crate) digits_after: usize,
}

/// Reads the run whose first sign stands at `at`.
///
/// ebnf: mask-run
pub(crate) fn run(text: &str, at: usize) -> Option<Run> {
    let bytes = text.as_bytes();
    let first = sign(text[at..].chars().next()?)?;
    let mut start = at;
    while start > 0
        && (bytes[start - 1].is_ascii_digit()
            || is_point(bytes[start - 1]) && start > 1 && bytes[start - 2].is_ascii_digit())
    {
        start -= 1;
    }
    let digits_before = at - start;
    let sign = plain(first.sign);
    // Most runs are one narrow sign again and again.
    let narrow =
        bytes[at..].iter().take_while(|byte| first.sign.is_ascii() && char::from(**byte) == first.sign).count();
    let mut end = at + narrow;
    let mut chars = digits_before + narrow;
    let mut signs = narrow;
    let mut digits_after = 0;
    for c in text[end..].chars() {
        if c == first.sign || plain(c) == sign {
            signs += 1;
            digits_after = 0;
        } else if c.is_ascii_digit() {
            if sign == '*' && chars == signs && stars_a_word(&text[..at]) {
                break;
            }
            digits_after += 1;
        } else if !(is_separator(c) && joins(&text[end + c.len_utf8()..], sign)) {
            break;
        }
        end += c.len_utf8();
        chars += 1;
    }
    Some(Run { span: Span::new(start, end), sign: first, signs, chars, digits_before, digits_after })
}

/// Whether stars behind this stand for a word, so that digits behind them are a number of their own: 人大**1人, but not
/// 新增**5人.
fn stars_a_word(before: &str) -> bool {
    before.ends_with(char::is_alphabetic) && words::NAME_COUNTING.at_end(before).is_none()
}

/// x and X, _ and ＿ are one sign.
fn plain(c: char) -> char {
    match c {
        'X' | 'Ｘ' | 'ｘ' => 'x',
        '＿' => '_',
        '＊' => '*',
        '＃' => '#',
        c => c,
    }
}

fn is_point(byte: u8) -> bool {
    matches!(byte, b'.' | b',')
}

/// What parts two groups of digits of a run, or its whole and its decimals.
fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '．')
}

fn joins(rest: &str, sign: char) -> bool {
    rest.starts_with(|c: char| plain(c) == sign || c.is_ascii_digit())
}
