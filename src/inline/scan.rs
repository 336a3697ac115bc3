//! The inline pass: one walk over a leaf, asking a table of all characters; where something interesting stands, the
//! small languages are read and the context decides what it is.

#[path = "../../build/classes.rs"]
mod classes;

use classes::{BRACKET, DIGIT, LETTER, LOSES, LOST, MASK, NUMERAL, SCALE};

use std::ops::Range;

use smallvec::SmallVec;

use super::{Inline, InlineKind, kind, shared, sign};
use crate::{
    line::is_blank,
    span::Span,
    syntax::{
        figure::{self, Parts},
        mask::{self, Run},
        sieve::Sieve,
        words::{self, After, Before, Lexicon},
    },
};

static CLASSES: &[u8; 1 << 16] = include_bytes!(concat!(env!("OUT_DIR"), "/classes.bin"));

/// What a walk stops at: the classes, and which characters may be of one.
struct Stops {
    classes: u8,
    maybe: Sieve,
}

const fn stops(classes: u8) -> Stops {
    let mut maybe = Sieve::new();
    let mut code = 0x800;
    while code < CLASSES.len() {
        if CLASSES[code] & classes != 0 {
            maybe = maybe.with(code);
        }
        code += 1;
    }
    Stops { classes, maybe }
}

static SLOT_STOPS: Stops = stops(MASK | LOST | SCALE | BRACKET | LETTER);
static ALL_STOPS: Stops = stops(MASK | LOST | SCALE | BRACKET | LETTER | DIGIT | NUMERAL);

/// Where a number that is printed in full may begin: at the first of digits, at a numeral, at a scale.
#[derive(Clone, Copy)]
struct Start {
    at: u32,
    len: u8,
    class: u8,
}

/// Those of one leaf.
type Starts = SmallVec<[Start; 32]>;

/// Adds the slots of a leaf to `out`, in order, without overlap.
pub(super) fn slots_into(out: &mut Vec<Inline>, leaf: &str, lexicon: &Lexicon) {
    Reader::new(out, leaf, lexicon).walk(&SLOT_STOPS, &mut Starts::new());
}

/// The same with the numbers between them that are printed in full.
pub(super) fn all_into(out: &mut Vec<Inline>, leaf: &str, lexicon: &Lexicon) {
    let mut starts = Starts::new();
    Reader::new(out, leaf, lexicon).walk(&ALL_STOPS, &mut starts);
    Reader::new(out, leaf, lexicon).between_slots(&starts);
}

/// Adds the numbers of a leaf that are printed in full to `out`, which has its slots.
pub(super) fn printed_into(out: &mut Vec<Inline>, leaf: &str, lexicon: &Lexicon) {
    let mut starts = Starts::new();
    let mut from = 0;
    while let Some((at, len, class)) = next(leaf.as_bytes(), from, &ALL_STOPS) {
        from = note(&mut starts, leaf.as_bytes(), at, len, class);
    }
    Reader::new(out, leaf, lexicon).between_slots(&starts);
}

/// Notes that a number may begin at a stop, and tells where to go on from there.
fn note(starts: &mut Starts, bytes: &[u8], at: usize, len: usize, class: u8) -> usize {
    if class & (DIGIT | NUMERAL | SCALE) != 0 {
        starts.push(Start { at: at as u32, len: len as u8, class });
    }
    let end = at + len;
    let digits = if class == DIGIT { bytes[end..].iter().take_while(|byte| byte.is_ascii_digit()).count() } else { 0 };
    end + digits
}

/// Notes where numbers may begin in a run that masks nothing: 20 and 30 of 10×20×30.
fn note_digits(starts: &mut Starts, bytes: &[u8], run: Range<usize>) {
    let mut from = run.start;
    while let Some(at) = bytes[from..run.end].iter().position(u8::is_ascii_digit) {
        from = note(starts, bytes, from + at, 1, DIGIT);
    }
}

