//! The outline pass: which proposed markers are markers, and how deep each stands. One walk over the proposals with
//! the lists that are open, outermost first. A proposal continues an open list, restarts one, opens a new one, or is
//! refused; nothing but its style, its number, its neighbours of the same style and the open lists is asked.
//!
//! - It continues the innermost open list of its style whose next number it is.
//! - Number 1 opens a list; `depth` tells where.
//! - Another number is a gap, a duplicate, a count that runs through the parts of a document (第X条), or a list that
//!   lost its first item; prose styles (一是) need a neighbour that agrees.
//! - A paragraph without a marker ends the chains that do not go on behind it, and the lists of one line an item.

mod depth;
mod evidence;

use std::cell::Cell;

use crate::{
    block::{Place, Proposal},
    frame::{self, Kind},
    line::Line,
    syntax::marker::StyleId,
};

/// The most levels: what would stand deeper is text.
pub(crate) const DEEPEST: usize = 32;

/// A proposal that was accepted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accepted {
    /// Its index among the proposals.
    pub(crate) proposal: u32,
    /// How many sections it stands in.
    pub(crate) depth: u8,
    /// Its list, numbered in order of opening.
    pub(crate) list: u32,
    /// Whether its acceptance rests on little.
    pub(crate) doubtful: bool,
}

/// What the pass found out.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// The accepted proposals, in order.
    pub(crate) sections: Vec<Accepted>,
    /// For each line, in how many sections the text at its start stands.
    pub(crate) depths: Vec<u8>,
    /// The places of markers that stood too deep.
    pub(crate) too_deep: Vec<u32>,
}

/// So many items of one line each show that paragraphs are no part of them.
const ONE_LINE_ITEMS: u32 = 3;

struct Open {
    style: StyleId,
    rank: u16,
    /// How deep its first heading stands, where that is said.
    level: Option<u8>,
    /// The number its last item has, printed or (for masks) counted; 0 for bullets.
    last: u64,
    list: u32,
    /// The line of its last item.
    line: u32,
    /// How many items it has.
    items: u32,
    /// Whether its items begin lines, or its first, a heading, ends one.
    by_line: bool,
    /// Whether an item went on over a paragraph of its own.
    paragraphs: bool,
    /// Whether its items, bullets, stand over lists that begin anew in each.
    holds: bool,
}

struct Pass<'t> {
    text: &'t str,
    lines: &'t [Line],
    proposals: &'t [Proposal],
    /// The proposals of each style, in order.
    by_style: Vec<Vec<u32>>,
    /// Of each style, where the last search ended: the next one begins there.
    ends: Vec<Cell<usize>>,
    open: Vec<Open>,
    /// The number of the last item of each style, anywhere.
    counted: Vec<u64>,
    lists: u32,
    out: Outline,
}

/// Accepts or refuses each proposal.
pub(crate) fn outline(text: &str, lines: &[Line], frame: &[Option<Kind>], proposals: &[Proposal]) -> Outline {
    let mut by_style = vec![Vec::new(); StyleId::COUNT];
    for (index, proposal) in proposals.iter().enumerate() {
        by_style[proposal.style.index()].push(index as u32);
    }
    let sections = Vec::with_capacity(proposals.len());
    let depths = Vec::with_capacity(lines.len());
    let out = Outline { sections, depths, too_deep: Vec::new() };
    let ends = vec![Cell::new(0); StyleId::COUNT];
    let counted = vec![0; StyleId::COUNT];
    let mut pass = Pass { text, lines, proposals, by_style, ends, open: Vec::new(), counted, lists: 0, out };
    let mut next = 0;
    for (line, kind) in frame.iter().enumerate() {
        let first = next;
        while proposals.get(next).is_some_and(|p| p.line as usize == line) {
            next += 1;
        }
        pass.line(line, *kind, first, next);
    }
    pass.out
}

