//! The tables of words inside a leaf, and the words that a user adds to them.

use crate::{
    error::{Error, ErrorKind},
    inline::InlineKind,
    message::Message,
    short,
    span::Span,
    syntax::{mask::Sign, table::Table},
};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A list of words, by first and by last character; of one character the longer words come first.
#[derive(Debug)]
pub(crate) struct Words {
    first: Table<&'static str>,
    last: Table<&'static str>,
}

impl Words {
    /// The longest word at the start of `text`.
    pub(crate) fn at_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut words = self.first.of(text.chars().next()?);
        words.find(|word| short::begins(text, word)).map(|word| &text[..word.len()])
    }

    /// The longest word at the end of `text`.
    pub(crate) fn at_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut words = self.last.of(text.chars().next_back()?);
        words.find(|word| short::ends(text, word)).map(|word| &text[text.len() - word.len()..])
    }
}

/// A unit, and the words that begin like it and go on otherwise.
type Unit = (&'static str, &'static [&'static str]);

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
            Error::new(ErrorKind::Layout, Message::new("words-toml").with("what", e.message()))
                .at(text, Span::empty(at))
        })
    }

    /// The longest unit at the start of `text`.
    pub(crate) fn unit<'t>(&self, text: &'t str) -> Option<&'t str> {
        let own = longest(text, &self.units);
        let fits = |(unit, not): &&Unit| {
            short::begins(text, unit) && !not.iter().any(|word| short::begins(&text[unit.len()..], word))
        };
        let table = UNITS.of(text.chars().next()?).find(fits).map(|(unit, _)| &text[..unit.len()]);
        if own.map_or(0, str::len) >= table.map_or(0, str::len) { own } else { table }
    }

    /// Whether a word that makes a name stands at the start of `text`, or an organisation ends a little further on.
    pub(crate) fn is_named(&self, text: &str) -> bool {
        let near = || {
            let within = text.char_indices().take(NEAR).take_while(|(_, c)| !"，。；、,;:：（）()！？".contains(*c));
            within.map(|(at, _)| at).any(|at| NAME_ENDS.at_start(&text[at..]).is_some())
        };
        longest(text, &self.names).is_some() || NAME_AFTER.at_start(text).is_some() || near()
    }
}

/// How many characters behind a mask the word that ends its name may begin.
const NEAR: usize = 9;

fn longest<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
    let fitting = words.iter().filter(|word| !word.is_empty() && text.starts_with(word.as_str()));
    fitting.max_by_key(|word| word.len()).map(|word| &text[..word.len()])
}
