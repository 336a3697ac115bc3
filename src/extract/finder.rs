//! Makes rows of what is found: what stands where, how sure that is, by which words.

use std::{borrow::Cow, collections::HashMap};

use super::{
    Extraction,
    found::{Change, ChangeKind, Confidence, Extracted, Stretch},
    pattern::Standing,
};
use crate::{
    line::is_blank,
    place::LineIndex,
    row::{Excerpt, Row},
    span::Span,
    value::{self, Scaling},
};

/// How many characters are shown on either side of a value, and of what is near.
const AROUND: usize = 10;
/// How many characters are told of a reading: of two there is the end to be seen of neither, where they are longer.
const READING: usize = 200;
/// How many changes of a line are told beside a value.
const TOLERATED: usize = 3;

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
    // A blank may part a mask from its scale: xx 亿元.
    let after = after.trim_start_matches(is_blank);
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
