//! `huibao parse`: text to JSON.

use std::{fs, path::Path};

use super::{
    Exit, Failure,
    args::{Parse, TreeFormat},
    batch::{Batch, Part},
    input::{self, Found},
    manifest::{Known, Manifest, Record, sha256},
    output::{self, Output, Results},
    run::{Making, Run},
};
use crate::{
    error::{Error, ErrorKind},
    inline::Scope,
    json::{self, Form},
    message::{Lang, Message},
    read::ReadOptions,
    write,
};

pub(super) fn run(args: &Parse, lang: Lang) -> Result<Exit, Failure> {
    let by_name = args.output.as_deref().and_then(input::extension);
    let lines = match args.format {
        Some(format) => format == TreeFormat::Jsonl,
        None => args.json || by_name.as_deref() == Some("jsonl"),
    };
    let folder = args.output_dir.as_deref();
    let batch = Batch::of(&args.files, folder, lang)?;
    // One report a line: there is one output however many files there are.
    let together = lines && folder.is_none();
    let results = if together {
        None
    } else {
        let named = |below: &Path| below.with_added_extension("json");
        Some(Results::apart(args.output.as_deref(), folder, &batch.files, named)?)
    };
    let mut output = if together { Some(Output::open(args.output.as_deref())?) } else { None };
    let run = folder.map(|folder| Run::begin(folder, &making(args, lines)?, args.resume)).transpose()?;
    if let Some(errors) = args.files.errors.as_deref().filter(|_| run.is_some() && args.resume) {
        output::clear(output::folder_of(errors), 1)?;
    }
    let (mut manifest, known) = match &args.manifest {
        Some(path) => {
            let (manifest, known) = Manifest::open(path, args.resume)?;
            (Some(manifest), Some(known))
        }
        None => (None, None),
    };
    let work = Work {
        args,
        form: if args.compact || lines { Form::Compact } else { Form::Lines },
        end: if lines { b"\n" } else { b"" },
        options: args.reading.options()?,
        results,
        known,
        run,
        tell: !batch.is_many() || args.files.verbose,
        lang,
    };
    let one = |found: &Found, part: &mut Part<'_>| Ok((Exit::Done, work.on(found, part)?));
    let exit = batch.run(output.as_mut(), one, |index, made| match &mut manifest {
        Some(manifest) => {
            let record = made.unwrap_or_else(|code| Some(Record::failed(&batch.files[index], code)));
            record.iter().try_for_each(|record| manifest.add(record)).map_err(Failure::from)
        }
        None => Ok(()),
    })?;
    if let Some(manifest) = manifest {
        manifest.finish()?;
    }
    Ok(match output {
        Some(output) => output.close(exit)?,
        None => exit,
    })
}

/// What makes other results of the same files.
fn making(args: &Parse, lines: bool) -> Result<Making, Error> {
    let words = args.reading.words.as_deref().map(input::bytes).transpose()?;
    Ok(Making {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        compact: args.compact,
        figures: args.figures,
        lines,
        encoding: args.reading.encoding.clone(),
        words: words.as_deref().map(sha256),
    })
}

/// What is done with each file.
struct Work<'a> {
    args: &'a Parse,
    form: Form,
    /// What stands behind each report.
    end: &'static [u8],
    options: ReadOptions,
    /// Where each report has its own file.
    results: Option<Results<'a>>,
    /// What a manifest said, where one is asked for.
    known: Option<Known>,
    /// What else is known of the folder of results.
    run: Option<Run>,
    /// Whether each proof is told.
    tell: bool,
    lang: Lang,
}

impl Work<'_> {
    /// Reads a file and writes its JSON; gives its row where there is a manifest.
    fn on(&self, found: &Found, part: &mut Part<'_>) -> Result<Option<Record>, Error> {
        let place = match &self.results {
            Some(results) => results.place(part.index)?,
            None => None,
        };
        let stands = place.filter(|place| self.run.as_ref().is_some_and(|run| run.has(place)));
        if stands.is_some() && self.known.is_none() && !self.args.verify {
            part.count("batch-kept");
            return Ok(None);
        }
        let bytes = input::bytes(&found.path)?;
        let (size, hash) = (bytes.len(), self.known.as_ref().map(|_| sha256(&bytes)));
        if let Some(place) = stands
            && let Some(record) = self.is_done(found, place, hash.as_deref(), &bytes)
        {
            part.count("batch-kept");
            return Ok(record);
        }
        let original = self.args.verify.then(|| bytes.clone());
        let input = input::parse(found, bytes, &self.options)?;
        let scope = if self.args.figures { Scope::All } else { Scope::Slots };
        if let Some(original) = &original {
            let mut json = Vec::new();
            json::to_writer(&input.report, self.form, scope, &mut json).map_err(|e| output::failed("json", &e))?;
            // Of a file that is no text its text counts: a JSON file need not be spelled as this program spells it.
            let text = if input.exact { original } else { &write::write(&input.report)? };
            if !gives(&json, text)? {
                return Err(Error::new(ErrorKind::Source, Message::new("cli-not-verified").with("file", &input.name)));
            }
            part.count("batch-verified");
            if self.tell {
                let verified = if input.exact || input.json { "cli-verified" } else { "cli-verified-text" };
                part.say(Message::new(verified).with("file", &input.name).text(self.lang));
            }
        }
        let report = &input.report;
        let print = |mut out: &mut dyn std::io::Write| {
            json::to_writer(report, self.form, scope, &mut out)?;
            out.write_all(self.end)
        };
        match &self.results {
            Some(results) => results.put(part.index, found, print)?,
            None => part.stream(print)?,
        }
        Ok(hash.map(|hash| {
            let result = self.results.as_ref().and_then(|results| results.place(part.index).ok().flatten());
            Record::of(&input, result, size, hash, original.is_some())
        }))
    }

    /// Whether a result that stands is what would be made now, as far as can be told without making it: it was put in its
    /// place whole. A manifest says of which bytes it was made; `--verify` proves it by reading it back. Gives the
    /// manifest's row.
    fn is_done(&self, found: &Found, place: &Path, hash: Option<&str>, bytes: &[u8]) -> Option<Option<Record>> {
        let record = match (&self.known, hash) {
            (Some(known), Some(hash)) => {
                let record = known.get(&found.path.display().to_string())?;
                Some(record.still_says(hash, self.args.verify).then(|| record.clone())?)
            }
            _ => None,
        };
        let proven = || fs::read(place).is_ok_and(|json| gives(&json, bytes).unwrap_or(false));
        (!self.args.verify || proven()).then_some(record)
    }
}

/// Whether JSON writes a text byte for byte.
fn gives(json: &[u8], text: &[u8]) -> Result<bool, Error> {
    Ok(write::write(&json::from_slice(json)?)? == text)
}
