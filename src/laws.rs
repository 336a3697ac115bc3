//! The laws that hold for every input, each a function of bytes that tests, fuzz targets and CI call alike. An error
//! says how the law is broken; bytes that are refused (a binary signature) break none.

use crate::{
    fill,
    inline::Scope,
    json::{self, Form},
    read::{ReadOptions, read},
    report::Report,
    row::Row,
    same, slots,
    source::Encoding,
    span::Span,
    value::{self, Scaling},
    values::Resolved,
    write::{self, write},
};

/// A law, by the name it has.
pub type Law = (&'static str, fn(&[u8]) -> Result<(), Broken>);

/// Every law that bytes can be held to.
pub const LAWS: [Law; 6] = [("1", law_1), ("2", law_2), ("3", law_3), ("4", law_4), ("6", law_6), ("7", law_7)];

/// Holds bytes to every law.
///
/// # Errors
/// Which law is broken, and how.
pub fn all(bytes: &[u8]) -> Result<(), Broken> {
    LAWS.iter().try_for_each(|(name, law)| law(bytes).map_err(|broken| format!("law {name}: {broken}")))
}

/// How a law is broken.
pub type Broken = String;

fn report(bytes: &[u8]) -> Option<Report> {
    read(bytes.to_vec(), &ReadOptions::default()).ok()
}

fn bytes_of(report: &Report) -> Result<Vec<u8>, Broken> {
    write(report).map_err(|e| format!("it does not write: {e}"))
}

fn expect_same(expected: &[u8], found: &[u8], what: &str) -> Result<(), Broken> {
    if expected == found {
        return Ok(());
    }
    let at = expected.iter().zip(found).position(|(a, b)| a != b).unwrap_or(expected.len().min(found.len()));
    let near =
        |bytes: &[u8]| String::from_utf8_lossy(&bytes[at.saturating_sub(20)..(at + 20).min(bytes.len())]).into_owned();
    Err(format!("{what} at byte {at}: {:?} became {:?}", near(expected), near(found)))
}

/// Law 1: reading never fails and never loses a byte.
///
/// # Errors
/// How it is broken.
pub fn law_1(bytes: &[u8]) -> Result<(), Broken> {
    let Some(report) = report(bytes) else {
        return Ok(());
    };
    expect_same(bytes, &bytes_of(&report)?, "text")
}

/// Law 2: JSON alone is enough.
///
/// # Errors
/// How it is broken.
pub fn law_2(bytes: &[u8]) -> Result<(), Broken> {
    let Some(report) = report(bytes) else {
        return Ok(());
    };
    for form in [Form::Lines, Form::Compact] {
        let loaded = through_json(&report, form)?;
        expect_same(bytes, &bytes_of(&loaded)?, "text through JSON")?;
        if !same::same_tree(&report, &loaded) {
            return Err("the tree from JSON is another".to_owned());
        }
    }
    Ok(())
}

fn through_json(report: &Report, form: Form) -> Result<Report, Broken> {
    let mut out = Vec::new();
    json::to_writer(report, form, &mut out).map_err(|e| e.to_string())?;
    json::from_slice(&out).map_err(|e| format!("its JSON does not load: {e}"))
}

/// Law 3: writing tells the truth. For the report of a text: nothing differs on reading back. For the tree of JSON:
/// what was written and read is written alike.
///
/// # Errors
/// How it is broken.
pub fn law_3(bytes: &[u8]) -> Result<(), Broken> {
    if let Ok(tree) = json::from_slice(bytes) {
        let Ok(text) = write(&tree) else {
            return Ok(());
        };
        let again = read(text.clone(), &ReadOptions { encoding: Some(tree.source.encoding), ..ReadOptions::default() });
        let Ok(again) = again else { return Ok(()) };
        expect_same(&text, &bytes_of(&again)?, "text written from JSON")?;
        if same::differences(&tree).is_empty() != same::same_tree(&tree, &again) {
            return Err("the list of differences is not what reading back shows".to_owned());
        }
        return Ok(());
    }
    let Some(report) = report(bytes) else {
        return Ok(());
    };
    match same::differences(&report).first() {
        Some(difference) => Err(format!("written {:?}, read {:?}", difference.written, difference.read)),
        None => Ok(()),
    }
}

/// Law 4: filling is local. Nothing filled changes nothing; whatever is filled, every byte outside the places named
/// stays, and in them stands what was given.
///
/// # Errors
/// How it is broken.
pub fn law_4(bytes: &[u8]) -> Result<(), Broken> {
    let Some(report) = report(bytes) else {
        return Ok(());
    };
    let rows = slots::rows(&report, Scope::All);
    expect_same(bytes, &filled(&report, &Vec::new())?, "text filled with nothing")?;
    let fitting = |row: &Row| VALUES.iter().find_map(|value| value::accept(row, value, Scaling::Refuse).ok());
    let all: Resolved = rows.iter().enumerate().filter_map(|(slot, row)| Some((slot, fitting(row)?))).collect();
    expect_local(bytes, &report, &rows, &all)?;
    // Each alone, as far as that is soon done.
    all.chunks(1).take(ALONE).try_for_each(|one| expect_local(bytes, &report, &rows, &one.to_vec()))
}

/// Values of which every kind of slot takes one.
const VALUES: [&str; 6] = ["7", "2026", "26", "6", "甲", "37"];
/// How many slots are also filled one by one.
const ALONE: usize = 12;

fn filled(report: &Report, values: &Resolved) -> Result<Vec<u8>, Broken> {
    let mut report = report.clone();
    fill::fill(&mut report, Scope::All, values);
    bytes_of(&report)
}

/// Whether a fill changes its places and nothing else, in the text and in the bytes.
fn expect_local(bytes: &[u8], report: &Report, rows: &[Row], values: &Resolved) -> Result<(), Broken> {
    let mut found = report.clone();
    let text = write::print(report);
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for (slot, value) in values {
        let place = rows[*slot].span;
        out.push_str(&text[at..place.start as usize]);
        out.push_str(&value.text);
        at = place.end as usize;
    }
    out.push_str(&text[at..]);
    fill::fill(&mut found, Scope::All, values);
    expect_same(out.as_bytes(), write::print(&found).as_bytes(), "text filled")?;
    // Lines in which nothing was filled keep their bytes, whatever those are.
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let touched: Vec<usize> = values.iter().map(|(slot, _)| rows[*slot].span.start as usize).collect();
    if matches!(report.source.encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return Ok(());
    }
    let mut start = 0;
    // Damaged bytes beside a place may not stand beside its value: such a fill is refused.
    let Ok(new) = write(&found) else { return Ok(()) };
    let (old, new) = (lines(bytes), lines(&new));
    for ((line, old), new) in text.split('\n').zip(&old).zip(&new) {
        let end = start + line.len();
        let first = touched.partition_point(|&place| place < start);
        if touched.get(first).is_none_or(|&place| place > end) {
            expect_same(old, new, "line in which nothing was filled")?;
        }
        start = end + 1;
    }
    Ok(())
}

/// Law 6: leaves cover the decoded text in order with no gap and no overlap; slots stand inside their leaf.
///
/// # Errors
/// How it is broken.
pub fn law_6(bytes: &[u8]) -> Result<(), Broken> {
    let Some(report) = report(bytes) else {
        return Ok(());
    };
    let mut at = 0u32;
    let mut broken = None;
    let mut cover = |span: Span, broken: &mut Option<Broken>| {
        if span.is_empty() {
            return;
        }
        if span.start != at && broken.is_none() {
            *broken = Some(format!("a leaf begins at {} where {at} was due", span.start));
        }
        at = span.end;
    };
    report.walk(|_, block| {
        for span in [block.before, block.marker, block.after_marker, block.text.span, block.after] {
            cover(span, &mut broken);
        }
        let leaf = report.str(block.text.span);
        let mut covered = 0;
        for inline in report.inlines(&block.text).iter() {
            let parts = [
                inline.span,
                inline.run,
                inline.approximator,
                inline.scale,
                inline.remainder,
                inline.unit,
                inline.limit,
            ];
            let inside = parts.iter().all(|part| {
                part.start <= part.end
                    && inline.span.start <= part.start
                    && part.end <= inline.span.end
                    && leaf.get(part.range()).is_some()
            });
            if !inside || inline.span.start < covered {
                broken = Some(format!("{inline:?} does not stand in {leaf:?} behind {covered}"));
            }
            covered = inline.span.end;
        }
    });
    cover(report.end, &mut broken);
    let length = write::print(&report).len();
    match broken {
        Some(broken) => Err(broken),
        None if at as usize != length => Err(format!("leaves end at {at}, the text at {length}")),
        None => Ok(()),
    }
}

/// Law 7, its first half: the same bytes give the same bytes.
///
/// # Errors
/// How it is broken.
pub fn law_7(bytes: &[u8]) -> Result<(), Broken> {
    let json = || -> Result<Option<Vec<u8>>, Broken> {
        let Some(report) = report(bytes) else {
            return Ok(None);
        };
        let mut out = Vec::new();
        json::to_writer(&report, Form::Compact, &mut out).map_err(|e| e.to_string())?;
        Ok(Some(out))
    };
    if json()? == json()? { Ok(()) } else { Err("two readings gave different JSON".to_owned()) }
}
