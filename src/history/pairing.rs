//! Definitions of two revisions -> which is which.

use super::origin::{name_grew, related};
use super::subject::{Place, What};
use crate::model::{Kind, Language};
use std::cmp::Ordering;
use std::collections::HashMap;

/// The same name in another file.
const SAME_NAME: f64 = 0.3;
/// Another name in the same file, or one that only grew or shrank.
const IN_FILE: f64 = 0.5;
/// Another name in another file.
const ELSEWHERE: f64 = 0.7;
/// Shorter texts are alike by chance.
const FEWEST_LINES: usize = 3;
/// A line that more definitions have says nothing about where one came from.
const COMMON: usize = 12;
/// Of a name that is in more files than this not all pairs are compared.
const MANY: usize = 40;

/// A definition of one revision.
#[derive(Debug)]
pub(super) struct Item {
    pub place: Place,
    pub kind: Kind,
    pub language: Language,
    pub generated: bool,
    /// Over its lines.
    pub hash: u64,
    /// Its lines that say something, as sorted numbers, its own name left out.
    pub telling: Vec<u64>,
}

/// Pairs definitions: indexes into both lists, and `Same`, `Moved` or `Renamed`. None is in two pairs.
pub(super) fn pair(old: &[Item], new: &[Item]) -> Vec<(usize, usize, What)> {
    let mut pairs = Pairs { old, new, taken: [vec![false; old.len()], vec![false; new.len()]], made: Vec::new() };
    pairs.by_key(|it| (it.place.file.as_str(), it.place.symbol.as_str(), it.kind as u32), 0.0, |_, _| What::Same);
    let same_file = |one: &Item, other: &Item| {
        if one.place.file == other.place.file { What::Same } else { What::Moved }
    };
    // A function that became a macro is still the same.
    pairs.by_key(|it| (it.place.file.as_str(), it.place.symbol.as_str(), 0), 0.0, same_file);
    pairs.by_key(|it| ("", it.place.symbol.as_str(), 0), SAME_NAME, same_file);
    pairs.by_text();
    pairs.made
}

struct Pairs<'i> {
    old: &'i [Item],
    new: &'i [Item],
    taken: [Vec<bool>; 2],
    made: Vec<(usize, usize, What)>,
}

impl<'i> Pairs<'i> {
    fn left(&self, side: usize) -> impl Iterator<Item = (usize, &'i Item)> {
        let items = if side == 0 { self.old } else { self.new };
        let taken = self.taken[side].clone();
        items.iter().enumerate().filter(move |(at, _)| !taken[*at])
    }

    fn take(&mut self, one: usize, other: usize, what: What) {
        if !self.taken[0][one] && !self.taken[1][other] {
            (self.taken[0][one], self.taken[1][other]) = (true, true);
            self.made.push((one, other, what));
        }
    }

    /// Pairs what has the same key: equal texts first, then the most alike, in the order of the files.
    fn by_key<'k>(
        &mut self,
        key: impl Fn(&'i Item) -> (&'k str, &'k str, u32),
        least: f64,
        what: impl Fn(&Item, &Item) -> What,
    ) where
        'i: 'k,
    {
        let mut groups: HashMap<_, [Vec<usize>; 2]> = HashMap::new();
        for side in 0..2 {
            for (at, item) in self.left(side) {
                groups.entry(key(item)).or_default()[side].push(at);
            }
        }
        let mut found = Vec::new();
        for [before, after] in groups.into_values() {
            if let ([one], [other]) = (&before[..], &after[..])
                && least <= 0.0
            {
                found.push((2.0, *one, *other));
                continue;
            }
            for &one in before.iter().take(MANY) {
                for &other in after.iter().take(MANY) {
                    let (a, b) = (&self.old[one], &self.new[other]);
                    let score = if a.hash == b.hash { 2.0 } else { likeness(a, b) };
                    if score >= least && related(a.kind, b.kind) && a.language == b.language {
                        found.push((score, one, other));
                    }
                }
            }
        }
        self.take_best(found, |one, other| what(one, other));
    }

    /// Pairs what has another name by now but much the same text.
    fn by_text(&mut self) {
        let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, item) in self.left(0).filter(|(_, item)| item.telling.len() >= FEWEST_LINES) {
            let mut lines = item.telling.clone();
            lines.dedup();
            for line in lines {
                having.entry(line).or_default().push(at);
            }
        }
        let mut found = Vec::new();
        for (other, item) in self.left(1).filter(|(_, item)| item.telling.len() >= FEWEST_LINES) {
            let mut shared: HashMap<usize, usize> = HashMap::new();
            for line in &item.telling {
                for &one in having.get(line).into_iter().filter(|having| having.len() <= COMMON).flatten() {
                    *shared.entry(one).or_insert(0) += 1;
                }
            }
            for (one, _) in shared {
                let before = &self.old[one];
                if !related(before.kind, item.kind) || before.language != item.language {
                    continue;
                }
                let same_file = before.place.file == item.place.file;
                let same_name = name_grew(&before.place.symbol, &item.place.symbol);
                let alike = likeness(before, item);
                if alike >= if same_file || same_name { IN_FILE } else { ELSEWHERE } {
                    let closer = if same_file { 0.2 } else { 0.0 } + if same_name { 0.1 } else { 0.0 };
                    found.push((alike + closer, one, other));
                }
            }
        }
        self.take_best(
            found,
            |one, other| {
                if one.place.file == other.place.file { What::Renamed } else { What::Moved }
            },
        );
    }

    fn take_best(&mut self, mut found: Vec<(f64, usize, usize)>, what: impl Fn(&Item, &Item) -> What) {
        found.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, one, other) in found {
            let what = what(&self.old[one], &self.new[other]);
            self.take(one, other, what);
        }
    }
}

/// Twice the lines of both over the lines in all, from 0 to 1.
fn likeness(one: &Item, other: &Item) -> f64 {
    let all = one.telling.len() + other.telling.len();
    if all == 0 {
        return 0.0;
    }
    let (mut a, mut b, mut both) = (0, 0, 0);
    while a < one.telling.len() && b < other.telling.len() {
        match one.telling[a].cmp(&other.telling[b]) {
            Ordering::Less => a += 1,
            Ordering::Greater => b += 1,
            Ordering::Equal => (a, b, both) = (a + 1, b + 1, both + 1),
        }
    }
    2.0 * f64::from(both) / all as f64
}
