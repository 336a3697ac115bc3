//! The one row type wherever rows of figures come out: slots, forms, facts.

use std::{fmt, io};

use serde::{Serialize, Serializer};
use unicode_segmentation::GraphemeCursor;

use crate::{
    decimal::Decimal,
    error::{Error, ErrorKind},
    inline::{Inline, InlineKind},
    message::Message,
    quantity::{self, Quantity},
    span::Span,
    syntax::{
        number::{self, Reading},
        words,
    },
};

/// How many characters an [`Excerpt`] shows on either side.
const EXCERPT: usize = 20;

/// The columns of a row, in order: the keys of its JSON and the header of its CSV.
pub const COLUMNS: [&str; 28] = [
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
    "surface",
    "certain",
    "because",
    "excerpt",
    "amount",
    "low",
    "high",
    "period",
    "change",
    "compared",
    "masked",
];

/// Whether a column holds numbers: what is facts, not what is printed.
pub fn is_number(column: &str) -> bool {
    matches!(column, "value" | "line" | "column" | "amount" | "low" | "high")
}

/// A figure or slot with its place and its context. Serialised with the keys of [`COLUMNS`], in that order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The file it stands in, as named by the caller.
    pub file: String,
    /// The id, 7 characters and perhaps `-2`.
    pub id: String,
    /// The readable name.
    pub name: String,
    /// What it stands for.
    #[serde(serialize_with = "kind")]
    pub kind: InlineKind,
    /// The run that a value replaces; empty where the number is lost.
    pub text: String,
    /// The value given, or the reading of a figure printed in full.
    pub value: Option<Value>,
    /// Unit or measure word.
    pub unit: Option<String>,
    /// 万, 亿 …
    pub scale: Option<String>,
    /// What stands before the number (近) and after it (余), one after the other.
    pub approximator: Option<String>,
    /// 以上, 左右 …
    pub limit: Option<String>,
    /// The noun phrase that it counts.
    pub label: Option<String>,
    /// The markers from the outermost section inwards.
    pub path: String,
    /// The same in words.
    pub section: String,
    /// Line of the run, from 1.
    pub line: usize,
    /// Column of the run, from 1, in Unicode scalar values.
    pub column: usize,
    /// The run in bytes of the decoded text; empty at its place where the number is lost.
    #[serde(serialize_with = "pair")]
    pub span: Span,
    /// The same in Unicode scalar values.
    #[serde(serialize_with = "pair")]
    pub chars: Span,
    /// The whole surface, 近xx万余元.
    pub surface: String,
    /// Whether the reading rests on firm evidence.
    pub certain: bool,
    /// The rule that decided the kind.
    pub because: &'static str,
    /// The words around the run.
    pub excerpt: Excerpt,
    /// The value in the unit itself: 15000 of 1.5万人.
    pub amount: Option<Value>,
    /// The least that the wording allows, in the unit itself: 30 of 30余人. Whether it belongs is the wording's.
    pub low: Option<Value>,
    /// The most that it allows: 40 of 30余人.
    pub high: Option<Value>,
    /// The year, half-year or quarter that governs it.
    pub period: Option<String>,
    /// How it changes, where the figure is a change: 增长, 下降, 增长到.
    pub change: Option<String>,
    /// What it is compared with: 同比, 比上年.
    pub compared: Option<String>,
    /// Whether the number is masked or lost, with or without a value.
    pub masked: bool,

    /// Where the run begins in `surface`, in bytes.
    #[serde(skip)]
    pub run_at: usize,
    /// 余, 多, 几 after the number.
    #[serde(skip)]
    pub remainder: String,
    /// Whether the run is a mask or lost, not a figure printed in full.
    #[serde(skip)]
    pub open: bool,
    /// Whether it stands in furniture or a teaser, which a form and a table of figures leave out.
    #[serde(skip)]
    pub frame: bool,
    /// A remark for whoever fills the form.
    #[serde(skip)]
    pub note: Option<String>,
    /// Whether it must be filled.
    #[serde(skip)]
    pub required: bool,
    /// The least value allowed, as literal digits.
    #[serde(skip)]
    pub min: Option<String>,
    /// The greatest value allowed, as literal digits.
    #[serde(skip)]
    pub max: Option<String>,
    /// The id of the slot whose value this one repeats.
    #[serde(skip)]
    pub same_as: Option<String>,
    /// What it must agree with, in words for a form; see [`crate::annotate`].
    #[serde(skip)]
    pub agreements: Vec<String>,
}

