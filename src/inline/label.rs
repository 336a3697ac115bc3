//! What a figure counts and how it changes: from the words around it, in one walk over its leaf.

use super::{
    Inline, InlineKind,
    change::{self},
    phrase::{
        CLOSING, NAME, OPENING, Place, QUOTES, act, carried, ends_clause, following, goes_on, lasting, measured, parts,
        preceding, throughout, topic,
    },
};
use crate::{
    line::is_blank,
    period::Period,
    syntax::{number, words},
};

/// What a leaf says of a figure; nothing of what is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    /// The noun phrase that it counts.
    pub(crate) label: Option<String>,
    /// How it says that something changes: 增长, 下降, 提高到.
    pub(crate) change: Option<String>,
    /// … and what with it compares it: 同比, 比上年.
    pub(crate) compared: Option<String>,
}

/// What a leaf says of each of its inlines, in order.
pub(crate) fn said(leaf: &str, inlines: &[Inline]) -> Vec<Said> {
    let mut told = Told::default();
    let said = |index: usize| match inlines[index].kind {
        InlineKind::Figure if inlines[index].open || !is_quoted(leaf, &inlines[index]) => {
            let before = told.pass(leaf, inlines, index);
            let label = Some(label(leaf, inlines, index, before)).filter(|label| !label.is_empty());
            let (change, compared) = told.change.clone();
            Said { label, change, compared }
        }
        _ => Said::default(),
    };
    (0..inlines.len()).map(said).collect()
}

/// The noun phrase that the figure `index` counts: what follows its unit (xx名科技人员), else what stands `before` it back to
/// punctuation or a verb.
fn label(leaf: &str, inlines: &[Inline], index: usize, before: String) -> String {
    let inline = &inlines[index];
    let unit = &leaf[inline.unit.range()];
    let time = is_one_of(&words::LABEL_TIME_UNITS, unit);
    let is_measured = time || is_one_of(&words::NAME_MEASURED, unit);
    let after = behind(leaf, inlines, index);
    // 80家增加到100家: what follows is no noun.
    let changed = words::NAME_CHANGES.at_start(after).is_some_and(|verb| verb.chars().count() > 1);
    let place = if opens_clause(leaf, inline) { Place::Subject } else { Place::Object };
    let noun = if is_measured || changed { String::new() } else { counted(leaf, inlines, index, after, place) };
    if !unit.is_empty() && !noun.is_empty() {
        return noun;
    }
    // 1000万下岗职工 needs no unit, but 算力11万P may have one that nobody knows.
    if noun.starts_with(|c| number::either_digit(c).is_none())
        && before.is_empty()
        && (!inline.scale.is_empty() || words::SCALES.at_end(&leaf[inline.run.range()]).is_some())
    {
        return noun;
    }
    match measured_behind(leaf, inline, after, &before) {
        Some(noun) if is_measured => noun.to_owned(),
        // 我们经过三十年: a time is of nothing that stands before it, unless that is a time itself: 工期3年.
        _ if time && words::LABEL_TIMES.at_end(&before).is_none() => String::new(),
        _ => before,
    }
}

/// The noun phrase behind a figure. What things of several ranks are, the last alone may name: 6个省级、7个市级产业集群.
fn counted(leaf: &str, inlines: &[Inline], index: usize, after: &str, place: Place) -> String {
    let noun = following(after, place);
    if rank(noun) != Some(noun.len()) {
        return noun.to_owned();
    }
    let next = (index + 1..inlines.len().min(index + REACH)).take_while(|&i| {
        let before = leaf.get(inlines[i - 1].span.end as usize..inlines[i].span.start as usize).unwrap_or_default();
        before.strip_prefix(following(before, place)).is_some_and(is_joint)
    });
    let mut nouns = next.map(|i| following(behind(leaf, inlines, i), place));
    let head = nouns.find_map(|noun| rank(noun).map(|end| &noun[end..]).filter(|head| !head.is_empty()));
    format!("{noun}{}", head.unwrap_or_default())
}

/// Where the rank ends that a noun begins with: 省级, 自治区级.
fn rank(noun: &str) -> Option<usize> {
    let mut signs = noun.char_indices().take(RANK);
    signs.find(|(at, c)| *at > 0 && words::RANKING.contains(*c)).map(|(at, c)| at + c.len_utf8())
}

/// No rank has more characters.
const RANK: usize = 4;