/// The next character at or after `from` that a walk stops at: where it stands, its bytes, its class. A leaf is
/// UTF-8, so the first byte tells how many follow.
fn next(bytes: &[u8], from: usize, stops: &Stops) -> Option<(usize, usize, u8)> {
    let maybe = |bytes: u32| stops.maybe.may(bytes);
    let four = |[a, b, c, d]: [u8; 4]| u32::from_le_bytes([a, b, c, d]);
    let low = |byte: u8| usize::from(byte & 0x3F);
    let mut rest = bytes.get(from..)?;
    loop {
        // Han characters first: they are most of all, four at a time, then each.
        while let [a, b, c, d, e, f, g, h, i, j, k, l, n, ..] = *rest
            && let (first, second, third, fourth) =
                (four([a, b, c, d]), four([d, e, f, g]), four([g, h, i, j]), four([j, k, l, n]))
            && first & second & third & fourth & 0xE0 == 0xE0
            && (first | second | third | fourth) & 0x10 == 0
            && !(maybe(first) | maybe(second) | maybe(third) | maybe(fourth))
        {
            rest = &rest[12..];
        }
        while let [a @ 0xE0..=0xEF, b, c, ref behind @ ..] = *rest
            && !maybe(four([a, b, c, 0]))
        {
            rest = behind;
        }
        let (len, code) = match *rest {
            [a @ 0xE0..=0xEF, b, c, ..] => (3, usize::from(a & 0xF) << 12 | low(b) << 6 | low(c)),
            [a @ 0..=0x7F, ..] => (1, usize::from(a)),
            [a @ 0xC0..=0xDF, b, ..] => (2, usize::from(a & 0x1F) << 6 | low(b)),
            // No character beyond the first plane has a class, and neither has NUL.
            [_, _, _, _, ..] => (4, 0),
            _ => return None,
        };
        let class = CLASSES[code];
        if class & stops.classes != 0 {
            let at = bytes.len() - rest.len();
            if class != LOST || loses(&bytes[..at]) {
                return Some((at, len, class));
            }
        }
        rest = &rest[len..];
    }
}

/// Whether a character is of a number: a digit, a numeral, a scale.
pub(super) fn counts(c: char) -> bool {
    CLASSES.get(c as usize).is_some_and(|class| class & (DIGIT | NUMERAL | SCALE) != 0)
}

/// Whether the number of a unit may be lost here. Nearly all of these characters have their number, or are part of a
/// word: what stands before them tells at once.
fn loses(before: &[u8]) -> bool {
    let low = |byte: u8| usize::from(byte & 0x3F);
    let code = match *before {
        [.., a @ 0..=0x7F] => usize::from(a),
        [.., a @ 0xE0..=0xEF, b, c] => usize::from(a & 0xF) << 12 | low(b) << 6 | low(c),
        [.., a @ 0xC0..=0xDF, b] => usize::from(a & 0x1F) << 6 | low(b),
        _ => 0,
    };
    CLASSES[code] == LOSES
}

pub(super) struct Reader<'t> {
    pub(super) leaf: &'t str,
    pub(super) lexicon: &'t Lexicon,
    pub(super) out: &'t mut Vec<Inline>,
    /// What stands before this byte is decided.
    pub(super) covered: usize,
    /// What stands before this byte holds no printed number; a mask may begin there: the 20 of 20xx.
    pub(super) passed: usize,
}

impl<'t> Reader<'t> {
    fn new(out: &'t mut Vec<Inline>, leaf: &'t str, lexicon: &'t Lexicon) -> Self {
        Self { leaf, lexicon, out, covered: 0, passed: 0 }
    }

    fn walk(&mut self, stops: &Stops, starts: &mut Starts) {
        let mut from = 0;
        while let Some((at, len, class)) = next(self.leaf.as_bytes(), from, stops) {
            let mut end = at + len;
            match class {
                MASK => {
                    let refused = self.mask(at).range();
                    note_digits(starts, self.leaf.as_bytes(), refused);
                }
                BRACKET => self.bracket(at, len),
                LETTER => self.letters(at),
                DIGIT | NUMERAL => end = note(starts, self.leaf.as_bytes(), at, len, class),
                SCALE => {
                    note(starts, self.leaf.as_bytes(), at, len, class);
                    self.lost(at, len);
                }
                _ => self.lost(at, len),
            }
            from = end.max(self.covered);
        }
    }

    /// Reads the numbers that are printed in full clear of the slots, and puts them between these. What is a slot does
    /// not depend on whether they are asked for.
    fn between_slots(&mut self, starts: &[Start]) {
        let slots = self.out.len();
        let mut passed = 0;
        let mut from = 0;
        for &Start { at, len, class } in starts {
            let at = at as usize;
            if at < from {
                continue;
            }
            while let Some(slot) = self.out[passed..slots].first().filter(|slot| slot.span.end as usize <= at) {
                self.covered = self.covered.max(slot.span.end as usize);
                passed += 1;
            }
            let slot = self.out[passed..slots].first().map(|slot| slot.span);
            if let Some(slot) = slot.filter(|slot| slot.start as usize <= at) {
                from = slot.end as usize;
                self.covered = from;
                continue;
            }
            let before = self.out.len();
            // Of scales only those that count one of themselves are numbers: 近万人.
            if class != SCALE || words::BARE.at_start(&self.leaf[at..]).is_some() {
                self.printed(at);
            }
            // What reaches into a slot is no number of its own.
            if let Some(slot) = slot.filter(|slot| self.covered > slot.start as usize) {
                self.out.truncate(before);
                self.covered = slot.end as usize;
            }
            from = (at + usize::from(len)).max(self.covered).max(self.passed);
        }
        if 0 < slots && slots < self.out.len() {
            self.out.sort_by_key(|inline| (inline.run.start, inline.run.end));
        }
        shared::complete(self.leaf, self.out);
    }

