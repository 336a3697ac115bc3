//! The laws that hold for every input, each a function of bytes that tests, fuzz targets and CI call alike. An error
//! says how the law is broken; bytes that are refused (a binary signature) break none.

#[cfg(feature = "docx")]
mod word;

#[cfg(feature = "docx")]
pub use word::docx;

use crate::{
    check, contents,
    extract::{Extraction, Template, found::Confidence},
    fill,
    inline::Scope,
    json::{self, Form},
    read::{ReadOptions, read, read_page},
    report::Report,
    row::{self, Row},
    same, slots,
    source::{self, Container, Encoding, Source},
    span::Span,
    value::{self, Scaling},
    values::Resolved,
    write::{self, write},
};

/// A law, by the name it has.
pub type Law = (&'static str, fn(&[u8]) -> Result<(), Broken>);

/// Every law that bytes can be held to.
pub const LAWS: [Law; 7] =
    [("1", law_1), ("2", law_2), ("3", law_3), ("4", law_4), ("5", law_5), ("6", law_6), ("7", law_7)];

/// Holds bytes to every law.
///
/// # Errors
/// Which law is broken, and how.
pub fn all(bytes: &[u8]) -> Result<(), Broken> {
    LAWS.iter().try_for_each(|(name, law)| law(bytes).map_err(|broken| format!("law {name}: {broken}")))
}

/// Holds the tree of JSON to the laws that trees can be held to: JSON alone is enough for it, writing tells the truth
/// of it, filling it is local and extracting the way back, and the same JSON gives the same results. JSON that is
/// refused breaks none.
///
/// # Errors
/// Which law is broken, and how.
pub fn json(bytes: &[u8]) -> Result<(), Broken> {
    let Ok(tree) = json::from_slice(bytes) else {
        return Ok(());
    };
    let broken = |name: &'static str| move |broken: Broken| format!("law {name} of a tree: {broken}");
    let text = write::print(&tree);
    for form in [Form::Lines, Form::Compact] {
        let loaded = through_json(&tree, form, Scope::Slots).map_err(broken("2"))?;
        expect_same(text.as_bytes(), write::print(&loaded).as_bytes(), "text through JSON").map_err(broken("2"))?;
    }
    law_3(bytes).map_err(broken("3"))?;
    let rows = slots::rows(&tree, Scope::All);
    some_filled(&rows, |values| expect_text_local(&tree, &rows, values).map(drop)).map_err(broken("4"))?;
    expect_inverse(&tree).map_err(broken("5"))?;
    if results(&tree)? == results(&tree)? {
        Ok(())
    } else {
        Err("law 7 of a tree: two runs gave two results".to_owned())
    }
}

/// Holds a web page to the laws: its tree prints all that a browser shows, reads the same each time, and holds to the
/// laws of trees. A page that is refused breaks none.
///
/// # Errors
/// Which law is broken, and how.
pub fn page(bytes: &[u8]) -> Result<(), Broken> {
    let read = || read_page(bytes.to_vec(), &ReadOptions::default());
    let (Ok(page), Ok(again)) = (read(), read()) else {
        return Ok(());
    };
    expect_same(page.text().as_bytes(), write::print(&page).as_bytes(), "the page's text")?;
    let mut trees = [Vec::new(), Vec::new()];
    for (tree, report) in trees.iter_mut().zip([&page, &again]) {
        json::to_writer(report, Form::Compact, Scope::Slots, tree).map_err(|e| format!("it does not write: {e}"))?;
    }
    let [first, second] = trees;
    expect_same(&first, &second, "two readings")?;
    json(&first)
}

/// How a law is broken.
pub type Broken = String;

/// The report that a text is.
fn report(bytes: &[u8]) -> Option<Report> {
    read(bytes.to_vec(), &ReadOptions::default()).ok().filter(|report| report.source.container == Container::Text)
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
        let loaded = through_json(&report, form, Scope::Slots)?;
        expect_same(bytes, &bytes_of(&loaded)?, "text through JSON")?;
        if !same::same_tree(&report, &loaded) {
            return Err("the tree from JSON is another".to_owned());
        }
    }
    // With what every printed figure says, too, and that reads as it was told.
    let loaded = through_json(&report, Form::Compact, Scope::All)?;
    expect_same(bytes, &bytes_of(&loaded)?, "text and figures through JSON")?;
    let told = |report, scope| json_of(report, Form::Compact, scope);
    expect_same(&told(&report, Scope::All)?, &told(&loaded, Scope::Slots)?, "figures through JSON")
}

