//! The words of `grammar/relations.toml`. They are looked for only around figures, a few clauses at a time.

include!(concat!(env!("OUT_DIR"), "/relations.rs"));

/// Whether a text has one of the words.
pub(super) fn any(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a text begins with one of the words.
pub(super) fn begins(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// The text before the longest of the words at its end.
pub(super) fn without_end<'t>(words: &[&str], text: &'t str) -> Option<&'t str> {
    words.iter().filter_map(|word| text.strip_suffix(word)).min_by_key(|rest| rest.len())
}

/// Where the word begins that stands last of those of a list, and the longest there.
pub(super) fn last<'w>(words: &[&'w str], text: &str) -> Option<(usize, &'w str)> {
    words.iter().filter_map(|word| text.rfind(word).map(|at| (at, *word))).max_by_key(|(at, word)| at + word.len())
}
