//! `huibao parse`: text to JSON.

use std::path::Path;

use super::{
    Exit, Failure,
    args::{Parse, TreeFormat},
    each,
    input::{self, Input},
    output::{self, Results},
    show,
};
use crate::{
    error::{Error, ErrorKind},
    json::{self, Form},
    message::{Lang, Message},
    write,
};

pub(super) fn run(args: &Parse, lang: Lang) -> Result<Exit, Failure> {
    let by_name = args.output.as_deref().and_then(input::extension);
    let lines = match args.format {
        Some(format) => format == TreeFormat::Jsonl,
        None => args.json || by_name.as_deref() == Some("jsonl"),
    };
    let form = if args.compact || lines { Form::Compact } else { Form::Lines };
    let options = args.reading.options()?;
    let files = input::expand(&args.files);
    let mut results = match &args.output_dir {
        // One report a line: there is one output however many files there are.
        None if lines => Results::together(args.output.as_deref())?,
        folder => Results::apart(args.output.as_deref(), folder.as_deref(), &files)?,
    };
    let exit = each(&files, lang, |found| {
        let bytes = input::bytes(&found.path)?;
        let original = args.verify.then(|| bytes.clone());
        let mut input = input::parse(found, bytes, &options)?;
        if args.figures {
            input.report.read_figures();
        }
        if let Some(original) = original {
            verify(&input, form, &original, lang)?;
        }
        let named = |below: &Path| below.with_added_extension("json");
        results.put(found, named, |mut out| {
            json::to_writer(&input.report, form, &mut out)?;
            out.write_all(if lines { b"\n" } else { b"" })
        })?;
        Ok(Exit::Done)
    });
    Ok(results.finish(exit)?)
}

/// Proves that the JSON writes the file back byte for byte.
fn verify(input: &Input, form: Form, original: &[u8], lang: Lang) -> Result<(), Error> {
    let mut json = Vec::new();
    json::to_writer(&input.report, form, &mut json).map_err(|e| output::failed("json", &e))?;
    let loaded = json::from_slice(&json)?;
    // A JSON file need not be spelled as this program spells it, and a page is not written back: their text counts.
    let same = if input.json || input.report.source.container.is_some() {
        write::write(&loaded)? == write::write(&input.report)?
    } else {
        write::write(&loaded)? == original
    };
    if !same {
        return Err(Error::new(ErrorKind::Source, Message::new("cli-not-verified").with("file", &input.name)));
    }
    let verified = if input.report.source.container.is_some() { "cli-verified-text" } else { "cli-verified" };
    let message = Message::new(verified).with("file", &input.name);
    show::say(&message.text(lang));
    Ok(())
}
