//! What is read: files, folders, globs, stdin; text or JSON.

use std::{
    ffi::OsStr,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::args::Reading;
use crate::{
    error::{Error, ErrorKind},
    inline::Lexicon,
    json,
    message::Message,
    read::{ReadOptions, read},
    report::Report,
    source::Encoding,
};

/// A report that was read.
pub(super) struct Input {
    /// As the user named it.
    pub(super) name: String,
    pub(super) report: Report,
    /// Whether it was JSON.
    pub(super) json: bool,
    /// The bytes of the file.
    pub(super) bytes: Vec<u8>,
}

/// Names of reports, by extension.
const TEXTS: [&str; 3] = ["txt", "text", "md"];
const JSON: &str = "json";
/// What a form's name ends in.
pub(super) const FORM: &str = ".待填.csv";

impl Reading {
    /// The options that the flags say.
    pub(super) fn options(&self) -> Result<ReadOptions, Error> {
        let encoding = match &self.encoding {
            None => None,
            Some(label) => Some(Encoding::from_label(label).ok_or_else(|| {
                let message = Message::new("cli-encoding").with("found", label);
                Error::new(ErrorKind::Source, message).help(Message::new("cli-encoding-help"))
            })?),
        };
        let lexicon = match &self.words {
            None => Lexicon::default(),
            Some(path) => Lexicon::from_toml(&String::from_utf8_lossy(&bytes(path)?))?,
        };
        Ok(ReadOptions { encoding, lexicon })
    }
}

/// The bytes of a file, or of stdin for `-`.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::read(path).map(|read| bytes = read)
    };
    read.map_err(|e| {
        let message = Message::new("io-read").with("file", path.display()).with("what", e);
        Error::new(ErrorKind::Io, message).help(Message::new("io-read-help"))
    })?;
    Ok(bytes)
}

/// Reads a report: JSON where the name or, on stdin, the first byte says so.
pub(super) fn load(path: &Path, options: &ReadOptions) -> Result<Input, Error> {
    let bytes = bytes(path)?;
    let extension = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    let json = match extension.as_deref() {
        Some(JSON) => true,
        Some(extension) if TEXTS.contains(&extension) => false,
        _ => bytes.iter().find(|b| !b.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(b)) == Some(&b'{'),
    };
    let report = if json { json::from_slice(&bytes)? } else { read(bytes.clone(), options)? };
    Ok(Input { name: path.display().to_string(), report, json, bytes })
}

/// The files that the arguments mean, in order: folders and globs in the order of their names.
pub(super) fn expand(paths: &[PathBuf]) -> Vec<Result<PathBuf, Error>> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = below(path, |_| true);
            if found.is_empty() {
                out.push(Err(Error::new(ErrorKind::Io, Message::new("io-none").with("file", path.display()))));
            }
            out.extend(found.into_iter().map(Ok));
        } else if !path.exists() && is_glob(path) {
            let pattern = path.to_string_lossy();
            let fixed: PathBuf = path.components().take_while(|part| !is_glob(Path::new(part.as_os_str()))).collect();
            let root = if fixed.as_os_str().is_empty() { Path::new(".") } else { fixed.as_path() };
            let matcher =
                globset::GlobBuilder::new(&pattern).literal_separator(true).build().map(|glob| glob.compile_matcher());
            let found = match &matcher {
                Ok(matcher) => below(root, |file| {
                    matcher.is_match(file.strip_prefix(".").unwrap_or(file)) || matcher.is_match(file)
                }),
                Err(_) => Vec::new(),
            };
            if found.is_empty() {
                out.push(Err(Error::new(ErrorKind::Io, Message::new("io-none").with("file", path.display()))));
            }
            out.extend(found.into_iter().map(Ok));
        } else {
            out.push(Ok(path.clone()));
        }
    }
    out
}

fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// The reports in a folder and the folders below it, hidden ones apart.
fn below(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let hidden = |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| !hidden(entry));
    let is_report = |path: &PathBuf| {
        let extension = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
        extension.is_some_and(|extension| TEXTS.contains(&extension.as_str()) || extension == JSON)
    };
    walk.filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|p| is_report(p) && wanted(p))
        .collect()
}
