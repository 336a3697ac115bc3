//! Reading: workbooks of unknown origin, within limits, to rows of cells as a person sees them.

use std::{
    collections::BTreeMap,
    io::{self, Cursor, Read},
};

use calamine::{Data, DataRef, ExcelDateTime, ExcelDateTimeType, Reader, SheetType, Style, Xlsx};
use zip::ZipArchive;

use super::{extent, ods, xls};
use crate::{
    compound,
    error::{Error, ErrorKind},
    message::Message,
    table::{Record, Table},
};

/// Bytes of a workbook, as it stands on the disk.
const PACKED: usize = 32 << 20;
/// Bytes of all its parts, unpacked. A sheet of 100,000 rows of a form has some 60 MB.
const UNPACKED: u64 = 256 << 20;
/// Parts of a package; a workbook has some ten, and two a sheet.
const PARTS: usize = 4096;
/// Cells of all sheets that a workbook may have.
pub(super) const CELLS: usize = 4_000_000;
/// Bytes of the text of all cells.
const TEXT: usize = 256 << 20;
/// Significant digits that a spreadsheet shows of a number (Excel's specifications); more are the leavings of binary
/// fractions.
const DIGITS: usize = 15;

/// How a zip file begins.
const ZIP: &[u8] = b"PK\x03\x04";

/// The workbook's part that says which sort it is, without which a package is something else.
const XLSX: &str = "xl/workbook.xml";
const ODS: &str = "content.xml";
/// Where an .xlsx has its sheets.
const SHEETS: &str = "worksheets/";

/// Whether a file is a package or a compound file: nothing else that holds values is one.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || compound::is_compound(bytes)
}

/// The rows of each sheet. A number comes as the decimal that the sheet shows of it, 12% as 12%, a date as 2026/3/5.
///
/// # Errors
/// [`ErrorKind::Value`] for a workbook that is damaged, encrypted, too large (32 MiB, unpacked 256 MiB, 4,000,000 cells)
/// or none.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Table>, Error> {
    if bytes.len() > PACKED {
        return Err(too_large());
    }
    if compound::is_compound(bytes) {
        if compound::is_encrypted(bytes) {
            return Err(encrypted());
        }
        return xls::read(bytes);
    }
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    weigh(&mut package)?;
    if package.index_for_name(XLSX).is_some() {
        for index in 0..package.len() {
            let part = package.by_index(index).map_err(damaged)?;
            if part.name().is_ok_and(|name| name.contains(SHEETS) && name.ends_with(".xml")) {
                extent::of_xlsx(io::BufReader::new(part))?;
            }
        }
        return sparse(Xlsx::new(Cursor::new(bytes)).map_err(damaged)?);
    }
    match package.by_name(ODS) {
        Ok(content) => ods::read(io::BufReader::new(content)),
        Err(_) => Err(damaged(Message::new("sheet-none"))),
    }
}

/// Unpacks every part, to know how large it is: what a package says of itself may be false.
fn weigh(package: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), Error> {
    if package.len() > PARTS {
        return Err(too_large());
    }
    let mut left = UNPACKED;
    for index in 0..package.len() {
        let part = package.by_index(index).map_err(damaged)?;
        if part.encrypted() {
            return Err(encrypted());
        }
        let size = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(damaged)?;
        left = left.checked_sub(size).ok_or_else(too_large)?;
    }
    Ok(())
}

/// The sheets of an .xlsx, cell by cell: a cell far out costs no more than one nearby.
fn sparse(mut book: Xlsx<Cursor<&[u8]>>) -> Result<Vec<Table>, Error> {
    let mut tables = Tables::default();
    // A chart is a sheet as well, and has no cells.
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    for name in names {
        tables.open(name.clone());
        let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
            let at = cell.get_position();
            match cell.get_value() {
                DataRef::SharedString(text) => tables.put(at, text)?,
                DataRef::Float(number) => tables.put(at, &number_as(*number, cells.styles().get(style)))?,
                DataRef::Int(number) => tables.put(at, &number_as(*number as f64, cells.styles().get(style)))?,
                other => tables.put(at, &text(&Data::from(other.clone())))?,
            }
        }
        tables.close()?;
    }
    Ok(tables.done)
}

/// The sheets while they are read, within the limits.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) done: Vec<Table>,
    /// The name of the sheet that is read.
    name: String,
    /// The texts of the sheet that is read, by row and column, from 0.
    texts: BTreeMap<u32, BTreeMap<u32, String>>,
    /// How many cells there were, those that lie before one in its row too.
    cells: usize,
    /// How many bytes of text: many cells can name one long text.
    bytes: usize,
}

