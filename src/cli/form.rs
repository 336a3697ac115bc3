//! `huibao form`: a sheet to fill.

use std::path::{Path, PathBuf};

use super::{Exit, Failure, In, args::Form, input, output, show};
use crate::{
    error::{Error, ErrorKind},
    form::{self, Extent},
    inline::{InlineKind, Scope},
    message::{Lang, Message},
    slots, values,
};

pub(super) fn run(args: &Form, lang: Lang) -> Result<Exit, Failure> {
    let input = input::load(&args.file, &args.reading.options()?).within(&args.file)?;
    let rows = slots::rows(&input.report, Scope::Slots);
    let older = match &args.values {
        Some(path) => values::read(&input::bytes(path)?).within(path)?,
        None => Vec::new(),
    };
    let extent = if args.all {
        Extent::All
    } else {
        Extent::Needed
    };
    let sheet = form::write(&rows, extent, &older)?;
    let path = args.output.clone().unwrap_or_else(|| beside(&args.file));
    if path == Path::new("-") {
        output::write(None, &sheet)?;
        return Ok(Exit::Done);
    }
    let had = std::fs::read(&path).is_ok_and(|old| form::has_entries(&old));
    if had && !args.force {
        let message = Message::new("cli-form-exists").with("file", path.display());
        let help = Message::new("cli-form-exists-help").with("file", path.display());
        return Err(Error::new(ErrorKind::Value, message).help(help).into());
    }
    output::write(Some(&path), &sheet)?;
    let count = rows
        .iter()
        .filter(|row| extent == Extent::All || row.kind != InlineKind::Redaction && !row.frame)
        .count();
    show::say(
        &Message::new("cli-form-written")
            .with("file", path.display())
            .with("count", count)
            .text(lang),
    );
    show::say(&format!(
        "  huibao fill {} --values {} -o {}",
        args.file.display(),
        path.display(),
        filled(&args.file).display()
    ));
    Ok(Exit::Done)
}

/// 汇报.txt: 汇报.待填.csv; in the folder one is in for stdin.
fn beside(file: &Path) -> PathBuf {
    let stem = file
        .file_stem()
        .filter(|_| file != Path::new("-"))
        .map_or("stdin".into(), |stem| stem.to_string_lossy());
    file.with_file_name(format!("{stem}{}", input::FORM))
}

/// 汇报.txt: 汇报.已填.txt
pub(super) fn filled(file: &Path) -> PathBuf {
    let stem = file
        .file_stem()
        .map_or("stdin".into(), |stem| stem.to_string_lossy());
    let extension = file
        .extension()
        .map_or("txt".into(), |extension| extension.to_string_lossy());
    file.with_file_name(format!("{stem}.已填.{extension}"))
}
