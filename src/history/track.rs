//! Follows one definition from commit to commit.
//!
//! A commit counts when the definition's text differs from that in its parents. Most commits that changed a file left the
//! definition alone: there its text stands in both contents letter by letter, and neither has to be parsed.

use super::files::{Definition, Files};
use super::lines;
use super::log::{End, Limits, Touch};
use super::origin::{self, Newcomer, named, short};
use super::subject::{Place, Subject, What};
use super::unified::{Part, unified};
use crate::model::{BlobId, Kind};
use crate::source::SourceError;
use crate::source::history::{CommitInfo, History, Stop};
use std::collections::HashMap;

/// After the commit that added a definition so many older commits of its file are looked at: it may have been there
/// before, and taken back in between.
const PATIENCE: usize = 25;
/// The name of a definition stands in one of its first lines.
const HEAD: u32 = 4;
/// How alike lines are that are taken for the definition though no reader says so.
const SAME: f64 = 0.4;
/// A text with fewer bytes may stand in a file by chance.
const TELLING: usize = 24;

/// Follows one definition into the past.
pub(super) struct Tracker<'h> {
    history: &'h History,
    files: Files<'h>,
    file: String,
    symbol: String,
    kind: Kind,
    /// Whether no reader sees the definition as one: its lines are followed instead of its name.
    by_lines: bool,
    /// The text as last seen.
    text: Vec<u8>,
    /// Where the definition is in contents that were looked at.
    known: HashMap<BlobId, Option<Definition>>,
    /// Commits looked at.
    pub commits: usize,
    added: bool,
    /// Commits without the definition since it was added.
    idle: usize,
}

impl<'h> Tracker<'h> {
    pub fn new(history: &'h History, subject: &Subject, commit: &str) -> Result<Self, SourceError> {
        let place = &subject.place;
        let mut tracker = Tracker {
            history,
            files: Files::new(history),
            file: place.file.clone(),
            symbol: place.symbol.clone(),
            kind: subject.kind,
            by_lines: false,
            text: subject.text.clone(),
            known: HashMap::new(),
            commits: 0,
            added: false,
            idle: 0,
        };
        let Some(blob) = history.at(commit, &place.file)? else { return Ok(tracker) };
        let definitions = tracker.files.definitions(&place.file, blob);
        let bytes = tracker.files.bytes(blob).unwrap_or_default();
        // What links call it, and what its file alone calls it, may differ.
        let at_line = || definitions.iter().find(|it| it.line == place.line && it.first_line == place.first_line);
        let found = named(&definitions, &place.symbol, subject.kind, &bytes, &subject.text);
        let found = found.or_else(|| at_line().cloned());
        if let Some(found) = found {
            tracker.symbol.clone_from(&found.symbol);
            tracker.kind = found.kind;
            tracker.text = found.text(&bytes).to_vec();
            tracker.known.insert(blob, Some(found));
        } else {
            tracker.by_lines = true;
            let whole = Definition {
                symbol: place.symbol.clone(),
                kind: subject.kind,
                line: place.line,
                first_line: place.first_line,
                end_line: place.end_line,
            };
            if whole.text(&bytes) == subject.text {
                tracker.known.insert(blob, Some(whole));
            }
        }
        Ok(tracker)
    }

