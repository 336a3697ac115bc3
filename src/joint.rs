//! Lines that a line break parted from their marker: （ and then 三）改革; 专栏, 1, and then a title; 第一条 alone on its
//! line. They are joined before markers are proposed, so that a marker and its text are always read in one line.

use memchr::memchr2_iter;

use crate::{
    frame::Kind,
    line::Line,
    source::RawLine,
    syntax::marker::{self, Reach},
};

/// No marker that a line break follows is longer, in bytes.
const LONGEST: usize = 30;

/// Joins the lines of the report's text that belong together; `frame` keeps pace. A line that keeps bytes of its own
/// (`raw`) is joined to none.
pub(crate) fn join(text: &str, lines: &mut Vec<Line>, frame: &mut Vec<Option<Kind>>, raw: &[RawLine]) {
    let (mut from, mut to) = (0, 0);
    while from < lines.len() {
        let (mut line, kind) = (lines[from], frame[from]);
        from += 1;
        while let Some(next) = lines.get(from).filter(|_| kind.is_none() && line.body.len() <= LONGEST)
            && frame[from].is_none()
            && belongs(text, &line, next)
            && !is_kept(text, &line, raw)
            && !is_kept(text, next, raw)
        {
            line.body.end = next.body.end;
            line.end = next.end;
            line.joined = true;
            from += 1;
        }
        (lines[to], frame[to]) = (line, kind);
        to += 1;
    }
    lines.truncate(to);
    frame.truncate(to);
}

/// Whether the first line is the beginning of a marker that the next one ends, or a marker whose text is the next.
fn belongs(text: &str, line: &Line, next: &Line) -> bool {
    let (body, following) = (&text[line.body.range()], &text[next.body.range()]);
    let both = &text[line.body.start as usize..next.body.end as usize];
    let numbered = |text: &str| marker::parse(text, Reach::Line).filter(|m| m.number.is_some()).map(|m| m.len);
    if marker::is_opening(body) {
        return numbered(both).is_some_and(|len| len > body.len());
    }
    let gap = &text.as_bytes()[line.body.end as usize..next.body.start as usize];
    let breaks = memchr2_iter(b'\n', b'\r', gap).filter(|&at| !gap[at..].starts_with(b"\r\n")).count();
    numbered(body) == Some(body.len()) && breaks <= 2 && marker::parse(following, Reach::Line).is_none()
}

/// Whether the bytes of a line are kept beside it.
fn is_kept(text: &str, line: &Line, raw: &[RawLine]) -> bool {
    let body = line.body.start as usize;
    let start = text[..body].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let first = raw.partition_point(|raw| (raw.start as usize) < start);
    raw.get(first).is_some_and(|raw| raw.start as usize <= body)
}
