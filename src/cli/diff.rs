//! `huibao diff`: two reports compared by figure.

use super::{
    Exit, Failure, In,
    args::{Diff, LinesFormat},
    input::{self, Found},
    output::Output,
    show,
};
use crate::{
    contents,
    diff::{self, Comparison, Status},
    inline::Scope,
    message::{Lang, Message},
    slots,
};

/// The columns of the table; what is left is the label's.
const STATUS: usize = 10;
const FIGURE: usize = 16;
const PERCENT: usize = 10;

pub(super) fn run(args: &Diff, lang: Lang) -> Result<Exit, Failure> {
    let jsonl = LinesFormat::of(args.format, args.json, args.output.as_deref()) == LinesFormat::Jsonl;
    let options = args.reading.options()?;
    let [old, new] = [&args.old, &args.new].map(|path| input::load(&Found::named(path), &options).within(path));
    let (old, new) = (old?, new?);
    let rows = [&old, &new].map(|input| slots::rows(&input.report, Scope::All));
    let outlines = [&old, &new].map(|input| contents::rows(&input.report));
    let found = diff::diff([&rows[0], &rows[1]], [&outlines[0], &outlines[1]]);
    let mut output = Output::open(args.output.as_deref())?;
    if jsonl {
        found.iter().try_for_each(|comparison| output.line(comparison))?;
    } else {
        output.write(table(&found, lang).as_bytes())?;
    }
    let exit = if found.is_empty() { Exit::Done } else { Exit::Found };
    Ok(output.close(exit)?)
}

fn table(found: &[Comparison], lang: Lang) -> String {
    let text = |key| Message::new(key).text(lang);
    if found.is_empty() {
        return format!("{}\n", text("diff-none"));
    }
    let line = |cells: [&str; 4], words: &str| {
        let cell = |(text, width): (&str, usize)| show::padded(&show::cut(text, width - 2), width);
        let head: String = cells.into_iter().zip([STATUS, FIGURE, FIGURE, PERCENT]).map(cell).collect();
        format!("{head}{}\n", show::cut(words, show::COLUMNS - STATUS - 2 * FIGURE - PERCENT))
    };
    let head = ["diff-status", "diff-old", "diff-new", "diff-percent"].map(text);
    let mut out = line(head.each_ref().map(String::as_str), &text("figures-label"));
    for comparison in found {
        let status = text(key(comparison.status));
        let share = diff::is_share(comparison.unit.as_deref());
        let by = match (&comparison.percent, &comparison.difference) {
            (Some(percent), _) => format!("{percent}%"),
            (None, Some(points)) if share => format!("{points}{}", text("diff-points")),
            _ => String::new(),
        };
        let own = |text: &Option<String>| text.clone().unwrap_or_default();
        let words = match &comparison.label {
            Some(label) => format!("{label} ({})", comparison.section),
            None => comparison.section.clone(),
        };
        out.push_str(&line([&status, &own(&comparison.old), &own(&comparison.new), &by], &words));
    }
    out
}

fn key(status: Status) -> &'static str {
    match status {
        Status::Changed => "diff-changed",
        Status::Added => "diff-added",
        Status::Lost => "diff-lost",
        Status::SectionAdded => "diff-section-added",
        Status::SectionLost => "diff-section-lost",
    }
}
