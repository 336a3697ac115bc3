//! Headings: what of the text behind a marker is the section's heading, and where it ends. A heading stands alone on
//! its line, or runs in: a short lead sentence, closed by 。 or ：, that the rest elaborates. Items of a list are
//! parallel: where most have no heading, none has.

mod glued;

use crate::{
    block::{Place, Proposal},
    frame,
    line::{Line, is_blank, is_break},
    marks::marks,
    outline::Outline,
    span::Span,
    syntax::{marker::is_han, mask},
};

/// How the text behind a section's marker is divided: blanks, the heading, what closes it, blanks, the body, blanks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heading {
    /// The words; empty, and before the body, where there is no heading.
    pub(crate) text: Span,
    /// Where what closes the heading ends: 。 or ：
    pub(crate) closed: u32,
    /// The text of the section behind its heading, without blanks at its ends.
    pub(crate) body: Span,
    /// Whether its end is a judgement that could as well be another.
    pub(crate) doubtful: bool,
    evidence: Evidence,
}

/// What speaks for and against a heading.
#[derive(Clone, Copy, Debug)]
struct Evidence {
    list: u32,
    shape: Shape,
    /// How many characters the words have.
    chars: usize,
    /// Whether sections of its own follow.
    child: bool,
    /// Whether text or sections of its own follow.
    content: bool,
    /// Whether the words are short enough for the place.
    short: bool,
    /// Whether it is an item of prose: 一是…
    prose: bool,
    /// Whether it is behind no marker.
    plain: bool,
    /// Whether the words are one long phrase.
    unbroken: bool,
    /// Whether it stands in law text, where nothing has a heading.
    law: bool,
}

impl Heading {
    /// Everything is body.
    fn refuse(&mut self) {
        let start = self.text.start;
        self.text = Span { start, end: start };
        self.closed = start;
        self.body.start = start;
    }

    /// The first `len` bytes are the heading, and that is a judgement.
    fn cut(&mut self, len: usize) {
        self.text.end = self.text.start + len as u32;
        self.closed = self.text.end;
        self.body.start = self.text.end;
        self.doubtful = true;
    }
}

/// The longest heading that stands alone, the longest that runs in behind a line's marker, the longest that runs
/// in amid prose, and the longest label before a colon, in characters.
const ALONE: usize = 60;
const RUN_IN: usize = 40;
const AMID: usize = 22;
const AMID_MARKED: usize = 30;
/// A heading amid a line that is longer than one in prose has so many phrases at most.
const AMID_PHRASES: usize = 2;
const LABEL: usize = 24;
/// A run-in heading of more characters without a comma is doubtful.
const UNBROKEN: usize = 26;

/// A piece without a full stop for more bytes than this is prose.
const LONG: usize = 240;

/// How the text behind a marker begins.
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

