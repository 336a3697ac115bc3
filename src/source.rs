//! Bytes to text and back, without losing one.
//!
//! For all bytes that [`decode`] takes, [`encode`] of what it gives is those bytes. A line (up to `\n`,
//! `\r\n` or a lone `\r`) that its encoding would not give back byte for byte keeps its bytes beside the
//! text as a [`RawLine`]: malformed sequences, which the text shows as U+FFFD, and sequences that are not
//! the encoder's choice, such as the second euro sign of GBK (A2E3).

mod detect;

use std::{borrow::Cow, ops::Range};

use encoding_rs::EncoderResult;

use crate::{
    error::{Error, ErrorKind},
    message::Message,
    span::Span,
};

/// The encodings of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// GBK with the euro sign, as WHATWG's Encoding Standard has it. It reads the four-byte sequences of
    /// GB 18030, but writes none.
    Gbk,
    /// GB 18030-2022.
    Gb18030,
    /// Big5 with the Hong Kong characters.
    Big5,
}

const ENCODINGS: [(Encoding, &str, &encoding_rs::Encoding); 6] = [
    (Encoding::Utf8, "utf-8", encoding_rs::UTF_8),
    (Encoding::Utf16Le, "utf-16le", encoding_rs::UTF_16LE),
    (Encoding::Utf16Be, "utf-16be", encoding_rs::UTF_16BE),
    (Encoding::Gbk, "gbk", encoding_rs::GBK),
    (Encoding::Gb18030, "gb18030", encoding_rs::GB18030),
    (Encoding::Big5, "big5", encoding_rs::BIG5),
];

