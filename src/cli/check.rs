//! `huibao check`: what deserves a look.

use serde::Serialize;

use super::{
    Exit, Failure, In,
    args::{Check, Level, LinesFormat},
    batch::{Batch, Part},
    input::{self, Found},
    output::Output,
    relations,
    show::{self, Screen},
};
use crate::{
    against, check,
    diagnostic::{CODES, Diagnostic, Severity},
    error::{Error, ErrorKind},
    inline::{Scope, is_fingerprint},
    message::{Lang, Message},
    place::LineIndex,
    relation::{self, Verdict},
    report::Report,
    row, slots, write,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<&'d str>,
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
            relation: diagnostic.relation.as_deref(),
        }
    }
}

pub(super) fn run(args: &Check, lang: Lang) -> Result<Exit, Failure> {
    known(args.select.iter())?;
    known(args.ignore.iter().filter(|code| !is_fingerprint(code)))?;
    let format = LinesFormat::of(args.format, args.json, args.output.as_deref());
    let screen = match &args.output {
        None => Screen::of(&std::io::stdout()),
        Some(_) => Screen::Plain,
    };
    let options = args.reading.options()?;
    let older = match &args.against {
        Some(path) => slots::rows(&input::load(&Found::named(path), &options).within(path)?.report, Scope::All),
        None => Vec::new(),
    };
    let batch = Batch::of(&args.files, None, lang)?;
    let mut output = Output::open(args.output.as_deref())?;
    let mut counts = Counts::default();
    let checked = |found: &Found, part: &mut Part<'_>| {
        let mut counts = Counts::default();
        let input = input::load(found, &options)?;
        if args.relations {
            list(&input.report, &input.name, format, &args.ignore, part, &mut counts)?;
            return Ok((Exit::Done, counts));
        }
        let text = write::print(&input.report);
        let index = LineIndex::new(&text);
        let wanted = |diagnostic: &Diagnostic| {
            let is = |codes: &[String]| codes.iter().any(|code| code == diagnostic.code);
            let passed_over = diagnostic.relation.as_ref().is_some_and(|relation| args.ignore.contains(relation));
            (args.select.is_empty() || is(&args.select)) && !is(&args.ignore) && !passed_over
        };
        for diagnostic in diagnostics(&input.report, &older).iter().filter(|d| wanted(d)) {
            counts.add(diagnostic.severity);
            match format {
                LinesFormat::Jsonl => part.line(&Row::of(diagnostic, &input.name, &index, lang))?,
                LinesFormat::Text => {
                    let shown = show::diagnostic(diagnostic, &input.name, &index, screen, lang);
                    part.write(shown.as_bytes())?;
                    part.write(b"\n")?;
                }
            }
        }
        Ok((Exit::Done, counts))
    };
    let exit = batch.run(Some(&mut output), checked, |_, found| {
        found.iter().for_each(|found| counts.join(found));
        Ok(())
    })?;
    let exit = output.close(exit)?;
    if format == LinesFormat::Text && exit != Exit::Bad {
        show::say(&counts.message().text(lang));
    }
    Ok(if exit == Exit::Done && counts.reach(args.fail_on) { Exit::Found } else { exit })
}

/// What deserves a look in a report, also beside an older one.
fn diagnostics(report: &Report, older: &[row::Row]) -> Vec<Diagnostic> {
    let mut found = check::check(report);
    if !older.is_empty() {
        found.extend(against::slips(older, &slots::rows(report, Scope::All)));
        found.sort_by_key(|diagnostic| diagnostic.span.start);
    }
    found
}

/// Writes every relation of a report, and counts those that do not hold.
fn list(
    report: &Report,
    file: &str,
    format: LinesFormat,
    ignored: &[String],
    part: &mut Part<'_>,
    counts: &mut Counts,
) -> Result<(), Error> {
    let rows = slots::rows(report, Scope::All);
    for relation in relation::relations(report, &rows).iter().filter(|r| !ignored.contains(&r.fingerprint)) {
        match relation.verdict {
            Verdict::Fail => counts.add(Severity::Warning),
            Verdict::Uncertain => counts.add(Severity::Info),
            Verdict::Pass | Verdict::NotAssessable => {}
        }
        let row = relations::Row::of(relation, &rows, file);
        match format {
            LinesFormat::Jsonl => part.line(&row)?,
            LinesFormat::Text => part.write(format!("{}\n", row.text()).as_bytes())?,
        }
    }
    Ok(())
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

    fn join(&mut self, other: &Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
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

fn known<'c>(codes: impl Iterator<Item = &'c String>) -> Result<(), Error> {
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
