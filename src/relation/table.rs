//! Tables: a row 合计 is the sum of the rows above it, a column 合计 that of the columns beside it.
//!
//! What the rows are to one another is seldom said. Where a first cell says that its row is part of another (其中) nothing
//! is assessed; a column is one of totals only where most of its rows show it to be.

use rust_decimal::Decimal;

use super::{
    Relation, Verdict,
    bounds::{self, Bounds},
    passage::Passage,
    words,
};
use crate::{inline::InlineKind, line::CELL, span::Span};

/// A row of a table.
struct Record<'r> {
    cells: Vec<Cell<'r>>,
}

/// A cell: its words, and its figure if it is nothing but one.
struct Cell<'r> {
    text: &'r str,
    figure: Option<usize>,
}

/// The relations between the figures of tables; `lines` are the places of their rows, in order.
pub(super) fn read(passage: Passage<'_>, lines: &[Span], out: &mut Vec<Relation>) {
    let mut next = 0;
    let mut table: Vec<Record<'_>> = Vec::new();
    let mut end = 0;
    for line in lines {
        // A blank line, or words, between two rows: another table.
        let between = passage.text.get(end..line.start as usize).unwrap_or_default();
        if !matches!(between.trim_matches([' ', '\u{3000}']), "" | "\n" | "\r\n" | "\r") {
            assess(passage, &table, out);
            table.clear();
        }
        end = line.end as usize;
        while passage.rows.get(next).is_some_and(|row| row.span.start < line.start) {
            next += 1;
        }
        table.push(record(passage, *line, &mut next));
    }
    assess(passage, &table, out);
}

/// The cells of a row; `next` is the first figure behind its beginning.
fn record<'r>(passage: Passage<'r>, line: Span, next: &mut usize) -> Record<'r> {
    let mut at = line.start as usize;
    let cells = passage.text.get(line.range()).unwrap_or_default().split(CELL).map(|text| {
        let (start, end) = (at, at + text.len());
        at = end + 1;
        let mut figure = None;
        while passage.rows.get(*next).is_some_and(|row| row.span.end as usize <= end) {
            let whole = passage.start(*next) <= start + (text.len() - text.trim_start().len())
                && passage.end(*next) >= start + text.trim_end().len();
            figure = figure.or(Some(*next).filter(|_| whole && passage.rows[*next].kind == InlineKind::Figure));
            *next += 1;
        }
        Cell { text: text.trim(), figure }
    });
    Record { cells: cells.collect() }
}

/// How many columns of a table are looked at.
const COLUMNS: usize = 64;

fn assess(passage: Passage<'_>, table: &[Record<'_>], out: &mut Vec<Relation>) {
    if table.iter().any(|row| row.cells.iter().any(|cell| words::begins(words::SOME, cell.text))) {
        return;
    }
    let width = table.iter().map(|row| row.cells.len()).max().unwrap_or_default().min(COLUMNS);
    for column in 0..width {
        down(passage, table, column, out);
    }
    for column in 0..width {
        across(passage, table, column, out);
    }
}

/// What a row or a column is a total of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Total {
    Whole,
    Part,
}

fn total(text: &str) -> Option<Total> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let ends = |words: &[&str]| words::without_end(words, plain.trim_end_matches(['：', ':'])).is_some();
    if ends(words::SUBTOTALS) { Some(Total::Part) } else { ends(words::TABLE_TOTALS).then_some(Total::Whole) }
}

impl Record<'_> {
    /// What the words before its first figure say that it is.
    fn total(&self) -> Option<Total> {
        self.cells.iter().take_while(|cell| cell.figure.is_none()).find_map(|cell| total(cell.text))
    }

    fn has_figures(&self) -> bool {
        self.cells.iter().any(|cell| cell.figure.is_some())
    }

    fn figure(&self, column: usize) -> Option<usize> {
        self.cells.get(column)?.figure
    }

    /// Whether the cell of a column may be left out of a sum: it is blank, or a dash.
    fn is_blank(&self, column: usize) -> bool {
        self.cells.get(column).is_none_or(|cell| cell.text.chars().all(|c| "-—/－–".contains(c)))
    }
}

/// Whether what a column is called may be summed up: no averages, rates, numbers of rows.
fn adds(table: &[Record<'_>], column: usize) -> bool {
    let heads = table.iter().take_while(|row| !row.has_figures()).filter_map(|row| row.cells.get(column));
    heads.map(|cell| cell.text).all(|text| {
        !words::any(words::AVERAGES, text) && !words::any(words::NUMBERED, text) && !text.contains(['%', '％'])
    })
}

/// The totals of a column.
fn down(passage: Passage<'_>, table: &[Record<'_>], column: usize, out: &mut Vec<Relation>) {
    if !adds(table, column) {
        return;
    }
    // What the next total is the sum of, as rows of the table: plain rows, and totals of some of them.
    let (mut plain, mut parts): (Vec<&Record<'_>>, Vec<&Record<'_>>) = (Vec::new(), Vec::new());
    for row in table.iter().filter(|row| row.has_figures()) {
        match row.total() {
            None => plain.push(row),
            Some(Total::Part) => {
                out.extend(sum(passage, row, &plain, column));
                plain.clear();
                parts.push(row);
            }
            Some(Total::Whole) => {
                parts.append(&mut plain);
                out.extend(sum(passage, row, &parts, column));
                parts.clear();
            }
        }
    }
}

