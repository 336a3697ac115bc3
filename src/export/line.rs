//! The lines that a report is exported in: its own, and one for each heading and for the addressee, which stand alone
//! on a page.

use crate::{
    frame::Kind,
    inline::Scope,
    line::{CELL, is_blank, is_break, sets_off},
    report::{Block, Report},
    row::Row,
    slots,
    span::Span,
    syntax::marker::StyleId,
    write::Part,
};

/// A line with what stands in it, without its indent and without blanks at its end.
#[derive(Debug)]
pub(super) struct Line {
    /// What the block is that begins it.
    pub(super) kind: Kind,
    /// How many sections it stands in, its own included.
    pub(super) depth: usize,
    /// The bytes of the printed text that it covers.
    pub(super) span: Span,
    /// Its pieces, none of them empty but for lost slots.
    pub(super) pieces: Vec<Piece>,
}

/// Words of one sort.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) sort: Sort,
    /// Which of the report's slots it is.
    pub(super) slot: Option<usize>,
}

/// What a piece is to its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A heading, its marker and what closes it.
    Heading,
    /// Anything else.
    Text,
}

impl Line {
    /// Whether it begins with a heading.
    pub(super) fn is_headed(&self) -> bool {
        self.pieces.first().is_some_and(|piece| piece.sort == Sort::Heading)
    }

    /// The pieces of the heading that it begins with, and those behind it.
    pub(super) fn parted(&self) -> (&[Piece], &[Piece]) {
        self.pieces.split_at(self.pieces.iter().take_while(|piece| piece.sort == Sort::Heading).count())
    }

    /// Its words.
    pub(super) fn text(&self) -> String {
        words(&self.pieces)
    }

    /// Its cells, which TABs part; no row has fewer than two.
    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![Cell::new()];
        for piece in &self.pieces {
            for (index, text) in piece.text.split(CELL).enumerate() {
                if index > 0 {
                    cells.push(Cell::new());
                }
                if let Some(cell) = cells.last_mut().filter(|_| !text.is_empty() || piece.slot.is_some()) {
                    cell.push(Piece { text: text.to_owned(), ..piece.clone() });
                }
            }
        }
        cells.resize_with(cells.len().max(2), Cell::new);
        cells
    }
}

/// A cell of a row: its pieces.
pub(super) type Cell = Vec<Piece>;

/// The lines one by one, and the rows of a table together: those with nothing between them but a line ending.
pub(super) fn groups(lines: &[Line]) -> impl Iterator<Item = &[Line]> {
    let row = |line: &Line| line.kind == Kind::Row;
    lines.chunk_by(move |one, next| row(one) && row(next) && next.span.start <= one.span.end + ENDING)
}

/// The longest line ending.
const ENDING: u32 = 2;

/// The cells of the rows of a table; `None` for a line that is no row.
pub(super) fn table(group: &[Line]) -> Option<Vec<Vec<Cell>>> {
    group.first().filter(|line| line.kind == Kind::Row)?;
    Some(group.iter().map(Line::cells).collect())
}

/// The words of pieces.
pub(super) fn words(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// The lines of a report and its slots.
pub(super) fn lines(report: &Report) -> (Vec<Line>, Vec<Row>) {
    let rows = slots::rows(report, Scope::Slots);
    let mut setter = Setter { rows: &rows, next: 0, at: 0, lines: Vec::new(), ended: true };
    report.leaves(|above, block, part, leaf| setter.leaf(above, block, part, leaf));
    let mut lines = setter.lines;
    for line in &mut lines {
        line.trim();
    }
    lines.retain(|line| !line.pieces.is_empty());
    (lines, rows)
}

impl Line {
    /// Blanks at the end are no part of a line, but a TAB begins a cell.
    fn trim(&mut self) {
        let row = self.kind == Kind::Row;
        while let Some(last) = self.pieces.last_mut() {
            last.text.truncate(last.text.trim_end_matches(|c| is_blank(c) && !(row && c == CELL)).len());
            if !last.text.is_empty() || last.slot.is_some() {
                break;
            }
            self.pieces.pop();
        }
    }
}

struct Setter<'r> {
    rows: &'r [Row],
    /// The first of the rows that no leaf has had.
    next: usize,
    /// Bytes of the printed text before the leaf.
    at: usize,
    lines: Vec<Line>,
    /// Whether the last line takes nothing more.
    ended: bool,
}

impl Setter<'_> {
    fn leaf(&mut self, above: &[&Block], block: &Block, part: Part, leaf: &str) {
        // What 一是 opens is a sentence of its paragraph, also where it says what the others are about.
        let prose = block.style.is_some_and(StyleId::is_prose);
        let headed = block.kind == Kind::Section && !block.text.span.is_empty() && !prose;
        let sort = if headed { Sort::Heading } else { Sort::Text };
        match part {
            Part::Before => {
                if self.ended || headed || block.kind == Kind::Addressee || leaf.contains(is_break) || sets_off(leaf) {
                    let depth = above.len() + usize::from(block.kind == Kind::Section);
                    let span = Span::empty(self.at + leaf.len());
                    self.lines.push(Line { kind: block.kind, depth, span, pieces: Vec::new() });
                } else {
                    self.push(leaf, Sort::Text, None);
                }
                self.ended = false;
            }
            Part::Marker | Part::Text => self.slots(leaf, sort),
            Part::AfterMarker => self.push(leaf, sort, None),
            Part::After => {
                self.push(leaf, sort, None);
                self.ended = block.kind == Kind::Addressee;
            }
        }
        self.at += leaf.len();
        if let Some(line) = self.lines.last_mut().filter(|_| part != Part::Before) {
            line.span.end = self.at as u32;
        }
    }

    /// A leaf that slots may stand in.
    fn slots(&mut self, leaf: &str, sort: Sort) {
        let (mut from, end) = (0, self.at + leaf.len());
        while let Some(row) = self.rows.get(self.next).filter(|row| row.span.end as usize <= end) {
            let start = (row.span.start as usize).saturating_sub(self.at).max(from);
            // Where the number is lost, its unit is what there is to see.
            let lost = if row.text.is_empty() && row.value.is_none() { &row.surface[row.run_at..] } else { "" };
            let lost = if leaf[start..].starts_with(lost) { lost.len() } else { 0 };
            let stop = start + row.span.range().len() + lost;
            self.push(&leaf[from..start], sort, None);
            self.push(&leaf[start..stop], sort, Some(self.next));
            from = stop;
            self.next += 1;
        }
        self.push(&leaf[from..], sort, None);
    }

    fn push(&mut self, text: &str, sort: Sort, slot: Option<usize>) {
        let Some(line) = self.lines.last_mut() else {
            return;
        };
        let text = text.replace(is_break, "");
        match line.pieces.last_mut().filter(|last| last.sort == sort && last.slot.is_none() && slot.is_none()) {
            Some(last) => last.text.push_str(&text),
            None if text.is_empty() && slot.is_none() => {}
            None => line.pieces.push(Piece { text, sort, slot }),
        }
    }
}
