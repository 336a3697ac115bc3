//! huibao (汇报) reads Chinese reports into a lossless tree.
#![forbid(unsafe_code)]
#![warn(missing_docs, unreachable_pub)]

pub mod error;
pub mod inline;
pub mod message;
pub mod source;
pub mod span;
pub mod syntax;
