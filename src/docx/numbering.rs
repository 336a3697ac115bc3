//! Automatic numbering: the text that Word prints before a paragraph (ECMA-376 17.9). The lists of a document count on
//! their abstract definition: two lists of one definition are one count, unless the second is told where to begin.

use std::collections::{HashMap, HashSet};

use super::{
    broken, format,
    xml::{Element, Event, Reader, Space},
};
use crate::{error::Error, message::Message};

/// The levels of a list.
const LEVELS: usize = 9;
/// The most characters of a level's text: Word takes no more than 255.
const LONGEST: usize = 255;

/// What Word prints before a paragraph.
#[derive(Debug, Default)]
pub(super) struct Label {
    pub(super) text: String,
    /// Whether it is what Word prints: every format of it is known.
    pub(super) certain: bool,
}

/// The list and the level that a paragraph or a style names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reference {
    /// The `numId`; 0 takes a paragraph out of its style's list.
    pub(super) list: Option<u32>,
    /// The `ilvl`, 0 to 8.
    pub(super) level: Option<u8>,
}

/// A level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<u64>,
    format: String,
    /// What a format of the document's own says.
    custom: String,
    /// `lvlText`, with %1 to %9.
    text: String,
    /// `lvlRestart`: 0 for never, else the level, from 1, that begins it anew.
    restart: Option<usize>,
    /// Whether every number in it is decimal.
    legal: bool,
    /// What stands behind it: a blank for a tab or a space.
    suffix: &'static str,
    /// The paragraph style that stands on it.
    style: Option<String>,
    font: Option<String>,
    hidden: bool,
}

impl Level {
    fn start(&self) -> u64 {
        // A level that does not say so begins at 0 (17.9.25).
        self.start.unwrap_or(0)
    }
}

#[derive(Debug, Default)]
struct Definition {
    levels: HashMap<usize, Level>,
    /// The numbering style that holds the levels in its place.
    link: Option<String>,
    /// The numbering style that it is the definition of.
    linked: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    levels: HashMap<usize, Level>,
    starts: HashMap<usize, u64>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<u32, Definition>,
    lists: HashMap<u32, List>,
    /// The number of the last paragraph of each level, by definition.
    counts: HashMap<u32, [Option<u64>; LEVELS]>,
    /// The lists and levels whose own start has been taken.
    begun: HashSet<(u32, usize)>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(xml: &str, part: &str) -> Result<Self, Error> {
        let mut reader = Reader::new(xml, part);
        let mut out = Self::default();
        let mut definition: Option<(u32, Definition)> = None;
        let mut list: Option<(u32, List)> = None;
        let mut level: Option<(usize, Level)> = None;
        let mut overridden = 0;
        while let Some(event) = reader.next()? {
            let element = match event {
                Event::Open(element) if element.name.0 == Space::Word => element,
                Event::Close((Space::Word, "lvl")) => {
                    let levels = match (&mut definition, &mut list) {
                        (Some((_, definition)), _) => Some(&mut definition.levels),
                        (None, Some((_, list))) => Some(&mut list.levels),
                        (None, None) => None,
                    };
                    levels.into_iter().for_each(|levels| levels.extend(level.take()));
                    continue;
                }
                Event::Close((Space::Word, "abstractNum")) => {
                    out.definitions.extend(definition.take());
                    continue;
                }
                Event::Close((Space::Word, "num")) => {
                    out.lists.extend(list.take());
                    continue;
                }
                _ => continue,
            };
            let id = |key| element.attribute(key).and_then(|id| id.parse().ok()).unwrap_or_default();
            let place = || element.attribute("ilvl").and_then(|level| level.parse().ok()).filter(|&l| l < LEVELS);
            match element.name.1 {
                "abstractNum" => definition = Some((id("abstractNumId"), Definition::default())),
                "num" => list = Some((id("numId"), List::default())),
                "lvlOverride" => overridden = place().unwrap_or(LEVELS),
                "lvl" => {
                    level = place()
                        .map(|place| (place, Level { format: "decimal".to_owned(), suffix: " ", ..Level::default() }))
                }
                name => match (&mut level, &mut list, &mut definition) {
                    (Some((_, level)), ..) => level.read(&element)?,
                    (_, Some((_, list)), _) if name == "abstractNumId" => {
                        list.definition = element.number().unwrap_or_default();
                    }
                    (_, Some((_, list)), _) if name == "startOverride" && overridden < LEVELS => {
                        list.starts.insert(overridden, element.number().unwrap_or_default());
                    }
                    (.., Some((_, definition))) if name == "numStyleLink" => definition.link = element.value(),
                    (.., Some((_, definition))) if name == "styleLink" => definition.linked = element.value(),
                    _ => {}
                },
            }
        }
        out.resolve();
        Ok(out)
    }

