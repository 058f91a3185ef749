//! A folder of indexes -> what is indexed, by reading manifests alone.

use super::manifest::{MANIFEST, Manifest, OpenError, read_manifest};
use crate::model::Revision;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// An index that could be opened, or why it cannot.
#[derive(Debug)]
pub struct Indexed {
    /// Its folder.
    pub folder: PathBuf,
    /// What it holds.
    pub manifest: Result<Manifest, OpenError>,
}

/// Lists the indexes of a folder of indexes, in the order of their folders' names. A missing folder has none.
pub fn catalogue(index_dir: &Path) -> Vec<Indexed> {
    let Ok(entries) = std::fs::read_dir(index_dir) else { return Vec::new() };
    let mut found: Vec<Indexed> = entries
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .map(|entry| entry.path())
        .filter_map(|folder| match read_manifest(&folder) {
            Err(OpenError::Missing) => None,
            manifest => Some(Indexed { folder, manifest }),
        })
        .collect();
    found.sort_by(|a, b| a.folder.cmp(&b.folder));
    found
}

/// What every format says of its revision so far.
#[derive(Deserialize)]
struct Dated {
    revision: Revision,
    indexed_at: u64,
}

/// Lists what was indexed once, the latest first, whether this program can still read the index or not.
pub fn indexed_once(index_dir: &Path) -> Vec<Revision> {
    let Ok(entries) = std::fs::read_dir(index_dir) else { return Vec::new() };
    let read =
        |entry: std::fs::DirEntry| serde_json::from_slice(&std::fs::read(entry.path().join(MANIFEST)).ok()?).ok();
    let mut found: Vec<Dated> = entries.filter_map(Result::ok).filter_map(read).collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.indexed_at));
    found.into_iter().map(|one| one.revision).collect()
}

/// Returns where the index of a revision belongs: one folder per repository and commit.
pub fn folder_of(index_dir: &Path, revision: &Revision) -> PathBuf {
    let commit: String = revision.commit.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
    index_dir.join(format!("{:08x}-{commit}", checksum(&revision.repository)))
}

/// FNV-1a, 32 bits: stable between versions of Rust, which `DefaultHasher` is not.
fn checksum(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
