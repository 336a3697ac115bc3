//! What a number leaves out and has with the one beside it: the unit of the next one (4.2和0.7个百分点, 分别为12、15、18万元,
//! 由120增加到150人), the order of the one before (第3、4、5个).

use super::{Inline, InlineKind, change::reaches, label::is_joint};
use crate::{
    line::is_blank,
    quantity::Quantity,
    span::Span,
    syntax::{number, words},
};

/// Numbers in no scale of their own that have so many digits before the point have none of the next one's either: 8500和3万元.
const DIGITS: usize = 4;

/// Says of each bare number of a leaf in which unit and scale it is, where nothing but a conjunction, or a verb that leads
/// on to it, parts it from the one that has them.
pub(crate) fn share(leaf: &str, inlines: &mut [Inline]) {
    share_where(leaf, inlines, |_| true);
}

/// The same of the numbers that are printed in full alone; and those behind an ordinal are ordinals.
pub(super) fn complete(leaf: &str, inlines: &mut [Inline]) {
    for index in 1..inlines.len() {
        let (before, behind) = inlines.split_at_mut(index);
        let (Some(ordinal), Some(next)) = (before.last(), behind.first_mut()) else { continue };
        let gap = leaf.get(ordinal.span.end as usize..next.span.start as usize).unwrap_or_default();
        let plain = !next.open && next.kind == InlineKind::Figure && next.scale.is_empty() && next.remainder.is_empty();
        if ordinal.kind == InlineKind::Ordinal && plain && !gap.is_empty() && is_joint(gap) {
            next.kind = InlineKind::Ordinal;
        }
    }
    share_where(leaf, inlines, |bare| !bare.open);
}

fn share_where(leaf: &str, inlines: &mut [Inline], fits: impl Fn(&Inline) -> bool) {
    for index in (1..inlines.len()).rev() {
        let (before, behind) = inlines.split_at_mut(index);
        let (Some(bare), Some(next)) = (before.last_mut(), behind.first()) else { continue };
        if fits(bare) && is_bare(bare) && joins(leaf, bare, next) && bare.open == next.open {
            take(leaf, bare, next);
        }
    }
}

fn is_bare(inline: &Inline) -> bool {
    let parts = [inline.unit, inline.scale, inline.remainder, inline.limit];
    let said = inline.facts.as_deref().is_some_and(|facts| facts.unit.is_some() || facts.scale.is_some());
    inline.kind == InlineKind::Figure && parts.iter().all(|part| part.is_empty()) && !said
}

/// Whether a number goes on with the next one.
fn joins(leaf: &str, bare: &Inline, next: &Inline) -> bool {
    let gap = leaf.get(bare.span.end as usize..next.span.start as usize).unwrap_or_default();
    // The 到 of 提高到 may be the next one's approximator.
    let with = &leaf[bare.span.end as usize..next.run.start as usize];
    next.kind == InlineKind::Figure
        && gap.contains(|c| !is_blank(c))
        && (is_joint(gap) || reaches(with) || words::JOINERS.at_start(gap) == Some(gap))
}

/// Gives a bare number the unit and the scale of the next one.
fn take(leaf: &str, bare: &mut Inline, next: &Inline) {
    let said = next.facts.as_deref();
    let own = |span: Span, said: Option<&Box<str>>| -> Option<Box<str>> {
        Some(&leaf[span.range()]).filter(|own| !own.is_empty()).map(Into::into).or_else(|| said.cloned())
    };
    let unit = own(next.unit, said.and_then(|facts| facts.unit.as_ref()));
    let scale = own(next.scale, said.and_then(|facts| facts.scale.as_ref()));
    // A unit that stands before its number is not behind it: 3和￥5.
    if unit.is_none() && scale.is_none() || !next.unit.is_empty() && next.unit.start < next.run.start {
        return;
    }
    let digits = |inline: &Inline| {
        let value = Quantity::of(inline, leaf).value.map(|value| value.to_string()).unwrap_or_default();
        value.chars().take_while(|c| number::narrow_digit(*c).is_some()).count()
    };
    let scale = scale.filter(|_| digits(bare) < DIGITS || digits(next) >= DIGITS);
    let facts = bare.facts.get_or_insert_default();
    (facts.unit, facts.scale) = (unit, scale);
    if !bare.certain {
        (bare.certain, bare.because) = (true, "shared-unit");
    }
}
