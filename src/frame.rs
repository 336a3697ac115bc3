//! The frame of a report: title, byline, addressee, signature, date, attachments, notes, and what is no part of it
//! at all: furniture and teasers of other articles. Found at the head and at the tail, by shape and by the words of
//! `grammar/frame.toml` and `grammar/furniture.toml`.

use std::sync::OnceLock;

use memchr::{memchr, memchr_iter};
use regex::Regex;

use crate::{
    line::{CELL, Line, is_blank},
    short,
    syntax::{
        marker::{self, Reach},
        numeral,
        sets::Sets,
        table::Table,
    },
};

include!(concat!(env!("OUT_DIR"), "/frame.rs"));

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The name of the report.
    Title,
    /// A line under the title that says when and where, often behind a dash.
    Subtitle,
    /// Who speaks or writes.
    Byline,
    /// Whom the report is addressed to, without the colon.
    Addressee,
    /// A paragraph of the text.
    #[default]
    Paragraph,
    /// A numbered part, or a part under a heading of its own.
    Section,
    /// A row of a table: its cells, parted by TAB. Rows that stand one behind the other are a table.
    Row,
    /// Who signs.
    Signature,
    /// When, in a line of its own.
    Date,
    /// A line of the list of attachments.
    Attachment,
    /// A line behind the report: copies to, explanations of terms.
    Note,
    /// What a website or a page left behind.
    Furniture,
    /// The beginning of another article.
    Teaser,
}

impl Kind {
    /// Every kind, in the order of the schema.
    pub const ALL: [Self; 13] = [
        Self::Title,
        Self::Subtitle,
        Self::Byline,
        Self::Addressee,
        Self::Paragraph,
        Self::Section,
        Self::Row,
        Self::Signature,
        Self::Date,
        Self::Attachment,
        Self::Note,
        Self::Furniture,
        Self::Teaser,
    ];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::Byline => "byline",
            Self::Addressee => "addressee",
            Self::Paragraph => "paragraph",
            Self::Section => "section",
            Self::Row => "row",
            Self::Signature => "signature",
            Self::Date => "date",
            Self::Attachment => "attachment",
            Self::Note => "note",
            Self::Furniture => "furniture",
            Self::Teaser => "teaser",
        }
    }

    /// The kind of a name in JSON.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| short::same(kind.name(), name))
    }

    /// Whether it is no part of the report: furniture or a teaser.
    pub fn is_foreign(self) -> bool {
        matches!(self, Self::Furniture | Self::Teaser)
    }
}

pub(crate) struct Furniture {
    hints: &'static [&'static str],
    regex: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Furniture {
    fn fits(&self, line: &str) -> bool {
        let regex = self.compiled.get_or_init(|| Regex::new(self.regex).ok());
        regex.as_ref().is_some_and(|regex| regex.is_match(line))
    }
}

/// Furniture and the frame stand within this many lines of the head and of the tail.
const HEAD: usize = 40;
const TAIL: usize = 40;
/// A line of more characters is text.
const SHORT: usize = 45;
/// A line of more bytes is a paragraph and ends the head.
const PARAGRAPH: usize = 240;

/// The frame: for each line its kind, or `None` where it is the report's text.
pub(crate) fn classify(text: &str, lines: &[Line]) -> Vec<Option<Kind>> {
    let body = |index: usize| &text[lines[index].body.range()];
    let mut frame = vec![None; lines.len()];
    let end = tail(&body, &mut frame);
    head(&body, end, &mut frame);
    closings(&body, end, &mut frame);
    rows(text, lines, &mut frame);
    frame
}

/// The rows of tables: lines that follow one another with as many TABs in each. One that only sets off a marker from its
/// text makes no row.
fn rows(text: &str, lines: &[Line], frame: &mut [Option<Kind>]) {
    if memchr(CELL as u8, text.as_bytes()).is_none() {
        return;
    }
    let mut start = 0;
    while start < lines.len() {
        let (tabs, mut end) = (tabs(text, &lines[start]), start + 1);
        while end < lines.len() && follows(text, &lines[end - 1], &lines[end]) && self::tabs(text, &lines[end]) == tabs
        {
            end += 1;
        }
        let table = start..end;
        start = end;
        let parted = |line: &Line| text[line.body.range()].contains(CELL) && !is_set_off(&text[line.body.range()]);
        let foreign = |kind: &Option<Kind>| kind.is_some_and(Kind::is_foreign);
        if tabs > 0
            && table.len() > 1
            && lines[table.clone()].iter().filter(|line| parted(line)).count() * 2 > table.len()
            && !frame[table.clone()].iter().any(foreign)
        {
            frame[table].fill(Some(Kind::Row));
        }
    }
}

