//! `huibao check`: what deserves a look.

use std::ffi::OsStr;

use serde::Serialize;

use super::{
    Exit, Failure,
    args::{Check, Level, LinesFormat},
    each, output,
    show::{self, Screen},
};
use crate::{
    check,
    diagnostic::{CODES, Severity},
    error::{Error, ErrorKind},
    message::{Lang, Message},
    place::LineIndex,
    write,
};

/// A row of `check --format jsonl`.
#[derive(Serialize)]
struct Row<'d> {
    file: &'d str,
    code: &'d str,
    severity: &'d str,
    message: String,
    line: usize,
    column: usize,
    span: (u32, u32),
    help: String,
}

pub(super) fn run(args: &Check, lang: Lang) -> Result<Exit, Failure> {
    known(&args.select)?;
    known(&args.ignore)?;
    let by_name = args
        .output
        .as_deref()
        .and_then(|path| path.extension())
        .and_then(OsStr::to_str)
        == Some("jsonl");
    let jsonl = args
        .format
        .map_or(args.json || by_name, |format| format == LinesFormat::Jsonl);
    let screen = match &args.output {
        None => Screen::of(&std::io::stdout()),
        Some(_) => Screen::Plain,
    };
    let mut out = Vec::new();
    let mut counts = [0usize; 3];
    let exit = each(&args.files, &args.reading, lang, |input| {
        let text = write::print(&input.report);
        let index = LineIndex::new(&text);
        for diagnostic in check::check(&input.report) {
            let wanted =
                args.select.is_empty() || args.select.iter().any(|code| code == diagnostic.code);
            if !wanted || args.ignore.iter().any(|code| code == diagnostic.code) {
                continue;
            }
            counts[diagnostic.severity as usize] += 1;
            if jsonl {
                let (line, column) = index.place(diagnostic.span.start as usize);
                let row = Row {
                    file: &input.name,
                    code: diagnostic.code,
                    severity: diagnostic.severity.name(),
                    message: diagnostic.message.text(lang),
                    line,
                    column,
                    span: (diagnostic.span.start, diagnostic.span.end),
                    help: diagnostic.help.text(lang),
                };
                serde_json::to_writer(&mut out, &row)
                    .map_err(|e| output::failed("json", &e.into()))?;
                out.push(b'\n');
            } else {
                out.extend_from_slice(
                    show::diagnostic(&diagnostic, &input.name, &index, screen, lang).as_bytes(),
                );
                out.extend_from_slice(b"\n");
            }
        }
        Ok(())
    })?;
    output::write(args.output.as_deref(), &out)?;
    let [infos, warnings, errors] = counts;
    if !jsonl {
        let found = Message::new("cli-found")
            .with("errors", errors)
            .with("warnings", warnings)
            .with("infos", infos);
        show::say(&found.text(lang));
    }
    let fails = match args.fail_on {
        Level::Info => infos + warnings + errors,
        Level::Warning => warnings + errors,
        Level::Error => errors,
        Level::Never => 0,
    };
    Ok(if exit == Exit::Done && fails > 0 {
        Exit::Found
    } else {
        exit
    })
}

fn known(codes: &[String]) -> Result<(), Error> {
    for code in codes {
        if CODES.iter().all(|(known, _)| known != code) {
            let nearest = CODES
                .iter()
                .min_by_key(|(known, _)| strsim::levenshtein(known, code))
                .map_or("", |(known, _)| known);
            return Err(Error::new(
                ErrorKind::Value,
                Message::new("cli-code")
                    .with("found", code)
                    .with("nearest", nearest),
            ));
        }
    }
    Ok(())
}

/// The severity's place among the counts.
const _: () = assert!(Severity::Info as usize == 0 && Severity::Error as usize == 2);
