//! What a figure counts, and the id of a slot: both from the words around it.

use std::ops::Range;

use super::{Inline, InlineKind};
use crate::{period::Period, syntax::words};

/// The noun phrase that the figure `index` counts: what follows its unit (xx名科技人员), else what stands before it
/// back to punctuation or a verb. A list carries on: the head that it leaves out (自治区一等奖x项、三等奖x项:
/// 自治区三等奖), the things that 分别 deals its figures to, what a change is a change of (产值3亿元，同比增长5%).
pub(crate) fn label(leaf: &str, inlines: &[Inline], index: usize) -> String {
    let inline = &inlines[index];
    if let Some(head) = head_of_row(&leaf[..inline.span.start as usize]) {
        return head.to_owned();
    }
    let unit = &leaf[inline.unit.range()];
    // 45期3600人次: the next figure is nothing that this one counts, nor is a mask.
    let rest = &leaf[inline.span.end as usize..];
    let next = inlines.get(index + 1).map(|next| (next.open, next.span.start.saturating_sub(inline.span.end) as usize));
    let end = next.filter(|(open, at)| *open || *at == 0).map_or(rest.len(), |(_, at)| at);
    let after = following(rest.get(..end).unwrap_or_default());
    // 80家增加到100家: what follows is no noun.
    let goes_on = words::NAME_CHANGES.at_start(after).is_some_and(|verb| verb.chars().count() > 1);
    let measured = words::NAME_MEASURED.at_start(unit).is_some_and(|word| word == unit);
    if !after.is_empty() && !unit.is_empty() && !measured && !goes_on {
        return after.to_owned();
    }
    // A list of parts seldom has more; the walk back stays short on any input.
    let first = index.saturating_sub(12);
    let mut label = String::new();
    let mut dealt: Option<(Vec<String>, usize)> = None;
    for i in first..=index {
        if !matches!(inlines[i].kind, InlineKind::Figure) {
            continue;
        }
        let gap = gap(leaf, inlines, i);
        let clause = gap.rsplit(['。', '；', ';']).next().unwrap_or_default();
        let parted = clause.len() < gap.len() && i > 0;
        let deals = |(at, _): &(usize, char)| words::DEALING.at_start(&clause[*at..]).is_some();
        if let Some((at, _)) = clause.char_indices().rev().find(deals) {
            dealt = Some((parts(&clause[..at]), i));
        }
        if let Some((parts, from)) = &dealt
            && (i == *from || is_joint(gap))
        {
            label = parts.get(i - from).map_or(label, Clone::clone);
            continue;
        }
        dealt = None;
        let own = preceding(without_change(clause));
        label = if i > first && gap.starts_with('、') {
            carried(&label, own)
        } else if own.is_empty()
            && !parted
            && (is_joint(gap) || reaches(leaf, &inlines[i], gap) || without_change(clause).len() < clause.len())
        {
            label
        } else {
            own.to_owned()
        };
    }
    // 完成37.8亿元的年度投资计划: what it is of stands behind it.
    match after_of(leaf, inline) {
        Some(noun) if label.is_empty() && measured => noun.to_owned(),
        _ => label,
    }
}

/// The noun phrase behind a figure and 的, where no other words follow it.
fn after_of<'t>(leaf: &'t str, inline: &Inline) -> Option<&'t str> {
    let rest = &leaf[inline.span.end as usize..];
    let rest = &rest[words::NAME_OF.at_start(rest)?.len()..];
    let phrase = phrase(rest);
    let ends = !rest[phrase.len()..].starts_with(char::is_alphanumeric);
    Some(phrase.trim_matches(QUOTES)).filter(|noun| ends && noun.chars().count() > 1)
}

/// What a figure that begins a cell of a table counts: the words that its row begins with, behind the row's number.
fn head_of_row(before: &str) -> Option<&str> {
    before.trim_end_matches([' ', '\u{3000}']).ends_with('\t').then_some(())?;
    let mut cells = before[..before.floor_char_boundary(HEAD)].split('\t').take(2).map(str::trim);
    cells.find(|cell| cell.contains(char::is_alphabetic))
}

