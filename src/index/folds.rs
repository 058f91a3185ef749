//! Folded names -> documents, in the order of the alphabet: what equals or begins with what was typed.
//!
//! ```text
//! keys u32, documents u32
//! per key: where its text ends u32, where its documents end u32
//! documents u32 each, ascending per key
//! texts of all keys, sorted
//! ```
//! Numbers are little-endian.

use super::words::fold_into;
use crate::store::u32_at;
use anyhow::{Context, Result};
use rustc_hash::FxHashMap as HashMap;
use std::io::{self, Write};
use tantivy::directory::OwnedBytes;

const HEAD: usize = 8;

/// The module that needs no import: nobody types it.
const BUILTINS: &str = "builtins";

/// Collects folded names: definitions first, then names, in the order of their documents.
#[derive(Default)]
pub(super) struct Folds {
    /// The folded name of every document, one a line.
    lines: Vec<u8>,
    /// The folded symbols that are no part of a line.
    symbols: Vec<u8>,
    rows: Vec<Row>,
    scope: Scope,
}

/// The scope of the name that was added last: names stand in the order of their scopes.
#[derive(Default)]
struct Scope {
    text: String,
    folded: Vec<u8>,
    /// Where its last part begins in what is folded; `None` for one that nobody types.
    last: Option<usize>,
}

impl Scope {
    fn set(&mut self, text: &str) {
        if self.text == text {
            return;
        }
        text.clone_into(&mut self.text);
        let typed = if text == BUILTINS { "" } else { text.strip_prefix("builtins.").unwrap_or(text) };
        let (outer, last) = typed.rsplit_once('.').unwrap_or(("", typed));
        self.folded.clear();
        fold_into(outer, &mut self.folded);
        let start = self.folded.len();
        fold_into(last, &mut self.folded);
        self.last = Some(start).filter(|start| *start < self.folded.len() && last != BUILTINS);
    }
}

/// A folded name.
struct Row {
    start: u32,
    end: u32,
    document: u32,
    in_symbols: bool,
}

impl Folds {
    /// Folds with room for those of so many documents.
    pub fn with_room(documents: usize) -> Self {
        Folds { rows: Vec::with_capacity(documents * 2), ..Folds::default() }
    }

    /// Adds a definition.
    pub fn definition(&mut self, document: u32, name: &str, symbol: &str) {
        let start = self.lines.len();
        fold_into(name, &mut self.lines);
        self.row(start, document);
        if symbol != name {
            let from = self.symbols.len() as u32;
            let front = symbol.strip_suffix(name);
            fold_into(front.unwrap_or(symbol), &mut self.symbols);
            if front.is_some() {
                self.symbols.extend_from_slice(&self.lines[start..]);
            }
            let end = self.symbols.len() as u32;
            if from < end {
                self.rows.push(Row { start: from, end, document, in_symbols: true });
            }
        }
        self.lines.push(b'\n');
    }

    /// Adds a definition that is found by its words alone.
    pub fn nothing(&mut self) {
        self.lines.push(b'\n');
    }

    /// Adds a name. People leave the module out, or the type as well: `deque.append`, `append`; longer ones are found
    /// by words.
    pub fn name(&mut self, document: u32, scope: &str, name: &str) {
        self.scope.set(scope);
        let start = self.lines.len();
        self.lines.extend_from_slice(&self.scope.folded);
        let last = self.lines.len();
        fold_into(name, &mut self.lines);
        if let Some(with_scope) = self.scope.last {
            self.row(start + with_scope, document);
        }
        self.row(last, document);
        self.lines.push(b'\n');
    }

    /// Adds what stands from there to the end of the lines.
    fn row(&mut self, start: usize, document: u32) {
        let (start, end) = (start as u32, self.lines.len() as u32);
        if start < end {
            self.rows.push(Row { start, end, document, in_symbols: false });
        }
    }

    /// Returns the folded name of every document, one a line.
    pub fn lines(&self) -> &[u8] {
        &self.lines
    }

