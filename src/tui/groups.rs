//! Links of a symbol, grouped by kind and direction, with the words for each group.

use crate::model::LinkKind;
use crate::nav::LinkRow;

/// A line of the links pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The heading of a group: its arrow, its words and the number of its links.
    Heading(char, &'static str, usize),
    /// A link, by its place among the rows.
    Link(usize),
}

/// Sorts links so that groups stand together, the most telling first; the order inside a group stays.
pub fn sort(rows: &mut [LinkRow]) {
    rows.sort_by_key(|row| (order(row.kind), row.outward));
}

/// Returns the lines for sorted rows.
pub fn lines(rows: &[LinkRow]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(rows.len() + 16);
    let mut next = 0;
    for group in rows.chunk_by(|a, b| label(a) == label(b)) {
        lines.push(Line::Heading(arrow(&group[0]), label(&group[0]), group.len()));
        lines.extend((next..next + group.len()).map(Line::Link));
        next += group.len();
    }
    lines
}

/// Returns the arrow of a link: away from the symbol in the middle, or towards it.
pub fn arrow(row: &LinkRow) -> char {
    match (row.kind, row.outward) {
        (LinkKind::Twin, _) => '↔',
        (_, true) => '→',
        (_, false) => '←',
    }
}

/// Returns the place of the first link that leads here, calls before all else.
pub fn first_inward(rows: &[LinkRow]) -> Option<usize> {
    let calls = rows.iter().position(|row| !row.outward && is_use(row.kind));
    calls.or_else(|| rows.iter().position(|row| !row.outward))
}

/// Tells whether such a link stands at a line inside the code it comes from.
pub fn is_use(kind: LinkKind) -> bool {
    matches!(
        kind,
        LinkKind::Calls
            | LinkKind::OpCalls
            | LinkKind::PyCalls
            | LinkKind::CPyCalls
            | LinkKind::Expands
            | LinkKind::Emits
    )
}

fn order(kind: LinkKind) -> usize {
    match kind {
        LinkKind::ImplementedBy => 0,
        LinkKind::WrapperOf => 1,
        LinkKind::Twin => 2,
        LinkKind::SlotOf => 3,
        LinkKind::Table => 4,
        LinkKind::Inherits => 5,
        LinkKind::OpCalls => 6,
        LinkKind::Calls => 7,
        LinkKind::PyCalls => 8,
        LinkKind::CPyCalls => 9,
        LinkKind::Expands => 10,
        LinkKind::Includes => 11,
        LinkKind::GeneratedFrom => 12,
        LinkKind::Specializes => 13,
        LinkKind::MadeOf => 14,
        LinkKind::Builds => 15,
        LinkKind::CompiledBy => 16,
        LinkKind::Emits => 17,
        LinkKind::Uses => 18,
        LinkKind::Action => 19,
        LinkKind::DocumentedBy => 20,
        LinkKind::TestedBy => 21,
        LinkKind::MentionsPep => 22,
        LinkKind::MayCall => 23,
        LinkKind::FilledBy => 24,
    }
}

/// Returns what a link means for the symbol in the middle.
pub fn label(row: &LinkRow) -> &'static str {
    match (row.kind, row.outward) {
        (LinkKind::ImplementedBy, true) => "implemented by",
        (LinkKind::ImplementedBy, false) => "implements",
        (LinkKind::WrapperOf, true) => "wrapper of",
        (LinkKind::WrapperOf, false) => "wrapped by",
        (LinkKind::Table, true) => "publishes",
        (LinkKind::Table, false) => "published by",
        (LinkKind::SlotOf, true) => "slots",
        (LinkKind::SlotOf, false) => "slot of",
        (LinkKind::Calls, true) => "calls",
        (LinkKind::Calls, false) => "called by",
        (LinkKind::OpCalls, true) => "instruction calls",
        (LinkKind::OpCalls, false) => "called by instructions",
        (LinkKind::PyCalls, true) => "calls from Python",
        (LinkKind::PyCalls, false) => "called from Python",
        (LinkKind::CPyCalls, true) => "calls into Python",
        (LinkKind::CPyCalls, false) => "called from C",
        (LinkKind::Expands, true) => "uses macros",
        (LinkKind::Expands, false) => "macro used by",
        (LinkKind::Twin, _) => "twin",
        (LinkKind::Inherits, true) => "derives from",
        (LinkKind::Inherits, false) => "derived classes",
        (LinkKind::Includes, true) => "includes",
        (LinkKind::Includes, false) => "included by",
        (LinkKind::GeneratedFrom, true) => "generated from",
        (LinkKind::GeneratedFrom, false) => "generated code",
        (LinkKind::Specializes, true) => "specialised form of",
        (LinkKind::Specializes, false) => "specialised forms",
        (LinkKind::MadeOf, true) => "made of",
        (LinkKind::MadeOf, false) => "part of",
        (LinkKind::Builds, true) => "builds",
        (LinkKind::Builds, false) => "built by",
        (LinkKind::CompiledBy, true) => "compiled by",
        (LinkKind::CompiledBy, false) => "compiles",
        (LinkKind::Emits, true) => "emits",
        (LinkKind::Emits, false) => "emitted by",
        (LinkKind::Uses, true) => "uses",
        (LinkKind::Uses, false) => "used by",
        (LinkKind::MayCall, true) => "may call, through",
        (LinkKind::MayCall, false) => "called through, by",
        (LinkKind::FilledBy, true) => "functions in it",
        (LinkKind::FilledBy, false) => "stands in",
        (LinkKind::Action, true) => "action calls",
        (LinkKind::Action, false) => "called by actions",
        (LinkKind::DocumentedBy, true) => "documented by",
        (LinkKind::DocumentedBy, false) => "documents",
        (LinkKind::TestedBy, true) => "tested by",
        (LinkKind::TestedBy, false) => "tests",
        (LinkKind::MentionsPep, true) => "names the PEP",
        (LinkKind::MentionsPep, false) => "named by",
    }
}
