//! Word files (.docx, ECMA-376): read as the text that they print, and filled in place.
//!
//! The way in: `package` (the zip archive and its limits) → `xml` (events with places) → `style`, `numbering` (what styles
//! and lists say) → `story` (paragraphs and tables of a part) → `text` (one text, its hints, and where in the XML each
//! word stands). The way back: `edit` carries edits of the text into the contents of `w:t`; all else of the package stays
//! as it is.
//!
//! ```no_run
//! use huibao::{ReadOptions, Scope, docx::Document, slots};
//!
//! let mut document = Document::open(std::fs::read("汇报.docx").unwrap())?;
//! let report = document.read(&ReadOptions::default());
//! let place = slots(&report, Scope::Slots)[0].span;
//! let filled = document.edited(&[(place, "45")])?;
//! # Ok::<(), huibao::Error>(())
//! ```

mod edit;
mod format;
mod numbering;
mod package;
mod story;
mod style;
mod text;
mod words;
mod xml;

use std::ops::Range;

use self::{
    numbering::Numbering,
    package::{Package, Relationship},
    style::Styles,
    text::Printer,
    words::Piece,
};
use crate::{
    error::{Error, ErrorKind},
    frame::Kind,
    hint::Hints,
    message::Message,
    read::{self, ReadOptions},
    report::{Notice, Report},
    source::{Container, Decoded, Source},
    span::Span,
};

/// A Word file that was read.
#[derive(Clone, Debug)]
pub struct Document {
    package: Package,
    /// The names of the parts that have text.
    parts: Vec<String>,
    text: String,
    pieces: Vec<Piece>,
    unread: Vec<Range<usize>>,
    hints: Hints,
}

/// Whether bytes are a Word file, whole or damaged.
pub fn is_docx(bytes: &[u8]) -> bool {
    package::is_package(bytes)
}

impl Document {
    /// Reads a Word file: headers, the body, footnotes and endnotes, footers, in this order, each once.
    ///
    /// # Errors
    /// [`ErrorKind::Source`] for a package that is damaged, encrypted or past the limits, and for XML that is malformed,
    /// too deep or has entities of its own.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Error> {
        let mut package = Package::open(bytes)?;
        let roots = package.relationships("")?;
        let main = roots.iter().find(|part| part.kind == "officeDocument");
        let main = main.map_or_else(|| "word/document.xml".to_owned(), |part| part.target.clone());
        let others = package.relationships(&main)?;
        let target = |kind: &str| others.iter().find(|part| part.kind == kind).map(|part| part.target.as_str());
        let mut printer = Printer::default();
        if let Some((part, xml)) = found(&mut package, target("styles"))? {
            printer.styles = Styles::read(&xml, &part)?;
        }
        if let Some((part, xml)) = found(&mut package, target("numbering"))? {
            printer.numbering = Numbering::read(&xml, &part)?;
        }
        let mut parts = Vec::new();
        let mut story = |package: &mut Package, styles: &Styles, part: &str| {
            let Some(xml) = package.part(part)? else { return Ok(None) };
            parts.push(part.to_owned());
            story::read(&xml, part, parts.len() - 1, styles).map(Some)
        };
        let Some(body) = story(&mut package, &printer.styles, &main)? else {
            return Err(broken(Message::new("docx-no-body").with("part", main)));
        };
        let sections = of_sections(&body.references, &others);
        for part in sections.iter().filter(|part| part.kind == "header") {
            let header = story(&mut package, &printer.styles, &part.target)?;
            printer.blocks(header.map_or_else(Vec::new, |story| story.blocks), Some(Kind::Furniture));
        }
        printer.blocks(body.blocks, None);
        for part in ["footnotes", "endnotes"].into_iter().filter_map(target) {
            let notes = story(&mut package, &printer.styles, part)?;
            printer.blocks(notes.map_or_else(Vec::new, |story| story.blocks), Some(Kind::Note));
        }
        for part in sections.iter().filter(|part| part.kind == "footer") {
            let footer = story(&mut package, &printer.styles, &part.target)?;
            printer.blocks(footer.map_or_else(Vec::new, |story| story.blocks), Some(Kind::Furniture));
        }
        let Printer { words, hints, .. } = printer;
        Ok(Self { package, parts, text: words.text, pieces: words.pieces, unread: words.unread, hints })
    }

    /// The text that it prints: a paragraph on a line, numbers of lists included, and a row of a table on a line with TABs
    /// between its cells.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The report that it is. Spans of the report are places in [`Document::text`].
    pub fn read(&self, options: &ReadOptions) -> Report {
        let source = Source { container: Container::Docx, ..Source::default() };
        let decoded = Decoded { source, text: self.text.clone(), raw: Vec::new() };
        let mut report = read::decoded_as(decoded, &self.hints, options);
        let notice = |place: &Range<usize>| Notice { code: "word-unread", span: Span::new(place.start, place.end) };
        report.notices.extend(self.unread.iter().map(notice));
        report
    }

    /// The file with new text in some places of [`Document::text`], which are given in order and do not overlap. A place
    /// that is split over several runs keeps the formatting of the first; every part without a place, and all but the
    /// contents of `w:t` of those with one, stays byte for byte as it was.
    ///
    /// # Errors
    /// [`ErrorKind::Value`] with its place for one that is no text of the file's own but made by Word, as an automatic
    /// number is, and for text that has control characters.
    pub fn edited(&mut self, edits: &[(Span, &str)]) -> Result<Vec<u8>, Error> {
        let contents = edit::contents(&self.text, &self.pieces, edits)?;
        let mut changed = Vec::new();
        self.package.rewind();
        for (index, part) in self.parts.iter().enumerate() {
            if contents.keys().any(|&piece| self.pieces[piece].part == index) {
                let xml = self.package.part(part)?.unwrap_or_default();
                changed.push((part.clone(), edit::rewritten(&xml, &self.pieces, index, &contents)));
            }
        }
        self.package.with(&changed)
    }
}

impl Document {
    /// The first part in which another file differs by more than the contents of text.
    pub(crate) fn differs(&mut self, other: &mut Self) -> Result<Option<String>, Error> {
        let parts = self.package.names();
        self.package.rewind();
        if parts != other.package.names() {
            return Ok(Some("_".to_owned()));
        }
        for part in parts {
            if self.package.packed(&part)? == other.package.packed(&part)? {
                continue;
            }
            let index = self.parts.iter().position(|name| *name == part);
            let (Some(index), Some(old), Some(new)) = (index, self.package.part(&part)?, other.package.part(&part)?)
            else {
                return Ok(Some(part));
            };
            if edit::skeleton(&old, &self.pieces, index) != edit::skeleton(&new, &other.pieces, index) {
                return Ok(Some(part));
            }
        }
        Ok(None)
    }
}

/// The name and the text of a part that may not be there.
fn found(package: &mut Package, part: Option<&str>) -> Result<Option<(String, String)>, Error> {
    let Some(part) = part else { return Ok(None) };
    Ok(package.part(part)?.map(|xml| (part.to_owned(), xml)))
}

/// The headers and footers that sections name, each once.
fn of_sections<'r>(references: &[String], others: &'r [Relationship]) -> Vec<&'r Relationship> {
    let mut out: Vec<&Relationship> = Vec::new();
    for part in references.iter().filter_map(|id| others.iter().find(|part| part.id == *id)) {
        if !out.iter().any(|known| known.target == part.target) {
            out.push(part);
        }
    }
    out
}

/// The error of a file that cannot be read.
fn broken(message: Message) -> Error {
    Error::new(ErrorKind::Source, message).help(Message::new("docx-damaged-help"))
}
