//! Texts for people, in Chinese and English, from the catalogues in `grammar/messages/`.

use std::fmt::{self, Display};

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The language of messages, diagnostics and help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    #[default]
    En,
}

/// A text of the catalogue with what is put in its `{places}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    key: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Message {
    /// The message `key`; a key that is in no catalogue prints itself (a test shows that there is none).
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Puts `value` in the place `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The key in the catalogue.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// The text in a language. `{count:file|files}` of the catalogue is a count and the word for one or for more.
    pub fn text(&self, lang: Lang) -> String {
        let mut rest = template(self.key, lang).unwrap_or(self.key);
        let mut out = String::with_capacity(rest.len());
        while let Some(open) = rest.find('{') {
            let Some(len) = rest[open..].find('}') else {
                break;
            };
            out.push_str(&rest[..open]);
            let (name, words) = match rest[open + 1..open + len].split_once(':') {
                Some((name, words)) => (name, words.split_once('|')),
                None => (&rest[open + 1..open + len], None),
            };
            let value = self.args.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str());
            match value {
                Some(value) => out.push_str(value),
                None => out.extend(["{", name, "}"]),
            }
            if let Some((one, more)) = words {
                out.extend([" ", if value == Some("1") { one } else { more }]);
            }
            rest = &rest[open + len + 1..];
        }
        out.push_str(rest);
        out
    }
}

impl Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// The raw text of `key`, with its `{places}`.
pub(crate) fn template(key: &str, lang: Lang) -> Option<&'static str> {
    let at = MESSAGES.binary_search_by_key(&key, |(k, _)| k).ok()?;
    Some(MESSAGES[at].1[lang as usize])
}

/// The catalogue's own copy of a key.
pub(crate) fn key(key: &str) -> Option<&'static str> {
    let at = MESSAGES.binary_search_by_key(&key, |(k, _)| k).ok()?;
    Some(MESSAGES[at].0)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// Every message that the code names is in the catalogue, and every message of the command line is named.
    #[test]
    fn no_message_is_missing_or_idle() {
        let mut code = String::new();
        gather(Path::new("src"), &mut code);
        let named = regex::Regex::new(r#"Message::new\(\s*"([^"]+)""#).expect("a pattern");
        for found in named.captures_iter(&code) {
            let key = &found[1];
            assert!(template(key, Lang::Zh).is_some(), "`{key}` is in no catalogue");
        }
        let catalogue = fs::read_to_string("grammar/messages/cli.toml").expect("the catalogue");
        let catalogue: toml::Table = catalogue.parse().expect("TOML");
        for key in catalogue.keys().filter(|key| !key.starts_with("help")) {
            assert!(code.contains(&format!("\"{key}\"")), "`{key}` is named nowhere");
        }
    }

    #[test]
    fn a_count_has_its_word() {
        let found = |errors, warnings| {
            let found = Message::new("cli-found").with("errors", errors).with("warnings", warnings);
            found.with("infos", 0).text(Lang::En)
        };
        assert_eq!(found(1, 2), "1 error, 2 warnings, 0 infos");
        assert_eq!(found(0, 1), "0 errors, 1 warning, 0 infos");
        assert_eq!(Message::new("diag-unfilled").text(Lang::En), "{count} open slots");
        assert_eq!(Message::new("diag-unfilled").with("count", 1).text(Lang::En), "1 open slot");
    }

    fn gather(folder: &Path, code: &mut String) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                gather(&path, code);
            } else {
                code.push_str(&fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
}
