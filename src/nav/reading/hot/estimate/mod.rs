//! Where nothing was measured: how often instructions run in the library's own code, followed along calls.
//!
//! ```text
//! seeds    the library through the release's compiler -> how often the code of each instruction runs
//! lines    a function's text -> what the default build compiles of it
//! passes   its lines -> how often each is passed when the function runs once
//! calls    a line -> the functions it calls, through macros; slots lead to the types that are used most
//! cost     a line -> about how many instructions it is
//! ```
//!
//! The figures say what a compiler makes of C in general. `DAMP` here, `BRANCH` and `LOOP` in `passes`, `ALIKE` and
//! `SHORTEST` in `seeds` were set while looking at the profiles that the bundled list is made of. Words that C and its
//! macros are told by stand in `queries/reading/estimate.toml`; how often an instruction runs stands nowhere.

mod calls;
mod cost;
mod lines;
mod passes;
mod seeds;
mod slots;

use super::measured::{HotFunction, HotLine, Measured};
use super::owners::runs;
use super::vocabulary::VOCABULARY;
use crate::model::{Definition, DefinitionId, Kind};
use crate::nav::Navigator;
use crate::nav::reading::Texts;
use anyhow::Result;
use calls::{Callee, Calls};
use passes::passes;
use slots::Slots;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Calls are followed so far.
const ROUNDS: usize = 12;
/// What a function passes on to one that it calls; inline ones get all.
const DAMP: f64 = 0.7;
/// What a cold name gets of it.
const COLD: f64 = 0.02;
/// A loop calls at most so often.
const MOST: f64 = 5.0;
/// Less is not followed.
const LEAST: f64 = 1e-7;

/// A definition with what its lines are passed and cost, and its calls.
struct Code {
    definition: Definition,
    lines: Vec<(u32, f64)>,
    calls: Vec<(f64, Callee)>,
}

/// Estimates the weight of lines.
pub fn estimate(navigator: &Navigator) -> Result<Measured> {
    let texts = Texts::new(navigator);
    let (mut calls, mut slots) = (Calls::new(navigator, &texts), Slots::new(navigator));
    let mut codes: HashMap<DefinitionId, Option<Code>> = HashMap::new();
    let mut visits: BTreeMap<DefinitionId, f64> = BTreeMap::new();
    let mut ring = seeds::seeds(navigator, &texts)?;
    for _ in 0..ROUNDS {
        let mut next: BTreeMap<DefinitionId, f64> = BTreeMap::new();
        for (id, visited) in ring {
            *visits.entry(id).or_default() += visited;
            let code = match codes.entry(id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(code(navigator, &texts, &mut calls, &mut slots, id)?),
            };
            let Some(code) = code else { continue };
            for (often, callee) in &code.calls {
                let damp = if callee.inline { 1.0 } else { DAMP };
                let cold = if callee.cold { COLD } else { 1.0 };
                *next.entry(callee.id).or_default() += visited * often.min(MOST) * damp * cold;
            }
        }
        next.retain(|_, visited| *visited > LEAST);
        ring = next;
    }
    let mut functions = Vec::new();
    for (id, visited) in visits {
        let Some(code) = codes.remove(&id).flatten() else { continue };
        let line = |(line, weight): (u32, f64)| HotLine { line, rank: visited * weight, share: 0.0 };
        let lines: Vec<HotLine> = code.lines.into_iter().map(line).filter(|line| line.rank > 0.0).collect();
        let (file, definition) = (navigator.reader.path(code.definition.file).to_owned(), code.definition);
        functions.push(HotFunction { id, file, definition, lines, runs_in: 0, callers: Vec::new(), inclusive: 0.0 });
    }
    functions.sort_by_key(|function| (function.definition.file, function.definition.line, function.id));
    let notes = vec![
        "estimated, nothing was measured: how often instructions run in the library's own code, followed along calls"
            .to_owned(),
        "an estimate holds much less than a profile of other work: what is measured goes first".to_owned(),
    ];
    Ok(Measured { functions, workloads: 0, notes })
}

/// Reads a function or the code of an instruction.
fn code<'n>(
    navigator: &'n Navigator,
    texts: &Texts<'n>,
    calls: &mut Calls<'n>,
    slots: &mut Slots<'n>,
    id: DefinitionId,
) -> Result<Option<Code>> {
    let definition = navigator.reader.definition(id)?.definition;
    if !runs(&definition) || VOCABULARY.loops.iter().any(|name| **name == *definition.symbol) {
        return Ok(None);
    }
    let Ok(text) = texts.get(navigator.reader.path(definition.file)) else { return Ok(None) };
    let rows = (definition.line..=definition.end_line).map(|line| text.line(line));
    let plain = lines::plain(rows);
    let own = calls.callee(id, &definition)?;
    let framed = !own.inline && definition.kind == Kind::Function;
    let (mut out, mut all, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    let mut often_at: HashMap<u32, f64> = HashMap::new();
    for pass in passes(&plain) {
        let line = definition.line + pass.offset;
        if pass.text.is_empty() {
            ends.push((line, out.len()));
            continue;
        }
        let here = calls.on(&pass.text, definition.file)?;
        let others = here.iter().filter(|callee| !callee.inline).count();
        let cost = cost::cost(&pass.text, others, others < here.len());
        out.push((line, pass.often * cost));
        often_at.insert(line, pass.often);
        all.extend(here.into_iter().map(|callee| (pass.often, callee)));
    }
    if framed {
        let cost = if all.is_empty() { cost::LEAF } else { cost::FRAME };
        out.extend(ends.iter().map(|(line, _)| (*line, cost)));
        out.sort_by_key(|(line, _)| *line);
    }
    for (line, id, part) in slots.of(id, definition.file)? {
        let often = often_at.get(&line).copied().unwrap_or(0.0);
        all.push((often * part, Callee { id, inline: false, cold: false }));
    }
    Ok(Some(Code { definition, lines: out, calls: all }))
}
