//! Word: a package of WordprocessingML (ECMA-376) on the page of 党政机关公文 (GB/T 9704-2012).

mod body;
mod imprint;
mod letterhead;
mod parts;
mod style;
mod table;
mod xml;

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::line::{Line, lines};
use crate::{
    error::{Error, ErrorKind},
    frame::Kind,
    layout::Layout,
    message::Message,
    report::Report,
    span::Span,
    write::print,
};

/// A report as a Word document. Markers are literal text, headings have the styles of Word's outline, open slots are
/// highlighted. The same report gives the same bytes.
///
/// # Errors
/// [`ErrorKind::Encode`] with the place of a character that XML has no room for (XML 1.0, 2.2: most control
/// characters); [`ErrorKind::Io`] where the package would be too large.
pub fn docx(report: &Report) -> Result<Vec<u8>, Error> {
    refuse(&print(report))?;
    let letterhead = report.letterhead.as_deref();
    for words in letterhead.iter().flat_map(|letterhead| letterhead.words()) {
        refuse(words)?;
    }
    let (mut lines, rows) = lines(report);
    let official = Layout::official();
    for line in lines.iter_mut().filter(|line| line.kind == Kind::Addressee) {
        close(line, official.after(Kind::Addressee));
    }
    let title = lines.iter().find(|line| line.kind == Kind::Title).map(|line| line.text()).unwrap_or_default();
    let parts = || {
        Ok([
            ("[Content_Types].xml", parts::content_types()?),
            ("_rels/.rels", parts::package()?),
            ("docProps/core.xml", parts::core(&title)?),
            ("word/document.xml", body::document(letterhead, &lines, &rows)?),
            ("word/_rels/document.xml.rels", parts::relations()?),
            ("word/styles.xml", style::styles()?),
            ("word/fontTable.xml", style::fonts()?),
            ("word/settings.xml", parts::settings()?),
            ("word/footer1.xml", parts::footer("number-odd")?),
            ("word/footer2.xml", parts::footer("number-even")?),
        ])
    };
    parts().and_then(|parts| package(&parts)).map_err(|e: std::io::Error| {
        Error::new(ErrorKind::Io, Message::new("export-package").with("what", e))
            .help(Message::new("export-package-help"))
    })
}

/// Closes an addressee with the colon of the standard (7.3.2) where it has one of half its width, or none: 区委:
/// becomes 区委：. An exclamation mark stays.
fn close(line: &mut Line, colon: &str) {
    if let Some(last) = line.pieces.last_mut().filter(|last| !last.text.ends_with(['：', '！', '!'])) {
        last.text.truncate(last.text.trim_end_matches(':').len());
        last.text.push_str(colon);
    }
}

/// A package whose time says nothing: the same parts give the same bytes.
fn package(parts: &[(&str, Vec<u8>)]) -> std::io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in parts {
        zip.start_file(*name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// XML has no room for some characters, and no way to escape them.
fn refuse(text: &str) -> Result<(), Error> {
    let lacks =
        |c: &char| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    let Some((at, c)) = text.char_indices().find(|(_, c)| lacks(c)) else {
        return Ok(());
    };
    let message = Message::new("export-character").with("character", format!("U+{:04X}", u32::from(c)));
    let error = Error::new(ErrorKind::Encode, message).help(Message::new("export-character-help"));
    Err(error.at(text, Span::new(at, at + c.len_utf8())))
}
