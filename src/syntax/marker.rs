//! Markers (序号): 一、 （一） 1. x. 一是 ——. A style is a spelling of opening, numeral and closing; the table is
//! `grammar/markers.toml`.

use nom::IResult;

use super::{numeral::Format, sets::Sets, sieve::Sieve};
use crate::{
    line::{is_blank, is_break},
    short,
    span::Span,
};

include!(concat!(env!("OUT_DIR"), "/markers.rs"));

/// How near to the flow of prose a style may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// At line starts only.
    Line,
    /// Also after a sentence.
    Sentence,
    /// Also after a clause.
    Clause,
}

/// What must follow a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    Any,
    Blank,
    Space,
    Words,
    Text,
}

/// A row of the table of marker styles.
#[derive(Debug)]
pub(crate) struct Style {
    pub(crate) name: &'static str,
    pub(crate) format: Format,
    /// The styles of this format, a bit each.
    pub(crate) alike: u64,
    pub(crate) open: &'static [&'static str],
    pub(crate) close: &'static [&'static str],
    pub(crate) line_close: &'static [&'static str],
    pub(crate) rank: u16,
    pub(crate) place: Reach,
    pub(crate) after: After,
    pub(crate) chain: bool,
    pub(crate) mask: bool,
    /// The word for the last item, "" where there is none.
    pub(crate) last: &'static str,
    /// The style whose lists its items may go on in; its own where there is no other.
    pub(crate) joins: StyleId,
    /// Whether it may stand without the blank that must follow.
    pub(crate) tight: bool,
    /// Whether the first item, at the start of a line, is believed without a second.
    pub(crate) alone: bool,
    /// A marker of the style; diagnostics name the style by it, a test reads it.
    pub(crate) example: &'static str,
}

/// A style of the table, a depth of levelled numbers (1.1, 1.1.1 …), the bullet, or one of the two styles of
/// headings that have no marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct StyleId(u8);

/// Levelled numbers have two to this many components.
const DEEPEST_LEVELLED: usize = 9;

impl StyleId {
    const LEVELLED: u8 = STYLES.len() as u8;
    /// A bullet.
    pub(crate) const BULLET: Self = Self(Self::LEVELLED + DEEPEST_LEVELLED as u8 - 1);
    /// A heading without a marker on a line of its own.
    pub(crate) const PLAIN: Self = Self(Self::BULLET.0 + 1);
    /// A heading without a marker that ends in a colon: 案例分析：
    pub(crate) const LABEL: Self = Self(Self::BULLET.0 + 2);
    /// How many styles there are.
    pub(crate) const COUNT: usize = Self::LABEL.0 as usize + 1;