    /// A definition that is linked to a numbering style is that style's definition (17.9.21); a list of none has no numbers.
    fn resolve(&mut self) {
        let mut linked: HashMap<&str, u32> = HashMap::new();
        for (&id, definition) in &self.definitions {
            if let Some(style) = &definition.linked {
                linked.entry(style).and_modify(|first| *first = id.min(*first)).or_insert(id);
            }
        }
        self.lists.retain(|_, list| {
            let found = self.definitions.get(&list.definition).and_then(|definition| match &definition.link {
                Some(style) => linked.get(style.as_str()).copied(),
                None => Some(list.definition),
            });
            list.definition = found.unwrap_or_default();
            found.is_some()
        });
    }

    /// Counts a paragraph and gives what is printed before it. `style` is the style that named the list, where the
    /// paragraph did not itself.
    pub(super) fn label(&mut self, reference: Reference, style: Option<&str>) -> Option<Label> {
        let id = reference.list.filter(|&list| list > 0)?;
        let list = self.lists.get(&id)?;
        let definition = list.definition;
        let levels: [Option<&Level>; LEVELS] = std::array::from_fn(|at| {
            list.levels.get(&at).or_else(|| self.definitions.get(&definition)?.levels.get(&at))
        });
        let of_style = |style| levels.iter().position(|level| level.and_then(|l| l.style.as_deref()) == Some(style));
        let at = style.and_then(of_style).or(reference.level.map(usize::from)).unwrap_or(0);
        let level = (*levels.get(at)?)?;
        let counts = self.counts.entry(definition).or_default();
        let own = list.starts.get(&at).filter(|_| self.begun.insert((id, at)));
        counts[at] = Some(match (own, counts[at]) {
            (Some(&start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            // A later list of the definition begins a level anew at its own start too.
            (None, None) => list.starts.get(&at).copied().unwrap_or_else(|| level.start()),
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let restarts = match levels[deeper].and_then(|level| level.restart) {
                None => true,
                Some(from) => at < from,
            };
            if restarts {
                *count = None;
            }
        }
        // An outer level that nothing stood on yet counts as begun.
        for (outer, count) in counts.iter_mut().enumerate().take(at) {
            if let (None, Some(level)) = (&count, levels[outer]) {
                *count = Some(list.starts.get(&outer).copied().unwrap_or_else(|| level.start()));
            }
        }
        if level.hidden {
            return None;
        }
        let mut label = printed(level, &levels, counts);
        label.text.push_str(if label.text.is_empty() { "" } else { level.suffix });
        Some(label)
    }
}

impl Level {
    fn read(&mut self, element: &Element<'_>) -> Result<(), Error> {
        match element.name.1 {
            "start" => self.start = element.number(),
            "numFmt" => {
                self.format = element.value().unwrap_or_default();
                self.custom = element.attribute("format").unwrap_or_default();
            }
            "lvlText" => {
                self.text = element.value().unwrap_or_default();
                if self.text.chars().count() > LONGEST {
                    return Err(broken(Message::new("docx-number").with("most", LONGEST)));
                }
            }
            "lvlRestart" => self.restart = element.number(),
            "isLgl" => self.legal = element.is_on(),
            "suff" => self.suffix = if element.value().as_deref() == Some("nothing") { "" } else { " " },
            "vanish" => self.hidden = element.is_on(),
            "pStyle" => self.style = element.value(),
            "rFonts" => self.font = element.attribute("ascii").or_else(|| element.attribute("hAnsi")),
            _ => {}
        }
        Ok(())
    }
}

/// The text of a level with its numbers in it.
fn printed(level: &Level, levels: &[Option<&Level>; LEVELS], counts: &[Option<u64>; LEVELS]) -> Label {
    let mut out = Label { text: String::new(), certain: true };
    if level.format == "bullet" {
        out.text.extend(level.text.chars().map(|c| format::symbol(level.font.as_deref(), c)));
        return out;
    }
    let mut rest = level.text.as_str();
    while let Some(at) = rest.find('%') {
        out.text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let place = rest.chars().next().and_then(|c| c.to_digit(10)).filter(|digit| *digit > 0);
        let Some(place) = place.map(|digit| digit as usize - 1) else {
            out.text.push('%');
            continue;
        };
        rest = &rest[1..];
        if let (Some(of), Some(number)) = (levels[place], counts[place]) {
            let format = if level.legal && of.format != "none" { "decimal" } else { &of.format };
            let numeral = format::print(format, &of.custom, number);
            out.certain &= numeral.is_some();
            out.text.push_str(&numeral.unwrap_or_else(|| number.to_string()));
        }
    }
    out.text.push_str(rest);
    out
}
