//! Answers of earlier runs, each a small file: they hold for a commit, and commits do not change. Losing one costs time.

use super::subject::Place;
use crate::facts;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// Changes when answers to the same question would be others.
const VERSION: u32 = 1;

/// What was asked.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Key {
    version: (u32, u32),
    what: String,
    commit: String,
    place: Place,
}

#[derive(Deserialize)]
struct Kept<T> {
    key: Key,
    answer: T,
}

#[derive(Serialize)]
struct Keep<'a, T> {
    key: &'a Key,
    answer: &'a T,
}

impl Key {
    pub fn of(what: &str, commit: &str, place: &Place) -> Key {
        let version = (VERSION, facts::VERSION);
        Key { version, what: what.to_owned(), commit: commit.to_owned(), place: place.clone() }
    }

    /// The file's name begins with the commit: `gc` drops those of commits that are indexed no more.
    fn file(&self, folder: &Path) -> PathBuf {
        let text = format!("{}\0{}\0{}\0{}", self.what, self.place.file, self.place.symbol, self.place.first_line);
        folder.join(format!("{}-{:08x}.json", self.commit, crc32fast::hash(text.as_bytes())))
    }
}

/// Returns what is kept for a key.
pub(super) fn load<T: DeserializeOwned>(folder: &Path, key: &Key) -> Option<T> {
    let bytes = fs::read(key.file(folder)).ok()?;
    let kept: Kept<T> = serde_json::from_slice(&bytes).ok()?;
    (kept.key == *key).then_some(kept.answer)
}

/// Keeps an answer, whole or not at all. A folder that cannot be written to keeps nothing.
pub(super) fn save<T: Serialize>(folder: &Path, key: &Key, answer: &T) {
    let path = key.file(folder);
    let aside = path.with_extension(format!("{}.tmp", std::process::id()));
    let Ok(bytes) = serde_json::to_vec(&Keep { key, answer }) else { return };
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&aside, bytes));
    if written.and_then(|()| fs::rename(&aside, &path)).is_err() {
        // Nothing is lost but time.
        let _ = fs::remove_file(&aside);
    }
}
