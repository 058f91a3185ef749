//! The instruction language of `Python/bytecodes.c`: its definitions, and the calls in their bodies.
//!
//! It looks like C inside a function that is never compiled; its definitions are found by their words, which are data in
//! `queries/c/instructions.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::c::{Bodies, CFile, Draft, calls, doc, fact, includes, indirect, settle};
use crate::clex::TokenKind;
use crate::clex::token::{join, split_commas};
use crate::model::{CFacts, Dialect, FileFacts, Kind};
use serde::Deserialize;

#[derive(Deserialize)]
struct Words {
    kinds: HashMap<String, String>,
}

static WORDS: LazyLock<HashMap<String, Kind>> = LazyLock::new(|| {
    let words: Words =
        toml::from_str(include_str!("../../queries/c/instructions.toml")).expect("compiled-in instructions.toml");
    let kind = |text: &str| Kind::parse(text).expect("compiled-in kinds are kinds");
    words.kinds.iter().map(|(word, text)| (word.clone(), kind(text))).collect()
});

/// Reads a file of the instruction language.
pub fn extract(bytes: &[u8]) -> FileFacts {
    let text = String::from_utf8_lossy(bytes);
    let file = CFile::new(&text);
    let mut drafts = Vec::new();
    let mut index = 0;
    while index < file.tokens.len() {
        match definition(&file, index) {
            Some((draft, next)) => {
                drafts.push(draft);
                index = next;
            }
            None => index += 1,
        }
    }
    let drafts = settle(drafts);
    let bodies = Bodies::new(&drafts);
    let c = CFacts {
        includes: includes(&file),
        calls: calls::read(&file, &bodies, &[]),
        indirect: indirect::read(&file, &bodies),
        ..CFacts::default()
    };
    let mut facts = FileFacts::new(Dialect::Bytecodes);
    facts.lines = file.lines.count();
    facts.bytes = bytes.len() as u32;
    facts.definitions = drafts.into_iter().map(|draft| draft.fact).collect();
    facts.conditions = file.conditions.facts;
    facts.c = Some(Box::new(c));
    facts
}

/// Reads the definition whose word stands at `index`; returns the index behind it.
fn definition(file: &CFile<'_>, index: usize) -> Option<(Draft, usize)> {
    let kind = *WORDS.get(file.tokens[index].text)?;
    let close = file.call_end(index).filter(|close| *close > index + 2)?;
    let (modifiers, start) = modifiers(file, index)?;
    let body = close + 1;
    let end = if file.is(body, "{") {
        file.partner(body)?
    } else if file.is(body, "=") {
        (body..file.tokens.len()).find(|at| file.is(*at, ";"))?
    } else {
        return None;
    };
    let name_at = index + 2;
    let name = file.tokens[name_at];
    if !name.is_word() {
        return None;
    }
    let span = file.tokens[start].offset..file.tokens[end].end();
    let mut draft = fact(name.text, kind, file, name_at, span);
    draft.fact.decorators = modifiers;
    if file.is(name_at + 1, ",") {
        let (from, to) = if file.is(name_at + 2, "(") { (name_at + 2, close - 1) } else { (name_at + 1, close) };
        draft.fact.signature = file.signature(from, to);
    }
    if file.is(body, "{") {
        draft.body = file.tokens[body].offset..file.tokens[end].end();
    } else {
        draft.fact.bases = parts(file, body + 1, end);
    }
    draft.fact.doc = doc(file, file.tokens[start].offset);
    Some((draft, end + 1))
}

/// The words in front of a definition back to the one before, and where they start; `None` where it stands inside an
/// expression.
fn modifiers(file: &CFile<'_>, index: usize) -> Option<(Vec<Box<str>>, usize)> {
    let mut start = index;
    let mut words: Vec<Box<str>> = Vec::new();
    while let Some(before) = start.checked_sub(1) {
        let token = file.tokens[before];
        if token.kind == TokenKind::Directive || token.is(";") || token.is("}") || token.is("{") || token.is(":") {
            break;
        }
        let word = if token.is(")") { file.partner(before)?.checked_sub(1)? } else { before };
        if !file.tokens[word].is_word() {
            return None;
        }
        words.push(join(&file.tokens[word..=before]).into());
        start = word;
    }
    words.reverse();
    Some((words, start))
}

/// The names a definition is made of; cache entries are left out.
fn parts(file: &CFile<'_>, from: usize, to: usize) -> Vec<Box<str>> {
    let inner = if file.is(from, "{") || file.is(from, "[") { from + 1..to.max(from + 2) - 1 } else { from..to };
    let lists = split_commas(&file.tokens[inner]);
    let parts = lists.iter().flat_map(|list| list.split(|token| token.is("+")));
    let names = parts.filter_map(|part| part.first()).filter(|token| token.is_word() && token.text != "unused");
    names.map(|token| token.text.into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_defines_its_kind() {
        let text = "// Adds.\n replicate(4) pure inst (ADD, (a, b -- c)) {\n c = add(a, b);\n }\n family(ADD, 1) = {\n ADD_INT,\n };\n\
             macro(ADD_INT) = _GUARD + unused/1 + _ADD;\n label(done) { stop(); }\n pseudo(JUMP) = [ADD, ADD_INT];\n";
        let facts = extract(text.as_bytes());
        let told: Vec<String> = facts
            .definitions
            .iter()
            .map(|one| {
                format!(
                    "{} {} {}-{} [{}] {:?} {:?}",
                    one.kind, one.name, one.line, one.end_line, one.signature, one.decorators, one.bases
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "inst ADD 2-4 [a, b -- c] [\"replicate(4)\", \"pure\"] []",
                "family ADD 5-7 [1] [] [\"ADD_INT\"]",
                "macro ADD_INT 8-8 [] [] [\"_GUARD\", \"_ADD\"]",
                "label done 9-9 [] [] []",
                "pseudo JUMP 10-10 [] [] [\"ADD\", \"ADD_INT\"]",
            ]
        );
        let calls = &facts.c.expect("C facts").calls;
        assert_eq!(
            calls.iter().map(|call| (&*call.callee, call.caller)).collect::<Vec<_>>(),
            [("add", Some(0)), ("stop", Some(3))]
        );
    }
}
