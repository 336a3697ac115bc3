//! The command line. Its texts come from the catalogue: `help-COMMAND`, `help-COMMAND-ARG`, else `help-arg-ARG`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Command, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::message::{Lang, template};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "huibao", version, args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Sub>,
    pub(super) file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[arg(long, global = true, value_parser = ["zh", "en"])]
    pub(super) lang: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Sub {
    Parse(Parse),
    Render(Render),
    Layout(One),
    Outline(Outline),
    Slots(Slots),
    Form(Form),
    Fill(Fill),
    Check(Check),
    Schema(Nothing),
    Completions(Completions),
    Man(Nothing),
}

/// How files are read.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct Reading {
    #[arg(long)]
    pub(super) encoding: Option<String>,
    #[arg(long)]
    pub(super) words: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Nothing {}

#[derive(Debug, ClapArgs)]
pub(super) struct One {
    pub(super) file: PathBuf,
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Parse {
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    #[arg(long, conflicts_with = "output")]
    pub(super) output_dir: Option<PathBuf>,
    #[arg(long)]
    pub(super) format: Option<TreeFormat>,
    #[arg(long)]
    pub(super) compact: bool,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long)]
    pub(super) verify: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Render {
    pub(super) file: PathBuf,
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) like: Option<String>,
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "new")]
    pub(super) renumber: Option<Renumbering>,
    #[arg(long)]
    pub(super) body: bool,
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Outline {
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) depth: Option<usize>,
    #[arg(long)]
    pub(super) format: Option<LinesFormat>,
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Slots {
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) all: bool,
    #[arg(long)]
    pub(super) format: Option<RowsFormat>,
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Form {
    pub(super) file: PathBuf,
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) all: bool,
    #[arg(long)]
    pub(super) values: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Fill {
    pub(super) file: PathBuf,
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) values: Option<PathBuf>,
    #[arg(long = "set")]
    pub(super) set: Vec<String>,
    #[arg(long)]
    pub(super) strict: bool,
    #[arg(long)]
    pub(super) convert: bool,
    #[arg(long)]
    pub(super) renumber: bool,
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Check {
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    #[arg(short, long)]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) format: Option<LinesFormat>,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, default_value = "warning")]
    pub(super) fail_on: Level,
    #[arg(long, value_delimiter = ',')]
    pub(super) select: Vec<String>,
    #[arg(long, value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Completions {
    pub(super) shell: clap_complete::Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TreeFormat {
    Json,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LinesFormat {
    Text,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RowsFormat {
    Text,
    Csv,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Renumbering {
    New,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Info,
    Warning,
    Error,
    Never,
}

/// The command with its texts in a language.
pub(super) fn command(lang: Lang) -> Command {
    let mut command = localised(Args::command(), "", lang);
    command = command.disable_help_subcommand(true);
    command
}

fn localised(mut command: Command, path: &str, lang: Lang) -> Command {
    let about = if path.is_empty() { "help".to_owned() } else { format!("help-{path}") };
    if let Some(text) = template(&about, lang) {
        command = command.about(text);
    }
    command = command.mut_args(|arg| {
        let id = arg.get_id().as_str().replace('_', "-");
        match text(path, &id, lang) {
            Some(text) => arg.help(text),
            None => arg,
        }
    });
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        localised(sub, &name, lang)
    })
}

fn text(path: &str, id: &str, lang: Lang) -> Option<&'static str> {
    template(&format!("help-{path}-{id}"), lang).or_else(|| template(&format!("help-arg-{id}"), lang))
}

/// The commands and flags that have no text in the catalogue.
#[cfg(test)]
pub(super) fn untold() -> Vec<String> {
    let mut out = Vec::new();
    let root = Args::command();
    for sub in std::iter::once(&root).chain(root.get_subcommands()) {
        let path = if sub.get_name() == "huibao" { "" } else { sub.get_name() };
        if !path.is_empty() && template(&format!("help-{path}"), Lang::Zh).is_none() {
            out.push(path.to_owned());
        }
        for arg in sub.get_arguments() {
            let id = arg.get_id().as_str().replace('_', "-");
            if !matches!(id.as_str(), "help" | "version") && text(path, &id, Lang::Zh).is_none() {
                out.push(format!("{path} {id}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_command_and_flag_has_a_text() {
        assert_eq!(super::untold(), Vec::<String>::new());
        super::command(crate::message::Lang::Zh).debug_assert();
    }
}
