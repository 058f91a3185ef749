//! Uses of a C definition: which of the places that have its name mean it.
//!
//! A name with internal linkage means something in its own file, in what that file includes and in what includes it; a
//! file with a definition of its own means that one; everywhere else the name means the exported definition.

use super::scan::FileUses;
use super::{Found, Place};
use crate::clex::include::included;
use crate::facts::uses::{self, Use};
use crate::model::{Definition, DefinitionId, Dialect, FileId, Kind, Language, UseKind};
use anyhow::Result;
use std::collections::{HashMap, HashSet};

/// What a file means by the name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// This definition.
    This,
    /// Perhaps this definition.
    Perhaps,
    /// Another one.
    Other,
}

/// The definition that is asked for among those of its name.
struct Target {
    own: Definition,
    /// All C definitions of the name.
    alike: Vec<Definition>,
    /// Files that the definition's own file includes or that include it, where it has internal linkage.
    related: Option<HashSet<FileId>>,
    is_member: bool,
}

pub(super) fn is_c(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::C | Dialect::Bytecodes)
}

impl Found<'_> {
    /// Finds the uses of a C definition.
    pub(super) fn in_c(&mut self, id: DefinitionId) -> Result<()> {
        let own = self.navigator.reader.definition(id)?.definition;
        let word = if own.kind == Kind::Field { own.name.clone() } else { own.symbol.clone() };
        let files = self.navigator.uses(is_c, &word)?;
        let target = self.target(id, own, &word, &files)?;
        for file in &files {
            let meaning = if target.is_member { target.member_meaning() } else { self.meaning_in(&target, file.file) };
            if meaning == Meaning::Other {
                continue;
            }
            for (one, line) in file.uses.uses.iter().zip(&file.lines) {
                if one.is_member != target.is_member {
                    continue;
                }
                let is_own = file.file == target.own.file && one.line == target.own.line;
                let exact = is_own || meaning == Meaning::This;
                let (kind, column) = (target.kind(one, is_own), one.column);
                self.add(&Place { file: file.file, line: one.line, column, kind, exact, text: line })?;
            }
        }
        Ok(())
    }

    fn target(&self, id: DefinitionId, own: Definition, word: &str, files: &[FileUses]) -> Result<Target> {
        let reader = &self.navigator.reader;
        let mut alike = Vec::new();
        let symbols = if own.kind == Kind::Field {
            self.navigator.fields_named(word)?
        } else {
            reader.by_symbol(word)?.into_iter().filter(|&other| other != id).collect()
        };
        for other in symbols {
            let other = reader.definition(other)?.definition;
            if matches!(other.language, Language::C | Language::Dsl)
                && (other.kind == Kind::Field) == (own.kind == Kind::Field)
            {
                alike.push(other);
            }
        }
        let is_member = own.kind == Kind::Field
            && files.iter().any(|file| {
                file.file == own.file && file.uses.uses.iter().any(|one| one.line == own.line && one.is_member)
            });
        let is_private = is_private(&own, reader.path(own.file));
        let related = if is_private { Some(self.navigator.related(own.file)?) } else { None };
        Ok(Target { own, alike, related, is_member })
    }

    fn meaning_in(&self, target: &Target, file: FileId) -> Meaning {
        let reader = &self.navigator.reader;
        if file == target.own.file {
            return Meaning::This;
        }
        if target.alike.iter().any(|other| other.file == file) {
            let both_shared = |other: &Definition| {
                !is_private(other, reader.path(other.file)) && !is_private(&target.own, reader.path(target.own.file))
            };
            let is_same = target.alike.iter().filter(|other| other.file == file).all(both_shared);
            return if is_same { Meaning::This } else { Meaning::Other };
        }
        if let Some(related) = &target.related {
            return if related.contains(&file) { Meaning::This } else { Meaning::Other };
        }
        // A macro that several headers define each in its own way means what the file includes.
        let macros = target.alike.iter().filter(|other| other.kind == Kind::Macro && other.file != target.own.file);
        // An instruction is one thing, whatever carries its number.
        let macros = macros.filter(|_| target.own.language == Language::C);
        let unclear = macros.filter(|other| !is_private(other, reader.path(other.file))).count() > 0;
        if unclear { Meaning::Perhaps } else { Meaning::This }
    }
}

