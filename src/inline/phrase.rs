//! The noun phrases before and behind a figure.

use super::change;
use crate::{
    line::is_blank,
    period::{self, Period},
    syntax::{number, numeral, words},
};

/// At most this many characters make a label.
const LONGEST: usize = 24;

/// At most this many make a name before a colon.
pub(super) const NAME: usize = 8;

/// So many verbs stand one behind the other at the most.
const VERBS: usize = 6;

/// Quotation marks, which belong to a phrase and not to what it names.
pub(super) const QUOTES: [char; 2] = [OPENING, CLOSING];
pub(super) const OPENING: char = '“';
pub(super) const CLOSING: char = '”';

/// Where a phrase behind a figure stands in its clause.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At its start, so that a verb follows it: ，2家企业上市.
    Subject,
    /// Behind a verb or another thing: 新增2家上市企业.
    Object,
}

/// The noun phrase at the start of a text, without the quotation marks around it.
pub(super) fn following(text: &str, place: Place) -> &str {
    // 符合条件的残疾人: what begins with a verb says which ones.
    let which = words::LABEL_WHICH.at_start(text).and_then(|_| {
        let (which, rest) = text.split_once('的')?;
        (which.chars().count() <= NAME && which.chars().all(char::is_alphanumeric)).then_some(rest)
    });
    let text = which.unwrap_or(text);
    let mut phrase = phrase(text, place);
    // 民生保障和社会事业项目，: what 和 joins is one phrase where nothing goes on behind it.
    let joint = phrase.char_indices().find(|(at, c)| is_joint_at(phrase, *at, *c));
    let rest = &text[phrase.len()..];
    if let Some((at, _)) = joint.filter(|(at, _)| *at == 0 || rest.is_empty() || !rest.starts_with(ends_clause)) {
        phrase = &phrase[..at];
    } else if rest.is_empty() {
        // 项目投资突破2000亿元: what leads on to the next figure.
        phrase = change::verb(phrase).map_or(phrase, |(at, _)| &phrase[..at]);
        phrase = without_verbs(phrase, false).0;
    }
    unquoted(phrase)
}

/// Whether words go on behind the phrase at the start of a text, and none of them surely ends it.
pub(super) fn goes_on(text: &str) -> bool {
    let rest = &text[phrase(text, Place::Object).len()..];
    let stop = [&words::LABEL_STOPS, &words::LABEL_WITHIN].into_iter().filter_map(|list| list.at_start(rest)).max();
    rest.starts_with(char::is_alphanumeric) && stop.is_none_or(|stop| stop.chars().count() < 2)
}

/// Whether a character ends a clause or a part of one.
pub(super) fn ends_clause(c: char) -> bool {
    matches!(c, '，' | ',' | '。' | '；' | ';' | '、' | '！' | '？' | '：' | ':')
}

/// The noun phrase right behind a measure, which is what is measured: 60万平方米标房. None where a verb goes on (投资5亿元建设)
/// or the words are of the measure itself (1000亿元大关).
pub(super) fn measured(text: &str) -> Option<&str> {
    let others = [
        &words::LABEL_TAILS,
        &words::LABEL_VERBS,
        &words::LABEL_ADVERBS,
        &words::LABEL_COMPARISONS,
        &words::LABEL_SHARES,
        &words::NAME_CHANGES,
    ];
    let noun = following(text, Place::Object);
    let word = others.iter().any(|list| list.at_start(text).is_some()) || led(noun).is_some();
    let word = word && words::LABEL_NOT_WORDS.at_start(text).is_none();
    Some(noun).filter(|noun| !word && noun.chars().count() > 1)
}

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