impl Pass<'_> {
    fn line(&mut self, line: usize, kind: Option<Kind>, mut first: usize, end: usize) {
        if let Some(kind) = kind {
            if kind == Kind::Row {
                self.out.depths.push(self.open.len() as u8);
                return;
            }
            if kind != Kind::Furniture {
                self.open.clear();
            }
            self.out.depths.push(0);
            return;
        }
        let leads = first < end && self.proposals[first].place == Place::Line;
        let depth = if leads && self.decide(first) {
            first += 1;
            self.out.sections.last().map_or(0, |a| a.depth)
        } else {
            first += usize::from(leads);
            self.settle(line, first);
            self.open.len() as u8
        };
        self.out.depths.push(depth);
        for index in first..end {
            self.decide(index);
        }
    }

    fn style(&self, index: usize) -> StyleId {
        self.proposals[index].style
    }

    /// The first proposal of `style` at or after `from`.
    fn next_of(&self, style: StyleId, from: usize) -> Option<usize> {
        let all = &self.by_style[style.index()];
        let end = &self.ends[style.index()];
        let mut at = end.get();
        while at > 0 && all[at - 1] as usize >= from {
            at -= 1;
        }
        while all.get(at).is_some_and(|&i| (i as usize) < from) {
            at += 1;
        }
        end.set(at);
        all.get(at).map(|&i| i as usize)
    }

    /// Whether proposal `index` can have the number `number` (a mask can have any).
    fn can_be(&self, index: usize, number: u64) -> bool {
        self.proposals[index].number.is_none_or(|n| n == number)
    }

    /// Whether the open list `at` goes on at or after proposal `from`, before any list outside it does.
    fn resumes(&self, at: usize, from: usize) -> bool {
        let list = &self.open[at];
        self.next_of(list.style, from).is_some_and(|next| {
            let near = list.style != StyleId::BULLET || self.proposals[next].line <= list.line + 2;
            near && self.can_be(next, list.last + 1) && !self.interrupted(at, from, next)
        })
    }

    /// Whether one of the `outer` outermost open lists goes on between two proposals.
    fn interrupted(&self, outer: usize, from: usize, to: usize) -> bool {
        self.open[..outer].iter().any(|list| {
            let next = self.next_of(list.style, from);
            next.is_some_and(|next| next < to && self.proposals[next].number == Some(list.last + 1))
        })
    }

    /// Ends the chains that do not go on behind a paragraph that begins without a marker.
    fn settle(&mut self, line: usize, next: usize) {
        // The text of a marker at a line's end stands on the next line.
        let last = self.out.sections.last().map(|last| &self.proposals[last.proposal as usize]);
        if last.is_some_and(|last| {
            last.line as usize + 1 == line && last.end() == self.lines[last.line as usize].body.end as usize
        }) {
            return;
        }
        let salutes = frame::is_salutation(&self.text[self.lines[line].body.range()]);
        while let Some(list) = self.open.last() {
            let chain = list.style.is_prose() || list.style == StyleId::BULLET || !list.by_line;
            if !chain && !self.is_one_line_an_item(list) {
                if let Some(list) = self.open.last_mut() {
                    list.paragraphs = true;
                }
                break;
            }
            if !salutes {
                if self.resumes(self.open.len() - 1, next) {
                    if let Some(list) = self.open.last_mut() {
                        list.paragraphs = true;
                    }
                    break;
                }
                if list.by_line && list.paragraphs {
                    break;
                }
            }
            self.open.pop();
        }
    }

    /// Whether each of several items of a list was one line of whole sentences: the paragraph behind the last one is as
    /// little a part of it.
    fn is_one_line_an_item(&self, list: &Open) -> bool {
        let sentence = || self.text[self.lines[list.line as usize].body.range()].ends_with(['。', '；']);
        list.items >= ONE_LINE_ITEMS && !list.paragraphs && list.style.is_numbered() && sentence()
    }

    fn decide(&mut self, index: usize) -> bool {
        let style = self.style(index);
        if style.is_numbered() || style == StyleId::BULLET {
            self.decide_marked(index)
        } else {
            self.decide_unmarked(index);
            true
        }
    }

    fn decide_marked(&mut self, index: usize) -> bool {
        let proposal = self.proposals[index];
        let style = proposal.style;
        let known = self.open.iter().rposition(|list| list.style == style);
        let goes_on = |&at: &usize| {
            let list = &self.open[at];
            style.goes_on_in(list.style) && self.can_be(index, list.last + 1) && !self.parts(index, at)
        };
        let going_on = (0..self.open.len()).rev().find(goes_on);
        if let Some(at) = going_on {
            let list = &self.open[at];
            let near = style != StyleId::BULLET || list.holds || proposal.line <= list.line + 12;
            // What no sentence ends before goes on only where the item before stands.
            let loose = proposal.place == Place::Glued || proposal.place == Place::Clause && !style.is_prose();
            if near && (!loose || list.line == proposal.line) {
                return self.accept(index, at, None, false);
            }
        }
        // A word for the last item begins no list.
        if proposal.is_last() {
            return false;
        }
        let number = proposal.number.unwrap_or(1);
        let supported = self.supported(index, number);
        // Slight styles need a second item to be believed, levelled numbers only the first time.
        let weak = style.is_chain() && !(style.is_levelled() && self.counted[style.index()] > 0);
        let slight = weak || style.is_tight() && self.text[proposal.end()..].starts_with(char::is_alphanumeric);
        let needs_support = slight || proposal.place != Place::Line || proposal.is_masked();
        if number == 1 {
            if needs_support && !supported && !self.announced(index) && !self.stands_alone(index) {
                return false;
            }
            return match known {
                Some(at) => {
                    let depth = self.depth_of_restart(index, at);
                    self.accept_new(index, depth, 1, false)
                }
                None => self.open_new(index, number, false),
            };
        }
        let believed = proposal.place == Place::Line && !slight || supported || self.stands_alone(index);
        if !believed {
            return false;
        }
        match known {
            // A gap or a duplicate; a leap is no marker of the list.
            Some(at) => {
                let last = self.open[at].last;
                let near = number <= last + 20 && (number >= last || !supported);
                if near {
                    self.accept(index, at, Some(number), number != last + 1 && proposal.place != Place::Line)
                } else if supported {
                    self.accept_new(index, at, number, true)
                } else {
                    false
                }
            }
            // Articles are counted through the chapters.
            None if !style.is_prose() && number == self.counted[style.index()] + 1 => {
                self.open_new(index, number, false)
            }
            // A list that lost its beginning.
            None if number <= 20 => self.open_new(index, number, true),
            None => false,
        }
    }

    /// A list of a style that is not open.
    fn open_new(&mut self, index: usize, number: u64, doubtful: bool) -> bool {
        let depth = self.depth_of(index, 0);
        self.accept_new(index, depth, number, doubtful)
    }

    fn accept_new(&mut self, index: usize, depth: usize, number: u64, doubtful: bool) -> bool {
        if depth >= DEEPEST {
            self.out.too_deep.push(self.proposals[index].at);
            return false;
        }
        let proposal = &self.proposals[index];
        let style = proposal.style;
        self.open.truncate(depth);
        let outer = self.open.last().map_or(44, |list| list.rank);
        self.open.push(Open {
            style,
            rank: if style.rank() == u16::MAX { outer + 1 } else { style.rank() },
            level: proposal.level,
            last: number,
            list: self.lists,
            line: proposal.line,
            items: 1,
            by_line: proposal.place == Place::Line || self.ends_line(index),
            paragraphs: false,
            holds: false,
        });
        self.counted[style.index()] = number;
        self.lists += 1;
        self.out.sections.push(Accepted {
            proposal: index as u32,
            depth: depth as u8,
            list: self.lists - 1,
            doubtful: doubtful || proposal.place == Place::Glued,
        });
        true
    }

    /// The next item of the open list `at`.
    fn accept(&mut self, index: usize, at: usize, number: Option<u64>, doubtful: bool) -> bool {
        self.open.truncate(at + 1);
        let proposal = &self.proposals[index];
        let list = &mut self.open[at];
        list.last = number.or(proposal.number).unwrap_or(list.last + 1);
        list.line = proposal.line;
        list.items += 1;
        self.counted[proposal.style.index()] = list.last;
        let list = list.list;
        let doubtful = doubtful || proposal.place == Place::Glued;
        self.out.sections.push(Accepted { proposal: index as u32, depth: at as u8, list, doubtful });
        true
    }

    /// A heading without a marker: beside the open one of its shape, else inside the innermost item.
    fn decide_unmarked(&mut self, index: usize) {
        let style = self.style(index);
        let line = self.proposals[index].line as usize;
        if let Some(level) = self.proposals[index].level {
            let within = |list: &Open| list.level.is_some_and(|outer| outer < level);
            let depth = self.open.iter().rposition(within).map_or(0, |at| at + 1);
            match self.open.get(depth).filter(|list| list.style == style && list.level.is_some()) {
                Some(_) => self.accept(index, depth, Some(0), false),
                None => self.accept_new(index, depth, 0, false),
            };
            return;
        }
        let body = &self.text[self.lines[line].body.range()];
        if frame::is_closing_heading(body) {
            // It closes the document, or the part of it that is open.
            let depth = self.open.iter().rposition(|list| list.style.is_division()).map_or(0, |at| at + 1);
            self.accept_new(index, depth, 0, false);
            return;
        }
        if let Some(at) = self.open.iter().rposition(|list| list.style == style) {
            self.accept(index, at, Some(0), false);
            return;
        }
        // Over a list that begins anew it stands beside the open one: 存在的不足： behind the items 1、2、3、
        let next = self.proposals.get(index + 1).filter(|next| next.number == Some(1) && next.place == Place::Line);
        let beside = next.and_then(|next| self.open.iter().rposition(|list| list.style == next.style));
        if let Some(at) = beside.filter(|_| !frame::is_title(body)) {
            self.accept_new(index, at, 0, false);
            return;
        }
        self.settle(line, index + 1);
        self.accept_new(index, self.open.len(), 0, false);
    }
}
