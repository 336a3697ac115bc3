//! The tree of a report. A node holds what was printed, in order: what stands before it, its marker, its text and
//! what closes it. All of it are spans of one text, the decoded source with what was added behind it.

use std::sync::Arc;

use crate::{
    frame::Kind,
    inline::{self, Extra, Facts, Heads, Inline, Lexicon, Scope},
    layout::Layout,
    letterhead::Letterhead,
    source::Source,
    span::Span,
    syntax::marker::StyleId,
};

/// A report: a tree of blocks, in a layout.
#[derive(Clone, Debug)]
pub struct Report {
    /// How the bytes were encoded.
    pub source: Source,
    /// The blocks, outermost.
    pub blocks: Vec<Block>,
    /// What stands behind the last block: the final line ending, blank lines.
    pub end: Span,
    /// The letterhead, where JSON gave one.
    pub letterhead: Option<Box<Letterhead>>,
    /// The layout that the report was written in, where it came from JSON.
    pub(crate) layout: Option<Box<Layout>>,
    /// Words that a user added.
    pub(crate) lexicon: Lexicon,
    /// Keys of the JSON root that begin with `x-`.
    pub(crate) extra: Extra,
    /// What reading noticed: doubtful markers and headings.
    pub(crate) notices: Vec<Notice>,
    text: String,
}

/// Something that reading noticed about a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) code: &'static str,
    pub(crate) span: Span,
}

/// A node. Its parts stand in the order of the fields; its children come last.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Line endings, blank lines and indent between what was printed before and this block.
    pub before: Span,
    /// The marker of a section as it is printed; empty where it has none.
    pub marker: Span,
    /// Blanks between the marker and what follows.
    pub after_marker: Span,
    /// The heading of a section (empty: none), the text of any other block.
    pub text: Text,
    /// What closes the heading or the text: 。 or ： and trailing blanks.
    pub after: Span,
    /// The number of a section; `None` where it is masked, a bullet or not numbered.
    pub number: Option<u64>,
    /// The style of the marker.
    pub(crate) style: Option<StyleId>,
    /// What a section holds.
    pub blocks: Vec<Block>,
    /// Whether JSON gave a numbered section no number: it took the next one.
    pub(crate) fresh: bool,
    /// What few blocks have.
    pub(crate) rare: Option<Box<Rare>>,
}

/// What few blocks have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rare {
    /// The bytes of the line that begins with the block, where its encoding does not give them back.
    pub(crate) raw: Option<Box<[u8]>>,
    /// The value of a masked list number.
    pub(crate) value: Option<Box<str>>,
    /// What was said about the slot of a masked list number.
    pub(crate) facts: Facts,
    /// Keys that begin with `x-`, with their JSON text.
    pub(crate) extra: Extra,
}

/// One leaf of text with what was read in it.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The leaf.
    pub span: Span,
    /// Its slots, where they were given or filled; `None` while nobody asked, see [`Report::inlines`].
    pub inlines: Option<Box<[Inline]>>,
    /// The heads of the table whose row it is.
    pub(crate) heads: Option<Arc<Heads>>,
}

impl Block {
    /// A block of a kind with nothing in it.
    pub fn new(kind: Kind) -> Self {
        Self { kind, ..Self::default() }
    }

    /// What few blocks have, made where it is not there.
    pub(crate) fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// Whether two sections that stand one behind the other can be of one list.
    pub(crate) fn in_one_list(&self, next: &Self) -> bool {
        match (self.style, next.style) {
            (Some(one), Some(other)) => other.goes_on_in(one) || one.goes_on_in(other),
            (one, other) => one == other,
        }
    }

    /// Whether a section's marker is printed and has neither number nor bullet: x. （x）
    pub fn is_masked(&self) -> bool {
        self.number.is_none() && !self.marker.is_empty() && self.style.is_some_and(StyleId::is_maskable)
    }
}

impl Report {
    /// A report without blocks over a text.
    pub(crate) fn new(text: String, source: Source) -> Self {
        Self {
            source,
            blocks: Vec::new(),
            end: Span::default(),
            letterhead: None,
            layout: None,
            lexicon: Lexicon::default(),
            extra: Vec::new(),
            notices: Vec::new(),
            text,
        }
    }

    /// The text of a span.
    pub fn str(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The decoded source, with what was added behind it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Adds text for new or edited parts and gives its span.
    pub fn add(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    /// The slots of a leaf: those that were given, else those that are read in it.
    pub fn inlines<'r>(&self, text: &'r Text) -> std::borrow::Cow<'r, [Inline]> {
        match &text.inlines {
            Some(inlines) => (&**inlines).into(),
            None => inline::read(self.str(text.span), text.heads.as_deref(), Scope::Slots, &self.lexicon).into(),
        }
    }

    /// The same, and the numbers printed in full between them where `scope` asks for these; in `room` where they are read.
    pub(crate) fn inlines_in<'r>(&self, text: &'r Text, scope: Scope, room: &'r mut Vec<Inline>) -> &'r [Inline] {
        let (leaf, heads) = (self.str(text.span), text.heads.as_deref());
        match (&text.inlines, scope) {
            (Some(given), Scope::Slots) => return given,
            (Some(given), Scope::All) => inline::with_printed(room, given, leaf, heads, &self.lexicon),
            (None, _) => inline::read_into(room, leaf, heads, scope, &self.lexicon),
        }
        room
    }

    /// Reads the slots of every leaf and keeps them: what is done before one template is filled many times.
    pub fn read_slots(&mut self) {
        let mut blocks = std::mem::take(&mut self.blocks);
        fn go(report: &Report, blocks: &mut [Block]) {
            for block in blocks {
                block.text.inlines = Some(report.inlines(&block.text).into());
                go(report, &mut block.blocks);
            }
        }
        go(self, &mut blocks);
        self.blocks = blocks;
    }

    /// Visits every block in the order of print with the sections it stands in, outermost first.
    pub fn walk<'r>(&'r self, mut visit: impl FnMut(&[&'r Block], &'r Block)) {
        fn go<'r>(blocks: &'r [Block], above: &mut Vec<&'r Block>, visit: &mut impl FnMut(&[&'r Block], &'r Block)) {
            for block in blocks {
                visit(above, block);
                above.push(block);
                go(&block.blocks, above, visit);
                above.pop();
            }
        }
        go(&self.blocks, &mut Vec::new(), &mut visit);
    }

    /// Visits every block in the order of print, to change it.
    pub fn walk_mut(&mut self, mut visit: impl FnMut(&mut Block)) {
        fn go(blocks: &mut [Block], visit: &mut impl FnMut(&mut Block)) {
            for block in blocks {
                visit(block);
                go(&mut block.blocks, visit);
            }
        }
        go(&mut self.blocks, &mut visit);
    }
}
