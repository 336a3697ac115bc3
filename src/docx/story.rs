//! The stories of a document: body, headers, footers, footnotes. Each is read into blocks, paragraphs and tables, in their
//! final form: what is inserted is read and what is deleted is not, of alternatives one is read, of a field its result.

use super::{
    numbering::Reference,
    style::Styles,
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
    /// How its mark looks: what ends it.
    mark: Look,
    end: End,
    /// Whether a page or a column ends before its next words.
    parted: bool,
    /// What stands in text boxes that hang on it.
    boxes: Vec<Block>,
}

/// What becomes of the end of a paragraph. A paragraph that is not ended goes on in the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    #[default]
    Kept,
    /// By a change that was tracked: what both hold is a paragraph as the next one.
    Deleted,
    /// Not printed: what both hold is printed as this one. So a heading and its text stand on one line (17.3.2.36).
    Hidden,
}

/// Whether characters are hidden: their style, and what they say themselves.
#[derive(Debug, Default)]
struct Look {
    style: Option<String>,
    hidden: Option<bool>,
}

impl Paragraph {
    /// Ends it with what the next one holds.
    fn join(mut self, mut next: Self) -> Self {
        let takes_next = self.end == End::Deleted || self.words.is_blank();
        let mut boxes = std::mem::take(&mut self.boxes);
        boxes.append(&mut next.boxes);
        let mut words = std::mem::take(&mut self.words);
        words.append(std::mem::take(&mut next.words));
        let end = next.end;
        Self { words, boxes, end, ..if takes_next { next } else { self } }
    }

    /// What follows begins behind a break of the page, which parts lines where there is something on both sides.
    fn go_on(&mut self) {
        if std::mem::take(&mut self.parted) {
            self.words.text.push('\n');
        }
    }
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
    /// Another file that stands here (`w:altChunk`, 17.17.2), which is not read.
    Chunk,
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
pub(super) fn read(xml: &str, name: &str, part: usize, styles: &Styles) -> Result<Story, Error> {
    let mut reader = Reader::new(xml, name);
    let mut walk = Walk::new(part, styles);
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
    /// A paragraph that goes on in the next one.
    open: Option<Paragraph>,
}

impl Holder {
    fn push(&mut self, paragraph: Paragraph) {
        let paragraph = match self.open.take() {
            Some(open) => open.join(paragraph),
            None => paragraph,
        };
        if paragraph.end == End::Kept {
            self.close(paragraph);
        } else {
            self.open = Some(paragraph);
        }
    }

    fn close(&mut self, mut paragraph: Paragraph) {
        let boxes = std::mem::take(&mut paragraph.boxes);
        self.blocks.push(Block::Paragraph(paragraph));
        self.blocks.extend(boxes);
    }

    /// Adds what is no paragraph: none goes on behind it.
    fn extend(&mut self, blocks: impl IntoIterator<Item = Block>) {
        if let Some(open) = self.open.take().filter(|open| !open.words.is_blank() || !open.boxes.is_empty()) {
            self.close(open);
        }
        self.blocks.extend(blocks);
    }

    fn finish(mut self) -> Vec<Block> {
        self.extend([]);
        self.blocks
    }
}

#[derive(Default)]
struct Row {
    cells: Vec<Cell>,
    deleted: bool,
}

struct Walk<'s> {
    part: usize,
    styles: &'s Styles,
    holders: Vec<Holder>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Vec<Vec<Cell>>>,
    rows: Vec<Row>,
    /// Of each open cell, its columns and whether it only continues the one above.
    cells: Vec<(usize, bool)>,
    /// How each open run looks.
    runs: Vec<Look>,
    /// Of each open field, whether its result has begun.
    fields: Vec<bool>,
    /// The text that is open: whether its blanks are preserved, and what was read of it.
    content: Option<(Piece, String)>,
    references: Vec<String>,
}

