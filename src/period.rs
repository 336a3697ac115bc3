//! The year, half-year or quarter that governs a figure: the last one that its paragraph names before it, else the one of
//! its section's heading, else the one of the title.

use std::{ops::Range, sync::LazyLock};

use memchr::memmem::Finder;

use crate::{
    frame::Kind,
    line::is_blank,
    report::Report,
    syntax::{
        number, numeral,
        words::{self, After, Before},
    },
};

/// Finds the words for the time that is told of; to make a finder costs as much as to look through a paragraph.
static NOW: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| words::PERIOD_NOW.iter().map(Finder::new).collect());

/// A year with or without a part of it, as far as a text names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Period {
    /// "2025", "2021—2025", "20xx"; `None` where only a part is named.
    year: Option<String>,
    /// 上半年, 一季度.
    part: Option<String>,
}

impl Period {
    /// The period that the titles of a report name, and the year that 今年 means in it. A date tells when the report was
    /// given, and nothing of the time that it tells of: ——2026年2月4日在…上; so does the year of a 政府工作报告.
    pub(crate) fn of(report: &Report) -> (Self, Option<u32>) {
        let titles = report.blocks.iter().filter(|block| matches!(block.kind, Kind::Title | Kind::Subtitle));
        let (mut period, mut year) = (Self::default(), None);
        for title in titles {
            let text = report.printed(&title.text);
            for (end, named) in period.mentions(&text, None) {
                year = named.number().or(year);
                let given = words::PERIOD_GIVEN.at_end(text.trim_end_matches(is_blank)).is_some();
                if !given && !is_date(&text[end..]) {
                    period = named;
                }
            }
        }
        (period, year)
    }

    /// The period that the head of a column names, in a report about `self`: 2023年, 上年, 同期. None where it names none.
    pub(crate) fn of_head(&self, head: &str, report: Option<u32>) -> Option<String> {
        let same = &words::HEAD_SAME_PERIOD;
        if same.at_end(head).or(same.at_start(head)).is_some() {
            let year = Some(report?.checked_sub(1)?.to_string());
            return Self { year, part: self.part.clone() }.text();
        }
        self.mentions(head, report).pop()?.1.text()
    }

    /// What a heading names last; what that leaves open is taken from `self`. `report` is the year that 今年 means. A plan of
    /// five years (十四五) is no one year.
    pub(crate) fn after(&self, text: &str, report: Option<u32>) -> Self {
        let plans = text.match_indices('五').map(|(at, sign)| at + sign.len());
        let plan = plans.rev().find(|end| words::PERIOD_PLANS.at_end(&text[..*end]).is_some());
        match self.mentions(text, report).pop() {
            Some((end, period)) if plan.is_none_or(|plan| plan < end) => period,
            None if plan.is_none() => self.clone(),
            _ => Self::default(),
        }
    }

