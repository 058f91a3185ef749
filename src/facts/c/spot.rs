//! One place of a C text -> what it tells of the name there: how it is used, where the function declares it for itself,
//! and of which type the value is whose member it is.

use super::directives::Directive;
use super::file::CFile;
use super::structure::Place;
use super::uses::{declares, is_member, local, parameters, place};
use crate::clex::{TokenKind, token};
use crate::facts::uses::{Spot, Use, column};
use crate::model::UseKind;

/// Reads the place of a name, which stands at a line and column.
pub fn at(text: &str, name: &str, line: u32, at: u32) -> Spot {
    let file = CFile::new(text);
    let is_here = |index: usize| {
        let token = &file.tokens[index];
        let is_name = token.kind == TokenKind::Word && token.text == name && file.lines.of(token.offset) == line;
        is_name && (column(text, token.offset)..column(text, token.offset) + name.len() as u32).contains(&at)
    };
    let Some(index) = (0..file.tokens.len()).find(|index| is_here(*index)) else {
        return in_directive(&file, name, line, at).unwrap_or_default();
    };
    let read = Use { line, column: at, kind: UseKind::Read, is_member: false, chain: "".into() };
    let placed = |index: usize| {
        let offset = file.tokens[index].offset;
        (file.lines.of(offset), column(text, offset))
    };
    let Some((kind, is_member)) = place(&file, index) else {
        return Spot { one: Some(read), declared: label(&file, index).map(placed), owner: None };
    };
    let one = Some(Use { kind, is_member, ..read });
    if is_member {
        return Spot { one, declared: None, owner: owner(&file, index).map(Into::into) };
    }
    Spot { one, declared: declared(&file, index).map(placed), owner: None }
}

/// Where a text declares a name at file level, or a macro there that takes it as its first argument does.
pub fn introduced(text: &str, name: &str) -> Option<(u32, u32)> {
    let file = CFile::new(text);
    let is_it = |index: &usize| file.tokens[*index].is_word() && file.tokens[*index].text == name;
    let begins = |index: usize| {
        let open = index.checked_sub(1).filter(|open| file.is(*open, "(") && places(&file, *open) == Place::File);
        open.and_then(|open| open.checked_sub(1)).is_some_and(|before| file.tokens[before].starts_line)
    };
    let found = (0..file.tokens.len()).filter(is_it).find(|index| match places(&file, *index) {
        Place::File => declares(&file, *index),
        Place::Paren => begins(*index),
        _ => false,
    });
    found.map(|index| (file.lines.of(file.tokens[index].offset), column(text, file.tokens[index].offset)))
}

fn places(file: &CFile<'_>, index: usize) -> Place {
    file.structure.places[index]
}

/// A name inside a directive; a parameter of a macro is declared by its `#define`.
fn in_directive(file: &CFile<'_>, name: &str, line: u32, at: u32) -> Option<Spot> {
    let is_at = |offset: usize| {
        let from = column(file.text, offset);
        file.lines.of(offset) == line && (from..from + name.len() as u32).contains(&at)
    };
    let mut around = file.tokens.iter().filter(|token| token.kind == TokenKind::Directive);
    let (token, inner, index) = around.find_map(|token| {
        if !(file.lines.of(token.offset)..=file.lines.of(token.end())).contains(&line) {
            return None;
        }
        let inner = token::inner_tokens(token.text);
        let index =
            inner.iter().position(|part| part.is_word() && part.text == name && is_at(token.offset + part.offset))?;
        Some((token, inner, index))
    })?;
    let is_define = Directive::parse(token.text).word == "define";
    let parameters = if is_define { parameters(&inner) } else { 0..0 };
    let declared = inner.get(parameters).and_then(|list| list.iter().find(|word| word.text == name)).map(|word| {
        let offset = token.offset + word.offset;
        (file.lines.of(offset), column(file.text, offset))
    });
    let is_member = is_member(&inner, index);
    let one = Some(Use { line, column: at, kind: UseKind::Read, is_member, chain: "".into() });
    Some(Spot { one, declared, owner: None })
}

/// The label of the function around that a `goto` or a label names.
fn label(file: &CFile<'_>, index: usize) -> Option<usize> {
    let opens = |at: &usize| file.is(*at, "{") && file.partner(*at).is_some_and(|close| close > index);
    let open = (0..index).find(opens)?;
    let name = file.tokens[index].text;
    let mut alike =
        (open..file.partner(open)?).filter(|at| file.tokens[*at].is_word() && file.tokens[*at].text == name);
    alike.find(|at| file.is(at + 1, ":") && place(file, *at).is_none())
}

/// The token that declares a name for the blocks around a place.
fn declared(file: &CFile<'_>, index: usize) -> Option<usize> {
    let wanted = &file.tokens[index];
    let alike =
        (0..=index).rev().filter(|at| file.tokens[*at].kind == TokenKind::Word && file.tokens[*at].text == wanted.text);
    let mut around = alike.filter(|at| local(file, *at).is_some_and(|scope| scope.contains(&wanted.offset)));
    around.next()
}

/// The type of what stands before `->` or `.`: of a variable of the function, or of a cast.
fn owner<'t>(file: &CFile<'t>, index: usize) -> Option<&'t str> {
    let before = index.checked_sub(2)?;
    if file.is(before, ")") {
        // `((Type *)value)->name`
        let open = file.partner(before)?;
        let word = file.tokens.get(open + 2).filter(|word| file.is(open + 1, "(") && word.is_word())?;
        return Some(word.text);
    }
    let is_chain = before.checked_sub(1).is_some_and(|dot| file.is(dot, "->") || file.is(dot, "."));
    if is_chain || !file.tokens[before].is_word() {
        return None;
    }
    let mut at = declared(file, before)?.checked_sub(1)?;
    while file.is(at, "*") || file.tokens[at].text == "const" {
        at = at.checked_sub(1)?;
    }
    Some(file.tokens[at].text).filter(|_| file.tokens[at].is_word())
}
