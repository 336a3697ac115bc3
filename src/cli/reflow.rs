//! The paragraphs of a PDF: its text has the lines of its pages, and a paragraph goes on over lines and pages.
//!
//! A line goes on in the next one where that begins at the margin and its first word had no room in the measure. Where no
//! paragraph of the document is indented, a line that ends a sentence goes on in none. Page numbers are left out, and so is
//! the head of a page that the page before has too. Blanks that a page has between Chinese characters and digits are none
//! of the text.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{frame::is_furniture, line::is_blank};

/// What parts two pages in the output of `pdftotext`.
const PAGE: char = '\u{C}';
/// Columns of an indent by two characters, and as how many it may come in the text of a page.
const TWO: usize = 4;
const INDENT: std::ops::RangeInclusive<usize> = 2..=6;
/// Columns by which a full line may come short of the measure, for blanks are stretched and signs pressed together: more
/// where indents tell paragraphs apart as well.
const LOOSE: f64 = 6.0;
const TIGHT: f64 = 2.5;
/// What ends a sentence, perhaps with a closing sign behind it.
const STOPS: [char; 7] = ['。', '！', '？', '；', '：', '!', '?'];
const CLOSING: [char; 8] = ['”', '’', '）', ')', '》', '」', '』', '"'];
/// What no line begins with: it stays with the word before it.
const BOUND: [char; 16] = ['，', '。', '、', '；', '：', '！', '？', '”', '’', '）', '》', '%', '％', ',', ')', '—'];

/// A line of a page.
struct Line<'t> {
    /// Columns from the margin of its page.
    indent: usize,
    text: &'t str,
    /// Whether a blank line stands before it on its page.
    apart: bool,
    /// Whether it is the first of its page.
    first: bool,
}

impl Line<'_> {
    fn is_indented(&self) -> bool {
        INDENT.contains(&self.indent)
    }

    /// Columns that it fills. An indent by two characters is as wide as they are.
    fn end(&self) -> f64 {
        let indent = if self.is_indented() { TWO } else { self.indent };
        indent as f64 + width(self.text)
    }

    fn ends_sentence(&self) -> bool {
        self.text.trim_end_matches(CLOSING).ends_with(STOPS)
    }
}

/// The text of a PDF, line by line with form feeds between pages, as paragraphs.
pub(super) fn paragraphs(text: &str) -> String {
    let lines = lines(text);
    let measure = measure(&lines);
    let indented = lines.iter().any(Line::is_indented);
    let mut out = String::with_capacity(text.len());
    let mut before: Option<&Line<'_>> = None;
    for line in &lines {
        let goes_on = before.is_some_and(|before| {
            let at_margin = line.indent < *INDENT.start() && before.indent <= *INDENT.end();
            let room = measure - if indented { LOOSE } else { TIGHT };
            let had_no_room = before.end() + gap(before.text, line.text) + first_word(line.text) > room;
            at_margin && !line.apart && had_no_room && (indented || !before.ends_sentence())
        });
        if goes_on {
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if latin(out.chars().next_back()) && latin(line.text.chars().next()) {
                out.push(' ');
            }
        } else if before.is_some() {
            out.push_str(if line.apart && !line.first { "\n\n" } else { "\n" });
        }
        if !goes_on && line.indent > 0 {
            // So many ideographic blanks as it is indented by characters.
            let columns = if line.is_indented() { TWO } else { line.indent };
            out.extend(std::iter::repeat_n('\u{3000}', columns / 2));
        }
        tighten(line.text, &mut out);
        before = Some(line);
    }
    if before.is_some() {
        out.push('\n');
    }
    out
}

/// The lines of all pages that are of the text.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut head = "";
    for page in text.split(PAGE) {
        let mut own: Vec<&str> = page.lines().map(str::trim_end).collect();
        let is_number = |line: &str| !line.is_empty() && is_page_number(line.trim());
        while own.last().is_some_and(|line| line.is_empty()) || own.last().is_some_and(|line| is_number(line)) {
            own.pop();
        }
        let filled = |own: &[&str]| own.iter().position(|line| !line.is_empty());
        let mut from = filled(&own).unwrap_or(own.len());
        if own.get(from).is_some_and(|line| is_number(line)) {
            from += 1;
        }
        let above = own.get(from).map_or("", |line| line.trim());
        if !above.is_empty() && above == std::mem::replace(&mut head, above) {
            from += 1;
        }
        let margin = own[from..].iter().filter(|line| !line.is_empty()).map(|line| indent(line)).min().unwrap_or(0);
        let mut apart = false;
        let mut first = true;
        for line in &own[from..] {
            if line.is_empty() {
                apart = !first;
                continue;
            }
            lines.push(Line { indent: indent(line) - margin, text: line.trim_start_matches(is_blank), apart, first });
            (apart, first) = (false, false);
        }
    }
    lines
}

