//! One command over many files: several at once, their results in the order of the files, whatever fails told and
//! passed over.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    io::{self, Write},
    num::NonZero,
    path::{Path, PathBuf},
    thread,
};

use serde::Serialize;

use super::{
    Exit, Failure, In,
    args::Files,
    faults::{Fault, Faults},
    input::{self, Expanded, Found, Listed},
    output::Output,
    progress::Progress,
    show::{self, Screen},
    window,
};
use crate::{
    error::Error,
    message::{Lang, Message},
};

/// The files of a run.
pub(super) struct Batch {
    pub(super) files: Vec<Listed>,
    /// What stands in the folders that were named and is no report.
    passed: Vec<PathBuf>,
    jobs: usize,
    errors: Option<PathBuf>,
    verbose: bool,
    lang: Lang,
}

/// What one file gives: its part of the one output, and what is said of it.
pub(super) struct Part<'o> {
    /// The file's place in the run, from 0.
    pub(super) index: usize,
    lang: Lang,
    /// One file at a time needs no room for what it writes.
    straight: Option<&'o mut Output>,
    told: Told,
}

/// What waits until it is the file's turn.
#[derive(Default)]
struct Told {
    out: Vec<u8>,
    said: Vec<String>,
    counted: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl Batch {
    /// The files that the arguments mean; `results` is a folder that is not read because the results go there.
    pub(super) fn of(args: &Files, results: Option<&Path>, lang: Lang) -> Result<Self, Failure> {
        let mut found = input::expand(&args.files, results);
        if let Some(list) = &args.files_from {
            for path in listed(list)? {
                if path.is_dir() {
                    found.add(input::expand(&[path], results));
                } else {
                    found.files.push(Ok(Found::listed(&path)));
                }
            }
        }
        Ok(Self::over(found, args, lang))
    }

    /// The same of files that are known.
    pub(super) fn over(found: Expanded, args: &Files, lang: Lang) -> Self {
        let Expanded { files, passed } = found;
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        let jobs = match files.len() {
            // One file needs no thread, nor the question how many there could be.
            0 | 1 => 1,
            count => args.jobs.map_or_else(cores, NonZero::get).min(count),
        };
        Self { files, passed, jobs, errors: args.errors.clone(), verbose: args.verbose, lang }
    }

    /// Whether each file's result is shown with the file's name.
    pub(super) fn is_many(&self) -> bool {
        self.files.len() > 1
    }

    /// Does `work` on each file; what it writes goes to `output` in the order of the files.
    pub(super) fn each(
        &self,
        output: Option<&mut Output>,
        work: impl Fn(&Found, &mut Part<'_>) -> Result<Exit, Failure> + Sync,
    ) -> Result<Exit, Failure> {
        self.run(output, |found, part| work(found, part).map(|exit| (exit, ())), |_, _| Ok(()))
    }

    /// The same; `put` is given, in order, what `work` made of each file, or the code of what went wrong. `work` says
    /// [`Exit::Bad`] where it has told of its failure by [`Part::complain`].
    ///
    /// # Errors
    /// Where `output`, `put` or `--errors` fail. What fails with a file is told, and counts in the exit code.
    pub(super) fn run<T: Send>(
        &self,
        mut output: Option<&mut Output>,
        work: impl Fn(&Found, &mut Part<'_>) -> Result<(Exit, T), Failure> + Sync,
        mut put: impl FnMut(usize, Result<T, &'static str>) -> Result<(), Failure>,
    ) -> Result<Exit, Failure> {
        let mut tally = Tally::of(self)?;
        let one = |part: &mut Part<'_>| match &self.files[part.index] {
            Ok(found) => work(found, part).map_err(|failure| failure.or_in(&found.path)),
            Err(failure) => Err(failure.clone()),
        };
        if self.jobs == 1 {
            for index in 0..self.files.len() {
                let mut part = Part::new(index, output.as_deref_mut(), self.lang);
                let result = one(&mut part);
                let told = part.told;
                if let Some(output) = output.as_deref_mut() {
                    output.is_whole()?;
                }
                put(index, tally.settle(told, result)?)?;
            }
        } else {
            let work = |index| {
                let mut part = Part::new(index, None, self.lang);
                let result = one(&mut part);
                (part.told, result)
            };
            let size = |(told, _): &(Told, _)| told.size();
            window::in_order(self.files.len(), self.jobs, work, size, |index, (told, result)| {
                if let Some(output) = output.as_deref_mut() {
                    output.write(&told.out)?;
                }
                put(index, tally.settle(told, result)?)
            })?;
        }
        tally.close()
    }
}

impl Told {
    /// How many bytes it holds.
    fn size(&self) -> usize {
        self.out.capacity() + self.said.iter().map(String::len).sum::<usize>()
    }
}

impl<'o> Part<'o> {
    fn new(index: usize, straight: Option<&'o mut Output>, lang: Lang) -> Self {
        Self { index, lang, straight, told: Told::default() }
    }

    /// Says something on stderr.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.told.said.push(text.into());
    }

    /// Counts the file in the run's summary, under the catalogue's key.
    pub(super) fn count(&mut self, key: &'static str) {
        self.told.counted.push(key);
    }

    /// Says what is wrong, in `shown`, and keeps it for `--errors`.
    pub(super) fn complain(&mut self, shown: String, file: String, message: &Message, help: Option<&Message>) {
        self.told.faults.push(Fault::new(file, message, help, self.lang));
        self.say(shown);
    }

    /// Writes a piece of the file's part of the output.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.stream(|out| out.write_all(bytes))
    }

    /// Lets `work` write a piece as it is made.
    pub(super) fn stream(&mut self, work: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        match &mut self.straight {
            Some(output) => output.stream(work),
            None => work(&mut self.told.out).map_err(|e| super::output::failed("stdout", &e)),
        }
    }

    /// Writes a row as JSON on a line.
    pub(super) fn line(&mut self, row: &impl Serialize) -> Result<(), Error> {
        if let Some(output) = &mut self.straight {
            return output.line(row);
        }
        self.stream(|mut out| {
            serde_json::to_writer(&mut out, row)?;
            out.write_all(b"\n")
        })
    }
}

/// How a run goes.
struct Tally<'b> {
    batch: &'b Batch,
    progress: Progress,
    faults: Option<Faults>,
    failed: usize,
    counts: BTreeMap<&'static str, usize>,
    exit: Exit,
}

