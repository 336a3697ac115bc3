//! `huibao outline`: the numbered tree.

use std::ffi::OsStr;

use super::{
    Exit, Failure,
    args::{LinesFormat, Outline},
    each, input, output, show,
};
use crate::{
    contents::{self, OutlineRow},
    message::{Lang, Message},
};

/// The columns of a terminal that any console has.
const COLUMNS: usize = 80;
const SLOTS: usize = 8;

pub(super) fn run(args: &Outline, lang: Lang) -> Result<Exit, Failure> {
    let by_name = args.output.as_deref().and_then(|path| path.extension()).and_then(OsStr::to_str) == Some("jsonl");
    let jsonl = args.format.map_or(args.json || by_name, |format| format == LinesFormat::Jsonl);
    let several = input::expand(&args.files).len() > 1;
    let mut out = Vec::new();
    let exit = each(&args.files, &args.reading, lang, |input| {
        let rows = contents::rows(&input.report);
        if several && !jsonl {
            out.extend_from_slice(format!("{}\n", input.name).as_bytes());
        }
        for row in rows.iter().filter(|row| args.depth.is_none_or(|depth| row.level <= depth)) {
            if jsonl {
                serde_json::to_writer(&mut out, row).map_err(|e| output::failed("json", &e.into()))?;
                out.push(b'\n');
            } else {
                out.extend_from_slice(line(row, lang).as_bytes());
            }
        }
        Ok(())
    })?;
    output::write(args.output.as_deref(), &out)?;
    Ok(exit)
}

/// The count of slots, then the marker and the heading or the first words.
fn line(row: &OutlineRow, lang: Lang) -> String {
    let slots = if row.slots == 0 {
        String::new()
    } else {
        format!("{} {}", Message::new("outline-slots").text(lang), row.slots)
    };
    let indent = "  ".repeat(row.level - 1);
    let words = row.heading.clone().unwrap_or_else(|| format!("({})", row.opening));
    let text = show::cut(&format!("{indent}{}{words}", row.marker), COLUMNS - SLOTS - 2);
    format!("{}  {text}\n", show::padded(&slots, SLOTS))
}
