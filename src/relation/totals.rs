//! Parts and their total behind them: 在编3人、聘用9人，共12人; 甲镇完成造林12亩，乙镇完成造林8亩，全县共完成造林20亩.

use super::{
    Relation, Verdict,
    list::{Joint, LABEL, Likeness, is_average, joint, tells},
    parts::adds_up,
    passage::{COMMAS, NEAR, Passage, dimension, direction},
    words,
};

/// Parts with their total behind them, at `place`.
pub(super) fn total(passage: Passage<'_>, sentence: &[usize], place: usize) -> Option<Relation> {
    let whole = sentence[place];
    let lead = passage.lead(sentence, place).trim();
    let (head, verb) = totalled(lead)?;
    let (comma, named) = (head.trim_end_matches(['，', ',', '、', '）', ')']), head.chars().count());
    if comma.contains(COMMAS) || named > LABEL || direction(&passage.rows[whole]).is_some() {
        return None;
    }
    // 两年合计: how many they are is no part.
    let named = head.is_empty()
        && place.checked_sub(1).is_some_and(|before| {
            dimension(&passage.rows[sentence[before]]).is_none()
                && passage.lead(sentence, before).trim().trim_matches(COMMAS).is_empty()
        });
    let parts = &sentence[..place - usize::from(named)];
    let mut rows: Vec<usize> = Vec::new();
    let (mut firm, mut nested, mut gap) = (0, false, lead);
    for (at, &row) in parts.iter().enumerate().rev().take(NEAR) {
        // 在编46人（其中女18人），聘用12人，共58人
        nested = match (gap.rfind(['（', '(']), gap.find(['）', ')'])) {
            (Some(_), None) => false,
            (None, Some(_)) => true,
            _ => nested,
        };
        gap = passage.lead(sentence, at);
        if nested {
            continue;
        }
        let clause = passage.clause(sentence, at);
        let like = Likeness::Unit.holds(&passage.rows[row], &passage.rows[whole])
            && direction(&passage.rows[row]).is_none()
            && clause.trim_end().ends_with(verb);
        if !like || is_average(clause) {
            break;
        }
        rows.insert(0, row);
        let joint = if at == 0 { None } else { joint(outside(gap)) };
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
    if !verb.is_empty() {
        // Each says what the total says; of what they leave out nothing is said.
        let less = passage.total(&rows) < passage.amount(whole);
        let worst = if less { Verdict::Uncertain } else { Verdict::Fail };
        let verdict = sum(&rows).map_or(Verdict::NotAssessable, |verdict| verdict.min(worst));
        return Some(Relation::sum(passage, whole, &rows, verdict));
    }
    // 合计 speaks of what stands before it, where that is all that its sentence tells of.
    let only = rows[0] == sentence[0] && words::any(words::TABLE_TOTALS, lead);
    if firm.len() < 2 && only {
        let verdict = sum(&rows).map_or(Verdict::NotAssessable, |verdict| verdict.min(Verdict::Uncertain));
        return Some(Relation::sum(passage, whole, &rows, verdict));
    }
    // Where a comma parts them they may be of something else.
    let worst = if firm.len() < rows.len() || firm[0] != sentence[0] { Verdict::Uncertain } else { Verdict::Fail };
    let verdict = sum(firm).map_or(Verdict::NotAssessable, |verdict| verdict.min(worst));
    (firm.len() > 1).then(|| Relation::sum(passage, whole, firm, verdict))
}

/// What stands before a word for a total, and the verb behind it that its parts must have too: 全县共完成造林. A verb that
/// only says that it is the total is none.
fn totalled(lead: &str) -> Option<(&str, &str)> {
    let bare = words::without_end(words::TOTAL_VERBS, lead).unwrap_or(lead);
    if let Some(head) = words::without_end(words::TOTALS, bare) {
        return Some((head.trim_end(), ""));
    }
    let clause = lead.rsplit(COMMAS).next()?;
    let (at, word) = words::last(words::TOTALS, clause)?;
    let verb = &clause[at + word.len()..];
    tells(verb).then(|| (&clause[..at], verb))
}

/// What of the words between two figures stands in no brackets that close or open there.
fn outside(gap: &str) -> &str {
    let gap = gap.rsplit(['）', ')']).next().unwrap_or_default();
    gap.split(['（', '(']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::relation::tests::said;

    #[test]
    fn a_total_is_the_sum_of_what_stands_before_it() {
        for (text, relations) in [
            ("在编3人、聘用8人，共12人。", "sum FAIL"),
            ("省级补助30.5万元和县级补助12.5万元，合计43万元。", "sum PASS"),
            ("在编干部46人（其中女18人，党员30人），聘用12人，共计58人。", "subset PASS, sum PASS"),
            ("在编干部46人（其中女18人，党员30人），聘用12人，合计68人。", "subset PASS, sum UNCERTAIN"),
            ("2024年、2025年分别投入3.1亿元、4.2亿元，两年合计8.3亿元。", "sum FAIL"),
            ("甲镇完成造林1200亩，乙镇完成造林800亩，全县共完成造林2000亩。", "sum PASS"),
            ("甲镇完成造林1200亩，乙镇完成造林800亩，全县共完成造林1800亩。", "sum FAIL"),
            ("甲镇完成造林1200亩，乙镇完成造林800亩，全县共完成造林9000亩。", "sum UNCERTAIN"),
            ("村级图书馆12个，乡镇图书馆3个，公共图书馆3个。", ""),
        ] {
            assert_eq!(said(text), relations, "{text}");
        }
    }
}
