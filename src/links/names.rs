//! The names a person can type, gathered from all rules: one row per name, what two rules say of it joined.

use crate::model::{DefinitionId, Name, NameKind, NameTarget};
use std::collections::BTreeMap;

/// Rows by scope and name.
#[derive(Default)]
pub struct Names {
    rows: BTreeMap<(Box<str>, Box<str>), Name>,
}

impl Names {
    /// Adds a row, or joins it to the one that is there: what came first stays first.
    pub fn add(&mut self, name: Name) {
        match self.rows.get_mut(&(name.scope.clone(), name.name.clone())) {
            None => {
                self.rows.insert((name.scope.clone(), name.name.clone()), name);
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
        self.rows.get(&(scope.into(), name.into()))
    }

    /// The rows of a module or type, sorted by name.
    pub fn of_scope<'n>(&'n self, scope: &'n str) -> impl Iterator<Item = &'n Name> {
        let from: (Box<str>, Box<str>) = (scope.into(), "".into());
        self.rows.range(from..).take_while(move |((of, _), _)| **of == *scope).map(|(_, row)| row)
    }

    /// All rows.
    pub fn all(&self) -> impl Iterator<Item = &Name> {
        self.rows.values()
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
        let mut rows: Vec<Name> = self.rows.into_values().collect();
        for row in &mut rows {
            for target in &mut row.targets {
                target.definition = new_id(target.definition);
            }
        }
        rows
    }
}

/// A row without base classes.
pub fn row(scope: &str, name: &str, kind: NameKind, targets: Vec<NameTarget>) -> Name {
    Name { scope: scope.into(), name: name.into(), kind, alias_of: None, bases: Vec::new(), targets }
}
