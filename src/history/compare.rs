//! Two indexed revisions -> the definitions that were added, removed, moved, renamed or changed.
//!
//! Files with the same content are passed over unread. A definition is first looked for under its name in its file, then
//! under its name in another file, then by its text. Lines of a definition inside of another count for the inner one.

use super::pairing::{Item, pair};
use super::subject::{Place, What};
use crate::model::{Definition, Kind, Language};
use crate::nav::Navigator;
use crate::source::history::Stop;
use anyhow::Result;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A definition that is not the same in both revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What happened to it on the way from the older to the newer one.
    pub what: What,
    /// Whether its text is another.
    pub changed: bool,
    /// What it is; in the newer revision where it is there.
    pub kind: Kind,
    /// In which language.
    pub language: Language,
    /// Whether it is generated code.
    pub generated: bool,
    /// Where it was; `None` for an added one.
    pub old: Option<Place>,
    /// Where it is; `None` for a removed one.
    pub new: Option<Place>,
}

/// What differs between two revisions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Sorted by the path and line where the definition is, or was.
    pub rows: Vec<Difference>,
    /// Files of the older and of the newer revision.
    pub files: (usize, usize),
    /// Files of either that differ.
    pub changed_files: usize,
}

/// Compares two revisions; takes a second or two for neighbouring releases. `None` when `stop` says so.
pub fn compare(old: &Navigator, new: &Navigator, stop: Stop<'_>) -> Result<Option<Differences>> {
    let mut contents: BTreeMap<&str, [Option<_>; 2]> = BTreeMap::new();
    let mut files = [0, 0];
    for (side, navigator) in [old, new].into_iter().enumerate() {
        for file in navigator.contents() {
            let (path, blob) = file?;
            contents.entry(path).or_default()[side] = Some(blob);
            files[side] += 1;
        }
    }
    contents.retain(|_, [before, after]| before != after);
    let mut sides = [Vec::new(), Vec::new()];
    for (path, blobs) in &contents {
        if stop() {
            return Ok(None);
        }
        for (side, navigator) in [old, new].into_iter().enumerate() {
            if blobs[side].is_some() {
                read(navigator, path, &mut sides[side])?;
            }
        }
    }
    let [before, after] = sides;
    let mut rows = Vec::new();
    let mut old_left = vec![true; before.len()];
    let mut new_left = vec![true; after.len()];
    for (one, other, what) in pair(&before, &after) {
        (old_left[one], new_left[other]) = (false, false);
        let changed = before[one].hash != after[other].hash;
        if what != What::Same || changed {
            let what = if what == What::Same { What::Changed } else { what };
            rows.push(difference(what, changed, Some(&before[one]), Some(&after[other])));
        }
    }
    let gone = before.iter().zip(old_left).filter(|(_, left)| *left);
    rows.extend(gone.filter_map(|(item, _)| difference(What::Removed, true, Some(item), None).into()));
    let fresh = after.iter().zip(new_left).filter(|(_, left)| *left);
    rows.extend(fresh.filter_map(|(item, _)| difference(What::Added, true, None, Some(item)).into()));
    rows.sort_by(|a, b| place(a).cmp(&place(b)));
    Ok(Some(Differences { rows, files: (files[0], files[1]), changed_files: contents.len() }))
}

fn place(row: &Difference) -> (&str, u32, What) {
    let place = row.new.as_ref().or(row.old.as_ref());
    place.map_or(("", 0, row.what), |place| (&place.file, place.line, row.what))
}

fn difference(what: What, changed: bool, old: Option<&Item>, new: Option<&Item>) -> Difference {
    let (kind, language, generated) =
        new.or(old).map_or((Kind::Function, Language::C, false), |it| (it.kind, it.language, it.generated));
    let place = |item: &Item| item.place.clone();
    Difference { what, changed, kind, language, generated, old: old.map(place), new: new.map(place) }
}

/// Kinds whose text is not their own: a module is what is in it, and a field stands in its struct.
fn is_own(definition: &Definition) -> bool {
    !matches!(definition.kind, Kind::Field | Kind::Module)
}

fn read(navigator: &Navigator, path: &str, items: &mut Vec<Item>) -> Result<()> {
    let definitions = navigator.definitions_in(path)?;
    if definitions.is_empty() {
        return Ok(());
    }
    let source = navigator.source(path)?;
    let lines: Vec<&str> = source.text.lines().collect();
    // Which definition each line belongs to: the innermost. Outer ones begin first.
    let mut owner = vec![u32::MAX; lines.len() + 1];
    let own: Vec<&Definition> = definitions.iter().filter(|it| is_own(it)).collect();
    let span = |it: &Definition| (it.first_line.min(it.line).max(1) as usize, it.end_line.max(it.line) as usize);
    let mut order: Vec<usize> = (0..own.len()).collect();
    order.sort_by_key(|&at| {
        let (first, last) = span(own[at]);
        (first, usize::MAX - last)
    });
    for &at in &order {
        let (first, last) = span(own[at]);
        for line in &mut owner[(first - 1).min(lines.len())..last.min(lines.len())] {
            *line = at as u32;
        }
    }
    for (at, definition) in own.iter().enumerate() {
        let (first, last) = span(definition);
        let range = (first - 1).min(lines.len())..last.min(lines.len());
        // Two that share a line, as a typedef and its struct do, both have it.
        let mine = range.clone().filter(|&line| owner[line] == at as u32 || range.len() == 1);
        let name = &*definition.name;
        let mut hasher = DefaultHasher::new();
        let mut telling = Vec::new();
        for line in mine {
            lines[line].hash(&mut hasher);
            telling.extend(self::telling(lines[line], name));
        }
        telling.sort_unstable();
        items.push(Item {
            place: Place {
                file: path.to_owned(),
                line: definition.line,
                first_line: first as u32,
                end_line: last as u32,
                symbol: definition.symbol.to_string(),
            },
            kind: definition.kind,
            language: definition.language,
            generated: definition.generated,
            hash: hasher.finish(),
            telling,
        });
    }
    Ok(())
}

/// A line that says something, as a number; the definition's own name does not count.
fn telling(line: &str, name: &str) -> Option<u64> {
    let line = line.trim();
    (line.len() >= 4).then(|| {
        let mut hasher = DefaultHasher::new();
        if name.is_empty() {
            line.hash(&mut hasher);
        } else {
            line.split(name).for_each(|part| part.hash(&mut hasher));
        }
        hasher.finish()
    })
}

/// Counts differences by what happened and by kind.
pub fn counted(rows: &[Difference]) -> BTreeMap<Kind, HashMap<What, usize>> {
    let mut counts: BTreeMap<Kind, HashMap<What, usize>> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.kind).or_default().entry(row.what).or_insert(0) += 1;
    }
    counts
}
