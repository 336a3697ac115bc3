//! How a figure says that something changes, and what with it compares it: 同比增长, 比上年下降, 提高到.

use crate::{line::is_blank, period::Period, syntax::words};

/// The words of a head without those that say how its figures change, and what these say.
pub(super) fn counted(head: &str) -> (&str, (Option<String>, Option<String>)) {
    (without(head), of(head))
}

/// The verb of the change that the words before a figure end with, and what it is compared with.
pub(super) fn of(gap: &str) -> (Option<String>, Option<String>) {
    let clause = gap.rsplit(['。', '；', ';']).next().unwrap_or_default().trim_end_matches(is_blank);
    let Some((at, verb)) = verb(without_period(clause)) else { return (None, None) };
    let mut head = without_remark(&clause[..at]);
    // 比上年实际增长
    while let Some(word) = words::LABEL_MANNERS.at_end(head).filter(|_| words::LABEL_COMPARISONS.at_end(head).is_none())
    {
        head = &head[..head.len() - word.len()];
    }
    let part = head.rsplit(['，', ',']).next().unwrap_or_default();
    let compared = words::LABEL_COMPARISONS
        .at_end(head)
        .or_else(|| comparison(part))
        .or_else(|| compared_at(head).map(|at| &head[at..]));
    (Some(verb), compared.map(str::to_owned))
}

/// A clause without the words that say how its figure changes: 产值同比增长 is 产值, 同比产值增长 too.
pub(super) fn without(clause: &str) -> &str {
    let mut text = clause.trim_end_matches(is_blank);
    if let Some((verb, _)) = verb(without_period(text)) {
        text = without_remark(without_dealing(&text[..verb]));
        let part = text.rsplit(['，', ',']).next().unwrap_or_default();
        if let Some(word) = comparison(part).filter(|word| word.len() < part.len()) {
            text = &part[word.len()..];
        }
    }
    // Where the words begin that compare, behind a comma or not.
    let mut end = text.len();
    while let Some(word) = words::LABEL_COMPARISONS.at_end(text) {
        end = text.len() - word.len();
        text = text[..end].trim_end_matches(['，', ',']);
    }
    if let Some(at) = compared_at(text) {
        end = at;
        text = text[..end].trim_end_matches(['，', ',']);
    }
    // 剔除减收因素，比上年增长: a remark of its own.
    let part = text.rsplit(['，', ',', '；', ';', '。']).next().unwrap_or_default();
    let aside = words::LABEL_ASIDES.at_start(part).is_some() && words::LABEL_NOT_WORDS.at_start(part).is_none();
    let apart = text.len() < end;
    if aside && apart { &text[..text.len() - part.len()] } else { text }
}

/// A text without the bracket that ends it and says more of what stands before: 农业总产值（包括村办工业）, 比上年同口径（下同）.
pub(super) fn without_remark(text: &str) -> &str {
    let within = text.trim_end_matches(is_blank).strip_suffix(['）', ')']);
    within.and_then(|within| within.rfind(['（', '('])).filter(|at| *at > 0).map_or(text, |at| &text[..at])
}

/// Where the verb of a change that ends a text begins, and its words with 到 or 至. Of whom each one is may stand behind it:
/// 提高到每月.
pub(super) fn verb(text: &str) -> Option<(usize, String)> {
    let per = words::LABEL_PER.at_end(text).map_or(0, str::len);
    verb_at_end(text).or_else(|| verb_at_end(&text[..text.len() - per]).filter(|_| per > 0))
}

fn verb_at_end(text: &str) -> Option<(usize, String)> {
    let (head, to) = match words::LABEL_TO.at_end(text) {
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

/// Whether the words between two figures say that the one changes to the other, and nothing more: 增加到.
pub(super) fn reaches(gap: &str) -> bool {
    matches!(verb(gap), Some((0, verb)) if words::NAME_REACHED.at_end(&verb).is_some())
}

/// The 同比 or 环比 at the start of a text: it stands before what it compares.
fn comparison(text: &str) -> Option<&str> {
    words::LABEL_COMPARISONS.at_start(text).filter(|word| word.ends_with(|c| words::COMPARES.contains(c)))
}

/// A text without the period at its end, where 的 joins it to a figure: 提高到2025年的.
pub(super) fn without_period(text: &str) -> &str {
    let of = words::NAME_OF.at_end(text).map_or(0, str::len);
    let dated = &text[..text.len() - of];
    match Period::trailing(dated) {
        len if of > 0 && len > 0 => &dated[..dated.len() - len],
        _ => text,
    }
}

/// A text without 分别 at its end.
fn without_dealing(text: &str) -> &str {
    words::DEALING.at_end(text).map_or(text, |word| &text[..text.len() - word.len()])
}

/// Where the words begin that end a text and name what something is compared with: 比2020年, 较前三年平均.
fn compared_at(text: &str) -> Option<usize> {
    let near = text.char_indices().rev().take(COMPARED).take_while(|(_, c)| !matches!(c, '，' | ',' | '、'));
    // 同比 and 环比 are words of their own, 比重 is none of comparing.
    let compares = |at: usize| {
        let head = &text[..at + '比'.len_utf8()];
        let others = [words::LABEL_COMPARISONS.at_end(head), words::LABEL_NOT_COMPARED.at_end(head)];
        others.iter().all(Option::is_none) && words::LABEL_NOT_COMPARED.at_start(&text[at..]).is_none()
    };
    near.filter(|(at, c)| words::COMPARES.contains(*c) && compares(*at))
        .map(|(at, _)| at)
        .next()
        .filter(|at| text[*at..].chars().count() > 2)
}

/// How many characters such words have at the most.
const COMPARED: usize = 12;
