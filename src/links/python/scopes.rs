//! The bindings of a file by scope and name, in the order of the file.

use crate::model::{Bound, FileFacts, PythonFacts};
use rustc_hash::FxHashMap as HashMap;
use std::collections::hash_map::Entry;

/// The bindings of one file.
pub struct Scopes<'f> {
    /// The facts.
    pub python: &'f PythonFacts,
    by_scope: HashMap<Option<u32>, Scope<'f>>,
    /// Per definition its binding.
    of_definition: Vec<Option<u32>>,
    /// Per function that holds definitions: its statements.
    pub inner: HashMap<u32, Vec<u32>>,
}

#[derive(Default)]
struct Scope<'f> {
    /// Sorted.
    names: Vec<&'f str>,
    places: HashMap<&'f str, Places>,
}

/// The bindings of a name: mostly one.
enum Places {
    One(u32),
    More(Vec<u32>),
}

impl<'f> Scopes<'f> {
    /// Sorts the bindings of a file.
    pub fn new(facts: &'f FileFacts) -> Option<Self> {
        let python = facts.python.as_deref()?;
        let mut by_scope: HashMap<_, Scope<'f>> = HashMap::default();
        let mut of_definition = vec![None; facts.definitions.len()];
        for (index, binding) in python.bindings.iter().enumerate() {
            if binding.name.is_empty() || binding.name.contains(['.', '[']) {
                continue;
            }
            let index = index as u32;
            let scope = by_scope.entry(binding.scope).or_default();
            match scope.places.entry(&*binding.name) {
                Entry::Vacant(entry) => {
                    entry.insert(Places::One(index));
                    scope.names.push(&*binding.name);
                }
                Entry::Occupied(mut entry) => match entry.get_mut() {
                    Places::One(first) => {
                        let all = vec![*first, index];
                        entry.insert(Places::More(all));
                    }
                    Places::More(all) => all.push(index),
                },
            }
            if let Bound::Definition(definition) = binding.bound
                && let Some(known) = of_definition.get_mut(definition as usize)
            {
                *known = Some(index);
            }
        }
        let mut inner: HashMap<_, Vec<u32>> = HashMap::default();
        for (index, statement) in python.inner.iter().enumerate() {
            inner.entry(statement.inside).or_default().push(index as u32);
        }
        for scope in by_scope.values_mut() {
            scope.names.sort_unstable();
        }
        Some(Scopes { python, by_scope, of_definition, inner })
    }

    /// The bindings of a name in a scope, in order.
    pub fn named(&self, scope: Option<u32>, name: &str) -> &[u32] {
        match self.by_scope.get(&scope).and_then(|scope| scope.places.get(name)) {
            None => &[],
            Some(Places::One(only)) => std::slice::from_ref(only),
            Some(Places::More(all)) => all,
        }
    }

    /// The names bound in a scope, sorted.
    pub fn names(&self, scope: Option<u32>) -> &[&'f str] {
        self.by_scope.get(&scope).map_or(&[], |scope| &scope.names)
    }

    /// The binding a definition makes; `None` inside functions.
    pub fn of_definition(&self, definition: u32) -> Option<u32> {
        self.of_definition.get(definition as usize).copied().flatten()
    }
}
