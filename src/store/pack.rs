//! One pack, open for reading.

use super::format::{Block, FOOTER, Footer, Key, MAGIC, Place, Table};
use std::fs::File;
use std::path::Path;

/// An open pack: the file and its sorted keys.
#[derive(Debug)]
pub(super) struct Pack {
    file: File,
    table: Table,
    /// The first eight bytes of each key: they decide nearly all comparisons.
    heads: Vec<u64>,
}

impl Pack {
    /// Opens a pack; `None` when the file is no whole pack of this version.
    pub fn open(path: &Path) -> Option<Pack> {
        let file = File::open(path).ok()?;
        let length = file.metadata().ok()?.len();
        if read(&file, 0, MAGIC.len())? != MAGIC {
            return None;
        }
        let end = length.checked_sub(FOOTER as u64)?;
        let footer = Footer::decode(&read(&file, end, FOOTER)?)?;
        if footer.table.checked_add(footer.table_bytes())? != end {
            return None;
        }
        let bytes = read(&file, footer.table, usize::try_from(footer.table_bytes()).ok()?)?;
        let table = Table::decode(&bytes, &footer)?;
        let heads = table.entries.iter().map(|(key, _)| head(key)).collect();
        Some(Pack { file, table, heads })
    }

    /// Returns where a key lies.
    pub fn find(&self, key: &Key) -> Option<Place> {
        let (wanted, entries) = (head(key), &self.table.entries);
        let first = self.heads.partition_point(|&head| head < wanted);
        let same = self.heads[first..].iter().zip(&entries[first..]).take_while(|&(&head, _)| head == wanted);
        same.map(|(_, entry)| entry).find(|(have, _)| have == key).map(|&(_, place)| place)
    }

    /// Reads a block and decompresses it; `None` when it is damaged.
    pub fn block(&self, number: u32, into: &mut Buffers) -> Option<()> {
        let Block { offset, stored, raw, crc } = *self.table.blocks.get(number as usize)?;
        into.packed.resize(stored as usize, 0);
        read_into(&self.file, offset, &mut into.packed)?;
        if crc32fast::hash(&into.packed) != crc {
            return None;
        }
        into.plain.resize(raw as usize, 0);
        let length = lz4_flex::block::decompress_into(&into.packed, &mut into.plain).ok()?;
        (length == raw as usize).then_some(())
    }

    /// Returns all keys with their places, sorted.
    pub fn entries(&self) -> &[(Key, Place)] {
        &self.table.entries
    }
}

/// The bytes of the block that was read last: their memory serves the next one too.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    packed: Vec<u8>,
    /// Decompressed.
    pub plain: Vec<u8>,
}

/// Grows with the key.
fn head(key: &Key) -> u64 {
    key.first_chunk().map_or(0, |eight| u64::from_be_bytes(*eight))
}

fn read(file: &File, offset: u64, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    read_into(file, offset, &mut bytes)?;
    Some(bytes)
}

#[cfg(unix)]
fn read_into(file: &File, offset: u64, bytes: &mut [u8]) -> Option<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset).ok()
}

#[cfg(windows)]
fn read_into(file: &File, offset: u64, bytes: &mut [u8]) -> Option<()> {
    let mut done = 0;
    while done < bytes.len() {
        let more = std::os::windows::fs::FileExt::seek_read(file, &mut bytes[done..], offset + done as u64).ok()?;
        if more == 0 {
            return None;
        }
        done += more;
    }
    Some(())
}
