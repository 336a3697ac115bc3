//! Whether the signs of masks mask anything: x in a formula, * around a phrase, _ in a file name do not.

use super::{kind, scan};
use crate::{
    line::is_blank,
    syntax::{
        figure,
        mask::Run,
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
    let year = || run.digits_before == 2 && kind::is_century(leaf, run) && next == '年';
    match sign {
        'x' | 'X' | 'ｘ' | 'Ｘ' | '×' => {
            let single = run.signs == 1;
            let factor = single && run.digits_before > 0 && run.digits_after > 0;
            let times =
                sign == '×' && (run.digits_before > 0 && run.digits_before < 4 && single || run.digits_after > 0);
            // GDPxxxx万元
            let counted = run.signs > 1 && previous.is_ascii_uppercase() && after.has(&words::SCALES);
            // xxm2
            let measured = || {
                let rest = lexicon.unit_at(after).map(|unit| &after.text[unit.len()..]);
                rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
            };
            let version = latin(previous) && !counted
                || latin(next) && !after.has(&words::NAME_SERIES) && !measured()
                || previous == '\''
                || single && latin(before.text.trim_end_matches(' ').chars().next_back().unwrap_or_default());
            let alone = || single && opens() && after.text.trim().is_empty();
            let closing = || sign == '×' && single && matches!(next, '”' | '’' | '》');
            !(factor
                || times
                || version
                || !(is_in_chinese(before, after)
                    || kind::is_year_of_number(run, before, after)
                    || kind::written(leaf, run, before, after).is_some())
                || closing()
                || alone()
                || single && is_product(before, after, run))
        }
        '*' | '＊' => {
            // 8*0户: no product, as no factor begins with 0.
            let factors = || leaf[run.span.range()].rsplit(sign).next().is_some_and(|digits| !digits.starts_with('0'));
            let times = run.digits_before > 0 && run.digits_after > 0 && (factors() || matches!(next, '.' | '．'));
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
            let sets_off =
                run.signs == 1 && run.chars == 1 && previous != '第' && !stands_for_number(before, after, lexicon);
            !(identifier || is_rule() || page || sets_off)
        }
        '某' => {
            (run.signs >= 2 || after.has(&words::NAME_REGIONS) || year())
                && (run.chars == run.signs || year())
                && !before.has(&words::NAME_SURNAMES)
                && !matches!(next, '些' | '种' | '个')
        }
        '○' | '〇' | '◯' => {
            let numeral = |c: char| "零〇○一二三四五六七八九十百千０１２３４５６７８９".contains(c);
            let decimal = || {
                let behind = words::POINTS.at_start(after.text).map_or("", |point| &after.text[point.len()..]);
                behind.starts_with(numeral)
            };
            !(numeral(previous) || numeral(next) || run.digits_before > 0 && !year() || decimal())
        }
        '&' => run.signs >= 2 && !latin(previous) && !latin(next),
        _ => true,
    }
}

/// So many characters on either side of a sign tell whether it stands in a sentence.
const NEAR: usize = 40;

/// Whether a unit stands behind a sign, in a sentence or with nothing more of its phrase: 开通_条新线，, _户_人.
fn stands_for_number(before: Before<'_>, after: After<'_>, lexicon: &Lexicon) -> bool {
    let parts = figure::tail(after.text, 0, lexicon);
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let stop = |c: char| matches!(c, '。' | '，' | ',' | '；' | ';');
    let sentence = || before.text.chars().rev().take(NEAR).any(stop) || after.text.chars().take(NEAR).any(stop);
    !parts.unit.is_empty() && (ends(&after.text[parts.end..]) || sentence())
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
