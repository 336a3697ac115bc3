//! The command line: one file a command, over the library.

mod args;
mod batch;
mod check;
mod convert;
mod diff;
mod extract;
mod faults;
mod figures;
mod fill;
mod form;
mod input;
mod language;
mod layout;
mod manifest;
mod mask;
mod outline;
mod output;
mod overview;
mod parse;
mod progress;
mod reflow;
mod relations;
mod render;
mod run;
mod series;
mod show;
mod slots;
mod tools;
mod window;
mod word;

use std::{env, path::Path, process::ExitCode};

use clap::{FromArgMatches, Parser};

use self::{
    args::{Args, Sub},
    show::Screen,
};
use crate::{error::Error, message::Lang};

/// Exit codes, as scripts know them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Done.
    Done = 0,
    /// `check` found something, or `--strict` failed.
    Found = 1,
    /// Usage, unreadable input, bad values.
    Bad = 2,
    /// A part of a batch failed.
    Partly = 3,
}

/// What went wrong, and in which file.
#[derive(Clone, Debug)]
struct Failure {
    error: Error,
    file: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, file: None }
    }
}

impl Failure {
    /// In this file, where it is not known to be in another.
    fn or_in(self, file: &Path) -> Self {
        Self { file: self.file.or_else(|| Some(file.display().to_string())), ..self }
    }
}

trait In<T> {
    /// Names the file in which an error is.
    fn within(self, file: &Path) -> Result<T, Failure>;
}

impl<T> In<T> for Result<T, Error> {
    fn within(self, file: &Path) -> Result<T, Failure> {
        self.map_err(|error| Failure { error, file: Some(file.display().to_string()) })
    }
}

/// Runs the program on the process's arguments.
pub fn run() -> ExitCode {
    let arguments: Vec<_> = env::args_os().collect();
    let lang = language::choose(&arguments);
    // Help is made only for whoever is shown it.
    let parsed = Args::try_parse_from(&arguments).or_else(|_| {
        args::command(lang).try_get_matches_from(arguments).and_then(|matches| Args::from_arg_matches(&matches))
    });
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(e) => return ExitCode::from(explained(&e, lang) as u8),
    };
    let exit = dispatch(parsed, lang).unwrap_or_else(|failure| {
        complain(&failure, lang);
        Exit::Bad
    });
    ExitCode::from(exit as u8)
}

/// Help and the version go to stdout, what is wrong with the arguments to stderr.
fn explained(message: &clap::Error, lang: Lang) -> Exit {
    let printed = message.print().and_then(|()| std::io::Write::flush(&mut std::io::stdout()));
    match printed {
        _ if message.use_stderr() => Exit::Bad,
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            complain(&output::failed("stdout", &e).into(), lang);
            Exit::Bad
        }
        _ => Exit::Done,
    }
}

fn complain(failure: &Failure, lang: Lang) {
    let screen = Screen::of(&std::io::stderr());
    show::say(&show::error(&failure.error, failure.file.as_deref(), screen, lang));
}

fn dispatch(args: Args, lang: Lang) -> Result<Exit, Failure> {
    let Some(command) = args.command else {
        return overview::run(&args.files, &args.reading, lang);
    };
    match command {
        Sub::Parse(args) => parse::run(&args, lang),
        Sub::Render(args) => render::run(&args, lang),
        Sub::Layout(args) => layout::run(&args, lang),
        Sub::Outline(args) => outline::run(&args, lang),
        Sub::Slots(args) => slots::run(&args, lang),
        Sub::Figures(args) => figures::run(&args, lang),
        Sub::Diff(args) => diff::run(&args, lang),
        Sub::Form(args) => form::run(&args, lang),
        Sub::Fill(args) => fill::run(&args, lang),
        Sub::Extract(args) => extract::run(&args, lang),
        Sub::Mask(args) => mask::run(&args, lang),
        Sub::Check(args) => check::run(&args, lang),
        Sub::Schema(_) => tools::schema(),
        Sub::Completions(args) => tools::completions(&args, lang),
        Sub::Man(_) => tools::man(lang),
    }
}
