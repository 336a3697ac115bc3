//! Markdown: headings by `#`, tables by pipes, everything else as paragraphs.

use super::line::{Cell, Line, groups, lines, table, words};
use crate::{frame::Kind, line::is_blank, report::Report};

/// The deepest heading that Markdown has.
const DEEPEST: usize = 6;

/// A report as Markdown (CommonMark). Headings are marked by their level, with the markers that the author gave them;
/// a run-in heading becomes a line of its own. The rows of a table are a table (GitHub Flavored Markdown), the first of them
/// its head. Characters that Markdown would take for its own are escaped.
pub fn markdown(report: &Report) -> String {
    let (lines, _) = lines(report);
    let mut out = String::new();
    for group in groups(&lines) {
        if let Some(rows) = table(group) {
            pipes(&mut out, &rows);
            continue;
        }
        let Some(line) = group.first() else { continue };
        let (heading, text) = line.parted();
        if line.kind == Kind::Title {
            part(&mut out, "# ", &line.text());
            continue;
        }
        if !heading.is_empty() {
            part(&mut out, &format!("{} ", "#".repeat(level(line))), &words(heading));
        }
        if !text.is_empty() {
            part(&mut out, "", &words(text));
        }
    }
    out
}

/// A table, all rows of which have as many cells.
fn pipes(out: &mut String, rows: &[Vec<Cell>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if !out.is_empty() {
        out.push('\n');
    }
    for (index, row) in rows.iter().enumerate() {
        for column in 0..columns {
            out.push_str("| ");
            let cell = row.get(column).map(|cell| words(cell)).unwrap_or_default();
            escape(out, cell.trim(), true);
            out.push(' ');
        }
        out.push_str("|\n");
        if index == 0 {
            out.push_str(&"| --- ".repeat(columns));
            out.push_str("|\n");
        }
    }
}

/// The level of a line's heading below the title.
fn level(line: &Line) -> usize {
    (line.depth + 1).min(DEEPEST)
}

/// One part, and an empty line before it.
fn part(out: &mut String, mark: &str, words: &str) {
    let words = words.trim();
    if words.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(mark);
    escape(out, words, !mark.is_empty());
    out.push('\n');
}

/// Words as Markdown shows them. Some characters mean something anywhere, some at the start of a paragraph only, `#` in
/// headings too.
fn escape(out: &mut String, words: &str, heading: bool) {
    let digits = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    for (at, c) in words.char_indices() {
        let escaped = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '~' | '$' | '|' => true,
            '#' => heading || at == 0,
            '-' | '+' | '>' => !heading && at == 0,
            '.' | ')' => !heading && at > 0 && at == digits && !words[at + 1..].starts_with(|c: char| !is_blank(c)),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
    }
}
