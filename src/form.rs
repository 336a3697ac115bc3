//! The form (待填表): a sheet with a row for each slot, for people and spreadsheets.

use crate::{
    error::{Error, ErrorKind},
    inline::InlineKind,
    message::Message,
    row::Row,
    values::{self, ENTRY, Entry, ID, ORIGINAL, UNIT},
};

/// The columns, in order.
const COLUMNS: [&str; 8] = ["章节", "类别", ORIGINAL, ENTRY, UNIT, "上年", "说明", ID];

/// Which slots a form has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// Those that are to be filled: no redactions, nothing in furniture and teasers.
    #[default]
    Needed,
    /// All.
    All,
}

/// The sheet of a report's slots: UTF-8 with BOM, CRLF, commas. Entries of an older form are carried over by id.
///
/// # Errors
/// [`ErrorKind::Io`] where the sheet cannot be set.
pub fn write(rows: &[Row], extent: Extent, older: &[Entry]) -> Result<Vec<u8>, Error> {
    let mut out = b"\xEF\xBB\xBF".to_vec();
    let failed = |e: &dyn std::fmt::Display| Error::new(ErrorKind::Io, Message::new("value-write").with("error", e));
    let mut sheet = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
    sheet.write_record(COLUMNS).map_err(|e| failed(&e))?;
    for row in rows.iter().filter(|row| extent == Extent::All || row.kind != InlineKind::Redaction && !row.frame) {
        let entry = older.iter().find(|entry| entry.key == row.id).map(|entry| entry.text.clone());
        let entry =
            entry.or_else(|| row.value.as_ref().filter(|_| row.open).map(ToString::to_string)).unwrap_or_default();
        let record = [
            values::guarded(&row.section),
            kind(row.kind).to_owned(),
            values::guarded(&values::excerpt(&row.excerpt)),
            values::guarded(&entry),
            values::guarded(&values::unit(row)),
            String::new(),
            values::guarded(&remark(row)),
            row.id.clone(),
        ];
        sheet.write_record(record).map_err(|e| failed(&e))?;
    }
    sheet.flush().map_err(|e| failed(&e))?;
    drop(sheet);
    Ok(out)
}

/// Whether a sheet has entries.
pub fn has_entries(bytes: &[u8]) -> bool {
    values::read(bytes).map_or(true, |entries| !entries.is_empty())
}

/// 类别
pub(crate) fn kind(kind: InlineKind) -> &'static str {
    match kind {
        InlineKind::Figure => "数据",
        InlineKind::Year => "年份",
        InlineKind::Date => "日期",
        InlineKind::Ordinal => "序数",
        InlineKind::Name => "名称",
        InlineKind::Redaction => "缺词",
    }
}

/// 说明: what is counted, what a person noted, and what limits the value.
fn remark(row: &Row) -> String {
    let mut parts = Vec::new();
    parts.extend(row.label.clone());
    parts.extend(row.note.clone());
    if row.min.is_some() || row.max.is_some() {
        parts.push(format!("{}~{}", row.min.as_deref().unwrap_or(""), row.max.as_deref().unwrap_or("")));
    }
    if let Some(id) = &row.same_as {
        parts.push(format!("同 {id}"));
    }
    if !row.certain {
        parts.push("存疑".to_owned());
    }
    parts.join("；")
}
