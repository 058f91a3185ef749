//! Which definition a document is where the words are those of another index and some of its own.
//!
//! The file `overlay`; without it document n of the only segment is definition n:
//!
//! ```text
//! documents of the other's segment u32, runs u32, own documents u32
//! per run: first document, first definition, length, u32 each: what still stands
//! the definition of each own document, u32 each
//! ```
//! Numbers are little-endian.

use super::documents::Documents;
use crate::model::DefinitionId;
use crate::store::u32_at;
use anyhow::{Context, Result, ensure};
use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;

/// The definition of a document that no longer stands.
pub(super) const GONE: DefinitionId = u32::MAX;

const HEAD: usize = 12;
const RUN: usize = 12;

/// What became of the documents of another segment, and what stands beside them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Overlay {
    /// For each document of the other segment its definition, or `GONE`.
    pub kept: Vec<DefinitionId>,
    /// For each own document its definition, ascending.
    pub own: Vec<DefinitionId>,
}

impl Overlay {
    /// Compares the documents of another segment with those of now. A document names its path, so that only those of
    /// the same file are compared.
    pub fn between(before: &Documents, now: &Documents) -> Overlay {
        let files: HashMap<u64, (Range<u32>, &[u64])> =
            before.files().map(|(path, range, prints)| (path, (range, prints))).collect();
        let mut overlay = Overlay { kept: vec![GONE; before.len()], own: Vec::new() };
        for (path, range, prints) in now.files() {
            match files.get(&path) {
                Some((old, known)) => overlay.file(old.start, known, range.start, prints),
                None => overlay.own.extend(range),
            }
        }
        overlay
    }

    /// Compares the documents of one file.
    fn file(&mut self, old: u32, known: &[u64], new: u32, prints: &[u64]) {
        let same = known.iter().zip(prints).take_while(|(one, other)| one == other).count();
        for at in 0..same as u32 {
            self.kept[(old + at) as usize] = new + at;
        }
        // Those of equal text in their order.
        let mut left: HashMap<u64, Vec<u32>> = HashMap::default();
        for (at, print) in known.iter().enumerate().skip(same).rev() {
            left.entry(*print).or_default().push(old + at as u32);
        }
        for (print, id) in prints[same..].iter().zip(new + same as u32..) {
            match left.get_mut(print).and_then(Vec::pop) {
                Some(document) => self.kept[document as usize] = id,
                None => self.own.push(id),
            }
        }
    }

    /// Returns how many documents of the other segment no longer stand.
    pub fn gone(&self) -> usize {
        self.kept.iter().filter(|&&id| id == GONE).count()
    }

    /// Returns the bytes of the file.
    pub fn encode(&self) -> Vec<u8> {
        let mut runs: Vec<[u32; 3]> = Vec::new();
        for (document, &id) in (0..).zip(&self.kept).filter(|&(_, &id)| id != GONE) {
            match runs.last_mut() {
                Some([first, start, length]) if *first + *length == document && *start + *length == id => *length += 1,
                _ => runs.push([document, id, 1]),
            }
        }
        let head = [self.kept.len() as u32, runs.len() as u32, self.own.len() as u32];
        let numbers = head.into_iter().chain(runs.into_iter().flatten()).chain(self.own.iter().copied());
        numbers.flat_map(u32::to_le_bytes).collect()
    }

    /// Reads the file of an index with so many definitions.
    pub fn decode(bytes: &[u8], definitions: u32) -> Result<Overlay> {
        let head = |at: usize| u32_at(bytes, at * 4).map(|number| number as usize);
        let (documents, runs, own) = (head(0)?, head(1)?, head(2)?);
        ensure!(bytes.len() == HEAD + runs * RUN + own * 4, "the overlay of the index is cut off");
        // Nothing that stands was written into another index without a limit.
        ensure!(documents / 4 <= definitions as usize, "the overlay of the index is damaged");
        let mut kept = vec![GONE; documents];
        let mut left = definitions;
        let (rows, ids) = bytes[HEAD..].split_at(runs * RUN);
        for row in rows.chunks_exact(RUN) {
            let (first, start, length) = (u32_at(row, 0)? as usize, u32_at(row, 4)?, u32_at(row, 8)?);
            let end = start.checked_add(length).filter(|&end| end <= definitions);
            let places = first.checked_add(length as usize).and_then(|end| kept.get_mut(first..end));
            let (places, end) = places.zip(end).context("the overlay of the index is damaged")?;
            places.iter_mut().zip(start..end).for_each(|(place, id)| *place = id);
            left = left.checked_sub(length).context("the overlay of the index is damaged")?;
        }
        let own: Vec<u32> = ids.chunks_exact(4).map(|row| u32_at(row, 0)).collect::<Result<_>>()?;
        ensure!(
            left as usize == own.len() && own.iter().all(|&id| id < definitions),
            "the overlay of the index is damaged"
        );
        Ok(Overlay { kept, own })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_come_back_and_damage_is_told() {
        let overlay = Overlay { kept: vec![0, 1, GONE, 4, 5, 2], own: vec![3, 6] };
        let bytes = overlay.encode();
        assert_eq!(Overlay::decode(&bytes, 7).unwrap(), overlay);
        assert_eq!(overlay.gone(), 1);
        assert!(Overlay::decode(&bytes, 8).is_err() && Overlay::decode(&bytes, 6).is_err());
        for at in 0..bytes.len() {
            assert!(Overlay::decode(&bytes[..at], 7).is_err());
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x81;
            if let Ok(overlay) = Overlay::decode(&damaged, 7) {
                assert!(overlay.kept.iter().chain(&overlay.own).all(|&id| id < 7 || id == GONE));
            }
        }
    }
}
