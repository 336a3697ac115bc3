//! huibao (汇报) reads Chinese reports into a lossless tree.
#![forbid(unsafe_code)]
#![warn(missing_docs, unreachable_pub)]

pub mod block;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod contents;
mod decimal;
pub mod diagnostic;
pub mod error;
pub mod fill;
pub mod form;
pub mod frame;
pub mod heading;
pub mod infer;
pub mod inline;
pub mod json;
pub mod laws;
pub mod layout;
pub mod line;
pub mod message;
mod numbering;
pub mod outline;
pub mod place;
pub mod read;
pub mod report;
pub mod row;
pub mod same;
mod setting;
pub mod settle;
mod short;
pub mod slots;
pub mod source;
pub mod span;
pub mod syntax;
pub mod value;
pub mod values;
pub mod write;
