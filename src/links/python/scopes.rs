//! The bindings of a file by scope and name, in the order of the file.

use crate::links::chains::{Chain, Chains};
use crate::model::{Binding, Bound, DefinitionFact, FileFacts, PythonFacts};

/// The bindings of one file.
pub struct Scopes<'f> {
    /// The facts.
    pub python: &'f PythonFacts,
    /// Those that bind a plain name, by scope and place.
    by_scope: Vec<u32>,
    /// The same by scope and name.
    by_name: Chains,
    /// The statements of functions, by function and place.
    inner: Vec<u32>,
}

impl<'f> Scopes<'f> {
    /// Sorts the bindings of a file.
    pub fn new(facts: &'f FileFacts) -> Option<Self> {
        let python = facts.python.as_deref()?;
        let is_plain =
            |one: &Binding| !one.name.is_empty() && !one.name.bytes().any(|byte| matches!(byte, b'.' | b'['));
        let plain = (0..).zip(&python.bindings).filter(|(_, one)| is_plain(one));
        let mut by_scope: Vec<u32> = plain.map(|(index, _)| index).collect();
        let mut by_name = Chains::new(python.bindings.len(), by_scope.len());
        for &index in &by_scope {
            by_name.add(index, |index| name(python, index));
        }
        by_scope.sort_by_key(|&index| name(python, index).0);
        let mut inner: Vec<u32> = (0..python.inner.len() as u32).collect();
        inner.sort_by_key(|&index| python.inner[index as usize].inside);
        Some(Scopes { python, by_scope, by_name, inner })
    }

    /// The bindings of a name in a scope, the last first.
    pub fn named(&self, scope: Option<u32>, name: &str) -> Chain<'_> {
        self.by_name.named((scope, name), |index| self::name(self.python, index))
    }

    /// Whether a scope binds a name.
    pub fn binds(&self, scope: Option<u32>, name: &str) -> bool {
        self.named(scope, name).next().is_some()
    }

    /// The names bound in a scope, each once, in no order.
    pub fn names(&self, scope: Option<u32>) -> impl Iterator<Item = &'f str> {
        let first = self.by_scope.partition_point(|&index| name(self.python, index).0 < scope);
        let ones = self.by_scope[first..].iter().filter(|&&index| self.by_name.is_first(index));
        let names = ones.map(|&index| name(self.python, index));
        names.take_while(move |(inside, _)| *inside == scope).map(|(_, name)| name)
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

fn name(python: &PythonFacts, index: u32) -> (Option<u32>, &str) {
    let one = &python.bindings[index as usize];
    (one.scope, &one.name)
}
