//! Uses of a Python name: through imports, scopes and classes where they tell for certain what a place means; an
//! attribute of a value nobody knows is listed by its name alone.

use super::scan::FileUses;
use super::{Extent, Found, Place};
use crate::facts::uses::{Import, Use};
use crate::model::{DefinitionId, Dialect, FileId, Kind, NameKind, UseKind};
use crate::nav::Answer;
use anyhow::Result;
use std::collections::{HashMap, HashSet};

/// What a dotted name stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    This,
    Other,
    Unknown,
}

/// The question, and what was resolved on the way.
struct Query {
    word: String,
    /// The definitions behind the name, twins included.
    targets: HashSet<DefinitionId>,
    /// A module, or what lives in one: no attribute of a value.
    is_module: bool,
    in_module: bool,
    known: HashMap<String, Meaning>,
    heads: HashMap<(FileId, String), Option<String>>,
}

pub(super) fn is_python(dialect: Dialect) -> bool {
    dialect == Dialect::Python
}

impl Found<'_> {
    /// Finds the uses of a Python name.
    pub(super) fn in_python(&mut self, answer: &Answer) -> Result<()> {
        let dotted = answer.python_name.clone().unwrap_or_default();
        let asked = if dotted.is_empty() { answer.name.as_str() } else { dotted.as_str() };
        let word = asked.rsplit('.').next().unwrap_or(asked).to_owned();
        let mut targets = HashSet::from([answer.id]);
        if let Some(resolved) = self.navigator.resolve(&dotted)? {
            targets.extend(resolved.definitions);
            targets.extend(resolved.twins);
            targets.extend(resolved.name.into_iter().flat_map(|name| name.targets).map(|target| target.definition));
        }
        let files = self.navigator.uses(is_python, &word)?;
        let is_module = answer.kind == Kind::Module;
        let in_module = matches!(answer.name_kind, Some(NameKind::Function | NameKind::Class));
        let mut query = Query { word, targets, is_module, in_module, known: HashMap::new(), heads: HashMap::new() };
        for file in &files {
            for (one, line) in file.uses.uses.iter().zip(&file.lines) {
                let Some(exact) = self.python_use(&mut query, file, one)? else { continue };
                let (kind, column) = (one.kind, one.column);
                self.add(&Place { file: file.file, line: one.line, column, kind, exact, text: line })?;
            }
        }
        Ok(())
    }

    /// Whether a place means what was asked for: certainly, by its name, or not at all.
    fn python_use(&mut self, query: &mut Query, file: &FileUses, one: &Use) -> Result<Option<bool>> {
        let (head, rest) = one.chain.split_once('.').unwrap_or((&one.chain, ""));
        if one.kind == UseKind::Definition {
            let is_it = |extent: &Extent| extent.line == one.line && query.targets.contains(&extent.id);
            return Ok(self.extents(file.file)?.iter().any(is_it).then_some(true));
        }
        if one.kind == UseKind::Import {
            let level = one.chain.len() - one.chain.trim_start_matches('.').len();
            let full = self.absolute(file.file, level, &one.chain[level..])?;
            return Ok((self.meaning(query, &full)? == Meaning::This).then_some(true));
        }
        let by_name = if one.is_member && !query.is_module { Some(false) } else { None };
        if head.is_empty() {
            return Ok(by_name.filter(|_| !query.in_module));
        }
        let full = if matches!(head, "self" | "cls") && one.is_member {
            self.class_around(file.file, one.line)?.map(|class| format!("{class}.{rest}"))
        } else {
            match self.local(&query.word, file, one, head)? {
                Local::Is(id) => return Ok((rest.is_empty() && query.targets.contains(&id)).then_some(true)),
                Local::Hidden if rest.is_empty() => return Ok(None),
                Local::Hidden => None,
                Local::No => {
                    let head = self.head(query, file, head)?;
                    head.map(|head| if rest.is_empty() { head } else { format!("{head}.{rest}") })
                }
            }
        };
        let Some(full) = full else { return Ok(by_name) };
        Ok(match self.meaning(query, &full)? {
            Meaning::This => Some(true),
            Meaning::Other => None,
            Meaning::Unknown => by_name,
        })
    }

    fn meaning(&self, query: &mut Query, dotted: &str) -> Result<Meaning> {
        if let Some(&known) = query.known.get(dotted) {
            return Ok(known);
        }
        let meaning = match self.navigator.resolve(dotted)? {
            None => Meaning::Unknown,
            Some(found) => {
                let targets = found.name.iter().flat_map(|name| &name.targets).map(|target| target.definition);
                let mut all = targets.chain(found.definitions.iter().copied()).chain(found.twins.iter().copied());
                if all.any(|id| query.targets.contains(&id)) { Meaning::This } else { Meaning::Other }
            }
        };
        query.known.insert(dotted.to_owned(), meaning);
        Ok(meaning)
    }

    /// What the first part of a dotted name is at module level, as a full dotted name.
    fn head(&mut self, query: &mut Query, file: &FileUses, head: &str) -> Result<Option<String>> {
        let key = (file.file, head.to_owned());
        if let Some(known) = query.heads.get(&key) {
            return Ok(known.clone());
        }
        let found = self.find_head(file, head)?;
        query.heads.insert(key, found.clone());
        Ok(found)
    }

    pub(super) fn find_head(&mut self, file: &FileUses, head: &str) -> Result<Option<String>> {
        let exists = |dotted: &str| -> Result<bool> { Ok(self.navigator.resolve(dotted)?.is_some()) };
        let mut imported = None;
        for import in file.uses.imports.iter().filter(|import| &*import.bound == head) {
            let full = self.imported(file.file, import, None)?;
            // One of several ways to import it: the first that leads somewhere.
            if imported.is_none() || exists(&full)? {
                imported = Some(full);
            }
        }
        if imported.is_some() {
            return Ok(imported);
        }
        if let Some(module) = self.module(file.file)? {
            let own = format!("{module}.{head}");
            if exists(&own)? {
                return Ok(Some(own));
            }
        }
        for star in file.uses.imports.iter().filter(|import| &*import.bound == "*") {
            let full = self.imported(file.file, star, Some(head))?;
            if exists(&full)? {
                return Ok(Some(full));
            }
        }
        let built_in = format!("builtins.{head}");
        Ok(exists(&built_in)?.then_some(built_in))
    }

    fn imported(&self, file: FileId, import: &Import, star: Option<&str>) -> Result<String> {
        let module = self.absolute(file, import.level as usize, &import.module)?;
        Ok(match star.or(import.member.as_deref()) {
            Some(member) if module.is_empty() => member.to_owned(),
            Some(member) => format!("{module}.{member}"),
            None => module,
        })
    }

    /// A module named relative to a file.
    pub(super) fn absolute(&self, file: FileId, level: usize, module: &str) -> Result<String> {
        if level == 0 {
            return Ok(module.to_owned());
        }
        let own = self.module(file)?.unwrap_or_default();
        let is_package = self.navigator.reader.path(file).ends_with("/__init__.py");
        let mut package = own.as_str();
        for _ in usize::from(is_package)..level {
            package = package.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
        let parts: Vec<&str> = [package, module].into_iter().filter(|part| !part.is_empty()).collect();
        Ok(parts.join("."))
    }

    /// The dotted name of the module that a file is.
    fn module(&self, file: FileId) -> Result<Option<String>> {
        for id in self.navigator.reader.in_file(file)? {
            let one = self.navigator.reader.definition(id)?.definition;
            if one.kind == Kind::Module {
                return Ok((!one.dotted.is_empty()).then(|| one.dotted.into()));
            }
            if one.line > 1 {
                break;
            }
        }
        Ok(None)
    }

    pub(super) fn class_around(&mut self, file: FileId, line: u32) -> Result<Option<String>> {
        let Some(class) = self.class_id_around(file, line)? else { return Ok(None) };
        let dotted = self.navigator.reader.definition(class)?.definition.dotted;
        Ok((!dotted.is_empty()).then(|| dotted.into()))
    }

    pub(super) fn class_id_around(&mut self, file: FileId, line: u32) -> Result<Option<DefinitionId>> {
        let inside = self.extents(file)?.iter().filter(|one| one.first <= line && line <= one.last);
        let class = inside.filter(|one| one.kind == Kind::Class).min_by_key(|one| one.last - one.first);
        Ok(class.map(|one| one.id))
    }

    /// What the functions around a place make of a name.
    pub(super) fn local(&mut self, word: &str, file: &FileUses, one: &Use, head: &str) -> Result<Local> {
        let around = |extent: &&Extent| extent.first <= one.line && one.line <= extent.last;
        let is_function = |extent: &&Extent| matches!(extent.kind, Kind::Function | Kind::Method);
        let extents = self.extents(file.file)?.to_vec();
        let mut functions: Vec<&Extent> = extents.iter().filter(around).filter(is_function).collect();
        functions.sort_by_key(|extent| extent.last - extent.first);
        for function in functions {
            let inner =
                |other: &&Extent| other.line > function.line && other.last <= function.last && other.id != function.id;
            for other in extents.iter().filter(inner) {
                let definition = self.navigator.reader.definition(other.id)?.definition;
                if *definition.name == *head && definition.symbol.contains("<locals>") {
                    return Ok(Local::Is(other.id));
                }
            }
            let definition = self.navigator.reader.definition(function.id)?.definition;
            if has_parameter(&definition.signature, head) {
                return Ok(Local::Hidden);
            }
            let is_bound = |other: &&Use| {
                other.kind == UseKind::Write
                    && *other.chain == *head
                    && function.first <= other.line
                    && other.line <= function.last
            };
            if head == word && file.uses.uses.iter().any(|other| is_bound(&other)) {
                return Ok(Local::Hidden);
            }
        }
        Ok(Local::No)
    }
}

/// What a name is to the functions around.
pub(super) enum Local {
    /// A definition among them.
    Is(DefinitionId),
    /// A parameter or variable.
    Hidden,
    /// None of theirs.
    No,
}

/// Whether a signature has a parameter of this name.
fn has_parameter(signature: &str, name: &str) -> bool {
    signature.match_indices(name).any(|(at, _)| {
        let (before, behind) = (signature[..at].trim_end(), signature[at + name.len()..].trim_start());
        let starts = before.is_empty() || before.ends_with([',', '*', '(', '/']);
        starts && (behind.is_empty() || behind.starts_with([',', '=', ':', ')']))
    })
}
