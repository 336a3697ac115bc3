//! The cells of a row of a table: each is read by itself, and a figure or mask that fills its cell is what the heads of
//! its column and of its row say.

use super::{
    Facts, Inline, InlineKind, Lexicon,
    head::{Head, LONGEST, Measure, Role},
    scan,
};
use crate::{
    line::{CELL, is_blank},
    span::Span,
    syntax::{
        mask::{self, Run},
        number, words,
    },
};

/// The heads of a table, which its rows have in common; none where no row of it is one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Heads {
    pub(crate) columns: Vec<Head>,
    /// The unit that stands over the whole table.
    pub(crate) measure: Option<Measure>,
}

/// What other cells of its row say of a figure.
#[derive(Default)]
struct RowHead {
    /// The words that the row begins with, and their column.
    first: Option<(usize, Head)>,
    /// The cell of the column of units.
    measure: Option<Measure>,
    /// The cell of the column of years.
    year: Option<String>,
}

impl RowHead {
    /// The row's head, where it stands before a column.
    fn before(&self, column: usize) -> Option<&Head> {
        self.first.as_ref().filter(|(at, _)| *at < column).map(|(_, head)| head)
    }
}

/// A cell: its column, where its text begins in the leaf, and its text without the blanks around it.
type Cell<'t> = (usize, usize, &'t str);

/// The cells of a row.
fn cells(leaf: &str) -> impl Iterator<Item = Cell<'_>> {
    let mut at = 0;
    leaf.split(CELL).enumerate().map(move |(column, cell)| {
        let start = at + cell.len() - cell.trim_start_matches(is_blank).len();
        at += cell.len() + CELL.len_utf8();
        (column, start, cell.trim_matches(is_blank))
    })
}

/// The mask that a cell is, and nothing else.
fn whole_mask(cell: &str) -> Option<Run> {
    let (at, _) = cell.char_indices().take(LONGEST).find(|(_, c)| mask::sign(*c).is_some())?;
    mask::run(cell, at).filter(|run| run.span.range() == (0..cell.len()))
}

/// Whether a cell holds a number or a mask, with or without its unit; years and months are heads as well.
pub(crate) fn is_value(cell: &str, lexicon: &Lexicon) -> bool {
    whole_mask(cell).is_some() || is_number(cell, lexicon)
}

/// Whether a cell holds a number that is printed; a year of four digits may be one.
pub(crate) fn is_number(cell: &str, lexicon: &Lexicon) -> bool {
    if cell.chars().nth(LONGEST).is_some() || Measure::whole(cell, lexicon).is_some() {
        return false;
    }
    let mut found = Vec::new();
    scan::printed_into(&mut found, cell, lexicon);
    found.first().is_some_and(|inline| inline.kind == InlineKind::Figure && fills(inline, 0, cell))
}

/// Whether a cell has words, and no value, in it.
pub(crate) fn is_worded(cell: &str, lexicon: &Lexicon) -> bool {
    cell.contains(char::is_alphabetic) && !is_value(cell, lexicon)
}

/// Whether a cell is four digits that a year may be.
pub(crate) fn is_bare_year(cell: &str) -> bool {
    let digits: String = cell.chars().map(|c| number::narrow_digit(c).unwrap_or(c)).collect();
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) && digits.starts_with(['1', '2'])
}

impl Heads {
    /// Adds the slots of a row to `out`, in order, without overlap.
    pub(super) fn slots_into(&self, out: &mut Vec<Inline>, leaf: &str, lexicon: &Lexicon) {
        let mut found = Vec::new();
        self.each(leaf, lexicon, |row, cell| {
            match whole_mask(cell.2) {
                Some(run) => found.extend(self.mask(row, cell, &run)),
                None => scan::slots_into(&mut found, cell.2, lexicon),
            }
            self.take(out, row, cell, &mut found);
        });
    }

    /// Adds the numbers of a row that are printed in full to `out`, which has its slots.
    pub(super) fn printed_into(&self, out: &mut Vec<Inline>, leaf: &str, lexicon: &Lexicon) {
        let mut slots = out.iter().peekable();
        let (mut printed, mut found, mut own) = (Vec::new(), Vec::new(), Vec::new());
        self.each(leaf, lexicon, |row, cell| {
            let (column, start, text) = cell;
            own.clear();
            while let Some(slot) = slots.next_if(|slot| slot.run.start as usize <= start + text.len()) {
                own.push(slot.clone().moved(-(start as i64)));
            }
            found.extend_from_slice(&own);
            scan::printed_into(&mut found, text, lexicon);
            let is_code = self.role(row, column) == Role::Code;
            found.retain(|inline| !(own.contains(inline) || is_code && inline.span.range() == (0..text.len())));
            self.take(&mut printed, row, cell, &mut found);
        });
        out.append(&mut printed);
        out.sort_by_key(|inline| (inline.run.start, inline.run.end));
    }

