//! The imprint (版记) at the foot of the last page: whom copies go to, who sends the document out and when, between rules.

use std::io;

use super::{
    body::{run, width},
    style::{self, styled},
    xml::Xml,
};
use crate::{
    export::{
        line::{Line, Piece, Sort, words},
        page::{PAGE, Style, points, style as style_of, twips},
    },
    frame::is_date,
    letterhead::Letterhead,
    line::is_blank,
    row::Row,
};

/// The imprint (GB/T 9704-2012, 7.4), its lines from the top.
pub(super) struct Imprint {
    /// Whom it goes to.
    copies: Vec<Vec<Piece>>,
    /// Who sends it out, and when.
    printed: Vec<Vec<Piece>>,
}

impl Imprint {
    /// The lines of a report before its imprint, the imprint with what JSON adds to it, and what a page has behind it.
    pub(super) fn of<'l>(lines: &'l [Line], letterhead: Option<&Letterhead>) -> (&'l [Line], Self, &'l [Line]) {
        let end = lines.iter().rposition(|line| !line.kind.is_foreign()).map_or(0, |last| last + 1);
        let (own, foreign) = lines.split_at(end);
        let printed = usize::from(own.last().is_some_and(|line| dated(&line.text()).is_some()));
        let (before, printed) = own.split_at(own.len() - printed);
        let copies = before.iter().rev().take_while(|line| names_copies(&line.text())).count();
        let (before, copies) = before.split_at(before.len() - copies);
        let pieces = |lines: &[Line]| lines.iter().map(|line| line.pieces.clone()).collect();
        let mut imprint = Self { copies: pieces(copies), printed: pieces(printed) };
        if let Some(letterhead) = letterhead {
            imprint.add(letterhead);
        }
        // What stands behind nothing is no more the page's than what is before it.
        if imprint.is_empty() { (lines, imprint, &[]) } else { (before, imprint, foreign) }
    }

    fn add(&mut self, letterhead: &Letterhead) {
        let piece = |text: String| vec![Piece { text, sort: Sort::Text, slot: None }];
        if let Some(copies) = &letterhead.copies {
            let marked = if names_copies(copies) { copies.clone() } else { format!("{}：{copies}", PAGE.copies[0]) };
            // A full stop closes the last name: 7.4.2.
            self.copies.push(piece(if marked.ends_with('。') { marked } else { marked + "。" }));
        }
        let (printer, printed) = (letterhead.printer.as_deref(), letterhead.printed.as_deref());
        let printed = printed.map(|date| format!("{}{}", date.trim_end_matches(PAGE.printed), PAGE.printed));
        let parts: Vec<&str> = printer.into_iter().chain(printed.as_deref()).collect();
        if !parts.is_empty() {
            self.printed.push(piece(parts.join("\u{3000}")));
        }
    }

    fn is_empty(&self) -> bool {
        self.copies.is_empty() && self.printed.is_empty()
    }

    /// Sets it in a frame whose last rule is the lower edge of the type area.
    pub(super) fn print(&self, xml: &mut Xml, slots: &[Row]) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        rule(xml, PAGE.imprint_rule)?;
        for line in &self.copies {
            copies(xml, line, slots)?;
        }
        if !self.copies.is_empty() && !self.printed.is_empty() {
            rule(xml, PAGE.imprint_thin_rule)?;
        }
        for line in &self.printed {
            printed(xml, line, slots)?;
        }
        rule(xml, PAGE.imprint_rule)?;
        // A frame belongs to the paragraph behind it.
        styled(xml, style_of("rule"), |xml| low(xml, points(style_of("rule").size)), |_| Ok(()))
    }
}

/// Whether a line says whom a document goes to: 抄送：…
fn names_copies(text: &str) -> bool {
    PAGE.copies.iter().any(|word| text.strip_prefix(word).is_some_and(|rest| rest.starts_with(['：', ':'])))
}

/// Where the date begins in a line that says when a document was sent out: …　2026年7月8日印发.
fn dated(text: &str) -> Option<usize> {
    let date = text.trim_end_matches('。').strip_suffix(PAGE.printed)?;
    let behind_blanks = date.char_indices().filter(|(_, c)| is_blank(*c)).map(|(at, c)| at + c.len_utf8());
    std::iter::once(0).chain(behind_blanks).find(|&at| is_date(&date[at..]) && !date[at..].starts_with(is_blank))
}

