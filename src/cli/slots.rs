//! `huibao slots`: the slots as a table.

use std::ffi::OsStr;

use super::{
    Exit, Failure,
    args::{RowsFormat, Slots},
    each, output, show,
};
use crate::{
    inline::Scope,
    message::{Lang, Message},
    row::{self, Row},
    slots,
};

const COLUMNS: usize = 80;

pub(super) fn run(args: &Slots, lang: Lang) -> Result<Exit, Failure> {
    let by_name = match args.output.as_deref().and_then(|path| path.extension()).and_then(OsStr::to_str) {
        Some("csv") => RowsFormat::Csv,
        Some("jsonl" | "json") => RowsFormat::Jsonl,
        _ => RowsFormat::Text,
    };
    let format = args.format.unwrap_or(if args.json { RowsFormat::Jsonl } else { by_name });
    let scope = if args.all { Scope::All } else { Scope::Slots };
    let mut all: Vec<Row> = Vec::new();
    let exit = each(&args.files, &args.reading, lang, |input| {
        let rows = slots::rows(&input.report, scope);
        all.extend(rows.into_iter().map(|row| Row { file: input.name.clone(), ..row }));
        Ok(())
    })?;
    let mut out = Vec::new();
    match format {
        RowsFormat::Csv => row::write_csv(&all, &mut out)?,
        RowsFormat::Jsonl => row::write_jsonl(&all, &mut out)?,
        RowsFormat::Text => out.extend_from_slice(table(&all, lang).as_bytes()),
    }
    output::write(args.output.as_deref(), &out)?;
    Ok(exit)
}

/// id, place, kind, then the words around.
fn table(rows: &[Row], lang: Lang) -> String {
    let text = |key| Message::new(key).text(lang);
    let mut out = String::new();
    let mut file = "";
    for row in rows {
        if row.file != file {
            file = &row.file;
            let head = [
                show::padded(&text("slots-head"), 11),
                show::padded(&text("slots-place"), 9),
                show::padded(&text("slots-kind"), 10),
            ];
            out.push_str(&format!("{file}\n{}{}\n", head.concat(), text("slots-text")));
        }
        let kind = text(kind(row));
        let place = format!("{}:{}", row.line, row.column);
        let excerpt = show::cut(&around(row), COLUMNS - 31);
        out.push_str(&format!(
            "{}{}{}{excerpt}\n",
            show::padded(&row.id, 11),
            show::padded(&place, 9),
            show::padded(&kind, 10)
        ));
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

/// The catalogue's key for a row's kind.
pub(super) fn kind(row: &Row) -> &'static str {
    use crate::inline::InlineKind;
    match row.kind {
        InlineKind::Figure => "kind-figure",
        InlineKind::Year => "kind-year",
        InlineKind::Date => "kind-date",
        InlineKind::Ordinal => "kind-ordinal",
        InlineKind::Name => "kind-name",
        InlineKind::Redaction => "kind-redaction",
    }
}
