//! Layout (版式): how a report is set, apart from what it says. A layout gives each kind of block and each list of
//! each level what is printed around it; a node that departs from it keeps its own setting.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    error::{Error, ErrorKind},
    frame::Kind,
    line::is_break,
    message::Message,
    short,
    span::Span,
    syntax::{
        marker::{self, StyleId},
        numeral::Format,
    },
};

/// What is printed around the blocks of a report.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The line ending: "\n", "\r\n" or "\r".
    #[serde(default = "newline")]
    pub newline: String,
    /// What parts two paragraphs: line endings and blank lines.
    #[serde(default = "newline")]
    pub between_paragraphs: String,
    /// What a paragraph begins with.
    #[serde(default)]
    pub indent: String,
    /// What stands behind the last block.
    #[serde(default = "newline")]
    pub end: String,
    /// What stands around the blocks of other kinds, by kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, Placing>,
    /// The lists of each level, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
}

/// What stands around a block.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Placing {
    /// What stands before it, line endings included; `between_paragraphs` where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What closes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// A level: its usual list, and the lists of other styles that stand there.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The marker, with `%1` for its number (as in OOXML's lvlText): "（%1）", "%1是".
    pub marker: String,
    /// The numbering format, by its OOXML name where it has one; "bullet" where nothing is counted.
    #[serde(default = "bullet")]
    pub format: String,
    /// What stands before the marker; `between_paragraphs` and `indent` where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Blanks behind the marker.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after_marker: String,
    /// Whether the text follows the heading on its line.
    #[serde(default, skip_serializing_if = "HeadingMode::is_own_line")]
    pub heading: HeadingMode,
    /// What closes the heading.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after_heading: String,
    /// Lists of other styles at the same level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<Level>,
}

/// Where a heading stands.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadingMode {
    /// On a line of its own.
    #[default]
    OwnLine,
    /// At the beginning of the text.
    RunIn,
}

impl HeadingMode {
    fn is_own_line(&self) -> bool {
        *self == Self::OwnLine
    }
}

fn newline() -> String {
    "\n".to_owned()
}

fn bullet() -> String {
    Pattern::BULLET.to_owned()
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            newline: newline(),
            between_paragraphs: newline(),
            indent: String::new(),
            end: newline(),
            kinds: BTreeMap::new(),
            levels: Vec::new(),
        }
    }
}

/// The layouts that come with the program.
const OFFICIAL: &str = include_str!("../grammar/layouts/official.toml");
const PLAIN: &str = include_str!("../grammar/layouts/plain.toml");

impl Layout {
    /// 党政机关公文: 一、 （一） 1. （1）, two ideographic spaces (GB/T 9704).
    pub fn official() -> Self {
        Self::built_in(OFFICIAL)
    }

    /// Flush left, a blank line between paragraphs.
    pub fn plain() -> Self {
        Self::built_in(PLAIN)
    }

    fn built_in(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }

    /// Reads a layout file.
    ///
    /// # Errors
    /// [`ErrorKind::Layout`] with the place of what is wrong.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let layout: Self = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start.min(text.len()));
            let error = Error::new(ErrorKind::Layout, Message::new("layout-toml").with("what", e.message()));
            error.at(text, Span::empty(at)).help(Message::new("layout-toml-help"))
        })?;
        let lists = layout.levels.iter().flat_map(|level| std::iter::once(level).chain(&level.lists));
        for list in lists {
            if list.pattern().is_none() {
                let at = text.find(&list.marker).unwrap_or(0);
                let what = format!("{} / {}", list.marker, list.format);
                let error = Error::new(ErrorKind::Layout, Message::new("layout-marker").with("what", what));
                return Err(error
                    .at(text, Span::new(at, at + list.marker.len()))
                    .help(Message::new("layout-marker-help")));
            }
        }
        Ok(layout)
    }

    /// The layout as a file.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        if let Ok(Value::Object(fields)) = serde_json::to_value(self) {
            set(&mut out, "", &fields);
        }
        out
    }

    /// What stands before a paragraph on a line of its own.
    pub fn paragraph(&self) -> String {
        format!("{}{}", self.between_paragraphs, self.indent)
    }

    /// What stands before a block of a kind other than section, on a line of its own.
    pub fn before(&self, kind: Kind) -> String {
        match self.kinds.get(kind.name()).and_then(|placing| placing.before.clone()) {
            Some(before) => before,
            None if kind == Kind::Paragraph => self.paragraph(),
            None => self.between_paragraphs.clone(),
        }
    }

    /// What closes a block of a kind other than section.
    pub fn after(&self, kind: Kind) -> &str {
        self.kinds.get(kind.name()).and_then(|placing| placing.after.as_deref()).unwrap_or("")
    }
}

impl Level {
    /// The pattern of the marker; `None` where marker and format do not go together.
    pub(crate) fn pattern(&self) -> Option<Pattern> {
        Pattern::new(&self.marker, &self.format)
    }
}

/// How the markers of a list are printed: what opens and closes the numeral, and its format.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    open: String,
    close: String,
    /// `None`: nothing is counted; `open` is the bullet, or empty for headings that have no marker.
    format: Option<Format>,
    style: Option<StyleId>,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        (self.format, self.style) == (other.format, other.style)
            && short::same(&self.open, &other.open)
            && short::same(&self.close, &other.close)
    }
}

