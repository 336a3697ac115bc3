//! Places: bytes of a text to lines and columns, many at a time.

/// A count of characters is kept every so many bytes, so that a column in a line of any length costs no more than this.
const STRIDE: usize = 1024;

/// The lines of a text, and how to find the column of a byte in them. Lines end at \n, \r\n and a lone \r.
///
/// Made in one pass; each question then costs the logarithm of the number of lines.
#[derive(Clone, Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// How many characters begin before byte `i * STRIDE`.
    counts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// The index of a text.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if !(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        let mut counts = vec![0];
        let mut count = 0;
        for stride in bytes.chunks_exact(STRIDE) {
            count += beginnings(stride);
            counts.push(count);
        }
        Self { text, starts, counts }
    }

    /// The line and the column, from 1, of a byte; columns in Unicode scalar values.
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= byte);
        let start = self.starts[line - 1];
        (line, self.chars(byte) - self.chars(start) + 1)
    }

    /// The text of the line, from 1, without its ending, and where it begins.
    pub fn line(&self, line: usize) -> (usize, &'t str) {
        let start = self.starts[line - 1];
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        (start, self.text[start..end].trim_end_matches(['\n', '\r']))
    }

    /// How many Unicode scalar values begin before a byte.
    pub fn chars(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let stride = byte / STRIDE;
        let rest = &self.text.as_bytes()[stride * STRIDE..byte];
        self.counts[stride] + beginnings(rest)
    }
}

/// How many characters begin in a piece of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plain way: count what stands before.
    fn counted(text: &str, byte: usize) -> (usize, usize) {
        let before = text[..byte].replace("\r\n", "\n");
        // A byte between \r and \n belongs to the line that they end.
        let before = match before.strip_suffix('\r') {
            Some(inner) if text[byte..].starts_with('\n') => format!("{inner}?"),
            _ => before,
        };
        let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
        (before.matches(['\n', '\r']).count() + 1, line.chars().count() + 1)
    }

    #[test]
    fn places_are_those_that_counting_gives() {
        let long = "区科协".repeat(700);
        let text = format!("一、\r\n（一）\n\r二\r{long}\u{85}\u{2028}x\u{b}\n\n{long}末");
        let index = LineIndex::new(&text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(index.place(byte), counted(&text, byte), "byte {byte}");
            assert_eq!(index.chars(byte), text[..byte].chars().count());
        }
    }

    #[test]
    fn a_line_is_given_without_its_ending() {
        let index = LineIndex::new("甲\r\n乙\r\n");
        assert_eq!(index.line(1), (0, "甲"));
        assert_eq!(index.line(2), (5, "乙"));
        assert_eq!(index.line(3), (10, ""));
    }
}
