//! Masking: a filled report becomes a template, and the values that stood in it its key.
//!
//! Each printed figure, year and date gets a mask in its run, a sign for each digit. Whether that is a template is found by
//! reading it back: every mask must be a slot of the kind that the figure had, every slot that was there must be there
//! still, and filling the template with the key must give the report back byte for byte. Where a mask would break that,
//! the figure stays as it is and is told.
//!
//! **Masking is no anonymisation.** Names, places and words stay; so do figures in words and in Chinese numerals; the width
//! of a number stays; and what is left may tell what was masked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    error::{Error, ErrorKind},
    fill,
    inline::{InlineKind, Scope},
    message::Message,
    place::LineIndex,
    read::{ReadOptions, read},
    report::Report,
    row::{Row, Value},
    slots,
    span::Span,
    syntax::mask::sign,
    value::{self, Accepted, Scaling},
    write::{self, write},
};

/// What is masked, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masking {
    /// The kinds. Printed names are not known, so that [`InlineKind::Name`] masks nothing, nor do the other kinds of words.
    pub kinds: Vec<InlineKind>,
    /// The sign that stands for a digit.
    pub glyph: char,
}

impl Default for Masking {
    fn default() -> Self {
        Self { kinds: vec![InlineKind::Figure, InlineKind::Year, InlineKind::Date], glyph: 'x' }
    }
}

/// A template made of a report.
#[derive(Clone, Debug)]
pub struct Masked {
    /// The template, as it reads.
    pub template: Report,
    /// Its values: by id, in the order of print, as [`crate::resolve`] takes them.
    pub key: Vec<(String, Value)>,
    /// Its masks: the places in what the report prints, in order, and what stands there.
    pub places: Vec<(Span, String)>,
    /// What was not masked.
    pub kept: Vec<Kept>,
}

/// A figure, year or date that stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its row in the report.
    pub row: Row,
    /// Why.
    pub why: Why,
}

/// Why a figure is not masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It is not in digits, and filling prints digits.
    Words,
    /// It stands in page boilerplate.
    Frame,
    /// Its mask would not read as a slot of its kind.
    Unread,
    /// Filling would print its value otherwise.
    Restyled,
    /// Beside it, other slots would read otherwise.
    Beside,
}

/// How often figures are let be one by one; then as often all of their line; then all.
const ROUNDS: usize = 3;

/// Makes a template of a report; `reading` says how the template will be read.
///
/// # Errors
/// [`ErrorKind::Value`] where the glyph is no mask, and what [`write()`] refuses.
pub fn mask(report: &Report, masking: &Masking, reading: &ReadOptions) -> Result<Masked, Error> {
    if sign(masking.glyph).is_none() || masking.glyph == '〇' {
        let message = Message::new("mask-glyph").with("glyph", masking.glyph);
        return Err(Error::new(ErrorKind::Value, message).help(Message::new("mask-glyph-help")));
    }
    let rows = slots::rows(report, Scope::All);
    let mut work = Work { report, rows: &rows, masks: BTreeMap::new(), kept: BTreeMap::new() };
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.open && masking.kinds.contains(&row.kind)) {
        match masked(&row.text, masking.glyph) {
            _ if row.frame => drop(work.kept.insert(index, Why::Frame)),
            Some(mask) => drop(work.masks.insert(index, mask)),
            None => drop(work.kept.insert(index, Why::Words)),
        }
    }
    let mut round = 0;
    loop {
        let trial = work.read_back(reading)?;
        if trial.refused.is_empty() {
            let kept = work.kept.iter().map(|(&index, &why)| Kept { row: rows[index].clone(), why }).collect();
            let places = work.masks.into_iter().map(|(index, mask)| (rows[index].span, mask)).collect();
            return Ok(Masked { template: trial.template, key: trial.key, places, kept });
        }
        work.keep(&trial.refused, round);
        round += 1;
    }
}

/// A number with a sign for each digit; none where it has other characters.
fn masked(text: &str, glyph: char) -> Option<String> {
    let wide = || char::from_u32(u32::from(glyph) + 0xFEE0).filter(|_| glyph.is_ascii()).unwrap_or(glyph);
    let of = |c: char| match c {
        '0'..='9' => Some(glyph),
        '０'..='９' => Some(wide()),
        '.' | ',' | '．' | '，' => Some(c),
        _ => None,
    };
    text.chars().map(of).collect()
}

