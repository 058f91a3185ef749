//! The names a person can type, gathered from all rules: one row per name, what two rules say of it joined.

use super::order;
use crate::model::{DefinitionId, Name, NameKind, NameTarget};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Rows, found by scope and name.
#[derive(Default)]
pub struct Names {
    rows: Vec<Name>,
    places: HashTable<u32>,
}

fn hash(scope: &str, name: &str) -> u64 {
    FxBuildHasher.hash_one((scope, name))
}

impl Names {
    /// Makes room for so many rows.
    pub fn reserve(&mut self, rows: usize) {
        self.rows.reserve(rows);
        self.places.reserve(rows, |&at| hash(&self.rows[at as usize].scope, &self.rows[at as usize].name));
    }

    /// Adds a row, or joins it to the one that is there: what came first stays first.
    pub fn add(&mut self, name: Name) {
        let rows = &mut self.rows;
        let is_it = |at: &u32| rows[*at as usize].name == name.name && rows[*at as usize].scope == name.scope;
        let hash_of = |at: &u32| hash(&rows[*at as usize].scope, &rows[*at as usize].name);
        match self.places.entry(hash(&name.scope, &name.name), is_it, hash_of) {
            Entry::Vacant(entry) => {
                entry.insert(rows.len() as u32);
                rows.push(name);
            }
            Entry::Occupied(entry) => {
                let known = &mut rows[*entry.get() as usize];
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
        let is_it = |at: &u32| *self.rows[*at as usize].name == *name && *self.rows[*at as usize].scope == *scope;
        Some(&self.rows[*self.places.find(hash(scope, name), is_it)? as usize])
    }

    /// The rows of a module or type, sorted by name. Goes through all rows.
    pub fn of_scope(&self, scope: &str) -> impl Iterator<Item = &Name> {
        let mut rows: Vec<&Name> = self.rows.iter().filter(|row| *row.scope == *scope).collect();
        rows.sort_unstable_by_key(|row| &*row.name);
        rows.into_iter()
    }

    /// All rows, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Name> {
        self.rows.iter()
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
        let mut rows = self.rows;
        order::sort_by(&mut rows, |one, other| (&one.scope, &one.name).cmp(&(&other.scope, &other.name)));
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
