//! Tables of facts as workbooks, for whoever reckons with them.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::{header, shown, unwritten, workbook};
use crate::{decimal::Decimal, error::Error};

/// The least and the greatest width of a column, in digits of the sheet's font.
const WIDTHS: (f64, f64) = (8.0, 40.0);
/// Significant digits that a sheet keeps of a number (Excel's specifications).
const DIGITS: usize = 15;

/// CSV in UTF-8, of which the first record is the header, as a workbook (.xlsx) with the header frozen and filters on
/// it. In the columns that `is_number` names, numbers of at most 15 significant digits are numbers, with the decimals
/// that they are written with; all else is text as it stands.
///
/// # Errors
/// [`crate::error::ErrorKind::Io`] for what is no CSV, and for more rows (1,048,576) or columns than a sheet has.
pub fn tabular(csv: &[u8], is_number: impl Fn(&str) -> bool) -> Result<Vec<u8>, Error> {
    made(csv, is_number).map_err(|error| unwritten(&error))
}

fn made(csv: &[u8], is_number: impl Fn(&str) -> bool) -> Result<Vec<u8>, XlsxError> {
    let failed = |error: csv::Error| XlsxError::ParameterError(error.to_string());
    let mut reader = csv::Reader::from_reader(csv);
    let headings = reader.headers().map_err(failed)?.clone();
    let mut workbook = workbook()?;
    let sheet = workbook.add_worksheet();
    let header = header();
    let mut widths: Vec<f64> = headings.iter().map(|heading| heading.width() as f64 + 3.0).collect();
    for (heading, column) in headings.iter().zip(0..) {
        sheet.write_string_with_format(0, column, shown(heading), &header)?;
    }
    let mut last = 0;
    for (record, row) in reader.records().zip(1..) {
        last = row;
        let record = record.map_err(failed)?;
        for (((cell, heading), width), column) in record.iter().zip(&headings).zip(&mut widths).zip(0..) {
            if !cell.is_empty() {
                put(sheet, (row, column), cell, is_number(heading))?;
                *width = width.max(cell.width() as f64 + 1.0);
            }
        }
    }
    for (width, column) in widths.into_iter().zip(0..) {
        sheet.set_column_width(column, width.clamp(WIDTHS.0, WIDTHS.1))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, headings.len().saturating_sub(1) as u16)?;
    workbook.save_to_buffer()
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &str, number: bool) -> Result<(), XlsxError> {
    match exact(cell).filter(|_| number) {
        Some((number, 0)) => sheet.write_number(row, column, number)?,
        Some((number, decimals)) => {
            let format = Format::new().set_num_format(format!("0.{}", "0".repeat(decimals)));
            sheet.write_number_with_format(row, column, number, &format)?
        }
        None => sheet.write_string(row, column, shown(cell))?,
    };
    Ok(())
}

/// A number that a sheet shows as it is written, and its decimals: 1.20, -3; not 007, nor 16 digits.
fn exact(cell: &str) -> Option<(f64, usize)> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (number, len) = Decimal::parse(digits)?;
    let plain =
        len == digits.len() && number.to_string() == digits && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let significant = digits.trim_start_matches(['0', '.']).bytes().filter(u8::is_ascii_digit).count();
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    (plain && significant <= DIGITS).then_some((cell.parse().ok()?, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_number_where_a_sheet_shows_it_as_it_is_written() {
        for (cell, expected) in [
            ("45.3", Some((45.3, 1))),
            ("1.20", Some((1.2, 2))),
            ("-3", Some((-3.0, 0))),
            ("0.05", Some((0.05, 2))),
            ("123456789012345", Some((123_456_789_012_345.0, 0))),
            ("1234567890123456", None),
            ("007", None),
            ("1e5", None),
            ("2/3", None),
            ("１２", None),
            ("1,200", None),
            (".5", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(exact(cell), expected, "{cell}");
        }
    }
}
