//! A reader of JSON text, straight into the wire types: a string without escapes is borrowed, what is wrong has its
//! place and its JSON Pointer. What is rare, escapes and values of any kind, is left to serde_json.

use memchr::memchr2;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::wire::{Raw, Str};
use crate::{
    error::{Error, ErrorKind},
    message::Message,
    span::Span,
};

/// What stands in JSON as a value of one kind.
pub(super) trait FromJson<'a>: Sized {
    fn from_json(reader: &mut Reader<'a>) -> Result<Self, Fault>;
}

/// JSON that is none, or holds something else than is wanted.
#[derive(Debug)]
pub(super) struct Fault(Box<Wrong>);

#[derive(Debug)]
struct Wrong {
    message: Message,
    at: usize,
    /// The way to the value, from the innermost value that was begun.
    pointer: String,
}

impl Fault {
    pub(super) fn new(message: Message, at: usize) -> Self {
        Self(Box::new(Wrong { message, at, pointer: String::new() }))
    }

    /// The same fault in a value with this key or index.
    pub(super) fn within(mut self, step: &dyn std::fmt::Display) -> Self {
        self.0.pointer = format!("/{step}{}", self.0.pointer);
        self
    }

    pub(super) fn error(self, input: &str) -> Error {
        let Wrong { message, mut at, pointer } = *self.0;
        while !input.is_char_boundary(at) {
            at -= 1;
        }
        Error::new(ErrorKind::Json, message.with("pointer", pointer)).at(input, Span::empty(at))
    }
}

/// Objects and arrays in one another are read this deep: twice as deep as any report is.
const DEEPEST: usize = 128;

