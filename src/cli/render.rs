//! `huibao render`: JSON or text to text, in its own layout or another, or to the formats of others.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use super::{
    Exit, Failure, In,
    args::{ExportFormat, Render, Renumbering},
    batch::{Batch, Part},
    input::{self, Found},
    output::Results,
    show,
};
use crate::{
    error::{Error, ErrorKind},
    export,
    layout::Layout,
    message::{Lang, Message},
    place::LineIndex,
    read::ReadOptions,
    report::Report,
    same::{self, Difference},
    settle::Renumber,
    write,
};

/// At most this many differences are shown one by one.
const SHOWN: usize = 20;

pub(super) fn run(args: &Render, lang: Lang) -> Result<Exit, Failure> {
    let options = args.reading.options()?;
    let like = match &args.like {
        Some(like) => Some(layout(like, &options)?),
        None => None,
    };
    let format = ExportFormat::of(args.format, args.output.as_deref());
    let shown = args.output.is_none() && args.output_dir.is_none() && std::io::stdout().is_terminal();
    if shown && format == ExportFormat::Docx {
        let message = Message::new("export-terminal");
        return Err(Error::new(ErrorKind::Io, message).help(Message::new("export-terminal-help")).into());
    }
    let folder = args.output_dir.as_deref();
    let batch = Batch::of(&args.files, folder, lang)?;
    let results = Results::apart(args.output.as_deref(), folder, &batch.files, |below| named(below, format))?;
    batch.each(None, |found, part| {
        let mut report = input::load(found, &options)?.report;
        if args.body {
            report.keep_body();
        }
        if let Some(like) = &like {
            report.relayout(like);
        }
        if let Some(which) = args.renumber {
            report.renumber(match which {
                Renumbering::New => Renumber::New,
                Renumbering::All => Renumber::All,
            });
        }
        let bytes = export(&report, format, lang)?;
        let differences = same::differences(&report);
        if !differences.is_empty() {
            say(&report, &differences, part, lang);
            if args.strict {
                return Ok(Exit::Found);
            }
        }
        results.put(part.index, found, |out| out.write_all(&bytes))?;
        Ok(Exit::Done)
    })
}

/// A report in a format.
pub(super) fn export(report: &Report, format: ExportFormat, lang: Lang) -> Result<Vec<u8>, Error> {
    match format {
        ExportFormat::Text => write::write(report),
        ExportFormat::Docx => docx(report),
        ExportFormat::Md => Ok(export::markdown(report).into_bytes()),
        ExportFormat::Html => Ok(export::html(report, lang).into_bytes()),
    }
}

#[cfg(feature = "docx")]
fn docx(report: &Report) -> Result<Vec<u8>, Error> {
    export::docx(report)
}

#[cfg(not(feature = "docx"))]
fn docx(_: &Report) -> Result<Vec<u8>, Error> {
    let message = Message::new("export-no-docx");
    Err(Error::new(ErrorKind::Io, message).help(Message::new("export-no-docx-help")))
}

/// The name of a report in a format: 甲.txt and 甲.txt.json become 甲.docx.
fn named(below: &Path, format: ExportFormat) -> PathBuf {
    let text = as_text(below);
    match format {
        ExportFormat::Text => text,
        ExportFormat::Docx => text.with_extension("docx"),
        ExportFormat::Md => text.with_extension("md"),
        ExportFormat::Html => text.with_extension("html"),
    }
}

/// 甲.txt.json and 甲.json become 甲.txt, 甲.docx becomes 甲.docx.txt.
pub(super) fn as_text(below: &Path) -> PathBuf {
    match input::extension(below).as_deref() {
        Some(input::JSON) => {}
        Some(extension) if input::CONTAINERS.contains(&extension) => return below.with_added_extension("txt"),
        _ => return below.to_owned(),
    }
    let bare = below.with_extension("");
    match input::extension(&bare) {
        Some(extension) if input::TEXTS.contains(&extension.as_str()) => bare,
        _ => bare.with_added_extension("txt"),
    }
}

/// Where reading back what is written gives another tree.
fn say(report: &Report, differences: &[Difference], part: &mut Part<'_>, lang: Lang) {
    let text = write::print(report);
    let index = LineIndex::new(&text);
    let count = Message::new("cli-differs").with("count", differences.len());
    part.say(count.text(lang));
    for difference in differences.iter().take(SHOWN) {
        let (line, column) = index.place(difference.span.start as usize);
        let message =
            Message::new("cli-differs-at").with("written", &difference.written).with("read", &difference.read);
        part.say(format!("  {line}:{column} {}", show::safe(&message.text(lang))));
    }
}

/// The layout of a name: one that comes with the program, a TOML file, or a report's own.
fn layout(like: &str, options: &ReadOptions) -> Result<Layout, Failure> {
    match like {
        "official" => return Ok(Layout::official()),
        "plain" => return Ok(Layout::plain()),
        _ => {}
    }
    let path = Path::new(like);
    if input::extension(path).as_deref() == Some("toml") {
        return input::text(path).and_then(|text| Layout::from_toml(&text)).within(path);
    }
    let old = input::load(&Found::named(path), options).within(path)?;
    Ok(old.report.layout())
}