    /// Each period that a text names, with the byte behind its words, in order.
    pub(crate) fn mentions(&self, text: &str, report: Option<u32>) -> Vec<(usize, Self)> {
        let mut found: Vec<(usize, Self)> = Vec::new();
        let mut ends: Vec<usize> = text.match_indices('年').map(|(at, year)| at + year.len()).collect();
        let quarters = text.match_indices('度').filter(|(at, _)| text[..*at].ends_with('季'));
        ends.extend(quarters.map(|(at, word)| at + word.len()));
        for now in NOW.iter() {
            ends.extend(now.find_iter(text.as_bytes()).map(|at| at + now.needle().len()));
        }
        ends.sort_unstable();
        // 2021年受理9件，去年同期为18件，下降50%: what governs again behind the clause.
        let mut resumes: Option<(usize, Self)> = None;
        for end in ends {
            let head = &text[..end];
            found.extend(resumes.take_if(|(at, _)| *at <= end));
            let last = found.last().map_or(self, |(_, period)| period);
            let same = words::PERIOD_SAME.at_start(&text[end..]).is_some();
            let since = words::PERIOD_SINCE.at_start(&text[end..]).is_some();
            // 由上年的3%上升到4%, 比2020年的3%增长: the figure that is of this year, and that one alone.
            let before = Before::new(&head[..year_at_end(head).unwrap_or(0)]);
            let from = before.has(&words::NAME_FROM) || words::COMPARES.contains(before.last());
            let of = from && words::NAME_OF.at_start(&text[end..]).is_some();
            let now = words::PERIOD_NOW.iter().find_map(|now| head.strip_suffix(now));
            let period = if now.is_some_and(|head| words::JOINERS.at_end(head).is_none()) {
                // 1955年改造完成。现在，…: back in the time that is told of.
                self.clone()
            } else if let Some(part) = words::PERIOD_PARTS.at_end(head) {
                let named = Self { year: last.year.clone(), part: Some(part.to_owned()) };
                if since { Self::default() } else { named }
            } else if let Some(by) = relative(head, of) {
                // 去年 is of the title's year, 去年同期 of the year before it. Where that is not said, no year is.
                let base = if same { last.number().or(report) } else { report };
                let year = base.and_then(|base| base.checked_add_signed(by));
                Self { year: year.map(|year| year.to_string()), part: None }
            } else if let Some(year) = year(head, of) {
                let named = Self { year: Some(year), part: None };
                // 2010年以来 is no one year, unless it is the report's own.
                if since && named.number() != report { Self::default() } else { named }
            } else if let Some(span) = span(head, &text[end..]) {
                // 从1953年到1960年这八年
                if span == Span::Named && last.is_several() { last.clone() } else { Self::default() }
            } else {
                continue;
            };
            // 收案9件（不含上年旧存3件）: what governs again behind the bracket.
            if let Some(close) = in_brackets(text, end) {
                let outer = resumes.take().map_or_else(|| last.clone(), |(_, outer)| outer);
                resumes = Some((close, outer));
            } else if same || from || span(head, &text[end..]) == Some(Span::Near) {
                let stops = if same || from { "，,；;。" } else { "；;。" };
                let ends = |(at, c): &(usize, char)| {
                    let rest = After::new(&text[end + at..]);
                    stops.contains(*c) || from && (rest.has(&words::NAME_REACHED) || rest.has(&words::NAME_CHANGES))
                };
                let clause = text[end..].char_indices().take(CLAUSE).find(ends).map(|(at, _)| end + at);
                resumes = clause.map(|at| (at, last.clone()));
            }
            found.push((end, period));
        }
        found.extend(resumes);
        found
    }

    /// One past the last byte of the last period that a text names.
    pub(crate) fn named(text: &str) -> Option<usize> {
        Self::default().mentions(text, Some(0)).last().map(|(end, _)| *end)
    }

    /// Bytes of the period that a text begins with: 2020年, 去年同期, 上半年; 0 where it begins with none.
    pub(crate) fn leading(text: &str) -> usize {
        let year = text.find('年').map(|at| at + '年'.len_utf8()).filter(|end| year_at_end(&text[..*end]) == Some(0));
        let year = year.unwrap_or(0);
        let part = words::PERIOD_PARTS.at_start(&text[year..]).map_or(0, str::len);
        year + part + words::PERIOD_SAME.at_start(&text[year + part..]).map_or(0, str::len)
    }

    /// The same of the period that a text ends with.
    pub(crate) fn trailing(text: &str) -> usize {
        let same = words::PERIOD_SAME.at_end(text).map_or(0, str::len);
        let text = &text[..text.len() - same];
        let part = words::PERIOD_PARTS.at_end(text).map_or(0, str::len);
        let text = &text[..text.len() - part];
        let year = year_at_end(text).map_or(0, |at| text.len() - at);
        if year + part == 0 { 0 } else { year + part + same }
    }

    /// The year as a number, where one year is named in full.
    pub(crate) fn number(&self) -> Option<u32> {
        self.year.as_ref()?.parse().ok()
    }

    /// Whether several years are named: 2021—2025.
    fn is_several(&self) -> bool {
        self.year.as_ref().is_some_and(|year| year.contains('—'))
    }

