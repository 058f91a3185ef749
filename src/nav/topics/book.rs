//! Words of a question -> anchors of topics, by how much of the question they cover. Rare words count more.

use super::load::{TOPICS, Topic};
use super::words::terms;
use crate::index::words;
use std::collections::HashMap;
use std::sync::LazyLock;

/// An anchor of a topic, with how much of the question it covers: 1 is all of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matched {
    /// Its place in `TOPICS`.
    pub topic: u16,
    /// The anchor's place in the topic.
    pub anchor: u16,
    /// From 0 to about 1.
    pub score: f32,
}

/// What a word counts, by where it stands: in what an anchor says, in its name, in the topic's title and other words,
/// in a title or phrase that stands in the question as a whole.
const SAID: f32 = 1.0;
const NAMED: f32 = 0.85;
const TITLED: f32 = 0.7;
const WHOLE: f32 = 0.96;
/// What an anchor loses against the one before it.
const LATER: f32 = 0.004;
/// A word that no topic has counts as much as one that few have.
const UNKNOWN: f32 = 0.7;
/// Shorter words are not searched for slips.
const SLIP: usize = 5;

/// All anchors by the terms that lead to them.
struct Book {
    /// Term -> anchors (by number) and the worth of the term there.
    terms: HashMap<String, Vec<(u32, f32)>>,
    /// Number -> topic and anchor.
    anchors: Vec<(u16, u16)>,
    /// The titles and other words of each topic, as terms.
    phrases: Vec<Vec<Vec<String>>>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let mut book = Book { terms: HashMap::new(), anchors: Vec::new(), phrases: Vec::new() };
    for (at, topic) in TOPICS.iter().enumerate() {
        let phrases: Vec<Vec<String>> =
            std::iter::once(&topic.title).chain(&topic.also).map(|phrase| terms(&words(phrase))).collect();
        for (place, anchor) in topic.anchors.iter().enumerate() {
            let number = book.anchors.len() as u32;
            book.anchors.push((at as u16, place as u16));
            let mut worths: HashMap<String, f32> = HashMap::new();
            let mut put = |term: &str, worth: f32| {
                let known = worths.entry(term.to_owned()).or_insert(worth);
                *known = known.max(worth);
            };
            for term in phrases.iter().flatten() {
                put(term, TITLED);
            }
            for name in &anchor.names {
                for term in terms(&words(name)) {
                    put(&term, NAMED);
                }
            }
            let said = words(&anchor.says);
            for term in terms(&said) {
                put(&term, SAID);
            }
            for (term, worth) in worths {
                book.terms.entry(term).or_default().push((number, worth));
            }
        }
        book.phrases.push(phrases);
    }
    book
});

/// Returns the anchors that have words of the question, best first.
pub fn matching(question: &[String]) -> Vec<Matched> {
    let book = &*BOOK;
    let all = book.anchors.len() as f32;
    let asked: Vec<String> = terms(question).into_iter().map(|term| book.known(term)).collect();
    let rarity = |count: usize| (1.0 + all / (count as f32 + 1.0)).ln();
    let weights: Vec<f32> = asked
        .iter()
        .map(|term| book.terms.get(term).map_or(UNKNOWN * rarity(1), |anchors| rarity(anchors.len())))
        .collect();
    let total: f32 = weights.iter().sum();
    let whole: Vec<Vec<&str>> = book
        .phrases
        .iter()
        .map(|phrases| {
            let inside =
                phrases.iter().filter(|phrase| !phrase.is_empty() && phrase.iter().all(|it| asked.contains(it)));
            inside.flatten().map(String::as_str).collect()
        })
        .collect();
    let mut scores: HashMap<u32, f32> = HashMap::new();
    for (term, weight) in asked.iter().zip(&weights) {
        for &(number, worth) in book.terms.get(term).into_iter().flatten() {
            let (topic, _) = book.anchors[number as usize];
            let worth = if whole[usize::from(topic)].contains(&term.as_str()) { worth.max(WHOLE) } else { worth };
            *scores.entry(number).or_default() += weight * worth / total;
        }
    }
    let mut matched: Vec<Matched> = scores
        .into_iter()
        .map(|(number, score)| {
            let (topic, anchor) = book.anchors[number as usize];
            Matched { topic, anchor, score: score - LATER * f32::from(anchor) }
        })
        .collect();
    matched.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.topic, a.anchor).cmp(&(b.topic, b.anchor))));
    matched.truncate(MOST);
    matched
}

/// Returns the topics that a question is about, best first.
pub fn about(question: &str) -> Vec<&'static Topic> {
    let asked = terms(&words(question));
    let mut found: Vec<u16> = Vec::new();
    for (at, topic) in TOPICS.iter().enumerate() {
        if std::iter::once(&topic.title).chain(&topic.also).any(|phrase| terms(&words(phrase)) == asked) {
            found.push(at as u16);
        }
    }
    for Matched { topic, .. } in matching(&words(question)).into_iter().filter(|matched| matched.score > FAINT) {
        if !found.contains(&topic) {
            found.push(topic);
        }
    }
    found.into_iter().map(|topic| &TOPICS[usize::from(topic)]).collect()
}

/// A topic with a weaker match is about something else.
const FAINT: f32 = 0.5;

/// More anchors than this answer no question.
const MOST: usize = 60;

impl Book {
    /// Returns the term, or the one that was meant by a misspelt one.
    fn known(&self, term: String) -> String {
        if self.terms.contains_key(&term) || term.len() < SLIP {
            return term;
        }
        let near = self.terms.iter().filter(|(other, _)| other.len() >= SLIP && is_slip(&term, other));
        near.max_by_key(|(other, anchors)| (anchors.len(), std::cmp::Reverse(*other)))
            .map_or(term, |(other, _)| other.clone())
    }
}

/// Whether one letter was left out, added, replaced, or exchanged with its neighbour.
fn is_slip(typed: &str, meant: &str) -> bool {
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    if typed.len().abs_diff(meant.len()) > 1 {
        return false;
    }
    let start = typed.iter().zip(meant).take_while(|(one, other)| one == other).count();
    let (typed, meant) = (&typed[start..], &meant[start..]);
    let end = typed.iter().rev().zip(meant.iter().rev()).take_while(|(one, other)| one == other).count();
    match (&typed[..typed.len() - end], &meant[..meant.len() - end]) {
        ([], [_]) | ([_], [] | [_]) => true,
        (&[one, two], &[first, second]) => (one, two) == (second, first),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn one_slip_is_forgiven() {
        assert!(is_slip("garbge", "garbage") && is_slip("grabage", "garbage") && is_slip("garbaje", "garbage"));
        assert!(!is_slip("garbage", "garbled") && !is_slip("abc", "abc"));
    }
}
