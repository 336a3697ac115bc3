//! Lines of a template to lines of a filled report. Lines are paragraphs; blank ones do not count.
//!
//! A line that reads as the template's, in the same place, is that line. Where lines differ, those are sought that share
//! pieces which stand in one line only of either text, first in order, then (what is left) moved. Nothing is compared
//! with everything: each step is one pass over what is left, and there are at most [`DEPTH`].

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use super::{
    anchor,
    pattern::{Hole, Pattern, Standing},
};
use crate::span::Span;

/// How many characters the pieces have by which lines are known.
const GRAM: usize = 3;
/// How many bytes of words make a line that is known without its neighbours.
const FIRM: usize = 12;
/// How often what lies between lines that were found is looked through again.
const DEPTH: usize = 8;
/// How many lines beside a doubtful one are asked whether they read like it.
const NEAR: usize = 64;

/// The two texts and those of their lines that are compared.
pub(super) struct Texts<'t, F> {
    pub(super) source: &'t str,
    pub(super) patterns: &'t [Pattern],
    pub(super) text: &'t str,
    pub(super) lines: &'t [Span],
    pub(super) fits: F,
}

/// Which line of the report a line of the template is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pair {
    /// The line of the report.
    pub(super) line: usize,
    /// What stands in its holes, where it reads as the template's.
    pub(super) standing: Option<Vec<Standing>>,
    pub(super) order: Order,
}

/// Where a line stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Kept,
    Moved,
}

/// Which lines are which.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    /// For each line of the template its line of the report.
    pub(super) pairs: Vec<Option<Pair>>,
    /// Lines of the template that can as well be another line, or none: which, and what stands in it.
    pub(super) doubts: BTreeMap<usize, Vec<(usize, Vec<Standing>)>>,
    /// For each line of the template that has none, the line that stands where it was due.
    pub(super) near: BTreeMap<usize, usize>,
    /// Lines of the report that are none of the template's.
    pub(super) added: Vec<usize>,
}

/// A stretch of lines of both texts, as ranges of those that are not blank.
type Gap = (Range<usize>, Range<usize>);

impl<F: Fn(Hole, &str) -> bool> Texts<'_, F> {
    /// What stands in the holes, where a line reads as one of the template.
    fn read(&self, pattern: usize, line: usize) -> Option<Vec<Standing>> {
        self.patterns[pattern].read(self.source, &self.text[self.lines[line].range()], &self.fits)
    }

    /// Which lines are which.
    pub(super) fn align(&self) -> Alignment {
        if let Some(pairs) = self.untouched() {
            return Alignment { pairs, ..Alignment::default() };
        }
        let patterns: Vec<usize> = (0..self.patterns.len()).filter(|&index| self.has_words(index)).collect();
        let filled = |index: &usize| !self.text[self.lines[*index].range()].trim().is_empty();
        let lines: Vec<usize> = (0..self.lines.len()).filter(filled).collect();
        let taken = vec![false; lines.len()];
        let pairs = vec![None; patterns.len()];
        let words = patterns.iter().enumerate();
        let known = anchor::owned(words.flat_map(|(at, &index)| self.pieces(index).map(move |key| (at, key))));
        let mut work = Work { texts: self, patterns, lines, known, pairs, taken };
        work.in_order();
        work.moved();
        work.finish()
    }

    /// The pairs, where nothing but slots was changed.
    fn untouched(&self) -> Option<Vec<Option<Pair>>> {
        let pair = |line| {
            let standing = Some(self.read(line, line)?);
            Some(Some(Pair { line, standing, order: Order::Kept }))
        };
        (self.patterns.len() == self.lines.len()).then(|| (0..self.lines.len()).map(pair).collect())?
    }

    /// The pieces by which a line of the template is known: of its words, never over a slot.
    fn pieces(&self, pattern: usize) -> impl Iterator<Item = &str> {
        let words = &self.patterns[pattern].words;
        let whole = words.len() == 1;
        words.iter().flat_map(move |words| {
            let words = &self.source[words.range()];
            keys(words).filter(move |key| whole || key.chars().count() == GRAM)
        })
    }

    fn has_words(&self, pattern: usize) -> bool {
        let pattern = &self.patterns[pattern];
        !pattern.holes.is_empty() || pattern.words.iter().any(|words| !self.source[words.range()].trim().is_empty())
    }
}

/// The work on lines that are not blank; all places are places among those.
struct Work<'t, F> {
    texts: &'t Texts<'t, F>,
    patterns: Vec<usize>,
    lines: Vec<usize>,
    /// Pieces that stand in one line only of the whole template.
    known: HashMap<&'t str, usize>,
    pairs: Vec<Option<Pair>>,
    taken: Vec<bool>,
}

