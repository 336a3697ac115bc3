//! What came out of a report: a row a slot, and what else was changed.

use std::{borrow::Cow, collections::HashMap, io};

use serde::{Serialize, Serializer};

use crate::{
    error::{Error, ErrorKind},
    inline::InlineKind,
    message::Message,
    place::LineIndex,
    row::{Excerpt, Row, Value},
    span::Span,
    value::{self, Scaling},
};

use super::{Extraction, pattern::Standing};

/// How many characters are shown on either side of a value, and of what is near.
const AROUND: usize = 10;
/// How many characters are told of a reading: of two there is the end to be seen of neither, where they are longer.
const READING: usize = 200;
/// How many changes of a line are told beside a value.
const TOLERATED: usize = 3;

/// The columns of what was extracted, in order: the keys of its JSON and the header of its CSV.
pub const COLUMNS: [&str; 21] = [
    "file",
    "id",
    "name",
    "kind",
    "text",
    "value",
    "unit",
    "scale",
    "approximator",
    "limit",
    "label",
    "path",
    "section",
    "line",
    "column",
    "span",
    "chars",
    "confidence",
    "readings",
    "evidence",
    "tolerated",
];

/// How sure it is that a value stands in the place of its slot. The first three have one, the others have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// The line reads as the template's, and stands where it was due.
    Exact,
    /// The line reads as the template's and stands elsewhere; or its clause does, which stands once in the template.
    Moved,
    /// The line was edited; the words either side of the value are the template's.
    Aligned,
    /// The mask is still there: nothing was filled in.
    Open,
    /// Several readings are possible: slots that touch, slots parted by a word that stands in them, lines that read alike
    /// and of which one was added or dropped.
    Ambiguous,
    /// The words either side are found; what stands between them is nothing that the slot takes.
    Unfit,
    /// The words either side are not found.
    Missing,
}

impl Confidence {
    /// Every confidence, the surest first.
    pub const ALL: [Self; 7] =
        [Self::Exact, Self::Moved, Self::Aligned, Self::Open, Self::Ambiguous, Self::Unfit, Self::Missing];

    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Moved => "moved",
            Self::Aligned => "aligned",
            Self::Open => "open",
            Self::Ambiguous => "ambiguous",
            Self::Unfit => "unfit",
            Self::Missing => "missing",
        }
    }

    /// Whether it is known what stands there, be it the mask.
    pub fn is_settled(self) -> bool {
        self <= Self::Open
    }
}

/// What stands in the place of a slot. Serialised with the keys of [`COLUMNS`], in that order. What is said about the slot
/// is the template's; the place is the report's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Extracted {
    /// The report, as named by the caller.
    pub file: String,
    /// The slot's id.
    pub id: String,
    /// Its readable name.
    pub name: String,
    /// What it stands for.
    #[serde(serialize_with = "kind")]
    pub kind: InlineKind,
    /// What stands between the words either side, as it is printed; none where that is not known.
    pub text: Option<String>,
    /// The value: what filling was given.
    pub value: Option<Value>,
    /// Unit or measure word.
    pub unit: Option<String>,
    /// 万, 亿 …
    pub scale: Option<String>,
    /// 近, 余 …
    pub approximator: Option<String>,
    /// 以上, 左右 …
    pub limit: Option<String>,
    /// What it counts.
    pub label: Option<String>,
    /// The markers of the template's sections from the outermost inwards.
    pub path: String,
    /// The same in words.
    pub section: String,
    /// Line of the value in the report, from 1.
    pub line: Option<usize>,
    /// Its column, from 1, in Unicode scalar values.
    pub column: Option<usize>,
    /// Its bytes in the decoded text.
    #[serde(serialize_with = "pair")]
    pub span: Option<Span>,
    /// The same in Unicode scalar values.
    #[serde(serialize_with = "pair")]
    pub chars: Option<Span>,
    /// How sure it is.
    #[serde(serialize_with = "confidence")]
    pub confidence: Confidence,
    /// What can stand there, where that is more than one: the earliest reading and the latest.
    pub readings: Vec<String>,
    /// The words either side, 【】 around what stands between; what stands where the slot was due, where it is missing.
    pub evidence: String,
    /// Words of the line that were changed, as `old -> new`, and the value's where filling would print it otherwise.
    pub tolerated: Vec<String>,

    /// Where the slot stands in the template: line and column.
    #[serde(skip)]
    pub due: (usize, usize),
}

