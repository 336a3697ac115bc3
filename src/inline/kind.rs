//! What a mask stands for. Its context decides, never the glyph alone; every decision names its rule.

use super::{
    Inline, InlineKind,
    scan::{figure_of, masked},
};
use crate::{
    line::is_blank,
    span::Span,
    syntax::{
        figure,
        mask::Run,
        words::{self, Lexicon},
    },
};

/// Whether a run of mask signs masks anything here: not 2×35万千瓦, not x轴, not XML, not Markdown, not a rule of
/// underscores, not 李某.
pub(super) fn is_mask(leaf: &str, run: &Run) -> bool {
    let (start, end) = (run.span.start as usize, run.span.end as usize);
    let (before, after) = (&leaf[..start], &leaf[end..]);
    let sign = run.sign.sign;
    let previous = before.chars().next_back();
    let next = after.chars().next();
    if words::NEVER_AFTER.at_start(after).is_some() && run.signs == 1 {
        return false;
    }
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    // The x before ** may be a mask of its own: xx**等**.
    let word_before =
        latin(previous) && !before.trim_end_matches(['x', 'X']).ends_with(|c: char| !c.is_ascii_alphabetic());
    match sign {
        'x' | 'X' | 'ｘ' | 'Ｘ' | '×' => {
            let factor = run.signs == 1 && run.digits_before > 0 && run.digits_after > 0;
            let times = sign == '×'
                && (run.digits_before > 0 && run.digits_before < 4 && run.signs == 1 || run.digits_after > 0);
            let word = run.signs == 1 && latin(before.trim_end_matches(' ').chars().next_back());
            let version = word || latin(previous) || latin(next) || previous == Some('\'');
            let alone = before.trim().is_empty() && after.trim().is_empty();
            let formula = !is_in_chinese(before, after);
            let closing = sign == '×' && run.signs == 1 && after.starts_with(['”', '’', '》']);
            !(formula
                || closing
                || factor
                || times
                || version
                || alone && run.signs == 1
                || is_product(before, after, run))
        }
        '*' | '＊' => {
            let times = run.digits_before > 0 && run.digits_after > 0;
            let thematic = leaf.trim().chars().all(|c| c == sign);
            let bullet = run.signs == 1 && before.trim().is_empty() && next.is_none_or(is_blank);
            !(times
                || thematic
                || bullet
                || word_before
                || latin(next) && !after.starts_with(['x', 'X'])
                || is_emphasis(leaf, run))
        }
        '#' | '＃' => {
            let heading = before.trim().is_empty() && next.is_none_or(is_blank);
            !(heading || latin(previous) || latin(next))
        }
        '_' | '＿' => {
            let identifier = latin(previous) || latin(next);
            let rule = leaf.trim().chars().all(|c| c == sign);
            let page = before.ends_with('第') && run.digits_after > 0;
            !(identifier || rule || page)
        }
        '某' => {
            let person = words::NAME_SURNAMES.at_end(before).is_some();
            run.signs >= 2 && run.chars == run.signs && !person && !after.starts_with(['些', '种', '个'])
        }
        '○' | '〇' | '◯' => {
            let numeral =
                |c: Option<char>| c.is_some_and(|c| "零〇○一二三四五六七八九十百千０１２３４５６７８９".contains(c));
            !(numeral(previous) || numeral(next) || run.digits_before > 0)
        }
        '&' => run.signs >= 2 && !latin(previous) && !latin(next),
        _ => true,
    }
}

/// Between two numerals of any kind × multiplies.
fn is_product(before: &str, after: &str, run: &Run) -> bool {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万".contains(c);
    run.signs == 1
        && run.digits_before == 0
        && before.trim_end_matches(is_blank).ends_with(|c| number(c) || c == '米')
        && after.trim_start_matches(is_blank).starts_with(number)
}