fn json_of(report: &Report, form: Form, scope: Scope) -> Result<Vec<u8>, Broken> {
    let mut out = Vec::new();
    json::to_writer(report, form, scope, &mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

fn through_json(report: &Report, form: Form, scope: Scope) -> Result<Report, Broken> {
    json::from_slice(&json_of(report, form, scope)?).map_err(|e| format!("its JSON does not load: {e}"))
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
    expect_same(bytes, &bytes_of(&filled(&report, &Vec::new()))?, "text filled with nothing")?;
    some_filled(&rows, |values| {
        let found = expect_text_local(&report, &rows, values)?;
        // Damaged bytes beside a place may not stand beside its value: such a fill is refused.
        let Ok(new) = write(&found) else { return Ok(()) };
        expect_bytes_local(bytes, &new, &report, &rows, values)
    })
}

/// Values of which every kind of slot takes one.
const VALUES: [&str; 6] = ["7", "2026", "26", "6", "甲", "37"];
/// How many slots are also filled one by one.
const ALONE: usize = 16;
/// How long a line may be for its bytes to be looked through for every place that was filled in it.
const LOOKED_THROUGH: usize = 1 << 10;

/// Holds fillings to a law: of all slots at once, and of each alone, as far as that is soon done.
fn some_filled(rows: &[Row], holds: impl Fn(&Resolved) -> Result<(), Broken>) -> Result<(), Broken> {
    let fitting = |row: &Row| VALUES.iter().find_map(|value| value::accept(row, value, Scaling::Refuse).ok());
    let all: Resolved = rows.iter().enumerate().filter_map(|(slot, row)| Some((slot, fitting(row)?))).collect();
    if all.is_empty() {
        return Ok(());
    }
    holds(&all)?;
    all.chunks(1).take(ALONE).try_for_each(|one| holds(&one.to_vec()))
}

fn filled(report: &Report, values: &Resolved) -> Report {
    let mut report = report.clone();
    fill::fill(&mut report, Scope::All, values);
    report
}

/// Whether a fill changes its places in the text and nothing else; gives the report filled.
fn expect_text_local(report: &Report, rows: &[Row], values: &Resolved) -> Result<Report, Broken> {
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
    let found = filled(report, values);
    expect_same(out.as_bytes(), write::print(&found).as_bytes(), "text filled")?;
    Ok(found)
}

/// Whether the bytes around the places are those that were read, well-formed or not.
fn expect_bytes_local(old: &[u8], new: &[u8], report: &Report, rows: &[Row], values: &Resolved) -> Result<(), Broken> {
    let text = write::print(report);
    let encoding = report.source.encoding;
    let encode = |text: &str, bom| source::encode(text, &Source { encoding, bom, ..Source::default() }, &[]);
    let encoded = |text: &str| encode(text, false).map_err(|e| e.to_string());
    let mark = encode("", report.source.bom).map_or(0, |mark| mark.len());
    let mut values = values.iter().map(|(slot, value)| (rows[*slot].span, value)).peekable();
    let (mut old, mut new) = (lines(&old[mark..], encoding), lines(&new[mark..], encoding));
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        let (Some(old), Some(new)) = (old.next(), new.next()) else {
            return Err("a line is lost".to_owned());
        };
        // What the bytes must be. Where they do not show at which of them a place begins, they show nothing.
        let mut expected = Vec::with_capacity(new.len());
        let (mut at, mut byte, mut shown) = (start, 0, true);
        while let Some((place, value)) = values.next_if(|(place, _)| place.start as usize <= end) {
            let (before, run) = (&text[at..place.start as usize], encoded(&text[place.range()])?);
            let Some(len) = length(&old[byte..], before, &run, encoding).filter(|_| shown) else {
                shown = false;
                continue;
            };
            expected.extend_from_slice(&old[byte..byte + len]);
            expected.extend(encoded(&value.text)?);
            (at, byte) = (place.end as usize, byte + len + run.len());
        }
        if shown {
            expected.extend_from_slice(&old[byte..]);
            expect_same(&expected, new, "bytes of a line filled")?;
        }
        start = end + 1;
    }
    Ok(())
}

/// Of how many bytes at the start of a line, before those of `run`, the text `before` was read.
fn length(line: &[u8], before: &str, run: &[u8], encoding: Encoding) -> Option<usize> {
    let plain = Source { encoding, ..Source::default() };
    if let Ok(bytes) = source::encode(before, &plain, &[])
        && line.strip_prefix(&*bytes).is_some_and(|rest| rest.starts_with(run))
    {
        return Some(bytes.len());
    }
    // A sign before it, so that nothing in it is a mark or a signature.
    let sign = source::encode("x", &plain, &[]).ok()?;
    let reads = |to: &usize| {
        line[*to..].starts_with(run)
            && source::decode([&sign, &line[..*to]].concat(), Some(encoding)).is_ok_and(|d| d.text[1..] == *before)
    };
    (line.len() <= LOOKED_THROUGH).then(|| (0..=line.len()).rev().find(reads))?
}

/// Lines of bytes, by \n alone.
fn lines(bytes: &[u8], encoding: Encoding) -> impl Iterator<Item = &[u8]> {
    let ending: &[u8] = match encoding {
        Encoding::Utf16Le => b"\n\0",
        Encoding::Utf16Be => b"\0\n",
        _ => b"\n",
    };
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let here = rest?;
        let len = here.chunks(ending.len()).position(|unit| unit == ending).map(|units| units * ending.len());
        rest = len.map(|len| &here[len + ending.len()..]);
        Some(&here[..len.unwrap_or(here.len())])
    })
}

