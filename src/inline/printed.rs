//! Figures, years, dates and ordinals that are printed in full: whether a number counts anything, and what.

use smallvec::SmallVec;

use super::{
    Inline, InlineKind,
    candidate::Candidate,
    date, kind,
    scan::{Reader, figure_of},
};
use crate::{
    line::is_blank,
    span::Span,
    syntax::{
        figure::{self, Parts},
        mask,
        number::{self, Reading},
        words::{self, Before},
    },
};

impl<'t> Reader<'t> {
    /// The number whose first sign, after any that says below zero, stands at `at`.
    pub(super) fn printed(&mut self, at: usize) {
        let leaf = self.leaf;
        let from = self.covered.min(at);
        if is_within_word(leaf, at) {
            self.passed = at + 1;
            return;
        }
        let idiom = words::IDIOMS.at_start(&leaf[at..]);
        if let Some(idiom) = idiom.filter(|idiom| !leaf[..at].ends_with('第') && !self.goes_beyond(at, idiom)) {
            self.passed = at + idiom.len();
            return;
        }
        let Some(candidate) = self.candidate(at, from) else {
            self.bare(at, from);
            return;
        };
        let end = candidate.run.end as usize;
        match no_amount(leaf, at) {
            Some(skipped) => {
                for inline in date::in_digits(leaf, at, skipped).into_iter().flatten() {
                    self.push(inline);
                }
                self.passed = end.max(at + skipped);
            }
            None => match self.inline(&candidate) {
                Some(inline) => self.push(Inline { open: false, ..inline }),
                None => self.passed = end,
            },
        }
    }

    /// Whether a number and its unit reach beyond the word that they begin with: 十分 is one, but not in 十分之一 and 十分钟,
    /// 三公 is one, but not in 三公里.
    fn goes_beyond(&self, at: usize, idiom: &str) -> bool {
        let text = &self.leaf[at..];
        let Some(number) = number::number(text) else { return false };
        let parts = figure::tail(text, number.len, self.lexicon);
        let end = parts.unit.end.max(parts.remainder.end) as usize;
        let fraction = matches!(number.reading, Reading::Fraction(..)) && number.len > idiom.len();
        let measured = !parts.unit.is_empty() && number.len < idiom.len();
        fraction || measured && (end > idiom.len() || self.is_behind_hour(at))
    }

    /// Whether an hour ends at `at`: 八点三十分, 九时零五分.
    fn is_behind_hour(&self, at: usize) -> bool {
        self.covered == at && words::HOURS.at_end(&self.leaf[..at]).is_some()
    }

    /// 近万人, 上百场, 百余名: a place with one of itself.
    fn bare(&mut self, at: usize, from: usize) {
        let leaf = self.leaf;
        let before = Before::new(&leaf[..at]);
        let Some(place) = words::BARE.at_start(&leaf[at..]) else { return };
        let run = Span::new(at, at + place.len());
        let after = words::After::new(&leaf[run.end as usize..]);
        let mut parts = figure::around(leaf, run, before, after, self.lexicon);
        if let Some(word) = before.word(&words::PLACES).filter(|_| parts.approximator.is_empty()) {
            parts.start = at - word.len();
            parts.approximator = Span::new(parts.start, at);
        }
        let percent = before.has(&words::PERCENTS);
        let led = (!parts.approximator.is_empty() || before.has(&words::BARE_BEFORE)) && parts.start >= from || percent;
        if words::PERCENTS.at_start(&leaf[at..]).is_some() {
            return;
        }
        let counted = percent
            || !parts.unit.is_empty()
            || leaf[parts.end..].starts_with(|c: char| c.is_alphabetic() && !c.is_ascii());
        if counted && (led || !parts.remainder.is_empty()) {
            self.push(Inline { open: false, ..figure_of(run, parts, "place", true) });
        }
    }

