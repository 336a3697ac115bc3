//! The slots of a report as rows, in the order of print, and the way back from a row to its place in the tree.

use std::collections::HashMap;

use crate::{
    contents::Cursor,
    frame::Kind,
    inline::{self, Inline, InlineKind, Scope},
    line::on_one_line,
    period::Period,
    report::{Block, Report, Text},
    row::Row,
    span::Span,
    write::Part,
};

/// A row for each slot and, where `scope` asks for them, for each figure, year and date that is printed in full.
pub fn rows(report: &Report, scope: Scope) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut cursor = Cursor::default();
    let mut sections: Vec<Section> = Vec::new();
    let mut periods = Periods::of(report);
    let mut inlines = Vec::new();
    report.leaves(|above, block, part, leaf| {
        match part {
            Part::Before => {
                sections.truncate(above.len());
                periods.open.truncate(above.len());
            }
            Part::Marker if block.kind == Kind::Section => {
                if let Some((row, run)) = ordinal(report, block) {
                    let marker = report.str(block.marker);
                    rows.push(placed(row, cursor.after(&marker[..run.start as usize]), sections.last()));
                }
                let heading = report.printed(&block.text).into_owned();
                periods.enter(&heading);
                sections.push(Section::within(sections.last(), &on_one_line(leaf), &heading));
            }
            Part::Text => {
                let text = report.str(block.text.span);
                read_into(&mut inlines, report, &block.text, scope);
                inline::share(text, &mut inlines);
                let mentions = periods.mentions(text);
                let mut said = inline::said(text, &inlines).into_iter();
                let mut at = 0;
                let mut here = cursor;
                for (index, inline) in inlines.iter().enumerate() {
                    here.pass(&text[at..inline.run.start as usize]);
                    let mut row = Row::of(inline, text);
                    if row.id.is_empty() {
                        let kind =
                            if block.text.heads.is_some() { inline::own_kind(inline, text) } else { inline.kind };
                        row.id = inline::id(kind, text, &inlines, index);
                    }
                    let said = said.next().unwrap_or_default();
                    row.label = row.label.or(said.label);
                    if row.change.is_none() {
                        (row.change, row.compared) = (said.change, said.compared);
                    }
                    let undated = inline.kind == InlineKind::Figure && row.period.is_none();
                    if undated && !inline::is_timeless(text, &inlines, index) {
                        row.period = periods.at(&mentions, inline.span.start as usize).text();
                    }
                    row.frame = block.kind.is_foreign();
                    rows.push(placed(row, here, sections.last()));
                    let run = &text[inline.run.range()];
                    here.pass(inline.value.as_deref().filter(|_| inline.open).unwrap_or(run));
                    at = inline.run.end as usize;
                }
            }
            _ => {}
        }
        cursor.pass(leaf);
    });
    distinguish(&mut rows);
    rows
}

/// The periods of the title and of the sections that are open.
struct Periods {
    /// The report's own year.
    report: Option<u32>,
    title: Period,
    open: Vec<Period>,
}

impl Periods {
    fn of(report: &Report) -> Self {
        let (title, report) = Period::of(report);
        Self { report, title, open: Vec::new() }
    }

    fn enter(&mut self, heading: &str) {
        let period = self.outer().after(heading, self.report);
        self.open.push(period);
    }

    fn outer(&self) -> &Period {
        self.open.last().unwrap_or(&self.title)
    }

    fn mentions(&self, text: &str) -> Vec<(usize, Period)> {
        self.outer().mentions(text, self.report)
    }

    /// The period at a place of a text.
    fn at<'p>(&'p self, mentions: &'p [(usize, Period)], at: usize) -> &'p Period {
        let before = mentions.partition_point(|(end, _)| *end <= at);
        before.checked_sub(1).map_or(self.outer(), |last| &mentions[last].1)
    }
}

/// Puts into `room` what rows are made of: the open slots of a leaf, or, where all are asked for, every inline of it.
fn read_into(room: &mut Vec<Inline>, report: &Report, text: &Text, scope: Scope) {
    match (&text.inlines, scope) {
        (Some(given), Scope::Slots) => {
            room.clear();
            room.extend(given.iter().filter(|inline| inline.open).cloned());
        }
        _ => {
            report.inlines_in(text, scope, room);
        }
    }
}

/// How many places of a report are to be filled, and how many figures, years, dates and ordinals it has, masked or
/// printed: what its rows would tell, without making them.
#[cfg(feature = "cli")]
pub(crate) fn count(report: &Report) -> (usize, usize) {
    let (mut open, mut quantities) = (0, 0);
    let mut room = Vec::new();
    report.walk(|_, block| {
        let ordinals = usize::from(block.is_masked() && report.numeral(block).is_some());
        let inlines = report.inlines_in(&block.text, Scope::All, &mut room);
        open += ordinals + inlines.iter().filter(|inline| inline.open).count();
        quantities += ordinals + inlines.iter().filter(|inline| inline.kind.is_quantity()).count();
    });
    (open, quantities)
}

/// The row of a masked list number.
fn ordinal(report: &Report, block: &Block) -> Option<(Row, Span)> {
    if !block.is_masked() {
        return None;
    }
    let run = report.numeral(block)?;
    let marker = report.str(block.marker);
    let rare = block.rare.as_deref().cloned().unwrap_or_default();
    let inline = Inline { value: rare.value, facts: Some(Box::new(rare.facts)), ..Inline::masked_number(marker, run) };
    let mut row = Row::of(&inline, marker);
    if row.id.is_empty() {
        // No marker goes into an id: the words that follow it tell one from another.
        let child = block.blocks.first().map(|child| &child.text);
        let words = if block.text.span.is_empty() { child.unwrap_or(&block.text) } else { &block.text };
        let here = Inline::masked_number("", Span::empty(0));
        row.id = inline::id(InlineKind::Ordinal, report.str(words.span), &[here], 0);
    }
    Some((row, run))
}

