//! `huibao figures`: every figure, year, date and ordinal of many reports as one table.

use super::{Exit, Failure, args::Slots, show, slots::list};
use crate::{
    inline::Scope,
    message::{Lang, Message},
    report::Report,
    row::Row,
    slots,
};

/// The columns of the table; what is left is the label's.
const PLACE: usize = 9;
const SURFACE: usize = 22;
const PERIOD: usize = 16;

pub(super) fn run(args: &Slots, lang: Lang) -> Result<Exit, Failure> {
    list(&args.listing, |report| figures(report, args.all), table, lang)
}

/// What counts; names and deleted words do not, and what a page has around a report only where all is asked for.
fn figures(report: &Report, all: bool) -> Vec<Row> {
    let mut rows = slots::rows(report, Scope::All);
    rows.retain(|row| row.kind.is_quantity() && (all || !row.frame));
    rows
}

fn table(rows: &[Row], lang: Lang) -> String {
    let text = |key| Message::new(key).text(lang);
    if rows.is_empty() {
        return format!("{}\n", text("figures-none"));
    }
    let line = |place: &str, surface: &str, period: &str, label: &str| {
        let cell = |text: &str, width: usize| show::padded(&show::cut(text, width - 2), width);
        let head = [cell(place, PLACE), cell(surface, SURFACE), cell(period, PERIOD)].concat();
        format!("{head}{}\n", show::cut(label, show::COLUMNS - PLACE - SURFACE - PERIOD))
    };
    let mut out = line(&text("slots-place"), &text("figures-surface"), &text("figures-period"), &text("figures-label"));
    for row in rows {
        let place = format!("{}:{}", row.line, row.column);
        let change: String = [&row.compared, &row.change].into_iter().flatten().map(String::as_str).collect();
        let label = [row.label.as_deref().unwrap_or(""), &change].join(" ");
        out.push_str(&line(&place, &row.surface, row.period.as_deref().unwrap_or(""), label.trim()));
    }
    out
}
