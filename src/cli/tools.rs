//! `huibao schema`, `huibao completions` and `huibao man`: for tools.

use super::{
    Exit, Failure,
    args::{self, Completions},
    output,
};
use crate::{json, message::Lang};

pub(super) fn schema() -> Result<Exit, Failure> {
    output::write(None, json::schema().as_bytes())?;
    Ok(Exit::Done)
}

pub(super) fn completions(args: &Completions, lang: Lang) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::command(lang), "huibao", &mut script);
    output::write(None, &script)?;
    Ok(Exit::Done)
}

/// The page of the program, then that of each command.
pub(super) fn man(lang: Lang) -> Result<Exit, Failure> {
    let mut root = args::command(lang).disable_help_subcommand(true);
    root.build();
    let mut pages = output::Output::open(None)?;
    let commands: Vec<_> = root.get_subcommands().cloned().collect();
    for command in std::iter::once(root).chain(commands) {
        let name = command.get_display_name().unwrap_or("huibao").to_owned();
        let page =
            clap_mangen::Man::new(command.display_name(name)).source(concat!("huibao ", env!("CARGO_PKG_VERSION")));
        pages.stream(|mut out| page.render(&mut out))?;
    }
    pages.finish()?;
    Ok(Exit::Done)
}
