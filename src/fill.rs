//! Filling: values into slots. In a report that is text every other byte stays; in JSON `value` is set.

use crate::{
    inline::{Inline, Scope},
    report::{Block, Report, Text},
    row::Row,
    values::Resolved,
};

/// Puts values into the places that [`crate::slots::rows`] listed for `scope`, by index.
pub fn fill(report: &mut Report, scope: Scope, values: &Resolved) {
    let mut blocks = std::mem::take(&mut report.blocks);
    let mut values = values.iter().peekable();
    let mut index = 0;
    go(report, &mut blocks, scope, &mut index, &mut values);
    report.blocks = blocks;
}

type Values<'v> = std::iter::Peekable<std::slice::Iter<'v, (usize, crate::value::Accepted)>>;

fn go(report: &mut Report, blocks: &mut [Block], scope: Scope, index: &mut usize, values: &mut Values<'_>) {
    for block in blocks {
        if block.is_masked() && report.numeral(block).is_some() {
            if let Some((_, value)) = values.next_if(|(slot, _)| slot == index) {
                block.rare_mut().value = Some(value.text.as_str().into());
            }
            *index += 1;
        }
        match scope {
            Scope::Slots => fill_slots(report, &mut block.text, index, values),
            Scope::All => {
                let mut inlines = Vec::new();
                report.inlines_in(&block.text, scope, &mut inlines);
                let last = *index + inlines.len();
                if values.peek().is_some_and(|(slot, _)| *slot < last) {
                    fill_text(report, block, inlines, *index, values);
                }
                *index = last;
            }
        }
        go(report, &mut block.blocks, scope, index, values);
    }
}

/// Sets the values of a leaf's open slots.
fn fill_slots(report: &Report, text: &mut Text, index: &mut usize, values: &mut Values<'_>) {
    let read = match text.inlines {
        Some(_) => None,
        None => Some(report.inlines(text).into_owned()),
    };
    let open = |inlines: &[Inline]| inlines.iter().filter(|inline| inline.open).count();
    let last = *index + open(text.inlines.as_deref().or(read.as_deref()).unwrap_or_default());
    if values.peek().is_some_and(|(slot, _)| *slot < last) {
        let inlines = text.inlines.get_or_insert_with(|| read.unwrap_or_default().into());
        for (slot, inline) in (*index..).zip(inlines.iter_mut().filter(|inline| inline.open)) {
            if let Some((_, value)) = values.next_if(|(given, _)| *given == slot) {
                inline.value = Some(value.text.as_str().into());
            }
        }
    }
    *index = last;
}

fn fill_text(report: &mut Report, block: &mut Block, inlines: Vec<Inline>, first: usize, values: &mut Values<'_>) {
    let leaf = report.str(block.text.span).to_owned();
    let mut printed = Vec::new();
    let mut kept = Vec::with_capacity(inlines.len());
    for (offset, mut inline) in inlines.into_iter().enumerate() {
        let value = values.next_if(|(slot, _)| *slot == first + offset).map(|(_, value)| value);
        match value {
            Some(value) if inline.open => inline.value = Some(value.text.as_str().into()),
            Some(value) => printed.push((inline.run, value.text.clone())),
            None => {}
        }
        if inline.open {
            kept.push(inline);
        }
    }
    if printed.is_empty() {
        block.text.inlines = Some(kept.into_boxed_slice());
        return;
    }
    // A figure that was printed in full is not a slot: its new number is the text.
    let mut text = String::with_capacity(leaf.len() + 16);
    let mut at = 0;
    let mut moved = kept.into_iter().peekable();
    let mut slots = Vec::new();
    let mut shift = |until: u32, text: &str, at: usize, slots: &mut Vec<Inline>| {
        while let Some(inline) = moved.next_if(|inline| inline.span.start < until) {
            slots.push(inline.moved(text.len() as i64 - at as i64));
        }
    };
    for (run, value) in printed {
        shift(run.start, &text, at, &mut slots);
        text.push_str(&leaf[at..run.start as usize]);
        text.push_str(&value);
        at = run.end as usize;
    }
    shift(u32::MAX, &text, at, &mut slots);
    text.push_str(&leaf[at..]);
    block.text.span = report.add(&text);
    block.text.inlines = (!slots.is_empty()).then(|| slots.into_boxed_slice());
}

/// The slots that are still open.
pub fn leftovers(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|row| row.open && row.value.is_none())
}
