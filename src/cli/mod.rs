//! The command line: one file a command, over the library.

mod args;
mod check;
mod fill;
mod form;
mod input;
mod language;
mod outline;
mod output;
mod overview;
mod parse;
mod render;
mod show;
mod slots;

use std::{env, path::PathBuf, process::ExitCode};

use clap::FromArgMatches;

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
struct Failure {
    error: Error,
    file: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, file: None }
    }
}

trait In<T> {
    /// Names the file in which an error is.
    fn within(self, file: &std::path::Path) -> Result<T, Failure>;
}

impl<T> In<T> for Result<T, Error> {
    fn within(self, file: &std::path::Path) -> Result<T, Failure> {
        self.map_err(|error| Failure {
            error,
            file: Some(file.display().to_string()),
        })
    }
}

/// Runs the program on the process's arguments.
pub fn run() -> ExitCode {
    let arguments: Vec<_> = env::args_os().collect();
    let lang = language::choose(&arguments);
    let parsed = args::command(lang)
        .try_get_matches_from(arguments)
        .and_then(|matches| Args::from_arg_matches(&matches));
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(e) => {
            let code = if e.use_stderr() {
                Exit::Bad
            } else {
                Exit::Done
            };
            // A closed pipe is no one's mistake.
            let _ = e.print();
            return ExitCode::from(code as u8);
        }
    };
    let exit = dispatch(parsed, lang).unwrap_or_else(|failure| {
        complain(&failure, lang);
        Exit::Bad
    });
    ExitCode::from(exit as u8)
}

fn complain(failure: &Failure, lang: Lang) {
    show::say(&show::error(
        &failure.error,
        failure.file.as_deref(),
        Screen::of(&std::io::stderr()),
        lang,
    ));
}

fn dispatch(args: Args, lang: Lang) -> Result<Exit, Failure> {
    let Some(command) = args.command else {
        return overview::run(
            args.file.as_deref().unwrap_or(std::path::Path::new("-")),
            &args.reading,
            lang,
        );
    };
    match command {
        Sub::Parse(args) => parse::run(&args, lang),
        Sub::Render(args) => render::run(&args, lang),
        Sub::Layout(args) => {
            let input = input::load(&args.file, &args.reading.options()?).within(&args.file)?;
            let layout = input.report.layout().to_toml();
            output::write(args.output.as_deref(), layout.as_bytes())?;
            Ok(Exit::Done)
        }
        Sub::Outline(args) => outline::run(&args, lang),
        Sub::Slots(args) => slots::run(&args, lang),
        Sub::Form(args) => form::run(&args, lang),
        Sub::Fill(args) => fill::run(&args, lang),
        Sub::Check(args) => check::run(&args, lang),
        Sub::Schema(_) => printed(crate::json::schema().as_bytes()),
        Sub::Completions(args) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut args::command(lang), "huibao", &mut script);
            printed(&script)
        }
        Sub::Man(_) => {
            let mut page = Vec::new();
            clap_mangen::Man::new(args::command(lang))
                .render(&mut page)
                .map_err(|e| output::failed("man", &e))?;
            printed(&page)
        }
    }
}

fn printed(bytes: &[u8]) -> Result<Exit, Failure> {
    output::write(None, bytes)?;
    Ok(Exit::Done)
}

/// Does something with each file that the arguments mean; one that fails is reported, and the rest done.
fn each(
    paths: &[PathBuf],
    reading: &args::Reading,
    lang: Lang,
    mut work: impl FnMut(input::Input) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    let options = reading.options()?;
    let files = input::expand(paths);
    let (mut done, mut failed) = (0, 0);
    for file in files {
        let result = file.map_err(Failure::from).and_then(|path| {
            input::load(&path, &options)
                .within(&path)
                .and_then(&mut work)
        });
        match result {
            Ok(()) => done += 1,
            Err(failure) => {
                complain(&failure, lang);
                failed += 1;
            }
        }
    }
    Ok(match (done, failed) {
        (_, 0) => Exit::Done,
        (0, 1) => Exit::Bad,
        _ => Exit::Partly,
    })
}
