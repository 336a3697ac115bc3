//! Dates out of order: a span of time that ends before it begins, a report signed before the day until which it knows.

use super::{Relation, RelationKind, Verdict, passage::Passage, words};
use crate::{inline::InlineKind, span::Span};

/// A date as far as it is printed.
struct Point {
    rows: Vec<usize>,
    /// Year, month, day.
    parts: [Option<u32>; 3],
}

/// The relations between the dates of a report; `signed` are the places of the lines that date it.
pub(super) fn read(passage: Passage<'_>, signed: &[Span], out: &mut Vec<Relation>) {
    let points = points(passage);
    for pair in points.windows(2) {
        out.extend(span(passage, &pair[0], &pair[1]));
    }
    let mut signed = signed.iter().peekable();
    let mut known: Option<&Point> = None;
    for point in &points {
        let at = passage.start(point.rows[0]);
        while signed.next_if(|line| (line.end as usize) <= at).is_some() {
            known = None;
        }
        if signed.peek().is_some_and(|line| line.start as usize <= at) {
            out.extend(known.and_then(|known| ordered(passage, known, point)));
        } else if is_known(passage, point)
            && known.is_none_or(|known| compared(known, point).is_some_and(|falls| !falls))
        {
            known = Some(point);
        }
    }
}

/// The dates in the order of print.
fn points(passage: Passage<'_>) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for (index, row) in passage.rows.iter().enumerate() {
        let part = match (row.kind, row.unit.as_deref()) {
            (InlineKind::Year, _) => 0,
            (InlineKind::Date, Some("月")) => 1,
            (InlineKind::Date, Some("日")) => 2,
            _ => continue,
        };
        let value = row.value.as_ref().and_then(|value| value.to_string().parse::<u32>().ok());
        // 18年 may be a count of years.
        let Some(value) = value.filter(|value| !row.frame && (part > 0 || *value >= 1000)) else { continue };
        let goes_on = |point: &&mut Point| {
            let last = point.rows[point.rows.len() - 1];
            point.parts[part..].iter().all(Option::is_none) && passage.between(last, index).is_empty()
        };
        match points.last_mut().filter(goes_on) {
            Some(point) => {
                point.rows.push(index);
                point.parts[part] = Some(value);
            }
            None => {
                let mut parts = [None; 3];
                parts[part] = Some(value);
                points.push(Point { rows: vec![index], parts });
            }
        }
    }
    points
}

/// From one date to another, if that is what stands there.
fn span(passage: Passage<'_>, from: &Point, to: &Point) -> Option<Relation> {
    let (first, last, next) = (from.rows[0], from.rows[from.rows.len() - 1], to.rows[0]);
    let joiner = passage.between(last, next).trim();
    let head = passage.ahead(first);
    let led = words::without_end(words::ORIGINS, head).is_some();
    let worded = joiner.chars().all(char::is_alphabetic);
    // 2025-2024年 may be a table's two columns; years alone are a span where the words say so.
    let certain = from.parts[1].is_some() || led && worded;
    (words::SPANS.contains(&joiner) && certain).then(|| ordered(passage, from, to))?
}

fn ordered(passage: Passage<'_>, from: &Point, to: &Point) -> Option<Relation> {
    let verdict = if compared(from, to)? { Verdict::Fail } else { Verdict::Pass };
    let printed = |point: &Point| point.rows.iter().map(|row| passage.printed(*row)).collect::<String>();
    let claim = format!("{} <= {}", printed(from), printed(to));
    let members = from.rows.iter().chain(&to.rows).copied().collect();
    Some(Relation::new(passage, RelationKind::Order, members, verdict, claim, None))
}

/// Whether the second is before the first, as far as both are printed; `None` where the year of one is not certain.
fn compared(from: &Point, to: &Point) -> Option<bool> {
    let mut parts = from.parts.iter().zip(&to.parts);
    match (from.parts[0], to.parts[0]) {
        (Some(_), Some(_)) => {}
        // 12月至2月 may go on into the next year, 3月5日至3月1日 does not.
        (_, None) if from.parts[1].is_some() && from.parts[1] == to.parts[1] => {
            parts.next();
        }
        _ => return None,
    }
    let differing = parts.map_while(|(from, to)| from.zip(*to)).find(|(from, to)| from != to);
    Some(differing.is_some_and(|(from, to)| from > to))
}

/// 截至2026年4月底, at the beginning of a clause, and no term: 截至4月30日前报送.
fn is_known(passage: Passage<'_>, point: &Point) -> bool {
    let (first, last) = (point.rows[0], point.rows[point.rows.len() - 1]);
    let behind = passage.behind(last);
    let term = words::TERMS.iter().any(|term| behind.starts_with(term));
    let head = words::without_end(words::UNTIL, passage.ahead(first));
    head.is_some_and(|head| !head.ends_with(char::is_alphanumeric)) && !term
}

#[cfg(test)]
mod tests {
    use crate::relation::tests::said;

    #[test]
    fn spans_of_time_do_not_fall() {
        for (text, relations) in [
            ("2025年3月1日至2026年5月3日施工。", "order PASS"),
            ("2026年5月3日至2025年3月1日施工。", "order FAIL"),
            ("从2026年到2024年连续三年。", "order FAIL"),
            ("3月5日至3月1日培训。", "order FAIL"),
            ("11月至2月培训。", ""),
            ("截至2026年4月底完成3件。\n\n某县档案局\n2026年3月5日", "order FAIL"),
            ("截至2026年4月底完成3件。\n\n某县档案局\n2026年4月16日", "order PASS"),
            ("截至2026年4月30日前报送。\n\n某县档案局\n2026年3月5日", ""),
        ] {
            assert_eq!(said(text), relations, "{text}");
        }
    }
}
