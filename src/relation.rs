//! Checks of agreement (勾稽): what the figures of a report must be to one another, and whether they are.
//!
//! Each figure is taken as what its print allows: 5.3亿元 is anything that rounds to it, 30余 lies between 30 and 40, 约
//! widens it by a fifth. A relation fails where nothing that the wording allows makes it hold; where only the widening
//! does, or where it may be meant otherwise, it is uncertain.

mod bounds;
mod dates;
mod growth;
mod list;
mod parts;
mod passage;
mod remark;
mod same;
mod share;
mod table;
mod totals;
mod words;

use rust_decimal::Decimal;

pub use self::remark::annotate;

use self::passage::Passage;
use crate::{
    frame::Kind,
    inline,
    report::Report,
    row::Row,
    span::Span,
    write::{self, Part},
};

/// What relates figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// The first is the sum of the others.
    Sum,
    /// Each of the others is no more than the first.
    Subset,
    /// Both say the same.
    Same,
    /// A share, or shares together, of no more than 100 %.
    Share,
    /// The first, what it grew from or by, and the growth.
    Growth,
    /// Dates, of which the first is not behind the second.
    Order,
}

/// Whether a relation holds. In order of severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds as printed.
    Pass,
    /// A figure of it is open, or is no number.
    NotAssessable,
    /// It holds only as far as the wording is vague, or it may be meant otherwise.
    Uncertain,
    /// No reading of the wording makes it hold.
    Fail,
}

/// Figures that must agree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Relation {
    /// What relates them.
    pub kind: RelationKind,
    /// Whether it holds.
    pub verdict: Verdict,
    /// Seven characters like those of an id, from the kind and the ids of the members: other values leave it as it is.
    pub fingerprint: String,
    /// The rows that it is over, by index: the whole first, then the parts.
    pub members: Vec<usize>,
    /// What must hold, in figures: `工作人员12名 = 在编3人 + 聘用9人`.
    pub claim: String,
    /// By how much it does not, where it does not.
    pub difference: Option<String>,
    /// What each member counts.
    labels: Vec<String>,
}

/// The relations between the figures of a report, in the order of print. `rows` are those that
/// [`crate::slots()`] lists with [`crate::Scope::All`].
pub fn relations(report: &Report, rows: &[Row]) -> Vec<Relation> {
    let text = write::print(report);
    let passage = Passage { text: &text, rows };
    let mut out = Vec::new();
    let sentences = passage.sentences();
    let mut before: &[usize] = &[];
    let mut stated = same::Stated::default();
    for sentence in &sentences {
        parts::read(passage, sentence, before, &mut out);
        growth::read(passage, sentence, &mut out);
        share::read(passage, sentence, &mut out);
        stated.read(passage, sentence, &mut out);
        before = sentence;
    }
    dates::read(passage, &lines(report, Kind::Date), &mut out);
    table::read(passage, &lines(report, Kind::Row), &mut out);
    out.sort_by_key(|relation: &Relation| relation.members.iter().min().copied());
    out
}

/// The places of the lines of a kind: those that say when a report was made, the rows of its tables.
fn lines(report: &Report, kind: Kind) -> Vec<Span> {
    let mut places = Vec::new();
    let mut byte = 0;
    report.leaves(|_, block, part, leaf| {
        if block.kind == kind && part == Part::Text {
            places.push(Span::new(byte, byte + leaf.len()));
        }
        byte += leaf.len();
    });
    places
}

impl Relation {
    /// `members` have the whole first.
    fn new(
        passage: Passage<'_>,
        kind: RelationKind,
        members: Vec<usize>,
        verdict: Verdict,
        claim: String,
        difference: Option<String>,
    ) -> Self {
        let ids = members.iter().map(|row| passage.rows[*row].id.as_str());
        let fingerprint = inline::fingerprint([kind.family()].into_iter().chain(ids));
        let difference = difference.filter(|_| matches!(verdict, Verdict::Uncertain | Verdict::Fail));
        let labels = members.iter().map(|row| passage.label(*row).to_owned()).collect();
        Self { kind, verdict, fingerprint, members, claim, difference, labels }
    }

    fn sum(passage: Passage<'_>, whole: usize, parts: &[usize], verdict: Verdict) -> Self {
        let mut called: Vec<String> = parts.iter().take(CLAIMED).map(|row| passage.called(*row)).collect();
        if let Some(last) = parts[called.len()..].last() {
            called.extend(["...".to_owned(), passage.called(*last)]);
        }
        let claim = format!("{} = {}", passage.called(whole), called.join(" + "));
        let difference = passage.total(parts).zip(passage.amount(whole)).map(|(sum, whole)| (sum - whole).abs());
        let difference = difference.map(|by| passage.worded(by, whole));
        Self::new(passage, RelationKind::Sum, with_whole(whole, parts), verdict, claim, difference)
    }

    fn subset(passage: Passage<'_>, whole: usize, parts: &[usize], verdict: Verdict) -> Self {
        let called: Vec<String> = parts.iter().map(|row| passage.called(*row)).collect();
        let claim = format!("{} >= {}", passage.called(whole), called.join(", "));
        let most = parts.iter().filter_map(|row| passage.amount(*row)).max();
        let over = |amount: Option<Decimal>| Some(amount?.saturating_sub(passage.amount(whole)?));
        let difference = [over(most), over(passage.total(parts))].into_iter().flatten().find(|by| *by > Decimal::ZERO);
        let difference = difference.map(|by| passage.worded(by, whole));
        Self::new(passage, RelationKind::Subset, with_whole(whole, parts), verdict, claim, difference)
    }
}

/// How many parts of a sum are told before its last.
const CLAIMED: usize = 20;

fn with_whole(whole: usize, parts: &[usize]) -> Vec<usize> {
    [whole].into_iter().chain(parts.iter().copied()).collect()
}

impl RelationKind {
    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Subset => "subset",
            Self::Same => "same",
            Self::Share => "share",
            Self::Growth => "growth",
            Self::Order => "order",
        }
    }

    /// What goes into a fingerprint: whether parts are a sum or a subset may rest on their values.
    fn family(self) -> &'static str {
        match self {
            Self::Sum | Self::Subset => "parts",
            other => other.name(),
        }
    }
}

impl Verdict {
    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::NotAssessable => "NOT_ASSESSABLE",
            Self::Uncertain => "UNCERTAIN",
            Self::Fail => "FAIL",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Scope, read, slots};

    /// The relations of a text: `sum PASS, subset FAIL`.
    pub(super) fn said(text: &str) -> String {
        of(&format!("　　{text}\n"))
    }

    /// The same of a whole file.
    pub(super) fn of(text: &str) -> String {
        let report = read(text.to_owned().into(), &crate::ReadOptions::default()).expect("a text");
        let found = relations(&report, &slots(&report, Scope::All));
        let said = found.iter().map(|relation| format!("{} {}", relation.kind.name(), relation.verdict.name()));
        said.collect::<Vec<_>>().join(", ")
    }
}
