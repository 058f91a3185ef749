//! The blocks of an earlier file of records, found by what is in them: a later file takes over those it would make
//! itself, byte for byte.
//!
//! The marks of a file stand in a file beside it, per block: fingerprint of its records u64, CRC-32 of the
//! block u32, little-endian.

use super::blocks::Layout;
use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;

const MARK: usize = 12;

/// Where an earlier file has which block.
#[derive(Debug, Default)]
pub struct Earlier<'e> {
    bytes: &'e [u8],
    blocks: HashMap<u64, (Range<usize>, u32)>,
}

impl<'e> Earlier<'e> {
    /// Takes the bytes of an earlier file and its marks. What does not fit together has no blocks.
    pub fn new(bytes: &'e [u8], marks: &[u8]) -> Self {
        Self::read(bytes, marks).unwrap_or_default()
    }

    fn read(bytes: &'e [u8], marks: &[u8]) -> Option<Self> {
        let layout = Layout::read(bytes).ok()?;
        let (rows, rest) = marks.as_chunks::<MARK>();
        let fits = rest.is_empty() && rows.len() == layout.blocks(bytes).ok()?;
        let block = |(number, row): (usize, &[u8; MARK])| {
            let (print, crc) = (row.first_chunk::<8>()?, row.last_chunk::<4>()?);
            let place = layout.block(bytes, number as u32).ok()?;
            Some((u64::from_le_bytes(*print), (place, u32::from_le_bytes(*crc))))
        };
        let blocks = rows.iter().enumerate().map(block).collect::<Option<_>>()?;
        fits.then_some(Earlier { bytes, blocks })
    }

    /// Returns the block of the records with this fingerprint, and its CRC-32; nothing where it is damaged.
    pub(super) fn get(&self, print: u64) -> Option<(&'e [u8], u32)> {
        let (place, crc) = self.blocks.get(&print)?;
        let block = self.bytes.get(place.clone())?;
        (crc32fast::hash(block) == *crc).then_some((block, *crc))
    }
}
