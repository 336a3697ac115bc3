//! What a browser shows of a page: lines of text as innerText gives them (HTML, 3.2.7), and the elements they stand in.
//!
//! The tokens are read in one pass over a stack of the open elements that stand on lines of their own; what is set within
//! a line (`b`, `font`, `span`) changes no text and is passed over. So the cost is linear however badly tags are nested,
//! which a browser's tree cannot promise.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use unicode_width::UnicodeWidthChar;

use super::{
    ARTICLE_NAMES, BLOCKS, CELLS, CLOSED_CELL, CLOSED_DD, CLOSED_LI, CLOSED_P, CLOSED_ROW, CONTAINERS, FOREIGN,
    FOREIGN_NAMES, HEADING_NAMES, HEADINGS, HIDDEN, PREFORMATTED, SCOPES, TABULAR, VOID, lossy,
};
use crate::span::Span;

/// Elements nest no deeper; what is deeper stands in the last one. (Browsers stop at 512.)
const DEPTH: usize = 256;

/// What is shown of a page.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) text: String,
    /// The lines that are not empty.
    pub(super) lines: Vec<Line>,
    /// The elements that stand on lines of their own, each behind the one it stands in; the first is the page.
    pub(super) elements: Vec<Element>,
    /// The page's name: what its window is called.
    pub(super) name: String,
}

/// A line of the text.
pub(super) struct Line {
    pub(super) span: Span,
    /// The innermost element that it stands in.
    pub(super) element: usize,
    /// Its characters, blanks apart, and how many of them are links.
    pub(super) chars: usize,
    pub(super) linked: usize,
}

/// An element, and what its name, class and id say of it.
#[derive(Default)]
pub(super) struct Element {
    name: &'static str,
    pub(super) parent: usize,
    /// Whether it may be no part of an article.
    pub(super) foreign: bool,
    /// Whether it says that it is an article.
    pub(super) article: bool,
    /// Whether it can hold one.
    pub(super) container: bool,
    pub(super) heading: bool,
}

