//! What was read of a list, and what was noted: kept per list in the user's data folder.
//!
//! ```text
//! DATA/reading/<list>.json    one file per list: a row per revision and definition
//! DATA/reading/lock           held while a file is changed
//! ```
//!
//! A row knows a definition by file, symbol and a hash of its lines, so that it survives a new index. Where the hash is
//! another one the text has changed since: the mark is stale.

use super::texts::Texts;
use crate::model::{Card, ReadingList};
use crate::nav::Navigator;
use crate::places::Places;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What a person did with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Not read yet.
    #[default]
    Todo,
    /// Read.
    Read,
}

/// The mark of a card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// Whether it was read.
    pub state: State,
    /// What the person wrote about it; empty where nothing.
    pub note: String,
    /// Whether the source has changed since.
    pub stale: bool,
}

impl Mark {
    /// Whether it was read as it is now.
    pub fn is_done(&self) -> bool {
        self.state == State::Read && !self.stale
    }
}

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    rev: String,
    file: String,
    symbol: String,
    /// Of all lines of the definition, without the space around them.
    hash: String,
    #[serde(default)]
    state: State,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    list: String,
    rows: Vec<Row>,
}

/// The marks of a list's cards, each at its card's place.
#[derive(Debug)]
pub struct Progress {
    path: PathBuf,
    list: String,
    repository_rev: String,
    keys: Vec<Key>,
    /// One per card.
    pub marks: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    file: String,
    symbol: String,
    hash: String,
}

impl Progress {
    /// Reads the marks of a list. A file that cannot be read holds none; `change` then refuses to replace it.
    pub fn load(places: &Places, navigator: &Navigator, list: &ReadingList) -> Progress {
        let texts = Texts::new(navigator);
        let mut progress = Progress {
            path: folder(places).join(format!("{}.json", file_name(&list.name))),
            list: list.name.clone(),
            repository_rev: navigator.revision().rev.clone(),
            keys: list.cards.iter().map(|card| key(&texts, card)).collect(),
            marks: Vec::new(),
        };
        let kept = read(&progress.path).unwrap_or_default();
        progress.join(&kept);
        progress
    }

    /// How many cards were read as they are now.
    pub fn done(&self) -> usize {
        self.marks.iter().filter(|mark| mark.is_done()).count()
    }

    /// Changes the mark of a card and writes it down, whole or not at all. What other processes wrote meanwhile stays.
    pub fn change(&mut self, card: usize, change: impl FnOnce(&mut Mark)) -> Result<()> {
        let folder = self.path.parent().map(Path::to_owned).unwrap_or_default();
        let what = || format!("cannot keep the progress in {}", folder.display());
        fs::create_dir_all(&folder).with_context(what)?;
        let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock"));
        let lock = lock.with_context(what)?;
        lock.lock().with_context(what)?;
        let mut kept = read(&self.path)?;
        self.join(&kept);
        let (Some(key), Some(mark)) = (self.keys.get(card), self.marks.get_mut(card)) else { return Ok(()) };
        change(mark);
        mark.stale = false;
        kept.list.clone_from(&self.list);
        let rev = &self.repository_rev;
        kept.rows.retain(|row| !(row.rev == *rev && row.file == key.file && row.symbol == key.symbol));
        if mark.state != State::Todo || !mark.note.is_empty() {
            let Key { file, symbol, hash } = key.clone();
            kept.rows.push(Row { rev: rev.clone(), file, symbol, hash, state: mark.state, note: mark.note.clone() });
        }
        kept.rows.sort_by(|a, b| (&a.rev, &a.file, &a.symbol).cmp(&(&b.rev, &b.file, &b.symbol)));
        let aside = self.path.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&aside, serde_json::to_vec_pretty(&kept)?).with_context(what)?;
        fs::rename(&aside, &self.path).with_context(what)
    }

    /// Gives each card the mark that is kept for it.
    fn join(&mut self, kept: &Kept) {
        let of = |key: &Key| {
            let mine = || kept.rows.iter().filter(|row| row.rev == self.repository_rev && row.symbol == key.symbol);
            // A definition that moved to another file with its text is the same one.
            let row = mine().find(|row| row.file == key.file).or_else(|| mine().find(|row| row.hash == key.hash));
            row.map_or_else(Mark::default, |row| Mark {
                state: row.state,
                note: row.note.clone(),
                stale: row.hash != key.hash,
            })
        };
        self.marks = self.keys.iter().map(of).collect();
    }
}

fn folder(places: &Places) -> PathBuf {
    places.data.join("reading")
}

/// Reads a file of rows; one that is not there is empty.
fn read(path: &Path) -> Result<Kept> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .with_context(|| format!("{} is damaged; move it away to begin again", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Kept::default()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// A name for a list that any file system takes; different lists get different ones.
fn file_name(list: &str) -> String {
    let plain: String =
        list.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(40).collect();
    format!("{}-{:08x}", plain.trim_matches('-'), hash([list]) as u32)
}

fn key(texts: &Texts<'_>, card: &Card) -> Key {
    let hash = texts.get(&card.file).map_or(0, |text| {
        let lines: Vec<&str> = (card.start_line..=card.end_line).map(|line| text.line(line).trim()).collect();
        hash(lines)
    });
    Key { file: card.file.clone(), symbol: card.symbol.clone(), hash: format!("{hash:016x}") }
}

/// FNV-1a, 64 bits: the same on every machine and in every version of this program.
fn hash<'t>(lines: impl IntoIterator<Item = &'t str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for line in lines {
        for byte in line.bytes().chain([b'\n']) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn lists_have_files_of_their_own() {
        assert!(file_name("garbage collection").starts_with("garbage-collection-"));
        assert_ne!(file_name("-c x[i]"), file_name("-c x(i)"));
        assert!(file_name(&"../x".repeat(99)).len() < 60);
    }
}
