//! The search primitives: which definitions match words, a prefix or a part of a name, and how well.
//!
//! What kind of match is worth more is decided in `nav`.

use super::reader::{Found, Reader};
use super::writer::FOLDED;
use crate::model::DefinitionId;
use anyhow::{Context, Result};
use std::collections::HashMap;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

/// A definition that has some of the wanted words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The definition.
    pub id: DefinitionId,
    /// Which words its names have: bit n for word n.
    pub in_names: u32,
    /// Which words it has anywhere.
    pub anywhere: u32,
    /// Relevance (BM25 over names and documentation).
    pub score: f32,
}

/// A word in a name says more than one in a comment.
const NAME_BOOST: f32 = 2.0;
/// The usual constants of BM25: how soon repetition saturates, how much length matters.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// As many words fit into the bit sets; nobody asks longer.
const MOST_WORDS: usize = 32;

impl Reader {
    /// Returns the definitions that have at least one of the words, in no order.
    pub fn matching(&self, words: &[String]) -> Result<Vec<Scored>> {
        let mut hits: HashMap<u32, Scored> = HashMap::new();
        for (bit, word) in words.iter().take(MOST_WORDS).enumerate() {
            self.add_word(self.fields.words, word, &mut |id, score| {
                let hit = hits.entry(id).or_insert(Scored { id, in_names: 0, anywhere: 0, score: 0.0 });
                hit.in_names |= 1 << bit;
                hit.anywhere |= 1 << bit;
                hit.score += NAME_BOOST * score;
            })?;
            self.add_word(self.fields.doc, word, &mut |id, score| {
                let hit = hits.entry(id).or_insert(Scored { id, in_names: 0, anywhere: 0, score: 0.0 });
                hit.anywhere |= 1 << bit;
                hit.score += score;
            })?;
        }
        Ok(hits.into_values().collect())
    }

    fn add_word(&self, field: Field, word: &str, add: &mut dyn FnMut(DefinitionId, f32)) -> Result<()> {
        let inverted = self.inverted(field)?;
        let term = Term::from_field_text(field, word);
        let Some(info) = inverted.get_term_info(&term)? else { return Ok(()) };
        let all = self.definitions().max(1) as f32;
        let average = (inverted.total_num_tokens() as f32 / all).max(1.0);
        let frequency = info.doc_freq as f32;
        let rarity = (1.0 + (all - frequency + 0.5) / (frequency + 0.5)).ln();
        let norms = self.segment.get_fieldnorms_reader(field).context("cannot read the index")?;
        let mut postings = inverted.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
        let mut document = postings.doc();
        while document != TERMINATED {
            let times = postings.term_freq() as f32;
            let length = norms.fieldnorm(document) as f32;
            let saturated = times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / average));
            add(document, rarity * saturated);
            document = postings.advance();
        }
        Ok(())
    }

    /// Returns names and definitions whose folded name starts with `folded`, at most about `limit`, in the order of
    /// the alphabet.
    pub fn starting_with(&self, folded: &str, limit: usize) -> Result<Vec<Found>> {
        let inverted = self.inverted(self.fields.fold)?;
        let mut terms = inverted.terms().range().ge(folded).into_stream()?;
        let mut found = Vec::new();
        while found.len() < limit && terms.advance() && terms.key().starts_with(folded.as_bytes()) {
            let mut postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED && found.len() < limit {
                found.extend(self.found(postings.doc()));
                postings.advance();
            }
        }
        Ok(found)
    }

    /// Returns names and definitions whose folded name contains `folded`, at most `limit`, in the index's order.
    pub fn containing(&self, folded: &str, limit: usize) -> Result<Vec<Found>> {
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let text = self.side_file(FOLDED)?;
        let text = std::str::from_utf8(&text).context("the index has broken names")?;
        let (mut found, mut line, mut counted) = (Vec::new(), 0, 0);
        for (at, _) in text.match_indices(folded) {
            let passed = text[counted..at].matches('\n').count() as u32;
            let again = passed == 0 && counted > 0;
            line += passed;
            counted = at;
            if !again {
                found.extend(self.found(line));
            }
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }

    /// Returns how likely a definition is the one that is meant: larger is better.
    pub fn weight(&self, id: DefinitionId) -> u64 {
        self.weights().and_then(|weights| weights.first(id)).unwrap_or(0)
    }
}
