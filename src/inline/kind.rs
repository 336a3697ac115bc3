//! What a mask stands for. Its context decides, never the glyph alone; every decision names its rule.

use super::{
    Inline, InlineKind,
    scan::{self, figure_of, masked},
};
use crate::{
    line::is_blank,
    span::Span,
    syntax::{
        figure,
        mask::{self, Run},
        words::{self, After, Before, Lexicon},
    },
};

/// What a run stands for; `None` where there is too little of it to be believed.
pub(super) fn of(leaf: &str, run: &Run, before: Before<'_>, after: After<'_>, lexicon: &Lexicon) -> Option<Inline> {
    let (start, end) = (run.span.start as usize, run.span.end as usize);
    let tight = after.tight();
    // A masked list number belongs to the marker.
    if start == 0 && matches!(after.first(), '.' | '．' | '、') && run.chars == run.signs {
        return None;
    }
    if let Some(inline) = dates(leaf, run, before, tight) {
        return Some(inline);
    }
    if is_year_of_number(run, before, after) {
        return Some(masked(InlineKind::Year, run, "file-number"));
    }
    if let Some(kind) = written(leaf, run, before, after) {
        return Some(masked(kind, run, "date"));
    }
    if matches!(run.chars, 2 | 4) && tight.has(&words::AROUND_YEARS) {
        return Some(masked(InlineKind::Year, run, "year"));
    }
    if is_bracketed_count(leaf, run, before, after, lexicon) {
        return Some(figure_of(run.span, figure::Parts::at(end), "bracketed", true));
    }
    let congress = |rest: &str| words::AROUND_CONGRESS.at_start(rest).is_some();
    let series = tight.text.strip_prefix('大').is_some_and(|rest| {
        congress(rest) || words::AROUND_CONGRESS_BEFORE.at_end(before.text).is_some() && !rest.starts_with('型')
    });
    let session = match tight.first() {
        '届' => words::AROUND_HELD.at_end(before.text).is_none(),
        '次' => before.last() == '届',
        _ => tight.has(&words::AROUND_FIVE_YEARS),
    };
    if before.last() == '第' || series || session {
        return Some(masked(InlineKind::Ordinal, run, "ordinal"));
    }
    let within = run.chars == run.signs && after.has(&words::NAME_WITHIN);
    if within && before.has(&words::NAME_PLACES) {
        return Some(masked(InlineKind::Redaction, run, "within-phrase"));
    }
    if run.chars == run.signs && is_deleted_word(run, after) {
        return Some(masked(InlineKind::Redaction, run, "deleted-word"));
    }
    let mut parts = figure::around(leaf, run.span, before, after, lexicon);
    // x分之x: each is of a fraction.
    let denominator = after.word(&words::OVERS).map(|word| &after.text[word.len()..]);
    if denominator.is_some_and(|rest| rest.starts_with(|c: char| mask::sign(c).is_some() || scan::counts(c))) {
        return Some(figure_of(run.span, figure::Parts::at(end), "fraction", true));
    }
    if before.has(&words::OVERS) && !before.has(&words::PERCENTS) {
        return Some(figure_of(run.span, parts, "fraction", true));
    }
    let directional = tight.first() == '部' && matches!(before.tight().last(), '城' | '境' | '市' | '县');
    let damaged = run.digits_after > 0 && run.digits_before >= 2 && run.signs >= 2
        || run.digits_before == 2 && before_is_century(leaf, run);
    let thousand = || parts.unit.is_empty() && after.first() == '千' && !parts.remainder.is_empty();
    if before.has(&words::PERCENTS) || parts.counts() && !thousand() {
        return Some(figure_of(run.span, parts, "scale", true));
    }
    let named = tight.word(&words::NAME_AFTER).map_or(0, str::len);
    let unit = parts.unit.len();
    let ends_masked = run.digits_after == 0 || run.chars >= TELEPHONE;
    let coded = || run.chars >= TELEPHONE && is_coded(before);
    let dialled = unit == 0 && named == 0 && (run.digits_before >= 3 && ends_masked || coded());
    let series = |word: &str| parts.limit.is_empty() && (unit == 0 || unit == word.len());
    if dialled || tight.word(&words::NAME_SERIES).is_some_and(series) {
        return Some(masked(InlineKind::Ordinal, run, "series"));
    }
    // xx人 counts, xx项目 names.
    let counts = unit > named || unit == named && leaf[parts.unit.range()].chars().nth(1).is_none();
    if unit > 0 && counts && !directional {
        let because = if damaged { "damaged-digits" } else { "unit" };
        return Some(figure_of(run.span, parts, because, !damaged));
    }
    let century = || before_is_century(leaf, run) || begins_years(leaf, run, after);
    if run.digits_before == 2 && run.digits_after == 0 && century() {
        return Some(masked(InlineKind::Year, run, "century"));
    }
    let decimal = leaf[run.span.range()].contains(['.', '．']);
    let digits = run.digits_before > 0 || run.digits_after > 0 || decimal;
    if run.sign.sign != '*' && run.chars > run.signs && digits && named == 0 {
        return Some(figure_of(run.span, parts, "digits", false));
    }
    if named > 0 || lexicon.is_named(tight) {
        let common = tight.word(&words::NAME_COMMON).map_or(0, str::len);
        if common < named || common == 0 {
            return Some(masked(InlineKind::Name, run, "name-word"));
        }
    }
    if run.sign.sign == '某' {
        return None;
    }
    match of_range(tight, lexicon) {
        Some(InlineKind::Date) => return Some(masked(InlineKind::Date, run, "range")),
        Some(_) => return Some(figure_of(run.span, parts, "range", true)),
        None => {}
    }
    let quoted = matches!(before.last(), '“' | '《' | '"') || matches!(after.first(), '”' | '》' | '"' | '“' | '《');
    if run.signs < run.sign.least && !quoted {
        return None;
    }
    if before.tight().has(&words::NAME_PERSONS_BEFORE) {
        return Some(masked(InlineKind::Name, run, "person"));
    }
    // “ __ ”思想: blanks within the quotation marks are what a deleted word left, and of a 思想 nobody asks the name.
    let enclosed = before.tight().last() == '“' && tight.first() == '”';
    let deleted =
        || is_blank(before.last()) || words::NAME_QUOTED_COMMON.at_start(&tight.text['”'.len_utf8()..]).is_some();
    if directional || enclosed && deleted() || tight.has(&words::NAME_COMMON) {
        return Some(masked(InlineKind::Redaction, run, "common-noun"));
    }
    if quoted && run.sign.kind == InlineKind::Name {
        return Some(masked(InlineKind::Name, run, "quoted"));
    }
    // 总产值达xx，: a count whose unit is lost with it.
    let ends = tight.text.is_empty() || "，。；、,;！）)】".contains(tight.first());
    if ends && !parts.approximator.is_empty() {
        return Some(figure_of(run.span, parts, "approximator", false));
    }
    if ends && is_measured(before) {
        return Some(figure_of(run.span, parts, "measured", false));
    }
    let listed = matches!(before.tight().last(), '有' | '、') && ends && !is_in_row(before);
    if listed && run.sign.kind == InlineKind::Name {
        return Some(masked(InlineKind::Redaction, run, "listed"));
    }
    // 签约×单，: one character that is no place's and no organisation's is a measure word; 共xx群众 counts what follows.
    let mut following = tight.text.chars();
    let measure = following.next().filter(|c| c.is_alphabetic() && !c.is_ascii());
    let alone = following.next().is_none_or(|c| "，。；、,;！）)".contains(c));
    if let Some(measure) =
        measure.filter(|_| run.sign.kind == InlineKind::Name && !quoted && before.last().is_alphabetic())
    {
        if alone && !tight.has(&words::NAME_NO_MEASURES) {
            let start = end + after.text.len() - tight.text.len();
            parts.unit = Span::new(start, start + measure.len_utf8());
            parts.end = parts.unit.end as usize;
            return Some(figure_of(run.span, parts, "measure", false));
        }
        if before.has(&words::NAME_COUNTING) {
            return Some(figure_of(run.span, parts, "counted-noun", false));
        }
    }
    Some(Inline { certain: false, ..masked(run.sign.kind, run, "glyph") })
}

