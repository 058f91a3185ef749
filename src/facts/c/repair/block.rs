//! Inside functions: macros that open and close brackets without `;`, labels and loops made by macros, types and
//! operators as arguments.

use super::Patch;
use crate::clex::TokenKind;
use crate::facts::c::structure::Place;
use crate::facts::c::words;

/// Goes through every statement and every call.
pub fn repair(patch: &mut Patch<'_, '_>) {
    for at in 0..patch.live.len() {
        let live = patch.live[at];
        if !live.is_word() || live.place == Place::File {
            continue;
        }
        match live.token.text {
            "offsetof" => patch.put_first(at, b'O'),
            "_Atomic" => unwrap(patch, at),
            "struct" | "union" => tag_attribute(patch, at + 1),
            "if" if patch.get(at + 1).is_some_and(super::Live::is_name) && patch.is(at + 2, "(") => {
                patch.blank(at + 1, at + 1);
            }
            _ => {}
        }
        if !live.is_name() {
            continue;
        }
        if live.place == Place::Block && starts_statement(patch, at) {
            statement(patch, at);
        }
        if matches!(live.place, Place::Block | Place::Paren | Place::List) {
            arguments(patch, at);
        }
    }
}

fn unwrap(patch: &mut Patch<'_, '_>, at: usize) {
    if let Some(close) = patch.call_end(at) {
        patch.blank(at, at + 1);
        patch.blank(close, close);
    }
}

/// `struct ATTRIBUTE(…) name {`.
fn tag_attribute(patch: &mut Patch<'_, '_>, at: usize) {
    let named = |close: usize| patch.get(close + 1).is_some_and(|next| next.is_word() || next.is("{"));
    if let Some(close) = patch.call_end(at).filter(|close| named(*close)) {
        patch.blank(at, close);
    }
}

/// Whether a statement may start at `at`.
fn starts_statement(patch: &Patch<'_, '_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| patch.live[before]) else { return false };
    match before.token.text {
        ";" | "{" | "}" | "else" | "do" | ":" => true,
        ")" => before.partner.and_then(|open| open.checked_sub(1)).is_some_and(|word| {
            let word = patch.live[word];
            matches!(word.token.text, "if" | "for" | "while" | "switch") || (word.is_name() && patch.on_new_line(at))
        }),
        _ => before.is_word() && patch.on_new_line(at) && words::is_macro_shaped(before.token.text),
    }
}

fn statement(patch: &mut Patch<'_, '_>, at: usize) {
    let Some(close) = patch.call_end(at) else {
        let shaped = words::is_macro_shaped(patch.live[at].token.text);
        if shaped && patch.on_new_line(at + 1) && begins_something(patch, at + 1) {
            patch.put_last(at, b';');
        }
        return;
    };
    let Some(next) = patch.get(close + 1).copied() else { return };
    if next.is(":") && patch.live[at].token.starts_line {
        let (from, to) = (patch.live[at].token.end(), patch.live[close].token.offset);
        patch.bytes[from..to].fill(b'_');
        patch.bytes[to] = b' ';
    } else if next.is("{") {
        // A loop made by a macro: the block stays.
        patch.blank(at, close);
    } else if next.is("}") || (next.token.starts_line && begins_something(patch, close + 1)) {
        patch.blank(at, at + 1);
        patch.put_last(close, b';');
        let inside = at + 2..close;
        let odd = inside.clone().any(|inner| {
            let live = patch.live[inner];
            live.is(";") || live.is("{") || live.is_word() && words::is_keyword(live.token.text)
        });
        if odd && !inside.is_empty() {
            patch.blank(inside.start, inside.end - 1);
        }
    }
}

/// Whether a statement starts here rather than the rest of an expression.
fn begins_something(patch: &Patch<'_, '_>, at: usize) -> bool {
    patch.get(at).is_none_or(|live| live.is_word() || live.is("}") || live.is("{"))
}

/// The arguments of the call that the name at `at` opens: types become names, operators numbers.
fn arguments(patch: &mut Patch<'_, '_>, at: usize) {
    let Some(close) = patch.call_end(at) else { return };
    if beside_text(patch, at, close) {
        patch.blank(at, close);
        return;
    }
    if statements(patch, at, close) {
        return;
    }
    let mut start = at + 2;
    let mut inner = start;
    while inner <= close {
        let live = patch.live[inner];
        if inner == close || live.is(",") {
            argument(patch, start, inner);
            start = inner + 1;
        }
        inner = live.partner.filter(|end| *end > inner && inner != close).unwrap_or(inner) + 1;
    }
}

/// `"text" MACRO(x) "text"`: what the macro adds to a string is no matter.
fn beside_text(patch: &Patch<'_, '_>, at: usize, close: usize) -> bool {
    let is_text = |at: usize| patch.get(at).is_some_and(|live| live.token.kind == TokenKind::Text);
    is_text(close + 1) || at.checked_sub(1).is_some_and(is_text)
}

/// Statements as arguments become a block: `LOOP(i, 3, f(i);)` reads `{ f(i); }`.
fn statements(patch: &mut Patch<'_, '_>, at: usize, close: usize) -> bool {
    let mut inner = at + 2;
    let mut comma = at + 1;
    while inner < close {
        let live = patch.live[inner];
        if live.is(";") {
            patch.blank(at, comma);
            patch.put_first(comma, b'{');
            patch.put_first(close, b'}');
            return true;
        }
        if live.is(",") {
            comma = inner;
        }
        inner = live.partner.filter(|end| *end > inner).unwrap_or(inner) + 1;
    }
    false
}

fn argument(patch: &mut Patch<'_, '_>, from: usize, to: usize) {
    let tokens = &patch.live[from..to];
    let Some(first) = tokens.first() else { return };
    if tokens.iter().all(|live| live.token.kind == TokenKind::Punct && live.partner.is_none()) {
        for at in from..to {
            let token = patch.live[at].token;
            patch.bytes[token.offset..token.end()].fill(b'0');
        }
        return;
    }
    if !first.is_word() || !tokens.iter().all(|live| live.is_word() || live.is("*")) {
        return;
    }
    let keyword = tokens.iter().any(|live| live.is_word() && words::is_keyword(live.token.text));
    let pointer = tokens.len() > 1 && tokens.last().is_some_and(|live| live.is("*"));
    let adjacent = tokens.windows(2).any(|pair| pair[0].is_word() && pair[1].is_word());
    if !(pointer || keyword || adjacent) {
        return;
    }
    let Some(last) = (from..to).rev().find(|at| patch.live[*at].is_word()) else { return };
    for at in from..to {
        if at != last {
            patch.blank(at, at);
        }
    }
    let token = patch.live[last].token;
    if words::is_keyword(token.text) || words::is_basic_type(token.text) {
        patch.bytes[token.offset] = token.text.as_bytes()[0].to_ascii_uppercase();
    }
}
