//! File level and struct bodies: which items there are, macro uses among them, `extern "C" {`, members made by macros.

use super::Patch;
use super::head::{head, looks_like_type};
use crate::clex::TokenKind;
use crate::facts::c::structure::Place;
use crate::facts::c::vocabulary::VOCABULARY;
use crate::facts::c::words;

/// Goes through the items at file level and in struct bodies.
pub fn repair(patch: &mut Patch<'_, '_>) {
    let mut at = 0;
    while at < patch.live.len() {
        let live = patch.live[at];
        at = match live.place {
            Place::File => item(patch, at),
            Place::Fields if live.is_word() => field(patch, at),
            _ => at + 1,
        };
    }
}

/// One item at file level; returns where the next one (or its braces' inside) starts.
fn item(patch: &mut Patch<'_, '_>, start: usize) -> usize {
    let live = patch.live[start];
    if live.is("}") {
        // The end of a body, or of `extern "C" {`.
        if live.partner.is_none() {
            patch.blank(start, start);
        }
        return start + 1;
    }
    // Rows that a macro opened: `CODECS { "a", 1 }, END_CODECS`.
    if live.is(",") {
        return start + 1;
    }
    if live.token.text == "extern" && patch.get(start + 1).is_some_and(|next| next.token.kind == TokenKind::Text) {
        let brace = patch.is(start + 2, "{");
        patch.blank(start, start + 1 + usize::from(brace));
        return start + 2 + usize::from(brace);
    }
    if live.is_name() && bare_macro(patch, start) {
        patch.blank_guess(start, start);
        return start + 1;
    }
    if let Some(inner) = live.is_name().then(|| wrapped_declaration(patch, start)).flatten() {
        patch.items.push(live.token.offset as u32);
        return head(patch, inner, Place::File);
    }
    if let Some(end) = live.is_name().then(|| macro_use(patch, start)).flatten() {
        patch.uses.push(live.token.offset as u32);
        return end;
    }
    patch.items.push(live.token.offset as u32);
    head(patch, start, Place::File)
}

/// `NAME(…, Type name) = …`: the last argument is what is declared; returns where it starts, with the rest blanked.
fn wrapped_declaration(patch: &mut Patch<'_, '_>, start: usize) -> Option<usize> {
    let close = patch.call_end(start).filter(|close| patch.is(close + 1, "="))?;
    let mut from = close;
    while from > start + 2 && !patch.is(from - 1, ",") {
        from = patch.live[from - 1].partner.filter(|open| *open < from - 1).unwrap_or(from - 1);
    }
    let declares = patch.live[close - 1].is_word() && close > from + 1 && patch.live[from].is_word();
    if !declares {
        return None;
    }
    patch.blank(start, from - 1);
    patch.blank(close, close);
    Some(from)
}

/// `NAME(…)` as a whole item; returns what comes behind it.
fn macro_use(patch: &mut Patch<'_, '_>, start: usize) -> Option<usize> {
    let close = patch.call_end(start)?;
    let name = patch.live[start].token.text;
    let next = close + 1;
    let ends = patch.is(next, ";");
    let open_end = patch.on_new_line(next) && !patch.is(next, "{") && !patch.is(next, "(");
    let around_type = VOCABULARY.type_calls.contains(name) || (looks_like_type(patch, start + 2, close) && !ends);
    if (ends || open_end && !around_type) && !VOCABULARY.attribute_calls.contains(name) {
        patch.blank_guess(start, if ends { next } else { close });
        return Some(next + usize::from(ends));
    }
    None
}

/// Whether a macro without arguments stands alone on a line, and another item begins behind it.
fn bare_macro(patch: &Patch<'_, '_>, at: usize) -> bool {
    let alone = words::is_macro_shaped(patch.live[at].token.text) && patch.on_new_line(at + 1);
    let Some(next) = patch.get(at + 1).filter(|next| alone && next.is_word()) else { return false };
    let ends = |close: usize| !patch.is(close + 1, "{") && !patch.is(close + 1, "(") && patch.on_new_line(close + 1);
    let macro_behind = words::is_macro_shaped(next.token.text)
        && patch.call_end(at + 1).map_or_else(|| patch.on_new_line(at + 2), ends);
    words::is_storage(next.token.text) || macro_behind
}

/// The members of a struct between two braces.
pub fn fields(patch: &mut Patch<'_, '_>, from: usize, to: usize) {
    let mut at = from;
    while at < to {
        at = field(patch, at).max(at + 1);
    }
}

/// One member of a struct.
fn field(patch: &mut Patch<'_, '_>, start: usize) -> usize {
    let live = patch.live[start];
    if live.is_name() {
        let end = patch.call_end(start).unwrap_or(start);
        let stands_alone = patch.is(end + 1, "}")
            || (patch.on_new_line(end + 1) && !patch.is(end + 1, ";") && !patch.is(end + 1, "*"));
        let macro_like = end > start
            || words::is_macro_shaped(live.token.text)
            || patch.is(end + 1, "}")
            || live.token.text.ends_with("_HEAD");
        if stands_alone && macro_like && !VOCABULARY.type_calls.contains(live.token.text) {
            patch.blank_guess(start, end);
            return end + 1;
        }
    }
    if live.is(";") {
        patch.blank(start, start);
        return start + 1;
    }
    head(patch, start, Place::Fields)
}
