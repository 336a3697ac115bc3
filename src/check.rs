//! Checking: what in a report deserves a look.

use std::collections::HashMap;

use crate::{
    diagnostic::Diagnostic,
    frame::Kind,
    inline::{self, InlineKind, Scope},
    layout::Pattern,
    line::on_one_line,
    relation::{self, Relation, RelationKind, Verdict},
    report::{Block, Report},
    row::Row,
    slots,
    span::Span,
    syntax::marker::StyleId,
    value::{self, Scaling},
    write::{self, Part},
};

/// The diagnostics of a report, in order of place.
pub fn check(report: &Report) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let places = Places::of(report);
    numbering(report, &report.blocks, &places, &mut HashMap::new(), &mut out);
    levels(report, &places, &mut out);
    let rows = slots::rows(report, Scope::All);
    figures(&rows, &mut out);
    out.extend(relation::relations(report, &rows).iter().filter_map(|relation| disagreement(relation, &rows)));
    years(report, &places, &mut out);
    leaves(report, &places, &mut out);
    out.extend(report.notices.iter().map(|notice| {
        let text = on_one_line(report.str(notice.span));
        Diagnostic::new(notice.code, notice.span).with("text", text)
    }));
    if report.source.doubtful {
        out.push(Diagnostic::new("encoding-doubtful", Span::default()).with("encoding", report.source.encoding.name()));
    }
    newlines(&write::print(report), &mut out);
    out.sort_by_key(|d| (d.span.start, d.span.end, d.code));
    out
}

/// Where each block's marker and text are printed. Blocks are told by their address in the tree.
struct Places(HashMap<*const Block, (Span, Span)>);

impl Places {
    fn of(report: &Report) -> Self {
        let mut places: HashMap<*const Block, (Span, Span)> = HashMap::new();
        let mut byte = 0;
        report.leaves(|_, block, part, leaf| {
            let span = Span::new(byte, byte + leaf.len());
            let place = places.entry(std::ptr::from_ref(block)).or_default();
            match part {
                Part::Marker => place.0 = span,
                Part::Text => place.1 = span,
                _ => {}
            }
            byte += leaf.len();
        });
        Self(places)
    }

    fn marker(&self, block: &Block) -> Span {
        self.0.get(&std::ptr::from_ref(block)).map_or(Span::default(), |(marker, _)| *marker)
    }

    fn text(&self, block: &Block) -> Span {
        self.0.get(&std::ptr::from_ref(block)).map_or(Span::default(), |(_, text)| *text)
    }
}

/// Gaps, duplicates, restarts and mixed brackets among sibling sections.
/// `counted` has the last number of each style: articles are counted through the chapters.
fn numbering(
    report: &Report,
    blocks: &[Block],
    places: &Places,
    counted: &mut HashMap<StyleId, u64>,
    out: &mut Vec<Diagnostic>,
) {
    let mut before: Option<&Block> = None;
    for block in blocks {
        if block.kind != Kind::Section {
            continue;
        }
        let marker = on_one_line(&report.printed_marker(block));
        let span = places.marker(block);
        let say = |code, before: &Block| {
            Diagnostic::new(code, span).with("marker", &marker).with("before", on_one_line(report.str(before.marker)))
        };
        let number = block.number;
        let list = before.filter(|before| before.in_one_list(block));
        match (list, list.and_then(|b| b.number), number) {
            (Some(last), Some(old), Some(new)) => {
                let prose = block.style.is_some_and(StyleId::is_prose);
                match new {
                    _ if new == old + 1 => {}
                    1 if prose => {}
                    1 => out.push(say("numbering-restart", last)),
                    _ if new == old => out.push(say("numbering-duplicate", last)),
                    _ if new > old => out.push(say("numbering-gap", last)),
                    _ => out.push(say("numbering-order", last)),
                }
                brackets(report, last, block, span, out);
            }
            (None, _, Some(new)) if new > 1 && !runs_on(block, new, counted) => {
                out.push(Diagnostic::new("lost-marker", span).with("marker", &marker))
            }
            _ => {}
        }
        before = Some(block);
        if let (Some(style), Some(number)) = (block.style, number) {
            counted.insert(style, number);
        }
        numbering(report, &block.blocks, places, counted, out);
    }
}

