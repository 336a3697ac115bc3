//! The styles and fonts of the package.

use std::io;

use super::xml::{W, Xml};
use crate::export::page::{FONTS, PAGE, STYLES, Style, points, style};

/// `word/styles.xml` (ECMA-376 part 1, 17.7).
pub(super) fn styles() -> io::Result<Vec<u8>> {
    Xml::part("w:styles", &[W], |xml| {
        let normal = style("normal");
        xml.holding("w:docDefaults", &[], |xml| {
            xml.holding("w:rPrDefault", &[], |xml| {
                xml.holding("w:rPr", &[], |xml| {
                    run(xml, normal)?;
                    xml.empty("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")])
                })
            })?;
            xml.holding("w:pPrDefault", &[], |xml| xml.holding("w:pPr", &[], |xml| paragraph(xml, normal)))
        })?;
        xml.holding("w:style", &[("w:type", "character"), ("w:default", "1"), ("w:styleId", DEFAULT)], |xml| {
            xml.value("w:name", "Default Paragraph Font")?;
            xml.empty("w:semiHidden", &[])
        })?;
        for style in &STYLES {
            define(xml, style, style.key == normal.key)?;
            if !style.linked.is_empty() {
                link(xml, style)?;
            }
        }
        Ok(())
    })
}

/// The style of characters that have none.
const DEFAULT: &str = "DefaultParagraphFont";

/// The id of the style for words in a line that have the font of `style`.
pub(super) fn linked(style: &Style) -> String {
    format!("{}Words", style.id)
}

fn define(xml: &mut Xml, style: &Style, default: bool) -> io::Result<()> {
    let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", style.id)];
    if default {
        attributes.insert(1, ("w:default", "1"));
    }
    // Word has the names of its own styles in English.
    if !style.name.is_ascii() {
        attributes.insert(1, ("w:customStyle", "1"));
    }
    xml.holding("w:style", &attributes, |xml| {
        xml.value("w:name", style.name)?;
        if !default {
            xml.value("w:basedOn", STYLES[0].id)?;
        }
        if style.outline > 0 {
            xml.value("w:next", crate::export::page::style("paragraph").id)?;
        }
        if !style.linked.is_empty() {
            xml.value("w:link", linked(style))?;
        }
        xml.empty("w:qFormat", &[])?;
        xml.holding("w:pPr", &[], |xml| paragraph(xml, style))?;
        xml.holding("w:rPr", &[], |xml| run(xml, style))
    })
}

/// The style of a run-in heading: as the heading, inside a line.
fn link(xml: &mut Xml, style: &Style) -> io::Result<()> {
    xml.holding("w:style", &[("w:type", "character"), ("w:customStyle", "1"), ("w:styleId", &linked(style))], |xml| {
        xml.value("w:name", style.linked)?;
        xml.value("w:basedOn", DEFAULT)?;
        xml.value("w:link", style.id)?;
        xml.empty("w:qFormat", &[])?;
        xml.holding("w:rPr", &[], |xml| run(xml, style))
    })
}

/// What a style says of its paragraphs, in the order of CT_PPrBase.
fn paragraph(xml: &mut Xml, style: &Style) -> io::Result<()> {
    if style.outline > 0 {
        xml.empty("w:keepNext", &[])?;
    }
    // A line alone at the end of a page is moved nowhere: each page has all its lines.
    xml.value("w:widowControl", 0)?;
    // No room of their own around Latin letters and digits: characters keep to the grid.
    xml.value("w:autoSpaceDE", 0)?;
    xml.value("w:autoSpaceDN", 0)?;
    // The grid says how many lines and characters a page has; they are set by their own measure, which is the same and
    // which programs agree on.
    xml.value("w:snapToGrid", 0)?;
    spacing(xml, style.before)?;
    if style.first + style.left + style.right > 0 {
        indent(
            xml,
            style,
            &[("w:left", style.left * 100), ("w:right", style.right * 100), ("w:firstLine", style.first * 100)],
        )?;
    }
    if style.before > 0 {
        xml.empty("w:contextualSpacing", &[])?;
    }
    xml.value("w:jc", style.align)?;
    if style.outline > 0 {
        xml.value("w:outlineLvl", style.outline - 1)?;
    }
    Ok(())
}

/// A paragraph in a style, with what it sets itself.
pub(super) fn styled(
    xml: &mut Xml,
    style: &Style,
    set: impl FnOnce(&mut Xml) -> io::Result<()>,
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.holding("w:p", &[], |xml| {
        xml.holding("w:pPr", &[], |xml| {
            xml.value("w:pStyle", style.id)?;
            set(xml)
        })?;
        inner(xml)
    })
}

/// Lines of exactly the pitch, with empty lines before.
pub(super) fn spacing(xml: &mut Xml, before: u32) -> io::Result<()> {
    let pitch = points(PAGE.pitch).to_string();
    let (lines, room) = ((before * 100).to_string(), (before * points(PAGE.pitch)).to_string());
    let before = [("w:beforeLines", lines.as_str()), ("w:before", room.as_str())];
    let line = [("w:line", pitch.as_str()), ("w:lineRule", "exact")];
    xml.empty("w:spacing", &[before, line].concat())
}

/// Indents in hundredths of a character, each beside the same in twips for readers that know no characters.
pub(super) fn indent(xml: &mut Xml, style: &Style, indents: &[(&str, u32)]) -> io::Result<()> {
    let mut attributes = Vec::new();
    for (name, hundredths) in indents.iter().filter(|(_, hundredths)| *hundredths > 0) {
        attributes.push((format!("{name}Chars"), hundredths.to_string()));
        attributes.push(((*name).to_owned(), (hundredths * points(style.size) / 100).to_string()));
    }
    let attributes: Vec<(&str, &str)> =
        attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    xml.empty("w:ind", &attributes)
}

/// What a style says of its characters, in the order of CT_RPr. A font stands in all four slots, so that digits and
/// punctuation are in it too.
fn run(xml: &mut Xml, style: &Style) -> io::Result<()> {
    fonts_of(xml, style.font)?;
    xml.value("w:color", style.colour)?;
    xml.value("w:spacing", PAGE.spacing(STYLES[0].size))?;
    size(xml, style.size)
}

fn fonts_of(xml: &mut Xml, font: &str) -> io::Result<()> {
    xml.empty("w:rFonts", &[("w:ascii", font), ("w:hAnsi", font), ("w:eastAsia", font), ("w:cs", font)])
}

/// A size of points, which OOXML counts in halves.
pub(super) fn size(xml: &mut Xml, points: u32) -> io::Result<()> {
    xml.value("w:sz", points * 2)?;
    xml.value("w:szCs", points * 2)
}

/// `word/fontTable.xml`: what stands in for a font that is not installed (ECMA-376 part 1, 17.8.3.1).
pub(super) fn fonts() -> io::Result<Vec<u8>> {
    Xml::part("w:fonts", &[W], |xml| {
        for (name, other) in FONTS {
            xml.holding("w:font", &[("w:name", name)], |xml| xml.value("w:altName", other))?;
        }
        Ok(())
    })
}
