//! `huibao form`: a sheet to fill.

use std::path::{Path, PathBuf};

use super::{
    Exit, Failure, In,
    args::Form,
    batch::Batch,
    input::{self, Found, Input},
    output, show,
};
use crate::{
    error::{Error, ErrorKind},
    form::{self, Extent},
    inline::Scope,
    message::{Lang, Message},
    relation,
    row::Row,
    slots,
    values::{self, Entry},
};

pub(super) fn run(args: &Form, lang: Lang) -> Result<Exit, Failure> {
    let older = match &args.values {
        Some(path) => values::read(&input::bytes(path)?).within(path)?,
        None => Vec::new(),
    };
    let options = args.reading.options()?;
    let last = match &args.from {
        Some(path) => slots::rows(&input::load(&Found::named(path), &options).within(path)?.report, Scope::All),
        None => Vec::new(),
    };
    let batch = Batch::of(&args.files, None, lang)?;
    if args.output.is_some() && batch.is_many() {
        let message = Message::new("cli-one-form");
        return Err(Error::new(ErrorKind::Io, message).into());
    }
    batch.each(None, |found, part| {
        let input = input::load(found, &options)?;
        let path = args.output.clone().unwrap_or_else(|| beside(&found.path));
        let told = sheet(args, &input, &path, &older, &last, lang)?;
        told.into_iter().for_each(|text| part.say(text));
        Ok(Exit::Done)
    })
}

/// Writes the form of a report; gives how to go on.
fn sheet(
    args: &Form,
    input: &Input,
    path: &Path,
    older: &[Entry],
    last: &[Row],
    lang: Lang,
) -> Result<Vec<String>, Error> {
    let mut rows = slots::rows(&input.report, Scope::Slots);
    let extent = if args.all { Extent::All } else { Extent::Needed };
    let mut own = Vec::new();
    relation::annotate(&input.report, &mut rows);
    if rows.is_empty() && args.all {
        // A report that is filled is its own last year's: the sheet is for the next one.
        rows = slots::rows(&input.report, Scope::All);
        own.clone_from(&rows);
    }
    let last = if last.is_empty() { &own } else { last };
    let sheet = match input::extension(path).as_deref() {
        Some(input::XLSX) => form::write_workbook(&rows, extent, older, last)?,
        _ => form::write(&rows, extent, older, last)?,
    };
    if path == Path::new("-") {
        output::write(None, &sheet)?;
        return Ok(Vec::new());
    }
    let had = std::fs::read(path).is_ok_and(|old| form::has_entries(&old));
    if had && !args.force {
        let message = Message::new("cli-form-exists").with("file", path.display());
        let help = Message::new("cli-form-exists-help").with("file", path.display());
        return Err(Error::new(ErrorKind::Value, message).help(help));
    }
    output::write(Some(path), &sheet)?;
    let count = rows.iter().filter(|row| extent.has(row)).count();
    let written = Message::new("cli-form-written").with("file", path.display()).with("count", count);
    let quoted = |path: &Path| show::quoted(&path.display().to_string());
    let next = format!(
        "  huibao fill {} --values {} -o {}",
        show::quoted(&input.name),
        quoted(path),
        quoted(&filled(&input.found.path))
    );
    Ok(vec![show::safe(&written.text(lang)), next])
}

/// 汇报.txt: 汇报.待填.csv; in the folder one is in for stdin.
fn beside(file: &Path) -> PathBuf {
    let stem =
        file.file_stem().filter(|_| file != Path::new("-")).map_or("stdin".into(), |stem| stem.to_string_lossy());
    file.with_file_name(format!("{stem}{}", input::FORM))
}

/// 汇报.txt: 汇报.已填.txt
fn filled(file: &Path) -> PathBuf {
    let stem = file.file_stem().map_or("stdin".into(), |stem| stem.to_string_lossy());
    let extension = match input::extension(file) {
        Some(extension) if !input::PAGES.contains(&extension.as_str()) => extension,
        _ => "txt".to_owned(),
    };
    file.with_file_name(format!("{stem}.已填.{extension}"))
}
