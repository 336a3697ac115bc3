//! Workbooks of Excel 97 to 2003 ([MS-XLS]): a stream of records in a compound file. They are few and damaged ones are
//! common, so the records that hold text and numbers are read here, each byte of them looked for before it is taken.

use std::io::{Cursor, Read};

use super::read::{Shown, Tables, damaged, encrypted, error_text};
use crate::{error::Error, message::Message, table::Table};

/// The stream of records.
const STREAM: &str = "Workbook";
/// What follows the header of a record.
const HEADER: usize = 4;

/// The records that count ([MS-XLS] 2.3).
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const EOF: u16 = 0x000A;
    pub(super) const DATE1904: u16 = 0x0022;
    pub(super) const FILEPASS: u16 = 0x002F;
    pub(super) const CONTINUE: u16 = 0x003C;
    pub(super) const MULRK: u16 = 0x00BD;
    pub(super) const XF: u16 = 0x00E0;
    pub(super) const SST: u16 = 0x00FC;
    pub(super) const LABELSST: u16 = 0x00FD;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOLERR: u16 = 0x0205;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027E;
    pub(super) const FORMAT: u16 = 0x041E;
    pub(super) const BOF: u16 = 0x0809;
}

/// What a substream is ([MS-XLS] 2.4.21), and the version that has Unicode.
const GLOBALS: u16 = 0x0005;
const WORKSHEET: u16 = 0x0010;
const EXCEL_97: u16 = 0x0600;

/// The rows of each sheet.
///
/// # Errors
/// [`crate::error::ErrorKind::Value`] for a workbook that is damaged, encrypted, older or too large.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Table>, Error> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let stream = file.open_stream(STREAM).map_err(damaged)?;
    let mut records = Vec::new();
    // A stream is no longer than its file, unless its chain of sectors runs in circles.
    stream.take(bytes.len() as u64).read_to_end(&mut records).map_err(damaged)?;
    Book::default().read(Bytes(&records))
}

/// Bytes that are taken from the front, as long as there are any.
#[derive(Clone, Copy)]
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, len: usize) -> Result<&'b [u8], Error> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or_else(broken)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        self.take(N)?.try_into().map_err(|_| broken())
    }

    fn u8(&mut self) -> Result<u8, Error> {
        self.array().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Result<u16, Error> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, Error> {
        self.array().map(u32::from_le_bytes)
    }

    /// A record: its kind and its body.
    fn record(&mut self) -> Result<(u16, Bytes<'b>), Error> {
        let (kind, len) = (self.u16()?, self.u16()?);
        Ok((kind, Bytes(self.take(usize::from(len))?)))
    }

    /// A string with its length before it (XLUnicodeString, 2.5.294).
    fn string(&mut self) -> Result<String, Error> {
        let (count, flags) = (usize::from(self.u16()?), self.u8()?);
        let wide = flags & 1 == 1;
        let units = self.take(if wide { 2 * count } else { count })?;
        Ok(String::from_utf16_lossy(&code_units(units, wide)))
    }
}

fn broken() -> Error {
    damaged(Message::new("sheet-records"))
}

fn code_units(bytes: &[u8], wide: bool) -> Vec<u16> {
    if wide {
        bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
    } else {
        bytes.iter().map(|byte| u16::from(*byte)).collect()
    }
}

/// What the workbook says of all its sheets.
#[derive(Default)]
struct Book {
    strings: Vec<String>,
    /// The codes of the formats that are no built-in ones.
    formats: Vec<(u16, String)>,
    /// The format of each style of a cell.
    styles: Vec<u16>,
    since_1904: bool,
}

impl Book {
    fn read(mut self, mut records: Bytes<'_>) -> Result<Vec<Table>, Error> {
        let mut tables = Tables::default();
        while records.0.len() >= HEADER {
            let (kind, mut body) = records.record()?;
            if kind != kind::BOF {
                continue;
            }
            let (version, substream) = (body.u16()?, body.u16()?);
            match substream {
                _ if version != EXCEL_97 => return Err(damaged(Message::new("sheet-old"))),
                GLOBALS => self.globals(&mut records)?,
                WORKSHEET => self.sheet(&mut records, &mut tables)?,
                _ => skip(&mut records)?,
            }
        }
        Ok(tables.done)
    }

    fn globals(&mut self, records: &mut Bytes<'_>) -> Result<(), Error> {
        loop {
            let (kind, mut body) = records.record()?;
            match kind {
                kind::EOF => return Ok(()),
                kind::FILEPASS => return Err(encrypted()),
                kind::DATE1904 => self.since_1904 = body.u16()? == 1,
                kind::FORMAT => self.formats.push((body.u16()?, body.string()?)),
                kind::XF => {
                    let _font = body.u16()?;
                    self.styles.push(body.u16()?);
                }
                kind::SST => self.strings = Strings { rest: body, records }.read()?,
                _ => {}
            }
        }
    }

