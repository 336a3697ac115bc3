//! `huibao extract`: values back out of filled reports.

use serde::{Serialize, Serializer};
use unicode_width::UnicodeWidthStr;

use super::{
    Exit, Failure, In,
    args::{Extract, Heading, RowsFormat},
    batch::{Batch, Part},
    input::{self, Found},
    output::Output,
    show,
    slots::{ID, KIND, PLACE},
};
use crate::{
    error::{Error, ErrorKind},
    extract::{
        Extraction, Template,
        found::{COLUMNS as EXTRACTED_COLUMNS, Change, ChangeKind, Confidence, Extracted, Stretch},
    },
    message::{Lang, Message},
    row::{self, Row, Value},
    sheet,
};

/// How wide the column of confidences is.
const HOW: usize = 11;
/// How many changes of a report are told.
const CHANGES: usize = 40;
/// How many columns the words of a change have.
const WORDS: usize = 24;

pub(super) fn run(args: &Extract, lang: Lang) -> Result<Exit, Failure> {
    let options = args.reading.options()?;
    let template = input::load(&Found::named(&args.template), &options).within(&args.template)?;
    let template = Template::of(&template.report);
    let batch = Batch::of(&args.files, None, lang)?;
    let mut output = Output::open(args.output.as_deref())?;
    let format = match RowsFormat::of(args.format, args.json, args.output.as_deref()) {
        RowsFormat::Text if args.wide.is_some() => RowsFormat::Csv,
        format => format,
    };
    let headings = args.wide.map(|heading| headings(template.slots(), heading));
    // A workbook is made of the whole table.
    let mut whole = (format == RowsFormat::Xlsx).then(Output::memory);
    let to = whole.as_mut().unwrap_or(&mut output);
    match &headings {
        _ if !matches!(format, RowsFormat::Csv | RowsFormat::Xlsx) => {}
        None => to.write(&csv([EXTRACTED_COLUMNS])?)?,
        Some(headings) => to.write(&csv([std::iter::once(FILE).chain(headings.iter().map(String::as_str))])?)?,
    }
    let exit = batch.each(Some(to), |found, part| {
        let input = input::load(found, &options)?;
        let mut found = template.extract(&input.report);
        found.values.iter_mut().for_each(|row| row.file.clone_from(&input.name));
        tell(&found, &input.name, part, lang);
        let settled = found.values.iter().all(|row| row.confidence.is_settled());
        match (format, &headings) {
            (RowsFormat::Jsonl, Some(headings)) => {
                part.line(&Flat { file: &input.name, headings, values: &found.values })?;
            }
            (_, Some(_)) => {
                let cells = found.values.iter().map(|row| row.value.as_ref().map(Value::to_string).unwrap_or_default());
                part.write(&csv([std::iter::once(input.name.clone()).chain(cells)])?)?;
            }
            (RowsFormat::Jsonl, None) => found.values.iter().try_for_each(|row| part.line(row))?,
            (RowsFormat::Csv | RowsFormat::Xlsx, None) => {
                part.write(&csv(found.values.iter().map(Extracted::cells))?)?
            }
            (RowsFormat::Text, None) => {
                if batch.is_many() {
                    part.write(format!("{}\n", show::safe(&input.name)).as_bytes())?;
                }
                part.write(table(&found.values, lang).as_bytes())?;
            }
        }
        Ok(if args.strict && !settled { Exit::Found } else { Exit::Done })
    })?;
    if let Some(whole) = whole {
        // The values of a wide table stand under their slots' names.
        let is_number = |column: &str| if headings.is_some() { column != FILE } else { row::is_number(column) };
        output.write(&sheet::tabular(&whole.into_bytes(), is_number)?)?;
    }
    Ok(output.close(exit)?)
}

/// The first column of a wide table.
const FILE: &str = "file";

/// The other columns: a slot's name, or its id where another column has that name.
fn headings(slots: &[Row], heading: Heading) -> Vec<String> {
    let mut taken = std::collections::HashSet::from([FILE.to_owned()]);
    let mut named = |row: &Row| {
        let name = Some(&row.name).filter(|name| heading == Heading::Name && !taken.contains(*name));
        let name = name.unwrap_or(&row.id).clone();
        taken.insert(name.clone());
        name
    };
    slots.iter().map(&mut named).collect()
}

/// A report's values by heading; null where there is none.
struct Flat<'r> {
    file: &'r str,
    headings: &'r [String],
    values: &'r [Extracted],
}

