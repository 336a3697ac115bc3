//! Web archives (.mht, 单一网页): a page with its pictures in one MIME message, as browsers and Word save it (RFC 2557).

use mailparse::{MailHeader, MailHeaderMap, ParsedMail, parse_content_type, parse_headers, parse_mail};

use crate::{
    error::{Error, ErrorKind},
    message::Message,
    source::Encoding,
};

/// What the parts that are pages are called.
const PAGE: [&str; 2] = ["text/html", "application/xhtml+xml"];
/// What a message is called that holds a page with all that it refers to.
const RELATED: &str = "multipart/related";

/// A page as it was saved.
pub(super) struct Saved {
    pub(super) page: Vec<u8>,
    /// The encoding that the archive says the page has.
    pub(super) encoding: Option<Encoding>,
}

/// Whether the head of a file is that of an archive: it has the header fields of one.
pub(super) fn is_archive(head: &[u8]) -> bool {
    let name = head.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    // Few texts go further than this.
    name > 0 && head.get(name) == Some(&b':') && parse_headers(head).is_ok_and(|(fields, _)| says_so(&fields))
}

fn says_so(fields: &[MailHeader]) -> bool {
    let kind = fields.get_first_value("Content-Type").map(|value| parse_content_type(&value).mimetype);
    fields.get_first_header("MIME-Version").is_some()
        && kind.is_some_and(|kind| kind == RELATED || PAGE.contains(&kind.as_str()))
}

/// The first page of an archive, which is the one that was saved; a file that is none is the page itself.
///
/// # Errors
/// [`ErrorKind::Source`] for an archive that is damaged, or holds no page.
pub(super) fn opened(bytes: Vec<u8>) -> Result<Saved, Error> {
    if !is_archive(&bytes[..bytes.len().min(super::HEAD)]) {
        return Ok(Saved { page: bytes, encoding: None });
    }
    let refused = |what| Error::new(ErrorKind::Source, what).help(Message::new("page-archive-help"));
    let damaged = |e: mailparse::MailParseError| refused(Message::new("page-archive-damaged").with("what", e));
    let message = parse_mail(&bytes).map_err(damaged)?;
    let is_page = |part: &&ParsedMail| PAGE.contains(&part.ctype.mimetype.as_str());
    let page = message.parts().find(is_page).ok_or_else(|| refused(Message::new("page-archive-empty")))?;
    let encoding = page.ctype.params.get("charset").and_then(|label| Encoding::from_label(label));
    Ok(Saved { page: page.get_body_raw().map_err(damaged)?, encoding })
}
