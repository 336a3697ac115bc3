//! Between which numbers a printed figure lies: 5.3亿元 is anything that rounds to it.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::Verdict;
use crate::{
    quantity,
    row::{Row, Value},
    syntax::{
        number,
        words::{self, Sense},
    },
};

/// The numbers from `low` to `high`, both included; `None` where there is no end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Interval {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

/// What a figure may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    /// What it is printed as: within half of its last place where it is measured or scaled, itself where it counts.
    pub(super) printed: Interval,
    /// What its words allow: a whole last place, the zeros it ends in, a fifth of it for 约 and 左右, anything on the open
    /// side of 超过.
    pub(super) allowed: Interval,
}

impl Interval {
    fn around(amount: Decimal, by: Decimal) -> Self {
        Self { low: Some(amount.saturating_sub(by)), high: Some(amount.saturating_add(by)) }
    }

    fn plus(self, other: Self) -> Self {
        let sum = |a: Option<Decimal>, b: Option<Decimal>| Some(a?.saturating_add(b?));
        Self { low: sum(self.low, other.low), high: sum(self.high, other.high) }
    }

    fn minus(self, other: Self) -> Self {
        let less = |a: Option<Decimal>, b: Option<Decimal>| Some(a?.saturating_sub(b?));
        Self { low: less(self.low, other.high), high: less(self.high, other.low) }
    }

    /// Whether some number of this is no more than some number of the other.
    fn reaches_below(self, other: Self) -> bool {
        self.low.zip(other.high).is_none_or(|(low, high)| low <= high)
    }

    fn meets(self, other: Self) -> bool {
        self.reaches_below(other) && other.reaches_below(self)
    }

    /// By how many percent `to` is more than this; `None` unless both are above zero.
    fn growth(self, to: Self) -> Option<Self> {
        let percent = |to: Option<Decimal>, from: Option<Decimal>| match (to, from) {
            (Some(to), Some(from)) => {
                to.checked_div(from)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED).map(Some)
            }
            _ => Some(None),
        };
        let above = |interval: Self| interval.low.is_some_and(|low| low > Decimal::ZERO);
        if !above(self) || !above(to) {
            return None;
        }
        Some(Self { low: percent(to.low, self.high)?, high: percent(to.high, self.low)? })
    }
}

impl Bounds {
    /// Those of a figure; `None` where it is open, or no number of 28 digits.
    pub(super) fn of(row: &Row) -> Option<Self> {
        let given = |value: &Option<Value>| match value {
            Some(value) => value.decimal()?.exact().map(Some),
            None => Some(None),
        };
        let (low, high) = (given(&row.low)?, given(&row.high)?);
        let Some(amount) = given(&row.amount)? else {
            let whole = Interval { low: Some(low?), high: Some(high?) };
            return Some(Self { printed: whole, allowed: whole });
        };
        let value = row.value.as_ref()?.to_string();
        let place = place(row, &value)?;
        let half = if counts(row, &value) { Decimal::ZERO } else { place / Decimal::TWO };
        let fifth = amount.abs() / Decimal::from(5);
        let loose = if half.is_zero() { half } else { place }.max(zeros(&value, place)?);
        let mut bounds = Self { printed: Interval::around(amount, half), allowed: Interval::around(amount, loose) };
        if senses(row).any(|sense| sense == Sense::About) {
            bounds.allowed = Interval::around(amount, fifth.max(loose));
        }
        match (low, high) {
            (Some(low), Some(high)) => {
                let whole = Interval { low: Some(low), high: Some(high) };
                bounds = Self { printed: whole, allowed: whole };
            }
            (Some(_), None) => {
                bounds.printed.high = Some(amount.saturating_add(fifth));
                bounds.allowed.high = None;
            }
            (None, Some(_)) => {
                bounds.printed.low = Some(amount.saturating_sub(fifth));
                bounds.allowed.low = None;
            }
            (None, None) => {}
        }
        Some(bounds)
    }

    /// Exactly this number.
    pub(super) fn exactly(number: Decimal) -> Self {
        let point = Interval::around(number, Decimal::ZERO);
        Self { printed: point, allowed: point }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { printed: self.printed.plus(other.printed), allowed: self.allowed.plus(other.allowed) }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self { printed: self.printed.minus(other.printed), allowed: self.allowed.minus(other.allowed) }
    }

    pub(super) fn negated(self) -> Self {
        Self::exactly(Decimal::ZERO).minus(self)
    }

