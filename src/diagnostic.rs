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
pub const CODES: [(&str, Severity); 27] = [
    ("bracket-mixed", Severity::Warning),
    ("bracket-unpaired", Severity::Info),
    ("damaged-figure", Severity::Warning),
    ("dates-disorder", Severity::Warning),
    ("encoding-doubtful", Severity::Info),
    ("figures-disagree", Severity::Warning),
    ("figures-doubtful", Severity::Info),
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
    ("scale-slip", Severity::Warning),
    ("schema-newer", Severity::Warning),
    ("undecodable-bytes", Severity::Warning),
    ("unfilled", Severity::Info),
    ("value-width", Severity::Info),
    ("word-unread", Severity::Warning),
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
    /// The fingerprint of the relation that it is about.
    pub relation: Option<String>,
}

impl Diagnostic {
    /// A diagnostic of a code; its texts are `diag-CODE` and `diag-CODE-help` of the catalogue.
    pub fn new(code: &'static str, span: Span) -> Self {
        let severity = CODES.iter().find(|(known, _)| *known == code).map_or(Severity::Info, |(_, severity)| *severity);
        let (message, help) = texts(code);
        Self { code, severity, span, message: Message::new(message), help: Message::new(help), relation: None }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Lang, template};

    #[test]
    fn every_code_has_its_texts_in_both_languages() {
        for (code, severity) in CODES {
            let diagnostic = Diagnostic::new(code, Span::default());
            assert_eq!(diagnostic.severity, severity);
            for message in [diagnostic.message, diagnostic.help] {
                for lang in [Lang::Zh, Lang::En] {
                    assert!(template(message.key(), lang).is_some(), "{code}");
                }
            }
        }
    }

    #[test]
    fn codes_are_in_order_and_each_stands_once() {
        assert!(CODES.is_sorted_by(|one, other| one.0 < other.0));
    }

    #[test]
    fn what_is_open_lost_or_doubtful_is_information() {
        for (code, severity) in CODES {
            if code == "unfilled" || code.starts_with("lost-") || code.ends_with("-doubtful") {
                assert_eq!(severity, Severity::Info, "{code}");
            }
        }
    }
}
