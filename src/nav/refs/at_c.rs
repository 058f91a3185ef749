//! What a name of a C text means where it stands: what its function declares, what its file defines, what the files
//! around it have for themselves, what is exported.

use super::at::Meaning;
use super::c::{included_file, is_private};
use crate::facts::uses;
use crate::model::{Definition, DefinitionId, FileId, Kind, Language};
use crate::nav::{FoundBy, Navigator};
use anyhow::Result;
use std::cmp::Reverse;
use std::collections::HashSet;

impl Navigator {
    /// Tells what the name at a place of a C text means.
    pub(super) fn meaning_in_c(
        &self,
        file: FileId,
        text: &str,
        (line, column): (u32, u32),
        word: &str,
    ) -> Result<Meaning> {
        let is_path =
            |(at, from, path): &(u32, u32, &str)| *at == line && (*from..from + path.len() as u32).contains(&column);
        if let Some((_, _, path)) = uses::includes(text).find(is_path) {
            let meant = included_file(&self.by_base(), self.reader.path(file), path);
            return Ok(
                meant.map_or(Meaning::Definitions(Vec::new()), |it| Meaning::File(self.reader.path(it).to_owned()))
            );
        }
        let spot = uses::at(text, word, line, column);
        if let Some((line, column)) = spot.declared {
            return Ok(Meaning::Local(line, column));
        }
        let Some(one) = spot.one else { return Ok(Meaning::Text) };
        let is_member = one.is_member;
        let mut all = self.of_name(word, is_member)?;
        if all.is_empty() && is_member {
            all = self.of_name(word, false)?;
        }
        if all.is_empty() {
            return if is_member { Ok(Meaning::Definitions(Vec::new())) } else { self.introduced(file, text, word) };
        }
        let certain = if is_member {
            let owner = spot.owner.as_deref();
            self.members(&mut all, file, owner)
        } else {
            self.nearest(&mut all, file)?
        };
        all.sort_by_key(|(id, _)| (Reverse(self.reader.weight(*id)), *id));
        // `typedef struct {…} Name` is one thing, whichever of its names is meant.
        let outer = all.clone();
        let inside = |id: DefinitionId, one: &Definition| {
            outer.iter().any(|(other, around)| {
                *other != id
                    && around.file == one.file
                    && (around.first_line..=around.end_line).contains(&one.line)
                    && (one.end_line - one.first_line, id) < (around.end_line - around.first_line, *other)
            })
        };
        all.retain(|(id, one)| !inside(*id, one));
        let found = all.into_iter().map(|(id, _)| self.answer(id, true, FoundBy::Symbol)).collect::<Result<_>>()?;
        Ok(if certain { Meaning::Definitions(found) } else { Meaning::ByName(found) })
    }

    /// Where a name that nothing in the index defines is declared: in the file, in what it includes, else in any header
    /// for all: a header need not include what it needs.
    fn introduced(&self, file: FileId, text: &str, word: &str) -> Result<Meaning> {
        if let Some((line, column)) = uses::introduced(text, word) {
            return Ok(Meaning::Local(line, column));
        }
        let mut near: Vec<FileId> = self.includes_of(file).into_iter().collect();
        near.sort_unstable();
        let headers = self.reader.paths().enumerate().filter(|(_, path)| path.starts_with("Include/"));
        let far: Vec<FileId> =
            headers.map(|(id, _)| id as FileId).filter(|id| near.binary_search(id).is_err()).collect();
        for other in near.into_iter().chain(far).filter(|other| *other != file) {
            let path = self.reader.path(other);
            let source = self.source(path)?.text;
            if source.contains(word)
                && let Some((line, _)) = uses::introduced(&source, word)
            {
                return Ok(Meaning::Place(path.to_owned(), line));
            }
        }
        Ok(Meaning::Definitions(Vec::new()))
    }

    fn of_name(&self, word: &str, is_member: bool) -> Result<Vec<(DefinitionId, Definition)>> {
        let mut ids = if is_member { self.fields_named(word)? } else { self.reader.by_symbol(word)? };
        if ids.is_empty() && !is_member {
            ids = self.enumerators_named(word)?;
        }
        let all = ids.into_iter().map(|id| Ok((id, self.reader.definition(id)?.definition)));
        let all: Result<Vec<_>> = all.collect();
        Ok(all?.into_iter().filter(|(_, one)| matches!(one.language, Language::C | Language::Dsl)).collect())
    }

    /// Keeps the members of the type that is known, else those of the file; tells whether one type is left.
    fn members(&self, all: &mut Vec<(DefinitionId, Definition)>, file: FileId, owner: Option<&str>) -> bool {
        let of_type = |one: &Definition| {
            owner.is_some_and(|owner| {
                let holder = one.symbol.rsplit_once('.').map_or("", |(holder, _)| holder);
                holder == owner || holder.strip_prefix('_').is_some_and(|holder| holder == owner)
            })
        };
        // A struct that another file has for itself is not meant.
        let foreign = |one: &Definition| one.file != file && is_private(one, self.reader.path(one.file));
        if all.iter().any(|(_, one)| of_type(one) && !foreign(one)) {
            all.retain(|(_, one)| of_type(one) && !foreign(one));
            return true;
        }
        if all.iter().any(|(_, one)| one.file == file) {
            all.retain(|(_, one)| one.file == file);
        } else if all.iter().any(|(_, one)| !foreign(one)) {
            all.retain(|(_, one)| !foreign(one));
        }
        all.iter().all(|(_, one)| one.symbol == all[0].1.symbol)
    }

    /// Keeps what the file has, else what is private to the files around it, else what all may use, what the file
    /// includes before what it does not; tells whether that is certain.
    fn nearest(&self, all: &mut Vec<(DefinitionId, Definition)>, file: FileId) -> Result<bool> {
        if all.iter().any(|(_, one)| one.file == file) {
            all.retain(|(_, one)| one.file == file);
            return Ok(true);
        }
        let private = |one: &Definition| is_private(one, self.reader.path(one.file));
        if all.iter().any(|(_, one)| private(one)) {
            let related = self.related(file)?;
            if all.iter().any(|(_, one)| private(one) && related.contains(&one.file)) {
                all.retain(|(_, one)| related.contains(&one.file));
                return Ok(true);
            }
            if all.iter().all(|(_, one)| private(one)) {
                return Ok(false);
            }
            all.retain(|(_, one)| !private(one));
        }
        let files: HashSet<FileId> = all.iter().map(|(_, one)| one.file).collect();
        if files.len() > 1 {
            let included = self.includes_of(file);
            let is_code = |one: &Definition| matches!(one.kind, Kind::Function | Kind::Inst | Kind::Op);
            if all.iter().any(|(_, one)| included.contains(&one.file)) {
                all.retain(|(_, one)| included.contains(&one.file) || is_code(one));
            }
        }
        Ok(true)
    }

    /// The files that a file includes, directly and through others.
    fn includes_of(&self, file: FileId) -> HashSet<FileId> {
        let by_base = self.by_base();
        let mut out = HashSet::from([file]);
        let mut waiting = vec![file];
        while let Some(next) = waiting.pop() {
            let path = self.reader.path(next);
            let Ok(source) = self.source(path) else { continue };
            let inner = uses::includes(&source.text).filter_map(|(_, _, one)| included_file(&by_base, path, one));
            waiting.extend(inner.filter(|inner| out.insert(*inner)));
        }
        out
    }
}
