//! `--errors`: what went wrong with the files of a run, as rows.

use std::path::Path;

use serde::Serialize;

use super::{Failure, input, output::Output};
use crate::{
    error::{Error, ErrorKind},
    message::{Lang, Message},
};

/// What went wrong with a file.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Fault {
    file: String,
    /// The message's key in the catalogue: the same in every language.
    code: &'static str,
    message: String,
    help: String,
}

impl Fault {
    pub(super) fn of(failure: &Failure, lang: Lang) -> Self {
        let file = failure.file.clone().unwrap_or_default();
        Self::new(file, &failure.error.message, failure.error.help.as_ref(), lang)
    }

    pub(super) fn new(file: String, message: &Message, help: Option<&Message>, lang: Lang) -> Self {
        let help = help.map(|help| help.text(lang)).unwrap_or_default();
        Self { file, code: message.key(), message: message.text(lang), help }
    }

    pub(super) fn code(&self) -> &'static str {
        self.code
    }
}

/// The file that the faults go into: CSV where its name says so, else JSON, one a line.
pub(super) struct Faults {
    output: Output,
    csv: bool,
}

impl Faults {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let csv = input::extension(path).as_deref() == Some("csv");
        let mut faults = Self { output: Output::open(Some(path))?, csv };
        if csv {
            faults.output.write(b"file,code,message,help\n")?;
        }
        Ok(faults)
    }

    pub(super) fn add(&mut self, fault: &Fault) -> Result<(), Error> {
        if !self.csv {
            return self.output.line(fault);
        }
        let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
        let failed =
            |e: &dyn std::fmt::Display| Error::new(ErrorKind::Io, Message::new("value-write").with("error", e));
        writer.serialize(fault).map_err(|e| failed(&e))?;
        let row = writer.into_inner().map_err(|e| failed(&e))?;
        self.output.write(&row)
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        self.output.finish()
    }
}
