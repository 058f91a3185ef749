//! One place of a C text -> what it tells of the name there: how it is used, where the function declares it for itself,
//! and of which type the value is whose member it is.

use super::file::CFile;
use super::uses::{find, local, place};
use crate::clex::TokenKind;
use crate::facts::uses::{Spot, Use, column};

/// Reads the place of a name, which stands at a line and column.
pub fn at(text: &str, name: &str, line: u32, at: u32) -> Spot {
    let file = CFile::new(text);
    let is_here = |index: usize| {
        let token = &file.tokens[index];
        let is_name = token.kind == TokenKind::Word && token.text == name && file.lines.of(token.offset) == line;
        is_name && (column(text, token.offset)..column(text, token.offset) + name.len() as u32).contains(&at)
    };
    let Some(index) = (0..file.tokens.len()).find(|index| is_here(*index)) else {
        // Inside a directive, or no use of a name at all.
        let covers = |one: &Use| one.line == line && (one.column..one.column + name.len() as u32).contains(&at);
        return Spot { one: find(text, name).into_iter().find(covers), ..Spot::default() };
    };
    let Some((kind, is_member)) = place(&file, index) else { return Spot::default() };
    let one = Some(Use { line, column: at, kind, is_member, chain: "".into() });
    if is_member {
        return Spot { one, declared: None, owner: owner(&file, index).map(Into::into) };
    }
    let declared = declared(&file, index);
    let declared = declared.map(|index| {
        let offset = file.tokens[index].offset;
        (file.lines.of(offset), column(text, offset))
    });
    Spot { one, declared, owner: None }
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