impl<'s> Walk<'s> {
    fn new(part: usize, styles: &'s Styles) -> Self {
        Self {
            part,
            styles,
            holders: Vec::new(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            runs: Vec::new(),
            fields: Vec::new(),
            content: None,
            references: Vec::new(),
        }
    }

    fn open(&mut self, reader: &mut Reader<'_>, element: &Element<'_>) -> Result<(), Error> {
        match element.name {
            (Space::Word, local) => return self.open_word(reader, element, local),
            (Space::Math, "t") => self.begin(reader, element),
            _ => {}
        }
        Ok(())
    }

    fn open_word(&mut self, reader: &mut Reader<'_>, element: &Element<'_>, local: &str) -> Result<(), Error> {
        // The element itself is the innermost of the path.
        let [outer, parent, _] = reader.inside();
        match local {
            "p" => self.paragraphs.push(Paragraph::default()),
            "r" => self.runs.push(Look::default()),
            "t" => self.begin(reader, element),
            "tab" | "ptab" if parent == "r" => self.made('\t'),
            "br" if matches!(element.attribute("type").as_deref(), Some("page" | "column")) => {
                let is_printed = self.is_printed();
                self.paragraph(|p| p.parted = is_printed && !p.words.is_blank());
            }
            "br" | "cr" => self.made('\n'),
            "noBreakHyphen" => self.made('-'),
            "sym" => self.symbol(element),
            "vanish" if parent == "rPr" => self.look(outer, |look| look.hidden = Some(element.is_on())),
            "rStyle" if parent == "rPr" => self.look(outer, |look| look.style = element.value()),
            "fldChar" => match element.attribute("fldCharType").as_deref() {
                Some("begin") => self.fields.push(false),
                Some("separate") => set(self.fields.last_mut(), true),
                Some("end") => drop(self.fields.pop()),
                _ => {}
            },
            "del" | "moveFrom" if parent == "rPr" && outer == "pPr" => self.paragraph(|p| p.end = End::Deleted),
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
            "altChunk" => self.holders.last_mut().into_iter().for_each(|holder| holder.extend([Block::Chunk])),
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
                        self.paragraph(|p| {
                            p.go_on();
                            p.words.read(&content, piece);
                        });
                    }
                }
            }
            (Space::Word, "r") => drop(self.runs.pop()),
            (Space::Word, "p") => {
                if let Some(mut paragraph) = self.paragraphs.pop() {
                    if paragraph.end == End::Kept && self.hides(&paragraph, &paragraph.mark) {
                        paragraph.end = End::Hidden;
                    }
                    self.holders.last_mut().into_iter().for_each(|holder| holder.push(std::mem::take(&mut paragraph)));
                }
            }
            (Space::Word, "txbxContent") => {
                let blocks = self.holders.pop().map_or_else(Vec::new, Holder::finish);
                match (self.paragraphs.last_mut(), self.holders.last_mut()) {
                    (Some(paragraph), _) => paragraph.boxes.extend(blocks),
                    (None, Some(holder)) => holder.extend(blocks),
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
                    holder.extend([Block::Table(table)]);
                }
            }
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
        let hidden = self.runs.last().zip(self.paragraphs.last()).is_some_and(|(run, p)| self.hides(p, run));
        !hidden && self.fields.iter().all(|result| *result)
    }

    /// Whether characters of a paragraph are hidden.
    fn hides(&self, paragraph: &Paragraph, look: &Look) -> bool {
        look.hidden.unwrap_or_else(|| self.styles.hides(paragraph.style.as_deref(), look.style.as_deref()))
    }

    /// Changes the look of what has properties: a run, or the mark of a paragraph.
    fn look(&mut self, of: &str, change: impl FnOnce(&mut Look)) {
        match of {
            "r" => self.runs.last_mut().map(change),
            "pPr" => self.paragraphs.last_mut().map(|p| change(&mut p.mark)),
            _ => None,
        };
    }

    fn paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    /// Adds a character that stands in no text.
    fn made(&mut self, c: char) {
        if self.is_printed() {
            self.paragraph(|p| {
                p.go_on();
                p.words.text.push(c);
            });
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
