//! `huibao check --relations`: what must agree with what, and whether it does.

use serde::Serialize;

use super::show;
use crate::{relation::Relation, row};

/// A row of `check --relations --format jsonl`.
#[derive(Serialize)]
pub(super) struct Row<'r> {
    file: &'r str,
    fingerprint: &'r str,
    kind: &'r str,
    verdict: &'r str,
    claim: &'r str,
    difference: Option<&'r str>,
    line: usize,
    column: usize,
    members: Vec<Member<'r>>,
}

/// A figure of a relation; the whole comes first.
#[derive(Serialize)]
struct Member<'r> {
    id: &'r str,
    name: &'r str,
    line: usize,
    column: usize,
    span: (u32, u32),
}

impl<'r> Row<'r> {
    pub(super) fn of(relation: &'r Relation, rows: &'r [row::Row], file: &'r str) -> Self {
        let member = |row: &usize| {
            let row = &rows[*row];
            let (line, column, span) = (row.line, row.column, (row.span.start, row.span.end));
            Member { id: &row.id, name: &row.name, line, column, span }
        };
        let members: Vec<Member<'r>> = relation.members.iter().map(member).collect();
        let (line, column) = members.first().map_or((1, 1), |first| (first.line, first.column));
        Self {
            file,
            fingerprint: &relation.fingerprint,
            kind: relation.kind.name(),
            verdict: relation.verdict.name(),
            claim: &relation.claim,
            difference: relation.difference.as_deref(),
            line,
            column,
            members,
        }
    }

    /// `file:line:column: PASS sum xnc9kw3: 12 = 3 + 9`
    pub(super) fn text(&self) -> String {
        let Self { file, line, column, verdict, kind, fingerprint, claim, .. } = self;
        let off = self.difference.map(|by| format!(" ({by})")).unwrap_or_default();
        show::safe(&format!("{file}:{line}:{column}: {verdict} {kind} {fingerprint}: {claim}{off}"))
    }
}
