//! `word/document.xml`: the lines of a report as paragraphs.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::{
    imprint::Imprint,
    letterhead,
    parts::{EVEN, ODD, R},
    style::{self, linked},
    table,
    xml::{W, Xml},
};
use crate::{
    export::{
        line::{self, Line, Piece, Sort, groups},
        page::{PAGE, Style, heading, points, style as style_of, twips},
    },
    frame::Kind,
    letterhead::Letterhead,
    row::Row,
};

/// The document (ECMA-376 part 1, 17.2).
pub(super) fn document(letterhead: Option<&Letterhead>, lines: &[Line], slots: &[Row]) -> io::Result<Vec<u8>> {
    let headed = letterhead.filter(|letterhead| letterhead.heads());
    let below = headed.map_or(0, |_| PAGE.title_below);
    let unsealed = letterhead.is_some_and(|letterhead| letterhead.unsealed);
    let mut page = Place { below, unsealed, ..Place::default() };
    let (lines, imprint, foreign) = Imprint::of(lines, letterhead);
    Xml::part("w:document", &[W, R], |xml| {
        xml.holding("w:body", &[], |xml| {
            if let Some(letterhead) = headed {
                letterhead::print(xml, letterhead)?;
            }
            let (mut behind, mut tabled) = (lines, false);
            for group in groups(lines) {
                behind = &behind[group.len()..];
                let rows = line::table(group);
                // Two tables with nothing between them would be one.
                if tabled && rows.is_some() {
                    xml.empty("w:p", &[])?;
                }
                tabled = rows.is_some();
                let (Some(first), rows) = (group.first(), rows) else { continue };
                let setting = page.setting(first, behind);
                match rows {
                    Some(rows) => table::print(xml, &rows, slots)?,
                    None => paragraph(xml, first, &setting, slots)?,
                }
            }
            imprint.print(xml, slots)?;
            for line in foreign {
                paragraph(xml, line, &page.setting(line, &[]), slots)?;
            }
            section(xml)
        })
    })
}

/// How one paragraph is set.
struct Setting {
    style: &'static Style,
    /// Empty lines before it that its style does not say.
    before: u32,
    /// Indents of its own, in hundredths of a character.
    indents: Vec<(&'static str, u32)>,
}

/// What has been set so far.
#[derive(Default)]
struct Place {
    /// Empty lines before what comes next.
    below: u32,
    /// Whether the title stands last, with what belongs to it.
    headed: bool,
    /// Whether the text has begun.
    begun: bool,
    /// The width of what the first attachment begins with, in hundredths of a character: 附件：
    label: u32,
    /// Whether no seal is put over signature and date.
    unsealed: bool,
    /// The width of the signature that stands last, in hundredths of a character.
    signature: Option<u32>,
}

impl Place {
    fn setting(&mut self, line: &Line, rest: &[Line]) -> Setting {
        // A date under the title is set as what is under it.
        let kind = if line.kind == Kind::Date && !self.begun { Kind::Subtitle } else { line.kind };
        let head = kind == Kind::Title || matches!(kind, Kind::Subtitle | Kind::Byline) && !self.begun;
        // 7.3.1: a title in the middle stands off from the text before it as from a letterhead.
        if head && self.begun {
            self.below = PAGE.title_below;
        }
        self.begun = !head && (self.begun || !kind.is_foreign());
        // 7.3.2: what follows the title begins below an empty line.
        let parted = std::mem::replace(&mut self.headed, head) && !head;
        let before = std::mem::take(&mut self.below) + u32::from(parted);
        let style = named(kind, line);
        let indents = match kind {
            _ if style.align == "center" => balanced(&line.text(), style),
            Kind::Attachment => self.attachment(&line.text()),
            Kind::Signature => {
                let behind = rest.iter().find(|line| line.kind != Kind::Signature);
                let date = behind.filter(|line| line.kind == Kind::Date).map(|line| width(&line.text()));
                let signature = width(&line.text());
                self.signature = Some(signature);
                vec![("w:right", signed(Some(signature), date, self.unsealed).0)]
            }
            Kind::Date => vec![("w:right", signed(self.signature.take(), Some(width(&line.text())), self.unsealed).1)],
            _ => Vec::new(),
        };
        Setting { style, before, indents }
    }

    /// 7.3.4: a name that goes on stands below its own first character, and so do the names of one list.
    fn attachment(&mut self, text: &str) -> Vec<(&'static str, u32)> {
        let label = text.find(['：', ':']).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let number = text[label..].trim_start_matches(|c: char| c.is_ascii_digit());
        let number = number.strip_prefix(['.', '．', '、']).map_or(0, |name| text.len() - label - name.len());
        let number = width(&text[label..label + number]);
        let hanging = width(&text[..label]) + number;
        if label > 0 {
            self.label = width(&text[..label]);
        }
        let left = PAGE.attachment_left * 100 + self.label + number;
        vec![("w:left", left), ("w:hanging", hanging)]
    }
}

/// The style of a line.
fn named(kind: Kind, line: &Line) -> &'static Style {
    match kind {
        Kind::Section if line.parted().1.is_empty() => heading(line.depth).unwrap_or(style_of(Kind::Paragraph.name())),
        Kind::Section => style_of(Kind::Paragraph.name()),
        kind => style_of(kind.name()),
    }
}

