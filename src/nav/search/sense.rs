//! The stages that compare meaning: words of names, concepts, and full text, in one scale.

use super::hits::{Hits, Why};
use super::query::Query;
use crate::index;
use crate::nav::topics::{self, spread};
use crate::nav::{FoundBy, Navigator};
use anyhow::Result;
use rustc_hash::FxHashMap;

/// At most so many definitions are taken from the text.
const MANY: usize = 2_000;
/// Weaker concepts than this have a word in common by chance.
const FAINT: f32 = 0.4;
/// A concept with at least this score has all words of the question.
pub(super) const WHOLE: f32 = 0.92;
/// What a text that has all words of a question is worth beside a concept that has them.
const TEXT: f32 = 0.62;
/// What a document that speaks of something is worth beside the code that does it.
pub(super) const DOCUMENT: f32 = 0.55;

impl Navigator {
    /// Finds what the words of the question mean.
    pub(super) fn add_sense(&self, query: &Query, hits: &mut Hits) -> Result<()> {
        if query.words.is_empty() {
            return Ok(());
        }
        let mut anchors = Vec::new();
        for matched in topics::matching(&query.words).into_iter().take_while(|matched| matched.score >= FAINT) {
            let anchor = &topics::TOPICS[usize::from(matched.topic)].anchors[usize::from(matched.anchor)];
            anchors.extend(self.anchor(anchor)?.map(|(id, _)| (id, matched)));
        }
        let mut shares: FxHashMap<u32, f32> = anchors.iter().map(|(id, _)| (*id, 0.0)).collect();
        self.by_words(query, hits, &mut shares)?;
        for (id, matched) in anchors {
            // What the text says as well is likelier.
            let text = shares.remove(&id).unwrap_or(0.0);
            let score = matched.score + 0.3 * TEXT * text;
            hits.put(id, FoundBy::Concept, score, Why::Anchor(matched.topic, matched.anchor));
        }
        Ok(())
    }

    /// Adds what has the words, and tells how well those in `shares` have them, 1 for the best.
    fn by_words(&self, query: &Query, hits: &mut Hits, shares: &mut FxHashMap<u32, f32>) -> Result<()> {
        let wanted: Vec<Vec<(String, f32)>> = query.words.iter().map(|word| spread(word)).collect();
        let matching = self.reader.matching(&wanted, MANY)?;
        let best = matching.iter().map(|hit| hit.score).fold(f32::MIN_POSITIVE, f32::max);
        hits.expect(matching.len());
        for hit in matching {
            let share = hit.score / best;
            // The names of tests are whole sentences: they have all words of many a question.
            let weight = self.reader.weight(hit.id);
            let is_test = weight & index::NO_TEST == 0;
            let is_document = index::is_document(weight);
            let is_name = hit.all_in_names && (!query.is_sentence || !is_test);
            let why = Why::Words(hit.coverage);
            if is_name && !query.is_sentence && !is_document {
                hits.put(hit.id, FoundBy::Words, hit.score, why);
            } else {
                let bonus = match (is_document, is_name) {
                    (true, _) => DOCUMENT,
                    (false, true) => 1.3,
                    (false, false) => 1.0,
                };
                hits.put(hit.id, FoundBy::Text, TEXT * hit.coverage * (0.4 + 0.6 * share) * bonus, why);
            }
            shares.entry(hit.id).and_modify(|known| *known = share);
        }
        Ok(())
    }
}
