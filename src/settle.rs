//! The whole tree set anew in another layout, or numbered anew.

use crate::{
    frame::Kind,
    layout::{Layout, Pattern},
    numbering::{Printed, deep},
    report::{Block, Report},
    setting::{Position, Settings},
    span::Span,
    syntax::marker::StyleId,
};

/// Which lists are numbered anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renumber {
    /// Those that hold a section without a number of its own.
    New,
    /// All.
    All,
}

impl Report {
    /// Numbers lists anew: each runs on by one from its first printed number. Masks and bullets are never numbered; a
    /// list ends where its printed number restarts at 1 or its style changes.
    pub fn renumber(&mut self, which: Renumber) {
        let mut blocks = std::mem::take(&mut self.blocks);
        self.renumber_in(&mut blocks, which);
        self.blocks = blocks;
    }

    fn renumber_in(&mut self, blocks: &mut [Block], which: Renumber) {
        let mut list: Vec<usize> = Vec::new();
        for index in 0..blocks.len() {
            if blocks[index].kind != Kind::Section {
                continue;
            }
            let block = &blocks[index];
            let restarts = !block.fresh && block.number == Some(1) && list.iter().any(|&i| !blocks[i].fresh);
            let goes_on = list.last().is_none_or(|&last| blocks[last].in_one_list(block));
            if !goes_on || restarts {
                self.renumber_list(blocks, &list, which);
                list.clear();
            }
            list.push(index);
        }
        self.renumber_list(blocks, &list, which);
        for block in blocks {
            self.renumber_in(&mut block.blocks, which);
        }
    }

    fn renumber_list(&mut self, blocks: &mut [Block], list: &[usize], which: Renumber) {
        if which == Renumber::New && !list.iter().any(|&i| blocks[i].fresh) {
            return;
        }
        let first = list.iter().find_map(|&i| blocks[i].number.filter(|_| !blocks[i].fresh));
        let mut next = first.unwrap_or(1);
        for &index in list {
            let block = &mut blocks[index];
            block.fresh = false;
            if block.number.is_none() {
                continue;
            }
            if block.number != Some(next) {
                let literal = self.str(block.marker);
                let printed = Pattern::of(literal).and_then(|pattern| pattern.print(Some(next)));
                if Printed::literal(literal).is_last() {
                    block.number = Some(next);
                } else if let Some(literal) = printed {
                    block.marker = self.add(&literal);
                    block.number = Some(next);
                }
            }
            next = next.saturating_add(1);
        }
    }

    /// Sets the report anew in a layout. Markers that are words of the text (一是, 第一，), bullets and masks stay;
    /// what stood amid prose stays there.
    pub fn relayout(&mut self, layout: &Layout) {
        let settings = Settings::new(layout);
        let mut blocks = std::mem::take(&mut self.blocks);
        let mut opens = true;
        self.relayout_in(&mut blocks, None, 0, &settings, &mut opens);
        self.blocks = blocks;
        self.end = self.add(&layout.end);
        self.layout = Some(Box::new(layout.clone()));
    }

    fn relayout_in(
        &mut self,
        blocks: &mut [Block],
        parent: Option<&Block>,
        depth: usize,
        settings: &Settings<'_>,
        opens: &mut bool,
    ) {
        for (index, block) in blocks.iter_mut().enumerate() {
            let at = Position { depth, parent, first: index == 0, opens: std::mem::take(opens) };
            let is_prose = |block: &Block| block.style.is_some_and(StyleId::is_prose);
            let prose = is_prose(block);
            if block.kind == Kind::Section && !prose {
                self.remark(block, depth, settings);
            }
            // What stood amid prose stays there, but not behind a heading that now has its line to itself.
            let flows = prose || parent.is_some_and(is_prose);
            let headed =
                at.first && parent.is_some_and(|parent| !is_prose(parent) && !settings.runs_in(parent, depth - 1));
            let amid = flows && !headed && !at.opens && !self.str(block.before).contains(['\n', '\r']);
            if !amid {
                let own_line = flows && headed;
                block.before = self.add(if own_line { settings.paragraph() } else { settings.before(block, at) });
            }
            if !prose {
                block.after_marker = self.add(settings.after_marker(block, depth));
            }
            // What closes a heading amid prose is a word of the prose: 。 stays 。
            let closer = self.str(block.after).trim_end_matches(crate::line::is_blank).to_owned();
            let runs_on = block.blocks.first().is_some_and(|child| child.kind == Kind::Paragraph);
            block.after = if prose && !closer.is_empty() {
                self.add(&closer)
            } else if block.kind == Kind::Section && !runs_on {
                self.add("")
            } else {
                self.add(settings.after(block, depth))
            };
            if let Some(rare) = &mut block.rare {
                rare.raw = None;
            }
            let mut children = std::mem::take(&mut block.blocks);
            self.relayout_in(&mut children, Some(block), depth + 1, settings, opens);
            block.blocks = children;
        }
    }

    /// Gives a section the marker of its level.
    fn remark(&mut self, block: &mut Block, depth: usize, settings: &Settings<'_>) {
        let counted = settings
            .usual(depth)
            .cloned()
            .filter(|usual| usual.print(Some(1)).is_some_and(|m| Printed::literal(&m).number == Some(1)));
        let pattern = match counted {
            Some(pattern) => pattern,
            None if depth >= 1 => deep(),
            None => return,
        };
        let literal = match block.number {
            Some(number) => pattern.print(Some(number)),
            None if block.is_masked() => {
                let marker = self.str(block.marker).to_owned();
                self.numeral(block).map(|run| pattern.print_mask(&marker[run.range()]))
            }
            None => None,
        };
        if let Some(literal) = literal {
            block.style = Printed::literal(&literal).style;
            block.marker = self.add(&literal);
        }
    }

    /// Leaves out what is no part of the report: furniture and teasers.
    pub fn keep_body(&mut self) {
        self.blocks.retain(|block| !block.kind.is_foreign());
        let start = self.blocks.first().map(|first| self.str(first.before).len());
        if let (Some(_), Some(first)) = (start, self.blocks.first_mut()) {
            first.before = Span::empty(first.before.end as usize);
        }
    }
}