    pub(super) fn push(&mut self, mut inline: Inline) {
        // **百分之xx: what stands before a run may be another one's.
        if (inline.span.start as usize) < self.covered {
            let run = inline.run.start;
            for before in [&mut inline.approximator, &mut inline.unit] {
                if (before.start as usize) < self.covered && before.start < run {
                    *before = Span::empty(run as usize);
                }
            }
            inline.span.start = run;
        }
        self.covered = inline.span.end.max(inline.run.end) as usize;
        self.out.push(inline);
    }

    /// Reads the run at `at`; where it masks nothing, this is what it has behind its first sign: 4 of 3×4米.
    fn mask(&mut self, at: usize) -> Span {
        let none = Span::empty(at);
        let Some(run) = mask::run(self.leaf, at) else { return none };
        let end = run.span.end as usize;
        let start = run.span.start as usize;
        let (before, after) = (Before::new(&self.leaf[..start]), After::new(&self.leaf[end..]));
        if start < self.covered || !sign::is_mask(self.leaf, &run, before, after, self.lexicon) {
            let refused = Span::new(at.max(self.covered).min(end), end);
            self.covered = self.covered.max(end);
            return refused;
        }
        match kind::of(self.leaf, &run, before, after, self.lexicon) {
            Some(inline) => self.push(inline),
            None => self.covered = self.covered.max(end),
        }
        none
    }

    /// 【数量】 and 〔〕.
    fn bracket(&mut self, at: usize, len: usize) {
        let inner = &self.leaf[at + len..];
        if self.leaf[at..].starts_with('〔') {
            if inner.trim_start_matches(is_blank).starts_with('〕') {
                let place = at + len + inner.len() - inner.trim_start_matches(is_blank).len();
                self.push(bare(InlineKind::Year, place, "lost-year"));
            }
            return;
        }
        let Some(close) = inner.char_indices().take(8).find(|(_, c)| *c == '】').map(|(i, _)| i) else {
            return;
        };
        let word = &inner[..close];
        let Some((kind, _)) =
            words::PLACEHOLDERS.iter().find(|(_, list)| list.iter().any(|name| stands_for(word, name)))
        else {
            return;
        };
        let span = Span::new(at, at + len + close + '】'.len_utf8());
        if *kind == InlineKind::Figure {
            let (before, after) = (Before::new(&self.leaf[..at]), After::new(&self.leaf[span.end as usize..]));
            let parts = figure::around(self.leaf, span, before, after, self.lexicon);
            self.push(figure_of(span, parts, "placeholder", true));
        } else {
            let mut inline = bare(*kind, at, "placeholder");
            inline.run = span;
            inline.span = span;
            self.push(inline);
        }
    }

    /// Letters in the place of a word: ZF, d委.
    fn letters(&mut self, at: usize) {
        let (before, after) = self.leaf.split_at(at);
        let Some(word) = words::LETTERS.at_start(after) else { return };
        let len = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let touched = before.ends_with(|c: char| c.is_ascii_alphanumeric())
            || after[len..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if !touched {
            let run = Span::new(at, at + len);
            self.push(Inline { run, span: run, certain: false, ..bare(InlineKind::Redaction, at, "letters") });
        }
    }
}

/// Whether the words in a placeholder say that `name` is to be put there: 机构名称 a 名称.
fn stands_for(words: &str, name: &str) -> bool {
    words == name || name.chars().count() > 1 && words.ends_with(name)
}

/// A slot that is its run and nothing more.
pub(super) fn bare(kind: InlineKind, at: usize, because: &'static str) -> Inline {
    let here = Span::empty(at);
    Inline {
        kind,
        span: here,
        run: here,
        open: true,
        approximator: here,
        scale: here,
        remainder: here,
        unit: here,
        limit: here,
        certain: !because.starts_with("lost-"),
        because,
        value: None,
        facts: None,
    }
}

pub(super) fn figure_of(run: Span, parts: Parts, because: &'static str, certain: bool) -> Inline {
    let approximator = if parts.approximator.is_empty() { Span::empty(run.start as usize) } else { parts.approximator };
    Inline {
        kind: InlineKind::Figure,
        span: Span::new(parts.start.min(run.start as usize), parts.end),
        run,
        open: true,
        approximator,
        scale: parts.scale,
        remainder: parts.remainder,
        unit: parts.unit,
        limit: parts.limit,
        certain,
        because,
        value: None,
        facts: None,
    }
}

/// A mask that is a run and nothing else.
pub(super) fn masked(kind: InlineKind, run: &Run, because: &'static str) -> Inline {
    Inline { run: run.span, span: run.span, ..bare(kind, run.span.start as usize, because) }
}
