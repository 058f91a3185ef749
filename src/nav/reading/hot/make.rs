//! Profiles of several workloads -> a bundle: each line under the definition it belongs to, merged so that what many
//! workloads share comes first.

use super::owners::{Owners, first};
use crate::model::{Definition, DefinitionId, FileId};
use crate::profile::{About, Bundle, BundledFunction, BundledLine, Profile, level_of};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Shares are merged as the mean of this power of them, taken back: below 1 favours what many workloads share.
const POWER: f64 = 0.4;
/// A line with less of the work than this is not kept: it comes after ten thousand others.
const LEAST: f64 = 1.0 / (1 << 23) as f64;
/// So many callers of a function are kept.
const CALLERS: usize = 4;

/// The costs of one profile by place in the index.
struct Placed {
    lines: HashMap<(FileId, u32), u64>,
    /// What lies on lines of the index.
    inside: u64,
}

/// The lines and calls of a function, while they are collected.
#[derive(Default)]
struct Draft {
    definition: Option<Definition>,
    lines: BTreeMap<u32, Figures>,
    runs_in: u32,
    callers: BTreeMap<DefinitionId, u64>,
    startup_callers: BTreeMap<DefinitionId, u64>,
    startup_inclusive: f64,
}

#[derive(Default, Clone, Copy)]
struct Figures {
    /// The sum over the workloads of a power of its share.
    powers: f64,
    shares: f64,
    startup: f64,
}

/// Makes a bundle from profiles of the release that `owners` answers for. What `startup` costs is taken off the others.
pub fn make(owners: &mut Owners<'_>, workloads: &[Profile], startup: Option<&Profile>) -> Result<Bundle> {
    let base = startup.map(|profile| placed(owners, profile));
    let mut drafts: BTreeMap<DefinitionId, Draft> = BTreeMap::new();
    let (mut total, mut inside) = (0u64, 0u64);
    for profile in workloads {
        let mut placed = placed(owners, profile);
        total = total.saturating_add(profile.total);
        inside = inside.saturating_add(placed.inside);
        if let Some(base) = &base {
            placed.lines.retain(|place, cost| {
                *cost = cost.saturating_sub(base.lines.get(place).copied().unwrap_or(0));
                *cost > 0
            });
        }
        let all = placed.lines.values().fold(0u64, |all, cost| all.saturating_add(*cost));
        let mut here: BTreeSet<DefinitionId> = BTreeSet::new();
        for (id, line, cost) in owned(owners, &placed.lines, &mut drafts)? {
            let share = cost as f64 / all.max(1) as f64;
            let Some(figures) = drafts.get_mut(&id).map(|draft| draft.lines.entry(line).or_default()) else { continue };
            figures.powers += share.powf(POWER);
            figures.shares += share;
            here.insert(id);
        }
        for id in &here {
            if let Some(draft) = drafts.get_mut(id) {
                draft.runs_in += 1;
            }
        }
        calls(owners, profile, &mut drafts, false)?;
    }
    if let (Some(base), Some(profile)) = (&base, startup) {
        for (id, line, cost) in owned(owners, &base.lines, &mut drafts)? {
            let share = cost as f64 / base.inside.max(1) as f64;
            if let Some(draft) = drafts.get_mut(&id) {
                draft.lines.entry(line).or_default().startup += share;
            }
        }
        calls(owners, profile, &mut drafts, true)?;
    }
    let about = About {
        workloads: workloads.iter().map(|profile| profile.name.clone()).collect(),
        outside: (u128::from(total.saturating_sub(inside)) * 1000 / u128::from(total.max(1))) as u32,
        ..About::default()
    };
    Ok(packed(owners, drafts, workloads.len(), about))
}

/// Finds the files of a profile in the index.
fn placed(owners: &Owners<'_>, profile: &Profile) -> Placed {
    let files: Vec<Option<FileId>> = profile.files.iter().map(|path| owners.file_of(path)).collect();
    let mut placed = Placed { lines: HashMap::new(), inside: 0 };
    for &(file, line, cost) in &profile.lines {
        if let Some(file) = files.get(file as usize).copied().flatten() {
            let sum = placed.lines.entry((file, line)).or_default();
            *sum = sum.saturating_add(cost);
            placed.inside = placed.inside.saturating_add(cost);
        }
    }
    placed
}