/// Whether nothing of its clause stands before a figure, or a word that makes somebody do something: the figure counts who
/// does it.
fn opens_clause(leaf: &str, inline: &Inline) -> bool {
    let before = leaf[..inline.span.start as usize].trim_end_matches(is_blank);
    before.is_empty() || before.ends_with(ends_clause) || words::LABEL_CAUSING.at_end(before).is_some()
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
    // 5万名60岁以上老年人: how old they are.
    if between.is_empty() && is_one_of(&words::LABEL_AGES, unit) {
        return leaf.get(next.span.end as usize..).unwrap_or_default();
    }
    let quoted = between.matches(OPENING).count() > between.matches(CLOSING).count();
    if next.open || between.is_empty() || counts && !quoted { between } else { rest }
}

/// What the figures of a leaf have told so far.
#[derive(Default)]
struct Told {
    /// The labels of the figures, as what stands before each tells them.
    labels: Vec<String>,
    /// What a figure without a label of its own is of.
    subject: String,
    /// … before the bracket that is open.
    outer: Option<String>,
    /// The things that 分别 deals to the figures behind it, and how many were told before.
    dealt: Option<(Vec<String>, usize)>,
    /// How the last figure changes, and what it is compared with.
    change: (Option<String>, Option<String>),
}

impl Told {
    /// What stands before the next figure and is counted, or what the figures before it have told already. A list carries
    /// on: the head that it leaves out (自治区一等奖x项、三等奖x项: 自治区三等奖), the things that 分别 deals its figures to, what a
    /// change is a change of (产值3亿元，同比增长5%).
    fn pass(&mut self, leaf: &str, inlines: &[Inline], index: usize) -> String {
        let mut gap = gap(leaf, inlines, index);
        // 收案320件（不含旧存26件），增长3%: behind the bracket it goes on with what stands before.
        if let Some((_, rest)) = gap.split_once(['）', ')']).filter(|(within, _)| !within.contains(['（', '('])) {
            gap = rest;
            self.subject = self.outer.take().unwrap_or_default();
        }
        if gap.rfind(['（', '(']) > gap.rfind(['）', ')']) {
            self.outer = Some(self.subject.clone());
        }
        let own = change::of(gap);
        if own.0.is_some() || !is_joint(gap) {
            self.change = own;
        }
        let clause = gap.rsplit(['。', '；', ';']).next().unwrap_or_default();
        let parted = clause.len() < gap.len() && index > 0;
        let deals = |(at, _): &(usize, char)| words::DEALING.at_start(&clause[*at..]).is_some();
        if let Some((at, _)) = clause.char_indices().rev().find(deals) {
            let figures = dealt_to(leaf, inlines, index);
            let things = change::without(&clause[..at]);
            let parts = parts(things, figures);
            // 批捕3人、起诉5人，同比分别下降1%、2%: what stands before tells what is dealt to.
            let each = words::LABEL_PER.at_end(things).is_some();
            let before = self.labels.len().checked_sub(figures).filter(|_| parts.is_empty() && !parted && !each);
            let parts = before.map_or(parts, |at| self.labels[at..].to_vec());
            self.dealt = Some((parts, self.labels.len())).filter(|(parts, _)| !parts.is_empty());
        }
        let changes = change::verb(change::without_period(clause)).is_some();
        let aside = if changes { Aside::None } else { is_aside(leaf, inlines, index, clause) };
        let count = self.labels.len();
        let label = match self.dealt.as_ref().filter(|(_, from)| count == *from || is_joint(gap)) {
            Some((parts, from)) => parts.get(count - from).unwrap_or(&self.subject).clone(),
            None => {
                self.dealt = None;
                let words = change::without(clause);
                let of = of_share(leaf, &inlines[index], words);
                let own = preceding(of, changes || of.len() < words.len());
                // 五年内工业产值: 内 is of the length of time before.
                let units = [&words::LABEL_TIME_UNITS, &words::NAME_MEASURED];
                let measured = |i: usize| units.into_iter().any(|list| is_one_of(list, &leaf[inlines[i].unit.range()]));
                let lasts = index > 0 && gap.starts_with(own) && measured(index - 1);
                let own = if lasts { &own[lasting(own)..] } else { own };
                if aside == Aside::OfSubject && !parted
                    || own.is_empty() && !parted && carries_on(leaf, &inlines[index], gap)
                {
                    self.subject.clone()
                } else if own.is_empty() && !inlines[index].unit.is_empty() {
                    let begins = (parted || self.labels.is_empty()) && (changes || is_reached(leaf, &inlines[index]));
                    Some(topic(of)).filter(|topic| begins && !topic.is_empty()).unwrap_or_else(|| act(of)).to_owned()
                } else if index > 0 && gap.starts_with('、') {
                    carried(&self.subject, own)
                } else {
                    own.to_owned()
                }
            }
        };
        // A length of time that says how long something was so is no thing of its own: 近3年提升5个百分点.
        if !is_span(leaf, &inlines[index]) {
            self.labels.push(label.clone());
            if aside == Aside::None {
                self.subject.clone_from(&label);
            }
        }
        label
    }
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

/// What stands between a figure and the one before it. A year, a length of time (近3年) and a number in a name
/// (“高效办成一件事”) do not part.
fn gap<'t>(leaf: &'t str, inlines: &[Inline], index: usize) -> &'t str {
    let start = inlines[index].span.start as usize;
    let parts = |i: &&Inline| i.kind == InlineKind::Figure && !is_span(leaf, i) && !is_quoted(leaf, i);
    let from = inlines[..index].iter().rev().take(NEAR).find(parts).map_or(0, |previous| previous.span.end as usize);
    let from = from.min(start);
    // No phrase is longer than this.
    let near = leaf[from..start].char_indices().rev().take(GAP).last().map_or(start, |(at, _)| from + at);
    &leaf[near..start]
}