fn phrase(text: &str, place: Place) -> &str {
    let ends = |count: usize, at: usize| {
        let rest = &text[at..];
        let placed = if at > 0 { &words::LABEL_WITHIN } else { &words::LABEL_OPENERS };
        let verb = || {
            let verb = words::LABEL_PREDICATES.at_start(rest).or_else(|| words::LABEL_VERBS.at_start(rest));
            verb.is_some_and(|verb| verb.chars().count() > 1 && words::LABEL_ACTS.at_start(rest).is_none())
        };
        ([&words::LABEL_STOPS, &words::PERIOD_PARTS, placed].iter().any(|list| list.at_start(rest).is_some())
            || place == Place::Subject && count > 1 && verb())
            && words::LABEL_NOT_WORDS.at_start(rest).is_none()
    };
    let stop = text.char_indices().enumerate().find(|(count, (at, c))| {
        *count >= LONGEST || !c.is_alphanumeric() && !QUOTES.contains(c) || c.is_numeric() || ends(*count, *at)
    });
    let phrase = &text[..stop.map_or(text.len(), |(_, (at, _))| at)];
    // 群众远离了危险: what stands before 了 is a verb.
    let Some((subject, _)) = phrase.split_once('了') else { return phrase };
    let length = if subject.ends_with(|c| words::ACTED.contains(c)) { 1 } else { 2 };
    match subject.char_indices().rev().nth(length - 1) {
        Some((verb, _)) if verb > 0 => &phrase[..verb],
        _ => phrase,
    }
}

/// The noun phrase at the end of a text, back to punctuation or a verb. Behind it stands what says how it `changes`, or the
/// figure.
pub(super) fn preceding(text: &str, changes: bool) -> &str {
    let (before, acts) = without_verbs(text, changes);
    let before = change::without_remark(before);
    // 经费：5万元: a name that stands alone before a colon.
    let named = before.trim_end_matches(is_blank).strip_suffix(['：', ':']);
    let label = match named {
        Some(head) => noun(head).filter(|noun| {
            let apart = |c: char| !c.is_alphanumeric() && !words::JOINTS.contains(c);
            let before = start(head).and_then(|(start, _)| head[..start].chars().next_back());
            noun.chars().count() <= NAME && before.is_none_or(apart)
        }),
        None => noun(before),
    };
    let label = label.unwrap_or_default();
    let actor = words::LABEL_ACTORS.at_end(label).or(words::LABEL_NOBODY.at_end(label));
    let nobody = acts && actor.is_some() || words::LABEL_NOBODY.at_end(label) == Some(label);
    if nobody { "" } else { label }
}

/// What a sentence begins with and a comma parts from the words that only say when: 粮食总产量，在过去四年中共增加了.
pub(super) fn topic(text: &str) -> &str {
    let (before, _) = without_verbs(text, true);
    let Some(head) = before.strip_suffix(['，', ',']) else { return "" };
    let label = preceding(head, true);
    if label == change::without_remark(head).trim_matches(is_blank) { label } else { "" }
}

/// The verb that stands alone before a figure and says what was done: ，审结300件. Empty where another word stands there.
pub(super) fn act(text: &str) -> &str {
    let mut part = text.rsplit(ends_clause).next().unwrap_or_default().trim_matches(is_blank);
    while let Some(word) = words::LABEL_COUNTING.at_start(part) {
        part = &part[word.len()..];
    }
    words::LABEL_ALONE.at_start(part).filter(|act| *act == part).unwrap_or_default()
}

/// A text without the verbs at its end, and what goes with them (现在已增加到, 应当达到, 从2020年的), and whether one of them
/// is of those that somebody does. A verb that is a noun here stays: 的投入, 完成危房改造, 投入 before 同比增长.
fn without_verbs(text: &str, changes: bool) -> (&str, bool) {
    let mut text = text.trim_end_matches(is_blank);
    let mut acts = false;
    for _ in 0..VERBS {
        let lists = [&words::LABEL_VERBS, &words::LABEL_ADVERBS, &words::LABEL_PER, &words::NAME_REACHED];
        let verb = lists.into_iter().filter_map(|list| list.at_end(text)).max_by_key(|verb| verb.len());
        if verb.is_some_and(|verb| words::LABEL_REST.at_end(text) == Some(verb)) {
            return ("", false);
        }
        let not = verb.is_some_and(|verb| words::LABEL_NOT.at_end(&text[..text.len() - verb.len()]).is_some());
        if not || words::LABEL_KEPT.at_end(text).is_some() {
            break;
        }
        let act = verb.filter(|verb| words::LABEL_ACTS.at_end(text) == Some(verb));
        if let Some(act) = act {
            let before = &text[..text.len() - act.len()];
            if changes || words::NAME_OF.at_end(before).is_some() || start(before).is_some_and(|(_, verb)| verb) {
                break;
            }
            acts = true;
        }
        let time = || Period::trailing(text).max(span_at_end(text).map_or(0, |at| text.len() - at));
        match verb.map_or_else(time, str::len) {
            0 => break,
            len => text = text[..text.len() - len].trim_end_matches(is_blank),
        }
    }
    (text, acts)
}

