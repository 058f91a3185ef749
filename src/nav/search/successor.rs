//! A definition of one revision -> the one that took its place in another: called by the same, calling the same, of a
//! similar name, body and file.

use crate::index::{NO_TEST, words};
use crate::model::{Definition, DefinitionId};
use crate::nav::{CALLS, Navigator};
use anyhow::Result;
use std::collections::HashSet;

/// Whoever is called by more than this tells nothing about its callers.
const POPULAR: usize = 100;
/// So many candidates are compared line by line.
const COMPARED: usize = 8;
/// Less likeness than this is chance.
const ALIKE: f32 = 0.4;

/// What is compared of a definition.
struct Traits {
    definition: Definition,
    callers: HashSet<String>,
    callees: HashSet<String>,
    words: HashSet<String>,
}

/// Returns the definition of `new` that took the place of one of `old`; it has a name that `old` does not have.
pub(super) fn successor(new: &Navigator, old: &Navigator, id: DefinitionId) -> Result<Option<DefinitionId>> {
    let was = traits(old, id)?;
    let mut ranked = Vec::new();
    for candidate in candidates(new, old, &was)? {
        let is = traits(new, candidate)?;
        if is.definition.kind != was.definition.kind || !old.reader.by_symbol(&is.definition.symbol)?.is_empty() {
            continue;
        }
        let same_file = file_name(new, &is.definition) == file_name(old, &was.definition);
        let around = 0.35 * overlap(&is.callers, &was.callers) + 0.35 * overlap(&is.callees, &was.callees);
        let score = around + 0.2 * overlap(&is.words, &was.words) + if same_file { 0.1 } else { 0.0 };
        ranked.push((score, candidate, is.definition));
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(COMPARED);
    let before = body(old, &was.definition);
    let compared = ranked.into_iter().map(|(score, id, is)| {
        let after = body(new, &is);
        let told = !before.is_empty() && !after.is_empty();
        (if told { f32::midpoint(score, overlap(&after, &before)) } else { score }, id)
    });
    let best = compared.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    Ok(best.filter(|(score, _)| *score >= ALIKE).map(|(_, id)| id))
}

/// What stands near the old definition's callers, callees and file.
fn candidates(new: &Navigator, old: &Navigator, was: &Traits) -> Result<HashSet<DefinitionId>> {
    let mut found = HashSet::new();
    for (names, outward) in [(&was.callers, true), (&was.callees, false)] {
        for name in names {
            for id in new.reader.by_symbol(name)? {
                let links = new.reader.links(id)?;
                let edges = if outward { links.out } else { links.into };
                if edges.len() <= POPULAR {
                    found.extend(edges.iter().filter(|edge| CALLS.contains(&edge.kind)).map(|edge| edge.other));
                }
            }
        }
    }
    if let Some(file) = new.reader.file(old.reader.path(was.definition.file)) {
        found.extend(new.reader.in_file(file)?);
    }
    let is_code = |id: &DefinitionId| new.reader.weight(*id) & NO_TEST != 0;
    Ok(found.into_iter().filter(is_code).collect())
}

fn traits(navigator: &Navigator, id: DefinitionId) -> Result<Traits> {
    let definition = navigator.reader.definition(id)?.definition;
    let links = navigator.reader.links(id)?;
    let names = |edges: &[crate::index::Edge]| -> Result<HashSet<String>> {
        let calls = edges.iter().filter(|edge| CALLS.contains(&edge.kind)).take(POPULAR);
        calls.map(|edge| Ok(navigator.reader.definition(edge.other)?.definition.symbol.into())).collect()
    };
    let (callers, callees) = (names(&links.into)?, names(&links.out)?);
    let words = words(&definition.name).into_iter().collect();
    Ok(Traits { definition, callers, callees, words })
}

fn file_name(navigator: &Navigator, definition: &Definition) -> String {
    let path = navigator.reader.path(definition.file);
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// The different lines of a definition, without white space; empty where the text is not stored.
fn body(navigator: &Navigator, definition: &Definition) -> HashSet<String> {
    let Ok(source) = navigator.source(navigator.reader.path(definition.file)) else { return HashSet::new() };
    let first = definition.line as usize;
    let count = (definition.end_line as usize).saturating_sub(first);
    let lines = source.text.lines().skip(first).take(count);
    lines.map(|line| line.split_whitespace().collect::<String>()).filter(|line| line.len() > 2).collect()
}

/// The share of what two sets have in common; nothing is said by empty ones.
fn overlap(one: &HashSet<String>, other: &HashSet<String>) -> f32 {
    let both = one.intersection(other).count();
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f32 / all as f32 }
}
