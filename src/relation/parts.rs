//! Wholes and their parts: 工作人员12名，其中在编3人、聘用9人; 在编3人、聘用9人，共12人.
//!
//! 其中 has two readings. Where nothing says that the list is full the parts are a subset, of which each is no more than
//! the whole. It is full where the wording says so (包括, 分别为, 由…组成, 其余), where three or more parts that count one
//! by one stand side by side up to the end of their clause, or where it adds up.

use rust_decimal::Decimal;

use super::{
    Relation, Verdict,
    bounds::{self, Bounds},
    passage::{COMMAS, NEAR, Passage, dimension, direction},
    words,
};
use crate::syntax::words as tables;

/// The relations of a sentence. `before` is the sentence before it.
pub(super) fn read(passage: Passage<'_>, sentence: &[usize], before: &[usize], out: &mut Vec<Relation>) {
    for place in 0..sentence.len() {
        let found = opened(passage, sentence, before, place).or_else(|| total(passage, sentence, place));
        out.extend(found);
    }
}

/// How parts begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// 其中: some or all.
    Some,
    /// 包括, 分别为: all, if nothing says otherwise.
    All,
    /// 由 … 组成.
    Made,
}

/// A list of parts.
struct Parts {
    rows: Vec<usize>,
    /// How many of them stand side by side, parted by nothing but 、 and conjunctions; the rest may belong to something else.
    firm: usize,
    /// The words of each.
    names: Vec<String>,
}

/// A whole with the parts behind it, of which the first is at `place`.
fn opened(passage: Passage<'_>, sentence: &[usize], before: &[usize], place: usize) -> Option<Relation> {
    let lead = passage.lead(sentence, place);
    let (at, word, opening) = opening(lead)?;
    let (head, label) = (lead[..at].trim_end(), lead[at + word.len()..].trim().trim_start_matches(COMMAS));
    let closers: &[char] = if head.ends_with(['（', '(']) { &['）', ')'] } else { &[] };
    let head = head.trim_end_matches(['，', ',', '（', '(', '：', ':', '。', '；', ';']);
    // What stands a clause away may be of something else.
    if head.contains(COMMAS) || label.contains(COMMAS) || is_average(label) {
        return None;
    }
    // 。其中 goes on with the sentence before.
    let crossed = place == 0 && head.trim().is_empty();
    let (whole, others) = whole(passage, if crossed { before } else { &sentence[..place] }, sentence[place])?;
    let mut parts = forwards(passage, &sentence[place..], label, closers);
    // What is more than the whole is no part of it, unless nothing but 、 parts it from one.
    let more = |row: &usize| subset(passage, whole, &[*row]) == Some(Verdict::Fail);
    if let Some(other) = parts.rows[parts.firm..].iter().position(more) {
        parts.rows.truncate(parts.firm + other);
        parts.names.truncate(parts.firm + other);
    }
    let composed = words::any(words::COMPOSED, passage.after(*parts.rows.last()?));
    let counted = bounds::is_counted(&passage.rows[whole]);
    let fits = match opening {
        Opening::Some => true,
        Opening::All => counted && parts.rows.len() > 1,
        Opening::Made => counted && parts.rows.len() > 1 && composed,
    };
    let worst = if crossed || others > 0 { Verdict::Uncertain } else { Verdict::Fail };
    fits.then(|| judged(passage, whole, &parts, opening, worst))
}

/// From how many on a list may leave some out and not say so.
const MANY: Decimal = Decimal::ONE_HUNDRED;