/// How many characters of a row of masks are looked at.
const ROW: usize = 24;

/// Whether a mask stands behind another one in a row of names: 成员：xx、xx; 农产品有xx、xx lists deleted words.
fn is_in_row(before: Before<'_>) -> bool {
    let of_row = |c: char| c == '、' || is_blank(c) || mask::sign(c).is_some();
    let behind = before.text.strip_suffix('、').is_some_and(|text| text.ends_with(|c| mask::sign(c).is_some()));
    behind && before.text.chars().rev().take(ROW).find(|c| !of_row(*c)) != Some('有')
}

/// Whether what stands before says that a number follows: 性别比为, 去年同期.
fn is_measured(before: Before<'_>) -> bool {
    let measure = |text: &str| words::AROUND_MEASURES.at_end(text).is_some();
    // 比上年增长xx；: the share lost its sign.
    let changed = words::NAME_CHANGES.at_end(before.tight().text).is_some();
    changed
        || before.text.strip_suffix(['为', '是']).is_some_and(measure)
        || words::AROUND_SAME_PERIOD.at_end(before.text).is_some()
}

/// Whether what follows tells the word that stood here: **员, X支部, 人大**团.
fn is_deleted_word(run: &Run, after: After<'_>) -> bool {
    let words = match run.sign.sign {
        '*' | '＊' => &words::NAME_DELETED,
        _ if run.signs == 1 => &words::NAME_DELETED_LETTER,
        _ => return false,
    };
    let longer = |word: &str| after.word(&words::NAME_AFTER).is_some_and(|name| name.len() > word.len());
    after.word(words).is_some_and(|word| !longer(word)) && !after.has(&words::NAME_DELETED_NOT)
}

