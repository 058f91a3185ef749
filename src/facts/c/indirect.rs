//! What functions call without naming a function: members of type objects (`m->mp_subscript(o, key)`) and elements of
//! tables (`operators[oparg](a, b)`).

use super::calls::Bodies;
use super::file::CFile;
use super::vocabulary::VOCABULARY;
use crate::model::{Constant, Indirect};

/// Reads the members and the tables, each once per function.
pub fn read(file: &CFile<'_>, bodies: &Bodies) -> Indirect {
    let mut out = Indirect::default();
    // Whether the line that is kept of a member calls it.
    let mut calls: Vec<bool> = Vec::new();
    for (at, token) in file.tokens.iter().enumerate() {
        if !token.is_word() {
            continue;
        }
        let is_member = is_member(file, at);
        if !is_member && !is_called_element(file, at) {
            continue;
        }
        let Some(inside) = bodies.around(token.offset) else { continue };
        let list = if is_member { &mut out.members } else { &mut out.tables };
        let first = list.iter().rposition(|one| one.inside != inside).map_or(0, |before| before + 1);
        let known = list[first..].iter().position(|one| *one.name == *token.text).map(|place| first + place);
        let is_call = file.is(at + 1, "(");
        match known {
            None => {
                list.push(Constant { name: token.text.into(), inside, line: file.line(at) });
                if is_member {
                    calls.push(is_call);
                }
            }
            // The line of the call says more than that of the test in front of it.
            Some(place) if is_member && is_call && !calls[place] => {
                list[place].line = file.line(at);
                calls[place] = true;
            }
            Some(_) => {}
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
    // What is only set or compared is not called.
    let is_other = ["=", "==", "!="].iter().any(|punct| file.is(at + 1, punct) || (*punct != "=" && behind(punct)));
    !is_other && (behind("->") || behind(".") || is_argument)
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