impl Row {
    /// What `inline` of the leaf `leaf` says by itself. The caller adds the file, the sections and the place,
    /// and the id, name and label unless the inline's own facts give them.
    pub fn of(inline: &Inline, leaf: &str) -> Self {
        let part = |span: Span| leaf.get(span.range()).unwrap_or_default();
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let facts = inline.facts.as_deref().cloned().unwrap_or_default();
        let own = |text: Option<Box<str>>| text.map(String::from);
        let run = part(inline.run);
        let quantity = Quantity::of(inline, leaf);
        let remainder = part(inline.remainder);
        let adds = quantity::part(part(inline.unit), remainder).is_some();
        let number = |number: Option<Decimal>| number.map(|number| Value::Number(number.to_string()));
        let value = match &inline.value {
            _ if !inline.open => reading(run, quantity.value),
            Some(value) => Some(Value::of(inline.kind, value)),
            None => None,
        };
        Self {
            file: String::new(),
            id: own(facts.id).unwrap_or_default(),
            name: own(facts.name).unwrap_or_default(),
            kind: inline.kind,
            text: run.to_owned(),
            value,
            amount: number(quantity.amount),
            low: number(quantity.low),
            high: number(quantity.high),
            unit: some(share_sign(part(inline.unit))).or_else(|| own(facts.unit)),
            scale: some(part(inline.scale)).or_else(|| own(facts.scale)),
            approximator: some(&[part(inline.approximator), if adds { "" } else { remainder }].concat()),
            limit: some(part(inline.limit)),
            label: own(facts.label),
            period: own(facts.period),
            change: own(facts.change),
            compared: own(facts.compared),
            masked: inline.open,
            path: String::new(),
            section: String::new(),
            line: 0,
            column: 0,
            span: inline.run,
            chars: Span::default(),
            surface: part(inline.span).to_owned(),
            certain: inline.certain,
            because: inline.because,
            excerpt: Excerpt::of(leaf, inline.run),
            run_at: (inline.run.start.saturating_sub(inline.span.start)) as usize,
            remainder: remainder.to_owned(),
            open: inline.open,
            frame: false,
            note: own(facts.note),
            required: facts.required.unwrap_or(false),
            min: own(facts.min),
            max: own(facts.max),
            same_as: own(facts.same_as),
            agreements: Vec::new(),
        }
    }

    /// What the surface prints after the run: 万余元.
    pub fn tail(&self) -> &str {
        self.surface.get(self.run_at + self.text.len()..).unwrap_or_default()
    }

    /// What the number is in, as a person reads it: what stands behind the run, 万余元, or what the heads of a table say.
    pub(crate) fn measure(&self) -> String {
        match self.tail().trim() {
            tail if is_measure(tail) => tail.to_owned(),
            _ => [&self.scale, &self.unit].into_iter().flatten().map(String::as_str).collect(),
        }
    }

    /// What the surface prints before the run: 近.
    pub fn head(&self) -> &str {
        self.surface.get(..self.run_at).unwrap_or_default()
    }

    /// The cells of the CSV, in the order of [`COLUMNS`]; spans as `start..end`, nothing for what is absent.
    fn cells(&self) -> [String; COLUMNS.len()] {
        let own = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
        let range = |span: Span| format!("{}..{}", span.start, span.end);
        [
            self.file.clone(),
            self.id.clone(),
            self.name.clone(),
            self.kind.name().to_owned(),
            self.text.clone(),
            number(&self.value),
            own(&self.unit),
            own(&self.scale),
            own(&self.approximator),
            own(&self.limit),
            own(&self.label),
            self.path.clone(),
            self.section.clone(),
            self.line.to_string(),
            self.column.to_string(),
            range(self.span),
            range(self.chars),
            self.surface.clone(),
            self.certain.to_string(),
            self.because.to_owned(),
            self.excerpt.to_string(),
            number(&self.amount),
            number(&self.low),
            number(&self.high),
            own(&self.period),
            own(&self.change),
            own(&self.compared),
            self.masked.to_string(),
        ]
    }
}

/// What a printed number says: a decimal, a fraction that is none (`2/3`), a year digit for digit.
pub(crate) fn reading(run: &str, value: Option<Decimal>) -> Option<Value> {
    if let Some(value) = value {
        return Some(Value::Number(value.to_string()));
    }
    match number::reading(run)? {
        Reading::Exact(number) => Some(Value::Number(number.to_string())),
        Reading::Fraction(numerator, denominator) => Some(Value::Text(format!("{numerator}/{denominator}"))),
        Reading::Between(..) => None,
    }
}

/// Whether what stands behind a run is a unit, no mere point: x.
pub(crate) fn is_measure(tail: &str) -> bool {
    tail.contains(|c: char| c.is_alphanumeric() || words::SHARE_SIGNS.contains(c))
}

