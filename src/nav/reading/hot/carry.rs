//! The lines of a bundle -> lines of the index that answers: a function by its symbol, its lines by their hashes in order.

use super::join::join;
use super::measured::{HotFunction, HotLine};
use super::owners::{Owners, first, runs};
use crate::model::{Definition, DefinitionId};
use crate::profile::{Bundle, BundledFunction, BundledLine, share_of};
use anyhow::Result;

/// More cells than any pair of functions of one name should need; beyond, lines are only carried where nothing moved.
const MOST_CELLS: usize = 4_000_000;

/// Which figures of a bundle count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the work costs, start-up taken off.
    Work,
    /// What a run costs that does nothing.
    Startup,
}

/// What became of a bundle in another release.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// The functions, by file and line.
    pub functions: Vec<HotFunction>,
    /// The part of the work whose lines were found, 0 to 1.
    pub lines: f64,
    /// The part of the work whose functions were found.
    pub symbols: f64,
}

/// The start-up run says a little about what any work needs: so much of a workload is it worth.
const STARTUP_COUNTS: f64 = 0.05;

fn figures(line: &BundledLine, part: Part) -> (f64, f64) {
    let startup = share_of(line.startup);
    match part {
        Part::Work => (share_of(line.rank) + STARTUP_COUNTS * startup, share_of(line.share)),
        Part::Startup => (startup, startup),
    }
}

/// Carries a bundle to the index of `owners`.
pub fn carry(bundle: &Bundle, owners: &mut Owners<'_>, part: Part) -> Result<Carried> {
    let mut carried = Carried::default();
    let mut all = 0.0;
    for function in &bundle.functions {
        let share: f64 = function.lines.iter().map(|line| figures(line, part).1).sum();
        all += share;
        let path = bundle.files.get(function.file as usize).map_or("", String::as_str);
        let Some((id, definition)) = found(owners, path, function)? else { continue };
        carried.symbols += share;
        let hashes = owners.file(definition.file)?.hashes(&definition);
        let places = align(&function.lines, hashes);
        let start = first(&definition);
        let mut lines: Vec<HotLine> = Vec::new();
        for (line, place) in function.lines.iter().zip(places) {
            let (rank, share) = figures(line, part);
            let Some(place) = place.filter(|_| rank > 0.0) else { continue };
            carried.lines += share;
            lines.push(HotLine { line: start + place, rank, share });
        }
        if lines.is_empty() {
            continue;
        }
        let (callers, runs_in, inclusive) = match part {
            Part::Work => (&function.callers, function.runs_in, 0.0),
            Part::Startup => (&function.startup_callers, 0, share_of(function.startup_inclusive)),
        };
        let name = |at: u32| bundle.functions.get(at as usize).map(|caller| caller.symbol.clone());
        let callers = callers.iter().filter_map(|&(at, calls)| Some((name(at)?, calls))).collect();
        let file = owners.navigator.reader.path(definition.file).to_owned();
        carried.functions.push(HotFunction { id, file, definition, lines, runs_in, callers, inclusive });
    }
    for part in [&mut carried.lines, &mut carried.symbols] {
        *part = if all > 0.0 { (*part / all).min(1.0) } else { 0.0 };
    }
    carried.functions.sort_by_key(|function| (function.definition.file, function.definition.line, function.id));
    // Two functions of the bundle may have become one.
    let (lines, symbols) = (carried.lines, carried.symbols);
    Ok(Carried { lines, symbols, ..join(vec![carried]) })
}

/// The definition of the same symbol: in the same file, else wherever it moved.
fn found(
    owners: &mut Owners<'_>,
    path: &str,
    function: &BundledFunction,
) -> Result<Option<(DefinitionId, Definition)>> {
    let reader = &owners.navigator.reader;
    let mut candidates: Vec<(bool, bool, bool, DefinitionId, Definition)> = Vec::new();
    let base = path.rsplit('/').next().unwrap_or(path);
    for id in reader.by_symbol(&function.symbol)? {
        let definition = reader.definition(id)?.definition;
        if !runs(&definition) {
            continue;
        }
        let known = reader.path(definition.file);
        let other_base = known.rsplit('/').next() != Some(base);
        candidates.push((known != path, other_base, definition.condition.is_some(), id, definition));
    }
    candidates.sort_by_key(|(file, base, condition, id, _)| (*file, *base, *condition, *id));
    let same_file = candidates.first().is_some_and(|best| !best.0);
    // Static functions of one name stand in many files: which one it became cannot be told.
    let moved = candidates.iter().filter(|candidate| !candidate.2).count() <= 1 || candidates.iter().any(|one| !one.1);
    if !same_file && !moved {
        return Ok(None);
    }
    Ok(candidates.into_iter().next().map(|(_, _, _, id, definition)| (id, definition)))
}

