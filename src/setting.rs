//! What a layout prints around each node: the rule that both directions share. JSON leaves out what this gives, and
//! loading puts it back.

use crate::{
    frame::Kind,
    layout::{HeadingMode, Layout, Level, Pattern},
    report::{Block, Report},
    syntax::marker::StyleId,
};

/// A layout made ready to be asked often.
#[derive(Debug)]
pub(crate) struct Settings<'l> {
    layout: &'l Layout,
    paragraph: String,
    /// By level: its usual list first.
    levels: Vec<Vec<List<'l>>>,
    /// For lists that the layout does not have.
    other: List<'l>,
}

#[derive(Debug)]
struct List<'l> {
    pattern: Option<Pattern>,
    before: String,
    after_marker: &'l str,
    heading: HeadingMode,
    after_heading: &'l str,
}

/// Where a node stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position<'r> {
    /// How many sections it stands in.
    pub(crate) depth: usize,
    /// The section it stands in.
    pub(crate) parent: Option<&'r Block>,
    /// Whether nothing stands before it in its parent.
    pub(crate) first: bool,
    /// Whether nothing stands before it in the report.
    pub(crate) opens: bool,
}

impl<'l> Settings<'l> {
    pub(crate) fn new(layout: &'l Layout) -> Self {
        let paragraph = layout.paragraph();
        let list = |level: &'l Level| List {
            pattern: level.pattern(),
            before: level.before.clone().unwrap_or_else(|| paragraph.clone()),
            after_marker: &level.after_marker,
            heading: level.heading,
            after_heading: &level.after_heading,
        };
        let levels = layout.levels.iter();
        Self {
            layout,
            levels: levels.map(|level| std::iter::once(level).chain(&level.lists).map(list).collect()).collect(),
            other: List {
                pattern: None,
                before: paragraph.clone(),
                after_marker: "",
                heading: HeadingMode::OwnLine,
                after_heading: "",
            },
            paragraph,
        }
    }

    /// The list that a section is printed as.
    fn list(&self, depth: usize, style: Option<StyleId>) -> &List<'l> {
        // Both shapes of headings without a marker are set alike.
        let style = style.map(|s| if s == StyleId::LABEL { StyleId::PLAIN } else { s });
        let lists = self.levels.get(depth).map_or(&[][..], Vec::as_slice);
        let fits = |list: &&List<'_>| list.pattern.as_ref().is_some_and(|p| p.style() == style);
        lists.iter().find(fits).unwrap_or(&self.other)
    }

    /// The pattern of a level's usual list.
    pub(crate) fn usual(&self, depth: usize) -> Option<&Pattern> {
        self.levels.get(depth)?.first()?.pattern.as_ref()
    }

    /// What stands before a node.
    pub(crate) fn before(&self, block: &Block, at: Position<'_>) -> &str {
        if at.opens {
            return "";
        }
        match block.kind {
            Kind::Section => &self.list(at.depth, block.style).before,
            Kind::Paragraph => match at.parent.filter(|_| at.first) {
                Some(parent) if self.runs_in(parent, at.depth - 1) => "",
                _ => &self.paragraph,
            },
            kind => {
                let placing = self.layout.kinds.get(kind.name());
                placing.and_then(|p| p.before.as_deref()).unwrap_or(&self.layout.between_paragraphs)
            }
        }
    }

    /// What stands before a paragraph on a line of its own.
    pub(crate) fn paragraph(&self) -> &str {
        &self.paragraph
    }

    /// Whether the first paragraph of a section stands on its marker's line.
    pub(crate) fn runs_in(&self, section: &Block, depth: usize) -> bool {
        section.text.span.is_empty() || self.list(depth, section.style).heading == HeadingMode::RunIn
    }

    /// The blanks behind a section's marker.
    pub(crate) fn after_marker(&self, block: &Block, depth: usize) -> &str {
        if block.kind == Kind::Section && !block.marker.is_empty() {
            self.list(depth, block.style).after_marker
        } else {
            ""
        }
    }

    /// What closes a block's heading or text.
    pub(crate) fn after(&self, block: &Block, depth: usize) -> &str {
        match block.kind {
            Kind::Section if block.text.span.is_empty() => "",
            Kind::Section => self.list(depth, block.style).after_heading,
            kind => self.layout.after(kind),
        }
    }
}

/// Visits every block in the order of print with where it stands.
pub(crate) fn positions<'r>(report: &'r Report, mut visit: impl FnMut(&'r Block, Position<'r>, &'r [Block], usize)) {
    fn go<'r>(
        blocks: &'r [Block],
        parent: Option<&'r Block>,
        depth: usize,
        opens: &mut bool,
        visit: &mut impl FnMut(&'r Block, Position<'r>, &'r [Block], usize),
    ) {
        for (index, block) in blocks.iter().enumerate() {
            let at = Position { depth, parent, first: index == 0, opens: std::mem::take(opens) };
            visit(block, at, blocks, index);
            go(&block.blocks, Some(block), depth + 1, opens, visit);
        }
    }
    go(&report.blocks, None, 0, &mut true, &mut visit);
}