/// What is to be said of a whole and its parts, at the worst.
fn judged(passage: Passage<'_>, whole: usize, parts: &Parts, opening: Opening, worst: Verdict) -> Relation {
    let (all, firm) = (&parts.rows[..], &parts.rows[..parts.firm]);
    let sum = |rows: &[usize]| adds_up(passage, whole, rows);
    let open = [all, firm].iter().any(|rows| words::any(words::OPEN, passage.after(rows[rows.len() - 1])));
    let adding = [all, firm].into_iter().find(|rows| rows.len() > 1 && sum(rows) == Some(Verdict::Pass));
    if let Some(rows) = adding.filter(|_| !open) {
        return Relation::sum(passage, whole, rows, Verdict::Pass);
    }
    let overlapping = parts.names.iter().any(|name| words::any(words::OVERLAPPING, name));
    if !open && !overlapping && (is_said(parts, opening) || is_listed(passage, whole, parts)) {
        // What commas part may belong to something else, and of many a list may name the chief ones.
        let many = passage.amount(whole).is_some_and(|whole| whole >= MANY);
        let short = passage.total(all) < passage.amount(whole) && !is_said(parts, opening);
        let worst = if firm.len() < all.len() || many && short { Verdict::Uncertain } else { worst };
        let verdict = sum(all).map_or(Verdict::NotAssessable, |verdict| verdict.min(worst));
        return Relation::sum(passage, whole, all, verdict);
    }
    let Some(each) = subset(passage, whole, firm) else {
        return Relation::subset(passage, whole, firm, Verdict::NotAssessable);
    };
    // Parts may have members in common and no word may say so.
    let bounds = together(passage, all).zip(Bounds::of(&passage.rows[whole])).filter(|_| !overlapping);
    let total = bounds.map_or(Verdict::Pass, |(all, whole)| all.is_at_most(whole).min(Verdict::Uncertain));
    let rows = if each.min(worst) < total { all } else { firm };
    Relation::subset(passage, whole, rows, each.min(worst).max(total))
}

/// Whether the wording says that a list is full: 包括, 分别为, 其余.
fn is_said(parts: &Parts, opening: Opening) -> bool {
    let remaining = parts.names.last().is_some_and(|name| words::any(words::REMAINING, name));
    parts.rows.len() > 1 && (opening != Opening::Some || remaining)
}

/// Whether three or more parts that count one by one stand side by side up to the end of their clause. What commas part
/// is such a list only where it has numbers to say so.
fn is_listed(passage: Passage<'_>, whole: usize, parts: &Parts) -> bool {
    let known = parts.firm == parts.rows.len() || adds_up(passage, whole, &parts.rows).is_some();
    parts.rows.len() > 2
        && known
        && parts.rows.iter().chain([&whole]).all(|row| bounds::is_counted(&passage.rows[*row]))
        && parts.rows.last().is_some_and(|last| passage.closes(*last))
        && distinct(&parts.names)
}

/// The words that open a list of parts, the last of a lead.
fn opening(lead: &str) -> Option<(usize, &'static str, Opening)> {
    let of = |words, opening| words::last(words, lead).map(|(at, word)| (at, word, opening));
    let made = words::MADE.iter().find_map(|word| lead.rfind(word).map(|at| (at, *word, Opening::Made)));
    of(words::SOME, Opening::Some)
        .or_else(|| of(words::ALL, Opening::All))
        .or_else(|| of(words::DEALT, Opening::All))
        .or(made)
}

/// The nearest figure that may be the whole, and how many others may be.
fn whole(passage: Passage<'_>, earlier: &[usize], part: usize) -> Option<(usize, usize)> {
    let rows = passage.rows;
    let unit = dimension(&rows[part])?;
    let fits = |(place, row): &(usize, &usize)| {
        dimension(&rows[**row]) == Some(unit)
            && direction(&rows[**row]) == direction(&rows[part])
            && !is_average(passage.clause(earlier, *place))
            && !words::begins(words::BASES, passage.clause(earlier, *place).trim_start())
    };
    let mut fitting = earlier.iter().enumerate().rev().take(NEAR).filter(fits);
    let (_, whole) = fitting.next()?;
    Some((*whole, fitting.count()))
}

fn is_average(words: &str) -> bool {
    words::any(words::AVERAGES, words)
}

/// The parts that begin with the first of `rows`, which has `label` before it, up to one of `closers`.
fn forwards(passage: Passage<'_>, rows: &[usize], label: &str, closers: &[char]) -> Parts {
    let mut parts = Parts { rows: vec![rows[0]], firm: 1, names: vec![label.trim().to_owned()] };
    let (mut last, mut nested) = (rows[0], false);
    for &row in rows[1..].iter().take(2 * NEAR) {
        let mut gap = passage.between(last, row);
        last = row;
        // 在编3人（其中女1人）、聘用9人
        if nested || gap.trim_start().starts_with(['（', '(']) && !gap.contains(['）', ')']) {
            match gap.find(['）', ')']) {
                Some(at) => gap = gap[at..].trim_start_matches(['）', ')']),
                None => {
                    nested = true;
                    continue;
                }
            }
            nested = false;
        }
        if gap.contains(closers) {
            break;
        }
        // 3人，占25%; 3人，比上年的2人增加1人
        let aside = dimension(&passage.rows[row]).is_none()
            || direction(&passage.rows[row]).is_some()
            || words::begins(words::BASES, gap.trim_start().trim_start_matches(COMMAS));
        if aside && !gap.trim_start().starts_with('、') {
            continue;
        }
        let Some((joint, before, name)) = joint(gap) else { break };
        let like = dimension(&passage.rows[row]) == dimension(&passage.rows[rows[0]]);
        // 聘用3人，培训8人: behind a comma something else may be told.
        let told = joint == Joint::Loose && tells(name);
        if aside || !like || told || is_average(name) {
            break;
        }
        let named = parts.names.len() - 1;
        parts.names[named].push_str(before);
        parts.rows.push(row);
        parts.names.push(name.to_owned());
        if joint == Joint::Firm && parts.firm + 1 == parts.rows.len() {
            parts.firm += 1;
        }
    }
    let behind: String = passage.after(last).chars().take(LABEL).collect();
    if let Some(name) = parts.names.last_mut().filter(|_| parts.rows.last() == Some(&last)) {
        name.push_str(&behind);
    }
    parts
}

