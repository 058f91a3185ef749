//! The uncommitted changes of a checkout, laid over `HEAD`: changed and new files come from disk, deleted ones go.

use super::{Origin, Snapshot, Source, SourceError, folder, git, tree_id};
use crate::model::Entry;
use git2::{Status, StatusOptions};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Lays the changes over a snapshot of `HEAD`. Without changes it stays what it is.
pub(super) fn apply(head: Snapshot, git: &Path, worktree: &Path) -> Result<Snapshot, SourceError> {
    let changed = changed(git)?;
    if changed.is_empty() {
        return Ok(head);
    }
    let mut disk = HashMap::new();
    let mut entries: BTreeMap<String, Entry> =
        head.entries.into_iter().map(|entry| (entry.path.clone(), entry)).collect();
    for raw in changed {
        let name = String::from_utf8_lossy(&raw).into_owned();
        let path = worktree.join(as_path(&raw));
        match std::fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() || metadata.is_symlink() => {
                let (kind, blob) = folder::content_id(&path, metadata.is_symlink())?;
                let lossy_path = std::str::from_utf8(&raw).is_err();
                entries.insert(name.clone(), Entry { path: name.clone(), lossy_path, blob, kind });
                disk.insert(name, path);
            }
            // A file that became a folder is listed by what is in it.
            _ => drop(entries.remove(&name)),
        }
    }
    let entries: Vec<Entry> = entries.into_values().collect();
    let mut revision = head.revision;
    revision.commit = tree_id(entries.iter().map(|entry| (entry.path.as_str(), entry.blob)))?;
    Source::WORKTREE.clone_into(&mut revision.rev);
    revision.names = vec![Source::WORKTREE.to_owned()];
    Ok(Snapshot { revision, entries, origin: Origin { disk: Arc::new(disk), ..head.origin } })
}

/// The paths that differ from `HEAD`, in the index or on disk; ignored files are none of them.
fn changed(git: &Path) -> Result<Vec<Vec<u8>>, SourceError> {
    let repository = git::open(git)?;
    let mut options = StatusOptions::new();
    options.include_untracked(true).recurse_untracked_dirs(true).include_ignored(false).exclude_submodules(true);
    let statuses =
        repository.statuses(Some(&mut options)).map_err(SourceError::git("compare the work tree with HEAD"))?;
    let changed = statuses.iter().filter(|entry| !entry.status().contains(Status::IGNORED));
    Ok(changed.map(|entry| entry.path_bytes().to_vec()).filter(|path| !path.ends_with(b"/")).collect())
}

#[cfg(unix)]
fn as_path(raw: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(raw).into()
}

#[cfg(not(unix))]
fn as_path(raw: &[u8]) -> PathBuf {
    String::from_utf8_lossy(raw).into_owned().into()
}