impl Encoding {
    /// The name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        ENCODINGS[self as usize].1
    }

    /// The encoding of a label of WHATWG's Encoding Standard (`gb2312` is GBK), in any case.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::of(encoding_rs::Encoding::for_label(label.as_bytes())?)
    }

    fn of(codec: &encoding_rs::Encoding) -> Option<Self> {
        let (encoding, ..) = ENCODINGS.iter().find(|(.., c)| *c == codec)?;
        Some(*encoding)
    }

    fn codec(self) -> &'static encoding_rs::Encoding {
        ENCODINGS[self as usize].2
    }

    /// U+FEFF in this encoding; empty where that is no byte order mark.
    fn byte_order_mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xEF\xBB\xBF",
            Self::Utf16Le => b"\xFF\xFE",
            Self::Utf16Be => b"\xFE\xFF",
            Self::Gb18030 => b"\x84\x31\x95\x33",
            Self::Gbk | Self::Big5 => b"",
        }
    }

    /// The text of `bytes`, and whether it is all well-formed.
    fn read(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        let (text, malformed) = self.codec().decode_without_bom_handling(bytes);
        (text, !malformed)
    }

    /// Writes `text` to `out`, or gives the place in `text` of the first character that it cannot write.
    fn write(self, text: &str, out: &mut Vec<u8>) -> Result<(), Span> {
        match self {
            Self::Utf8 => out.extend_from_slice(text.as_bytes()),
            Self::Utf16Le => out.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
            Self::Utf16Be => out.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
            Self::Gbk | Self::Gb18030 | Self::Big5 => {
                let mut encoder = self.codec().new_encoder();
                // No character takes more bytes here than in UTF-8, but for U+0080 to U+07FF in GB 18030.
                out.reserve(text.len());
                let mut done = 0;
                loop {
                    let rest = &text[done..];
                    let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, out, true);
                    done += read;
                    match result {
                        EncoderResult::InputEmpty => break,
                        EncoderResult::OutputFull => out.reserve(2 * (text.len() - done) + 16),
                        EncoderResult::Unmappable(c) => {
                            return Err(Span::new(done - c.len_utf8(), done));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The bytes of a line of which parts have changed: its odd characters, those that this encoding would not write as
    /// they stand in `kept`, keep their bytes, all else is written anew. `None` where the line no longer has these
    /// characters in this order, or where the bytes would not decode to the line.
    fn patch(self, kept: &[u8], line: &str) -> Option<Vec<u8>> {
        let (text, units) = self.units(kept);
        let mut written = Vec::new();
        let mut is_odd = |unit: &Unit| {
            written.clear();
            self.write(&text[unit.text.clone()], &mut written).is_err() || written != kept[unit.bytes.clone()]
        };
        let first = |unit: &Unit| text[unit.text.start..].chars().next();
        let (flags, odd): (Vec<bool>, Vec<char>) = {
            let flags: Vec<bool> = units.iter().map(&mut is_odd).collect();
            let mut odd: Vec<char> =
                units.iter().zip(&flags).filter(|(_, odd)| **odd).filter_map(|(u, _)| first(u)).collect();
            odd.sort_unstable();
            odd.dedup();
            (flags, odd)
        };
        // An odd character may also stand elsewhere as this encoding writes it: they are counted together.
        let alike = |unit: &Unit| first(unit).is_some_and(|c| odd.binary_search(&c).is_ok());
        let mut olds = units.iter().zip(flags).filter(|(unit, _)| alike(unit));
        let mut bytes = Vec::with_capacity(line.len());
        let mut done = 0;
        while let Some(at) = line[done..].find(&odd[..]) {
            let (unit, odd) = olds.next()?;
            let at = done + at;
            let end = at + unit.text.len();
            (line.get(at..end)? == &text[unit.text.clone()]).then_some(())?;
            self.write(&line[done..at], &mut bytes).ok()?;
            if odd {
                bytes.extend_from_slice(&kept[unit.bytes.clone()]);
            } else {
                self.write(&line[at..end], &mut bytes).ok()?;
            }
            done = end;
        }
        self.write(&line[done..], &mut bytes).ok()?;
        (olds.next().is_none() && self.read(&bytes).0 == line).then_some(bytes)
    }

    /// The text of `bytes`, and what stands for what in both: a character each, but where malformed bytes give several.
    fn units(self, bytes: &[u8]) -> (String, Vec<Unit>) {
        let mut decoder = self.codec().new_decoder_without_bom_handling();
        let mut text = String::with_capacity(bytes.len() + 16);
        let mut units: Vec<Unit> = Vec::new();
        let mut begun = 0;
        for (index, byte) in bytes.iter().enumerate() {
            let mut from = text.len();
            text.reserve(16);
            let _ = decoder.decode_to_string(std::slice::from_ref(byte), &mut text, index + 1 == bytes.len());
            // Several at once: a malformed sequence, and what follows it. They part where both sides read alike by themselves.
            let starts: Vec<usize> = text[from..].char_indices().skip(1).map(|(at, _)| from + at).collect();
            for at in starts {
                let parts = |end: &usize| {
                    self.read(&bytes[begun..*end]).0 == text[from..at]
                        && self.read(&bytes[*end..=index]).0 == text[at..]
                };
                if let Some(end) = (begun + 1..=index).rev().find(parts) {
                    units.push(Unit { text: from..at, bytes: begun..end });
                    (from, begun) = (at, end);
                }
            }
            if from < text.len() {
                units.push(Unit { text: from..text.len(), bytes: begun..index + 1 });
                begun = index + 1;
            }
        }
        (text, units)
    }

    /// The length of the line at the start of `bytes`, and of its ending. No other byte of a character is
    /// 0A or 0D, but in UTF-16.
    fn line(self, bytes: &[u8]) -> (usize, usize) {
        let (width, unit): (usize, fn(&[u8]) -> u16) = match self {
            Self::Utf16Le => (2, |u| u16::from_le_bytes([u[0], u[1]])),
            Self::Utf16Be => (2, |u| u16::from_be_bytes([u[0], u[1]])),
            _ => (1, |u| u16::from(u[0])),
        };
        let mut units = bytes.chunks_exact(width).map(unit);
        let Some(len) = units.position(|u| u == 0x0A || u == 0x0D) else {
            return (bytes.len(), 0);
        };
        let len = len * width;
        let mut ending = bytes[len..].chunks_exact(width).map(unit);
        let crlf = ending.next() == Some(0x0D) && ending.next() == Some(0x0A);
        (len, if crlf { 2 * width } else { width })
    }
}

/// A part of a text and of the bytes that it was read from.
struct Unit {
    text: Range<usize>,
    bytes: Range<usize>,
}

/// What a text was stored in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Container {
    /// Nothing: the file is the text.
    #[default]
    Text,
    /// A Word file.
    Docx,
    /// A web page.
    Html,
}

impl Container {
    const ALL: [Self; 3] = [Self::Text, Self::Docx, Self::Html];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Docx => "docx",
            Self::Html => "html",
        }
    }

    /// The container of a name in JSON.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|container| container.name() == name)
    }
}

