//! All packs of a folder, searched as one.

use super::format::{Key, Place};
use super::pack::{Buffers, Pack};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// The packs of a folder. A pack is opened when a search first reaches it, the newest first.
#[derive(Debug)]
pub struct Packs {
    folder: PathBuf,
    slots: RwLock<Vec<Arc<Slot>>>,
}

#[derive(Debug)]
struct Slot {
    path: PathBuf,
    pack: OnceLock<Option<Pack>>,
}

impl Slot {
    fn pack(&self) -> Option<&Pack> {
        self.pack.get_or_init(|| Pack::open(&self.path)).as_ref()
    }
}

impl Packs {
    /// Looks which packs a folder holds. A folder that is not there holds none.
    pub fn open(folder: &Path) -> Packs {
        let packs = Packs { folder: folder.to_owned(), slots: RwLock::default() };
        packs.refresh();
        packs
    }

    /// Returns the bytes of a key. When no known pack has it the folder is looked at again: `gc` may have moved it.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let look = || self.cursor().get(key).map(<[u8]>::to_vec);
        look().or_else(|| if self.refresh() { look() } else { None })
    }

    /// Whether a pack has the key. The entry itself is not read.
    pub fn contains(&self, key: &Key) -> bool {
        let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
        slots.iter().any(|slot| slot.pack().is_some_and(|pack| pack.find(key).is_some()))
    }

    /// Returns a reader that keeps its last block: cheap for keys read in the order of `rank`.
    pub fn cursor(&self) -> Cursor {
        Cursor { slots: self.slots(), last: None, buffers: Buffers::default() }
    }

    /// Opens the packs that were not needed yet; returns how many are damaged.
    pub fn damaged(&self) -> usize {
        self.slots().iter().filter(|slot| slot.pack().is_none()).count()
    }

    /// Returns how many packs there are, damaged ones included.
    pub fn count(&self) -> usize {
        self.slots().len()
    }

    /// Returns every key, sorted. Opens all packs.
    pub fn keys(&self) -> Vec<Key> {
        let keys = self
            .slots()
            .iter()
            .filter_map(|slot| slot.pack())
            .flat_map(Pack::entries)
            .map(|(key, _)| *key)
            .collect::<HashSet<_>>();
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_unstable();
        keys
    }

    /// Returns the files of all packs.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.slots().iter().map(|slot| slot.path.clone()).collect()
    }

    fn slots(&self) -> Vec<Arc<Slot>> {
        self.slots.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at the folder again; returns whether other packs are there now.
    fn refresh(&self) -> bool {
        let mut names: Vec<OsString> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok().map(|entry| entry.file_name()))
            .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "pack"))
            .collect();
        // Names begin with the time of writing: the newest first.
        names.sort_unstable_by(|a, b| b.cmp(a));
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        let known = slots.iter().map(|slot| slot.path.file_name());
        if known.eq(names.iter().map(|name| Some(name.as_os_str()))) {
            return false;
        }
        let mut next = Vec::with_capacity(names.len());
        for name in names {
            let path = self.folder.join(name);
            let old = slots.iter().find(|slot| slot.path == path).cloned();
            next.push(old.unwrap_or_else(|| Arc::new(Slot { path, pack: OnceLock::new() })));
        }
        *slots = next;
        true
    }
}

/// Reads entries and keeps the block of the last one.
#[derive(Debug)]
pub struct Cursor {
    slots: Vec<Arc<Slot>>,
    /// The pack and the block that the buffers hold.
    last: Option<(usize, u32)>,
    buffers: Buffers,
}

impl Cursor {
    /// Returns the bytes of a key. An entry that is damaged in one pack is looked for in the others.
    pub fn get(&mut self, key: &Key) -> Option<&[u8]> {
        for at in 0..self.slots.len() {
            let Some(place) = self.slots[at].pack().and_then(|pack| pack.find(key)) else { continue };
            if self.load(at, place.block) {
                return slice(&self.buffers.plain, place);
            }
        }
        None
    }

    /// Returns a number that grows with the place on disk; `None` for a key that no pack has.
    pub fn rank(&self, key: &Key) -> Option<(usize, u32, u32)> {
        self.slots.iter().enumerate().find_map(|(at, slot)| {
            let place = slot.pack()?.find(key)?;
            Some((at, place.block, place.start))
        })
    }

    fn load(&mut self, at: usize, block: u32) -> bool {
        if self.last != Some((at, block)) {
            let loaded = self.slots[at].pack().and_then(|pack| pack.block(block, &mut self.buffers));
            self.last = loaded.map(|()| (at, block));
        }
        self.last.is_some()
    }
}

fn slice(bytes: &[u8], place: Place) -> Option<&[u8]> {
    bytes.get(place.start as usize..)?.get(..place.length as usize)
}