    fn sheet(&self, records: &mut Bytes<'_>, tables: &mut Tables) -> Result<(), Error> {
        // The cell of a formula whose text comes in the next record.
        let mut due = None;
        loop {
            let (kind, mut body) = records.record()?;
            match kind {
                kind::EOF => return tables.close(),
                // A chart within the sheet.
                kind::BOF => skip(records)?,
                kind::STRING => {
                    if let Some(at) = due.take() {
                        tables.put(at, &body.string()?)?;
                    }
                }
                kind::LABELSST | kind::LABEL | kind::NUMBER | kind::RK | kind::BOOLERR | kind::FORMULA => {
                    let (at, style) = ((u32::from(body.u16()?), u32::from(body.u16()?)), body.u16()?);
                    match kind {
                        kind::LABELSST => {
                            let index = body.u32()? as usize;
                            tables.put(at, self.strings.get(index).ok_or_else(broken)?)?;
                        }
                        kind::LABEL => tables.put(at, &body.string()?)?,
                        kind::NUMBER => tables.put(at, &self.shown(f64::from_le_bytes(body.array()?), style))?,
                        kind::RK => tables.put(at, &self.shown(rk(body.u32()?), style))?,
                        kind::BOOLERR => tables.put(at, &truth_or_error(body.u8()?, body.u8()?))?,
                        // What a formula gives (2.5.133).
                        _ => match body.array::<8>()? {
                            [0, .., 0xFF, 0xFF] => due = Some(at),
                            [sort @ (1 | 2), _, value, .., 0xFF, 0xFF] => {
                                tables.put(at, &truth_or_error(value, sort - 1))?;
                            }
                            [.., 0xFF, 0xFF] => {}
                            number => tables.put(at, &self.shown(f64::from_le_bytes(number), style))?,
                        },
                    }
                }
                kind::MULRK => {
                    let (row, first) = (u32::from(body.u16()?), u32::from(body.u16()?));
                    // Behind the cells stands the last column once more.
                    for column in (first..).take(body.0.len().saturating_sub(2) / 6) {
                        let (style, number) = (body.u16()?, rk(body.u32()?));
                        tables.put((row, column), &self.shown(number, style))?;
                    }
                }
                _ => {}
            }
        }
    }

    /// A number as its cell shows it.
    fn shown(&self, number: f64, style: u16) -> String {
        let format = self.styles.get(usize::from(style)).copied().unwrap_or_default();
        let code = self.formats.iter().find(|(id, _)| *id == format).map(|(_, code)| code.as_str());
        Shown::of(format, code).text(number, self.since_1904)
    }
}

/// Passes over a substream and those within it.
fn skip(records: &mut Bytes<'_>) -> Result<(), Error> {
    let mut depth = 1usize;
    while depth > 0 {
        match records.record()?.0 {
            kind::BOF => depth += 1,
            kind::EOF => depth -= 1,
            _ => {}
        }
    }
    Ok(())
}

/// A number in 30 bits (2.5.217): an integer or the head of a float, perhaps of a hundredth.
fn rk(bits: u32) -> f64 {
    let number =
        if bits & 2 == 2 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & !3) << 32) };
    if bits & 1 == 1 { number / 100.0 } else { number }
}

fn truth_or_error(value: u8, is_error: u8) -> String {
    match (is_error, value) {
        (0, 0) => "FALSE".to_owned(),
        (0, _) => "TRUE".to_owned(),
        _ => error_text(),
    }
}

/// The table of strings (2.4.265), which goes on over records of its own.
struct Strings<'s, 'b> {
    rest: Bytes<'b>,
    records: &'s mut Bytes<'b>,
}

impl Strings<'_, '_> {
    fn read(mut self) -> Result<Vec<String>, Error> {
        let _uses = self.rest.u32()?;
        let count = self.rest.u32()?;
        let mut strings = Vec::new();
        for _ in 0..count {
            strings.push(self.string()?);
        }
        Ok(strings)
    }

    /// The next record goes on where this one has ended.
    fn refill(&mut self) -> Result<(), Error> {
        while self.rest.0.is_empty() {
            let (kind, body) = self.records.record()?;
            if kind != kind::CONTINUE {
                return Err(broken());
            }
            self.rest = body;
        }
        Ok(())
    }

    /// A string with its formatting (XLUnicodeRichExtendedString, 2.5.293), which is passed over.
    fn string(&mut self) -> Result<String, Error> {
        self.refill()?;
        let (count, flags) = (usize::from(self.rest.u16()?), self.rest.u8()?);
        let runs = if flags & 8 == 8 { usize::from(self.rest.u16()?) } else { 0 };
        let extra = if flags & 4 == 4 { self.rest.u32()? as usize } else { 0 };
        let (mut units, mut wide) = (Vec::new(), flags & 1 == 1);
        while units.len() < count {
            if self.rest.0.is_empty() {
                self.refill()?;
                // The characters that a record goes on with say anew how wide they are.
                wide = self.rest.u8()? & 1 == 1;
            }
            let width = if wide { 2 } else { 1 };
            let some = (count - units.len()).min(self.rest.0.len() / width);
            if some == 0 && !self.rest.0.is_empty() {
                return Err(broken());
            }
            units.extend(code_units(self.rest.take(some * width)?, wide));
        }
        let mut over = 4 * runs + extra;
        while over > 0 {
            self.refill()?;
            let some = over.min(self.rest.0.len());
            self.rest.take(some)?;
            over -= some;
        }
        Ok(String::from_utf16_lossy(&units))
    }
}
