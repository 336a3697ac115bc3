//! The small languages, each a file: its type, its parser and its printer. They know no blocks.

pub(crate) mod figure;
pub mod marker;
pub(crate) mod mask;
pub mod numeral;
pub(crate) mod table;
pub(crate) mod words;
