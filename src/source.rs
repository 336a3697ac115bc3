//! stub
#![allow(missing_docs)]
use crate::{error::Error, span::Span};
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding { #[default] Utf8, Gbk }
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source { pub encoding: Encoding, pub bom: bool, pub doubtful: bool }
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawLine { pub start: u32, pub bytes: Box<[u8]> }
pub struct Decoded { pub source: Source, pub text: String, pub raw: Vec<RawLine> }
pub fn decode(bytes: Vec<u8>, _e: Option<Encoding>) -> Result<Decoded, Error> {
    let (text, encoding) = match String::from_utf8(bytes) { Ok(t) => (t, Encoding::Utf8), Err(e) => (encoding_rs::GBK.decode_without_bom_handling(e.as_bytes()).0.into_owned(), Encoding::Gbk) };
    Ok(Decoded { source: Source { encoding, ..Source::default() }, text, raw: vec![] })
}
pub fn encode(text: &str, s: &Source, _raw: &[RawLine]) -> Result<Vec<u8>, Error> { let _ = Span::default();
    Ok(match s.encoding { Encoding::Utf8 => text.as_bytes().to_vec(), Encoding::Gbk => encoding_rs::GBK.encode(text).0.into_owned() }) }

impl Encoding { pub fn name(self) -> &'static str { match self { Self::Utf8 => "utf-8", Self::Gbk => "gbk" } } pub fn from_label(s: &str) -> Option<Self> { match s { "utf-8" => Some(Self::Utf8), "gbk" => Some(Self::Gbk), _ => None } } }