impl<F: Fn(Hole, &str) -> bool> Work<'_, F> {
    fn read(&self, pattern: usize, line: usize) -> Option<Vec<Standing>> {
        self.texts.read(*self.patterns.get(pattern)?, *self.lines.get(line)?)
    }

    fn pair(&mut self, pattern: usize, line: usize, standing: Option<Vec<Standing>>, order: Order) {
        self.pairs[pattern] = Some(Pair { line, standing, order });
        self.taken[line] = true;
    }

    fn in_order(&mut self) {
        let mut gaps: Vec<(Gap, usize)> = vec![((0..self.patterns.len(), 0..self.lines.len()), DEPTH)];
        while let Some((gap, depth)) = gaps.pop() {
            let gap = self.trimmed(gap, FIRM);
            if gap.0.is_empty() || gap.1.is_empty() {
                continue;
            }
            let mut all = self.anchors(&gap.0.clone().collect::<Vec<_>>(), &gap.1.clone().collect::<Vec<_>>());
            all.retain(|&(pattern, line)| self.read(pattern, line).is_some() || self.is_known(pattern, line));
            let anchors = anchor::in_order(&all);
            if depth == 0 || anchors.is_empty() {
                let rest = self.trimmed(gap.clone(), 0);
                if depth > 0 && rest != gap {
                    gaps.push((rest, depth - 1));
                }
                continue;
            }
            let mut from = (gap.0.start, gap.1.start);
            for &(pattern, line) in &anchors {
                let standing = self.read(pattern, line);
                self.pair(pattern, line, standing, Order::Kept);
                gaps.push(((from.0..pattern, from.1..line), depth - 1));
                from = (pattern + 1, line + 1);
            }
            gaps.push(((from.0..gap.0.end, from.1..gap.1.end), depth - 1));
        }
    }

    /// What is left of a gap when lines at its beginning and at its end are those of the template; only lines with so
    /// many bytes of words are asked.
    fn trimmed(&mut self, (mut patterns, mut lines): Gap, least: usize) -> Gap {
        let asked = |work: &Self, at: usize| work.texts.patterns[work.patterns[at]].weight() >= least;
        while !patterns.is_empty()
            && !lines.is_empty()
            && asked(self, patterns.start)
            && let Some(standing) = self.read(patterns.start, lines.start)
        {
            self.pair(patterns.start, lines.start, Some(standing), Order::Kept);
            patterns.start += 1;
            lines.start += 1;
        }
        while !patterns.is_empty()
            && !lines.is_empty()
            && asked(self, patterns.end - 1)
            && let Some(standing) = self.read(patterns.end - 1, lines.end - 1)
        {
            self.pair(patterns.end - 1, lines.end - 1, Some(standing), Order::Kept);
            patterns.end -= 1;
            lines.end -= 1;
        }
        (patterns, lines)
    }

    /// Lines that share more than half of what stands in one line only, each the other's best, in the template's order.
    fn anchors(&self, patterns: &[usize], lines: &[usize]) -> Vec<(usize, usize)> {
        let ours = anchor::owned(
            patterns.iter().flat_map(|&at| self.texts.pieces(self.patterns[at]).map(move |key| (at, key))),
        );
        let theirs = anchor::owned(lines.iter().flat_map(|&at| keys(self.line(at)).map(move |key| (at, key))));
        let mut all: HashMap<usize, usize> = HashMap::new();
        let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
        for (key, &pattern) in &ours {
            *all.entry(pattern).or_default() += 1;
            if let Some(&line) = theirs.get(key) {
                *shared.entry((pattern, line)).or_default() += 1;
            }
        }
        let ours = favourites(shared.iter().map(|(&(pattern, line), &count)| (pattern, line, count)));
        let theirs = favourites(shared.iter().map(|(&(pattern, line), &count)| (line, pattern, count)));
        let mutual = |&pattern: &usize| {
            let &line = ours.get(&pattern)?;
            let alike = 2 * shared[&(pattern, line)] >= all[&pattern];
            (alike && theirs.get(&line) == Some(&pattern)).then_some((pattern, line))
        };
        patterns.iter().filter_map(mutual).collect()
    }

    fn line(&self, at: usize) -> &str {
        &self.texts.text[self.texts.lines[self.lines[at]].range()]
    }

    /// Whether what is in no other line of the whole template says which one a line is. A line that was edited, or that
    /// stands elsewhere, is known by that alone: by what is left of both texts it could be a copy of another.
    fn is_known(&self, pattern: usize, line: usize) -> bool {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for owner in keys(self.line(line)).filter_map(|key| self.known.get(key)) {
            *shared.entry(*owner).or_default() += 1;
        }
        favourites(shared.into_iter().map(|(owner, count)| (line, owner, count))).get(&line) == Some(&pattern)
    }

    /// Lines that are left of both texts and are alike, wherever they stand.
    fn moved(&mut self) {
        let patterns: Vec<usize> = (0..self.pairs.len()).filter(|&at| self.pairs[at].is_none()).collect();
        let lines: Vec<usize> = (0..self.taken.len()).filter(|&at| !self.taken[at]).collect();
        for (pattern, line) in self.anchors(&patterns, &lines) {
            if !self.is_known(pattern, line) {
                continue;
            }
            let standing = self.read(pattern, line);
            self.pair(pattern, line, standing, Order::Moved);
        }
    }

    /// What is doubtful and what is left, and all places as those of the texts.
    fn finish(self) -> Alignment {
        let mut alignment = Alignment::default();
        let kept = |at: usize| self.pairs[at].as_ref().filter(|pair| pair.order == Order::Kept).map(|pair| pair.line);
        let found: Vec<(usize, usize)> = (0..self.pairs.len()).filter_map(|at| Some((at, kept(at)?))).collect();
        let ends = (self.pairs.len(), self.taken.len());
        let mut before: Option<(usize, usize)> = None;
        for after in found.iter().copied().map(Some).chain([None]) {
            let from = before.map_or((0, 0), |(pattern, line)| (pattern + 1, line + 1));
            let to = after.unwrap_or(ends);
            let missing: Vec<usize> = (from.0..to.0).filter(|&at| self.pairs[at].is_none()).collect();
            let added: Vec<usize> = (from.1..to.1).filter(|&at| !self.taken[at]).collect();
            if let Some(&near) = added.first() {
                alignment.near.extend(missing.iter().map(|&at| (self.patterns[at], self.lines[near])));
            }
            for (pair, step) in [(before, -1), (after, 1)] {
                if let Some(pair) = pair {
                    self.doubt(pair, step, &missing, &added, &mut alignment.doubts);
                }
            }
            alignment.added.extend(added.iter().map(|&at| self.lines[at]));
            before = after;
        }
        alignment.pairs = vec![None; self.texts.patterns.len()];
        for (at, pair) in self.pairs.into_iter().enumerate() {
            let line = |pair: Pair| Pair { line: self.lines[pair.line], ..pair };
            alignment.pairs[self.patterns[at]] = pair.map(line);
        }
        alignment
    }

    /// Where lines were added or dropped beside lines that read alike, any of them can be the one: 甲x人 three times in
    /// the template and twice in the report. From the pair beside the gap, away from it, as long as that is so.
    fn doubt(
        &self,
        (pattern, line): (usize, usize),
        step: isize,
        missing: &[usize],
        added: &[usize],
        doubts: &mut BTreeMap<usize, Vec<(usize, Vec<Standing>)>>,
    ) {
        let near = |left: &[usize], other: &dyn Fn(usize) -> bool| -> Option<usize> {
            let (head, tail) = (left.iter().take(NEAR), left.iter().rev().take(NEAR));
            if step < 0 { head.copied().find(|&at| other(at)) } else { tail.copied().find(|&at| other(at)) }
        };
        let walk = || {
            let next = move |&(pattern, line): &(usize, usize)| {
                Some((pattern.checked_add_signed(step)?, line.checked_add_signed(step)?))
            };
            let paired = |&(pattern, line): &(usize, usize)| {
                let pair = self.pairs.get(pattern).and_then(Option::as_ref);
                pair.is_some_and(|pair| pair.line == line && pair.order == Order::Kept)
            };
            std::iter::successors(Some((pattern, line)), next).take_while(paired)
        };
        if let Some(other) = near(added, &|at| self.read(pattern, at).is_some()) {
            let by = other as isize - line as isize;
            for (pattern, line) in walk() {
                let Some(other) = line.checked_add_signed(by) else { break };
                let Some(standing) = self.read(pattern, other) else { break };
                doubts.entry(self.patterns[pattern]).or_default().push((self.lines[other], standing));
            }
        }
        if let Some(other) = near(missing, &|at| self.read(at, line).is_some()) {
            let by = other as isize - pattern as isize;
            for (pattern, line) in walk() {
                let Some(other) = pattern.checked_add_signed(by) else { break };
                let Some(standing) = self.read(other, line) else { break };
                doubts.entry(self.patterns[other]).or_default().push((self.lines[line], standing));
                doubts.entry(self.patterns[pattern]).or_default();
            }
        }
    }
}

/// The pieces of a line by which it is known; a shorter line is one piece.
fn keys(line: &str) -> impl Iterator<Item = &str> {
    let short = line.chars().take(GRAM).count() < GRAM;
    anchor::grams(line, GRAM).map(|(_, gram)| gram).chain(short.then_some(line))
}

/// With whom each has the most in common; nobody where two have as much.
fn favourites(shared: impl Iterator<Item = (usize, usize, usize)>) -> HashMap<usize, usize> {
    let mut best: HashMap<usize, (usize, Option<usize>)> = HashMap::new();
    for (of, with, count) in shared {
        let known = best.entry(of).or_default();
        match count.cmp(&known.0) {
            Ordering::Greater => *known = (count, Some(with)),
            Ordering::Equal => known.1 = None,
            Ordering::Less => {}
        }
    }
    best.into_iter().filter_map(|(of, (_, with))| Some((of, with?))).collect()
}
