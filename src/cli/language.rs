//! The language of messages: `--lang`, then HUIBAO_LANG, LC_ALL, LC_MESSAGES, LANG, then the system's.

use std::{env, ffi::OsString};

use crate::message::Lang;

/// The language for a command line; looked for before it is parsed, because its help is in that language too.
pub(super) fn choose(args: &[OsString]) -> Lang {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        let value = if arg == "--lang" { args.next() } else { arg.strip_prefix("--lang=") };
        if let Some(lang) = value.and_then(of) {
            return lang;
        }
    }
    let set = ["HUIBAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| env::var(name).ok())
        .find(|value| !value.is_empty());
    let locale = set.or_else(sys_locale::get_locale);
    locale.as_deref().and_then(of).unwrap_or_default()
}

fn of(locale: &str) -> Option<Lang> {
    match locale.get(..2)?.to_ascii_lowercase().as_str() {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}
