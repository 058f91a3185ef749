//! Which files have a word, and where: all stored texts of some readers are looked through, on all cores.
//!
//! Looking through 80 MB of texts costs less than a tenth of a second; an index of their words would cost that much
//! of disk, and more of every build.

use crate::facts::{self, uses};
use crate::model::{Dialect, FileId};
use crate::nav::Navigator;
use anyhow::{Context, Result};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A file with its uses of a word.
pub(super) struct FileUses {
    pub file: FileId,
    pub uses: uses::Uses,
    /// The lines of the uses, in their order.
    pub lines: Vec<Box<str>>,
}

/// So many files are taken at a time; they lie beside one another on disk.
const BATCH: usize = 16;

impl Navigator {
    /// Finds the uses of a word in all files of some readers.
    pub(super) fn uses(&self, wanted: fn(Dialect) -> bool, word: &str) -> Result<Vec<FileUses>> {
        let mut found = self.texts_with(wanted, word, &|file, dialect, text| {
            let uses = uses::find(dialect, text, word);
            let lines: Vec<&str> = text.lines().collect();
            let line = |line: u32| lines.get(line as usize - 1).copied().unwrap_or_default().into();
            let lines = uses.uses.iter().map(|one| line(one.line)).collect();
            (!uses.uses.is_empty()).then_some(FileUses { file, uses, lines })
        })?;
        found.sort_unstable_by_key(|one| one.file);
        Ok(found)
    }

    /// Calls `each` for every text that has a word.
    pub(super) fn texts_with<T: Send>(
        &self,
        wanted: fn(Dialect) -> bool,
        word: &str,
        each: &(dyn Fn(FileId, Dialect, &str) -> Option<T> + Sync),
    ) -> Result<Vec<T>> {
        let packs = self.packs();
        let cursor = packs.cursor();
        let mut tasks = Vec::new();
        for (file, path) in self.reader.paths().enumerate() {
            if let Some(dialect) = facts::classify(path).ok().filter(|dialect| wanted(*dialect)) {
                let (blob, _) = self.reader.blob(file as FileId)?;
                tasks.push((cursor.rank(&blob.0), blob, file as FileId, dialect));
            }
        }
        tasks.sort_unstable_by_key(|(rank, _, file, _)| (*rank, *file));
        let next = AtomicUsize::new(0);
        let found = Mutex::new(Vec::new());
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut cursor = packs.cursor();
                    let mut own = Vec::new();
                    loop {
                        let from = next.fetch_add(BATCH, Ordering::Relaxed);
                        let Some(batch) = tasks.get(from..tasks.len().min(from + BATCH)).filter(|it| !it.is_empty())
                        else {
                            break;
                        };
                        for (_, blob, file, dialect) in batch {
                            let Some(bytes) = cursor.get(&blob.0) else { continue };
                            let text = String::from_utf8_lossy(bytes);
                            if text.contains(word) {
                                own.extend(each(*file, *dialect, &text));
                            }
                        }
                    }
                    if let Ok(mut found) = found.lock() {
                        found.extend(own);
                    }
                });
            }
        });
        found.into_inner().ok().context("a thread failed")
    }
}