/// Law 5: extracting is the inverse of filling. Whatever open slots are filled with is what stands there; a slot that can
/// be read in several ways is said to be ambiguous, with two readings, and the true one lies between them.
///
/// # Errors
/// How it is broken.
pub fn law_5(bytes: &[u8]) -> Result<(), Broken> {
    report(bytes).map_or(Ok(()), |report| expect_inverse(&report))
}

fn expect_inverse(report: &Report) -> Result<(), Broken> {
    let template = Template::of(report);
    let rows = template.slots();
    if rows.is_empty() {
        return Ok(());
    }
    // Slots that have a value are no slots of the template.
    let all = slots::rows(report, Scope::Slots);
    let places: Vec<usize> = (0..all.len()).filter(|&slot| all[slot].value.is_none()).collect();
    for round in 0..FILLINGS {
        let entries = ENTRIES.len() + VALUES.len();
        let from = |slot: usize| ENTRIES.iter().chain(&VALUES).cycle().skip((5 * slot + round) % entries).take(entries);
        let fitting = |slot: usize| from(slot).find_map(|v| value::accept(&rows[slot], v, Scaling::Refuse).ok());
        let some = (0..rows.len()).filter(|slot| round == 0 || !(slot + round).is_multiple_of(4));
        let values: Resolved = some.filter_map(|slot| Some((slot, fitting(slot)?))).collect();
        let mut filled = report.clone();
        let placed = values.iter().map(|(slot, value)| (places[*slot], value.clone())).collect();
        fill::fill(&mut filled, Scope::Slots, &placed);
        expect_extracted(&template.extract(&filled), rows, &values)?;
    }
    Ok(())
}

/// How often every slot is filled anew; all are the first time, some stay open then.
const FILLINGS: usize = 2;
/// Values beside [`VALUES`]: of every form that filling takes, and words that stand in reports.
const ENTRIES: [&str; 9] = ["12.50", "1,200", "-3", "3-5", "一十二", "等", "甲、乙", "2,000.5", "12"];

fn expect_extracted(found: &Extraction, rows: &[Row], values: &Resolved) -> Result<(), Broken> {
    let mut values = values.iter().peekable();
    if found.values.len() != rows.len() {
        return Err(format!("{} slots, {} extracted", rows.len(), found.values.len()));
    }
    for (slot, (row, out)) in rows.iter().zip(&found.values).enumerate() {
        let given = values.next_if(|(given, _)| *given == slot).map(|(_, given)| given);
        let right = match (out.confidence, given) {
            (Confidence::Exact, Some(given)) => {
                let again = out.value.as_ref().map(|value| value::accept(row, &value.to_string(), Scaling::Refuse));
                out.value.as_ref() == Some(&given.value)
                    && again.is_some_and(|again| again.is_ok_and(|again| again.text == given.text))
            }
            (Confidence::Open, None) => out.value.is_none(),
            (Confidence::Ambiguous, _) => out.value.is_none() && out.readings.len() == 2,
            _ => false,
        };
        if !right {
            return Err(format!("{}: {given:?} was filled in, {out:?} came out", row.excerpt));
        }
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

/// Law 7, its first half: the same bytes give the same results.
///
/// # Errors
/// How it is broken.
pub fn law_7(bytes: &[u8]) -> Result<(), Broken> {
    let once = || report(bytes).map(|report| results(&report)).transpose();
    if once()? == once()? { Ok(()) } else { Err("two readings gave two results".to_owned()) }
}

/// All that comes out of a report.
fn results(report: &Report) -> Result<Vec<u8>, Broken> {
    let mut out = json_of(report, Form::Compact, Scope::Slots)?;
    row::write_jsonl(&slots::rows(report, Scope::All), &mut out).map_err(|e| e.to_string())?;
    out.extend(format!("{:?}{:?}", contents::rows(report), check::check(report)).into_bytes());
    out.extend(report.layout().to_toml().into_bytes());
    Ok(out)
}
