//! A web page that stands alone: the outline at the side, slots marked by their kind, diagnostics at their places.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::line::{Line, Piece, groups, lines, table, words};
use crate::{
    check::check,
    diagnostic::Diagnostic,
    frame::Kind,
    message::{Lang, Message},
    place::LineIndex,
    report::Report,
    row::Row,
    write::print,
};

/// How the page looks, on a screen and on paper.
const STYLE: &str = include_str!("../../grammar/page.css");

/// A report as one HTML page that needs no other file. The report stands in it in its own language, what huibao says
/// of it in `lang`.
pub fn html(report: &Report, lang: Lang) -> String {
    let (lines, slots) = lines(report);
    let text = print(report);
    let page = Page { slots: &slots, found: &check(report), index: &LineIndex::new(&text), lang };
    let title =
        lines.iter().find(|line| line.kind == Kind::Title).or(lines.first()).map(Line::text).unwrap_or_default();
    let html = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (page.outline(&lines))
                main { (page.lines(&lines)) (page.list()) }
            }
        }
    };
    html.into_string()
}

struct Page<'r> {
    slots: &'r [Row],
    found: &'r [Diagnostic],
    index: &'r LineIndex<'r>,
    lang: Lang,
}

impl Page<'_> {
    fn say(&self, key: &'static str) -> String {
        Message::new(key).text(self.lang)
    }

    /// The language of what is not the report's.
    fn tongue(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The headings, each a link.
    fn outline(&self, lines: &[Line]) -> Markup {
        html! {
            nav aria-label=(self.say("html-outline")) {
                h2 lang=(self.tongue()) { (self.say("html-outline")) }
                ol {
                    @for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.is_headed()) {
                        li style=(format!("--depth:{}", line.depth)) {
                            a href=(format!("#line-{at}")) { (words(line.parted().0)) }
                        }
                    }
                }
            }
        }
    }

    /// The lines, with what was found in each behind it, in the rows of a table behind the table.
    fn lines(&self, lines: &[Line]) -> Markup {
        let (mut behind, mut next) = (0, 0);
        html! {
            @for group in groups(lines) {
                @let at = behind;
                @let () = behind += group.len();
                @let begins = lines.get(behind).map_or(u32::MAX, |line| line.span.start);
                @let from = std::mem::replace(&mut next, self.found.partition_point(|d| d.span.start < begins));
                (self.group(at, group))
                @for (number, diagnostic) in self.found.iter().enumerate().take(next).skip(from) {
                    (self.note(number, diagnostic))
                }
            }
        }
    }

    fn group(&self, at: usize, group: &[Line]) -> Markup {
        html! {
            @if let Some(rows) = table(group) {
                div.table { table {
                    @for row in &rows {
                        tr { @for cell in row { td { (self.pieces(cell)) } } }
                    }
                } }
            } @else {
                @for line in group { (self.line(at, line)) }
            }
        }
    }

    fn line(&self, at: usize, line: &Line) -> Markup {
        let (heading, text) = line.parted();
        let id = format!("line-{at}");
        match line.kind {
            Kind::Title => html! { h1 { (self.pieces(&line.pieces)) } },
            _ if heading.is_empty() => html! { p class=(line.kind.name()) { (self.pieces(text)) } },
            _ if text.is_empty() => self.heading(line.depth, &id, heading),
            _ => html! { div.run-in { (self.heading(line.depth, &id, heading)) p { (self.pieces(text)) } } },
        }
    }

    /// A heading below the title; HTML has six levels.
    fn heading(&self, depth: usize, id: &str, pieces: &[Piece]) -> Markup {
        let words = self.pieces(pieces);
        match depth {
            0 | 1 => html! { h2 #(id) { (words) } },
            2 => html! { h3 #(id) { (words) } },
            3 => html! { h4 #(id) { (words) } },
            4 => html! { h5 #(id) { (words) } },
            _ => html! { h6 #(id) { (words) } },
        }
    }

    fn pieces(&self, pieces: &[Piece]) -> Markup {
        html! {
            @for piece in pieces {
                @match piece.slot {
                    None => (piece.text),
                    Some(slot) => (self.slot(&self.slots[slot], &piece.text)),
                }
            }
        }
    }

    /// A slot with what is known of it.
    fn slot(&self, row: &Row, text: &str) -> Markup {
        let state = if row.value.is_some() { "filled" } else { "open" };
        let kind = Message::new(row.kind.key()).text(self.lang);
        let known = [
            ("html-kind", Some(kind.as_str())),
            ("html-label", row.label.as_deref()),
            ("html-unit", row.unit.as_deref()),
            ("html-id", Some(row.id.as_str())),
        ];
        let known =
            known.into_iter().filter_map(|(key, value)| Some(Message::new(key).with("value", value?).text(self.lang)));
        let title = known.collect::<Vec<_>>().join("\n");
        html! { mark id=(row.id) class=(format!("{} {state}", row.kind.name())) title=(title) { (text) } }
    }

    /// What was found, at its place.
    fn note(&self, number: usize, diagnostic: &Diagnostic) -> Markup {
        html! {
            aside id=(format!("note-{number}")) class=(diagnostic.severity.name()) lang=(self.tongue()) {
                (self.place(diagnostic)) " " (diagnostic.message.text(self.lang)) " "
                small { (diagnostic.help.text(self.lang)) }
            }
        }
    }

    /// All that was found, each a link to its place.
    fn list(&self) -> Markup {
        html! {
            @if !self.found.is_empty() {
                section.found lang=(self.tongue()) {
                    h2 { (self.say("html-found")) }
                    ol {
                        @for (number, diagnostic) in self.found.iter().enumerate() {
                            li class=(diagnostic.severity.name()) {
                                a href=(format!("#note-{number}")) { (self.place(diagnostic)) }
                                " " (diagnostic.message.text(self.lang))
                            }
                        }
                    }
                }
            }
        }
    }

    /// 3:14 warning numbering-gap
    fn place(&self, diagnostic: &Diagnostic) -> String {
        let (line, column) = self.index.place(diagnostic.span.start as usize);
        format!("{line}:{column} {} {}", diagnostic.severity.name(), diagnostic.code)
    }
}
