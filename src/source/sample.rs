//! The miniature of CPython that is part of the program: `fixtures/cpython`, put in by the build script.

use super::{Origin, Snapshot, SourceError, git, tree_id};
use crate::model::{Entry, EntryKind, Revision};

/// How the sample is called where a repository's name stands.
pub(super) const NAME: &str = "sample";

/// Sorted by path.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/sample.rs"));

pub(super) fn snapshot() -> Result<Snapshot, SourceError> {
    let mut entries = Vec::with_capacity(FILES.len());
    for (path, bytes) in FILES {
        let (path, blob) = ((*path).to_owned(), git::hash(bytes)?);
        entries.push(Entry { path, lossy_path: false, blob, kind: EntryKind::File });
    }
    let revision = Revision {
        rev: NAME.to_owned(),
        commit: tree_id(entries.iter().map(|entry| (entry.path.as_str(), entry.blob)))?,
        time: 0,
        names: vec![NAME.to_owned()],
        repository: NAME.to_owned(),
        web: None,
    };
    Ok(Snapshot { revision, entries, origin: Origin::default() })
}

pub(super) fn bytes(path: &str) -> Option<&'static [u8]> {
    FILES.binary_search_by_key(&path, |(path, _)| path).ok().map(|at| FILES[at].1)
}
