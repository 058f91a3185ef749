//! Records by number in one file: blocks of 64 records, each compressed on its own, found by arithmetic.
//!
//! ```text
//! sections u32, then per section: records u32, first block u32
//! offsets of all blocks and of the end, u32 each, counted from the file's start
//! blocks   lz4 of: ends of the 64 records u32 each (fewer in the last block), the records
//! ```
//! Numbers are little-endian.

use super::earlier::Earlier;
use super::print::Print;
use anyhow::{Context, Result};
use lz4_flex::block::{CompressTable, compress_into_with_table, get_maximum_output_size};
use rayon::prelude::*;
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::ops::{Deref, Range};
use std::sync::{Arc, Mutex, PoisonError};

/// Records in a block.
const RECORDS: usize = 64;
/// Decompressed blocks that stay in memory.
const CACHED: usize = 256;

/// Collects sections of records.
#[derive(Debug, Default)]
pub struct Blocks<'e> {
    sections: Vec<(u32, u32)>,
    made: Vec<Block>,
    earlier: Earlier<'e>,
}

/// A block, with its mark (see `earlier`).
#[derive(Debug)]
struct Block {
    bytes: Vec<u8>,
    print: u64,
    crc: u32,
}

impl<'e> Blocks<'e> {
    /// Takes over what an earlier file has: to compress it again would cost the most.
    pub fn after(earlier: Earlier<'e>) -> Self {
        Blocks { earlier, ..Blocks::default() }
    }

    /// Adds a section of so many records; `encode` appends the bytes of one. The blocks are made on all cores. What hashes
    /// alike is taken for the same, so that what an earlier file has need not be encoded.
    pub fn section<T: Hash>(
        &mut self,
        count: usize,
        record: impl Fn(usize) -> T + Sync,
        encode: impl Fn(&T, &mut Vec<u8>) -> Result<()> + Sync,
    ) -> Result<()> {
        let (section, earlier) = (self.sections.len(), &self.earlier);
        let blocks = (0..count.div_ceil(RECORDS)).into_par_iter().map_init(Workbench::default, |bench, block| {
            let records = block * RECORDS..((block + 1) * RECORDS).min(count);
            let mut print = Print::default();
            (section, records.len()).hash(&mut print);
            records.clone().for_each(|at| record(at).hash(&mut print));
            let print = print.finish();
            if let Some((block, crc)) = earlier.get(print) {
                return Ok(Block { bytes: block.to_vec(), print, crc });
            }
            let Workbench { ends, bytes, .. } = bench;
            ends.clear();
            bytes.clear();
            for at in records {
                encode(&record(at), bytes)?;
                ends.extend((bytes.len() as u32).to_le_bytes());
            }
            ends.extend_from_slice(bytes);
            let bytes = bench.packed()?;
            Ok(Block { print, crc: crc32fast::hash(&bytes), bytes })
        });
        let blocks = blocks.collect::<Result<Vec<_>>>()?;
        self.sections.push((count as u32, self.made.len() as u32));
        self.made.extend(blocks);
        Ok(())
    }

    /// Writes the file.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let head = 4 + self.sections.len() * 8 + (self.made.len() + 1) * 4;
        out.write_all(&(self.sections.len() as u32).to_le_bytes())?;
        for (count, first) in &self.sections {
            out.write_all(&count.to_le_bytes())?;
            out.write_all(&first.to_le_bytes())?;
        }
        let mut at = head as u32;
        for block in &self.made {
            out.write_all(&at.to_le_bytes())?;
            at += block.bytes.len() as u32;
        }
        out.write_all(&at.to_le_bytes())?;
        self.made.iter().try_for_each(|block| out.write_all(&block.bytes))
    }

    /// Returns the marks by which a later file may take blocks over, see `Earlier`.
    pub fn marks(&self) -> Vec<u8> {
        let mark = |block: &Block| [&block.print.to_le_bytes()[..], &block.crc.to_le_bytes()].concat();
        self.made.iter().flat_map(mark).collect()
    }
}