/// The text of a page.
pub(super) fn of(page: &str) -> Shown {
    let mut setter =
        Setter { shown: Shown { elements: vec![Element::default()], ..Shown::default() }, ..Setter::default() };
    let mut emitter = DefaultEmitter::default();
    // What stands in a script is no tag.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter).flatten() {
        match token {
            Token::StartTag(tag) => setter.open(&tag),
            Token::EndTag(tag) => setter.close(&lossy(&tag.name)),
            Token::String(text) => setter.text(&lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    setter.end_line();
    setter.shown
}

/// Blanks of the source between two words.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    /// With a line break among them, which parts no Chinese (CSS Text 3, 4.1.3).
    Break,
}

#[derive(Default)]
struct Setter {
    shown: Shown,
    /// The open elements, outermost first, the page apart.
    stack: Vec<usize>,
    /// How many elements are open that were too deep to count.
    deeper: usize,
    /// The element that is passed over with all that is in it, and how often it stands in itself.
    hidden: Option<(String, usize)>,
    /// Whether a link is open: none stands in another.
    link: bool,
    /// Line breaks due before the next text.
    due: usize,
    gap: Gap,
    line: String,
    linked: usize,
}

impl Setter {
    fn open(&mut self, tag: &StartTag<()>) {
        let name = lossy(&tag.name);
        let is_void = VOID.contains(&name.as_str());
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(*hidden == name && !is_void);
            return;
        }
        if HIDDEN.contains(&name.as_str()) || is_hidden(tag) {
            if !is_void {
                self.hidden = Some((name, 1));
            }
            return;
        }
        match name.as_str() {
            "br" => return self.break_line(),
            "hr" => {
                self.imply(&name);
                return self.boundary(1);
            }
            "a" => self.link = tag.attributes.contains_key(b"href".as_slice()),
            _ => {}
        }
        let Some(name) = BLOCKS.iter().find(|block| **block == name) else {
            return;
        };
        self.imply(name);
        let is_cell = CELLS.contains(name);
        if is_cell && !self.line.is_empty() {
            self.line.push('\t');
            self.gap = Gap::None;
        } else {
            self.boundary(breaks(name));
        }
        if self.stack.len() >= DEPTH {
            self.deeper += 1;
            return;
        }
        let said = words(tag);
        let says = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
        self.stack.push(self.shown.elements.len());
        self.shown.elements.push(Element {
            name,
            parent: self.stack.iter().rev().nth(1).copied().unwrap_or_default(),
            foreign: FOREIGN.contains(name) || says(FOREIGN_NAMES),
            article: *name == "article" || says(ARTICLE_NAMES),
            container: CONTAINERS.contains(name),
            heading: HEADINGS.contains(name) || says(HEADING_NAMES),
        });
    }

    fn close(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth -= usize::from(hidden == name);
            if *depth == 0 {
                self.hidden = None;
            }
            return;
        }
        match name {
            "a" => self.link = false,
            "br" => self.break_line(),
            _ if !BLOCKS.contains(&name) => {}
            _ if self.deeper > 0 => {
                self.deeper -= 1;
                self.boundary(breaks(name));
            }
            _ => self.end(&[name], if TABULAR.contains(&name) { &["table"] } else { TABULAR }),
        }
    }

    /// Ends the elements that end where one of this name begins.
    fn imply(&mut self, name: &str) {
        for (ended, by) in [
            (&["p"][..], CLOSED_P),
            (&["li"], CLOSED_LI),
            (&["dd", "dt"], CLOSED_DD),
            (&["td", "th"], CLOSED_CELL),
            (&["tr"], CLOSED_ROW),
        ] {
            if by.contains(&name) {
                self.end(ended, SCOPES);
            }
        }
    }

    /// Ends the innermost element of these names that no scope hides, with all that stands in it.
    fn end(&mut self, names: &[&str], scopes: &[&str]) {
        let elements = &self.shown.elements;
        let mut open = self
            .stack
            .iter()
            .rposition(|&at| names.contains(&elements[at].name) || scopes.contains(&elements[at].name));
        open = open.filter(|&at| names.contains(&elements[self.stack[at]].name));
        if let Some(at) = open {
            for ended in self.stack.split_off(at).into_iter().rev() {
                let name = self.shown.elements[ended].name;
                if !CELLS.contains(&name) {
                    self.boundary_of(ended, breaks(name));
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.as_ref().is_some_and(|(name, _)| name == "title") && self.shown.name.is_empty() {
            self.shown.name = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        }
        if self.hidden.is_some() {
            return;
        }
        let kept = self.stack.iter().any(|&at| PREFORMATTED.contains(&self.shown.elements[at].name));
        for c in text.chars() {
            match c {
                '\n' | '\r' if kept => self.break_line(),
                ' ' | '\t' | '\u{C}' if kept => self.line.push(if c == '\u{C}' { ' ' } else { c }),
                '\n' | '\r' => self.gap = Gap::Break,
                ' ' | '\t' | '\u{C}' => self.gap = self.gap.max(Gap::Blank),
                c => self.put(c),
            }
        }
    }

    fn put(&mut self, c: char) {
        let is_wide = |c: char| c.width() == Some(2);
        let last = self.line.chars().next_back();
        let apart = match self.gap {
            Gap::None => false,
            Gap::Blank => true,
            Gap::Break => !(is_wide(c) && last.is_some_and(is_wide)),
        };
        // Blanks at the edge of a line are not shown.
        if apart && last.is_some_and(|last| last != '\t') {
            self.line.push(' ');
        }
        self.gap = Gap::None;
        self.line.push(c);
        self.linked += usize::from(self.link && !c.is_whitespace());
    }

    /// The end of a line that a break of its own makes.
    fn break_line(&mut self) {
        self.end_line();
        self.settle();
        self.shown.text.push('\n');
    }

    /// An element that stands on lines of its own begins.
    fn boundary(&mut self, breaks: usize) {
        self.boundary_of(self.stack.last().copied().unwrap_or_default(), breaks);
    }

    fn boundary_of(&mut self, element: usize, breaks: usize) {
        self.end_line_of(element);
        self.due = self.due.max(breaks);
    }

    fn end_line(&mut self) {
        self.end_line_of(self.stack.last().copied().unwrap_or_default());
    }

    fn end_line_of(&mut self, element: usize) {
        self.gap = Gap::None;
        let line = std::mem::take(&mut self.line);
        let linked = std::mem::take(&mut self.linked);
        if line.is_empty() {
            return;
        }
        self.settle();
        let from = self.shown.text.len();
        self.shown.text.push_str(line.trim_end_matches([' ', '\t']));
        let span = Span::new(from, self.shown.text.len());
        let chars = line.chars().filter(|c| !c.is_whitespace()).count();
        if chars > 0 {
            self.shown.lines.push(Line { span, element, chars, linked });
        }
    }

    /// The line breaks that are due between what stands in the text and what comes; none before the first line.
    fn settle(&mut self) {
        if !self.shown.text.is_empty() {
            let stand = self.shown.text.bytes().rev().take(self.due).take_while(|byte| *byte == b'\n').count();
            self.shown.text.extend(std::iter::repeat_n('\n', self.due.saturating_sub(stand)));
        }
        self.due = 0;
    }
}

/// How many line breaks part an element from what is before and behind it.
fn breaks(name: &str) -> usize {
    if name == "p" { 2 } else { 1 }
}

/// Whether an element is not shown, as far as it says so itself.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let style = tag.attributes.get(b"style".as_slice());
    let style: String =
        style.map(|style| lossy(style)).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    tag.attributes.contains_key(b"hidden".as_slice())
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// The words of an element's class and id: `article-Content` is article and content.
fn words(tag: &StartTag<()>) -> Vec<String> {
    let mut words = vec![String::new()];
    for attribute in [b"class".as_slice(), b"id"] {
        let mut small = false;
        for c in tag.attributes.get(attribute).map(|value| lossy(value)).unwrap_or_default().chars().chain([' ']) {
            if !c.is_ascii_alphabetic() || c.is_ascii_uppercase() && small {
                words.push(String::new());
            }
            if let (true, Some(word)) = (c.is_ascii_alphabetic(), words.last_mut()) {
                word.push(c.to_ascii_lowercase());
            }
            small = c.is_ascii_lowercase();
        }
    }
    words
}
