//! What a figure counts: from the words around it.

use super::{
    Inline, InlineKind,
    change::{self},
    phrase::{CLOSING, OPENING, carried, following, goes_on, measured, parts, preceding},
};
use crate::{
    line::is_blank,
    period::Period,
    syntax::{number, words},
};

/// The noun phrase that the figure `index` counts: what follows its unit (xx名科技人员), else what stands before it
/// back to punctuation or a verb. A list carries on: the head that it leaves out (自治区一等奖x项、三等奖x项:
/// 自治区三等奖), the things that 分别 deals its figures to, what a change is a change of (产值3亿元，同比增长5%).
pub(crate) fn label(leaf: &str, inlines: &[Inline], index: usize) -> String {
    let inline = &inlines[index];
    let unit = &leaf[inline.unit.range()];
    let time = is_one_of(&words::LABEL_TIME_UNITS, unit);
    let is_measured = time || is_one_of(&words::NAME_MEASURED, unit);
    let after = behind(leaf, inlines, index);
    // 80家增加到100家: what follows is no noun.
    let changed = words::NAME_CHANGES.at_start(after).is_some_and(|verb| verb.chars().count() > 1);
    let noun = if is_measured || changed { "" } else { following(after) };
    if !unit.is_empty() && !noun.is_empty() {
        return noun.to_owned();
    }
    let label = before(leaf, inlines, index);
    // 1000万下岗职工 needs no unit, but 算力11万P may have one that nobody knows.
    if noun.starts_with(|c| number::either_digit(c).is_none())
        && label.is_empty()
        && (!inline.scale.is_empty() || words::SCALES.at_end(&leaf[inline.run.range()]).is_some())
    {
        return noun.to_owned();
    }
    match measured_behind(leaf, inline, after, &label) {
        Some(noun) if is_measured => noun.to_owned(),
        // 我们经过三十年: a time is of nothing that stands before it, unless that is a time itself: 工期3年.
        _ if time && words::LABEL_TIMES.at_end(&label).is_none() => String::new(),
        _ => label,
    }
}

/// What is measured and stands behind its measure (完成37.8亿元的年度投资计划, 60万平方米标房), unless it is named before, as
/// money mostly is: 总投资5亿元的项目. A time is of nothing right behind it.
fn measured_behind<'t>(leaf: &str, inline: &Inline, after: &'t str, before: &str) -> Option<&'t str> {
    let unit = &leaf[inline.unit.range()];
    let [time, share, money] =
        [&words::LABEL_TIME_UNITS, &words::LABEL_SHARE_UNITS, &words::LABEL_MONEY].map(|list| is_one_of(list, unit));
    let named = share || money || time || words::LABEL_MEASURES.at_end(before).is_some();
    if named && !before.is_empty() {
        return None;
    }
    let Some(of) = words::NAME_OF.at_start(after) else {
        let noun = measured(after).filter(|_| !share && !time)?;
        return Some(noun).filter(|noun| !money || words::LABEL_FUNDS.at_end(noun).is_some());
    };
    let rest = &after[of.len()..];
    measured(rest).filter(|_| !goes_on(rest))
}

/// What stands behind a figure, up to the next one that something is counted by, or a mask. A figure in quotation marks is
/// a part of them: 20个“高效办成一件事”事项.
fn behind<'t>(leaf: &'t str, inlines: &[Inline], index: usize) -> &'t str {
    let end = inlines[index].span.end as usize;
    let rest = leaf.get(end..).unwrap_or_default();
    let Some(next) = inlines.get(index + 1) else { return rest };
    let between = leaf.get(end..next.span.start as usize).unwrap_or_default();
    let unit = &leaf[next.unit.range()];
    let counts = next.kind == InlineKind::Figure && !unit.is_empty() && !is_one_of(&words::LABEL_TIME_UNITS, unit);
    let quoted = between.matches(OPENING).count() > between.matches(CLOSING).count();
    if next.open || between.is_empty() || counts && !quoted { between } else { rest }
}

/// What stands before a figure and is counted, or what the figures before it have told already.
fn before(leaf: &str, inlines: &[Inline], index: usize) -> String {
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
            let figures = dealt_to(leaf, inlines, i);
            let parts = parts(change::without(&clause[..at]), figures);
            // 批捕3人、起诉5人，同比分别下降1%、2%: what stands before tells what is dealt to.
            let before = told.len().checked_sub(figures).filter(|_| parts.is_empty() && !parted);
            dealt = Some((before.map_or(parts, |at| told[at..].to_vec()), told.len()));
        }
        let changes = change::verb(change::without_period(clause)).is_some();
        let aside = if changes { Aside::None } else { is_aside(leaf, inlines, i, clause) };
        let mine = dealt.as_ref().filter(|(_, from)| told.len() == *from || is_joint(gap));
        label = match mine {
            Some((parts, from)) => parts.get(told.len() - from).unwrap_or(&subject).clone(),
            None => {
                dealt = None;
                let words = change::without(clause);
                let of = of_share(leaf, &inlines[i], words);
                let own = preceding(of, changes || of.len() < words.len());
                if aside == Aside::OfSubject && !parted
                    || own.is_empty() && !parted && carries_on(leaf, &inlines[i], gap)
                {
                    subject.clone()
                } else if i > first && gap.starts_with('、') {
                    carried(&subject, own)
                } else {
                    own.to_owned()
                }
            }
        };
        told.push(label.clone());
        if aside == Aside::None {
            subject.clone_from(&label);
        }
    }
    label
}

