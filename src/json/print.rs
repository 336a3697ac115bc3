//! Tree to JSON, streamed: a node's settings are written only where the layout would not print them.

use std::io::{self, Write};

use super::SCHEMA;
use crate::{
    frame::Kind,
    inline::{Facts, Inline, InlineKind, Scope},
    quantity::Quantity,
    report::{Block, Report, Text},
    row::{self, Value},
    setting::{Position, Settings},
    short,
    source::Container,
    span::Span,
};

/// How JSON is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// One block a line.
    #[default]
    Lines,
    /// No blank and no line ending.
    Compact,
}

/// Bytes are handed on in pieces of about this size; an allocator may give much larger ones back to the system each time.
const PIECE: usize = 1 << 14;

/// Writes a report as JSON; `scope` is what it tells of each leaf.
///
/// # Errors
/// Those of the writer.
pub fn to_writer(report: &Report, form: Form, scope: Scope, out: &mut impl Write) -> io::Result<()> {
    let layout = report.layout();
    let settings = Settings::new(&layout);
    let mut printer = Printer {
        report,
        settings,
        form,
        scope,
        buffer: Vec::with_capacity(PIECE + PIECE / 4),
        out,
        inlines: Vec::new(),
    };
    printer.document(&layout)
}

/// The text of a leaf; `plain`: nothing of it needs an escape.
#[derive(Clone, Copy)]
struct Leaf<'r> {
    text: &'r str,
    plain: bool,
}

struct Printer<'r, W> {
    report: &'r Report,
    settings: Settings<'r>,
    form: Form,
    scope: Scope,
    buffer: Vec<u8>,
    out: &'r mut W,
    /// Room for what is told of one leaf.
    inlines: Vec<Inline>,
}

