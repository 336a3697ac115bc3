//! What is read: files, folders, globs, stdin; text or JSON.

use std::{
    ffi::OsStr,
    fs,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use super::{Failure, In, args::Reading, convert, word::Word};
use crate::{
    error::{Error, ErrorKind},
    html::is_page,
    inline::Lexicon,
    json,
    message::Message,
    read::{ReadOptions, read, read_page},
    report::Report,
    source::{Encoding, decode},
};

/// A report that was read.
#[derive(Clone)]
pub(super) struct Input {
    /// As the user named it.
    pub(super) name: String,
    pub(super) found: Found,
    pub(super) report: Report,
    /// Whether it was JSON.
    pub(super) json: bool,
    /// Whether the report prints the file byte for byte: it is a text.
    pub(super) exact: bool,
    /// The Word file that it was.
    pub(super) word: Option<Word>,
}

/// A file that an argument means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Where it is; `-` is stdin.
    pub(super) path: PathBuf,
    /// Where it is below the folder that was named: its place below `--output-dir`.
    pub(super) below: PathBuf,
}

/// A file that an argument means, or why it means none.
pub(super) type Listed = Result<Found, Failure>;

/// What the arguments mean.
#[derive(Default)]
pub(super) struct Expanded {
    pub(super) files: Vec<Listed>,
    /// Files in folders that are no reports, by their names.
    pub(super) passed: Vec<PathBuf>,
}

impl Expanded {
    pub(super) fn add(&mut self, mut other: Self) {
        self.files.append(&mut other.files);
        self.passed.append(&mut other.passed);
    }
}

/// What the names of reports end in: texts, and their JSON.
pub(super) const TEXTS: [&str; 3] = ["txt", "text", "md"];
pub(super) const JSON: &str = "json";
/// What the names of files of values end in.
pub(super) const VALUES: [&str; 3] = ["csv", "json", XLSX];
/// What the names of Word files end in, and what those of the files begin with that Word keeps beside open ones.
pub(super) const WORD: &str = "docx";
const LOCK: &str = "~$";
/// What the names of files end in that are Word files, or become ones before they are read.
pub(super) const WORDS: [&str; 4] = [WORD, "doc", "wps", "rtf"];
/// What the names of files end in whose text is not what they hold.
pub(super) const CONTAINERS: [&str; 9] = [WORD, "doc", "wps", "rtf", "pdf", PAGES[0], PAGES[1], PAGES[2], PAGES[3]];
/// What the names of web pages end in, and those of archives of one.
pub(super) const PAGES: [&str; 4] = ["html", "htm", "mht", "mhtml"];
/// What a workbook's name ends in.
pub(super) const XLSX: &str = "xlsx";
/// What a form's name ends in.
pub(super) const FORM: &str = ".待填.csv";

impl Reading {
    /// The options that the flags say.
    pub(super) fn options(&self) -> Result<ReadOptions, Failure> {
        let encoding = match &self.encoding {
            None => None,
            Some(label) => Some(Encoding::from_label(label).ok_or_else(|| {
                let message = Message::new("cli-encoding").with("found", label);
                Error::new(ErrorKind::Source, message).help(Message::new("cli-encoding-help"))
            })?),
        };
        let lexicon = match &self.words {
            None => Lexicon::default(),
            Some(path) => text(path).and_then(|text| Lexicon::from_toml(&text)).within(path)?,
        };
        Ok(ReadOptions { encoding, lexicon })
    }
}

impl Found {
    /// A file that was named itself.
    pub(super) fn named(path: &Path) -> Self {
        let below = match path.file_name() {
            Some(name) if path != Path::new("-") => name.into(),
            _ => PathBuf::from("stdin.txt"),
        };
        Self { path: path.to_owned(), below }
    }

    /// A file of a list: its result stands below `--output-dir` as the list has it.
    pub(super) fn listed(path: &Path) -> Self {
        let below: PathBuf = path.components().filter(|part| matches!(part, Component::Normal(_))).collect();
        Self { below, ..Self::named(path) }
    }
}

/// The extension of a name, in small letters.
pub(super) fn extension(path: &Path) -> Option<String> {
    path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase)
}

/// The bytes of a file, or of stdin for `-`.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    read.map_err(|e| unread(path, &e))
}

/// The text of a file that is no report (words, a layout), in whatever encoding it is.
pub(super) fn text(path: &Path) -> Result<String, Error> {
    Ok(decode(bytes(path)?, None)?.text)
}

fn unread(path: &Path, error: &io::Error) -> Error {
    let key = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "io-missing",
        io::ErrorKind::PermissionDenied => "io-read-denied",
        io::ErrorKind::IsADirectory => "io-is-folder",
        _ => "io-read",
    };
    let message = Message::new(key).with("file", path.display()).with("what", error);
    Error::new(ErrorKind::Io, message).help(Message::new("io-read-help"))
}

/// Reads a report from its file.
pub(super) fn load(found: &Found, options: &ReadOptions) -> Result<Input, Error> {
    parse(found, bytes(&found.path)?, options)
}