/// 7.3.1: the lines of a long title are of like length, so it stands between indents that make them so.
fn balanced(title: &str, style: &Style) -> Vec<(&'static str, u32)> {
    let holds = PAGE.holds(style.size);
    let characters = width(title).div_ceil(100);
    let lines = characters.div_ceil(holds).max(1);
    let indent = if lines == 1 { 0 } else { (holds - characters.div_ceil(lines)) * 100 / 2 };
    vec![("w:left", indent), ("w:right", indent)]
}

/// 7.3.5: how far a signature and its date stand from the right, by their widths, all in hundredths of a character. For a
/// seal the signature is centred over the date; without one the date begins further right than the signature, and the
/// longer of the two stands at the edge.
fn signed(signature: Option<u32>, date: Option<u32>, unsealed: bool) -> (u32, u32) {
    let [edge, at, step] = [PAGE.signature_right, PAGE.date_right, PAGE.date_step].map(|characters| characters * 100);
    match (signature, date) {
        (Some(signature), Some(date)) if unsealed && date > signature => (edge + date + step - signature, edge),
        (Some(signature), Some(date)) if unsealed => (edge, (edge + signature).saturating_sub(step + date)),
        (Some(signature), Some(date)) => ((at + date / 2).saturating_sub(signature / 2), at),
        _ => (edge, if unsealed { edge } else { at }),
    }
}

/// How wide a text is, in hundredths of a Chinese character.
pub(super) fn width(text: &str) -> u32 {
    text.width() as u32 * 50
}

fn paragraph(xml: &mut Xml, line: &Line, setting: &Setting, slots: &[Row]) -> io::Result<()> {
    let style = setting.style;
    // The style of the paragraph is that of its heading where there is nothing else.
    let words = heading(line.depth).filter(|_| line.is_headed() && !line.parted().1.is_empty());
    xml.holding("w:p", &[], |xml| {
        xml.holding("w:pPr", &[], |xml| {
            xml.value("w:pStyle", style.id)?;
            if setting.before > 0 {
                style::spacing(xml, style.before + setting.before)?;
            }
            if setting.indents.iter().any(|(_, indent)| *indent > 0) {
                style::indent(xml, style, &setting.indents)?;
            }
            Ok(())
        })?;
        for piece in &line.pieces {
            let words = words.filter(|_| piece.sort == Sort::Heading).map(linked);
            run(xml, piece, words.as_deref(), slots)?;
        }
        Ok(())
    })
}

/// A piece in a style of its own for words, if any; an open slot is highlighted.
pub(super) fn run(xml: &mut Xml, piece: &Piece, words: Option<&str>, slots: &[Row]) -> io::Result<()> {
    let open = piece.slot.is_some_and(|slot| slots[slot].value.is_none());
    xml.holding("w:r", &[], |xml| {
        if words.is_some() || open {
            xml.holding("w:rPr", &[], |xml| {
                if let Some(words) = words {
                    xml.value("w:rStyle", words)?;
                }
                if open {
                    xml.value("w:highlight", "yellow")?;
                }
                Ok(())
            })?;
        }
        for (index, text) in piece.text.split('\t').enumerate() {
            if index > 0 {
                xml.empty("w:tab", &[])?;
            }
            if !text.is_empty() {
                xml.text("w:t", text)?;
            }
        }
        Ok(())
    })
}

/// The page (ECMA-376 part 1, 17.6): 22 lines of 28 characters, different footers on odd and even pages.
fn section(xml: &mut Xml) -> io::Result<()> {
    let number = style_of("number-odd");
    let bottom = PAGE.bottom();
    // The dashes stand in the middle of the number's line.
    let footer = twips(bottom - PAGE.number_below) - points(number.size) / 2;
    xml.holding("w:sectPr", &[], |xml| {
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", ODD)])?;
        xml.empty("w:footerReference", &[("w:type", "even"), ("r:id", EVEN)])?;
        let at = |length: u32| length.to_string();
        xml.empty("w:pgSz", &[("w:w", &at(twips(PAGE.width))), ("w:h", &at(twips(PAGE.height)))])?;
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &at(twips(PAGE.top))),
                ("w:right", &at(twips(PAGE.right()))),
                ("w:bottom", &at(twips(bottom))),
                ("w:left", &at(twips(PAGE.left))),
                ("w:header", &at(twips(PAGE.top) / 2)),
                ("w:footer", &at(footer)),
                ("w:gutter", "0"),
            ],
        )?;
        let (pitch, space) = (at(PAGE.line_pitch()), PAGE.char_space(style_of("normal").size).to_string());
        xml.empty("w:docGrid", &[("w:type", "linesAndChars"), ("w:linePitch", &pitch), ("w:charSpace", &space)])
    })
}
