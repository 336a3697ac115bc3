//! Numbers that stand side by side with nothing but a joint between them, and leave out what only one of them says.

use super::{Facts, Inline, InlineKind, label::is_joint};

/// Gives a printed number without a unit that of the next one (4.2和0.7个百分点, 3、5万元), and makes a number an ordinal
/// behind one (第3、4、5个).
pub(super) fn complete(leaf: &str, inlines: &mut [Inline]) {
    for next in 1..inlines.len() {
        if let [.., one, other] = &mut inlines[..=next]
            && one.kind == InlineKind::Ordinal
            && is_plain(other)
            && joins(leaf, one, other)
        {
            other.kind = InlineKind::Ordinal;
        }
    }
    for last in (1..inlines.len()).rev() {
        if let [.., one, other] = &mut inlines[..=last]
            && one.unit.is_empty()
            && is_plain(one)
            && other.kind == InlineKind::Figure
            && joins(leaf, one, other)
        {
            let own =
                |span: crate::span::Span| Some(&leaf[span.range()]).filter(|text| !text.is_empty()).map(Box::from);
            let carried = other.facts.as_deref();
            let unit = own(other.unit).or_else(|| carried.and_then(|facts| facts.unit.clone()));
            let scale = own(other.scale).or_else(|| carried.and_then(|facts| facts.scale.clone()));
            if unit.is_some() {
                one.facts = Some(Box::new(Facts { unit, scale, ..Facts::default() }));
                one.certain = true;
            }
        }
    }
}

/// A printed number that nothing was said of, with no words around it but a unit behind it.
fn is_plain(inline: &Inline) -> bool {
    let ends = inline.unit.end.max(inline.run.end);
    !inline.open
        && inline.kind == InlineKind::Figure
        && inline.facts.is_none()
        && inline.scale.is_empty()
        && inline.span.start == inline.run.start
        && inline.span.end == ends
}

/// Whether a joint and nothing else parts two numbers.
fn joins(leaf: &str, one: &Inline, other: &Inline) -> bool {
    let gap = leaf.get(one.span.end as usize..other.span.start as usize).unwrap_or_default();
    other.span.start == other.run.start && !gap.is_empty() && is_joint(gap)
}
