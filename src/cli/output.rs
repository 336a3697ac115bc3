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
    /// A temporary file and the file that it becomes.
    File(BufWriter<NamedTempFile>, Target),
}

/// The file that a result becomes.
enum Target {
    /// It replaces the one that stands there, if any, and has its rights.
    Known(PathBuf, Option<fs::Permissions>),
    /// Nobody has asked yet whether one stands there: of most files of an archive none does. The report that it is made
    /// of is not overwritten.
    Unasked(PathBuf, Found),
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
        let To::File(out, target) = self.to else {
            return Ok(());
        };
        let failed = |e: &io::Error| failed(&self.name, e);
        let mut temporary = out.into_inner().map_err(|e| failed(e.error()))?;
        let (path, rights) = match target {
            Target::Known(path, rights) => (path, rights),
            Target::Unasked(path, found) => {
                temporary = match temporary.persist_noclobber(&path) {
                    Ok(_) => return Ok(()),
                    Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => e.file,
                    Err(e) => return Err(failed(&e.error)),
                };
                if matches!((fs::canonicalize(&path), fs::canonicalize(&found.path)), (Ok(a), Ok(b)) if a == b) {
                    return Err(refused("cli-itself", &found, Path::new(&self.name)));
                }
                match replaced(&path).map_err(|e| failed(&e))? {
                    Replaced::File(path, rights) => (path, rights),
                    Replaced::Device(_) => return Err(failed(&io::ErrorKind::AlreadyExists.into())),
                }
            }
        };
        let placed = rights.map_or(Ok(()), |rights| temporary.as_file().set_permissions(rights));
        placed.and_then(|()| temporary.persist(&path).map_err(|e| e.error)).map(drop).map_err(|e| failed(&e))
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
    match replaced(path)? {
        Replaced::Device(path) => {
            let out = fs::OpenOptions::new().write(true).open(path)?;
            Ok(To::Device(BufWriter::new(out)))
        }
        Replaced::File(path, rights) => Ok(To::File(temporary(&path)?, Target::Known(path, rights))),
    }
}

/// What a result replaces.
enum Replaced {
    /// The file, and its rights where it stands: a result has those of the file that it replaces.
    File(PathBuf, Option<fs::Permissions>),
    Device(PathBuf),
}

/// What stands at a path, if anything does.
fn replaced(path: &Path) -> io::Result<Replaced> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(Replaced::File(path.to_owned(), None));
    }
    // What a symbolic link points to is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&path) {
        Ok(meta) if meta.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(meta) if !meta.is_file() => Ok(Replaced::Device(path)),
        Ok(meta) if meta.permissions().readonly() => Err(io::ErrorKind::PermissionDenied.into()),
        Ok(meta) => Ok(Replaced::File(path, Some(meta.permissions()))),
        Err(_) => Ok(Replaced::File(path, None)),
    }
}

/// A temporary file beside a path. It is locked as long as its run lives, so that no other run clears it away.
fn temporary(path: &Path) -> io::Result<BufWriter<NamedTempFile>> {
    let temporary = builder().tempfile_in(folder_of(path))?;
    // Where files cannot be locked, nobody finds this one unlocked either.
    let _ = temporary.as_file().try_lock();
    Ok(BufWriter::with_capacity(BUFFER, temporary))
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

/// Removes what runs that were killed have left in a folder and, down to a depth, in the folders below it.
pub(super) fn clear(folder: &Path, depth: usize) -> Result<(), Error> {
    let entries = walkdir::WalkDir::new(folder).max_depth(depth).into_iter().filter_map(Result::ok);
    let temporaries = entries.filter(|entry| entry.file_type().is_file() && is_temporary(entry.file_name()));
    for path in temporaries.map(walkdir::DirEntry::into_path) {
        let dead = fs::File::open(&path).is_ok_and(|file| file.try_lock().is_ok());
        if dead {
            fs::remove_file(&path).map_err(|e| failed(&path.display().to_string(), &e))?;
        }
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
    /// The folder that the run is in: who names files absolutely is not asked for it again and again.
    within: PathBuf,
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
            return Ok(Self { one, places: None, within: PathBuf::new() });
        };
        let mut taken = HashSet::new();
        let mut place = |found: &Found| {
            let path = folder.join(named(&found.below));
            if taken.insert(path.clone()) { Ok(path) } else { Err(refused("cli-same-name", found, &path)) }
        };
        // A file that is not there has no result either.
        let places = files.iter().map(|file| file.as_ref().map_or_else(|_| Ok(PathBuf::new()), &mut place));
        Ok(Self { one, places: Some(places.collect()), within: std::env::current_dir().unwrap_or_default() })
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
            Some(path) => self.below(path, found)?,
        };
        output.stream(work)?;
        output.finish()
    }

    /// Opens a result in a folder, which is made where it is missing.
    fn below(&self, path: &Path, found: &Found) -> Result<Output, Error> {
        let name = path.display().to_string();
        let path = self.within.join(path);
        let path = path.as_path();
        let out = temporary(path).or_else(|e| match path.parent() {
            Some(parent) if e.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(parent).and_then(|()| temporary(path))
            }
            _ => Err(e),
        });
        match out {
            Ok(out) => {
                Ok(Output { to: To::File(out, Target::Unasked(path.to_owned(), found.clone())), name, failure: None })
            }
            Err(e) => Err(failed(&name, &e)),
        }
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
