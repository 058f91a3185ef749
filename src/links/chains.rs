//! Numbered things by name, those of one name chained: a fraction of the memory of a map with its keys.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;
use std::hash::{BuildHasher, Hash};

/// Things by name. It knows neither names nor things: who asks tells the name of a thing.
pub struct Chains {
    /// The last thing of each name.
    last: HashTable<u32>,
    /// Per thing the one before it of the same name.
    before: Vec<u32>,
}

/// No thing.
const NONE: u32 = u32::MAX;

fn hash(name: impl Hash) -> u64 {
    FxBuildHasher.hash_one(name)
}

impl Chains {
    /// Room for things numbered up to `numbers`, of which `count` have names.
    pub fn new(numbers: usize, count: usize) -> Self {
        Chains { last: HashTable::with_capacity(count), before: vec![NONE; numbers] }
    }

    /// Adds a thing.
    pub fn add<N: Hash + Eq + Copy>(&mut self, thing: u32, name_of: impl Fn(u32) -> N) {
        let name = name_of(thing);
        match self.last.entry(hash(name), |&other| name_of(other) == name, |&other| hash(name_of(other))) {
            Entry::Occupied(mut last) => self.before[thing as usize] = std::mem::replace(last.get_mut(), thing),
            Entry::Vacant(first) => {
                first.insert(thing);
            }
        }
    }

    /// The things of a name, the last one first.
    pub fn named<N: Hash + Eq + Copy>(&self, name: N, name_of: impl Fn(u32) -> N) -> Chain<'_> {
        let last = self.last.find(hash(name), |&thing| name_of(thing) == name);
        Chain { before: &self.before, at: last.copied().unwrap_or(NONE) }
    }

    /// Whether a thing is the first of its name.
    pub fn is_first(&self, thing: u32) -> bool {
        self.before[thing as usize] == NONE
    }
}

/// The things of a name that are left.
#[derive(Debug, Clone, Default)]
pub struct Chain<'c> {
    before: &'c [u32],
    at: u32,
}

impl Iterator for Chain<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let here = self.at;
        self.at = *self.before.get(here as usize)?;
        Some(here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_of_a_name_come_last_first_and_others_never() {
        let names = ["a", "b", "a", "", "c", "a"];
        let mut chains = Chains::new(names.len(), names.len());
        for thing in 0..names.len() as u32 {
            chains.add(thing, |thing| names[thing as usize]);
        }
        let named = |name: &str| chains.named(name, |thing| names[thing as usize]).collect::<Vec<u32>>();
        assert_eq!((named("a"), named(""), named("d")), (vec![5, 2, 0], vec![3], vec![]));
        assert!(chains.is_first(0) && !chains.is_first(2));
        assert_eq!(Chains::new(0, 0).named("a", |_| "a").next(), None);
    }
}