/// A section, with those it stands in.
struct Section {
    /// Their markers, the outermost first.
    path: String,
    /// Their headings, or markers where they have none.
    words: String,
}

impl Section {
    fn within(outer: Option<&Self>, marker: &str, heading: &str) -> Self {
        let words = if heading.is_empty() { marker } else { heading };
        match outer {
            Some(outer) => Self { path: format!("{}/{marker}", outer.path), words: format!("{}/{words}", outer.words) },
            None => Self { path: marker.to_owned(), words: words.to_owned() },
        }
    }
}

/// A row with its place; `at` is where its run begins.
fn placed(mut row: Row, at: Cursor, section: Option<&Section>) -> Row {
    let value = row.value.as_ref().filter(|_| row.open).map(ToString::to_string);
    let printed = value.as_deref().unwrap_or(&row.text);
    row.span = Span::new(at.byte, at.byte + printed.len());
    row.chars = Span::new(at.chars, at.chars + printed.chars().count());
    row.line = at.line;
    row.column = at.column;
    if let Some(section) = section {
        row.path.clone_from(&section.path);
        row.section.clone_from(&section.words);
    }
    row
}

/// Equal ids get -2, -3 …; names are made, and told apart by their section, then by count.
fn distinguish(rows: &mut [Row]) {
    // A slot's id is the same whether the printed figures are listed with it or not: they are counted after it.
    let (open, printed): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|&row| rows[row].open);
    for (row, count) in counted(rows, open.into_iter().chain(printed), |row| &row.id) {
        rows[row].id = format!("{}-{count}", rows[row].id);
    }
    for row in rows.iter_mut().filter(|row| row.name.is_empty()) {
        row.name = name(row);
    }
    let mut names: HashMap<&str, usize> = HashMap::with_capacity(rows.len());
    for row in rows.iter() {
        *names.entry(&row.name).or_default() += 1;
    }
    let shared: Vec<bool> = rows.iter().map(|row| names[row.name.as_str()] > 1).collect();
    for (row, _) in rows.iter_mut().zip(shared).filter(|(_, shared)| *shared) {
        let section: String =
            row.section.rsplit('/').find(|part| part.chars().count() > 3).unwrap_or("").chars().take(12).collect();
        if !section.is_empty() {
            row.name = format!("{section}/{}", row.name);
        }
    }
    for (row, count) in counted(rows, 0..rows.len(), |row| &row.name) {
        rows[row].name = format!("{}#{count}", rows[row].name);
    }
}

/// The rows, in this order, whose key stood before, each with how often by now.
fn counted(rows: &[Row], order: impl Iterator<Item = usize>, key: impl Fn(&Row) -> &String) -> Vec<(usize, usize)> {
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(rows.len());
    let again = order.filter_map(|row| {
        let count = seen.entry(key(&rows[row])).or_default();
        *count += 1;
        (*count > 1).then_some((row, *count))
    });
    again.collect()
}

/// 科普讲座(次); for places and names the words around: xx高新区.
fn name(row: &Row) -> String {
    match row.kind {
        InlineKind::Figure => {
            let unit = [row.scale.as_deref(), row.unit.as_deref()].into_iter().flatten().collect::<String>();
            let label = row.label.as_deref().unwrap_or("");
            if unit.is_empty() { label.to_owned() } else { format!("{label}({unit})") }
        }
        InlineKind::Year | InlineKind::Date | InlineKind::Ordinal => row.surface.clone(),
        InlineKind::Name | InlineKind::Redaction => {
            let stop = |c: &char| c.is_alphanumeric();
            let before: String = if row.kind == InlineKind::Redaction {
                let tail: Vec<char> = row.excerpt.before.chars().rev().take_while(stop).take(3).collect();
                tail.into_iter().rev().collect()
            } else {
                String::new()
            };
            let after: String = row.excerpt.after.chars().take_while(stop).take(4).collect();
            format!("{before}{}{after}", row.surface)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{ReadOptions, read};

    #[cfg(feature = "cli")]
    #[test]
    fn rows_need_not_be_made_to_be_counted() {
        let text = "2025年总结\n\n一、培训\n\nx.xx镇培训xx人次，比2024年增长12%。\n\nx.新兴**(网络)12处。\n";
        let report = read(text.into(), &ReadOptions::default()).expect("a text is a report");
        let rows = rows(&report, Scope::All);
        let open = rows.iter().filter(|row| row.open).count();
        let quantities = rows.iter().filter(|row| row.kind.is_quantity()).count();
        assert_eq!((open, quantities), (5, 7));
        assert_eq!(count(&report), (open, quantities));
    }

    #[test]
    fn a_slot_has_its_id_whatever_is_listed_with_it() {
        let text = "培训农民12人次。\n\n培训农民xx人次。\n\n培训农民30人次。\n\n培训农民x人次。\n";
        let report = read(text.into(), &ReadOptions::default()).expect("a text is a report");
        let ids = |scope| -> Vec<String> {
            rows(&report, scope).into_iter().filter(|row| row.open).map(|row| row.id).collect()
        };
        assert_eq!(ids(Scope::Slots), ids(Scope::All));
        assert_eq!(rows(&report, Scope::All).len(), 4);
    }
}
