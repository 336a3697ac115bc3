//! Files that other programs open: .doc, .wps and .rtf through LibreOffice, .pdf through poppler, where they are
//! installed; of a PDF's lines paragraphs are made. Each conversion has a temporary folder of its own and a time limit.

use std::{
    fs, io,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::reflow;
use crate::{
    compound,
    error::{Error, ErrorKind},
    message::Message,
};

/// A conversion takes no longer: LibreOffice starts in some seconds and converts ten pages in one.
const LIMIT: Duration = Duration::from_secs(120);
/// How often is looked whether it has ended.
const POLL: Duration = Duration::from_millis(20);

/// The stream of a .doc or .wps ([MS-DOC] 2.1.1).
const WORD: &str = "WordDocument";
/// Where rich text and PDF begin.
const RICH: &[u8] = b"{\\rtf";
const PDF: &[u8] = b"%PDF-";

/// A program that opens files we do not.
struct Program {
    name: &'static str,
    /// What to install.
    package: &'static str,
    /// The file's extension, and that of what it is converted to.
    from: &'static str,
    to: &'static str,
}

const OFFICE: Program = Program { name: "soffice", package: "libreoffice", from: "doc", to: "docx" };
const POPPLER: Program = Program { name: "pdftotext", package: "poppler-utils", from: "pdf", to: "txt" };

/// Converts a file that another program opens; any other is given back as it is, and `None`.
pub(super) fn converted(bytes: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let program = if compound::is_compound(bytes) {
        if compound::is_encrypted(bytes) {
            let help = Message::new("docx-encrypted-help");
            return Err(Error::new(ErrorKind::Source, Message::new("docx-encrypted")).help(help));
        }
        compound::has(bytes, WORD).then_some(OFFICE)
    } else if bytes.starts_with(RICH) {
        Some(OFFICE)
    } else {
        bytes.starts_with(PDF).then_some(POPPLER)
    };
    program.map(|program| program.convert(bytes)).transpose()
}

impl Program {
    fn convert(&self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let failed = |e: &io::Error| self.failed(e);
        let folder = tempfile::tempdir().map_err(|e| failed(&e))?;
        let file = folder.path().join("report").with_extension(self.from);
        let result = file.with_extension(self.to);
        fs::write(&file, bytes).map_err(|e| failed(&e))?;
        let mut command = Command::new(self.name);
        match self.to {
            "docx" => {
                // A profile of its own: it neither waits for an open LibreOffice nor changes its settings.
                let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
                command.arg(profile).args(["--headless", "--norestore", "--convert-to", self.to, "--outdir"]);
                command.arg(folder.path()).arg(&file);
            }
            _ => {
                command.args(["-layout", "-enc", "UTF-8"]).args([&file, &result]);
            }
        }
        run(&mut command).map_err(|e| if e.kind() == io::ErrorKind::NotFound { self.missing() } else { failed(&e) })?;
        let converted = fs::read(&result).map_err(|e| failed(&e))?;
        Ok(match self.to {
            "txt" => reflow::paragraphs(&String::from_utf8_lossy(&converted)).into_bytes(),
            _ => converted,
        })
    }

    fn missing(&self) -> Error {
        let message = Message::new("convert-missing").with("program", self.name).with("format", self.from);
        Error::new(ErrorKind::Source, message).help(Message::new("convert-missing-help").with("package", self.package))
    }

    fn failed(&self, error: &io::Error) -> Error {
        let message = Message::new("convert-failed").with("program", self.name).with("what", error);
        Error::new(ErrorKind::Source, message).help(Message::new("convert-failed-help"))
    }
}

/// Runs a program to its end, or to the limit.
fn run(command: &mut Command) -> io::Result<()> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let begun = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(io::Error::other(status.to_string())),
            None if begun.elapsed() > LIMIT => {
                child.kill()?;
                child.wait()?;
                return Err(io::ErrorKind::TimedOut.into());
            }
            None => thread::sleep(POLL),
        }
    }
}
