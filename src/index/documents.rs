//! What is indexed of a definition, as text, and the fingerprints of all documents of a segment: two documents with
//! the same fingerprint have the same words, so that the next index need not write them again.
//!
//! The file `documents` lies beside a segment and goes where the segment goes:
//!
//! ```text
//! files u32, documents u32
//! per file, in the order of the segment: fingerprint of its path u64, its first document u32
//! fingerprints of all documents, u64 each
//! CRC-32 of all that
//! ```
//! Numbers are little-endian.

use crate::model::{Definition, Kind, Name, SymbolGraph};
use crate::store::{fingerprint, joined, u32_at};
use anyhow::{Context, Result, ensure};
use std::ops::Range;
use std::path::Path;

/// So many names of a definition go into its words; some are published under hundreds.
const NAMES_IN_WORDS: usize = 8;
const HEAD: usize = 8;
const FILE: usize = 12;
const CRC: usize = 4;

/// The rows of a table are found by what they lead to.
fn in_words(definition: &Definition) -> usize {
    if definition.kind == Kind::Table { 0 } else { NAMES_IN_WORDS }
}

/// The text of one document; used again for the next.
#[derive(Default)]
pub(super) struct Text {
    /// Its names and its path.
    pub words: String,
    /// Its signature and documentation; may be empty.
    pub doc: String,
}

impl Text {
    /// Takes the text of a definition.
    pub fn read(&mut self, graph: &SymbolGraph, definition: &Definition, serves: &[u32]) {
        self.words.clear();
        self.words.extend([&*definition.name, " ", &graph.files[definition.file as usize].path]);
        if definition.symbol != definition.name {
            self.words.extend([" ", &definition.symbol]);
        }
        if !definition.dotted.is_empty() {
            self.words.extend([" ", &definition.dotted]);
        }
        for &name in serves.iter().take(in_words(definition)) {
            let Name { scope, name, .. } = &graph.names[name as usize];
            self.words.extend([" ", scope, ".", name]);
        }
        self.doc.clear();
        if !definition.doc.is_empty() || !definition.signature.is_empty() {
            self.doc.extend([&*definition.signature, " ", &definition.doc]);
        }
    }
}

/// The fingerprints of the documents of a segment or of a graph.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Documents {
    /// Of the path of each file that has documents, with its first document.
    files: Vec<(u64, u32)>,
    /// Of each document.
    all: Vec<u64>,
}

impl Documents {
    /// Returns those of a graph: what `Text` takes of a definition goes into them, piece by piece.
    pub fn of(graph: &SymbolGraph, serves: &[Vec<u32>]) -> Documents {
        let print = |text: &str| fingerprint(text.as_bytes());
        let names: Vec<u64> = graph.names.iter().map(|it| joined(print(&it.scope), print(&it.name))).collect();
        let mut documents = Documents { files: Vec::new(), all: Vec::with_capacity(graph.definitions.len()) };
        let (mut path, mut file) = (0, None);
        for ((definition, serves), document) in graph.definitions.iter().zip(serves).zip(0..) {
            if file != Some(definition.file) {
                file = Some(definition.file);
                path = print(&graph.files[definition.file as usize].path);
                documents.files.push((path, document));
            }
            let mut all = joined(path, print(&definition.name));
            // All that may be missing leaves its place.
            for text in [&definition.symbol, &definition.dotted, &definition.signature, &definition.doc] {
                all = joined(all, if text.is_empty() { 0 } else { print(text) });
            }
            for &name in serves.iter().take(in_words(definition)) {
                all = joined(all, names[name as usize]);
            }
            documents.all.push(all);
        }
        documents
    }

    /// Returns how many documents there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Returns the files: the fingerprint of the path, the documents, their fingerprints.
    pub fn files(&self) -> impl Iterator<Item = (u64, Range<u32>, &[u64])> {
        let ends = self.files.iter().skip(1).map(|&(_, first)| first).chain([self.all.len() as u32]);
        self.files.iter().zip(ends).map(|(&(path, first), end)| {
            (path, first..end, self.all.get(first as usize..end as usize).unwrap_or_default())
        })
    }

    /// Returns the bytes of the file.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEAD + self.files.len() * FILE + self.all.len() * 8 + CRC);
        out.extend([self.files.len() as u32, self.all.len() as u32].into_iter().flat_map(u32::to_le_bytes));
        for (path, first) in &self.files {
            out.extend(path.to_le_bytes());
            out.extend(first.to_le_bytes());
        }
        out.extend(self.all.iter().flat_map(|one| one.to_le_bytes()));
        out.extend(crc32fast::hash(&out).to_le_bytes());
        out
    }

    /// Reads the file.
    pub fn read(path: &Path) -> Result<Documents> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Documents::decode(&bytes)
    }

    fn decode(bytes: &[u8]) -> Result<Documents> {
        let (files, all) = (u32_at(bytes, 0)? as usize, u32_at(bytes, 4)? as usize);
        let end = HEAD + files * FILE + all * 8;
        ensure!(bytes.len() == end + CRC, "the fingerprints of the index are cut off");
        ensure!(u32_at(bytes, end)? == crc32fast::hash(&bytes[..end]), "the fingerprints of the index are damaged");
        let number = |bytes: &[u8]| bytes.first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
        let (rows, fingerprints) = bytes[HEAD..end].split_at(files * FILE);
        let row = |row: &[u8]| Ok((number(row), u32_at(row, 8)?));
        Ok(Documents {
            files: rows.chunks_exact(FILE).map(row).collect::<Result<_>>()?,
            all: fingerprints.chunks_exact(8).map(number).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_comes_back_or_says_why_not() {
        let documents = Documents { files: vec![(7, 0), (9, 2)], all: vec![1, 2, 3] };
        let bytes = documents.encode();
        assert_eq!(Documents::decode(&bytes).unwrap(), documents);
        assert_eq!(documents.files().map(|(_, range, _)| range).collect::<Vec<_>>(), [0..2, 2..3]);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert!(Documents::decode(&damaged).is_err() && Documents::decode(&bytes[..at]).is_err());
        }
    }
}