/// What differs from the template, slots apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was done.
    pub kind: ChangeKind,
    /// The words in the template; none where they were added.
    pub template: Option<Stretch>,
    /// The words in the report; none where they were dropped.
    pub report: Option<Stretch>,
}

/// What was done to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// Words of a line were changed.
    Changed,
    /// A line stands elsewhere.
    Moved,
    /// A line is not there.
    Dropped,
    /// A line is new.
    Added,
}

/// Some words of a line and their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
    /// Bytes of the decoded text.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// Makes rows of what is found.
pub(super) struct Finder<'t> {
    template: &'t str,
    due: LineIndex<'t>,
    rows: &'t [Row],
    text: &'t str,
    places: LineIndex<'t>,
    out: Extraction,
}

impl<'t> Finder<'t> {
    pub(super) fn new(template: &'t str, rows: &'t [Row], text: &'t str) -> Self {
        let (due, places) = (LineIndex::new(template), LineIndex::new(text));
        Self { template, due, rows, text, places, out: Extraction::default() }
    }

    pub(super) fn finish(self) -> Extraction {
        self.out
    }

    /// One reading has a value, several have none.
    pub(super) fn standing(&mut self, slot: usize, standing: Standing, confidence: Confidence) {
        match standing {
            Standing::One(span) => self.value(slot, span, confidence),
            Standing::Several(..) => self.doubtful(slot, &[standing]),
        }
    }

    /// What stands in a line that was edited.
    pub(super) fn aligned(&mut self, slot: usize, standing: Standing, changes: &[(Span, Span)]) {
        self.standing(slot, standing, Confidence::Aligned);
        let told = changes.iter().take(TOLERATED).map(|(ours, theirs)| {
            let (ours, theirs) = (&self.template[ours.range()], &self.text[theirs.range()]);
            format!("{} -> {}", head(ours, AROUND), head(theirs, AROUND))
        });
        let told: Vec<String> = told.collect();
        if let Some(row) = self.out.values.last_mut() {
            row.tolerated.extend(told);
        }
    }

    /// A slot that several readings give a value, or one that need not be: it has none, unless all give the same.
    pub(super) fn doubtful(&mut self, slot: usize, standings: &[Standing]) {
        let several = self.several(slot, standings);
        self.out.values.push(several);
    }

    fn several(&self, slot: usize, standings: &[Standing]) -> Extracted {
        let ends = |standing: &Standing| match *standing {
            Standing::One(span) => [span, span],
            Standing::Several(first, last) => [first, last],
        };
        let (Some(own), Some(other)) = (standings.first(), standings.last()) else { return self.nowhere(slot, None) };
        let ([first, _], [_, last]) = (ends(own), ends(other));
        let text = |span: Span| head(&self.text[span.range()], READING);
        let mut told = vec![text(first), text(last)];
        let one = |standing: &Standing| matches!(standing, Standing::One(_));
        if standings.iter().all(one) {
            told.dedup();
            if told.len() == 1 && standings.len() > 1 {
                return self.valued(slot, first, Confidence::Exact);
            }
        }
        // Readings of one line are shown together, those of several lines by the first.
        let same_line = standings.len() == 1;
        let all = Span { start: first.start.min(last.start), end: first.end.max(last.end) };
        let near = if same_line { all } else { first };
        let evidence = around(self.text, near);
        let row = self.row(slot, Some(near));
        Extracted { confidence: Confidence::Ambiguous, readings: told, evidence, ..row }
    }

    /// What stands between the right words and is no value.
    pub(super) fn unfit(&mut self, slot: usize, span: Span) {
        self.value(slot, span, Confidence::Unfit);
    }

    /// A slot whose words are not found, and what stands where it was due.
    pub(super) fn missing(&mut self, slot: usize, near: Option<Span>) {
        let missing = self.nowhere(slot, near);
        self.out.values.push(missing);
    }

    fn nowhere(&self, slot: usize, near: Option<Span>) -> Extracted {
        let evidence = near.map(|near| around(self.text, near)).unwrap_or_default();
        Extracted { confidence: Confidence::Missing, evidence, ..self.row(slot, None) }
    }