/// The total of a column in a row, and what stands in it in others.
fn sum(passage: Passage<'_>, whole: &Record<'_>, parts: &[&Record<'_>], column: usize) -> Option<Relation> {
    let known = parts.iter().all(|row| row.figure(column).is_some() || row.is_blank(column));
    let figures: Vec<usize> = parts.iter().filter_map(|row| row.figure(column)).collect();
    let whole = whole.figure(column).filter(|_| known && figures.len() > 1)?;
    let verdict = adds_up(passage, whole, &figures)?;
    Some(Relation::sum(passage, whole, &figures, verdict))
}

/// Whether figures of one unit give their total; `None` where they are of several.
fn adds_up(passage: Passage<'_>, whole: usize, parts: &[usize]) -> Option<Verdict> {
    let rows = passage.rows;
    let alike = parts.iter().all(|row| rows[*row].unit == rows[whole].unit);
    let intensive = rows[whole].unit.as_deref().is_some_and(|unit| words::INTENSIVE.contains(&unit));
    if !alike || intensive {
        return None;
    }
    let exact = passage.total(parts).zip(passage.amount(whole)).is_some_and(|(sum, whole)| sum == whole);
    let bounds = |row: &usize| Bounds::of(&rows[*row]);
    let sum = parts.iter().try_fold(Bounds::exactly(Decimal::ZERO), |sum, row| Some(sum.plus(bounds(row)?)));
    let Some((sum, whole_bounds)) = sum.zip(bounds(&whole)) else { return Some(Verdict::NotAssessable) };
    // Whole numbers without a unit may be rounded, or may not.
    let doubt = !exact && rows[whole].unit.is_none() && !bounds::has_fraction(&rows[whole]);
    let worst = if doubt { Verdict::Uncertain } else { Verdict::Pass };
    Some(whole_bounds.equals(sum).max(worst))
}

/// The totals of rows, where a column of totals stands beside two or more others and most rows show it to be one.
fn across(passage: Passage<'_>, table: &[Record<'_>], column: usize, out: &mut Vec<Relation>) {
    let heads: Vec<&Record<'_>> = table.iter().take_while(|row| !row.has_figures()).collect();
    let [head] = heads[..] else { return };
    if head.cells.get(column).is_none_or(|cell| total(cell.text).is_none()) {
        return;
    }
    let summed = |other: &usize| *other != column && adds(table, *other) && total(head.cells[*other].text).is_none();
    let columns: Vec<usize> = (0..head.cells.len().min(COLUMNS)).filter(summed).collect();
    let found: Vec<Relation> = table
        .iter()
        .filter_map(|row| {
            let parts: Vec<(usize, &str)> =
                columns.iter().filter_map(|column| Some((row.figure(*column)?, head.cells[*column].text))).collect();
            let figures: Vec<usize> = parts.iter().map(|(figure, _)| *figure).collect();
            let whole = row.figure(column).filter(|_| figures.len() > 1)?;
            let verdict = adds_up(passage, whole, &figures)?;
            // In a row figures are told apart by their columns.
            let called = |(figure, name): &(usize, &str)| format!("{name}{}", passage.printed(*figure));
            let sum: Vec<String> = parts.iter().map(called).collect();
            let of = (whole, head.cells[column].text);
            let claim = format!("{} = {}", called(&of), sum.join(" + "));
            let labels = [&of].into_iter().chain(&parts).map(|(_, name)| (*name).to_owned()).collect();
            Some(Relation { claim, labels, ..Relation::sum(passage, whole, &figures, verdict) })
        })
        .collect();
    let holding = found.iter().filter(|relation| relation.verdict == Verdict::Pass).count();
    if holding > 1 && 2 * holding > found.len() {
        out.extend(found);
    }
}

#[cfg(test)]
mod tests {
    use crate::relation::tests::of;

    #[test]
    fn totals_of_tables_are_sums() {
        for (text, relations) in [
            ("项目\t数量\t资金\n道路\t12个\t30.5万元\n水利\t8个\t20万元\n合计\t20个\t50.5万元\n", "sum PASS, sum PASS"),
            ("项目\t数量\t资金\n道路\t12个\t30.5万元\n水利\t8个\t20万元\n合计\t21个\t50.5万元\n", "sum FAIL, sum PASS"),
            ("镇\t计划\t完成率\n甲镇\t120\t98.2%\n乙镇\t80\t91.5%\n合 计\t200\t95.1%\n", "sum PASS"),
            ("镇\t计划\t完成\n甲镇\t120\t130\n乙镇\t80\t—\n丙镇\t50\t20\n合计\t250\t155\n", "sum PASS, sum FAIL"),
            (
                "镇\t人数\n甲镇\t12人\n乙镇\t8人\n小计\t20人\n丙镇\t6人\n丁镇\t4人\n小计\t10人\n总计\t30人\n",
                "sum PASS, sum PASS, sum PASS",
            ),
            ("镇\t人数\n甲镇\t12人\n其中：女\t8人\n乙镇\t6人\n合计\t18人\n", "subset PASS"),
            ("镇\t人数\n甲镇\t12人\n乙镇\txx人\n合计\t18人\n", "sum NOT_ASSESSABLE"),
            (
                "镇\t男\t女\t合计\n甲镇\t12\t8\t20\n乙镇\t6\t4\t10\n丙镇\t5\t5\t11\n",
                "sum PASS, sum PASS, sum UNCERTAIN",
            ),
            ("镇\t人数\t资金\t合计\n甲镇\t12\t8\t29\n乙镇\t6\t4\t18\n丙镇\t5\t5\t11\n", ""),
        ] {
            assert_eq!(of(text), relations, "{text}");
        }
    }
}