/// Whether a mask is the year in the number of an official document (GB/T 9704): 〔xxxx〕x号.
pub(super) fn is_year_of_number(run: &Run, before: Before<'_>, after: After<'_>) -> bool {
    if run.chars != 4 || !matches!(before.last(), '〔' | '﹝' | '[' | '［' | '【' | '（' | '(') {
        return false;
    }
    after.text.strip_prefix(['〕', '﹞', ']', '］', '】', '）', ')']).is_some_and(|rest| {
        let number = |c: char| c.is_ascii_digit() || mask::sign(c).is_some();
        let behind = rest.strip_prefix('第').unwrap_or(rest);
        behind.starts_with(number) && behind.trim_start_matches(number).starts_with('号')
    })
}

/// What a mask is whose other end of a range follows: of months and days a date (x—x月), of what is counted a figure
/// (xx—xx人).
fn of_range(after: After<'_>, lexicon: &Lexicon) -> Option<InlineKind> {
    let sign = after.word(&words::NAME_RANGE)?;
    let rest = after.text[sign.len()..].trim_start_matches(is_blank);
    let masked = rest.starts_with(|c: char| mask::sign(c).is_some());
    let end = if masked { mask::run(rest, 0)?.span.end as usize } else { return None };
    if rest[end..].starts_with('月') {
        return Some(InlineKind::Date);
    }
    (!figure::tail(rest, end, lexicon).unit.is_empty()).then_some(InlineKind::Figure)
}

/// Whether a run is the first year of a range of years: 20*—20*年.
fn begins_years(leaf: &str, run: &Run, after: After<'_>) -> bool {
    let Some(sign) = after.word(&words::NAME_RANGE).filter(|_| is_century(leaf, run)) else { return false };
    let rest = &after.text[sign.len()..];
    let at = rest.bytes().take_while(u8::is_ascii_digit).count();
    let other = mask::run(rest, at).filter(|other| other.span.start == 0);
    other.is_some_and(|other| is_century(rest, &other) && rest[other.span.end as usize..].starts_with('年'))
}

/// Whether the words before a number say that it stands for a thing: 电话：.
pub(super) fn is_coded(before: Before<'_>) -> bool {
    words::CODES.at_end(before.text.trim_end_matches(|c| is_blank(c) || matches!(c, '：' | ':'))).is_some()
}

/// A run of so many characters in the middle of which digits are masked is a number that is dialled.
const TELEPHONE: usize = 8;

fn before_is_century(leaf: &str, run: &Run) -> bool {
    is_century(leaf, run) && run.signs >= 1 && run.signs + run.digits_before == 4
}

/// Whether a run begins with the digits of a century.
pub(super) fn is_century(leaf: &str, run: &Run) -> bool {
    let text = &leaf[run.span.range()];
    text.starts_with("20") || text.starts_with("19")
}

/// What a run is in a date that signs part: 20xx-xx-xx, 201X/X/XX.
pub(super) fn written(leaf: &str, run: &Run, before: Before<'_>, after: After<'_>) -> Option<InlineKind> {
    let part = |c: char| c.is_ascii_digit() || mask::sign(c).is_some();
    let parts = |c: char| matches!(c, '-' | '/');
    if !parts(before.last()) && !parts(after.first()) {
        return None;
    }
    // What follows one sign, and how long it is.
    let next = |text: &str| text.strip_prefix(parts).map(|rest| rest.len() - rest.trim_start_matches(part).len());
    let short = |len: usize| (1..=2).contains(&len);
    if run.chars == 4 && is_century(leaf, run) {
        return next(after.text).is_some_and(short).then_some(InlineKind::Year);
    }
    let mut head = before.text.strip_suffix(parts)?;
    if run.chars > 2 {
        return None;
    }
    // The day stands behind the month, the month behind the year.
    for _ in 0..2 {
        let rest = head.trim_end_matches(part);
        let len = head.len() - rest.len();
        let year = head[rest.len()..].starts_with("20") || head[rest.len()..].starts_with("19");
        if len == 4 && year {
            return Some(InlineKind::Date);
        }
        head = rest.strip_suffix(parts).filter(|_| short(len))?;
    }
    None
}

