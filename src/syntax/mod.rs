//! The small languages, each a file: its type, its parser and its printer. They know no blocks.

pub(crate) mod figure;
pub(crate) mod marker;
pub(crate) mod mask;
pub(crate) mod number;
pub(crate) mod numeral;
pub(crate) mod sets;
pub(crate) mod sieve;
pub(crate) mod table;
pub(crate) mod trie;
pub(crate) mod words;