/// Whether a list takes up the count of an earlier one.
fn runs_on(block: &Block, number: u64, counted: &HashMap<StyleId, u64>) -> bool {
    let last = block.style.filter(|style| !style.is_prose()).and_then(|style| counted.get(&style));
    last.is_some_and(|last| last + 1 == number)
}

fn brackets(report: &Report, last: &Block, block: &Block, span: Span, out: &mut Vec<Diagnostic>) {
    // Words of the text have no brackets: 首先，…其次…
    if block.style.is_some_and(StyleId::is_prose) {
        return;
    }
    let pattern = |block: &Block| Pattern::of(report.str(block.marker)).map(|pattern| pattern.marker());
    if let (Some(like), Some(this)) = (pattern(last), pattern(block))
        && like != this
    {
        let marker = report.str(block.marker);
        out.push(Diagnostic::new("bracket-mixed", span).with("marker", marker).with("like", report.str(last.marker)));
    }
}

/// Lists that stand directly where elsewhere a level stands between: 1. under 一、 where （一） has the 1.
fn levels(report: &Report, places: &Places, out: &mut Vec<Diagnostic>) {
    let mut pairs: HashMap<(Option<StyleId>, StyleId), usize> = HashMap::new();
    let mut firsts: Vec<(Option<StyleId>, StyleId, &Block)> = Vec::new();
    report.walk(|above, block| {
        let Some(style) = block.style.filter(|s| s.is_numbered() && !s.is_prose()) else {
            return;
        };
        let parent = above.last().and_then(|parent| parent.style);
        *pairs.entry((parent, style)).or_default() += 1;
        if block.number == Some(1) {
            firsts.push((parent, style, block));
        }
    });
    let mut usual: HashMap<StyleId, (usize, Option<StyleId>)> = HashMap::new();
    let mut sorted: Vec<_> = pairs.iter().collect();
    sorted.sort();
    for (&(parent, style), &count) in sorted {
        let best = usual.entry(style).or_insert((0, None));
        if count > best.0 {
            *best = (count, parent);
        }
    }
    for (parent, style, block) in firsts {
        let Some(&(count, Some(between))) = usual.get(&style) else {
            continue;
        };
        let grandparent = usual.get(&between).and_then(|(_, parent)| *parent);
        let seldom = pairs.get(&(parent, style)).is_some_and(|&here| here * 3 < count);
        if parent.is_some() && parent != Some(between) && parent == grandparent && seldom {
            let like = between.entry().map_or(between.name(), |entry| entry.example);
            out.push(
                Diagnostic::new("level-skip", places.marker(block))
                    .with("marker", report.str(block.marker))
                    .with("between", like),
            );
        }
    }
}

/// Open slots in one line, what is lost and what is damaged each by itself.
fn figures(rows: &[Row], out: &mut Vec<Diagnostic>) {
    let open: Vec<&Row> = rows.iter().filter(|row| row.open && row.value.is_none()).collect();
    if let Some(first) = open.first() {
        out.push(Diagnostic::new("unfilled", first.span).with("count", open.len()));
    }
    for row in &open {
        let code = match (row.because.strip_prefix("lost-"), row.kind) {
            (Some(_), InlineKind::Figure) => "lost-figure",
            (Some(_), InlineKind::Year | InlineKind::Date) => "lost-date",
            (Some(_), _) => "lost-name",
            (None, _) if row.because.starts_with("damaged-") => "damaged-figure",
            _ => continue,
        };
        out.push(Diagnostic::new(code, row.span).with("text", &row.surface));
    }
    for row in rows.iter().filter(|row| !row.open && row.kind == InlineKind::Figure) {
        // 2023%: a year put in the place of a share.
        let percent = row.unit.as_deref().is_some_and(|unit| matches!(unit, "%" | "％"));
        let whole = row.text.len() == 4 && row.text.bytes().all(|byte| byte.is_ascii_digit());
        let year = percent && whole && (row.text.starts_with("20") || row.text.starts_with("19"));
        if year || row.because.starts_with("damaged-") {
            out.push(Diagnostic::new("damaged-figure", row.span).with("text", &row.surface));
        }
    }
    for row in rows.iter().filter(|row| row.open) {
        let Some(given) = &row.value else { continue };
        let notes =
            value::accept(row, &given.to_string(), Scaling::Refuse).map(|accepted| accepted.notes).unwrap_or_default();
        if !notes.is_empty() {
            out.push(Diagnostic::new("value-width", row.span).with("mask", &row.text).with("entry", given));
        }
    }
}

