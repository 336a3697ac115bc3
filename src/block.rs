//! The block pass: proposes markers at line starts, after sentences and after clauses, and headings that stand
//! alone without a marker. It looks at nothing else of the text, and decides nothing: that is the outline's.

use std::ops::Range;

use crate::{
    frame::{self, Kind},
    hint::Hints,
    line::{Line, is_blank},
    marks::marks,
    syntax::{
        marker::{self, Marker, Reach, StyleId, is_han},
        numeral,
    },
};

/// Where a proposed marker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the start of a line.
    Line,
    /// Behind a short heading and a blank: 二)建议 x.科技局…
    Gap,
    /// After 。！？；：.
    Sentence,
    /// After a comma.
    Clause,
    /// After no punctuation at all, in a line long enough to be a flattened document.
    Glued,
}

/// A marker that may be one. There are as many as lines: they are kept small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proposal {
    /// The number of the marker; `None` where it is masked, a bullet, a word for the last item or not there.
    pub(crate) number: Option<u64>,
    /// The first byte of the marker in the text.
    pub(crate) at: u32,
    /// Bytes of the marker; 0 for a heading without one.
    pub(crate) len: u32,
    /// Its line.
    pub(crate) line: u32,
    /// Its style.
    pub(crate) style: StyleId,
    /// What stands before it.
    pub(crate) place: Place,
    /// How deep the heading stands, where that is said.
    pub(crate) level: Option<u8>,
}

impl Proposal {
    /// One past the marker's last byte.
    pub(crate) fn end(&self) -> usize {
        (self.at + self.len) as usize
    }

    /// The bytes of the marker.
    pub(crate) fn range(&self) -> Range<usize> {
        self.at as usize..self.end()
    }

    /// Whether the numeral of the marker is a mask.
    pub(crate) fn is_masked(&self) -> bool {
        self.number.is_none() && self.style.is_maskable()
    }

    /// Whether the marker says that it is the last, and no number.
    pub(crate) fn is_last(&self) -> bool {
        self.number.is_none() && self.style.has_last()
    }
}

/// A line must be longer than this many bytes for markers to be glued to the text before them.
const FLAT_LINE: usize = 240;
/// The most bytes of a heading that a marker follows behind a mere blank.
const GAP_HEADING: usize = 36;
/// The most characters of a heading without a marker.
const PLAIN_HEADING: usize = 30;
/// The most bytes of a heading without a marker that ends in 。
const DOTTED_HEADING: usize = 42;
/// The most characters of a label: 案例分析：
const LABEL: usize = 9;
/// A marker is proposed about once in so many bytes.
const PROPOSED: usize = 128;
/// So many headings that end in 。 are believed, fewer are sentences.
const DOTTED: usize = 3;
/// The least bytes of a paragraph that a heading without a marker can stand over.
const LONG_PARAGRAPH: usize = 100;

/// All proposals of the text, in order of place.
pub(crate) fn proposals(text: &str, lines: &[Line], frame: &[Option<Kind>], hints: &Hints) -> Vec<Proposal> {
    let mut out = Vec::with_capacity(text.len() / PROPOSED + 1);
    for (index, line) in lines.iter().enumerate() {
        if frame[index].is_some() {
            continue;
        }
        let before = out.len();
        let body = &text[line.body.range()];
        let first = marker::parse(body, Reach::Line);
        if let Some(marker) = first {
            out.push(propose(line, index, 0, marker, Place::Line));
        }
        let marked = first.map(|marker| marker.len);
        within(body, marked, |at, marker, place| out.push(propose(line, index, at, marker, place)));
        let level = hints.heading(line);
        if let Some(marked) = out.get_mut(before).filter(|_| first.is_some()) {
            marked.level = level;
        } else if level.is_some() {
            out.truncate(before);
        }
        let style = || unmarked(text, lines, frame, index);
        if out.len() == before
            && let Some(style) = level.map(|_| StyleId::PLAIN).or_else(style)
        {
            let (at, line) = (line.body.start, index as u32);
            out.push(Proposal { number: None, at, len: 0, line, style, place: Place::Line, level });
        }
    }
    drop_repeated(text, lines, frame, &mut out);
    drop_pages(text, lines, &mut out);
    keep_parallel(text, lines, &mut out);
    out
}