impl<'b> Tally<'b> {
    fn of(batch: &'b Batch) -> Result<Self, Error> {
        let faults = batch.errors.as_deref().map(Faults::open).transpose()?;
        let progress = Progress::new(batch.files.len(), batch.lang);
        if batch.verbose {
            for path in &batch.passed {
                let passed = Message::new("batch-passed-file").with("file", path.display());
                show::say(&show::safe(&passed.text(batch.lang)));
            }
        }
        Ok(Self { batch, progress, faults, failed: 0, counts: BTreeMap::new(), exit: Exit::Done })
    }

    /// Tells what is to be told of a file, and counts it.
    fn settle<T>(
        &mut self,
        mut told: Told,
        result: Result<(Exit, T), Failure>,
    ) -> Result<Result<T, &'static str>, Failure> {
        let lang = self.batch.lang;
        if let Err(failure) = &result {
            let screen = Screen::of(&io::stderr());
            told.said.push(show::error(&failure.error, failure.file.as_deref(), screen, lang));
            told.faults.push(Fault::of(failure, lang));
        }
        told.said.iter().for_each(|text| self.progress.say(text));
        if let Some(faults) = &mut self.faults {
            told.faults.iter().try_for_each(|fault| faults.add(fault))?;
        }
        self.progress.tick();
        told.counted.iter().for_each(|key| *self.counts.entry(key).or_default() += 1);
        Ok(match result {
            Ok((exit, made)) if exit != Exit::Bad => {
                if exit == Exit::Found {
                    self.exit = exit;
                }
                Ok(made)
            }
            _ => {
                self.failed += 1;
                Err(told.faults.first().map_or("", Fault::code))
            }
        })
    }

    /// The exit code of the run; what is remarkable about it is summed up.
    fn close(self) -> Result<Exit, Failure> {
        drop(self.progress);
        if let Some(faults) = self.faults {
            faults.finish()?;
        }
        let (batch, total) = (self.batch, self.batch.files.len());
        let mut told = Vec::new();
        let mut tell = |key, count: usize| {
            if count > 0 {
                told.push(Message::new(key).with("count", count).text(batch.lang));
            }
        };
        if total > 1 {
            tell("batch-failed", self.failed);
            self.counts.iter().for_each(|(key, count)| tell(key, *count));
        }
        tell("batch-passed", batch.passed.len());
        if !told.is_empty() || batch.verbose {
            let done = Message::new("batch-done").with("total", total).with("done", total - self.failed);
            told.insert(0, done.text(batch.lang));
            show::say(&told.join(&Message::new("batch-and").text(batch.lang)));
        }
        Ok(match self.failed {
            0 => self.exit,
            failed if failed == total => Exit::Bad,
            _ => Exit::Partly,
        })
    }
}

/// The paths of a list: one a line or, where it has a NUL, each up to the next NUL (`find -print0`).
fn listed(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let bytes = input::bytes(list).within(list)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let by_nul = bytes.contains(&0);
    let names = bytes.split(|byte| *byte == if by_nul { 0 } else { b'\n' });
    let names = names.map(|name| if by_nul { name } else { name.strip_suffix(b"\r").unwrap_or(name) });
    Ok(names.filter(|name| !name.is_empty()).map(|name| PathBuf::from(os(name))).collect())
}

#[cfg(unix)]
fn os(name: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(name.to_vec())
}

#[cfg(not(unix))]
fn os(name: &[u8]) -> OsString {
    String::from_utf8_lossy(name).into_owned().into()
}
