//! The package of a Word file (ECMA-376 Part 2): a zip archive of parts that name one another. Parts are read within
//! limits; writing copies every part that has not changed as it is, compressed bytes and all.

use std::io::{Cursor, Read, Write};

use zip::{ZipArchive, ZipWriter, result::ZipError};

use super::{
    broken,
    xml::{Event, Reader},
};
use crate::{
    error::{Error, ErrorKind},
    message::Message,
};

/// A package has no more entries: Word writes some dozens, and one for each picture.
const ENTRIES: usize = 10_000;
/// A part has no more bytes: a report of a thousand pages has some ten million.
const PART: u64 = 128 << 20;
/// All parts that are read have together no more: hundreds of headers would add up.
const TOTAL: u64 = 256 << 20;
/// A part of more bytes than this …
const LARGE: u64 = 8 << 20;
/// … was not compressed to fewer than one byte in so many: Word's XML shrinks to a tenth or a thirtieth, tables of equal
/// rows to a hundredth.
const RATIO: u64 = 400;

/// How a zip archive begins.
const SIGNATURE: &[u8] = b"PK\x03\x04";

/// The package of a Word file.
#[derive(Clone, Debug)]
pub(super) struct Package {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// How many bytes have been unpacked.
    unpacked: u64,
}

/// What one part says of another.
#[derive(Clone, Debug)]
pub(super) struct Relationship {
    pub(super) id: String,
    /// The last word of the relationship's type: `styles`, `header` …
    pub(super) kind: String,
    /// The part's name in the package.
    pub(super) target: String,
}

/// Whether a file is a Word file: a zip archive whose names are those of one, whole or not.
pub(super) fn is_package(bytes: &[u8]) -> bool {
    if !bytes.starts_with(SIGNATURE) {
        return false;
    }
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(zip) => zip.file_names_raw().any(|name| name.starts_with(b"word/") || name.starts_with(b"word\\")),
        // What is left of a damaged one still has the names before the parts.
        Err(_) => memchr::memmem::find(&bytes[..bytes.len().min(HEAD)], b"word/").is_some(),
    }
}

/// Where the names of a damaged file are looked for.
const HEAD: usize = 1 << 16;

impl Package {
    /// Opens a package.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Error> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
        if zip.len() > ENTRIES {
            return Err(broken(Message::new("docx-entries").with("count", zip.len()).with("most", ENTRIES)));
        }
        for name in zip.file_names() {
            let name = name.map_err(|e| damaged(&e))?;
            // Names are only compared here, but whoever unpacks what we write should not be led astray.
            let astray = |step: &str| step == "..";
            if name.starts_with('/') || name.contains(['\\', '\0']) || name.split('/').any(astray) {
                return Err(broken(Message::new("docx-name").with("name", name)));
            }
        }
        Ok(Self { zip, unpacked: 0 })
    }

    /// The text of a part; `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Error> {
        let large = |most: u64| broken(Message::new("docx-part").with("part", name).with("most", most >> 20));
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(e) => return Err(damaged(&e)),
        };
        let packed = file.compressed_size();
        let mut bytes = Vec::new();
        // What the package says of its sizes is not believed.
        file.take(PART + 1).read_to_end(&mut bytes).map_err(|e| damaged(&ZipError::Io(e)))?;
        let len = bytes.len() as u64;
        if len > PART {
            return Err(large(PART));
        }
        self.unpacked += len;
        if self.unpacked > TOTAL {
            return Err(large(TOTAL));
        }
        if len > LARGE && len / RATIO > packed {
            return Err(broken(Message::new("docx-ratio").with("part", name).with("most", RATIO)));
        }
        let text = String::from_utf8(bytes);
        text.map(Some).map_err(|_| broken(Message::new("docx-encoding").with("part", name)))
    }

    /// Lets parts be read as if none had been.
    pub(super) fn rewind(&mut self) {
        self.unpacked = 0;
    }

    /// The names of the entries, in order.
    pub(super) fn names(&self) -> Vec<String> {
        self.zip.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect()
    }

    /// The compressed bytes of an entry.
    pub(super) fn packed(&mut self, name: &str) -> Result<Vec<u8>, Error> {
        let index = self.zip.index_for_name(name).unwrap_or(usize::MAX);
        self.packed_at(index)
    }

    fn packed_at(&mut self, index: usize) -> Result<Vec<u8>, Error> {
        let mut file = self.zip.by_index_raw(index).map_err(|e| damaged(&e))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|e| damaged(&ZipError::Io(e)))?;
        if bytes.len() as u64 == file.compressed_size() {
            return Ok(bytes);
        }
        Err(damaged(&ZipError::Io(std::io::ErrorKind::UnexpectedEof.into())))
    }

    /// What the part `name` ("": the package) says of others in the package.
    pub(super) fn relationships(&mut self, name: &str) -> Result<Vec<Relationship>, Error> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let part = joined(folder, &format!("_rels/{file}.rels"));
        let xml = self.part(&part)?.unwrap_or_default();
        let mut reader = Reader::new(&xml, &part);
        let mut found = Vec::new();
        while let Some(event) = reader.next()? {
            let Event::Open(element) = event else { continue };
            if element.name.1 != "Relationship" || element.attribute("TargetMode").as_deref() == Some("External") {
                continue;
            }
            if let (Some(id), Some(kind), Some(target)) =
                (element.attribute("Id"), element.attribute("Type"), element.attribute("Target"))
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.push(Relationship { id, kind, target: joined(folder, &target) });
            }
        }
        Ok(found)
    }

    /// The package with other texts for some of its parts.
    pub(super) fn with(&mut self, parts: &[(String, String)]) -> Result<Vec<u8>, Error> {
        let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(self.zip.offset() as usize)));
        out.set_raw_comment(self.zip.comment().into()).map_err(|e| damaged(&e))?;
        for index in 0..self.zip.len() {
            // An entry that is not all there would be copied as if it were.
            self.packed_at(index)?;
            let file = self.zip.by_index_raw(index).map_err(|e| damaged(&e))?;
            let name = file.name().map_err(|e| damaged(&e))?.into_owned();
            match parts.iter().find(|(part, _)| *part == name) {
                Some((_, xml)) => {
                    let options = file.options();
                    drop(file);
                    out.start_file(name, options).map_err(|e| damaged(&e))?;
                    out.write_all(xml.as_bytes()).map_err(|e| damaged(&ZipError::Io(e)))?;
                }
                None => out.raw_copy_file(file).map_err(|e| damaged(&e))?,
            }
        }
        out.finish().map(Cursor::into_inner).map_err(|e| damaged(&e))
    }
}

/// A name in a folder of the package, its steps resolved; one that begins with / is the package's own.
fn joined(folder: &str, target: &str) -> String {
    let (folder, target) = match target.strip_prefix('/') {
        Some(target) => ("", target),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The error of an archive that does not open, or a part that does not.
fn damaged(error: &ZipError) -> Error {
    let encrypted = matches!(error, ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED);
    let (key, help) =
        if encrypted { ("docx-encrypted", "docx-encrypted-help") } else { ("docx-damaged", "docx-damaged-help") };
    Error::new(ErrorKind::Source, Message::new(key).with("what", error)).help(Message::new(help))
}
