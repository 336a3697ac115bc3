//! `--manifest`: what became of each file of an archive, as a table in the order of the files.

use std::{
    collections::HashMap,
    fs,
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    input::{Input, Listed},
    output, overview,
};
use crate::{
    contents,
    error::{Error, ErrorKind},
    message::Message,
    slots,
};

/// A row of the manifest. Of a file that failed there is nothing but its name and the code of the error.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    file: String,
    /// Its own file, where each has one.
    result: String,
    /// How many bytes the file has, and their SHA-256 in hexadecimal digits.
    bytes: Option<usize>,
    sha256: String,
    encoding: String,
    /// Whether the encoding is more than a guess.
    certain: Option<bool>,
    title: String,
    sections: Option<usize>,
    /// How many places are to be filled, and how many figures, years, dates and ordinals there are, masked or printed.
    slots: Option<usize>,
    figures: Option<usize>,
    verified: Option<bool>,
    error: String,
    /// The version of the program that made the result.
    version: String,
}

impl Record {
    /// The row of a report that was read from a file with this SHA-256.
    pub(super) fn of(input: &Input, result: Option<&Path>, bytes: usize, sha256: String, verified: bool) -> Self {
        let report = &input.report;
        let (slots, figures) = slots::count(report);
        Self {
            file: input.name.clone(),
            result: result.map(|path| path.display().to_string()).unwrap_or_default(),
            bytes: Some(bytes),
            sha256,
            encoding: report.source.encoding.name().to_owned(),
            certain: Some(!report.source.doubtful),
            title: overview::title(report).unwrap_or_default(),
            sections: Some(contents::rows(report).len()),
            slots: Some(slots),
            figures: Some(figures),
            verified: Some(verified),
            error: String::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// The row of a file that failed.
    pub(super) fn failed(file: &Listed, code: &str) -> Self {
        let file = match file {
            Ok(found) => found.path.display().to_string(),
            Err(failure) => failure.file.clone().unwrap_or_default(),
        };
        Self { file, error: code.to_owned(), ..Self::default() }
    }

    /// Whether a result of this file, with these bytes, was made by this program as it is asked for now.
    pub(super) fn still_says(&self, sha256: &str, verified: bool) -> bool {
        self.error.is_empty()
            && self.sha256 == sha256
            && self.version == env!("CARGO_PKG_VERSION")
            && (self.verified == Some(true) || !verified)
    }

    fn csv(&self, head: Head) -> Result<Vec<u8>, csv::Error> {
        let with_head = head == Head::Printed;
        let mut writer = csv::WriterBuilder::new().has_headers(with_head).from_writer(Vec::new());
        writer.serialize(self)?;
        writer.into_inner().map_err(|e| e.into_error().into())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Printed,
    LeftOut,
}

/// The SHA-256 of bytes in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The rows of a manifest that stood, by file.
pub(super) type Known = HashMap<String, Record>;

/// The manifest as it is written, a row as soon as its file is done. What stands of an earlier run stays as long as the
/// rows agree, so that a run that is killed again loses nothing.
pub(super) struct Manifest {
    path: PathBuf,
    file: fs::File,
    /// What stood, and how much of it this run would have written as well.
    stood: Vec<u8>,
    agreed: usize,
    head: Head,
}

impl Manifest {
    /// Opens the manifest; what stands in it counts only for a run that goes on.
    pub(super) fn open(path: &Path, goes_on: bool) -> Result<(Self, Known), Error> {
        let unwritten = |e: &io::Error| output::failed(&path.display().to_string(), e);
        let mut options = fs::OpenOptions::new();
        let file =
            options.read(true).write(true).create(true).truncate(!goes_on).open(path).map_err(|e| unwritten(&e))?;
        let mut stood = Vec::new();
        io::Read::read_to_end(&mut &file, &mut stood).map_err(|e| unwritten(&e))?;
        // A row that was cut off is none.
        let rows = csv::ReaderBuilder::new().flexible(true).from_reader(&*stood).into_deserialize::<Record>();
        let known = rows.filter_map(Result::ok).map(|record| (record.file.clone(), record)).collect();
        Ok((Self { path: path.to_owned(), file, stood, agreed: 0, head: Head::Printed }, known))
    }

    /// Writes the next row.
    pub(super) fn add(&mut self, record: &Record) -> Result<(), Error> {
        let failed = |e: csv::Error| Error::new(ErrorKind::Io, Message::new("value-write").with("error", e));
        let row = record.csv(std::mem::replace(&mut self.head, Head::LeftOut)).map_err(failed)?;
        if self.stood[self.agreed..].starts_with(&row) {
            self.agreed += row.len();
            return Ok(());
        }
        self.cut()?;
        self.file.write_all(&row).map_err(|e| self.unwritten(&e))
    }

    /// Takes away what an earlier run has written beyond this one.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.cut()
    }

    /// Ends the file behind what is agreed on, where more stood.
    fn cut(&mut self) -> Result<(), Error> {
        if self.stood.is_empty() {
            return Ok(());
        }
        let end = self.agreed as u64;
        let cut = self.file.set_len(end).and_then(|()| self.file.seek(SeekFrom::Start(end)));
        cut.map_err(|e| self.unwritten(&e))?;
        (self.stood, self.agreed) = (Vec::new(), 0);
        Ok(())
    }

    fn unwritten(&self, error: &io::Error) -> Error {
        output::failed(&self.path.display().to_string(), error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(file: &str) -> Record {
        Record { file: file.to_owned(), ..Record::default() }
    }

    /// What stands after a run over `files`, where `stood` stood.
    fn run(path: &Path, stood: &[u8], files: &[&str]) -> Vec<u8> {
        fs::write(path, stood).expect("a file");
        let (mut manifest, _) = Manifest::open(path, true).expect("it opens");
        files.iter().for_each(|file| manifest.add(&record(file)).expect("it takes a row"));
        manifest.finish().expect("it ends");
        fs::read(path).expect("a file")
    }

    #[test]
    fn whatever_stood_the_rows_are_those_of_a_run_at_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("清单.csv");
        let files = ["甲.txt", "乙,\"丙\".txt", "丁.txt"];
        let whole = run(&path, b"", &files);
        assert_eq!(String::from_utf8_lossy(&whole).lines().count(), 4);
        for cut in 0..=whole.len() {
            assert_eq!(run(&path, &whole[..cut], &files), whole, "cut at {cut}");
        }
        assert_eq!(run(&path, &whole, &files[1..]), run(&path, b"", &files[1..]), "another row comes first");
        assert!(whole.starts_with(&run(&path, &whole, &files[..2])), "a row is gone at the end");
    }

    #[test]
    fn the_digest_is_the_standards() {
        // FIPS 180-4's example.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
