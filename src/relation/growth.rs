//! Growth and its two values: 由80个增加到100个，增长25%; 投入120万元，比上年增加20万元，增长20%.

use rust_decimal::Decimal;

use super::{
    Relation, RelationKind, Verdict,
    bounds::Bounds,
    passage::{COMMAS, Direction, Passage, dimension, direction, turn},
    words,
};
use crate::row::Row;

/// The relations of a sentence.
pub(super) fn read(passage: Passage<'_>, sentence: &[usize], out: &mut Vec<Relation>) {
    let mut place = 0;
    while place < sentence.len() {
        let risen = turned(passage, sentence, place);
        let values = if risen.is_some() {
            Some((sentence[place], sentence[place + 1]))
        } else {
            compared(passage, sentence, place)
        };
        out.extend(risen);
        place += match values {
            Some((from, to)) => {
                let changes: Vec<Relation> =
                    (place + 2..place + 4).map_while(|at| grown(passage, sentence, from, to, at)).collect();
                let told = 1 + changes.len();
                out.extend(changes);
                told
            }
            None => {
                out.extend(added(passage, sentence, place));
                1
            }
        };
    }
}

/// 15个，去年为12个; 15个，比上年的12个增加3个: the value that the one at `place` is compared with, and that one.
fn compared(passage: Passage<'_>, sentence: &[usize], place: usize) -> Option<(usize, usize)> {
    let (to, from) = (sentence[place], *sentence.get(place + 1)?);
    let [new, old] = [to, from].map(|row| &passage.rows[row]);
    let base = passage.is_past(sentence, place + 1)
        || passage.is_base(sentence, place + 1) && is_bare(passage, sentence, place + 2);
    let fits = base
        && !passage.is_base(sentence, place)
        && dimension(new).is_some()
        && dimension(new) == dimension(old)
        && [new, old].into_iter().all(|row| direction(row).is_none());
    fits.then_some((from, to))
}

/// Whether a verb of change alone stands before the figure at `place`: 比上年的80个增加20个.
fn is_bare(passage: Passage<'_>, sentence: &[usize], place: usize) -> bool {
    let change = sentence.get(place).and_then(|row| passage.rows[*row].change.as_deref());
    change.is_some_and(|verb| verb == passage.lead(sentence, place).trim())
}

/// 由80个增加到100个, where the first stands at `place`: a rise goes up.
fn turned(passage: Passage<'_>, sentence: &[usize], place: usize) -> Option<Relation> {
    let (from, to) = (sentence[place], *sentence.get(place + 1)?);
    let clause = passage.clause(sentence, place);
    let between = passage.between(from, to);
    if !words::any(words::ORIGINS, clause) || words::any(words::RANKS, clause) || between.contains(COMMAS) {
        return None;
    }
    let verb = passage.rows[to].change.as_deref().filter(|verb| words::REACHING.iter().any(|to| verb.ends_with(to)))?;
    let way = turn(verb)?;
    // 由12增加到15万人: the first has its scale, and its unit, from the second.
    let (one, other) = (&passage.rows[from], &passage.rows[to]);
    if one.unit.is_some() && one.unit != other.unit || one.unit.is_none() && one.scale != other.scale {
        return None;
    }
    let verdict = match (Bounds::of(one), Bounds::of(other)) {
        (Some(from), Some(to)) if way == Direction::Up => from.is_at_most(to),
        (Some(from), Some(to)) => to.is_at_most(from),
        _ => Verdict::NotAssessable,
    };
    let sign = if way == Direction::Up { "<=" } else { ">=" };
    let claim = format!("{} {sign} {}", passage.called(from), passage.printed(to));
    let difference = passage.amount(from).zip(passage.amount(to)).map(|(from, to)| (from - to).abs());
    let difference = difference.map(|by| passage.worded(by, to));
    Some(Relation::new(passage, RelationKind::Growth, vec![to, from], verdict, claim, difference))
}