struct Work<'r> {
    report: &'r Report,
    rows: &'r [Row],
    /// The masks to try, by row.
    masks: BTreeMap<usize, String>,
    /// The rows that are let be.
    kept: BTreeMap<usize, Why>,
}

/// What reading back showed.
struct Trial {
    template: Report,
    key: Vec<(String, Value)>,
    /// The rows whose masks are not to be.
    refused: BTreeMap<usize, Why>,
}

impl Work<'_> {
    fn read_back(&self, reading: &ReadOptions) -> Result<Trial, Error> {
        let print =
            |mask: &String| Accepted { text: mask.clone(), value: Value::Text(mask.clone()), notes: Vec::new() };
        let mut masked = self.report.clone();
        fill::fill(&mut masked, Scope::All, &self.masks.iter().map(|(&index, mask)| (index, print(mask))).collect());
        let template = read(write(&masked)?, reading)?;
        let text = write::print(&template);
        let found = slots::rows(&template, Scope::All);
        let open: HashMap<Span, usize> =
            found.iter().enumerate().filter(|(_, row)| row.open).map(|(slot, row)| (row.span, slot)).collect();
        let mut trial = Trial { template, key: Vec::new(), refused: BTreeMap::new() };
        let mut values = Vec::new();
        let mut due: BTreeSet<Span> = BTreeSet::new();
        let mut beside: Vec<Span> = Vec::new();
        let mut by = 0;
        for (index, row) in self.rows.iter().enumerate() {
            let mask = self.masks.get(&index);
            let start = (i64::from(row.span.start) + by) as usize;
            let span = Span::new(start, start + mask.map_or(row.span.len(), String::len));
            by += span.len() as i64 - row.span.len() as i64;
            let slot = open.get(&span).copied().filter(|&slot| found[slot].kind == row.kind);
            match (mask, slot) {
                (Some(_), None) => drop(trial.refused.insert(index, Why::Unread)),
                (Some(_), Some(slot)) => match restored(&found[slot], &row.text) {
                    Some(accepted) => {
                        trial.key.push((found[slot].id.clone(), accepted.value.clone()));
                        values.push((slot, accepted));
                        due.insert(span);
                    }
                    None => drop(trial.refused.insert(index, Why::Restyled)),
                },
                (None, None) if row.open => beside.push(span),
                (None, Some(_)) if row.open => drop(due.insert(span)),
                (None, _) => {}
            }
        }
        // Slots that are lost, and slots that nobody made.
        beside.extend(open.keys().filter(|span| !due.contains(span) && trial.refused.is_empty()));
        if !beside.is_empty() && trial.refused.is_empty() {
            let places = LineIndex::new(&text);
            let lines: BTreeSet<usize> = beside.iter().map(|span| places.place(span.start as usize).0).collect();
            trial.refused = self.on(&lines, Why::Beside);
        }
        if trial.refused.is_empty() {
            let mut again = trial.template.clone();
            fill::fill(&mut again, Scope::All, &values);
            if write(&again)? != write(self.report)? {
                trial.refused = self.masks.keys().map(|&index| (index, Why::Beside)).collect();
            }
        }
        Ok(trial)
    }

    /// The masked rows of some lines.
    fn on(&self, lines: &BTreeSet<usize>, why: Why) -> BTreeMap<usize, Why> {
        self.masks.keys().filter(|&&index| lines.contains(&self.rows[index].line)).map(|&index| (index, why)).collect()
    }

    /// Lets rows be; in later rounds those beside them too.
    fn keep(&mut self, refused: &BTreeMap<usize, Why>, round: usize) {
        let lines: BTreeSet<usize> = refused.keys().map(|&index| self.rows[index].line).collect();
        let mut all = match round / ROUNDS {
            0 => BTreeMap::new(),
            1 => self.on(&lines, Why::Beside),
            _ => self.masks.keys().map(|&index| (index, Why::Beside)).collect(),
        };
        all.extend(refused);
        for (index, why) in all {
            self.masks.remove(&index);
            self.kept.insert(index, why);
        }
    }
}

/// What a slot takes to print `text` again, from what it printed and from the value of that.
fn restored(row: &Row, text: &str) -> Option<Accepted> {
    let accepted = value::accept(row, text, Scaling::Refuse).ok().filter(|accepted| accepted.text == text)?;
    let again = value::accept(row, &accepted.value.to_string(), Scaling::Refuse).ok()?;
    (again.text == text).then_some(accepted)
}
