//! Functions whose braces stand at file level but that no node of the tree covers: read from the tokens.

use std::collections::HashSet;

use super::definitions::doc;
use super::directives::Directive;
use super::draft::{Draft, fact};
use super::file::CFile;
use super::repair::Repaired;
use super::structure::Place;
use super::vocabulary::VOCABULARY;
use super::words;
use crate::clex::TokenKind;
use crate::clex::token::join;
use crate::model::Kind;

/// Reads the functions whose body does not start at one of `bodies`.
pub fn functions(file: &CFile<'_>, repaired: &Repaired, bodies: &HashSet<usize>) -> Vec<Draft> {
    let mut out = Vec::new();
    for (index, token) in file.tokens.iter().enumerate() {
        let at_file_level = token.is("{") && file.structure.places[index] == Place::File;
        if !at_file_level || !opens_block(file, index) {
            continue;
        }
        if !bodies.contains(&token.offset) {
            out.extend(before(file, index).and_then(|last| function(file, repaired, last, index)));
        }
        for last in other_heads(file, index) {
            out.extend(function(file, repaired, last, index));
        }
    }
    out
}

/// Heads in the branches of an `#if` group that ends right in front of the body at `open`: their last tokens.
fn other_heads(file: &CFile<'_>, open: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let Some(end) = open.checked_sub(1).filter(|at| directive(file, *at).is_some_and(|one| one.word == "endif")) else {
        return ends;
    };
    let mut depth = 0;
    let mut last = end;
    for at in (0..end).rev() {
        let Some(one) = directive(file, at) else { continue };
        if one.word == "endif" {
            depth += 1;
        } else if depth > 0 {
            depth -= usize::from(one.opens());
        } else if one.opens() || one.continues() {
            if last > at + 1 && file.is(last - 1, ")") {
                ends.push(last - 1);
            }
            last = at;
            if one.opens() {
                break;
            }
        }
    }
    ends
}

fn directive<'t>(file: &CFile<'t>, at: usize) -> Option<Directive<'t>> {
    let token = file.tokens[at];
    (token.kind == TokenKind::Directive).then(|| Directive::parse(token.text))
}

fn opens_block(file: &CFile<'_>, open: usize) -> bool {
    file.structure.places.get(open + 1) == Some(&Place::Block) || file.is(open + 1, "}")
}

/// Reads the head that ends with the token `last`, of the body at `open`.
fn function(file: &CFile<'_>, repaired: &Repaired, last: usize, open: usize) -> Option<Draft> {
    let close = file.partner(open)?;
    let mut at = last;
    // Attributes between the parameters and the body.
    for _ in 0..6 {
        let token = file.tokens[at];
        if token.is_word() {
            at = before(file, at)?;
        } else if token.is(")") {
            let word = before(file, file.partner(at)?)?;
            let name = file.tokens[word];
            if VOCABULARY.targets.contains(name.text) {
                return None;
            }
            let behind_parameters =
                !starts_item(repaired, name.offset) && before(file, word).is_some_and(|word| file.is(word, ")"));
            let attribute = VOCABULARY.attribute_calls.contains(name.text) || words::is_macro_shaped(name.text);
            if !(name.is_word() && behind_parameters && attribute) {
                break;
            }
            at = before(file, word)?;
        } else {
            return None;
        }
    }
    let parameters = file.partner(at).filter(|_| file.is(at, ")"))?;
    let mut word = before(file, parameters)?;
    let mut name = file.tokens[word].text.to_owned();
    if file.is(word, ")") {
        // `TEMPLATE(name)(parameters)`.
        let opening = file.partner(word)?;
        let end = word;
        word = before(file, opening)?;
        name = join(&file.tokens[word..=end]);
    } else if starts_item(repaired, file.tokens[word].offset) {
        // `TEMPLATE(name) {`: the macro makes the rest of the head.
        if words::is_macro_shaped(&name) {
            name = join(&file.tokens[word..=at]);
        }
    }
    let token = file.tokens[word];
    // `struct __attribute__((packed)) {` is no function.
    if !token.is_word() || words::is_keyword(token.text) || VOCABULARY.attribute_calls.contains(token.text) {
        return None;
    }
    let start = head_start(file, word);
    let mut out = fact(&name, Kind::Function, file, word, file.tokens[start].offset..file.tokens[close].end());
    out.body = file.tokens[open].offset..file.tokens[close].end();
    out.fact.is_static = file.tokens[start..word]
        .iter()
        .any(|token| token.text == "static" || VOCABULARY.static_calls.contains(token.text));
    out.fact.signature = file.signature(parameters, at);
    out.fact.doc = doc(file, file.tokens[start].offset);
    Some(out)
}

fn starts_item(repaired: &Repaired, offset: usize) -> bool {
    repaired.items.binary_search(&(offset as u32)).is_ok()
}

/// The token before, over directives and left-out branches.
fn before(file: &CFile<'_>, index: usize) -> Option<usize> {
    let dead = file.structure.dead[index];
    (0..index).rev().find(|at| file.tokens[*at].kind != TokenKind::Directive && (dead || !file.structure.dead[*at]))
}

/// The first token of the declaration that names the word at `name`.
fn head_start(file: &CFile<'_>, name: usize) -> usize {
    let mut at = name;
    while at > 0 {
        let token = file.tokens[at - 1];
        let part = token.is_word() || token.is("*");
        if !part {
            break;
        }
        at -= 1;
    }
    at
}