/// …，增长25% behind 由80个增加到100个 or 100个，去年为80个, the change at `place`.
fn grown(passage: Passage<'_>, sentence: &[usize], from: usize, to: usize, place: usize) -> Option<Relation> {
    let by = *sentence.get(place)?;
    let rows = passage.rows;
    if !is_bare(passage, sentence, place) && !follows(passage, sentence, place, None) {
        return None;
    }
    let way = direction(&rows[by])?;
    let less: Reckon = &|of| Some(of(to)?.minus(of(from)?));
    let (printed_to, printed_from) = (passage.printed(to), passage.printed(from));
    let growth = Growth { passage, members: vec![to, from, by], way };
    match (share(&rows[to]), unit(&rows[by])) {
        (false, like) if dimension(&rows[by]).is_some() && like == unit(&rows[to]) => {
            growth.is(by, less, format!("{} - {printed_from}", passage.called(to)), Verdict::Fail)
        }
        (false, _) if share(&rows[by]) || is_times(&rows[by]) => {
            // 增长2倍 is said of what is twice as much, too.
            let loose = words::TIMES.contains(&unit(&rows[by])) || rows[by].approximator.is_some();
            let worst = if loose { Verdict::Uncertain } else { worst(passage, sentence, place) };
            let claim = format!("{} / {printed_from} - 1", passage.called(to));
            growth.is(by, &|of| of(from)?.growth(of(to)?), claim, worst)
        }
        (true, points) if words::POINTS.contains(&points) => {
            growth.is(by, less, format!("{printed_to} - {printed_from}"), Verdict::Fail)
        }
        _ => None,
    }
}

/// 120万元，比上年增加20万元，增长20%, the first at `place`; the last two in either order.
fn added(passage: Passage<'_>, sentence: &[usize], place: usize) -> Option<Relation> {
    let (value, one, other) = (sentence[place], *sentence.get(place + 1)?, *sentence.get(place + 2)?);
    let rows = passage.rows;
    let (by, rate) = if share(&rows[other]) { (one, other) } else { (other, one) };
    let way = direction(&rows[by])?;
    let fits = direction(&rows[value]).is_none()
        && direction(&rows[rate]) == Some(way)
        && share(&rows[rate])
        && dimension(&rows[value]).is_some()
        && dimension(&rows[by]) == dimension(&rows[value])
        && follows(passage, sentence, place + 1, None)
        && follows(passage, sentence, place + 2, rows[one].compared.as_deref());
    if !fits {
        return None;
    }
    let grown: Reckon = &|of| {
        let before = match way {
            Direction::Up => of(value)?.minus(of(by)?),
            Direction::Down => of(value)?.plus(of(by)?),
        };
        before.growth(of(value)?)
    };
    let sign = if way == Direction::Up { "-" } else { "+" };
    let claim = format!("{} / ({} {sign} {}) - 1", passage.called(value), passage.printed(value), passage.printed(by));
    Growth { passage, members: vec![value, by, rate], way }.is(rate, grown, claim, worst(passage, sentence, place))
}

/// Reckons with what the figures of a relation are, by row.
type Reckon<'f> = &'f dyn Fn(&dyn Fn(usize) -> Option<Bounds>) -> Option<Bounds>;

struct Growth<'r> {
    passage: Passage<'r>,
    members: Vec<usize>,
    way: Direction,
}

impl Growth<'_> {
    /// Whether the figure `by` is what was reckoned, upwards or downwards.
    fn is(self, by: usize, reckon: Reckon<'_>, claim: String, worst: Verdict) -> Option<Relation> {
        let passage = self.passage;
        let signed = |bounds: Bounds| if self.way == Direction::Down { bounds.negated() } else { bounds };
        let stated = rate(&passage.rows[by]);
        let bounds = |row: usize| Bounds::of(&passage.rows[row]);
        let exact = |row: usize| passage.amount(row).map(Bounds::exactly);
        let open = stated.is_none() || self.members.iter().any(|row| bounds(*row).is_none());
        let verdict = if open { Verdict::NotAssessable } else { reckon(&bounds)?.equals(signed(stated?)).min(worst) };
        let middles = || Some((reckon(&exact)?.middle()?, signed(exact(by)?).middle()?));
        let off = middles().map(|(reckoned, printed)| (reckoned - printed).abs().round_dp(2).normalize());
        let difference = off.filter(|_| !is_times(&passage.rows[by])).map(|off| passage.worded(off, by));
        let sign = if self.way == Direction::Down { "-" } else { "" };
        let claim = format!("{claim} = {sign}{}", passage.printed(by));
        Some(Relation::new(passage, RelationKind::Growth, self.members, verdict, claim, difference))
    }
}

/// What a change may be, of 倍 and 番 in per cent.
fn rate(row: &Row) -> Option<Bounds> {
    let bounds = Bounds::of(row)?;
    match unit(row) {
        unit if words::TIMES.contains(&unit) => bounds.times(Decimal::ONE_HUNDRED),
        unit if words::DOUBLINGS.contains(&unit) => bounds.doublings(),
        _ => Some(bounds),
    }
}

/// Whether a change is told in 倍 or 番.
fn is_times(row: &Row) -> bool {
    words::TIMES.contains(&unit(row)) || words::DOUBLINGS.contains(&unit(row))
}

