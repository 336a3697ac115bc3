//! What a figure counts, and how it says that something changes: from the words around it.

use super::{Inline, InlineKind};
use crate::{
    line::is_blank,
    period::{self, Period},
    syntax::words,
};

/// The noun phrase that the figure `index` counts: what follows its unit (xx名科技人员), else what stands before it
/// back to punctuation or a verb. A list carries on: the head that it leaves out (自治区一等奖x项、三等奖x项:
/// 自治区三等奖), the things that 分别 deals its figures to, what a change is a change of (产值3亿元，同比增长5%).
pub(crate) fn label(leaf: &str, inlines: &[Inline], index: usize) -> String {
    let inline = &inlines[index];
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
    let first = index.saturating_sub(REACH);
    let mut label = String::new();
    // What a figure without a label of its own is of.
    let mut subject = String::new();
    // The labels of the figures before, and the things that 分别 deals to those behind it.
    let mut told: Vec<String> = Vec::new();
    let mut dealt: Option<(Vec<String>, usize)> = None;
    for i in (first..=index).filter(|&i| inlines[i].kind == InlineKind::Figure) {
        let gap = gap(leaf, inlines, i);
        let clause = gap.rsplit(['。', '；', ';']).next().unwrap_or_default();
        let parted = clause.len() < gap.len() && i > 0;
        let deals = |(at, _): &(usize, char)| words::DEALING.at_start(&clause[*at..]).is_some();
        if let Some((at, _)) = clause.char_indices().rev().find(deals) {
            let parts = parts(without_change(&clause[..at]));
            let figures = dealt_to(leaf, inlines, i);
            // 批捕3人、起诉5人，同比分别下降1%、2%: what stands before tells what is dealt to.
            let before = told.len().checked_sub(figures).filter(|_| parts.is_empty() && !parted);
            dealt = Some((before.map_or(parts, |at| told[at..].to_vec()), told.len()));
        }
        let mine = dealt.as_ref().filter(|(_, from)| told.len() == *from || is_joint(gap));
        label = match mine {
            Some((parts, from)) => parts.get(told.len() - from).unwrap_or(&subject).clone(),
            None => {
                dealt = None;
                let own = preceding(without_change(clause));
                if i > first && gap.starts_with('、') {
                    carried(&subject, own)
                } else if own.is_empty() && !parted && carries_on(leaf, &inlines[i], gap) {
                    subject.clone()
                } else {
                    own.to_owned()
                }
            }
        };
        told.push(label.clone());
        if !is_aside(leaf, inlines, i, clause) {
            subject.clone_from(&label);
        }
    }
    // 完成37.8亿元的年度投资计划: what it is of stands behind it.
    match after_of(leaf, inline) {
        Some(noun) if label.is_empty() && measured => noun.to_owned(),
        // 我们经过三十年: a time is of nothing that stands before it, unless that is a time itself: 工期3年.
        _ if is_time(unit) && words::NAME_TIMES.at_end(&label).is_none() => String::new(),
        _ => label,
    }
}

/// Whether a unit counts time.
fn is_time(unit: &str) -> bool {
    words::NAME_TIME_UNITS.at_start(unit).is_some_and(|word| word == unit)
}

/// Whether a figure speaks of another one and leaves the subject to what follows: a share of something (，完成预算的45%，
/// ，占一半以上) or what a share is of (预算数60999万元的40.4%).
fn is_aside(leaf: &str, inlines: &[Inline], index: usize, clause: &str) -> bool {
    let inline = &inlines[index];
    let is_base = |next: &Inline| {
        words::NAME_OF.at_start(&leaf[inline.span.end as usize..]).map(str::len)
            == Some((next.span.start.saturating_sub(inline.span.end)) as usize)
    };
    let part = clause.rsplit(['，', ',']).next().unwrap_or_default();
    let said = part.len() < clause.len() && words::NAME_SHARES.at_start(part).is_some();
    let unit = &leaf[inline.unit.range()];
    let is_share = words::NAME_SHARE_UNITS.at_start(unit).is_some_and(|word| word == unit);
    inlines.get(index + 1).is_some_and(is_base) || is_share && (said || words::NAME_OF.at_start(clause) == Some(clause))
}

/// The noun phrase behind a figure and 的, where no other words follow it.
fn after_of<'t>(leaf: &'t str, inline: &Inline) -> Option<&'t str> {
    let rest = &leaf[inline.span.end as usize..];
    let rest = &rest[words::NAME_OF.at_start(rest)?.len()..];
    let phrase = phrase(rest);
    let ends = !rest[phrase.len()..].starts_with(char::is_alphanumeric);
    Some(unquoted(phrase)).filter(|noun| ends && noun.chars().count() > 1)
}

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