    fn inline(&self, candidate: &Candidate<'_>) -> Option<Inline> {
        let (leaf, run) = (self.leaf, candidate.run);
        let (start, end) = (run.start as usize, run.end as usize);
        let after = &leaf[end..];
        let arabic = leaf[start..end].contains(|c| number::narrow_digit(c).is_some())
            && !leaf[start..end].starts_with(|c: char| c.is_alphabetic());
        // Behind a slot it is a number of its own: 人大**1人.
        if arabic && touches(leaf, candidate, self.covered) {
            return None;
        }
        if candidate.before.tight().last() == '第' {
            return self.ordinal(candidate);
        }
        let exact = matches!(candidate.number.reading, Reading::Exact(_));
        if exact && year_of(after).is_some_and(|rest| kind::is_year(leaf, start, end, rest)) {
            return Some(kind::dated(InlineKind::Year, leaf, run, "年"));
        }
        if exact && is_year_of_range(leaf, start, end) {
            return Some(date::part(InlineKind::Year, leaf, run));
        }
        if exact && candidate.before.last() == '〔' && after.starts_with('〕') && run.len() == 4 {
            return Some(date::part(InlineKind::Year, leaf, run));
        }
        if exact && is_part_of_dates(after) {
            return Some(date::part(InlineKind::Date, leaf, run));
        }
        // 2025 年 9 月 26 日: blanks may stand between the parts of a date.
        let tight = words::After::new(after).tight().first();
        if exact && tight == '月' && !date::is_counted(candidate.before, after) {
            return Some(kind::dated(InlineKind::Date, leaf, run, "月"));
        }
        if exact && tight == '日' && (candidate.before.tight().last() == '月' || self.goes_on_dates(start)) {
            return Some(kind::dated(InlineKind::Date, leaf, run, "日"));
        }
        let unit = &leaf[candidate.parts.unit.range()];
        let series = words::SERIES.at_start(unit).is_some_and(|word| word == unit)
            && (!candidate.before.has(&words::NAME_COUNTING) || candidate.before.has(&words::NOT_COUNTING))
            || candidate.before.has(&words::SERIES_AFTER)
            || (candidate.before.has(&words::ASSEMBLIES) || candidate.before.last() == '、')
                && words::SESSIONS.at_start(after).is_some();
        if exact && series && candidate.parts.scale.is_empty() {
            return Some(Inline { kind: InlineKind::Ordinal, ..figure_of(run, candidate.parts, "series", true) });
        }
        let certain = if arabic { self.counts_in_digits(candidate)? } else { self.counts_in_words(candidate)? };
        let damaged = leaf[start..end].contains(|c| words::DAMAGED_POINTS.contains(c));
        let because = if damaged { "damaged-digits" } else { "printed" };
        Some(figure_of(run, candidate.parts, because, certain && !damaged))
    }

    /// Whether a part of a date and what joins it to another one end at `at`: 3月5—8日, 3月5日至8日.
    fn goes_on_dates(&self, at: usize) -> bool {
        let date = self.out.last().filter(|last| last.kind == InlineKind::Date);
        let joint = date.and_then(|date| self.leaf.get(date.span.end as usize..at)).unwrap_or("");
        words::JOINERS.at_start(joint).is_some_and(|joiner| joiner == joint)
            || joint.chars().next().is_some_and(|c| words::JOINTS.contains(c) && c.len_utf8() == joint.len())
    }

    /// 第4位, but not 第一产业.
    fn ordinal(&self, candidate: &Candidate<'_>) -> Option<Inline> {
        let (leaf, run) = (self.leaf, candidate.run);
        let rest = &leaf[run.end as usize..];
        let tight = rest.strip_prefix(is_blank).unwrap_or(rest);
        let stands = matches!(candidate.number.reading, Reading::Exact(_))
            && words::NOT_ORDINALS.at_start(rest).is_none()
            // 第一 begins many a word, 第十五 none.
            && (words::ORDINALS.at_start(rest).is_some()
                || leaf[run.range()].chars().nth(1).is_some()
                || rest.chars().next().is_none_or(|c| !c.is_alphanumeric()));
        let end = run.end as usize;
        let unit = words::ORDINALS.at_start(tight).map_or(Span::empty(end), |word| {
            let at = end + rest.len() - tight.len();
            Span::new(at, at + word.len())
        });
        let parts = Parts { unit, start: run.start as usize, end: unit.end as usize, ..Parts::at(end) };
        stands.then(|| Inline { kind: InlineKind::Ordinal, ..figure_of(run, parts, "ordinal", true) })
    }