    pub(crate) fn entry(self) -> Option<&'static Style> {
        STYLES.get(usize::from(self.0))
    }

    /// The usual depth of the style, outermost first.
    pub(crate) fn rank(self) -> u16 {
        match self.entry() {
            Some(style) => style.rank,
            None if self == Self::BULLET => BULLET_RANK,
            None if self == Self::PLAIN || self == Self::LABEL => u16::MAX,
            None => LEVELLED_RANK + u16::from(self.0 - Self::LEVELLED),
        }
    }

    /// Whether it runs through prose, or is so slight that it needs a second item to be believed.
    pub(crate) fn is_chain(self) -> bool {
        self.entry().is_none_or(|style| style.chain)
    }

    /// Whether it runs through prose: 一是…二是… 第一，… 一要…
    pub(crate) fn is_prose(self) -> bool {
        self.entry().is_some_and(|style| style.chain && style.place > Reach::Line)
    }

    /// Whether an item of this style may go on in a list of `style`: 第三， behind 首先， and 其次，.
    pub(crate) fn goes_on_in(self, style: Self) -> bool {
        self == style || self.entry().is_some_and(|own| own.joins == style)
    }

    /// Whether the numeral may be a mask.
    pub(crate) fn is_maskable(self) -> bool {
        self.entry().is_some_and(|style| style.mask)
    }

    /// Whether a word for the last item may stand for the numeral.
    pub(crate) fn has_last(self) -> bool {
        self.entry().is_some_and(|style| !style.last.is_empty())
    }

    /// Whether it may stand without the blank that must follow.
    pub(crate) fn is_tight(self) -> bool {
        self.entry().is_some_and(|style| style.tight)
    }

    /// Whether the first item is believed at the start of a line, though it is of a chain and no second one follows.
    pub(crate) fn is_alone(self) -> bool {
        self.entry().is_some_and(|style| style.alone)
    }

    /// Whether sites number the pages of a document so: 1、 2、
    pub(crate) fn breaks_pages(self) -> bool {
        self.name() == "decimal-comma"
    }

    /// Whether it is several numbers joined by points.
    pub(crate) fn is_levelled(self) -> bool {
        (Self::LEVELLED..Self::BULLET.0).contains(&self.0)
    }

    /// Whether it numbers at all.
    pub(crate) fn is_numbered(self) -> bool {
        self < Self::BULLET
    }

    /// Its index, below [`StyleId::COUNT`].
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The numbering format, by its OOXML name where it has one; `None` for bullets and unmarked headings.
    pub(crate) fn format(self) -> Option<Format> {
        match self.entry() {
            Some(style) => Some(style.format),
            None if self.is_numbered() => Some(Format::Decimal),
            None => None,
        }
    }

    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self.entry() {
            Some(style) => style.name,
            None if self == Self::BULLET => "bullet",
            None if self == Self::PLAIN => "plain",
            None if self == Self::LABEL => "label",
            None => "levelled",
        }
    }

    /// Whether it is 第X条: law text, where nothing below has a heading.
    pub(crate) fn is_article(self) -> bool {
        self.name() == "article"
    }

    /// Whether it divides a document into parts that begin anew: 第X篇, 第X章, 第X节.
    pub(crate) fn is_division(self) -> bool {
        self.entry().is_some_and(|style| style.rank < 40)
    }
}

impl StyleId {
    /// The style of the table whose markers are opened and closed so.
    pub(crate) fn around_numeral(open: &str, format: Format, close: &str) -> Option<Self> {
        let is_one = |words: &[&str], word: &str| words.iter().any(|other| short::same(other, word));
        let fits = |style: &Style| {
            style.format == format
                && is_one(style.open, open)
                && (is_one(style.close, close) || is_one(style.line_close, close))
        };
        STYLES.iter().position(fits).map(|index| Self(index as u8))
    }

    /// What opens and what closes the numeral in a printed marker of this style; a bullet opens and closes nothing.
    pub(crate) fn around(self, literal: &str) -> (&str, &str) {
        let Some(style) = self.entry() else {
            let close = literal.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            return if self.is_numbered() { ("", close) } else { (literal, "") };
        };
        let open = style.open.iter().find(|open| short::begins(literal, open)).map_or(0, |open| open.len());
        let mut closes = style.close.iter().chain(style.line_close);
        let close = closes.find(|close| short::ends(&literal[open..], close)).map_or(0, |close| close.len());
        (&literal[..open], &literal[literal.len() - close..])
    }
}

/// A marker read at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// Its style.
    pub style: StyleId,
    /// Its number; `None` where it is masked, a bullet or a word for the last item.
    pub number: Option<u64>,
    /// Bytes of the whole marker.
    pub len: usize,
    /// The bytes of the numeral (or mask, or sign) in it.
    pub numeral: Span,
}

/// The styles that can begin with a character, a bit each; 0 for most characters.
fn styles_of(c: char) -> u64 {
    LEADS.of(c)
}

/// By reach, the characters of three bytes that may begin a marker.
static BEGINS: [Sieve; 3] = [begins(REACHES[0]), begins(REACHES[1]), begins(REACHES[2])];

const fn begins(styles: u64) -> Sieve {
    let mut sieve = Sieve::new();
    let mut code = 0x800;
    while code < 1 << 16 {
        if LEADS.of_code(code) & styles != 0 {
            sieve = sieve.with(code);
        }
        code += 1;
    }
    sieve
}

/// Whether a marker may begin with the character of these three bytes where `reach` says: see [`Sieve`].
#[inline]
pub(crate) fn may_begin_in(bytes: [u8; 3], reach: Reach) -> bool {
    let [a, b, c] = bytes;
    BEGINS[reach as usize].may(u32::from_le_bytes([a, b, c, 0]))
}

