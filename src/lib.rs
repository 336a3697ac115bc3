//! huibao (汇报) reads Chinese reports into a lossless tree.
#![forbid(unsafe_code)]
#![warn(missing_docs, unreachable_pub)]

pub mod block;
pub mod contents;
pub mod error;
pub mod frame;
pub mod heading;
pub mod infer;
pub mod inline;
pub mod json;
pub mod laws;
pub mod layout;
pub mod line;
pub mod message;
pub mod outline;
pub mod read;
pub mod report;
pub mod same;
mod setting;
pub mod settle;
pub mod source;
pub mod span;
pub mod syntax;
pub mod write;