impl Serialize for Flat<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let file = Some(Value::Text(self.file.to_owned()));
        let cells = self.headings.iter().map(String::as_str).zip(self.values.iter().map(|row| &row.value));
        serializer.collect_map(std::iter::once((FILE, &file)).chain(cells))
    }
}

/// Records of a CSV; its header is one of them.
fn csv<C: AsRef<[u8]>, R: IntoIterator<Item = C>>(records: impl IntoIterator<Item = R>) -> Result<Vec<u8>, Error> {
    let failed = |e: &dyn std::fmt::Display| Error::new(ErrorKind::Io, Message::new("value-write").with("error", e));
    let mut writer = csv::Writer::from_writer(Vec::new());
    records.into_iter().try_for_each(|record| writer.write_record(record)).map_err(|e| failed(&e))?;
    writer.into_inner().map_err(|e| failed(&e))
}

/// id, place in the report, kind, confidence, the words around.
fn table(values: &[Extracted], lang: Lang) -> String {
    let text = |key| Message::new(key).text(lang);
    if values.is_empty() {
        return format!("{}\n", text("slots-none"));
    }
    let line = |id: &str, place: &str, kind: &str, how: &str, words: &str| {
        let head = [show::padded(id, ID), show::padded(place, PLACE), show::padded(kind, KIND), show::padded(how, HOW)]
            .concat();
        let left = show::COLUMNS.saturating_sub(head.width());
        format!("{head}{}\n", show::cut(words, left))
    };
    let mut out =
        line(&text("slots-head"), &text("slots-place"), &text("slots-kind"), &text("extract-how"), &text("slots-text"));
    for row in values {
        let place = match (row.line, row.column) {
            (Some(line), Some(column)) => format!("{line}:{column}"),
            _ => "-".to_owned(),
        };
        let how = text(confidence(row.confidence));
        out.push_str(&line(&row.id, &place, &text(row.kind.key()), &how, &words(row)));
    }
    out
}

/// The words around a value; what can stand there, where that is more than one thing.
fn words(row: &Extracted) -> String {
    if row.readings.is_empty() {
        row.evidence.clone()
    } else {
        format!("{}: {}", row.readings.join(" | "), row.evidence)
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Exact => "confidence-exact",
        Confidence::Moved => "confidence-moved",
        Confidence::Aligned => "confidence-aligned",
        Confidence::Open => "confidence-open",
        Confidence::Ambiguous => "confidence-ambiguous",
        Confidence::Unfit => "confidence-unfit",
        Confidence::Missing => "confidence-missing",
    }
}

/// What was changed besides the slots, and what came of them.
fn tell(found: &Extraction, file: &str, part: &mut Part<'_>, lang: Lang) {
    let label = Message::new("label-info").text(lang);
    for change in found.changes.iter().take(CHANGES) {
        let at = change.report.as_ref().map(|new| format!(":{}:{}", new.line, new.column)).unwrap_or_default();
        let change = told(change).text(lang);
        part.say(show::safe(&format!("{file}{at}: {label}: {change}")));
    }
    if let Some(count) = found.changes.len().checked_sub(CHANGES).filter(|count| *count > 0) {
        part.say(format!("{file}: {label}: {}", Message::new("extract-more").with("count", count).text(lang)));
    }
    let count = |wanted: &dyn Fn(Confidence) -> bool| found.values.iter().filter(|row| wanted(row.confidence)).count();
    let of = |confidence: Confidence| count(&|found| found == confidence);
    let counted = Message::new("extract-counted")
        .with("values", count(&|found| found < Confidence::Open))
        .with("open", of(Confidence::Open))
        .with("ambiguous", of(Confidence::Ambiguous))
        .with("unfit", of(Confidence::Unfit))
        .with("missing", of(Confidence::Missing));
    part.say(show::safe(&format!("{file}: {}", counted.text(lang))));
}

fn told(change: &Change) -> Message {
    let message = match change.kind {
        ChangeKind::Changed => Message::new("extract-changed"),
        ChangeKind::Moved => Message::new("extract-moved"),
        ChangeKind::Dropped => Message::new("extract-dropped"),
        ChangeKind::Added => Message::new("extract-added"),
    };
    let words = |words: &Option<Stretch>| words.as_ref().map(|words| show::cut(&words.text, WORDS)).unwrap_or_default();
    let due = change.template.as_ref().map(|old| format!("{}:{}", old.line, old.column)).unwrap_or_default();
    message.with("due", due).with("old", words(&change.template)).with("new", words(&change.report))
}
