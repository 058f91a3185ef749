//! The search primitives: which definitions match words, a prefix or a part of a name, and how well.
//!
//! What kind of match is worth more is decided in `nav`.

use super::postings::Posting;
use super::reader::{Found, Reader};
use super::typo::Typed;
use crate::model::DefinitionId;
use anyhow::Result;
use memchr::{memchr, memchr_iter, memmem, memrchr};

/// A definition that has some of the wanted words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The definition.
    pub id: DefinitionId,
    /// Whether its names have every word.
    pub all_in_names: bool,
    /// The share of the words that it has; rare words count more.
    pub coverage: f32,
    /// Relevance (BM25 over names and documentation), times `coverage`.
    pub score: f32,
}

/// A word in a name says more than one in a comment.
const NAME_BOOST: f32 = 2.0;
/// The usual constants of BM25: how soon repetition saturates, how much length matters.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// A name of so many letters is rarely the end of another by chance.
const LONG: usize = 8;
/// As many words fit into the bit sets; nobody asks longer.
pub const MOST_WORDS: usize = 32;

/// What each word weighs: the fewer definitions have it, the more.
fn rarities(touched: &[DefinitionId], anywhere: &[u32], count: usize) -> Vec<f32> {
    let mut have = vec![0_u32; count];
    for &id in touched {
        for (bit, have) in have.iter_mut().enumerate() {
            *have += anywhere[id as usize] >> bit & 1;
        }
    }
    have.iter().map(|&have| (1.0 + anywhere.len() as f32 / (have as f32 + 1.0)).ln()).collect()
}

impl Reader {
    /// Returns the definitions that have at least one of the words; of many, the `most` with the best score and all
    /// whose names have every word. Each word comes with the other words that may stand for it, and their worth.
    pub fn matching(&self, words: &[Vec<(String, f32)>], most: usize) -> Result<Vec<Scored>> {
        // A question with common words touches half of all definitions: plain arrays beat any map.
        let mut scores = vec![0.0_f32; self.definitions() as usize];
        let mut names = vec![0_u32; scores.len()];
        let mut anywhere = vec![0_u32; scores.len()];
        let mut touched = Vec::new();
        let (fields, segments) = self.words()?;
        let texts = [(segments.text(fields.words)?, NAME_BOOST, true), (segments.text(fields.doc)?, 1.0, false)];
        let mut postings = Vec::new();
        for (bit, forms) in words.iter().take(MOST_WORDS).enumerate() {
            for (text, boost, in_name) in &texts {
                for (word, worth) in forms {
                    text.postings(word, &mut postings)?;
                    self.score(&postings, text.average(), &mut |id, score| {
                        let at = id as usize;
                        if anywhere[at] == 0 {
                            touched.push(id);
                        }
                        anywhere[at] |= 1 << bit;
                        names[at] |= u32::from(*in_name) << bit;
                        scores[at] += boost * worth * score;
                    });
                }
            }
        }
        let count = words.len().min(MOST_WORDS);
        let weights = rarities(&touched, &anywhere, count);
        let total = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let mut hits: Vec<Scored> = touched
            .into_iter()
            .map(|id| {
                let at = id as usize;
                let has = |bit: &usize| anywhere[at] & (1 << bit) != 0;
                let coverage = (0..count).filter(has).map(|bit| weights[bit]).sum::<f32>() / total;
                let all_in_names = names[at].count_ones() as usize >= count;
                Scored { id, all_in_names, coverage, score: scores[at] * coverage }
            })
            .collect();
        if hits.len() > most {
            let order = |a: &Scored, b: &Scored| {
                b.all_in_names.cmp(&a.all_in_names).then(b.score.total_cmp(&a.score)).then(a.id.cmp(&b.id))
            };
            let all = hits.iter().filter(|hit| hit.all_in_names).count();
            let keep = most.max(all);
            if keep < hits.len() {
                hits.select_nth_unstable_by(keep, order);
                hits.truncate(keep);
            }
        }
        Ok(hits)
    }

    /// Tells the relevance (BM25) of each definition that has a word.
    fn score(&self, postings: &[Posting], average: f32, add: &mut dyn FnMut(DefinitionId, f32)) {
        let (all, frequency) = (self.definitions().max(1) as f32, postings.len() as f32);
        let rarity = (1.0 + (all - frequency + 0.5) / (frequency + 0.5)).ln();
        for posting in postings {
            let (times, length) = (posting.times as f32, posting.length as f32);
            let saturated = times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / average));
            add(posting.id, rarity * saturated);
        }
    }

    /// Returns names and definitions whose folded name has all of the folded parts, in any order, with the share of
    /// the name that the parts make up; at most `limit`, in the index's order.
    pub fn containing(&self, parts: &[String], limit: usize) -> Result<Vec<(Found, f32)>> {
        let Some(rarest) = parts.iter().max_by_key(|part| part.len()).filter(|part| !part.is_empty()) else {
            return Ok(Vec::new());
        };
        // Whole letters are looked for in whole letters: bytes will do, and are searched many at a time.
        let text = self.folded();
        let searched: Vec<memmem::Finder> = parts.iter().map(|part| memmem::Finder::new(part.as_str())).collect();
        let finder = memmem::Finder::new(rarest.as_str());
        let length: usize = parts.iter().map(String::len).sum();
        let (mut found, mut line, mut start) = (Vec::new(), 0, 0);
        while let Some(at) = finder.find(&text[start..]).map(|step| start + step) {
            line += memchr_iter(b'\n', &text[start..at]).count() as u32;
            start = memrchr(b'\n', &text[start..at]).map_or(start, |end| start + end + 1);
            let end = memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end);
            let name = &text[start..end];
            if searched.iter().all(|part| part.find(name).is_some()) {
                let share = length as f32 / name.len().max(1) as f32;
                found.extend(self.found(line).map(|found| (found, share)));
            }
            if found.len() == limit || end == text.len() {
                break;
            }
            line += 1;
            start = end + 1;
        }
        Ok(found)
    }

    /// Returns names and definitions whose folded name is at most `most` changes away, with the number of changes.
    /// The end of a longer name will do where it has at least `LONG` letters and one change less.
    pub fn misspelt(&self, folded: &str, most: u32) -> Vec<(Found, u32)> {
        let Some(typed) = Typed::new(folded) else { return Vec::new() };
        let text = self.folded();
        let ends = memchr_iter(b'\n', text).chain((text.last() != Some(&b'\n')).then_some(text.len()));
        let lines = ends.scan(0, |start, end| Some(&text[std::mem::replace(start, end + 1)..end]));
        let changes = |line: &[u8]| {
            let whole = typed.distance(line, most);
            let end = || if folded.len() < LONG { None } else { typed.distance_to_end(line, most - 1) };
            whole.or_else(|| end().map(|changes| changes + 1))
        };
        let near = lines.zip(0..).filter_map(|(line, document)| Some((document, changes(line)?)));
        near.filter_map(|(document, distance)| Some((self.found(document)?, distance))).collect()
    }
}
