//! `huibao check`: what deserves a look.

use serde::Serialize;

use super::{
    Exit, Failure,
    args::{Check, Level, LinesFormat},
    each, input,
    output::Output,
    show::{self, Screen},
};
use crate::{
    check,
    diagnostic::{CODES, Diagnostic, Severity},
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

impl<'d> Row<'d> {
    fn of(diagnostic: &'d Diagnostic, file: &'d str, index: &LineIndex<'_>, lang: Lang) -> Self {
        let (line, column) = index.place(diagnostic.span.start as usize);
        Self {
            file,
            code: diagnostic.code,
            severity: diagnostic.severity.name(),
            message: diagnostic.message.text(lang),
            line,
            column,
            span: (diagnostic.span.start, diagnostic.span.end),
            help: diagnostic.help.text(lang),
        }
    }
}

pub(super) fn run(args: &Check, lang: Lang) -> Result<Exit, Failure> {
    known(&args.select)?;
    known(&args.ignore)?;
    let format = LinesFormat::of(args.format, args.json, args.output.as_deref());
    let screen = match &args.output {
        None => Screen::of(&std::io::stdout()),
        Some(_) => Screen::Plain,
    };
    let options = args.reading.options()?;
    let files = input::expand(&args.files);
    let mut output = Output::open(args.output.as_deref())?;
    let mut counts = Counts::default();
    let exit = each(&files, lang, |found| {
        let input = input::load(found, &options)?;
        let text = write::print(&input.report);
        let index = LineIndex::new(&text);
        let wanted = |diagnostic: &Diagnostic| {
            let is = |codes: &[String]| codes.iter().any(|code| code == diagnostic.code);
            (args.select.is_empty() || is(&args.select)) && !is(&args.ignore)
        };
        for diagnostic in check::check(&input.report).iter().filter(|d| wanted(d)) {
            counts.add(diagnostic.severity);
            match format {
                LinesFormat::Jsonl => output.line(&Row::of(diagnostic, &input.name, &index, lang))?,
                LinesFormat::Text => {
                    let shown = show::diagnostic(diagnostic, &input.name, &index, screen, lang);
                    output.write(shown.as_bytes())?;
                    output.write(b"\n")?;
                }
            }
        }
        Ok(Exit::Done)
    });
    let exit = output.close(exit)?;
    if format == LinesFormat::Text && exit != Exit::Bad {
        show::say(&counts.message().text(lang));
    }
    Ok(if exit == Exit::Done && counts.reach(args.fail_on) { Exit::Found } else { exit })
}

/// How many diagnostics there are of each severity.
#[derive(Default)]
pub(super) struct Counts {
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Counts {
    pub(super) fn add(&mut self, severity: Severity) {
        *match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        } += 1;
    }

    pub(super) fn message(&self) -> Message {
        Message::new("cli-found").with("errors", self.errors).with("warnings", self.warnings).with("infos", self.infos)
    }

    /// Whether there is any of a severity or of a worse one.
    fn reach(&self, level: Level) -> bool {
        let count = match level {
            Level::Info => self.infos + self.warnings + self.errors,
            Level::Warning => self.warnings + self.errors,
            Level::Error => self.errors,
            Level::Never => 0,
        };
        count > 0
    }
}

fn known(codes: &[String]) -> Result<(), Error> {
    for code in codes {
        if CODES.iter().all(|(known, _)| known != code) {
            let nearest =
                CODES.iter().min_by_key(|(known, _)| strsim::levenshtein(known, code)).map_or("", |(known, _)| known);
            return Err(Error::new(
                ErrorKind::Value,
                Message::new("cli-code").with("found", code).with("nearest", nearest),
            ));
        }
    }
    Ok(())
}
