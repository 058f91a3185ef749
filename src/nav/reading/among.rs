//! Which cards of a list call which others.

use crate::model::{Card, DefinitionId, LinkKind, ReadingList};
use crate::nav::{Direction, LinkFilter, Navigator};
use anyhow::Result;
use std::collections::{BTreeSet, HashMap};

/// The links that count as calls between cards: what surely runs, and what a slot or table leads to.
const LINKS: &[LinkKind] = &[
    LinkKind::Calls,
    LinkKind::OpCalls,
    LinkKind::PyCalls,
    LinkKind::CPyCalls,
    LinkKind::MayCall,
    LinkKind::MadeOf,
    LinkKind::WrapperOf,
];

impl Navigator {
    /// Returns the calls between the cards of a list, as places of caller and callee, sorted.
    pub fn calls_among(&self, list: &ReadingList) -> Result<Vec<(usize, usize)>> {
        let mut places: HashMap<DefinitionId, usize> = HashMap::new();
        let mut ids = Vec::with_capacity(list.cards.len());
        for (place, card) in list.cards.iter().enumerate() {
            let id = self.definition_of(card)?;
            if let Some(id) = id {
                places.entry(id).or_insert(place);
            }
            ids.push(id);
        }
        let filter = LinkFilter { kinds: LINKS.to_vec(), direction: Some(Direction::Out), limit: 0 };
        let mut calls = BTreeSet::new();
        for (from, id) in ids.into_iter().enumerate() {
            let Some(id) = id else { continue };
            for row in self.links(id, &filter)? {
                if let Some(&to) = places.get(&row.to.id).filter(|to| **to != from) {
                    calls.insert((from, to));
                }
            }
        }
        Ok(calls.into_iter().collect())
    }

    /// The definition that a card stands for; `None` where the index has it no more.
    pub fn definition_of(&self, card: &Card) -> Result<Option<DefinitionId>> {
        for id in self.reader.by_symbol(&card.symbol)? {
            let one = self.reader.definition(id)?.definition;
            let within = (card.start_line..=card.end_line).contains(&one.line);
            if within && self.reader.path(one.file) == card.file {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }
}
