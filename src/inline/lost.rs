//! Figures, dates and names that are missing with no mask at all: 经费万元, 2月日, 其中办事处. A slot of no width stands there.

use super::{
    InlineKind,
    scan::{Reader, bare, figure_of},
    spaced,
};
use crate::{
    line::{CELL, is_blank},
    span::Span,
    syntax::{
        figure::{self, Parts},
        mask, words,
    },
};

impl Reader<'_> {
    /// A unit whose number is lost, or a date without its digits.
    pub(super) fn lost(&mut self, at: usize, len: usize) {
        let leaf = self.leaf;
        if leaf[..at].ends_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let before = leaf[self.covered.min(at)..at].trim_end_matches(is_blank);
        let here = &leaf[at..];
        let gap = at - self.covered.min(at) - before.len();
        // What stands behind a TAB is a cell of a table by itself.
        if before.is_empty() && gap == 0 || leaf[..at].ends_with(CELL) {
            return;
        }
        let previous = before.chars().next_back();
        let lost = match &here[..len] {
            "万" | "亿" => self.lost_scaled(here, before, gap),
            "%" | "％" | "‰" => {
                let plain =
                    previous.is_some_and(|c| c.is_alphabetic() && !c.is_ascii() && !words::LOST_NOT_AFTER.contains(c));
                let hex = here[len..].starts_with(|c: char| c.is_ascii_alphanumeric());
                (plain && !hex).then_some(InlineKind::Figure)
            }
            "日" => self.lost_day(at, before, gap),
            _ => {
                // 应到人, but not 落实到人.
                let counted = words::LOST_COUNTS.at_end(before).is_some_and(|word| {
                    !word.ends_with('到') || !before[..before.len() - word.len()].ends_with(char::is_alphabetic)
                });
                let stops = || here[len..].chars().next().is_none_or(|c| is_blank(c) || spaced::STOPS.contains(c));
                let told = counted && words::LOST_UNITS.at_start(here).is_some() && (gap > 0 || stops());
                (told || gap > 0 && spaced::is_lost(leaf, at)).then_some(InlineKind::Figure)
            }
        };
        match lost {
            Some(InlineKind::Date) => self.push(bare(InlineKind::Date, at, "lost-day")),
            Some(_) => {
                let parts = figure::tail(leaf, at, self.lexicon);
                if let Some(head) = before.strip_suffix("——").filter(|_| gap == 0) {
                    // Dashes where a number was.
                    let start = self.covered.min(at) + head.len();
                    self.push(figure_of(Span::new(start, at), parts, "dashes", true));
                } else if parts.end > at {
                    self.push(figure_of(Span::empty(at), Parts { start: at, ..parts }, "lost-figure", false));
                }
            }
            None => self.lost_name(at),
        }
    }

    fn lost_scaled(&self, here: &str, before: &str, gap: usize) -> Option<InlineKind> {
        let previous = before.chars().next_back();
        let unit = words::LOST_SCALED.at_start(here)?;
        // 预算: 万元，: behind a colon a blank stands where the number was.
        let told = || gap > 0 && before.ends_with([':', '：']) && !spaced::is_told(before);
        let plain = previous.is_some_and(|c| !words::LOST_NOT_AFTER.contains(c)) || told();
        // 亿元以上项目, 万吨级列车: what goes on is a word of its own.
        let own = |c: char| c.is_alphanumeric() && c != '用' && !(gap > 0 && c.is_ascii_digit());
        let closed = !here[unit.len()..].starts_with(own);
        (plain && closed).then_some(InlineKind::Figure)
    }

    /// 2月日; 年 月 日 with blanks where the digits were.
    fn lost_day(&mut self, at: usize, before: &str, gap: usize) -> Option<InlineKind> {
        let months = before.strip_suffix('月')?;
        let dated = months.ends_with(|c: char| c.is_ascii_digit() || mask::sign(c).is_some());
        if dated {
            return Some(InlineKind::Date);
        }
        let year = months.trim_end_matches(is_blank);
        // 1978年月日生
        let born = year.len() == months.len() && gap == 0;
        let dated = year
            .strip_suffix('年')
            .is_some_and(|y| y.ends_with(|c: char| c.is_ascii_digit() || mask::sign(c).is_some()));
        if born && dated {
            self.push(bare(InlineKind::Date, self.covered.min(at) + months.len(), "lost-month"));
            return Some(InlineKind::Date);
        }
        let month_at = self.covered.min(at) + months.len();
        let month_gap = months.len() - year.len();
        if gap == 0 || month_gap == 0 || !year.ends_with('年') {
            return None;
        }
        let year = &year[..year.len() - '年'.len_utf8()];
        let year_at = self.covered.min(at) + year.len();
        if year.trim_end_matches(is_blank).is_empty() || year.ends_with(is_blank) {
            let mut lost = bare(InlineKind::Year, year_at, "lost-year");
            lost.unit = Span::new(year_at, year_at + '年'.len_utf8());
            lost.span = lost.unit;
            self.push(lost);
        }
        self.push(bare(InlineKind::Date, month_at, "lost-month"));
        Some(InlineKind::Date)
    }

    fn lost_name(&mut self, at: usize) {
        let leaf = self.leaf;
        let named =
            words::LOST_NAMED.at_start(&leaf[at..]).is_some() && words::LOST_NAMED_AFTER.at_end(&leaf[..at]).is_some();
        let person = leaf[..at].trim_end_matches(is_blank).len() <= 3
            && leaf[..at].starts_with([',', '，'])
            && leaf[at..].starts_with(['男', '女'])
            && leaf[at + 3..].starts_with([',', '，']);
        if named {
            self.push(bare(InlineKind::Name, at, "lost-name"));
        } else if person && self.covered == 0 {
            self.push(bare(InlineKind::Name, 0, "lost-name"));
        }
    }
}
