//! The form (待填表): a sheet with a row for each slot, for people and spreadsheets.

use std::collections::HashMap;

use crate::{
    diff,
    error::{Error, ErrorKind},
    inline::InlineKind,
    message::{Lang, Message},
    pairing,
    row::{Row, Value},
    sheet,
    syntax::number,
    values::{self, ENTRY, Entry, ID, ORIGINAL, UNIT},
};

/// The columns, in order.
pub(crate) const COLUMNS: [&str; 8] = ["章节", "类别", ORIGINAL, ENTRY, UNIT, "上年", "说明", ID];

/// Which slots a form has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// Those that are to be filled: no redactions, nothing in furniture and teasers.
    #[default]
    Needed,
    /// All.
    All,
}

/// The sheet of a report's slots: UTF-8 with BOM, CRLF, commas. Entries of an older form are carried over by id; the
/// figures of last year's report stand in 上年 beside those that they are paired with, and where a sentence states a
/// growth, 说明 offers the one that both years' figures give. Nothing is filled in by itself.
///
/// # Errors
/// [`ErrorKind::Io`] where the sheet cannot be set.
pub fn write(rows: &[Row], extent: Extent, older: &[Entry], last: &[Row]) -> Result<Vec<u8>, Error> {
    let mut out = b"\xEF\xBB\xBF".to_vec();
    let failed = |e: &dyn std::fmt::Display| Error::new(ErrorKind::Io, Message::new("value-write").with("error", e));
    let mut sheet = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
    sheet.write_record(COLUMNS).map_err(|e| failed(&e))?;
    for line in lines(rows, extent, older, last) {
        sheet.write_record(line.cells().map(|cell| values::guarded(&cell))).map_err(|e| failed(&e))?;
    }
    sheet.flush().map_err(|e| failed(&e))?;
    drop(sheet);
    Ok(out)
}

/// The same as a workbook (.xlsx): the slot in bold, the cells to fill coloured, a warning where an entry cannot be one
/// of its kind. Cells to fill are text, so that a spreadsheet changes nothing that is typed into them.
///
/// # Errors
/// [`ErrorKind::Io`] where a workbook cannot hold it.
pub fn write_workbook(rows: &[Row], extent: Extent, older: &[Entry], last: &[Row]) -> Result<Vec<u8>, Error> {
    sheet::form(&lines(rows, extent, older, last))
}

/// A line of the form.
pub(crate) struct Line<'r> {
    /// The slot.
    pub(crate) row: &'r Row,
    /// 填写, as far as it is known.
    pub(crate) entry: String,
    /// 上年
    pub(crate) last: String,
    /// 说明
    pub(crate) remark: String,
}

impl Line<'_> {
    /// The cells, in the order of [`COLUMNS`].
    pub(crate) fn cells(&self) -> [String; COLUMNS.len()] {
        [
            self.row.section.clone(),
            Message::new(self.row.kind.key()).text(Lang::Zh),
            values::excerpt(&self.row.excerpt),
            self.entry.clone(),
            self.row.measure(),
            self.last.clone(),
            self.remark.clone(),
            self.row.id.clone(),
        ]
    }
}

fn lines<'r>(rows: &'r [Row], extent: Extent, older: &[Entry], last: &[Row]) -> Vec<Line<'r>> {
    let entries: HashMap<&str, &str> =
        older.iter().rev().map(|entry| (entry.key.as_str(), entry.text.as_str())).collect();
    let entry = |row: &Row| {
        let older = entries.get(row.id.as_str()).map(|entry| (*entry).to_owned());
        older.or_else(|| row.value.as_ref().filter(|_| row.open).map(ToString::to_string)).unwrap_or_default()
    };
    let last = last_year(rows, last);
    let needed = rows.iter().enumerate().filter(|(_, row)| extent.has(row));
    let line = |(index, row): (usize, &'r Row)| Line {
        row,
        entry: entry(row),
        last: last[index].map(|old| in_scale(old, row)).unwrap_or_default(),
        remark: remark(row, growth(rows, index, &last, entry)),
    };
    needed.map(line).collect()
}

impl Extent {
    /// Whether a form of this extent has the row.
    pub(crate) fn has(self, row: &Row) -> bool {
        self == Self::All || row.kind != InlineKind::Redaction && !row.frame
    }
}

/// The figure of last year's report that each row is paired with.
fn last_year<'r>(rows: &[Row], last: &'r [Row]) -> Vec<Option<&'r Row>> {
    let mut found = vec![None; rows.len()];
    for (old, new) in pairing::pair(last, rows) {
        if let (Some(old), Some(new)) = (old, new) {
            found[new] = Some(&last[old]);
        }
    }
    found
}

/// A figure as another one's scale prints it: 45.3 of 453000元 beside xx万元. What has no amount stands as it is printed.
fn in_scale(old: &Row, row: &Row) -> String {
    let scale = |row: &Row| row.scale.as_deref().map_or(0, number::power);
    match old.value.as_ref().filter(|_| old.unit == row.unit) {
        Some(value) => match value.decimal() {
            Some(number) => number.shifted(scale(old) - scale(row)).to_string(),
            None => value.to_string(),
        },
        None if old.open => String::new(),
        None => old.surface.clone(),
    }
}

/// The growth in per cent that a figure's entry and last year's figure give, for a share behind that figure that is said
/// to be its growth: 产值xx万元，同比增长x%.
fn growth(rows: &[Row], index: usize, last: &[Option<&Row>], entry: impl Fn(&Row) -> String) -> Option<Value> {
    let share = rows[index].change.is_some() && rows[index].compared.is_some();
    let of = index.checked_sub(1).filter(|_| share && rows[index].unit.as_deref() == Some("%"))?;
    let (row, old) = (&rows[of], last[of]?);
    let same = row.line == rows[index].line && row.label == rows[index].label && row.change.is_none();
    let old = Value::Number(in_scale(old, row)).decimal().filter(|_| same)?.exact()?;
    let new = Value::Number(entry(row)).decimal()?.exact()?;
    diff::growth(new.checked_sub(old)?, old)
}

/// Whether a sheet has entries.
pub fn has_entries(bytes: &[u8]) -> bool {
    values::read(bytes).map_or(true, |entries| !entries.is_empty())
}

/// 说明: what is counted and how it changes, what a person noted, and what limits the value.
fn remark(row: &Row, growth: Option<Value>) -> String {
    let said = |key, what: String| Message::new(key).with("what", what).text(Lang::Zh);
    let mut parts = Vec::new();
    let change: String = [&row.compared, &row.change].into_iter().flatten().map(String::as_str).collect();
    let what = [row.label.as_deref().unwrap_or(""), &change].join(" ");
    parts.extend(Some(what.trim().to_owned()).filter(|what| !what.is_empty()));
    parts.extend(growth.map(|growth| said("form-growth", growth.to_string())));
    parts.extend(row.note.clone());
    parts.extend(row.agreements.iter().cloned());
    if row.min.is_some() || row.max.is_some() {
        parts.push(format!("{}~{}", row.min.as_deref().unwrap_or(""), row.max.as_deref().unwrap_or("")));
    }
    if let Some(id) = &row.same_as {
        parts.push(said("relation-same", id.clone()));
    }
    if !row.certain {
        parts.push(Message::new("form-doubtful").text(Lang::Zh));
    }
    parts.join("；")
}
