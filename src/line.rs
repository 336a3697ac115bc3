//! Lines: indent, body, trailing blanks, ending. A line ends at \n, \r\n or a lone \r, never elsewhere; in documents
//! that were flattened, two ideographic spaces after a sentence begin a new line of their own.

use std::sync::LazyLock;

use memchr::{memchr2_iter, memmem::Finder};

use crate::span::Span;

/// The body of a line that is not blank. Everything between two bodies is blanks and line endings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What stands between the indent and the trailing blanks: bytes of the decoded text.
    pub(crate) body: Span,
    /// Where the trailing blanks end and the line ending, or the next paragraph of a flattened line, begins.
    pub(crate) end: u32,
    /// Whether a marker was joined to it, and line endings stand in the body.
    pub(crate) joined: bool,
}

/// What parts the cells of a row of a table.
pub(crate) const CELL: char = '\t';

/// Whether a character is blank at the edge of a line.
pub(crate) fn is_blank(c: char) -> bool {
    match c {
        // Han characters and their punctuation first: they are most of all.
        '\u{3001}'..='\u{FEFE}' => false,
        ' '
        | '\t'
        | '\u{B}'
        | '\u{C}'
        | '\u{A0}'
        | '\u{2000}'..='\u{200B}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}'
        | '\u{FEFF}' => true,
        _ => false,
    }
}

/// Whether a character ends a line.
pub(crate) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// A marker without the line break that cuts it.
pub(crate) fn on_one_line(marker: &str) -> String {
    marker.chars().filter(|c| !is_break(*c)).collect()
}

/// The indent that sets off a paragraph of a flattened document.
pub(crate) const SET_OFF: &str = "\u{3000}\u{3000}";

/// Finds it; to make a finder costs as much as to look through a report.
static SETS_OFF: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(SET_OFF));

/// Whether what stands between two blocks sets them off as paragraphs of a flattened document.
pub(crate) fn sets_off(between: &str) -> bool {
    between.contains(SET_OFF)
}

/// This many paragraphs set off inside one line make it a flattened document, where any two ideographic
/// spaces part paragraphs; below, only those after a sentence do.
const FLATTENED: usize = 4;

/// The lines of `text` that are not blank, in order. Lines that begin at an offset of `kept` (ascending) are
/// never blank: their bytes are kept beside them.
pub(crate) fn lines(text: &str, kept: impl IntoIterator<Item = u32>) -> Vec<Line> {
    let mut kept = kept.into_iter().peekable();
    let mut gaps = SETS_OFF.find_iter(text.as_bytes()).peekable();
    let mut lines = Vec::with_capacity(text.len() / 100);
    let mut start = 0;
    let mut push = |from: usize, to: usize, force: bool| {
        let body = text[from..to].trim_start_matches(is_blank);
        if !body.is_empty() {
            let start = to - body.len();
            let body = body.trim_end_matches(is_blank);
            lines.push(Line { body: Span::new(start, start + body.len()), end: to as u32, joined: false });
        } else if force {
            lines.push(Line { body: Span::new(from, to), end: to as u32, joined: false });
        }
    };
    let ends = memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]);
    for end in ends {
        while kept.next_if(|&at| (at as usize) < start).is_some() {}
        let force = kept.peek().is_some_and(|&at| at as usize == start);
        let line = &text[start..end];
        let gapped = gaps.peek().is_some() && {
            let indent = end - line.trim_start_matches(is_blank).len();
            while gaps.next_if(|&at| at < indent).is_some() {}
            gaps.peek().is_some_and(|&at| at < end)
        };
        let parts = if force || !gapped { Vec::new() } else { set_off(line) };
        let mut from = start;
        for part in parts {
            push(from, start + part, false);
            from = start + part;
        }
        push(from, end, force);
        start = end + 1;
    }
    lines
}

/// Offsets in `line` where a paragraph is set off by two ideographic spaces: the place before them.
fn set_off(line: &str) -> Vec<usize> {
    let indent = line.len() - line.trim_start_matches(is_blank).len();
    let mut places: Vec<(usize, bool)> = Vec::new();
    let mut covered = indent;
    for at in SETS_OFF.find_iter(&line.as_bytes()[indent..]) {
        let at = at + indent;
        if at < covered {
            continue;
        }
        let before = line[..at].trim_end_matches(is_blank);
        let run = line[at..].len() - line[at..].trim_start_matches(is_blank).len();
        covered = at + run;
        if covered < line.len() {
            places.push((before.len(), before.ends_with(['。', '！', '？', '；', '：', ':', '”', '…', '.', '）'])));
        }
    }
    let sentences = places.iter().filter(|(_, sentence)| *sentence).count();
    places.into_iter().filter(|(_, sentence)| *sentence || sentences >= FLATTENED).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(text: &str) -> Vec<&str> {
        lines(text, []).iter().map(|line| &text[line.body.range()]).collect()
    }

    #[test]
    fn lines_end_at_line_feeds_and_carriage_returns_only() {
        assert_eq!(bodies("甲\r\n\r\n　乙 \r丙\n\u{2028}丁\u{85}戊"), ["甲", "乙", "丙", "\u{2028}丁\u{85}戊"]);
    }

    #[test]
    fn two_ideographic_spaces_part_paragraphs_after_a_sentence() {
        assert_eq!(bodies("　　甲。　　乙　　丙。"), ["甲。", "乙　　丙。"]);
    }

    #[test]
    fn a_flattened_line_is_parted_at_every_such_indent() {
        let text = "题目　　甲。　　乙。　　丙。　　丁。　　戊";
        assert_eq!(bodies(text), ["题目", "甲。", "乙。", "丙。", "丁。", "戊"]);
    }

    #[test]
    fn a_blank_line_whose_bytes_are_kept_is_a_line() {
        let text = "甲\n　\n乙";
        assert_eq!(lines(text, [4]).len(), 3);
    }
}