    /// Hands over each commit that touched the definition.
    pub fn run(
        &mut self,
        commit: &str,
        limits: &Limits,
        stop: Stop<'_>,
        each: &mut dyn FnMut(Touch),
    ) -> Result<End, SourceError> {
        let history = self.history;
        let mut walk = history.touching(commit, &self.file)?;
        let mut touches = 0;
        loop {
            let next = match walk.next(stop) {
                Err(SourceError::Cancelled) => return Ok(End::Stopped),
                next => next?,
            };
            let Some(id) = next else { break };
            if touches == limits.touches {
                return Ok(End::Touches);
            }
            if self.commits == limits.commits {
                return Ok(End::Commits);
            }
            if stop() {
                return Ok(End::Stopped);
            }
            self.commits += 1;
            let info = history.info(&id)?;
            let touch = match self.step(&info, stop) {
                Err(SourceError::Cancelled) => return Ok(End::Stopped),
                touch => touch?,
            };
            let Some(touch) = touch else {
                self.idle += usize::from(self.added);
                if self.idle > PATIENCE {
                    break;
                }
                continue;
            };
            touches += 1;
            let (what, before) = (touch.what, touch.before.clone());
            each(touch);
            self.added = what == What::Added;
            self.idle = 0;
            match before {
                _ if what == What::Oldest => return Ok(End::Shallow),
                Some(before) if before.file != self.file => {
                    let Some(parent) = info.parents.first() else { break };
                    self.known.clear();
                    self.file = before.file;
                    walk = history.touching(parent, &self.file)?;
                }
                _ => {}
            }
        }
        Ok(if self.files.missing > 0 && !self.added { End::Missing } else { End::Whole })
    }

    /// What one commit did to the definition; `None` for nothing.
    fn step(&mut self, commit: &CommitInfo, stop: Stop<'_>) -> Result<Option<Touch>, SourceError> {
        let new = self.history.at(&commit.id, &self.file)?;
        let mut olds = Vec::new();
        for parent in &commit.parents {
            olds.push(self.history.at(parent, &self.file)?);
        }
        if olds.contains(&new) {
            return Ok(None);
        }
        let here = new.and_then(|blob| Some((blob, self.locate(blob)?)));
        let Some((blob, here)) = here else { return Ok(self.went(commit, &olds)) };
        let Some(bytes) = self.files.bytes(blob) else { return Ok(None) };
        let text = here.text(&bytes).to_vec();
        let place = here.place(&self.file);
        let mut before = None;
        for old in olds.iter().copied().flatten() {
            let Some(there) = self.locate(old).or_else(|| self.mapped(old, blob, &here)) else { continue };
            let Some(bytes) = self.files.bytes(old) else { continue };
            if there.text(&bytes) == text && there.kind == here.kind {
                return Ok(None);
            }
            before = before.or(Some((there.clone(), there.text(&bytes).to_vec())));
        }
        if let Some((there, old_text)) = before {
            let old_place = there.place(&self.file);
            return Ok(Some(self.touch(commit, What::Changed, (place, &text), Some((old_place, old_text)))));
        }
        if self.history.is_boundary(&commit.id) {
            let touch = self.touch(commit, What::Oldest, (place, &text), None);
            return Ok(Some(Touch { patch: String::new(), ..touch }));
        }
        let old = olds.first().copied().flatten();
        let newcomer = Newcomer { file: &self.file, blob, old, definition: &here, text: &text };
        let Some(origin) = origin::find(self.history, &mut self.files, commit, &newcomer, stop)? else {
            return Ok(Some(self.touch(commit, What::Added, (place, &text), None)));
        };
        let old_text = self.files.bytes(origin.blob).map(|bytes| origin.definition.text(&bytes).to_vec());
        let old_place = origin.definition.place(&origin.file);
        let touch = self.touch(commit, origin.what, (place, &text), Some((old_place, old_text.unwrap_or_default())));
        self.known.clear();
        self.known.insert(origin.blob, Some(origin.definition.clone()));
        (self.symbol, self.kind) = (origin.definition.symbol, origin.definition.kind);
        Ok(Some(touch))
    }

    fn touch(
        &mut self,
        commit: &CommitInfo,
        what: What,
        (place, text): (Place, &[u8]),
        before: Option<(Place, Vec<u8>)>,
    ) -> Touch {
        let nothing = Part { path: None, first: 1, text: b"" };
        let part = |place: &Place| place.first_line;
        let old =
            before.as_ref().map_or(nothing, |(place, text)| Part { path: Some(&place.file), first: part(place), text });
        let patch = unified(old, Part { path: Some(&place.file), first: part(&place), text });
        let changed = !patch.is_empty();
        if let Some((_, old)) = &before {
            self.text.clone_from(old);
        }
        let before = before.map(|(place, _)| place);
        Touch { commit: commit.clone(), what, place, before, changed, patch }
    }

