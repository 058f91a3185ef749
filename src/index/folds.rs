//! Folded names -> documents, in the order of the alphabet: what equals or begins with what was typed.
//!
//! ```text
//! keys u32, documents u32
//! per key: where its text ends u32, where its documents end u32
//! documents u32 each, ascending per key
//! texts of all keys, sorted
//! ```
//! Numbers are little-endian.

use crate::store::u32_at;
use anyhow::{Context, Result};
use tantivy::directory::OwnedBytes;

const HEAD: usize = 8;

/// Collects folded names.
#[derive(Default)]
pub(super) struct Folds {
    text: String,
    /// The first eight letters as a number (they decide most comparisons), where the name stands, its document.
    rows: Vec<(u64, u32, u32, u32)>,
}

impl Folds {
    /// Adds a document under a folded name. An empty one is passed over.
    pub fn add(&mut self, folded: &str, document: u32) {
        if folded.is_empty() {
            return;
        }
        let mut first = [0; 8];
        let length = folded.len().min(8);
        first[..length].copy_from_slice(&folded.as_bytes()[..length]);
        let start = self.text.len() as u32;
        self.text.push_str(folded);
        self.rows.push((u64::from_be_bytes(first), start, self.text.len() as u32, document));
    }

    /// Returns the bytes of the file.
    pub fn finish(mut self) -> Vec<u8> {
        let text = &self.text;
        let name = |row: &(u64, u32, u32, u32)| &text[row.1 as usize..row.2 as usize];
        self.rows.sort_unstable_by(|one, other| {
            one.0.cmp(&other.0).then_with(|| name(one).cmp(name(other))).then(one.3.cmp(&other.3))
        });
        self.rows.dedup_by(|one, other| one.0 == other.0 && one.3 == other.3 && name(one) == name(other));
        let (mut ends, mut documents, mut names) = (Vec::new(), Vec::new(), String::new());
        for same in self.rows.chunk_by(|one, other| one.0 == other.0 && name(one) == name(other)) {
            names.push_str(name(&same[0]));
            documents.extend(same.iter().map(|row| row.3));
            ends.push([names.len() as u32, documents.len() as u32]);
        }
        let mut out = Vec::with_capacity(HEAD + ends.len() * 8 + documents.len() * 4 + names.len());
        out.extend([ends.len() as u32, documents.len() as u32].into_iter().flat_map(u32::to_le_bytes));
        out.extend(ends.into_iter().flatten().flat_map(u32::to_le_bytes));
        out.extend(documents.into_iter().flat_map(u32::to_le_bytes));
        out.extend(names.as_bytes());
        out
    }
}

/// Such a file, mapped.
pub(super) struct FoldReader {
    bytes: OwnedBytes,
    keys: usize,
    documents: usize,
}

impl FoldReader {
    /// Takes the bytes of a file.
    pub fn new(bytes: OwnedBytes) -> Result<Self> {
        let (keys, documents) = (u32_at(&bytes, 0)? as usize, u32_at(&bytes, 4)? as usize);
        let reader = FoldReader { bytes, keys, documents };
        let texts = reader.end(keys.wrapping_sub(1), 0);
        let whole = reader.texts() + texts == reader.bytes.len();
        whole.then_some(reader).context("the folded names of the index are cut off")
    }

    /// Returns the documents of a folded name, ascending.
    pub fn equal(&self, folded: &str) -> Vec<u32> {
        let at = self.first(folded);
        if at < self.keys && self.key(at) == folded.as_bytes() { self.of_key(at).collect() } else { Vec::new() }
    }

    /// Returns the documents whose folded name starts so, in the order of the names.
    pub fn starting<'r>(&'r self, folded: &'r str) -> impl Iterator<Item = u32> + 'r {
        let keys = (self.first(folded)..self.keys).take_while(|&at| self.key(at).starts_with(folded.as_bytes()));
        keys.flat_map(|at| self.of_key(at))
    }

    /// The first key that is not before `folded`.
    fn first(&self, folded: &str) -> usize {
        let (mut low, mut high) = (0, self.keys);
        while low < high {
            let middle = low.midpoint(high);
            if self.key(middle) < folded.as_bytes() { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn end(&self, key: usize, what: usize) -> usize {
        if key >= self.keys { 0 } else { u32_at(&self.bytes, HEAD + key * 8 + what * 4).unwrap_or(0) as usize }
    }

    fn texts(&self) -> usize {
        HEAD + self.keys * 8 + self.documents * 4
    }

    fn key(&self, at: usize) -> &[u8] {
        let (start, end) = (self.end(at.wrapping_sub(1), 0), self.end(at, 0));
        self.bytes.get(self.texts() + start..self.texts() + end).unwrap_or_default()
    }

    fn of_key(&self, at: usize) -> impl Iterator<Item = u32> + '_ {
        let places = self.end(at.wrapping_sub(1), 1)..self.end(at, 1).min(self.documents);
        places.filter_map(|place| u32_at(&self.bytes, HEAD + self.keys * 8 + place * 4).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whole_and_by_their_beginning() {
        let mut folds = Folds::default();
        for (name, document) in
            [("listappend", 5), ("list", 2), ("listappendpop", 1), ("list", 0), ("", 9), ("list", 2)]
        {
            folds.add(name, document);
        }
        let reader = FoldReader::new(OwnedBytes::new(folds.finish())).unwrap();
        assert_eq!(reader.equal("list"), [0, 2]);
        assert!(reader.equal("lis").is_empty());
        assert!(reader.equal("zzz").is_empty());
        assert_eq!(reader.starting("lista").collect::<Vec<_>>(), [5, 1]);
        assert_eq!(reader.starting("").collect::<Vec<_>>(), [0, 2, 5, 1]);
        let empty = FoldReader::new(OwnedBytes::new(Folds::default().finish())).unwrap();
        assert!(empty.equal("list").is_empty());
    }
}
