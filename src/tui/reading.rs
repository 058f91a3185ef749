//! A reading list as the result pane shows it: a row per card, with a tick for what was read.

use crate::model::Card;
use std::sync::Arc;

/// Whether a card was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tick {
    /// It was read.
    pub read: bool,
    /// Its source has changed since.
    pub stale: bool,
}

impl Tick {
    /// Returns the mark of a row.
    pub fn mark(self) -> &'static str {
        match self {
            Tick { read: false, .. } => "[ ]",
            Tick { stale: true, .. } => "[!]",
            Tick { .. } => "[x]",
        }
    }

    /// Tells whether it was read as it is now.
    pub fn is_done(self) -> bool {
        self.read && !self.stale
    }
}

/// A list that is being read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What its progress is kept under.
    pub name: String,
    /// What it is, in words.
    pub title: String,
    /// What it was made from and what it leaves out.
    pub notes: Vec<String>,
    /// The cards that lead somewhere in this revision, a row each, with their place in the whole list.
    pub cards: Arc<[(usize, Card)]>,
    /// One for each card of the whole list.
    pub ticks: Vec<Tick>,
}

impl Reading {
    /// Returns the tick of a row.
    pub fn tick(&self, row: usize) -> Tick {
        let card = self.cards.get(row).map(|(card, _)| *card);
        card.and_then(|card| self.ticks.get(card)).copied().unwrap_or_default()
    }

    /// Returns the words above the list: what was read comes first, as the end may be cut.
    pub fn heading(&self) -> String {
        let done = self.ticks.iter().filter(|tick| tick.is_done()).count();
        format!("{done}/{} read: {}", self.ticks.len(), self.title)
    }
}
