//! Sets of up to 64 things by character, in two loads: nearly always the set is empty.

/// A set for each character of the first plane; beyond it all are empty.
#[derive(Debug)]
pub(crate) struct Sets {
    /// For all bits of a character but the last six, its page.
    pub(crate) pages: &'static [u16; 1 << 10],
    /// For the last six bits, by page, the set.
    pub(crate) places: &'static [[u16; 64]],
    pub(crate) sets: &'static [u64],
}

impl Sets {
    /// The set of a character, a bit each.
    pub(crate) const fn of(&self, c: char) -> u64 {
        self.of_code(c as usize)
    }

    /// The same by its code.
    pub(crate) const fn of_code(&self, code: usize) -> u64 {
        if code >> 6 >= self.pages.len() {
            return 0;
        }
        self.sets[self.places[self.pages[code >> 6] as usize][code & 0x3F] as usize]
    }
}
