//! Inferring the layout: what most nodes of a kind, and of a list of a level, have around them becomes the
//! document's own default.

use std::collections::BTreeMap;

use memchr::{memchr2, memrchr2};
use smallvec::SmallVec;

use crate::{
    frame::Kind,
    layout::{HeadingMode, Layout, Level, Pattern, Placing},
    report::{Block, Report},
    setting, short,
    syntax::marker::StyleId,
};

/// Distinct settings beyond this many are exceptions in any case.
const DISTINCT: usize = 24;

/// Equality of what is counted.
trait Alike {
    fn alike(&self, other: Self) -> bool;
}

impl Alike for &str {
    fn alike(&self, other: Self) -> bool {
        short::same(self, other)
    }
}

impl Alike for (&str, &str) {
    fn alike(&self, other: Self) -> bool {
        short::same(self.0, other.0) && short::same(self.1, other.1)
    }
}

/// Counts what is seen; the most frequent, of equals the first, wins.
struct Tally<T>(SmallVec<[(T, usize); 2]>);

impl<T> Default for Tally<T> {
    fn default() -> Self {
        Self(SmallVec::new())
    }
}

impl<T: Copy + Alike> Tally<T> {
    fn add(&mut self, seen: T) {
        if let Some((_, count)) = self.0.iter_mut().find(|(other, _)| other.alike(seen)) {
            *count += 1;
        } else if self.0.len() < DISTINCT {
            self.0.push((seen, 1));
        }
    }

    fn usual(&self) -> Option<T> {
        let best = self.0.iter().map(|(_, count)| *count).max()?;
        self.0.iter().find(|(_, count)| *count == best).map(|(seen, _)| *seen)
    }
}

#[derive(Default)]
struct List<'r> {
    items: usize,
    /// What opens and what closes the numeral, counted.
    markers: Tally<(&'r str, &'r str)>,
    before: Tally<&'r str>,
    after_marker: Tally<&'r str>,
    run_in: usize,
    own_line: usize,
    closed_run_in: Tally<&'r str>,
    closed_own_line: Tally<&'r str>,
}

#[derive(Default)]
struct Kinds<'r> {
    before: Tally<&'r str>,
    after: Tally<&'r str>,
}

impl Report {
    /// The layout: the one the report came with, else the one it shows.
    pub(crate) fn layout(&self) -> Layout {
        match &self.layout {
            Some(layout) => (**layout).clone(),
            None => infer(self),
        }
    }
}

/// The layout that a report shows.
pub(crate) fn infer(report: &Report) -> Layout {
    let mut between = Tally::default();
    let mut indents = Tally::default();
    let mut kinds: BTreeMap<&str, Kinds<'_>> = BTreeMap::new();
    let mut levels: Vec<Vec<(StyleId, List<'_>)>> = Vec::new();
    // What stands before a block is mostly what stood before the last one.
    let mut last = ("", ("", ""));
    setting::positions(report, |block, at, _, _| {
        let before = report.str(block.before);
        if !short::same(before, last.0) {
            last = (before, split(before));
        }
        let (line, indent) = last.1;
        if !line.is_empty() && !at.opens {
            between.add(line);
            if block.kind == Kind::Paragraph {
                indents.add(indent);
            }
        }
        if block.kind == Kind::Section {
            while levels.len() <= at.depth {
                levels.push(Vec::new());
            }
            let style = block.style.map_or(StyleId::PLAIN, |s| if s == StyleId::LABEL { StyleId::PLAIN } else { s });
            list(&mut levels[at.depth], style).add(report, block, at.opens);
        } else if block.kind != Kind::Paragraph {
            let kind = kinds.entry(block.kind.name()).or_default();
            if !at.opens {
                kind.before.add(before);
            }
            kind.after.add(report.str(block.after));
        }
    });
    // A document of one line still has a line ending to offer to what is added.
    let end = report.str(report.end);
    let newline = between.usual().filter(|b| !b.is_empty()).or(Some(end)).map_or("\n", newline_of);
    let flat = between.0.is_empty() && report.blocks.len() > 3;
    let mut layout = Layout {
        newline: newline.to_owned(),
        between_paragraphs: between.usual().unwrap_or(if flat { "" } else { newline }).to_owned(),
        indent: indents.usual().unwrap_or(if flat { flat_indent(report) } else { "" }).to_owned(),
        end: end.to_owned(),
        ..Layout::default()
    };
    let paragraph = layout.paragraph();
    for (name, kind) in kinds {
        let placing = Placing {
            before: kind.before.usual().filter(|b| *b != layout.between_paragraphs).map(str::to_owned),
            after: kind.after.usual().filter(|a| !a.is_empty()).map(str::to_owned),
        };
        if placing != Placing::default() {
            layout.kinds.insert(name.to_owned(), placing);
        }
    }
    layout.levels = levels.into_iter().map(|lists| level(lists, &paragraph)).collect();
    layout
}

/// The list of a style among those of a level, which has few.
fn list<'l, 'r>(lists: &'l mut Vec<(StyleId, List<'r>)>, style: StyleId) -> &'l mut List<'r> {
    let at = lists.iter().position(|(other, _)| *other == style).unwrap_or(lists.len());
    if at == lists.len() {
        lists.push((style, List::default()));
    }
    &mut lists[at].1
}

