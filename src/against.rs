//! A report against an older one: figures whose scale slipped, 万 where there was 亿.

use rust_decimal::Decimal;

use crate::{diagnostic::Diagnostic, pairing, row::Row};

/// From how many times as much on an amount is no growth but a slip.
const SLIP: Decimal = Decimal::ONE_THOUSAND;

/// The figures that are a thousand times what the older report's are, or a thousandth of them: `scale-slip`, in the order
/// of `new`. Figures are paired by their section, label and unit; what is a change or has no pair is left alone. Both are
/// the rows that [`crate::slots()`] lists with [`crate::Scope::All`].
pub fn slips(old: &[Row], new: &[Row]) -> Vec<Diagnostic> {
    let pairs = pairing::pair(old, new).into_iter();
    pairs.filter_map(|(before, now)| slip(&old[before?], &new[now?])).collect()
}

fn slip(old: &Row, new: &Row) -> Option<Diagnostic> {
    let amount = |row: &Row| row.amount.as_ref()?.decimal()?.exact().filter(|amount| *amount > Decimal::ZERO);
    let (before, now) = (amount(old)?, amount(new)?);
    let alike = old.unit == new.unit && old.label.is_some() && old.label == new.label && new.change.is_none();
    let times = now.max(before).checked_div(now.min(before))?;
    (alike && times >= SLIP).then(|| {
        Diagnostic::new("scale-slip", new.span)
            .with("label", new.label.as_deref().unwrap_or_default())
            .with("new", printed(new))
            .with("old", printed(old))
    })
}

/// The figure with its value in it.
fn printed(row: &Row) -> String {
    let run = row.value.as_ref().filter(|_| row.open).map_or(row.text.clone(), ToString::to_string);
    [row.head(), &run, row.tail()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReadOptions, Scope, read, slots};

    #[test]
    fn a_thousand_times_as_much_is_a_slip() {
        let rows = |text: &str| {
            let report = read(format!("　　{text}\n").into(), &ReadOptions::default()).expect("a text");
            slots(&report, Scope::All)
        };
        for (old, new, count) in [
            ("落实专项资金1.2亿元。", "落实专项资金1.3万元。", 1),
            ("落实专项资金1.2亿元。", "落实专项资金13亿元。", 0),
            ("培训农民1200人次。", "培训农民1300万人次。", 1),
            ("培训农民1200人次。", "慰问农民1300万人次。", 0),
            ("培训农民1200人次。", "培训农民xx万人次。", 0),
        ] {
            assert_eq!(slips(&rows(old), &rows(new)).len(), count, "{old} {new}");
        }
    }
}