/// A list of parts seldom has more figures; the walk over them stays short on any input.
const REACH: usize = 12;

/// How many characters before a figure are looked at.
const GAP: usize = 60;

/// Whether nothing but a conjunction or a comma stands between two figures.
pub(super) fn is_joint(gap: &str) -> bool {
    let words = gap.trim_matches(is_blank);
    words.is_empty() || words.chars().count() <= 2 && words.chars().all(|c| words::JOINTS.contains(c))
}

/// Whether the words between two figures say that the one changes to the other, and nothing more: 增加到.
pub(super) fn reaches(gap: &str) -> bool {
    matches!(change_verb(gap), Some((0, verb)) if words::NAME_REACHED.at_end(&verb).is_some())
}

/// How many figures 分别 deals to, the first of which is `first`.
fn dealt_to(leaf: &str, inlines: &[Inline], first: usize) -> usize {
    let behind = first + 1..inlines.len().min(first + REACH);
    1 + behind.take_while(|&i| inlines[i].kind == InlineKind::Figure && is_joint(gap(leaf, inlines, i))).count()
}

/// Whether a figure goes on with what the one before it counts: nothing stands between them but joints, what compares
/// and changes (，同比增长), when it was (去年同期为, ，由2020年的) and, where this one is reached, adverbs (，预计达).
fn carries_on(leaf: &str, inline: &Inline, gap: &str) -> bool {
    let reached = words::NAME_REACHED.at_start(&leaf[inline.approximator.range()]).is_some();
    if is_joint(gap) {
        return true;
    }
    let changed = without_change(gap);
    let mut rest = changed.trim_matches(is_blank);
    let mut dated = false;
    loop {
        rest = rest.trim_start_matches(|c| is_blank(c) || words::JOINTS.contains(c) || matches!(c, '，' | ','));
        let lists = [
            &words::NAME_FROM,
            &words::NAME_OF,
            &words::NAME_ADVERBS,
            &words::NAME_TO,
            &words::NAME_VERBS,
            &words::NAME_LASTING,
        ];
        let filler = lists.into_iter().filter_map(|list| list.at_start(rest)).map(str::len).max();
        // 扣除价格因素，: a remark of its own.
        let aside = words::NAME_ASIDES.at_start(rest).and_then(|_| rest.find(['，', ',']));
        let period = Period::leading(rest);
        dated |= period > 0;
        match period.max(filler.unwrap_or(0)).max(aside.unwrap_or(0)) {
            0 => break,
            taken => rest = &rest[taken..],
        }
    }
    rest.is_empty() && (reached || dated || changed.len() < gap.len())
}

/// The things of an enumeration.
fn parts(text: &str) -> Vec<String> {
    let text = text.rsplit(['，', ',', '：', ':']).next().unwrap_or_default();
    let parts: Vec<&str> =
        text.split(|c| words::JOINTS.contains(c)).map(str::trim).filter(|part| !part.is_empty()).collect();
    // 一、二、三产业, 第二、第三产业: what the others leave out stands with the last.
    let counted = |part: &str| part.char_indices().nth(1 + usize::from(part.starts_with('第'))).map(|(at, _)| at);
    let noun = parts.last().map_or("", |last| counted(last).map_or("", |at| &last[at..]));
    let whole =
        |part: &&str| if counted(part).is_none() { format!("{part}{noun}") } else { preceding(part).to_owned() };
    parts.iter().map(whole).filter(|part| !part.is_empty()).collect()
}

/// A clause without the words that say how its figure changes: 产值同比增长 is 产值, 同比产值增长 too.
fn without_change(clause: &str) -> &str {
    let mut text = clause.trim_end_matches(is_blank);
    if let Some((verb, _)) = change_verb(without_period(text)) {
        text = without_dealing(&text[..verb]);
        let part = text.rsplit(['，', ',']).next().unwrap_or_default();
        if let Some(word) = comparison_of(part).filter(|word| word.len() < part.len()) {
            text = &part[word.len()..];
        }
    }
    while let Some(word) = words::NAME_COMPARISONS.at_end(text) {
        text = text[..text.len() - word.len()].trim_end_matches(['，', ',']);
    }
    match compared_at(text) {
        Some(at) => text[..at].trim_end_matches(['，', ',']),
        None => text,
    }
}

