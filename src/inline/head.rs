//! What the words of a head say of the cells of its column or row: what they are, in which unit, of which period.

use super::{
    Lexicon,
    change::{self},
};
use crate::{
    line::is_blank,
    period::Period,
    span::Span,
    syntax::{
        figure,
        words::{self, Words},
    },
};

/// The words of a head are no more characters than this; more are no head.
pub(super) const LONGEST: usize = 40;

/// What the words of a head say of its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing that is sure.
    #[default]
    Unclear,
    /// Figures.
    Figure,
    /// Years.
    Year,
    /// Places in an order.
    Rank,
    /// Numbers of rows, telephones: no figures.
    Code,
    /// Proper nouns.
    Name,
    /// The unit of each row.
    Unit,
}

/// In what a head says that its figures are: 万元, %.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measure {
    pub(super) scale: String,
    pub(super) unit: String,
}

/// The head of a column or of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Head {
    pub(crate) role: Role,
    /// What it says without unit, period and change: 粮食产量.
    pub(crate) words: String,
    /// Whether it says nothing but a period.
    pub(super) is_period: bool,
    pub(crate) measure: Option<Measure>,
    /// The period of its figures.
    pub(crate) period: Option<String>,
    /// How they change, and what they are compared with.
    pub(crate) change: (Option<String>, Option<String>),
    /// Whether printed numbers, and no words, stand in the column.
    pub(crate) numbers: bool,
    /// Whether the unit of the whole table may be its own.
    shared: Shared,
}

/// Which units over a whole table may be a head's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shared {
    #[default]
    Any,
    /// None of money.
    Counts,
    None,
}

impl Measure {
    /// 万元, 亩, %: a text that is a unit and nothing else.
    pub(crate) fn whole(text: &str, lexicon: &Lexicon) -> Option<Self> {
        let text = text.trim_matches(is_blank);
        let parts = figure::tail(text, 0, lexicon);
        let own = |span: Span| text[span.range()].to_owned();
        let whole = !text.is_empty() && parts.end == text.len() && parts.limit.is_empty() && parts.remainder.is_empty();
        whole.then(|| Self { scale: own(parts.scale), unit: own(parts.unit) })
    }

    /// The unit at the end of a head, and where the words before it end: 金额（万元）, 面积/亩, 增长%.
    fn behind(text: &str, lexicon: &Lexicon) -> Option<(usize, Self)> {
        let closed = text.strip_suffix(['）', ')']);
        let opened = closed.and_then(|inner| Some((inner, inner.rfind(['（', '('])?)));
        if let Some((inner, at)) = opened {
            let within = inner[at..].trim_start_matches(['（', '(']);
            let within = words::HEAD_UNITS
                .at_start(within)
                .and_then(|word| within[word.len()..].strip_prefix(['：', ':']))
                .unwrap_or(within);
            return Self::whole(within, lexicon).map(|measure| (at, measure));
        }
        let slash = text.char_indices().rev().find(|(_, c)| words::SLASHES.contains(*c));
        if let Some((at, slash)) = slash
            && let Some(measure) = Self::whole(&text[at + slash.len_utf8()..], lexicon)
        {
            return Some((at, measure));
        }
        let sign = text.char_indices().next_back().filter(|(_, c)| matches!(c, '%' | '％' | '‰'));
        if let Some((at, _)) = sign {
            return Self::whole(&text[at..], lexicon).map(|measure| (at, measure));
        }
        // 户数 is the unit of no figure below it, though it is that of 30户数.
        let own = Self::whole(text, lexicon).filter(|_| words::HEAD_COUNTS.at_end(text).is_none());
        own.map(|measure| (0, measure))
    }

    /// Whether it is money.
    fn is_money(&self) -> bool {
        self.unit.ends_with('元')
    }

    /// Whether it is a share.
    pub(super) fn is_share(&self) -> bool {
        self.unit.ends_with(['%', '％', '‰', '点'])
    }
}

impl Head {
    /// What the words of a head say.
    pub(crate) fn of(text: &str, lexicon: &Lexicon) -> Self {
        if text.chars().nth(LONGEST).is_some() {
            return Self::default();
        }
        let text: String = text.chars().filter(|c| !is_blank(*c)).collect();
        let (end, measure) = match Measure::behind(&text, lexicon) {
            Some((end, measure)) => (end, Some(measure)),
            None => (text.len(), None),
        };
        let words = &text[..end];
        let words = Period::named(words).map_or(words, |end| &words[end..]);
        let words = &words[words::HEAD_NAMELESS.at_start(words).map_or(0, str::len)..];
        let ends = |list: &Words| list.at_end(words).is_some();
        let whole = |list: &Words| list.at_end(words).is_some_and(|word| word.len() == words.len());
        let is_period = words.is_empty() && end > 0;
        let role = if whole(&words::HEAD_UNITS) && measure.is_none() {
            Role::Unit
        } else if ends(&words::HEAD_CODES) {
            Role::Code
        } else if ends(&words::HEAD_RANKS) {
            Role::Rank
        } else if ends(&words::HEAD_YEARS) {
            Role::Year
        } else if measure.is_some() || ends(&words::HEAD_FIGURES) {
            Role::Figure
        } else if ends(&words::HEAD_NAMES) {
            Role::Name
        } else {
            Role::Unclear
        };
        let shared = if ends(&words::HEAD_SHARES) {
            Shared::None
        } else if ends(&words::HEAD_COUNTS) {
            Shared::Counts
        } else {
            Shared::Any
        };
        let (words, change) = change::counted(words);
        Self { role, words: words.to_owned(), is_period, measure, change, shared, ..Self::default() }
    }

    /// Whether its figures may be in a unit that stands elsewhere.
    pub(super) fn takes(&self, measure: &Measure) -> bool {
        match self.shared {
            Shared::None => measure.is_share(),
            Shared::Counts => !measure.is_money(),
            Shared::Any => true,
        }
    }

    /// The head that stands over this one with it.
    pub(crate) fn below(self, over: &Self) -> Self {
        let own = self.role != Role::Unclear;
        Self {
            role: if own { self.role } else { over.role },
            shared: if own { self.shared } else { over.shared },
            words: format!("{}{}", over.words, self.words),
            is_period: self.is_period,
            measure: self.measure.or_else(|| over.measure.clone()),
            period: self.period.or_else(|| over.period.clone()),
            change: if self.change.0.is_some() { self.change } else { over.change.clone() },
            numbers: self.numbers,
        }
    }
}
