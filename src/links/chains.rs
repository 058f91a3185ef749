//! Numbered things by name, those of one name chained: a fraction of the memory of a map with its keys.

use rustc_hash::FxBuildHasher;
use std::hash::{BuildHasher, Hash};

/// Things by name. It knows neither names nor things: who asks tells whether a thing has the name.
pub struct Chains {
    /// The last thing of each name, near the slot that its hash tells: at most half of them are filled.
    last: Vec<u32>,
    /// Per thing the one before it of the same name.
    before: Vec<u32>,
}

/// No thing.
const NONE: u32 = u32::MAX;

impl Chains {
    /// Room for things numbered up to `numbers`, of which `count` have names.
    pub fn new(numbers: usize, count: usize) -> Self {
        Chains { last: vec![NONE; (count * 2).next_power_of_two()], before: vec![NONE; numbers] }
    }

    /// Adds a thing; `is_same` tells whether another has its name.
    pub fn add(&mut self, thing: u32, name: impl Hash, is_same: impl Fn(u32) -> bool) {
        let slot = self.slot(name, is_same);
        self.before[thing as usize] = std::mem::replace(&mut self.last[slot], thing);
    }

    /// The things of a name, the last one first.
    pub fn named(&self, name: impl Hash, has_name: impl Fn(u32) -> bool) -> Chain<'_> {
        Chain { before: &self.before, at: self.last[self.slot(name, has_name)] }
    }

    /// Whether a thing is the first of its name.
    pub fn is_first(&self, thing: u32) -> bool {
        self.before[thing as usize] == NONE
    }

    fn slot(&self, name: impl Hash, has_name: impl Fn(u32) -> bool) -> usize {
        let mask = self.last.len() - 1;
        let mut slot = FxBuildHasher.hash_one(name) as usize & mask;
        while self.last[slot] != NONE && !has_name(self.last[slot]) {
            slot = (slot + 1) & mask;
        }
        slot
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
        for (thing, name) in (0..).zip(names) {
            chains.add(thing, name, |other| names[other as usize] == name);
        }
        let named = |name: &str| chains.named(name, |thing| names[thing as usize] == name).collect::<Vec<u32>>();
        assert_eq!((named("a"), named(""), named("d")), (vec![5, 2, 0], vec![3], vec![]));
        assert!(chains.is_first(0) && !chains.is_first(2));
        assert_eq!(Chains::new(0, 0).named("a", |_| true).next(), None);
    }
}
