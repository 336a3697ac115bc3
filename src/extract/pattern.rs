//! A line of a template as a pattern: words, and holes between them; and what stands in the holes of a line that reads
//! so.
//!
//! Every reading is looked for, not the first: what stands in a hole is sure only where all readings agree. Where words
//! can stand is bounded from both ends first (each as early, and each as late as what is before and behind it lets it);
//! most words have one place then. Only where they have several are the combinations tried, with a limit to the work.

use std::ops::Range;

use crate::span::Span;

/// What is to be found between words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hole {
    /// A slot, by its index in the template.
    Slot(usize),
    /// Words that were changed.
    Words,
}

/// Words and the holes between them: one hole fewer than words. The words are spans of the template's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pattern {
    pub(super) words: Vec<Span>,
    pub(super) holes: Vec<Hole>,
}

/// What stands in a hole: bytes of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The same words in every reading.
    One(Span),
    /// Not the same: the earliest reading, and the latest that has other words.
    Several(Span, Span),
}

/// How many bytes may be looked at, for each byte of a line and for each hole, where words have several places.
const WORK: usize = 32;

impl Pattern {
    /// How many bytes the words have.
    pub(super) fn weight(&self) -> usize {
        self.words.iter().map(|words| words.len()).sum()
    }

    /// What stands in each hole of `line`, where it reads as the pattern; `source` has the words, and `fits` says what
    /// a hole takes.
    pub(super) fn read(&self, source: &str, line: &str, fits: &impl Fn(Hole, &str) -> bool) -> Option<Vec<Standing>> {
        if self.weight() > line.len() {
            return None;
        }
        let words: Vec<&str> = self.words.iter().map(|words| &source[words.range()]).collect();
        let [first, last] = [words.first()?, words.last()?];
        if !line.starts_with(first) || !line.ends_with(last) || words.len() == 1 && line.len() != first.len() {
            return None;
        }
        let (early, late) = (earliest(&words, line)?, latest(&words, line)?);
        let mut reading = Reading { words, line, holes: &self.holes, early, late, left: WORK * (line.len() + 1) };
        let mut standing = Vec::with_capacity(self.holes.len());
        let mut hole = 0;
        while hole < self.holes.len() {
            // A run of holes with words between them that have several places.
            let more = (hole + 1..self.holes.len()).take_while(|&words| !reading.is_fixed(words)).count();
            let run = hole..hole + more + 1;
            match reading.holes(run.clone(), fits) {
                Found::None => return None,
                Found::All(found) => standing.extend(found),
                Found::TooMany => standing.extend(run.clone().map(|hole| {
                    let (early, late) = (reading.between(hole, &reading.early), reading.between(hole, &reading.late));
                    if early == late { Standing::One(early) } else { Standing::Several(early, late) }
                })),
            }
            hole = run.end;
        }
        Some(standing)
    }
}

/// Where each of the words begins at the earliest.
fn earliest(words: &[&str], line: &str) -> Option<Vec<usize>> {
    let mut starts = Vec::with_capacity(words.len());
    let mut at = 0;
    let last = line.len() - words.last()?.len();
    for (index, words_here) in words.iter().enumerate() {
        let start = match index {
            0 => 0,
            _ if index + 1 == words.len() => Some(last).filter(|last| *last >= at)?,
            _ => at + line[at..].find(words_here)?,
        };
        starts.push(start);
        at = start + words_here.len();
    }
    Some(starts)
}

/// Where each of the words begins at the latest.
fn latest(words: &[&str], line: &str) -> Option<Vec<usize>> {
    let mut starts = Vec::with_capacity(words.len());
    let mut end = line.len();
    for (index, words_here) in words.iter().enumerate().rev() {
        let start = match index {
            _ if index + 1 == words.len() => end - words_here.len(),
            0 => 0,
            _ => line[..end].rfind(words_here)?,
        };
        starts.push(start);
        end = start;
    }
    starts.reverse();
    (starts.len() < 2 || starts[1] >= words[0].len()).then_some(starts)
}

enum Found {
    None,
    All(Vec<Standing>),
    TooMany,
}

struct Reading<'p> {
    words: Vec<&'p str>,
    line: &'p str,
    holes: &'p [Hole],
    early: Vec<usize>,
    late: Vec<usize>,
    /// How many bytes may still be looked at.
    left: usize,
}

