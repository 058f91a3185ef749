//! C: text -> facts.
//!
//! ```text
//! text -> tokens -> brackets, conditions -> repaired text -> tree -> definitions
//!              \-> calls, initialisers, assignments, macros, includes, clinic blocks
//! ```
//! The tree tells what is defined; whatever is no C before preprocessing is read from the tokens of the original.

mod assignments;
pub(super) mod calls;
mod cases;
mod clinic;
mod comments;
mod conditions;
mod constants;
mod declarator;
mod definitions;
mod directives;
mod draft;
mod file;
pub(super) mod indirect;
mod initialisers;
mod lost;
mod origins;
mod query;
mod repair;
mod spare;
pub(super) mod spot;
mod structure;
mod targets;
mod tree;
pub(super) mod uses;
mod usual;
mod vocabulary;
mod words;

pub(super) use self::calls::Bodies;
pub(super) use self::definitions::doc;
pub(super) use self::draft::{Draft, fact, settle};
pub(super) use self::file::CFile;

use super::earlier::Earlier;
use crate::model::{CFacts, Dialect, FileFacts, Include, Kind, Macro, Syntax};

/// Reads a C file; `earlier` is an earlier state of it, where one is known.
pub fn extract(bytes: &[u8], earlier: Option<Earlier<'_>>) -> FileFacts {
    let text = String::from_utf8_lossy(bytes);
    let file = CFile::new(&text);
    let repaired = repair::repair(&text, &file.tokens, &file.structure);
    let (mut drafts, syntax) = tree::read(&file, &repaired, earlier);
    let mut c = CFacts { includes: includes(&file), macros: macros(&file, &mut drafts), ..CFacts::default() };
    c.undefs = file.directives().filter_map(|(_, token)| directives::undef(token, &file.lines)).collect();
    drafts.extend(targets::read(&file));
    let initialisers = initialisers::find(&file);
    drafts.extend(initialisers.iter().filter_map(|found| found.draft(&file)));
    let drafts = settle(drafts);
    let bodies = Bodies::new(&drafts);
    c.initialisers = initialisers.iter().map(|found| found.read(&file, &bodies)).collect();
    c.calls = calls::read(&file, &bodies, &repaired.uses);
    c.assignments = assignments::read(&file, &bodies);
    c.clinic = clinic::read(&file);
    c.cases = cases::read(&file, &bodies);
    c.constants = constants::read(&file, &bodies, &c.calls);
    c.indirect = indirect::read(&file, &bodies);
    c.origins = origins::read(&file);

    let mut facts = FileFacts::new(Dialect::C);
    facts.lines = file.lines.count();
    facts.bytes = bytes.len() as u32;
    // Replaced bytes make the text longer than the file.
    facts.syntax = Syntax { error_bytes: syntax.error_bytes.min(facts.bytes), ..syntax };
    facts.definitions = drafts.into_iter().map(|draft| draft.fact).collect();
    facts.conditions = file.conditions.facts;
    facts.c = Some(Box::new(c));
    facts
}

/// Macros, which are definitions too.
fn macros(file: &CFile<'_>, drafts: &mut Vec<Draft>) -> Vec<Macro> {
    let mut out = Vec::new();
    for (index, token) in file.directives() {
        if let Some(found) = directives::define(token, &file.lines, file.condition(index)) {
            let mut draft = fact(&found.name, Kind::Macro, file, index, token.offset..token.end());
            draft.fact.signature = found.params.as_deref().map(|params| params.join(", ")).unwrap_or_default().into();
            draft.fact.doc = doc(file, token.offset);
            drafts.push(draft);
            out.push(found);
        }
    }
    out
}

/// Reads the `#include`s.
pub(super) fn includes(file: &CFile<'_>) -> Vec<Include> {
    let read = |(index, token)| directives::include(token, &file.lines, file.condition(index));
    file.directives().filter_map(read).collect()
}
