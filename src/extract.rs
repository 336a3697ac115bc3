//! Extracting: values back out of reports that were filled, by the template that they were made of.
//!
//! What is not a slot is the anchor. A report in which nothing but slots was changed reads line for line as its template,
//! and each slot has the value that must stand there. Where it was edited, lines are found by what stands in one of
//! them only, then words within a line by what stands in it once. A value is never guessed: where a slot can have several
//! values it has none, and the readings are told; where the words beside it were changed it is missing.
//!
//! ```
//! use huibao::{Confidence, ReadOptions, Template, read};
//!
//! let report = |text: &str| read(text.into(), &ReadOptions::default());
//! let template = Template::of(&report("培训农民xx人次。\n")?);
//! let found = template.extract(&report("培训农民860人次。\n")?);
//! assert_eq!(found.values[0].value.as_ref().map(ToString::to_string).as_deref(), Some("860"));
//! assert_eq!(found.values[0].confidence, Confidence::Exact);
//! # Ok::<(), huibao::Error>(())
//! ```

mod anchor;
mod clauses;
mod finder;
pub(crate) mod found;
mod lines;
mod pattern;
mod shingle;
mod words;

use self::{
    finder::Finder,
    found::{Change, Confidence, Extracted},
    lines::{Order, Texts},
    pattern::{Hole, Pattern, Standing},
    words::{Edited, Line},
};
use crate::{
    inline::{InlineKind, Scope},
    report::Report,
    row::Row,
    slots,
    span::Span,
    value::{self, Scaling},
    write,
};

/// A template: a report's text as lines of words, with its open slots between them. Made once for any number of reports.
#[derive(Clone, Debug)]
pub struct Template {
    text: String,
    rows: Vec<Row>,
    lines: Vec<Pattern>,
}

/// What came out of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// For each open slot of the template, in its order, what stands in its place.
    pub values: Vec<Extracted>,
    /// What else differs from the template, in the template's order, then what was added.
    pub changes: Vec<Change>,
}

impl Template {
    /// The template that a report is: its slots are those that have no value.
    pub fn of(report: &Report) -> Self {
        let text = write::print(report);
        let open = |row: &Row| row.open && row.value.is_none();
        let rows: Vec<Row> = slots::rows(report, Scope::Slots).into_iter().filter(open).collect();
        let mut slot = 0;
        let mut lines = Vec::new();
        for line in spans(&text) {
            let mut pattern = Pattern::default();
            let mut start = line.start;
            while let Some(row) = rows.get(slot).filter(|row| row.span.end <= line.end) {
                pattern.words.push(Span { start, end: row.span.start });
                pattern.holes.push(Hole::Slot(slot));
                start = row.span.end;
                slot += 1;
            }
            pattern.words.push(Span { start, end: line.end });
            lines.push(pattern);
        }
        Self { text, rows, lines }
    }

    /// The open slots, as [`crate::slots()`] lists them.
    pub fn slots(&self) -> &[Row] {
        &self.rows
    }

    /// What stands in a filled report in the places of the slots.
    pub fn extract(&self, filled: &Report) -> Extraction {
        let text = write::print(filled);
        let lines: Vec<Span> = spans(&text).collect();
        let fits = |hole: Hole, found: &str| self.takes(hole, found, Printing::AsFilled);
        let texts = Texts { source: &self.text, patterns: &self.lines, text: &text, lines: &lines, fits };
        let alignment = texts.align();
        let mut finder = Finder::new(&self.text, &self.rows, &text);
        for (index, pattern) in self.lines.iter().enumerate() {
            let doubts = alignment.doubts.get(&index);
            let Some(pair) = &alignment.pairs[index] else {
                let near = alignment.near.get(&index).map(|&line| lines[line]);
                let other = doubts.and_then(|doubts| doubts.first());
                for (hole, slot) in slots_of(pattern) {
                    match other {
                        Some((line, standing)) => finder.doubtful(slot, &[within(lines[*line], standing[hole])]),
                        None => finder.missing(slot, near),
                    }
                }
                finder.dropped(whole(pattern));
                continue;
            };
            let line = lines[pair.line];
            if pair.order == Order::Moved {
                finder.moved(whole(pattern), line);
            }
            let Some(standing) = &pair.standing else {
                self.edited(pattern, line, &text, &mut finder);
                continue;
            };
            let confidence = match pair.order {
                Order::Kept => Confidence::Exact,
                Order::Moved => Confidence::Moved,
            };
            for (hole, slot) in slots_of(pattern) {
                let own = within(line, standing[hole]);
                match doubts {
                    None => finder.standing(slot, own, confidence),
                    Some(doubts) => {
                        let others = doubts.iter().take(1).map(|(line, standing)| within(lines[*line], standing[hole]));
                        finder.doubtful(slot, &std::iter::once(own).chain(others).collect::<Vec<_>>());
                    }
                }
            }
        }
        let edited = alignment.pairs.iter().flatten().filter(|pair| pair.standing.is_none()).map(|pair| pair.line);
        let mut edited: Vec<Span> = edited.chain(alignment.added.iter().copied()).map(|line| lines[line]).collect();
        edited.sort_unstable();
        let fits = |hole: Hole, found: &str| self.takes(hole, found, Printing::Any);
        let texts = Texts { source: &self.text, patterns: &self.lines, text: &text, lines: &edited, fits };
        finder.elsewhere(|missing| texts.find(missing));
        for &line in &alignment.added {
            finder.added(lines[line]);
        }
        finder.finish()
    }