/// How the text behind each accepted marker is divided.
pub(crate) fn headings(text: &str, lines: &[Line], proposals: &[Proposal], outline: &Outline) -> Vec<Heading> {
    let sections = &outline.sections;
    let mut headings = Vec::with_capacity(sections.len());
    // The depth of the law text that is open: below 第X条 nothing has a heading.
    let mut article: Option<u8> = None;
    for (index, section) in sections.iter().enumerate() {
        let proposal = &proposals[section.proposal as usize];
        let next = sections.get(index + 1);
        let next_at = next.map(|n| &proposals[n.proposal as usize]);
        let line = &lines[proposal.line as usize];
        let start = skip_blanks(text, proposal.end(), line.body.end as usize);
        let shared = next_at.filter(|n| n.line == proposal.line);
        let end = match shared {
            Some(n) => start.max(start + text[start..n.at as usize].trim_end_matches(is_blank).len()),
            None => line.body.end as usize,
        };
        let child = next.is_some_and(|n| n.depth > section.depth);
        let followed = shared.is_none()
            && outline.depths.get(proposal.line as usize + 1).is_some_and(|&d| d > section.depth)
            && next_at
                .is_none_or(|n| child || lines.get(proposal.line as usize + 1).is_some_and(|l| n.at > l.body.start));
        let (mut shape, division) = divide(text, Span::new(start, end));
        let mut heading = division;
        if shape == Shape::Label && (child || followed) && is_whole_heading(&text[start..end]) {
            shape = Shape::Bare;
            heading = whole(Span::new(start, end));
        }
        // Prose has no heading, however it begins.
        let words = if shape == Shape::Prose { "" } else { &text[heading.text.range()] };
        let alone = proposal.place == Place::Line;
        let prose = proposal.style.is_prose();
        let chars = words.chars().count();
        let mut short = chars
            <= match shape {
                Shape::Label => LABEL,
                Shape::Bare if alone => ALONE,
                _ if alone => RUN_IN,
                _ if !prose && words.split(['，', ',']).count() <= AMID_PHRASES => AMID_MARKED,
                _ => AMID,
            };
        // What runs on in prose and has a comma reports; a heading there is one phrase.
        if !alone && shape == Shape::Sentence && has_comma(words) && (prose || !child) {
            short = false;
        }
        if short && prose && shape != Shape::Bare && has_quantity(words) {
            short = false;
        }
        let unbroken = chars > UNBROKEN && !words.contains(['，', ',', '、']);
        if article.is_some_and(|depth| section.depth <= depth) {
            article = None;
        }
        if proposal.style.is_article() {
            article = Some(section.depth);
        }
        // 有下列情形之一的： leads in the list below it.
        if article.is_some() && (shape != Shape::Bare || text[start..end].ends_with(['：', ':'])) {
            shape = Shape::Prose;
        }
        let (content, plain, law) = (child || followed, proposal.len == 0, article.is_some());
        heading.evidence =
            Evidence { list: section.list, shape, chars, child, content, short, prose, plain, unbroken, law };
        headings.push(heading);
    }
    forget_trailing(&mut headings, outline);
    let agreed = agreed(&headings, outline);
    let judged: Vec<Verdict> = (0..headings.len()).map(|index| judge(&headings, index, &agreed)).collect();
    let parallel = parallel(&headings, &judged, outline);
    for (index, verdict) in judged.into_iter().enumerate() {
        let heading = &mut headings[index];
        let Evidence { list, shape, chars, prose, plain, law, .. } = heading.evidence;
        // What is as long as its neighbours' headings and stands in their place is one too.
        let is_phrase = |words: &str| !has_comma(words) && !has_quantity(words);
        let like = shape == Shape::Lead && chars <= parallel[list as usize] && is_phrase(&text[heading.text.range()]);
        let stands = like || verdict == Verdict::Stands;
        if stands && (shape != Shape::Lead || chars <= AMID) {
            continue;
        }
        let all = Span { end: heading.text.end.max(heading.body.end), ..heading.text };
        let glued = if prose || plain || law { None } else { glued::end(&text[all.range()]) };
        match glued {
            Some(end) => heading.cut(end),
            None if stands => {}
            None => {
                heading.doubtful = verdict == Verdict::Doubtful;
                heading.refuse();
            }
        }
    }
    headings
}

/// Whether the words behind a marker are its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Stands,
    /// It may be, and where it ends is uncertain.
    Doubtful,
    Falls,
}

fn judge(headings: &[Heading], index: usize, agreed: &[bool]) -> Verdict {
    let Evidence { list, shape, content, short, prose, plain, unbroken, .. } = headings[index].evidence;
    let elaborated = match shape {
        Shape::Prose => false,
        Shape::Sentence => content && short,
        Shape::Bare if plain => true,
        Shape::Bare => short && (content || bare_list(headings, index)),
        Shape::Lead | Shape::Label => short,
    };
    let stands = elaborated && !headings[index].text.is_empty() && (agreed[list as usize] || shape == Shape::Bare);
    match shape {
        // A long lead sentence without a comma may be a heading that lost its end: 加强领导各级党组织要…
        Shape::Lead | Shape::Sentence if stands && !prose && unbroken => Verdict::Doubtful,
        // Without any end it may be a heading glued to its text.
        Shape::Bare if !stands && !prose && !plain && unbroken => Verdict::Doubtful,
        _ if stands => Verdict::Stands,
        _ => Verdict::Falls,
    }
}

