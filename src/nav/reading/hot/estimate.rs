//! Where nothing was measured: how often instructions run in programs in general, followed along calls.
//!
//! Each instruction's code passes what it has to the functions it calls, less on lines that are passed less, and almost
//! nothing to what is called when something goes wrong.

use super::measured::{HotFunction, HotLine, Measured};
use super::owners::{Owners, first, last, runs};
use super::passes::passes;
use super::vocabulary::VOCABULARY;
use crate::model::{Definition, DefinitionId, Kind, LinkKind};
use anyhow::Result;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Calls are followed so far.
const ROUNDS: usize = 6;
/// What a function passes on to what it calls.
const DAMP: f64 = 0.7;
/// What a cold name gets of it.
const COLD: f64 = 0.02;
/// The part of an instruction that its general form runs, where there are special ones.
const GENERAL: f64 = 0.1;

/// A definition with how often its lines are passed, and its calls.
struct Code {
    definition: Definition,
    passes: Vec<f64>,
    calls: Vec<(u32, DefinitionId)>,
}

/// Estimates the weight of lines.
pub fn estimate(owners: &mut Owners<'_>) -> Result<Measured> {
    let mut by_code: HashMap<DefinitionId, Vec<(u32, DefinitionId)>> = HashMap::new();
    for name in &VOCABULARY.loops {
        for id in owners.navigator.reader.by_symbol(name)? {
            for edge in owners.navigator.reader.links(id)?.out {
                if edge.kind == LinkKind::Calls
                    && edge.condition == 0
                    && let Some((code, _)) = owners.file(edge.file)?.at(edge.line)
                {
                    by_code.entry(*code).or_default().push((edge.line, edge.other));
                }
            }
        }
    }
    let mut codes: BTreeMap<DefinitionId, Option<Code>> = BTreeMap::new();
    let mut visits: BTreeMap<DefinitionId, f64> = BTreeMap::new();
    let mut ring = seeds(owners)?;
    for _ in 0..ROUNDS {
        let mut next: BTreeMap<DefinitionId, f64> = BTreeMap::new();
        for (id, visited) in ring {
            *visits.entry(id).or_default() += visited;
            let known = match codes.entry(id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(code(owners, id, &by_code)?),
            };
            let Some(code) = known else { continue };
            let start = first(&code.definition);
            for &(line, callee) in &code.calls {
                let passed =
                    line.checked_sub(start).and_then(|at| code.passes.get(at as usize)).copied().unwrap_or(0.0);
                *next.entry(callee).or_default() += visited * passed.min(1.0) * DAMP;
            }
        }
        for (id, visited) in &mut next {
            if VOCABULARY.is_cold_name(&owners.navigator.reader.definition(*id)?.definition.symbol) {
                *visited *= COLD;
            }
        }
        ring = next;
    }
    let mut functions = Vec::new();
    for (id, code) in codes {
        let (Some(code), Some(&visited)) = (code, visits.get(&id)) else { continue };
        let start = first(&code.definition);
        let line =
            |(at, passed): (usize, &f64)| HotLine { line: start + at as u32, rank: visited * passed, share: 0.0 };
        let lines: Vec<HotLine> = code.passes.iter().enumerate().map(line).filter(|line| line.rank > 0.0).collect();
        let file = owners.navigator.reader.path(code.definition.file).to_owned();
        let definition = code.definition;
        functions.push(HotFunction { id, file, definition, lines, runs_in: 0, callers: Vec::new(), inclusive: 0.0 });
    }
    let notes = vec![
        "estimated, nothing was measured: how often instructions run in programs in general, followed along calls"
            .to_owned(),
        "an estimate holds much less than a profile of other work: what is measured goes first".to_owned(),
    ];
    Ok(Measured { functions, workloads: 0, notes })
}

/// How often the code of each instruction runs.
fn seeds(owners: &mut Owners<'_>) -> Result<BTreeMap<DefinitionId, f64>> {
    let reader = &owners.navigator.reader;
    let label = |symbol: &str| -> Result<Option<DefinitionId>> {
        for id in reader.by_symbol(symbol)? {
            let definition = reader.definition(id)?.definition;
            let inside = runs(&definition) && definition.kind == Kind::Label;
            if inside
                && !reader.path(definition.file).contains("executor")
                && !reader.path(definition.file).contains("optimizer")
            {
                return Ok(Some(id));
            }
        }
        Ok(None)
    };
    let mut seeds: BTreeMap<DefinitionId, f64> = BTreeMap::new();
    for (name, often) in &VOCABULARY.often {
        let mut forms = Vec::new();
        for id in reader.by_symbol(name)? {
            for edge in reader.links(id)?.into.iter().filter(|edge| edge.kind == LinkKind::Specializes) {
                let symbol = reader.definition(edge.other)?.definition.symbol;
                forms.extend(label(&symbol)?);
            }
        }
        forms.sort_unstable();
        forms.dedup();
        let general = label(name)?;
        let part = if forms.is_empty() { 1.0 } else { GENERAL };
        if let Some(id) = general {
            *seeds.entry(id).or_default() += often * part;
        }
        for id in &forms {
            *seeds.entry(*id).or_default() += often * (1.0 - part) / forms.len() as f64;
        }
    }
    Ok(seeds)
}

fn code(
    owners: &mut Owners<'_>,
    id: DefinitionId,
    by_code: &HashMap<DefinitionId, Vec<(u32, DefinitionId)>>,
) -> Result<Option<Code>> {
    let reader = &owners.navigator.reader;
    let definition = reader.definition(id)?.definition;
    if !runs(&definition) || VOCABULARY.loops.contains(&definition.symbol.to_string()) {
        return Ok(None);
    }
    let calls = if let Some(calls) = by_code.get(&id) {
        calls.clone()
    } else {
        let mut calls = Vec::new();
        let here = |edge: &crate::index::Edge| edge.condition == 0 && edge.file == definition.file;
        for edge in reader.links(id)?.out.into_iter().filter(here) {
            match edge.kind {
                LinkKind::Calls => calls.push((edge.line, edge.other)),
                LinkKind::MayCall => {
                    calls.extend(filled(owners, edge.other)?.into_iter().map(|id| (edge.line, id)));
                }
                _ => {}
            }
        }
        calls
    };
    let Ok(source) = owners.navigator.source(reader.path(definition.file)) else { return Ok(None) };
    let start = first(&definition);
    let rows = source.text.lines().skip(start as usize - 1).take((last(&definition) + 1 - start) as usize);
    let passes = passes(&rows.collect::<Vec<_>>());
    Ok(Some(Code { definition, passes, calls }))
}

/// The functions of common types in a slot.
fn filled(owners: &Owners<'_>, slot: DefinitionId) -> Result<Vec<DefinitionId>> {
    let reader = &owners.navigator.reader;
    let mut out = Vec::new();
    for edge in reader.links(slot)?.out.into_iter().filter(|edge| edge.kind == LinkKind::FilledBy) {
        let definition = reader.definition(edge.other)?.definition;
        if VOCABULARY.common.iter().any(|file| file == reader.path(definition.file)) {
            out.push(edge.other);
        }
    }
    Ok(out)
}
