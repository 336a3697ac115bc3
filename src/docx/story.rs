//! The stories of a document: body, headers, footers, footnotes. Each is read into blocks, paragraphs and tables, in their
//! final form: what is inserted is read and what is deleted is not, of alternatives one is read, of a field its result.

use super::{
    numbering::Reference,
    words::{Piece, Words},
    xml::{Element, Event, Name, Reader, Space},
};
use crate::error::Error;

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) style: Option<String>,
    pub(super) number: Reference,
    /// The outline level that it says itself; 9 is text.
    pub(super) outline: Option<u8>,
    pub(super) words: Words,
    /// Whether its end was deleted: it goes on in the next one.
    joined: bool,
    /// What stands in text boxes that hang on it.
    boxes: Vec<Block>,
}

/// A cell of a row.
#[derive(Debug)]
pub(super) struct Cell {
    /// How many columns it takes.
    pub(super) columns: usize,
    pub(super) blocks: Vec<Block>,
}

/// A part of a story.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(Paragraph),
    /// Rows of cells.
    Table(Vec<Vec<Cell>>),
}

/// What was read of a part.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) blocks: Vec<Block>,
    /// The headers and footers that its sections name, by relationship, in order.
    pub(super) references: Vec<String>,
}

/// A row takes no more columns: Word's tables have 63.
const COLUMNS: usize = 63;

/// Reads a part; `part` is its place among those that are read.
pub(super) fn read(xml: &str, name: &str, part: usize) -> Result<Story, Error> {
    let mut reader = Reader::new(xml, name);
    let mut walk = Walk { part, ..Walk::default() };
    walk.holders.push(Holder::default());
    while let Some(event) = reader.next()? {
        match event {
            Event::Open(element) => walk.open(&mut reader, &element)?,
            Event::Close(name) => walk.close(name, &reader),
            Event::Text(text) => {
                if let Some((_, content)) = &mut walk.content {
                    content.push_str(&text);
                }
            }
        }
    }
    let blocks = walk.holders.pop().map_or_else(Vec::new, Holder::finish);
    Ok(Story { blocks, references: walk.references })
}

/// What holds blocks: the story, a cell, a text box.
#[derive(Default)]
struct Holder {
    blocks: Vec<Block>,
    /// The words of a paragraph whose end was deleted.
    joined: Words,
}

impl Holder {
    fn push(&mut self, mut paragraph: Paragraph) {
        let boxes = std::mem::take(&mut paragraph.boxes);
        let mut words = std::mem::take(&mut self.joined);
        words.append(std::mem::take(&mut paragraph.words));
        if paragraph.joined {
            self.joined = words;
        } else {
            self.blocks.push(Block::Paragraph(Paragraph { words, ..paragraph }));
        }
        self.blocks.extend(boxes);
    }

    fn finish(mut self) -> Vec<Block> {
        if !self.joined.text.is_empty() {
            self.push(Paragraph::default());
        }
        self.blocks
    }
}

#[derive(Default)]
struct Row {
    cells: Vec<Cell>,
    deleted: bool,
}

#[derive(Default)]
struct Walk {
    part: usize,
    holders: Vec<Holder>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Vec<Vec<Cell>>>,
    rows: Vec<Row>,
    /// Of each open cell, its columns and whether it only continues the one above.
    cells: Vec<(usize, bool)>,
    /// Of each open run, whether it is hidden.
    hidden: Vec<bool>,
    /// Of each open field, whether its result has begun.
    fields: Vec<bool>,
    /// Of each open choice, whether an alternative was taken.
    taken: Vec<bool>,
    /// The text that is open: whether its blanks are preserved, and what was read of it.
    content: Option<(Piece, String)>,
    references: Vec<String>,
}

impl Walk {
    fn open(&mut self, reader: &mut Reader<'_>, element: &Element<'_>) -> Result<(), Error> {
        match element.name {
            (Space::Word, local) => return self.open_word(reader, element, local),
            (Space::Math, "t") => self.begin(reader, element),
            (Space::Compatibility, "AlternateContent") => self.taken.push(false),
            (Space::Compatibility, "Choice" | "Fallback") => match self.taken.last_mut() {
                Some(taken) if !*taken => *taken = true,
                _ => return reader.skip(),
            },
            _ => {}
        }
        Ok(())
    }

