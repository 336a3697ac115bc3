//! `huibao render`: JSON or text to text, in its own layout or another.

use std::{ffi::OsStr, path::Path};

use super::{
    Exit, Failure, In,
    args::{Reading, Render, Renumbering},
    input, output, show,
};
use crate::{
    layout::Layout,
    message::{Lang, Message},
    place::LineIndex,
    same,
    settle::Renumber,
    write,
};

/// At most this many differences are shown one by one.
const SHOWN: usize = 20;

pub(super) fn run(args: &Render, lang: Lang) -> Result<Exit, Failure> {
    let input = input::load(&args.file, &args.reading.options()?).within(&args.file)?;
    let mut report = input.report;
    if args.body {
        report.keep_body();
    }
    if let Some(like) = &args.like {
        report.relayout(&layout(like, &args.reading)?);
    }
    if let Some(which) = args.renumber {
        report.renumber(match which {
            Renumbering::New => Renumber::New,
            Renumbering::All => Renumber::All,
        });
    }
    let bytes = write::write(&report).within(&args.file)?;
    let differences = same::differences(&report);
    if !differences.is_empty() {
        let text = write::print(&report);
        let index = LineIndex::new(&text);
        show::say(
            &Message::new("cli-differs")
                .with("count", differences.len())
                .text(lang),
        );
        for difference in differences.iter().take(SHOWN) {
            let (line, column) = index.place(difference.span.start as usize);
            let message = Message::new("cli-differs-at")
                .with("written", &difference.written)
                .with("read", &difference.read);
            show::say(&format!("  {line}:{column} {}", message.text(lang)));
        }
        if args.strict {
            return Ok(Exit::Found);
        }
    }
    output::write(args.output.as_deref(), &bytes)?;
    Ok(Exit::Done)
}

/// The layout of a name: one that comes with the program, a TOML file, or a report's own.
fn layout(like: &str, reading: &Reading) -> Result<Layout, Failure> {
    match like {
        "official" => return Ok(Layout::official()),
        "plain" => return Ok(Layout::plain()),
        _ => {}
    }
    let path = Path::new(like);
    if path.extension().and_then(OsStr::to_str) == Some("toml") {
        let text = String::from_utf8_lossy(&input::bytes(path)?).into_owned();
        return Layout::from_toml(&text).within(path);
    }
    Ok(input::load(path, &reading.options()?)
        .within(path)?
        .report
        .layout())
}
