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

/// What a file of data is.
pub(crate) enum Data {
    /// Rows of cells: of the one table of CSV, or of each sheet of a workbook. Rows without any text are left out.
    Tables(Vec<Vec<Record>>),
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
    if text.trim_start().starts_with('{') { Ok(Data::Object(text)) } else { Ok(Data::Tables(vec![csv(&text)?])) }
}

/// The rows of the first table of a file of data that has any; none of a JSON object.
///
/// # Errors
/// As [`read`].
#[cfg(feature = "cli")]
pub(crate) fn rows(bytes: &[u8]) -> Result<Vec<Record>, Error> {
    Ok(match read(bytes)? {
        Data::Tables(tables) => tables.into_iter().find(|table| !table.is_empty()).unwrap_or_default(),
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
