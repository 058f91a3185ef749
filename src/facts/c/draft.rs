//! A definition before its place in the list of definitions is known.

use std::ops::Range;

use super::file::CFile;
use crate::model::{DefinitionFact, Kind};

/// A definition with the bytes it covers.
pub struct Draft {
    /// The fact; `outer` is still empty.
    pub fact: DefinitionFact,
    /// Byte offset of the name.
    pub at: usize,
    /// All bytes of it.
    pub span: Range<usize>,
    /// Bytes of a function's body, else empty.
    pub body: Range<usize>,
    /// A variable without a value: another definition of the name wins.
    pub tentative: bool,
}

/// Makes a draft for the name at token `index`.
pub fn fact(name: &str, kind: Kind, file: &CFile<'_>, index: usize, span: Range<usize>) -> Draft {
    let at = file.tokens[index].offset;
    let end = span.end.max(span.start + 1) - 1;
    Draft {
        fact: DefinitionFact {
            name: name.into(),
            qualname: "".into(),
            kind,
            line: file.lines.of(at),
            first_line: file.lines.of(span.start),
            end_line: file.lines.of(end),
            outer: None,
            condition: file.conditions.at(at),
            is_static: false,
            decorators: Vec::new(),
            bases: Vec::new(),
            signature: "".into(),
            doc: "".into(),
        },
        at,
        span,
        body: 0..0,
        tentative: false,
    }
}

/// Orders drafts, drops doubles and fills in what encloses what.
pub fn settle(mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by_key(|draft| (draft.at, draft.tentative, draft.fact.kind));
    drafts.dedup_by(|next, kept| next.at == kept.at && next.fact.name == kept.fact.name);
    let mut firm = std::collections::HashSet::new();
    for draft in drafts.iter().filter(|draft| is_variable(draft) && !draft.tentative) {
        firm.insert(draft.fact.name.clone());
    }
    drafts.retain(|draft| !draft.tentative || firm.insert(draft.fact.name.clone()));
    let mut around: Vec<usize> = Vec::new();
    for index in 0..drafts.len() {
        let at = drafts[index].at;
        while around.last().is_some_and(|outer| drafts[*outer].span.end <= at) {
            around.pop();
        }
        let field = drafts[index].fact.kind == Kind::Field;
        drafts[index].fact.outer = around.last().filter(|_| field).map(|outer| *outer as u32);
        if matches!(drafts[index].fact.kind, Kind::Struct | Kind::Union | Kind::Enum) {
            around.push(index);
        }
    }
    drafts
}

fn is_variable(draft: &Draft) -> bool {
    matches!(draft.fact.kind, Kind::Global | Kind::Table | Kind::Type)
}
