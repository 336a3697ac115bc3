//! What stands between several numbers in a row: in a text that repeats its words it is that by which places are told
//! apart, when no words are that stand once.

use super::pattern::{Hole, Pattern};

/// A text with its numbers and figure slots taken out.
#[derive(Default)]
pub(super) struct Shingles {
    text: String,
    /// Behind each number: where in `text`, and where in the text that it is of.
    starts: Vec<(usize, usize)>,
}

/// Stands for a number.
const NUMBER: char = '\u{0}';
/// Stands for what is no number and may be any words.
const OTHER: char = '\u{1}';

impl Shingles {
    /// Those of a template's words; `is_free` says which holes may be any words.
    pub(super) fn of(source: &str, gap: &Pattern, is_free: impl Fn(Hole) -> bool) -> Self {
        let mut shingles = Self::default();
        for (index, words) in gap.words.iter().enumerate() {
            shingles.words(&source[words.range()], words.start as usize);
            match gap.holes.get(index).zip(gap.words.get(index + 1)) {
                Some((hole, _)) if is_free(*hole) => shingles.text.push(OTHER),
                Some((_, next)) => shingles.number(next.start as usize),
                None => {}
            }
        }
        shingles
    }

    /// Those of words that begin at a place of a text.
    pub(super) fn words(&mut self, words: &str, start: usize) {
        let mut rest = words.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let next = rest.peek().map(|(_, next)| *next);
            let within = matches!(c, '.' | ',') && self.text.ends_with(NUMBER) && next.is_some_and(char::is_numeric);
            if c.is_numeric() || within {
                self.number(start + at + c.len_utf8());
            } else {
                self.text.push(c);
            }
        }
    }

    /// A number, or more of one, that ends at a place.
    fn number(&mut self, end: usize) {
        if self.text.ends_with(NUMBER) {
            self.starts.pop();
        } else {
            self.text.push(NUMBER);
        }
        self.starts.push((self.text.len(), end));
    }

    /// The words over so many numbers, with where each begins.
    pub(super) fn over(&self, numbers: usize) -> impl Iterator<Item = (usize, &str)> {
        let ends = self.starts.iter().skip(numbers);
        self.starts.iter().zip(ends).map(|(&(start, at), &(end, _))| (at, &self.text[start..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_part_words() {
        let mut shingles = Shingles::default();
        shingles.words("甲村1,200人，2.5万元。乙村8人", 0);
        assert_eq!(shingles.over(1).collect::<Vec<_>>(), [(11, "人，\0"), (20, "万元。乙村\0")]);
        assert_eq!(shingles.over(2).collect::<Vec<_>>(), [(11, "人，\0万元。乙村\0")]);
    }
}
