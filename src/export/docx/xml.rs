//! Writing XML.

use std::io;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesStart, BytesText, Event},
};

/// The main namespace of WordprocessingML.
pub(super) const W: (&str, &str) = ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");

/// A part while it is written.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A part with what its root holds.
    pub(super) fn part(
        root: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<Vec<u8>> {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        xml.holding(root, attributes, inner)?;
        Ok(xml.0.into_inner())
    }

    /// An element with what it holds.
    pub(super) fn holding(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(start.borrow()))?;
        inner(self)?;
        self.0.write_event(Event::End(start.to_end()))
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Empty(start))
    }

    /// An element whose only attribute is `w:val`.
    pub(super) fn value(&mut self, name: &str, value: impl ToString) -> io::Result<()> {
        self.empty(name, &[("w:val", &value.to_string())])
    }

    /// An element that holds text, blanks at its ends too.
    pub(super) fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.holding(name, &[("xml:space", "preserve")], |xml| xml.words(text))
    }

    /// Text inside an element.
    pub(super) fn words(&mut self, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::new(text)))
    }
}
