//! Short strings, compared byte by byte: for the two or three bytes of a marker's close or of a line ending the call
//! that a comparison of slices makes costs many times the comparison.

/// Whether both are equal.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| a == b)
}

/// Whether `text` begins with `word`.
pub(crate) fn begins(text: &str, word: &str) -> bool {
    text.len() >= word.len() && text.bytes().zip(word.bytes()).all(|(a, b)| a == b)
}

/// Whether `text` ends with `word`.
pub(crate) fn ends(text: &str, word: &str) -> bool {
    text.len() >= word.len() && text.bytes().rev().zip(word.bytes().rev()).all(|(a, b)| a == b)
}