/// How many bytes of a row its head stands in.
const HEAD: usize = 180;

/// What stands between a figure and the inline before it; a year that is named there does not part.
fn gap<'t>(leaf: &'t str, inlines: &[Inline], index: usize) -> &'t str {
    let start = inlines[index].span.start as usize;
    let figures = inlines[..index].iter().rev().take(4).find(|i| i.kind == InlineKind::Figure);
    let from = figures.map_or(0, |previous| previous.span.end as usize);
    let from = from.min(start);
    // No phrase is longer than this.
    let near = leaf[from..start].char_indices().rev().take(GAP).last().map_or(start, |(at, _)| from + at);
    &leaf[near..start]
}

/// How many characters before a figure are looked at.
const GAP: usize = 60;

/// Whether nothing but a conjunction or a comma stands between two figures.
fn is_joint(gap: &str) -> bool {
    let words = gap.trim_matches(crate::line::is_blank);
    words.is_empty() || words.chars().count() <= 2 && words.chars().all(|c| words::JOINTS.contains(c))
}

/// Whether a figure is what the one before it comes to: 增长14%，达到126亿元.
fn reaches(leaf: &str, inline: &Inline, gap: &str) -> bool {
    let reached = &leaf[inline.approximator.range()];
    matches!(gap.trim_matches(crate::line::is_blank), "，" | ",") && words::NAME_REACHED.at_start(reached).is_some()
}

/// The things of an enumeration.
fn parts(text: &str) -> Vec<String> {
    let text = text.rsplit(['，', ',', '：', ':']).next().unwrap_or_default();
    let parts: Vec<&str> =
        text.split(|c| words::JOINTS.contains(c)).map(str::trim).filter(|part| !part.is_empty()).collect();
    // 一、二、三产业: what the others leave out stands with the last.
    let noun = parts.last().map_or("", |last| last.char_indices().nth(1).map_or("", |(at, _)| &last[at..]));
    let whole =
        |part: &&str| if part.chars().count() < 2 { format!("{part}{noun}") } else { preceding(part).to_owned() };
    parts.iter().map(whole).filter(|part| !part.is_empty()).collect()
}

/// A clause without the words that say how its figure changes: 产值同比增长 is 产值.
fn without_change(clause: &str) -> &str {
    let mut text = clause.trim_end_matches(crate::line::is_blank);
    if let Some((verb, _)) = change_verb(text) {
        text = &text[..verb];
    }
    while let Some(word) = words::NAME_COMPARISONS.at_end(text) {
        text = text[..text.len() - word.len()].trim_end_matches(['，', ',']);
    }
    match compared_at(text) {
        Some(at) => text[..at].trim_end_matches(['，', ',']),
        None => text,
    }
}

/// Where the words begin that end a text and name what something is compared with: 比2020年, 较前三年平均.
fn compared_at(text: &str) -> Option<usize> {
    let near = text.char_indices().rev().take(COMPARED).take_while(|(_, c)| !matches!(c, '，' | ',' | '、'));
    near.filter(|(_, c)| words::COMPARES.contains(*c))
        .map(|(at, _)| at)
        .next()
        .filter(|at| text[*at..].chars().count() > 2)
}

/// How many characters such words have at the most.
const COMPARED: usize = 12;

/// Where the verb of a change that ends a text begins, and its words with 到 or 至.
fn change_verb(text: &str) -> Option<(usize, String)> {
    let (head, to) = match words::NAME_TO.at_end(text) {
        Some(to) => (&text[..text.len() - to.len()], to),
        None => (text, ""),
    };
    let Some(verb) = words::NAME_CHANGES.at_end(head) else {
        // 增至 is a verb of itself.
        let verb = words::NAME_CHANGES.at_end(text)?;
        return Some((text.len() - verb.len(), verb.to_owned()));
    };
    let reached = if words::NAME_REACHED.at_start(to).is_some() { to } else { "" };
    Some((head.len() - verb.len(), format!("{verb}{reached}")))
}

