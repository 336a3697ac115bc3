//! Showing errors and diagnostics: the place, the words with a caret under them, what to do. Nothing that is two
//! columns wide on Chinese consoles but Chinese itself.

use std::{
    env,
    io::{self, IsTerminal, Write},
    ops::Range,
};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::{
    diagnostic::{Diagnostic, Severity},
    error::Error,
    message::{Lang, Message},
    place::LineIndex,
};

/// The columns of a terminal that any console has.
pub(super) const COLUMNS: usize = 80;

/// How many columns of a line are shown on either side of a place.
const SIDE: usize = 30;

/// Where something is shown: on a terminal with colours, else without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    /// Bare characters.
    Plain,
    /// With colours.
    Coloured,
}

impl Screen {
    /// Coloured where the stream is a terminal that knows colours and the user has not said NO_COLOR.
    pub(super) fn of(stream: &impl IsTerminal) -> Self {
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        // An old Windows console prints the codes instead of obeying them.
        let old = cfg!(windows) && env::var_os("WT_SESSION").is_none();
        if stream.is_terminal() && !refused && !dumb && !old { Self::Coloured } else { Self::Plain }
    }
}

/// What is shown of a place.
struct Shown<'t> {
    file: &'t str,
    line: usize,
    column: usize,
    /// The whole line, and the bytes of it that are meant.
    text: &'t str,
    from: usize,
    to: usize,
}

/// An error, ready for stderr.
pub(super) fn error(error: &Error, file: Option<&str>, screen: Screen, lang: Lang) -> String {
    let place = error.place.as_deref().map(|place| Shown {
        file: file.unwrap_or("-"),
        line: place.line,
        column: place.column,
        text: &place.text,
        from: place.span.start as usize,
        to: place.span.end as usize,
    });
    let label = Message::new("label-error").text(lang);
    let message = safe(&error.message.text(lang));
    let help = error.help.as_ref().map(|help| safe(&help.text(lang)));
    match (place, file) {
        (Some(place), _) => render((Level::ERROR, &label), &message, &place, help, screen, lang),
        (None, file) => {
            let of =
                file.filter(|file| !message.contains(file)).map(|file| format!("{}: ", safe(file))).unwrap_or_default();
            let help =
                help.map(|help| format!("\n  {}: {help}", Message::new("label-help").text(lang))).unwrap_or_default();
            format!("{label}: {of}{message}{help}")
        }
    }
}

/// A diagnostic of a file, whose lines are in `index`.
pub(super) fn diagnostic(
    diagnostic: &Diagnostic,
    file: &str,
    index: &LineIndex<'_>,
    screen: Screen,
    lang: Lang,
) -> String {
    let (line, column) = index.place(diagnostic.span.start as usize);
    let (start, text) = index.line(line);
    let from = (diagnostic.span.start as usize - start).min(text.len());
    let to = (diagnostic.span.end as usize).saturating_sub(start).clamp(from, text.len());
    let place = Shown { file, line, column, text, from, to };
    let (level, label) = match diagnostic.severity {
        Severity::Error => (Level::ERROR, "label-error"),
        Severity::Warning => (Level::WARNING, "label-warning"),
        Severity::Info => (Level::INFO, "label-info"),
    };
    let label = Message::new(label).text(lang);
    render(
        (level, &format!("{label}[{}]", diagnostic.code)),
        &safe(&diagnostic.message.text(lang)),
        &place,
        Some(safe(&diagnostic.help.text(lang))),
        screen,
        lang,
    )
}

