//! `huibao render`: JSON or text to text, in its own layout or another.

use std::path::{Path, PathBuf};

use super::{
    Exit, Failure, In,
    args::{Render, Renumbering},
    each,
    input::{self, Found},
    output::Results,
    show,
};
use crate::{
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
    let files = input::expand(&args.files);
    let mut results = Results::apart(args.output.as_deref(), args.output_dir.as_deref(), &files)?;
    let exit = each(&files, lang, |found| {
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
        let bytes = write::write(&report)?;
        let differences = same::differences(&report);
        if !differences.is_empty() {
            say(&report, &differences, lang);
            if args.strict {
                return Ok(Exit::Found);
            }
        }
        results.put(found, as_text, |out| out.write_all(&bytes))?;
        Ok(Exit::Done)
    });
    Ok(results.finish(exit)?)
}

/// 甲.txt.json and 甲.json become 甲.txt, 甲.html becomes 甲.html.txt.
pub(super) fn as_text(below: &Path) -> PathBuf {
    let bare = match input::extension(below).as_deref() {
        Some(input::JSON) => below.with_extension(""),
        Some(extension) if input::PAGES.contains(&extension) => below.to_owned(),
        _ => return below.to_owned(),
    };
    match input::extension(&bare) {
        Some(extension) if input::TEXTS.contains(&extension.as_str()) => bare,
        _ => bare.with_added_extension("txt"),
    }
}

/// Where reading back what is written gives another tree.
fn say(report: &Report, differences: &[Difference], lang: Lang) {
    let text = write::print(report);
    let index = LineIndex::new(&text);
    let count = Message::new("cli-differs").with("count", differences.len());
    show::say(&count.text(lang));
    for difference in differences.iter().take(SHOWN) {
        let (line, column) = index.place(difference.span.start as usize);
        let message =
            Message::new("cli-differs-at").with("written", &difference.written).with("read", &difference.read);
        show::say(&format!("  {line}:{column} {}", show::safe(&message.text(lang))));
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