/// Whether a figure is a length of time that says how long something was so: 连续3年, 近五年, ，三年增长.
fn is_span(leaf: &str, inline: &Inline) -> bool {
    let (before, after) = (&leaf[..inline.span.start as usize], &leaf[inline.span.end as usize..]);
    is_one_of(&words::LABEL_TIME_UNITS, &leaf[inline.unit.range()])
        && (words::LABEL_THROUGH.at_end(before).is_some()
            || before.ends_with(ends_clause) && words::NAME_CHANGES.at_start(after).is_some())
}

/// Whether a figure stands in quotation marks with a few other words: it is part of a name.
fn is_quoted(leaf: &str, inline: &Inline) -> bool {
    let mark = |c: &char| QUOTES.contains(c);
    let before = leaf[..inline.span.start as usize].chars().rev().take(NAME).find(mark);
    let after = leaf[inline.span.end as usize..].chars().take(NAME).find(mark);
    (before, after) == (Some(OPENING), Some(CLOSING))
}

/// A list of parts seldom has more figures; the walk over them stays short on any input.
const REACH: usize = 12;

/// So many inlines before a figure may part nothing.
const NEAR: usize = 4;

/// How many characters before a figure are looked at.
const GAP: usize = 60;

/// Whether nothing but a conjunction or a comma stands between two figures.
pub(super) fn is_joint(gap: &str) -> bool {
    let words = gap.trim_matches(is_blank);
    words.is_empty() || words.chars().count() <= 2 && words.chars().all(|c| words::JOINTS.contains(c))
}

/// Whether a figure is said to be reached: 达到5亿元.
fn is_reached(leaf: &str, inline: &Inline) -> bool {
    words::NAME_REACHED.at_start(&leaf[inline.approximator.range()]).is_some()
}

/// How many figures 分别 deals to, the first of which is `first`.
fn dealt_to(leaf: &str, inlines: &[Inline], first: usize) -> usize {
    let behind = first + 1..inlines.len().min(first + REACH);
    1 + behind.take_while(|&i| inlines[i].kind == InlineKind::Figure && is_joint(gap(leaf, inlines, i))).count()
}

/// Whether a figure goes on with what the one before it counts: nothing stands between them but joints, what compares
/// and changes (，同比增长), when it was (去年同期为, ，由2020年的) and, where this one is reached, adverbs (，预计达).
fn carries_on(leaf: &str, inline: &Inline, gap: &str) -> bool {
    let reached = is_reached(leaf, inline);
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
        let period = Period::leading(rest).max(throughout(rest));
        dated |= period > 0;
        match period.max(filler.unwrap_or(0)).max(aside.unwrap_or(0)) {
            0 => break,
            taken => rest = &rest[taken..],
        }
    }
    rest.is_empty() && (reached || dated || changed.len() < gap.len())
}
