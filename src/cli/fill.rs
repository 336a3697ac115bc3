//! `huibao fill`: values into slots.

use std::collections::BTreeMap;

use super::{Exit, Failure, In, args::Fill, input, output, show, slots::kind};
use crate::{
    error::{Error, ErrorKind},
    fill,
    inline::{InlineKind, Scope},
    json::{self, Form},
    message::{Lang, Message},
    row::Row,
    slots,
    value::Scaling,
    values::{self, Entry, Problem},
    write,
};

pub(super) fn run(args: &Fill, lang: Lang) -> Result<Exit, Failure> {
    let mut input = input::load(&args.file, &args.reading.options()?).within(&args.file)?;
    let mut entries = Vec::new();
    if let Some(path) = &args.values {
        entries = values::read(&input::bytes(path)?).within(path)?;
    }
    for set in &args.set {
        entries.push(Entry::set(set)?);
    }
    if args.values.is_none() && args.set.is_empty() && !args.renumber {
        return Err(Error::new(ErrorKind::Value, Message::new("cli-no-values"))
            .help(Message::new("cli-no-values-help"))
            .into());
    }
    let rows = slots::rows(&input.report, Scope::All);
    let scaling = if args.convert {
        Scaling::Convert
    } else {
        Scaling::Refuse
    };
    let mut resolved = match values::resolve(&rows, &entries, scaling) {
        Ok(resolved) => resolved,
        Err(problems) => {
            let source = args.values.as_ref().map(|path| path.display().to_string());
            for problem in &problems {
                refused(
                    problem,
                    &rows,
                    source.as_deref(),
                    &args.file.display().to_string(),
                    lang,
                );
            }
            return Ok(Exit::Bad);
        }
    };
    if args.renumber {
        numbered(&rows, &mut resolved);
    }
    for (slot, accepted) in &resolved {
        let row = &rows[*slot];
        for note in &accepted.notes {
            show::say(&format!(
                "{}: {}:{} {}",
                Message::new("label-info").text(lang),
                row.line,
                row.column,
                note.text(lang)
            ));
        }
        if args.dry_run {
            let place = format!("{}:{}", row.line, row.column);
            let change = Message::new("cli-change")
                .with("place", place)
                .with("id", &row.id)
                .with("old", super::slots::around(row));
            println!("{}", change.with("new", &accepted.text).text(lang));
        }
    }
    fill::fill(&mut input.report, Scope::All, &resolved);
    let filled = slots::rows(&input.report, Scope::Slots);
    let left: Vec<&Row> = fill::leftovers(&filled).filter(|row| !row.frame).collect();
    let needed = left
        .iter()
        .filter(|row| row.kind != InlineKind::Redaction || row.required)
        .count();
    summarise(resolved.len(), &left, lang);
    if args.strict && needed > 0 {
        return Ok(Exit::Found);
    }
    if args.dry_run {
        return Ok(Exit::Done);
    }
    let bytes = if input.json {
        let mut bytes = Vec::new();
        json::to_writer(&input.report, Form::Lines, &mut bytes)
            .map_err(|e| output::failed("json", &e))?;
        bytes
    } else {
        write::write(&input.report).within(&args.file)?
    };
    output::write(args.output.as_deref(), &bytes)?;
    Ok(Exit::Done)
}

/// Masked list numbers that have no value get their place in their list.
fn numbered(rows: &[Row], resolved: &mut values::Resolved) {
    let mut count: BTreeMap<&str, u64> = BTreeMap::new();
    for (slot, row) in rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.because == "marker" && row.value.is_none())
    {
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
fn refused(problem: &Problem, rows: &[Row], source: Option<&str>, file: &str, lang: Lang) {
    let text = |message: &Message| message.text(lang);
    let at = match (source, problem.row) {
        (Some(source), row) if row > 0 => format!(
            "{source} {}: ",
            Message::new("cli-row").with("row", row).text(lang)
        ),
        _ => String::new(),
    };
    show::say(&format!(
        "{}: {at}{}",
        Message::new("label-error").text(lang),
        text(&problem.why.message)
    ));
    if let Some(row) = problem.slot.map(|slot| &rows[slot]) {
        show::say(&format!(
            "  {file}:{}:{} {} {}",
            row.line,
            row.column,
            row.id,
            super::slots::around(row)
        ));
    }
    show::say(&format!(
        "  {}: {}",
        Message::new("label-help").text(lang),
        text(&problem.why.help)
    ));
}

/// What was filled and what is left, by section and kind.
fn summarise(count: usize, left: &[&Row], lang: Lang) {
    show::say(
        &Message::new("cli-filled")
            .with("count", count)
            .with("left", left.len())
            .text(lang),
    );
    let mut groups: Vec<(&str, &str, usize)> = Vec::new();
    for row in left {
        let section = row.section.as_str();
        let kind = kind(row);
        match groups
            .iter_mut()
            .rev()
            .take(12)
            .find(|(s, k, _)| *s == section && *k == kind)
        {
            Some((_, _, count)) => *count += 1,
            None => groups.push((section, kind, 1)),
        }
    }
    for (section, kind, count) in groups {
        let kind = show::padded(&Message::new(kind).text(lang), 10);
        show::say(&format!("  {kind} {count:>4}  {}", show::cut(section, 60)));
    }
}
