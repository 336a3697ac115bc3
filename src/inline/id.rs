//! The id of a slot: a hash of the words around it, so that renumbering, other edits and filling other figures move none.

use std::ops::Range;

use super::{Inline, InlineKind};
use crate::syntax::words;

/// The letters of an id: no vowel, so that no word arises; none that looks like a digit.
const LETTERS: &[u8; 27] = b"bcdfghjkmnpqrstvwxz23456789";
/// How many of them make an id.
const ID: usize = 7;
/// How many of them are letters.
const FIRST: u64 = 19;
/// How many characters on either side go into an id.
const AROUND: usize = 10;

/// The id of the slot `index`: seven characters, a hash (FNV-1a, 64 bits) of its kind and the ten characters on
/// either side within the leaf. Each run of digits, numerals, points and masks counts as one sign, so that filling
/// other figures moves no id; blanks do not count.
pub(crate) fn id(kind: InlineKind, leaf: &str, inlines: &[Inline], index: usize) -> String {
    let run = inlines[index].run;
    let (before, behind) = inlines.split_at(index);
    let mut hash = Hash::default();
    hash.add(kind.name());
    hash.add("<");
    let mut runs = before.iter().rev().map(masked).peekable();
    // Values may be long: look at no more than a bounded stretch.
    let near = leaf[..run.start as usize].char_indices().rev().take(AROUND * 6);
    hash.add_neutral(near.map(|(at, c)| {
        while runs.next_if(|run| run.start > at).is_some() {}
        (c, runs.peek().is_some_and(|run| run.contains(&at)))
    }));
    hash.add(">");
    let end = run.end as usize;
    let mut runs = behind.iter().map(masked).peekable();
    let near = leaf[end..].char_indices().take(AROUND * 6).map(|(at, c)| (end + at, c));
    hash.add_neutral(near.map(|(at, c)| {
        while runs.next_if(|run| run.end <= at).is_some() {}
        (c, runs.peek().is_some_and(|run| run.contains(&at)))
    }));
    hash.letters()
}

/// The bytes of a mask; none of a number that is printed.
fn masked(inline: &Inline) -> Range<usize> {
    if inline.open { inline.run.range() } else { inline.run.start as usize..inline.run.start as usize }
}

/// Whether a character is one sign of a number in an id. No Han character is numeric to Unicode.
fn is_numeral(c: char) -> bool {
    match c {
        '\u{3400}'..='\u{9FFF}' => words::NUMERALS.contains(c),
        _ => c.is_numeric(),
    }
}

/// A name of seven characters for what these words say together, made as ids are.
pub(crate) fn fingerprint<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut hash = Hash::default();
    for word in words {
        hash.add(word);
        hash.add(" ");
    }
    hash.letters()
}

/// Whether a word looks like such a name. No word of a language does: it has no vowels.
#[cfg(feature = "cli")]
pub(crate) fn is_fingerprint(word: &str) -> bool {
    word.len() == ID && word.bytes().all(|letter| LETTERS.contains(&letter))
}

struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hash {
    fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    /// Adds the first characters, up to [`AROUND`], each with whether it is of a mask: a run of digits, numerals, points
    /// and masks as one sign, blanks not at all.
    fn add_neutral(&mut self, chars: impl Iterator<Item = (char, bool)>) {
        let mut count = 0;
        let mut run = false;
        for (c, masked) in chars {
            if crate::line::is_blank(c) {
                continue;
            }
            let number = masked || is_numeral(c) || run && words::NUMERAL_JOINTS.contains(c);
            if number && run {
                continue;
            }
            run = number;
            self.add(if number { '0' } else { c }.encode_utf8(&mut [0; 4]));
            count += 1;
            if count == AROUND {
                break;
            }
        }
    }

    fn letters(self) -> String {
        let mut rest = self.0 ^ self.0 >> 29;
        let mut id = String::with_capacity(ID);
        id.push(char::from(LETTERS[(rest % FIRST) as usize]));
        rest /= FIRST;
        for _ in 1..ID {
            id.push(char::from(LETTERS[(rest % LETTERS.len() as u64) as usize]));
            rest /= LETTERS.len() as u64;
        }
        id
    }
}