/// How many TABs stand in a line, at its ends too.
fn tabs(text: &str, line: &Line) -> usize {
    let before = &text[..line.body.start as usize];
    let indent = before.len() - before.trim_end_matches(is_blank).len();
    let line = &text.as_bytes()[line.body.start as usize - indent..line.end as usize];
    memchr_iter(CELL as u8, line).count()
}

/// Whether one line stands directly behind another.
fn follows(text: &str, line: &Line, next: &Line) -> bool {
    let gap = text[line.end as usize..next.body.start as usize].trim_end_matches(is_blank);
    matches!(gap, "\n" | "\r\n" | "\r")
}

/// Whether the only TAB of a line stands behind its marker.
fn is_set_off(body: &str) -> bool {
    let marks = |head: &str| marker::parse(body, Reach::Line).is_some_and(|marker| marker.len == head.len());
    body.split_once(CELL).is_some_and(|(head, rest)| !rest.contains(CELL) && marks(head))
}

/// The lines before the text begins.
fn head<'t>(body: &impl Fn(usize) -> &'t str, end: usize, frame: &mut [Option<Kind>]) {
    let mut titled = false;
    for (index, kind) in frame.iter_mut().enumerate().take(end.min(HEAD)) {
        let line = body(index);
        if is_furniture(line) {
            *kind = Some(Kind::Furniture);
            continue;
        }
        if line.len() > PARAGRAPH {
            break;
        }
        let chars = line.chars().count();
        let dashed = line.starts_with(['—', '―']) || line.starts_with("--");
        if line.ends_with(['：', ':']) && is_address(line.trim_end_matches(['：', ':'])) {
            *kind = Some(Kind::Addressee);
            break;
        }
        // A dash before a part, of which there are more, is a bullet.
        if dashed && stands_over_list(body, index, end) {
            break;
        }
        if titled && dashed || titled && is_bracketed(line) && chars <= 60 {
            *kind = Some(Kind::Subtitle);
            continue;
        }
        if marker::parse(line, Reach::Line).is_some_and(|m| m.style.is_numbered()) {
            break;
        }
        if is_date(line) {
            *kind = Some(Kind::Date);
            continue;
        }
        if titled && CAPTION_ENDS.iter().any(|word| line.trim_end_matches('。').ends_with(word)) {
            *kind = Some(Kind::Furniture);
            continue;
        }
        let unpunctuated = !line.ends_with(['。', '；', '，', ',', '：', ':', '！', '？', '…']) && !line.contains('。');
        if chars > SHORT || !unpunctuated {
            break;
        }
        if is_byline(line, titled) {
            *kind = Some(Kind::Byline);
        } else if !titled || is_title(line) {
            *kind = Some(Kind::Title);
            titled = true;
        } else {
            break;
        }
    }
}

/// Whether a line that begins with a dash stands over a list, and another one after it over the same.
fn stands_over_list<'t>(body: &impl Fn(usize) -> &'t str, index: usize, end: usize) -> bool {
    let over = |index: usize| marker::parse(body(index), Reach::Line).filter(|m| m.number == Some(1)).map(|m| m.style);
    let dash = body(index).chars().next();
    let mut later = index + 1..end.min(index + PART).max(index + 1);
    index + 1 < end
        && over(index + 1).is_some_and(|style| {
            later.any(|i| body(i).chars().next() == dash && i + 1 < end && over(i + 1) == Some(style))
        })
}

/// The next part begins within so many lines.
const PART: usize = 100;

