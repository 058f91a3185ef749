//! What was found so far, how, and in which order it is told.

use super::filter::Gate;
use super::query::Query;
use crate::index::{self, Found};
use crate::model::{DefinitionId, LinkKind};
use crate::nav::topics::TOPICS;
use crate::nav::{Answer, FoundBy, Navigator};
use anyhow::Result;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Why a definition was found, shortly enough to keep thousands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Why {
    /// The stage says it all.
    Stage,
    /// So many changes away.
    Changes(u32),
    /// The share of the question or of the name that the words make up.
    Words(f32),
    /// A topic and one of its anchors.
    Anchor(u16, u16),
}

#[derive(Debug, Clone, Copy)]
struct Hit {
    stage: FoundBy,
    /// Among hits of one band; larger is better.
    score: f32,
    why: Why,
}

/// Hits by definition; each keeps the best stage that found it.
#[derive(Default)]
pub(super) struct Hits(FxHashMap<DefinitionId, Hit>);

impl Hits {
    /// Makes room for so many more.
    pub fn expect(&mut self, more: usize) {
        self.0.reserve(more);
    }

    /// Adds a definition.
    pub fn put(&mut self, id: DefinitionId, stage: FoundBy, score: f32, why: Why) {
        let hit = self.0.entry(id).or_insert(Hit { stage, score, why });
        if stage < hit.stage {
            *hit = Hit { stage, score: score.max(hit.score), why };
        } else if stage == hit.stage && score > hit.score {
            *hit = Hit { stage, score, why };
        }
    }

    /// Adds a definition, or what implements a name.
    pub fn add(&mut self, navigator: &Navigator, found: Found, stage: FoundBy, score: f32, why: Why) {
        if let Some(id) = navigator.reader.implementation(found) {
            self.put(id, stage, score, why);
        }
    }

    /// How many there are in a stage and those before it.
    pub fn up_to(&self, last: FoundBy) -> usize {
        self.0.values().filter(|hit| hit.stage <= last).count()
    }

    /// Returns the best answers.
    pub fn best(self, navigator: &Navigator, query: &Query, gate: &Gate, limit: usize) -> Result<Vec<Answer>> {
        let hits: Vec<(DefinitionId, Hit)> = self.0.into_iter().filter(|(id, _)| gate.lets_file(*id)).collect();
        let ranks = hits.iter().enumerate().map(|(at, (id, hit))| {
            let mut weight = navigator.reader.weight(*id);
            if query.wants_tests {
                weight |= index::NO_TEST;
            }
            let score = (worth(hit.stage, hit.score, weight) * 1000.0) as i64;
            Reverse((band(*hit, weight, query), Reverse((score, weight)), *id, at))
        });
        // A common word has tens of thousands: only the first are put in order.
        let mut ranked: BinaryHeap<_> = ranks.collect::<Vec<_>>().into();
        let mut answers: Vec<Answer> = Vec::new();
        while answers.len() < limit {
            let Some(Reverse((_, Reverse((score, _)), id, at))) = ranked.pop() else { break };
            let (_, hit) = hits[at];
            let id = navigator.written_by_hand(id)?;
            if !answers.iter().any(|answer| answer.id == id) && gate.lets(navigator, id)? {
                let answer = navigator.answer(id, false, hit.stage)?;
                answers.push(Answer { why: told(hit, score), ..answer });
            }
        }
        Ok(answers)
    }
}

impl Navigator {
    /// Returns what a generated wrapper passes on to; whoever asks roughly means that.
    pub(in crate::nav) fn written_by_hand(&self, id: DefinitionId) -> Result<DefinitionId> {
        let links = self.reader.links(id)?.out;
        Ok(links.iter().find(|edge| edge.kind == LinkKind::WrapperOf).map_or(id, |edge| edge.other))
    }
}

/// Hits of a lower band come first, whatever their score.
fn band(hit: Hit, weight: u64, query: &Query) -> u8 {
    match hit.stage {
        FoundBy::PythonName | FoundBy::Symbol | FoundBy::Place => 0,
        // A question's words stand in names by chance as well.
        FoundBy::Words | FoundBy::Concept | FoundBy::Text if query.is_sentence => 3,
        // A heading of a document tells of the thing, and is not it.
        FoundBy::Folded if index::is_document(weight) => 7,
        _ if index::is_document(weight) => 8,
        FoundBy::Folded => 1,
        FoundBy::Former => 2,
        // Tests have names for everything.
        stage if stage > FoundBy::Former && weight & index::NO_TEST == 0 => 9,
        FoundBy::Parts => 3,
        // Who types all words of a topic's title means the topic.
        FoundBy::Concept if hit.score >= super::sense::WHOLE => 3,
        FoundBy::Words => 4,
        FoundBy::Prefix => 5,
        FoundBy::Substring => 6,
        FoundBy::Typo => 7,
        FoundBy::Concept | FoundBy::Text => 8,
    }
}

/// Relevance where there is any, lowered for tests and generated code, raised for what much leads to.
fn worth(stage: FoundBy, score: f32, weight: u64) -> f32 {
    let flag = |bit: u64| weight & bit != 0;
    match stage {
        FoundBy::Words | FoundBy::Text => {
            let place =
                if flag(index::NO_TEST) { 1.0 } else { 0.3 } * if flag(index::HAND_WRITTEN) { 1.0 } else { 0.7 };
            let central = 1.0 + index::central(weight) as f32 / 24.0;
            score * place * central
        }
        FoundBy::Parts if index::is_document(weight) => super::sense::DOCUMENT * score,
        FoundBy::Parts => 2.0 * score,
        _ => score,
    }
}

fn told(hit: Hit, score: i64) -> String {
    let score = format!("{}.{:03}", score / 1000, score % 1000);
    match hit.why {
        Why::Stage if score == "0.000" => String::new(),
        Why::Stage => format!("score {score}"),
        Why::Changes(changes) => format!("{changes} change{} away", if changes == 1 { "" } else { "s" }),
        Why::Words(share) => format!("{:.0} % of the words, score {score}", share * 100.0),
        Why::Anchor(topic, anchor) => {
            let topic = TOPICS.get(usize::from(topic));
            let anchor = topic.and_then(|topic| Some((topic, topic.anchors.get(usize::from(anchor))?)));
            anchor.map_or_else(String::new, |(topic, anchor)| {
                format!("{}: {} (score {score})", topic.title.to_lowercase(), anchor.says)
            })
        }
    }
}
