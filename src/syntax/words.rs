//! The tables of words inside a leaf, and the words that a user adds to them.

use crate::{
    error::{Error, ErrorKind},
    inline::InlineKind,
    message::Message,
    span::Span,
    syntax::mask::Sign,
};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Words that a user adds to the tables (`--words FILE`): a TOML file with `units` and `names`, lists of strings.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// Units and measure words.
    #[serde(default)]
    pub units: Vec<String>,
    /// Words that make a mask before them a name.
    #[serde(default)]
    pub names: Vec<String>,
}

impl Lexicon {
    /// Reads a file of words.
    ///
    /// # Errors
    /// [`ErrorKind::Layout`] with the place of what is wrong.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start.min(text.len()));
            Error::new(
                ErrorKind::Layout,
                Message::new("words-toml").with("what", e.message()),
            )
            .at(text, Span::empty(at))
        })
    }

    /// The longest unit at the start of `text`.
    pub(crate) fn unit<'t>(&self, text: &'t str) -> Option<&'t str> {
        let own = longest(text, &self.units);
        let first = text.chars().next()?;
        let from = UNITS.partition_point(|(unit, _)| unit.chars().next() < Some(first));
        let fits = |(unit, not): &&(&str, &[&str])| {
            text.strip_prefix(*unit)
                .is_some_and(|rest| !not.iter().any(|word| rest.starts_with(word)))
        };
        let table = UNITS[from..]
            .iter()
            .take_while(|(unit, _)| unit.starts_with(first))
            .find(fits);
        let table = table.map(|(unit, _)| &text[..unit.len()]);
        if own.map_or(0, str::len) >= table.map_or(0, str::len) {
            own
        } else {
            table
        }
    }

    /// Whether a word that makes a name stands at the start of `text`, or an organisation ends a little further on.
    pub(crate) fn is_named(&self, text: &str) -> bool {
        longest(text, &self.names).is_some() || any(text, NAME_AFTER).is_some() || {
            let near: String = text
                .chars()
                .take(10)
                .take_while(|c| !"，。；、,;:：（）()！？".contains(*c))
                .collect();
            NAME_ENDS.iter().any(|word| near.contains(word))
        }
    }
}

fn longest<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
    let fitting = words
        .iter()
        .filter(|word| !word.is_empty() && text.starts_with(word.as_str()));
    fitting
        .max_by_key(|word| word.len())
        .map(|word| &text[..word.len()])
}

/// The first of `words` at the start of `text`; tables list longer ones first.
pub(crate) fn any<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words
        .iter()
        .find(|word| text.starts_with(**word))
        .map(|word| &text[..word.len()])
}

/// The first of `words` at the end of `text`.
pub(crate) fn any_at_end<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words
        .iter()
        .find(|word| text.ends_with(**word))
        .map(|word| &text[text.len() - word.len()..])
}
