//! What stands for web pages where the feature `html` is off: none is known, and what is named so is refused.

use crate::{
    error::{Error, ErrorKind},
    hint::Hints,
    message::Message,
    source::{Encoding, Source},
};

pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) hints: Hints,
    pub(crate) source: Source,
}

/// Whether a file begins as a web page does: none is known, the feature `html` is off.
pub fn is_page(_: &[u8]) -> bool {
    false
}

pub(crate) fn read(_: Vec<u8>, _: Option<Encoding>) -> Result<Page, Error> {
    Err(Error::new(ErrorKind::Source, Message::new("page-lacking")).help(Message::new("page-lacking-help")))
}