/// A line that repeats the title is no heading: pages print it over the text once more.
fn drop_repeated(text: &str, lines: &[Line], frame: &[Option<Kind>], out: &mut Vec<Proposal>) {
    let body = |line: usize| &text[lines[line].body.range()];
    let Some(title) = frame.iter().position(|kind| *kind == Some(Kind::Title)).map(body) else { return };
    let repeats = |line: &str| line.strip_prefix(title).is_some_and(frame::is_remark);
    out.retain(|p| p.style != StyleId::PLAIN || p.level.is_some() || !repeats(body(p.line as usize)));
}

/// So many pages show that what numbers them is of the page, and no marker.
const PAGES: usize = 3;
/// The least bytes of the text of a page.
const PAGE: usize = 300;

/// Sites that show a document page by page number the pages as lists are numbered: 1、 2、 3、 stand at the starts of
/// lines, and before each but the first breaks off a long line amid its sentence.
fn drop_pages(text: &str, lines: &[Line], out: &mut Vec<Proposal>) {
    let numbered = |p: &&Proposal| p.place == Place::Line && p.number.is_some() && p.style.breaks_pages();
    let mut next = 1;
    for page in out.iter().filter(numbered) {
        let before = (page.line as usize).checked_sub(1).map_or("", |line| &text[lines[line].body.range()]);
        let broken = before.len() >= PAGE && before.contains('。') && before.ends_with(char::is_alphanumeric);
        if page.number != Some(next) || next > 1 && !broken {
            return;
        }
        next += 1;
    }
    if next > PAGES as u64 {
        out.retain(|p| !numbered(&p));
    }
}

fn propose(line: &Line, index: usize, at: usize, marker: Marker, place: Place) -> Proposal {
    let Marker { style, number, len, .. } = marker;
    Proposal { number, at: line.body.start + at as u32, len: len as u32, line: index as u32, style, place, level: None }
}

/// Markers inside a line that may have one at its start, up to `marked`. A marker is tried only behind punctuation,
/// behind a short heading, and, in long lines, at a bracket and where a numeral meets 、 or a point.
fn within(body: &str, marked: Option<usize>, mut found: impl FnMut(usize, Marker, Place)) {
    let bytes = body.as_bytes();
    let flat = bytes.len() > FLAT_LINE;
    let mut covered = 0;
    // The style and the number of the marker before, amid the line.
    let mut last = None;
    let mut gap = marked.is_some();
    // A chain that follows a heading with nothing between: 二、下步打算一是…
    let mut chain = marked.and_then(|end| chained(body, end));
    for mark in marks(body) {
        if let Some((from, marker)) = chain.take_if(|(from, _)| *from <= mark) {
            covered = from + marker.len;
            found(from, marker, Place::Glued);
        }
        let (len, place) = match bytes[mark..] {
            [0xEF, 0xBC, 0x8C, ..] => (3, Place::Clause),
            [0xE3, 0x80, 0x82, ..] | [0xEF, 0xBC, 0x81 | 0x9A | 0x9B | 0x9F, ..] => (3, Place::Sentence),
            [0xE3, 0x80, 0x81, ..] | [0xEF, 0xBC, 0x88, ..] if flat => (3, Place::Glued),
            [0xE3, 0x80, 0x80, ..] if gap && mark < GAP_HEADING => (3, Place::Gap),
            [b' ', ..] if gap && mark < GAP_HEADING => (1, Place::Gap),
            [b'(', ..] if flat => (1, Place::Glued),
            [b'.', ..] if flat && mark > 0 && bytes[mark - 1].is_ascii_digit() => (1, Place::Glued),
            [b',', ..] => (1, Place::Clause),
            [b';' | b':' | b'!' | b'?', ..] => (1, Place::Sentence),
            _ => continue,
        };
        if mark < covered {
            continue;
        }
        let at = mark + len;
        let reach = if place == Place::Clause { Reach::Clause } else { Reach::Sentence };
        let from = if place == Place::Glued {
            let opens = body[mark..].starts_with(['（', '(']);
            match if opens { bracket_at(body, mark) } else { numeral_before(body, mark) } {
                Some(from) if from > covered => from,
                _ => continue,
            }
        } else {
            gap &= place == Place::Gap;
            match bytes[at..] {
                // So it is nearly everywhere.
                [a @ 0xE4..=0xE9, b, c, ..] if !marker::may_begin_in([a, b, c], reach) => continue,
                [0xE4..=0xE9, ..] => at,
                _ => body.len() - body[at..].trim_start_matches(|c| is_blank(c) || CLOSERS.contains(&c)).len(),
            }
        };
        if from < covered {
            continue;
        }
        // In a flattened document dashes behind a sentence may begin a paragraph.
        let begins = flat && place == Place::Sentence && body[from..].starts_with("——");
        let reach = if begins { Reach::Line } else { reach };
        if let Some(marker) = marker::parse(&body[from..], reach).filter(|marker| !is_mask(body, from, marker, place)) {
            let follows = last == Some((marker.style, Some(1)));
            let first = || glued_first(body, covered.max(marked.unwrap_or(0)), from, &marker);
            if let Some((at, first)) = if follows { None } else { first() } {
                found(at, first, Place::Glued);
            }
            last = Some((marker.style, marker.number));
            covered = from + marker.len;
            // An item of a chain begins no other chain.
            chain = if marker.style.is_prose() { None } else { chained(body, covered) };
            found(from, marker, place);
        }
    }
    if let Some((from, marker)) = chain {
        found(from, marker, Place::Glued);
    }
}