impl Eq for Pattern {}

impl Pattern {
    /// The format's name for bullets.
    pub(crate) const BULLET: &str = "bullet";
    /// The format's name for headings without a marker.
    pub(crate) const NONE: &str = "none";
    /// Where the number stands.
    pub(crate) const NUMBER: &str = "%1";

    fn new(marker: &str, format: &str) -> Option<Self> {
        match format {
            Self::BULLET => return Some(Self::uncounted(marker)),
            Self::NONE => return marker.is_empty().then(|| Self::uncounted("")),
            _ => {}
        }
        let format = Format::from_name(format)?;
        let (open, close) = marker.split_once(Self::NUMBER)?;
        let style = StyleId::around_numeral(open, format, close);
        let mut pattern = Self { open: open.to_owned(), close: close.to_owned(), format: Some(format), style };
        if style.is_none() {
            pattern.style = marker::parse_whole(&pattern.print(Some(1))?).map(|m| m.style);
        }
        Some(pattern)
    }

    /// A bullet; "" for a heading without a marker.
    fn uncounted(sign: &str) -> Self {
        Self {
            open: sign.to_owned(),
            close: String::new(),
            format: None,
            style: Some(if sign.is_empty() { StyleId::PLAIN } else { StyleId::BULLET }),
        }
    }

    /// The pattern of a printed marker: "（三）" is （%1） in chineseCounting. A mask is taken for the numeral.
    pub(crate) fn of(literal: &str) -> Option<Self> {
        if literal.is_empty() {
            return Some(Self::uncounted(literal));
        }
        let marker = marker::parse_whole(literal)?;
        Some(match marker.style.format() {
            None => Self::uncounted(literal),
            Some(format) => Self {
                // A line break that cuts a marker is no part of the pattern.
                open: literal[..marker.numeral.start as usize].split(is_break).next().unwrap_or_default().to_owned(),
                close: literal[marker.numeral.end as usize..].to_owned(),
                format: Some(format),
                style: Some(marker.style),
            },
        })
    }

    /// The marker of a number; bullets need none. `None` where the format has no such number.
    pub(crate) fn print(&self, number: Option<u64>) -> Option<String> {
        let Some(format) = self.format else {
            return Some(self.open.clone());
        };
        Some([&self.open, format.print(number?)?.as_str(), &self.close].concat())
    }

    /// The marker with a mask in its number's place.
    pub(crate) fn print_mask(&self, mask: &str) -> String {
        format!("{}{mask}{}", self.open, self.close)
    }

    /// "（%1）"
    pub(crate) fn marker(&self) -> String {
        match self.format {
            None => self.open.clone(),
            Some(_) => self.print_mask(Self::NUMBER),
        }
    }

    /// The style, where it is one that reading knows.
    pub(crate) fn style(&self) -> Option<StyleId> {
        self.style
    }

    /// Whether a marker in this pattern has a number's very numeral: 二, not 贰.
    pub(crate) fn prints_number(&self, literal: &str, number: u64) -> bool {
        let numeral = literal.get(self.open.len()..literal.len().saturating_sub(self.close.len()));
        numeral.is_some_and(|numeral| self.format.is_some_and(|format| format.prints(number, numeral)))
    }

    /// Whether a printed marker of `style` is in this very pattern, whatever its number.
    pub(crate) fn prints(&self, literal: &str, style: StyleId) -> bool {
        let style = if style == StyleId::LABEL { StyleId::PLAIN } else { style };
        let (open, close) = style.around(literal);
        self.style == Some(style) && short::same(open, &self.open) && short::same(close, &self.close)
    }
}

/// Sets a table as TOML. A string stands on one line with its escapes, which JSON writes as TOML reads them: of a line
/// ending that is printed as one nobody could tell which it is.
fn set(out: &mut String, path: &str, fields: &Map<String, Value>) {
    for (key, value) in fields.iter().filter(|(_, value)| value.is_string()) {
        // JSON leaves DEL as it is, TOML does not.
        out.push_str(&format!("{key} = {}\n", value.to_string().replace('\u{7F}', "\\u007F")));
    }
    for (key, value) in fields {
        let path = format!("{path}{}{key}", if path.is_empty() { "" } else { "." });
        match value {
            Value::Object(inner) => {
                if inner.values().any(Value::is_string) {
                    out.push_str(&format!("\n[{path}]\n"));
                }
                set(out, &path, inner);
            }
            Value::Array(items) => {
                for item in items.iter().filter_map(Value::as_object) {
                    out.push_str(&format!("\n[[{path}]]\n"));
                    set(out, &path, item);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_layouts_that_come_with_the_program_are_read_as_they_are_set() {
        for layout in [Layout::official(), Layout::plain(), Layout::default()] {
            assert_eq!(Layout::from_toml(&layout.to_toml()), Ok(layout));
        }
    }

    proptest! {
        #[test]
        fn any_words_around_a_block_are_read_as_they_are_set(before in "\\PC{0,6}[\n\r\t\u{0}\u{7f}\"\\\\]{0,4}") {
            let mut layout = Layout { end: before.clone(), ..Layout::default() };
            layout.kinds.insert("title".to_owned(), Placing { before: Some(before), after: None });
            prop_assert_eq!(Layout::from_toml(&layout.to_toml()), Ok(layout));
        }
    }
}