    /// Holds what is known by pieces of words against what whole clauses say. Where `find` finds the clause of a slot that
    /// is missing or was aligned in one place, that is the slot's, and what stands there is no other's; where it stands
    /// twice in one line it is not known which is meant.
    pub(super) fn elsewhere(&mut self, find: impl FnOnce(&[usize]) -> HashMap<usize, Vec<Span>>) {
        let values = &self.out.values;
        let is_open = |slot: &usize| matches!(values[*slot].confidence, Confidence::Missing | Confidence::Aligned);
        let open: Vec<usize> = (0..values.len()).filter(is_open).collect();
        if open.is_empty() {
            return;
        }
        let found = find(&open);
        let single = |spans: &Vec<Span>| if let [span] = spans[..] { Some(span) } else { None };
        let owners: HashMap<Span, usize> =
            found.iter().filter_map(|(slot, spans)| Some((single(spans)?, *slot))).collect();
        for slot in open {
            let known = self.out.values[slot].span;
            let other = |span: &Span| known != Some(*span);
            match (found.get(&slot).map(Vec::as_slice), known) {
                (Some([span]), _) if other(span) => {
                    self.out.values[slot] = self.valued(slot, *span, Confidence::Moved);
                }
                (Some([one, two]), Some(_)) if self.in_one_line(*one, *two) => {
                    self.out.values[slot] = self.several(slot, &[*one, *two].map(Standing::One));
                }
                (_, Some(known)) if owners.get(&known).is_some_and(|owner| *owner != slot) => {
                    self.out.values[slot] = self.nowhere(slot, Some(known));
                }
                _ => {}
            }
        }
    }

    fn in_one_line(&self, one: Span, other: Span) -> bool {
        let between = self.text.get(one.end as usize..other.start as usize);
        between.is_some_and(|between| !between.contains(['\n', '\r']))
    }

    fn value(&mut self, slot: usize, span: Span, confidence: Confidence) {
        let value = self.valued(slot, span, confidence);
        self.out.values.push(value);
    }

    fn valued(&self, slot: usize, span: Span, confidence: Confidence) -> Extracted {
        let (row, text) = (&self.rows[slot], &self.text[span.range()]);
        let own = Some(text.to_owned());
        let evidence = around(self.text, span);
        let mut out = Extracted { confidence, text: own, evidence, ..self.row(slot, Some(span)) };
        let scaling = if confidence == Confidence::Aligned { Scaling::Convert } else { Scaling::Refuse };
        match value::accept(row, &entry(row, text, &self.text[span.end as usize..]), scaling) {
            _ if text == row.text => out.confidence = Confidence::Open,
            Ok(accepted) => {
                if accepted.text != text {
                    out.tolerated.push(format!("{text} -> {}", accepted.text));
                }
                out.value = Some(accepted.value);
            }
            Err(_) => out.confidence = Confidence::Unfit,
        }
        out
    }