/// The lines of a profile with the definitions they belong to, in order; makes drafts of these.
fn owned(
    owners: &mut Owners<'_>,
    lines: &HashMap<(FileId, u32), u64>,
    drafts: &mut BTreeMap<DefinitionId, Draft>,
) -> Result<Vec<(DefinitionId, u32, u64)>> {
    let mut sorted: Vec<((FileId, u32), u64)> = lines.iter().map(|(place, cost)| (*place, *cost)).collect();
    sorted.sort_unstable();
    let mut out = Vec::with_capacity(sorted.len());
    for ((file, line), cost) in sorted {
        let Some((id, definition)) = owners.file(file)?.at(line) else { continue };
        let draft = drafts.entry(*id).or_default();
        draft.definition.get_or_insert_with(|| definition.clone());
        out.push((*id, line, cost));
    }
    Ok(out)
}

/// Adds who calls whom. The caller is what the line of the call belongs to, so that code put into others, and the code of
/// an instruction, call under their own names.
fn calls(
    owners: &mut Owners<'_>,
    profile: &Profile,
    drafts: &mut BTreeMap<DefinitionId, Draft>,
    startup: bool,
) -> Result<()> {
    let files: Vec<Option<FileId>> = profile.files.iter().map(|path| owners.file_of(path)).collect();
    let mut callees: Vec<Option<DefinitionId>> = Vec::with_capacity(profile.functions.len());
    for function in &profile.functions {
        let file = owners.file_of(&function.file);
        let mut id = None;
        if let Some(file) = file {
            let mut named = owners.file(file)?.definitions.iter().filter(|(_, one)| *one.symbol == *function.symbol);
            id = named.next().map(|(id, _)| *id);
        }
        if let Some(draft) = id.filter(|_| startup).and_then(|id| drafts.get_mut(&id)) {
            draft.startup_inclusive = function.inclusive as f64 / profile.total.max(1) as f64;
        }
        callees.push(id);
    }
    for &(file, line, callee, count) in &profile.calls {
        let Some(callee) = callees.get(callee as usize).copied().flatten() else { continue };
        let Some(file) = files.get(file as usize).copied().flatten() else { continue };
        let Some((caller, _)) = owners.file(file)?.at(line) else { continue };
        let (caller, Some(draft)) = (*caller, drafts.get_mut(&callee)) else { continue };
        let callers = if startup { &mut draft.startup_callers } else { &mut draft.callers };
        let sum = callers.entry(caller).or_default();
        *sum = sum.saturating_add(count);
    }
    Ok(())
}

fn packed(owners: &mut Owners<'_>, drafts: BTreeMap<DefinitionId, Draft>, workloads: usize, about: About) -> Bundle {
    let count = workloads.max(1) as f64;
    let mut bundle = Bundle { about, ..Bundle::default() };
    let mut kept: Vec<(DefinitionId, Draft, Vec<BundledLine>)> = Vec::new();
    for (id, draft) in drafts {
        let Some(definition) = &draft.definition else { continue };
        let start = first(definition);
        let hashes: Vec<u32> =
            owners.file(definition.file).map(|file| file.hashes(definition).to_vec()).unwrap_or_default();
        let line = |(&line, figures): (&u32, &Figures)| {
            let rank = (figures.powers / count).powf(1.0 / POWER);
            (rank.max(figures.startup) >= LEAST).then(|| BundledLine {
                offset: line - start,
                hash: hashes.get((line - start) as usize).copied().unwrap_or(0),
                rank: level_of(rank),
                share: level_of(figures.shares / count),
                startup: level_of(figures.startup),
            })
        };
        let lines: Vec<BundledLine> = draft.lines.iter().filter_map(line).collect();
        if !lines.is_empty() {
            kept.push((id, draft, lines));
        }
    }
    let places: HashMap<DefinitionId, u32> = kept.iter().enumerate().map(|(at, one)| (one.0, at as u32)).collect();
    let most = |callers: &BTreeMap<DefinitionId, u64>| {
        let mut rows: Vec<(u32, u64)> =
            callers.iter().filter_map(|(id, calls)| Some((*places.get(id)?, *calls))).collect();
        rows.sort_by_key(|&(at, calls)| (std::cmp::Reverse(calls), at));
        rows.truncate(CALLERS);
        rows
    };
    let mut files: BTreeMap<FileId, u32> = BTreeMap::new();
    for (_, draft, lines) in &kept {
        let Some(definition) = &draft.definition else { continue };
        let next = files.len() as u32;
        let file = *files.entry(definition.file).or_insert(next);
        if file == next {
            bundle.files.push(owners.navigator.reader.path(definition.file).to_owned());
        }
        bundle.functions.push(BundledFunction {
            file,
            symbol: definition.symbol.to_string(),
            runs_in: draft.runs_in,
            callers: most(&draft.callers),
            startup_callers: most(&draft.startup_callers),
            startup_inclusive: level_of(draft.startup_inclusive),
            lines: lines.clone(),
        });
    }
    bundle
}
