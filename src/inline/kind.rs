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

/// Whether a run of mask signs masks anything here: not 2×35万千瓦, not x轴, not XML, not Markdown, not a rule of
/// underscores, not 李某.
pub(super) fn is_mask(leaf: &str, run: &Run, before: Before<'_>, after: After<'_>, lexicon: &Lexicon) -> bool {
    let sign = run.sign.sign;
    let (previous, next) = (before.last(), after.first());
    let latin = |c: char| c.is_ascii_alphabetic();
    if run.signs == 1 && after.has(&words::NEVER_AFTER) {
        return false;
    }
    let is_rule = || leaf.trim().chars().all(|c| c == sign);
    let opens = || before.text.trim().is_empty();
    let blank_follows = || after.text.is_empty() || is_blank(next);
    match sign {
        'x' | 'X' | 'ｘ' | 'Ｘ' | '×' => {
            let single = run.signs == 1;
            let factor = single && run.digits_before > 0 && run.digits_after > 0;
            let times =
                sign == '×' && (run.digits_before > 0 && run.digits_before < 4 && single || run.digits_after > 0);
            // GDPxxxx万元
            let counted = run.signs > 1 && previous.is_ascii_uppercase() && after.has(&words::SCALES);
            let version = latin(previous) && !counted
                || latin(next)
                || previous == '\''
                || single && latin(before.text.trim_end_matches(' ').chars().next_back().unwrap_or_default());
            let alone = || single && opens() && after.text.trim().is_empty();
            let closing = || sign == '×' && single && matches!(next, '”' | '’' | '》');
            !(factor
                || times
                || version
                || !(is_in_chinese(before, after) || is_year_of_number(run, before, after))
                || closing()
                || alone()
                || single && is_product(before, after, run))
        }
        '*' | '＊' => {
            let times = run.digits_before > 0 && run.digits_after > 0;
            let bullet = || run.signs == 1 && opens() && blank_follows();
            // The x before ** may be a mask of its own: xx**等**.
            let word_before = || {
                latin(previous) && before.text.trim_end_matches(['x', 'X']).ends_with(|c: char| c.is_ascii_alphabetic())
            };
            !(times
                || is_rule()
                || bullet()
                || word_before()
                || latin(next) && !matches!(next, 'x' | 'X')
                || is_emphasis(leaf, run))
        }
        '#' | '＃' => !(opens() && blank_follows() || latin(previous) || latin(next)),
        '_' | '＿' => {
            let identifier = latin(previous) || latin(next);
            let page = before.last() == '第' && run.chars > run.signs;
            // One alone between Han characters sets off the name of a website.
            let sets_off = run.signs == 1 && run.chars == 1 && !stands_for_number(after, lexicon);
            !(identifier || is_rule() || page || sets_off)
        }
        '某' => {
            let year = run.digits_before == 2 && is_century(leaf, run) && next == '年';
            (run.signs >= 2 || after.has(&words::NAME_REGIONS) || year)
                && (run.chars == run.signs || year)
                && !before.has(&words::NAME_SURNAMES)
                && !matches!(next, '些' | '种' | '个')
        }
        '○' | '〇' | '◯' => {
            let numeral = |c: char| "零〇○一二三四五六七八九十百千０１２３４５６７８９".contains(c);
            let decimal = || {
                let behind = words::POINTS.at_start(after.text).map_or("", |point| &after.text[point.len()..]);
                behind.starts_with(numeral)
            };
            !(numeral(previous) || numeral(next) || run.digits_before > 0 || decimal())
        }
        '&' => run.signs >= 2 && !latin(previous) && !latin(next),
        _ => true,
    }
}

/// Whether a unit and nothing more of its phrase stands behind a sign: _万元，, _户_人。
fn stands_for_number(after: After<'_>, lexicon: &Lexicon) -> bool {
    let parts = figure::tail(after.text, 0, lexicon);
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    !parts.unit.is_empty() && ends(&after.text[parts.end..])
}

/// Between two numerals of any kind × multiplies.
fn is_product(before: Before<'_>, after: After<'_>, run: &Run) -> bool {
    let factor = before.tight();
    let length = || factor.text.trim_end_matches(['米', '厘', '毫', '分']).ends_with(scan::counts);
    let counts = scan::counts(factor.last()) || factor.last() == '米' && length();
    let multiplied = run.digits_after > 0 || scan::counts(after.tight().first());
    run.digits_before == 0 && counts && multiplied
}

/// Whether a Han character or Chinese punctuation stands beside a run, or before a narrow stop beside it (负责人:xx); x in
/// a formula has none.
fn is_in_chinese(before: Before<'_>, after: After<'_>) -> bool {
    let chinese = |c: char| c > '\u{2000}' || c.is_ascii_digit() || c == '%';
    let before = before.tight();
    let behind_stop = || {
        let words = before.text.trim_end_matches([',', ':', ';', '(']);
        words.ends_with(|c: char| c > '\u{2000}')
    };
    chinese(before.last()) || chinese(after.tight().first()) || behind_stop()
}

/// Markdown's ** around a phrase: opened where a phrase begins, closed where it ends.
fn is_emphasis(leaf: &str, run: &Run) -> bool {
    if !(2..=3).contains(&run.signs) || run.chars != run.signs {
        return false;
    }
    let marks = &leaf[run.span.range()];
    let (before, after) = (&leaf[..run.span.start as usize], &leaf[run.span.end as usize..]);
    let opens = |head: &str| head.is_empty() || head.ends_with(is_blank) || head.ends_with(['。', '：', '；']);
    let closes = |rest: &str| rest.chars().next().is_none_or(|c| is_blank(c) || "：:。，（(".contains(c));
    let phrase = |inside: &str| (6..=120).contains(&inside.len()) && !inside.contains(['，', '。', '；', ',']);
    let near = |bytes: usize| bytes <= 122;
    let opening = opens(before)
        && after.find(marks).is_some_and(|at| near(at) && phrase(&after[..at]) && closes(&after[at + marks.len()..]));
    let closing = closes(after)
        && before
            .rfind(marks)
            .is_some_and(|at| near(before.len() - at) && opens(&leaf[..at]) && phrase(&before[at + marks.len()..]));
    opening || closing
}

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
    let congress = |rest: &str| words::AROUND_CONGRESS.at_start(rest).is_some();
    let series =
        tight.text.strip_prefix('大').is_some_and(|rest| matches!(before.last(), '十' | '的' | '党') || congress(rest));
    if before.last() == '第' || series {
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
    before.text.strip_suffix(['为', '是']).is_some_and(measure)
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
fn is_year_of_number(run: &Run, before: Before<'_>, after: After<'_>) -> bool {
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
fn is_century(leaf: &str, run: &Run) -> bool {
    let text = &leaf[run.span.range()];
    text.starts_with("20") || text.starts_with("19")
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
            if rest.starts_with('年') {
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
