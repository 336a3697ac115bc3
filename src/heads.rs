//! The heads of tables: which rows of a table are its head, and what they and the line above it say of its columns.

use std::sync::Arc;

use crate::{
    frame::Kind,
    inline::{self, Head, Heads, Measure, Role},
    line::{CELL, is_blank, is_break},
    period::Period,
    report::{Block, Report},
    span::Span,
    syntax::words,
};

/// A table of more columns has no heads that anyone would read.
const WIDEST: usize = 256;
/// The head of a table has no more rows.
const HIGHEST: usize = 3;
/// Characters at the end of the line above a table in which its unit stands.
const CAPTION: usize = 24;

/// Finds the heads of each table of a report, and tells them to its rows.
pub(crate) fn find(report: &mut Report) {
    let (period, year) = Period::of(report);
    let mut blocks = std::mem::take(&mut report.blocks);
    Finder { report, period, year, above: Span::default() }.go(&mut blocks);
    report.blocks = blocks;
}

struct Finder<'r> {
    report: &'r Report,
    /// What the report is about.
    period: Period,
    /// The year that 今年 means in it.
    year: Option<u32>,
    /// The text before, which may say the unit of a table.
    above: Span,
}

impl Finder<'_> {
    fn go(&mut self, blocks: &mut [Block]) {
        let mut at = 0;
        while at < blocks.len() {
            let end = at + self.table(&blocks[at..]);
            if end == at {
                self.above = blocks[at].text.span;
                self.go(&mut blocks[at].blocks);
                at += 1;
                continue;
            }
            self.tell(&mut blocks[at..end]);
            (self.above, at) = (Span::default(), end);
        }
    }

    /// How many blocks are one table: rows of as many cells with no blank line between them.
    fn table(&self, blocks: &[Block]) -> usize {
        let columns = |block: &Block| self.report.str(block.text.span).matches(CELL).count();
        let follows =
            |pair: &&[Block]| self.report.str(pair[1].before).chars().filter(|c| is_break(*c)).take(3).count() < 2;
        let rows = blocks.iter().take_while(|block| block.kind == Kind::Row).count();
        let Some(first) = blocks[..rows].first().map(columns) else { return 0 };
        1 + blocks[..rows].windows(2).take_while(|pair| follows(pair) && columns(&pair[1]) == first).count()
    }

    /// Tells the rows of a table what its heads say; a row that is a head is read as any text.
    fn tell(&self, rows: &mut [Block]) {
        let lexicon = &self.report.lexicon;
        let cells = |row: &Block| -> Vec<&str> {
            self.report.str(row.text.span).split(CELL).map(|cell| cell.trim_matches(is_blank)).collect()
        };
        let first = rows.first().map(cells).unwrap_or_default();
        let mut heads = Heads { columns: Vec::new(), measure: self.measure(self.report.str(self.above)) };
        let mut body = 0;
        if first.len() <= WIDEST {
            // A caption has a row to itself.
            let is_caption = |cells: &[&str]| cells.iter().filter(|cell| !cell.is_empty()).count() < 2;
            let captions = rows.iter().take(HIGHEST).map(cells).take_while(|cells| is_caption(cells));
            for caption in captions.collect::<Vec<_>>() {
                let said = caption.iter().find_map(|cell| self.measure(cell));
                heads.measure = said.or(heads.measure);
                body += 1;
            }
            let high = self.height(&rows[body..], &cells);
            if high == 0 {
                body = 0;
            } else {
                let head: Vec<Vec<&str>> = rows[body..body + high].iter().map(cells).collect();
                body += high;
                heads.columns = self.columns(&head);
                let body: Vec<Vec<&str>> = rows[body..].iter().map(cells).collect();
                let columns = heads.columns.iter_mut().enumerate();
                columns.for_each(|(column, head)| {
                    let cells = body.iter().map(|row| row.get(column).copied().unwrap_or_default());
                    settle(head, column, cells.filter(|cell| !cell.is_empty()), lexicon);
                });
            }
        }
        let heads = Arc::new(heads);
        for row in &mut rows[body..] {
            if let Some(inlines) = &mut row.text.inlines {
                heads.complete(inlines, self.report.str(row.text.span), lexicon);
            }
            row.text.heads = Some(heads.clone());
        }
    }

    /// How many rows are the head: words and years in several cells, no value, and rows with values below them.
    fn height<'t>(&self, rows: &[Block], cells: &impl Fn(&Block) -> Vec<&'t str>) -> usize {
        let lexicon = &self.report.lexicon;
        let is_head = |cells: &[&str]| {
            let filled = || cells.iter().copied().filter(|cell| !cell.is_empty());
            let years = filled().filter(|cell| inline::is_bare_year(cell)).filter_map(|year| year.parse::<u32>().ok());
            let years: Vec<u32> = years.collect();
            let in_series = years.len() > 1 && years.windows(2).all(|pair| pair[0].abs_diff(pair[1]) == 1);
            let is_word = |cell: &str| inline::is_worded(cell, lexicon) || in_series && inline::is_bare_year(cell);
            filled().count() > 1 && filled().all(is_word)
        };
        let first = rows.first().map(cells).unwrap_or_default();
        if !is_head(&first) {
            return 0;
        }
        // Further rows of a head stand under cells that reach downwards, or beside ones that reach to the right.
        let parted = first.iter().any(|cell| cell.is_empty());
        let further = rows[1..].iter().take(HIGHEST - 1).map(cells);
        let further = further.take_while(|cells| parted && cells.first().is_some_and(|cell| cell.is_empty()));
        let high = 1 + further.take_while(|cells| is_head(cells)).count();
        let has_value = |row: &Block| cells(row).iter().any(|cell| inline::is_value(cell, lexicon));
        if rows[high..].iter().any(has_value) { high } else { 0 }
    }

    /// The head of each column; a cell that reaches to the right stands over those below it.
    fn columns(&self, rows: &[Vec<&str>]) -> Vec<Head> {
        let lexicon = &self.report.lexicon;
        let head = |text: &str| {
            let mut head = Head::of(text, lexicon);
            head.period = self.period.of_head(text, self.year);
            head
        };
        let mut columns: Vec<Head> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let mut over = Head::default();
            for (column, text) in row.iter().enumerate() {
                let stands = !text.is_empty();
                let below = rows[index + 1..].iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()));
                if stands {
                    over = head(text);
                }
                let own = if stands || below { over.clone() } else { Head::default() };
                match columns.get_mut(column) {
                    None => columns.push(own),
                    Some(above) => *above = own.below(above),
                }
            }
        }
        columns
    }

    /// The unit that a line says to be that of the table below it: 单位：万元.
    fn measure(&self, line: &str) -> Option<Measure> {
        let from = line.char_indices().rev().take(CAPTION).last().map_or(0, |(at, _)| at);
        let line = &line[from..];
        let (at, colon) = line.char_indices().rev().find(|(_, c)| matches!(c, '：' | ':'))?;
        let said = line[at + colon.len_utf8()..].trim_end_matches(|c| is_blank(c) || matches!(c, '）' | ')'));
        words::HEAD_UNITS.at_end(line[..at].trim_end_matches(is_blank))?;
        Measure::whole(said, &self.report.lexicon)
    }
}

/// What the cells below a head say of it.
fn settle<'t>(head: &mut Head, column: usize, cells: impl Iterator<Item = &'t str> + Clone, lexicon: &inline::Lexicon) {
    if head.role == Role::Unit && !cells.clone().all(|cell| Measure::whole(cell, lexicon).is_some()) {
        // 单位 is an organisation where no units stand below it.
        head.role = Role::Name;
    }
    head.numbers = cells.clone().any(|cell| inline::is_number(cell, lexicon))
        && cells.clone().all(|cell| !inline::is_worded(cell, lexicon));
    // 1, 2, 3 in the first column number the rows.
    let counts = || cells.clone().zip(1u32..).all(|(cell, number)| cell.parse() == Ok(number));
    if head.role == Role::Unclear && column == 0 && cells.clone().nth(1).is_some() && counts() {
        head.role = Role::Code;
    }
}
