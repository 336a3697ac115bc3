//! `huibao FILE`: what a report is, and what to do next.

use std::path::Path;

use super::{Exit, Failure, In, args::Reading, input, output, show};
use crate::{
    check, contents,
    diagnostic::Severity,
    frame::Kind,
    inline::Scope,
    message::{Lang, Message},
    slots,
};

/// The width of the first column.
const LABEL: usize = 10;

pub(super) fn run(file: &Path, reading: &Reading, lang: Lang) -> Result<Exit, Failure> {
    let input = input::load(file, &reading.options()?).within(file)?;
    let report = &input.report;
    let text = |key| Message::new(key).text(lang);
    let line = |key, words: String| format!("{}{words}\n", show::padded(&text(key), LABEL));
    let title = report.blocks.iter().find(|block| block.kind == Kind::Title);
    let title = title.map_or(text("over-untitled"), |title| report.printed(&title.text).into_owned());
    let mut out = line("over-title", show::cut(&title, 68));
    let guess = if report.source.doubtful { text("over-guess") } else { String::new() };
    out.push_str(&line("over-encoding", format!("{}{guess}", report.source.encoding.name())));
    let sections = contents::rows(report);
    let levels = sections.iter().map(|row| row.level).max().unwrap_or(0);
    let count = Message::new("over-sections-of").with("count", sections.len()).with("levels", levels);
    out.push_str(&line("over-sections", count.text(lang)));
    let rows = slots::rows(report, Scope::Slots);
    let mut kinds = Vec::new();
    for key in ["kind-figure", "kind-year", "kind-date", "kind-ordinal", "kind-name", "kind-redaction"] {
        let count = rows.iter().filter(|row| row.value.is_none() && super::slots::kind(row) == key).count();
        if count > 0 {
            kinds.push(format!("{} {count}", text(key)));
        }
    }
    let open = if kinds.is_empty() { text("over-none") } else { kinds.join("  ") };
    out.push_str(&line("over-slots", open));
    let found = check::check(report);
    let of = |severity| found.iter().filter(|d| d.severity == severity).count();
    let found = Message::new("cli-found")
        .with("errors", of(Severity::Error))
        .with("warnings", of(Severity::Warning))
        .with("infos", of(Severity::Info));
    out.push_str(&line("over-warnings", found.text(lang)));
    let next = if kinds.is_empty() { "outline" } else { "form" };
    out.push_str(&line("over-next", format!("huibao {next} {}", file.display())));
    output::write(None, out.as_bytes())?;
    Ok(Exit::Done)
}