/// Whether a marker can begin with a character where `reach` says.
pub(crate) fn may_begin(c: char, reach: Reach) -> bool {
    styles_of(c) & REACHES[reach as usize] != 0
}

/// Reads the marker at the start of `text`; `reach` says where the text begins.
/// The longest marker wins; of equally long ones the first of the table. Behind most commas a look at one character tells
/// that there is none, which must not cost a call.
///
/// ebnf: marker
#[inline(always)]
pub(crate) fn parse(text: &str, reach: Reach) -> Option<Marker> {
    let first = text.chars().next()?;
    match styles_of(first) & REACHES[reach as usize] {
        // So it is nearly everywhere.
        0 => None,
        styles => longest(text, reach, styles),
    }
}

/// The longest marker of these styles, a bit each.
fn longest(text: &str, reach: Reach, mut styles: u64) -> Option<Marker> {
    let mut best: Option<Marker> = None;
    let mut bare: Option<Bare> = None;
    while styles != 0 {
        let index = styles.trailing_zeros() as usize;
        styles &= styles - 1;
        let Some(style) = STYLES.get(index) else { continue };
        let marker = styled(index, style, reach, text, &mut bare);
        if let Some(Bare { numeral: Some(_), format, closes }) = bare
            && format == style.format
        {
            // Of the styles that the numeral opens, what follows it closes few.
            styles &= closes | !style.alike;
        }
        let Some(marker) = marker else { continue };
        if best.is_none_or(|best| best.len < marker.len) && may_follow(style, reach, marker.number, &text[marker.len..])
        {
            best = Some(marker);
        }
    }
    if reach == Reach::Line {
        best = best.or_else(|| levelled(text)).or_else(|| bullet(text));
    }
    best
}

/// Reads a text that is a marker and nothing else. A bullet stands alone here, and so does a number that nothing closes.
pub(crate) fn parse_whole(text: &str) -> Option<Marker> {
    let bullet = || {
        BULLETS.contains(&text).then(|| Marker {
            style: StyleId::BULLET,
            number: None,
            len: text.len(),
            numeral: Span::new(0, text.len()),
        })
    };
    let before_words = || parse(&format!("{text} 字"), Reach::Line);
    let marker = parse(text, Reach::Line).or_else(bullet).or_else(before_words);
    marker.filter(|m| m.len == text.len())
}

/// A numeral that may stand at the start of a text: its value and its bytes.
type Numeral = Option<(u64, usize)>;

/// The numeral that a text begins with: several styles of one format have it, and it is read once.
struct Bare {
    format: Format,
    numeral: Numeral,
    /// The styles that what follows it may close, a bit each.
    closes: u64,
}

impl Bare {
    fn read(text: &str, format: Format) -> Self {
        let numeral = format.parse(text);
        let next = numeral.and_then(|(_, len)| text[len..].chars().next());
        let closes = next.map_or(0, |c| CLOSES.of(c)) | UNCLOSED;
        Self { format, numeral, closes }
    }
}

/// Opening, numeral and closing of one style. `bare` is the numeral that the text begins with, where it was read.
///
/// ebnf: styled
fn styled(index: usize, style: &'static Style, reach: Reach, text: &str, bare: &mut Option<Bare>) -> Option<Marker> {
    let (after, open) = any_of(style.open)(text).ok()?;
    // A line break may cut off what opens a marker.
    let rest = match after.as_bytes().first() {
        Some(b'\n' | b'\r') if !open.is_empty() => after.trim_start_matches(|c| is_break(c) || is_blank(c)),
        _ => after,
    };
    let opened = text.len() - rest.len();
    let read = if open.is_empty() {
        let known = bare.take_if(|bare| bare.format == style.format).unwrap_or_else(|| Bare::read(text, style.format));
        let (read, closes) = (known.numeral, known.closes);
        *bare = Some(known);
        if read.is_some() && closes & 1 << index == 0 {
            return None;
        }
        read
    } else {
        style.format.parse(rest)
    };
    let (number, len) = numeral(style, rest, read)?;
    let rest = &rest[len..];
    let close = match any_of(style.close)(rest) {
        Err(_) if reach == Reach::Line => any_of(style.line_close)(rest),
        other => other,
    };
    let (_, close) = close.ok()?;
    Some(Marker {
        style: StyleId(index as u8),
        number,
        len: opened + len + close.len(),
        numeral: Span::new(opened, opened + len),
    })
}

