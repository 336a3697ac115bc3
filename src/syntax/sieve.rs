//! Whether a character of three bytes may be of a kind, in one load: by the last six bits of each of its last two bytes.
//! That leaves out which Han characters are alike in these: it tells nearly always that one is not.

/// The characters of a kind, and those that are like them.
#[derive(Debug)]
pub(crate) struct Sieve([bool; 1 << 14]);

impl Sieve {
    pub(crate) const fn new() -> Self {
        Self([false; 1 << 14])
    }

    /// With a character of three bytes, by its code.
    pub(crate) const fn with(mut self, code: usize) -> Self {
        self.0[(code >> 6 & 0x3F) | (code & 0x3F) << 8] = true;
        self
    }

    /// Whether the character of these bytes may be of the kind; the fourth does not matter.
    #[inline]
    pub(crate) fn may(&self, bytes: u32) -> bool {
        self.0[(bytes >> 8 & 0x3F3F) as usize]
    }
}
