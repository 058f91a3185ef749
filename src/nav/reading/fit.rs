//! Cards -> cards within a budget of lines: each is cut shorter first, then the last ones go.

use super::cut::cut;
use super::texts::Texts;
use crate::model::{Card, DefinitionId, LinkKind, ReadingList};
use crate::nav::{Direction, LinkFilter, Navigator};
use anyhow::Result;
use std::collections::{HashMap, HashSet};

/// Lines of one definition, unless a budget wants less.
const WHOLE: u32 = 60;
/// How short definitions are cut, step by step, to fit more of them in.
const SHORTER: &[u32] = &[WHOLE, 40, 25, 15, 10, 6];

/// What a line is worth that calls another card of the list, something in the same file, anything else.
const CALLS_CARD: u32 = 8;
const CALLS_NEAR: u32 = 3;
const CALLS_FAR: u32 = 1;

/// Links that show at their line what happens there.
const SHOWN: &[LinkKind] = &[
    LinkKind::Calls,
    LinkKind::OpCalls,
    LinkKind::PyCalls,
    LinkKind::CPyCalls,
    LinkKind::MayCall,
    LinkKind::Expands,
    LinkKind::Emits,
];

impl Navigator {
    /// Cuts the cards to the lines that matter and the list to a budget of lines (`Card::cost`); without one no card
    /// is left out. `ids` are the definitions of the cards. Says in a note what was left out.
    pub(in crate::nav) fn fit(
        &self,
        list: &mut ReadingList,
        texts: &Texts<'_>,
        ids: &[DefinitionId],
        budget: Option<u32>,
    ) -> Result<()> {
        let calls = self.worth_of_calls(&list.cards, ids)?;
        let mut shortened = Vec::new();
        for &most in SHORTER {
            shortened = Vec::with_capacity(list.cards.len());
            for (card, calls) in list.cards.iter().zip(&calls) {
                // Without its text a definition is told whole.
                shortened.push(
                    texts.get(&card.file).map_or_else(|_| card.hot_lines.clone(), |text| cut(&text, card, calls, most)),
                );
            }
            let cost: u32 = shortened.iter().flatten().map(|(first, last)| last - first + 2).sum();
            if budget.is_none_or(|budget| cost <= budget) {
                break;
            }
        }
        for (card, lines) in list.cards.iter_mut().zip(shortened) {
            card.hot_lines = lines;
        }
        let Some(budget) = budget else { return Ok(()) };
        let mut left = budget;
        let before = list.cards.len();
        list.cards.retain(|card| {
            let fits = card.cost() <= left;
            left -= if fits { card.cost() } else { 0 };
            fits
        });
        let gone = before - list.cards.len();
        if gone > 0 {
            list.notes.push(format!("{gone} of {before} cards do not fit into {budget} lines"));
        }
        Ok(())
    }

    /// For each card the lines that call something, with what they are worth.
    fn worth_of_calls(&self, cards: &[Card], ids: &[DefinitionId]) -> Result<Vec<HashMap<u32, u32>>> {
        let listed: HashSet<DefinitionId> = ids.iter().copied().collect();
        let filter = LinkFilter { kinds: SHOWN.to_vec(), direction: Some(Direction::Out), limit: 0 };
        let mut all = Vec::with_capacity(cards.len());
        for (card, &id) in cards.iter().zip(ids) {
            let mut worths: HashMap<u32, u32> = HashMap::new();
            if card.end_line >= card.start_line + SHORTER[SHORTER.len() - 1] {
                for row in self.links(id, &filter)?.into_iter().filter(|row| row.file == card.file) {
                    let worth = match () {
                        () if listed.contains(&row.to.id) => CALLS_CARD,
                        () if row.to.file == card.file => CALLS_NEAR,
                        () => CALLS_FAR,
                    };
                    let known = worths.entry(row.line).or_default();
                    *known = (*known).max(worth);
                }
            }
            all.push(worths);
        }
        Ok(all)
    }
}