/// How the figure `index` says that something changes (增长, 下降, 提高到), and what it is compared with (同比, 比上年).
pub(crate) fn change(leaf: &str, inlines: &[Inline], index: usize) -> (Option<String>, Option<String>) {
    let mut found = (None, None);
    for i in index.saturating_sub(12)..=index {
        if inlines[i].kind != InlineKind::Figure {
            continue;
        }
        let gap = gap(leaf, inlines, i);
        if i < index && found == (None, None) || !is_joint(gap) || i == index {
            let own = own_change(gap);
            if own.0.is_some() || !is_joint(gap) {
                found = own;
            }
        }
    }
    found
}

fn own_change(gap: &str) -> (Option<String>, Option<String>) {
    let clause = gap.rsplit(['。', '；', ';']).next().unwrap_or_default().trim_end_matches(crate::line::is_blank);
    let Some((at, verb)) = change_verb(clause) else { return (None, None) };
    let head = &clause[..at];
    let compared = words::NAME_COMPARISONS
        .at_end(head)
        .map(str::to_owned)
        .or_else(|| compared_at(head).map(|at| head[at..].to_owned()));
    (Some(verb), compared)
}

/// 三等奖 behind 自治区一等奖 is 自治区三等奖.
fn carried(head: &str, own: &str) -> String {
    let common = head.chars().rev().zip(own.chars().rev()).take_while(|(a, b)| a == b).count();
    let own_chars = own.chars().count();
    let head_chars = head.chars().count();
    let differing = own_chars - common.min(own_chars);
    if common < 2 || !(1..=2).contains(&differing) || head_chars <= own_chars {
        return own.to_owned();
    }
    let kept: String = head.chars().take(head_chars - common - differing).collect();
    kept + own
}

/// At most this many characters make a label.
const LONGEST: usize = 16;

/// The noun phrase at the start of a text, without the quotation marks around it.
fn following(text: &str) -> &str {
    phrase(text).trim_matches(QUOTES)
}

/// Quotation marks, which belong to a phrase and not to what it names.
const QUOTES: [char; 2] = ['“', '”'];

fn phrase(text: &str) -> &str {
    let stop = text.char_indices().enumerate().find(|(count, (at, c))| {
        *count >= LONGEST
            || !c.is_alphanumeric() && !matches!(c, '“' | '”')
            || c.is_numeric()
            || words::NAME_STOPS.at_start(&text[*at..]).is_some()
    });
    let end = stop.map_or(text.len(), |(_, (at, _))| at);
    &text[..end]
}

fn preceding(text: &str) -> &str {
    let mut text = text.trim_end_matches(crate::line::is_blank);
    // 现在已增加到, 应当达到: verbs and what goes with them.
    for _ in 0..4 {
        let lists = [&words::NAME_VERBS, &words::NAME_ADVERBS, &words::NAME_REACHED];
        let Some(verb) = lists.into_iter().find_map(|list| list.at_end(text)) else { break };
        text = &text[..text.len() - verb.len()];
    }
    let mut start = text.len();
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        let verb = words::NAME_VERBS.at_start(&text[at..]).filter(|verb| verb.chars().count() > 1).map_or(0, str::len);
        // 完成率 is no 完成: a verb leaves a word of its own behind it.
        if verb > 0 && text[at + verb..].chars().count() > 1 {
            start = at + verb;
            break;
        }
        if count >= LONGEST || !c.is_alphanumeric() && !matches!(c, '“' | '”' | '（' | '）' | '(' | ')') {
            break;
        }
        start = at;
    }
    let mut label = &text[start..];
    // What closes here was opened before the label: （13.6%）和金融.
    if let Some(close) = label.find(['）', ')']).filter(|close| !label[..*close].contains(['（', '('])) {
        label = label[close..].trim_start_matches(|c| matches!(c, '）' | ')') || words::JOINTS.contains(c));
    }
    label = label.trim_matches(['“', '”', '（', '(']);
    // A period tells when, not what.
    if let Some(end) = Period::named(label) {
        label = label[end..].trim_start_matches(['末', '底', '，']);
    }
    while let Some(verb) = words::NAME_LEADING.at_start(label).filter(|verb| label[verb.len()..].chars().count() > 1) {
        label = &label[verb.len()..];
    }
    if label.chars().count() < 2 { "" } else { label }
}

