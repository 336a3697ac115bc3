//! The small languages, each a file: its type, its parser and its printer. They know no blocks.

pub mod marker;
pub mod numeral;
