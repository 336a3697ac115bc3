//! Headings: what of the text behind a marker is the section's heading, and where it ends. A heading stands alone on
//! its line, or runs in: a short lead sentence, closed by 。 or ：, that the rest elaborates. Items of a list are
//! parallel: where most have no heading, none has.

use crate::{
    block::Proposal,
    frame,
    line::{Line, is_blank},
    outline::Outline,
    span::Span,
};

/// The heading of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heading {
    /// The words; empty where there is no heading.
    pub(crate) text: Span,
    /// Whether its end is a judgement that could as well be another.
    pub(crate) doubtful: bool,
}

/// The longest heading that stands alone, the longest that runs in behind a line's marker, the longest that runs
/// in amid prose, and the longest label before a colon, in characters.
const ALONE: usize = 60;
const RUN_IN: usize = 40;
const AMID: usize = 22;
const LABEL: usize = 24;
/// A run-in heading of more characters without a comma is doubtful.
const UNBROKEN: usize = 26;

/// A piece without a full stop for more bytes than this is prose.
const LONG: usize = 240;

/// How the piece of text behind a marker begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// One run without a full stop, to the end of the piece.
    Bare,
    /// One sentence, to the end of the piece.
    Sentence,
    /// A lead sentence and more.
    Lead,
    /// A label, a colon and more.
    Label,
    /// Nothing that a heading is made of.
    Prose,
}

struct Piece {
    shape: Shape,
    /// The words that would be the heading.
    words: Span,
    /// Whether text or sections of its own follow the piece.
    content: bool,
    /// Whether `words` are short enough for the place.
    short: bool,
    list: u32,
    /// Whether it is an item of prose: 一是…
    prose: bool,
}

/// The heading of each accepted section.
pub(crate) fn headings(text: &str, lines: &[Line], proposals: &[Proposal], outline: &Outline) -> Vec<Heading> {
    let sections = &outline.sections;
    let mut pieces = Vec::with_capacity(sections.len());
    // The depth of the law text that is open: below 第X条 nothing has a heading.
    let mut article: Option<u8> = None;
    for (index, section) in sections.iter().enumerate() {
        let proposal = &proposals[section.proposal as usize];
        let next = sections.get(index + 1);
        let next_at = next.map(|n| &proposals[n.proposal as usize]);
        let line = &lines[proposal.line as usize];
        let start = skip_blanks(text, proposal.end(), line.body.end as usize);
        let shared = next_at.is_some_and(|n| n.line == proposal.line);
        let end = next_at.filter(|_| shared).map_or(line.body.end as usize, |n| n.at as usize);
        let end = start.max(start + text[start..end].trim_end_matches(is_blank).len());
        let child = next.is_some_and(|n| n.depth > section.depth);
        let followed = !shared
            && outline.depths.get(proposal.line as usize + 1).is_some_and(|&d| d > section.depth)
            && next_at
                .is_none_or(|n| child || lines.get(proposal.line as usize + 1).is_some_and(|l| n.at > l.body.start));
        let mut piece = piece(text, Span::new(start, end));
        if piece.shape == Shape::Label && (child || followed) && is_whole_heading(&text[start..end]) {
            piece.shape = Shape::Bare;
            piece.words = Span::new(start, end);
        }
        let alone = proposal.place == crate::block::Place::Line;
        let prose = proposal.marker.style.is_prose();
        let chars = text[piece.words.range()].chars().count();
        piece.content = child || followed;
        piece.short = chars
            <= match piece.shape {
                Shape::Label => LABEL,
                Shape::Bare if alone => ALONE,
                _ if alone => RUN_IN,
                _ => AMID,
            };
        // What runs on in prose and has a comma reports; a heading there is one phrase.
        if !alone && piece.shape == Shape::Sentence && text[piece.words.range()].contains(['，', ',']) {
            piece.short = false;
        }
        piece.prose = prose;
        if prose && piece.shape != Shape::Bare && has_quantity(&text[piece.words.range()]) {
            piece.short = false;
        }
        piece.list = section.list;
        if article.is_some_and(|depth| section.depth <= depth) {
            article = None;
        }
        if proposal.marker.style.is_article() {
            article = Some(section.depth);
        }
        // 有下列情形之一的： leads in the list below it.
        let leads_in = text[start..end].ends_with(['：', ':']);
        if article.is_some() && (piece.shape != Shape::Bare || leads_in) {
            piece.shape = Shape::Prose;
        }
        pieces.push(piece);
    }
    let agreed = agreed(&pieces, outline);
    let heading = |(index, piece): (usize, &Piece)| {
        let marker = &proposals[sections[index].proposal as usize].marker;
        let elaborated = match piece.shape {
            Shape::Prose => false,
            Shape::Sentence => piece.content && piece.short,
            Shape::Bare if marker.len == 0 => true,
            Shape::Bare => piece.short && (piece.content || bare_list(&pieces, index)),
            Shape::Lead | Shape::Label => piece.short,
        };
        if !elaborated || piece.words.is_empty() || !agreed[piece.list as usize] && piece.shape != Shape::Bare {
            return Heading::default();
        }
        // A long lead sentence without a comma may be a heading that lost its end: 加强领导各级党组织要…
        let words = &text[piece.words.range()];
        let doubtful = matches!(piece.shape, Shape::Lead | Shape::Sentence)
            && !piece.prose
            && words.chars().count() > UNBROKEN
            && !words.contains(['，', ',', '、']);
        Heading { text: if doubtful { Span::default() } else { piece.words }, doubtful }
    };
    pieces.iter().enumerate().map(heading).collect()
}