/// The letters of an id: no vowel, so that no word arises; none that looks like a digit.
const LETTERS: &[u8; 27] = b"bcdfghjkmnpqrstvwxz23456789";
/// How many of them make an id.
const ID: usize = 7;
/// How many of them are letters.
const FIRST: u64 = 19;
/// How many characters on either side go into an id.
const AROUND: usize = 10;

/// The id of the slot `index`: seven characters, a hash (FNV-1a, 64 bits) of its kind and the ten characters on
/// either side within the leaf. Each run of digits, numerals, points and masks counts as one sign, so that filling
/// other figures moves no id; blanks do not count.
pub(crate) fn id(kind: InlineKind, leaf: &str, inlines: &[Inline], index: usize) -> String {
    let run = inlines[index].run;
    let (before, behind) = inlines.split_at(index);
    let mut hash = Hash::default();
    hash.add(kind.name());
    hash.add("<");
    let mut runs = before.iter().rev().map(masked).peekable();
    // Values may be long: look at no more than a bounded stretch.
    let near = leaf[..run.start as usize].char_indices().rev().take(AROUND * 6);
    hash.add_neutral(near.map(|(at, c)| {
        while runs.next_if(|run| run.start > at).is_some() {}
        (c, runs.peek().is_some_and(|run| run.contains(&at)))
    }));
    hash.add(">");
    let end = run.end as usize;
    let mut runs = behind.iter().map(masked).peekable();
    let near = leaf[end..].char_indices().take(AROUND * 6).map(|(at, c)| (end + at, c));
    hash.add_neutral(near.map(|(at, c)| {
        while runs.next_if(|run| run.end <= at).is_some() {}
        (c, runs.peek().is_some_and(|run| run.contains(&at)))
    }));
    hash.letters()
}

/// The bytes of a mask; none of a number that is printed.
fn masked(inline: &Inline) -> Range<usize> {
    if inline.open { inline.run.range() } else { inline.run.start as usize..inline.run.start as usize }
}

/// Whether a character is one sign of a number in an id. No Han character is numeric to Unicode.
fn is_numeral(c: char) -> bool {
    match c {
        '\u{3400}'..='\u{9FFF}' => words::NUMERALS.contains(c),
        _ => c.is_numeric(),
    }
}

/// A name of seven characters for what these words say together, made as ids are.
pub(crate) fn fingerprint<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut hash = Hash::default();
    for word in words {
        hash.add(word);
        hash.add(" ");
    }
    hash.letters()
}

/// Whether a word looks like such a name. No word of a language does: it has no vowels.
#[cfg(feature = "cli")]
pub(crate) fn is_fingerprint(word: &str) -> bool {
    word.len() == ID && word.bytes().all(|letter| LETTERS.contains(&letter))
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

    /// Adds the first characters, up to [`AROUND`], each with whether it is of a mask: a run of digits, numerals, points
    /// and masks as one sign, blanks not at all.
    fn add_neutral(&mut self, chars: impl Iterator<Item = (char, bool)>) {
        let mut count = 0;
        let mut run = false;
        for (c, masked) in chars {
            if crate::line::is_blank(c) {
                continue;
            }
            let number = masked || is_numeral(c) || run && words::NUMERAL_JOINTS.contains(c);
            if number && run {
                continue;
            }
            run = number;
            self.add(if number { '0' } else { c }.encode_utf8(&mut [0; 4]));
            count += 1;
            if count == AROUND {
                break;
            }
        }
    }

    fn letters(self) -> String {
        let mut rest = self.0 ^ self.0 >> 29;
        let mut id = String::with_capacity(ID);
        id.push(char::from(LETTERS[(rest % FIRST) as usize]));
        rest /= FIRST;
        for _ in 1..ID {
            id.push(char::from(LETTERS[(rest % LETTERS.len() as u64) as usize]));
            rest /= LETTERS.len() as u64;
        }
        id
    }
}
