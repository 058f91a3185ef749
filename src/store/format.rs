//! The bytes of a pack: header, blocks of lz4 (many small entries share one), the tables of blocks and keys, a footer.
//!
//! ```text
//! header   8 bytes   magic with the version
//! blocks             lz4, each with a checksum in the table
//! table              blocks: offset u64, stored u32, raw u32, crc u32; keys, sorted: 20 bytes, block, start, length u32
//! footer  28 bytes   offset of the table u64, blocks u32, keys u32, crc of the table u32, magic
//! ```
//! Numbers are little-endian.

/// What an entry is stored under: a blob id, or something as well spread.
pub type Key = [u8; 20];

/// The last byte is the version: a pack of another version is no pack.
pub(super) const MAGIC: &[u8; 8] = b"cpypack\x01";
pub(super) const FOOTER: usize = 28;
const BLOCK: usize = 20;
const ENTRY: usize = 32;

/// Where a block lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub offset: u64,
    /// Bytes on disk.
    pub stored: u32,
    /// Bytes once decompressed.
    pub raw: u32,
    /// CRC-32 of the bytes on disk.
    pub crc: u32,
}

/// Where an entry lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub block: u32,
    /// Offset inside the decompressed block.
    pub start: u32,
    pub length: u32,
}

/// The tables of a pack; keys are sorted and unique.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub blocks: Vec<Block>,
    pub entries: Vec<(Key, Place)>,
}

impl Table {
    /// Returns table and footer as they stand at the end of a pack whose blocks end at `offset`.
    pub fn encode(&self, offset: u64) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.blocks.len() * BLOCK + self.entries.len() * ENTRY + FOOTER);
        for block in &self.blocks {
            out.extend(block.offset.to_le_bytes());
            out.extend([block.stored, block.raw, block.crc].into_iter().flat_map(u32::to_le_bytes));
        }
        for (key, place) in &self.entries {
            out.extend(key);
            out.extend([place.block, place.start, place.length].into_iter().flat_map(u32::to_le_bytes));
        }
        let crc = crc32fast::hash(&out);
        out.extend(offset.to_le_bytes());
        out.extend([self.blocks.len() as u32, self.entries.len() as u32, crc].into_iter().flat_map(u32::to_le_bytes));
        out.extend(MAGIC);
        out
    }

    /// Reads the table; `None` when it does not agree with its footer or points outside the pack.
    pub fn decode(bytes: &[u8], footer: &Footer) -> Option<Table> {
        if crc32fast::hash(bytes) != footer.crc {
            return None;
        }
        let (blocks, entries) = bytes.split_at_checked(footer.blocks as usize * BLOCK)?;
        let blocks: Vec<Block> = blocks
            .chunks_exact(BLOCK)
            .map(|row| {
                Some(Block {
                    offset: u64_at(row, 0)?,
                    stored: u32_at(row, 8)?,
                    raw: u32_at(row, 12)?,
                    crc: u32_at(row, 16)?,
                })
            })
            .collect::<Option<_>>()?;
        let entries: Vec<(Key, Place)> = entries
            .chunks_exact(ENTRY)
            .map(|row| {
                let place = Place { block: u32_at(row, 20)?, start: u32_at(row, 24)?, length: u32_at(row, 28)? };
                Some((row.first_chunk::<20>().copied()?, place))
            })
            .collect::<Option<_>>()?;
        let inside = |place: &Place| {
            blocks
                .get(place.block as usize)
                .is_some_and(|block| u64::from(place.start) + u64::from(place.length) <= u64::from(block.raw))
        };
        let whole = entries.len() == footer.entries as usize
            && blocks.iter().all(|block| block.offset.saturating_add(block.stored.into()) <= footer.table)
            && entries.iter().all(|(_, place)| inside(place));
        whole.then_some(Table { blocks, entries })
    }
}

/// The last bytes of a pack.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Footer {
    /// Offset of the table.
    pub table: u64,
    blocks: u32,
    entries: u32,
    crc: u32,
}

impl Footer {
    /// Reads the footer; `None` when it is none.
    pub fn decode(bytes: &[u8]) -> Option<Footer> {
        let whole = bytes.len() == FOOTER && bytes.ends_with(MAGIC);
        if !whole {
            return None;
        }
        let footer = Footer {
            table: u64_at(bytes, 0)?,
            blocks: u32_at(bytes, 8)?,
            entries: u32_at(bytes, 12)?,
            crc: u32_at(bytes, 16)?,
        };
        Some(footer)
    }

    /// Returns the table's length in bytes.
    pub fn table_bytes(&self) -> u64 {
        u64::from(self.blocks) * BLOCK as u64 + u64::from(self.entries) * ENTRY as u64
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