/// Where the phrase that ends a text begins, and whether a verb stands before it. None where no phrase does. What 等 ends is
/// an enumeration and one phrase: 侵犯商标权、专利权等案件.
fn start(text: &str) -> Option<(usize, bool)> {
    let mut start = None;
    // Where the word begins that 等 leads on to.
    let mut last = None;
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        let rest = &text[at..];
        if let Some(behind) = words::LABEL_VERBS.at_start(rest).and_then(|verb| behind_verb(rest, verb)) {
            start = Some((text.len() - behind.len(), true));
            break;
        }
        let within = c == '、' && last.is_some() || c == '.' && ends_name(&text[..at]);
        let ends = !within && !c.is_alphanumeric() && !QUOTES.contains(&c) && !matches!(c, '（' | '）' | '(' | ')');
        if ends || count >= LONGEST {
            start = last.filter(|_| !ends).or(start);
            break;
        }
        let enumerates = words::LABEL_REST.at_start(rest).filter(|_| words::LABEL_NOT_WORDS.at_start(rest).is_none());
        last = last.or(enumerates.filter(|_| start.is_some()).map(|word| (at + word.len(), false)));
        if !within {
            start = Some((at, false));
        }
    }
    // 先后到邻县学习修剪、育苗等技术: what is so long is no thing of an enumeration.
    let long =
        |(at, _): (usize, bool)| text[at..].split_once('、').is_some_and(|(first, _)| first.chars().count() > NAME);
    if start.is_some_and(long) { last } else { start }
}

/// Whether a point behind a text stands in the name that ends it: PM2.5.
fn ends_name(text: &str) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    name.len() < text.len() && name.ends_with(|c: char| c.is_ascii_alphabetic())
}

/// What stands behind the verb at the start of a text, where that is one and leaves a noun of its own: 完成率 is no 完成,
/// 增加值 no 增加, and 人数 says too little without 审结.
fn behind_verb<'t>(text: &'t str, verb: &str) -> Option<&'t str> {
    let behind = &text[verb.len()..];
    let of = words::NAME_OF.at_start(behind).map_or(0, str::len);
    let bare = words::LABEL_BARE.at_start(&behind[of..]) == Some(&behind[of..]);
    // 医疗救助等资金: a thing of an enumeration.
    let listed = words::LABEL_REST.at_start(behind).is_some();
    let is_verb = verb.chars().count() > 1 && !listed && words::LABEL_NOT_WORDS.at_start(text).is_none();
    (is_verb && !bare && behind.chars().count() > 1).then_some(behind)
}

