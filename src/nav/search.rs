//! Words as people type them -> ranked definitions. Each stage is weaker than the one before; a definition stays in
//! the first stage that finds it.

use super::where_is::bare;
use super::{Answer, FoundBy, Navigator, place};
use crate::index::{self, Found, MOST_WORDS, fold, words};
use crate::model::{DefinitionId, LinkKind};
use anyhow::Result;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// More prefix or substring hits than this are not looked at: the question is too short to mean one of them.
const MANY: usize = 2_000;
/// Shorter parts of names match everything.
const SHORTEST_PART: usize = 3;
/// More words than this are a sentence.
const SENTENCE: usize = 2;
/// The words of a question that say nothing about its subject.
const EMPTY_WORDS: &[&str] = &[
    "a", "an", "and", "are", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i", "in", "into", "is",
    "it", "its", "of", "on", "or", "that", "the", "this", "to", "was", "what", "when", "where", "which", "who", "why",
    "with",
];

impl Navigator {
    /// Answers words as people type them; exact names first.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Answer>> {
        let mut answers = self.exactly(query)?;
        if place::parse(query).is_none() && answers.len() < limit {
            let known: HashSet<DefinitionId> = answers.iter().map(|answer| answer.id).collect();
            let more = self.near(query, limit)?;
            answers.extend(more.into_iter().filter(|answer| !known.contains(&answer.id)));
        }
        answers.truncate(limit);
        Ok(answers)
    }

    /// Everything that is like the question without being named by it.
    pub(super) fn near(&self, query: &str, limit: usize) -> Result<Vec<Answer>> {
        let query = bare(query);
        let folded = fold(query);
        let mut hits = Hits::default();
        for found in self.reader.by_folded(&folded)? {
            hits.add(self, found, FoundBy::Folded);
        }
        // A weaker stage cannot overtake a stronger one.
        if hits.0.len() < limit {
            self.add_words(query, &mut hits)?;
            if folded.len() >= SHORTEST_PART && !query.trim().contains(' ') {
                for found in self.reader.starting_with(&folded, MANY)? {
                    hits.add(self, found, FoundBy::Prefix);
                }
                if hits.up_to(FoundBy::Prefix) < limit {
                    for found in self.reader.containing(&folded, MANY)? {
                        hits.add(self, found, FoundBy::Substring);
                    }
                }
                // Whoever typed part of a name did not misspell it.
                if hits.up_to(FoundBy::Substring) == 0 {
                    for (found, changes) in self.reader.misspelt(&folded, slips(&folded)) {
                        hits.slip(self, found, changes);
                    }
                }
            }
        }
        hits.best(self, limit)
    }

    /// Returns what a generated wrapper passes on to; whoever asks roughly means that.
    fn written_by_hand(&self, id: DefinitionId) -> Result<DefinitionId> {
        let links = self.reader.links(id)?.out;
        Ok(links.iter().find(|edge| edge.kind == LinkKind::WrapperOf).map_or(id, |edge| edge.other))
    }

    fn is_test(&self, id: DefinitionId) -> bool {
        self.reader.weight(id) & index::NO_TEST == 0
    }

    fn add_words(&self, query: &str, hits: &mut Hits) -> Result<()> {
        let mut wanted = words(query);
        wanted.sort_unstable();
        wanted.dedup();
        let meaningful: Vec<String> =
            wanted.iter().filter(|word| !EMPTY_WORDS.contains(&word.as_str())).cloned().collect();
        let mut wanted = if meaningful.is_empty() { wanted } else { meaningful };
        wanted.truncate(MOST_WORDS);
        for hit in self.reader.matching(&wanted, MANY)? {
            // The names of tests are whole sentences: they have all words of many a question.
            let is_name = hit.all_in_names && (wanted.len() <= SENTENCE || !self.is_test(hit.id));
            hits.put(hit.id, if is_name { FoundBy::Words } else { FoundBy::Text }, hit.score);
        }
        Ok(())
    }
}

/// What was found so far, and in which stage.
#[derive(Default)]
struct Hits(HashMap<DefinitionId, (FoundBy, f32)>);

impl Hits {
    fn put(&mut self, id: DefinitionId, stage: FoundBy, score: f32) {
        let hit = self.0.entry(id).or_insert((stage, score));
        if stage < hit.0 {
            hit.0 = stage;
        }
        hit.1 = hit.1.max(score);
    }

    /// How many there are in a stage and those before it.
    fn up_to(&self, last: FoundBy) -> usize {
        self.0.values().filter(|(stage, _)| *stage <= last).count()
    }

    /// Adds a definition, or what implements a name.
    fn add(&mut self, navigator: &Navigator, found: Found, stage: FoundBy) {
        if let Some(id) = navigator.reader.implementation(found) {
            self.put(id, stage, 0.0);
        }
    }

    /// Adds a name that was misspelt; fewer changes come first.
    fn slip(&mut self, navigator: &Navigator, found: Found, changes: u32) {
        if let Some(id) = navigator.reader.implementation(found) {
            let near = 1.0 / (1.0 + changes as f32);
            let hit = self.0.entry(id).or_insert((FoundBy::Typo, 0.0));
            *hit = (FoundBy::Typo, if hit.0 == FoundBy::Typo { near.max(hit.1) } else { near });
        }
    }

    fn best(self, navigator: &Navigator, limit: usize) -> Result<Vec<Answer>> {
        let mut ranked: Vec<_> = self
            .0
            .into_iter()
            .map(|(id, (stage, score))| {
                let weight = navigator.reader.weight(id);
                (stage, Reverse((worth(stage, score, weight), weight)), id)
            })
            .collect();
        ranked.sort_unstable();
        let mut answers: Vec<Answer> = Vec::new();
        for (stage, _, id) in ranked {
            if answers.len() == limit {
                break;
            }
            let id = navigator.written_by_hand(id)?;
            if !answers.iter().any(|answer| answer.id == id) {
                answers.push(navigator.answer(id, false, stage)?);
            }
        }
        Ok(answers)
    }
}

/// How many changes still look like a slip.
fn slips(folded: &str) -> u32 {
    if folded.len() < 6 { 1 } else { 2 }
}

/// Among hits of one stage: relevance where there are words, lowered for tests and generated code.
fn worth(stage: FoundBy, score: f32, weight: u64) -> i64 {
    if stage < FoundBy::Words {
        return 0;
    }
    if stage == FoundBy::Typo {
        return (score * 1000.0) as i64;
    }
    let flag = |bit: u64| weight & bit != 0;
    let place = if flag(index::NO_TEST) { 1.0 } else { 0.3 } * if flag(index::HAND_WRITTEN) { 1.0 } else { 0.7 };
    let central = 1.0 + (weight & 0xffff) as f32 / 16.0;
    (score * place * central * 1000.0) as i64
}
