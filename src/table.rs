//! Tables: rows of cells, the same from CSV and from a spreadsheet.

use crate::{
    error::{Error, ErrorKind},
    message::Message,
    sheet, source,
};

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// Which row of the file or sheet it is, from 1.
    pub(crate) row: usize,
    /// Its cells, from the first column on; blanks around them are no part of them.
    pub(crate) cells: Vec<String>,
}

/// A table: CSV, or a sheet of a workbook. Rows without any text are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// The sheet's name; empty for CSV.
    pub(crate) name: String,
    pub(crate) rows: Vec<Record>,
}

/// What a file of data is.
pub(crate) enum Data {
    /// The one table of CSV, or the sheets of a workbook.
    Tables(Vec<Table>),
    /// A JSON object, as its text.
    Object(String),
}

/// Reads a file of data: a workbook (.xlsx, .xls, .ods), a JSON object, or CSV in any encoding.
///
/// # Errors
/// [`ErrorKind::Value`] for a table that cannot be read, [`ErrorKind::Source`] for what is neither text nor a workbook.
pub(crate) fn read(bytes: &[u8]) -> Result<Data, Error> {
    if sheet::is_workbook(bytes) {
        return sheet::read(bytes).map(Data::Tables);
    }
    let text = source::decode(bytes.to_vec(), None)?.text;
    if text.trim_start().starts_with('{') {
        Ok(Data::Object(text))
    } else {
        Ok(Data::Tables(vec![Table { name: String::new(), rows: csv(&text)? }]))
    }
}

/// The tables of a file of data that have rows; none of a JSON object.
///
/// # Errors
/// As [`read`].
#[cfg(feature = "cli")]
pub(crate) fn tables(bytes: &[u8]) -> Result<Vec<Table>, Error> {
    Ok(match read(bytes)? {
        Data::Tables(tables) => tables.into_iter().filter(|table| !table.rows.is_empty()).collect(),
        Data::Object(_) => Vec::new(),
    })
}

/// The rows of CSV with comma, TAB or semicolon.
///
/// # Errors
/// [`ErrorKind::Value`] for what is no CSV.
fn csv(text: &str) -> Result<Vec<Record>, Error> {
    let head = text.lines().next().unwrap_or("");
    let delimiter = [b',', b'\t', b';']
        .into_iter()
        .max_by_key(|d| (head.bytes().filter(|b| b == d).count(), *d == b','))
        .unwrap_or(b',');
    let reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (index, record) in reader.into_records().enumerate() {
        let record = record.map_err(|e| Error::new(ErrorKind::Value, Message::new("values-csv").with("what", e)))?;
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Record { row: index + 1, cells });
        }
    }
    Ok(rows)
}