/// The 同比 or 环比 at the start of a text: it stands before what it compares.
fn comparison_of(text: &str) -> Option<&str> {
    words::NAME_COMPARISONS.at_start(text).filter(|word| word.ends_with(|c| words::COMPARES.contains(c)))
}

/// A text without the period at its end, where 的 joins it to a figure: 提高到2025年的.
fn without_period(text: &str) -> &str {
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
    // 同比 and 环比 are words of their own.
    let compares = |at: usize| words::NAME_COMPARISONS.at_end(&text[..at + '比'.len_utf8()]).is_none();
    near.filter(|(at, c)| words::COMPARES.contains(*c) && compares(*at))
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
    for i in index.saturating_sub(REACH)..=index {
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

/// The words of a head without those that say how its figures change, and what these say.
pub(super) fn counted(head: &str) -> (&str, (Option<String>, Option<String>)) {
    (without_change(head), own_change(head))
}

fn own_change(gap: &str) -> (Option<String>, Option<String>) {
    let clause = gap.rsplit(['。', '；', ';']).next().unwrap_or_default().trim_end_matches(is_blank);
    let Some((at, verb)) = change_verb(without_period(clause)) else { return (None, None) };
    let head = without_dealing(&clause[..at]);
    let part = head.rsplit(['，', ',']).next().unwrap_or_default();
    let compared = words::NAME_COMPARISONS
        .at_end(head)
        .or_else(|| comparison_of(part))
        .or_else(|| compared_at(head).map(|at| &head[at..]));
    (Some(verb), compared.map(str::to_owned))
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
const LONGEST: usize = 24;

/// The noun phrase at the start of a text, without the quotation marks around it.
fn following(text: &str) -> &str {
    unquoted(phrase(text))
}

/// Quotation marks, which belong to a phrase and not to what it names.
const QUOTES: [char; 2] = ['“', '”'];

/// A phrase without the quotation marks around it, and without one whose other is not in it.
fn unquoted(phrase: &str) -> &str {
    let [open, close] = QUOTES;
    let mut phrase = phrase;
    loop {
        let (opened, closed) = (phrase.contains(open), phrase.contains(close));
        let inner = phrase.strip_prefix(close).or_else(|| phrase.strip_suffix(open));
        let around = phrase
            .strip_prefix(open)
            .filter(|inner| !closed || inner.find(close) == Some(inner.len() - close.len_utf8()));
        let lone = phrase.strip_suffix(close).filter(|_| !opened);
        match inner.or(around).or(lone) {
            Some(inner) => phrase = inner,
            None => return phrase,
        }
    }
}

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

/// So many of them stand one behind the other at the most.
const VERBS: usize = 6;

fn preceding(text: &str) -> &str {
    let mut text = text.trim_end_matches(is_blank);
    // 现在已增加到, 应当达到, 从2020年的: verbs and what goes with them.
    for _ in 0..VERBS {
        let lists = [&words::NAME_VERBS, &words::NAME_ADVERBS, &words::NAME_REACHED];
        let verb = lists.into_iter().filter_map(|list| list.at_end(text)).map(str::len).max();
        match verb.unwrap_or_else(|| Period::trailing(text)) {
            0 => break,
            len => text = &text[..text.len() - len],
        }
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
    // 2024 年第: the digits of the year stand before the blank.
    if text[..start].trim_end_matches(is_blank).ends_with(|c: char| c.is_ascii_digit()) {
        label = label.strip_prefix('年').unwrap_or(label);
    }
    // What closes here was opened before the label: （13.6%）和金融.
    if let Some(close) = label.find(['）', ')']).filter(|close| !label[..*close].contains(['（', '('])) {
        label = label[close..].trim_start_matches(|c| matches!(c, '）' | ')') || words::JOINTS.contains(c));
    }
    label = unquoted(label).trim_matches(['（', '(']);
    // A date and a period tell when, not what.
    if let Some(date) = period::date(label) {
        let behind = &label[date.end..];
        label = if behind.chars().count() > 1 { behind } else { &label[..date.start] };
    }
    if let Some(end) = Period::named(label) {
        label = label[end..].trim_start_matches(['末', '底', '，']);
    }
    while let Some(verb) = words::NAME_LEADING.at_start(label).filter(|verb| label[verb.len()..].chars().count() > 1) {
        // 获 in 获奖人数 is no verb by itself.
        if words::NAME_NOT_LEADING.at_start(label).is_some() {
            break;
        }
        label = &label[verb.len()..];
    }
    let nameless = words::HEAD_NAMELESS.at_start(label) == Some(label);
    if label.chars().count() < 2 || nameless { "" } else { label }
}
