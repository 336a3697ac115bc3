//! Lists of figures: which tell of one thing, which count the same, what joins two of them.

use super::{
    bounds,
    passage::{COMMAS, NEAR, Passage, dimension},
    words,
};
use crate::{row::Row, syntax::words as tables};

/// Which figures count the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Those with one unit.
    Unit,
    /// Those that count things one by one, by whichever word.
    Counted,
}

impl Likeness {
    pub(super) fn holds(self, one: &Row, other: &Row) -> bool {
        let counted =
            |row| bounds::is_counted(row) && dimension(row).is_some_and(|unit| words::CLASSIFIERS.contains(&unit));
        match self {
            Self::Unit => dimension(one).is_some() && dimension(one) == dimension(other),
            Self::Counted => counted(one) && counted(other),
        }
    }
}

/// How many of the figures tell of one thing, each by another unit: 15期1200人次; 项目28个、投资86亿元.
pub(super) fn beside(passage: Passage<'_>, rows: &[usize]) -> usize {
    let unit = |row: &usize| dimension(&passage.rows[*row]);
    let goes_on = |at: &usize| {
        let gap = passage.between(rows[at - 1], rows[*at]).trim();
        let named = gap.strip_prefix('、').is_some_and(|name| !name.contains(COMMAS) && name.chars().count() <= WORD);
        let row = &passage.rows[rows[*at]];
        let other = |before: &usize| {
            let before = &passage.rows[*before];
            !Likeness::Unit.holds(before, row) && !Likeness::Counted.holds(before, row)
        };
        let new = unit(&rows[*at]).is_some() && rows[..*at].iter().all(other);
        new && unit(&rows[0]).is_some() && (named || matches!(gap, "" | "，" | ","))
    };
    1 + (1..rows.len().min(NEAR)).take_while(goes_on).count()
}

/// How many characters the word has at the most that stands before a figure of another unit.
const WORD: usize = 4;

/// How many characters a part is called by at the most.
pub(super) const LABEL: usize = 20;

/// What stands between two parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// 、 or a conjunction.
    Firm,
    /// A comma or a semicolon.
    Loose,
}

/// What joins two parts, with the words before and behind it.
pub(super) fn joint(gap: &str) -> Option<(Joint, &str, &str)> {
    if gap.chars().count() > 2 * LABEL {
        return None;
    }
    let joint = match gap.find(['、', '，', ',', '；', ';']) {
        Some(at) => {
            let mark = gap[at..].chars().next()?;
            let kind = if mark == '、' { Joint::Firm } else { Joint::Loose };
            (kind, &gap[..at], &gap[at + mark.len_utf8()..])
        }
        None => {
            let word = words::CONJUNCTIONS
                .iter()
                .find(|word| gap.trim_start().starts_with(**word) || gap.trim_end().ends_with(**word))?;
            let (before, behind) = gap.split_once(*word)?;
            (Joint::Firm, before, behind)
        }
    };
    let plain = |text: &str| !text.contains(COMMAS) && !text.contains(['（', '）', '(', ')']);
    (plain(joint.1) && plain(joint.2)).then_some((joint.0, joint.1.trim(), joint.2.trim()))
}

/// Whether words say that a figure is an average, a rate or an extreme.
pub(super) fn is_average(words: &str) -> bool {
    words::any(words::AVERAGES, words)
}

/// Whether a verb begins the words before a figure: 培训8人.
pub(super) fn tells(name: &str) -> bool {
    tables::NAME_COUNTING.at_start(name).is_some_and(|verb| verb.chars().count() > 1)
}
