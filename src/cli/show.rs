//! Showing errors and diagnostics: the place, the words with a caret under them, what to do. Nothing that is two
//! columns wide on Chinese consoles but Chinese itself.

use std::io::IsTerminal;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::{
    diagnostic::{Diagnostic, Severity},
    error::Error,
    message::{Lang, Message},
    place::LineIndex,
};

/// How many columns of a line are shown on either side of a place.
const SIDE: usize = 30;

/// What is shown of a place: its line, where it is known.
pub(super) struct Shown<'t> {
    pub(super) file: &'t str,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) text: &'t str,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// An error, ready for stderr.
pub(super) fn error(error: &Error, file: Option<&str>, lang: Lang) -> String {
    let place = error.place.as_deref().map(|place| Shown {
        file: file.unwrap_or(""),
        line: place.line,
        column: place.column,
        text: &place.text,
        from: place.span.start as usize,
        to: place.span.end as usize,
    });
    render(Severity::Error, None, &error.message, error.help.as_ref(), place.as_ref(), lang)
}

/// A diagnostic, ready for stdout.
pub(super) fn diagnostic(diagnostic: &Diagnostic, file: &str, index: &LineIndex<'_>, lang: Lang) -> String {
    let (line, column) = index.place(diagnostic.span.start as usize);
    let (start, text) = index.line(line);
    let from = (diagnostic.span.start as usize - start).min(text.len());
    let to = (diagnostic.span.end as usize).saturating_sub(start).clamp(from, text.len());
    let place = Shown { file, line, column, text, from, to };
    render(diagnostic.severity, Some(diagnostic.code), &diagnostic.message, Some(&diagnostic.help), Some(&place), lang)
}

/// file:line:column: severity[code]: message, then the line with a caret, then the help.
fn render(
    severity: Severity,
    code: Option<&str>,
    message: &Message,
    help: Option<&Message>,
    place: Option<&Shown<'_>>,
    lang: Lang,
) -> String {
    let label = Message::new(match severity {
        Severity::Error => "label-error",
        Severity::Warning => "label-warning",
        Severity::Info => "label-info",
    });
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let label = match code {
        Some(code) => format!("{}[{code}]", label.text(lang)),
        None => label.text(lang),
    };
    let message = message.text(lang);
    let title = match place {
        Some(place) => format!("{message} ({}:{}:{})", place.file, place.line, place.column),
        None => message,
    };
    let help_label = Message::new("label-help").text(lang);
    let help = help.map(|help| help.text(lang));
    let level = level.with_name(label.as_str());
    let mut group =
        level.primary_title(title.as_str()).elements([] as [Snippet<'_, annotate_snippets::Annotation<'_>>; 0]);
    let excerpt = place.map(|place| excerpt(place.text, place.from, place.to));
    if let (Some(place), Some((text, from, to))) = (place, &excerpt) {
        let snippet =
            Snippet::source(text.as_str()).line_start(place.line).annotation(AnnotationKind::Primary.span(*from..*to));
        group = group.element(snippet);
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.with_name(help_label.as_str()).message(help.as_str()));
    }
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// What is shown of a line: at most some columns on either side of the place, never cut inside a grapheme cluster; tabs
/// and control characters as blanks. Also where the place stands in it.
fn excerpt(text: &str, from: usize, to: usize) -> (String, usize, usize) {
    let clean = |part: &str| part.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let (head, middle, tail) = (&text[..from], &text[from..to], &text[to..]);
    let mut before = String::new();
    let mut width = 0;
    let mut start = head.len();
    for (at, cluster) in head.grapheme_indices(true).rev() {
        width += cluster.width();
        if width > SIDE {
            break;
        }
        start = at;
    }
    if start > 0 {
        before.push_str("...");
    }
    before.push_str(&clean(&head[start..]));
    let within = take(middle, SIDE);
    let after = take(tail, SIDE);
    let mut shown = before.clone() + &clean(within);
    let end = shown.len();
    shown.push_str(&clean(after));
    if after.len() < tail.len() {
        shown.push_str("...");
    }
    (shown, before.len(), end)
}

fn take(text: &str, columns: usize) -> &str {
    let mut width = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        width += cluster.width();
        if width > columns {
            return &text[..at];
        }
    }
    text
}

/// `text` filled up with blanks to a width in columns.
pub(super) fn padded(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}

/// `text` cut to a width in columns, with ... where it was longer.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    format!("{}...", take(text, columns.saturating_sub(3)))
}
