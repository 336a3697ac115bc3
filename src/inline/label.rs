//! What a figure counts, and the id of a slot: both from the words around it.

use super::{Inline, InlineKind};
use crate::syntax::words;

/// The noun phrase that the figure `index` counts: what follows its unit (xx名科技人员), else what stands before it
/// back to punctuation or a verb, with the head that a list leaves out carried on (自治区一等奖x项、三等奖x项: 自治区三等奖).
pub(crate) fn label(leaf: &str, inlines: &[Inline], index: usize) -> String {
    let inline = &inlines[index];
    let after = following(&leaf[inline.span.end as usize..]);
    if !after.is_empty() && !inline.unit.is_empty() {
        return after.to_owned();
    }
    let from = index.checked_sub(1).map_or(0, |i| inlines[i].span.end as usize);
    let own = preceding(&leaf[from.min(inline.span.start as usize)..inline.span.start as usize]);
    let joined = from > 0 && leaf[from..inline.span.start as usize].starts_with('、');
    match index.checked_sub(1).filter(|_| joined) {
        Some(previous) => carried(&preceding_label(leaf, inlines, previous), own),
        None => own.to_owned(),
    }
}

/// The label of the figure before, without its own carrying on for more than a few steps.
fn preceding_label(leaf: &str, inlines: &[Inline], index: usize) -> String {
    // A list of parts seldom has more; the walk back stays short on any input.
    let first = index.saturating_sub(12);
    let mut label = String::new();
    for i in first..=index {
        let from = i.checked_sub(1).map_or(0, |p| inlines[p].span.end as usize);
        let gap = &leaf[from.min(inlines[i].span.start as usize)..inlines[i].span.start as usize];
        let own = preceding(gap);
        label = if i > first && gap.starts_with('、') { carried(&label, own) } else { own.to_owned() };
    }
    label
}

/// 三等奖 behind 自治区一等奖 is 自治区三等奖.
fn carried(head: &str, own: &str) -> String {
    let common = head.chars().rev().zip(own.chars().rev()).take_while(|(a, b)| a == b).count();
    let own_chars = own.chars().count();
    let head_chars = head.chars().count();
    let differing = own_chars - common.min(own_chars);
    if common < 2 || differing == 0 || head_chars <= own_chars {
        return own.to_owned();
    }
    let kept: String = head.chars().take(head_chars - common - differing).collect();
    kept + own
}

/// At most this many characters make a label.
const LONGEST: usize = 16;

fn following(text: &str) -> &str {
    let stop = text.char_indices().enumerate().find(|(count, (at, c))| {
        *count >= LONGEST
            || !c.is_alphanumeric() && !"“”".contains(*c)
            || c.is_numeric()
            || words::NAME_STOPS.at_start(&text[*at..]).is_some()
    });
    let end = stop.map_or(text.len(), |(_, (at, _))| at);
    text[..end].trim_matches(|c| "“”".contains(c))
}

fn preceding(text: &str) -> &str {
    let text = text.trim_end_matches(crate::line::is_blank);
    let text = words::NAME_VERBS.at_end(text).map_or(text, |verb| &text[..text.len() - verb.len()]);
    let mut start = text.len();
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        let verb = words::NAME_VERBS.at_start(&text[at..]).filter(|verb| verb.chars().count() > 1).map_or(0, str::len);
        // 完成率 is no 完成: a verb leaves a word of its own behind it.
        if verb > 0 && text[at + verb..].chars().count() > 1 {
            start = at + verb;
            break;
        }
        if count >= LONGEST || !c.is_alphanumeric() && !"“”（）()".contains(c) {
            break;
        }
        start = at;
    }
    let mut label = text[start..].trim_matches(|c| "“”".contains(c));
    while let Some(verb) = words::NAME_LEADING.at_start(label).filter(|verb| label[verb.len()..].chars().count() > 1) {
        label = &label[verb.len()..];
    }
    if label.chars().count() < 2 { "" } else { label }
}

/// The letters of an id: no vowel, so that no word arises; none that looks like a digit.
const LETTERS: &[u8; 27] = b"bcdfghjkmnpqrstvwxz23456789";
/// How many of them are letters.
const FIRST: u64 = 19;
/// How many characters on either side go into an id.
const AROUND: usize = 10;

/// The id of the slot `index`: seven characters, a hash (FNV-1a, 64 bits) of its kind and the ten characters on
/// either side within the leaf. Each run of digits, numerals, points and masks counts as one sign, so that filling
/// other figures moves no id; blanks do not count.
pub(crate) fn id(kind: InlineKind, leaf: &str, inlines: &[Inline], index: usize) -> String {
    let run = inlines[index].run;
    // Only the neighbours can stand within ten characters; a bounded number of them is asked.
    let near = &inlines[index.saturating_sub(AROUND)..(index + AROUND).min(inlines.len())];
    let inside = |at: usize| near.iter().any(|i| i.open && !i.run.is_empty() && i.run.range().contains(&at));
    let mut hash = Hash::default();
    hash.add(kind.name());
    hash.add("<");
    let before = &leaf[..run.start as usize];
    // Values may be long: look at no more than a bounded stretch.
    let neutral = neutralised(before.char_indices().rev().take(AROUND * 6).map(|(at, c)| (c, inside(at))));
    hash.add(&neutral);
    hash.add(">");
    let end = run.end as usize;
    let after = &leaf[end..];
    hash.add(&neutralised(after.char_indices().take(AROUND * 6).map(|(at, c)| (c, inside(end + at)))));
    hash.letters()
}

fn neutralised(chars: impl Iterator<Item = (char, bool)>) -> String {
    let mut out = String::new();
    let mut count = 0;
    let mut run = false;
    for (c, masked) in chars {
        if crate::line::is_blank(c) {
            continue;
        }
        let number = masked
            || c.is_numeric()
            || "零一二三四五六七八九十百千两点.,．，－-".contains(c) && run
            || "零一二三四五六七八九十百千两".contains(c);
        if number && run {
            continue;
        }
        run = number;
        out.push(if number { '0' } else { c });
        count += 1;
        if count == AROUND {
            break;
        }
    }
    out
}

struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hash {
    fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn letters(self) -> String {
        let mut rest = self.0 ^ self.0 >> 29;
        let mut id = String::with_capacity(7);
        id.push(char::from(LETTERS[(rest % FIRST) as usize]));
        rest /= FIRST;
        for _ in 0..6 {
            id.push(char::from(LETTERS[(rest % LETTERS.len() as u64) as usize]));
            rest /= LETTERS.len() as u64;
        }
        id
    }
}