pub(super) struct Reader<'a> {
    input: &'a str,
    at: usize,
    depth: usize,
    /// Whether no control character stands anywhere, and so none in a string, where JSON allows none.
    plain: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(input: &'a str) -> Self {
        Self { input, at: 0, depth: 0, plain: !has_control(input) }
    }

    /// The one value of the whole input.
    pub(super) fn document<T: FromJson<'a>>(mut self) -> Result<T, Fault> {
        let value = T::from_json(&mut self)?;
        match self.peek() {
            None => Ok(value),
            Some(_) => Err(self.expected("EOF")),
        }
    }

    pub(super) fn value<T: FromJson<'a>>(&mut self) -> Result<T, Fault> {
        T::from_json(self)
    }

    /// Where what was read ends.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The first byte of what comes next.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.input.as_bytes();
        loop {
            match bytes.get(self.at).copied() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                next => return next,
            }
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// That something else stands at the place.
    pub(super) fn expected(&self, what: &str) -> Fault {
        Fault::new(Message::new("json-expected").with("expected", what), self.at)
    }

    pub(super) fn string(&mut self) -> Result<Str<'a>, Fault> {
        if !self.take(b'"') {
            return Err(self.expected("\"…\""));
        }
        let start = self.at;
        let rest = &self.input.as_bytes()[start..];
        let near = rest.first_chunk().and_then(|near| position(*near, b'"', b'\\'));
        let Some(len) = near.or_else(|| memchr2(b'"', b'\\', rest)) else {
            self.at = self.input.len();
            return Err(self.expected("\""));
        };
        self.at += len;
        if rest[len] == b'\\' {
            return self.escaped(start);
        }
        let text = &self.input[start..self.at];
        if !self.plain && has_control(text) {
            return Err(self.control(start));
        }
        self.at += 1;
        Ok(Str(text.into()))
    }

    /// A string that begins at `start`, whose first escape is the next byte.
    fn escaped(&mut self, start: usize) -> Result<Str<'a>, Fault> {
        let bytes = self.input.as_bytes();
        loop {
            match bytes.get(self.at) {
                None => return Err(self.expected("\"")),
                Some(b'"') => break,
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        let literal = &self.input[start - 1..self.at];
        match serde_json::from_str::<String>(literal) {
            Ok(text) => Ok(Str(text.into())),
            Err(_) if has_control(literal) => Err(self.control(start)),
            Err(error) => {
                self.at = start - 1 + offset(literal, &error);
                Err(self.expected("\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"))
            }
        }
    }

    fn control(&self, start: usize) -> Fault {
        let at = self.input[start..].find(|c| c < ' ').unwrap_or(0);
        Fault::new(Message::new("json-control"), start + at)
    }

    /// Any value, with its text.
    pub(super) fn raw(&mut self) -> Result<Raw<'a>, Fault> {
        self.peek();
        let rest = &self.input[self.at..];
        match <&RawValue>::deserialize(&mut serde_json::Deserializer::from_str(rest)) {
            Ok(raw) => {
                self.at += raw.get().len();
                Ok(Raw(raw.get()))
            }
            Err(error) => {
                self.at += offset(rest, &error);
                Err(self.expected("null, true, false, 0, \"…\", […], {…}"))
            }
        }
    }

    /// Reads the members of an object, with what reads the value of a key.
    pub(super) fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, &Str<'a>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if !self.take(b'{') {
            return Err(self.expected("{…}"));
        }
        self.inside(|reader| {
            if reader.take(b'}') {
                return Ok(());
            }
            loop {
                let key = reader.string()?;
                if !reader.take(b':') {
                    return Err(reader.expected(":"));
                }
                member(reader, &key).map_err(|fault| fault.within(&key.0))?;
                if !reader.more(b'}', ", }")? {
                    return Ok(());
                }
            }
        })
    }

    /// Reads the elements of an array.
    pub(super) fn array(&mut self, mut element: impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        if !self.take(b'[') {
            return Err(self.expected("[…]"));
        }
        self.inside(|reader| {
            if reader.take(b']') {
                return Ok(());
            }
            let mut index = 0;
            loop {
                element(reader).map_err(|fault| fault.within(&index))?;
                if !reader.more(b']', ", ]")? {
                    return Ok(());
                }
                index += 1;
            }
        })
    }

    /// Whether another member or element follows; if not, `close` does.
    fn more(&mut self, close: u8, expected: &str) -> Result<bool, Fault> {
        let next = self.peek();
        if next != Some(b',') && next != Some(close) {
            return Err(self.expected(expected));
        }
        self.at += 1;
        Ok(next == Some(b','))
    }

    fn inside(&mut self, read: impl FnOnce(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::new(Message::new("json-deep").with("most", DEEPEST), self.at));
        }
        read(self)?;
        self.depth -= 1;
        Ok(())
    }

    /// Whether this word stands next, and goes by.
    fn word(&mut self, word: &str) -> bool {
        self.peek();
        let found = self.input[self.at..].starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }
}

/// Where one of two bytes stands among eight. Most strings are keys and units, so short that a search would only begin.
fn position(bytes: [u8; 8], one: u8, other: u8) -> Option<usize> {
    let eight = |byte: u8| u64::from_le_bytes([byte; 8]);
    let bytes = u64::from_le_bytes(bytes);
    // The lowest byte that is zero has its highest bit set, and no lower one has.
    let zero = |bytes: u64| bytes.wrapping_sub(eight(0x01)) & !bytes & eight(0x80);
    let found = zero(bytes ^ eight(one)) | zero(bytes ^ eight(other));
    (found != 0).then_some(found.trailing_zeros() as usize / 8)
}

fn has_control(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | (byte < b' '))
}

/// Where in `text` serde_json found an error.
pub(super) fn offset(text: &str, error: &serde_json::Error) -> usize {
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    (line + error.column().saturating_sub(1)).min(text.len())
}

impl<'a> FromJson<'a> for Str<'a> {
    fn from_json(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        reader.string()
    }
}

impl<'a> FromJson<'a> for Raw<'a> {
    fn from_json(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        reader.raw()
    }
}