/// The phrase that ends a text, without what tells when and without the verbs before it.
fn noun(text: &str) -> Option<&str> {
    let (start, _) = start(text)?;
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
        label = &label[lasting(label)..];
    }
    label = without_span(label);
    // 计划的企业, 全市改造老旧小区, 公司共销售甲鱼: who does it, and how.
    let done = label.char_indices().rev().map(|(at, _)| at).find(|at| {
        let (by, verb) = label.split_at(*at);
        let lists = [&words::LABEL_NOBODY, &words::LABEL_ACTORS, &words::LABEL_COUNTING];
        let inner = words::LABEL_LEADING.at_start(verb).is_some_and(|verb| verb.chars().count() > 1);
        let behind = led(verb).is_some_and(|behind| behind.chars().count() > 1);
        let nobody = words::LABEL_NOBODY.at_start(by) == Some(by);
        let verbs = [&words::LABEL_LEADING, &words::LABEL_OPENINGS];
        nobody && verbs.iter().any(|list| list.at_start(verb).is_some())
            || inner && behind && lists.into_iter().any(|list| list.at_end(by).is_some())
    });
    label = done.map_or(label, |at| &label[at..]);
    while let Some(behind) = led(label) {
        label = behind;
    }
    let placed = words::LABEL_PLACES.at_start(label).is_some() && words::LABEL_NOT_WORDS.at_start(label).is_none();
    let nameless = [&words::HEAD_NAMELESS, &words::LABEL_PER].iter().any(|list| list.at_start(label) == Some(label));
    let named = label.chars().count() > 1 || words::LABEL_LONE.at_start(label).is_some();
    (named && !placed && !nameless).then_some(label)
}

/// What stands behind the verb, or the word of time, that a phrase begins with. 获 in 获奖人数 is no verb by itself, nor is 销售
/// in 销售收入.
fn led(label: &str) -> Option<&str> {
    let [verb, other] = [&words::LABEL_LEADING, &words::LABEL_OPENINGS].map(|list| list.at_start(label));
    let word = verb.max(other).filter(|_| words::LABEL_NOT_WORDS.at_start(label).is_none())?;
    let behind = &label[word.len()..];
    let is = |list: &words::Words| list.at_start(behind) == Some(behind);
    // 监督检查: a name that is made of verbs.
    let compounds = [&words::LABEL_COMPOUNDS, &words::LABEL_LEADING, &words::LABEL_ACTS];
    let compound = verb == Some(word)
        && (compounds.into_iter().any(is)
            || word.chars().count() > 1 && behind.starts_with(|c| words::NOMINAL.contains(c)));
    let one = behind.chars().count() < 2 && !is(&words::LABEL_LONE);
    (!compound && !one && !is(&words::LABEL_BARE)).then_some(behind)
}

/// Bytes of the length of time that a text begins with and that says how long something was so: 连续11个季度, 近3年来.
pub(super) fn throughout(text: &str) -> usize {
    let through = words::LABEL_THROUGH.at_start(text).map_or(0, str::len);
    let number = text[through..].trim_start_matches(|c| number::either_digit(c).is_some() || numeral::is_sign(c));
    let Some(unit) = words::LABEL_TIME_UNITS.at_start(number).filter(|_| number.len() < text.len() - through) else {
        return 0;
    };
    let behind = &number[unit.len()..];
    // 年均 is a word of its own.
    if words::LABEL_COMPARISONS.at_start(number).is_some() {
        return 0;
    }
    text.len() - behind.len() + lasting(behind)
}

/// Bytes of the word behind a length of time that a text begins with: 中 of 五年中.
pub(super) fn lasting(text: &str) -> usize {
    let word = words::LABEL_LASTING.at_start(text).filter(|_| words::LABEL_NOT_WORDS.at_start(text).is_none());
    word.map_or(0, str::len)
}

/// Where such a length begins that ends a text. Without a word like 近 it stands at the start of its clause.
fn span_at_end(text: &str) -> Option<usize> {
    text.char_indices().rev().take(NAME).map(|(at, _)| at).find(|at| {
        let begins = text[..*at].trim_end_matches(is_blank);
        let through = words::LABEL_THROUGH.at_start(&text[*at..]).is_some();
        (through || begins.is_empty() || begins.ends_with(ends_clause)) && throughout(&text[*at..]) == text.len() - at
    })
}

/// A phrase up to the words that say how long something was so, or what stands behind them: 增速连续11个季度居全国前.
fn without_span(label: &str) -> &str {
    let spans = |at: usize| {
        (at == 0 || words::LABEL_THROUGH.at_start(&label[at..]).is_some()).then(|| throughout(&label[at..]))
    };
    let span = label.char_indices().find_map(|(at, _)| Some((at, spans(at).filter(|len| *len > 0)?)));
    match span {
        None => label,
        Some((0, len)) => &label[len..],
        Some((at, _)) => without_verbs(&label[..at], false).0,
    }
}