/// The most characters of a heading that the first item of a chain follows with nothing between.
const CHAIN_HEADING: usize = 12;
/// And the least.
const CHAIN_HEADING_LEAST: usize = 2;

/// The first item of a chain behind a heading of Han characters, Latin letters and digits alone that begins at `from`.
fn chained(body: &str, from: usize) -> Option<(usize, Marker)> {
    let heading = body[from..].char_indices().take(CHAIN_HEADING);
    for (index, (at, c)) in heading.enumerate() {
        if index >= CHAIN_HEADING_LEAST && marker::may_begin(c, Reach::Clause) {
            let at = from + at;
            let first = marker::parse(&body[at..], Reach::Clause)
                .filter(|marker| marker.style.is_prose() && marker.number == Some(1))
                .filter(|_| !marker::joins_numeral(&body[..at]));
            if let Some(marker) = first {
                return Some((at, marker));
            }
        }
        if !is_han(c) && !c.is_ascii_alphanumeric() {
            break;
        }
    }
    None
}

/// How many numerals before the second item of a chain are looked at for its first one.
const GLUED_FIRST: usize = 4;

/// The first item of a chain whose second one begins at `to`, where no punctuation stands before it: 主要措施一是….
fn glued_first(body: &str, from: usize, to: usize, second: &Marker) -> Option<(usize, Marker)> {
    if !second.style.is_prose() || second.number != Some(2) {
        return None;
    }
    let numerals = body[from..to].rmatch_indices('一').take(GLUED_FIRST).map(|(at, _)| from + at);
    let glued = |at: &usize| body[..*at].ends_with(is_han) && !marker::joins_numeral(&body[..*at]);
    let first = |at: usize| {
        let marker = marker::parse(&body[at..], Reach::Clause)?;
        (marker.style == second.style && marker.number == Some(1)).then_some((at, marker))
    };
    numerals.filter(glued).find_map(first)
}

/// Whether what could be a masked marker amid a line is a mask of the text: a bracket with no sentence before it, or the
/// first of a list behind a colon: 以镇（xx）x号文件, 成员：X、X.
fn is_mask(body: &str, at: usize, marker: &Marker, place: Place) -> bool {
    let masked = marker.number.is_none() && marker.style.is_maskable();
    let listed = || body[..at].ends_with(['：', ':']) && body[..at + marker.len].ends_with('、');
    masked && (place == Place::Glued || listed())
}

/// The bracket of a glued marker: not that of 第（一）项.
fn bracket_at(body: &str, at: usize) -> Option<usize> {
    (!body[..at].ends_with('第')).then_some(at)
}

/// What may close a quotation or an aside between the end of a sentence and a marker.
const CLOSERS: [char; 5] = ['”', '’', '）', ')', '"'];

