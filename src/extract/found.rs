//! What came out of a report: a row a slot, and what else was changed.

use std::io;

use serde::{Serialize, Serializer};

use crate::{
    error::Error,
    inline::InlineKind,
    row::{self, Value},
    span::Span,
};

/// The columns of what was extracted, in order: the keys of its JSON and the header of its CSV. What a slot has
/// beside its value stands as in [`row::COLUMNS`].
pub const COLUMNS: [&str; 21] = {
    let mut columns = [""; 21];
    let (shared, own) = columns.split_at_mut(17);
    shared.copy_from_slice(row::COLUMNS.split_at(17).0);
    own.copy_from_slice(&["confidence", "readings", "evidence", "tolerated"]);
    columns
};

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
    #[serde(serialize_with = "row::kind")]
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
/// [`crate::ErrorKind::Io`] where `out` takes no more.
pub fn write_csv(rows: &[Extracted], mut out: impl io::Write) -> Result<(), Error> {
    let head = [COLUMNS.map(str::to_owned)];
    let csv = row::records(head.into_iter().chain(rows.iter().map(Extracted::cells)))?;
    out.write_all(&csv).map_err(row::io_error)
}

fn confidence<S: Serializer>(confidence: &Confidence, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(confidence.name())
}

fn pair<S: Serializer>(span: &Option<Span>, serializer: S) -> Result<S::Ok, S::Error> {
    span.map(|span| [span.start, span.end]).serialize(serializer)
}
