//! `huibao slots`: the slots as a table.

use unicode_width::UnicodeWidthStr;

use super::{
    Exit, Failure,
    args::{Listing, RowsFormat, Slots},
    batch::Batch,
    input,
    output::Output,
    show,
};
use crate::{
    inline::Scope,
    message::{Lang, Message},
    report::Report,
    row::{self, Row},
    sheet, slots,
};

/// The columns of the table; what is left is the words'.
pub(super) const ID: usize = 11;
pub(super) const PLACE: usize = 9;
pub(super) const KIND: usize = 10;

pub(super) fn run(args: &Slots, lang: Lang) -> Result<Exit, Failure> {
    let scope = if args.all { Scope::All } else { Scope::Slots };
    list(&args.listing, |report| slots::rows(report, scope), table, lang)
}

/// Writes rows of each file in the format that is asked for; `table` is for people.
pub(super) fn list(
    args: &Listing,
    rows_of: impl Fn(&Report) -> Vec<Row> + Sync,
    table: impl Fn(&[Row], Lang) -> String + Sync,
    lang: Lang,
) -> Result<Exit, Failure> {
    let format = RowsFormat::of(args.format, args.json, args.output.as_deref());
    let options = args.reading.options()?;
    let batch = Batch::of(&args.files, None, lang)?;
    let mut output = Output::open(args.output.as_deref())?;
    // A workbook is made of the whole table.
    let mut whole = (format == RowsFormat::Xlsx).then(Output::memory);
    let to = whole.as_mut().unwrap_or(&mut output);
    if matches!(format, RowsFormat::Csv | RowsFormat::Xlsx) {
        to.write(&row::csv_head()?)?;
    }
    let exit = batch.each(Some(to), |found, part| {
        let input = input::load(found, &options)?;
        let rows = rows_of(&input.report).into_iter().map(|row| Row { file: input.name.clone(), ..row });
        match format {
            RowsFormat::Csv | RowsFormat::Xlsx => part.write(&row::csv(&rows.collect::<Vec<_>>())?)?,
            RowsFormat::Jsonl => rows.into_iter().try_for_each(|row| part.line(&row))?,
            RowsFormat::Text => {
                let rows: Vec<Row> = rows.collect();
                if batch.is_many() {
                    part.write(format!("{}\n", show::safe(&input.name)).as_bytes())?;
                }
                part.write(table(&rows, lang).as_bytes())?;
            }
        }
        Ok(Exit::Done)
    })?;
    if let Some(whole) = whole {
        output.write(&sheet::tabular(&whole.into_bytes(), row::is_number)?)?;
    }
    Ok(output.close(exit)?)
}

/// id, place, kind, then the words around.
fn table(rows: &[Row], lang: Lang) -> String {
    let text = |key| Message::new(key).text(lang);
    if rows.is_empty() {
        return format!("{}\n", text("slots-none"));
    }
    let line = |id: &str, place: &str, kind: &str, words: &str| {
        let head = [show::padded(id, ID), show::padded(place, PLACE), show::padded(kind, KIND)].concat();
        let left = show::COLUMNS.saturating_sub(head.width());
        format!("{head}{}\n", show::cut(words, left))
    };
    let mut out = line(&text("slots-head"), &text("slots-place"), &text("slots-kind"), &text("slots-text"));
    for row in rows {
        let place = format!("{}:{}", row.line, row.column);
        out.push_str(&line(&row.id, &place, &text(row.kind.key()), &around(row)));
    }
    out
}

/// The words close around a run, so that it stays on a line of 80 columns.
pub(super) fn around(row: &Row) -> String {
    let skip = row.excerpt.before.chars().count().saturating_sub(10);
    let before: String = row.excerpt.before.chars().skip(skip).collect();
    let value = row.value.as_ref().filter(|_| row.open).map(|value| format!("={value}")).unwrap_or_default();
    format!("{before}【{}{value}】{}", row.excerpt.run, row.excerpt.after.chars().take(10).collect::<String>())
}