    /// The number in the middle of what is printed.
    pub(super) fn middle(self) -> Option<Decimal> {
        let (low, high) = (self.printed.low?, self.printed.high?);
        low.saturating_add(high).checked_div(Decimal::TWO)
    }

    /// By how many percent `to` is more.
    pub(super) fn growth(self, to: Self) -> Option<Self> {
        Some(Self { printed: self.printed.growth(to.printed)?, allowed: self.allowed.growth(to.allowed)? })
    }

    /// So many times as much.
    pub(super) fn times(self, factor: Decimal) -> Option<Self> {
        let times = |interval: Interval| {
            let of = |end: Option<Decimal>| end.map_or(Some(None), |end| end.checked_mul(factor).map(Some));
            Some(Interval { low: of(interval.low)?, high: of(interval.high)? })
        };
        Some(Self { printed: times(self.printed)?, allowed: times(self.allowed)? })
    }

    /// The growth in per cent of what doubles so often: 翻一番 is said of 1.9 and of 2.2 times as much, at the widest of
    /// 1.7 and of 2.5. `None` unless it is a number from one to ten.
    pub(super) fn doublings(self) -> Option<Self> {
        let count = self.middle()?.to_u32().filter(|count| (1..=10).contains(count))?;
        let times = |tenths: i64| Decimal::new(tenths << (count - 1), 1);
        let growth = |low, high| Interval { low: Some(times(low)), high: Some(times(high)) };
        let less_one = |bounds: Self| bounds.minus(Self::exactly(Decimal::ONE)).times(Decimal::ONE_HUNDRED);
        less_one(Self { printed: growth(19, 22), allowed: growth(17, 25) })
    }

    fn verdict(self, other: Self, holds: fn(Interval, Interval) -> bool) -> Verdict {
        if holds(self.printed, other.printed) {
            Verdict::Pass
        } else if holds(self.allowed, other.allowed) {
            Verdict::Uncertain
        } else {
            Verdict::Fail
        }
    }

    /// Whether both may be the same number.
    pub(super) fn equals(self, other: Self) -> Verdict {
        self.verdict(other, Interval::meets)
    }

    /// Whether this may be no more than the other.
    pub(super) fn is_at_most(self, other: Self) -> Verdict {
        self.verdict(other, Interval::reaches_below)
    }
}

/// What the words around a number say of it.
fn senses(row: &Row) -> impl Iterator<Item = Sense> {
    let approximator = row.approximator.as_deref().unwrap_or("");
    let before = approximator.strip_suffix(row.remainder.as_str()).unwrap_or(approximator);
    [before, row.limit.as_deref().unwrap_or("")].into_iter().filter_map(quantity::sense)
}

/// What one of the last printed place is worth, in the unit itself: 1,000万 of 5.3亿.
fn place(row: &Row, value: &str) -> Option<Decimal> {
    let fraction = value.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let power = number::power(row.scale.as_deref().unwrap_or("")) - i32::try_from(fraction).ok()?;
    let ten = |power: u32| 10i128.checked_pow(power).and_then(|ten| Decimal::try_from_i128_with_scale(ten, 0).ok());
    match u32::try_from(power) {
        Ok(power) => ten(power),
        Err(_) => Decimal::ONE.checked_div(ten(power.unsigned_abs())?),
    }
}

/// Half of what the zeros at the end of a number of thousands are worth, where there are two or more: 1200 may be rounded.
fn zeros(value: &str, place: Decimal) -> Option<Decimal> {
    let zeros = if value.contains('.') { 0 } else { value.len() - value.trim_end_matches('0').len() };
    let worth = 10i64.checked_pow(u32::try_from(zeros).ok()?)?;
    if zeros < 2 || value.len() < 4 {
        Some(Decimal::ZERO)
    } else {
        place.checked_mul(Decimal::from(worth))?.checked_div(Decimal::TWO)
    }
}

/// Whether a number counts one by one: 12名, but not 12公里 and not 12万人.
fn counts(row: &Row, value: &str) -> bool {
    let measured = |unit: &str| words::NAME_MEASURED.at_start(unit).is_some_and(|word| word == unit);
    row.scale.is_none() && !value.contains('.') && row.unit.as_deref().is_some_and(|unit| !measured(unit))
}

/// Whether a figure is given to the last one, so that nothing is lost by rounding.
pub(super) fn is_counted(row: &Row) -> bool {
    counts(row, &row.value.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// Whether a number is printed with a decimal point.
pub(super) fn has_fraction(row: &Row) -> bool {
    row.value.as_ref().is_some_and(|value| value.to_string().contains('.'))
}
