//! The bindings of a file by scope and name, in the order of the file.

use crate::model::{Bound, FileFacts, PythonFacts};
use rustc_hash::FxHashMap as HashMap;

/// The bindings of one file.
pub struct Scopes<'f> {
    /// The facts.
    pub python: &'f PythonFacts,
    by_name: HashMap<Option<u32>, HashMap<&'f str, Vec<u32>>>,
    of_definition: HashMap<u32, u32>,
    /// Per function that holds definitions: its statements.
    pub inner: HashMap<u32, Vec<u32>>,
}

impl<'f> Scopes<'f> {
    /// Sorts the bindings of a file.
    pub fn new(facts: &'f FileFacts) -> Option<Self> {
        let python = facts.python.as_deref()?;
        let mut by_name: HashMap<_, HashMap<_, Vec<u32>>> = HashMap::default();
        let mut of_definition = HashMap::default();
        for (index, binding) in python.bindings.iter().enumerate() {
            if binding.name.is_empty() || binding.name.contains(['.', '[']) {
                continue;
            }
            by_name.entry(binding.scope).or_default().entry(&*binding.name).or_default().push(index as u32);
            if let Bound::Definition(definition) = binding.bound {
                of_definition.insert(definition, index as u32);
            }
        }
        let mut inner: HashMap<_, Vec<u32>> = HashMap::default();
        for (index, statement) in python.inner.iter().enumerate() {
            inner.entry(statement.inside).or_default().push(index as u32);
        }
        Some(Scopes { python, by_name, of_definition, inner })
    }

    /// The bindings of a name in a scope, in order.
    pub fn named(&self, scope: Option<u32>, name: &str) -> &[u32] {
        self.by_name.get(&scope).and_then(|names| names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// The names bound in a scope, sorted.
    pub fn names(&self, scope: Option<u32>) -> Vec<&'f str> {
        let mut names: Vec<_> =
            self.by_name.get(&scope).map(|names| names.keys().copied().collect()).unwrap_or_default();
        names.sort_unstable();
        names
    }

    /// The binding a definition makes; `None` inside functions.
    pub fn of_definition(&self, definition: u32) -> Option<u32> {
        self.of_definition.get(&definition).copied()
    }
}