/// What a core makes blocks with, again and again: memory that is touched for the first time costs more than the work.
#[derive(Default)]
struct Workbench {
    ends: Vec<u8>,
    bytes: Vec<u8>,
    packed: Vec<u8>,
    table: CompressTable,
}

impl Workbench {
    /// Returns the block, its size in front.
    fn packed(&mut self) -> Result<Vec<u8>> {
        let raw = &self.ends;
        // A table for more would stay, and make other bytes of the next block than a new one.
        if raw.len() >= usize::from(u16::MAX) {
            return Ok(lz4_flex::block::compress_prepend_size(raw));
        }
        self.packed.resize(self.packed.len().max(get_maximum_output_size(raw.len())), 0);
        let length = compress_into_with_table(raw, &mut self.packed, &mut self.table)?;
        Ok([&(raw.len() as u32).to_le_bytes(), &self.packed[..length]].concat())
    }
}

/// A block in memory, with its number.
type Cached = Option<(u32, Arc<Vec<u8>>)>;

/// Where what lies in such a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    sections: u32,
    /// Where the offsets of the blocks begin.
    offsets: usize,
}

impl Layout {
    /// Reads the head of a file.
    pub fn read(bytes: &[u8]) -> Result<Layout> {
        let sections = u32_at(bytes, 0)?;
        let offsets = sections.checked_mul(8).and_then(|rows| rows.checked_add(4)).context("no table of records")?;
        // The first block begins where the offsets end, and the last offset is the end of the file.
        let head = u32_at(bytes, offsets as usize)? as usize;
        let end = u32_at(bytes, head.wrapping_sub(4)).context("no table of records")?;
        anyhow::ensure!(end as usize == bytes.len(), "the records of the index are cut off");
        Ok(Layout { sections, offsets: offsets as usize })
    }

    /// How many blocks there are.
    pub fn blocks(self, bytes: &[u8]) -> Result<usize> {
        let head = u32_at(bytes, self.offsets)? as usize;
        Ok((head.saturating_sub(self.offsets) / 4).saturating_sub(1))
    }

    /// Where a block lies.
    pub fn block(self, bytes: &[u8], number: u32) -> Result<Range<usize>> {
        let at = self.offsets + number as usize * 4;
        Ok(u32_at(bytes, at)? as usize..u32_at(bytes, at + 4)? as usize)
    }
}

/// Such a file, open.
#[derive(Debug)]
pub struct BlockReader<B> {
    bytes: B,
    layout: Layout,
    cache: Mutex<Vec<Cached>>,
}

impl<B: Deref<Target = [u8]>> BlockReader<B> {
    /// Takes the bytes of a file.
    pub fn new(bytes: B) -> Result<Self> {
        let layout = Layout::read(&bytes)?;
        Ok(BlockReader { bytes, layout, cache: Mutex::new(vec![None; CACHED]) })
    }

    /// Returns how many records a section has.
    pub fn count(&self, section: u32) -> Result<u32> {
        u32_at(&self.bytes, 4 + section as usize * 8)
    }

    /// Calls `read` with the bytes of a record.
    pub fn record<T>(&self, section: u32, number: u32, read: impl FnOnce(&[u8]) -> Result<T>) -> Result<T> {
        let count = self.count(section)?;
        anyhow::ensure!(section < self.layout.sections && number < count, "no record {number}");
        let first = u32_at(&self.bytes, 8 + section as usize * 8)?;
        let block = self.block(first.saturating_add(number / RECORDS as u32))?;
        let records = (count as usize - number as usize / RECORDS * RECORDS).min(RECORDS);
        let place = number as usize % RECORDS;
        let start = if place == 0 { 0 } else { u32_at(&block, (place - 1) * 4)? };
        let end = u32_at(&block, place * 4)?;
        let bytes = block.get(records * 4..).and_then(|bytes| bytes.get(start as usize..end as usize));
        read(bytes.context("a record of the index is cut off")?)
    }

