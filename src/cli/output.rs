//! Where results go: stdout, or a file by a temporary file and rename.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use crate::{
    error::{Error, ErrorKind},
    message::Message,
};

/// Writes all of a result, or nothing.
pub(super) fn write(path: Option<&Path>, bytes: &[u8]) -> Result<(), Error> {
    match path.filter(|path| *path != Path::new("-")) {
        None => stdout(bytes),
        Some(path) => file(path, bytes).map_err(|e| failed(&path.display().to_string(), &e)),
    }
}

fn stdout(bytes: &[u8]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        // Whoever read the pipe has enough.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => other.map_err(|e| failed("stdout", &e)),
    }
}

/// A device or a pipe is written as it is; a file is replaced by rename.
fn file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let special = fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    if special {
        let mut out = fs::OpenOptions::new().write(true).open(path)?;
        return out.write_all(bytes).and_then(|()| out.flush());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(bytes)?;
    keep_mode(path, temporary.as_file())?;
    temporary.persist(path)?;
    Ok(())
}

/// A temporary file is private; a result has the mode of the file it replaces, else the usual one.
#[cfg(unix)]
fn keep_mode(path: &Path, file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_or(0o644, |meta| meta.permissions().mode());
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_mode(_: &Path, _: &fs::File) -> io::Result<()> {
    Ok(())
}

pub(super) fn failed(file: &str, error: &io::Error) -> Error {
    let message = Message::new("io-write").with("file", file).with("what", error);
    Error::new(ErrorKind::Io, message).help(Message::new("io-write-help"))
}
