//! The head of a declaration: of the words in front of a name only the type may stay, macros around types are taken
//! off, macros behind the parameters are attributes or stand for the body.

use super::Patch;
use super::file::fields;
use crate::facts::c::structure::Place;
use crate::facts::c::vocabulary::VOCABULARY;
use crate::facts::c::words;

/// The words up to a name, its parameters and what follows; returns where the next item starts.
pub fn head(patch: &mut Patch<'_, '_>, start: usize, place: Place) -> usize {
    let mut at = start;
    let mut plain: Vec<usize> = Vec::new();
    let mut has_type = false;
    let mut named = false;
    while let Some(live) = patch.get(at).copied() {
        let text = live.token.text;
        if live.is("(") || live.is("[") {
            // `(CONVENTION *name)(…)`: a declarator in parentheses.
            let pointer = patch.get(at + 1).is_some_and(super::Live::is_name) && patch.is(at + 2, "*");
            if pointer && live.partner.is_some_and(|close| patch.is(close + 1, "(")) && !named {
                patch.blank(at + 1, at + 1);
            }
            named = true;
            at = live.partner.map_or(at, |close| close.max(at)) + 1;
            continue;
        }
        if live.is("{") {
            if is_body(patch, at) {
                attributes(patch, &plain, has_type);
                // Structs inside the body want their repair too.
                return at + 1;
            }
            // The inside of a struct is repaired on its own.
            let Some(close) = live.partner.filter(|close| *close > at) else { return at + 1 };
            if patch.get(at + 1).is_some_and(|inner| inner.place == Place::Fields) {
                fields(patch, at + 1, close);
            }
            has_type = true;
            at = close + 1;
            continue;
        }
        if live.is(";") || live.is("}") {
            attributes(patch, &plain, has_type);
            return at + usize::from(live.is(";") || live.place != place);
        }
        if live.is("=") {
            attributes(patch, &plain, has_type);
            return skip_to_end(patch, at);
        }
        if live.is(":") {
            // The width of a bit-field.
            while patch.get(at).is_some_and(|live| !live.is(",") && !live.is(";") && !live.is("}") && !live.is("{")) {
                at += 1;
            }
            continue;
        }
        if live.is(",") {
            attributes(patch, &plain, has_type);
            plain.clear();
            has_type = true;
            named = false;
            at += 1;
            continue;
        }
        if !live.is_word() {
            at += 1;
            continue;
        }
        if words::is_tag_word(text) {
            has_type = true;
            at += 1;
            while patch.get(at).is_some_and(super::Live::is_word) && attribute(patch, at) {
                at = blank_attribute(patch, at);
            }
            at += usize::from(patch.get(at).is_some_and(super::Live::is_word));
            continue;
        }
        if words::is_basic_type(text) {
            has_type = true;
        } else if VOCABULARY.attributes.contains(text) && text != "inline" {
            patch.blank(at, at);
        } else if !words::is_keyword(text) || text == "_Atomic" || text == "__asm__" || text == "asm" {
            match call(patch, at, named, has_type || !plain.is_empty()) {
                Call::Blanked(next) => {
                    at = next;
                    continue;
                }
                Call::Type(next) => {
                    has_type = true;
                    at = next;
                    continue;
                }
                Call::Name(next) => {
                    named = true;
                    plain.push(at);
                    at = next;
                    continue;
                }
                Call::Body(next) => {
                    attributes(patch, &plain, has_type);
                    return next;
                }
                Call::None if named => {
                    patch.blank_guess(at, at);
                }
                Call::None => plain.push(at),
            }
        }
        at += 1;
    }
    attributes(patch, &plain, has_type);
    at
}

enum Call {
    /// Not followed by parentheses.
    None,
    /// An attribute; it is gone.
    Blanked(usize),
    /// A macro around a type; only the type is left.
    Type(usize),
    /// The name of what is declared, with its parameters.
    Name(usize),
    /// A macro that stands for the body; braces are written over it.
    Body(usize),
}