/// Names that go on stand below the first one: 7.4.2.
fn copies(xml: &mut Xml, line: &[Piece], slots: &[Row]) -> io::Result<()> {
    let text = words(line);
    let label = text.find(['：', ':']).map_or(0, |at| width(&text[..at]) + 100);
    let edge = PAGE.imprint_edge * 100;
    let indents = [("w:left", edge + label), ("w:right", edge), ("w:hanging", label)];
    framed(
        xml,
        style_of("imprint"),
        |xml, style| style::indent(xml, style, &indents),
        |xml| line.iter().try_for_each(|piece| run(xml, piece, None, slots)),
    )
}

/// Who sends it out at the left, when at the right: 7.4.3. The blanks between them are as wide as they need to be, so
/// that the line says what the report does and nothing else. It is not broken where a font has wider digits.
fn printed(xml: &mut Xml, line: &[Piece], slots: &[Row]) -> io::Result<()> {
    let text = words(line);
    let date = dated(&text).unwrap_or_default();
    let blanks = date - text[..date].trim_end_matches(is_blank).len();
    let set = |xml: &mut Xml, style: &Style| {
        let (left, right) = (PAGE.imprint_edge * points(style.size), PAGE.imprint_slack * points(style.size));
        let (characters, left) = ((PAGE.imprint_edge * 100).to_string(), left.to_string());
        xml.empty("w:ind", &[("w:leftChars", &characters), ("w:left", &left), ("w:right", &format!("-{right}"))])
    };
    framed(xml, style_of("imprint"), set, |xml| {
        let mut at = 0;
        for piece in line {
            let mut from = 0;
            for (end, stretched) in [(date - blanks, false), (date, true), (text.len(), false)] {
                let to = end.clamp(at, at + piece.text.len()) - at;
                match &piece.text[from..to] {
                    "" => {}
                    blanks if stretched => stretch(xml, blanks, room(&text))?,
                    part => run(xml, &Piece { text: part.to_owned(), ..piece.clone() }, None, slots)?,
                }
                from = to;
            }
            at += piece.text.len();
        }
        Ok(())
    })
}

/// How many twips a line leaves between its edges.
fn room(text: &str) -> i64 {
    let style = style_of("imprint");
    let characters = text.chars().count() as i64 * spacing() + i64::from(width(text) * points(style.size) / 100);
    i64::from(twips(PAGE.text_width) - 2 * PAGE.imprint_edge * points(style.size)) - characters
}

/// What every character has more than its width.
fn spacing() -> i64 {
    PAGE.spacing(style_of("normal").size)
}

/// Blanks that take so many twips more.
fn stretch(xml: &mut Xml, blanks: &str, room: i64) -> io::Result<()> {
    let each = spacing() + room.max(0) / blanks.chars().count().max(1) as i64;
    xml.holding("w:r", &[], |xml| {
        xml.holding("w:rPr", &[], |xml| xml.value("w:spacing", each))?;
        xml.text("w:t", blanks)
    })
}

/// A rule of so many hundredths of a millimetre: a line without words, black and no higher than that. Not a border: LibreOffice
/// makes no frame of paragraphs whose borders differ.
fn rule(xml: &mut Xml, height: u32) -> io::Result<()> {
    let black = |xml: &mut Xml, style: &Style| {
        xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", style.colour)])?;
        low(xml, (twips(height) + 50) / 100)
    };
    framed(xml, style_of("rule"), black, |_| Ok(()))
}

/// A line of exactly so many twips.
fn low(xml: &mut Xml, twips: u32) -> io::Result<()> {
    xml.empty("w:spacing", &[("w:line", &twips.to_string()), ("w:lineRule", "exact")])
}

/// A paragraph of the frame: all that follow one another with the same place are one (ECMA-376 part 1, 17.3.1.11).
fn framed(
    xml: &mut Xml,
    style: &Style,
    set: impl FnOnce(&mut Xml, &Style) -> io::Result<()>,
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    let wide = twips(PAGE.text_width).to_string();
    let place = [
        ("w:w", wide.as_str()),
        ("w:wrap", "around"),
        ("w:vAnchor", "margin"),
        ("w:hAnchor", "margin"),
        ("w:xAlign", "left"),
        ("w:yAlign", "bottom"),
    ];
    let set = |xml: &mut Xml| {
        xml.empty("w:framePr", &place)?;
        set(xml, style)
    };
    styled(xml, style, set, inner)
}
