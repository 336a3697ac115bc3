//! The one error type: what was wrong, where, what to do.

use std::fmt;

use crate::{
    message::{Lang, Message},
    span::Span,
};

/// What sort of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is not text, or not in the encoding named.
    Source,
    /// JSON that does not load.
    Json,
    /// A layout file that does not load.
    Layout,
    /// A value, a form or a key that does not fit.
    Value,
    /// A character that the output's encoding lacks.
    Encode,
    /// A file that cannot be read or written.
    Io,
}

/// Where something is wrong in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
    /// The whole line.
    pub text: String,
    /// The bytes of `text` that are meant.
    pub span: Span,
}

/// Why something could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// What sort.
    pub kind: ErrorKind,
    /// What was wrong.
    pub message: Message,
    /// Where, if it has a place.
    pub place: Option<Box<Place>>,
    /// What to do.
    pub help: Option<Message>,
}

impl Error {
    /// An error without a place.
    pub fn new(kind: ErrorKind, message: Message) -> Self {
        Self { kind, message, place: None, help: None }
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// With the place of the bytes `span` of `text`.
    #[must_use]
    pub fn at(mut self, text: &str, span: Span) -> Self {
        self.place = Some(Box::new(Place::of(text, span)));
        self
    }
}

impl Place {
    /// The place of the bytes `span` of `text`; a span that runs over its line's end is cut there.
    pub fn of(text: &str, span: Span) -> Self {
        let start = span.start as usize;
        let from = text[..start].rfind(['\n', '\r']).map_or(0, |i| i + 1);
        let to = text[start..].find(['\n', '\r']).map_or(text.len(), |i| start + i);
        let before = text[..from].replace("\r\n", "\n");
        Self {
            line: before.matches(['\n', '\r']).count() + 1,
            column: text[from..start].chars().count() + 1,
            text: text[from..to].to_owned(),
            span: Span::new(start - from, (span.end as usize).min(to).max(start) - from),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.text(Lang::En))
    }
}

impl std::error::Error for Error {}
