//! A filter of characters: a table of a few hundred is asked about every character of a text, and nearly always has to
//! say no.

/// Says of most characters that are not among some that they are not: one bit each, by the low bits of the code point.
#[derive(Debug)]
pub(crate) struct Filter([u64; WORDS]);

const WORDS: usize = 16;

impl Filter {
    /// The filter of the characters that the rows of a table begin with.
    pub(crate) const fn of<T: Copy>(rows: &[(char, T)]) -> Self {
        let mut words = [0; WORDS];
        let mut at = 0;
        while at < rows.len() {
            let (word, bit) = Self::place(rows[at].0);
            words[word] |= bit;
            at += 1;
        }
        Self(words)
    }

    /// Whether `c` may be among them; where not, it is certainly not.
    pub(crate) fn may_have(&self, c: char) -> bool {
        let (word, bit) = Self::place(c);
        self.0[word] & bit != 0
    }

    const fn place(c: char) -> (usize, u64) {
        (c as usize / 64 % WORDS, 1 << (c as usize % 64))
    }
}
