//! Words, and what makes each another word, as `src/syntax/trie.rs` looks them up: a double array (J. Aoe, 1989). The node
//! behind a byte stands at the base of the node before it and that byte.

use std::collections::BTreeMap;

/// A node while the tree grows: the nodes behind it by byte, and whether a word ends here, with where it began being none.
#[derive(Default)]
struct Node {
    next: BTreeMap<u8, usize>,
    /// Whether a word ends here.
    word: bool,
    /// Bytes of the words that are none where the text goes on to here.
    struck: Vec<usize>,
}

/// The code of the trie of `words`, each with what must not stand behind it.
pub fn code(words: &[(String, Vec<String>)]) -> String {
    let mut nodes = vec![Node::default()];
    for (word, not) in words {
        let end = grow(&mut nodes, word);
        nodes[end].word = true;
        for behind in not {
            let end = grow(&mut nodes, &(word.clone() + behind));
            nodes[end].struck.push(word.len());
        }
    }
    // Where nothing is, the node before is one that no node has.
    let mut rows = vec![(0, u16::MAX, 0)];
    place(&nodes, 0, 0, &[], 0, &mut rows);
    format!("Trie {{ nodes: &{rows:?} }}")
}

/// The node at the end of a word.
fn grow(nodes: &mut Vec<Node>, word: &str) -> usize {
    word.bytes().fold(0, |node, byte| {
        let next = nodes.len();
        let next = *nodes[node].next.entry(byte).or_insert(next);
        if next == nodes.len() {
            nodes.push(Node::default());
        }
        next
    })
}

/// Gives places to the nodes behind `node`, which stands at `at` behind `depth` bytes; `known` are the words on the way.
fn place(nodes: &[Node], node: usize, at: usize, known: &[usize], depth: usize, rows: &mut Vec<(u16, u16, u8)>) {
    let mut known = known.to_vec();
    known.retain(|len| !nodes[node].struck.contains(len));
    if nodes[node].word {
        known.push(depth);
    }
    rows[at].2 = known.last().map_or(0, |len| u8::try_from(*len).expect("words are short"));
    let free = |base: usize| {
        nodes[node].next.keys().all(|byte| rows.get(base + usize::from(*byte)).is_none_or(|row| row.1 == u16::MAX))
    };
    let base = (1..).find(|base| free(*base)).expect("there is room behind the last");
    rows[at].0 = u16::try_from(base).expect("there are few words");
    for byte in nodes[node].next.keys() {
        let next = base + usize::from(*byte);
        if rows.len() <= next {
            rows.resize(next + 1, (0, u16::MAX, 0));
        }
        rows[next].1 = u16::try_from(at).expect("there are few words");
    }
    for (byte, next) in &nodes[node].next {
        place(nodes, *next, base + usize::from(*byte), &known, depth + 1, rows);
    }
}
