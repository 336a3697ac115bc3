//! Reading: spreadsheets of OpenDocument (OASIS OpenDocument 1.3, part 3, 9.1), cell by cell. No library at hand tells a
//! share from a number, and a cell that is said to be repeated costs nothing where it is empty.

use std::io::BufRead;

use quick_xml::{
    Reader,
    escape::resolve_xml_entity,
    events::{BytesStart, Event},
};

use super::{
    extent::{ROWS, said},
    read::{CELLS, Shown, Tables, damaged, error_text, too_large},
};
use crate::{error::Error, table::Table};

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    /// Its column, from 0, and in how many columns it stands.
    column: u64,
    times: u64,
    /// What its tag says of it; none where its text is all.
    value: Option<String>,
    text: String,
}

/// A row while it is read: what stands in its columns, how often each.
#[derive(Default)]
struct Row {
    times: u64,
    width: u64,
    cells: Vec<(u64, u64, String)>,
}

/// The rows of each sheet.
///
/// # Errors
/// [`crate::error::ErrorKind::Value`] for too many cells, those that are repeated counted, and for what is no XML.
pub(super) fn read(content: impl BufRead) -> Result<Vec<Table>, Error> {
    let mut reader = Reader::from_reader(content);
    let mut tables = Tables::default();
    let (mut row, mut at) = (Row::default(), 0);
    let mut cell: Option<Cell> = None;
    // How deep the reader is in a remark on a cell, which is no text of it.
    let mut remark = 0usize;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        match &event {
            Event::Start(tag) if tag.name().0 == "office:annotation" || remark > 0 => remark += 1,
            Event::End(_) if remark > 0 => remark -= 1,
            _ if remark > 0 && !matches!(event, Event::Eof) => {}
            Event::Start(tag) | Event::Empty(tag) => match tag.name().0 {
                "table:table" => tables.open(said(tag, "table:name").unwrap_or_default().into_owned()),
                "table:table-row" => row = Row { times: times(tag, "table:number-rows-repeated"), ..Row::default() },
                "table:table-cell" | "table:covered-table-cell" => {
                    let times = times(tag, "table:number-columns-repeated");
                    let open = Cell { column: row.width, times, value: value(tag), text: String::new() };
                    row.width += times;
                    cell = Some(open).filter(|_| matches!(event, Event::Start(_)));
                }
                "text:p" => {
                    if let Some(text) = text_of(&mut cell).filter(|text| !text.is_empty()) {
                        text.push('\n');
                    }
                }
                "text:s" => {
                    let blanks =
                        said(tag, "text:c").and_then(|count| count.parse().ok()).unwrap_or(1usize).min(1 << 10);
                    text_of(&mut cell).into_iter().for_each(|text| text.extend(std::iter::repeat_n(' ', blanks)));
                }
                "text:tab" => text_of(&mut cell).into_iter().for_each(|text| text.push('\t')),
                "text:line-break" => text_of(&mut cell).into_iter().for_each(|text| text.push('\n')),
                _ => {}
            },
            Event::Text(text) => text_of(&mut cell).into_iter().for_each(|own| own.push_str(text)),
            Event::CData(text) => text_of(&mut cell).into_iter().for_each(|own| own.push_str(text)),
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().map_err(damaged)?.map(|c| c.to_string());
                let c = c.or_else(|| resolve_xml_entity(reference).map(str::to_owned));
                let c = c.ok_or_else(|| damaged(format!("&{};", &**reference)))?;
                text_of(&mut cell).into_iter().for_each(|text| text.push_str(&c));
            }
            Event::End(tag) => match tag.name().0 {
                "table:table-cell" | "table:covered-table-cell" => {
                    let closed = cell.take().map(|cell| (cell.column, cell.times, cell.value.unwrap_or(cell.text)));
                    row.cells.extend(closed.filter(|(.., text)| !text.trim().is_empty()));
                }
                "table:table-row" => {
                    put(&mut tables, &row, at)?;
                    at += row.times;
                }
                "table:table" => {
                    tables.close()?;
                    at = 0;
                }
                _ => {}
            },
            Event::Eof => return Ok(tables.done),
            _ => {}
        }
    }
}

fn text_of(cell: &mut Option<Cell>) -> Option<&mut String> {
    cell.as_mut().map(|cell| &mut cell.text)
}

/// Puts a row into its table, as often as it stands there.
fn put(tables: &mut Tables, row: &Row, at: u64) -> Result<(), Error> {
    let cells: u64 = row.cells.iter().map(|(_, times, _)| times).sum();
    if cells.saturating_mul(row.times) > CELLS as u64 || cells > 0 && at + row.times > ROWS {
        return Err(too_large());
    }
    for r in at..at + if cells > 0 { row.times } else { 0 } {
        for (column, times, text) in &row.cells {
            for c in *column..column + times {
                tables.put((r as u32, c.min(u64::from(u32::MAX)) as u32), text)?;
            }
        }
    }
    Ok(())
}

/// What the tag of a cell says that it holds; none of words, which stand in it.
fn value(tag: &BytesStart<'_>) -> Option<String> {
    // LibreOffice calls the error of a formula words.
    if said(tag, "calcext:value-type").is_some_and(|sort| sort == "error") {
        return Some(error_text());
    }
    let number = || said(tag, "office:value")?.parse::<f64>().ok();
    match &*said(tag, "office:value-type")? {
        "percentage" => number().map(|number| Shown::Share.text(number, false)),
        "float" | "currency" => number().map(|number| Shown::Number.text(number, false)),
        "boolean" => said(tag, "office:boolean-value").map(|truth| truth.to_uppercase()),
        "date" => said(tag, "office:date-value").map(|date| shown(&date).unwrap_or_else(|| date.into_owned())),
        _ => None,
    }
}

/// 2026-03-05T00:00:00 as the other spreadsheets have it: 2026/3/5.
fn shown(date: &str) -> Option<String> {
    let (day, _) = date.split_once('T').unwrap_or((date, ""));
    let mut parts = day.splitn(3, '-').map(str::parse::<u16>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let known = (1..=12).contains(&month) && (1..=31).contains(&day);
    known.then(|| format!("{year}/{month}/{day}"))
}

/// How often a row or cell stands there.
fn times(tag: &BytesStart<'_>, name: &str) -> u64 {
    said(tag, name).and_then(|digits| digits.parse().ok()).unwrap_or(1u64).min(ROWS)
}
