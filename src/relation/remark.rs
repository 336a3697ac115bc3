//! What a form says of a slot that must agree with other figures.

use std::collections::HashMap;

use super::{Relation, RelationKind, relations};
use crate::{
    inline::Scope,
    message::{Lang, Message},
    report::Report,
    row::Row,
    slots,
};

/// Says in each of a report's slots, for its form, what it must agree with: what it sums up, what it is no more than.
pub fn annotate(report: &Report, rows: &mut [Row]) {
    let all = slots::rows(report, Scope::All);
    let mut remarks: HashMap<(u32, u32), Vec<String>> = HashMap::new();
    for relation in relations(report, &all) {
        for (place, row) in relation.members.iter().map(|row| &all[*row]).enumerate().filter(|(_, row)| row.open) {
            remarks.entry((row.span.start, row.span.end)).or_default().push(remark(&relation, &all, place));
        }
    }
    for row in rows.iter_mut().filter(|row| row.open) {
        row.agreements = remarks.remove(&(row.span.start, row.span.end)).unwrap_or_default();
    }
}

/// What a relation asks of its member at `place`, in Chinese, as the form is.
fn remark(relation: &Relation, rows: &[Row], place: usize) -> String {
    let named = |member: usize| relation.labels[member].as_str();
    let others = |sign: &str| relation.labels[1..].join(sign);
    let unit = |member: usize| rows[relation.members[member]].unit.as_deref().unwrap_or_default();
    let said = |key, what: String| Message::new(key).with("what", what).text(Lang::Zh);
    match (relation.kind, place) {
        (RelationKind::Sum, _) => format!("{}={}", named(0), others("+")),
        (RelationKind::Subset, 0) => said("relation-at-least", others("、")),
        (RelationKind::Subset, _) => said("relation-at-most", format!("{}({})", named(0), unit(0))),
        (RelationKind::Same, _) => said("relation-same", rows[relation.members[1 - place.min(1)]].id.clone()),
        (RelationKind::Share | RelationKind::Growth | RelationKind::Order, _) => relation.claim.clone(),
    }
}
