//! What stands inside one text leaf: figures, masks, dates, names.

mod candidate;
mod cells;
mod change;
mod date;
mod head;
mod id;
mod kind;
mod label;
mod lost;
mod phrase;
mod printed;
mod scan;
mod shared;
mod sign;
mod spaced;

pub(crate) use cells::{Heads, is_bare_year, is_number, is_value, is_worded, own_kind};
pub(crate) use head::{Head, Measure, Role};
#[cfg(feature = "cli")]
pub(crate) use id::is_fingerprint;
pub(crate) use id::{fingerprint, id};
pub(crate) use label::{is_timeless, said};
pub(crate) use shared::share;

pub(crate) use crate::syntax::words::Lexicon;
use crate::{short, span::Span};

/// What of a leaf is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Open places: masks and what is lost.
    #[default]
    Slots,
    /// Also every figure, year and date that is printed in full.
    All,
}

/// What an [`Inline`] stands for. Decided by context, never by the glyph alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InlineKind {
    /// A quantity.
    Figure,
    /// A year: `20xx年`, `xxxx年`.
    Year,
    /// A month or a day: `x月`, `x日`.
    Date,
    /// A number of a list or series: `第x届`, a masked list number.
    Ordinal,
    /// A place, person, organisation or title: the value would be a proper noun.
    Name,
    /// A deleted common word.
    Redaction,
}

/// A figure or slot inside one text leaf. All spans are bytes relative to the leaf's start; a part that is
/// not there is an empty span.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// What it stands for.
    pub kind: InlineKind,
    /// The whole surface: approximator, run, scale, approximator, unit, limit.
    pub span: Span,
    /// The run that a value replaces: the mask with the digits and points that touch it, or the number of
    /// an unmasked figure. Empty (at its place) where the number is lost.
    pub run: Span,
    /// Whether `run` is a mask or lost. False: the figure is printed in full.
    pub open: bool,
    /// 约, 近, 达 … before the run.
    pub approximator: Span,
    /// 万, 亿, 万亿 …
    pub scale: Span,
    /// 余, 多, 几 after the run or after the scale.
    pub remainder: Span,
    /// The unit or measure word.
    pub unit: Span,
    /// 以上, 左右, 以内 … after the unit.
    pub limit: Span,
    /// Whether the reading rests on firm evidence.
    pub certain: bool,
    /// The name of the rule that decided the kind.
    pub because: &'static str,
    /// The value given, if any; the writer prints it in the place of `run`.
    pub value: Option<Box<str>>,
    /// What a person or a JSON file said about it.
    pub(crate) facts: Option<Box<Facts>>,
}

/// Keys of a person's own, which begin with `x-`, with their JSON text.
pub(crate) type Extra = Vec<(Box<str>, Box<str>)>;

/// Facts of context that JSON may carry for a slot, and a person may add.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    /// The id given in JSON; computed where absent.
    pub id: Option<Box<str>>,
    /// The name given in JSON; computed where absent.
    pub name: Option<Box<str>>,
    /// The label given in JSON, or by the heads of a table; computed where absent.
    pub label: Option<Box<str>>,
    /// The unit that the heads of a table, or the next number of a list, give where this one has none, and the scale with it.
    pub unit: Option<Box<str>>,
    /// See `unit`.
    pub scale: Option<Box<str>>,
    /// The period that the heads of a table give, in no JSON.
    pub period: Option<Box<str>>,
    /// How the figures of a column change, in no JSON.
    pub change: Option<Box<str>>,
    /// What they are compared with, in no JSON.
    pub compared: Option<Box<str>>,
    /// A remark for whoever fills the form.
    pub note: Option<Box<str>>,
    /// Whether `fill --strict` insists on it even as a redaction.
    pub required: Option<bool>,
    /// The least value allowed, as literal digits.
    pub min: Option<Box<str>>,
    /// The greatest value allowed, as literal digits.
    pub max: Option<Box<str>>,
    /// The id of the slot whose value this one repeats.
    pub same_as: Option<Box<str>>,
    /// Keys that begin with `x-`, with their JSON text.
    pub extra: Extra,
}

/// Everything of a leaf that `scope` asks for, in order, without overlap; `heads` are those of a row of a table.
pub(crate) fn read(leaf: &str, heads: Option<&Heads>, scope: Scope, lexicon: &Lexicon) -> Vec<Inline> {
    let mut out = Vec::new();
    read_into(&mut out, leaf, heads, scope, lexicon);
    out
}

/// The same, in the room of an earlier reading.
pub(crate) fn read_into(out: &mut Vec<Inline>, leaf: &str, heads: Option<&Heads>, scope: Scope, lexicon: &Lexicon) {
    out.clear();
    match (heads, scope) {
        (None, Scope::Slots) => scan::slots_into(out, leaf, lexicon),
        (None, Scope::All) => scan::all_into(out, leaf, lexicon),
        (Some(heads), scope) => {
            heads.slots_into(out, leaf, lexicon);
            if scope == Scope::All {
                heads.printed_into(out, leaf, lexicon);
            }
        }
    }
}

/// Given slots of a leaf with the numbers between them that are printed in full.
pub(crate) fn with_printed(
    out: &mut Vec<Inline>,
    slots: &[Inline],
    leaf: &str,
    heads: Option<&Heads>,
    lexicon: &Lexicon,
) {
    out.clear();
    out.extend_from_slice(slots);
    match heads {
        None => scan::printed_into(out, leaf, lexicon),
        Some(heads) => heads.printed_into(out, leaf, lexicon),
    }
}

impl InlineKind {
    /// Every kind, in the order of the schema.
    pub const ALL: [Self; 6] = [Self::Figure, Self::Year, Self::Date, Self::Ordinal, Self::Name, Self::Redaction];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Year => "year",
            Self::Date => "date",
            Self::Ordinal => "ordinal",
            Self::Name => "name",
            Self::Redaction => "redaction",
        }
    }

    /// The key of what it is called in messages, forms and tables.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Figure => "kind-figure",
            Self::Year => "kind-year",
            Self::Date => "kind-date",
            Self::Ordinal => "kind-ordinal",
            Self::Name => "kind-name",
            Self::Redaction => "kind-redaction",
        }
    }

    /// Whether it counts, dates or numbers something; names and deleted words do not.
    pub fn is_quantity(self) -> bool {
        !matches!(self, Self::Name | Self::Redaction)
    }

    /// The kind of a name in JSON.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| short::same(kind.name(), name))
    }
}

impl Inline {
    /// The slot of a masked list number whose run is `run` of its marker.
    pub(crate) fn masked_number(marker: &str, run: Span) -> Self {
        Self { run, span: Span::new(0, marker.len()), ..scan::bare(InlineKind::Ordinal, run.start as usize, "marker") }
    }

    /// The same inline `by` bytes further on.
    pub(crate) fn moved(mut self, by: i64) -> Self {
        for span in [
            &mut self.span,
            &mut self.run,
            &mut self.approximator,
            &mut self.scale,
            &mut self.remainder,
            &mut self.unit,
            &mut self.limit,
        ] {
            let at = |place: u32| (i64::from(place) + by).max(0) as usize;
            *span = Span::new(at(span.start), at(span.end));
        }
        self
    }
}
