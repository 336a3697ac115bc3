//! The text of a document: its stories one behind the other, a paragraph on a line, a row of a table on a line with TABs
//! between its cells; the numbers of lists printed, and what the styles say of each line.

use super::{
    numbering::{Label, Numbering, Reference},
    story::{Block, Cell, Paragraph},
    style::Styles,
    words::Words,
};
use crate::{
    frame::Kind,
    hint::{Hint, Hints},
    line::CELL,
    span::Span,
};

/// A row that has a cell of more paragraphs, or but one cell, is set as paragraphs: the table is a frame around text.
const PARAGRAPHS: usize = 3;

/// Prints stories.
#[derive(Debug, Default)]
pub(super) struct Printer {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) words: Words,
    pub(super) hints: Hints,
}

impl Printer {
    /// Prints the blocks of a story; `role` is what each of its lines is.
    pub(super) fn blocks(&mut self, blocks: Vec<Block>, role: Option<Kind>) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let hint = role.map(Hint::Kind);
                    let hint = hint.or_else(|| self.styles.hint(paragraph.style.as_deref(), paragraph.outline));
                    let words = self.paragraph(paragraph);
                    self.line(words, hint);
                }
                Block::Table(rows) => rows.into_iter().for_each(|row| self.row(row, role)),
                Block::Chunk => self.words.unread.push(self.words.text.len()..self.words.text.len()),
            }
        }
    }

    /// A paragraph with its number.
    fn paragraph(&mut self, paragraph: Paragraph) -> Words {
        let own = paragraph.number;
        let of_style = self.styles.number(paragraph.style.as_deref());
        let label = match (own.list, of_style) {
            (None, Some((style, reference))) => {
                let level = own.level.or(reference.level);
                let style = own.level.is_none().then_some(style);
                self.numbering.label(Reference { level, ..reference }, style)
            }
            _ => self.numbering.label(own, None),
        };
        let label = label.unwrap_or(Label { text: String::new(), certain: true });
        let mut words = Words::made(label.text);
        if !label.certain {
            words.unread.push(0..words.text.trim_end().len());
        }
        words.append(paragraph.words);
        words
    }

    fn line(&mut self, words: Words, hint: Option<Hint>) {
        let start = self.words.text.len();
        let hint = hint.filter(|_| !words.is_blank());
        self.words.append(words);
        if let Some(hint) = hint {
            self.hints.push(Span::new(start, self.words.text.len()), hint);
        }
        self.words.text.push('\n');
    }

    fn row(&mut self, row: Vec<Cell>, role: Option<Kind>) {
        if is_frame(&row) {
            row.into_iter().for_each(|cell| self.blocks(cell.blocks, role));
            return;
        }
        let mut line = Words::default();
        for (index, cell) in row.into_iter().enumerate() {
            if index > 0 {
                line.text.push(CELL);
            }
            let columns = cell.columns;
            line.append(self.cell(cell.blocks).on_one_line());
            line.text.extend(std::iter::repeat_n(CELL, columns - 1));
        }
        self.line(line, Some(Hint::Kind(role.unwrap_or(Kind::Row))));
    }

    /// The words of a cell, a blank between its paragraphs.
    fn cell(&mut self, blocks: Vec<Block>) -> Words {
        let mut words = Words::default();
        for block in blocks {
            let parts = match block {
                Block::Paragraph(paragraph) => vec![self.paragraph(paragraph)],
                Block::Table(rows) => rows.into_iter().flatten().map(|cell| self.cell(cell.blocks)).collect(),
                Block::Chunk => {
                    words.unread.push(words.text.len()..words.text.len());
                    continue;
                }
            };
            for part in parts.into_iter().filter(|part| !part.is_blank()) {
                if !words.text.is_empty() {
                    words.text.push(' ');
                }
                words.append(part);
            }
        }
        words
    }
}

/// Whether a row is no row of a table but a frame around text. That does not hang on the words, which filling changes.
fn is_frame(row: &[Cell]) -> bool {
    row.len() < 2 || row.iter().any(|cell| paragraphs(&cell.blocks) > PARAGRAPHS)
}

/// How many paragraphs with words blocks hold.
fn paragraphs(blocks: &[Block]) -> usize {
    let each = |block: &Block| match block {
        Block::Paragraph(paragraph) => usize::from(!paragraph.words.is_blank()),
        Block::Table(rows) => rows.iter().flatten().map(|cell| paragraphs(&cell.blocks)).sum(),
        Block::Chunk => 0,
    };
    blocks.iter().map(each).sum()
}