impl Tables {
    /// The beginning of a sheet.
    pub(super) fn open(&mut self, name: String) {
        self.name = name;
    }

    /// A cell of the open sheet.
    pub(super) fn put(&mut self, (row, column): (u32, u32), text: &str) -> Result<(), Error> {
        let text = text.trim();
        self.cells += 1;
        self.bytes += text.len();
        if self.cells > CELLS || self.bytes > TEXT {
            return Err(too_large());
        }
        if !text.is_empty() {
            self.texts.entry(row).or_default().insert(column, text.to_owned());
        }
        Ok(())
    }

    /// The end of the open sheet.
    pub(super) fn close(&mut self) -> Result<(), Error> {
        let mut rows = Vec::with_capacity(self.texts.len());
        for (row, texts) in std::mem::take(&mut self.texts) {
            let mut cells = Vec::new();
            for (column, text) in texts {
                self.cells += column as usize - cells.len();
                if self.cells > CELLS {
                    return Err(too_large());
                }
                cells.resize(column as usize, String::new());
                cells.push(text);
            }
            rows.push(Record { row: row as usize + 1, cells });
        }
        self.done.push(Table { name: std::mem::take(&mut self.name), rows });
        Ok(())
    }
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => decimal(*number),
        Data::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(date) => date_text(*date),
        Data::Error(_) => error_text(),
    }
}

/// What stands for the error of a formula.
pub(super) fn error_text() -> String {
    "#ERROR".to_owned()
}

/// As what a number is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    Share,
    Date,
}

impl Shown {
    /// What a format says: its built-in number (ECMA-376 part 1, 18.8.30), or the code of another.
    pub(super) fn of(format: u16, code: Option<&str>) -> Self {
        match (format, code.map(bare)) {
            (_, Some(code)) if code.contains('%') => Self::Share,
            (_, Some(code)) if code.contains(['y', 'm', 'd', 'h', 's']) => Self::Date,
            (_, Some(_)) => Self::Number,
            (9 | 10, None) => Self::Share,
            (14..=22 | 27..=36 | 45..=47 | 50..=58, None) => Self::Date,
            _ => Self::Number,
        }
    }

    /// A number so shown: that many per cent, a date.
    pub(super) fn text(self, number: f64, since_1904: bool) -> String {
        match self {
            Self::Number => decimal(number),
            Self::Share => format!("{}%", decimal(number * 100.0)),
            Self::Date => date_text(ExcelDateTime::new(number, ExcelDateTimeType::DateTime, since_1904)),
        }
    }
}

/// A format's code in small letters, without what stands in quotes or brackets.
fn bare(code: &str) -> String {
    let mut end = None;
    let mut out = String::new();
    for c in code.chars() {
        match (end, c) {
            (Some(last), _) => end = Some(last).filter(|last| *last != c),
            (None, '"') => end = Some('"'),
            (None, '[') => end = Some(']'),
            (None, _) => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// The same for a cell whose dates are known.
fn number_as(number: f64, style: Option<&Style>) -> String {
    let code = style.and_then(|style| style.number_format.as_ref()).map(|format| format.format_code.as_str());
    match code {
        Some(code) if code.contains('%') => Shown::Share.text(number, false),
        _ => decimal(number),
    }
}

/// The shortest decimal of the number that the sheet shows: 45.3, not 45.300000000000004.
fn decimal(number: f64) -> String {
    let shown = format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number);
    // There is no minus zero in a sheet.
    if shown == 0.0 { "0".to_owned() } else { f64::to_string(&shown) }
}

fn date_text(date: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
    if date.is_duration() || date.as_f64() < 1.0 {
        format!("{hour}:{minute:02}")
    } else {
        format!("{year}/{month}/{day}")
    }
}

pub(super) fn damaged(what: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Value, Message::new("sheet-damaged").with("what", what))
        .help(Message::new("sheet-damaged-help"))
}

pub(super) fn too_large() -> Error {
    let message = Message::new("sheet-too-large")
        .with("packed", PACKED >> 20)
        .with("unpacked", UNPACKED >> 20)
        .with("cells", CELLS);
    Error::new(ErrorKind::Value, message).help(Message::new("sheet-too-large-help"))
}

pub(super) fn encrypted() -> Error {
    Error::new(ErrorKind::Value, Message::new("sheet-encrypted")).help(Message::new("sheet-encrypted-help"))
}