    /// Whether a number in digits is an amount, and how certain that is.
    fn counts_in_digits(&self, candidate: &Candidate<'_>) -> Option<bool> {
        let leaf = self.leaf;
        let run = candidate.run;
        let parts = &candidate.parts;
        let said =
            !parts.unit.is_empty() || parts.counts() || !parts.approximator.is_empty() || !parts.limit.is_empty();
        let rest = words::After::new(&leaf[run.end as usize..]);
        let slashed = leaf[run.range()].contains(|c| words::SLASHES.contains(c));
        if slashed && matches!(candidate.number.reading, Reading::Fraction(..)) {
            // 1/2 is a fraction where words say so, or nothing more stands; else a date, a page, a size.
            let worded = !parts.approximator.is_empty()
                || !parts.limit.is_empty()
                || rest.has(&words::SLASHED_BEFORE)
                || leaf[run.range()].contains(|c: char| words::ANDS.at_start(c.encode_utf8(&mut [0; 4])).is_some());
            return (worded || !parts.unit.is_empty() || ends(rest.first())).then_some(worded);
        }
        if said {
            return Some(true);
        }
        let telephone = run.len() == 11 && is_mobile(&leaf[run.range()]);
        // 李某1 is a name.
        let quoted = matches!(candidate.before.last(), '“' | '某');
        (!kind::is_coded(candidate.before) && !telephone && !quoted).then_some(false)
    }

    /// Whether a number in Chinese numerals is an amount: many a word has a numeral in it.
    fn counts_in_words(&self, candidate: &Candidate<'_>) -> Option<bool> {
        let leaf = self.leaf;
        let run = &leaf[candidate.run.range()];
        let parts = &candidate.parts;
        let before = candidate.before;
        let rest = &leaf[candidate.run.end as usize..];
        let goes_on = number::goes_on(words::After::new(rest)) && parts.unit.is_empty() && parts.remainder.is_empty();
        // 百八十人: about so many, as people say it, and not 80.
        let behind_place = number::place_of(before.last()).is_some_and(|power| power < 4);
        // 八点三十分: what stands behind the hour is no decimal.
        let minutes = self.is_behind_hour(before.text.len());
        if goes_on || behind_place || is_behind_point(before) && !minutes {
            return None;
        }
        let unit = &leaf[parts.unit.range()];
        // 二三级管网: two of a series, not about so many.
        let pair = run.chars().count() == 2 && run.chars().all(|c| number::digit(c).is_some());
        if pair && words::RANKED.at_start(unit).is_some_and(|word| word == unit) {
            return None;
        }
        if words::HALVES.at_start(run).is_some_and(|half| half.len() == run.len()) {
            let counts = words::HALF_UNITS.at_start(rest).is_some() && !words::NOT_HALF.contains(before.last());
            return counts.then_some(true);
        }
        if before.has(&words::PERCENTS) {
            return Some(true);
        }
        // 大陆: one sign of the formal register is a word of its own.
        // 三元一角: behind another figure a smaller unit goes on with it.
        let behind = self.covered == candidate.run.start as usize && self.covered > 0;
        let goes_with = behind && words::SMALLER_UNITS.at_start(unit).is_some_and(|word| word == unit);
        let sum = number::power(&leaf[parts.scale.range()]) >= 4 && !parts.unit.is_empty();
        if run.chars().count() == 1 && run.starts_with(|c| words::FORMAL.contains(c)) && !sum && !goes_with {
            return None;
        }
        let places = run.chars().filter(|c| words::POWERS.iter().any(|(sign, _)| sign == c)).count();
        // 唯一一件: two digits without a place are no number, unless they tell between which two it lies.
        let discount = words::PAIR_UNITS.at_start(&leaf[parts.unit.range()]).is_some();
        // 一年零三个月, 九时零五分: behind another figure a zero tells that what follows is less.
        let less = behind && run.chars().next().and_then(number::digit) == Some('0');
        if pair && !discount && !less && matches!(candidate.number.reading, Reading::Exact(_)) {
            return None;
        }
        let one = run == "一" && parts.scale.is_empty();
        let quoted = before.last() == '“';
        if !unit.is_empty() {
            let counts = !one
                || words::ONE_UNITS.at_start(unit).is_some_and(|word| word == unit)
                    && !before.has(&words::ONE_NOT_AFTER)
                || before.has(&words::ONE_BEFORE)
                || before.has(&words::CLOCKS)
                || !parts.remainder.is_empty()
                || goes_with;
            return (counts && !quoted).then_some(true);
        }
        let signs = run.chars().count();
        let worded = parts.counts()
            || !parts.limit.is_empty()
            || !parts.approximator.is_empty() && !one
            || match &candidate.number.reading {
                Reading::Exact(number) => !number.fraction().is_empty(),
                Reading::Fraction(..) => true,
                Reading::Between(..) => false,
            };
        if worded && !quoted && (signs > 1 || parts.counts()) || places > 0 && signs >= 3 && !quoted {
            return Some(signs > 2);
        }
        // By itself between two stops.
        (ends(before.tight().last()) && ends(words::After::new(rest).tight().first())).then_some(false)
    }
}

