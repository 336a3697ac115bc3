//! `huibao layout`: the inferred layout as TOML.

use std::path::Path;

use super::{Exit, Failure, args::Layout, batch::Batch, input, output::Results};
use crate::message::Lang;

pub(super) fn run(args: &Layout, lang: Lang) -> Result<Exit, Failure> {
    let options = args.reading.options()?;
    let folder = args.output_dir.as_deref();
    let batch = Batch::of(&args.files, folder, lang)?;
    let named = |below: &Path| below.with_added_extension("toml");
    let results = Results::apart(args.output.as_deref(), folder, &batch.files, named)?;
    batch.each(None, |found, part| {
        let layout = input::load(found, &options)?.report.layout().to_toml();
        results.put(part.index, found, |out| out.write_all(layout.as_bytes()))?;
        Ok(Exit::Done)
    })
}
