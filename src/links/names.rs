//! The names a person can type, gathered from all rules: one row per name, what two rules say of it joined.

use crate::model::{DefinitionId, Name, NameKind, NameTarget};
use rustc_hash::FxHashMap as HashMap;
use std::collections::BTreeMap;

/// Rows by scope, then by name: a scope is looked for far more often than it is gone through.
#[derive(Default)]
pub struct Names {
    scopes: HashMap<Box<str>, BTreeMap<Box<str>, Name>>,
}

impl Names {
    /// Adds a row, or joins it to the one that is there: what came first stays first.
    pub fn add(&mut self, name: Name) {
        if !self.scopes.contains_key(&name.scope) {
            self.scopes.insert(name.scope.clone(), BTreeMap::new());
        }
        let Some(scope) = self.scopes.get_mut(&name.scope) else { return };
        match scope.get_mut(&name.name) {
            None => {
                scope.insert(name.name.clone(), name);
            }
            Some(known) => {
                if known.alias_of.is_none() {
                    known.alias_of = name.alias_of;
                }
                if known.bases.is_empty() {
                    known.bases = name.bases;
                }
                for target in name.targets {
                    if known.targets.iter().all(|one| one.definition != target.definition || one.line != target.line) {
                        known.targets.push(target);
                    }
                }
            }
        }
    }

    /// The row of a name.
    pub fn get(&self, scope: &str, name: &str) -> Option<&Name> {
        self.scopes.get(scope)?.get(name)
    }

    /// The rows of a module or type, sorted by name.
    pub fn of_scope(&self, scope: &str) -> impl Iterator<Item = &Name> {
        self.scopes.get(scope).into_iter().flat_map(BTreeMap::values)
    }

    /// All rows, sorted by scope and name.
    pub fn all(&self) -> impl Iterator<Item = &Name> {
        let mut scopes: Vec<_> = self.scopes.iter().collect();
        scopes.sort_unstable_by_key(|(scope, _)| &**scope);
        scopes.into_iter().flat_map(|(_, rows)| rows.values())
    }

    /// The row a dotted name stands for: the longest scope that has it.
    pub fn dotted(&self, dotted: &str) -> Option<&Name> {
        match dotted.rsplit_once('.') {
            Some((scope, name)) => self.get(scope, name).or_else(|| self.get("", dotted)),
            None => self.get("", dotted).or_else(|| self.get("builtins", dotted)),
        }
    }

    /// Gives the final ids to all targets and returns the rows, sorted.
    pub fn finish(self, new_id: &dyn Fn(DefinitionId) -> DefinitionId) -> Vec<Name> {
        let mut scopes: Vec<_> = self.scopes.into_iter().collect();
        scopes.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let mut rows: Vec<Name> = Vec::with_capacity(scopes.iter().map(|(_, rows)| rows.len()).sum());
        rows.extend(scopes.into_iter().flat_map(|(_, rows)| rows.into_values()));
        for target in rows.iter_mut().flat_map(|row| &mut row.targets) {
            target.definition = new_id(target.definition);
        }
        rows
    }
}

/// A row without base classes.
pub fn row(scope: &str, name: &str, kind: NameKind, targets: Vec<NameTarget>) -> Name {
    Name { scope: scope.into(), name: name.into(), kind, alias_of: None, bases: Vec::new(), targets }
}