/// For each line of a bundle the line of the definition it became, counted from its first.
fn align(lines: &[BundledLine], hashes: &[u32]) -> Vec<Option<u32>> {
    let stays = |line: &BundledLine| hashes.get(line.offset as usize) == Some(&line.hash);
    if lines.iter().all(stays) {
        return lines.iter().map(|line| Some(line.offset)).collect();
    }
    if lines.len() * hashes.len() > MOST_CELLS {
        return lines.iter().map(|line| stays(line).then_some(line.offset)).collect();
    }
    let mut places = common(lines, hashes);
    // A line that was edited in place: its neighbours moved by the same distance.
    for at in 0..lines.len() {
        if places[at].is_some() {
            continue;
        }
        let step = |index: usize, places: &[Option<u32>]| {
            let place = places.get(index).copied().flatten()?;
            Some(i64::from(place) - i64::from(lines[index].offset))
        };
        let before = (0..at).rev().find_map(|index| step(index, &places));
        let after = (at + 1..lines.len()).find_map(|index| step(index, &places));
        if let (Some(before), Some(after)) = (before, after)
            && before == after
        {
            let place = i64::from(lines[at].offset) + before;
            places[at] = u32::try_from(place).ok().filter(|place| (*place as usize) < hashes.len());
        }
    }
    places
}

/// The longest common run of hashes, in order; of equal ones that with the fewest jumps.
fn common(lines: &[BundledLine], hashes: &[u32]) -> Vec<Option<u32>> {
    let width = hashes.len() + 1;
    let mut length = vec![0u32; (lines.len() + 1) * width];
    for (at, line) in lines.iter().enumerate().rev() {
        for (place, hash) in hashes.iter().enumerate().rev() {
            let skip = length[(at + 1) * width + place].max(length[at * width + place + 1]);
            let take = if *hash == line.hash { length[(at + 1) * width + place + 1] + 1 } else { 0 };
            length[at * width + place] = skip.max(take);
        }
    }
    let mut out = vec![None; lines.len()];
    let (mut at, mut place) = (0, 0);
    let mut moved: i64 = 0;
    while at < lines.len() && place < hashes.len() {
        let here = length[at * width + place];
        let fits = lines[at].hash == hashes[place] && here == length[(at + 1) * width + place + 1] + 1;
        // The same line again where the function did not move so far, when that costs nothing.
        let same = i64::from(lines[at].offset) + moved;
        let better = usize::try_from(same).ok().filter(|&same| {
            same > place && hashes.get(same) == Some(&lines[at].hash) && length[(at + 1) * width + same + 1] + 1 == here
        });
        if let Some(better) = better {
            place = better;
            continue;
        }
        if fits {
            out[at] = Some(place as u32);
            moved = i64::from(place as u32) - i64::from(lines[at].offset);
            (at, place) = (at + 1, place + 1);
        } else if length[(at + 1) * width + place] == here {
            at += 1;
        } else {
            place += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::align;
    use crate::profile::BundledLine;

    fn lines(of: &[(u32, u32)]) -> Vec<BundledLine> {
        let line = |&(offset, hash)| BundledLine { offset, hash, rank: 1, share: 1, startup: 1 };
        of.iter().map(line).collect()
    }

    #[test]
    fn lines_follow_what_was_put_before_them() {
        let some = lines(&[(0, 10), (2, 12), (3, 13)]);
        assert_eq!(align(&some, &[10, 11, 12, 13]), [Some(0), Some(2), Some(3)]);
        assert_eq!(align(&some, &[10, 99, 99, 11, 12, 13]), [Some(0), Some(4), Some(5)]);
    }

    #[test]
    fn an_edited_line_is_carried_between_lines_that_stayed() {
        let some = lines(&[(0, 10), (1, 11), (2, 12)]);
        assert_eq!(align(&some, &[10, 77, 12]), [Some(0), Some(1), Some(2)]);
        assert_eq!(align(&some, &[10, 12]), [Some(0), None, Some(1)]);
    }

    #[test]
    fn equal_lines_stay_where_they_were() {
        let some = lines(&[(3, 7), (4, 8)]);
        assert_eq!(align(&some, &[1, 7, 2, 7, 8, 9]), [Some(3), Some(4)]);
    }
}
