//! What speaks for a marker besides its number: a neighbour of its style, the words that announce a list, its place.

use super::Pass;
use crate::{
    block::Place,
    frame,
    line::{SET_OFF, is_blank},
    syntax::marker::StyleId,
};

/// The most bytes of the words that say that a list follows.
const LEAD_IN: usize = 90;

/// Styles of this rank and above are believed at the start of a sentence though the list has lost its beginning.
const SAYS_ENOUGH: u16 = 60;

/// The least bytes of a heading that a marker stands directly behind.
const DIVIDED: usize = 4 * '字'.len_utf8();

/// Whether a heading can begin with a character.
fn is_worded(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '“' | '《' | '"')
}

impl Pass<'_> {
    /// Whether the next proposal of the same style, soon after, has the number that follows.
    pub(super) fn supported(&self, index: usize, number: u64) -> bool {
        let this = &self.proposals[index];
        let reach = match this.place {
            Place::Clause if this.style.is_prose() => 3,
            Place::Clause | Place::Glued => 0,
            Place::Sentence if this.style == StyleId::BULLET => 0,
            _ if this.style == StyleId::BULLET && !self.begins_parts(self.open.len(), index + 1) => 12,
            _ => 60,
        };
        self.next_of(this.style, index + 1).is_some_and(|next| {
            let other = &self.proposals[next];
            other.line <= this.line + reach
                && self.can_be(next, number + 1)
                && other.is_masked() == this.is_masked()
                && !self.interrupted(self.open.len(), index + 1, next)
        })
    }

    /// Whether a marker amid a line is the first of a list though no second one follows: the sentence before it says
    /// that a list does, or a list follows what it numbers (一、完成情况：（一）…).
    pub(super) fn announced(&self, index: usize) -> bool {
        let proposal = &self.proposals[index];
        if proposal.place != Place::Sentence {
            return false;
        }
        let line = self.lines[proposal.line as usize].body;
        let before = self.text[line.start as usize..proposal.at as usize].trim_end_matches(is_blank);
        let sentence = &before[before.ceil_char_boundary(before.len().saturating_sub(LEAD_IN))..];
        let colon = sentence.ends_with(['：', ':']);
        let words = sentence.trim_end_matches(['：', ':', '。']);
        let words = words.rsplit(['。', '；']).next().unwrap_or(words);
        if colon && frame::is_lead_in(words) || frame::ends_lead_in(words) {
            return true;
        }
        let next = index + 1;
        self.proposals.get(next).is_some_and(|inner| {
            let between = || &self.text[proposal.end()..inner.at as usize];
            inner.line == proposal.line
                && inner.number == Some(1)
                && inner.style.rank() > proposal.style.rank()
                && between().len() <= LEAD_IN
                && between().ends_with(['：', ':'])
                && self.supported(next, 1)
        })
    }

    /// Whether a marker is one though its text is cut off and no other stands by it: it begins a line where its
    /// style says enough, opens a sentence (…请予审议。一、工作回顾), or stands directly behind the heading that it divides
    /// (二、主要工作（一）…).
    pub(super) fn stands_alone(&self, index: usize) -> bool {
        let proposal = &self.proposals[index];
        if proposal.place == Place::Line {
            return proposal.style.is_alone();
        }
        if proposal.style.is_chain() || proposal.is_masked() || !self.text[proposal.end()..].starts_with(is_worded) {
            return false;
        }
        match proposal.place {
            Place::Sentence => {
                let before = self.text[..proposal.at as usize].trim_end_matches(is_blank);
                let first = proposal.number == Some(1);
                before.ends_with(['。', '！'])
                    && (first || proposal.style.rank() <= SAYS_ENOUGH && !proposal.style.is_article())
            }
            Place::Glued | Place::Gap => self.out.sections.last().is_some_and(|last| {
                let outer = &self.proposals[last.proposal as usize];
                let heading = || &self.text[outer.end()..proposal.at as usize];
                outer.line == proposal.line
                    && outer.style.rank() < proposal.style.rank()
                    && (DIVIDED..=LEAD_IN).contains(&heading().len())
                    && heading().chars().all(|c| c.is_alphanumeric() || is_blank(c))
            }),
            Place::Line | Place::Clause => false,
        }
    }

    /// Whether what stands behind a marker amid a line is a heading that ends the line.
    pub(super) fn ends_line(&self, index: usize) -> bool {
        let proposal = &self.proposals[index];
        if proposal.style.is_prose() {
            return false;
        }
        let rest = &self.text[proposal.end()..self.lines[proposal.line as usize].body.end as usize];
        let rest = &rest[..rest.floor_char_boundary(LEAD_IN + SET_OFF.len())];
        let rest = rest.split_once(SET_OFF).map_or(rest, |(heading, _)| heading);
        (DIVIDED..=LEAD_IN).contains(&rest.len())
            && !rest.contains(['。', '；', '：', '！', ';', ':', '…'])
            && !rest.ends_with(['，', ','])
    }

    /// Whether masked numbers of one style are of two lists, as no number tells them apart: of those that begin lines, and
    /// of those amid such a line.
    pub(super) fn parts(&self, index: usize, at: usize) -> bool {
        let (proposal, list) = (&self.proposals[index], &self.open[at]);
        let outer = || self.open[..at].iter().any(|outer| outer.style == list.style && outer.by_line);
        proposal.is_masked()
            && if proposal.place == Place::Line {
                !list.by_line && outer()
            } else {
                list.by_line && list.items > 1 && list.line == proposal.line
            }
    }
}