impl Reading<'_> {
    fn is_fixed(&self, words: usize) -> bool {
        self.early[words] == self.late[words]
    }

    /// What stands in a hole where words begin at these places.
    fn between(&self, hole: usize, starts: &[usize]) -> Span {
        Span::new(starts[hole] + self.words[hole].len(), starts[hole + 1])
    }

    /// What stands in a run of holes; the words before the first and behind the last have one place.
    fn holes(&mut self, run: Range<usize>, fits: &impl Fn(Hole, &str) -> bool) -> Found {
        if run.len() == 1 {
            let span = self.between(run.start, &self.early);
            let fits = fits(self.holes[run.start], &self.line[span.range()]);
            return if fits { Found::All(vec![Standing::One(span)]) } else { Found::None };
        }
        // What can stand in each hole, from what can stand in the hole before.
        let mut spans: Vec<Vec<Span>> = Vec::with_capacity(run.len());
        let mut from = vec![self.early[run.start] + self.words[run.start].len()];
        for hole in run.clone() {
            let Some(to) = self.places(hole + 1) else { return Found::TooMany };
            let mut here = Vec::new();
            for &start in &from {
                for &end in to.iter().filter(|end| **end >= start) {
                    let Some(left) = self.left.checked_sub(1 + end - start) else { return Found::TooMany };
                    self.left = left;
                    if fits(self.holes[hole], &self.line[start..end]) {
                        here.push(Span::new(start, end));
                    }
                }
            }
            from = here.iter().map(|span| span.end as usize + self.words[hole + 1].len()).collect();
            from.sort_unstable();
            from.dedup();
            if here.is_empty() {
                return Found::None;
            }
            spans.push(here);
        }
        // Of that, what leads to the end.
        let mut ends = vec![self.early[run.end] as u32];
        for (here, hole) in spans.iter_mut().zip(run).rev() {
            here.retain(|span| ends.binary_search(&span.end).is_ok());
            ends = here.iter().map(|span| span.start - self.words[hole].len() as u32).collect();
            ends.sort_unstable();
            ends.dedup();
        }
        let text = |span: &Span| &self.line[span.range()];
        let standing = |here: &Vec<Span>| {
            let first = here.first()?;
            let other = here.iter().rev().find(|other| text(other) != text(first));
            Some(other.map_or(Standing::One(*first), |other| Standing::Several(*first, *other)))
        };
        spans.iter().map(standing).collect::<Option<_>>().map_or(Found::None, Found::All)
    }

    /// Every place where words can begin.
    fn places(&mut self, words: usize) -> Option<Vec<usize>> {
        let (early, late, sought) = (self.early[words], self.late[words], self.words[words]);
        let mut places = Vec::new();
        let mut from = early;
        while from <= late
            && let Some(at) = self.line[from..late + sought.len()].find(sought)
        {
            self.left = self.left.checked_sub(1 + at + sought.len())?;
            places.push(from + at);
            from += at + self.line[from + at..].chars().next().map_or(1, char::len_utf8);
        }
        Some(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pattern from words with a hole at each `#` (digits), `@` (any words).
    fn pattern(text: &str) -> (Pattern, Vec<char>) {
        let mut pattern = Pattern::default();
        let mut kinds = Vec::new();
        let mut start = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '#' | '@')) {
            pattern.words.push(Span::new(start, at));
            pattern.holes.push(Hole::Slot(kinds.len()));
            kinds.push(c);
            start = at + 1;
        }
        pattern.words.push(Span::new(start, text.len()));
        (pattern, kinds)
    }

    fn shown(text: &str, line: &str) -> String {
        let (pattern, kinds) = pattern(text);
        let fits = |hole: Hole, value: &str| match hole {
            Hole::Slot(slot) if kinds[slot] == '#' => {
                !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
            }
            _ => value.trim() == value,
        };
        let Some(standing) = pattern.read(text, line, &fits) else { return "no".to_owned() };
        let shown = |standing: &Standing| match standing {
            Standing::One(span) => line[span.range()].to_owned(),
            Standing::Several(first, last) => format!("{}|{}", &line[first.range()], &line[last.range()]),
        };
        standing.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_stands_between_words_is_found() {
        for (text, line, expected) in [
            ("培训#人次", "培训12人次", "12"),
            ("培训#人次", "培训人次", "no"),
            ("培训#人次", "培训12人", "no"),
            ("培训", "培训", ""),
            ("培训", "培训班", "no"),
            ("#人#次", "5人6次", "5 6"),
            ("在@村建@个", "在甲村建乙个", "甲 乙"),
            ("@", "", ""),
            ("甲@甲", "甲", "no"),
        ] {
            assert_eq!(shown(text, line), expected, "{text} {line}");
        }
    }

    #[test]
    fn several_readings_are_told() {
        for (text, line, expected) in [
            // Touching holes.
            ("共@@名", "共甲乙名", "|甲乙 甲乙|"),
            ("##", "123", "1|12 23|3"),
            ("##", "12", "1 2"),
            // One word parts them, and stands twice.
            ("@等@采用", "甲等乙等丙采用", "甲|甲等乙 乙等丙|丙"),
            ("@等@采用", "甲等乙采用", "甲 乙"),
            // What a hole takes decides between places.
            ("@村农户#户", "甲村农户乙村农户5户", "甲村农户乙 5"),
            ("在@的村", "在 的村的村", "no"),
            ("在@的@", "在 的村的村", "no"),
            ("共@的@村", "共甲的乙的 丙村", "甲 乙的 丙"),
        ] {
            assert_eq!(shown(text, line), expected, "{text} {line}");
        }
    }

    #[test]
    fn words_that_overlap_have_all_their_places() {
        assert_eq!(shown("@人人@", "甲人人人乙"), "甲|甲人 人乙|乙");
    }
}