/// How a text was stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// What it was stored in.
    pub container: Container,
    /// The encoding.
    pub encoding: Encoding,
    /// Whether a byte order mark stands before the text; the text itself does not hold it.
    pub bom: bool,
    /// Whether the encoding may be another: little to go by, an unsure detector, or malformed sequences.
    pub doubtful: bool,
}

/// The bytes of a line that its encoding would not give back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawLine {
    /// The byte of the text at which the line begins.
    pub start: u32,
    /// The line's bytes in its encoding, without its ending.
    pub bytes: Box<[u8]>,
}

/// A text with all that is needed to give its bytes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// How it was stored.
    pub source: Source,
    /// The text, without its byte order mark.
    pub text: String,
    /// The lines that need their bytes, in order.
    pub raw: Vec<RawLine>,
}

/// Bytes to text. Without an `encoding`: what a byte order mark says, else UTF-8 where that is valid, else
/// what the bytes look like (UTF-16 is never guessed). An `encoding` is obeyed, and its own byte order mark
/// taken off.
///
/// # Errors
/// [`ErrorKind::Source`] for a file that begins as a known binary format does, and for more than 4 GiB.
pub(crate) fn decode(mut bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<Decoded, Error> {
    detect::refuse_binary(&bytes)?;
    limit(bytes.len())?;
    let marked = |e: &Encoding| {
        let mark = e.byte_order_mark();
        !mark.is_empty() && bytes.starts_with(mark)
    };
    let by_mark = match encoding {
        Some(e) => Some(e).filter(marked),
        None => ENCODINGS.iter().map(|(e, ..)| *e).find(marked),
    };
    let bom = by_mark.is_some();
    if let Some(e) = by_mark {
        bytes.drain(..e.byte_order_mark().len());
    }
    let named = encoding.or(by_mark);
    if matches!(named, None | Some(Encoding::Utf8)) {
        // A copy costs next to nothing beside a validation that goes byte by byte.
        if let Ok(text) = simdutf8::basic::from_utf8(&bytes) {
            let source = Source { bom, ..Source::default() };
            return Ok(Decoded { source, text: text.to_owned(), raw: Vec::new() });
        }
    }
    let (encoding, doubtful) = match named {
        Some(e) => (e, false),
        None => detect::guess(&bytes),
    };
    let (text, raw, well_formed) = decode_as(encoding, &bytes);
    limit(text.len())?;
    Ok(Decoded { source: Source { encoding, bom, doubtful: doubtful || !well_formed, ..Source::default() }, text, raw })
}

/// Spans are 32 bits wide.
fn limit(len: usize) -> Result<(), Error> {
    if u32::try_from(len).is_ok() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Source, Message::new("source-too-large")).help(Message::new("source-help-too-large")))
}

/// The text, the lines that do not come back from it, and whether all is well-formed.
fn decode_as(encoding: Encoding, bytes: &[u8]) -> (String, Vec<RawLine>, bool) {
    let mut back = Vec::with_capacity(bytes.len());
    let (whole, well_formed) = encoding.read(bytes);
    if well_formed && encoding.write(&whole, &mut back).is_ok() && back == bytes {
        return (whole.into_owned(), Vec::new(), true);
    }
    // Line by line, so that what is malformed in one line cannot reach into the next.
    let mut text = String::with_capacity(whole.len());
    let mut raw = Vec::new();
    let mut well_formed = true;
    let mut rest = bytes;
    while !rest.is_empty() {
        let (len, ending) = encoding.line(rest);
        let (line, after) = rest.split_at(len);
        let (read, good) = encoding.read(line);
        back.clear();
        if !good || encoding.write(&read, &mut back).is_err() || back != line {
            raw.push(RawLine {
                // A text too long for this is refused by the caller.
                start: text.len() as u32,
                bytes: line.into(),
            });
        }
        well_formed &= good;
        text.push_str(&read);
        let (ending, after) = after.split_at(ending);
        text.push_str(&encoding.read(ending).0);
        rest = after;
    }
    (text, raw, well_formed)
}

