//! Tables of rows that are looked up by a character, of every character of a text: nearly always there is none.

/// Rows by character, in buckets of the characters whose code points end alike.
#[derive(Debug)]
pub(crate) struct Table<T: 'static> {
    rows: &'static [(char, T)],
    /// Where each bucket begins, and where the last one ends.
    starts: [u16; BUCKETS + 1],
}

const BUCKETS: usize = 256;

const fn bucket(c: char) -> usize {
    c as usize % BUCKETS
}

impl<T: Copy> Table<T> {
    /// A table of rows that are sorted by bucket.
    pub(crate) const fn new(rows: &'static [(char, T)]) -> Self {
        let mut starts = [0; BUCKETS + 1];
        let (mut row, mut next) = (0, 0);
        while next <= BUCKETS {
            while row < rows.len() && bucket(rows[row].0) < next {
                row += 1;
            }
            assert!(row == rows.len() || next == BUCKETS || bucket(rows[row].0) >= next, "rows are sorted by bucket");
            starts[next] = row as u16;
            next += 1;
        }
        assert!(row == rows.len(), "rows are sorted by bucket");
        Self { rows, starts }
    }

    /// The rows of a character, in the order of the table.
    pub(crate) fn of(&self, c: char) -> impl Iterator<Item = &'static T> {
        let at = bucket(c);
        let rows = &self.rows[usize::from(self.starts[at])..usize::from(self.starts[at + 1])];
        rows.iter().filter(move |(key, _)| *key == c).map(|(_, row)| row)
    }
}