/// Reads a report from the bytes of its file: JSON where the name says so or, where the name says nothing, the first
/// byte; a web page where its beginning or the name says so; what other programs open is converted first.
pub(super) fn parse(found: &Found, bytes: Vec<u8>, options: &ReadOptions) -> Result<Input, Error> {
    let named = extension(&found.path);
    let converted = if named.as_deref() == Some(JSON) { None } else { convert::converted(&bytes)? };
    let json = match named.as_deref() {
        Some(JSON) => true,
        Some(extension) if TEXTS.contains(&extension) || PAGES.contains(&extension) => false,
        _ => {
            let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
            converted.is_none() && text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
        }
    };
    let page = is_page(&bytes) || named.is_some_and(|extension| PAGES.contains(&extension.as_str()));
    let exact = !json && converted.is_none() && !page;
    let bytes = converted.unwrap_or(bytes);
    let (report, word) = if json {
        (json::from_slice(&bytes)?, None)
    } else if page {
        (read_page(bytes, options)?, None)
    } else {
        match Word::read(bytes, options) {
            Ok(document) => document.map(|(word, report)| (report, Some(word)))?,
            Err(bytes) => (read(bytes, options)?, None),
        }
    };
    let exact = exact && word.is_none();
    Ok(Input { name: found.path.display().to_string(), found: found.clone(), report, json, exact, word })
}

/// The files that the arguments mean, in order: folders and globs in the order of their names. The folder `except`, where
/// results go, is not looked into.
pub(super) fn expand(paths: &[PathBuf], except: Option<&Path>) -> Expanded {
    let except = except.and_then(|folder| fs::canonicalize(folder).ok());
    let except = except.as_deref();
    let mut out = Expanded::default();
    for path in paths {
        let before = out.files.len();
        if path.is_dir() {
            below(path, except, is_report, &mut out);
        } else if path != Path::new("-") && !path.exists() && is_glob(path) {
            match globset::GlobBuilder::new(&path.to_string_lossy()).literal_separator(true).build() {
                Ok(glob) => {
                    let matcher = glob.compile_matcher();
                    let root = fixed(path);
                    if root.as_os_str().is_empty() || root.is_dir() {
                        let mut found = Expanded::default();
                        below(&root, except, |file| matcher.is_match(file) && is_report(file), &mut found);
                        found.passed.retain(|file| matcher.is_match(file));
                        out.add(found);
                    }
                }
                Err(e) => out.files.push(refused(Message::new("io-glob").with("what", e.kind()), path)),
            }
        } else {
            out.files.push(Ok(Found::named(path)));
        }
        if out.files.len() == before {
            out.files.push(refused(Message::new("io-none"), path));
        }
    }
    out
}

/// The files of values in a folder and the folders below it.
pub(super) fn forms(folder: &Path) -> Expanded {
    let mut out = Expanded::default();
    below(folder, None, |file| extension(file).is_some_and(|e| VALUES.contains(&e.as_str())), &mut out);
    out
}

fn is_report(file: &Path) -> bool {
    let is_named = |e: String| {
        e == JSON
            || e == WORD && cfg!(feature = "docx")
            || TEXTS.contains(&e.as_str())
            || PAGES.contains(&e.as_str()) && cfg!(feature = "html")
    };
    let is_lock = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(LOCK));
    extension(file).is_some_and(is_named) && !is_lock
}

fn refused(message: Message, path: &Path) -> Listed {
    Err(Error::new(ErrorKind::Io, message.with("file", path.display()))).within(path)
}

fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// The folders of a glob that have no pattern in them.
fn fixed(glob: &Path) -> PathBuf {
    glob.components().take_while(|part| !is_glob(Path::new(part.as_os_str()))).collect()
}

/// The files that are wanted in a folder and the folders below it, hidden ones apart. A folder without a name is the current one.
fn below(folder: &Path, except: Option<&Path>, wanted: impl Fn(&Path) -> bool, out: &mut Expanded) {
    let unnamed = folder.as_os_str().is_empty();
    let hidden = |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let excepted = |entry: &walkdir::DirEntry| {
        let is = |except| entry.file_type().is_dir() && fs::canonicalize(entry.path()).is_ok_and(|path| path == except);
        entry.depth() > 0 && except.is_some_and(is)
    };
    let walk = walkdir::WalkDir::new(if unnamed { Path::new(".") } else { folder })
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !hidden(entry) && !excepted(entry));
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(e) => {
                let path = e.path().unwrap_or(folder).to_owned();
                let kind = e.io_error().map_or(io::ErrorKind::Other, io::Error::kind);
                let error = unread(&path, &io::Error::new(kind, e.to_string()));
                out.files.push(Err(error).within(&path));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let path: PathBuf = if unnamed {
            entry.path().components().filter(|part| *part != Component::CurDir).collect()
        } else {
            entry.path().to_owned()
        };
        if entry.file_type().is_file() && wanted(&path) {
            let below = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            out.files.push(Ok(Found { path, below }));
        } else {
            out.passed.push(path);
        }
    }
}
