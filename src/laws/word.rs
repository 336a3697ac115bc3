//! The laws of Word files.

use super::{ALONE, Broken, VALUES, expect_same, through_json};
use crate::{
    docx::Document,
    inline::Scope,
    json::Form,
    read::ReadOptions,
    same, slots,
    span::Span,
    value::{self, Scaling},
    write,
};

/// Holds a Word file to the laws that it can be held to: its report prints its text, JSON alone is enough for that, filling
/// it is local in the text and in the file, and the same bytes give the same results. A file that is refused breaks none.
///
/// # Errors
/// Which law is broken, and how.
pub fn docx(bytes: &[u8]) -> Result<(), Broken> {
    let Ok(mut document) = Document::open(bytes.to_vec()) else {
        return Ok(());
    };
    let report = document.read(&ReadOptions::default());
    expect_same(document.text().as_bytes(), write::print(&report).as_bytes(), "text of a Word file")?;
    for form in [Form::Lines, Form::Compact] {
        let loaded = through_json(&report, form, Scope::Slots)?;
        expect_same(document.text().as_bytes(), write::print(&loaded).as_bytes(), "text of a Word file through JSON")?;
        if !same::same_tree(&report, &loaded) || loaded.source != report.source {
            return Err("the tree of a Word file from JSON is another".to_owned());
        }
    }
    expect_edited(&mut document, &[])?;
    let rows = slots::rows(&report, Scope::All);
    let fitting = |row| VALUES.iter().find_map(|value| value::accept(row, value, Scaling::Refuse).ok());
    let edits: Vec<(Span, String)> = rows.iter().filter_map(|row| Some((row.span, fitting(row)?.text))).collect();
    let edits: Vec<(Span, &str)> = edits.iter().map(|(span, text)| (*span, text.as_str())).collect();
    expect_edited(&mut document, &edits)?;
    edits.chunks(1).take(ALONE).try_for_each(|one| expect_edited(&mut document, one))
}

/// Whether the file with edits reads as the text with edits, and is otherwise the file that it was.
fn expect_edited(document: &mut Document, edits: &[(Span, &str)]) -> Result<(), Broken> {
    let Ok(bytes) = document.edited(edits) else {
        return Ok(());
    };
    if document.edited(edits).as_ref() != Ok(&bytes) {
        return Err("two edits gave two files".to_owned());
    }
    let mut text = document.text().to_owned();
    edits.iter().rev().for_each(|(span, new)| text.replace_range(span.range(), new));
    let mut edited = Document::open(bytes).map_err(|e| format!("an edited file does not open: {e}"))?;
    expect_same(text.as_bytes(), edited.text().as_bytes(), "text of an edited file")?;
    match document.differs(&mut edited).map_err(|e| e.to_string())? {
        Some(part) => Err(format!("editing changed more of {part} than its words")),
        None => Ok(()),
    }
}