/// Whether a text is one of the words of a list.
fn is_one_of(list: &words::Words, text: &str) -> bool {
    list.at_start(text).is_some_and(|word| word == text)
}

/// Whether a figure is of no period that governs its sentence: what a change begins at is of a time before (由52%提高到58%),
/// years are of no one year (三年来).
pub(crate) fn is_timeless(leaf: &str, inlines: &[Inline], index: usize) -> bool {
    let inline = &inlines[index];
    // The 到 of 提高到 may be the next one's approximator.
    let leads =
        |next: &Inline| leaf.get(inline.span.end as usize..next.run.start as usize).is_some_and(change::reaches);
    let begins = inlines.get(index + 1).is_some_and(leads);
    is_one_of(&words::LABEL_YEARS, &leaf[inline.unit.range()])
        || begins && words::NAME_FROM.at_end(gap(leaf, inlines, index)).is_some()
}

/// How a figure speaks of another one and leaves the subject to what follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// It does not.
    None,
    /// It is what a share is a share of: 预算数60999万元的40.4%.
    Base,
    /// It is a share that the subject has of something, or how far it is from something: ，占全市的3%, 、高于预算2个百分点.
    OfSubject,
}

/// A clause without the words that say what a share is a share of (非农收入占总收入的) or how far from something it is
/// (增速高于全国). 占比重 names a share of its own.
fn of_share<'t>(leaf: &str, inline: &Inline, clause: &'t str) -> &'t str {
    if !is_one_of(&words::LABEL_SHARE_UNITS, &leaf[inline.unit.range()]) {
        return clause;
    }
    let part = clause.rsplit(['，', ',', '、', '：', ':']).next().unwrap_or_default();
    let has = |text: &str, list: &words::Words| text.char_indices().any(|(at, _)| list.at_start(&text[at..]).is_some());
    let portion = words::NAME_OF.at_end(clause).is_some();
    let speaks = |(at, _): &(usize, char)| {
        let rest = &part[*at..];
        words::LABEL_APART.at_start(rest).is_some()
            || portion && words::LABEL_PORTIONS.at_start(rest).is_some() && !has(rest, &words::LABEL_NOT_COMPARED)
    };
    match part.char_indices().rev().find(speaks) {
        Some((at, _)) if at > 0 => &clause[..clause.len() - part.len() + at],
        _ => clause,
    }
}

fn is_aside(leaf: &str, inlines: &[Inline], index: usize, clause: &str) -> Aside {
    let inline = &inlines[index];
    let is_base = |next: &Inline| {
        words::NAME_OF.at_start(&leaf[inline.span.end as usize..]).map(str::len)
            == Some((next.span.start.saturating_sub(inline.span.end)) as usize)
    };
    let part = clause.rsplit(['，', ',', '、']).next().unwrap_or_default();
    let said = part.len() < clause.len()
        && words::LABEL_SHARES.at_start(part).is_some()
        && words::LABEL_NOT_WORDS.at_start(part).is_none();
    let is_share = is_one_of(&words::LABEL_SHARE_UNITS, &leaf[inline.unit.range()]);
    if inlines.get(index + 1).is_some_and(is_base) {
        Aside::Base
    } else if is_share && (said || words::NAME_OF.at_start(clause) == Some(clause)) {
        Aside::OfSubject
    } else {
        Aside::None
    }
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
    let changed = change::without(gap);
    let mut rest = changed.trim_matches(is_blank);
    let mut dated = false;
    loop {
        rest = rest.trim_start_matches(|c| is_blank(c) || words::JOINTS.contains(c) || matches!(c, '，' | ','));
        let lists = [
            &words::NAME_FROM,
            &words::NAME_OF,
            &words::LABEL_ADVERBS,
            &words::LABEL_TO,
            &words::LABEL_VERBS,
            &words::NAME_LASTING,
        ];
        let filler = lists.into_iter().filter_map(|list| list.at_start(rest)).map(str::len).max();
        // 扣除价格因素，: a remark of its own.
        let aside = words::LABEL_ASIDES.at_start(rest).and_then(|_| rest.find(['，', ',']));
        let period = Period::leading(rest);
        dated |= period > 0;
        match period.max(filler.unwrap_or(0)).max(aside.unwrap_or(0)) {
            0 => break,
            taken => rest = &rest[taken..],
        }
    }
    rest.is_empty() && (reached || dated || changed.len() < gap.len())
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
            let own = change::of(gap);
            if own.0.is_some() || !is_joint(gap) {
                found = own;
            }
        }
    }
    found
}
