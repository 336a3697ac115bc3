//! What stands for workbooks where the feature `xlsx` is off: they are known, and refused.

use crate::{
    error::{Error, ErrorKind},
    form::Line,
    message::Message,
    table::Table,
};

pub(crate) fn is_workbook(_: &[u8]) -> bool {
    // Text is what is read then; a package is refused as no text, with what to do.
    false
}

pub(crate) fn read(_: &[u8]) -> Result<Vec<Table>, Error> {
    Err(lacking())
}

pub(crate) fn form(_: &[Line<'_>]) -> Result<Vec<u8>, Error> {
    Err(lacking())
}

/// Writes no workbook: the feature `xlsx` is off.
///
/// # Errors
/// [`ErrorKind::Io`], always.
pub fn tabular(_: &[u8], _: impl Fn(&str) -> bool) -> Result<Vec<u8>, Error> {
    Err(lacking())
}

fn lacking() -> Error {
    Error::new(ErrorKind::Io, Message::new("sheet-lacking")).help(Message::new("sheet-lacking-help"))
}
