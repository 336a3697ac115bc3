//! Web pages: what a browser shows of one as lines of text, and which of them are the site's.
//!
//! bytes → taken out of an `archive`, where they are one → decoded as the page says → `shown` (lines, as innerText gives
//! them, and the elements they stand in) → `article` (which element is the article) → a [`Page`], which the one reader
//! reads as any text.

mod archive;
mod article;
mod shown;

use archive::Saved;
use html5gum::{StartTag, Token, Tokenizer};

use crate::{
    error::{Error, ErrorKind},
    frame::Kind,
    hint::{Hint, Hints},
    message::Message,
    source::{self, Container, Encoding, Source},
};

include!(concat!(env!("OUT_DIR"), "/html.rs"));

/// Bytes of a page. Those of articles have some hundred thousand.
const LARGEST: usize = 32 << 20;
/// Bytes in which a page says how it is encoded. The standard has 1,024 (HTML, 13.2.3.2); old pages begin with more.
const HEAD: usize = 4096;

/// A page as text.
pub(crate) struct Page {
    /// What a browser shows of it.
    pub(crate) text: String,
    /// The lines of it that are no part of the article, in order.
    pub(crate) hints: Hints,
    /// How it was stored; the text itself is written as UTF-8, since it may have characters that the page only names.
    pub(crate) source: Source,
}

/// Whether a file begins as a page does, or as a web archive (.mht) that holds one.
pub fn is_page(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    match head {
        // A page in UTF-16 is one of every second byte.
        [0xFF, 0xFE, rest @ ..] => begins(&rest.iter().step_by(2).copied().collect::<Vec<_>>()),
        [0xFE, 0xFF, rest @ ..] => begins(&rest.iter().skip(1).step_by(2).copied().collect::<Vec<_>>()),
        [0xEF, 0xBB, 0xBF, rest @ ..] => begins(rest),
        _ => begins(head) || archive::is_archive(head),
    }
}

/// Whether the head of a page stands in these bytes.
fn begins(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    ["<!doctype html", "<html"].iter().any(|start| {
        head.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start.as_bytes()))
            && !head.get(start.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// Reads a page. Without an `encoding`: what a byte order mark says, else UTF-8 where that is valid, else what its archive
/// or the page says of itself where that fits, else what the bytes look like.
///
/// # Errors
/// [`ErrorKind::Source`] for a page or an archive of more than 32 MiB, for an archive that is damaged or holds no page,
/// and for what begins as a known binary format does.
pub(crate) fn read(bytes: Vec<u8>, encoding: Option<Encoding>) -> Result<Page, Error> {
    if bytes.len() > LARGEST {
        let message = Message::new("page-too-large").with("limit", LARGEST >> 20);
        return Err(Error::new(ErrorKind::Source, message).help(Message::new("page-too-large-help")));
    }
    let Saved { page: bytes, encoding: saved } = archive::opened(bytes)?;
    let of_itself = || saved.or_else(|| declared(&bytes)).filter(|_| std::str::from_utf8(&bytes).is_err());
    let said = encoding.or_else(of_itself);
    let mut decoded = source::decode(bytes.clone(), said)?;
    if encoding.is_none() && said.is_some() && decoded.source.doubtful {
        decoded = source::decode(bytes, None)?;
    }
    let shown = shown::of(&decoded.text);
    let mut hints = Hints::default();
    article::foreign(&shown).for_each(|span| hints.push(span, Hint::Kind(Kind::Furniture)));
    let source = Source { container: Container::Html, doubtful: decoded.source.doubtful, ..Source::default() };
    Ok(Page { text: shown.text, hints, source })
}

/// The encoding that a page names in its head: `<meta charset>`, or the content type that it gives itself.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let label = |tag: StartTag<()>| {
        let attribute = |name: &str| tag.attributes.get(name.as_bytes()).map(|value| lossy(value));
        attribute("charset").or_else(|| {
            let content = attribute("content")?.to_ascii_lowercase();
            let (_, label) = content.split_once("charset=")?;
            Some(label.split([';', ',', ' ']).next()?.trim_matches(['"', '\'']).to_owned())
        })
    };
    let labels = Tokenizer::new(head.as_ref()).flatten().filter_map(|token| match token {
        Token::StartTag(tag) if tag.name.as_slice() == b"meta" => label(tag),
        _ => None,
    });
    let named = labels.filter_map(|label| Encoding::from_label(&label)).next()?;
    // Who can read this in ASCII does not read UTF-16 (HTML, 13.2.3.2).
    Some(if matches!(named, Encoding::Utf16Le | Encoding::Utf16Be) { Encoding::Utf8 } else { named })
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