/// How many characters a part is called by at the most.
const LABEL: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// 、 or a conjunction.
    Firm,
    /// A comma or a semicolon.
    Loose,
}

/// What joins two parts, with the words before and behind it.
fn joint(gap: &str) -> Option<(Joint, &str, &str)> {
    if gap.chars().count() > 2 * LABEL {
        return None;
    }
    let joint = match gap.find(['、', '，', ',', '；', ';']) {
        Some(at) => {
            let mark = gap[at..].chars().next()?;
            let kind = if mark == '、' { Joint::Firm } else { Joint::Loose };
            (kind, &gap[..at], &gap[at + mark.len_utf8()..])
        }
        None => {
            let word = words::CONJUNCTIONS
                .iter()
                .find(|word| gap.trim_start().starts_with(**word) || gap.trim_end().ends_with(**word))?;
            let (before, behind) = gap.split_once(*word)?;
            (Joint::Firm, before, behind)
        }
    };
    let plain = |text: &str| !text.contains(COMMAS) && !text.contains(['（', '）', '(', ')']);
    (plain(joint.1) && plain(joint.2)).then_some((joint.0, joint.1.trim(), joint.2.trim()))
}

/// Whether a verb begins the words before a figure: 培训8人.
fn tells(name: &str) -> bool {
    tables::NAME_COUNTING.at_start(name).is_some_and(|verb| verb.chars().count() > 1)
}

fn distinct(names: &[String]) -> bool {
    names.iter().enumerate().all(|(at, name)| !name.is_empty() && !names[..at].contains(name))
}

/// Parts with their total behind them, at `place`.
fn total(passage: Passage<'_>, sentence: &[usize], place: usize) -> Option<Relation> {
    let whole = sentence[place];
    let lead = passage.lead(sentence, place).trim();
    let lead = words::without_end(words::TOTAL_VERBS, lead).unwrap_or(lead);
    let head = words::without_end(words::TOTALS, lead)?.trim_end();
    let (comma, named) = (head.trim_end_matches(['，', ',', '、']), head.chars().count());
    if comma.contains(COMMAS) || named > LABEL || direction(&passage.rows[whole]).is_some() {
        return None;
    }
    let unit = dimension(&passage.rows[whole])?;
    let mut rows: Vec<usize> = Vec::new();
    let mut firm = 0;
    for at in (0..place).rev().take(NEAR) {
        let row = sentence[at];
        let like = dimension(&passage.rows[row]) == Some(unit) && direction(&passage.rows[row]).is_none();
        if !like || is_average(passage.clause(sentence, at)) {
            break;
        }
        rows.insert(0, row);
        let joint = if at == 0 { None } else { joint(passage.lead(sentence, at)) };
        match joint {
            Some((Joint::Firm, ..)) if firm + 1 == rows.len() => firm += 1,
            Some(_) => {}
            None => break,
        }
    }
    let firm = &rows[rows.len().saturating_sub(firm + 1)..];
    if firm.len() < 2 && rows.len() < 2 {
        return None;
    }
    let sum = |rows: &[usize]| adds_up(passage, whole, rows);
    if let Some(rows) = [&rows[..], firm].into_iter().find(|rows| rows.len() > 1 && sum(rows) == Some(Verdict::Pass)) {
        return Some(Relation::sum(passage, whole, rows, Verdict::Pass));
    }
    // Where a comma parts them they may be of something else.
    let worst = if firm.len() < rows.len() || firm[0] != sentence[0] { Verdict::Uncertain } else { Verdict::Fail };
    let verdict = sum(firm).map_or(Verdict::NotAssessable, |verdict| verdict.min(worst));
    (firm.len() > 1).then(|| Relation::sum(passage, whole, firm, verdict))
}

