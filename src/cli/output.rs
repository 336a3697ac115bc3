//! Where results go: stdout, or a file by a temporary file and rename.

use std::{
    collections::HashSet,
    ffi::OsStr,
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use serde::Serialize;
use tempfile::NamedTempFile;

use super::{
    Exit,
    input::{Found, Listed},
};
use crate::{
    error::{Error, ErrorKind},
    message::Message,
};

/// A result on its way out. A file is there whole, after [`Output::finish`], or as it was before.
pub(super) struct Output {
    to: To,
    name: String,
    /// What went wrong with a piece: a result that lacks one is no result.
    failure: Option<Error>,
}

enum To {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    /// A device or a named pipe: written as it is.
    Device(BufWriter<fs::File>),
    /// What another file is made of.
    Memory(Vec<u8>),
    /// A temporary file, the file that it becomes, and the rights of the one that it replaces.
    File(BufWriter<NamedTempFile>, PathBuf, Option<fs::Permissions>),
}

impl Output {
    /// Opens stdout (none, or `-`) or a file.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Error> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self {
                to: To::Stdout(BufWriter::new(io::stdout().lock())),
                name: "stdout".to_owned(),
                failure: None,
            });
        };
        let name = path.display().to_string();
        match file(path) {
            Ok(to) => Ok(Self { to, name, failure: None }),
            Err(e) => Err(failed(&name, &e)),
        }
    }

    /// A result that another is made of.
    pub(super) fn memory() -> Self {
        Self { to: To::Memory(Vec::new()), name: String::new(), failure: None }
    }

    /// The bytes of such a result.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        match self.to {
            To::Memory(bytes) => bytes,
            _ => Vec::new(),
        }
    }

    /// Writes a piece of the result.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.stream(|out| out.write_all(bytes))
    }

    /// Lets `work` write a piece of the result as it is made.
    pub(super) fn stream(&mut self, work: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        self.is_whole()?;
        let done = match &mut self.to {
            To::Stdout(out) => work(out),
            To::Device(out) => work(out),
            To::Memory(out) => work(out),
            To::File(out, ..) => work(out),
        };
        done.map_err(|e| self.failure.insert(self.gave_up(&e)).clone())
    }

    /// Puts the result where it belongs.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.stream(|out| out.flush())?;
        let To::File(out, path, rights) = self.to else {
            return Ok(());
        };
        let placed = out.into_inner().map_err(io::IntoInnerError::into_error).and_then(|temporary| {
            rights.map_or(Ok(()), |rights| temporary.as_file().set_permissions(rights))?;
            temporary.persist(&path).map_err(|e| e.error)
        });
        placed.map(drop).map_err(|e| failed(&self.name, &e))
    }

    /// Puts the result of several files where it belongs, unless nothing came of them.
    pub(super) fn close(self, exit: Exit) -> Result<Exit, Error> {
        if exit != Exit::Bad {
            self.finish()?;
        }
        Ok(exit)
    }

    /// Writes a row as JSON on a line.
    pub(super) fn line(&mut self, row: &impl Serialize) -> Result<(), Error> {
        // A row goes out whole: piece by piece costs more than making it.
        self.stream(|out| {
            let mut line = serde_json::to_vec(row)?;
            line.push(b'\n');
            out.write_all(&line)
        })
    }

    /// An error where a piece was lost.
    pub(super) fn is_whole(&self) -> Result<(), Error> {
        self.failure.clone().map_or(Ok(()), Err)
    }

    fn gave_up(&self, error: &io::Error) -> Error {
        if error.kind() == io::ErrorKind::BrokenPipe {
            // Whoever read the pipe has enough: that is no failure, and nothing is left to do.
            std::process::exit(Exit::Done as i32);
        }
        failed(&self.name, error)
    }
}

/// Writes all of a result.
pub(super) fn write(path: Option<&Path>, bytes: &[u8]) -> Result<(), Error> {
    let mut output = Output::open(path)?;
    output.write(bytes)?;
    output.finish()
}

fn file(path: &Path) -> io::Result<To> {
    let (mut path, mut rights) = (path.to_owned(), None);
    // Nothing is asked about a file that is new.
    if fs::symlink_metadata(&path).is_ok() {
        // What a symbolic link points to is replaced, not the link.
        path = fs::canonicalize(&path).unwrap_or(path);
        if let Ok(meta) = fs::metadata(&path) {
            if meta.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            if !meta.is_file() {
                let out = fs::OpenOptions::new().write(true).open(path)?;
                return Ok(To::Device(BufWriter::new(out)));
            }
            if meta.permissions().readonly() {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            // A result has the rights of the file that it replaces.
            rights = Some(meta.permissions());
        }
    }
    let temporary = builder().tempfile_in(folder_of(&path))?;
    Ok(To::File(BufWriter::with_capacity(BUFFER, temporary), path, rights))
}

/// The folder that a file stands in.
pub(super) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A result of a usual size is written at once.
const BUFFER: usize = 64 << 10;

/// What the names of temporary files begin and end with.
const TEMPORARY: (&str, &str) = (".huibao-", ".part");

fn is_temporary(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1))
}

