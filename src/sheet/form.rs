//! The form as a workbook: what a clerk fills in Excel, WPS or LibreOffice.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula, ProtectionOptions, Worksheet,
    XlsxError, utility::row_col_to_cell as cell_name,
};
use unicode_width::UnicodeWidthStr;

use super::{header, shown, unwritten, workbook};
use crate::{
    error::Error,
    form::{COLUMNS, Line},
    inline::InlineKind,
    message::{Lang, Message},
    syntax::words,
    values::{ENTRY, NOTHING, ORIGINAL},
};

/// The least and the greatest width of each column, in digits of the sheet's font. Between them a column is as wide as
/// its widest cell; longer texts are wrapped.
const WIDTHS: [(f64, f64); COLUMNS.len()] =
    [(12.0, 26.0), (6.0, 8.0), (44.0, 60.0), (16.0, 24.0), (8.0, 14.0), (10.0, 16.0), (16.0, 36.0), (10.0, 12.0)];
/// The height of a line of text and of what is around it, in points. A row is given its height: not every program finds
/// it when it opens a sheet.
const LINE: f64 = 15.0;
const MARGIN: f64 = 4.0;
/// What a filter's button covers of a heading.
const BUTTON: f64 = 3.0;
/// A4 (ECMA-376 part 1, 18.3.1.63).
const A4: u8 = 9;
/// Cells that are to be filled.
const INPUT: u32 = 0xFF_F6_D5;
const BORDER: u32 = 0xBF_BF_BF;
/// The run in its excerpt.
const RUN: u32 = 0xC0_00_00;
/// As it is typed: a spreadsheet changes nothing in a cell of this format.
const TEXT: &str = "@";

/// A workbook of one sheet: the form's columns under a frozen header, a row a slot.
///
/// # Errors
/// [`crate::error::ErrorKind::Io`] for more slots than a sheet has rows.
pub(crate) fn form(lines: &[Line<'_>]) -> Result<Vec<u8>, Error> {
    made(lines).map_err(|error| unwritten(&error))
}

fn made(lines: &[Line<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook()?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(text("sheet-form"))?;
    let cell = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(BORDER)
        .set_num_format(TEXT);
    let input = cell.clone().set_background_color(INPUT).set_unlocked();
    let header =
        header().set_border(FormatBorder::Thin).set_border_color(BORDER).set_align(FormatAlign::VerticalCenter);
    let mut widths = WIDTHS.map(|(least, _)| least);
    for (column, heading) in COLUMNS.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, *heading, &header)?;
    }
    // The most lines of text that a cell of a row needs are known when all widths are.
    let mut texts = Vec::with_capacity(lines.len());
    for (line, row) in lines.iter().zip(1..) {
        let cells = line.cells();
        for ((content, heading), column) in cells.iter().zip(COLUMNS).zip(0..) {
            match heading {
                ENTRY => {
                    sheet.write_string_with_format(row, column, shown(content), &input)?;
                    sheet.add_data_validation(row, column, row, column, &rule(line, &cell_name(row, column))?)?;
                }
                ORIGINAL => excerpt(sheet, row, column, line, &cell)?,
                _ => {
                    sheet.write_string_with_format(row, column, shown(content), &cell)?;
                }
            }
            let (width, most) = (&mut widths[usize::from(column)], WIDTHS[usize::from(column)].1);
            *width = width.max(content.width() as f64 + 2.0).min(most);
        }
        texts.push(cells.map(|cell| cell.width() as f64));
    }
    for (width, heading) in widths.iter_mut().zip(COLUMNS) {
        *width = width.max(heading.width() as f64 + BUTTON);
    }
    for (width, column) in widths.into_iter().zip(0..) {
        sheet.set_column_width(column, width)?;
    }
    for (texts, row) in texts.into_iter().zip(1..) {
        // A line ends before a character of two columns that has no room.
        let wrapped = |(text, width): (f64, f64)| (text / (width - 1.0)).ceil().max(1.0);
        let most = texts.into_iter().zip(widths).map(wrapped).fold(1.0, f64::max);
        sheet.set_row_height(row, most * LINE + MARGIN)?;
    }
    set(sheet, lines.len() as u32)?;
    workbook.save_to_buffer()
}

/// 原文 with its run in bold.
fn excerpt(sheet: &mut Worksheet, row: u32, column: u16, line: &Line<'_>, cell: &Format) -> Result<(), XlsxError> {
    let excerpt = &line.row.excerpt;
    let (before, run, after) = (shown(&excerpt.before), shown(&format!("【{}】", excerpt.run)), shown(&excerpt.after));
    let (plain, bold) = (Format::new(), Format::new().set_bold().set_font_color(RUN));
    let parts = [(&plain, before.as_str()), (&bold, run.as_str()), (&plain, after.as_str())];
    // A part without text is none.
    let parts: Vec<_> = parts.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    sheet.write_rich_string_with_format(row, column, &parts, cell)?;
    Ok(())
}

/// How the sheet is looked at, filled and printed: only what is to be filled can be changed.
fn set(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let input = COLUMNS.iter().position(|heading| *heading == ENTRY).unwrap_or_default() as u16;
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, COLUMNS.len() as u16 - 1)?;
    sheet.set_selection(1, input, 1, input)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// What is said of a cell to fill when it is chosen, and when an entry looks wrong. A warning, no more: 四十五点三 and
/// 45.3万 are numbers as well, and what may be filled in is decided when the form is read.
fn rule(line: &Line<'_>, cell: &str) -> Result<DataValidation, XlsxError> {
    let (key, formula) = match line.row.kind {
        InlineKind::Figure | InlineKind::Ordinal => ("sheet-figure", Some(numeric(cell))),
        InlineKind::Year => {
            ("sheet-year", Some(format!("AND(ISNUMBER(VALUE({cell})),OR(LEN({cell})=4,LEN({cell})=2))")))
        }
        InlineKind::Date => {
            let most = if line.row.tail().starts_with('月') { 12 } else { 31 };
            ("sheet-date", Some(format!("AND(VALUE({cell})>=1,VALUE({cell})<={most})")))
        }
        InlineKind::Name | InlineKind::Redaction => ("sheet-name", None),
    };
    let rule = DataValidation::new();
    let rule = match formula {
        Some(formula) => rule
            .allow_custom(Formula::new(format!("=OR({},{formula})", nothing(cell))))
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(text("sheet-doubtful"))?
            .set_error_message(text(key))?,
        None => rule.allow_any_value(),
    };
    rule.set_input_message(text(key))
}

/// Whether a cell has a digit in it, of any script.
fn numeric(cell: &str) -> String {
    let digits: String = ('0'..='9').chain('０'..='９').chain(words::NUMERALS.signs.chars()).collect();
    // A validation takes no array constant, and SUMPRODUCT makes an array of ROW.
    let count = digits.chars().count();
    format!("SUMPRODUCT(--ISNUMBER(FIND(MID(\"{digits}\",ROW($1:${count}),1),{cell})))>0")
}

/// Whether a cell says that there is no value.
fn nothing(cell: &str) -> String {
    let words: Vec<String> = NOTHING.iter().map(|word| format!("{cell}=\"{word}\"")).collect();
    words.join(",")
}

/// Headings of a form are Chinese, and so is all else in it.
fn text(key: &'static str) -> String {
    Message::new(key).text(Lang::Zh)
}
