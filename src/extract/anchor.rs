//! Anchors: what stands once in each of two texts, and so stands for the same in both; and the longest row of anchors
//! that keep their order.

use std::collections::HashMap;

/// The pieces of so many characters of a text, with where each begins.
pub(super) fn grams(text: &str, size: usize) -> impl Iterator<Item = (usize, &str)> {
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).skip(size);
    text.char_indices().zip(ends).map(|((start, _), end)| (start, &text[start..end]))
}

/// Whom each of the keys belongs to that have one owner only.
pub(super) fn owned<'t>(keys: impl Iterator<Item = (usize, &'t str)>) -> HashMap<&'t str, usize> {
    let mut owners: HashMap<&str, Option<usize>> = HashMap::new();
    for (owner, key) in keys {
        owners.entry(key).and_modify(|known| *known = known.filter(|known| *known == owner)).or_insert(Some(owner));
    }
    owners.into_iter().filter_map(|(key, owner)| Some((key, owner?))).collect()
}

/// Of pairs in the order of their first, the most that are in the order of their second too.
pub(super) fn in_order(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last pair of the best row of each length, and which pair each follows.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, &(_, second)) in pairs.iter().enumerate() {
        let length = tails.partition_point(|&tail| pairs[tail].1 < second);
        before.push(length.checked_sub(1).map(|last| tails[last]));
        if length == tails.len() {
            tails.push(index);
        } else {
            tails[length] = index;
        }
    }
    let mut row: Vec<(usize, usize)> =
        std::iter::successors(tails.last().copied(), |&index| before[index]).map(|index| pairs[index]).collect();
    row.reverse();
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grams_are_of_whole_characters() {
        assert_eq!(grams("甲a乙", 2).collect::<Vec<_>>(), [(0, "甲a"), (3, "a乙")]);
        assert_eq!(grams("甲", 2).count(), 0);
    }

    #[test]
    fn what_two_own_nobody_owns() {
        let owned = owned([(0, "甲"), (1, "乙"), (1, "甲"), (2, "丙"), (2, "丙")].into_iter());
        assert_eq!((owned.get("甲"), owned.get("乙"), owned.get("丙")), (None, Some(&1), Some(&2)));
    }

    #[test]
    fn the_longest_row_in_order_is_found() {
        let row = |seconds: &[usize]| -> Vec<usize> {
            let pairs: Vec<_> = seconds.iter().copied().enumerate().collect();
            in_order(&pairs).into_iter().map(|(_, second)| second).collect()
        };
        assert_eq!(row(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(row(&[3, 0, 1, 2]), [0, 1, 2]);
        assert_eq!(row(&[2, 0, 3, 1, 4]), [0, 1, 4]);
        assert_eq!(row(&[]), [0; 0]);
    }
}