    /// The row of a slot whose value stands at `span` of the report.
    fn row(&self, slot: usize, span: Option<Span>) -> Extracted {
        let row = &self.rows[slot];
        let place = span.map(|span| self.places.place(span.start as usize));
        let chars = |byte: u32| self.places.chars(byte as usize);
        Extracted {
            file: String::new(),
            id: row.id.clone(),
            name: row.name.clone(),
            kind: row.kind,
            text: None,
            value: None,
            unit: row.unit.clone(),
            scale: row.scale.clone(),
            approximator: row.approximator.clone(),
            limit: row.limit.clone(),
            label: row.label.clone(),
            path: row.path.clone(),
            section: row.section.clone(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            span,
            chars: span.map(|span| Span::new(chars(span.start), chars(span.end))),
            confidence: Confidence::Missing,
            readings: Vec::new(),
            evidence: String::new(),
            tolerated: Vec::new(),
            due: (row.line, row.column),
        }
    }

    pub(super) fn changed(&mut self, ours: Span, theirs: Span) {
        self.change(ChangeKind::Changed, Some(ours), Some(theirs));
    }

    pub(super) fn moved(&mut self, ours: Span, theirs: Span) {
        self.change(ChangeKind::Moved, Some(ours), Some(theirs));
    }

    /// A line of the template that is not there; a blank one is nothing.
    pub(super) fn dropped(&mut self, ours: Span) {
        if !self.template[ours.range()].trim().is_empty() {
            self.change(ChangeKind::Dropped, Some(ours), None);
        }
    }

    pub(super) fn added(&mut self, theirs: Span) {
        self.change(ChangeKind::Added, None, Some(theirs));
    }

    fn change(&mut self, kind: ChangeKind, ours: Option<Span>, theirs: Option<Span>) {
        let template = ours.map(|span| stretch(self.template, &self.due, span));
        let report = theirs.map(|span| stretch(self.text, &self.places, span));
        self.out.changes.push(Change { kind, template, report });
    }
}

fn stretch(text: &str, index: &LineIndex<'_>, span: Span) -> Stretch {
    let (line, column) = index.place(span.start as usize);
    Stretch { line, column, span, text: text[span.range()].to_owned() }
}

/// What a value says in full: 1.2亿元, where another scale stands than the slot prints, or none, and `after` is what
/// follows. A scale that the head of a column gives is printed nowhere.
pub(super) fn entry<'t>(row: &Row, text: &'t str, after: &str) -> Cow<'t, str> {
    let after = after.strip_prefix(row.remainder.as_str()).unwrap_or(after);
    let printed = row.scale.as_deref().filter(|scale| row.tail().contains(*scale));
    let own = printed.is_none_or(|scale| after.starts_with(scale));
    match row.unit.as_deref().filter(|_| !own) {
        Some(unit) => Cow::Owned([text, unit].concat()),
        None => Cow::Borrowed(text),
    }
}

/// The words either side of a stretch, in its line.
fn around(text: &str, span: Span) -> String {
    let window = |byte: usize, forward: &mut dyn Iterator<Item = (usize, char)>| {
        forward.take(AROUND).take_while(|(_, c)| !matches!(c, '\n' | '\r')).last().map_or(byte, |(at, _)| at)
    };
    let (start, end) = (span.start as usize, span.end as usize);
    let from = window(start, &mut text[..start].char_indices().rev());
    let mut ahead = text[end..].char_indices().map(|(at, c)| (end + at + c.len_utf8(), c));
    let to = window(end, &mut ahead);
    Excerpt {
        before: text[from..start].to_owned(),
        run: head(&text[start..end], 2 * AROUND),
        after: text[end..to].to_owned(),
    }
    .to_string()
}

/// The first characters of words.
fn head(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => text[..end].to_owned() + "...",
        None => text.to_owned(),
    }
}

impl Extracted {
    /// The cells of the CSV, in the order of [`COLUMNS`]; spans as `start..end`, nothing for what is absent.
    pub(crate) fn cells(&self) -> [String; COLUMNS.len()] {
        let own = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
        let range = |span: Option<Span>| span.map(|span| format!("{}..{}", span.start, span.end)).unwrap_or_default();
        [
            self.file.clone(),
            self.id.clone(),
            self.name.clone(),
            self.kind.name().to_owned(),
            own(&self.text),
            self.value.as_ref().map(Value::to_string).unwrap_or_default(),
            own(&self.unit),
            own(&self.scale),
            own(&self.approximator),
            own(&self.limit),
            own(&self.label),
            self.path.clone(),
            self.section.clone(),
            number(self.line),
            number(self.column),
            range(self.span),
            range(self.chars),
            self.confidence.name().to_owned(),
            self.readings.join("|"),
            self.evidence.clone(),
            self.tolerated.join("; "),
        ]
    }
}

/// Writes rows as CSV in UTF-8, with a header.
///
/// # Errors
/// [`ErrorKind::Io`] where `out` takes no more.
pub fn write_csv(rows: &[Extracted], out: impl io::Write) -> Result<(), Error> {
    let failed = |e: &dyn std::fmt::Display| Error::new(ErrorKind::Io, Message::new("value-write").with("error", e));
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS).map_err(|e| failed(&e))?;
    for row in rows {
        writer.write_record(row.cells()).map_err(|e| failed(&e))?;
    }
    writer.flush().map_err(|e| failed(&e))
}

fn kind<S: Serializer>(kind: &InlineKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

fn confidence<S: Serializer>(confidence: &Confidence, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(confidence.name())
}

fn pair<S: Serializer>(span: &Option<Span>, serializer: S) -> Result<S::Ok, S::Error> {
    span.map(|span| [span.start, span.end]).serialize(serializer)
}