/// Text to bytes. `raw` holds candidates in ascending order of their line's start in `text`: a line that its
/// candidate's bytes decode to is written as those bytes, all else is encoded.
///
/// # Errors
/// [`ErrorKind::Encode`], with its place, for a character that the encoding lacks, and for a line that has changed
/// beside malformed bytes so that they cannot be kept.
pub(crate) fn encode(text: &str, source: &Source, raw: &[RawLine]) -> Result<Vec<u8>, Error> {
    let encoding = source.encoding;
    let mut out = Vec::with_capacity(text.len());
    if source.bom {
        out.extend_from_slice(encoding.byte_order_mark());
    }
    let mut done = 0;
    let upto = |out: &mut Vec<u8>, from: usize, to: usize| {
        encoding.write(&text[from..to], out).map_err(|at| unmappable(text, at.shifted(from), encoding))
    };
    for candidate in raw {
        let start = candidate.start as usize;
        if start < done || !begins_line(text, start) {
            continue;
        }
        let line = &text[start..];
        let line = &line[..line.find(['\n', '\r']).unwrap_or(line.len())];
        let bytes = if encoding.read(&candidate.bytes).0 == line {
            Some(candidate.bytes.to_vec())
        } else {
            encoding.patch(&candidate.bytes, line)
        };
        if bytes.is_none()
            && let Some(at) = line.find(char::REPLACEMENT_CHARACTER)
        {
            let message = Message::new("source-damaged-line");
            let at = Span::new(start + at, start + at + char::REPLACEMENT_CHARACTER.len_utf8());
            return Err(Error::new(ErrorKind::Encode, message)
                .help(Message::new("source-help-damaged-line"))
                .at(text, at));
        }
        if let Some(bytes) = bytes {
            upto(&mut out, done, start)?;
            out.extend_from_slice(&bytes);
            done = start + line.len();
        }
    }
    upto(&mut out, done, text.len())?;
    Ok(out)
}

fn begins_line(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else {
        return false;
    };
    match before.as_bytes().last() {
        None | Some(b'\n') => true,
        Some(b'\r') => !after.starts_with('\n'),
        Some(_) => false,
    }
}