impl<'r> List<'r> {
    fn add(&mut self, report: &'r Report, block: &'r Block, opens: bool) {
        self.items += 1;
        if let Some(style) = block.style {
            let around = style.around(report.str(block.marker));
            self.markers.add(around);
        }
        if !opens {
            self.before.add(report.str(block.before));
        }
        self.after_marker.add(report.str(block.after_marker));
        if !block.text.span.is_empty() {
            let follows = block.blocks.first().filter(|child| child.kind == Kind::Paragraph);
            let on_line = |before: &str| before.is_empty() || memchr2(b'\n', b'\r', before.as_bytes()).is_none();
            let runs_in = follows.map(|child| on_line(report.str(child.before)));
            self.run_in += usize::from(runs_in == Some(true));
            self.own_line += usize::from(runs_in == Some(false));
            let closed = if runs_in == Some(true) { &mut self.closed_run_in } else { &mut self.closed_own_line };
            closed.add(report.str(block.after));
        }
    }

    fn level(&self, style: StyleId, paragraph: &str) -> Level {
        let usual = self.markers.usual();
        let (open, close) = usual.unwrap_or_default();
        let (marker, format) = match style.format() {
            Some(format) => ([open, Pattern::NUMBER, close].concat(), format.name()),
            None if style == StyleId::BULLET => (open.to_owned(), Pattern::BULLET),
            None => (String::new(), Pattern::NONE),
        };
        let run_in = self.run_in > self.own_line;
        let closed = if run_in { &self.closed_run_in } else { &self.closed_own_line };
        Level {
            marker,
            format: format.to_owned(),
            before: self.before.usual().filter(|b| *b != paragraph).map(str::to_owned),
            after_marker: self.after_marker.usual().unwrap_or("").to_owned(),
            heading: if run_in { HeadingMode::RunIn } else { HeadingMode::OwnLine },
            after_heading: closed.usual().unwrap_or("").to_owned(),
            lists: Vec::new(),
        }
    }
}

/// A level from its lists: the longest is the usual one.
fn level(mut lists: Vec<(StyleId, List<'_>)>, paragraph: &str) -> Level {
    lists.sort_by_key(|(style, list)| (std::cmp::Reverse(list.items), *style));
    let mut order = lists.iter().map(|(style, list)| list.level(*style, paragraph));
    let mut level = order.next().unwrap_or_default();
    level.lists = order.collect();
    level
}

/// What stands before a block, cut behind its last line ending.
fn split(before: &str) -> (&str, &str) {
    before.split_at(memrchr2(b'\n', b'\r', before.as_bytes()).map_or(0, |at| at + 1))
}

fn newline_of(text: &str) -> &str {
    ["\r\n", "\n", "\r"].into_iter().find(|newline| text.contains(newline)).unwrap_or("\n")
}

/// What sets off most paragraphs of a flattened document.
fn flat_indent(report: &Report) -> &str {
    let mut tally = Tally::default();
    for block in report.blocks.iter().skip(1) {
        tally.add(report.str(block.before));
    }
    tally.usual().unwrap_or("")
}
