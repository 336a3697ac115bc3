//! One relation: whether two trees say the same. And its use: where a text that is written would be read as another
//! tree than the one it was written from.

use crate::{frame::Kind, line, read, report::Report, span::Span, syntax::marker, write::Part};

/// A place where reading back gives another tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The block's place in the printed text.
    pub span: Span,
    /// What was written: nesting, kind, marker and the first words.
    pub written: String,
    /// What is read there, or "" where nothing is.
    pub read: String,
}

/// What counts of a block: not its settings, not its place, not what is known of its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    depth: usize,
    kind: Kind,
    number: Option<u64>,
    marker: String,
    text: String,
    at: usize,
}

impl Node {
    fn same(&self, other: &Self) -> bool {
        self.depth == other.depth
            && self.kind == other.kind
            && self.number == other.number
            && self.marker == other.marker
            && self.text == other.text
    }

    fn span(&self) -> Span {
        Span::new(self.at, self.at + self.marker.len() + self.text.len())
    }

    fn show(&self) -> String {
        let words: String = self.text.chars().take(20).collect();
        format!("{}{} {}{words}", "  ".repeat(self.depth.min(8)), self.kind.name(), self.marker)
    }
}

fn nodes(report: &Report) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut byte = 0;
    report.leaves(|above, block, part, leaf| {
        match part {
            Part::Marker => {
                // A value given to a masked number counts as printed.
                let number = match block.number {
                    None if !leaf.is_empty() => marker::parse_whole(leaf).and_then(|m| m.number),
                    number => number,
                };
                nodes.push(Node {
                    depth: above.len(),
                    kind: block.kind,
                    number,
                    marker: leaf.to_owned(),
                    text: String::new(),
                    at: byte,
                });
            }
            Part::Text => {
                if let Some(node) = nodes.last_mut() {
                    node.text = leaf.trim_matches(line::is_blank).to_owned();
                }
            }
            _ => {}
        }
        byte += leaf.len();
    });
    nodes
}

/// Whether two reports say the same: kinds, nesting, numbers, markers and text; values count as filled in.
pub fn same_tree(one: &Report, other: &Report) -> bool {
    let (one, other) = (nodes(one), nodes(other));
    one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| a.same(b))
}

/// How far apart two blocks may stand and still be found to be one.
const NEAR: usize = 12;

/// The places where reading what `report` prints gives another tree; none for a report that was read.
pub fn differences(report: &Report) -> Vec<Difference> {
    let read = read::again(report);
    let (written, read) = (nodes(report), nodes(&read));
    let mut out = Vec::new();
    let (mut w, mut r) = (0, 0);
    while w < written.len() {
        let node = &written[w];
        if read.get(r).is_some_and(|found| node.same(found)) {
            (w, r) = (w + 1, r + 1);
            continue;
        }
        let found = read[r.min(read.len())..]
            .iter()
            .take(NEAR)
            .position(|found| found.text == node.text && found.marker == node.marker);
        out.push(Difference {
            span: node.span(),
            written: node.show(),
            read: read.get(r + found.unwrap_or(0)).map_or(String::new(), Node::show),
        });
        match found {
            Some(by) => r += by + 1,
            None => {
                let later = |found: &Node| written[w + 1..].iter().take(NEAR).any(|node| node.same(found));
                r += usize::from(!read.get(r).is_some_and(later));
            }
        }
        w += 1;
    }
    if let Some(extra) = read.get(r) {
        out.push(Difference { span: extra.span(), written: String::new(), read: extra.show() });
    }
    out
}
