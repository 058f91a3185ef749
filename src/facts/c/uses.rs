//! C text -> where it uses a name and how, from the tokens around each place. What a function declares under that name
//! for itself hides the name, and is left out.

use super::directives::Directive;
use super::file::CFile;
use super::structure::Place;
use super::words;
use crate::clex::{Token, TokenKind, token};
use crate::facts::uses::{Use, column};
use crate::model::UseKind;
use std::ops::Range;

/// Finds the places of a name.
pub fn find(text: &str, name: &str) -> Vec<Use> {
    let file = CFile::new(text);
    let mut out: Vec<(usize, Use)> = Vec::new();
    let mut hidden: Vec<Range<usize>> = Vec::new();
    for (index, token) in file.tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Directive if token.text.contains(name) => directive(&file, token, name, &mut out),
            TokenKind::Word if token.text == name => match local(&file, index) {
                Some(scope) => hidden.push(scope),
                None => out.extend(place(&file, index).map(|(kind, member)| one(&file, token.offset, kind, member))),
            },
            _ => {}
        }
    }
    let is_hidden = |(offset, found): &(usize, Use)| !found.is_member && hidden.iter().any(|one| one.contains(offset));
    out.retain(|found| !is_hidden(found));
    out.into_iter().map(|(_, found)| found).collect()
}

fn one(file: &CFile<'_>, offset: usize, kind: UseKind, is_member: bool) -> (usize, Use) {
    let line = file.lines.of(offset);
    (offset, Use { line, column: column(file.text, offset), kind, is_member, chain: "".into() })
}

/// The uses inside a directive; the parameters of a macro hide the name in its replacement.
fn directive(file: &CFile<'_>, token: &Token<'_>, name: &str, out: &mut Vec<(usize, Use)>) {
    let word = Directive::parse(token.text).word;
    let inner = token::inner_tokens(token.text);
    let parameters = if word == "define" { parameters(&inner) } else { 0..0 };
    if inner.get(parameters).is_some_and(|list| list.iter().any(|word| word.text == name)) {
        return;
    }
    for (index, part) in inner.iter().enumerate().filter(|(_, part)| part.is_word() && part.text == name) {
        if index == 1 {
            continue;
        }
        let kind = match word {
            "define" if index == 2 => UseKind::Definition,
            "include" => UseKind::Include,
            "define" => kind(&inner, index),
            _ => UseKind::Read,
        };
        out.push(one(file, token.offset + part.offset, kind, is_member(&inner, index)));
    }
}

