//! Shares: none is more than the whole, and no list of them is.

use rust_decimal::Decimal;

use super::{
    Relation, RelationKind, Verdict,
    bounds::Bounds,
    passage::{COMMAS, Passage, dimension, direction},
    words,
};

/// The relations of a sentence.
pub(super) fn read(passage: Passage<'_>, sentence: &[usize], out: &mut Vec<Relation>) {
    let mut place = 0;
    while place < sentence.len() {
        let mut last = place;
        if is_share(passage, sentence, place) {
            let mut list = vec![sentence[place]];
            while let Some(next) = next(passage, sentence, last) {
                list.push(sentence[next]);
                last = next;
            }
            out.extend(portion(passage, sentence, place));
            out.extend(list.iter().map(|row| bounded(passage, &[*row])));
            if list.len() > 2 {
                out.push(bounded(passage, &list));
            }
        }
        place = last + 1;
    }
}

/// The share that goes on with the list of the one at `place`: 45%、30%和25%; 甲类占45%，乙类占30%.
fn next(passage: Passage<'_>, sentence: &[usize], place: usize) -> Option<usize> {
    // 18至35岁占45%，36岁以上占55%: what tells parts by a measure stands between.
    let measures =
        |next: &usize| !is_percent(passage, sentence[*next]) && dimension(&passage.rows[sentence[*next]]).is_none();
    let next =
        (place + 1..sentence.len()).find(|next| !measures(next)).filter(|next| is_percent(passage, sentence[*next]))?;
    let gap = passage.between(sentence[place], sentence[next]).trim();
    if gap == "、" || words::CONJUNCTIONS.contains(&gap) {
        return Some(next);
    }
    let own = |place: usize| {
        let clause = passage.clause(sentence, place).trim_end();
        words::without_end(words::SHARES, clause).map(|words| &clause[words.len()..])
    };
    let name = gap.strip_prefix(['，', ',', '；', ';', '、'])?;
    let mut leads = (place..=next).map(|place| passage.clause(sentence, place));
    let parts =
        !name.contains(COMMAS) && own(place).is_some() && own(place) == own(next) && !words::begins(words::SOME, name);
    let apart = !leads.any(|lead| words::any(words::OVERLAPPING, lead) || words::any(words::RATIOS, lead));
    (parts && apart).then_some(next)
}

fn is_percent(passage: Passage<'_>, row: usize) -> bool {
    let figure = &passage.rows[row];
    // 2023%: a year that was put in the place of a share is damage, and said to be.
    let year = passage.amount(row).is_some_and(|share| (YEARS.0..YEARS.1).contains(&share));
    figure.unit.as_deref().is_some_and(|unit| matches!(unit, "%" | "％")) && direction(figure).is_none() && !year
}

/// The years that stand where figures were masked.
const YEARS: (Decimal, Decimal) =
    (Decimal::from_parts(1900, 0, 0, false, 0), Decimal::from_parts(2100, 0, 0, false, 0));

fn is_share(passage: Passage<'_>, sentence: &[usize], place: usize) -> bool {
    let clause = passage.clause(sentence, place);
    is_percent(passage, sentence[place]) && words::any(words::SHARES, clause) && !words::any(words::RATIOS, clause)
}

