//! One run at a time makes the results of a folder, and a run that goes on takes as done what was made as it would make it:
//! a file in the folder says how results are made, and results that are older than it are another run's.

use std::{
    fs,
    io::{Read, Seek, Write},
    path::Path,
    time::SystemTime,
};

use serde::{Deserialize, Serialize};

use super::output;
use crate::{
    error::{Error, ErrorKind},
    message::Message,
};

/// The name of that file.
const NAME: &str = ".huibao-run.json";

/// How results are made: what makes other results of the same files.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Making {
    /// The program's version.
    pub(super) version: String,
    pub(super) compact: bool,
    pub(super) figures: bool,
    /// Whether a line ending stands behind each result.
    pub(super) lines: bool,
    pub(super) encoding: Option<String>,
    /// The SHA-256 of the words that were added.
    pub(super) words: Option<String>,
}

/// A run, as long as it lives the only one into its folder.
pub(super) struct Run {
    /// Its lock goes with it, however it ends.
    _file: fs::File,
    /// Results of this time and after it are done; none where all are to be made.
    since: Option<SystemTime>,
}

impl Run {
    /// Begins a run into a folder, which is made where it is missing. One that goes on clears away what a run that was
    /// killed has left.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where another run is at work there, and where the folder takes no files.
    pub(super) fn begin(folder: &Path, making: &Making, goes_on: bool) -> Result<Self, Error> {
        let path = folder.join(NAME);
        let unwritten = |e: std::io::Error| output::failed(&path.display().to_string(), &e);
        fs::create_dir_all(folder).map_err(unwritten)?;
        let open = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(unwritten)?;
        // Where files cannot be locked there is nothing to ask.
        if matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            let message = Message::new("run-busy").with("folder", folder.display());
            return Err(Error::new(ErrorKind::Io, message).help(Message::new("run-busy-help")));
        }
        let mut stood = String::new();
        let as_before = file.read_to_string(&mut stood).is_ok()
            && serde_json::from_str::<Making>(&stood).is_ok_and(|stood| stood == *making);
        if goes_on {
            output::clear(folder, usize::MAX)?;
        }
        if goes_on && as_before {
            let since = file.metadata().and_then(|meta| meta.modified()).map_err(unwritten)?;
            return Ok(Self { _file: file, since: Some(since) });
        }
        let begun = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| {
            let line = serde_json::to_string(making)? + "\n";
            file.write_all(line.as_bytes())
        });
        begun.map_err(unwritten)?;
        Ok(Self { _file: file, since: None })
    }

    /// Whether a result stands that was made as this run would make it.
    pub(super) fn has(&self, place: &Path) -> bool {
        let Some(since) = self.since else { return false };
        fs::metadata(place).is_ok_and(|meta| meta.is_file() && meta.modified().is_ok_and(|made| made >= since))
    }
}
