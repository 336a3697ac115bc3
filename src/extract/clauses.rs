//! Clauses that stand elsewhere: in another place of their line, in another line, in a line that was split or joined.
//!
//! A clause that stands once in the whole template, and as one clause only in what was edited of the report, is that
//! clause wherever it stands; where it is short the sentence around it is asked. Blanks around it and the mark that ends
//! it do not count.

use std::collections::HashMap;

use super::{
    lines::Texts,
    pattern::{Hole, Pattern, Standing},
};
use crate::span::Span;

/// How many bytes of words a clause has at the least that is known without its neighbours.
const FIRM: usize = 24;
/// How many holes it has at the most.
const HOLES: usize = 16;
/// How many clauses of the report that begin or end alike are read.
const ALIKE: usize = 16;
/// By how many characters clauses are looked up.
const KEY: usize = 3;

/// What ends a clause, and what ends a sentence.
const STOPS: [&str; 2] = ["，；。：！？,;", "。！？"];

impl<F: Fn(Hole, &str) -> bool> Texts<'_, F> {
    /// What stands in those of the slots whose clause is found in the lines of the report, by slot: one place, or two of
    /// several.
    pub(super) fn find(&self, slots: &[usize]) -> HashMap<usize, Vec<Span>> {
        let mut found: HashMap<usize, Vec<Span>> = HashMap::new();
        for stops in STOPS {
            let mut here = HashMap::new();
            let ours = self.patterns.iter().flat_map(|pattern| self.clauses(pattern, stops)).collect::<Vec<_>>();
            let mut counts: HashMap<Vec<&str>, usize> = HashMap::new();
            for clause in &ours {
                *counts.entry(self.words(clause)).or_default() += 1;
            }
            let theirs = self.index(stops);
            for clause in ours.iter().filter(|clause| clause.weight() >= FIRM && clause.holes.len() <= HOLES) {
                let wanted = |hole: &Hole| matches!(hole, Hole::Slot(slot) if slots.binary_search(slot).is_ok() && !found.contains_key(slot));
                if clause.holes.iter().any(wanted) && counts[&self.words(clause)] == 1 {
                    self.gather(clause, &theirs, &mut here);
                }
            }
            here.into_iter().for_each(|(slot, spans)| {
                found.entry(slot).or_insert(spans);
            });
        }
        found
    }

    /// What stands in the slots of a clause, in those clauses of the report that read as it.
    fn gather(&self, clause: &Pattern, theirs: &HashMap<Key<'_>, Vec<Span>>, found: &mut HashMap<usize, Vec<Span>>) {
        let words = self.words(clause);
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let alike = head(first).map(Key::Head).or_else(|| tail(last).map(Key::Tail)).and_then(|key| theirs.get(&key));
        let Some(alike) = alike.filter(|alike| alike.len() <= ALIKE) else { return };
        let read =
            |span: &Span| Some((span.start as usize, clause.read(self.source, &self.text[span.range()], &self.fits)?));
        for (at, standing) in alike.iter().filter_map(read).take(2) {
            for (hole, standing) in clause.holes.iter().zip(standing) {
                if let (Hole::Slot(slot), Standing::One(span)) = (hole, standing) {
                    found.entry(*slot).or_default().push(span.shifted(at));
                }
            }
        }
    }

    fn words(&self, clause: &Pattern) -> Vec<&str> {
        clause.words.iter().map(|words| &self.source[words.range()]).collect()
    }

    /// The clauses of a line that have holes, without the blanks around them.
    fn clauses(&self, line: &Pattern, stops: &str) -> Vec<Pattern> {
        let mut clauses = Vec::new();
        let mut open = Pattern::default();
        for (index, words) in line.words.iter().enumerate() {
            let mut start = words.start as usize;
            for end in ends(self.source, *words, stops) {
                open.words.push(Span::new(start, end));
                clauses.push(std::mem::take(&mut open));
                start = end + self.source[end..].chars().next().map_or(0, char::len_utf8);
            }
            open.words.push(Span::new(start, words.end as usize));
            open.holes.extend(line.holes.get(index));
        }
        clauses.push(open);
        clauses.retain(|clause| !clause.holes.is_empty());
        for clause in &mut clauses {
            let last = clause.words.len() - 1;
            clause.words[0] = begun(self.source, clause.words[0]);
            clause.words[last] = ended(self.source, clause.words[last]);
        }
        clauses
    }

    /// The clauses of the report by how they begin and how they end.
    fn index(&self, stops: &str) -> HashMap<Key<'_>, Vec<Span>> {
        let mut index: HashMap<Key<'_>, Vec<Span>> = HashMap::new();
        for line in self.lines {
            let mut start = line.start as usize;
            for end in ends(self.text, *line, stops).into_iter().chain([line.end as usize]) {
                let clause = ended(self.text, begun(self.text, Span::new(start.min(end), end)));
                let words = &self.text[clause.range()];
                for key in [head(words).map(Key::Head), tail(words).map(Key::Tail)].into_iter().flatten() {
                    index.entry(key).or_default().push(clause);
                }
                start = end + self.text[end..].chars().next().map_or(0, char::len_utf8);
            }
        }
        index
    }
}

/// The first characters of a clause, or the last.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'t> {
    Head(&'t str),
    Tail(&'t str),
}

fn head(text: &str) -> Option<&str> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(KEY).map(|end| &text[..end])
}

fn tail(text: &str) -> Option<&str> {
    text.char_indices().rev().nth(KEY - 1).map(|(start, _)| &text[start..])
}

/// Where the marks stand that end clauses; a comma within a number ends none.
fn ends(text: &str, span: Span, stops: &str) -> Vec<usize> {
    let words = &text[span.range()];
    let within = |at: usize, c: char| c == ',' && words[at + 1..].starts_with(|next: char| next.is_ascii_digit());
    let stop = |&(at, c): &(usize, char)| stops.contains(c) && !within(at, c);
    words.char_indices().filter(stop).map(|(at, _)| span.start as usize + at).collect()
}

/// A span without the blanks at its beginning.
fn begun(text: &str, span: Span) -> Span {
    Span { start: span.end - text[span.range()].trim_start().len() as u32, ..span }
}

/// A span without the blanks at its end.
fn ended(text: &str, span: Span) -> Span {
    Span { end: span.start + text[span.range()].trim_end().len() as u32, ..span }
}