    /// A definition that is there again later was taken away by this commit.
    fn went(&mut self, commit: &CommitInfo, olds: &[Option<BlobId>]) -> Option<Touch> {
        if !self.added || commit.parents.len() != 1 {
            return None;
        }
        let old = olds.first().copied().flatten()?;
        let there = self.locate(old)?;
        let text = there.text(&self.files.bytes(old)?).to_vec();
        let place = there.place(&self.file);
        let side = Part { path: Some(&place.file), first: place.first_line, text: &text };
        let patch = unified(side, Part { path: None, first: 1, text: b"" });
        self.text = text;
        Some(Touch {
            commit: commit.clone(),
            what: What::Removed,
            before: Some(place.clone()),
            place,
            changed: true,
            patch,
        })
    }

    /// Where the definition is in a content of the file.
    fn locate(&mut self, blob: BlobId) -> Option<Definition> {
        if let Some(known) = self.known.get(&blob) {
            return known.clone();
        }
        let found = self.look(blob);
        self.known.insert(blob, found.clone());
        found
    }

    fn look(&mut self, blob: BlobId) -> Option<Definition> {
        let bytes = self.files.bytes(blob)?;
        if let Some(first_line) = only_place(&bytes, &self.text) {
            let lines = lines::split(&self.text).len() as u32;
            let end_line = first_line + lines.max(1) - 1;
            // Found again letter by letter: its name stands where it stood.
            let line = first_line + name_line(&self.text, short(&self.symbol));
            return Some(Definition { symbol: self.symbol.clone(), kind: self.kind, line, first_line, end_line });
        }
        if self.by_lines || lines::find(&bytes, short(&self.symbol).as_bytes()).is_none() {
            return None;
        }
        let definitions = self.files.definitions(&self.file, blob);
        named(&definitions, &self.symbol, self.kind, &bytes, &self.text)
    }

    /// Where the lines of the definition were in an older content: where no reader sees the definition at all, and where
    /// it is written in a way that the reader does not know any more, its name in front.
    fn mapped(&mut self, old: BlobId, new: BlobId, here: &Definition) -> Option<Definition> {
        let (before, after) = (self.files.bytes(old)?, self.files.bytes(new)?);
        let name = short(&self.symbol).to_owned();
        if !self.by_lines && lines::find(&before, name.as_bytes()).is_none() {
            return None;
        }
        let (a, b) = (lines::split(&before), lines::split(&after));
        let changes = lines::compare(&a, &b);
        let (first_line, end_line) = lines::mapped_back(&changes, a.len(), here.first_line, here.end_line)?;
        let text = lines::slice(&before, first_line, end_line);
        let line = if self.by_lines {
            (first_line + (here.line - here.first_line)).min(end_line)
        } else {
            let row = name_line(text, &name);
            let named = lines::find(text, name.as_bytes()).is_some() && row < HEAD;
            if !named || lines::likeness(text, &name, here.text(&after), &name) < SAME {
                return None;
            }
            first_line + row
        };
        let found = Definition { line, first_line, end_line, ..here.clone() };
        self.known.insert(old, Some(found.clone()));
        Some(found)
    }
}

/// The line at which a text stands in another, if it does so once and fills whole lines.
fn only_place(bytes: &[u8], text: &[u8]) -> Option<u32> {
    if text.len() < TELLING {
        return None;
    }
    let at = lines::find(bytes, text)?;
    let whole = at == 0 || bytes[at - 1] == b'\n';
    if !whole || lines::find(&bytes[at + 1..], text).is_some() {
        return None;
    }
    Some(lines::split(&bytes[..at]).len() as u32 + 1)
}

/// The line of a text, from 0, where a name first stands.
fn name_line(text: &[u8], name: &str) -> u32 {
    let Some(at) = lines::find(text, name.as_bytes()) else { return 0 };
    (lines::split(&text[..=at]).len() as u32).saturating_sub(1)
}