impl FromJson<'_> for bool {
    fn from_json(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        match reader.peek() {
            Some(b't') if reader.word("true") => Ok(true),
            Some(b'f') if reader.word("false") => Ok(false),
            _ => Err(reader.expected("true, false")),
        }
    }
}

impl FromJson<'_> for u64 {
    fn from_json(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        reader.peek();
        let rest = &reader.input[reader.at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let whole = !rest[digits..].starts_with(['.', 'e', 'E']) && (digits == 1 || !rest.starts_with('0'));
        match rest[..digits].parse() {
            Ok(number) if whole => {
                reader.at += digits;
                Ok(number)
            }
            _ => Err(reader.expected("0, 1, 2 … 18446744073709551615")),
        }
    }
}

impl<'a, T: FromJson<'a>> FromJson<'a> for Option<T> {
    fn from_json(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        if reader.peek() == Some(b'n') && reader.word("null") {
            return Ok(None);
        }
        reader.value().map(Some)
    }
}

impl<'a, T: FromJson<'a>> FromJson<'a> for Vec<T> {
    fn from_json(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        let mut all = Self::new();
        reader.array(|reader| {
            all.push(reader.value()?);
            Ok(())
        })?;
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*, sample::select};

    fn strings(json: &str) -> Result<Vec<String>, (String, usize)> {
        let read = Reader::new(json).document::<Vec<Str<'_>>>();
        let wrong = |Fault(wrong): Fault| (wrong.pointer, wrong.at);
        read.map(|all| all.into_iter().map(|text| text.0.into_owned()).collect()).map_err(wrong)
    }

    #[test]
    fn strings_are_read_with_their_escapes() {
        assert_eq!(
            strings(" [ \"\" , \"甲\\n\\u4e59\\\"\",\"长于十二个字节的\" ] "),
            Ok(vec![String::new(), "甲\n乙\"".to_owned(), "长于十二个字节的".to_owned()])
        );
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (json, pointer, at) in [
            ("", "", 0),
            ("[\"a\"", "", 4),
            ("[\"a\",]", "/1", 5),
            ("[\"a\" \"b\"]", "", 5),
            ("[\"a\",7]", "/1", 5),
            ("[\"a\"]]", "", 5),
            ("[\"\\x\"]", "/0", 3),
            ("[\"\\", "/0", 4),
            ("[\"a\nb\"]", "/0", 3),
            ("[\"\\n\tb\"]", "/0", 4),
        ] {
            assert_eq!(strings(json), Err((pointer.to_owned(), at)), "{json}");
        }
    }

    #[test]
    fn numbers_are_whole() {
        let number = |json: &str| Reader::new(json).document::<Option<u64>>().ok();
        assert_eq!(number("null"), Some(None));
        assert_eq!(number(" 0"), Some(Some(0)));
        assert_eq!(number("18446744073709551615"), Some(Some(u64::MAX)));
        for json in ["", "-1", "01", "1.0", "1e3", "18446744073709551616", "1 2", "nul"] {
            assert_eq!(number(json), None, "{json}");
        }
    }

    proptest! {
        /// What serde_json takes for an array of strings is one, and nothing else.
        #[test]
        fn serde_json_agrees(parts in vec(select(vec!["[", "]", ",", "\"", "\\", "n", "u00e9", "u{", "甲", "长于八字节", "\t", "\n", " "]), 0..12)) {
            let json = format!("[\"{}\"]", parts.concat());
            let expected = serde_json::from_str::<Vec<String>>(&json).ok();
            prop_assert_eq!(strings(&json).ok(), expected);
        }

        #[test]
        fn serde_json_agrees_on_any_value(parts in vec(select(vec!["[", "]", "{", "}", ",", ":", "\"", "1", ".", "e", "-", "true", "null", " "]), 0..12)) {
            let json = parts.concat();
            let expected = serde_json::from_str::<&RawValue>(&json).ok().map(RawValue::get);
            let read = Reader::new(&json).document::<Raw<'_>>().ok();
            prop_assert_eq!(read.map(|raw| raw.0), expected);
        }
    }
}
