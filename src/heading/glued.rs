//! Where a heading ends that nothing parts from its text: 一、基本情况我县位于…. Flattened documents are full of them. It
//! ends in a word that headings end in, and a word that texts begin with is next; that is a judgement, and said to be one.

use super::RUN_IN;
use crate::{
    frame,
    syntax::{mask, words},
};

/// The least characters of such a heading.
const LEAST: usize = 4;
/// So many bytes of a heading that stand again behind it begin its text: 我县基本情况|我县….
const AGAIN: usize = 2 * '字'.len_utf8();

/// The bytes of the heading that `body` begins with, if there is one.
pub(super) fn end(body: &str) -> Option<usize> {
    let closes = |c: char| matches!(c, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '!' | '?');
    let head = body.char_indices().take(RUN_IN).take_while(|(_, c)| !closes(*c));
    head.skip(LEAST).map(|(at, _)| at).find(|&at| parts(&body[..at], &body[at..]))
}

/// Whether a heading can end where a text begins.
fn parts(heading: &str, rest: &str) -> bool {
    if !frame::ends_heading(heading) {
        return false;
    }
    let again = || rest.get(..AGAIN).is_some_and(|words| heading.starts_with(words));
    let year = || rest.starts_with(['1', '2']) && rest.chars().nth(4) == Some('年');
    let place = || {
        let run = rest.find(|c| mask::sign(c).is_none()).unwrap_or(rest.len());
        run > 0 && words::NAME_AFTER.at_start(&rest[run..]).is_some()
    };
    frame::begins_text(rest) || again() || year() || place()
}
