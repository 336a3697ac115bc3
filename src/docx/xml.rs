//! The XML of a package's parts: elements and text with their places in the part, and no more than is safe. Entities
//! other than XML's own five and character references are refused, and so is what is nested too deep.

use std::borrow::Cow;

use quick_xml::{
    XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesStart, Event as Xml},
    name::{Namespace, ResolveResult},
    reader::NsReader,
};

use super::broken;
use crate::{error::Error, message::Message};

/// Elements stand no deeper in one another. Word's own files hardly reach 60, tables in text boxes in tables included.
const DEEPEST: usize = 256;

/// The vocabularies that matter; each has the namespace of ECMA-376 and that of its strict variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML.
    Word,
    /// Office Math.
    Math,
    /// Markup compatibility: alternatives.
    Compatibility,
    /// Any other.
    Other,
}

impl Space {
    fn of(namespace: &str) -> Self {
        match namespace {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            _ => Self::Other,
        }
    }
}

/// The name of an element: its vocabulary and its local name.
pub(super) type Name<'x> = (Space, &'x str);

/// What stands next in a part.
pub(super) enum Event<'x> {
    /// An element begins.
    Open(Element<'x>),
    /// An element ends.
    Close(Name<'x>),
    /// Text, with references resolved.
    Text(Cow<'x, str>),
}

/// The beginning of an element.
pub(super) struct Element<'x> {
    pub(super) name: Name<'x>,
    tag: BytesStart<'x>,
}

impl Element<'_> {
    /// The value of an attribute by its local name: the vocabularies in use have no two of one.
    pub(super) fn attribute(&self, local: &str) -> Option<String> {
        let mut attributes = self.tag.attributes().filter_map(Result::ok);
        let found = attributes.find(|attribute| attribute.key.local_name().into_inner() == local)?;
        found.normalized_value(XmlVersion::Explicit1_0).ok().map(Cow::into_owned)
    }

    /// The value of `val`.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// The number that is `val`.
    pub(super) fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.value()?.trim().parse().ok()
    }

    /// Whether an on-off property is on (17.17.4).
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off"))
    }
}

/// A part that is read from its beginning to its end.
pub(super) struct Reader<'x> {
    xml: &'x str,
    part: &'x str,
    /// Bytes of a byte order mark before the XML.
    base: usize,
    inner: NsReader<&'x [u8]>,
    /// The elements that are open, outermost first.
    path: Vec<Name<'x>>,
    /// Of each open choice, whether an alternative was taken.
    taken: Vec<bool>,
    /// Where the last event begins.
    before: usize,
}

impl<'x> Reader<'x> {
    /// Reads a part; its name stands in errors.
    pub(super) fn new(xml: &'x str, part: &'x str) -> Self {
        let body = xml.strip_prefix('\u{FEFF}').unwrap_or(xml);
        let mut inner = NsReader::from_str(body);
        inner.config_mut().expand_empty_elements = true;
        Self { xml, part, base: xml.len() - body.len(), inner, path: Vec::new(), taken: Vec::new(), before: 0 }
    }

    /// The local names of the innermost elements of Word's that are open; "" where there is none.
    pub(super) fn inside<const N: usize>(&self) -> [&'x str; N] {
        let mut names = [""; N];
        for (name, (space, local)) in names.iter_mut().rev().zip(self.path.iter().rev()) {
            *name = if *space == Space::Word { local } else { "" };
        }
        names
    }

    /// The byte of the part where the last event ends.
    pub(super) fn at(&self) -> usize {
        self.base + self.inner.buffer_position() as usize
    }

    /// The byte of the part where the last event begins.
    pub(super) fn before(&self) -> usize {
        self.before
    }

    /// The next event; `None` at the end of the part. An element is in the path from the event behind its beginning to
    /// the one before its end. Of alternatives (ECMA-376 Part 3, 9.3) the first is read and the others are passed over.
    pub(super) fn next(&mut self) -> Result<Option<Event<'x>>, Error> {
        loop {
            let event = self.event()?;
            match &event {
                Some(Event::Open(Element { name: (Space::Compatibility, "AlternateContent"), .. })) => {
                    self.taken.push(false);
                }
                Some(Event::Open(Element { name: (Space::Compatibility, "Choice" | "Fallback"), .. }))
                    if self.taken.last_mut().is_none_or(|taken| std::mem::replace(taken, true)) =>
                {
                    self.skip()?;
                    continue;
                }
                Some(Event::Close((Space::Compatibility, "AlternateContent"))) => drop(self.taken.pop()),
                _ => {}
            }
            return Ok(event);
        }
    }

    /// The next event, of every alternative.
    fn event(&mut self) -> Result<Option<Event<'x>>, Error> {
        loop {
            self.before = self.at();
            let malformed = |e: quick_xml::Error| {
                let message = Message::new("docx-xml").with("part", self.part).with("what", e);
                broken(message)
            };
            return Ok(Some(match self.inner.read_resolved_event().map_err(malformed)? {
                (space, Xml::Start(tag)) => {
                    let space = match space {
                        ResolveResult::Bound(Namespace(uri)) => Space::of(uri),
                        _ => Space::Other,
                    };
                    if self.path.len() == DEEPEST {
                        let message = Message::new("docx-deep").with("part", self.part).with("most", DEEPEST);
                        return Err(broken(message));
                    }
                    let name = (space, self.local());
                    self.path.push(name);
                    Event::Open(Element { name, tag })
                }
                (_, Xml::End(_)) => Event::Close(self.path.pop().unwrap_or((Space::Other, ""))),
                (_, Xml::Text(text)) => Event::Text(text.into_inner()),
                (_, Xml::CData(text)) => Event::Text(text.into_inner()),
                (_, Xml::GeneralRef(reference)) => {
                    let entity = reference.clone().into_inner();
                    let resolved = match reference.resolve_char_ref().map_err(malformed)? {
                        Some(c) => Some(Cow::Owned(c.to_string())),
                        None => resolve_xml_entity(&entity).map(Cow::Borrowed),
                    };
                    let refused = || Message::new("docx-entity").with("part", self.part).with("entity", &entity);
                    Event::Text(resolved.ok_or_else(|| broken(refused()))?)
                }
                (_, Xml::DocType(_)) => {
                    return Err(broken(Message::new("docx-doctype").with("part", self.part)));
                }
                // Empty elements come as a beginning and an end.
                (_, Xml::Decl(_) | Xml::PI(_) | Xml::Comment(_) | Xml::Empty(_)) => continue,
                (_, Xml::Eof) if self.path.is_empty() => return Ok(None),
                (_, Xml::Eof) => {
                    let message = Message::new("docx-xml").with("part", self.part).with("what", "EOF");
                    return Err(broken(message));
                }
            }));
        }
    }

    /// Passes over the rest of the element that just began.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        let depth = self.path.len();
        while self.path.len() >= depth && self.event()?.is_some() {}
        Ok(())
    }

    /// The local name of the tag that was just read.
    fn local(&self) -> &'x str {
        let tag = self.xml[self.before..].trim_start_matches('<');
        let name = tag.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
        name.rsplit(':').next().unwrap_or_default()
    }
}