/// Whether a Han character or Chinese punctuation stands beside a run; x in a formula has neither.
fn is_in_chinese(before: &str, after: &str) -> bool {
    let chinese = |c: char| c > '\u{2000}' || c.is_ascii_digit() || c == '%';
    let beside = |c: Option<char>| c.is_some_and(chinese);
    beside(before.trim_end_matches(is_blank).chars().next_back())
        || beside(after.trim_start_matches(is_blank).chars().next())
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
pub(super) fn of(leaf: &str, run: &Run, lexicon: &Lexicon) -> Option<Inline> {
    let (start, end) = (run.span.start as usize, run.span.end as usize);
    let (before, after) = (&leaf[..start], &leaf[end..]);
    let tight = after.trim_start_matches(is_blank);
    // A masked list number belongs to the marker.
    if start == 0 && after.starts_with(['.', '．', '、']) && run.chars == run.signs {
        return None;
    }
    if let Some(inline) = dates(leaf, run, before, after) {
        return Some(inline);
    }
    if before.ends_with('第') || tight.starts_with('大') && before.ends_with(['十', '的', '党']) {
        return Some(masked(InlineKind::Ordinal, run, "ordinal"));
    }
    let place = words::NAME_PLACES.at_end(before).is_some();
    if place && words::NAME_WITHIN.at_start(after).is_some() && run.chars == run.signs {
        return Some(masked(InlineKind::Redaction, run, "within-phrase"));
    }
    let mut parts = figure::tail(leaf, end, lexicon);
    parts.approximator = figure::approximator(leaf, start);
    let directional = after.trim_start_matches(is_blank).starts_with('部')
        && before.trim_end_matches(is_blank).ends_with(['城', '境', '市', '县']);
    let percent = words::PERCENTS.at_end(before).is_some();
    let damaged = run.digits_after > 0 && run.digits_before >= 2 && run.signs >= 2
        || run.digits_before == 2 && before_is_century(leaf, run);
    if percent || parts.counts() && !(parts.unit.is_empty() && after.starts_with("千") && !parts.remainder.is_empty())
    {
        return Some(figure_of(run.span, parts, "scale", true));
    }
    let named = words::NAME_AFTER.at_start(tight).map_or(0, str::len);
    let unit = parts.unit.len();
    if unit > 0 && unit >= named && !directional {
        let because = if damaged { "damaged-digits" } else { "unit" };
        return Some(figure_of(run.span, parts, because, !damaged));
    }
    if run.digits_before == 2 && before_is_century(leaf, run) && run.digits_after == 0 {
        return Some(masked(InlineKind::Year, run, "century"));
    }
    if run.sign.sign != '*' && run.chars > run.signs && (run.digits_before > 0 || run.digits_after > 0) && named == 0 {
        return Some(figure_of(run.span, parts, "digits", false));
    }
    if named > 0 || lexicon.is_named(tight) {
        let common = words::NAME_COMMON.at_start(tight).map_or(0, str::len);
        if common < named || common == 0 {
            return Some(masked(InlineKind::Name, run, "name-word"));
        }
    }
    if run.sign.sign == '某' {
        return None;
    }
    let quoted = before.ends_with(['“', '《', '"']) || after.starts_with(['”', '》', '"', '“', '《']);
    if run.signs < run.sign.least && !quoted {
        return None;
    }
    if directional || words::NAME_COMMON.at_start(tight).is_some() {
        return Some(masked(InlineKind::Redaction, run, "common-noun"));
    }
    if quoted && run.sign.kind == InlineKind::Name {
        return Some(masked(InlineKind::Name, run, "quoted"));
    }
    // 总产值达xx，: a count whose unit is lost with it.
    let ends = tight.chars().next().is_none_or(|c| "，。；、,;！）)".contains(c));
    if ends && !parts.approximator.is_empty() {
        return Some(figure_of(run.span, parts, "approximator", false));
    }
    let listed = before.trim_end_matches(is_blank).ends_with(['有', '、']) && ends;
    if listed && run.sign.kind == InlineKind::Name {
        return Some(masked(InlineKind::Redaction, run, "listed"));
    }
    let mut inline = masked(run.sign.kind, run, "glyph");
    if run.sign.kind == InlineKind::Redaction
        && words::NAME_BEFORE.at_end(before.trim_end_matches(is_blank)).is_some()
        && !ends
    {
        inline.kind = InlineKind::Redaction;
    }
    inline.certain = false;
    Some(inline)
}

fn before_is_century(leaf: &str, run: &Run) -> bool {
    let text = &leaf[run.span.range()];
    (text.starts_with("20") || text.starts_with("19")) && run.signs >= 1 && run.signs + run.digits_before == 4
}

/// Years, months and days.
fn dates(leaf: &str, run: &Run, before: &str, after: &str) -> Option<Inline> {
    let whole = run.signs >= 1;
    let after = after.trim_start_matches(is_blank);
    if let Some(rest) = after.strip_prefix('年').filter(|_| whole) {
        let lasting =
            words::NAME_LASTING.at_start(rest).is_some() || before.ends_with(['近', '约', '满', '共']) && run.chars < 4;
        let width = run.chars == 4
            || run.chars == 2
            || run.chars == 1
                && rest
                    .trim_start_matches(is_blank)
                    .starts_with(|c: char| crate::syntax::mask::sign(c).is_some() || c.is_ascii_digit());
        if width && !(lasting && run.chars < 4) {
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
    for (word, follows) in [("月", true), ("日", before.ends_with('月')), ("号", before.ends_with('月'))] {
        if after.starts_with(word) && follows {
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

/// Whether a printed number before 年 is a calendar year: four digits, or two at the start of a phrase (18年工作).
pub(super) fn is_year(leaf: &str, at: usize, end: usize) -> bool {
    let digits = &leaf[at..end];
    let count = digits.chars().count();
    let rest = &leaf[end + '年'.len_utf8()..];
    let lasting = words::NAME_LASTING.at_start(rest).is_some();
    count == 4 && !digits.contains(['.', '百', '十'])
        || count == 2
            && digits.is_ascii()
            && !lasting
            && leaf[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
}
