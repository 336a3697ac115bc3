//! Wholes and the parts behind them: 工作人员12名，其中在编3人、聘用9人.
//!
//! 其中 has two readings. Where nothing says that the list is full the parts are a subset, of which each is no more than
//! the whole. It is full where the wording says so (包括, 分别为, 由…组成, 其余), where three or more parts that count one
//! by one stand side by side up to the end of their clause, or where it adds up.

use rust_decimal::Decimal;

use super::{
    Relation, RelationKind, Verdict,
    bounds::{self, Bounds},
    list::{Joint, LABEL, Likeness, beside, is_average, joint, tells},
    passage::{COMMAS, NEAR, Passage, dimension, direction},
    totals, words,
};

/// The relations of a sentence. `before` is the sentence before it.
pub(super) fn read(passage: Passage<'_>, sentence: &[usize], before: &[usize], out: &mut Vec<Relation>) {
    for place in 0..sentence.len() {
        let found = opened(passage, sentence, before, place);
        if found.is_empty() {
            out.extend(totals::total(passage, sentence, place));
        }
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

/// A whole with the parts behind it, of which the first is at `place`: one of each unit in which both are told, 45期3600人次,
/// 其中线上15期1200人次、线下30期2400人次.
fn opened(passage: Passage<'_>, sentence: &[usize], before: &[usize], place: usize) -> Vec<Relation> {
    let Some(opened) = Opened::at(passage, sentence, before, place) else { return Vec::new() };
    let figures = &sentence[place..place + beside(passage, &sentence[place..])];
    figures.iter().filter_map(|first| opened.relation(passage, *first)).collect()
}

/// Words that open a list of parts, with what stands on either side of them.
struct Opened<'s, 'r> {
    opening: Opening,
    /// The words before the first part.
    label: &'r str,
    closers: &'static [char],
    /// The figures among which the whole is …
    earlier: &'s [usize],
    /// … which are those of the sentence before.
    crossed: bool,
    /// The figures from the first part on.
    parts: &'s [usize],
}

impl<'s, 'r> Opened<'s, 'r> {
    fn at(passage: Passage<'r>, sentence: &'s [usize], before: &'s [usize], place: usize) -> Option<Self> {
        let lead = passage.lead(sentence, place);
        let (at, word, opening) = opening(lead)?;
        let (head, label) = (lead[..at].trim_end(), lead[at + word.len()..].trim().trim_start_matches(COMMAS));
        let closers: &[char] = if head.ends_with(['（', '(']) { &['）', ')'] } else { &[] };
        let head = head.trim_end_matches(['，', ',', '（', '(', '：', ':', '。', '；', ';']);
        // What stands a clause away may be of something else.
        if head.contains(COMMAS) || label.contains(COMMAS) || is_average(label) {
            return None;
        }
        // 其中10亿元以上项目3个: what tells which are meant is no part.
        let told = sentence.get(place + 1).is_some_and(|next| joint(passage.between(sentence[place], *next)).is_none());
        if told && passage.rows[sentence[place]].limit.is_some() {
            return None;
        }
        // 。其中 goes on with the sentence before.
        let crossed = place == 0 && head.trim().is_empty();
        let earlier = if crossed { before } else { &sentence[..place] };
        Some(Self { opening, label, closers, earlier, crossed, parts: &sentence[place..] })
    }

    /// The relation of the parts that count what `first` counts, one of the figures of the first part.
    fn relation(&self, passage: Passage<'_>, first: usize) -> Option<Relation> {
        let strict = self.judged(passage, first, Likeness::Unit);
        // 1000个 and 7座 + 993口: what is counted by another word is a part where it adds up.
        let adds_up = |relation: &Relation| relation.kind == RelationKind::Sum && relation.verdict == Verdict::Pass;
        match &strict {
            Some(relation) if relation.kind == RelationKind::Sum || relation.verdict > Verdict::NotAssessable => strict,
            _ => self.judged(passage, first, Likeness::Counted).filter(adds_up).or(strict),
        }
    }

    fn judged(&self, passage: Passage<'_>, first: usize, like: Likeness) -> Option<Relation> {
        let (whole, others) = whole(passage, self.earlier, first, like)?;
        let mut parts = forwards(passage, self.parts, first, like, self.label, self.closers);
        // What is more than the whole is no part of it, unless nothing but 、 parts it from one.
        let more = |row: &usize| subset(passage, whole, &[*row]) == Some(Verdict::Fail);
        if let Some(other) = parts.rows[parts.firm..].iter().position(more) {
            parts.rows.truncate(parts.firm + other);
            parts.names.truncate(parts.firm + other);
        }
        let composed = words::any(words::COMPOSED, passage.after(*parts.rows.last()?));
        let counted = bounds::is_counted(&passage.rows[whole]);
        let fits = match self.opening {
            Opening::Some => true,
            Opening::All => counted && parts.rows.len() > 1,
            Opening::Made => counted && parts.rows.len() > 1 && composed,
        };
        // 280人（其中: what the bracket stands behind is the whole. What is told beside a part may be of something else.
        let sure = if self.closers.is_empty() { others == 0 } else { self.earlier.last() == Some(&whole) };
        let worst = if self.crossed || !sure || first != self.parts[0] { Verdict::Uncertain } else { Verdict::Fail };
        fits.then(|| judged(passage, whole, &parts, self.opening, worst))
    }
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
    // Three and more side by side are parts of one kind; whatever else commas part from them, they are not more than the whole.
    if !open && !overlapping && firm.len() > 2 && firm.len() < all.len() && worst == Verdict::Fail {
        let few = Parts { rows: firm.to_vec(), firm: firm.len(), names: parts.names[..firm.len()].to_vec() };
        let counted = firm.iter().chain([&whole]).all(|row| bounds::is_counted(&passage.rows[*row]));
        if counted
            && distinct(&few.names)
            && sum(firm) == Some(Verdict::Fail)
            && passage.total(firm) > passage.amount(whole)
        {
            return Relation::sum(passage, whole, firm, Verdict::Fail);
        }
    }
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
    let bracketed = |(at, ..): &(usize, &str, Opening)| lead[..*at].trim_end().ends_with(['（', '(']);
    of(words::SOME, Opening::Some)
        .or_else(|| of(words::BRACKETED, Opening::Some).filter(bracketed))
        .or_else(|| of(words::ALL, Opening::All))
        .or_else(|| of(words::DEALT, Opening::All))
        .or(made)
}

/// The nearest figure that may be the whole, and how many others may be.
fn whole(passage: Passage<'_>, earlier: &[usize], part: usize, like: Likeness) -> Option<(usize, usize)> {
    let rows = passage.rows;
    let fits = |(place, row): &(usize, &usize)| {
        like.holds(&rows[**row], &rows[part])
            && direction(&rows[**row]) == direction(&rows[part])
            && !is_average(passage.clause(earlier, *place))
            && !passage.is_base(earlier, *place)
    };
    let mut fitting = earlier.iter().enumerate().rev().take(NEAR).filter(fits);
    let (_, whole) = fitting.next()?;
    Some((*whole, fitting.count()))
}

/// The parts from `first` on, which is in the first of those told by `rows`, with `label` before it, up to one of `closers`.
fn forwards(
    passage: Passage<'_>,
    rows: &[usize],
    first: usize,
    like: Likeness,
    label: &str,
    closers: &[char],
) -> Parts {
    let mut parts = Parts { rows: vec![first], firm: 1, names: vec![label.trim().to_owned()] };
    let mut at = beside(passage, rows);
    let (mut last, mut nested) = (rows[at - 1], false);
    while at < rows.len().min(2 * NEAR) {
        let told = &rows[at..at + beside(passage, &rows[at..])];
        let mut gap = passage.between(last, told[0]);
        (last, at) = (told[told.len() - 1], at + told.len());
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
        let row = told.iter().copied().find(|row| like.holds(&passage.rows[*row], &passage.rows[first]));
        let figure = &passage.rows[row.unwrap_or(told[0])];
        let aside = dimension(figure).is_none()
            || direction(figure).is_some()
            || words::begins(words::BASES, gap.trim_start().trim_start_matches(COMMAS));
        if aside && !gap.trim_start().starts_with('、') {
            continue;
        }
        let Some((joint, before, name)) = joint(gap) else { break };
        // 聘用3人，培训8人: behind a comma something else may be told.
        let other = joint == Joint::Loose && tells(name);
        let Some(row) = row.filter(|_| !aside && !other && !is_average(name)) else { break };
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

fn distinct(names: &[String]) -> bool {
    names.iter().enumerate().all(|(at, name)| !name.is_empty() && !names[..at].contains(name))
}

/// Whether parts give the whole; `None` where one of them is open.
pub(super) fn adds_up(passage: Passage<'_>, whole: usize, parts: &[usize]) -> Option<Verdict> {
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
            ("培训45期3600人次，其中线上15期1200人次、线下30期2400人次。", "sum PASS, sum PASS"),
            ("培训45期、3600人次，其中线上15期、1200人次，线下35期、2400人次。", "subset UNCERTAIN, sum PASS"),
            ("新建水库1000座，其中小型水库7座、塘坝993口。", "sum PASS"),
            ("来访412件次，其中来信126件、走访286件。", "sum PASS"),
            ("来访412件次，其中来信126件、走访280件。", ""),
            ("受理412件，其中来信126件、走访203件、网上93件，办结398件。", "sum FAIL"),
            ("受理412件，其中来信126件、走访203件、网上73件，办结398件。", "sum UNCERTAIN"),
            ("公办医院28家，其中县级3家、乡镇17家、社区8家，另有民营6家。", "sum PASS"),
            ("商业街42处（含临时棚26处、广告牌26处）、居民区84处。", "subset UNCERTAIN"),
            ("现有12人，去年有9人，其中女8人。", "subset PASS"),
            ("签约46个，总投资126亿元，其中工业28个、投资86亿元，农业18个、投资40亿元。", "sum PASS, sum PASS"),
            ("签约46个，总投资126亿元，其中10亿元以上项目3个。", ""),
            ("职工326人，其中机关46人、下属单位280人（其中甲120人、乙100人、丙80人）。", "sum PASS, sum FAIL"),
            ("约100人参加，其中学生40人、教师50人、家长20人。", "sum UNCERTAIN"),
            ("收入20亿元，增长3亿元，其中税收15亿元。", "subset PASS"),
        ] {
            assert_eq!(said(text), relations, "{text}");
        }
    }
}
