//! C: text -> facts.
//!
//! ```text
//! text -> tokens -> brackets, conditions -> repaired text -> tree -> definitions
//!              \-> calls, initialisers, assignments, macros, includes, clinic blocks
//! ```
//! The tree tells what is defined; whatever is no C before preprocessing is read from the tokens of the original.

mod assignments;
mod calls;
mod clinic;
mod comments;
mod definitions;
mod directives;
mod draft;
mod file;
mod initialisers;
mod lines;
mod lost;
mod query;
mod repair;
mod structure;
mod tree;
mod usual;
mod vocabulary;
mod words;

use self::calls::Bodies;
use self::draft::Draft;
use self::file::CFile;
use crate::clex::TokenKind;
use crate::model::{CFacts, Dialect, FileFacts, Kind};

/// Reads a C file.
pub fn extract(bytes: &[u8]) -> FileFacts {
    let text = String::from_utf8_lossy(bytes);
    let file = CFile::new(&text);
    let repaired = repair::repair(&text, &file.tokens, &file.structure);
    let (mut drafts, syntax) = tree::read(&file, &repaired);
    let mut c = CFacts::default();
    directives(&file, &mut c, &mut drafts);
    let initialisers = initialisers::find(&file);
    drafts.extend(initialisers.iter().filter_map(|found| found.draft(&file)));
    let drafts = draft::settle(drafts);

    let is_body = |draft: &&(usize, &Draft)| !draft.1.body.is_empty();
    let functions = drafts.iter().enumerate().collect::<Vec<_>>();
    let mut bodies: Vec<(usize, usize, u32)> =
        functions.iter().filter(is_body).map(|(at, draft)| (draft.body.start, draft.body.end, *at as u32)).collect();
    bodies.sort_unstable();
    let bodies = Bodies(bodies);
    c.initialisers = initialisers.iter().map(|found| found.read(&file, &bodies)).collect();
    c.calls = calls::read(&file, &bodies, &repaired.uses);
    c.assignments = assignments::read(&file, &bodies);
    c.clinic = clinic::read(&file);

    let mut facts = FileFacts::new(Dialect::C);
    facts.lines = file.lines.count();
    facts.bytes = bytes.len() as u32;
    facts.syntax = syntax;
    facts.definitions = drafts.into_iter().map(|draft| draft.fact).collect();
    facts.conditions = file.conditions.facts;
    facts.c = Some(Box::new(c));
    facts
}

/// Macros and includes; macros are definitions too.
fn directives(file: &CFile<'_>, c: &mut CFacts, drafts: &mut Vec<Draft>) {
    for (index, token) in file.tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Directive) {
        let condition = file.condition(index);
        if let Some(found) = directives::define(token, &file.lines, condition) {
            let mut draft = draft::fact(&found.name, Kind::Macro, file, index, token.offset..token.end());
            draft.fact.signature = found.params.as_deref().map(|params| params.join(", ")).unwrap_or_default().into();
            draft.fact.doc = definitions::doc(file, token.offset);
            drafts.push(draft);
            c.macros.push(found);
        } else if let Some(found) = directives::include(token, &file.lines, condition) {
            c.includes.push(found);
        }
    }
}