    /// "2025年上半年"; `None` where nothing is known.
    pub(crate) fn text(&self) -> Option<String> {
        let year = self.year.as_ref().map(|year| format!("{year}年")).unwrap_or_default();
        let text = year + self.part.as_deref().unwrap_or("");
        (!text.is_empty()).then_some(text)
    }
}

/// How many characters behind a year its clause is looked for.
const CLAUSE: usize = 60;

/// Where the brackets close in which a period ends, if they say more than when: （不含上年旧存3件）.
fn in_brackets(text: &str, end: usize) -> Option<usize> {
    let bracket = |c: char| matches!(c, '（' | '）' | '(' | ')');
    let opened = text[..end].chars().rev().take(CLAUSE).find(|c| bracket(*c))?;
    let (close, closing) = text[end..].char_indices().take(CLAUSE).find(|(_, c)| bracket(*c))?;
    let more = text[end..end + close].strip_suffix(|c: char| !matches!(c, '年' | '度'))?;
    let counts = more.contains(|c| number::either_digit(c).is_some());
    (counts && matches!(opened, '（' | '(') && matches!(closing, '）' | ')')).then_some(end + close)
}

/// Whether the month and the day of a date stand here, behind its year.
fn is_date(rest: &str) -> bool {
    let behind = |text: &str, unit: char| {
        let digits =
            text.trim_start_matches(|c| is_blank(c) || numeral::is_sign(c) || number::narrow_digit(c).is_some());
        (digits.len() < text.len()).then(|| digits.strip_prefix(unit).map(str::len)).flatten()
    };
    behind(rest, '月').is_some_and(|len| behind(&rest[rest.len() - len..], '日').is_some())
}

/// The last month or day that a text names in digits, with what stands before it of the same date: 2012年3月26日.
pub(crate) fn date(text: &str) -> Option<Range<usize>> {
    let is_digit = |c: char| number::narrow_digit(c).is_some();
    let (at, unit) = text.rmatch_indices(['月', '日']).find(|(at, _)| text[..*at].ends_with(is_digit))?;
    let of_date =
        |c: char| is_digit(c) || "年月日".contains(c) || words::JOINERS.at_start(c.encode_utf8(&mut [0; 4])).is_some();
    Some(text[..at].trim_end_matches(of_date).len()..at + unit.len())
}

/// How many years from the report's own the word is that ends `head`: 去年. One that something is compared with is none,
/// unless a figure is said to be `of` it.
fn relative(head: &str, of: bool) -> Option<i32> {
    let (word, by) = words::PERIOD_YEARS.iter().find(|(word, _)| head.ends_with(word))?;
    (of || words::COMPARING.at_end(&head[..head.len() - word.len()]).is_none()).then_some(*by)
}

/// The year that ends at the end of `head`, 年 included; likewise.
fn year(head: &str, of: bool) -> Option<String> {
    let digits = before_year(head)?;
    let start = year_start(digits)?;
    let before = Before::new(&digits[..start]);
    if !of && before.has(&words::COMPARING) || before.last().is_ascii_alphanumeric() {
        return None;
    }
    let year = digits[start..].chars().map(plain).collect::<String>();
    // 2021—2025年, 1955年到1957年
    let first = before.word(&words::JOINERS).and_then(|joiner| {
        let first = without_month(&digits[..start - joiner.len()]);
        first.strip_suffix('年').or_else(|| Some(first).filter(|_| !joiner.chars().all(char::is_alphabetic)))
    });
    match first.and_then(|first| Some((first, year_start(first)?))) {
        Some((first, at)) => Some(format!("{}—{year}", first[at..].chars().map(plain).collect::<String>())),
        None => Some(year),
    }
}

/// A date without its month and its day: 2020年 of 2020年1月.
fn without_month(date: &str) -> &str {
    ['日', '月'].into_iter().fold(date, |text, unit| {
        text.strip_suffix(unit).map_or(text, |number| {
            number.trim_end_matches(|c| numeral::is_sign(c) || number::narrow_digit(c).is_some())
        })
    })
}

/// Several years that nobody names by their numbers. What is said of them is said of no one year.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Span {
    /// 过去五年
    Other,
    /// 近三年, in this sentence.
    Near,
    /// 这五年, 五年来, which may have been named before.
    Named,
}

