//! `huibao outline`: the numbered tree.

use super::{
    Exit, Failure,
    args::{LinesFormat, Outline},
    batch::Batch,
    input,
    output::Output,
    show,
};
use crate::{
    contents::{self, OutlineRow},
    message::{Lang, Message},
    syntax::numeral,
};

const SLOTS: usize = 8;

pub(super) fn run(args: &Outline, lang: Lang) -> Result<Exit, Failure> {
    let jsonl = LinesFormat::of(args.format, args.json, args.output.as_deref()) == LinesFormat::Jsonl;
    let options = args.reading.options()?;
    let batch = Batch::of(&args.files, None, lang)?;
    let mut output = Output::open(args.output.as_deref())?;
    let exit = batch.each(Some(&mut output), |found, part| {
        let input = input::load(found, &options)?;
        if batch.is_many() && !jsonl {
            part.write(format!("{}\n", show::safe(&input.name)).as_bytes())?;
        }
        let rows = contents::rows(&input.report);
        let shown = rows.iter().filter(|row| args.depth.is_none_or(|depth| row.level <= depth));
        for row in shown {
            if jsonl {
                part.line(row)?;
            } else {
                part.write(line(row, lang).as_bytes())?;
            }
        }
        Ok(Exit::Done)
    })?;
    Ok(output.close(exit)?)
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
    // A number that nothing closes is set off by a blank.
    let gap = if row.marker.ends_with(|c: char| c.is_ascii_digit() || numeral::is_sign(c)) { " " } else { "" };
    let text = show::cut(&format!("{indent}{}{gap}{words}", row.marker), show::COLUMNS - SLOTS - 2);
    format!("{}  {text}\n", show::padded(&slots, SLOTS))
}
