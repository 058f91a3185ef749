//! The stages that compare names: alike but for case and separators, their sub-words, how they begin, what they
//! contain, and what a slip of the finger made of them.

use super::hits::{Hits, Why};
use super::query::Query;
use crate::nav::{FoundBy, Navigator};
use anyhow::Result;

/// More prefix or substring hits than this are not looked at: the question is too short to mean one of them.
const MANY: usize = 2_000;
/// Shorter parts of names match everything.
const SHORTEST_PART: usize = 3;
/// The share of a name that several typed parts make up, when no other name is likelier.
const MOSTLY: f32 = 0.75;
/// More words than this are no name with spaces in it.
const MOST_PARTS: usize = 6;

impl Navigator {
    /// Finds names that are like the question.
    pub(super) fn add_names(&self, query: &Query, limit: usize, hits: &mut Hits) -> Result<()> {
        for found in self.reader.by_folded(&query.folded)? {
            hits.add(self, found, FoundBy::Folded, 0.0, Why::Stage);
        }
        // A weaker stage cannot overtake a stronger one.
        if query.is_sentence || hits.up_to(FoundBy::Folded) >= limit || query.folded.len() < SHORTEST_PART {
            return Ok(());
        }
        let parts = &query.parts;
        if let [_] = parts.as_slice() {
            for found in self.reader.starting_with(&query.folded, MANY)? {
                hits.add(self, found, FoundBy::Prefix, 0.0, Why::Stage);
            }
        }
        if parts.len() <= MOST_PARTS && hits.up_to(FoundBy::Prefix) < limit {
            for (found, share) in self.reader.containing(parts, MANY)? {
                let several = parts.len() > 1;
                let stage = if several && share >= MOSTLY { FoundBy::Parts } else { FoundBy::Substring };
                hits.add(self, found, stage, if several { share } else { 0.0 }, Why::Stage);
            }
        }
        // Whoever typed part of a name did not misspell it.
        if hits.up_to(FoundBy::Substring) == 0 && parts.len() <= MOST_PARTS {
            for (found, changes) in self.reader.misspelt(&query.folded, slips(&query.folded)) {
                let near = 1.0 / (1.0 + changes as f32);
                hits.add(self, found, FoundBy::Typo, near, Why::Changes(changes));
            }
        }
        Ok(())
    }
}

/// How many changes still look like a slip.
fn slips(folded: &str) -> u32 {
    match folded.len() {
        0..6 => 1,
        6..16 => 2,
        _ => 3,
    }
}
