//! The bindings of a file by scope and name, in the order of the file.

use crate::model::{Binding, Bound, DefinitionFact, FileFacts, PythonFacts};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The bindings of one file.
pub struct Scopes<'f> {
    /// The facts.
    pub python: &'f PythonFacts,
    /// Those that bind a plain name, by scope and place.
    by_scope: Vec<u32>,
    /// Per binding the one before it of the same name.
    before: Vec<u32>,
    /// The last binding of each name, near the slot that its hash tells: tables of this size are filled by half.
    last: Vec<u32>,
    /// The statements of functions, by function and place.
    inner: Vec<u32>,
}

/// No binding.
const NONE: u32 = u32::MAX;

/// The bindings of a name that are left, the last first.
#[derive(Debug, Clone, Default)]
pub struct Named<'s> {
    before: &'s [u32],
    at: u32,
}

impl Iterator for Named<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let here = self.at;
        self.at = *self.before.get(here as usize)?;
        Some(here)
    }
}

impl<'f> Scopes<'f> {
    /// Sorts the bindings of a file.
    pub fn new(facts: &'f FileFacts) -> Option<Self> {
        let python = facts.python.as_deref()?;
        let is_plain =
            |one: &Binding| !one.name.is_empty() && !one.name.bytes().any(|byte| matches!(byte, b'.' | b'['));
        let plain = (0..).zip(&python.bindings).filter(|(_, one)| is_plain(one));
        let mut by_scope: Vec<u32> = plain.map(|(index, _)| index).collect();
        let mut inner: Vec<u32> = (0..python.inner.len() as u32).collect();
        inner.sort_by_key(|&index| python.inner[index as usize].inside);
        let before = vec![NONE; python.bindings.len()];
        let last = vec![NONE; (by_scope.len() * 2).next_power_of_two()];
        let mut scopes = Scopes { python, by_scope: Vec::new(), before, last, inner };
        for &index in &by_scope {
            let one = &python.bindings[index as usize];
            let slot = scopes.slot(one.scope, &one.name);
            scopes.before[index as usize] = scopes.last[slot];
            scopes.last[slot] = index;
        }
        by_scope.sort_by_key(|&index| python.bindings[index as usize].scope);
        scopes.by_scope = by_scope;
        Some(scopes)
    }

    /// The slot with the last binding of a name, or the free one where it would be.
    fn slot(&self, scope: Option<u32>, name: &str) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write_u32(scope.unwrap_or(NONE));
        hasher.write(name.as_bytes());
        let mut slot = hasher.finish() as usize;
        loop {
            slot &= self.last.len() - 1;
            let known = self.python.bindings.get(self.last[slot] as usize);
            if known.is_none_or(|known| known.scope == scope && *known.name == *name) {
                return slot;
            }
            slot += 1;
        }
    }

    /// The bindings of a name in a scope, the last first.
    pub fn named(&self, scope: Option<u32>, name: &str) -> Named<'_> {
        Named { before: &self.before, at: self.last[self.slot(scope, name)] }
    }

    /// Whether a scope binds a name.
    pub fn binds(&self, scope: Option<u32>, name: &str) -> bool {
        self.named(scope, name).next().is_some()
    }

    /// The names bound in a scope, each once, in no order.
    pub fn names(&self, scope: Option<u32>) -> impl Iterator<Item = &'f str> {
        let inside = move |index: &u32| self.python.bindings[*index as usize].scope;
        let rest = &self.by_scope[self.by_scope.partition_point(|index| inside(index) < scope)..];
        let all = rest.iter().take_while(move |index| inside(index) == scope);
        let first = all.filter(|&&index| self.before[index as usize] == NONE);
        first.map(|&index| &*self.python.bindings[index as usize].name)
    }

    /// The binding a definition makes; `None` inside functions.
    pub fn of_definition(&self, index: u32, definition: &DefinitionFact) -> Option<u32> {
        let is_it = |at: &u32| self.python.bindings[*at as usize].bound == Bound::Definition(index);
        self.named(definition.outer, &definition.name).find(is_it)
    }

    /// The statements of a function, where they are kept.
    pub fn inner(&self, function: u32) -> &[u32] {
        let inside = |index: &u32| self.python.inner[*index as usize].inside;
        let rest = &self.inner[self.inner.partition_point(|index| inside(index) < function)..];
        &rest[..rest.partition_point(|index| inside(index) == function)]
    }
}