/// The years that end `head`, behind which `rest` stands.
fn span(head: &str, rest: &str) -> Option<Span> {
    let text = head.strip_suffix('年')?;
    let before = text.trim_end_matches(|c| number::either_digit(c).is_some() || numeral::is_sign(c));
    if before.len() == text.len() || words::PERIOD_NAMED.at_end(head).is_some() {
        return None;
    }
    let before = Before::new(before);
    if before.has(&words::PERIOD_SPANS) {
        Some(Span::Other)
    } else if before.has(&words::PERIOD_NEAR) {
        Some(Span::Near)
    } else {
        (before.has(&words::PERIOD_THESE) || words::PERIOD_SINCE.at_start(rest).is_some()).then_some(Span::Named)
    }
}

/// Where the year begins that a text ends with: 2020年, 去年.
fn year_at_end(text: &str) -> Option<usize> {
    let relative = words::PERIOD_YEARS.iter().find(|(word, _)| text.ends_with(word));
    relative.map(|(word, _)| text.len() - word.len()).or_else(|| year_start(before_year(text)?))
}

/// What stands before the 年 that ends a text; one blank may part the two.
fn before_year(text: &str) -> Option<&str> {
    text.strip_suffix('年').map(|digits| digits.strip_suffix(is_blank).unwrap_or(digits))
}

/// Where the four digits, or digits and masks, that end a text begin.
fn year_start(text: &str) -> Option<usize> {
    let sign = |c: char| plain(c).is_ascii_digit() || words::YEAR_MASKS.contains(c);
    let (start, _) = text.char_indices().rev().take_while(|(_, c)| sign(*c)).take(4).last()?;
    let year = &text[start..];
    let chars = year.chars().count();
    let century = matches!(year.chars().map(plain).next(), Some('1' | '2'))
        || year.chars().all(|c| words::YEAR_MASKS.contains(c));
    (chars == 4 && century && !text[..start].ends_with(sign)).then_some(start)
}

/// A digit of a year in any register.
fn plain(c: char) -> char {
    let of_numeral = || char::from_digit(numeral::year_digit(c)?.into(), 10);
    number::narrow_digit(c).or_else(of_numeral).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_part_of_last_year_governs_its_clause() {
        let text = "2021年受理9件，去年同期为18件，下降50%";
        let periods = Period::default().mentions(text, None);
        let named = |(at, period): &(usize, Period)| (text[*at..].chars().next(), period.text());
        let found: Vec<_> = periods.iter().map(named).collect();
        let year = |year: &str| Some(year.to_owned());
        assert_eq!(found, [(Some('受'), year("2021年")), (Some('同'), year("2020年")), (Some('，'), year("2021年"))]);
        let risen = Period::default().mentions("2021年占比由2015年的3%上升到4%", None);
        assert_eq!(risen.last().and_then(|(_, period)| period.text()), year("2021年"));
    }

    #[test]
    fn the_last_one_named_governs() {
        for (text, period) in [
            ("2025年，全区完成投资", Some("2025年")),
            ("二〇二四年末", Some("2024年")),
            ("2025年上半年", Some("2025年上半年")),
            ("今年一季度", Some("2026年一季度")),
            ("去年", Some("2025年")),
            ("2021—2025年", Some("2021—2025年")),
            ("20xx年", Some("20xx年")),
            ("比2020年增长", None),
            ("较去年", None),
            ("2024年以来", None),
            ("2026年以来", Some("2026年")),
            ("2024年三季度以后", None),
            ("从二○二一年三月到2024年5月", Some("2021—2024年")),
            ("1990年建成。现在", None),
            ("近3年来", None),
            ("今年的总产值，五年来", None),
            ("2025年“十四五”时期", None),
            ("“十四五”时期的2025年", Some("2025年")),
            ("过去五年", None),
            ("一九五五年到一九五七年", Some("1955—1957年")),
            ("全年", None),
        ] {
            let found = Period::default().after(text, Some(2026));
            assert_eq!(found.text().as_deref(), period, "{text}");
        }
    }
}