    /// What stands in the slots of a line that was edited.
    fn edited(&self, pattern: &Pattern, span: Span, text: &str, finder: &mut Finder<'_>) {
        let line = Line {
            source: &self.text,
            pattern,
            line: &text[span.range()],
            fits: |hole: Hole, found: &str| self.takes(hole, found, Printing::Any),
            is_free: |hole: Hole| self.is_free(hole),
            rescaled: |hole: Hole, words: &str, found: &str| self.rescaled(hole, words, found),
        };
        let words = line.align();
        let changes: Vec<(Span, Span)> =
            words.changes.iter().map(|(ours, theirs)| (*ours, theirs.shifted(span.start as usize))).collect();
        for ((_, slot), edited) in slots_of(pattern).zip(words.holes) {
            match edited {
                Edited::Found(standing) => finder.aligned(slot, within(span, standing), &changes),
                Edited::Unfit(found) => finder.unfit(slot, found.shifted(span.start as usize)),
                Edited::Missing(near) => finder.missing(slot, Some(near.shifted(span.start as usize))),
            }
        }
        for (ours, theirs) in changes {
            finder.changed(ours, theirs);
        }
    }

    /// Whether a hole takes what stands in it: what [`crate::fill()`] would print there, or the mask, which is still there.
    fn takes(&self, hole: Hole, found: &str, printing: Printing) -> bool {
        let Hole::Slot(slot) = hole else { return true };
        let row = &self.rows[slot];
        if found == row.text {
            return true;
        }
        match printing {
            Printing::AsFilled => {
                value::accept(row, found, Scaling::Refuse).is_ok_and(|accepted| accepted.text == found)
            }
            // Between words that were edited, a clause that was put in is not taken for a name.
            Printing::Any if self.is_free(hole) && found.contains(is_stop) => false,
            Printing::Any => !found.is_empty() && value::accept(row, found, Scaling::Convert).is_ok(),
        }
    }

    /// Whether a hole takes what stands there for it and for the scale behind it: 1.2亿 for xx万, before 元.
    fn rescaled(&self, hole: Hole, words: &str, found: &str) -> bool {
        let Hole::Slot(slot) = hole else { return false };
        let row = &self.rows[slot];
        let stated = row.unit.is_some() && row.scale.as_deref() == Some(words);
        stated && value::accept(row, &finder::entry(row, found, ""), Scaling::Convert).is_ok()
    }

    /// Whether a hole takes any words.
    fn is_free(&self, hole: Hole) -> bool {
        match hole {
            Hole::Slot(slot) => matches!(self.rows[slot].kind, InlineKind::Name | InlineKind::Redaction),
            Hole::Words => true,
        }
    }
}

/// How a value must be printed to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Printing {
    /// As filling prints it.
    AsFilled,
    /// In any way that filling would take, or convert: 四十五 for 45, 45万 for 450000.
    Any,
}

/// Whether a character ends a clause.
fn is_stop(c: char) -> bool {
    "，。；：、！？,;:!?".contains(c)
}

/// The lines of a text without their endings; they end at \n, \r\n or a lone \r.
fn spans(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).map(Some).chain([None]);
    ends.filter_map(move |end| {
        let bytes = text.as_bytes();
        if let Some(end) = end.filter(|&end| end > 0 && end == start && bytes[end] == b'\n' && bytes[end - 1] == b'\r')
        {
            start = end + 1;
            return None;
        }
        let end_of_line = end.unwrap_or(text.len());
        let line = Span::new(start, end_of_line);
        start = end_of_line + 1;
        Some(line)
    })
}

/// The holes of a pattern that are slots: which hole, which slot.
fn slots_of(pattern: &Pattern) -> impl Iterator<Item = (usize, usize)> {
    pattern.holes.iter().enumerate().filter_map(|(index, hole)| match hole {
        Hole::Slot(slot) => Some((index, *slot)),
        Hole::Words => None,
    })
}

/// The whole line of a pattern.
fn whole(pattern: &Pattern) -> Span {
    match (pattern.words.first(), pattern.words.last()) {
        (Some(first), Some(last)) => Span { start: first.start, end: last.end },
        _ => Span::default(),
    }
}

/// What stands in a line, as bytes of the text.
fn within(line: Span, standing: Standing) -> Standing {
    let by = line.start as usize;
    match standing {
        Standing::One(span) => Standing::One(span.shifted(by)),
        Standing::Several(first, last) => Standing::Several(first.shifted(by), last.shifted(by)),
    }
}
