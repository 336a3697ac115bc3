//! Files of values (JSON, CSV, a filled form) and the slots that their keys mean.

use std::collections::{BTreeMap, HashMap};

use serde_json::value::RawValue;

#[cfg(feature = "cli")]
use crate::inline::is_fingerprint;
use crate::{
    error::{Error, ErrorKind},
    inline::InlineKind,
    message::Message,
    row::{Excerpt, Row, is_measure},
    span::Span,
    table::{self, Data, Record, Table},
    value::{self, Accepted, Rejected, Scaling},
};

/// One value and the key it was given for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// An id, a name or a surface.
    pub key: String,
    /// The value as it was written.
    pub text: String,
    /// Its row or line in the file, from 1; 0 for the command line.
    pub row: usize,
    /// The form's 原文, where it is a form.
    pub original: Option<String>,
    /// The form's 单位.
    pub unit: Option<String>,
}

/// The columns of a form that count, and those that are checked.
pub(crate) const ID: &str = "编号";
pub(crate) const ENTRY: &str = "填写";
pub(crate) const ORIGINAL: &str = "原文";
pub(crate) const UNIT: &str = "单位";

/// What says in a cell that there is no value.
pub(crate) const NOTHING: [&str; 6] = ["", "无", "—", "/", "-", "——"];

/// A header stands within this many rows: people write a caption over it.
const CAPTION: usize = 5;

/// What a spreadsheet takes for a formula; the guard that form cells of text get.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];
const GUARD: char = '\'';

/// A cell that no spreadsheet takes for a formula.
pub(crate) fn guarded(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("{GUARD}{cell}") } else { cell.to_owned() }
}

fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

impl Entry {
    /// `编号=值`, as on the command line.
    ///
    /// # Errors
    /// [`ErrorKind::Value`] where there is no `=`.
    pub fn set(text: &str) -> Result<Self, Error> {
        let (key, value) = text
            .split_once('=')
            .ok_or_else(|| Error::new(ErrorKind::Value, Message::new("values-set").with("entry", text)))?;
        Ok(Self { key: key.trim().to_owned(), text: value.to_owned(), row: 0, original: None, unit: None })
    }

    /// The value of a cell in a row, from 1; none where the cell says that there is none.
    pub(crate) fn cell(key: &str, cell: &str, row: usize) -> Option<Self> {
        let (key, text) = (key.trim(), unguarded(cell.trim()));
        let is_value = !key.is_empty() && !NOTHING.contains(&text);
        is_value.then(|| Self { key: key.to_owned(), text: text.to_owned(), row, original: None, unit: None })
    }
}

/// Reads a file of values: JSON (an object of keys and values), CSV with comma, TAB or semicolon, in UTF-8, GBK or
/// UTF-16, or a workbook (.xlsx, .xls, .ods), of which the first sheet with a header of these columns counts. Empty
/// cells, 无, — and / are no entries.
///
/// # Errors
/// [`ErrorKind::Value`] with the place of what is wrong.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    match table::read(bytes)? {
        Data::Object(text) => json(&text),
        Data::Tables(tables) => entries(&tables),
    }
}

fn json(text: &str) -> Result<Vec<Entry>, Error> {
    let values: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).map_err(|e| {
        let at: usize = text.split_inclusive('\n').take(e.line().saturating_sub(1)).map(str::len).sum();
        let error = Error::new(ErrorKind::Value, Message::new("values-json").with("what", e.to_string()));
        error.at(text, Span::empty(at)).help(Message::new("values-json-help"))
    })?;
    let mut entries = Vec::with_capacity(values.len());
    for (key, raw) in values {
        let json = raw.get();
        let value = match json.as_bytes().first() {
            Some(b'"') => serde_json::from_str(json).unwrap_or_default(),
            Some(b'n') => continue,
            Some(b'-' | b'0'..=b'9') => json.to_owned(),
            _ => {
                let message = Message::new("values-json").with("what", format!("{key}: {json}"));
                return Err(Error::new(ErrorKind::Value, message).help(Message::new("values-json-help")));
            }
        };
        entries.push(Entry { key, text: value, row: 0, original: None, unit: None });
    }
    Ok(entries)
}

/// The entries of the first table that has the columns.
fn entries(tables: &[Table]) -> Result<Vec<Entry>, Error> {
    if tables.iter().all(|table| table.rows.is_empty()) {
        return Ok(Vec::new());
    }
    let headed = |rows: &&[Record]| Columns::headed(rows).is_some();
    let mut rows = tables.iter().map(|table| table.rows.as_slice());
    let table = rows.clone().find(headed).or(rows.next()).unwrap_or_default();
    let (columns, rows) = Columns::of(table)?;
    let mut entries = Vec::new();
    for Record { row, cells } in rows {
        let cell = |column: Option<usize>| column.and_then(|at| cells.get(at)).map(|cell| unguarded(cell));
        let (Some(key), Some(value)) = (cell(Some(columns.key)), cells.get(columns.value)) else {
            continue;
        };
        let original = cell(columns.original).map(str::to_owned);
        let unit = cell(columns.unit).map(str::to_owned);
        entries.extend(Entry::cell(key, value, *row).map(|entry| Entry { original, unit, ..entry }));
    }
    Ok(entries)
}

