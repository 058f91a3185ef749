//! Writes one pack: aside first, renamed when whole.

use super::format::{Block, Key, MAGIC, Place, Table};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Small entries share a block of about this many bytes: big enough to compress well, small enough to read one entry.
const BLOCK_BYTES: usize = 48 << 10;

/// A pack being written; many threads may add to it. Dropped without `finish` it leaves nothing.
#[derive(Debug)]
pub struct PackWriter {
    path: PathBuf,
    aside: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: BufWriter<File>,
    offset: u64,
    keys: HashSet<Key>,
    table: Table,
    open: Open,
}

/// The block that small entries are put into.
#[derive(Debug, Default)]
struct Open {
    bytes: Vec<u8>,
    entries: Vec<(Key, u32, u32)>,
}

impl PackWriter {
    /// Begins a pack in a folder, which is made if need be.
    pub fn create(folder: &Path) -> io::Result<PackWriter> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        fs::create_dir_all(folder)?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
        let name = format!("{now:016x}-{:x}-{:x}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let aside = folder.join(format!("{name}.tmp"));
        let mut file = BufWriter::with_capacity(256 << 10, File::create_new(&aside)?);
        file.write_all(MAGIC)?;
        let state = State {
            file,
            offset: MAGIC.len() as u64,
            keys: HashSet::new(),
            table: Table::default(),
            open: Open::default(),
        };
        Ok(PackWriter { path: folder.join(format!("{name}.pack")), aside, state: Mutex::new(state) })
    }

    /// Adds an entry. A key that is already in this pack is passed over.
    pub fn add(&self, key: Key, bytes: &[u8]) -> io::Result<()> {
        let full = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if !state.keys.insert(key) {
                return Ok(());
            }
            if bytes.len() >= BLOCK_BYTES {
                None
            } else {
                let start = state.open.bytes.len() as u32;
                state.open.bytes.extend_from_slice(bytes);
                state.open.entries.push((key, start, bytes.len() as u32));
                if state.open.bytes.len() < BLOCK_BYTES {
                    return Ok(());
                }
                Some(std::mem::take(&mut state.open))
            }
        };
        // Compressed outside the lock, so that threads do it side by side.
        match full {
            Some(open) => self.seal(&open.bytes, &open.entries),
            None => self.seal(bytes, &[(key, 0, bytes.len() as u32)]),
        }
    }

    /// Returns how many entries were added.
    pub fn len(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).keys.len()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Completes the pack and makes it visible. An empty one leaves no file.
    pub fn finish(self) -> io::Result<()> {
        let open = std::mem::take(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner).open);
        if !open.entries.is_empty() {
            self.seal(&open.bytes, &open.entries)?;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.keys.is_empty() {
            return Ok(());
        }
        state.table.entries.sort_unstable_by_key(|(key, _)| *key);
        let tail = state.table.encode(state.offset);
        state.file.write_all(&tail)?;
        state.file.flush()?;
        state.file.get_ref().sync_data()?;
        fs::rename(&self.aside, &self.path)
    }

    fn seal(&self, bytes: &[u8], entries: &[(Key, u32, u32)]) -> io::Result<()> {
        let packed = lz4_flex::block::compress(bytes);
        let crc = crc32fast::hash(&packed);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let block = state.table.blocks.len() as u32;
        let row = Block { offset: state.offset, stored: packed.len() as u32, raw: bytes.len() as u32, crc };
        state.file.write_all(&packed)?;
        state.offset += packed.len() as u64;
        state.table.blocks.push(row);
        let places = entries.iter().map(|&(key, start, length)| (key, Place { block, start, length }));
        state.table.entries.extend(places);
        Ok(())
    }
}

impl Drop for PackWriter {
    fn drop(&mut self) {
        // After `finish` the file has its final name and this finds nothing.
        let _ = fs::remove_file(&self.aside);
    }
}