    /// Says of what was given of a row what its heads say and nobody gave.
    pub(crate) fn complete(&self, inlines: &mut [Inline], leaf: &str, lexicon: &Lexicon) {
        let mut inlines = inlines.iter_mut().peekable();
        self.each(leaf, lexicon, |row, cell| {
            let end = cell.1 + cell.2.len();
            while let Some(inline) = inlines.next_if(|inline| inline.run.start as usize <= end) {
                self.say(row, cell, inline);
            }
        });
    }

    /// Visits the cells of a row, each with what the others say.
    fn each<'t>(&self, leaf: &'t str, lexicon: &Lexicon, mut visit: impl FnMut(&RowHead, Cell<'t>)) {
        let mut row = self.row(leaf, lexicon);
        let mut worded = false;
        for cell in cells(leaf) {
            visit(&row, cell);
            // Where no column has a head, a figure has the words that stand beside it: 面积 xx 产量 xx.
            if self.columns.is_empty() && !std::mem::replace(&mut worded, is_worded(cell.2, lexicon)) && worded {
                row.first = Some((cell.0, Head::of(cell.2, lexicon)));
            }
        }
    }

    /// Moves what was found in a cell to its place, and says of it what its heads say.
    fn take(&self, out: &mut Vec<Inline>, row: &RowHead, cell: Cell<'_>, found: &mut Vec<Inline>) {
        for inline in found.drain(..) {
            let mut inline = inline.moved(cell.1 as i64);
            self.judge(row, cell, &mut inline);
            self.say(row, cell, &mut inline);
            out.push(inline);
        }
    }

    /// What a mask that fills its cell stands for.
    fn mask(&self, row: &RowHead, (column, _, text): Cell<'_>, run: &Run) -> Option<Inline> {
        let role = match self.role(row, column) {
            Role::Unclear if self.measure_of(row, column).is_some() => Role::Figure,
            role => role,
        };
        let numbers = self.columns.get(column).is_some_and(|head| head.numbers);
        let (kind, because, certain) = match role {
            Role::Figure => (InlineKind::Figure, "head", true),
            Role::Year if run.chars == 4 || run.chars == 2 => (InlineKind::Year, "head", true),
            Role::Rank | Role::Code => (InlineKind::Ordinal, "head", true),
            Role::Name => (InlineKind::Name, "head", true),
            _ if numbers => (InlineKind::Figure, "column", false),
            // One sign alone may be a tick.
            _ if run.signs >= run.sign.least.max(2) => (run.sign.kind, "glyph", false),
            _ => return None,
        };
        let (whole, end) = (Span::new(0, text.len()), Span::empty(text.len()));
        let bare = scan::bare(kind, 0, because);
        Some(Inline { certain, run: whole, span: whole, scale: end, remainder: end, unit: end, limit: end, ..bare })
    }

    /// What a printed number that fills its cell stands for.
    fn judge(&self, row: &RowHead, (column, start, text): Cell<'_>, inline: &mut Inline) {
        let bare = !inline.open && inline.kind == InlineKind::Figure && inline.unit.is_empty();
        if !bare || !fills(inline, start, text) {
            return;
        }
        match self.role(row, column) {
            Role::Year if is_bare_year(text) => inline.kind = InlineKind::Year,
            Role::Rank => inline.kind = InlineKind::Ordinal,
            Role::Figure => {}
            _ if self.measure_of(row, column).is_some() => {}
            _ => return,
        }
        (inline.because, inline.certain) = ("head", true);
    }