/// Whether the figure at `place` says, behind a comma, a change of what stands before it and nothing else: ，比上年增长.
fn follows(passage: Passage<'_>, sentence: &[usize], place: usize, compared: Option<&str>) -> bool {
    let row = &passage.rows[sentence[place]];
    let own = row.compared.as_deref();
    let (Some(verb), false) = (row.change.as_deref(), own.is_some_and(|own| words::any(words::MEANS, own))) else {
        return false;
    };
    // 比上年的100万元增加20万元: without a comma the figure before is what it is compared with.
    let Some(lead) = passage.lead(sentence, place).trim().strip_prefix(['，', ',', '、']).map(str::trim) else {
        return false;
    };
    let lead = own.map_or(lead, |own| lead.strip_prefix(own).unwrap_or(lead));
    let alike = compared.is_none() || own.is_none() || own == compared;
    alike && direction(row).is_some() && lead.strip_prefix(verb).is_some_and(|rest| rest.chars().count() <= 1)
}

/// The worst to be said of a rate: it may be one at constant prices.
fn worst(passage: Passage<'_>, sentence: &[usize], place: usize) -> Verdict {
    let mut near = (place.saturating_sub(3)..=place).map(|place| passage.lead(sentence, place));
    if near.any(|lead| words::any(words::CONSTANT_PRICES, lead)) { Verdict::Uncertain } else { Verdict::Fail }
}

fn share(row: &Row) -> bool {
    unit(row) == "%"
}

/// The unit as one of those that count alike.
fn unit(row: &Row) -> &str {
    let unit = row.unit.as_deref().unwrap_or("");
    words::ALIKE.iter().find(|(word, _)| *word == unit).map_or(unit, |(_, like)| like)
}

#[cfg(test)]
mod tests {
    use crate::relation::tests::said;

    #[test]
    fn growth_agrees_with_its_two_values() {
        for (text, relations) in [
            ("站点由80个增加到100个，增长25%。", "growth PASS, growth PASS"),
            ("站点由80个增加到100个，增长35%。", "growth PASS, growth FAIL"),
            ("站点由80个增加到100个，增加30个。", "growth PASS, growth FAIL"),
            ("站点由80个增加到60个。", "growth FAIL"),
            ("入库税率由91.2%提高到93.5%，提高2.3个百分点。", "growth PASS, growth PASS"),
            ("入库税率由91.2%提高到93.5%，提高3.2个百分点。", "growth PASS, growth FAIL"),
            ("投入专项经费120万元，比上年增加20万元，增长20%。", "growth PASS"),
            ("投入专项经费120万元，比上年增长30%，增加20万元。", "growth FAIL"),
            ("发案80起，同比减少20起，下降20%。", "growth PASS"),
            ("发案80起，同比减少20起，下降25%。", "growth FAIL"),
            ("实现增加值120亿元，比上年增加20亿元，增长9%。", "growth UNCERTAIN"),
            ("站点由xx个增加到xx个，增长xx%。", "growth NOT_ASSESSABLE, growth NOT_ASSESSABLE"),
            ("站点由80个增加到100个，年均增长6%。", "growth PASS"),
            ("站点由约80个增加到100个，增长30%。", "growth PASS, growth UNCERTAIN"),
            ("接待游客由2023年的120万人次增至150万人次，增长25%。", "growth PASS, growth PASS"),
            ("接待游客由2023年的120万人次增至150万人次，增长35%。", "growth PASS, growth FAIL"),
            ("接待游客150万人次，比上年的120万人次增加30万人次，增长25%。", "growth PASS, growth PASS"),
            ("接待游客150万人次，比上年的120万人次增加40万人次，增长25%。", "growth FAIL, growth PASS"),
            ("立项15个，去年为12个，增加3个，增长25%。", "growth PASS, growth PASS"),
            ("立项15个，去年同期为12个，增加5个，增长25%。", "growth FAIL, growth PASS"),
            ("粮食32.6万吨，比2024年增产0.8万吨，增长2.5%。", "growth PASS"),
            ("粮食32.6万吨，比2024年减产0.8万吨，下降2.4%。", "growth PASS"),
            ("粮食32.6万吨，比2024年多收0.8万吨，增长2.5%。", ""),
            ("生产总值13697.5亿元，比2020年的9323.1亿元增加4374.4亿元、增长33.6%。", "growth PASS, growth UNCERTAIN"),
            ("参保由32.1万人增加至33.5万人，净增1.4万人，增幅4.4%。", "growth PASS, growth PASS, growth PASS"),
            ("专利由50件增加到104件，翻了一番。", "growth PASS, growth PASS"),
            ("专利由50件增加到180件，翻了一番。", "growth PASS, growth FAIL"),
            ("专利由50件增加到100件，增长2倍。", "growth PASS, growth UNCERTAIN"),
        ] {
            assert_eq!(said(text), relations, "{text}");
        }
    }
}
