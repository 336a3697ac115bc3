//! `huibao fill`: values into slots.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{
    Exit, Failure, In,
    args::{ExportFormat, Fill},
    batch::{Batch, Part},
    input::{self, Input},
    output::{Output, Results},
    render::{as_text, export},
    series,
    show::{self, Screen},
};
use crate::{
    check,
    diagnostic::Diagnostic,
    error::{Error, ErrorKind},
    fill,
    inline::{InlineKind, Scope},
    json::{self, Form},
    message::{Lang, Message},
    place::LineIndex,
    relation::{self, Verdict},
    report::Report,
    row::Row,
    slots,
    span::Span,
    value::Scaling,
    values::{self, Entry, Problem},
    write,
};

pub(super) fn run(args: &Fill, lang: Lang) -> Result<Exit, Failure> {
    let none = args.values.is_none() && args.rows.is_none() && args.set.is_empty() && !args.renumber;
    if none {
        let help = Message::new("cli-no-values-help");
        let error = Error::new(ErrorKind::Value, Message::new("cli-no-values"));
        return Err(error.help(help).into());
    }
    let set = args.set.iter().map(|set| Entry::set(set)).collect::<Result<Vec<Entry>, Error>>()?;
    let options = args.reading.options()?;
    let mut output = if args.dry_run { Some(Output::open(None)?) } else { None };
    let exit = if args.rows.is_some() || args.values.as_deref().is_some_and(Path::is_dir) {
        series::run(args, &set, &options, output.as_mut(), lang)?
    } else {
        let mut entries = match &args.values {
            Some(path) => values::read(&input::bytes(path)?).within(path)?,
            None => Vec::new(),
        };
        entries.extend(set);
        let folder = args.output_dir.as_deref();
        let batch = Batch::of(&args.files, folder, lang)?;
        let results = Results::apart(args.output.as_deref(), folder, &batch.files, named)?;
        let filling = Filling { args, many: batch.is_many(), lang };
        let source = args.values.as_deref();
        batch.each(output.as_mut(), |found, part| {
            let input = input::load(found, &options)?;
            let blank = Blank::of(&input);
            let shape = Shape::of(args.output.as_deref(), folder, &input);
            filling.fill(&blank, input, &entries, source, part, |input, edits, part| {
                put(input, shape, edits, &results, part.index, lang)
            })
        })?
    };
    Ok(match output {
        Some(output) => output.close(exit)?,
        None => exit,
    })
}

/// A report before anything is filled: its slots, and the relations that fail already.
pub(super) struct Blank {
    name: String,
    pub(super) rows: Vec<Row>,
    failing: Vec<Diagnostic>,
}

impl Blank {
    pub(super) fn of(input: &Input) -> Self {
        let rows = slots::rows(&input.report, Scope::All);
        Self { name: input.name.clone(), failing: failures(&input.report, &rows), rows }
    }
}

/// How a report is filled.
pub(super) struct Filling<'a> {
    pub(super) args: &'a Fill,
    /// Whether what is left is told in one line, with the name: there are many.
    pub(super) many: bool,
    pub(super) lang: Lang,
}

