//! The letterhead over the title: marks at the left, the issuer in red, the number, and the red line.

use std::io;

use super::{
    body::width,
    style::{self, linked, styled},
    xml::Xml,
};
use crate::{
    export::page::{PAGE, points, style as style_of, twips},
    letterhead::Letterhead,
};

/// The letterhead (GB/T 9704-2012, 7.2).
pub(super) fn print(xml: &mut Xml, letterhead: &Letterhead) -> io::Result<()> {
    let marks = [("copy", &letterhead.copy), ("secrecy", &letterhead.secrecy), ("secrecy", &letterhead.urgency)];
    let mut room = twips(PAGE.issuer_below);
    for (key, words) in marks {
        if let Some(words) = words {
            styled(xml, style_of(key), |_| Ok(()), |xml| run(xml, words, None))?;
            room = room.saturating_sub(points(PAGE.pitch));
        }
    }
    let numbered = letterhead.number.is_some() || letterhead.signer.is_some();
    if let Some(words) = &letterhead.issuer {
        issuer(xml, words, room, !numbered)?;
    }
    if numbered {
        number(xml, letterhead)?;
    }
    Ok(())
}

/// The issuer, as large as the line allows; its line is as high as it needs.
fn issuer(xml: &mut Xml, words: &str, room: u32, last: bool) -> io::Result<()> {
    let style = style_of("issuer");
    let fits = twips(PAGE.text_width) * 100 / points(1) / width(words).max(100);
    let size = fits.min(PAGE.issuer_size);
    let set = |xml: &mut Xml| {
        if last {
            red_line(xml)?;
        }
        let (before, line) = (room.to_string(), (points(size) * PAGE.issuer_line / 100).to_string());
        xml.empty("w:spacing", &[("w:before", &before), ("w:line", &line), ("w:lineRule", "exact")])
    };
    styled(xml, style, set, |xml| {
        xml.holding("w:r", &[], |xml| {
            xml.holding("w:rPr", &[], |xml| style::size(xml, size))?;
            xml.text("w:t", words)
        })
    })
}

/// The number; with who signs, both stand one character from their edge.
fn number(xml: &mut Xml, letterhead: &Letterhead) -> io::Result<()> {
    let number = letterhead.number.as_deref().unwrap_or_default();
    let Some(signer) = &letterhead.signer else {
        return styled(xml, style_of("number"), red_line, |xml| run(xml, number, None));
    };
    let style = style_of("number-signed");
    let set = |xml: &mut Xml| {
        red_line(xml)?;
        let at = twips(PAGE.text_width) - points(style.size) * style.first;
        xml.holding("w:tabs", &[], |xml| xml.empty("w:tab", &[("w:val", "right"), ("w:pos", &at.to_string())]))
    };
    styled(xml, style, set, |xml| {
        run(xml, number, None)?;
        xml.holding("w:r", &[], |xml| xml.empty("w:tab", &[]))?;
        run(xml, PAGE.signer, None)?;
        run(xml, signer, Some(&linked(style_of("signer"))))
    })
}

/// The line that closes a letterhead.
fn red_line(xml: &mut Xml) -> io::Result<()> {
    let space = (twips(PAGE.line_below) / points(1)).to_string();
    let (weight, colour) = (PAGE.line_weight.to_string(), style_of("issuer").colour);
    let line = [("w:val", "single"), ("w:sz", weight.as_str()), ("w:space", space.as_str()), ("w:color", colour)];
    xml.holding("w:pBdr", &[], |xml| xml.empty("w:bottom", &line))
}

fn run(xml: &mut Xml, words: &str, style: Option<&str>) -> io::Result<()> {
    xml.holding("w:r", &[], |xml| {
        if let Some(style) = style {
            xml.holding("w:rPr", &[], |xml| xml.value("w:rStyle", style))?;
        }
        xml.text("w:t", words)
    })
}
