//! The words of one line of a template to those of a line that was edited: what stands between words that are the same.
//!
//! Pieces that stand once in both are the same: what stands between several numbers first, which tells places of a text
//! apart that repeats its words, then long pieces and shorter ones between them. A slot has a value
//! where the words between two such pieces read as the template's; where words beside it were changed it has none.

use super::{
    anchor,
    pattern::{Hole, Pattern, Standing},
    shingle::Shingles,
};
use crate::span::Span;

/// How pieces are sought, in turn.
const STEPS: [Step; 8] = [
    Step::Numbers(8),
    Step::Numbers(4),
    Step::Numbers(2),
    Step::Characters(12),
    Step::Characters(6),
    Step::Characters(3),
    Step::Characters(2),
    Step::Characters(1),
];
/// Shorter pieces are sought only to find slots: words that were changed are no more than that.
const TELLING: usize = 3;

/// By what pieces are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// By the words between so many numbers.
    Numbers(usize),
    /// By so many characters.
    Characters(usize),
}

/// What stands in a hole of an edited line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edited {
    /// The words either side are the template's.
    Found(Standing),
    /// They are, and what stands between is nothing that the slot takes.
    Unfit(Span),
    /// They are not; this stands where it was due.
    Missing(Span),
}

/// An edited line.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// What stands in each hole.
    pub(super) holes: Vec<Edited>,
    /// Words that differ: bytes of the template's text, bytes of the line.
    pub(super) changes: Vec<(Span, Span)>,
}

/// Where the texts are the same.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Which of the pattern's words it is in.
    words: usize,
    /// Where it begins in the template's text.
    from: usize,
    /// Where it begins in the line.
    at: usize,
    len: usize,
}

/// The two lines.
pub(super) struct Line<'t, F, G, H> {
    pub(super) source: &'t str,
    pub(super) pattern: &'t Pattern,
    pub(super) line: &'t str,
    /// What a hole takes.
    pub(super) fits: F,
    /// Whether a hole takes any words: one character beside it says little.
    pub(super) is_free: G,
    /// Whether it takes what stands for it and for the words behind it.
    pub(super) rescaled: H,
}