/// The lines after the text ends, from the last upwards; returns where they begin.
fn tail<'t>(body: &impl Fn(usize) -> &'t str, frame: &mut [Option<Kind>]) -> usize {
    let lines = frame.len();
    let from = lines.saturating_sub(TAIL);
    let mut end = lines;
    if let Some(first) = (from..lines).find(|&i| i > 0 && is_related(body(i))) {
        frame[first..].fill(Some(Kind::Teaser));
        frame[first] = Some(Kind::Furniture);
        end = first;
    }
    while end > from.max(1) && is_furniture(body(end - 1)) {
        end -= 1;
        frame[end] = Some(Kind::Furniture);
    }
    // Teasers come in pairs: a title, then the beginning of an article, cut off.
    let mut first = end;
    while first >= from + 3 && is_cut_off(body(first - 1)) && is_headline(body(first - 2)) {
        first -= 2;
        frame[first..first + 2].fill(Some(Kind::Teaser));
    }
    first
}

/// Signatures and dates, attachments and notes: wherever a line says so by its whole shape.
fn closings<'t>(body: &impl Fn(usize) -> &'t str, end: usize, frame: &mut [Option<Kind>]) {
    let mut attached = false;
    for index in 0..end {
        if frame[index].is_some() {
            attached = false;
            continue;
        }
        let line = body(index);
        if line.len() > PARAGRAPH {
            attached = false;
            continue;
        }
        if is_date(line) {
            frame[index] = Some(Kind::Date);
            let signs = |i: usize| frame[i].is_none() && is_signature(body(i));
            if index > 0 && signs(index - 1) {
                frame[index - 1] = Some(Kind::Signature);
            }
        } else if is_attachment(line) {
            frame[index] = Some(Kind::Attachment);
            attached = true;
            continue;
        } else if attached && marker::parse(line, Reach::Line).is_some_and(|m| m.number > Some(1)) && line.len() < 150 {
            frame[index] = Some(Kind::Attachment);
            continue;
        } else if starts_with_any(line, NOTE_STARTS) && index * 2 > end {
            frame[index] = Some(Kind::Note);
        }
        attached = false;
    }
}

/// Whether a line names what is attached, or begins the list of it.
pub(crate) fn is_attachment(line: &str) -> bool {
    starts_with_any(line, ATTACHMENT_STARTS)
}

fn starts_with_any(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.starts_with(word))
}

fn ends_with_any(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.ends_with(word))
}

/// Whether a line of the head or the tail is furniture. A pattern is tried only where it has a hint in the line.
pub(crate) fn is_furniture(line: &str) -> bool {
    line.len() <= 400
        && (BUTTONS.contains(&line)
            || line.char_indices().any(|(at, first)| {
                let mut patterns = HINTS.of(first);
                // So it is nearly everywhere.
                while patterns != 0 {
                    let pattern = &FURNITURE[patterns.trailing_zeros() as usize];
                    patterns &= patterns - 1;
                    if pattern.hints.iter().any(|hint| short::begins(&line[at..], hint)) && pattern.fits(line) {
                        return true;
                    }
                }
                false
            }))
}

fn is_related(line: &str) -> bool {
    line.len() <= 60
        && RELATED
            .iter()
            .any(|word| line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['：', ':'])))
}

fn is_cut_off(line: &str) -> bool {
    line.len() >= 90 && (line.ends_with("...") || line.ends_with("…"))
}

fn is_headline(line: &str) -> bool {
    line.chars().count() <= SHORT && !line.ends_with(['。', '；', '：', '，', '！', '？']) && !line.contains('。')
}

/// Whether a line can be the name of a report.
pub(crate) fn is_title(line: &str) -> bool {
    let name = line.trim_end_matches(|c: char| is_bracket(c) || c.is_ascii_digit()).trim_end_matches(is_blank);
    let unbracketed = line.rfind(['（', '(']).map_or(name, |at| &line[..at]);
    let unspaced = || line.chars().filter(|c| !is_blank(*c)).collect::<String>();
    line.chars().count() <= SHORT
        && (ends_with_any(name, TITLE_ENDS)
            || ends_with_any(unbracketed.trim_end_matches(is_blank), TITLE_ENDS)
            || line.contains([' ', '\u{3000}']) && ends_with_any(&unspaced(), TITLE_ENDS))
}

fn is_bracket(c: char) -> bool {
    "（）()〔〕【】[]《》".contains(c)
}

fn is_bracketed(line: &str) -> bool {
    line.starts_with(['（', '(']) && line.ends_with(['）', ')'])
}

