//! A definition that a commit's parent does not have under this name in this file -> what it was there: another name in
//! the same place, or a definition of another file that the commit changed.

use super::files::{Definition, Files};
use super::lines;
use super::subject::What;
use crate::model::{BlobId, Kind};
use crate::source::SourceError;
use crate::source::history::{CommitInfo, FileChange, History, Stop};
use std::collections::HashSet;

/// Another name for what stands at the same place: the texts are at least so alike.
const IN_PLACE: f64 = 0.35;
/// Another name somewhere else in the file.
const IN_FILE: f64 = 0.55;
/// The same name in another file that has it no more.
const SAME_NAME: f64 = 0.2;
/// Another name in another file.
const ELSEWHERE: f64 = 0.6;
/// The same name in another file that still has it.
const COPY: f64 = 0.8;
/// A copy has at least so many lines: shorter ones are alike by chance.
const COPY_LINES: u32 = 6;
/// The share of a definition's lines that a file must have for it to be parsed.
const WORTH_PARSING: f64 = 0.4;
/// So many files of one commit are looked through; commits that change more are conversions of everything.
const MOST_FILES: usize = 600;
/// Lines with fewer bytes stand everywhere.
const TELLING: usize = 8;

/// What a definition was before.
pub(super) struct Origin {
    pub what: What,
    pub file: String,
    pub blob: BlobId,
    pub definition: Definition,
}

/// The definition in the commit.
pub(super) struct Newcomer<'a> {
    pub file: &'a str,
    pub blob: BlobId,
    /// What the file was in the first parent.
    pub old: Option<BlobId>,
    pub definition: &'a Definition,
    pub text: &'a [u8],
}

/// Looks for the origin.
pub(super) fn find(
    history: &History,
    files: &mut Files<'_>,
    commit: &CommitInfo,
    it: &Newcomer<'_>,
    stop: Stop<'_>,
) -> Result<Option<Origin>, SourceError> {
    if let Some(origin) = it.old.and_then(|old| in_file(files, it, old)) {
        return Ok(Some(origin));
    }
    if commit.parents.is_empty() || history.is_boundary(&commit.id) {
        return Ok(None);
    }
    elsewhere(files, it, history.changes(&commit.id)?, stop)
}

/// Kinds that turn into one another: a macro becomes a function, a struct a typedef.
pub(super) fn related(one: Kind, other: Kind) -> bool {
    const GROUPS: &[&[Kind]] = &[
        &[Kind::Function, Kind::Method, Kind::Macro, Kind::Inst, Kind::Op],
        &[Kind::Struct, Kind::Union, Kind::Enum, Kind::Typedef],
        &[Kind::Global, Kind::Table, Kind::Type, Kind::Macro],
    ];
    one == other || GROUPS.iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// The last part of a qualified name.
pub(super) fn short(symbol: &str) -> &str {
    symbol.rsplit('.').next().unwrap_or(symbol)
}

fn likeness(bytes: &[u8], old: &Definition, it: &Newcomer<'_>) -> f64 {
    lines::likeness(old.text(bytes), short(&old.symbol), it.text, short(&it.definition.symbol))
}

/// Whether one name is the other, or the other with something added, underscores aside: `listappend`,
/// `list_append_impl`.
pub(super) fn name_grew(one: &str, other: &str) -> bool {
    let plain = |name: &str| short(name).replace('_', "").to_lowercase();
    let (one, other) = (plain(one), plain(other));
    one == other || one.len().min(other.len()) > 3 && (one.contains(&other) || other.contains(&one))
}

fn in_file(files: &mut Files<'_>, it: &Newcomer<'_>, old: BlobId) -> Option<Origin> {
    let (before, after) = (files.bytes(old)?, files.bytes(it.blob)?);
    let gone = gone(files, it.file, old, Some(it.blob));
    let (a, b) = (lines::split(&before), lines::split(&after));
    let changes = lines::compare(&a, &b);
    let place = lines::mapped_back(&changes, a.len(), it.definition.first_line, it.definition.end_line);
    let mut best: Option<(f64, Definition)> = None;
    for old in gone.into_iter().filter(|old| related(old.kind, it.definition.kind)) {
        let alike = likeness(&before, &old, it);
        let here = place.is_some_and(|(first, last)| first <= old.end_line && old.first_line <= last);
        let grew = name_grew(&old.symbol, &it.definition.symbol);
        let needed = if here && grew {
            0.0
        } else if here || grew {
            IN_PLACE
        } else {
            IN_FILE
        };
        let score = alike + if here { 0.3 } else { 0.0 } + if grew { 0.2 } else { 0.0 };
        if alike >= needed && best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, old));
        }
    }
    let definition = best.map(|(_, definition)| definition).or_else(|| handed_on(files, it, old, place?))?;
    Some(Origin { what: What::Renamed, file: it.file.to_owned(), blob: old, definition })
}

