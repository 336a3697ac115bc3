//! `huibao layout`: the inferred layout as TOML.

use std::path::Path;

use super::{Exit, Failure, args::Layout, each, input, output::Results};
use crate::message::Lang;

pub(super) fn run(args: &Layout, lang: Lang) -> Result<Exit, Failure> {
    let options = args.reading.options()?;
    let files = input::expand(&args.files);
    let mut results = Results::apart(args.output.as_deref(), args.output_dir.as_deref(), &files)?;
    let exit = each(&files, lang, |found| {
        let layout = input::load(found, &options)?.report.layout().to_toml();
        let named = |below: &Path| below.with_added_extension("toml");
        results.put(found, named, |out| out.write_all(layout.as_bytes()))?;
        Ok(Exit::Done)
    });
    Ok(results.finish(exit)?)
}