impl<W: Write> Printer<'_, W> {
    fn document(&mut self, layout: &crate::layout::Layout) -> io::Result<()> {
        self.raw("{\"schema\":");
        self.string(SCHEMA)?;
        self.raw(",");
        self.line(1);
        self.raw("\"source\":{\"encoding\":");
        self.string(self.report.source.encoding.name())?;
        if self.report.source.container != Container::Text {
            self.key("container", self.report.source.container.name())?;
        }
        if self.report.source.bom {
            self.raw(",\"bom\":true");
        }
        if self.report.source.doubtful {
            self.raw(",\"doubtful\":true");
        }
        self.raw("},");
        self.line(1);
        self.raw("\"layout\":");
        serde_json::to_writer(&mut self.buffer, layout)?;
        if let Some(letterhead) = &self.report.letterhead {
            self.raw(",");
            self.line(1);
            self.raw("\"letterhead\":");
            serde_json::to_writer(&mut self.buffer, letterhead)?;
        }
        self.raw(",");
        self.line(1);
        self.raw("\"blocks\":");
        self.blocks(&self.report.blocks, None, 0, &mut true)?;
        self.extra(&self.report.extra)?;
        self.raw("}");
        if self.form == Form::Lines {
            self.raw("\n");
        }
        self.out.write_all(&self.buffer)?;
        self.out.flush()
    }

    fn blocks(&mut self, blocks: &[Block], parent: Option<&Block>, depth: usize, opens: &mut bool) -> io::Result<()> {
        self.raw("[");
        // Whether the level's usual pattern printed the marker of the section before.
        let mut usual = true;
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.raw(",");
            }
            self.line(depth + 2);
            let at = Position { depth, parent, first: index == 0, opens: std::mem::take(opens) };
            self.block(block, at, &mut usual, opens)?;
            if self.buffer.len() >= PIECE {
                self.out.write_all(&self.buffer)?;
                self.buffer.clear();
            }
        }
        self.raw("]");
        Ok(())
    }

    fn block(&mut self, block: &Block, at: Position<'_>, usual: &mut bool, opens: &mut bool) -> io::Result<()> {
        let report = self.report;
        self.raw("{\"kind\":\"");
        self.raw(block.kind.name());
        self.raw("\"");
        let section = block.kind == Kind::Section;
        if let Some(number) = block.number {
            self.raw(",\"number\":");
            serde_json::to_writer(&mut self.buffer, &number)?;
        }
        if section && !self.prints_marker(block, at.depth, usual) {
            self.key("marker", report.str(block.marker))?;
        }
        let before = report.str(block.before);
        if !short::same(before, self.settings.before(block, at)) {
            self.key("before", before)?;
        }
        let after_marker = report.str(block.after_marker);
        if !short::same(after_marker, self.settings.after_marker(block, at.depth)) {
            self.key("after_marker", after_marker)?;
        }
        if !section || !block.text.span.is_empty() {
            self.raw(if section { ",\"heading\":" } else { ",\"text\":" });
            self.text(&block.text)?;
        }
        let after = report.str(block.after);
        if !short::same(after, self.settings.after(block, at.depth)) {
            self.key(if section { "after_heading" } else { "after" }, after)?;
        }
        if let Some(rare) = &block.rare {
            if let Some(raw) = &rare.raw {
                self.key("raw", &hex(raw))?;
            }
            if let Some(value) = &rare.value {
                serde_json::to_writer(self.member("value"), &Value::of(InlineKind::Ordinal, value))?;
            }
            self.facts(&rare.facts)?;
            self.extra(&rare.extra)?;
        }
        if section {
            self.raw(",\"blocks\":");
            self.blocks(&block.blocks, Some(block), at.depth + 1, opens)?;
        }
        self.raw("}");
        Ok(())
    }

    /// Whether both the level's layout and the section before would print the marker as it stands. `before`: whether
    /// that section's marker is in the usual pattern of the level; becomes the same of this one.
    fn prints_marker(&self, block: &Block, depth: usize, before: &mut bool) -> bool {
        let Some((usual, style)) = self.settings.usual(depth).zip(block.style) else {
            *before = false;
            return false;
        };
        let marker = self.report.str(block.marker);
        // Masks, bullets and headings without a marker have no number that would tell them: they are literal.
        let alike = usual.prints(marker, style);
        let printed = alike && block.number.is_some_and(|number| usual.prints_number(marker, number));
        let follows = std::mem::replace(before, alike);
        printed && follows
    }

    fn text(&mut self, text: &Text) -> io::Result<()> {
        let report = self.report;
        let text_of = report.str(text.span);
        let leaf = Leaf { text: text_of, plain: is_plain(text_of) };
        let mut room = std::mem::take(&mut self.inlines);
        let inlines = report.inlines_in(text, self.scope, &mut room);
        self.raw("[");
        let mut at = 0;
        let mut separate = false;
        for inline in inlines {
            if inline.span.start > at {
                self.separated(&mut separate);
                self.piece(leaf, Span { start: at, end: inline.span.start })?;
            }
            self.separated(&mut separate);
            self.inline(leaf, inline)?;
            at = inline.span.end;
        }
        if (at as usize) < leaf.text.len() {
            self.separated(&mut separate);
            self.piece(leaf, Span { start: at, end: text.span.len() as u32 })?;
        }
        self.raw("]");
        self.inlines = room;
        Ok(())
    }

    /// A part of a leaf as the value of a key, which is printed as it is given: `,"unit":`.
    #[inline(always)]
    fn part(&mut self, key: &str, leaf: Leaf<'_>, span: Span) -> io::Result<()> {
        self.raw(key);
        self.piece(leaf, span)
    }

    /// A part of a leaf.
    #[inline(always)]
    fn piece(&mut self, leaf: Leaf<'_>, span: Span) -> io::Result<()> {
        if !leaf.plain {
            return self.string(&leaf.text[span.range()]);
        }
        self.quoted(&leaf.text.as_bytes()[span.range()]);
        Ok(())
    }

    /// Bytes that need no escape.
    #[inline(never)]
    fn quoted(&mut self, bytes: &[u8]) {
        self.buffer.push(b'"');
        self.buffer.extend_from_slice(bytes);
        self.buffer.push(b'"');
    }

    fn inline(&mut self, leaf: Leaf<'_>, inline: &Inline) -> io::Result<()> {
        self.part(opening(inline.kind), leaf, inline.span)?;
        if inline.open {
            self.part(",\"mask\":", leaf, inline.run)?;
        }
        if !inline.open {
            self.quantity(leaf.text, inline)?;
        } else if let Some(value) = &inline.value {
            serde_json::to_writer(self.member("value"), &Value::of(inline.kind, value))?;
        }
        const APPROXIMATOR: &str = ",\"approximator\":";
        match (inline.approximator, inline.remainder) {
            (before, behind) if before.is_empty() && behind.is_empty() => {}
            (one, none) | (none, one) if none.is_empty() => self.part(APPROXIMATOR, leaf, one)?,
            (before, behind) => {
                self.raw(APPROXIMATOR);
                self.string(&[&leaf.text[before.range()], &leaf.text[behind.range()]].concat())?;
            }
        }
        for (key, span) in [(",\"scale\":", inline.scale), (",\"unit\":", inline.unit), (",\"limit\":", inline.limit)] {
            if !span.is_empty() {
                self.part(key, leaf, span)?;
            }
        }
        let facts = inline.facts.as_deref();
        for (key, said) in facts.iter().flat_map(|facts| [("scale", &facts.scale), ("unit", &facts.unit)]) {
            if let Some(said) = said {
                self.key(key, said)?;
            }
        }
        if !inline.certain {
            self.raw(",\"certain\":false");
        }
        if let Some(facts) = facts {
            self.facts(facts)?;
            self.extra(&facts.extra)?;
        }
        self.raw("}");
        Ok(())
    }

    /// What a printed number says.
    fn quantity(&mut self, leaf: &str, inline: &Inline) -> io::Result<()> {
        let Quantity { value, amount, low, high } = Quantity::of(inline, leaf);
        if value.is_none()
            && let Some(value) = row::reading(&leaf[inline.run.range()], None)
        {
            serde_json::to_writer(self.member("value"), &value)?;
        }
        for (key, number) in [("value", value), ("amount", amount), ("low", low), ("high", high)] {
            if let Some(number) = number {
                self.member(key);
                number.parts().into_iter().for_each(|part| self.raw(part));
            }
        }
        Ok(())
    }

    /// A key, and where its value goes.
    fn member(&mut self, key: &str) -> &mut Vec<u8> {
        self.raw(",\"");
        self.raw(key);
        self.raw("\":");
        &mut self.buffer
    }

    fn facts(&mut self, facts: &Facts) -> io::Result<()> {
        for (key, value) in [
            ("id", &facts.id),
            ("name", &facts.name),
            ("label", &facts.label),
            ("note", &facts.note),
            ("same_as", &facts.same_as),
        ] {
            if let Some(value) = value {
                self.key(key, value)?;
            }
        }
        for (key, value) in [("min", &facts.min), ("max", &facts.max)] {
            if let Some(value) = value {
                write!(self.buffer, ",\"{key}\":{value}")?;
            }
        }
        if let Some(required) = facts.required {
            write!(self.buffer, ",\"required\":{required}")?;
        }
        Ok(())
    }

    fn extra(&mut self, extra: &[(Box<str>, Box<str>)]) -> io::Result<()> {
        for (key, json) in extra {
            self.raw(",");
            self.string(key)?;
            self.raw(":");
            self.raw(json);
        }
        Ok(())
    }

    fn key(&mut self, key: &str, value: &str) -> io::Result<()> {
        self.raw(",\"");
        self.raw(key);
        self.raw("\":");
        self.string(value)
    }

    fn separated(&mut self, separate: &mut bool) {
        if std::mem::replace(separate, true) {
            self.raw(",");
        }
    }

    fn string(&mut self, text: &str) -> io::Result<()> {
        if is_plain(text) {
            self.quoted(text.as_bytes());
            return Ok(());
        }
        serde_json::to_writer(&mut self.buffer, text).map_err(io::Error::from)
    }

    fn raw(&mut self, text: &str) {
        self.buffer.extend_from_slice(text.as_bytes());
    }

    fn line(&mut self, indent: usize) {
        if self.form == Form::Lines {
            self.buffer.push(b'\n');
            self.buffer.resize(self.buffer.len() + indent, b' ');
        }
    }
}

/// What an inline object begins with, up to its text.
fn opening(kind: InlineKind) -> &'static str {
    match kind {
        InlineKind::Figure => "{\"kind\":\"figure\",\"text\":",
        InlineKind::Year => "{\"kind\":\"year\",\"text\":",
        InlineKind::Date => "{\"kind\":\"date\",\"text\":",
        InlineKind::Ordinal => "{\"kind\":\"ordinal\",\"text\":",
        InlineKind::Name => "{\"kind\":\"name\",\"text\":",
        InlineKind::Redaction => "{\"kind\":\"redaction\",\"text\":",
    }
}

/// Whether a JSON string needs no escape for it. Hardly any text does, and asking that first is far cheaper than looking
/// for escapes byte by byte.
fn is_plain(text: &str) -> bool {
    !text.bytes().fold(false, |found, byte| found | (byte < b' ') | (byte == b'"') | (byte == b'\\'))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_opens_with_the_name_of_its_kind() {
        for kind in InlineKind::ALL {
            assert_eq!(opening(kind), format!("{{\"kind\":\"{}\",\"text\":", kind.name()));
        }
    }
}