/// `WORD(…)` inside a declaration.
fn call(patch: &mut Patch<'_, '_>, at: usize, named: bool, has_type: bool) -> Call {
    let Some(close) = patch.call_end(at) else { return Call::None };
    let name = patch.live[at].token.text;
    let next = patch.get(close + 1);
    if VOCABULARY.attribute_calls.contains(name) {
        patch.blank(at, close);
        return Call::Blanked(close + 1);
    }
    let followed_by_name = next.is_some_and(|next| next.is("*") || next.is_word());
    if named {
        let ends = next.is_none_or(|next| next.is("{") || next.is(";") || next.is("=") || next.is(","));
        if !ends && patch.on_new_line(close + 1) && !more_attributes(patch, close + 1) {
            patch.blank(at, close);
            patch.put_first(at, b'{');
            patch.put_last(close, b'}');
            return Call::Body(close + 1);
        }
        patch.blank_guess(at, close);
        return Call::Blanked(close + 1);
    }
    let around_type = VOCABULARY.type_calls.contains(name)
        || name == "_Atomic"
        || (!has_type && looks_like_type(patch, at + 2, close));
    if followed_by_name && around_type {
        // `ALIGNED(64, char)`: the type comes last.
        let comma = (at + 2..close).rev().find(|inner| patch.is(*inner, ","));
        patch.blank(at, comma.unwrap_or(at + 1));
        patch.blank(close, close);
        return Call::Type(close + 1);
    }
    // `TEMPLATE(name)(parameters)`.
    let template = !patch.is(at + 2, "*") && close > at + 2;
    let parameters = next.filter(|next| template && next.is("(")).and_then(|open| open.partner);
    if let Some(end) = parameters.filter(|end| *end > close) {
        let (from, to) = (patch.live[at].token.end(), patch.live[close].token.offset);
        patch.bytes[from..to].fill(b'_');
        patch.bytes[to] = b' ';
        return Call::Name(end + 1);
    }
    if followed_by_name && !has_type && !patch.is(at + 2, "*") {
        let follows_word = next.is_some_and(super::Live::is_word);
        let name_follows =
            follows_word && patch.get(close + 2).is_some_and(|live| live.is("(") || live.is_word() || live.is("*"));
        if name_follows && !patch.on_new_line(close + 1) {
            patch.blank(at, close);
            return Call::Blanked(close + 1);
        }
    }
    Call::Name(close + 1)
}

fn attribute(patch: &Patch<'_, '_>, at: usize) -> bool {
    let text = patch.live[at].token.text;
    VOCABULARY.attributes.contains(text) || (VOCABULARY.attribute_calls.contains(text) && patch.call_end(at).is_some())
}

fn blank_attribute(patch: &mut Patch<'_, '_>, at: usize) -> usize {
    let end = patch.call_end(at).unwrap_or(at);
    patch.blank(at, end);
    end + 1
}

/// Whether `WORD(…)` and the end of the declaration follow.
fn more_attributes(patch: &Patch<'_, '_>, at: usize) -> bool {
    let first_column = patch
        .get(at)
        .is_some_and(|live| live.token.offset.checked_sub(1).is_some_and(|before| patch.bytes[before] == b'\n'));
    let end = patch.call_end(at).map(|close| close + 1);
    !first_column && end.is_some_and(|end| patch.is(end, ";") || patch.is(end, "{"))
}

/// Of several plain words in a row only the type and the name may stay.
fn attributes(patch: &mut Patch<'_, '_>, plain: &[usize], has_type: bool) {
    let Some((_, before)) = plain.split_last() else { return };
    let attribute_like = |at: usize| words::is_macro_shaped(patch.live[at].token.text);
    let kept = if has_type {
        None
    } else {
        before.iter().rev().copied().find(|at| !attribute_like(*at)).or(before.first().copied())
    };
    for at in before {
        if Some(*at) != kept {
            patch.blank(*at, *at);
        }
    }
}

/// Whether the brace at `at` opens a function's body.
fn is_body(patch: &Patch<'_, '_>, at: usize) -> bool {
    let inner = patch.get(at + 1).map(|live| live.place);
    match patch.live[at].partner {
        Some(close) if close == at + 1 => at > 0 && patch.is(at - 1, ")"),
        _ => inner == Some(Place::Block),
    }
}

/// From `=` to behind the `;`.
fn skip_to_end(patch: &Patch<'_, '_>, from: usize) -> usize {
    let mut at = from;
    while let Some(live) = patch.get(at) {
        if live.is(";") {
            return at + 1;
        }
        if live.place == Place::File
            && at > from
            && live.is_word()
            && live.token.starts_line
            && words::is_storage(live.token.text)
        {
            return at;
        }
        at = live.partner.filter(|close| *close > at).unwrap_or(at) + 1;
    }
    at
}

/// Whether the tokens `from..to` spell a type with certainty: a type word or a `*` at the end.
pub fn looks_like_type(patch: &Patch<'_, '_>, from: usize, to: usize) -> bool {
    let inside = &patch.live[from..to];
    let plain = inside.iter().all(|live| live.is_word() || live.is("*"));
    let told = inside.iter().any(|live| {
        words::is_basic_type(live.token.text)
            || words::is_tag_word(live.token.text)
            || words::is_qualifier(live.token.text)
    });
    plain && !inside.is_empty() && (told || inside.last().is_some_and(|live| live.is("*")))
}
