//! huibao (汇报) reads Chinese reports into a lossless tree.
#![forbid(unsafe_code)]
#![warn(missing_docs, unreachable_pub)]

pub mod inline;
pub mod source;
pub mod span;
pub mod syntax;