impl Target {
    /// A member is certain where no other struct has one of that name.
    fn member_meaning(&self) -> Meaning {
        let other = self.alike.iter().any(|other| other.symbol != self.own.symbol);
        if other { Meaning::Perhaps } else { Meaning::This }
    }

    fn kind(&self, found: &Use, is_own: bool) -> UseKind {
        let declares = matches!(found.kind, UseKind::Declaration | UseKind::Definition);
        match (self.own.kind, found.kind) {
            _ if is_own && declares => UseKind::Definition,
            (Kind::Typedef, UseKind::Read) if is_own => UseKind::Definition,
            (Kind::Function, UseKind::Read) => UseKind::Address,
            (Kind::Typedef | Kind::Struct | Kind::Union | Kind::Enum, UseKind::Read) => UseKind::Type,
            (_, kind) => kind,
        }
    }
}

/// Whether a definition means nothing outside of its file and those around it.
pub(super) fn is_private(one: &Definition, path: &str) -> bool {
    let is_source = path.ends_with(".c");
    let is_textual = matches!(one.kind, Kind::Macro | Kind::Typedef | Kind::Struct | Kind::Union | Kind::Enum);
    is_source && (one.is_static || is_textual || one.kind == Kind::Field)
}

impl crate::nav::Navigator {
    /// The fields and enumerators of a name.
    pub(super) fn fields_named(&self, name: &str) -> Result<Vec<DefinitionId>> {
        let mut out = Vec::new();
        for found in self.reader.by_folded(&crate::index::fold(name))? {
            let crate::index::Found::Definition(id) = found else { continue };
            let one = self.reader.definition(id)?.definition;
            if one.kind == Kind::Field && *one.name == *name {
                out.push(id);
            }
        }
        Ok(out)
    }

    /// The enumerators of a name: C puts them beside the enum that has them, not into it.
    pub(in crate::nav) fn enumerators_named(&self, name: &str) -> Result<Vec<DefinitionId>> {
        let mut out = Vec::new();
        for id in self.fields_named(name)? {
            let one = self.reader.definition(id)?.definition;
            let text = self.source(self.reader.path(one.file))?.text;
            let line = text.lines().nth(one.line as usize - 1).unwrap_or_default();
            // A member of a struct has its type before it.
            let mut before = line.match_indices(name).map(|(at, _)| line[..at].trim_end());
            if one.language == Language::C && before.any(|before| before.is_empty() || before.ends_with(['{', ','])) {
                out.push(id);
            }
        }
        Ok(out)
    }

    /// The files that are compiled together with a file, as far as text tells: what it includes, shared headers left
    /// out, what includes it, and what those include.
    pub(super) fn related(&self, file: FileId) -> Result<HashSet<FileId>> {
        let by_base = self.by_base();
        let path = self.reader.path(file);
        let base = path.rsplit('/').next().unwrap_or_default();
        let outer = self.texts_with(is_c, base, &|outer, _, text| {
            let from = self.reader.path(outer);
            let mut included = uses::includes(text);
            included.any(|(_, _, one)| included_file(&by_base, from, one) == Some(file)).then_some(outer)
        })?;
        let mut out = HashSet::from([file]);
        out.extend(outer);
        let mut waiting: Vec<FileId> = out.iter().copied().collect();
        while let Some(next) = waiting.pop() {
            let path = self.reader.path(next);
            let Ok(source) = self.source(path) else { continue };
            for (_, _, included) in uses::includes(&source.text) {
                let inner = included_file(&by_base, path, included);
                let inner = inner.filter(|inner| !self.reader.path(*inner).starts_with("Include/"));
                waiting.extend(inner.filter(|inner| out.insert(*inner)));
            }
        }
        Ok(out)
    }

    /// All files by the last part of their path.
    pub(super) fn by_base(&self) -> HashMap<&str, Vec<(FileId, &str)>> {
        let mut out: HashMap<&str, Vec<(FileId, &str)>> = HashMap::new();
        for (id, path) in self.reader.paths().enumerate() {
            out.entry(path.rsplit('/').next().unwrap_or_default()).or_default().push((id as FileId, path));
        }
        out
    }
}

/// The file that `#include "path"` means in the file `from`.
pub(super) fn included_file(by_base: &HashMap<&str, Vec<(FileId, &str)>>, from: &str, path: &str) -> Option<FileId> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    included(by_base.get(path.rsplit('/').next()?)?.iter().copied(), folder, path)
}