/// The share at `place`, of a part that stands right before it and of the whole before that: 400人，其中女120人，占30%.
fn portion(passage: Passage<'_>, sentence: &[usize], place: usize) -> Option<Relation> {
    let (whole, part, share) = (*sentence.get(place.checked_sub(2)?)?, sentence[place - 1], sentence[place]);
    let rows = passage.rows;
    let bare = |gap: &'static [&'static str], row: usize| {
        let words = passage.between(sentence[row - 1], sentence[row]).trim().trim_start_matches(COMMAS);
        words::begins(gap, words).then_some(words)
    };
    let says = bare(words::SHARES, place)?;
    let said = words::without_end(words::TOTAL_VERBS, says).unwrap_or(says);
    let of = bare(words::SOME, place - 1)?;
    let fits = words::SHARES.contains(&said)
        && !of.contains(COMMAS)
        && dimension(&rows[whole]).is_some()
        && dimension(&rows[whole]) == dimension(&rows[part])
        && [whole, part].into_iter().all(|row| direction(&rows[row]).is_none());
    if !fits {
        return None;
    }
    let [all, some, told] = [whole, part, share].map(|row| Bounds::of(&rows[row]));
    let portion =
        all.zip(some).and_then(|(all, some)| Some(all.growth(some)?.plus(Bounds::exactly(Decimal::ONE_HUNDRED))));
    let verdict = portion.zip(told).map_or(Verdict::NotAssessable, |(portion, told)| portion.equals(told));
    let claim = format!("{} / {} = {}", passage.called(part), passage.called(whole), passage.printed(share));
    let exact = portion.and_then(Bounds::middle).zip(passage.amount(share));
    let difference = exact.map(|(portion, told)| passage.worded((portion - told).abs().round_dp(2), share));
    Some(Relation::new(passage, RelationKind::Share, vec![whole, part, share], verdict, claim, difference))
}

fn bounded(passage: Passage<'_>, rows: &[usize]) -> Relation {
    let mut sum = Some(Bounds::exactly(Decimal::ZERO));
    for row in rows {
        sum = sum.zip(Bounds::of(&passage.rows[*row])).map(|(sum, share)| sum.plus(share));
    }
    let whole = Bounds::exactly(Decimal::ONE_HUNDRED);
    // Who may choose several is in several shares.
    let worst = if rows.len() > 1 { Verdict::Uncertain } else { Verdict::Fail };
    let verdict = sum.map_or(Verdict::NotAssessable, |sum| sum.is_at_most(whole).min(worst));
    let called: Vec<String> = rows.iter().map(|row| passage.called(*row)).collect();
    let over = passage.total(rows).map(|sum| sum.saturating_sub(Decimal::ONE_HUNDRED));
    let difference = over.map(|over| passage.worded(over, rows[0]));
    let claim = format!("{} <= 100%", called.join(" + "));
    Relation::new(passage, RelationKind::Share, rows.to_vec(), verdict, claim, difference)
}

#[cfg(test)]
mod tests {
    use crate::relation::tests::said;

    #[test]
    fn no_share_exceeds_the_whole() {
        for (text, relations) in [
            ("抽检合格率98.5%。", "share PASS"),
            ("抽检合格率达到985%。", "share FAIL"),
            ("抽检合格率达xx%。", "share NOT_ASSESSABLE"),
            ("利润增长120%，占年度计划的105%。", ""),
            ("干部400人，其中女120人，占30%。", "subset PASS, share PASS, share PASS"),
            ("干部400人，其中女130人，占比为32.5%。", "subset PASS, share PASS, share PASS"),
            ("干部400人，其中女120人，占32%。", "subset PASS, share FAIL, share PASS"),
            ("干部400余人，其中女120人，占28%。", "subset PASS, share PASS, share PASS"),
            ("干部400人，其中女120人，占女性的32%。", "subset PASS, share PASS"),
            ("干部400人，新增女120人，占32%。", "share PASS"),
            ("三类用户分别占45%、30%和25%。", "share PASS, share PASS, share PASS, share PASS"),
            ("18至35岁占32%，36至60岁占45%，60岁以上占23%。", "share PASS, share PASS, share PASS, share PASS"),
            ("18至35岁占32%，36至60岁占55%，60岁以上占23%。", "share PASS, share UNCERTAIN, share PASS, share PASS"),
            ("女性占58%，党员占60%，本科以上占70%。", "share PASS, share PASS, share PASS"),
            ("三类用户分别占45%、40%和35%。", "share PASS, share UNCERTAIN, share PASS, share PASS"),
        ] {
            assert_eq!(said(text), relations, "{text}");
        }
    }
}