/// Whether a numeral behind these words is one word with the last of them: 第一, 单一, 高一.
pub(crate) fn joins_numeral(words: &str) -> bool {
    NOT_BEHIND.iter().any(|end| short::ends(words, end))
}

/// Whether a text is what opens a marker, and nothing else: （ 第 专栏.
pub(crate) fn is_opening(text: &str) -> bool {
    STYLES.iter().flat_map(|style| style.open).any(|open| !open.is_empty() && *open == text)
}

/// The first of `words` that the text begins with; tables list longer ones first.
fn any_of(words: &'static [&'static str]) -> impl Fn(&str) -> IResult<&str, &str> {
    move |text| {
        let word = words.iter().find(|word| short::begins(text, word)).ok_or_else(|| no(text))?;
        let (head, rest) = text.split_at(word.len());
        Ok((rest, head))
    }
}

/// What was read as a numeral of the style's format, or a mask where the style allows one: its number and bytes.
///
/// ebnf: ordinal-numeral
fn numeral(style: &Style, text: &str, read: Numeral) -> Option<(Option<u64>, usize)> {
    // II. is a Roman number, not the letters of item 35.
    let most = if matches!(style.format, Format::UpperLetter | Format::LowerLetter) { 26 } else { 999 };
    if let Some((number, len)) = read.filter(|&(n, _)| n <= most) {
        return Some((Some(number), len));
    }
    let len = match style.last {
        "" if style.mask => mask(text),
        last if short::begins(text, last) => last.len(),
        _ => 0,
    };
    (len > 0).then_some((None, len))
}

/// Bytes of the run of one or two equal mask signs at the start of `text`: no list has a hundred items.
///
/// ebnf: mask
fn mask(text: &str) -> usize {
    let Some(sign) = MASKS.iter().find(|sign| text.starts_with(**sign)) else {
        return 0;
    };
    let signs = text.as_bytes().chunks(sign.len()).take_while(|c| *c == sign.as_bytes()).count();
    if signs <= 2 { signs * sign.len() } else { 0 }
}

fn no(text: &str) -> nom::Err<nom::error::Error<&str>> {
    nom::Err::Error(nom::error::Error::new(text, nom::error::ErrorKind::Tag))
}

/// Whether what follows lets the marker stand: not 3.5万元, not 2.7890 alone on its line, not 一、二、三产业.
fn may_follow(style: &Style, reach: Reach, number: Option<u64>, rest: &str) -> bool {
    let next = rest.chars().next();
    match style.after {
        After::Any => {}
        After::Blank => {
            if !style.tight && !next.is_none_or(|c| c.is_whitespace() || ":：、，,．.".contains(c) || c == '《') {
                return false;
            }
        }
        After::Space => {
            if !next.is_none_or(|c| is_break(c) || is_blank(c) && c != '\t') {
                return false;
            }
        }
        After::Words => {
            let words = rest.trim_start_matches(|c| is_blank(c) && c != '\t');
            if words.len() == rest.len() || !words.starts_with(is_han) || any_of(COUNTED)(words).is_ok() {
                return false;
            }
        }
        After::Text => {
            let digits = rest.chars().take_while(|c| matches!(c, '0'..='9' | '０'..='９')).count();
            let alone = rest.chars().nth(digits).is_none_or(is_break);
            if ((1..4).contains(&digits) || digits > 0 && alone) && !(style.format == Format::ChineseCounting) {
                return false;
            }
        }
    }
    // One of several in a phrase: the next number follows, joined on or at once.
    let Some(n) = number.filter(|_| !matches!(style.after, After::Blank | After::Space | After::Words)) else {
        return true;
    };
    style.format.parse(rest).is_none_or(|(m, len)| {
        // 二、三十亿斤 says about how many.
        if reach > Reach::Line && style.format == Format::ChineseCounting && is_unit_of(n + 1, &rest[..len]) {
            return false;
        }
        let joined = any_of(JOINERS)(&rest[len..]).is_ok();
        !(joined && m <= n + 1 || m == n + 1 && style.format == Format::ChineseCounting && !style.chain)
    })
}

