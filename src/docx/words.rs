//! Words: text as it is printed, with the places in a part's XML that parts of it were read from. What has no place was
//! made by Word: numbers of lists, tabs, breaks, symbols.

use std::ops::Range;

/// How many bytes blanks can have in which nothing is printed; more of them count as words.
const BLANKS: usize = 1 << 10;

/// A piece of text and the content of the element, `w:t` or `m:t`, that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its bytes in the text.
    pub(super) text: Range<usize>,
    /// The part, by its place among those that were read.
    pub(super) part: usize,
    /// The content's bytes in the part's XML.
    pub(super) xml: Range<usize>,
    /// Whether blanks at its ends count: `xml:space="preserve"`.
    pub(super) preserved: bool,
}

/// Text with its pieces, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    /// Where Word prints what is not read, or prints something else.
    pub(super) unread: Vec<Range<usize>>,
}

impl Words {
    /// Words that have no place.
    pub(super) fn made(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// Adds what an element holds. Line breaks in it are blanks, and blanks at its ends are nothing unless they are
    /// preserved.
    pub(super) fn read(&mut self, content: &str, mut piece: Piece) {
        let content = content.replace("\r\n", "\n").replace(['\n', '\r'], " ");
        let kept = if piece.preserved { &content } else { content.trim_matches([' ', '\t']) };
        let start = self.text.len();
        self.text.push_str(kept);
        piece.text = start..self.text.len();
        if !kept.is_empty() {
            self.pieces.push(piece);
        }
    }

    /// Adds other words.
    pub(super) fn append(&mut self, other: Self) {
        let by = self.text.len();
        self.text.push_str(&other.text);
        let moved = |place: Range<usize>| place.start + by..place.end + by;
        self.pieces.extend(other.pieces.into_iter().map(|piece| Piece { text: moved(piece.text.clone()), ..piece }));
        self.unread.extend(other.unread.into_iter().map(moved));
    }

    /// The same on one line without TABs: a cell of a row.
    pub(super) fn on_one_line(mut self) -> Self {
        self.text = self.text.replace(['\n', '\t'], " ");
        self
    }

    /// Whether nothing is printed. What is asked again whenever it grows is not read to its end each time.
    pub(super) fn is_blank(&self) -> bool {
        self.text.len() <= BLANKS && self.text.trim().is_empty()
    }
}