/// Whether the words before a colon address somebody.
pub(crate) fn is_address(words: &str) -> bool {
    let words = words.trim_end_matches(is_blank);
    let chars = words.chars().count();
    chars <= 40
        && !words.contains(['。', '；', '：', ':'])
        && (starts_with_any(words, ADDRESS_STARTS) || chars <= 20 && ends_with_any(words, ADDRESS_ENDS))
}

/// Whether a line says that a list follows.
pub(crate) fn is_lead_in(line: &str) -> bool {
    LEAD_INS.iter().any(|word| line.contains(word))
}

/// Whether the last words of a sentence say that a list follows: 现将情况汇报如下。
pub(crate) fn ends_lead_in(sentence: &str) -> bool {
    ends_with_any(sentence, LEAD_IN_ENDS)
}

/// Whether what stands behind a sentence goes on from it.
pub(crate) fn continues(rest: &str) -> bool {
    starts_with_any(rest, CONTINUES)
}

/// Whether a line is the name of one of several collected reports: 工作总结篇一, 工作总结 第2篇.
pub(crate) fn is_collected(line: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || numeral::counts_items(c);
    let unnumbered = line.trim_end_matches(number);
    match line.strip_suffix('篇') {
        Some(rest) => rest.trim_end_matches(number).ends_with('第'),
        None => unnumbered.len() < line.len() && unnumbered.ends_with('篇'),
    }
}

/// Whether words end as headings do that are no sentences: 基本情况, 主要工作.
pub(crate) fn ends_heading(words: &str) -> bool {
    let last = words.chars().next_back().unwrap_or_default();
    HEADING_ENDS.of(last).any(|word| short::ends(words, word))
}

/// Whether words begin as the texts behind such headings do.
pub(crate) fn begins_text(words: &str) -> bool {
    let first = words.chars().next().unwrap_or_default();
    TEXT_STARTS.of(first).any(|word| short::begins(words, word))
}

/// Whether a heading closes a document: 总结, 结语.
pub(crate) fn is_closing_heading(line: &str) -> bool {
    CLOSINGS.contains(&line.trim_end_matches(['：', ':']))
}

/// Whether a paragraph turns to the audience, which ends any chain: 各位代表！
pub(crate) fn is_salutation(line: &str) -> bool {
    starts_with_any(line, ADDRESS_STARTS) && line.char_indices().take(12).any(|(_, c)| "！!，,：:".contains(c))
}

/// Whether what stands behind a title says nothing of what the report is about: 范文, （精选）.
pub(crate) fn is_remark(words: &str) -> bool {
    words.is_empty() || TITLE_REMARKS.contains(&words)
}

fn is_byline(line: &str, titled: bool) -> bool {
    titled && line.chars().count() <= 30 && BYLINE_HAS.iter().any(|word| line.contains(word)) && !is_title(line)
}

fn is_signature(line: &str) -> bool {
    let chars = line.chars().count();
    let plain = !line.contains(['。', '，', '；', '：', '、']);
    (2..=30).contains(&chars)
        && plain
        && (ends_with_any(line, SIGNATURE_ENDS) || chars <= 8 || BYLINE_HAS.iter().any(|word| line.contains(word)))
}

/// Whether a line is a date and nothing else: 2026年4月16日, 二〇二三年十月二十七日, 年 月 日, xxxx年xx月xx日.
pub(crate) fn is_date(line: &str) -> bool {
    // Nearly every line ends otherwise.
    if line.len() > 90 || line.ends_with(['。', '，', '；', '：']) {
        return false;
    }
    let line = line.trim_matches(|c| is_bracket(c) || is_blank(c));
    let line = ["日期", "时间", "日 期"]
        .iter()
        .find_map(|word| line.strip_prefix(word)?.strip_prefix(['：', ':']))
        .unwrap_or(line);
    let mut marks = String::new();
    for c in line.chars() {
        match c {
            '年' | '月' | '日' => marks.push(c),
            _ if is_blank(c) || c.is_numeric() || "xX×Ｘ*_＿〇○零OoＯ".contains(c) => {}
            _ => return false,
        }
    }
    marks == "年月日" || marks == "年月" || marks == "月日" && line.len() > 6
}
