//! The marker that a section gets where none is given.

use std::rc::Rc;

use crate::{
    layout::Pattern,
    setting::Settings,
    syntax::marker::{self, StyleId},
};

/// A marker with what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    pub(crate) literal: String,
    pub(crate) number: Option<u64>,
    pub(crate) style: Option<StyleId>,
}

impl Printed {
    /// A marker as it is printed; without one for "".
    pub(crate) fn literal(literal: &str) -> Self {
        let marker = marker::parse_whole(literal);
        Self {
            literal: literal.to_owned(),
            number: marker.and_then(|m| m.number),
            style: match marker {
                Some(marker) => Some(marker.style),
                None if literal.is_empty() => Some(StyleId::PLAIN),
                None => None,
            },
        }
    }

    /// Whether the marker says that it is the last, and no number.
    pub(crate) fn is_last(&self) -> bool {
        self.number.is_none() && self.style.is_some_and(StyleId::has_last)
    }
}

/// What numbers the levels that a layout does not have: （1）.
pub(crate) fn deep() -> Pattern {
    Pattern::of("（1）").unwrap_or_else(|| unreachable!("（1） is a marker of the table"))
}

/// A pattern that a [`Numbering`] has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PatternId(usize);

/// A section beside which another one stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neighbour<'t> {
    pub(crate) literal: &'t str,
    pub(crate) number: Option<u64>,
    /// The pattern that printed it, where one did.
    pub(crate) pattern: Option<PatternId>,
}

/// Prints markers, and reads what it printed. Documents count to small numbers in few patterns, so each marker is
/// printed once.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    patterns: Vec<(Pattern, Vec<Option<Rc<Printed>>>)>,
    /// The last marker of a number that is not kept.
    large: Option<Rc<Printed>>,
}

/// Markers of numbers below this are kept.
const KEPT: usize = 256;

impl Numbering {
    fn id(&mut self, pattern: &Pattern) -> PatternId {
        PatternId(self.patterns.iter().position(|(known, _)| known == pattern).unwrap_or_else(|| {
            self.patterns.push((pattern.clone(), Vec::new()));
            self.patterns.len() - 1
        }))
    }

    /// The marker of a number in a pattern; in （1） where the pattern has no such number.
    fn printed(&mut self, PatternId(id): PatternId, number: u64) -> &Rc<Printed> {
        let (pattern, kept) = &mut self.patterns[id];
        let slot = match usize::try_from(number) {
            Ok(at) if at < KEPT => {
                if kept.len() <= at {
                    kept.resize(at + 1, None);
                }
                &mut kept[at]
            }
            _ => {
                self.large = None;
                &mut self.large
            }
        };
        slot.get_or_insert_with(|| {
            let literal = pattern.print(Some(number)).or_else(|| deep().print(Some(number)));
            Rc::new(Printed::literal(&literal.unwrap_or_default()))
        })
    }

    /// The marker of a section that gives none: in the pattern of the section before it, else, where it has no number
    /// either, of the one after it, else of its level. Also the pattern that printed it.
    pub(crate) fn marker(
        &mut self,
        settings: &Settings<'_>,
        depth: usize,
        number: Option<u64>,
        before: Option<Neighbour<'_>>,
        after: Option<&str>,
    ) -> (Rc<Printed>, Option<PatternId>) {
        let beside = before.map(|n| n.literal).or(after.filter(|_| number.is_none()));
        if number.is_none() {
            let is_masked = |p: &Printed| p.number.is_none() && p.style.is_some_and(StyleId::is_maskable);
            if let Some(masked) = beside.map(Printed::literal).filter(is_masked) {
                return (Rc::new(masked), None);
            }
        }
        let known = before.and_then(|n| n.pattern);
        let pattern = known.unwrap_or_else(|| match (beside.and_then(Pattern::of), settings.usual(depth)) {
            (Some(pattern), _) => self.id(&pattern),
            (None, Some(usual)) => self.id(usual),
            (None, None) => self.id(&deep()),
        });
        let next = number.unwrap_or_else(|| before.and_then(|n| n.number).unwrap_or(0).saturating_add(1));
        (Rc::clone(self.printed(pattern, next)), Some(pattern))
    }
}
