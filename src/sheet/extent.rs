//! How far the sheets of a workbook reach. The sorts that are read whole are read as rectangles, so that two cells far
//! apart, or one that is said to be repeated, would cost all that lies between: that is found out beforehand.

use std::io::{BufRead, Cursor, Read};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::read::{CELLS, damaged, too_large};
use crate::error::Error;

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
    let found = tag.attributes().flatten().find(|attribute| attribute.key.0 == name);
    found.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1u64).min(ROWS)
}

/// The records that have cells begin with their row and their (first) column ([MS-XLS] 2.4): BLANK, NUMBER, LABEL,
/// BOOLERR, FORMULA, RK, RSTRING, LABELSST, MULRK, MULBLANK.
const CELL_RECORDS: [u16; 10] = [0x0201, 0x0203, 0x0204, 0x0205, 0x0006, 0x027E, 0x00D6, 0x00FD, 0x00BD, 0x00BE];
/// The beginning of a sheet.
const BOF: u16 = 0x0809;
/// What the stream of records is called, in Excel 97 and before.
const STREAMS: [&str; 2] = ["Workbook", "Book"];

/// The same for an old workbook.
///
/// # Errors
/// [`crate::error::ErrorKind::Value`] for too many cells and for a compound file without a workbook.
pub(super) fn of_xls(bytes: &[u8]) -> Result<(), Error> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let name = STREAMS.into_iter().find(|name| file.exists(name)).unwrap_or(STREAMS[0]);
    let mut records = Vec::new();
    // A stream is no longer than its file, unless its chain of sectors runs in circles.
    let stream = file.open_stream(name).map_err(damaged)?;
    stream.take(bytes.len() as u64).read_to_end(&mut records).map_err(damaged)?;
    let (mut left, mut extent) = (CELLS as u64, Extent::default());
    let mut rest = records.as_slice();
    while let [a, b, c, d, tail @ ..] = rest {
        let (kind, len) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        let (body, next) = tail.split_at(len.min(tail.len()));
        match body {
            _ if kind == BOF => extent.close(&mut left)?,
            [r0, r1, c0, c1, ..] if CELL_RECORDS.contains(&kind) => {
                let at = |low: u8, high: u8| u64::from(u16::from_le_bytes([low, high])) + 1;
                // Two bytes and more a further cell.
                let more = if kind == 0x00BD { len as u64 / 6 } else { 0 };
                extent.hold(at(*r0, *r1), at(*c0, *c1) + more);
            }
            _ => {}
        }
        rest = next;
    }
    extent.close(&mut left)
}
