//! The names a person can type, gathered from all rules: one row per name, what two rules say of it joined.

use crate::model::{DefinitionId, Name, NameKind, NameTarget};
use rustc_hash::FxHashMap as HashMap;

/// Rows by scope, then by name: rows are looked for far more often than they are gone through in order.
#[derive(Default)]
pub struct Names {
    scopes: HashMap<Box<str>, HashMap<Box<str>, Name>>,
}

impl Names {
    /// Adds a row, or joins it to the one that is there: what came first stays first.
    pub fn add(&mut self, name: Name) {
        let Some(scope) = self.scopes.get_mut(&name.scope) else {
            let scope = name.scope.clone();
            self.scopes.insert(scope, HashMap::from_iter([(name.name.clone(), name)]));
            return;
        };
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
        let mut rows: Vec<&Name> = self.scopes.get(scope).into_iter().flat_map(HashMap::values).collect();
        rows.sort_unstable_by_key(|row| &*row.name);
        rows.into_iter()
    }

    /// All rows, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Name> {
        self.scopes.values().flat_map(HashMap::values)
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
        for (_, scope) in scopes {
            let first = rows.len();
            rows.extend(scope.into_values());
            rows[first..].sort_unstable_by(|one, other| one.name.cmp(&other.name));
        }
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