/// The definition that stood at the same lines, when its text came under the new name and its own name got another one.
fn handed_on(files: &mut Files<'_>, it: &Newcomer<'_>, old: BlobId, place: (u32, u32)) -> Option<Definition> {
    let (before, after) = (files.bytes(old)?, files.bytes(it.blob)?);
    let (old, new) = (files.definitions(it.file, old), files.definitions(it.file, it.blob));
    let at_place = |one: &&Definition| {
        place.0 <= one.end_line && one.first_line <= place.1 && one.end_line - one.first_line >= COPY_LINES
    };
    let candidates = old.iter().filter(|one| at_place(one) && one.kind == it.definition.kind);
    candidates
        .filter(|one| likeness(&before, one, it) >= ELSEWHERE)
        .find(|one| {
            let name = short(&one.symbol);
            let now = new.iter().find(|now| now.symbol == one.symbol);
            now.is_some_and(|now| lines::likeness(one.text(&before), name, now.text(&after), name) < IN_PLACE)
        })
        .cloned()
}

/// The definitions of an old content whose names the new one has no more.
fn gone(files: &mut Files<'_>, path: &str, old: BlobId, new: Option<BlobId>) -> Vec<Definition> {
    let now = new.map(|new| files.definitions(path, new));
    let names: HashSet<&str> = now.iter().flat_map(|now| now.iter()).map(|it| it.symbol.as_str()).collect();
    let before = files.definitions(path, old);
    before.iter().filter(|it| !names.contains(it.symbol.as_str())).cloned().collect()
}

fn elsewhere(
    files: &mut Files<'_>,
    it: &Newcomer<'_>,
    mut changes: Vec<FileChange>,
    stop: Stop<'_>,
) -> Result<Option<Origin>, SourceError> {
    let ending = |path: &str| path.rsplit_once('.').map(|(_, ending)| ending.to_owned());
    let is_c = |ending: &Option<String>| ending.as_deref().is_some_and(|it| it == "c" || it == "h");
    let own = ending(it.file);
    changes.retain(|change| {
        let other = ending(&change.path);
        change.old.is_some() && change.path != it.file && (other == own || (is_c(&other) && is_c(&own)))
    });
    // Files that went first, then those that are called alike.
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    changes
        .sort_by_cached_key(|change| (change.new.is_some(), name(&change.path) != name(it.file), change.path.clone()));
    changes.truncate(MOST_FILES);
    let telling = telling(it.text);
    let mut best: Option<(f64, Origin)> = None;
    for FileChange { path, old, new } in changes {
        if stop() {
            return Err(SourceError::Cancelled);
        }
        let Some((old, bytes)) = old.and_then(|old| Some((old, files.bytes(old)?))) else { continue };
        let has_name = lines::find(&bytes, short(&it.definition.symbol).as_bytes()).is_some();
        if !has_name && share(&bytes, &telling) < WORTH_PARSING {
            continue;
        }
        let now = new.map(|new| files.definitions(&path, new)).unwrap_or_default();
        for before in files.definitions(&path, old).iter().filter(|before| related(before.kind, it.definition.kind)) {
            let same_name = short(&before.symbol) == short(&it.definition.symbol);
            let is_gone = !now.iter().any(|now| now.symbol == before.symbol);
            let long = before.end_line - before.first_line + 1 >= COPY_LINES;
            let (needed, what) = match (same_name, is_gone) {
                (true, true) if before.symbol == it.definition.symbol => (SAME_NAME, What::Moved),
                (true, true) => (ELSEWHERE, What::Moved),
                (true, false) if long => (COPY, What::Copied),
                (false, true) if long => (ELSEWHERE, What::Moved),
                _ => continue,
            };
            let alike = likeness(&bytes, before, it);
            let score = alike + if same_name { 0.3 } else { 0.0 } + if is_gone { 0.2 } else { 0.0 };
            if alike >= needed && best.as_ref().is_none_or(|(known, _)| score > *known) {
                let (file, definition) = (path.clone(), before.clone());
                best = Some((score, Origin { what, file, blob: old, definition }));
            }
        }
        // Nothing can be more alike.
        if best.as_ref().is_some_and(|(score, _)| *score > 1.4) {
            break;
        }
    }
    Ok(best.map(|(_, origin)| origin))
}

/// The lines of a text that say something.
fn telling(text: &[u8]) -> HashSet<&[u8]> {
    lines::split(text).into_iter().map(<[u8]>::trim_ascii).filter(|line| line.len() >= TELLING).collect()
}

/// The share of some lines that a text has.
fn share(text: &[u8], wanted: &HashSet<&[u8]>) -> f64 {
    if wanted.is_empty() {
        return 0.0;
    }
    let found: HashSet<&[u8]> =
        lines::split(text).into_iter().map(<[u8]>::trim_ascii).filter(|line| wanted.contains(line)).collect();
    found.len() as f64 / wanted.len() as f64
}

/// Returns the definition of a content that is meant by a name: of several the one most alike. Kinds may differ.
pub(super) fn named(
    definitions: &[Definition],
    symbol: &str,
    kind: Kind,
    bytes: &[u8],
    text: &[u8],
) -> Option<Definition> {
    let mut all: Vec<&Definition> = definitions.iter().filter(|it| it.symbol == symbol).collect();
    if all.iter().any(|it| it.kind == kind) {
        all.retain(|it| it.kind == kind);
    } else {
        all.retain(|it| related(it.kind, kind));
    }
    if all.len() < 2 {
        return all.first().map(|it| (*it).clone());
    }
    let mut best: Option<(f64, &Definition)> = None;
    for it in all {
        let alike = lines::likeness(it.text(bytes), short(symbol), text, short(symbol));
        if best.is_none_or(|(known, _)| alike > known) {
            best = Some((alike, it));
        }
    }
    best.map(|(_, it)| it.clone())
}
