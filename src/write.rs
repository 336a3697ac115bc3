//! Writing: the one writer. Whatever was read, edited or made is printed leaf by leaf.

use std::borrow::Cow;

use crate::{
    error::Error,
    report::{Block, Report, Text},
    source::{self, RawLine, Source},
    span::Span,
};

/// What part of a block a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Line endings, blank lines, indent.
    Before,
    /// The marker.
    Marker,
    /// Blanks behind the marker.
    AfterMarker,
    /// The heading or the text.
    Text,
    /// What closes it.
    After,
}

impl Report {
    /// Visits every leaf in the order of print, empty ones too: the sections it stands in, its block, which part of
    /// it the leaf is, and what is printed.
    pub(crate) fn leaves<'r>(&'r self, mut visit: impl FnMut(&[&'r Block], &'r Block, Part, &str)) {
        self.walk(|above, block| {
            visit(above, block, Part::Before, self.str(block.before));
            visit(above, block, Part::Marker, &self.printed_marker(block));
            visit(above, block, Part::AfterMarker, self.str(block.after_marker));
            visit(above, block, Part::Text, &self.printed(&block.text));
            visit(above, block, Part::After, self.str(block.after));
        });
    }

    /// A leaf as it is printed: values in the place of their runs.
    pub fn printed(&self, text: &Text) -> Cow<'_, str> {
        let leaf = self.str(text.span);
        let filled = |inlines: &&[_]| inlines.iter().any(|i: &crate::inline::Inline| i.value.is_some() && i.open);
        let Some(inlines) = text.inlines.as_deref().filter(filled) else {
            return leaf.into();
        };
        let mut out = String::with_capacity(leaf.len() + 16);
        let mut at = 0;
        for inline in inlines.iter().filter(|inline| inline.open) {
            if let Some(value) = &inline.value {
                out.push_str(&leaf[at..inline.run.start as usize]);
                out.push_str(value);
                at = inline.run.end as usize;
            }
        }
        out.push_str(&leaf[at..]);
        out.into()
    }

    /// A marker as it is printed: the value of a masked number in its place.
    pub(crate) fn printed_marker(&self, block: &Block) -> Cow<'_, str> {
        let marker = self.str(block.marker);
        let Some(value) = block.rare.as_ref().and_then(|rare| rare.value.as_deref()) else {
            return marker.into();
        };
        match self.numeral(block) {
            Some(run) => format!("{}{value}{}", &marker[..run.start as usize], &marker[run.end as usize..]).into(),
            None => marker.into(),
        }
    }

    /// Where the numeral stands in a block's marker.
    pub(crate) fn numeral(&self, block: &Block) -> Option<Span> {
        let marker = self.str(block.marker);
        crate::syntax::marker::parse_whole(marker).map(|m| m.numeral)
    }
}

/// The text of a report, decoded.
pub fn print(report: &Report) -> String {
    printed(report).0
}

/// The bytes of a report.
///
/// # Errors
/// [`crate::error::ErrorKind::Encode`] with the place of a character that the report's encoding lacks.
pub fn write(report: &Report) -> Result<Vec<u8>, Error> {
    let (text, raw) = printed(report);
    // UTF-8 is what we print.
    if report.source == Source::default() {
        return Ok(text.into_bytes());
    }
    source::encode(&text, &report.source, &raw)
}

/// The text that a report prints, and the bytes kept of its lines.
pub(crate) fn printed(report: &Report) -> (String, Vec<RawLine>) {
    let mut text = String::with_capacity(report.text().len() + 64);
    let mut raw = Vec::new();
    report.leaves(|_, block, part, leaf| {
        text.push_str(leaf);
        let kept = block.rare.as_ref().and_then(|rare| rare.raw.as_ref()).filter(|_| part == Part::Before);
        if let Some(bytes) = kept {
            let indent = text.rfind(['\n', '\r']).map_or(0, |at| at + 1);
            raw.push(RawLine { start: indent as u32, bytes: bytes.clone() });
        }
    });
    text.push_str(report.str(report.end));
    (text, raw)
}
