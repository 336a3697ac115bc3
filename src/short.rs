//! Short strings, compared in place: for the two or three bytes of a marker's close or of a line ending the call that a
//! comparison of slices makes costs many times the comparison. A Han character has three bytes: they are compared at once.

/// Whether both are equal.
#[inline]
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && begins(a, b)
}

/// Whether `text` begins with `word`.
#[inline]
pub(crate) fn begins(text: &str, word: &str) -> bool {
    goes_on(text, word, 0)
}

/// Whether `text` begins with `word`, of which the first `known` bytes are known to stand there.
#[inline]
pub(crate) fn goes_on(text: &str, word: &str, known: usize) -> bool {
    let (Some(mut text), Some(mut word)) = (text.as_bytes().get(known..), word.as_bytes().get(known..)) else {
        return false;
    };
    while let [a, b, c, rest @ ..] = word {
        match text {
            [d, e, f, behind @ ..] if a == d && b == e && c == f => (text, word) = (behind, rest),
            _ => return false,
        }
    }
    match *word {
        [] => true,
        [a] => matches!(*text, [b, ..] if a == b),
        [a, b, ..] => matches!(*text, [c, d, ..] if (a, b) == (c, d)),
    }
}

/// Whether `text` ends with `word`.
#[inline]
pub(crate) fn ends(text: &str, word: &str) -> bool {
    let (mut text, mut word) = (text.as_bytes(), word.as_bytes());
    while let [rest @ .., a, b, c] = word {
        match text {
            [before @ .., d, e, f] if a == d && b == e && c == f => (text, word) = (before, rest),
            _ => return false,
        }
    }
    match *word {
        [] => true,
        [a] => matches!(*text, [.., b] if a == b),
        [.., a, b] => matches!(*text, [.., c, d] if (a, b) == (c, d)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_compare_as_strings_do(text in "[一二aé]{0,5}", word in "[一二aé]{0,3}") {
            prop_assert_eq!(same(&text, &word), text == word);
            prop_assert_eq!(begins(&text, &word), text.starts_with(&word));
            if let (Some(first), Some(same)) = (text.chars().next(), word.chars().next()) && first == same {
                prop_assert_eq!(goes_on(&text, &word, first.len_utf8()), text.starts_with(&word));
            }
            prop_assert_eq!(ends(&text, &word), text.ends_with(&word));
        }
    }
}
