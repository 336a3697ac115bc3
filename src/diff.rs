//! Two reports compared by figure, not by line.

use std::collections::HashMap;

use rust_decimal::{Decimal as Exact, RoundingStrategy};
use serde::Serialize;

use crate::{
    contents::OutlineRow,
    decimal::Decimal,
    pairing,
    row::{Row, Value},
    syntax::words,
};

/// What is other in the newer report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The figure has another value, bound or unit scale.
    Changed,
    /// A figure that the older report does not have.
    Added,
    /// A figure that the newer report does not have.
    Lost,
    /// A section that the older report does not have.
    SectionAdded,
    /// A section that the newer report does not have.
    SectionLost,
}

/// A figure or a section that differs. Serialised with these keys, in this order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// What is other.
    pub status: Status,
    /// The headings from the outermost section inwards.
    pub section: String,
    /// What the figure counts.
    pub label: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// The figure as the older report prints it.
    pub old: Option<String>,
    /// The figure as the newer report prints it.
    pub new: Option<String>,
    /// New less old, in the unit itself.
    pub difference: Option<Value>,
    /// The difference in per cent of the old amount, to two decimals, halves away from zero; of a share there is none, for
    /// it differs by points.
    pub percent: Option<Value>,
    /// Line and column in the older report, from 1.
    pub old_place: Option<(usize, usize)>,
    /// Line and column in the newer report, from 1.
    pub new_place: Option<(usize, usize)>,
}

/// The figures that differ, in the order of the newer report, then the sections that one report lacks. Rows and outlines
/// are those of [`crate::slots`] with all figures and of [`crate::outline`], older report first.
pub fn diff(rows: [&[Row]; 2], outlines: [&[OutlineRow]; 2]) -> Vec<Comparison> {
    let [old, new] = rows;
    let pairs = pairing::pair(old, new).into_iter();
    let mut found: Vec<Comparison> =
        pairs.filter_map(|(a, b)| compared(a.map(|a| &old[a]), b.map(|b| &new[b]))).collect();
    found.extend(sections(outlines));
    found
}

fn compared(old: Option<&Row>, new: Option<&Row>) -> Option<Comparison> {
    let status = match (old, new) {
        (Some(old), Some(new)) if says_the_same(old, new) => return None,
        (Some(_), Some(_)) => Status::Changed,
        (None, _) => Status::Added,
        (_, None) => Status::Lost,
    };
    let row = new.or(old)?;
    let difference = old.zip(new).filter(|(old, new)| old.unit == new.unit).and_then(|(old, new)| {
        let amounts = (amount(old)?, amount(new)?);
        Some((amounts.1.checked_sub(amounts.0)?, amounts.0))
    });
    Some(Comparison {
        status,
        section: row.section.clone(),
        label: row.label.clone(),
        unit: row.unit.clone(),
        old: old.map(|row| row.surface.clone()),
        new: new.map(|row| row.surface.clone()),
        difference: difference.and_then(|(by, _)| number(by)),
        percent: difference.filter(|_| !is_share(row.unit.as_deref())).and_then(|(by, of)| growth(by, of)),
        old_place: old.map(|row| (row.line, row.column)),
        new_place: new.map(|row| (row.line, row.column)),
    })
}

/// Whether a unit is one of shares, which differ by points: 96.5% and 97.1%, 1.2个百分点.
pub(crate) fn is_share(unit: Option<&str>) -> bool {
    unit.is_some_and(|unit| words::NAME_POINTS.at_start(unit).is_some_and(|share| share == unit))
}

/// A figure whose number is open says nothing yet.
fn says_the_same(old: &Row, new: &Row) -> bool {
    let words = |row: &Row| row.surface.clone();
    let equal = |a: &Option<Value>, b: &Option<Value>| {
        let decimal = |value: &Option<Value>| value.as_ref().and_then(Value::decimal);
        a == b || decimal(a).is_some() && decimal(a) == decimal(b)
    };
    let bounds = equal(&old.low, &new.low) && equal(&old.high, &new.high);
    match (&old.amount, &new.amount) {
        (Some(_), Some(_)) => equal(&old.amount, &new.amount) && bounds && old.unit == new.unit,
        (None, None) => words(old) == words(new),
        _ => false,
    }
}

fn amount(row: &Row) -> Option<Exact> {
    row.amount.as_ref()?.decimal()?.exact()
}

fn number(number: Exact) -> Option<Value> {
    Decimal::of(number).map(|number| Value::Number(number.to_string()))
}

/// A change in per cent of what it is a change of, to two decimals.
pub(crate) fn growth(by: Exact, of: Exact) -> Option<Value> {
    let share = by.checked_mul(Exact::ONE_HUNDRED)?.checked_div(of)?;
    number(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize())
}

/// Sections are the same where their headings are, numbers apart.
fn sections([old, new]: [&[OutlineRow]; 2]) -> Vec<Comparison> {
    let mut counts: HashMap<String, isize> = HashMap::new();
    let key = |row: &OutlineRow| row.heading.as_deref().map(pairing::without_numbers);
    for row in old {
        key(row).into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    for row in new {
        key(row).into_iter().for_each(|key| *counts.entry(key).or_default() -= 1);
    }
    let mut found = Vec::new();
    for (rows, status, sign) in [(new, Status::SectionAdded, -1), (old, Status::SectionLost, 1)] {
        for row in rows {
            let Some(count) = key(row).and_then(|key| counts.get_mut(&key)) else { continue };
            if *count * sign > 0 {
                *count -= sign;
                found.push(section(row, status));
            }
        }
    }
    found
}

fn section(row: &OutlineRow, status: Status) -> Comparison {
    let place = Some((row.line, row.column));
    let is_new = status == Status::SectionAdded;
    Comparison {
        status,
        section: format!("{}{}", row.marker, row.heading.as_deref().unwrap_or("")),
        label: None,
        unit: None,
        old: None,
        new: None,
        difference: None,
        percent: None,
        old_place: place.filter(|_| !is_new),
        new_place: place.filter(|_| is_new),
    }
}
