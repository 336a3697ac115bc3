//! What a figure says: its exact value, its amount in the base unit, and the bounds that its wording gives.

use crate::{
    decimal::Decimal,
    inline::{Inline, InlineKind},
    span::Span,
    syntax::{
        number::{self, Reading},
        words::{self, Lexicon, Sense},
    },
};

/// A figure's words, as they stand around its number.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wording<'t> {
    /// 近, 不少于 … before the number.
    pub(crate) approximator: &'t str,
    /// The number, printed or filled in.
    pub(crate) run: &'t str,
    /// 万, 亿 …
    pub(crate) scale: &'t str,
    /// 余, 多, 几 behind the number or the scale, 半 or 五角 behind the unit.
    pub(crate) remainder: &'t str,
    pub(crate) unit: &'t str,
    /// 以上, 以内 …
    pub(crate) limit: &'t str,
}

/// What they say. Exact decimals; `None` where the wording does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Quantity {
    /// The number as it stands, in its own scale: 1.5 of 1.5万人. `None` for ranges and for fractions that no decimal is.
    pub(crate) value: Option<Decimal>,
    /// The number in the unit itself: 15000 of 1.5万人.
    pub(crate) amount: Option<Decimal>,
    /// No less than this, in the unit itself. Whether the bound belongs to it is the wording's: 30余 is more than 30.
    pub(crate) low: Option<Decimal>,
    /// No more than this.
    pub(crate) high: Option<Decimal>,
}

impl Quantity {
    /// What a figure of a leaf says, printed or filled in; nothing for an open one, and for what is no figure.
    pub(crate) fn of(inline: &Inline, leaf: &str) -> Self {
        if inline.kind != InlineKind::Figure {
            return Self::default();
        }
        let part = |span: Span| leaf.get(span.range()).unwrap_or_default();
        // A value beside a printed number is its reading, not another number.
        let run = if inline.open { inline.value.as_deref().unwrap_or_default() } else { part(inline.run) };
        Wording {
            approximator: part(inline.approximator),
            run,
            scale: inline.facts.as_deref().and_then(|facts| facts.scale.as_deref()).unwrap_or(part(inline.scale)),
            remainder: part(inline.remainder),
            unit: part(inline.unit),
            limit: part(inline.limit),
        }
        .quantity()
    }
}

impl Wording<'_> {
    /// Reads the words; nothing where the number is none.
    pub(crate) fn quantity(&self) -> Quantity {
        let scale = number::power(self.scale);
        let Some(reading) = number::reading(self.run) else { return Quantity::default() };
        match reading {
            Reading::Exact(value) => self.exact(value, scale),
            between @ Reading::Between(..) => {
                let (low, high) = between.ends(scale).unzip();
                let high = high.and_then(|high| self.with_part(&high).or(Some(high)));
                Quantity { low, high, ..Quantity::default() }
            }
            Reading::Fraction(numerator, denominator) => match numerator.over(&denominator) {
                Some(value) => self.exact(value, scale),
                None => Quantity::default(),
            },
        }
    }

    fn exact(&self, value: Decimal, scale: i32) -> Quantity {
        let whole = self.with_part(&value);
        let has_part = whole.is_some();
        let value = whole.unwrap_or(value);
        let amount = value.shifted(scale);
        let mut quantity = Quantity { amount: Some(amount.clone()), value: Some(value.clone()), ..Quantity::default() };
        if !self.remainder.is_empty() && !has_part {
            // 30余 ends before 40, 3万多 before 4万: where the last digit that is no zero would be one more.
            let next = value.next_round().map(|next| next.shifted(scale));
            let here = Some(amount.clone());
            (quantity.low, quantity.high) = if value.is_negative() { (next, here) } else { (here, next) };
        }
        for word in [self.approximator, self.limit] {
            match sense(word) {
                Some(Sense::Above | Sense::Least) => quantity.low = Some(amount.clone()),
                Some(Sense::Below | Sense::Most) => quantity.high = Some(amount.clone()),
                Some(Sense::About | Sense::Exact) | None => {}
            }
        }
        quantity
    }

    /// A number with what the remainder adds to it, where that says how much: 两米半, 七成六, 三元五角. Below zero it adds
    /// to the distance from there.
    fn with_part(&self, value: &Decimal) -> Option<Decimal> {
        let part = part(self.unit, self.remainder)?;
        value.plus(&if value.is_negative() { part.negated() } else { part })
    }
}

