//! `huibao FILE`: what a report is, and what to do next.

use std::path::{Path, PathBuf};

use super::{
    Exit, Failure,
    args::{self, Files, Reading},
    batch::{Batch, Part},
    check::Counts,
    input::{self, Found, Input},
    output::Output,
    show,
};
use crate::{
    check, contents,
    error::{Error, ErrorKind},
    frame::Kind,
    inline::Scope,
    message::{Lang, Message},
    report::Report,
    slots,
};

/// The columns of what a line says.
const LABEL: usize = 10;

pub(super) fn run(paths: &[PathBuf], reading: &Reading, lang: Lang) -> Result<Exit, Failure> {
    if let [word] = paths
        && !word.exists()
        && let Some(command) = meant(word)
    {
        let message = Message::new("io-missing").with("file", word.display());
        let help = Message::new("cli-command").with("command", command);
        return Err(Error::new(ErrorKind::Io, message).help(help).into());
    }
    let options = reading.options()?;
    let batch = Batch::of(&Files { files: paths.to_owned(), ..Files::default() }, None, lang)?;
    let mut output = Output::open(None)?;
    let mut first = true;
    let view = |found: &Found, _: &mut Part<'_>| {
        let input = input::load(found, &options)?;
        Ok((Exit::Done, overview(&input, lang)))
    };
    let exit = batch.run(None, view, |_, view| {
        let Ok(view) = view else { return Ok(()) };
        if !std::mem::take(&mut first) {
            output.write(b"\n")?;
        }
        Ok(output.write(view.as_bytes())?)
    })?;
    Ok(output.close(exit)?)
}

/// The command that a word is, but for a slip of the hand.
fn meant(word: &Path) -> Option<String> {
    let word = word.to_str()?;
    args::command(Lang::En)
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .find(|name| strsim::damerau_levenshtein(name, word) <= 2)
}

fn overview(input: &Input, lang: Lang) -> String {
    let report = &input.report;
    let text = |key| Message::new(key).text(lang);
    let line = |key, words: &str| {
        let words = show::cut(words, show::COLUMNS - LABEL);
        format!("{}{words}\n", show::padded(&text(key), LABEL))
    };
    let title = title(report).unwrap_or_else(|| text("over-untitled"));
    let guess = match report.source.doubtful {
        true => text("over-guess"),
        false => String::new(),
    };
    let sections = contents::rows(report);
    let levels = sections.iter().map(|row| row.level).max().unwrap_or(0);
    let count = Message::new("over-sections-of").with("count", sections.len()).with("levels", levels);
    let open = kinds(input, lang);
    let mut counts = Counts::default();
    for diagnostic in check::check(report) {
        counts.add(diagnostic.severity);
    }
    let next = if open.is_some() { "form" } else { "outline" };
    [
        line("over-file", &input.name),
        line("over-title", &title),
        line("over-encoding", &format!("{}{guess}", report.source.encoding.name())),
        line("over-sections", &count.text(lang)),
        line("over-slots", &open.unwrap_or_else(|| text("over-none"))),
        line("over-warnings", &counts.message().text(lang)),
        line("over-next", &format!("huibao {next} {}", show::quoted(&input.name))),
    ]
    .concat()
}

/// The first title.
pub(super) fn title(report: &Report) -> Option<String> {
    let title = report.blocks.iter().find(|block| block.kind == Kind::Title)?;
    Some(report.printed(&title.text).into_owned())
}

/// How many open slots of each kind there are, if any.
fn kinds(input: &Input, lang: Lang) -> Option<String> {
    let rows = slots::rows(&input.report, Scope::Slots);
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for row in rows.iter().filter(|row| row.value.is_none()) {
        let kind = row.kind.key();
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let words: Vec<String> =
        counts.iter().map(|(kind, count)| format!("{} {count}", Message::new(kind).text(lang))).collect();
    (!words.is_empty()).then(|| words.join("  "))
}
