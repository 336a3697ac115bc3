//! `huibao fill`: values into slots.

use std::{collections::BTreeMap, path::Path};

use super::{
    Exit, Failure, In,
    args::Fill,
    each,
    input::{self, Input},
    output::{self, Results},
    render::as_text,
    show::{self, Screen},
    slots::kind,
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
    value::Scaling,
    values::{self, Entry, Problem},
    write,
};

pub(super) fn run(args: &Fill, lang: Lang) -> Result<Exit, Failure> {
    if args.values.is_none() && args.set.is_empty() && !args.renumber {
        let help = Message::new("cli-no-values-help");
        let error = Error::new(ErrorKind::Value, Message::new("cli-no-values"));
        return Err(error.help(help).into());
    }
    let mut entries = match &args.values {
        Some(path) => values::read(&input::bytes(path)?).within(path)?,
        None => Vec::new(),
    };
    for set in &args.set {
        entries.push(Entry::set(set)?);
    }
    let options = args.reading.options()?;
    let files = input::expand(&args.files);
    let mut results = Results::apart(args.output.as_deref(), args.output_dir.as_deref(), &files)?;
    let exit = each(&files, lang, |found| {
        let mut input = input::load(found, &options)?;
        let rows = slots::rows(&input.report, Scope::All);
        let scaling = if args.convert { Scaling::Convert } else { Scaling::Refuse };
        let mut resolved = match values::resolve(&rows, &entries, scaling) {
            Ok(resolved) => resolved,
            Err(problems) => {
                for problem in &problems {
                    show::say(&refusal(problem, &rows, args.values.as_deref(), &input.name, lang));
                }
                return Ok(Exit::Bad);
            }
        };
        if args.renumber {
            numbered(&rows, &mut resolved);
        }
        notes(&rows, &resolved, lang);
        if args.dry_run {
            output::write(None, changes(&rows, &resolved, lang).as_bytes())?;
        }
        let before = failures(&input.report);
        fill::fill(&mut input.report, Scope::All, &resolved);
        let mut broken = failures(&input.report);
        broken.retain(|failure| !before.iter().any(|before| before.relation == failure.relation));
        explain(&broken, &input, lang);
        let filled = slots::rows(&input.report, Scope::Slots);
        let left: Vec<&Row> = fill::leftovers(&filled).filter(|row| !row.frame).collect();
        summarise(resolved.len(), &left, lang);
        let needed = |row: &&Row| row.kind != InlineKind::Redaction || row.required;
        if args.strict && !broken.is_empty() {
            let refused = Message::new("cli-broken").with("count", broken.len()).text(lang);
            show::say(&format!("{}: {refused}", Message::new("label-error").text(lang)));
        }
        if args.strict && (!broken.is_empty() || left.iter().any(needed)) {
            return Ok(Exit::Found);
        }
        if !args.dry_run {
            put(&input, is_json(args.output.as_deref(), &input), &mut results)?;
        }
        Ok(Exit::Done)
    });
    Ok(results.finish(exit)?)
}

/// The relations of a report that fail.
fn failures(report: &Report) -> Vec<Diagnostic> {
    let rows = slots::rows(report, Scope::All);
    let failing = relation::relations(report, &rows).into_iter().filter(|relation| relation.verdict == Verdict::Fail);
    failing.filter_map(|relation| check::disagreement(&relation, &rows)).collect()
}

/// What the values broke.
fn explain(broken: &[Diagnostic], input: &Input, lang: Lang) {
    if broken.is_empty() {
        return;
    }
    let text = write::print(&input.report);
    let index = LineIndex::new(&text);
    for diagnostic in broken {
        show::say(&show::diagnostic(diagnostic, &input.name, &index, Screen::of(&std::io::stderr()), lang));
    }
}

/// Text in, text out; JSON in, JSON out; unless the output's name says otherwise.
pub(super) fn is_json(output: Option<&Path>, input: &Input) -> bool {
    match output.and_then(input::extension).as_deref() {
        Some(input::JSON) => true,
        Some(extension) if input::TEXTS.contains(&extension) => false,
        _ => input.json,
    }
}

/// Writes a report that was changed.
pub(super) fn put(input: &Input, json: bool, results: &mut Results<'_>) -> Result<(), Error> {
    if json {
        return results
            .put(&input.found, Path::to_path_buf, |mut out| json::to_writer(&input.report, Form::Lines, &mut out));
    }
    let bytes = write::write(&input.report)?;
    // A page is not written back: its text is.
    let named = if input.json { Path::to_path_buf } else { as_text };
    results.put(&input.found, named, |out| out.write_all(&bytes))
}

/// What is remarkable about the values, though they are taken.
fn notes(rows: &[Row], resolved: &values::Resolved, lang: Lang) {
    let label = Message::new("label-info").text(lang);
    for (slot, accepted) in resolved {
        let row = &rows[*slot];
        for note in &accepted.notes {
            let note = show::safe(&note.text(lang));
            show::say(&format!("{label}: {}:{} {note}", row.line, row.column));
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
        _ => String::new(),
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

/// What was filled and what is left, by section and kind.
fn summarise(count: usize, left: &[&Row], lang: Lang) {
    show::say(&Message::new("cli-filled").with("count", count).with("left", left.len()).text(lang));
    let mut groups: Vec<(&str, &str, usize)> = Vec::new();
    for row in left {
        let section = row.section.as_str();
        let kind = kind(row);
        match groups.iter_mut().rev().take(12).find(|(s, k, _)| *s == section && *k == kind) {
            Some((_, _, count)) => *count += 1,
            None => groups.push((section, kind, 1)),
        }
    }
    for (section, kind, count) in groups {
        let kind = show::padded(&Message::new(kind).text(lang), 10);
        show::say(&format!("  {kind} {count:>4}  {}", show::cut(section, 60)));
    }
}
