//! How far the sheets of a workbook reach. The sorts that are read whole are read as rectangles, so that two cells far
//! apart, or one that is said to be repeated, would cost all that lies between: that is found out beforehand.

use std::{borrow::Cow, io::BufRead};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::read::{CELLS, damaged, too_large};
use crate::{error::Error, message::Message};

/// What a sheet has at most (OpenDocument has no limit; this is LibreOffice's).
const ROWS: u64 = 1 << 20;
const COLUMNS: u64 = 1 << 14;

/// The rectangle that holds the cells of a sheet, from its first row and column on.
#[derive(Default)]
struct Extent {
    rows: u64,
    columns: u64,
}

impl Extent {
    fn hold(&mut self, rows: u64, columns: u64) {
        (self.rows, self.columns) = (self.rows.max(rows), self.columns.max(columns));
    }

    /// Takes the cells of a sheet that is whole off what may still come.
    fn close(&mut self, left: &mut u64) -> Result<(), Error> {
        let cells = self.rows.min(ROWS) * self.columns.min(COLUMNS);
        *left = left.checked_sub(cells).ok_or_else(too_large)?;
        *self = Self::default();
        Ok(())
    }
}

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

/// Refuses a spreadsheet of OpenDocument (part 3, 9.1) whose cells are too many, those that are repeated counted.
///
/// # Errors
/// [`crate::error::ErrorKind::Value`] for too many cells and for what is no XML.
pub(super) fn of_ods(content: impl BufRead) -> Result<(), Error> {
    let mut reader = Reader::from_reader(content);
    let mut left = CELLS as u64;
    let mut extent = Extent::default();
    let (mut row, mut column, mut filled, mut repeated) = (0, 0, 0, 1);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().0 {
                "table:table-row" => {
                    (column, filled) = (0, 0);
                    repeated = times(tag, "table:number-rows-repeated");
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    column += times(tag, "table:number-columns-repeated");
                    if said(tag, "office:value-type").as_deref() == Some("percentage") {
                        // Its number alone is had, and 0.12 is not the 12% that is shown.
                        return Err(damaged(Message::new("sheet-percent")));
                    }
                    // An empty cell fills up a row, and costs nothing.
                    if matches!(event, Event::Start(_)) {
                        filled = column;
                    }
                }
                _ => {}
            },
            Event::End(tag) => match tag.name().0 {
                "table:table-row" => {
                    row += repeated;
                    if filled > 0 {
                        extent.hold(row, filled);
                    }
                }
                "table:table" => {
                    extent.close(&mut left)?;
                    row = 0;
                }
                _ => {}
            },
            Event::Eof => return extent.close(&mut left),
            _ => {}
        }
    }
}

/// How often a row or cell is repeated.
fn times(tag: &BytesStart<'_>, name: &str) -> u64 {
    said(tag, name).and_then(|digits| digits.parse().ok()).unwrap_or(1u64).min(ROWS)
}

/// What a tag says of itself under a name.
fn said<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    tag.attributes().flatten().find(|attribute| attribute.key.0 == name).map(|attribute| attribute.value)
}
