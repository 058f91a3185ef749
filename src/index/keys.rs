//! Exact look-ups: key -> documents, by a hash of the key, sorted.
//!
//! Three tables in one file: symbols, dotted names, scopes. Each is its hashes (u64) and then their documents (u32), both
//! little-endian; documents of one key ascend. Two keys may share a hash: `reader` compares the record with what was
//! asked for, so an answer is exact.
//!
//! As terms of tantivy the exact keys, records and weights took 1.0 s more CPU, a tenth of a full index of `CPython`
//! and half of an update; what is searched by words stays there.

use crate::store::fingerprint;
use anyhow::{Context, Result};
use std::io::{self, Write};
use tantivy::directory::OwnedBytes;

/// What a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// The symbol of a definition.
    Symbol,
    /// The dotted name of a Python definition or of a name.
    Dotted,
    /// The dotted name of the module or type that a name lives in.
    Scope,
}

const TABLES: usize = 3;
const HEAD: usize = TABLES * 4;

/// Collects keys.
#[derive(Default)]
pub(super) struct Keys {
    /// Hash and document as one number, the hash in front: one comparison sorts by both.
    tables: [Vec<u128>; TABLES],
}

impl Keys {
    /// Keys with room for those of so many definitions and names.
    pub fn with_room(definitions: usize, names: usize) -> Self {
        Keys { tables: [definitions, definitions + names, names].map(Vec::with_capacity) }
    }

    /// Adds a document under a key.
    pub fn add(&mut self, table: Table, key: &str, document: u32) {
        let hash = fingerprint(key.as_bytes());
        self.tables[table as usize].push(u128::from(hash) << u32::BITS | u128::from(document));
    }

    /// Writes the file.
    pub fn write(mut self, out: &mut impl Write) -> io::Result<()> {
        for table in &mut self.tables {
            table.sort_unstable();
            table.dedup();
            out.write_all(&(table.len() as u32).to_le_bytes())?;
        }
        for table in &self.tables {
            table.iter().try_for_each(|key| out.write_all(&((key >> u32::BITS) as u64).to_le_bytes()))?;
            table.iter().try_for_each(|key| out.write_all(&(*key as u32).to_le_bytes()))?;
        }
        Ok(())
    }
}

/// Such a file, mapped.
pub(super) struct KeyReader {
    bytes: OwnedBytes,
    /// Where each table starts, and how many entries it has.
    tables: [(usize, usize); TABLES],
}

impl KeyReader {
    /// Takes the bytes of a file.
    pub fn new(bytes: OwnedBytes) -> Result<Self> {
        let mut tables = [(0, 0); TABLES];
        let mut at = HEAD;
        for (number, table) in tables.iter_mut().enumerate() {
            let count = crate::store::u32_at(&bytes, number * 4)? as usize;
            *table = (at, count);
            at += count * 12;
        }
        (at == bytes.len()).then_some(KeyReader { bytes, tables }).context("the keys of the index are cut off")
    }

    /// Returns the documents of a key, ascending.
    pub fn documents(&self, table: Table, key: &str) -> Vec<u32> {
        let (start, count) = self.tables[table as usize];
        let (hashes, documents) = (&self.bytes[start..start + count * 8], &self.bytes[start + count * 8..]);
        let at = |place: usize| {
            hashes
                .get(place * 8..)
                .and_then(|rest| rest.first_chunk::<8>())
                .map_or(u64::MAX, |it| u64::from_le_bytes(*it))
        };
        let wanted = fingerprint(key.as_bytes());
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low.midpoint(high);
            if at(middle) < wanted { low = middle + 1 } else { high = middle }
        }
        let document = |place: usize| {
            documents.get(place * 4..).and_then(|rest| rest.first_chunk::<4>()).map(|it| u32::from_le_bytes(*it))
        };
        (low..count).take_while(|&place| at(place) == wanted).filter_map(document).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_their_documents() {
        let mut keys = Keys::default();
        for (key, document) in [("b", 7), ("a", 1), ("b", 3), ("b", 3)] {
            keys.add(Table::Symbol, key, document);
        }
        (0..99).for_each(|number| keys.add(Table::Dotted, &number.to_string(), number));
        keys.add(Table::Scope, "a", 9);
        let mut bytes = Vec::new();
        keys.write(&mut bytes).unwrap();
        let reader = KeyReader::new(OwnedBytes::new(bytes.clone())).unwrap();
        assert_eq!(reader.documents(Table::Symbol, "b"), [3, 7]);
        assert!(reader.documents(Table::Symbol, "c").is_empty());
        assert!(reader.documents(Table::Dotted, "a").is_empty());
        assert!((0..99).all(|number| reader.documents(Table::Dotted, &number.to_string()) == [number]));
        assert_eq!(reader.documents(Table::Scope, "a"), [9]);
        assert!(KeyReader::new(OwnedBytes::new(bytes[1..].to_vec())).is_err());
    }
}