/// What a remainder adds to the number of a unit; `None` where it says that the number is round: 余, 多.
pub(crate) fn part(unit: &str, remainder: &str) -> Option<Decimal> {
    match words::HALVES.at_end(remainder) {
        Some(_) => Some(Decimal::half()),
        None if remainder.is_empty() => None,
        None => number::smaller(unit, remainder, &Lexicon::default()).map(|(part, _)| part),
    }
}

/// What an approximator or a limit says of the amount.
pub(crate) fn sense(word: &str) -> Option<Sense> {
    // Most figures have neither.
    if word.is_empty() {
        return None;
    }
    words::SENSES.iter().find(|(known, _)| *known == word).map(|(_, sense)| *sense)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(approximator: &str, run: &str, scale: &str, remainder: &str, limit: &str) -> [String; 4] {
        let quantity = Wording { approximator, run, scale, remainder, unit: "元", limit }.quantity();
        [quantity.value, quantity.amount, quantity.low, quantity.high]
            .map(|number| number.map_or("-".to_owned(), |number| number.to_string()))
    }

    #[test]
    fn wording_gives_value_amount_and_bounds() {
        for (words, quantity) in [
            (["", "1.5", "万", "", ""], ["1.5", "15000", "-", "-"]),
            (["", "12.50", "", "", ""], ["12.50", "12.50", "-", "-"]),
            (["", "30", "", "余", ""], ["30", "30", "30", "40"]),
            (["", "320", "", "余", ""], ["320", "320", "320", "330"]),
            (["", "零下20", "", "多", ""], ["-20", "-20", "-30", "-20"]),
            (["", "2.5", "万", "多", ""], ["2.5", "25000", "25000", "26000"]),
            (["近", "万", "", "", ""], ["10000", "10000", "-", "10000"]),
            (["", "三至五", "", "", ""], ["-", "-", "3", "5"]),
            (["", "3—5", "万", "", ""], ["-", "-", "30000", "50000"]),
            (["", "3000万—1", "亿", "", ""], ["-", "-", "30000000", "100000000"]),
            (["", "几十", "", "", ""], ["-", "-", "20", "100"]),
            (["", "两三", "", "", ""], ["-", "-", "2", "3"]),
            (["不少于", "20", "", "", ""], ["20", "20", "20", "-"]),
            (["", "20", "", "", "以内"], ["20", "20", "-", "20"]),
            (["约", "20", "", "", "左右"], ["20", "20", "-", "-"]),
            (["", "两", "", "半", ""], ["2.5", "2.5", "-", "-"]),
            (["", "一", "", "个半", ""], ["1.5", "1.5", "-", "-"]),
            (["", "12", "", "4角5分", ""], ["12.45", "12.45", "-", "-"]),
            (["", "-12", "", "零5分", ""], ["-12.05", "-12.05", "-", "-"]),
            (["", "2-3", "", "6角", ""], ["-", "-", "2", "3.6"]),
            (["", "零下3", "", "", ""], ["-3", "-3", "-", "-"]),
            (["", "四分之三", "", "", ""], ["0.75", "0.75", "-", "-"]),
            (["", "三分之二", "", "", ""], ["-", "-", "-", "-"]),
            (["", "三千五百", "万", "", ""], ["3500", "35000000", "-", "-"]),
            (["", "-3.5", "", "", ""], ["-3.5", "-3.5", "-", "-"]),
            (["", "xx", "", "", ""], ["-", "-", "-", "-"]),
        ] {
            let [approximator, run, scale, remainder, limit] = words;
            assert_eq!(says(approximator, run, scale, remainder, limit), quantity, "{words:?}");
        }
    }
}
