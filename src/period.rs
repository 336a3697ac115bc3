//! The year, half-year or quarter that governs a figure: the last one that its paragraph names before it, else the one of
//! its section's heading, else the one of the title.

use crate::{
    frame::Kind,
    report::Report,
    syntax::{
        number,
        words::{self, Before},
    },
};

/// A year with or without a part of it, as far as a text names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Period {
    /// "2025", "2021—2025", "20xx"; `None` where only a part is named.
    year: Option<String>,
    /// 上半年, 一季度.
    part: Option<String>,
}

impl Period {
    /// The period that the titles of a report name.
    pub(crate) fn of(report: &Report) -> Self {
        let titles = report.blocks.iter().filter(|block| matches!(block.kind, Kind::Title | Kind::Subtitle));
        titles.fold(Self::default(), |period, title| period.after(&report.printed(&title.text), None))
    }

    /// The period that the head of a column names, in a report about `self`: 2023年, 上年, 同期. None where it names none.
    pub(crate) fn of_head(&self, head: &str) -> Option<String> {
        let report = self.number();
        let same = &words::HEAD_SAME_PERIOD;
        if same.at_end(head).or(same.at_start(head)).is_some() {
            let year = Some(report?.checked_sub(1)?.to_string());
            return Self { year, part: self.part.clone() }.text();
        }
        self.mentions(head, report).pop()?.1.text()
    }

    /// What a text names last; what that leaves open is taken from `self`. `report` is the year that 今年 means.
    pub(crate) fn after(&self, text: &str, report: Option<u32>) -> Self {
        self.mentions(text, report).pop().map_or_else(|| self.clone(), |(_, period)| period)
    }

    /// Each period that a text names, with the byte behind its words, in order.
    pub(crate) fn mentions(&self, text: &str, report: Option<u32>) -> Vec<(usize, Self)> {
        let mut found: Vec<(usize, Self)> = Vec::new();
        let mut ends: Vec<usize> = text.match_indices('年').map(|(at, year)| at + year.len()).collect();
        let quarters = text.match_indices('度').filter(|(at, _)| text[..*at].ends_with('季'));
        ends.extend(quarters.map(|(at, word)| at + word.len()));
        ends.sort_unstable();
        for end in ends {
            let head = &text[..end];
            let last = found.last().map_or(self, |(_, period)| period);
            let period = if let Some(part) = words::PERIOD_PARTS.at_end(head) {
                Some(Self { year: last.year.clone(), part: Some(part.to_owned()) })
            } else {
                year(head, report).map(|year| Self { year: Some(year), part: None })
            };
            if let Some(period) = period {
                found.push((end, period));
            }
        }
        found
    }

    /// One past the last byte of the last period that a text names.
    pub(crate) fn named(text: &str) -> Option<usize> {
        Self::default().mentions(text, Some(0)).last().map(|(end, _)| *end)
    }

    /// The year as a number, where one year is named in full.
    pub(crate) fn number(&self) -> Option<u32> {
        self.year.as_ref()?.parse().ok()
    }

    /// "2025年上半年"; `None` where nothing is known.
    pub(crate) fn text(&self) -> Option<String> {
        let year = self.year.as_ref().map(|year| format!("{year}年")).unwrap_or_default();
        let text = year + self.part.as_deref().unwrap_or("");
        (!text.is_empty()).then_some(text)
    }
}

/// The year that ends at the end of `head`, 年 included; a year that something is compared with is none.
fn year(head: &str, report: Option<u32>) -> Option<String> {
    let relative = words::PERIOD_YEARS.iter().find(|(word, _)| head.ends_with(word));
    if let Some((word, by)) = relative {
        let compared = words::COMPARING.at_end(&head[..head.len() - word.len()]).is_some();
        return report.filter(|_| !compared)?.checked_add_signed(*by).map(|year| year.to_string());
    }
    let digits = head.strip_suffix('年')?;
    let start = year_start(digits)?;
    let before = Before::new(&digits[..start]);
    if before.has(&words::COMPARING) || before.last().is_ascii_alphanumeric() {
        return None;
    }
    let year = digits[start..].chars().map(plain).collect::<String>();
    let joiner = before.word(&words::JOINERS).filter(|word| !word.chars().all(char::is_alphabetic));
    let first = joiner.map(|joiner| &digits[..start - joiner.len()]);
    match first.and_then(|first| Some((first, year_start(first)?))) {
        Some((first, at)) => Some(format!("{}—{year}", first[at..].chars().map(plain).collect::<String>())),
        None => Some(year),
    }
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
    number::narrow_digit(c).or_else(|| number::digit(c)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("近3年来", None),
            ("全年", None),
        ] {
            let found = Period::default().after(text, Some(2026));
            assert_eq!(found.text().as_deref(), period, "{text}");
        }
    }
}
