//! `huibao parse`: text to JSON.

use std::{ffi::OsStr, path::PathBuf};

use super::{
    Exit, Failure, In,
    args::{Parse, TreeFormat},
    each, input, output, show,
};
use crate::{
    error::{Error, ErrorKind},
    json::{self, Form},
    message::{Lang, Message},
    write,
};

pub(super) fn run(args: &Parse, lang: Lang) -> Result<Exit, Failure> {
    let by_name = args
        .output
        .as_deref()
        .and_then(|path| path.extension())
        .and_then(OsStr::to_str);
    let lines = match args.format {
        Some(format) => format == TreeFormat::Jsonl,
        None => args.json || by_name == Some("jsonl"),
    };
    let form = if args.compact || lines {
        Form::Compact
    } else {
        Form::Lines
    };
    let one = input::expand(&args.files).len() == 1;
    if !one && !lines && args.output_dir.is_none() {
        return Err(Error::new(ErrorKind::Io, Message::new("cli-one-output")).into());
    }
    if let Some(folder) = &args.output_dir {
        std::fs::create_dir_all(folder)
            .map_err(|e| output::failed(&folder.display().to_string(), &e))?;
    }
    let mut all = Vec::new();
    let exit = each(&args.files, &args.reading, lang, |input| {
        let mut json = Vec::with_capacity(input.bytes.len() + input.bytes.len() / 2);
        json::to_writer(&input.report, form, &mut json).map_err(|e| output::failed("json", &e))?;
        if args.verify {
            verify(&input, &json, lang)?;
        }
        match &args.output_dir {
            Some(folder) => {
                let name = PathBuf::from(&input.name);
                let mut name = name.file_name().unwrap_or(OsStr::new("stdin")).to_owned();
                name.push(".json");
                output::write(Some(&folder.join(name)), &json)?;
            }
            None => {
                all.append(&mut json);
                if lines {
                    all.push(b'\n');
                }
            }
        }
        Ok(())
    })?;
    if args.output_dir.is_none() && (exit != Exit::Bad || !all.is_empty()) {
        output::write(args.output.as_deref(), &all)?;
    }
    Ok(exit)
}

/// Proves that the JSON writes the file back byte for byte.
fn verify(input: &input::Input, json: &[u8], lang: Lang) -> Result<(), Failure> {
    let path = PathBuf::from(&input.name);
    let loaded = json::from_slice(json).within(&path)?;
    let same = input.json || write::write(&loaded).within(&path)? == input.bytes;
    let key = if same {
        "cli-verified"
    } else {
        "cli-not-verified"
    };
    let message = Message::new(key).with("file", &input.name);
    if !same {
        return Err(Error::new(ErrorKind::Source, message).into());
    }
    show::say(&message.text(lang));
    Ok(())
}