/// % for 百分之.
fn share_sign(unit: &str) -> &str {
    words::SIGNS_OF_SHARES.iter().find(|(word, _)| *word == unit).map_or(unit, |(_, sign)| sign)
}

/// A value as data: a number with its literal digits, or words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A JSON number, digit for digit.
    Number(String),
    /// Anything else.
    Text(String),
}

impl Value {
    /// `text` as the value of a slot of this kind: names and redactions are words, even in digits.
    pub fn of(kind: InlineKind, text: &str) -> Self {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let literal =
            matches!(Decimal::parse(digits), Some((d, len)) if len == digits.len() && d.to_string() == digits);
        match kind {
            InlineKind::Name | InlineKind::Redaction => Self::Text(text.to_owned()),
            _ if literal => Self::Number(text.to_owned()),
            _ => Self::Text(text.to_owned()),
        }
    }
}

impl Value {
    /// The number, where it is one.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        let Self::Number(text) = self else { return None };
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (number, len) = Decimal::parse(digits)?;
        let number = if digits.len() < text.len() { number.negated() } else { number };
        (len == digits.len()).then_some(number)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(text) | Self::Text(text) => f.write_str(text),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(literal) => serde_json::value::RawValue::from_string(literal.clone())
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// The words around a run, never cut inside a grapheme cluster. Prints as `before【run】after`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// At most 20 characters before the run.
    pub before: String,
    /// The run, perhaps empty.
    pub run: String,
    /// At most 20 characters after it.
    pub after: String,
}

impl Excerpt {
    /// The words around the bytes `run` of `leaf`.
    pub fn of(leaf: &str, run: Span) -> Self {
        let (Some(before), Some(text), Some(after)) =
            (leaf.get(..run.start as usize), leaf.get(run.range()), leaf.get(run.end as usize..))
        else {
            return Self::default();
        };
        let boundary = |at: &usize| GraphemeCursor::new(*at, leaf.len(), true).is_boundary(leaf, 0).unwrap_or(true);
        let begin = before.char_indices().rev().map(|(at, _)| at).nth(EXCERPT - 1).unwrap_or(0);
        let mut starts = before[begin..].char_indices().map(|(at, _)| begin + at);
        let from = starts.find(boundary).unwrap_or(before.len());
        let most = after.char_indices().map(|(at, _)| at).nth(EXCERPT).unwrap_or(after.len());
        let ends = after[..most].char_indices().rev().map(|(at, c)| at + c.len_utf8());
        let to = ends.map(|end| run.end as usize + end).find(boundary).map_or(0, |end| end - run.end as usize);
        Self { before: before[from..].to_owned(), run: text.to_owned(), after: after[..to].to_owned() }
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}【{}】{}", self.before, self.run, self.after)
    }
}

impl Serialize for Excerpt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Writes rows as CSV in UTF-8, with a header. Cells are the facts as they are: nothing is guarded against a
/// spreadsheet, which is what a form is for.
///
/// # Errors
/// [`ErrorKind::Io`] where `out` takes no more.
pub fn write_csv(rows: &[Row], mut out: impl io::Write) -> Result<(), Error> {
    out.write_all(&csv_head()?).map_err(io_error)?;
    out.write_all(&csv(rows)?).map_err(io_error)
}

/// The header of the CSV.
pub(crate) fn csv_head() -> Result<Vec<u8>, Error> {
    records([COLUMNS.map(str::to_owned)])
}

/// Rows of the CSV.
pub(crate) fn csv(rows: &[Row]) -> Result<Vec<u8>, Error> {
    records(rows.iter().map(Row::cells))
}

/// Records as CSV in UTF-8.
pub(crate) fn records<const N: usize>(records: impl IntoIterator<Item = [String; N]>) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in records {
        writer.write_record(record).map_err(io_error)?;
    }
    writer.into_inner().map_err(io_error)
}

/// Writes rows as JSON, one a line.
pub(crate) fn write_jsonl(rows: &[Row], mut out: impl io::Write) -> Result<(), Error> {
    for row in rows {
        serde_json::to_writer(&mut out, row).map_err(io_error)?;
        out.write_all(b"\n").map_err(io_error)?;
    }
    Ok(())
}

/// What could not be written.
pub(crate) fn io_error(error: impl fmt::Display) -> Error {
    Error::new(ErrorKind::Io, Message::new("value-write").with("error", error))
}

/// A kind by its name.
pub(crate) fn kind<S: Serializer>(kind: &InlineKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

fn pair<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
    [span.start, span.end].serialize(serializer)
}