impl<F: Fn(Hole, &str) -> bool, G: Fn(Hole) -> bool, H: Fn(Hole, &str, &str) -> bool> Line<'_, F, G, H> {
    /// What stands where.
    pub(super) fn align(&self) -> Words {
        let mut out = Words::default();
        for pair in self.pieces().windows(2) {
            self.between(pair[0], pair[1], &mut out);
        }
        out
    }

    /// The pieces that are the same, with an empty one at either end of the line.
    fn pieces(&self) -> Vec<Piece> {
        let words = &self.pattern.words;
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
        let mut pieces = vec![
            Piece { words: 0, from: first.start as usize, at: 0, len: 0 },
            Piece { words: words.len() - 1, from: last.end as usize, at: self.line.len(), len: 0 },
        ];
        for step in STEPS {
            let mut finer = vec![pieces[0]];
            for pair in pieces.windows(2) {
                if self.is_open(pair[0], pair[1], step) {
                    self.seek(pair[0], pair[1], step, &mut finer);
                }
                finer.push(pair[1]);
            }
            pieces = finer;
        }
        pieces
    }

    /// Whether pieces are to be sought between two.
    fn is_open(&self, before: Piece, after: Piece, step: Step) -> bool {
        let mut holes = self.pattern.holes[before.words..after.words].iter();
        if before.words == after.words {
            return matches!(step, Step::Characters(size) if size >= TELLING);
        }
        let told = step != Step::Characters(1) || !holes.any(|hole| (self.is_free)(*hole));
        told && self.gap(before, after).read(self.source, self.text(before, after), &self.fits).is_none()
    }

    /// The words and holes between two pieces.
    fn gap(&self, before: Piece, after: Piece) -> Pattern {
        let mut words = self.pattern.words[before.words..=after.words].to_vec();
        let last = words.len() - 1;
        words[0].start = (before.from + before.len) as u32;
        words[last].end = after.from as u32;
        Pattern { words, holes: self.pattern.holes[before.words..after.words].to_vec() }
    }

    fn span(before: Piece, after: Piece) -> Span {
        Span::new(before.at + before.len, after.at)
    }

    fn text(&self, before: Piece, after: Piece) -> &str {
        &self.line[Self::span(before, after).range()]
    }

    /// Adds the pieces between two that are known by what stands once on either side.
    fn seek(&self, before: Piece, after: Piece, step: Step, out: &mut Vec<Piece>) {
        let gap = self.gap(before, after);
        let span = Self::span(before, after);
        let (start, text) = (span.start as usize, &self.line[span.range()]);
        let mut shared: Vec<(usize, usize)> = match step {
            Step::Numbers(numbers) => {
                let ours = Shingles::of(self.source, &gap, &self.is_free);
                let mut theirs = Shingles::default();
                theirs.words(text, start);
                both(ours.over(numbers), theirs.over(numbers))
            }
            Step::Characters(size) => {
                let grams = |words: &Span| {
                    let start = words.start as usize;
                    anchor::grams(&self.source[words.range()], size).map(move |(at, gram)| (start + at, gram))
                };
                both(gap.words.iter().flat_map(grams), anchor::grams(text, size).map(|(at, gram)| (start + at, gram)))
            }
        };
        shared.sort_unstable();
        let mut last = before;
        for (from, at) in anchor::in_order(&shared) {
            if from < last.from + last.len || at < last.at + last.len {
                continue;
            }
            let words = self.pattern.words.partition_point(|words| words.end as usize <= from);
            if self.pattern.words.get(words).is_none_or(|words| (words.start as usize) > from) {
                continue;
            }
            let room = self.pattern.words[words];
            // As far as the texts are the same, within these words and up to the piece before.
            let (head, line) = (&self.source[room.start as usize..from], &self.line[last.at + last.len..at]);
            let head = if words == last.words { &self.source[last.from + last.len..from] } else { head };
            let back = common(head.chars().rev(), line.chars().rev());
            let limit = if words == after.words { after.from } else { room.end as usize };
            let ahead = common(self.source[from..limit].chars(), self.line[at..after.at].chars());
            // Numbers may stand side by side.
            if back + ahead > 0 {
                last = Piece { words, from: from - back, at: at - back, len: back + ahead };
                out.push(last);
            }
        }
    }

    /// What stands in the holes between two pieces, and what differs.
    fn between(&self, before: Piece, after: Piece, out: &mut Words) {
        let (gap, span) = (self.gap(before, after), Self::span(before, after));
        let text = &self.line[span.range()];
        let here = |standing: &Standing| match standing {
            Standing::One(found) => Standing::One(found.shifted(span.start as usize)),
            Standing::Several(first, last) => {
                Standing::Several(first.shifted(span.start as usize), last.shifted(span.start as usize))
            }
        };
        if let Some(standing) = gap.read(self.source, text, &self.fits) {
            out.holes.extend(standing.iter().map(|standing| Edited::Found(here(standing))));
            return;
        }
        out.changes.push((Span::new(before.from + before.len, after.from), span));
        if gap.holes.is_empty() {
            return;
        }
        if gap.holes.len() == 1 && gap.weight() == 0 && !text.is_empty() {
            out.holes.push(Edited::Unfit(span));
            return;
        }
        if let ([hole], [head, tail]) = (&gap.holes[..], &gap.words[..])
            && head.is_empty()
            && (self.rescaled)(*hole, &self.source[tail.range()], text)
        {
            out.holes.push(Edited::Found(Standing::One(span)));
            return;
        }
        // Words at either end of the gap were put in, or were changed: let any stand there, as little as will do.
        let read = |loose: &Loose| loose.pattern.read(self.source, text, &self.fits);
        let loose = self.loosened(&gap).into_iter().find_map(|loose| Some((read(&loose)?, loose)));
        for hole in 0..gap.holes.len() {
            let found = loose.as_ref().and_then(|(standing, loose)| {
                let beside = hole == 0 && loose.start == End::Changed
                    || hole + 1 == gap.holes.len() && loose.end == End::Changed;
                Some(standing[hole + usize::from(loose.start != End::Kept)]).filter(|_| !beside)
            });
            out.holes.push(match found {
                Some(found @ Standing::One(_)) => Edited::Found(here(&found)),
                _ => Edited::Missing(span),
            });
        }
    }

    /// A gap with any words at its ends, the least changed first.
    fn loosened(&self, gap: &Pattern) -> Vec<Loose> {
        let (Some(first), Some(last)) = (gap.words.first(), gap.words.last()) else { return Vec::new() };
        let ends = |words: &Span, hole: Option<&Hole>| -> &'static [End] {
            let several = self.source[words.range()].chars().nth(1).is_some();
            match hole {
                _ if words.is_empty() => &[End::Kept],
                // One character beside words of any kind says little.
                Some(hole) if !several && (self.is_free)(*hole) => &[End::Changed],
                _ => &[End::Extended, End::Changed],
            }
        };
        let starts = ends(first, gap.holes.first());
        let finals = ends(last, gap.holes.last());
        let both = starts.iter().flat_map(|&start| finals.iter().map(move |&end| (start, end)));
        both.map(|(start, end)| Loose::of(gap, start, end)).collect()
    }
}

/// What became of the words at an end of a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// They are there.
    Kept,
    /// They are there, with others beyond them.
    Extended,
    /// Others are there.
    Changed,
}

/// A gap with any words at its ends.
struct Loose {
    pattern: Pattern,
    start: End,
    end: End,
}

impl Loose {
    fn of(gap: &Pattern, start: End, end: End) -> Self {
        let mut pattern = gap.clone();
        if let Some(first) = pattern.words.first_mut().filter(|_| start != End::Kept) {
            let at = Span::empty(first.start as usize);
            if start == End::Changed {
                first.start = first.end;
            }
            pattern.words.insert(0, at);
            pattern.holes.insert(0, Hole::Words);
        }
        if let Some(last) = pattern.words.last_mut().filter(|_| end != End::Kept) {
            let at = Span::empty(last.end as usize);
            if end == End::Changed {
                last.end = last.start;
            }
            pattern.words.push(at);
            pattern.holes.push(Hole::Words);
        }
        Self { pattern, start, end }
    }
}

/// Where that stands which stands once in each of two texts.
fn both<'t>(
    ours: impl Iterator<Item = (usize, &'t str)>,
    theirs: impl Iterator<Item = (usize, &'t str)>,
) -> Vec<(usize, usize)> {
    let (ours, theirs) = (anchor::owned(ours), anchor::owned(theirs));
    ours.iter().filter_map(|(key, &from)| Some((from, *theirs.get(key)?))).collect()
}

/// How many bytes two texts have in common from where they begin.
fn common(ours: impl Iterator<Item = char>, theirs: impl Iterator<Item = char>) -> usize {
    ours.zip(theirs).take_while(|(ours, theirs)| ours == theirs).map(|(c, _)| c.len_utf8()).sum()
}