    fn open_word(&mut self, reader: &mut Reader<'_>, element: &Element<'_>, local: &str) -> Result<(), Error> {
        // The element itself is the innermost of the path.
        let [outer, parent, _] = reader.inside();
        match local {
            "p" => self.paragraphs.push(Paragraph::default()),
            "r" => self.hidden.push(false),
            "t" => self.begin(reader, element),
            "tab" | "ptab" if parent == "r" => self.made('\t'),
            "br" | "cr" => self.made('\n'),
            "noBreakHyphen" => self.made('-'),
            "sym" => self.symbol(element),
            "vanish" if parent == "rPr" && outer == "r" => {
                let hides = element.is_on();
                set(self.hidden.last_mut(), hides);
            }
            "fldChar" => match element.attribute("fldCharType").as_deref() {
                Some("begin") => self.fields.push(false),
                Some("separate") => set(self.fields.last_mut(), true),
                Some("end") => drop(self.fields.pop()),
                _ => {}
            },
            "del" | "moveFrom" if parent == "rPr" && outer == "pPr" => self.paragraph(|p| p.joined = true),
            "del" if parent == "trPr" => set(self.rows.last_mut().map(|row| &mut row.deleted), true),
            // Not printed: deletions, instructions of fields, the reading above a word.
            "del" | "moveFrom" | "instrText" | "delText" | "delInstrText" | "rt" => return reader.skip(),
            // What the properties were before a change.
            _ if local.ends_with("Change") => return reader.skip(),
            "pStyle" if parent == "pPr" => self.paragraph(|p| p.style = element.value()),
            "outlineLvl" if parent == "pPr" => self.paragraph(|p| p.outline = element.number()),
            "numId" if parent == "numPr" => self.paragraph(|p| p.number.list = element.number()),
            "ilvl" if parent == "numPr" => self.paragraph(|p| p.number.level = element.number()),
            "headerReference" | "footerReference" => self.references.extend(element.attribute("id")),
            "txbxContent" => self.holders.push(Holder::default()),
            "tbl" => self.tables.push(Vec::new()),
            "tr" => self.rows.push(Row::default()),
            "gridBefore" if parent == "trPr" => {
                let columns = element.number().unwrap_or(0).min(COLUMNS);
                let empty = (0..columns).map(|_| Cell { columns: 1, blocks: Vec::new() });
                if let Some(row) = self.rows.last_mut() {
                    row.cells.extend(empty);
                }
            }
            "tc" => {
                self.cells.push((1, false));
                self.holders.push(Holder::default());
            }
            "gridSpan" if parent == "tcPr" => {
                let columns = element.number().unwrap_or(1).clamp(1, COLUMNS);
                set(self.cells.last_mut().map(|cell| &mut cell.0), columns);
            }
            "vMerge" if parent == "tcPr" => {
                let continues = element.value().as_deref() != Some("restart");
                set(self.cells.last_mut().map(|cell| &mut cell.1), continues);
            }
            // The lines that set footnotes off from the text.
            "footnote" | "endnote" if element.attribute("type").is_some_and(|kind| kind != "normal") => {
                return reader.skip();
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: Name<'_>, reader: &Reader<'_>) {
        match name {
            (Space::Word | Space::Math, "t") => {
                if let Some((mut piece, content)) = self.content.take() {
                    piece.xml.end = reader.before();
                    if self.is_printed() {
                        self.paragraph(|p| p.words.read(&content, piece));
                    }
                }
            }
            (Space::Word, "r") => drop(self.hidden.pop()),
            (Space::Word, "p") => {
                if let (Some(paragraph), Some(holder)) = (self.paragraphs.pop(), self.holders.last_mut()) {
                    holder.push(paragraph);
                }
            }
            (Space::Word, "txbxContent") => {
                let blocks = self.holders.pop().map_or_else(Vec::new, Holder::finish);
                match (self.paragraphs.last_mut(), self.holders.last_mut()) {
                    (Some(paragraph), _) => paragraph.boxes.extend(blocks),
                    (None, Some(holder)) => holder.blocks.extend(blocks),
                    (None, None) => {}
                }
            }
            (Space::Word, "tc") => {
                let blocks = self.holders.pop().map_or_else(Vec::new, Holder::finish);
                let (columns, continues) = self.cells.pop().unwrap_or((1, false));
                let blocks = if continues { Vec::new() } else { blocks };
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Cell { columns, blocks });
                }
            }
            (Space::Word, "tr") => {
                if let (Some(row), Some(table)) = (self.rows.pop().filter(|row| !row.deleted), self.tables.last_mut()) {
                    table.push(row.cells);
                }
            }
            (Space::Word, "tbl") => {
                if let (Some(table), Some(holder)) = (self.tables.pop(), self.holders.last_mut()) {
                    holder.blocks.push(Block::Table(table));
                }
            }
            (Space::Compatibility, "AlternateContent") => drop(self.taken.pop()),
            _ => {}
        }
    }

    fn begin(&mut self, reader: &Reader<'_>, element: &Element<'_>) {
        let preserved = element.attribute("space").as_deref() == Some("preserve");
        let at = reader.at();
        self.content = Some((Piece { text: 0..0, part: self.part, xml: at..at, preserved }, String::new()));
    }

    /// Whether what stands here is printed: in no hidden run and in no field before its result.
    fn is_printed(&self) -> bool {
        !self.hidden.last().is_some_and(|hidden| *hidden) && self.fields.iter().all(|result| *result)
    }

    fn paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    /// Adds a character that stands in no text.
    fn made(&mut self, c: char) {
        if self.is_printed() {
            self.paragraph(|p| p.words.text.push(c));
        }
    }

    fn symbol(&mut self, element: &Element<'_>) {
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        if let Some(c) = code.and_then(char::from_u32) {
            self.made(super::format::symbol(element.attribute("font").as_deref(), c));
        }
    }
}

/// Sets what is open; what stands outside where it belongs sets nothing.
fn set<T>(place: Option<&mut T>, value: T) {
    if let Some(place) = place {
        *place = value;
    }
}
