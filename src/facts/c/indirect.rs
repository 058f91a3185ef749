//! What functions call without naming a function: members of type objects (`m->mp_subscript(o, key)`) and elements of
//! tables (`operators[oparg](a, b)`).

use super::calls::Bodies;
use super::file::CFile;
use super::vocabulary::VOCABULARY;
use crate::model::{Constant, Indirect};

/// Reads the members and the tables, each once per function.
pub fn read(file: &CFile<'_>, bodies: &Bodies) -> Indirect {
    let mut out = Indirect::default();
    for (at, token) in file.tokens.iter().enumerate() {
        if !token.is_word() {
            continue;
        }
        let list = if is_member(file, at) {
            &mut out.members
        } else if is_called_element(file, at) {
            &mut out.tables
        } else {
            continue;
        };
        let Some(inside) = bodies.around(token.offset) else { continue };
        let of_function = list.iter().rev().take_while(|one| one.inside == inside);
        if of_function.clone().all(|one| *one.name != *token.text) {
            list.push(Constant { name: token.text.into(), inside, line: file.line(at) });
        }
    }
    out
}

/// Whether a word is a slot that is read: behind `->` or `.`, or an argument of a macro that finds it.
fn is_member(file: &CFile<'_>, at: usize) -> bool {
    let name = file.tokens[at].text;
    if !VOCABULARY.slot_prefixes.iter().any(|prefix| name.starts_with(prefix.as_str())) {
        return false;
    }
    let behind = |punct: &str| at.checked_sub(1).is_some_and(|before| file.is(before, punct));
    let is_argument = (behind("(") || behind(",")) && (file.is(at + 1, ")") || file.is(at + 1, ","));
    !file.is(at + 1, "=") && (behind("->") || behind(".") || is_argument)
}

/// Whether `name[…](` or `name[…].member(` begins here.
fn is_called_element(file: &CFile<'_>, at: usize) -> bool {
    let behind = |punct: &str| at.checked_sub(1).is_some_and(|before| file.is(before, punct));
    if !file.is(at + 1, "[") || behind("->") || behind(".") {
        return false;
    }
    let Some(close) = file.partner(at + 1) else { return false };
    let is_member = file.is(close + 1, ".") || file.is(close + 1, "->");
    file.is(if is_member { close + 3 } else { close + 1 }, "(")
}
