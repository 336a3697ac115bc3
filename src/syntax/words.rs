//! The tables of words inside a leaf, and the words that a user adds to them.

use crate::{
    error::{Error, ErrorKind},
    inline::InlineKind,
    line::is_blank,
    message::Message,
    short,
    span::Span,
    syntax::{
        mask::{self, Sign},
        sets::Sets,
        table::Table,
        trie::Trie,
    },
};

/// What an approximator or a limit says of the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// More than the number.
    Above,
    /// No less.
    Least,
    /// Less.
    Below,
    /// No more.
    Most,
    /// Near the number, on either side.
    About,
    /// The number itself.
    Exact,
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A list of single signs.
#[derive(Debug)]
pub(crate) struct Signs {
    /// Of all such lists, this one.
    bit: u64,
    /// The signs, for whoever prints them.
    #[cfg(feature = "xlsx")]
    pub(crate) signs: &'static str,
}

impl Signs {
    /// Whether a character is one of them.
    pub(crate) fn contains(&self, c: char) -> bool {
        SIGN_LISTS.of(c) & self.bit != 0
    }
}

/// A list of words, by first and by last character; of one character the longer words come first.
#[derive(Debug)]
pub(crate) struct Words {
    /// Of all lists, this one.
    bit: u64,
    first: Table<&'static str>,
    last: Table<&'static str>,
}

impl Words {
    /// The longest word at the start of `text`.
    pub(crate) fn at_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        After::new(text).word(self)
    }

    /// The longest word at the end of `text`.
    pub(crate) fn at_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        Before::new(text).word(self)
    }
}

/// Any of these lists, to ask for all of them at once.
pub(crate) const fn any(lists: &[&Words]) -> u64 {
    let (mut bits, mut next) = (0, 0);
    while next < lists.len() {
        bits |= lists[next].bit;
        next += 1;
    }
    bits
}

/// What stands after a place, and which lists may have a word there: asking many lists costs one look at the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct After<'t> {
    pub(crate) text: &'t str,
    first: char,
    lists: u64,
}

impl<'t> After<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let first = text.chars().next().unwrap_or_default();
        Self { text, first, lists: STARTS.of(first) }
    }

    /// The same behind blanks.
    #[inline]
    pub(crate) fn tight(self) -> Self {
        if is_blank(self.first) { Self::new(self.text.trim_start_matches(is_blank)) } else { self }
    }

    /// Whether any of these lists may have a word here; see [`any`].
    pub(crate) fn may_have(self, lists: u64) -> bool {
        self.lists & lists != 0
    }

    /// The first character, NUL where nothing stands.
    pub(crate) fn first(self) -> char {
        self.first
    }

    /// The longest word of a list.
    #[inline]
    pub(crate) fn word(self, words: &Words) -> Option<&'t str> {
        if self.lists & words.bit == 0 { None } else { self.find(words) }
    }

    #[inline(never)]
    fn find(self, words: &Words) -> Option<&'t str> {
        let word = words.first.of(self.first).find(|word| short::begins(self.text, word))?;
        Some(&self.text[..word.len()])
    }

    /// Whether a list has a word here.
    pub(crate) fn has(self, words: &Words) -> bool {
        self.word(words).is_some()
    }
}

/// What stands before a place, and which lists may have a word there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before<'t> {
    pub(crate) text: &'t str,
    last: char,
    lists: u64,
}

impl<'t> Before<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let last = text.chars().next_back().unwrap_or_default();
        Self { text, last, lists: ENDS.of(last) }
    }

    /// The same before blanks.
    #[inline]
    pub(crate) fn tight(self) -> Self {
        if is_blank(self.last) { Self::new(self.text.trim_end_matches(is_blank)) } else { self }
    }

    /// The last character, NUL where nothing stands.
    pub(crate) fn last(self) -> char {
        self.last
    }

    /// The longest word of a list.
    #[inline]
    pub(crate) fn word(self, words: &Words) -> Option<&'t str> {
        if self.lists & words.bit == 0 { None } else { self.find(words) }
    }

    #[inline(never)]
    fn find(self, words: &Words) -> Option<&'t str> {
        let known = |text: &str| text.len() - self.last.len_utf8();
        let head = &self.text[..known(self.text)];
        let word = words.last.of(self.last).find(|word| short::ends(head, &word[..known(word)]))?;
        Some(&self.text[self.text.len() - word.len()..])
    }

    /// Whether a list has a word here.
    pub(crate) fn has(self, words: &Words) -> bool {
        self.word(words).is_some()
    }
}

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
        self.unit_at(After::new(text))
    }

    /// The longest unit at a place, with what it is counted by: 元/人·月.
    ///
    /// ebnf: unit
    #[inline]
    pub(crate) fn unit_at<'t>(&self, after: After<'t>) -> Option<&'t str> {
        let unit = self.plain_unit_at(after)?;
        let is_rate = after.text[unit.len()..].starts_with(|c| SLASHES.contains(c));
        Some(if is_rate { self.rate(after.text, unit.len()) } else { unit })
    }

    /// The unit whose first part ends at `end`, with those that it is counted by.
    fn rate<'t>(&self, text: &'t str, mut end: usize) -> &'t str {
        for joined in 0..RATES {
            let joint = text[end..].chars().next();
            let joint = joint.filter(|c| SLASHES.contains(*c) || joined > 0 && UNIT_JOINTS.contains(*c));
            let Some(behind) = joint.map(|c| end + c.len_utf8()) else { break };
            let Some(unit) = self.plain_unit_at(After::new(&text[behind..])) else { break };
            end = behind + unit.len();
        }
        &text[..end]
    }

    #[inline]
    fn plain_unit_at<'t>(&self, after: After<'t>) -> Option<&'t str> {
        let known = if after.lists & UNITS_BIT == 0 { None } else { UNITS.at_start(after.text) };
        if self.units.is_empty() {
            return known;
        }
        let own = longest(after.text, &self.units);
        if own.map_or(0, str::len) >= known.map_or(0, str::len) { own } else { known }
    }

    /// Whether a word that makes a name stands here, or an organisation ends a little further on.
    pub(crate) fn is_named(&self, after: After<'_>) -> bool {
        let near = || {
            let breaks = |c: char| NAME_BREAKS.contains(&c) || mask::sign(c).is_some_and(|sign| sign.least == 1);
            let within = after.text.char_indices().take(NEAR).take_while(|(_, c)| !breaks(*c));
            within.map(|(at, _)| at).any(|at| NAME_ENDS.at_start(&after.text[at..]).is_some())
        };
        longest(after.text, &self.names).is_some() || after.has(&NAME_AFTER) || near()
    }
}

/// How many units another is counted by at the most: 元/人·月.
const RATES: usize = 2;

/// No name goes on behind these.
const NAME_BREAKS: [char; 15] = ['被', '，', '。', '；', '、', ',', ';', ':', '：', '（', '）', '(', ')', '！', '？'];

/// How many characters behind a mask the word that ends its name may begin.
const NEAR: usize = 9;

fn longest<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
    let fitting = words.iter().filter(|word| !word.is_empty() && text.starts_with(word.as_str()));
    fitting.max_by_key(|word| word.len()).map(|word| &text[..word.len()])
}
