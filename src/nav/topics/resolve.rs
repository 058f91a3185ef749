//! Anchors -> definitions of the index that is open.

use super::load::{Anchor, TOPICS, Topic};
use crate::index::NO_TEST;
use crate::model::DefinitionId;
use crate::nav::{Answer, FoundBy, Navigator};
use anyhow::Result;

/// An anchor with the definition it leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The name that led there; an older one in an older revision.
    pub name: String,
    /// What it does.
    pub says: String,
    /// The definition; `None` where this revision has none.
    pub answer: Option<Answer>,
}

/// An anchor that leads nowhere in a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The topic.
    pub topic: String,
    /// The anchor's names.
    pub names: Vec<String>,
}

impl Navigator {
    /// Returns the definition that an anchor leads to, and which of its names did.
    pub(in crate::nav) fn anchor(&self, anchor: &Anchor) -> Result<Option<(DefinitionId, usize)>> {
        for (place, name) in anchor.names.iter().enumerate() {
            if let Some(id) = self.named(name)? {
                let id = self.written_by_hand(id)?;
                return Ok(Some((self.named_struct(id)?.map_or(id, |(body, _)| body), place)));
            }
        }
        Ok(None)
    }

    /// The best definition with a symbol, else behind a dotted name.
    fn named(&self, name: &str) -> Result<Option<DefinitionId>> {
        let (file, name) = match name.split_once(':') {
            Some((file, name)) => (Some(file), name),
            None => (None, name),
        };
        let range = match file.map(|file| self.reader.file(file)) {
            Some(Some(file)) => Some(self.reader.in_file(file)?),
            Some(None) => return Ok(None),
            None => None,
        };
        let mut known = self.reader.by_symbol(name)?;
        // The last parts of dotted names are common: `json.dumps` is nobody else's.
        known.retain(|&id| match &range {
            Some(range) => range.contains(&id),
            None => self.reader.weight(id) & NO_TEST != 0 && !name.contains('.'),
        });
        if let Some(&best) = known.iter().max_by_key(|&&id| (self.reader.weight(id), std::cmp::Reverse(id))) {
            return Ok(Some(best));
        }
        if range.is_some() {
            return Ok(None);
        }
        let Some(resolved) = self.resolve(name)? else { return Ok(None) };
        Ok(self.answers_of(name, &resolved)?.first().map(|answer| answer.id))
    }

    /// Returns the anchors of a topic, in reading order. Where a revision has one definition for what two of them are about
    /// it stands at the first.
    pub fn topic(&self, topic: &Topic) -> Result<Vec<Found>> {
        let mut all: Vec<Found> = Vec::new();
        for anchor in &topic.anchors {
            let found = self.anchor(anchor)?;
            let answer = found.map(|(id, _)| self.answer(id, false, FoundBy::Concept)).transpose()?;
            let id = answer.as_ref().map(|answer| answer.id);
            if id.is_some() && all.iter().any(|one| one.answer.as_ref().map(|answer| answer.id) == id) {
                continue;
            }
            let name = anchor.names[found.map_or(0, |(_, place)| place)].clone();
            all.push(Found { name, says: anchor.says.clone(), answer });
        }
        Ok(all)
    }

    /// Returns the documents about a topic that this revision has.
    pub fn pages<'t>(&self, topic: &'t Topic) -> Vec<&'t str> {
        let known = |page: &&str| self.reader.file(page).is_some();
        topic.pages.iter().map(String::as_str).filter(known).collect()
    }

    /// Returns the anchors that lead nowhere in this revision.
    pub fn lost_anchors(&self) -> Result<Vec<Lost>> {
        let mut lost = Vec::new();
        for topic in TOPICS.iter() {
            for anchor in &topic.anchors {
                if self.anchor(anchor)?.is_none() {
                    lost.push(Lost { topic: topic.title.clone(), names: anchor.names.clone() });
                }
            }
        }
        Ok(lost)
    }
}
