//! Diagnostics: what in a report deserves a look. They are no errors; reading goes on.

use crate::{message::Message, span::Span};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Likely a mistake of the report's.
    Warning,
    /// Something that cannot stand.
    Error,
}

impl Severity {
    /// Its name in rows: info, warning, error.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Every code, with how much it matters.
pub const CODES: [(&str, Severity); 22] = [
    ("bracket-mixed", Severity::Warning),
    ("bracket-unpaired", Severity::Info),
    ("damaged-figure", Severity::Warning),
    ("encoding-doubtful", Severity::Info),
    ("heading-doubtful", Severity::Info),
    ("level-skip", Severity::Info),
    ("level-too-deep", Severity::Warning),
    ("lost-date", Severity::Info),
    ("lost-figure", Severity::Info),
    ("lost-marker", Severity::Info),
    ("lost-name", Severity::Info),
    ("marker-doubtful", Severity::Info),
    ("mixed-newlines", Severity::Info),
    ("numbering-duplicate", Severity::Warning),
    ("numbering-gap", Severity::Warning),
    ("numbering-order", Severity::Warning),
    ("numbering-restart", Severity::Info),
    ("schema-newer", Severity::Warning),
    ("undecodable-bytes", Severity::Warning),
    ("unfilled", Severity::Info),
    ("value-width", Severity::Info),
    ("year-conflict", Severity::Warning),
];

/// Something about a place of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Its code, one of [`CODES`].
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Bytes of the decoded text.
    pub span: Span,
    /// What it is.
    pub message: Message,
    /// What to do.
    pub help: Message,
}

impl Diagnostic {
    /// A diagnostic of a code; its texts are `diag-CODE` and `diag-CODE-help` of the catalogue.
    pub fn new(code: &'static str, span: Span) -> Self {
        let severity = CODES.iter().find(|(known, _)| *known == code).map_or(Severity::Info, |(_, severity)| *severity);
        let (message, help) = texts(code);
        Self { code, severity, span, message: Message::new(message), help: Message::new(help) }
    }

    /// With what is put in the place `{name}` of the message and the help.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        let value = value.to_string();
        self.message = self.message.with(name, &value);
        self.help = self.help.with(name, value);
        self
    }
}

/// The keys of a code's texts.
fn texts(code: &'static str) -> (&'static str, &'static str) {
    let found = |suffix: &str| crate::message::key(&format!("diag-{code}{suffix}")).unwrap_or(code);
    (found(""), found("-help"))
}