/// The things of an enumeration. What all of them have, the last alone may name: 粮食、油料产量; 一、二、三产业.
/// There are as many as `figures` where the text allows it.
pub(super) fn parts(text: &str, figures: usize) -> Vec<String> {
    let text = text.rsplit(['，', ',', '：', ':']).next().unwrap_or_default();
    let split = [&words::JOINTS, &words::JOINTS_WIDE, &words::JOINTS_WIDEST].map(|joints| split(text, joints));
    let [all, ..] = &split;
    let parts = split.iter().find(|parts| parts.len() == figures).unwrap_or(all);
    // 第二、第三产业
    let counted = |part: &str| part.char_indices().nth(1 + usize::from(part.starts_with('第'))).map(|(at, _)| at);
    let last = parts.last().copied().unwrap_or_default();
    let noun = counted(last).map_or("", |at| &last[at..]);
    // 国家级、部级创新平台: what ranks is named by the last.
    let rank = last.char_indices().find(|(_, c)| words::RANKING.contains(*c)).map(|(at, c)| &last[at + c.len_utf8()..]);
    let ranked = |named: &str| rank.filter(|_| named.ends_with(|c| words::RANKING.contains(c)));
    let shared = words::LABEL_SHARED.at_end(last).filter(|shared| *shared != last).unwrap_or_default();
    let whole = |part: &&str| {
        if counted(part).is_none() {
            return format!("{part}{noun}");
        }
        let named = preceding(part, true);
        let measures = [&words::LABEL_MEASURES, &words::LABEL_SHARED, &words::LABEL_BARE];
        // 接待游客和旅游收入: a verb that stands before a list of two may be of the first alone.
        let own = named.is_empty()
            || !text.contains('、') && start(part).is_some_and(|(_, verb)| verb)
            || measures.into_iter().any(|list| list.at_end(named).is_some())
            || named.ends_with(is_of_measure);
        if own { named.to_owned() } else { format!("{named}{}", ranked(named).unwrap_or(shared)) }
    };
    parts.iter().map(whole).filter(|part| !part.is_empty()).collect()
}

/// The parts of a text between the characters that join them.
fn split<'t>(text: &'t str, joints: &words::Signs) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices().filter(|(at, c)| joints.contains(*c) && is_joint_at(text, *at, *c)) {
        parts.push(&text[from..at]);
        from = at + c.len_utf8();
    }
    parts.push(&text[from..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Whether a name ends with a character that says how much of something there is, or with a letter: 起数, 率, GDP.
fn is_of_measure(c: char) -> bool {
    c.is_ascii() || words::MEASURING.contains(c)
}

/// Whether the character at a place joins two things, and is no part of a word: 及 of 普及.
fn is_joint_at(text: &str, at: usize, c: char) -> bool {
    words::JOINTS.contains(c)
        && words::LABEL_JOINED.at_start(&text[at..]).is_none()
        && words::LABEL_JOINED.at_end(&text[..at + c.len_utf8()]).is_none()
}

/// 三等奖 behind 自治区一等奖 is 自治区三等奖.
pub(super) fn carried(head: &str, own: &str) -> String {
    let common = head.chars().rev().zip(own.chars().rev()).take_while(|(a, b)| a == b).count();
    let own_chars = own.chars().count();
    let head_chars = head.chars().count();
    let differing = own_chars - common.min(own_chars);
    if common < 2 || !(1..=2).contains(&differing) || head_chars <= own_chars {
        return own.to_owned();
    }
    let mut kept: Vec<char> = head.chars().take(head_chars - common).collect();
    let replaced = kept.split_off(kept.len() - differing);
    let graded = replaced.into_iter().chain(own.chars().take(differing)).all(|c| words::GRADES.contains(c));
    if graded { kept.into_iter().chain(own.chars()).collect() } else { own.to_owned() }
}
