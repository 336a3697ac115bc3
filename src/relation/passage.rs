//! The figures of a report sentence by sentence, with the words between them.

use rust_decimal::Decimal;

use super::words;
use crate::{
    decimal,
    inline::InlineKind,
    row::{Row, Value},
    syntax::{number, words::NAME_OF},
};

/// How many figures on either side of one are looked at.
pub(super) const NEAR: usize = 12;

/// A report's text and the rows of it.
#[derive(Clone, Copy)]
pub(super) struct Passage<'r> {
    pub(super) text: &'r str,
    pub(super) rows: &'r [Row],
}

/// What ends a sentence.
const STOPS: [char; 7] = ['。', '！', '？', '!', '?', '\n', '\r'];
/// What ends a clause.
pub(super) const COMMAS: [char; 7] = ['，', ',', '；', ';', '：', ':', '。'];

impl<'r> Passage<'r> {
    /// Where the surface of a row begins.
    pub(super) fn start(&self, row: usize) -> usize {
        let row = &self.rows[row];
        (row.span.start as usize).saturating_sub(row.head().len())
    }

    /// Where it ends.
    pub(super) fn end(&self, row: usize) -> usize {
        let row = &self.rows[row];
        row.span.end as usize + row.tail().len()
    }

    /// All that stands before a row.
    pub(super) fn ahead(&self, row: usize) -> &'r str {
        self.text.get(..self.start(row)).unwrap_or_default()
    }

    /// All that stands behind it.
    pub(super) fn behind(&self, row: usize) -> &'r str {
        self.text.get(self.end(row)..).unwrap_or_default()
    }

    /// The words between two rows.
    pub(super) fn between(&self, one: usize, other: usize) -> &'r str {
        self.text.get(self.end(one)..self.start(other)).unwrap_or_default()
    }

    /// The words behind a row up to the end of its clause, at most 60 bytes.
    pub(super) fn after(&self, row: usize) -> &'r str {
        let rest = self.behind(row);
        let stop = |(at, c): &(usize, char)| *at > 60 || COMMAS.contains(c) || STOPS.contains(c) || "）)".contains(*c);
        let end = rest.char_indices().find(stop).map_or(rest.len(), |(at, _)| at);
        &rest[..end]
    }

    /// Whether a list ends, but for a noun, behind a row: with its clause, unless the next one goes on with the rest.
    pub(super) fn closes(&self, row: usize) -> bool {
        let rest = &self.behind(row)[self.after(row).len()..];
        let next = rest.trim_start_matches(['，', ',', ' ']);
        rest.is_empty()
            || rest.starts_with(|c| STOPS.contains(&c) || COMMAS.contains(&c) || "）)".contains(c))
                && !words::begins(words::FURTHER, next)
    }

    /// The figures of each sentence. A sentence never goes on into another section.
    pub(super) fn sentences(&self) -> Vec<Vec<usize>> {
        let mut sentences: Vec<Vec<usize>> = Vec::new();
        let mut last: Option<usize> = None;
        for (index, row) in self.rows.iter().enumerate() {
            if row.kind != InlineKind::Figure || row.frame {
                continue;
            }
            let goes_on =
                last.is_some_and(|last| self.rows[last].path == row.path && !self.between(last, index).contains(STOPS));
            match sentences.last_mut().filter(|_| goes_on) {
                Some(sentence) => sentence.push(index),
                None => sentences.push(vec![index]),
            }
            last = Some(index);
        }
        sentences
    }

    /// The words of a sentence before its figure at `place`, back to the figure before.
    pub(super) fn lead(&self, sentence: &[usize], place: usize) -> &'r str {
        if place > 0 {
            return self.between(sentence[place - 1], sentence[place]);
        }
        let head = self.ahead(sentence[0]);
        let near = head.char_indices().rev().take(LONGEST).take_while(|(_, c)| !STOPS.contains(c)).last();
        near.map_or("", |(at, _)| &head[at..])
    }

    /// The same, back to the last comma only.
    pub(super) fn clause(&self, sentence: &[usize], place: usize) -> &'r str {
        self.lead(sentence, place).rsplit(COMMAS).next().unwrap_or_default()
    }

    /// Whether the clause of a figure says that something is compared with it: 比上年的12个, 去年为12个, or that the next one
    /// is a share of it: 完成预算9.6亿元的54%.
    pub(super) fn is_base(&self, sentence: &[usize], place: usize) -> bool {
        let of = |next: &usize| {
            let between = self.between(sentence[place], *next);
            self.rows[*next].unit.as_deref() == Some("%") && NAME_OF.at_start(between).is_some_and(|of| of == between)
        };
        words::begins(words::BASES, self.clause(sentence, place).trim_start())
            || self.is_past(sentence, place)
            || sentence.get(place + 1).is_some_and(of)
    }

    /// Whether the clause of a figure says that it was and nothing else: 去年为12个, （上年12个）.
    pub(super) fn is_past(&self, sentence: &[usize], place: usize) -> bool {
        let clause = self.clause(sentence, place).trim().trim_start_matches(['（', '(', '而']);
        words::PAST
            .iter()
            .filter_map(|word| clause.strip_prefix(word))
            .any(|were| were.is_empty() || words::WERE.contains(&were))
    }

    /// The figure as it is printed, with its label before or behind it: 在编3人, 3名教师.
    pub(super) fn called(&self, row: usize) -> String {
        let (label, surface) = (self.label(row), self.printed(row));
        if self.behind(row).starts_with(label) { surface + label } else { format!("{label}{surface}") }
    }

    /// What the figure counts, else the word before it: 被采用 in 其中被采用8条.
    pub(super) fn label(&self, row: usize) -> &'r str {
        if let Some(label) = self.rows[row].label.as_deref() {
            return label;
        }
        // Neither the figure before, nor a verb that says how this one changes.
        let before = row.checked_sub(1).map_or(0, |before| self.end(before));
        let head = self.text.get(before..self.start(row)).unwrap_or_default();
        let head = self.rows[row].change.as_deref().and_then(|verb| head.strip_suffix(verb)).unwrap_or(head);
        let head = head.trim_start_matches('的');
        let word = head.char_indices().rev().take(WORD).take_while(|(_, c)| c.is_alphabetic()).last();
        let word = word.map_or("", |(at, _)| &head[at..]);
        words::SOME.iter().chain(words::ALL).find_map(|opener| word.strip_prefix(opener)).unwrap_or(word)
    }

    /// The figure as it is printed.
    pub(super) fn printed(&self, row: usize) -> String {
        self.text.get(self.start(row)..self.end(row)).unwrap_or_default().replace(['\n', '\r'], " ")
    }

    /// The amount of a figure, of a range the middle; `None` where it is open.
    pub(super) fn amount(&self, row: usize) -> Option<Decimal> {
        let row = &self.rows[row];
        let number = |value: &Option<Value>| value.as_ref()?.decimal()?.exact();
        number(&row.amount).or_else(|| number(&row.low)?.saturating_add(number(&row.high)?).checked_div(Decimal::TWO))
    }

    /// The sum of their amounts.
    pub(super) fn total(&self, rows: &[usize]) -> Option<Decimal> {
        rows.iter().try_fold(Decimal::ZERO, |sum, row| Some(sum.saturating_add(self.amount(*row)?)))
    }

    /// An amount in the scale and the unit of a row.
    pub(super) fn worded(&self, amount: Decimal, like: usize) -> String {
        let (scale, unit) = (self.rows[like].scale.as_deref(), self.rows[like].unit.as_deref());
        let scaled =
            decimal::Decimal::of(amount.normalize()).map(|amount| amount.shifted(-number::power(scale.unwrap_or(""))));
        let scaled = scaled.map_or(String::new(), |scaled| scaled.to_string());
        [&scaled, scale.unwrap_or(""), unit.unwrap_or("")].concat()
    }
}

/// How many characters a word without a label has at the most.
const WORD: usize = 6;

/// How many characters before the first figure of a sentence are looked at.
const LONGEST: usize = 80;

/// What a figure's unit counts; `None` where it does not add up.
pub(super) fn dimension(row: &Row) -> Option<&str> {
    let unit = row.unit.as_deref()?;
    let alike = words::ALIKE.iter().find(|(word, _)| *word == unit).map_or(unit, |(_, like)| like);
    (!words::INTENSIVE.contains(&alike) && !alike.contains('/')).then_some(alike)
}

/// Which way a figure says that something changed by it; `None` for what is or is reached.
pub(super) fn direction(row: &Row) -> Option<Direction> {
    let change = row.change.as_deref()?;
    if words::REACHING.iter().any(|word| change.ends_with(word)) {
        return None;
    }
    turn(change)
}

/// Which way a verb of change goes.
pub(super) fn turn(verb: &str) -> Option<Direction> {
    match (words::begins(words::FALLING, verb), words::begins(words::RISING, verb)) {
        (true, _) => Some(Direction::Down),
        (_, true) => Some(Direction::Up),
        _ => None,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}