impl Filling<'_> {
    /// Fills a report with values of the file `source` and hands it to `put`, unless it is not to be written.
    pub(super) fn fill(
        &self,
        blank: &Blank,
        mut input: Input,
        entries: &[Entry],
        source: Option<&Path>,
        part: &mut Part<'_>,
        put: impl FnOnce(&mut Input, &[(Span, &str)], &mut Part<'_>) -> Result<(), Error>,
    ) -> Result<Exit, Failure> {
        let (args, rows, lang) = (self.args, &blank.rows, self.lang);
        let scaling = if args.convert { Scaling::Convert } else { Scaling::Refuse };
        let mut resolved = match values::resolve(rows, entries, scaling) {
            Ok(resolved) => resolved,
            Err(problems) => {
                for problem in &problems {
                    // What has no row is from JSON, unless it was set.
                    let source = source.filter(|_| problem.row > 0 || args.set.is_empty());
                    let file = match source {
                        Some(source) if problem.row > 0 => format!("{}:{}", source.display(), problem.row),
                        Some(source) => source.display().to_string(),
                        None => blank.name.clone(),
                    };
                    let shown = refusal(problem, rows, source, &blank.name, lang);
                    part.complain(shown, file, &problem.why.message, Some(&problem.why.help));
                }
                return Ok(Exit::Bad);
            }
        };
        if args.renumber {
            numbered(rows, &mut resolved);
        }
        notes(rows, &resolved, part, lang);
        if args.dry_run {
            part.write(changes(rows, &resolved, lang).as_bytes())?;
        }
        fill::fill(&mut input.report, Scope::All, &resolved);
        let filled = slots::rows(&input.report, Scope::All);
        let mut broken = failures(&input.report, &filled);
        broken.retain(|failure| !blank.failing.iter().any(|before| before.relation == failure.relation));
        explain(&broken, &input, part, lang);
        let left: Vec<&Row> = fill::leftovers(&filled).filter(|row| !row.frame).collect();
        let filled = Message::new("cli-filled").with("count", resolved.len()).with("left", left.len()).text(lang);
        if self.many {
            part.say(show::safe(&format!("{}: {filled}", input.name)));
        } else {
            part.say(filled);
            summarise(&left, part, lang);
        }
        let needed = |row: &&Row| row.kind != InlineKind::Redaction || row.required;
        if args.strict && !broken.is_empty() {
            let refused = Message::new("cli-broken").with("count", broken.len()).text(lang);
            part.say(format!("{}: {refused}", Message::new("label-error").text(lang)));
        }
        if args.strict && (!broken.is_empty() || left.iter().any(needed)) {
            return Ok(Exit::Found);
        }
        if !args.dry_run {
            let edits: Vec<_> = resolved.iter().map(|(slot, value)| (rows[*slot].span, value.text.as_str())).collect();
            put(&mut input, &edits, part)?;
        }
        Ok(Exit::Done)
    }
}

/// The relations of a report that fail; `rows` are all its rows.
fn failures(report: &Report, rows: &[Row]) -> Vec<Diagnostic> {
    let failing = relation::relations(report, rows).into_iter().filter(|relation| relation.verdict == Verdict::Fail);
    failing.filter_map(|relation| check::disagreement(&relation, rows)).collect()
}

/// What the values broke.
fn explain(broken: &[Diagnostic], input: &Input, part: &mut Part<'_>, lang: Lang) {
    if broken.is_empty() {
        return;
    }
    let text = write::print(&input.report);
    let index = LineIndex::new(&text);
    for diagnostic in broken {
        part.say(show::diagnostic(diagnostic, &input.name, &index, Screen::of(&std::io::stderr()), lang));
    }
}

/// What a report that was changed is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Json,
    /// The Word file that was read, changed in place.
    Word,
    /// A document that is made of the report.
    Export(ExportFormat),
}

impl Shape {
    /// Text in, text out; JSON in, JSON out; unless the output's name says otherwise. A Word file is one in a folder of
    /// results, and under a name that says so; on the screen it is its text.
    pub(super) fn of(output: Option<&Path>, folder: Option<&Path>, input: &Input) -> Self {
        match output.and_then(input::extension).as_deref() {
            Some(input::JSON) => Self::Json,
            Some(extension) if input::TEXTS.contains(&extension) => Self::Text,
            Some(input::WORD) if input.word.is_some() => Self::Word,
            Some(input::WORD) => Self::Export(ExportFormat::Docx),
            Some(_) if ExportFormat::of(None, output) == ExportFormat::Html => Self::Export(ExportFormat::Html),
            _ if folder.is_some() && input.word.is_some() => Self::Word,
            _ if input.json => Self::Json,
            _ => Self::Text,
        }
    }
}

/// The name of a result in a folder: a Word file stays one, what other containers hold becomes text.
fn named(below: &Path) -> PathBuf {
    match input::extension(below).as_deref() {
        Some(input::JSON) => below.to_owned(),
        Some(extension) if input::WORDS.contains(&extension) => below.with_extension(input::WORD),
        _ => as_text(below),
    }
}

