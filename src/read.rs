//! Reading: bytes to lines, frame, proposals, outline, headings, and these to a tree.

use crate::{
    block,
    error::Error,
    frame::{self, Kind},
    heading::{self, Heading},
    heads,
    hint::Hints,
    html,
    inline::Lexicon,
    joint,
    line::{self, Line, is_blank, is_break},
    outline,
    report::{Block, Notice, Report, Text},
    source::{self, Decoded, Encoding, RawLine},
    span::Span,
    write,
};

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The encoding; detected where it is not given.
    pub encoding: Option<Encoding>,
    /// Words that a user added to the tables.
    pub lexicon: Lexicon,
}

/// Reads a report. Any bytes are one, unless they begin with a binary signature; a Word file is read by its text.
///
/// # Errors
/// [`crate::error::ErrorKind::Source`] for a binary file, for a Word file that is damaged or past the limits, and for
/// more than 4 GiB.
pub fn read(bytes: Vec<u8>, options: &ReadOptions) -> Result<Report, Error> {
    #[cfg(feature = "docx")]
    if crate::docx::is_docx(&bytes) {
        return crate::docx::Document::open(bytes).map(|document| document.read(options));
    }
    let decoded = source::decode(bytes, options.encoding)?;
    Ok(decoded_as(decoded, &Hints::default(), options))
}

/// Reads a text, with what is said of its lines.
pub(crate) fn decoded_as(decoded: Decoded, hints: &Hints, options: &ReadOptions) -> Report {
    let mut report = Report::new(decoded.text, decoded.source);
    report.lexicon = options.lexicon.clone();
    build(&mut report, decoded.raw, hints);
    report
}

/// Reads a web page (HTML): the lines that a browser shows, of which those that are the site's and not the article's are
/// furniture. The tree of the article is that of its plain text. The report is a text from then on, in UTF-8.
///
/// # Errors
/// [`crate::error::ErrorKind::Source`] for a page of more than 32 MiB, and for a binary file.
pub fn read_page(bytes: Vec<u8>, options: &ReadOptions) -> Result<Report, Error> {
    let page = html::read(bytes, options.encoding)?;
    let decoded = Decoded { source: page.source, text: page.text, raw: Vec::new() };
    Ok(decoded_as(decoded, &page.hints, options))
}

/// Reads again what a report prints.
pub(crate) fn again(report: &Report) -> Report {
    let (text, raw) = write::printed(report);
    let mut read = Report::new(text, report.source.clone());
    read.lexicon = report.lexicon.clone();
    build(&mut read, raw, &Hints::default());
    read
}

/// Builds the tree; `hints` are what the container says of its lines.
fn build(report: &mut Report, raw: Vec<RawLine>, hints: &Hints) {
    let text = report.text();
    let mut lines = line::lines(text, raw.iter().map(|line| line.start));
    let mut frame = hints.frame(text, &lines);
    joint::join(text, &mut lines, &mut frame, &raw);
    let proposals = block::proposals(text, &lines, &frame, hints);
    let outline = outline::outline(text, &lines, &frame, &proposals);
    let headings = heading::headings(text, &lines, &proposals, &outline);
    let mut tree = Tree { text, closed: Vec::with_capacity(64), open: Vec::new(), covered: 0 };
    let mut notices = Vec::new();
    let mut raw = raw.into_iter().peekable();
    let mut next = 0;
    for (index, line) in lines.iter().enumerate() {
        let kept = raw.next_if(|raw| raw.start <= line.body.start).map(|raw| raw.bytes);
        if let Some(kind) = frame[index] {
            tree.framed(usize::from(outline.depths[index]), kind, line);
            tree.keep(kept);
            continue;
        }
        let from = next;
        while outline.sections.get(next).is_some_and(|s| proposals[s.proposal as usize].line as usize == index) {
            next += 1;
        }
        let sections = &outline.sections[from..next];
        let at = |i: usize| sections.get(i).map_or(line.body.end, |s| proposals[s.proposal as usize].at) as usize;
        if at(0) > line.body.start as usize {
            let (depth, span) = (usize::from(outline.depths[index]), Span::new(line.body.start as usize, at(0)));
            if line.joined {
                tree.parted(depth, span);
            } else {
                tree.lead(depth, span);
            }
            tree.keep(kept.clone());
        }
        for (i, section) in sections.iter().enumerate() {
            let proposal = &proposals[section.proposal as usize];
            let heading = &headings[from + i];
            tree.section(usize::from(section.depth), proposal, heading);
            if i == 0 && at(0) == line.body.start as usize {
                tree.keep(kept.clone());
            }
            // A marker that a line break cuts may be two lines of text.
            let cut = line.joined && report.text()[proposal.range()].contains(is_break);
            if section.doubtful || cut {
                notices.push(Notice { code: "marker-doubtful", span: Span::new(proposal.at as usize, proposal.end()) });
            }
            if heading.doubtful {
                notices
                    .push(Notice { code: "heading-doubtful", span: Span::new(proposal.at as usize, proposal.end()) });
            }
        }
        tree.close_line(line.end as usize);
    }
    notices
        .extend(outline.too_deep.iter().map(|&at| Notice { code: "level-too-deep", span: Span::empty(at as usize) }));
    let end = Span::new(tree.covered, text.len());
    let blocks = tree.finish();
    report.blocks = blocks;
    report.end = end;
    report.notices = notices;
    if frame.contains(&Some(Kind::Row)) {
        heads::find(report);
    }
}

/// The tree while it grows, children before their sections.
struct Tree<'t> {
    text: &'t str,
    /// The blocks that are whole and still wait for the section they stand in, in order of print.
    closed: Vec<Block>,
    /// The sections that are open, outermost first, each with the place in `closed` where its blocks begin.
    open: Vec<(Block, usize)>,
    /// All bytes before this one are in a leaf.
    covered: usize,
}