fn indent(line: &str) -> usize {
    line[..line.len() - line.trim_start_matches(is_blank).len()].width()
}

/// — 3 —, 3, 第3页
fn is_page_number(line: &str) -> bool {
    let digits = line.trim_matches(|c: char| is_blank(c) || matches!(c, '-' | '－' | '—' | '–' | '·'));
    let bare = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    bare || line.contains(['第', '页', '/']) && line.chars().any(|c| c.is_ascii_digit()) && is_furniture(line)
}

/// The columns that a full line has: the widest line that another one is about as wide as.
fn measure(lines: &[Line<'_>]) -> f64 {
    let mut ends: Vec<f64> = lines.iter().map(Line::end).collect();
    ends.sort_unstable_by(|one, other| other.total_cmp(one));
    let alike = ends.windows(2).find(|pair| pair[0] - pair[1] < 2.0).map(|pair| pair[1]);
    alike.or(ends.first().copied()).unwrap_or(0.0)
}

/// Columns of a text, as a page prints it: between Chinese characters and digits is a quarter of a character.
fn width(text: &str) -> f64 {
    let mut tight = String::with_capacity(text.len());
    tighten(text, &mut tight);
    let gaps = tight.chars().zip(tight.chars().skip(1)).filter(|(one, other)| is_seam(*one, *other)).count();
    tight.width_cjk() as f64 + gaps as f64 / 2.0
}

fn gap(one: &str, other: &str) -> f64 {
    let seam = one.chars().next_back().zip(other.chars().next()).is_some_and(|(one, other)| is_seam(one, other));
    if seam { 0.5 } else { 0.0 }
}

/// Whether a Chinese character and a letter or digit stand side by side.
fn is_seam(one: char, other: char) -> bool {
    let han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    han(one) && other.is_ascii_alphanumeric() || one.is_ascii_alphanumeric() && han(other)
}

/// Columns of what a line cannot part: a character, or a number or word in letters, with the signs behind it that begin no
/// line.
fn first_word(text: &str) -> f64 {
    let letters = text.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%')).count();
    let bound = text.chars().skip(letters.max(1)).take_while(|c| BOUND.contains(c)).count();
    text.chars().take(letters.max(1) + bound).map(|c| c.width_cjk().unwrap_or(0)).sum::<usize>() as f64
}

/// Adds a text without the single blanks that stand between Chinese characters and letters or digits.
fn tighten(text: &str, out: &mut String) {
    let mut rest = text.chars().peekable();
    let mut before = None;
    while let Some(c) = rest.next() {
        let parts = c == ' ' && before.zip(rest.peek()).is_some_and(|(one, other)| is_seam(one, *other));
        if !parts {
            out.push(c);
        }
        before = Some(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_to_paragraphs() {
        let page = "    某站总结\n\n  2025 年，全站上下共同努力，抓好\n农技推广，全年培训农民 1860\n人次。工作如下。\n  一、培训\n  办班 12 期。\n\n — 1 —\n";
        let text = "　　某站总结\n\n　　2025年，全站上下共同努力，抓好农技推广，全年培训农民1860人次。工作如下。\n　　一、培训\n　　办班12期。\n";
        assert_eq!(paragraphs(page), text);
    }

    #[test]
    fn a_paragraph_goes_on_over_pages() {
        let page = "某站总结\n  全站上下共同努力，抓好农技\n推广，培训农民，发放资料，\n\n  — 1 —\n\u{C}某站总结\n受到农民欢迎。\n  特此报告。\n  第 2 页\n\u{C}";
        let text = "某站总结\n　　全站上下共同努力，抓好农技推广，培训农民，发放资料，受到农民欢迎。\n　　特此报告。\n";
        assert_eq!(paragraphs(page), text);
    }

    #[test]
    fn without_indents_a_sentence_ends_a_paragraph() {
        let page = "全站上下共同努力抓好农技推广。\n培训农民一千八百人，发放资料，\n受到农民欢迎。\n短句\n短句二\n";
        let text = "全站上下共同努力抓好农技推广。\n培训农民一千八百人，发放资料，受到农民欢迎。\n短句\n短句二\n";
        assert_eq!(paragraphs(page), text);
    }

    #[test]
    fn nothing_but_blanks_is_nothing() {
        assert_eq!(paragraphs(""), "");
        assert_eq!(paragraphs("\n \n\u{C}\u{C}\n— 3 —"), "");
    }
}