    /// Says of a figure that fills its cell what the heads say and nothing else does.
    fn say(&self, row: &RowHead, (column, start, text): Cell<'_>, inline: &mut Inline) {
        let is_figure = inline.kind == InlineKind::Figure;
        if !(is_figure || inline.open) || !fills(inline, start, text) {
            return;
        }
        let said = |text: &str| (!text.is_empty()).then(|| text.into());
        let measure = self.measure_of(row, column);
        let heads = [row.before(column), self.columns.get(column)];
        let heads = || heads.into_iter().flatten();
        let mut facts = inline.facts.take().unwrap_or_default();
        if let Some(measure) = measure.filter(|_| is_figure && facts.unit.is_none() && inline.unit.is_empty()) {
            facts.unit = said(&measure.unit);
            facts.scale = said(&measure.scale).filter(|_| inline.scale.is_empty());
        }
        if facts.label.is_none() {
            facts.label = said(&heads().map(|head| head.words.as_str()).collect::<String>());
        }
        let period = self.columns.get(column).and_then(|head| head.period.as_deref());
        facts.period = period.or(row.year.as_deref()).and_then(said);
        if let Some((Some(change), compared)) = heads().map(|head| &head.change).rfind(|change| change.0.is_some()) {
            (facts.change, facts.compared) = (said(change), compared.as_deref().and_then(said));
        }
        inline.facts = Some(facts).filter(|facts| **facts != Facts::default());
    }

    /// What a cell is: what its column's head says or, where that names no more than a period, its row's; figures stand
    /// below a period.
    fn role(&self, row: &RowHead, column: usize) -> Role {
        let own = self.columns.get(column);
        if let Some(head) = own.filter(|head| head.role != Role::Unclear || !head.words.is_empty()) {
            return head.role;
        }
        match row.before(column).map_or(Role::Unclear, |head| head.role) {
            Role::Unclear if own.is_some_and(|head| head.is_period) => Role::Figure,
            role => role,
        }
    }

    /// The unit of a cell: the column's, the row's or the table's; none where they contradict one another.
    fn measure_of<'h>(&'h self, row: &'h RowHead, column: usize) -> Option<&'h Measure> {
        let head = self.columns.get(column);
        let first = row.before(column);
        let own = head.and_then(|head| head.measure.as_ref());
        let of_row = first.and_then(|head| head.measure.as_ref()).or(row.measure.as_ref());
        match (own, of_row) {
            (Some(own), Some(of_row)) => (own == of_row || own.is_share()).then_some(own),
            (Some(own), None) => Some(own),
            (None, Some(of_row)) => head.is_none_or(|head| head.takes(of_row)).then_some(of_row),
            (None, None) => self.measure.as_ref().filter(|measure| {
                let numbers = head.is_some_and(|head| head.numbers && head.role == Role::Unclear);
                let is_figure = self.role(row, column) == Role::Figure;
                (numbers || is_figure) && [head, first].into_iter().flatten().all(|head| head.takes(measure))
            }),
        }
    }

    /// What the cells of a row say of one another: its first words, behind its number, its unit, its year.
    fn row(&self, leaf: &str, lexicon: &Lexicon) -> RowHead {
        let mut row = RowHead::default();
        for ((column, _, text), head) in cells(leaf).zip(&self.columns) {
            match head.role {
                Role::Unit => row.measure = Measure::whole(text, lexicon),
                // 建站年份 is about a year, and its row is not.
                Role::Year if is_bare_year(text) && words::HEAD_YEARS.at_start(&head.words) == Some(&head.words) => {
                    row.year = Some(format!("{text}年"))
                }
                Role::Code => {}
                _ if row.first.is_none() && is_worded(text, lexicon) => {
                    row.first = Some((column, Head::of(text, lexicon)));
                }
                _ => {}
            }
        }
        row
    }
}

/// Whether an inline is all that a cell holds.
fn fills(inline: &Inline, start: usize, text: &str) -> bool {
    inline.span.range() == (start..start + text.len())
}

/// The kind that goes into the id of what stands in a row: what its cell says alone, so that heads move no id.
pub(crate) fn own_kind(inline: &Inline, leaf: &str) -> InlineKind {
    let text = &leaf[inline.span.range()];
    let before = leaf[..inline.span.start as usize].trim_end_matches(|c| is_blank(c) && c != CELL);
    let behind = leaf[inline.span.end as usize..].trim_start_matches(|c| is_blank(c) && c != CELL);
    let fills = (before.is_empty() || before.ends_with(CELL)) && (behind.is_empty() || behind.starts_with(CELL));
    match whole_mask(text).filter(|_| fills && inline.open) {
        Some(run) => run.sign.kind,
        None if fills && !inline.open && inline.unit.is_empty() => InlineKind::Figure,
        None => inline.kind,
    }
}
