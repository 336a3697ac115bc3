//! Hints: what a container says of lines that a mere text leaves to guessing. They are laid over the frame, and headings
//! without a marker are proposed where they say so.

use crate::{
    frame::{self, Kind},
    line::Line,
    span::Span,
};

/// What is said of a line.
#[cfg_attr(not(any(feature = "docx", feature = "html")), expect(dead_code, reason = "only containers give hints"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// It is of this kind.
    Kind(Kind),
    /// It is a heading, so many levels below the outermost.
    #[cfg_attr(all(feature = "html", not(feature = "docx")), expect(dead_code, reason = "only Word says so"))]
    Heading(u8),
}

/// The hints of a text: spans of whole lines, in order, none touching another's line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints(Vec<(Span, Hint)>);

impl Hints {
    /// Says something of the lines of a span; spans are given in order.
    #[cfg_attr(not(any(feature = "docx", feature = "html")), expect(dead_code, reason = "only containers give hints"))]
    pub(crate) fn push(&mut self, span: Span, hint: Hint) {
        self.0.push((span, hint));
    }

    fn of(&self, line: &Line) -> Option<Hint> {
        let at = self.0.partition_point(|(span, _)| span.end <= line.body.start);
        let (span, hint) = self.0.get(at)?;
        (span.start <= line.body.start).then_some(*hint)
    }

    /// The frame: lines that are said to be of a kind are that, the others what they are without those. A heading is the
    /// report's own text, but for a title that is set as the only heading of its level.
    pub(crate) fn frame(&self, text: &str, lines: &[Line]) -> Vec<Option<Kind>> {
        if self.0.is_empty() {
            return frame::classify(text, lines);
        }
        let hints: Vec<Option<Hint>> = lines.iter().map(|line| self.of(line)).collect();
        let is_own = |line: &usize| !matches!(hints[*line], Some(Hint::Kind(_)));
        let own: Vec<usize> = (0..lines.len()).filter(is_own).collect();
        let others: Vec<Line> = own.iter().map(|&line| lines[line]).collect();
        let mut frame: Vec<Option<Kind>> = hints
            .iter()
            .map(|hint| match hint {
                Some(Hint::Kind(kind)) => Some(*kind),
                _ => None,
            })
            .collect();
        for (line, kind) in own.into_iter().zip(frame::classify(text, &others)) {
            frame[line] = kind;
        }
        let alone = |hint: Hint| self.0.iter().filter(|(_, other)| *other == hint).nth(1).is_none();
        let mut titled = false;
        for (kind, hint) in frame.iter_mut().zip(hints) {
            if let Some(hint @ Hint::Heading(_)) = hint
                && (titled || *kind != Some(Kind::Title) || !alone(hint))
            {
                *kind = None;
            }
            titled |= *kind == Some(Kind::Title);
        }
        frame
    }

    /// How deep a line's heading stands, where it is said to be one.
    pub(crate) fn heading(&self, line: &Line) -> Option<u8> {
        match self.of(line) {
            Some(Hint::Heading(level)) => Some(level),
            _ => None,
        }
    }
}
