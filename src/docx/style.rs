//! Styles: what a paragraph's style says of its outline level, its numbering and its kind (ECMA-376 17.7).

use std::collections::HashMap;

use super::{
    numbering::Reference,
    xml::{Event, Reader, Space},
};
use crate::{error::Error, frame::Kind, hint::Hint};

include!(concat!(env!("OUT_DIR"), "/word_styles.rs"));

/// A chain of styles that are based on one another is no longer.
const CHAIN: usize = 64;
/// The outline level of text.
const TEXT: u8 = 9;

/// The styles of a document, by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// That of paragraphs that name none.
    default: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    /// Its name, in small letters.
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    number: Reference,
    hidden: Option<bool>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(xml: &str, part: &str) -> Result<Self, Error> {
        let mut reader = Reader::new(xml, part);
        let mut styles = Self::default();
        let mut open: Option<(String, Style)> = None;
        while let Some(event) = reader.next()? {
            let element = match event {
                Event::Close((Space::Word, "style")) => {
                    styles.styles.extend(open.take());
                    continue;
                }
                Event::Open(element) if element.name.0 == Space::Word => element,
                _ => continue,
            };
            if element.name.1.ends_with("Change") {
                reader.skip()?;
                continue;
            }
            if element.name.1 == "style" {
                let id = element.attribute("styleId").unwrap_or_default();
                if element.attribute("type").as_deref() == Some("paragraph") {
                    let is_default = matches!(element.attribute("default").as_deref(), Some("1" | "true" | "on"));
                    styles.default = styles.default.take().or_else(|| is_default.then(|| id.clone()));
                }
                open = Some((id, Style::default()));
                continue;
            }
            let Some((_, style)) = &mut open else { continue };
            match element.name.1 {
                "name" => style.name = element.value().unwrap_or_default().to_lowercase(),
                "basedOn" => style.based_on = element.value(),
                "outlineLvl" => style.outline = element.number(),
                "numId" => style.number.list = element.number(),
                "ilvl" => style.number.level = element.number(),
                "vanish" if reader.inside() == ["style", "rPr", "vanish"] => style.hidden = Some(element.is_on()),
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The style of an id and those it is based on.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = id.or(self.default.as_deref());
        let step = move || {
            let id = next?;
            let style = self.styles.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        };
        std::iter::from_fn(step).take(CHAIN)
    }

    /// What a style says of its lines; `outline` is what the paragraph itself says of its outline level.
    pub(super) fn hint(&self, id: Option<&str>, outline: Option<u8>) -> Option<Hint> {
        let named = self.chain(id).next().map(|(_, style)| style.name.as_str());
        let kind = named.and_then(|name| STYLES.iter().find(|(known, _)| *known == name));
        if let Some(kind) = kind.and_then(|(_, kind)| Kind::from_name(kind)) {
            return Some(Hint::Kind(kind));
        }
        let level = outline.or_else(|| self.chain(id).find_map(|(_, style)| style.outline.or(heading(&style.name))))?;
        (level < TEXT).then_some(Hint::Heading(level))
    }

    /// Whether text of a paragraph's and a character's style is hidden, where it does not itself say so: each of the two
    /// takes back what the other says (17.7.3).
    pub(super) fn hides(&self, paragraph: Option<&str>, character: Option<&str>) -> bool {
        let hides = |id| self.chain(id).find_map(|(_, style)| style.hidden).unwrap_or(false);
        hides(paragraph) != character.is_some_and(|id| hides(Some(id)))
    }

    /// The numbering that a style says, and the style that says it.
    pub(super) fn number<'s>(&'s self, id: Option<&'s str>) -> Option<(&'s str, Reference)> {
        self.chain(id).find(|(_, style)| style.number.list.is_some()).map(|(id, style)| (id, style.number))
    }
}

/// The level of a built-in heading style: that of `heading 1` is 0.
fn heading(name: &str) -> Option<u8> {
    let level: u8 = name.strip_prefix("heading ")?.parse().ok()?;
    level.checked_sub(1)
}
