//! Sets of up to 64 things by character, as `src/syntax/sets.rs` looks them up.

use std::collections::BTreeMap;

pub fn code(rows: &BTreeMap<char, u64>) -> String {
    let mut pages = vec![0; 1 << 10];
    let mut places = vec![[0; 64]];
    let mut sets = vec![0];
    for (&c, &set) in rows {
        let (page, place) = (c as usize >> 6, c as usize & 0x3F);
        if pages[page] == 0 {
            pages[page] = places.len();
            places.push([0; 64]);
        }
        let known = sets.iter().position(|other| *other == set).unwrap_or(sets.len());
        if known == sets.len() {
            sets.push(set);
        }
        places[pages[page]][place] = known;
    }
    format!("Sets {{ pages: &{pages:?}, places: &{places:?}, sets: &{sets:?} }}")
}
