//! How far the sheets of a workbook reach: a cell that no sheet has is found out before the cells are read.

use std::{borrow::Cow, io::BufRead};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::read::damaged;
use crate::error::Error;

/// What a sheet has at most (OpenDocument has no limit; this is LibreOffice's).
pub(super) const ROWS: u64 = 1 << 20;
const COLUMNS: u64 = 1 << 14;

/// Refuses a sheet of an .xlsx (ECMA-376 part 1, 18.3.1) that names a cell which no sheet has.
///
/// # Errors
/// [`crate::error::ErrorKind::Value`] for such a name and for what is no XML.
pub(super) fn of_xlsx(sheet: impl BufRead) -> Result<(), Error> {
    let mut reader = Reader::from_reader(sheet);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                let named = match tag.local_name().into_inner() {
                    "row" | "c" => "r",
                    "dimension" | "f" => "ref",
                    _ => continue,
                };
                if let Some(name) = said(tag, named).filter(|name| !is_range(name)) {
                    return Err(damaged(name));
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Whether a cell, a row or a range has its place: A1, 12, A1:XFD1048576.
fn is_range(name: &str) -> bool {
    let mut last = (0, 0);
    name.split(':').all(|cell| {
        let digits = cell.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = &cell[..cell.len() - digits.len()];
        let column = letters
            .bytes()
            .fold(0u64, |column, letter| column.saturating_mul(26).saturating_add(u64::from(letter & 31)));
        let at = (digits.parse().unwrap_or(0u64), column);
        let in_order = at.0 >= last.0 && at.1 >= last.1;
        last = at;
        in_order && (1..=ROWS).contains(&at.0) && column <= COLUMNS
    })
}

/// What a tag says of itself under a name.
pub(super) fn said<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    tag.attributes().flatten().find(|attribute| attribute.key.0 == name).map(|attribute| attribute.value)
}
