//! How deep a new list stands. A style that is not open goes inside the innermost item whose style usually stands further
//! out, or whose own list goes on later (so 一、 can stand inside 1.), or that a colon led in. A style that is open begins
//! a further list beside, or inside where the outer count is taken up again, a colon led in, or it stands amid an item.

use super::Pass;
use crate::{block::Place, frame, syntax::marker::StyleId};

impl Pass<'_> {
    /// Number 1 of a style that is open: a further list beside the open one, or one inside its item.
    pub(super) fn depth_of_restart(&mut self, index: usize, at: usize) -> usize {
        let style = self.style(index);
        // The title of an embedded document stands between: the document's sections stand at the title's level.
        let embedded = (at + 1..self.open.len()).find(|&i| self.open[i].style == StyleId::PLAIN);
        if let Some(title) = embedded {
            let line = self.lines[self.open[title].line as usize].body;
            let is_title = frame::is_title(&self.text[line.range()]);
            return if is_title { title } else { self.depth_of(index, title + 1) };
        }
        let returns = || self.outer_count_returns(index, at);
        if style.is_prose() {
            at + usize::from(returns().is_some() && self.open[at].line == self.proposals[index].line)
        } else if self.open[at].by_line && self.proposals[index].place != Place::Line || self.led_in(index) {
            // What is led in, and what stands amid an item, stands in the innermost one.
            self.open.len()
        } else if let Some(last) = returns() {
            // In the innermost item whose list goes on behind the run.
            (at + 1..=self.open.len()).rev().find(|depth| self.resumes(depth - 1, last + 1)).unwrap_or(at + 1)
        } else {
            at
        }
    }

    /// The last proposal of the run 1, 2, 3 … that begins at `index`, where the count of the open list `at` is taken up
    /// again behind it.
    fn outer_count_returns(&self, index: usize, at: usize) -> Option<usize> {
        let all = &self.by_style[self.style(index).index()];
        let from = all.partition_point(|&i| (i as usize) <= index);
        let wanted = self.open[at].last + 1;
        let mut inner = 1;
        let mut last = index;
        for &next in all[from..].iter().take(64) {
            if self.interrupted(at, index, next as usize) {
                return None;
            }
            match self.proposals[next as usize].number {
                Some(n) if n == inner + 1 => (inner, last) = (n, next as usize),
                Some(n) => return (n == wanted).then_some(last),
                None => return None,
            }
        }
        None
    }

    /// Whether the list that begins with proposal `index` begins anew behind the next bullet, before any of the `outer`
    /// outermost open lists goes on: so bullets stand over the parts of a document.
    pub(super) fn begins_parts(&self, outer: usize, index: usize) -> bool {
        let begins = |index: usize| {
            self.proposals.get(index).filter(|p| p.number == Some(1) && p.place == Place::Line).map(|p| p.style)
        };
        let first_from = |style: StyleId, from: usize| {
            let all = &self.by_style[style.index()];
            all.get(all.partition_point(|&i| (i as usize) < from)).map(|&i| i as usize)
        };
        begins(index).zip(first_from(StyleId::BULLET, index + 1)).is_some_and(|(style, bullet)| {
            let anew = first_from(style, bullet).and_then(begins);
            anew == Some(style) && !self.interrupted(outer, index, bullet)
        })
    }

    /// Whether a colon stands before proposal `index`, in its line or at the end of the line before.
    fn led_in(&self, index: usize) -> bool {
        let proposal = &self.proposals[index];
        let before = if proposal.place == Place::Line {
            (proposal.line as usize).checked_sub(1).map_or("", |line| &self.text[self.lines[line].body.range()])
        } else {
            &self.text[self.lines[proposal.line as usize].body.start as usize..proposal.at as usize]
        };
        before.ends_with(['：', ':'])
    }

    /// Where a list that begins with a proposal stands, at least `outer` deep.
    pub(super) fn depth_of(&mut self, index: usize, outer: usize) -> usize {
        let proposal = &self.proposals[index];
        let rank = proposal.style.rank();
        let mut depth = self.open.len();
        if proposal.place == Place::Sentence && !proposal.style.is_prose() && self.led_in(index) {
            return depth;
        }
        while depth > outer {
            let list = &self.open[depth - 1];
            let within_item = proposal.place != Place::Line && list.line == proposal.line && list.rank <= rank;
            let over_text = list.style.is_prose() && list.line == proposal.line;
            let first = list.style == StyleId::BULLET && list.last == 1;
            let held = list.holds || first && self.begins_parts(depth - 1, index);
            if list.rank < rank || within_item || over_text || held || self.resumes(depth - 1, index + 1) {
                self.open[depth - 1].holds |= held;
                break;
            }
            depth -= 1;
        }
        depth
    }
}