fn unmappable(text: &str, at: Span, encoding: Encoding) -> Error {
    let lacking = &text[at.range()];
    let code = lacking.chars().map(|c| format!("U+{:04X}", u32::from(c)));
    let message = Message::new("source-unmappable")
        .with("encoding", encoding.name())
        .with("char", lacking)
        .with("code", code.collect::<String>());
    Error::new(ErrorKind::Encode, message).help(Message::new("source-help-unmappable")).at(text, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*, sample::select};

    /// Decodes, checks that the bytes come back, and that raw lines are lines.
    fn round_trip(bytes: &[u8], encoding: Option<Encoding>) -> Decoded {
        let d = decode(bytes.to_vec(), encoding).expect("no binary signature");
        let back = encode(&d.text, &d.source, &d.raw);
        assert_eq!(back.as_deref(), Ok(bytes), "{d:?}");
        assert!(d.raw.is_sorted_by(|a, b| a.start < b.start));
        assert!(d.raw.iter().all(|r| begins_line(&d.text, r.start as usize)));
        d
    }

    fn bytes_of(text: &str, encoding: Encoding) -> Vec<u8> {
        let source = Source { encoding, ..Source::default() };
        encode(text, &source, &[]).expect("the encoding has it")
    }

    const LONG: &str =
        "关于本年度工作情况的汇报\r\n一、主要工作。全年开展活动三十余场，惠及群众近万人次。\r\n二、存在的不足。\r\n";

    #[test]
    fn utf8_is_taken_as_it_is() {
        let d = decode(LONG.as_bytes().to_vec(), None).expect("text");
        assert_eq!(d.text, LONG);
        assert_eq!((d.source, d.raw), (Source::default(), Vec::new()));
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        for (mark, encoding) in [
            (&b"\xEF\xBB\xBF"[..], Encoding::Utf8),
            (b"\xFF\xFE", Encoding::Utf16Le),
            (b"\xFE\xFF", Encoding::Utf16Be),
            (b"\x84\x31\x95\x33", Encoding::Gb18030),
        ] {
            let bytes = [mark, &bytes_of(LONG, encoding)].concat();
            for named in [None, Some(encoding)] {
                let d = round_trip(&bytes, named);
                assert_eq!(d.source.encoding, encoding);
                assert!(d.source.bom && !d.source.doubtful && d.raw.is_empty());
                assert_eq!(d.text, LONG);
            }
            assert_eq!(round_trip(mark, None).text, "");
        }
        // A second one is text.
        assert_eq!(round_trip("\u{FEFF}\u{FEFF}甲".as_bytes(), None).text, "\u{FEFF}甲");
    }

    #[test]
    fn an_encoding_that_is_named_is_obeyed() {
        let d = round_trip(b"\xEF\xBB\xBFa", Some(Encoding::Gbk));
        assert_eq!((d.source.encoding, d.source.bom), (Encoding::Gbk, false));
        let d = round_trip(LONG.as_bytes(), Some(Encoding::Utf16Le));
        assert_eq!(d.source.encoding, Encoding::Utf16Le);
    }

    #[test]
    fn encodings_are_recognised() {
        for encoding in [Encoding::Gbk, Encoding::Utf8] {
            let d = round_trip(&bytes_of(LONG, encoding), None);
            assert_eq!((d.source.encoding, d.source.doubtful), (encoding, false));
            assert_eq!(d.text, LONG);
        }
        let text = format!("{LONG}㐂村有喜事。\n");
        let d = round_trip(&bytes_of(&text, Encoding::Gb18030), None);
        assert_eq!(d.source.encoding, Encoding::Gb18030);
        assert_eq!((d.text, d.raw), (text, Vec::new()));
        let text = "關於本年度工作情況的報告。我們的工作主要有以下幾個方面，請各位審議。\n";
        let d = round_trip(&bytes_of(text, Encoding::Big5), None);
        assert_eq!((d.source.encoding, d.text.as_str()), (Encoding::Big5, text));
    }

    #[test]
    fn little_to_go_by_is_doubtful() {
        let d = round_trip(&bytes_of("汇报\n", Encoding::Gbk), None);
        assert_eq!((d.source.encoding, d.text.as_str()), (Encoding::Gbk, "汇报\n"));
        assert!(d.source.doubtful);
    }

    #[test]
    fn a_bad_byte_spoils_one_line_of_gbk() {
        let mut bytes = bytes_of(LONG, Encoding::Gbk);
        bytes.extend(b"\xB1\nabc\n\xFF");
        let d = round_trip(&bytes, None);
        assert_eq!(d.source.encoding, Encoding::Gbk);
        assert!(d.source.doubtful);
        assert_eq!(d.text, format!("{LONG}\u{FFFD}\nabc\n\u{FFFD}"));
        let kept: Vec<&[u8]> = d.raw.iter().map(|r| &*r.bytes).collect();
        assert_eq!(kept, [b"\xB1", b"\xFF"]);
    }

    #[test]
    fn a_bad_byte_leaves_utf8_what_it_is() {
        let bytes = [LONG.as_bytes(), b"\xE4\xB8\n", "完".as_bytes()].concat();
        let d = round_trip(&bytes, None);
        assert_eq!(d.source.encoding, Encoding::Utf8);
        assert!(d.source.doubtful);
        assert_eq!(d.text, format!("{LONG}\u{FFFD}\n完"));
        assert_eq!(d.raw.len(), 1);
        // Cut off in the middle of a character.
        let d = round_trip("汇报".as_bytes().split_last().expect("bytes").1, None);
        assert_eq!((d.source.encoding, d.text.as_str()), (Encoding::Utf8, "汇\u{FFFD}"));
    }

    #[test]
    fn gbk_duplicates_keep_their_bytes() {
        for (bytes, text) in [(b"\xA2\xE3", "€"), (b"\xA3\xA0", "\u{3000}")] {
            let d = round_trip(bytes, Some(Encoding::Gbk));
            assert_eq!(d.text, text);
            assert_eq!(d.raw, [RawLine { start: 0, bytes: (*bytes).into() }]);
            assert!(!d.source.doubtful);
        }
    }

    #[test]
    fn damaged_bytes_stay_where_their_line_changes() {
        let d = decode(b"\xFF\xA3\xA0x\xFF".to_vec(), Some(Encoding::Gbk)).expect("text");
        assert_eq!(d.text, "\u{FFFD}\u{3000}x\u{FFFD}");
        let changed = |text: &str| encode(text, &d.source, &d.raw);
        assert_eq!(changed("\u{FFFD}\u{3000}7\u{FFFD}").as_deref(), Ok(&b"\xFF\xA3\xA07\xFF"[..]));
        // One is gone: which, nobody can tell.
        let error = changed("\u{3000}x\u{FFFD}").expect_err("damaged bytes are lost");
        assert_eq!(error.kind, ErrorKind::Encode);
        // All are gone: the line is sound.
        assert_eq!(changed("甲").as_deref(), Ok(&*bytes_of("甲", Encoding::Gbk)));
    }

    /// Every pair of bytes, a line each.
    #[test]
    fn every_pair_of_bytes_comes_back() {
        let pairs = (0..=0xFFFFu16).flat_map(|p| [p.to_be_bytes()[0], p.to_be_bytes()[1], b'\n']);
        let bytes: Vec<u8> = pairs.collect();
        for (encoding, ..) in ENCODINGS {
            round_trip(&bytes, Some(encoding));
        }
    }

    #[test]
    fn utf16_keeps_what_is_malformed() {
        // A lone surrogate, then an odd byte.
        let d = round_trip(b"\xFF\xFE\x00\xD8\x0A\x00\x41\x00\x0D\x00\x41", None);
        assert_eq!(d.text, "\u{FFFD}\nA\r\u{FFFD}");
        let starts: Vec<u32> = d.raw.iter().map(|r| r.start).collect();
        assert_eq!(starts, [0, 6]);
        // U+0A0D and U+0D0A end no line.
        let d = round_trip(b"\xFE\xFF\x0A\x0D\x0D\x0A\xD8\x00", None);
        assert_eq!(d.raw[0].start, 0);
        // Without a mark it is not guessed.
        assert_eq!(round_trip(b"a\0b\0", None).text, "a\0b\0");
    }

    #[test]
    fn lines_end_nowhere_else() {
        let text = "甲\u{2028}乙\u{85}丙\u{B}丁\u{C}戊";
        let mut bytes = text.as_bytes().to_vec();
        bytes.push(0xFF);
        let d = round_trip(&bytes, Some(Encoding::Utf8));
        assert_eq!(&*d.raw[0].bytes, bytes);
        let d = round_trip(b"a\r\xFFb\r\n\xFFc\n\r\xFF", Some(Encoding::Utf8));
        let starts: Vec<u32> = d.raw.iter().map(|r| r.start).collect();
        assert_eq!(starts, [2, 8, 14]);
    }

    #[test]
    fn a_line_that_was_edited_keeps_the_bytes_of_its_other_parts() {
        let d = round_trip(b"\xA2\xE3\n\xA2\xE3", Some(Encoding::Gbk));
        assert_eq!(encode("€x\n€", &d.source, &d.raw), Ok(b"\xA2\xE3x\n\x80".to_vec()));
        assert_eq!(encode("x\n\n€", &d.source, &d.raw), Ok(b"x\n\n\x80".to_vec()));
        assert_eq!(encode("€", &d.source, &d.raw), Ok(b"\xA2\xE3".to_vec()));
    }

    #[test]
    fn candidates_that_fit_nowhere_are_left_out() {
        let source = Source { encoding: Encoding::Gbk, ..Source::default() };
        let raw = |start, bytes: &[u8]| RawLine { start, bytes: bytes.into() };
        let candidates = [raw(1, b"\xA2\xE3"), raw(4, b"\xA2\xE3"), raw(0, b"a"), raw(99, b"")];
        assert_eq!(encode("€\r\n€", &source, &candidates), Ok(b"\x80\r\n\x80".to_vec()));
    }

    #[test]
    fn a_character_that_is_lacking_has_a_place() {
        let source = Source { encoding: Encoding::Gbk, ..Source::default() };
        let error = encode("一、总结\r\n好😀！", &source, &[]).expect_err("no such character");
        assert_eq!(error.kind, ErrorKind::Encode);
        assert_eq!(error.to_string(), "gbk has no '😀' (U+1F600)");
        let place = error.place.expect("a place");
        assert_eq!((place.line, place.column, place.text.as_str()), (2, 2, "好😀！"));
        assert_eq!(&place.text[place.span.range()], "😀");
    }

    #[test]
    fn gb18030_may_be_longer_than_utf8() {
        let text = "é".repeat(1000);
        let bytes = bytes_of(&text, Encoding::Gb18030);
        assert_eq!(round_trip(&bytes, Some(Encoding::Gb18030)).text, text);
    }

    #[test]
    fn more_than_spans_reach_is_refused() {
        assert_eq!(limit(u32::MAX as usize), Ok(()));
        let error = limit(1 << 32).expect_err("too large");
        assert_eq!(error.message.key(), "source-too-large");
    }

    #[test]
    fn labels_and_names() {
        for (i, (encoding, name, _)) in ENCODINGS.into_iter().enumerate() {
            assert_eq!(encoding as usize, i);
            assert_eq!(encoding.name(), name);
            assert_eq!(Encoding::from_label(name), Some(encoding));
        }
        assert_eq!(Encoding::from_label(" GB2312 "), Some(Encoding::Gbk));
        assert_eq!(Encoding::from_label("utf8"), Some(Encoding::Utf8));
        assert_eq!(Encoding::from_label("big5-hkscs"), Some(Encoding::Big5));
        assert_eq!(Encoding::from_label("shift_jis"), None);
    }

    /// Bytes as GBK, UTF-8 and UTF-16 files have them, in a jumble.
    fn texty() -> impl Strategy<Value = Vec<u8>> {
        let gbk = (0x81..=0xFEu8, 0x40..=0xFEu8).prop_map(|(a, b)| vec![a, b]);
        let four =
            (0x81..=0xFEu8, 0x30..=0x39u8, 0x81..=0xFEu8, 0x30..=0x39u8).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
        let utf8 = any::<char>().prop_map(|c| c.to_string().into_bytes());
        let ending = select(vec!["\n", "\r", "\r\n", "\0", "x"]).prop_map(|s| s.as_bytes().to_vec());
        let piece = prop_oneof![8 => gbk, 1 => four, 4 => utf8, 3 => ending,
            1 => any::<u8>().prop_map(|b| vec![b])];
        vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn bytes_come_back(
            bytes in prop_oneof![vec(any::<u8>(), 0..200), texty()],
            mark in select(vec![&b""[..], b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF", b"\x84\x31\x95\x33"]),
            named in select(ENCODINGS.map(|(e, ..)| Some(e)).into_iter().chain([None]).collect::<Vec<_>>()),
        ) {
            let bytes = [mark, &bytes].concat();
            if detect::refuse_binary(&bytes).is_ok() {
                round_trip(&bytes, named);
            }
        }

        /// An edit of one line leaves the bytes of the others as they were.
        #[test]
        fn other_lines_keep_their_bytes(a in texty(), b in texty()) {
            let bytes = [&a[..], b"\nedited\n", &b].concat();
            if detect::refuse_binary(&bytes).is_ok() {
                let d = round_trip(&bytes, Some(Encoding::Gbk));
                let at = d.text.find("\nedited\n").expect("it was put there") + 1;
                let text = format!("{}EDITED{}", &d.text[..at], &d.text[at + 6..]);
                let written = encode(&text, &d.source, &d.raw);
                prop_assert_eq!(written, Ok([&a[..], b"\nEDITED\n", &b].concat()));
            }
        }
    }
}