/// For each list, whether at least half of its items that could begin with a heading do: those of more than one
/// sentence, and, where it is by labels, all.
fn agreed(pieces: &[Piece], outline: &Outline) -> Vec<bool> {
    let lists = outline.sections.iter().map(|s| s.list as usize + 1).max().unwrap_or(0);
    let mut votes = vec![(0usize, 0usize); lists];
    let mut labels = vec![(0usize, 0usize); lists];
    for piece in pieces {
        let (of, with) = &mut votes[piece.list as usize];
        let elaborate = match piece.shape {
            Shape::Lead | Shape::Label => true,
            Shape::Prose if piece.prose => true,
            // An item of prose that is one sentence has no heading, and speaks against those of its list.
            Shape::Sentence if piece.prose => true,
            Shape::Sentence | Shape::Bare | Shape::Prose => piece.content,
        };
        *of += usize::from(elaborate);
        let alone = piece.prose && piece.shape == Shape::Sentence && !piece.content;
        *with += usize::from(elaborate && !alone && piece.short && piece.shape != Shape::Prose);
        let (all, labelled) = &mut labels[piece.list as usize];
        *all += 1;
        *labelled += usize::from(piece.shape == Shape::Label);
    }
    let agree =
        |(&(of, with), &(all, labelled))| with * 2 >= of && (labelled == 0 || labelled < with || labelled * 2 >= all);
    votes.iter().zip(&labels).map(agree).collect()
}

/// Whether a line with a colon in it is a heading as a whole: 一、案例一：智能审查
fn is_whole_heading(line: &str) -> bool {
    line.chars().count() <= RUN_IN && !line.contains(['。', '；', ';', '，', ',', '！', '？'])
}

/// Whether an item without text of its own stands among items that have headings.
fn bare_list(pieces: &[Piece], index: usize) -> bool {
    let piece = &pieces[index];
    pieces[index.saturating_sub(8)..(index + 8).min(pieces.len())]
        .iter()
        .any(|p| p.list == piece.list && p.content && p.shape == Shape::Bare)
}

/// A quantity in a lead sentence says that it reports; headings name.
fn has_quantity(words: &str) -> bool {
    // Prose in Han characters has none of the bytes that a digit or a mask begins with.
    if !words.bytes().fold(false, |found, byte| found | (byte < 0x80) | (byte == 0xC3)) && !words.contains('＊') {
        return false;
    }
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let mask = matches!(c, 'x' | 'X' | '×' | '*' | '＊');
        if c.is_ascii_digit() || mask {
            while chars.next_if(|c| c.is_ascii_digit() || *c == '.').is_some() {}
            if chars.peek().is_some_and(|c| *c != '年') {
                return true;
            }
        }
    }
    false
}

fn skip_blanks(text: &str, from: usize, to: usize) -> usize {
    to - text[from..to].trim_start_matches(is_blank).len()
}

/// Reads the beginning of a piece, outside brackets and quotation marks.
fn piece(text: &str, span: Span) -> Piece {
    let body = &text[span.range()];
    let start = span.start as usize;
    let mut depth = 0usize;
    let mut shape = Shape::Bare;
    let mut words = span;
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if at > LONG {
            shape = Shape::Prose;
            break;
        }
        // Han characters first: they are most of all.
        if let 0xE4..=0xE9 = bytes[at] {
            at += 3;
            continue;
        }
        let Some(c) = body[at..].chars().next() else { break };
        match c {
            '（' | '(' | '“' | '《' | '〔' | '【' => depth += 1,
            '）' | ')' | '”' | '》' | '〕' | '】' => depth = depth.saturating_sub(1),
            '。' | '！' | '？' | '：' | ':' | '；' | ';' if depth == 0 => {
                words = Span::new(start, start + at);
                shape = closed(c, &body[..at], &body[at + c.len_utf8()..]);
                break;
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    if shape == Shape::Bare && body.ends_with(['，', ',', '、', '…']) {
        shape = Shape::Prose;
    }
    let trimmed = text[words.range()].trim_end_matches(is_blank).len();
    Piece {
        shape,
        words: Span::new(words.start as usize, words.start as usize + trimmed),
        content: false,
        short: false,
        list: 0,
        prose: false,
    }
}

/// The shape of a piece whose first words are closed by `c`.
fn closed(c: char, words: &str, rest: &str) -> Shape {
    let ends = rest.trim_start_matches(is_blank).is_empty();
    match c {
        '；' | ';' => Shape::Prose,
        '：' | ':' if ends => Shape::Bare,
        '：' | ':' if words.contains(['，', ',', '、']) || frame::is_lead_in(words) => Shape::Prose,
        '：' | ':' => Shape::Label,
        _ if ends => Shape::Sentence,
        _ => Shape::Lead,
    }
}