/// What is to be said of a relation that fails or is uncertain. `rows` are those that it is over.
pub(crate) fn disagreement(relation: &Relation, rows: &[Row]) -> Option<Diagnostic> {
    let code = match (relation.verdict, relation.kind) {
        (Verdict::Fail, RelationKind::Order) => "dates-disorder",
        (Verdict::Fail, _) => "figures-disagree",
        (Verdict::Uncertain, _) => "figures-doubtful",
        (Verdict::Pass | Verdict::NotAssessable, _) => return None,
    };
    let members = || relation.members.iter().map(|row| &rows[*row]);
    let places: Vec<String> = members().map(|row| format!("{}:{}", row.line, row.column)).collect();
    let diagnostic = Diagnostic::new(code, members().next()?.span)
        .with("claim", &relation.claim)
        .with("difference", relation.difference.as_deref().unwrap_or_default())
        .with("places", places.join(", "))
        .with("relation", &relation.fingerprint);
    Some(Diagnostic { relation: Some(relation.fingerprint.clone()), ..diagnostic })
}

/// A title of one year over headings that speak of others.
fn years(report: &Report, places: &Places, out: &mut Vec<Diagnostic>) {
    let mut title: Option<(u32, Span)> = None;
    let mut headings: Vec<u32> = Vec::new();
    report.walk(|_, block| {
        let wanted = matches!(block.kind, Kind::Title | Kind::Section) && !block.text.span.is_empty();
        if !wanted {
            return;
        }
        let text = report.str(block.text.span);
        for inline in inline::read(text, None, Scope::All, &report.lexicon) {
            if inline.kind != InlineKind::Year || inline.open {
                continue;
            }
            let digits = value::reading(&text[inline.run.range()]).and_then(|digits| digits.parse::<u32>().ok());
            let Some(year) = digits.map(|year| if year < 100 { 2000 + year } else { year }) else {
                continue;
            };
            if block.kind == Kind::Section {
                headings.push(year);
            } else if title.is_none() {
                title = Some((year, places.text(block)));
            }
        }
    });
    let Some((year, span)) = title else { return };
    let nearest = headings.iter().min_by_key(|heading| heading.abs_diff(year));
    if let Some(&body) = nearest.filter(|heading| heading.abs_diff(year) > 1) {
        out.push(Diagnostic::new("year-conflict", span).with("title", year).with("body", body));
    }
}

/// What opens and what closes it.
const PAIRS: [(char, char); 4] = [('（', '）'), ('《', '》'), ('“', '”'), ('【', '】')];

/// Unpaired brackets, and lines whose bytes were kept.
fn leaves(report: &Report, places: &Places, out: &mut Vec<Diagnostic>) {
    report.walk(|_, block| {
        let text = report.str(block.text.span);
        let span = places.text(block);
        for (open, close) in PAIRS {
            let (mut depth, mut at) = (0usize, None);
            for (byte, c) in text.char_indices() {
                if c == open {
                    depth += 1;
                    at = Some(byte);
                } else if c == close {
                    if depth == 0 {
                        at = Some(byte);
                        depth = usize::MAX;
                        break;
                    }
                    depth -= 1;
                }
            }
            if let Some(byte) = at.filter(|_| depth > 0) {
                let start = span.start as usize + byte;
                let bracket = if depth == usize::MAX { close } else { open };
                out.push(
                    Diagnostic::new("bracket-unpaired", Span::new(start, start + bracket.len_utf8()))
                        .with("bracket", bracket),
                );
            }
        }
        let kept = block.rare.as_ref().is_some_and(|rare| rare.raw.is_some());
        if kept && text.contains('\u{FFFD}') {
            out.push(Diagnostic::new("undecodable-bytes", span));
        }
    });
}

fn newlines(text: &str, out: &mut Vec<Diagnostic>) {
    let crlf = text.matches("\r\n").count();
    let cr = text.matches('\r').count() - crlf;
    let lf = text.matches('\n').count() - crlf;
    if [crlf, cr, lf].iter().filter(|count| **count > 0).count() > 1 {
        let first = text.find(['\r', '\n']).unwrap_or(0);
        out.push(Diagnostic::new("mixed-newlines", Span::empty(first)));
    }
}