struct Columns {
    key: usize,
    value: usize,
    original: Option<usize>,
    unit: Option<usize>,
}

impl Columns {
    /// The columns of a table and the rows of values: those behind the header, or all rows of two columns without one.
    fn of(table: &[Record]) -> Result<(Self, &[Record]), Error> {
        if let Some(found) = Self::headed(table) {
            return Ok(found);
        }
        if table.first().is_some_and(|first| first.cells.len() == 2) {
            return Ok((Self { key: 0, value: 1, original: None, unit: None }, table));
        }
        Err(Error::new(ErrorKind::Value, Message::new("values-columns")).help(Message::new("values-columns-help")))
    }

    /// The same for a table that has a header, perhaps under a caption.
    fn headed(table: &[Record]) -> Option<(Self, &[Record])> {
        let columns = |record: &Record| {
            let at = |names: &[&str]| record.cells.iter().position(|cell| names.contains(&cell.as_str()));
            let (key, value) = (at(&[ID, "id", "key", "name", "名称"])?, at(&[ENTRY, "value", "值"])?);
            let form = record.cells.iter().any(|cell| cell == ENTRY);
            let of_form = |name| at(&[name]).filter(|_| form);
            Some(Self { key, value, original: of_form(ORIGINAL), unit: of_form(UNIT) })
        };
        let found = |(index, record)| Some((columns(record)?, &table[index + 1..]));
        table.iter().take(CAPTION).enumerate().find_map(found)
    }
}

/// A value that goes into no slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its row in the file, from 1; 0 where it has none.
    pub row: usize,
    /// The index of the slot, where one is meant.
    pub slot: Option<usize>,
    /// The key.
    pub key: String,
    /// What is wrong and what to write instead.
    pub why: Rejected,
}

/// The values of slots: (index of the row, what it takes), in order.
pub type Resolved = Vec<(usize, Accepted)>;

/// Finds the slots that the entries mean and takes the values.
///
/// # Errors
/// Every entry that is refused; then none is taken.
pub fn resolve(rows: &[Row], entries: &[Entry], scaling: Scaling) -> Result<Resolved, Vec<Problem>> {
    let mut given: BTreeMap<usize, (&Entry, Accepted)> = BTreeMap::new();
    let mut problems = Vec::new();
    let index = Index::new(rows);
    for entry in entries {
        let problem =
            |slot: Option<usize>, why: Rejected| Problem { row: entry.row, slot, key: entry.key.clone(), why };
        let slots = match index.find(rows, &entry.key) {
            Ok(slots) => slots,
            Err(why) => {
                problems.push(problem(None, why));
                continue;
            }
        };
        for slot in slots {
            let row = &rows[slot];
            let taken = fits(row, entry).and_then(|()| value::accept(row, &entry.text, scaling));
            match (taken, given.get(&slot)) {
                (Err(why), _) => problems.push(problem(Some(slot), why)),
                (Ok(taken), Some((_, other))) if other.text != taken.text => {
                    let message = Message::new("values-twice").with("key", &entry.key);
                    problems.push(problem(Some(slot), Rejected { message, help: Message::new("values-twice-help") }));
                }
                (Ok(taken), _) => {
                    given.insert(slot, (entry, taken));
                }
            }
        }
    }
    for (slot, row) in rows.iter().enumerate() {
        let source = row.same_as.as_ref().and_then(|id| rows.iter().position(|other| other.id == *id));
        let Some((entry, _)) = source.and_then(|source| given.get(&source)).filter(|_| !given.contains_key(&slot))
        else {
            continue;
        };
        let entry = *entry;
        match value::accept(row, &entry.text, scaling) {
            Ok(taken) => {
                given.insert(slot, (entry, taken));
            }
            Err(why) => problems.push(Problem { row: entry.row, slot: Some(slot), key: row.id.clone(), why }),
        }
    }
    if problems.is_empty() {
        Ok(given.into_iter().map(|(slot, (_, taken))| (slot, taken)).collect())
    } else {
        Err(problems)
    }
}

/// What the head of a column means.
#[cfg(feature = "cli")]
pub(crate) enum Meaning {
    /// Slots.
    Slots,
    /// Nothing that a report is filled with: 序号, 备注.
    None(Rejected),
    /// Several slots, or one whose id or name it nearly is.
    Doubtful(Rejected),
}