/// Writes a report that was changed; `edits` are the places in the text that was read, and what stands there now.
pub(super) fn put(
    input: &mut Input,
    shape: Shape,
    edits: &[(Span, &str)],
    results: &Results<'_>,
    index: usize,
    lang: Lang,
) -> Result<(), Error> {
    let bytes = match shape {
        Shape::Json => {
            return results.put(index, &input.found, |mut out| {
                json::to_writer(&input.report, Form::Lines, Scope::Slots, &mut out)
            });
        }
        Shape::Text => write::write(&input.report)?,
        Shape::Export(format) => export(&input.report, format, lang)?,
        Shape::Word => input.word.as_mut().map_or_else(|| Ok(Vec::new()), |word| word.edited(edits))?,
    };
    results.put(index, &input.found, |out| out.write_all(&bytes))
}

/// What is remarkable about the values, though they are taken.
fn notes(rows: &[Row], resolved: &values::Resolved, part: &mut Part<'_>, lang: Lang) {
    let label = Message::new("label-info").text(lang);
    for (slot, accepted) in resolved {
        let row = &rows[*slot];
        for note in &accepted.notes {
            let note = show::safe(&note.text(lang));
            part.say(format!("{label}: {}:{} {note}", row.line, row.column));
        }
    }
}

/// Each change on a line: place, id, the words around, the new text.
fn changes(rows: &[Row], resolved: &values::Resolved, lang: Lang) -> String {
    let line = |(slot, accepted): &(usize, crate::value::Accepted)| {
        let row = &rows[*slot];
        let change = Message::new("cli-change")
            .with("place", format!("{}:{}", row.line, row.column))
            .with("id", &row.id)
            .with("old", super::slots::around(row))
            .with("new", &accepted.text);
        show::safe(&change.text(lang)) + "\n"
    };
    resolved.iter().map(line).collect()
}

/// Masked list numbers that have no value get their place in their list.
fn numbered(rows: &[Row], resolved: &mut values::Resolved) {
    let mut count: BTreeMap<&str, u64> = BTreeMap::new();
    for (slot, row) in rows.iter().enumerate().filter(|(_, row)| row.because == "marker" && row.value.is_none()) {
        let next = count.entry(&row.path).or_default();
        *next += 1;
        if resolved.iter().any(|(given, _)| *given == slot) {
            continue;
        }
        let number = next.to_string();
        resolved.push((
            slot,
            crate::value::Accepted {
                text: number.clone(),
                value: crate::row::Value::Number(number),
                notes: Vec::new(),
            },
        ));
    }
    resolved.sort_by_key(|(slot, _)| *slot);
}

/// One refused value: where it was given, the slot and its words, what to write.
fn refusal(problem: &Problem, rows: &[Row], source: Option<&Path>, file: &str, lang: Lang) -> String {
    let text = |key| Message::new(key).text(lang);
    let at = match source {
        Some(source) if problem.row > 0 => {
            let row = Message::new("cli-row").with("row", problem.row).text(lang);
            format!("{} {row}: ", source.display())
        }
        Some(source) => format!("{}: ", source.display()),
        None => String::new(),
    };
    let why = problem.why.message.text(lang);
    let mut lines = vec![format!("{}: {at}{why}", text("label-error"))];
    if let Some(row) = problem.slot.map(|slot| &rows[slot]) {
        let words = super::slots::around(row);
        lines.push(format!("  {file}:{}:{} {} {words}", row.line, row.column, row.id));
    }
    let help = problem.why.help.text(lang);
    lines.push(format!("  {}: {help}", text("label-help")));
    let lines: Vec<String> = lines.iter().map(|line| show::safe(line)).collect();
    lines.join("\n")
}

/// What is left, by section and kind.
fn summarise(left: &[&Row], part: &mut Part<'_>, lang: Lang) {
    let mut groups: Vec<(&str, &str, usize)> = Vec::new();
    for row in left {
        let section = row.section.as_str();
        let kind = row.kind.key();
        match groups.iter_mut().rev().take(12).find(|(s, k, _)| *s == section && *k == kind) {
            Some((_, _, count)) => *count += 1,
            None => groups.push((section, kind, 1)),
        }
    }
    for (section, kind, count) in groups {
        let kind = show::padded(&Message::new(kind).text(lang), 10);
        part.say(format!("  {kind} {count:>4}  {}", show::cut(section, 60)));
    }
}
