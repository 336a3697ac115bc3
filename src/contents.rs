//! The outline as rows: one for each section, with its place.

use memchr::memrchr2;
use serde::Serialize;

use crate::{
    frame::Kind,
    report::{Block, Report},
    span::Span,
    write::Part,
};

/// A row of `huibao outline`.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct OutlineRow {
    /// Depth of nesting, 1 outermost.
    pub level: usize,
    /// The marker as printed; "" for a heading that has none.
    pub marker: String,
    /// Its number; null when masked or a bullet.
    pub number: Option<u64>,
    /// The heading without its final 。 or ：; null where the marker opens ordinary text.
    pub heading: Option<String>,
    /// Line of the marker, from 1.
    pub line: usize,
    /// Column of the marker, from 1, in Unicode scalar values.
    pub column: usize,
    /// Bytes of marker and heading in the decoded text.
    pub span: (usize, usize),
    /// Slots in the section, its subsections included.
    pub slots: usize,
    /// The first words of the section's text, for people to look at.
    #[serde(skip)]
    pub opening: String,
}

/// A place in a text that is passed over leaf by leaf.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
    /// Bytes passed.
    pub byte: usize,
    /// Unicode scalar values passed.
    pub chars: usize,
}

impl Default for Cursor {
    fn default() -> Self {
        Self { line: 1, column: 1, byte: 0, chars: 0 }
    }
}

impl Cursor {
    /// Passes over `text`.
    pub(crate) fn pass(&mut self, text: &str) {
        let chars = text.chars().count();
        self.byte += text.len();
        self.chars += chars;
        match memrchr2(b'\n', b'\r', text.as_bytes()) {
            None => self.column += chars,
            Some(last) => {
                let crlf = text.as_bytes().windows(2).filter(|w| *w == b"\r\n").count();
                self.line += text.bytes().filter(|b| matches!(b, b'\n' | b'\r')).count() - crlf;
                self.column = 1 + text[last + 1..].chars().count();
            }
        }
    }

    /// The place `text` further on.
    #[must_use]
    pub(crate) fn after(mut self, text: &str) -> Self {
        self.pass(text);
        self
    }
}

/// The sections of a report, in the order of print.
pub fn rows(report: &Report) -> Vec<OutlineRow> {
    let mut rows: Vec<OutlineRow> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut cursor = Cursor::default();
    let mut marker_at = Span::default();
    report.leaves(|above, block, part, leaf| {
        let level = above.len() + 1;
        match part {
            Part::Before => open.truncate(above.len()),
            Part::Marker if block.kind == Kind::Section => {
                open.push(rows.len());
                marker_at = Span::new(cursor.byte, cursor.byte + leaf.len());
                rows.push(row(block, level, leaf, cursor));
            }
            Part::Text => {
                let slots = report.inlines(&block.text).iter().filter(|inline| inline.open).count();
                let masked = usize::from(block.is_masked());
                for &index in &open {
                    rows[index].slots += slots + masked;
                }
                if let Some(&index) = open.last() {
                    let row = &mut rows[index];
                    if block.kind == Kind::Section {
                        row.heading = (!leaf.is_empty()).then(|| leaf.to_owned());
                        row.span.1 = if leaf.is_empty() { marker_at.end as usize } else { cursor.byte + leaf.len() };
                    } else if row.opening.is_empty() {
                        row.opening = leaf.chars().take(60).collect();
                    }
                }
            }
            _ => {}
        }
        cursor.pass(leaf);
    });
    rows
}

fn row(block: &Block, level: usize, marker: &str, cursor: Cursor) -> OutlineRow {
    OutlineRow {
        level,
        marker: marker.to_owned(),
        number: block.number,
        heading: None,
        line: cursor.line,
        column: cursor.column,
        span: (cursor.byte, cursor.byte + marker.len()),
        slots: 0,
        opening: String::new(),
    }
}
