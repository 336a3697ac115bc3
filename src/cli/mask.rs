//! `huibao mask`: a filled report into a template and its key.

use std::path::Path;

use super::{
    Exit, Failure, In,
    args::{Mask, Maskable},
    fill::{Shape, put},
    input::{self, Found},
    output::{self, Results},
    show,
};
use crate::{
    error::{Error, ErrorKind},
    inline::InlineKind,
    mask::{self, Kept, Masked, Masking, Why},
    message::{Lang, Message},
    row::Value,
};

/// How many figures are told that stay.
const TOLD: usize = 40;

pub(super) fn run(args: &Mask, lang: Lang) -> Result<Exit, Failure> {
    let options = args.reading.options()?;
    let found = Found::named(&args.file);
    let mut input = input::load(&found, &options).within(&args.file)?;
    let kind = |kind: &Maskable| match kind {
        Maskable::Figure => InlineKind::Figure,
        Maskable::Year => InlineKind::Year,
        Maskable::Date => InlineKind::Date,
        Maskable::Name => InlineKind::Name,
    };
    let masking = Masking { kinds: args.kinds.iter().map(kind).collect(), glyph: args.glyph };
    let Masked { template, key, places, kept } = mask::mask(&input.report, &masking, &options).within(&args.file)?;
    if let Some(path) = &args.key {
        output::write(Some(path), &json(&key)?)?;
    }
    input.report = template;
    let results = Results::apart(args.output.as_deref(), None, &[Ok(found)], Path::to_path_buf)?;
    let shape = Shape::of(args.output.as_deref(), None, &input);
    let edits: Vec<_> = places.iter().map(|(place, mask)| (*place, mask.as_str())).collect();
    put(&mut input, shape, &edits, &results, 0, lang)?;
    tell(&kept, key.len(), &input.name, lang);
    Ok(Exit::Done)
}

/// The key as a file of values, one a line.
fn json(key: &[(String, Value)]) -> Result<Vec<u8>, Error> {
    let failed = |e: serde_json::Error| Error::new(ErrorKind::Io, Message::new("value-write").with("error", e));
    let mut out = b"{".to_vec();
    for (index, (id, value)) in key.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, id).map_err(failed)?;
        out.extend_from_slice(b": ");
        serde_json::to_writer(&mut out, value).map_err(failed)?;
    }
    out.extend_from_slice(b"\n}\n");
    Ok(out)
}

/// What stays as it is and why, and how much was masked.
fn tell(kept: &[Kept], count: usize, file: &str, lang: Lang) {
    let label = Message::new("label-info").text(lang);
    for kept in kept.iter().take(TOLD) {
        let row = &kept.row;
        let why = Message::new(match kept.why {
            Why::Words => "mask-words",
            Why::Frame => "mask-frame",
            Why::Unread => "mask-unread",
            Why::Restyled => "mask-restyled",
            Why::Beside => "mask-beside",
        });
        let words = super::slots::around(row);
        show::say(&show::safe(&format!("{file}:{}:{}: {label}: {}: {words}", row.line, row.column, why.text(lang))));
    }
    if let Some(more) = kept.len().checked_sub(TOLD).filter(|more| *more > 0) {
        show::say(&Message::new("mask-more").with("count", more).text(lang));
    }
    show::say(&Message::new("mask-counted").with("count", count).with("kept", kept.len()).text(lang));
}
