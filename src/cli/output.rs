//! Where results go: stdout, or a file by a temporary file and rename.

use std::{
    collections::HashSet,
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use serde::Serialize;
use tempfile::NamedTempFile;

use super::{Exit, input::Found};
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
    File(BufWriter<NamedTempFile>, PathBuf),
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

    /// Writes a piece of the result.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.stream(|out| out.write_all(bytes))
    }

    /// Lets `work` write a piece of the result as it is made.
    pub(super) fn stream(&mut self, work: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let done = match &mut self.to {
            To::Stdout(out) => work(out),
            To::Device(out) => work(out),
            To::File(out, _) => work(out),
        };
        done.map_err(|e| self.failure.insert(self.gave_up(&e)).clone())
    }

    /// Puts the result where it belongs.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.stream(|out| out.flush())?;
        let To::File(out, path) = self.to else {
            return Ok(());
        };
        let placed = out.into_inner().map_err(io::IntoInnerError::into_error).and_then(|temporary| {
            keep_mode(&path, temporary.as_file())?;
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
    // What a symbolic link points to is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
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
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = builder().tempfile_in(folder)?;
    Ok(To::File(BufWriter::new(temporary), path))
}

/// A result is no secret: it has the rights that any new file gets.
#[cfg(unix)]
fn builder() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    builder.permissions(fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn builder() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}

/// A result has the rights of the file that it replaces.
fn keep_mode(path: &Path, file: &fs::File) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(old) => file.set_permissions(old.permissions()),
        Err(_) => Ok(()),
    }
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

/// Where the results go that a command makes of several files.
pub(super) enum Results<'a> {
    /// Into one output, one behind the other.
    Together(Output),
    /// Each into its own file, or the only one into the one output.
    Apart { one: Option<&'a Path>, folder: Option<&'a Path>, written: HashSet<PathBuf> },
}

impl<'a> Results<'a> {
    /// All results go into one output.
    pub(super) fn together(path: Option<&Path>) -> Result<Self, Error> {
        Output::open(path).map(Self::Together)
    }

    /// Each result is a text of its own: several need a folder.
    pub(super) fn apart(
        one: Option<&'a Path>,
        folder: Option<&'a Path>,
        files: &[Result<Found, Error>],
    ) -> Result<Self, Error> {
        if folder.is_none() && files.len() > 1 {
            let message = Message::new("cli-one-output");
            return Err(Error::new(ErrorKind::Io, message).help(Message::new("cli-one-output-help")));
        }
        Ok(Self::Apart { one, folder, written: HashSet::new() })
    }

    /// Writes the result of a file; `named` makes the result's name of the file's.
    pub(super) fn put(
        &mut self,
        found: &Found,
        named: impl FnOnce(&Path) -> PathBuf,
        work: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let (one, folder, written) = match self {
            Self::Together(output) => return output.stream(work),
            Self::Apart { one, folder, written } => (*one, *folder, written),
        };
        let mut output = match folder {
            None => Output::open(one)?,
            Some(folder) => Output::open(Some(&place(found, folder.join(named(&found.below)), written)?))?,
        };
        output.stream(work)?;
        output.finish()
    }

    /// Puts the one output where it belongs, unless nothing came of the files.
    pub(super) fn finish(self, exit: Exit) -> Result<Exit, Error> {
        match self {
            Self::Together(output) => output.close(exit),
            Self::Apart { .. } => Ok(exit),
        }
    }
}

/// Makes the folders for a result; neither another result nor the report itself is overwritten.
fn place(found: &Found, path: PathBuf, written: &mut HashSet<PathBuf>) -> Result<PathBuf, Error> {
    let shown = path.display().to_string();
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|e| failed(&shown, &e))?;
    }
    if !written.insert(path.clone()) {
        return Err(refused("cli-same-name", found, &shown));
    }
    let (result, report) = (fs::canonicalize(&path), fs::canonicalize(&found.path));
    if matches!((result, report), (Ok(result), Ok(report)) if result == report) {
        return Err(refused("cli-itself", found, &shown));
    }
    Ok(path)
}

fn refused(key: &'static str, found: &Found, result: &str) -> Error {
    let message = Message::new(key).with("file", found.path.display()).with("result", result);
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
