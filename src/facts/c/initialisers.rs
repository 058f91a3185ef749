//! `type name[] = { … }`, at file level and in functions: found and read by the tokens, since rows are no C.

use super::calls::Bodies;
use super::definitions::{doc, kind_of_type};
use super::draft::{Draft, fact};
use super::file::CFile;
use super::structure::Place;
use super::vocabulary::VOCABULARY;
use super::words;
use crate::clex::items::items;
use crate::clex::token::join;
use crate::clex::{Token, TokenKind};
use crate::model::Initialiser;

/// Tables of numbers longer than this many tokens keep no items.
const MAX_NUMBERS: usize = 2000;

/// Initialisers nested deeper keep no items.
const MAX_DEPTH: usize = 60;

/// An initialiser before its items are read.
pub struct Found {
    name: String,
    declared: String,
    /// Token indexes.
    name_at: usize,
    start: usize,
    open: usize,
    close: usize,
    is_array: bool,
    is_static: bool,
}

/// Finds all brace initialisers of named variables.
pub fn find(file: &CFile<'_>) -> Vec<Found> {
    let in_reach = |index: usize| matches!(file.structure.places[index], Place::File | Place::Block);
    let equals = (1..file.tokens.len()).filter(|at| file.is(*at, "=") && file.is(*at + 1, "{") && in_reach(*at));
    equals.filter_map(|equals| one(file, equals)).collect()
}

fn one(file: &CFile<'_>, equals: usize) -> Option<Found> {
    let open = equals + 1;
    let close = file.partner(open)?;
    let mut at = back(file, equals)?;
    let mut is_array = false;
    loop {
        if file.is(at, "]") {
            is_array = true;
            at = back(file, file.partner(at)?)?;
        } else if file.is(at, ")")
            && file.partner(at).and_then(|open| back(file, open)).is_some_and(|word| is_attribute(file, word))
        {
            at = back(file, back(file, file.partner(at)?)?)?;
        } else {
            break;
        }
    }
    let (name_at, last) = if file.is(at, ")") { (back(file, file.partner(at)?)?, at) } else { (at, at) };
    let token = file.tokens[name_at];
    if !token.is_word() || words::is_keyword(token.text) {
        return None;
    }
    let mut start = name_at;
    while start > 0 && belongs_to_type(&file.tokens[start - 1]) {
        start -= 1;
    }
    let mut declared = declared(&file.tokens[start..name_at]);
    // A struct declared here: `static struct { … } name[] = { … }`, with a tag or without one.
    if declared.is_empty() {
        let close = start.checked_sub(1).filter(|at| file.is(*at, "}"))?;
        let open = file.partner(close)?;
        let tag =
            open.checked_sub(1).map(|at| file.tokens[at]).filter(|tag| tag.is_word() && !words::is_keyword(tag.text));
        declared.push_str(tag.map_or("struct", |tag| tag.text));
        start = open;
        while start > 0 && belongs_to_type(&file.tokens[start - 1]) {
            start -= 1;
        }
    }
    let is_static = file.tokens[start..name_at].iter().any(|token| token.text == "static");
    Some(Found { name: join(&file.tokens[name_at..=last]), declared, name_at, start, open, close, is_array, is_static })
}

fn back(file: &CFile<'_>, index: usize) -> Option<usize> {
    (0..index).rev().find(|at| file.tokens[*at].kind != TokenKind::Directive)
}

fn is_attribute(file: &CFile<'_>, word: usize) -> bool {
    VOCABULARY.attribute_calls.contains(file.tokens[word].text)
}

fn belongs_to_type(token: &Token<'_>) -> bool {
    token.is("*") || (token.is_word() && !words::is_statement(token.text))
}

/// The type's own words, with a star where the variable is a pointer.
fn declared(tokens: &[Token<'_>]) -> String {
    let basic: Vec<&str> = tokens.iter().map(|token| token.text).filter(|word| words::is_basic_type(word)).collect();
    let mut plain =
        tokens.iter().filter(|token| token.is_word() && !words::is_keyword(token.text)).map(|token| token.text);
    let mut name = if basic.is_empty() { plain.next_back().unwrap_or_default().to_owned() } else { basic.join(" ") };
    if tokens.iter().any(|token| token.is("*")) {
        name.push_str(" *");
    }
    name
}

/// How deep braces are nested.
fn depth(tokens: &[Token<'_>]) -> usize {
    let (mut now, mut most) = (0usize, 0);
    for token in tokens {
        if token.is("{") {
            now += 1;
            most = most.max(now);
        } else if token.is("}") {
            now = now.saturating_sub(1);
        }
    }
    most
}

impl Found {
    /// Returns the variable as a definition, where it stands at file level.
    pub fn draft(&self, file: &CFile<'_>) -> Option<Draft> {
        if file.structure.places[self.name_at] != Place::File {
            return None;
        }
        let span = file.tokens[self.start].offset..file.tokens[self.close].end();
        let mut out = fact(&self.name, kind_of_type(&self.declared), file, self.name_at, span);
        out.fact.is_static = self.is_static;
        out.fact.bases = vec![self.declared.as_str().into()];
        out.fact.doc = doc(file, file.tokens[self.start].offset);
        Some(out)
    }

    /// Reads the items.
    pub fn read(&self, file: &CFile<'_>, bodies: &Bodies) -> Initialiser {
        let inside = &file.tokens[self.open + 1..self.close];
        let told = inside.iter().any(|token| matches!(token.kind, TokenKind::Text) || token.is_word());
        let items = if inside.len() > MAX_NUMBERS && !told || depth(inside) > MAX_DEPTH {
            Vec::new()
        } else {
            items(inside, &|offset| file.place(offset))
        };
        let at = file.tokens[self.name_at].offset;
        Initialiser {
            type_name: self.declared.as_str().into(),
            name: self.name.as_str().into(),
            is_array: self.is_array,
            is_static: self.is_static,
            line: file.lines.of(at),
            end_line: file.line(self.close),
            condition: file.conditions.at(at),
            inside: bodies.around(at),
            items,
        }
    }
}