/// Where the numeral that ends at `end` begins, if there is one that is a word by itself.
fn numeral_before(body: &str, end: usize) -> Option<usize> {
    let head = &body[..end];
    let decimal = head.ends_with(|c: char| c.is_ascii_digit());
    let is_part = |c: char| {
        if decimal { c.is_ascii_digit() } else { numeral::counts_items(c) }
    };
    let start = head.trim_end_matches(is_part).len();
    let numeral = head.len() - start;
    (numeral > 0 && numeral <= 9 && !marker::joins_numeral(&head[..start])).then_some(start)
}

/// Whether a line is a heading without a marker: short, unpunctuated, over a long paragraph or a list.
fn unmarked(text: &str, lines: &[Line], frame: &[Option<Kind>], index: usize) -> Option<StyleId> {
    let body = &text[lines[index].body.range()];
    // Nearly every short line that is no heading ends as a sentence does; of headings some do: 领导带头。
    let dotted = body.ends_with('。') && body.len() <= DOTTED_HEADING;
    if body.len() > PLAIN_HEADING * 4
        || !dotted && body.ends_with(['。', '；', '！', '？', ';', '!', '?', '…', '，', ',', '、'])
    {
        return None;
    }
    let next = lines.get(index + 1)?;
    let next = &text[next.body.range()];
    let over_list = marker::parse(next, Reach::Line).is_some_and(|m| m.number == Some(1));
    let over_text = next.len() >= LONG_PARAGRAPH;
    let chars = body.chars().count();
    if let Some(label) = body.strip_suffix(['：', ':']) {
        let plain = label.chars().all(char::is_alphanumeric);
        let stands = chars <= LABEL
            && plain
            && (over_list || over_text)
            && !frame::is_lead_in(label)
            && !frame::is_address(label);
        return stands.then_some(StyleId::LABEL);
    }
    if dotted {
        let words = body.trim_end_matches('。');
        // The end of a sentence that a line break cut is no heading.
        let cut = |before: usize| {
            let ends = text[lines[before].body.range()].ends_with(['。', '！', '？', '：', '；', '”', ':', '.']);
            frame[before].is_none() && !ends
        };
        let stands = chars > 4
            && over_text
            && !index.checked_sub(1).is_some_and(cut)
            && words.chars().all(char::is_alphabetic)
            && !frame::is_lead_in(words)
            && !frame::is_salutation(body);
        return stands.then_some(StyleId::PLAIN);
    }
    let framed = body.starts_with('【') && body.ends_with('】');
    let over_text = over_text || framed && next.len() >= LONG_PARAGRAPH / 3;
    let plain = !body.contains(['。', '；', '！', '？', '：', ':', ';', '…', '|', '>', '=', '@']);
    let stands = (plain || framed)
        && !frame::is_collected(body)
        && (2..=PLAIN_HEADING).contains(&chars)
        && (over_text || over_list && !body.contains(['，', ',']) || frame::is_title(body) && over_heading(next))
        && body.starts_with(|c: char| c.is_alphanumeric() || "“《（〈【".contains(c))
        && !body.chars().all(|c| c.is_ascii() || c.is_numeric());
    stands.then_some(StyleId::PLAIN)
}

/// Whether a title or an addressee is next: the name of a document, then the document's own, then whom it addresses.
fn over_heading(next: &str) -> bool {
    frame::is_title(next) || next.strip_suffix(['：', ':']).is_some_and(frame::is_address)
}

/// Headings without a marker come in parallel: a single one is believed only when its words say what it is.
fn keep_parallel(text: &str, lines: &[Line], out: &mut Vec<Proposal>) {
    let dotted = |p: &Proposal| p.style == StyleId::PLAIN && text[lines[p.line as usize].body.range()].ends_with('。');
    if out.iter().filter(|p| dotted(p)).count() < DOTTED {
        out.retain(|p| p.level.is_some() || !dotted(p));
    }
    for style in [StyleId::PLAIN, StyleId::LABEL] {
        let count = out.iter().filter(|p| p.style == style).count();
        if count == 1 {
            out.retain(|p| {
                p.style != style || p.level.is_some() || {
                    let body = &text[lines[p.line as usize].body.range()];
                    frame::is_closing_heading(body) || frame::is_title(body)
                }
            });
        }
    }
}
