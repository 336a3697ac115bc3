//! The command line. Its texts come from the catalogue: `help-COMMAND`, `help-COMMAND-ARG`, else `help-arg-ARG`.

use std::{
    num::NonZero,
    path::{Path, PathBuf},
};

use clap::{Arg, ArgAction, Args as ClapArgs, Command, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};

use super::input;
use crate::message::{Lang, template};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "huibao",
    version,
    args_conflicts_with_subcommands = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Sub>,
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[arg(long, global = true, value_parser = ["zh", "en"])]
    pub(super) lang: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Sub {
    Parse(Parse),
    Render(Render),
    Layout(Layout),
    Outline(Outline),
    Slots(Slots),
    Figures(Slots),
    Diff(Diff),
    Form(Form),
    Fill(Fill),
    Extract(Extract),
    Mask(Mask),
    Check(Check),
    Schema(Nothing),
    Completions(Completions),
    Man(Nothing),
}

/// How files are read.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct Reading {
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    #[arg(long, value_name = "TOML")]
    pub(super) words: Option<PathBuf>,
}

/// The files of a run, and how they are gone through.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct Files {
    #[arg(required_unless_present = "files_from", value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[arg(long, value_name = "LIST")]
    pub(super) files_from: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<NonZero<usize>>,
    #[arg(long, value_name = "FILE")]
    pub(super) errors: Option<PathBuf>,
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Nothing {}

#[derive(Debug, ClapArgs)]
pub(super) struct Layout {
    #[command(flatten)]
    pub(super) files: Files,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    pub(super) output_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Parse {
    #[command(flatten)]
    pub(super) files: Files,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    pub(super) output_dir: Option<PathBuf>,
    #[arg(long)]
    pub(super) format: Option<TreeFormat>,
    #[arg(long)]
    pub(super) compact: bool,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long)]
    pub(super) verify: bool,
    #[arg(long, requires = "output_dir")]
    pub(super) resume: bool,
    #[arg(long, value_name = "CSV")]
    pub(super) manifest: Option<PathBuf>,
    #[arg(long)]
    pub(super) figures: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Render {
    #[command(flatten)]
    pub(super) files: Files,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    pub(super) output_dir: Option<PathBuf>,
    #[arg(long)]
    pub(super) format: Option<ExportFormat>,
    #[arg(long, value_name = "LAYOUT", value_hint = ValueHint::AnyPath)]
    pub(super) like: Option<String>,
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "new", value_name = "new|all")]
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
    #[command(flatten)]
    pub(super) files: Files,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "N")]
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
    #[arg(long)]
    pub(super) all: bool,
    #[command(flatten)]
    pub(super) listing: Listing,
}

/// Rows of one or many reports.
#[derive(Debug, ClapArgs)]
pub(super) struct Listing {
    #[command(flatten)]
    pub(super) files: Files,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) format: Option<RowsFormat>,
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Diff {
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) format: Option<LinesFormat>,
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Form {
    #[command(flatten)]
    pub(super) files: Files,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) all: bool,
    #[arg(long, value_name = "FILE")]
    pub(super) values: Option<PathBuf>,
    #[arg(long, value_name = "OLD")]
    pub(super) from: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Fill {
    #[command(flatten)]
    pub(super) files: Files,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    pub(super) output_dir: Option<PathBuf>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(super) values: Option<PathBuf>,
    #[arg(long, value_name = "TABLE", requires_all = ["output_dir", "name"], conflicts_with = "values")]
    pub(super) rows: Option<PathBuf>,
    #[arg(long, value_name = "PATTERN", requires = "rows")]
    pub(super) name: Option<String>,
    #[arg(long = "set", value_name = "ID=VALUE")]
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
pub(super) struct Extract {
    #[command(flatten)]
    pub(super) files: Files,
    #[arg(short, long, required = true, value_name = "FILE")]
    pub(super) template: PathBuf,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "name", value_name = "name|id")]
    pub(super) wide: Option<Heading>,
    #[arg(long)]
    pub(super) format: Option<RowsFormat>,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Mask {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) key: Option<PathBuf>,
    #[arg(long, value_name = "KIND", value_delimiter = ',', default_value = "figure,date,year")]
    pub(super) kinds: Vec<Maskable>,
    #[arg(long, value_name = "CHAR", default_value = "x")]
    pub(super) glyph: char,
    #[command(flatten)]
    pub(super) reading: Reading,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) files: Files,
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[arg(long)]
    pub(super) format: Option<LinesFormat>,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    pub(super) fail_on: Level,
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    #[arg(long)]
    pub(super) relations: bool,
    #[arg(long, value_name = "OLD")]
    pub(super) against: Option<PathBuf>,
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
    Xlsx,
    Jsonl,
}