    fn block(&self, number: u32) -> Result<Arc<Vec<u8>>> {
        let slot = number as usize % CACHED;
        {
            let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, block)) = cache[slot].as_ref().filter(|(known, _)| *known == number) {
                return Ok(Arc::clone(block));
            }
        }
        let place = self.layout.block(&self.bytes, number)?;
        let packed = self.bytes.get(place).context("a block of the index is cut off")?;
        // A damaged block must not ask for more memory than it can fill.
        let raw = u32_at(packed, 0)? as usize;
        anyhow::ensure!(raw / 256 <= packed.len(), "a block of the index is damaged");
        let block = lz4_flex::block::decompress_size_prepended(packed).context("a block of the index is damaged")?;
        let block = Arc::new(block);
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)[slot] = Some((number, Arc::clone(&block)));
        Ok(block)
    }
}

/// Reads a number of four bytes.
pub fn u32_at(bytes: &[u8], at: usize) -> Result<u32> {
    let four = bytes.get(at..).and_then(<[u8]>::first_chunk::<4>);
    four.map(|four| u32::from_le_bytes(*four)).context("a file of the index is cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_and_damage_is_told() {
        let words: Vec<String> = (0..200).map(|number| format!("record {number}").repeat(number % 7)).collect();
        let mut blocks = Blocks::default();
        let encode = |word: &&String, out: &mut Vec<u8>| -> Result<()> {
            out.extend(word.as_bytes());
            Ok(())
        };
        for count in [200, 0, 3] {
            blocks.section(count, |at| &words[at], encode).unwrap();
        }
        let mut bytes = Vec::new();
        blocks.write(&mut bytes).unwrap();
        let reader = BlockReader::new(&bytes[..]).unwrap();
        let get = |reader: &BlockReader<&[u8]>, section: u32, number: usize| {
            reader.record(section, number as u32, |bytes| Ok(String::from_utf8_lossy(bytes).into_owned()))
        };
        assert_eq!([0, 1, 2].map(|section| reader.count(section).unwrap()), [200, 0, 3]);
        for (number, word) in words.iter().enumerate() {
            assert_eq!(get(&reader, 0, number).unwrap(), *word);
        }
        assert_eq!(get(&reader, 2, 2).unwrap(), words[2]);
        assert!(get(&reader, 0, 200).is_err() && get(&reader, 1, 0).is_err() && get(&reader, 3, 0).is_err());
        let marks = blocks.marks();
        for (earlier, marks) in [(&bytes[..], &marks[..]), (&bytes[..bytes.len() - 1], &marks), (&bytes, &marks[1..])] {
            let mut later = Blocks::after(Earlier::new(earlier, marks));
            later.section(72, |at| &words[128 + at], encode).unwrap();
            let mut alone = Blocks::default();
            alone.section(72, |at| &words[128 + at], encode).unwrap();
            let write = |blocks: &Blocks<'_>| {
                let mut bytes = Vec::new();
                blocks.write(&mut bytes).unwrap();
                bytes
            };
            assert_eq!((write(&later), later.marks()), (write(&alone), alone.marks()));
        }
        for length in 0..bytes.len() {
            assert!(BlockReader::new(&bytes[..length]).is_err(), "cut after {length} bytes");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            // What is taken over is never damaged.
            for print in marks.chunks(12).filter_map(|mark| mark.first_chunk()).map(|it| u64::from_le_bytes(*it)) {
                let whole = Earlier::new(&bytes, &marks).get(print).unwrap();
                assert!(Earlier::new(&damaged, &marks).get(print).is_none_or(|block| block == whole));
            }
            let Ok(reader) = BlockReader::new(&damaged[..]) else { continue };
            for number in 0..200 {
                let _ = get(&reader, 0, number);
            }
        }
    }
}
