//! Calls inside functions and macro uses at file level, read from the original tokens: every `#if` branch counts.

use super::draft::Draft;
use super::file::CFile;
use super::structure::Place;
use super::vocabulary::VOCABULARY;
use super::words;
use crate::clex::token::{join, split_commas};
use crate::clex::{Token, TokenKind};
use crate::model::Call;

/// Tokens between the parentheses of a call that are looked at.
const MAX_ARGUMENTS: usize = 4000;

/// Bodies of functions in the order of the file, with the index of their definition.
pub struct Bodies(Vec<(usize, usize, u32)>);

impl Bodies {
    /// Collects the bodies of definitions in their final order.
    pub fn new(drafts: &[Draft]) -> Self {
        let with_body = drafts.iter().enumerate().filter(|(_, draft)| !draft.body.is_empty());
        let mut spans: Vec<_> = with_body.map(|(at, draft)| (draft.body.start, draft.body.end, at as u32)).collect();
        spans.sort_unstable();
        // A jump target inside a function is part of it.
        let mut reach = 0;
        spans.retain(|(start, end, _)| {
            let outside = *start >= reach;
            reach = if outside { *end } else { reach };
            outside
        });
        Bodies(spans)
    }

    /// Returns the function whose body holds `offset`.
    pub fn around(&self, offset: usize) -> Option<u32> {
        let after = self.0.partition_point(|(start, _, _)| *start <= offset);
        let (_, end, definition) = *self.0.get(after.checked_sub(1)?)?;
        (offset < end).then_some(definition)
    }

    /// Whether a body begins at `offset`: a macro that stands for one.
    fn begins_at(&self, offset: usize) -> bool {
        self.0.binary_search_by_key(&offset, |(start, _, _)| *start).is_ok()
    }
}

/// Reads all calls; `uses` are the offsets of macro uses at file level.
pub fn read(file: &CFile<'_>, bodies: &Bodies, uses: &[u32]) -> Vec<Call> {
    let mut out: Vec<Call> = Vec::new();
    // The calls whose closing bracket is still ahead, innermost last.
    let mut open: Vec<(usize, u32)> = Vec::new();
    for index in 0..file.tokens.len() {
        let token = file.tokens[index];
        if !token.is_word() || words::is_keyword(token.text) {
            continue;
        }
        while open.last().is_some_and(|(close, _)| *close < index) {
            open.pop();
        }
        let caller = bodies.around(token.offset);
        let Some(close) = file.call_end(index) else {
            if caller.is_some() && is_statement(file, index) {
                out.push(statement(file, index, caller));
            }
            continue;
        };
        let at_file_level = uses.binary_search(&(token.offset as u32)).is_ok();
        if !at_file_level && (caller.is_none() || !is_call(file, index, close)) {
            continue;
        }
        let keeps_all = at_file_level || bodies.begins_at(token.offset);
        let within = open.last().map(|(_, call)| *call);
        open.push((close, out.len() as u32));
        out.push(Call { within, ..call(file, index, close, caller, keeps_all) });
    }
    out
}

/// Whether a word is a macro that stands as a statement: alone on its line, or with the `;` behind it.
fn is_statement(file: &CFile<'_>, index: usize) -> bool {
    let token = file.tokens[index];
    let next = file.tokens.get(index + 1);
    // A name with nothing but `;` behind it is no C unless a macro makes it so.
    let ends = next.is_some_and(|next| next.is(";"));
    let alone = next.is_none_or(|next| next.starts_line) && words::is_macro_shaped(token.text);
    token.starts_line && (ends || alone) && in_block(file, index)
}

fn statement(file: &CFile<'_>, index: usize, caller: Option<u32>) -> Call {
    let token = file.tokens[index];
    let (line, condition) = file.place(token.offset);
    Call { callee: token.text.into(), caller, within: None, line, condition, args: Vec::new(), assigned_to: None }
}