/// Whether parts give the whole; `None` where one of them is open.
fn adds_up(passage: Passage<'_>, whole: usize, parts: &[usize]) -> Option<Verdict> {
    let whole = Bounds::of(&passage.rows[whole])?;
    Some(whole.equals(together(passage, parts)?))
}

fn together(passage: Passage<'_>, parts: &[usize]) -> Option<Bounds> {
    let mut bounds = parts.iter().map(|row| Bounds::of(&passage.rows[*row]));
    let first = bounds.next()??;
    bounds.try_fold(first, |sum, part| Some(sum.plus(part?)))
}

/// Whether each part is no more than the whole.
fn subset(passage: Passage<'_>, whole: usize, parts: &[usize]) -> Option<Verdict> {
    let whole = Bounds::of(&passage.rows[whole])?;
    let each = parts.iter().map(|row| Some(Bounds::of(&passage.rows[*row])?.is_at_most(whole)));
    each.collect::<Option<Vec<Verdict>>>()?.into_iter().max()
}

#[cfg(test)]
mod tests {
    use crate::relation::tests::said;

    #[test]
    fn parts_are_a_sum_or_a_subset() {
        for (text, relations) in [
            ("工作人员12名，其中在编3人、财政供养4人、志愿者3人、公益性岗位2人。", "sum PASS"),
            ("工作人员12名，其中在编3人、财政供养4人、志愿者2人、公益性岗位2人。", "sum FAIL"),
            ("工作人员x名,其中在编x人、财政供养x人、志愿者x人、公益性岗位x人。", "sum NOT_ASSESSABLE"),
            ("信息50条，其中被采用8条。", "subset PASS"),
            ("信息50条，其中被采用80条。", "subset FAIL"),
            ("信息xx条，其中被采用xx条。", "subset NOT_ASSESSABLE"),
            ("党员50名，其中女性20名、少数民族10名、大专以上学历40名。", "subset PASS"),
            ("投资10.0亿元，其中工业4.2亿元、农业1.3亿元、旅游1.1亿元。", "subset PASS"),
            ("投资10.0亿元，其中工业6.2亿元、农业3.8亿元。", "sum PASS"),
            ("设施5处，其中甲类1处、乙类1处、丙类1处等。", "subset PASS"),
            ("成员单位9个，由机关4个、企业3个、学校1个组成。", "sum FAIL"),
            ("网点9个，包括东区4个、西区5个。", "sum PASS"),
            ("网点9个，包括东区4个、西区6个。", "sum FAIL"),
            ("在编3人、聘用8人，共12人。", "sum FAIL"),
            ("省级补助30.5万元和县级补助12.5万元，合计43万元。", "sum PASS"),
            ("人均收入3万元，其中城镇居民4万元。", ""),
            ("职工120人（其中女75人），离退休130人。", "subset PASS"),
            ("工作人员12名，其中在编3人，编外4人，志愿者4人。", "sum UNCERTAIN"),
            ("工作人员12名，其中在编3人，编外4人，志愿者5人。", "sum PASS"),
            ("工作人员xx名，其中在编x人，编外x人，志愿者x人。", "subset NOT_ASSESSABLE"),
            ("工作人员12名，其中在编3人、编外4人、志愿者4人，平均年龄36岁。", "sum FAIL"),
            ("医疗机构320个，其中医院5个、卫生院22个、卫生室280个。", "sum UNCERTAIN"),
            ("医疗机构320个，其中医院5个、卫生院22个、卫生室300个。", "sum FAIL"),
            ("工作人员12名，其中在编3人、编外4人、志愿者4人，其余均为实习生。", "subset PASS"),
            ("资金3600万元，其中省级2000万元，市级1500万元，县级800万元。", "subset UNCERTAIN"),
            ("工作人员12名，其中在编3人，编外4人，培训农民400人。", "subset PASS"),
            ("约100人参加，其中学生40人、教师50人、家长20人。", "sum UNCERTAIN"),
            ("收入20亿元，增长3亿元，其中税收15亿元。", "subset PASS"),
        ] {
            assert_eq!(said(text), relations, "{text}");
        }
    }
}