impl Tree<'_> {
    /// The block that was added last.
    fn last(&mut self) -> Option<&mut Block> {
        match self.open.last_mut() {
            Some((section, first)) if *first == self.closed.len() => Some(section),
            _ => self.closed.last_mut(),
        }
    }

    /// Closes the sections that stand `depth` deep or deeper.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth
            && let Some((mut section, first)) = self.open.pop()
        {
            section.blocks = self.closed.drain(first..).collect();
            self.closed.push(section);
        }
    }

    /// Covers the text up to `end` and gives its span.
    fn cover(&mut self, end: usize) -> Span {
        let span = Span::new(self.covered, end);
        self.covered = end;
        span
    }

    /// Keeps the bytes of the line that the last block begins.
    fn keep(&mut self, bytes: Option<Box<[u8]>>) {
        if let (Some(bytes), Some(block)) = (bytes, self.last()) {
            block.rare_mut().raw = Some(bytes);
        }
    }

    /// A block of one leaf.
    fn leaf(&mut self, depth: usize, kind: Kind, body: Span) {
        self.close(depth);
        let before = self.cover(body.start as usize);
        let span = self.cover(body.end as usize);
        let text = Text { span, ..Text::default() };
        self.closed.push(Block { kind, before, text, ..Block::default() });
    }

    /// Text behind the last leaf that closes it.
    fn close_leaf(&mut self, end: usize) {
        let after = self.cover(end);
        if let Some(block) = self.last() {
            block.after = after;
        }
    }

    /// A line of the frame.
    fn framed(&mut self, depth: usize, kind: Kind, line: &Line) {
        let mut body = line.body;
        if kind == Kind::Row {
            // Cells without words at the ends of a row are cells too.
            let before = &self.text[self.covered..body.start as usize];
            let indent = before.len() - before.trim_end_matches(is_blank).len();
            body = Span::new(body.start as usize - indent, line.end as usize);
        }
        if kind == Kind::Addressee {
            let words = self.text[body.range()].trim_end_matches(['：', ':', '！', '!']).trim_end_matches(is_blank);
            body = Span::new(body.start as usize, body.start as usize + words.len());
        }
        self.leaf(depth, kind, body);
        self.close_leaf(line.end as usize);
    }

    /// The lines that were joined to what is no marker after all.
    fn parted(&mut self, depth: usize, span: Span) {
        let mut at = span.start as usize;
        for line in self.text[span.range()].split(is_break) {
            let end = at + line.len();
            let body = line.trim_start_matches(is_blank);
            if !body.is_empty() {
                self.lead(depth, Span::new(end - body.len(), end));
            }
            at = end + 1;
        }
    }

    /// The text of a line before its first marker.
    fn lead(&mut self, depth: usize, span: Span) {
        let body = self.text[span.range()].trim_end_matches(is_blank);
        let span = Span::new(span.start as usize, span.start as usize + body.len());
        if let Some(words) = self.addressee(span) {
            self.leaf(0, Kind::Addressee, words);
            let colon = self.text[words.end as usize..].chars().next().map_or(0, char::len_utf8);
            self.close_leaf(words.end as usize + colon);
            let rest = &self.text[self.covered..span.end as usize];
            let start = span.end as usize - rest.trim_start_matches(is_blank).len();
            self.leaf(0, Kind::Paragraph, Span::new(start, span.end as usize));
        } else {
            self.leaf(depth, Kind::Paragraph, span);
        }
    }

    /// The addressee that a paragraph begins with, before any other text: 区委: 按照…
    fn addressee(&self, body: Span) -> Option<Span> {
        let begun = !self.open.is_empty()
            || self.closed.iter().any(|b| matches!(b.kind, Kind::Paragraph | Kind::Section | Kind::Addressee));
        if begun {
            return None;
        }
        let text = &self.text[body.range()];
        let (at, colon) = text.char_indices().take(24).find(|(_, c)| matches!(c, '：' | ':'))?;
        let words = &text[..at];
        let rest = text[at + colon.len_utf8()..].trim_start_matches(is_blank);
        (!rest.is_empty() && frame::is_address(words)).then(|| Span::new(body.start as usize, body.start as usize + at))
    }

    /// The number behind that of the section before, among the blocks that are open.
    fn last_number(&self) -> Option<u64> {
        Some(self.closed.last()?.number?.saturating_add(1))
    }

    /// A section: its marker, its heading, and what of its text stands in the line.
    fn section(&mut self, depth: usize, proposal: &block::Proposal, heading: &Heading) {
        self.close(depth);
        let number = proposal.number.or_else(|| self.last_number().filter(|_| proposal.is_last()));
        let mut block = Block {
            kind: Kind::Section,
            before: self.cover(proposal.at as usize),
            marker: self.cover(proposal.end()),
            number,
            style: Some(proposal.style),
            ..Block::default()
        };
        block.after_marker = self.cover(heading.text.start as usize);
        block.text.span = self.cover(heading.text.end as usize);
        block.after = self.cover(heading.closed as usize);
        self.open.push((block, self.closed.len()));
        if !heading.body.is_empty() {
            self.leaf(depth + 1, Kind::Paragraph, heading.body);
        }
    }

    /// The trailing blanks of a line belong to its last leaf.
    fn close_line(&mut self, end: usize) {
        if self.covered < end {
            let blanks = self.cover(end);
            if let Some(block) = self.last() {
                block.after = if block.after.is_empty() { blanks } else { Span::new(block.after.start as usize, end) };
            }
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.close(0);
        self.closed
    }
}