/// What a report is rendered as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    Text,
    Docx,
    Md,
    Html,
}

/// What of a report can be asked to be masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Maskable {
    Figure,
    Date,
    Year,
    Name,
}

/// What the columns of a wide table are called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Heading {
    Name,
    Id,
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

impl ExportFormat {
    /// `--format`, else what the output's extension says.
    pub(super) fn of(format: Option<Self>, output: Option<&Path>) -> Self {
        let named = || match output.and_then(input::extension).as_deref() {
            Some("docx") => Self::Docx,
            Some("md") => Self::Md,
            Some("html" | "htm") => Self::Html,
            _ => Self::Text,
        };
        format.unwrap_or_else(named)
    }
}

impl LinesFormat {
    /// `--format`, else `--json`, else what the output's extension says.
    pub(super) fn of(format: Option<Self>, json: bool, output: Option<&Path>) -> Self {
        let named = || match output.and_then(input::extension).as_deref() {
            Some("jsonl" | "json") => Self::Jsonl,
            _ => Self::Text,
        };
        let json = json.then_some(Self::Jsonl);
        format.or(json).unwrap_or_else(named)
    }
}

impl RowsFormat {
    /// `--format`, else `--json`, else what the output's extension says.
    pub(super) fn of(format: Option<Self>, json: bool, output: Option<&Path>) -> Self {
        let named = || match output.and_then(input::extension).as_deref() {
            Some("csv") => Self::Csv,
            Some(input::XLSX) => Self::Xlsx,
            Some("jsonl" | "json") => Self::Jsonl,
            _ => Self::Text,
        };
        let json = json.then_some(Self::Jsonl);
        format.or(json).unwrap_or_else(named)
    }
}

/// The command with its texts in a language.
pub(super) fn command(lang: Lang) -> Command {
    localised(Args::command(), "", lang)
}

/// clap's own words (headings, its two flags) are taken over too, and what it would add in English is left out.
fn localised(command: Command, path: &str, lang: Lang) -> Command {
    let known = |key: &str| template(key, lang).unwrap_or_default();
    let about = known(&key_of(path));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let mut command = command
        .about(about)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(help)
        .subcommand_help_heading(known("help-commands"))
        .help_template(format!(
            "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
            known("help-usage")
        ));
    if path.is_empty() {
        command = command.arg(version).after_help(known("help-after"));
    }
    command
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
            let text = text(path, arg.get_id().as_str(), lang).unwrap_or_default();
            let takes_values = arg.get_action().takes_values();
            arg.help(text)
                .help_heading(known(heading))
                .hide_possible_values(takes_values)
                .hide_default_value(takes_values)
        })
        .mut_subcommands(|sub| {
            let name = sub.get_name().to_owned();
            localised(sub, &name, lang)
        })
}

/// The catalogue's key for a command; the program itself has no path.
fn key_of(path: &str) -> String {
    if path.is_empty() { "help".to_owned() } else { format!("help-{path}") }
}

/// The text of an argument: its own for the command, else the one it has everywhere.
fn text(path: &str, id: &str, lang: Lang) -> Option<&'static str> {
    let id = id.replace('_', "-");
    template(&format!("help-{path}-{id}"), lang).or_else(|| template(&format!("help-arg-{id}"), lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn every_command_and_flag_has_its_text_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let root = command(lang);
            for sub in std::iter::once(&root).chain(root.get_subcommands()) {
                let name = sub.get_name();
                let path = if name == "huibao" { "" } else { name };
                assert!(template(&key_of(path), lang).is_some(), "help of `{name}`");
                for arg in sub.get_arguments() {
                    let id = arg.get_id().as_str();
                    assert!(text(path, id, lang).is_some(), "help of `{name} {id}`");
                }
            }
            root.clone().debug_assert();
        }
    }

    #[test]
    fn help_fits_a_console() {
        for lang in [Lang::Zh, Lang::En] {
            let mut root = command(lang);
            root.build();
            for sub in root.get_subcommands_mut() {
                fits(sub);
            }
            fits(&mut root);
        }
    }

    fn fits(command: &mut Command) {
        let help = command.render_help().to_string();
        for line in help.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
    }

    #[test]
    fn chinese_help_has_no_english_words_of_claps() {
        let help = command(Lang::Zh).render_help().to_string();
        for word in ["Usage", "Commands", "Options", "Arguments", "Print"] {
            assert!(!help.contains(word), "{help}");
        }
    }
}
