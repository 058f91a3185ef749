//! Costs of whole functions -> costs of their lines, for profiles that name functions only: as the bundled profile saw the
//! lines of the function, else the same for every line that does something.

use super::carry::{Part, carry};
use super::owners::{Owners, first, last, runs};
use super::vocabulary::VOCABULARY;
use crate::model::{DefinitionId, FileId, Kind};
use crate::profile::{Bundle, Profile};
use anyhow::Result;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Whole numbers are what profiles hold: a cost is cut into so many parts.
const PARTS: u64 = 1000;

/// Gives the lines of functions their cost where the profile has none. Returns whether it did.
pub fn spread(owners: &mut Owners<'_>, profile: &mut Profile, bundle: &Bundle) -> Result<bool> {
    if !profile.lines.is_empty() {
        return Ok(false);
    }
    let carried = carry(bundle, owners, Part::Work)?.functions;
    // The loop that runs the instructions costs what their code costs.
    let codes = carried.iter().filter(|function| function.definition.kind == Kind::Label);
    let instructions: Vec<((FileId, u32), f64)> =
        codes.flat_map(|code| code.lines.iter().map(|line| ((code.definition.file, line.line), line.rank))).collect();
    let known: HashMap<DefinitionId, Vec<(u32, f64)>> = carried
        .into_iter()
        .map(|function| (function.id, function.lines.iter().map(|line| (line.line, line.rank)).collect()))
        .collect();
    let mut lines: BTreeMap<(FileId, u32), u64> = BTreeMap::new();
    for function in &profile.functions {
        let Some((id, file)) = best(owners, &function.symbol)? else { continue };
        if VOCABULARY.loops.contains(&function.symbol) && !instructions.is_empty() {
            add(&mut lines, &instructions, function.own);
            continue;
        }
        let weights = match known.get(&id) {
            Some(weights) => weights.clone(),
            None => even(owners, file, id)?,
        };
        let weights: Vec<((FileId, u32), f64)> =
            weights.into_iter().map(|(line, weight)| ((file, line), weight)).collect();
        add(&mut lines, &weights, function.own);
    }
    let mut files: BTreeMap<FileId, u32> = BTreeMap::new();
    for &(file, _) in lines.keys() {
        if let Entry::Vacant(place) = files.entry(file) {
            place.insert(profile.files.len() as u32);
            profile.files.push(owners.navigator.reader.path(file).to_owned());
        }
    }
    profile.lines = lines.iter().map(|((file, line), cost)| (files[file], *line, *cost)).collect();
    profile.total = profile.total.saturating_mul(PARTS);
    profile.unnamed = profile.unnamed.saturating_mul(PARTS);
    Ok(true)
}

/// Gives lines their part of a cost.
fn add(lines: &mut BTreeMap<(FileId, u32), u64>, weights: &[((FileId, u32), f64)], cost: u64) {
    let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
    for (place, weight) in weights {
        #[allow(clippy::cast_sign_loss)] // costs and weights are not negative
        let part = (cost as f64 * PARTS as f64 * weight / sum.max(f64::MIN_POSITIVE)).round() as u64;
        let sum = lines.entry(*place).or_default();
        *sum = sum.saturating_add(part);
    }
}

/// The function of that symbol, that of the default build first.
fn best(owners: &Owners<'_>, symbol: &str) -> Result<Option<(DefinitionId, FileId)>> {
    let reader = &owners.navigator.reader;
    let mut best = None;
    for id in reader.by_symbol(symbol)? {
        let definition = reader.definition(id)?.definition;
        if runs(&definition) && definition.kind == Kind::Function {
            let key = (std::cmp::Reverse(reader.weight(id)), id);
            if best.as_ref().is_none_or(|(known, _)| key < *known) {
                best = Some((key, definition.file));
            }
        }
    }
    Ok(best.map(|((_, id), file)| (id, file)))
}

fn even(owners: &mut Owners<'_>, file: FileId, id: DefinitionId) -> Result<Vec<(u32, f64)>> {
    let definition = owners.navigator.reader.definition(id)?.definition;
    let text = owners.navigator.source(owners.navigator.reader.path(file))?.text;
    let does = |line: &str| {
        let line = line.trim();
        !line.is_empty() && !VOCABULARY.is_quiet(line) && !VOCABULARY.is_cold(line)
    };
    let from = first(&definition) as usize;
    let rows = text.lines().enumerate().skip(from - 1).take(last(&definition) as usize + 1 - from);
    Ok(rows.filter(|(_, line)| does(line)).map(|(at, _)| (at as u32 + 1, 1.0)).collect())
}