fn is_call(file: &CFile<'_>, index: usize, close: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|before| file.tokens[before]) else { return false };
    if before.is(".") || before.is("->") {
        return false;
    }
    let declares = before.is_word()
        && !words::is_statement(before.text)
        && !file.tokens[index].starts_line
        && !words::is_macro_shaped(before.text);
    // `type (*name)(…)`.
    let pointer = file.is(index + 2, "*") && file.is(close + 1, "(");
    !declares && !pointer
}

fn call(file: &CFile<'_>, index: usize, close: usize, caller: Option<u32>, keeps_all: bool) -> Call {
    let token = file.tokens[index];
    let mut name: Box<str> = token.text.into();
    let (mut open, mut end) = (index + 1, close);
    let shaped = words::is_macro_shaped(token.text);
    if shaped && close == index + 3 && file.is(close + 1, "(") {
        // `TEMPLATE(name)(arguments)`.
        if let Some(last) = file.partner(close + 1).filter(|last| *last > close) {
            name = join(&file.tokens[index..=close]).into();
            (open, end) = (close + 1, last);
        }
    }
    let inside = &file.tokens[open + 1..end.min(open + 1 + MAX_ARGUMENTS)];
    let arguments = split_commas(inside);
    let has_text = arguments.iter().any(|part| is_text(part));
    let has_type = arguments.iter().any(|part| is_type_object(part));
    let keeps = keeps_all || shaped || has_text || has_type || VOCABULARY.publishing.contains(token.text);
    let empty = end == open + 1;
    let args = if keeps && !empty { arguments.iter().map(|part| join(part).into()).collect() } else { Vec::new() };
    let assigned_to = if caller.is_some() { assigned_to(file, index) } else { None };
    let (line, condition) = file.place(token.offset);
    Call { callee: name, caller, within: None, line, condition, args, assigned_to }
}

/// `&PyX_Type`.
fn is_type_object(part: &[Token<'_>]) -> bool {
    matches!(part, [address, name] if address.is("&") && name.text.ends_with(VOCABULARY.type_objects.as_str()))
}

/// A string; a word among its parts is a macro for one.
fn is_text(part: &[Token<'_>]) -> bool {
    let is_part = |token: &Token<'_>| token.kind == TokenKind::Text || token.is_word();
    part.iter().any(|token| token.kind == TokenKind::Text) && part.iter().all(is_part)
}

/// The left side of the assignment whose right side starts at the call, casts skipped.
fn assigned_to(file: &CFile<'_>, call: usize) -> Option<Box<str>> {
    let mut at = call.checked_sub(1)?;
    while file.is(at, ")") {
        at = file.partner(at)?.checked_sub(1)?;
    }
    if !file.is(at, "=") {
        return None;
    }
    left_side(file, at).map(|start| join(&file.tokens[start..at]).into())
}

/// Where the expression that ends before `equals` starts: names, members, indexes.
pub fn left_side(file: &CFile<'_>, equals: usize) -> Option<usize> {
    let mut start = equals;
    while let Some(before) = start.checked_sub(1) {
        let token = file.tokens[before];
        let joined = start < equals && (file.is(start, ".") || file.is(start, "->"));
        let next_is_bracket = file.is(start, "[");
        let goes_on = if token.is_word() {
            (start == equals || joined || next_is_bracket) && !words::is_keyword(token.text)
        } else if token.is("]") || token.is(")") {
            let open = file.partner(before).filter(|_| start == equals || joined || next_is_bracket)?;
            start = open;
            // What stands in front of `(…)` belongs to a call.
            if token.is(")") && open > 0 && file.tokens[open - 1].is_word() {
                start = open - 1;
            }
            continue;
        } else {
            (token.is(".") || token.is("->")) && start < equals
        };
        if !goes_on {
            break;
        }
        start = before;
    }
    (start < equals).then_some(start)
}

/// Whether a token stands inside a function.
pub fn in_block(file: &CFile<'_>, index: usize) -> bool {
    file.structure.places.get(index) == Some(&Place::Block)
}
