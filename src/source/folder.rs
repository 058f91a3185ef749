//! A plain folder, such as an unpacked release: its files with the ids git would give them.

use super::{Origin, SIZE_LIMIT, Snapshot, SourceError, git, tree_id};
use crate::model::{BlobId, Entry, EntryKind, Revision};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folders of version control: not part of the sources.
const LEFT_OUT: [&str; 4] = [".git", ".hg", ".svn", ".jj"];

pub(super) fn snapshot(folder: &Path, repository: &str) -> Result<Snapshot, SourceError> {
    let mut files = Vec::new();
    walk(folder, "", &mut files).map_err(SourceError::io(format!("list the files of {repository}")))?;
    let mut entries = files.par_iter().map(listed).collect::<Result<Vec<Entry>, SourceError>>()?;
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let name = folder.file_name().map_or_else(|| repository.to_owned(), |name| name.to_string_lossy().into_owned());
    let revision = Revision {
        commit: tree_id(entries.iter().map(|entry| (entry.path.as_str(), entry.blob)))?,
        time: 0,
        names: vec![name.clone()],
        rev: name,
        repository: repository.to_owned(),
        web: None,
    };
    let disk = files.into_iter().map(|file| (file.name, file.path)).collect::<HashMap<_, _>>();
    Ok(Snapshot { revision, entries, origin: Origin { disk: Arc::new(disk), git: None } })
}

struct File {
    /// Relative, with `/`, repaired where it is no UTF-8.
    name: String,
    lossy: bool,
    path: PathBuf,
    symlink: bool,
}

fn walk(folder: &Path, prefix: &str, out: &mut Vec<File>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let raw = entry.file_name();
        let kind = entry.file_type()?;
        let name = format!("{prefix}{}", raw.to_string_lossy());
        if kind.is_dir() {
            if !LEFT_OUT.iter().any(|left_out| raw == *left_out) {
                // A folder that may not be read has nothing for us; only the top one is a mistake to tell.
                let _ = walk(&entry.path(), &format!("{name}/"), out);
            }
        } else if kind.is_file() || kind.is_symlink() {
            let lossy = name.contains(char::REPLACEMENT_CHARACTER);
            out.push(File { name, lossy, path: entry.path(), symlink: kind.is_symlink() });
        }
    }
    Ok(())
}

fn listed(file: &File) -> Result<Entry, SourceError> {
    let (kind, blob) = content_id(&file.path, file.symlink)?;
    Ok(Entry { path: file.name.clone(), lossy_path: file.lossy, blob, kind })
}

/// Returns the id of a file on disk. What cannot or will not be read gets an id of its own kind: the reader of contents
/// will say why.
pub(super) fn content_id(path: &Path, symlink: bool) -> Result<(EntryKind, BlobId), SourceError> {
    if symlink {
        let target = fs::read_link(path).unwrap_or_default();
        return Ok((EntryKind::Symlink, git::hash(target.as_os_str().as_encoded_bytes())?));
    }
    let size = fs::metadata(path).map_or(0, |metadata| metadata.len());
    let bytes = if size > SIZE_LIMIT { size.to_le_bytes().to_vec() } else { fs::read(path).unwrap_or_default() };
    Ok((EntryKind::File, git::hash(&bytes)?))
}
