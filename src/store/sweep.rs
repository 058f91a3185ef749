//! Rewrites the packs of a folder into one that holds only what is still wanted.

use super::{Key, PackWriter, Packs};
use std::fs;
use std::io;
use std::path::Path;

/// What sweeping a folder did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Entries kept.
    pub kept: usize,
    /// Entries dropped.
    pub dropped: usize,
    /// Packs that were damaged; they are gone now.
    pub damaged: usize,
    /// Bytes on disk before.
    pub before: u64,
    /// Bytes on disk after.
    pub after: u64,
}

/// Keeps only the keys that are wanted. The old packs are removed once the new one is in place, so a reader always
/// finds what is wanted; the caller sees to it that nobody writes meanwhile.
pub fn sweep(folder: &Path, wanted: impl Fn(&Key) -> bool) -> io::Result<Swept> {
    let packs = Packs::open(folder);
    let mut swept = Swept { before: bytes(folder), damaged: packs.damaged(), ..Swept::default() };
    let (keep, drop): (Vec<Key>, Vec<Key>) = packs.keys().into_iter().partition(|key| wanted(key));
    swept.dropped = drop.len();
    swept.kept = keep.len();
    if swept.dropped == 0 && swept.damaged == 0 && packs.count() < 2 {
        swept.after = swept.before;
        return Ok(swept);
    }
    if !keep.is_empty() {
        let mut cursor = packs.cursor();
        let mut ranked: Vec<_> = keep.into_iter().map(|key| (cursor.rank(&key), key)).collect();
        ranked.sort_unstable();
        let writer = PackWriter::create(folder)?;
        for (_, key) in ranked {
            match cursor.get(&key) {
                Some(bytes) => writer.add(key, bytes)?,
                None => swept.kept -= 1,
            }
        }
        writer.finish()?;
    }
    for file in packs.files() {
        fs::remove_file(file)?;
    }
    // What a killed writer left.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "tmp") {
            fs::remove_file(entry.path())?;
        }
    }
    swept.after = bytes(folder);
    Ok(swept)
}

fn bytes(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
}
