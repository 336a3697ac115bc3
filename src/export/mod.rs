//! Reports in the formats of others: Word, Markdown, a web page. The words are the author's, markers included, and the
//! tree is what they are in the report; how they are set is the format's own.

#[cfg(feature = "docx")]
mod docx;
mod html;
mod line;
mod markdown;
#[cfg(feature = "docx")]
mod page;

#[cfg(feature = "docx")]
pub use docx::docx;
pub use html::html;
pub use markdown::markdown;
