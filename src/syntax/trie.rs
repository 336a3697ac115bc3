//! Words that are looked up all at once, each unless what makes it another word stands behind it: one step a byte.

/// A double array; see `build/trie.rs`.
#[derive(Debug)]
pub(crate) struct Trie {
    /// For each node the base of those behind it, the node before it, and the bytes of the longest word that stands where a
    /// text leads to it and no further.
    pub(crate) nodes: &'static [(u16, u16, u8)],
}

impl Trie {
    /// The longest word at the start of `text`.
    #[inline(never)]
    pub(crate) fn at_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut at = 0;
        let (mut base, _, mut len) = self.nodes[0];
        for byte in text.bytes() {
            let next = usize::from(base) + usize::from(byte);
            match self.nodes.get(next) {
                Some(&(behind, before, word)) if usize::from(before) == at => (at, base, len) = (next, behind, word),
                _ => break,
            }
        }
        (len > 0).then(|| &text[..usize::from(len)])
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};
    use toml::{Table, Value};

    use crate::syntax::words;

    /// The units of the grammar, each with what must not stand behind it.
    fn units() -> Vec<(String, Vec<String>)> {
        let grammar: Table = include_str!("../../grammar/units.toml").parse().expect("a table");
        let strings = |list: &Value| -> Vec<String> { list.clone().try_into().expect("a list of strings") };
        let plain = strings(&grammar["plain"]).into_iter().map(|unit| (unit, Vec::new()));
        let measures = grammar["measure"].as_table().expect("a table");
        plain.chain(measures.iter().map(|(unit, not)| (unit.clone(), strings(not)))).collect()
    }

    proptest! {
        #[test]
        fn the_longest_unit_is_found_that_nothing_makes_another_word(
            (unit, not) in select(units()), behind in "[，人次数民平方百分点时]{0,3}", pick in any::<proptest::sample::Index>(),
        ) {
            let goes_on = if not.is_empty() { "" } else { pick.get(&not) };
            for text in [format!("{unit}{behind}"), format!("{unit}{goes_on}{behind}")] {
                let fits = |(unit, not): &(String, Vec<String>)| {
                    text.strip_prefix(unit.as_str()).is_some_and(|rest| !not.iter().any(|word| rest.starts_with(word)))
                };
                let expected = units().into_iter().filter(fits).map(|(unit, _)| unit).max_by_key(String::len);
                prop_assert_eq!(words::UNITS.at_start(&text), expected.as_deref());
            }
        }
    }
}