/// What each head means.
#[cfg(feature = "cli")]
pub(crate) fn meanings<'k>(rows: &[Row], heads: impl IntoIterator<Item = &'k str>) -> Vec<Meaning> {
    let index = Index::new(rows);
    let meaning = |head: &'k str| match index.find(rows, head) {
        Ok(_) => Meaning::Slots,
        Err(why) if index.has(head) || is_fingerprint(head) => Meaning::Doubtful(why),
        Err(why) => {
            // One character in three is wrong at the most.
            let nearest = rows.iter().map(|row| distance(row, head)).min();
            let near = nearest.is_some_and(|distance| distance * 3 <= head.chars().count());
            if near { Meaning::Doubtful(why) } else { Meaning::None(why) }
        }
    };
    heads.into_iter().map(meaning).collect()
}

/// How many characters a key is away from the id, the name or the surface of a slot.
fn distance(row: &Row, key: &str) -> usize {
    let names = [&row.id, &row.name, &row.surface];
    names.into_iter().map(|name| strsim::levenshtein(name, key)).min().unwrap_or_default()
}

/// Slots by id, name and surface.
struct Index<'r> {
    ids: HashMap<&'r str, usize>,
    names: HashMap<&'r str, Vec<usize>>,
    surfaces: HashMap<String, Vec<usize>>,
}

impl<'r> Index<'r> {
    fn new(rows: &'r [Row]) -> Self {
        let mut index = Self { ids: HashMap::new(), names: HashMap::new(), surfaces: HashMap::new() };
        for (slot, row) in rows.iter().enumerate() {
            index.ids.insert(&row.id, slot);
            index.names.entry(&row.name).or_default().push(slot);
            let named = matches!(row.kind, InlineKind::Name | InlineKind::Redaction);
            for surface in if named { surfaces(row) } else { vec![row.surface.clone()] } {
                index.surfaces.entry(surface).or_default().push(slot);
            }
        }
        index
    }

    /// Whether a key is the name or the surface of slots, however many.
    #[cfg(feature = "cli")]
    fn has(&self, key: &str) -> bool {
        self.names.contains_key(key) || self.surfaces.contains_key(key)
    }

    /// A surface may mean all the places where a name stands; a name or the surface of a figure means one.
    fn find(&self, rows: &[Row], key: &str) -> Result<Vec<usize>, Rejected> {
        if let Some(&slot) = self.ids.get(key) {
            return Ok(vec![slot]);
        }
        let slots = self
            .names
            .get(key)
            .filter(|slots| slots.len() == 1)
            .or_else(|| self.surfaces.get(key))
            .or_else(|| self.names.get(key));
        match slots {
            Some(slots)
                if slots.len() == 1
                    || slots.iter().all(|&s| matches!(rows[s].kind, InlineKind::Name | InlineKind::Redaction)) =>
            {
                Ok(slots.clone())
            }
            Some(slots) => {
                let ids: Vec<String> =
                    slots.iter().take(6).map(|&s| format!("{} {}", rows[s].id, rows[s].excerpt)).collect();
                Err(Rejected {
                    message: Message::new("values-several").with("key", key),
                    help: Message::new("values-several-help").with("ids", ids.join("; ")),
                })
            }
            None => {
                let mut near: Vec<(usize, &Row)> = rows.iter().map(|row| (distance(row, key), row)).collect();
                near.sort_by_key(|(distance, _)| *distance);
                let near: Vec<String> =
                    near.iter().take(3).map(|(_, row)| format!("{} ({})", row.id, row.name)).collect();
                Err(Rejected {
                    message: Message::new("values-unknown").with("key", key),
                    help: Message::new("values-unknown-help").with("nearest", near.join(", ")),
                })
            }
        }
    }
}

/// The surfaces by which a name may be called: the run with one to six of the characters behind it.
fn surfaces(row: &Row) -> Vec<String> {
    let mut out = Vec::new();
    let mut surface = row.text.clone();
    for c in row.excerpt.after.chars().take_while(|c| c.is_alphanumeric()).take(6) {
        surface.push(c);
        out.push(surface.clone());
    }
    out
}

/// Whether a form's row still fits its slot. A ? in the form stands for a character that a spreadsheet lost.
fn fits(row: &Row, entry: &Entry) -> Result<(), Rejected> {
    let same = |form: &str, ours: &str| {
        let (form, ours) = (form.trim(), unguarded(ours.trim()));
        form.chars().count() == ours.chars().count()
            && form.chars().zip(ours.chars()).all(|(f, o)| f == o || f == '?' || f == '\u{FFFD}')
    };
    let excerpt = excerpt(&row.excerpt);
    if entry.original.as_deref().is_some_and(|original| !original.is_empty() && !same(original, &excerpt)) {
        return Err(Rejected {
            message: Message::new("values-original").with("excerpt", excerpt),
            help: Message::new("values-original-help"),
        });
    }
    let unit = row.measure();
    if let Some(found) = entry.unit.as_deref().filter(|found| is_measure(found) && !same(found, &unit)) {
        return Err(Rejected {
            message: Message::new("values-unit").with("found", found).with("unit", unit),
            help: Message::new("values-original-help"),
        });
    }
    Ok(())
}

/// A form's 原文.
pub(crate) fn excerpt(excerpt: &Excerpt) -> String {
    excerpt.to_string().replace('\t', " ")
}
