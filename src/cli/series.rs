//! `huibao fill` of one template many times: a report a form of a folder, or a report a row of a table.

use std::{
    collections::HashMap,
    path::{Component, Path, PathBuf},
};

use super::{
    Exit, Failure, In,
    args::Fill,
    batch::Batch,
    fill::{Blank, Filling, Shape, put},
    input::{self, Expanded, Found, Input, Listed},
    output::{Output, Results},
    show,
};
use crate::{
    error::{Error, ErrorKind},
    message::{Lang, Message},
    read::ReadOptions,
    row::Row,
    table::{self, Record},
    values::{self, Entry, Meaning},
};

/// How many characters of a cell go into a file's name: any file system takes a name of so many Chinese ones.
const LONGEST: usize = 60;

/// What has a meaning in the names of files, on one system or another.
const SPECIAL: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// Fills the template with each form of the folder `--values`, or each row of `--rows`; `set` goes into all of them.
pub(super) fn run(
    args: &Fill,
    set: &[Entry],
    options: &ReadOptions,
    output: Option<&mut Output>,
    lang: Lang,
) -> Result<Exit, Failure> {
    let template = template(args, options)?;
    let blank = Blank::of(&template);
    let table = match (&args.rows, &args.name) {
        (Some(path), Some(name)) => {
            let sheets = input::bytes(path).and_then(|bytes| table::tables(&bytes)).within(path)?;
            let count = sheets.len();
            let sheet = sheets.into_iter().next().unwrap_or_default();
            let mut notes = Vec::new();
            if count > 1 {
                let read = Message::new("series-sheets").with("sheet", &sheet.name).with("others", count - 1);
                notes.push(read);
            }
            let table = Table::of(sheet.rows, name, &blank.rows).within(path)?;
            if !table.aside.is_empty() {
                notes.push(Message::new("series-aside").with("columns", table.aside.join(", ")));
            }
            for note in notes {
                show::say(&show::safe(&format!("{}: {}", path.display(), note.text(lang))));
            }
            Some(table)
        }
        _ => None,
    };
    let files = match (&table, &args.rows, &args.values) {
        (Some(table), Some(path), _) => Expanded { files: table.files(path), passed: Vec::new() },
        (_, _, Some(folder)) => input::forms(folder),
        _ => Expanded::default(),
    };
    let batch = Batch::over(files, &args.files, lang);
    let named = |below: &Path| if table.is_some() { below.to_owned() } else { of_form(below, &template.found.path) };
    let results = Results::apart(args.output.as_deref(), args.output_dir.as_deref(), &batch.files, named)?;
    let filling = Filling { args, many: batch.is_many(), lang };
    batch.each(output, |found, part| {
        let mut entries = match &table {
            Some(table) => table.entries(part.index),
            None => values::read(&input::bytes(&found.path)?)?,
        };
        entries.extend_from_slice(set);
        let name = named(&found.below);
        let input = Input { name: name.display().to_string(), found: found.clone(), ..template.clone() };
        let shape = Shape::of(Some(args.output.as_deref().unwrap_or(&name)), None, &input);
        filling.fill(&blank, input, &entries, Some(&found.path), part, |input, edits, part| {
            put(input, shape, edits, &results, part.index, lang)
        })
    })
}

/// The one report that is filled, read once.
fn template(args: &Fill, options: &ReadOptions) -> Result<Input, Failure> {
    let [path] = &*args.files.files else {
        return Err(Error::new(ErrorKind::Value, Message::new("series-one-template")).into());
    };
    let mut template = input::load(&Found::named(path), options).within(path)?;
    template.report.read_slots();
    Ok(template)
}

/// 甲.待填.csv and 甲.json fill 甲.txt of a template that is text.
fn of_form(below: &Path, template: &Path) -> PathBuf {
    let stem = below.file_stem().unwrap_or_default().to_string_lossy();
    let kind = Path::new(input::FORM).file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.strip_suffix(&*kind).filter(|stem| !stem.is_empty()).unwrap_or(&stem);
    let extension = input::extension(template).unwrap_or_else(|| input::TEXTS[0].to_owned());
    below.with_file_name(format!("{stem}.{extension}"))
}

/// A table of values: a column a slot, a row a report.
struct Table {
    head: Vec<String>,
    /// The columns that are values.
    values: Vec<usize>,
    /// The heads of the columns that are none and name no files either.
    aside: Vec<String>,
    name: Vec<Piece>,
    /// The rows that are not blank, with their place in the table, from 1.
    rows: Vec<(usize, Vec<String>)>,
}

/// A part of the pattern of names.
enum Piece {
    Text(String),
    Column(usize),
}

impl Table {
    /// The first row is the header. A column that means no slot is left aside, unless it looks like a slot's name that was
    /// misspelt, or no column means one.
    fn of(records: Vec<Record>, pattern: &str, slots: &[Row]) -> Result<Self, Error> {
        let mut rows = records.into_iter().map(|Record { row, cells }| (row, cells));
        let head: Vec<String> = rows.next().map(|(_, cells)| cells).unwrap_or_default();
        let rows: Vec<(usize, Vec<String>)> = rows.collect();
        if rows.is_empty() {
            return Err(Error::new(ErrorKind::Value, Message::new("series-no-rows")));
        }
        let name = pieces(pattern, &head)?;
        let names = |column: usize| name.iter().any(|piece| matches!(piece, Piece::Column(at) if *at == column));
        let (mut values, mut aside, mut strange) = (Vec::new(), Vec::new(), None);
        for (column, meaning) in values::meanings(slots, head.iter().map(String::as_str)).into_iter().enumerate() {
            let has_cells = || rows.iter().any(|(_, cells)| cells.get(column).is_some_and(|cell| !cell.is_empty()));
            match meaning {
                Meaning::Slots => values.push(column),
                _ if names(column) => {}
                // A head that reaches to the right, and a column that has none.
                _ if head[column].is_empty() => aside.extend(has_cells().then(|| letters(column))),
                Meaning::None(why) => {
                    aside.push(head[column].clone());
                    strange.get_or_insert(why);
                }
                Meaning::Doubtful(why) => return Err(Error::new(ErrorKind::Value, why.message).help(why.help)),
            }
        }
        match strange.filter(|_| values.is_empty()) {
            Some(why) => Err(Error::new(ErrorKind::Value, why.message).help(why.help)),
            None => Ok(Self { head, values, aside, name, rows }),
        }
    }