/// Whether a Chinese numeral is `digit` tens, hundreds, thousands …: 三十, not 三〇.
fn is_unit_of(digit: u64, numeral: &str) -> bool {
    let mut signs = numeral.chars().map(|c| Format::ChineseCounting.parse(c.encode_utf8(&mut [0; 4])));
    let first = signs.next().flatten().map(|(n, _)| n);
    first == Some(digit) && signs.next().is_some_and(|unit| unit.is_none_or(|(n, _)| n >= 10))
}

/// 1.1, 2.3.1 with a blank or a Han character behind; the last component is the number.
///
/// ebnf: levelled
fn levelled(text: &str) -> Option<Marker> {
    let mut components = 0;
    let mut at = 0;
    let (last, number) = loop {
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&digits) {
            return None;
        }
        let component = Span::new(at, at + digits);
        components += 1;
        at += digits;
        let more = text[at..].starts_with('.') && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !more || components == DEEPEST_LEVELLED {
            break (component, text[component.range()].parse::<u64>().ok()?);
        }
        at += 1;
    };
    let closing = text[at..].chars().next().filter(|c| ".．、".contains(*c));
    let len = at + closing.map_or(0, char::len_utf8);
    let next = text[len..].chars().next()?;
    let stands = components >= 2
        && number > 0
        && (next.is_whitespace() || closing.is_some() || is_han(next) && styles_of(next) == 0);
    stands.then_some(Marker {
        style: StyleId(StyleId::LEVELLED + components as u8 - 2),
        number: Some(number),
        len,
        numeral: last,
    })
}

/// A bullet with text behind it.
///
/// ebnf: bullet
fn bullet(text: &str) -> Option<Marker> {
    let (rest, sign) = any_of(BULLETS)(text).ok()?;
    let stands = !rest.is_empty() && !rest.starts_with(['—', '-', '―', '－']);
    stands.then_some(Marker {
        style: StyleId::BULLET,
        number: None,
        len: sign.len(),
        numeral: Span::new(0, sign.len()),
    })
}

/// Whether a character is a Han character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3134F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&str, Option<u64>)> {
        parse(text, Reach::Line).map(|m| (&text[..m.len], m.number))
    }

    #[test]
    fn every_style_reads_its_example() {
        for (index, style) in STYLES.iter().enumerate() {
            let blank = if matches!(style.after, After::Blank | After::Space | After::Words) { " " } else { "" };
            let text = format!("{}{blank}文字", style.example);
            let marker = parse(&text, Reach::Line).unwrap_or_else(|| panic!("{}", style.name));
            assert_eq!(usize::from(marker.style.0), index, "{} is read as {}", style.example, marker.style.name());
            assert_eq!(marker.len, style.example.len(), "{}", style.name);
        }
    }

    #[test]
    fn markers_read_with_their_numbers() {
        for (text, marker, number) in [
            ("一、总体要求", "一、", Some(1)),
            ("（十二）保障", "（十二）", Some(12)),
            ("二)建议", "二)", Some(2)),
            ("三）、其他", "三）、", Some(3)),
            ("1.2024年重点工作", "1.", Some(1)),
            ("1、2号楼", "1、", Some(1)),
            ("x.机构不独立", "x.", None),
            ("二是发展", "二是", Some(2)),
            ("第三，抓落实", "第三，", Some(3)),
            ("第二条 为了", "第二条", Some(2)),
            ("——稳中有进", "——", None),
            ("2.3.1 范围", "2.3.1", Some(1)),
            ("㈢审计", "㈢", Some(3)),
        ] {
            assert_eq!(read(text), Some((marker, number)), "{text}");
        }
    }

    #[test]
    fn phrases_are_no_markers() {
        for text in [
            "3.5万元",
            "2024.1",
            "一、二、三产业",
            "一、二等奖",
            "祖国统一是",
            "（2021—2025年）",
            "三农工作",
            "第一产业",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