/// Removes what a run that was killed has left in a folder and, down to a depth, in the folders below it.
pub(super) fn clear(folder: &Path, depth: usize) -> Result<(), Error> {
    let entries = walkdir::WalkDir::new(folder).max_depth(depth).into_iter().filter_map(Result::ok);
    for entry in entries.filter(|entry| entry.file_type().is_file() && is_temporary(entry.file_name())) {
        fs::remove_file(entry.path()).map_err(|e| failed(&entry.path().display().to_string(), &e))?;
    }
    Ok(())
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    // A result is no secret: it has the rights that any new file gets.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// The error of a result that cannot be written.
pub(super) fn failed(file: &str, error: &io::Error) -> Error {
    let key = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "io-write-folder",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "io-write-denied",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "io-write-full",
        io::ErrorKind::IsADirectory => "io-is-folder",
        _ => "io-write",
    };
    let message = Message::new(key).with("file", file).with("what", error);
    Error::new(ErrorKind::Io, message).help(Message::new("io-write-help"))
}

/// Where results go that are texts of their own: each into its own file, or the only one into the one output.
pub(super) struct Results<'a> {
    one: Option<&'a Path>,
    /// The place of each file's result.
    places: Option<Vec<Result<PathBuf, Error>>>,
}

impl<'a> Results<'a> {
    /// Several results need a folder. `named` makes the result's name of the file's; of two results of one name the second
    /// is refused.
    pub(super) fn apart(
        one: Option<&'a Path>,
        folder: Option<&'a Path>,
        files: &[Listed],
        named: impl Fn(&Path) -> PathBuf,
    ) -> Result<Self, Error> {
        let Some(folder) = folder else {
            if files.len() > 1 {
                let message = Message::new("cli-one-output");
                return Err(Error::new(ErrorKind::Io, message).help(Message::new("cli-one-output-help")));
            }
            return Ok(Self { one, places: None });
        };
        let mut taken = HashSet::new();
        let mut place = |found: &Found| {
            let path = folder.join(named(&found.below));
            if taken.insert(path.clone()) { Ok(path) } else { Err(refused("cli-same-name", found, &path)) }
        };
        // A file that is not there has no result either.
        let places = files.iter().map(|file| file.as_ref().map_or_else(|_| Ok(PathBuf::new()), &mut place));
        Ok(Self { one, places: Some(places.collect()) })
    }

    /// The place of a file's result, where each has its own.
    pub(super) fn place(&self, index: usize) -> Result<Option<&Path>, Error> {
        let place = self.places.as_ref().and_then(|places| places.get(index));
        place.map(|place| place.as_deref().map_err(Clone::clone)).transpose()
    }

    /// Writes the result of a file.
    pub(super) fn put(
        &self,
        index: usize,
        found: &Found,
        work: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let mut output = match self.place(index)? {
            None => Output::open(self.one)?,
            Some(path) => below(path, found)?,
        };
        output.stream(work)?;
        output.finish()
    }
}

/// Opens a result in a folder, which is made where it is missing; the report itself is not overwritten.
fn below(path: &Path, found: &Found) -> Result<Output, Error> {
    let is_old = fs::symlink_metadata(path).is_ok();
    if is_old && matches!((fs::canonicalize(path), fs::canonicalize(&found.path)), (Ok(a), Ok(b)) if a == b) {
        return Err(refused("cli-itself", found, path));
    }
    let name = path.display().to_string();
    let to = file(path).or_else(|e| match path.parent() {
        Some(parent) if e.kind() == io::ErrorKind::NotFound => fs::create_dir_all(parent).and_then(|()| file(path)),
        _ => Err(e),
    });
    match to {
        Ok(to) => Ok(Output { to, name, failure: None }),
        Err(e) => Err(failed(&name, &e)),
    }
}

fn refused(key: &'static str, found: &Found, result: &Path) -> Error {
    let message = Message::new(key).with("file", found.path.display()).with("result", result.display());
    Error::new(ErrorKind::Io, message).help(Message::new("cli-same-name-help"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_that_lacks_a_piece_is_not_put_in_place() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("甲.txt");
        fs::write(&path, "old").expect("a file");
        let mut output = Output::open(Some(&path)).expect("it opens");
        output.write("一、".as_bytes()).expect("it takes bytes");
        let lacking = output.stream(|_| Err(io::ErrorKind::StorageFull.into()));
        let lacking = lacking.expect_err("the piece is lost");
        assert_eq!(output.write(b"more"), Err(lacking.clone()));
        assert_eq!(output.finish(), Err(lacking));
        assert_eq!(fs::read(&path).expect("a file"), b"old");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
