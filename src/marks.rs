//! The characters that are no Han characters: punctuation, digits, blanks. Han characters are most of all, and where
//! only punctuation tells they are passed 64 bytes at a time.

use wide::u8x16;

/// Where these characters begin in a text, in order.
pub(crate) fn marks(text: &str) -> Marks<'_> {
    let rest = text.as_bytes();
    Marks { rest, start: 0, bits: 0 }
}

pub(crate) struct Marks<'t> {
    /// What was not looked at.
    rest: &'t [u8],
    /// Where the 64 bytes stand that were looked at last, and for each whether a character begins that was not given yet.
    start: usize,
    bits: u64,
}

impl Iterator for Marks<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.bits == 0 {
            match self.rest.split_first_chunk() {
                Some((chunk, rest)) => (self.bits, self.rest) = (bits(chunk), rest),
                None if self.rest.is_empty() => return None,
                None => {
                    let mut padded = [HAN; 64];
                    padded[..self.rest.len()].copy_from_slice(self.rest);
                    (self.bits, self.rest) = (bits(&padded), &[]);
                }
            }
            self.start += 64;
        }
        let at = self.bits.trailing_zeros() as usize;
        self.bits &= self.bits - 1;
        Some(self.start - 64 + at)
    }
}

/// The first byte of a Han character.
const HAN: u8 = 0xE4;
const LAST_HAN: u8 = 0xE9;

/// A bit for each byte that begins another character.
fn bits(chunk: &[u8; 64]) -> u64 {
    let (sixteens, _) = chunk.as_chunks();
    sixteens.iter().rev().fold(0, |bits, sixteen| bits << 16 | u64::from(bits_of(u8x16::new(*sixteen))))
}

fn bits_of(bytes: u8x16) -> u32 {
    // Between 0x80 and 0xBF no character begins: with the highest bit turned round, these are the least bytes.
    let turned = bytes ^ u8x16::splat(0x80);
    let begins = turned.max(u8x16::splat(0xC0 ^ 0x80)).simd_eq(turned);
    let behind = bytes - u8x16::splat(HAN);
    let is_han = behind.min(u8x16::splat(LAST_HAN - HAN)).simd_eq(behind);
    (begins & !is_han).to_bitmask()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_but_han_characters_are_marked(text in "[一-鿋a，。、é😀]{0,90}") {
            let other = |c: char| !('\u{4000}'..='\u{9FFF}').contains(&c);
            let expected: Vec<usize> = text.char_indices().filter(|(_, c)| other(*c)).map(|(at, _)| at).collect();
            prop_assert_eq!(marks(&text).collect::<Vec<_>>(), expected);
        }
    }
}