    /// Writes the file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let text = |row: &Row| {
            let bytes = if row.in_symbols { &self.symbols } else { &self.lines };
            &bytes[row.start as usize..row.end as usize]
        };
        // Half of the names stand twice or more: each is sorted once.
        let mut numbers: HashMap<&[u8], u32> = HashMap::default();
        numbers.reserve(self.rows.len() / 2);
        let mut texts: Vec<&[u8]> = Vec::new();
        let key_of: Vec<u32> = self
            .rows
            .iter()
            .map(|row| {
                let text = text(row);
                *numbers.entry(text).or_insert_with(|| {
                    texts.push(text);
                    texts.len() as u32 - 1
                })
            })
            .collect();
        drop(numbers);
        let documents = grouped(&key_of, &self.rows, texts.len());
        let keys = sorted(&texts);

        let all: u32 = keys.iter().map(|&key| documents.of(key).len() as u32).sum();
        out.write_all(&(keys.len() as u32).to_le_bytes())?;
        out.write_all(&all.to_le_bytes())?;
        let mut ends = [0_u32; 2];
        for &key in &keys {
            ends[0] += texts[key as usize].len() as u32;
            ends[1] += documents.of(key).len() as u32;
            out.write_all(&ends[0].to_le_bytes())?;
            out.write_all(&ends[1].to_le_bytes())?;
        }
        for &key in &keys {
            documents.of(key).iter().try_for_each(|document| out.write_all(&document.to_le_bytes()))?;
        }
        keys.iter().try_for_each(|&key| out.write_all(texts[key as usize]))
    }
}

/// The numbers of texts in their order. The first twelve letters and the number are sorted as one number; few texts are
/// alike so far.
fn sorted(texts: &[&[u8]]) -> Vec<u32> {
    let key = |(text, number): (&&[u8], u32)| {
        let mut first = [0; 16];
        let length = text.len().min(12);
        first[..length].copy_from_slice(&text[..length]);
        u128::from_be_bytes(first) | u128::from(number)
    };
    let mut keys: Vec<u128> = texts.iter().zip(0..).map(key).collect();
    keys.sort_unstable();
    let text = |key: u128| texts[key as u32 as usize];
    for alike in keys.chunk_by_mut(|one, other| one >> u32::BITS == other >> u32::BITS) {
        alike.sort_unstable_by(|&one, &other| text(one).cmp(text(other)));
    }
    keys.into_iter().map(|key| key as u32).collect()
}

/// The documents of each key, ascending.
struct Grouped {
    /// Where those of a key start and end.
    places: Vec<[u32; 2]>,
    documents: Vec<u32>,
}

impl Grouped {
    fn of(&self, key: u32) -> &[u32] {
        let [start, end] = self.places[key as usize];
        &self.documents[start as usize..end as usize]
    }
}

fn grouped(key_of: &[u32], rows: &[Row], keys: usize) -> Grouped {
    let mut places = vec![[0_u32; 2]; keys];
    for &key in key_of {
        places[key as usize][1] += 1;
    }
    let mut start = 0;
    for place in &mut places {
        let count = place[1];
        *place = [start; 2];
        start += count;
    }
    let mut documents = vec![0; rows.len()];
    for (&key, row) in key_of.iter().zip(rows) {
        let [start, end] = &mut places[key as usize];
        // A document may have one name twice; both follow each other.
        if start == end || documents[*end as usize - 1] != row.document {
            documents[*end as usize] = row.document;
            *end += 1;
        }
    }
    Grouped { places, documents }
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
        folds.definition(0, "list", "List_");
        folds.definition(1, "append_pop", "list.append_pop");
        folds.definition(2, "_", "_");
        folds.nothing();
        folds.name(4, "builtins", "list");
        folds.name(5, "builtins.list", "append");
        folds.name(6, "one.two", "three");
        assert_eq!(folds.lines(), b"list\nappendpop\n\n\nlist\nlistappend\nonetwothree\n");
        let open = |folds: &Folds| {
            let mut bytes = Vec::new();
            folds.write(&mut bytes).unwrap();
            FoldReader::new(OwnedBytes::new(bytes)).unwrap()
        };
        let reader = open(&folds);
        assert_eq!(reader.equal("list"), [0, 4]);
        assert_eq!(reader.equal("three"), [6]);
        assert_eq!(reader.equal("twothree"), [6]);
        assert!(reader.equal("onetwothree").is_empty());
        assert!(reader.equal("lis").is_empty());
        assert!(reader.equal("zzz").is_empty());
        assert_eq!(reader.starting("lista").collect::<Vec<_>>(), [5, 1]);
        assert_eq!(reader.starting("").collect::<Vec<_>>(), [5, 1, 0, 4, 5, 1, 6, 6]);
        let empty = open(&Folds::default());
        assert!(empty.equal("list").is_empty());
    }
}
