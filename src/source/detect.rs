//! What bytes are: a file that is no text, or which encoding.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::Encoding;
use crate::{
    error::{Error, ErrorKind},
    message::Message,
};

/// How a sort of binary file begins.
struct Signature {
    starts: &'static [u8],
    /// Stands somewhere in the file's head.
    holds: &'static [u8],
    message: &'static str,
    help: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/signatures.rs"));

/// Where `Signature::holds` is looked for.
const HEAD: usize = 4096;
/// The detector looks at this much: it tries 27 encodings, and reports are rarely longer.
const SAMPLE: usize = 128 * 1024;
/// Fewer characters than this tell little about an encoding.
const FEW: usize = 8;

/// Refuses a file whose beginning says that it is no text.
pub(super) fn refuse_binary(bytes: &[u8]) -> Result<(), Error> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let holds = |part: &[u8]| part.is_empty() || head.windows(part.len()).any(|w| w == part);
    match SIGNATURES.iter().find(|s| bytes.starts_with(s.starts) && holds(s.holds)) {
        Some(found) => Err(Error::new(ErrorKind::Source, Message::new(found.message)).help(Message::new(found.help))),
        None => Ok(()),
    }
}

/// The encoding of bytes that have no byte order mark and are not UTF-8 throughout, and whether that is
/// doubtful.
pub(super) fn guess(bytes: &[u8]) -> (Encoding, bool) {
    if is_damaged_utf8(bytes) {
        return (Encoding::Utf8, true);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut budget = SAMPLE;
    let mut feed = |run: &[u8]| {
        let run = &run[..run.len().min(budget)];
        budget -= run.len();
        detector.feed(run, false);
    };
    // One malformed sequence would rule an encoding out, so the detector sees what stands between them.
    let (mut characters, mut four_bytes) = (0, false);
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        match gb18030_sequence(&bytes[at..]) {
            Some(len) => {
                characters += usize::from(len > 1);
                four_bytes |= len == 4;
                at += len;
            }
            None => {
                feed(&bytes[from..at]);
                at += 1;
                from = at;
            }
        }
    }
    feed(&bytes[from..]);
    // With the hint `cn` the detector never says Big5.
    let found = detector.guess(None, Utf8Detection::Deny);
    let encoding = match Encoding::of(found) {
        Some(Encoding::Big5) => Encoding::Big5,
        _ if four_bytes => Encoding::Gb18030,
        _ => Encoding::Gbk,
    };
    let sure = matches!(Encoding::of(found), Some(Encoding::Gbk | Encoding::Gb18030 | Encoding::Big5));
    (encoding, !sure || characters < FEW)
}

/// At most one sequence in four that is not ASCII is malformed (of GBK text, hardly one is well-formed); one that the end of the file cuts off does
/// not count.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut malformed) = (0, 0);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        let leads = chunk.valid().bytes().filter(|b| *b >= 0xC0);
        valid += leads.count();
        let cut_off =
            chunks.peek().is_none() && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        malformed += usize::from(!chunk.invalid().is_empty() && !cut_off);
    }
    valid > 0 && malformed * 3 <= valid
}

/// The length of the GB 18030 sequence at the start of `bytes`, by its structure alone.
fn gb18030_sequence(bytes: &[u8]) -> Option<usize> {
    match *bytes {
        [..=0x80, ..] => Some(1),
        [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, ..] => Some(2),
        [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Lang, template};

    #[test]
    fn signatures_say_what_the_file_is() {
        for s in SIGNATURES {
            let file = [s.starts, b"....", s.holds, b"...."].concat();
            let error = refuse_binary(&file).expect_err(s.message);
            assert_eq!(error.kind, ErrorKind::Source);
            assert_eq!(error.message.key(), s.message);
            assert_eq!(error.help.map(|h| h.key()), Some(s.help));
            for lang in [Lang::Zh, Lang::En] {
                assert!(template(s.message, lang).is_some(), "{}", s.message);
                assert!(template(s.help, lang).is_some(), "{}", s.help);
            }
        }
    }

    #[test]
    fn text_that_looks_like_a_signature_is_text() {
        for text in ["PK比赛", "BM", "RIFF 与 WEBP", "GIF8", "PDF", "{rtf}", ""] {
            assert_eq!(refuse_binary(text.as_bytes()), Ok(()), "{text}");
        }
    }
}