/// Whether a run in brackets counts what stands behind them, or has its unit in brackets: 低保(*)户, X（件）批; or is
/// grouped as figures are: (*,***).
fn is_bracketed_count(leaf: &str, run: &Run, before: Before<'_>, after: After<'_>, lexicon: &Lexicon) -> bool {
    let is_unit = |text: &str| lexicon.unit(text).is_some();
    let enclosed = matches!(before.last(), '(' | '（');
    let behind = || after.text.strip_prefix([')', '）']);
    let grouped = || leaf[run.span.range()].contains(',');
    let own = || {
        after.text.strip_prefix(['(', '（']).is_some_and(|inner| {
            lexicon.unit(inner).is_some_and(|unit| inner[unit.len()..].strip_prefix([')', '）']).is_some_and(is_unit))
        })
    };
    enclosed && behind().is_some_and(|rest| is_unit(rest) || grouped()) || own()
}

/// Years, months and days.
fn dates(leaf: &str, run: &Run, before: Before<'_>, after: After<'_>) -> Option<Inline> {
    // x.x年 counts: no part of a date has a point.
    let parted = leaf[run.span.range()].contains(['.', '．', ',']);
    if parted || !matches!(after.first(), '年' | '月' | '日' | '号') {
        return None;
    }
    if let Some(rest) = after.text.strip_prefix('年') {
        // 自xx年以来 begins with a year.
        let since =
            words::AROUND_SINCE.at_start(rest).is_some() && words::AROUND_SINCE_FROM.at_end(before.text).is_some();
        let lasting = words::NAME_LASTING.at_start(rest).is_some() && !since
            || before.has(&words::NAME_TERMS)
            || matches!(before.last(), '近' | '约' | '满' | '共') && run.chars < 4;
        // 20_年 lost a digit of its century's year.
        let century = run.chars == 3 && run.digits_before == 2 && is_century(leaf, run);
        let width = century
            || run.chars == 4
            || run.chars == 2
            || run.chars == 1
                && rest
                    .trim_start_matches(is_blank)
                    .starts_with(|c: char| crate::syntax::mask::sign(c).is_some() || c.is_ascii_digit());
        if width && (century || !lasting || run.chars == 4) {
            let mut inline = dated(InlineKind::Year, leaf, run.span, "年");
            inline.because = "year";
            if rest.starts_with('年') && words::AROUND_YEARLY.at_start(rest).is_none() {
                inline.certain = false;
                inline.because = "damaged-year";
            }
            return Some(inline);
        }
        return None;
    }
    let in_month = before.last() == '月';
    let in_day = || after.text.strip_prefix('日').is_some_and(|rest| words::NAME_OF_DAY.at_start(rest).is_some());
    for (word, follows) in [("月", true), ("日", in_month || in_day()), ("号", in_month)] {
        if after.text.starts_with(word) && follows {
            let mut inline = dated(InlineKind::Date, leaf, run.span, word);
            inline.because = "date";
            return Some(inline);
        }
    }
    None
}

/// A run with 年, 月 or 日 behind it.
pub(super) fn dated(kind: InlineKind, leaf: &str, run: Span, word: &str) -> Inline {
    let end = run.end as usize;
    let blanks = leaf[end..].len() - leaf[end..].trim_start_matches(is_blank).len();
    let unit = Span::new(end + blanks, end + blanks + word.len());
    let here = Span::empty(end);
    Inline {
        kind,
        span: Span::new(run.start as usize, unit.end as usize),
        run,
        open: true,
        approximator: Span::empty(run.start as usize),
        scale: here,
        remainder: here,
        unit,
        limit: Span::empty(unit.end as usize),
        certain: true,
        because: "printed",
        value: None,
        facts: None,
    }
}

/// Whether a number that is printed from `at` to `end` is a calendar year: four digits, or two at the start of a phrase
/// (18年工作). `rest` is what stands behind its 年, which a range has behind its second end.
pub(super) fn is_year(leaf: &str, at: usize, end: usize, rest: &str) -> bool {
    let digits = &leaf[at..end];
    let count = digits.chars().count();
    let lasting = words::NAME_LASTING.at_start(rest).is_some();
    count == 4 && !digits.contains(['.', '百', '十'])
        || count == 2
            && digits.is_ascii()
            && !lasting
            && leaf[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
}