/// How many times as long as the others of its list a heading may be.
const LONGER: usize = 2;

/// For each list of which most items have a heading, how many characters a further one may have.
fn parallel(headings: &[Heading], judged: &[Verdict], outline: &Outline) -> Vec<usize> {
    // Of each list, its items, those with a heading, and the longest.
    let mut seen = vec![(0usize, 0usize, 0usize); lists(outline)];
    for (Heading { evidence, .. }, verdict) in headings.iter().zip(judged) {
        let (items, standing, longest) = &mut seen[evidence.list as usize];
        *items += 1;
        if *verdict == Verdict::Stands {
            *standing += 1;
            *longest = evidence.chars.max(*longest);
        }
    }
    let most = |(items, standing, longest): (usize, usize, usize)| {
        if standing * 3 >= items * 2 { longest * LONGER } else { 0 }
    };
    seen.into_iter().map(most).collect()
}

/// What follows a list follows its last item. Where no other item has text of its own, and each is one sentence, that
/// text is not the last item's.
fn forget_trailing(headings: &mut [Heading], outline: &Outline) {
    // Of each list, its items, its last one, and whether all before that one are bare.
    let mut lists = vec![(0usize, 0usize, true); lists(outline)];
    for (index, Heading { evidence: piece, .. }) in headings.iter().enumerate() {
        let (items, last, bare) = &mut lists[piece.list as usize];
        if *items > 0 {
            *bare &= is_bare(&headings[*last].evidence);
        }
        (*items, *last) = (*items + 1, index);
    }
    for (_, last, _) in lists.into_iter().filter(|(items, _, bare)| *items > 1 && *bare) {
        let closed = last.checked_sub(1).is_some_and(|i| headings[i].evidence.shape == Shape::Prose);
        let evidence = &mut headings[last].evidence;
        evidence.content &= evidence.child;
        // …；…；… 。 ends the list.
        if closed && evidence.shape == Shape::Lead {
            evidence.shape = Shape::Prose;
        }
    }
}

/// Whether an item is one sentence and nothing more.
fn is_bare(piece: &Evidence) -> bool {
    !piece.content && !piece.plain && matches!(piece.shape, Shape::Bare | Shape::Sentence | Shape::Prose)
}

/// How many lists the outline has.
fn lists(outline: &Outline) -> usize {
    outline.sections.iter().map(|s| s.list as usize + 1).max().unwrap_or(0)
}

