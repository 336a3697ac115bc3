//! Workbooks: the one module that knows spreadsheets' files. They are read as [`crate::table`]s and written as forms and
//! tables (ECMA-376 part 1, SpreadsheetML).

mod extent;
mod form;
mod ods;
mod read;
mod tabular;
mod xls;

pub(crate) use form::form;
pub(crate) use read::{is_workbook, read};
pub use tabular::tabular;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::{
    error::{Error, ErrorKind},
    message::Message,
};

/// A cell of a sheet holds no more characters than this (Excel's specifications).
const CELL: usize = 32_767;

/// A workbook whose properties say nothing of when and by whom it was made, so that the same report gives the same
/// bytes.
fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(workbook)
}

/// The header of every sheet.
fn header() -> Format {
    Format::new().set_bold().set_background_color(HEADER)
}

const HEADER: u32 = 0xDD_E8_F4;

/// What a sheet can hold of a text: no control characters (TABs are blanks in a form, and U+FFFD fits any character), no
/// more than fits.
fn shown(text: &str) -> String {
    let visible = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().take(CELL).map(visible).collect()
}

fn unwritten(error: &XlsxError) -> Error {
    Error::new(ErrorKind::Io, Message::new("sheet-write").with("what", error)).help(Message::new("sheet-write-help"))
}
