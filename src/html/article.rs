//! Which lines of a page are its article: those of the smallest element that holds nearly all of its prose, with the
//! title that stands before it. What is left is the site's.

use super::shown::{Line, Shown};
use crate::{frame, span::Span};

/// An element is the article's as long as it holds this much of the page's prose, in hundredths …
const NEARLY_ALL: usize = 80;
/// … and this many lines of it: a single line is a paragraph.
const LINES: usize = 2;
/// An element that says that it is the article may stand so far outside of the smallest one.
const AROUND: usize = 2;
/// A line of fewer characters is prose only where it has punctuation.
const SENTENCE: usize = 25;
const PUNCTUATION: [char; 6] = ['，', '。', '；', '、', '：', ','];

/// The lines that are no part of the article, in order.
pub(super) fn foreign(shown: &Shown) -> impl Iterator<Item = Span> {
    let article = article(shown);
    let foreign = shown.lines.iter().zip(article).filter(|(_, article)| !article);
    foreign.map(|(line, _)| line.span)
}

/// For each line whether it is the article's.
fn article(shown: &Shown) -> Vec<bool> {
    let (lines, elements) = (&shown.lines, &shown.elements);
    let all = weigh(shown, |_| true);
    // What holds most of the prose is the article, whatever it is called.
    let mut outside = vec![false; elements.len()];
    for (at, element) in elements.iter().enumerate().skip(1) {
        outside[at] = outside[element.parent] || element.foreign && 2 * all[at].prose < all[0].prose;
    }
    let weights = weigh(shown, |line| !outside[line.element]);
    let mut chain = vec![0];
    for (at, element) in elements.iter().enumerate().skip(1) {
        let (weight, all) = (&weights[at], &weights[0]);
        let holds = 100 * weight.prose >= NEARLY_ALL * all.prose && weight.lines >= LINES.min(all.lines);
        if chain.last() == Some(&element.parent) && element.container && holds && all.prose > 0 {
            chain.push(at);
        }
    }
    let near = chain.iter().rev().take(AROUND + 1).find(|&&at| elements[at].article);
    let article = near.or(chain.last()).copied().unwrap_or_default();
    let mut within = vec![false; elements.len()];
    for (at, element) in elements.iter().enumerate() {
        within[at] = at == article || at > 0 && within[element.parent];
    }
    let own = |line: &Line| !outside[line.element] && (line.linked * 2 <= line.chars || is_attached(shown, line));
    let mut is_article: Vec<bool> = lines.iter().map(|line| within[line.element] && own(line)).collect();
    if let Some(first) = lines.iter().position(|line| within[line.element])
        && !lines.iter().any(|line| within[line.element] && elements[line.element].heading)
        && let Some(title) = (0..first).rev().find(|&at| own(&lines[at]) && names(shown, &lines[at]))
    {
        // Between the title and the text stand its subtitle, who wrote it, when and where.
        for at in title..first {
            is_article[at] = own(&lines[at]);
        }
    }
    is_article
}

/// Whether a line is a heading, or what the page is called.
fn names(shown: &Shown, line: &Line) -> bool {
    let text = &shown.text[line.span.range()];
    shown.elements[line.element].heading || line.chars > 4 && shown.name.starts_with(text)
}

/// Whether a line that is a link names what is attached to the article.
fn is_attached(shown: &Shown, line: &Line) -> bool {
    frame::is_attachment(&shown.text[line.span.range()])
}

/// What an element holds, with all that is in it.
#[derive(Clone, Default)]
struct Weight {
    /// Characters of prose.
    prose: usize,
    /// Lines of prose.
    lines: usize,
}

/// The weight of each element.
fn weigh(shown: &Shown, counts: impl Fn(&Line) -> bool) -> Vec<Weight> {
    let mut weights = vec![Weight::default(); shown.elements.len()];
    for line in shown.lines.iter().filter(|line| counts(line)) {
        let prose = line.chars.saturating_sub(line.linked);
        let text = &shown.text[line.span.range()];
        if prose >= SENTENCE || prose > 0 && 2 * line.linked < line.chars && text.contains(PUNCTUATION) {
            let weight = &mut weights[line.element];
            (weight.prose, weight.lines) = (weight.prose + prose, weight.lines + 1);
        }
    }
    for at in (1..weights.len()).rev() {
        let (weight, parent) = (weights[at].clone(), &mut weights[shown.elements[at].parent]);
        (parent.prose, parent.lines) = (parent.prose + weight.prose, parent.lines + weight.lines);
    }
    weights
}