/// For each list, whether at least half of its items that could begin with a heading do: those of more than one
/// sentence, and, where it is by labels, all.
fn agreed(headings: &[Heading], outline: &Outline) -> Vec<bool> {
    let lists = lists(outline);
    let mut votes = vec![(0usize, 0usize); lists];
    let mut labels = vec![(0usize, 0usize); lists];
    for Heading { evidence: piece, .. } in headings {
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
fn bare_list(headings: &[Heading], index: usize) -> bool {
    let list = headings[index].evidence.list;
    headings[index.saturating_sub(8)..(index + 8).min(headings.len())]
        .iter()
        .any(|Heading { evidence: e, .. }| e.list == list && e.content && e.shape == Shape::Bare)
}

fn has_comma(words: &str) -> bool {
    marks(words).any(|at| words[at..].starts_with(['，', ',']))
}

/// A quantity in a lead sentence says that it reports; headings name.
fn has_quantity(words: &str) -> bool {
    marks(words).any(|at| {
        let number = words[at..].trim_start_matches(|c: char| c.is_ascii_digit());
        let behind = match number.chars().next() {
            Some(mask @ ('x' | 'X' | '×' | '*' | '＊')) => &number[mask.len_utf8()..],
            _ if number.len() < words.len() - at => number,
            _ => return false,
        };
        let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        behind.chars().next().is_some_and(|c| c != '年')
    })
}

fn skip_blanks(text: &str, from: usize, to: usize) -> usize {
    to - text[from..to].trim_start_matches(|c| is_blank(c) || is_break(c)).len()
}

/// A heading that is all there is.
fn whole(text: Span) -> Heading {
    let evidence = Evidence {
        list: 0,
        shape: Shape::Bare,
        chars: 0,
        child: false,
        content: false,
        short: false,
        prose: false,
        plain: false,
        unbroken: false,
        law: false,
    };
    Heading { text, closed: text.end, body: Span::empty(text.end as usize), doubtful: false, evidence }
}

/// Divides the text behind a marker at the first sign, outside brackets and quotation marks, that closes a sentence.
fn divide(text: &str, span: Span) -> (Shape, Heading) {
    let body = &text[span.range()];
    let start = span.start as usize;
    let mut depth = 0usize;
    let mut heading = whole(span);
    let far = body.ceil_char_boundary(LONG + 1);
    for at in marks(&body[..far]) {
        let Some(c) = body[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        match c {
            '（' | '(' | '“' | '《' | '〔' | '【' => depth += 1,
            '）' | ')' | '”' | '》' | '〕' | '】' => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_blank(c) && stands_apart(&body[..at], &body[end..]) => {
                heading.text = Span::new(start, start + at);
                heading.closed = heading.text.end;
                heading.body.start = skip_blanks(text, start + end, span.end as usize) as u32;
                return (Shape::Lead, heading);
            }
            // 9:30
            '：' | ':' if body[..at].ends_with(is_digit) && body[end..].starts_with(is_digit) => {}
            '。' | '！' | '？' | '：' | ':' | '；' | ';' if depth == 0 => {
                let words = body[..at].trim_end_matches(is_blank).len();
                // Behind a blank it closes nothing, and stays with the text.
                let closed = if words == at { end } else { words };
                heading.text = Span::new(start, start + words);
                heading.closed = (start + closed) as u32;
                heading.body.start = skip_blanks(text, start + closed, span.end as usize) as u32;
                return (closes(c, &body[..at], &body[end..]), heading);
            }
            _ => {}
        }
    }
    let goes_on = far < body.len() || body.ends_with(['，', ',', '、', '…']);
    (if goes_on { Shape::Prose } else { Shape::Bare }, heading)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether a blank sets off a heading: 加强组织领导 各级要…, or one of two phrases alike: 强基础，补短板 各级要….
fn stands_apart(words: &str, rest: &str) -> bool {
    let of_phrase = |c: char| is_han(c) || c.is_ascii_digit() || mask::sign(c).is_some() || matches!(c, '“' | '”');
    let phrase = |words: &str| (APART.0..=APART.1).contains(&words.len()) && words.chars().all(of_phrase);
    let sets_off = match words.split_once(['，', ',', '、']) {
        Some((first, second)) => {
            let alike = || first.len().abs_diff(second.len()) <= UNLIKE;
            phrase(first) && phrase(second) && (alike() || frame::ends_heading(second))
        }
        None => phrase(words) && rest.len() >= SET_OFF,
    };
    let begins = |c: char| is_han(c) || c.is_ascii_digit() || mask::sign(c).is_some();
    sets_off && rest.contains(['。', '，', ',']) && rest.trim_start_matches(is_blank).starts_with(begins)
}

/// How many bytes two phrases alike may differ by.
const UNLIKE: usize = 2 * '字'.len_utf8();

/// The bytes of a phrase that a blank sets off, at least and at most, and the least bytes of the text behind it.
const APART: (usize, usize) = (12, 60);
const SET_OFF: usize = 60;

/// The shape of a piece whose first words are closed by `c`.
fn closes(c: char, words: &str, rest: &str) -> Shape {
    let ends = rest.trim_start_matches(is_blank).is_empty();
    match c {
        '；' | ';' => Shape::Prose,
        '：' | ':' if ends => Shape::Bare,
        '：' | ':' if words.contains(['，', ',', '、']) || frame::is_lead_in(words) => Shape::Prose,
        '：' | ':' => Shape::Label,
        _ if ends => Shape::Sentence,
        _ if frame::continues(rest.trim_start_matches(is_blank)) => Shape::Prose,
        _ => Shape::Lead,
    }
}
