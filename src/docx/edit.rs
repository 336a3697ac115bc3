//! Edits of a document's text, carried into the XML of its parts: only contents of `w:t` change, and of those only the
//! ones that an edit touches.

use std::collections::BTreeMap;

use quick_xml::escape::partial_escape;

use super::words::Piece;
use crate::{
    error::{Error, ErrorKind},
    message::Message,
    span::Span,
};

/// The new contents of pieces, by their index.
pub(super) type Contents = BTreeMap<usize, String>;

/// What pieces hold after edits, which are given in order and do not overlap. Of a place that is split over several
/// pieces the first takes the new text, so that it keeps the formatting that the place begins with.
///
/// # Errors
/// [`ErrorKind::Value`] for a place that no piece holds, as in an automatic number, and for characters that XML lacks.
pub(super) fn contents(text: &str, pieces: &[Piece], edits: &[(Span, &str)]) -> Result<Contents, Error> {
    // What a piece holds up to a byte of the text, and that byte.
    let mut found: BTreeMap<usize, (String, usize)> = BTreeMap::new();
    for (span, new) in edits {
        let place = span.range();
        if new.contains(|c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')) {
            let message = Message::new("docx-value").with("value", new.escape_debug());
            return Err(Error::new(ErrorKind::Value, message).at(text, *span));
        }
        let touching = pieces.partition_point(|piece| piece.text.end < place.start);
        let touched: Vec<usize> = (touching..pieces.len())
            .take_while(|&index| pieces[index].text.start < place.end.max(place.start + 1))
            .filter(|&index| {
                let piece = &pieces[index].text;
                place.is_empty() || piece.start < place.end && place.start < piece.end
            })
            .collect();
        let held: usize = touched
            .iter()
            .map(|&index| place.end.min(pieces[index].text.end) - place.start.max(pieces[index].text.start))
            .sum();
        let Some((first, others)) = touched.split_first().filter(|_| held == place.len()) else {
            let words = &text[place];
            let message = Message::new("docx-no-place").with("words", words);
            let help = Message::new("docx-no-place-help");
            return Err(Error::new(ErrorKind::Value, message).help(help).at(text, *span));
        };
        let mut replace = |index: usize, by: &str| {
            let piece = &pieces[index].text;
            let (content, kept) = found.entry(index).or_insert_with(|| (String::new(), piece.start));
            content.push_str(&text[*kept..place.start.max(piece.start)]);
            content.push_str(by);
            *kept = place.end.min(piece.end);
        };
        replace(*first, new);
        if !place.is_empty() {
            others.iter().for_each(|&index| replace(index, ""));
        }
    }
    let whole =
        |(index, (content, kept)): (usize, (String, usize))| (index, content + &text[kept..pieces[index].text.end]);
    Ok(found.into_iter().map(whole).collect())
}

/// What says that blanks at the ends of a content count.
const PRESERVE: &str = " xml:space=\"preserve\"";

/// The XML of a part without the contents of its pieces, and without what says that their blanks count.
pub(super) fn skeleton(xml: &str, pieces: &[Piece], part: usize) -> String {
    let empty =
        pieces.iter().enumerate().filter(|(_, piece)| piece.part == part).map(|(index, _)| (index, String::new()));
    rewritten(xml, pieces, part, &empty.collect()).replace(PRESERVE, "")
}

/// The XML of a part with new contents.
pub(super) fn rewritten(xml: &str, pieces: &[Piece], part: usize, contents: &Contents) -> String {
    let mut out = String::with_capacity(xml.len() + 64);
    let mut at = 0;
    let mut changed: Vec<(&Piece, &String)> =
        contents.iter().map(|(&index, content)| (&pieces[index], content)).filter(|(p, _)| p.part == part).collect();
    // Text boxes are read behind the paragraph that they stand in.
    changed.sort_by_key(|(piece, _)| piece.xml.start);
    for (piece, content) in changed {
        let start = piece.xml.start;
        out.push_str(&xml[at..start]);
        let edge = |c: char| c.is_ascii_whitespace();
        if !piece.preserved && (content.starts_with(edge) || content.ends_with(edge)) {
            out.truncate(out.len() - 1);
            out.push_str(PRESERVE);
            out.push('>');
        }
        out.push_str(&partial_escape(content.as_str()));
        at = piece.xml.end;
    }
    out.push_str(&xml[at..]);
    out
}