    /// A result a row, named after its cells.
    fn files(&self, path: &Path) -> Vec<Listed> {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let mut file = |(row, cells): &(usize, Vec<String>)| {
            let name = self.named(cells)?;
            if let Some(first) = taken.get(&name) {
                let message = Message::new("series-name-twice").with("name", name).with("row", first);
                return Err(Error::new(ErrorKind::Value, message).help(Message::new("series-name-twice-help")));
            }
            taken.insert(name.clone(), *row);
            Ok(Found { path: path.to_owned(), below: name.into() })
        };
        let listed = |row: &(usize, Vec<String>)| {
            let at = format!("{}:{}", path.display(), row.0);
            file(row).map_err(|error| Failure { error, file: Some(at) })
        };
        self.rows.iter().map(listed).collect()
    }

    fn named(&self, cells: &[String]) -> Result<String, Error> {
        let mut out = String::new();
        for piece in &self.name {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Column(column) => {
                    let part = safe(cells.get(*column).map_or("", String::as_str));
                    if part.is_empty() {
                        let message = Message::new("series-name-empty").with("column", &self.head[*column]);
                        return Err(Error::new(ErrorKind::Value, message));
                    }
                    out.push_str(&part);
                }
            }
        }
        Ok(out)
    }

    /// The values of a row, by its index.
    fn entries(&self, index: usize) -> Vec<Entry> {
        let Some((row, cells)) = self.rows.get(index) else { return Vec::new() };
        let cell = |column: &usize| Entry::cell(&self.head[*column], cells.get(*column)?, *row);
        self.values.iter().filter_map(cell).collect()
    }
}

/// The name that a spreadsheet gives a column, from 0: A, Z, AA.
fn letters(column: usize) -> String {
    let (rest, last) = (column / 26, char::from(b'A' + (column % 26) as u8));
    let mut name = if rest > 0 { letters(rest - 1) } else { String::new() };
    name.push(last);
    name
}

/// The pieces of a pattern: texts, and columns in braces.
fn pieces(pattern: &str, head: &[String]) -> Result<Vec<Piece>, Error> {
    let wrong = || {
        let message = Message::new("series-pattern").with("pattern", pattern);
        Error::new(ErrorKind::Value, message).help(Message::new("series-pattern-help"))
    };
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some((text, behind)) = rest.split_once('{') {
        let (column, behind) = behind.split_once('}').ok_or_else(wrong)?;
        let at = head.iter().position(|cell| cell == column.trim()).ok_or_else(|| {
            let message = Message::new("series-no-column").with("column", column);
            let help = Message::new("series-no-column-help").with("columns", head.join(", "));
            Error::new(ErrorKind::Value, message).help(help)
        })?;
        pieces.extend([Piece::Text(text.to_owned()), Piece::Column(at)]);
        rest = behind;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    // A name stays below --output-dir, and rows have to differ.
    let is_below = Path::new(pattern).components().all(|part| matches!(part, Component::Normal(_)));
    let differs = pieces.iter().any(|piece| matches!(piece, Piece::Column(_)));
    if is_below && differs { Ok(pieces) } else { Err(wrong()) }
}

/// A cell as a part of a file's name.
fn safe(cell: &str) -> String {
    let shown = |c: char| if c.is_control() || SPECIAL.contains(&c) { '_' } else { c };
    let name: String = cell.trim().chars().take(LONGEST).map(shown).collect();
    // Windows takes a name that ends in a dot or a blank for another; one that begins with a dot is hidden.
    name.trim_matches(|c: char| c == '.' || c.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_safe_in_names() {
        assert_eq!(safe(" 东河镇 "), "东河镇");
        assert_eq!(safe("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(safe("2024/1:\t甲|乙?."), "2024_1__甲_乙_");
        assert_eq!(safe(".."), "");
        assert_eq!(safe(&"长".repeat(300)).chars().count(), LONGEST);
    }

    #[test]
    fn columns_have_the_names_that_spreadsheets_give_them() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_pattern_has_columns_and_stays_below() {
        let head = ["单位".to_owned(), "年".to_owned()];
        assert!(pieces("{年}/{单位}.txt", &head).is_ok());
        for wrong in ["{单位.txt", "同名.txt", "../{单位}.txt", "/tmp/{单位}.txt", "{乡镇}.txt"] {
            assert!(pieces(wrong, &head).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_form_is_named_after_what_it_fills() {
        let of = |form: &str, template: &str| of_form(Path::new(form), Path::new(template)).display().to_string();
        assert_eq!(of("县/甲.待填.csv", "模板.txt"), "县/甲.txt");
        assert_eq!(of("甲.json", "模板.md"), "甲.md");
        assert_eq!(of("甲.csv", "模板.txt.json"), "甲.json");
        assert_eq!(of("甲.csv", "-"), "甲.txt");
    }
}