/// The tokens of a `#define` that are its parameters.
pub(super) fn parameters(inner: &[Token<'_>]) -> Range<usize> {
    let name = inner.get(2).filter(|name| name.is_word());
    let opens = |name: &Token<'_>| inner.get(3).is_some_and(|open| open.is("(") && open.offset == name.end());
    if name.is_some_and(opens) { 4..token::closing(inner, 3).max(4) } else { 0..0 }
}

pub(super) fn is_member(tokens: &[Token<'_>], index: usize) -> bool {
    index > 0 && (tokens[index - 1].is(".") || tokens[index - 1].is("->"))
}

fn is(tokens: &[Token<'_>], index: usize, punct: &str) -> bool {
    tokens.get(index).is_some_and(|token| token.is(punct))
}

/// Kind of a use, and whether it is a member's; nothing for jump targets.
pub(super) fn place(file: &CFile<'_>, index: usize) -> Option<(UseKind, bool)> {
    let tokens = &file.tokens;
    let before = index.checked_sub(1).map(|at| tokens[at]);
    let member = is_member(tokens, index);
    let where_it_stands = file.structure.places[index];
    let in_block = where_it_stands == Place::Block;
    let follows_statement = before.is_none_or(|one| [";", "{", "}", ":"].iter().any(|end| one.is(end)));
    let is_label = in_block && follows_statement && is(tokens, index + 1, ":");
    if is_label || before.is_some_and(|one| one.text == "goto") {
        return None;
    }
    if member {
        let found = kind(tokens, index);
        let designates = before.is_some_and(|one| one.is(".")) && index >= 2;
        let designates = designates && [",", "{"].iter().any(|punct| tokens[index - 2].is(punct));
        return Some((if designates { UseKind::Write } else { found }, true));
    }
    if before.is_some_and(|one| words::is_tag_word(one.text)) {
        let opens = is(tokens, index + 1, "{");
        return Some((if opens { UseKind::Definition } else { UseKind::Type }, false));
    }
    match where_it_stands {
        Place::Fields if typed(file, index) && !is(tokens, index + 1, "(") => Some((UseKind::Definition, true)),
        // The second of two declarators.
        Place::Fields if before.is_some_and(|one| one.is(",")) => Some((UseKind::Definition, true)),
        Place::Enumerators if before.is_some_and(|one| one.is("{") || one.is(",")) => {
            Some((UseKind::Definition, false))
        }
        Place::File if declares(file, index) => Some((declared(file, index), false)),
        Place::Block if is(tokens, index + 1, "(") && typed(file, index) => Some((UseKind::Declaration, false)),
        _ => Some((kind(tokens, index), false)),
    }
}

/// Whether a type stands in front: `Type name`, `Type *name`.
fn typed(file: &CFile<'_>, index: usize) -> bool {
    let tokens = &file.tokens;
    let mut at = index;
    let mut stars = 0;
    while let Some(before) =
        at.checked_sub(1).filter(|before| tokens[*before].is("*") || tokens[*before].text == "const")
    {
        stars += usize::from(tokens[before].is("*"));
        at = before;
    }
    let Some(word) = at.checked_sub(1).filter(|word| tokens[*word].is_word()) else { return false };
    let text = tokens[word].text;
    if words::is_statement(text) || matches!(text, "sizeof" | "typeof" | "defined") {
        return false;
    }
    if stars == 0 {
        return !tokens[index].starts_line || words::is_basic_type(text) || words::is_storage(text);
    }
    // `a * name` multiplies; a declaration begins somewhere.
    let Some(before) = word.checked_sub(1).map(|before| tokens[before]) else { return true };
    let begins = [";", "{", "}", ",", "("].iter().any(|punct| before.is(punct)) || before.kind == TokenKind::Directive;
    begins || tokens[word].starts_line || (before.is_word() && !words::is_statement(before.text))
}

/// Whether a word in a block is the second or a later declarator of a statement: `Type a, *b;`
fn follows_declarator(file: &CFile<'_>, index: usize) -> bool {
    let tokens = &file.tokens;
    let mut at = index;
    while at > 0 && (tokens[at - 1].is("*") || tokens[at - 1].text == "const") {
        at -= 1;
    }
    if at == 0 || !tokens[at - 1].is(",") {
        return false;
    }
    // Back to where the statement begins; an initialiser's braces are part of it.
    while let Some(before) = at.checked_sub(1) {
        let opens = file.partner(before).filter(|open| *open < before);
        match opens {
            Some(open) if !tokens[before].is("}") || open.checked_sub(1).is_some_and(|it| tokens[it].is("=")) => {
                at = open;
            }
            _ if [";", "{", "}", ":"].iter().any(|end| tokens[before].is(end)) => break,
            _ if tokens[before].kind == TokenKind::Directive => break,
            _ => at = before,
        }
    }
    let ends = |at: usize| [",", "=", "["].iter().any(|end| is(tokens, at + 1, end));
    let first = (at..index).find(|at| !tokens[*at].is_word() && !tokens[*at].is("*") || ends(*at));
    first.is_some_and(|first| first > at && tokens[first].is_word() && typed(file, first))
}

/// Whether a word at file level is what its declaration declares.
pub(super) fn declares(file: &CFile<'_>, index: usize) -> bool {
    let tokens = &file.tokens;
    let ends = ["(", "=", ";", "[", ","].iter().any(|punct| is(tokens, index + 1, punct));
    let Some(before) = index.checked_sub(1).map(|before| tokens[before]) else { return false };
    let behind = before.is_word() || ["*", ")", "}"].iter().any(|punct| before.is(punct));
    ends && behind && !(before.is_word() && words::is_statement(before.text))
}

/// A function with a body and a variable with a value are defined, others only declared.
fn declared(file: &CFile<'_>, index: usize) -> UseKind {
    let behind = match file.call_end(index) {
        Some(close) => close + 1,
        None => index + 1,
    };
    let is_defined = is(&file.tokens, behind, "{") || is(&file.tokens, behind, "=");
    if is_defined { UseKind::Definition } else { UseKind::Declaration }
}

/// Kind of a use inside an expression.
fn kind(tokens: &[Token<'_>], index: usize) -> UseKind {
    if is(tokens, index + 1, "(") {
        return UseKind::Call;
    }
    let mut start = index;
    while start >= 2 && is_member(tokens, start) && tokens[start - 2].is_word() {
        start -= 2;
    }
    if let Some(before) = start.checked_sub(1)
        && tokens[before].is("&")
    {
        let value = before.checked_sub(1).is_some_and(|value| {
            let one = tokens[value];
            let word = one.is_word() && !words::is_keyword(one.text);
            word || one.kind == TokenKind::Number
                || one.is("]")
                || (one.is(")") && tokens[before].end() < tokens[start].offset)
        });
        if !value {
            return UseKind::Address;
        }
    }
    // What is assigned to is the whole behind the name: `name[i].x = …`.
    let mut at = index + 1;
    loop {
        if is(tokens, at, "[") {
            at = token::closing(tokens, at) + 1;
        } else if is(tokens, at, ".") {
            at += 2;
        } else {
            break;
        }
    }
    let twice = |at: usize, punct: &str| {
        is(tokens, at, punct) && is(tokens, at + 1, punct) && tokens[at].end() == tokens[at + 1].offset
    };
    let compound = ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"].iter().any(|op| is(tokens, at, op))
        && is(tokens, at + 1, "=")
        && tokens[at].end() == tokens[at + 1].offset;
    let prefix = start >= 2 && (twice(start - 2, "+") || twice(start - 2, "-"));
    if is(tokens, at, "=") || compound || prefix || twice(at, "+") || twice(at, "-") {
        UseKind::Write
    } else {
        UseKind::Read
    }
}

/// The bytes in which a declaration at a token hides the name; nothing where the token declares nothing local.
pub(super) fn local(file: &CFile<'_>, index: usize) -> Option<Range<usize>> {
    let tokens = &file.tokens;
    let start = tokens[index].offset;
    let ends = |all: &[&str]| all.iter().any(|punct| is(tokens, index + 1, punct));
    match file.structure.places[index] {
        Place::Block if ends(&["=", ";", ",", "["]) && (typed(file, index) || follows_declarator(file, index)) => {
            Some(start..tokens[closing_brace(file, index)?].offset)
        }
        Place::Paren if ends(&[",", ")", "[", "="]) && typed(file, index) => {
            let open = (0..index).rev().find(|at| file.partner(*at).is_some_and(|close| close > index))?;
            if is(tokens, index + 1, "=") {
                let is_loop = open.checked_sub(1).is_some_and(|before| tokens[before].text == "for");
                return is_loop.then(|| Some(start..tokens[closing_brace(file, index)?].offset)).flatten();
            }
            let close = file.partner(open)?;
            // `(*name)(…)` is declared by what is around it.
            let is_pointer = close == index + 1 && is(tokens, close + 1, "(");
            if file.structure.places[open] != Place::File || is_pointer {
                return None;
            }
            let mut behind = close + 1;
            while tokens.get(behind).is_some_and(Token::is_word) {
                behind += 1;
            }
            let body = file.partner(behind).filter(|_| is(tokens, behind, "{"));
            body.map(|close| start..tokens[close].offset).or(Some(start..start + 1))
        }
        _ => None,
    }
}

/// The brace that ends the block around a token.
fn closing_brace(file: &CFile<'_>, index: usize) -> Option<usize> {
    let opens = |at: &usize| file.is(*at, "{") && file.partner(*at).is_some_and(|close| close > index);
    (0..index).rev().find(opens).and_then(|open| file.partner(open))
}
