//! Word files on the command line: the file that was read is kept, to be filled in place. Without the feature there is none.

use crate::{error::Error, read::ReadOptions, report::Report, span::Span};

/// A Word file that was read.
#[cfg(feature = "docx")]
#[derive(Clone)]
pub(super) struct Word(crate::docx::Document);

#[cfg(feature = "docx")]
impl Word {
    /// Reads a Word file; `Err` gives the bytes of any other back.
    pub(super) fn read(bytes: Vec<u8>, options: &ReadOptions) -> Result<Result<(Self, Report), Error>, Vec<u8>> {
        if !crate::docx::is_docx(&bytes) {
            return Err(bytes);
        }
        Ok(crate::docx::Document::open(bytes).map(|document| {
            let report = document.read(options);
            (Self(document), report)
        }))
    }

    /// The file with new text in some places of its text.
    pub(super) fn edited(&mut self, edits: &[(Span, &str)]) -> Result<Vec<u8>, Error> {
        self.0.edited(edits)
    }
}

/// No Word file is read.
#[cfg(not(feature = "docx"))]
#[derive(Clone)]
pub(super) enum Word {}

#[cfg(not(feature = "docx"))]
impl Word {
    pub(super) fn read(bytes: Vec<u8>, _: &ReadOptions) -> Result<Result<(Self, Report), Error>, Vec<u8>> {
        Err(bytes)
    }

    pub(super) fn edited(&mut self, _: &[(Span, &str)]) -> Result<Vec<u8>, Error> {
        match *self {}
    }
}