/// `file:line:column: level: message`, the line with a caret under the words, what to do.
fn render(
    (level, name): (Level<'_>, &str),
    message: &str,
    place: &Shown<'_>,
    help: Option<String>,
    screen: Screen,
    lang: Lang,
) -> String {
    let (text, span) = excerpt(place.text, place.from, place.to);
    // The excerpt's own place in its line is not what the library would print: the place stands in front.
    let name = format!("{}:{}:{}: {name}", place.file, place.line, place.column);
    let snippet = Snippet::source(text).line_start(place.line).annotation(AnnotationKind::Primary.span(span));
    let help = help.map(|help| {
        let label = Message::new("label-help").text(lang);
        Level::HELP.with_name(label).message(help)
    });
    let group = level.with_name(name).primary_title(message).element(snippet).elements(help);
    let renderer = match screen {
        Screen::Plain => Renderer::plain(),
        Screen::Coloured => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// What is shown of a line: at most [`SIDE`] columns before a place, of it and behind it, never cut inside a grapheme
/// cluster. Also where the place stands in it.
fn excerpt(text: &str, from: usize, to: usize) -> (String, Range<usize>) {
    let (head, place, tail) = (&text[..from], &text[from..to], &text[to..]);
    let mut start = head.len();
    let mut width = 0;
    for (at, cluster) in head.grapheme_indices(true).rev() {
        width += cluster.width().max(1);
        if width > SIDE {
            break;
        }
        start = at;
    }
    let mut shown = String::from(if start > 0 { "..." } else { "" });
    shown.push_str(&safe(&head[start..]));
    let begin = shown.len();
    let within = take(place, SIDE);
    shown.push_str(&safe(within));
    let end = shown.len();
    let after = if within.len() < place.len() { "" } else { take(tail, SIDE) };
    shown.push_str(&safe(after));
    if within.len() + after.len() < place.len() + tail.len() {
        shown.push_str("...");
    }
    (shown, begin..end)
}

/// The first clusters of a text that fit in so many columns.
fn take(text: &str, columns: usize) -> &str {
    let mut width = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        width += cluster.width().max(1);
        if width > columns {
            return &text[..at];
        }
    }
    text
}

/// Words of a report as a terminal may see them: what it would obey or hide (controls, bidirectional marks, characters
/// of no width at all) is a blank, so that a report can neither colour the screen nor move a caret.
pub(super) fn safe(text: &str) -> String {
    let shown = |c: char| match c {
        _ if c.is_control() => ' ',
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => ' ',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// `text` filled up with blanks to a width in columns; one blank at least.
pub(super) fn padded(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(text.width()).max(1);
    format!("{text}{}", " ".repeat(blanks))
}

/// `text` cut to a width in columns, with ... where it was longer; safe on a screen.
pub(super) fn cut(text: &str, columns: usize) -> String {
    let fitting = take(text, columns);
    if fitting.len() == text.len() {
        return safe(text);
    }
    safe(take(fitting, columns.saturating_sub(3))) + "..."
}

/// A file's name as it can be typed at the system's shell.
pub(super) fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./\\:".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else if cfg!(windows) {
        format!("\"{}\"", safe(name))
    } else {
        format!("'{}'", safe(name).replace('\'', "'\\''"))
    }
}

/// Says something on stderr; where even that is closed, there is no one to tell.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use expect_test::{Expect, expect};

    fn shown(text: &str, words: &str, expected: &Expect) {
        let at = text.find(words).unwrap_or(text.len());
        let diagnostic = Diagnostic::new("damaged-figure", Span::new(at, at + words.len()));
        let index = LineIndex::new(text);
        let diagnostic = super::diagnostic(&diagnostic.with("text", words), "甲.txt", &index, Screen::Plain, Lang::Zh);
        expected.assert_eq(&(diagnostic + "\n"));
    }

    #[test]
    fn a_caret_stands_right_under_chinese() {
        shown(
            "\t全市共有x轴\u{3000}科普\u{200B}讲座20xx9次（每次3场），比上年增加。\r\n下一行",
            "20xx9次",
            &expect![[r#"
                甲.txt:1:14: 警告[damaged-figure]: “20xx9次”像是被误替换损坏的数字
                  |
                1 |  全市共有x轴　科普 讲座20xx9次（每次3场），比上年增加。
                  |                        ^^^^^^^
                  |
                  = 怎么办: 核对原文后填写
            "#]],
        );
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}应到人{}", "组织开展科普".repeat(20), "e\u{301}".repeat(200));
        shown(
            &text,
            "应到人",
            &expect![[r#"
            甲.txt:1:121: 警告[damaged-figure]: “应到人”像是被误替换损坏的数字
              |
            1 | ...展科普组织开展科普组织开展科普应到人éééééééééééééééééééééééééééééé...
              |                                  ^^^^^^
              |
              = 怎么办: 核对原文后填写
        "#]],
        );
    }

    #[test]
    fn a_place_of_no_width_has_a_caret() {
        shown(
            "参合率达 %",
            "",
            &expect![[r#"
            甲.txt:1:1: 警告[damaged-figure]: “”像是被误替换损坏的数字
              |
            1 | 参合率达 %
              | ^
              |
              = 怎么办: 核对原文后填写
        "#]],
        );
        shown(
            "",
            "",
            &expect![[r#"
            甲.txt:1:1: 警告[damaged-figure]: “”像是被误替换损坏的数字
              |
            1 |
              | ^
              |
              = 怎么办: 核对原文后填写
        "#]],
        );
    }

    #[test]
    fn a_place_over_several_lines_is_shown_in_its_first() {
        shown(
            "一、概况\n二、打算",
            "概况\n二、打算",
            &expect![[r#"
            甲.txt:1:3: 警告[damaged-figure]: “概况 二、打算”像是被误替换损坏的数字
              |
            1 | 一、概况
              |     ^^^^
              |
              = 怎么办: 核对原文后填写
        "#]],
        );
    }

    #[test]
    fn a_report_cannot_speak_to_the_terminal() {
        shown(
            "共\u{1b}[31mxx名\u{202E}",
            "\u{1b}[31mxx名",
            &expect![[r#"
            甲.txt:1:2: 警告[damaged-figure]: “ [31mxx名”像是被误替换损坏的数字
              |
            1 | 共 [31mxx名 
              |   ^^^^^^^^^
              |
              = 怎么办: 核对原文后填写
        "#]],
        );
    }

    #[test]
    fn an_error_without_a_place_is_two_lines() {
        let error = crate::error::Error::new(crate::error::ErrorKind::Io, Message::new("io-none").with("file", "甲"))
            .help(Message::new("io-read-help"));
        expect![[r#"
            error: no report (.txt, .text, .md, .html, .htm, .mht, .json) in 甲
              help: check the name and the permissions"#]]
        .assert_eq(&super::error(&error, None, Screen::Plain, Lang::En));
    }

    #[test]
    fn words_are_cut_to_their_columns() {
        assert_eq!(cut("科普讲座", 8), "科普讲座");
        assert_eq!(cut("科普讲座次", 8), "科普...");
        assert_eq!(padded("次", 4), "次  ");
        assert_eq!(padded("讲座", 4), "讲座 ", "columns never run together");
    }

    #[cfg(unix)]
    #[test]
    fn names_can_be_typed_as_they_are_shown() {
        assert_eq!(quoted("库/汇报.txt"), "库/汇报.txt");
        assert_eq!(quoted("工作 汇报.txt"), "'工作 汇报.txt'");
        assert_eq!(quoted("it's.txt"), "'it'\\''s.txt'");
    }
}