/// Whether the point of a decimal ends a text, and not a word: 五点, but not 重点.
fn is_behind_point(before: Before<'_>) -> bool {
    before.word(&words::POINTS).is_some_and(|point| {
        let whole = &before.text[..before.text.len() - point.len()];
        whole.ends_with(|c| number::either_digit(c).is_some() || number::place_of(c).is_some())
    })
}

/// Whether the character at `at` is the numeral of a word that begins with the one before it: 进一步.
fn is_within_word(leaf: &str, at: usize) -> bool {
    let first = leaf[..at].chars().next_back().map_or(0, char::len_utf8);
    words::IDIOMS_AROUND.at_start(&leaf[at - first..]).is_some()
}

/// Whether digits are those of a mobile telephone: 13, 14 … 19 and nine more.
fn is_mobile(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.starts_with('1')
        && !digits[1..].starts_with(['0', '1', '2'])
}

/// Whether a character parts what stands beside it from the rest, NUL where nothing stands.
pub(super) fn ends(c: char) -> bool {
    c == '\0' || is_blank(c) || "，。；,;！!？?".contains(c)
}

/// Whether letters, masks or signs that join make a name of the digits: 5G, PM2.5, 4A级, 1+3+N, 20xx.
fn touches(leaf: &str, candidate: &Candidate<'_>, covered: usize) -> bool {
    let (before, parts) = (candidate.before, &candidate.parts);
    let after = &leaf[candidate.run.end as usize..];
    let masks = |c: char| mask::sign(c).is_some_and(|s| !matches!(s.sign, '某' | '〇' | '○' | '◯'));
    let joined = |c: char| c.is_ascii_alphabetic() || masks(c) || matches!(c, '+' | '＋' | '/' | '_');
    let first = after.chars().next().unwrap_or_default();
    let own_unit = parts.unit.end as usize > candidate.run.end as usize
        && leaf[parts.unit.range()].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && !leaf[parts.unit.end as usize..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let money = before.has(&words::LEADING);
    let behind_slot = covered == candidate.run.start as usize;
    // 增长+3.2%, but not 1+3个.
    let added = before.text.strip_suffix(['+', '＋']).is_some_and(|joined| {
        !parts.unit.is_empty() && !joined.ends_with(|c: char| c.is_ascii_alphanumeric() || ")）”".contains(c))
    });
    // 10×20厘米: factors are amounts where the last of them is measured.
    let times = |c: char| words::TIMES.contains(c);
    let factor =
        || times(before.last()) && covered + before.last().len_utf8() == before.text.len() && is_product(after);
    let multiplied = || times(first) && is_product(&after[first.len_utf8()..]);
    joined(before.last()) && !money && !behind_slot && !added && !factor()
        || joined(first) && !own_unit && !multiplied()
}

/// Characters of the factors behind the first, at the most.
const FACTORS: usize = 24;

/// Whether what follows a factor, or its sign, goes on to a measure with nothing but other factors between.
fn is_product(rest: &str) -> bool {
    let of_factor = |c: &char| c.is_ascii_digit() || number::is_point(*c) || words::TIMES.contains(*c);
    let factors: usize = rest.chars().take(FACTORS).take_while(of_factor).map(char::len_utf8).sum();
    words::MULTIPLIED.at_start(&rest[factors..]).is_some()
}

/// What stands behind the 年 of a year; one blank may part the two.
fn year_of(after: &str) -> Option<&str> {
    after.strip_prefix(is_blank).unwrap_or(after).strip_prefix('年')
}

/// Bytes of the numeral of a day or a month, at the most.
const NUMERAL: usize = '二'.len_utf8() * 3;

/// The 1 of 1—6月: a joiner, a number and a month or a day follow.
fn is_part_of_dates(after: &str) -> bool {
    let Some(joiner) = words::JOINERS.at_start(after) else { return false };
    let rest = &after[joiner.len()..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let numeral = || number::number(rest).filter(|number| number.len <= NUMERAL);
    let len = Some(digits).filter(|digits| *digits > 0).or_else(|| numeral().map(|number| number.len));
    len.is_some_and(|len| digits <= 2 && rest[len..].starts_with(['月', '日']))
}

/// The first year of 2021—2025年.
fn is_year_of_range(leaf: &str, start: usize, end: usize) -> bool {
    let rest = &leaf[end..];
    let Some(joiner) = words::JOINERS.at_start(rest) else { return false };
    let next = end + joiner.len();
    let digits: usize =
        leaf[next..].chars().take_while(|c| number::narrow_digit(*c).is_some()).map(char::len_utf8).sum();
    leaf[next + digits..].strip_prefix('年').is_some_and(|rest| kind::is_year(leaf, next, next + digits, rest))
        && leaf[start..end].chars().count() == 4
}

/// Bytes of what looks like a number and is none: times, dates and telephone numbers with signs between their digits.
fn no_amount(leaf: &str, at: usize) -> Option<usize> {
    let rest = &leaf[at..];
    let mut groups = SmallVec::<[usize; 10]>::new();
    let mut signs = SmallVec::<[char; 10]>::new();
    let mut len = 0;
    let mut end = 0;
    for c in rest.chars() {
        match c {
            '0'..='9' => len += 1,
            '-' | '－' | '—' | '/' | ':' | '：' | '∶' | '.' if len > 0 => {
                groups.push(len);
                signs.push(if matches!(c, '－' | '—') { '-' } else { c });
                len = 0;
            }
            _ => break,
        }
        end += c.len_utf8();
        if groups.len() > 8 {
            break;
        }
    }
    if signs.is_empty() {
        return None;
    }
    groups.push(len);
    let all = |sign: char| signs.iter().all(|s| *s == sign);
    let date = matches!(groups[..], [4, 1..=2, 1..=2]) && (all('-') || all('/') || all('.'));
    // 09:30, 18:25:28, 11:00—13:00
    let colon = |sign: &char| matches!(sign, ':' | '：' | '∶');
    let clock = |groups: &[usize]| matches!(groups, [1..=2, 2] | [1..=2, 2, 2]);
    let time = clock(&groups) && signs.iter().all(colon)
        || groups.len() == 4 && groups.chunks(2).all(clock) && colon(&signs[0]) && signs[1] == '-' && colon(&signs[2]);
    let telephone = all('-') && matches!(groups[..], [3..=4, 7..=8] | [3, 3..=4, 4]);
    let address = all('.') && groups.len() >= 3;
    (date || time || telephone || address).then_some(end)
}
