//! Stage 1: a repository, work tree, plain folder or the embedded sample -> a revision and its files by blob id.
//!
//! The only user of git2. It parses no code and writes nothing but clones. Setting up libgit2 loads the system's
//! certificates (20 ms), so nothing here may run on the way of a lookup.

mod error;
pub mod fetch;
mod folder;
mod git;
pub mod history;
mod overlay;
mod reader;
mod remote;
mod resolve;
mod sample;
mod web;

pub use error::SourceError;
pub use reader::{BlobReader, ReadError, SIZE_LIMIT};

use crate::model::{BlobId, Entry, Revision};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Something whose files can be indexed.
#[derive(Debug, Clone)]
pub struct Source {
    kind: Kind,
    /// The repository as the user sees it: an absolute path or the URL of a clone.
    repository: String,
}

#[derive(Debug, Clone)]
enum Kind {
    /// A repository by its git folder.
    Git {
        git: PathBuf,
        worktree: Option<PathBuf>,
    },
    Folder(PathBuf),
    Sample,
}

impl Source {
    /// How a checkout with uncommitted changes is called where a revision's name stands.
    pub const WORKTREE: &str = "worktree";

    /// Opens a clone (bare or not), a checkout from any folder inside it, or a plain folder of sources.
    pub fn open(path: &Path) -> Result<Source, SourceError> {
        let path = path.canonicalize().map_err(|_| SourceError::Missing(path.to_owned()))?;
        if !path.is_dir() {
            return Err(SourceError::Missing(path));
        }
        let Some(found) = git::discover(&path)? else {
            return Ok(Source { repository: path.display().to_string(), kind: Kind::Folder(path) });
        };
        Ok(Source { repository: found.repository, kind: Kind::Git { git: found.git, worktree: found.worktree } })
    }

    /// Returns the miniature of CPython that is part of the program.
    pub fn sample() -> Source {
        Source { kind: Kind::Sample, repository: sample::NAME.to_owned() }
    }

    /// Returns the repository as the user sees it.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// Whether it is a plain folder or the sample: no revision can be chosen.
    pub fn has_no_history(&self) -> bool {
        !matches!(self.kind, Kind::Git { .. })
    }

    /// Finds a revision and lists its files: a tag, a branch (local, then of `origin`), a commit in full or
    /// abbreviated, anything else that `git rev-parse` understands; `None` is `HEAD`. A plain folder and the sample
    /// have one revision, called by their name.
    pub fn resolve(&self, rev: Option<&str>) -> Result<Snapshot, SourceError> {
        let snapshot = match &self.kind {
            Kind::Git { git, .. } => return resolve::snapshot(git, &self.repository, rev),
            Kind::Folder(folder) => folder::snapshot(folder, &self.repository)?,
            Kind::Sample => sample::snapshot()?,
        };
        match rev {
            Some(rev) if snapshot.revision.rev != rev => Err(SourceError::NoHistory(self.repository.clone())),
            _ => Ok(snapshot),
        }
    }

    /// Lists the files of a checkout as they are now: `HEAD` with the uncommitted changes over it.
    pub fn worktree(&self) -> Result<Snapshot, SourceError> {
        match &self.kind {
            Kind::Git { git, worktree: Some(worktree) } => overlay::apply(self.resolve(None)?, git, worktree),
            Kind::Git { .. } => Err(SourceError::NoWorktree(self.repository.clone())),
            Kind::Folder(_) | Kind::Sample => self.resolve(None),
        }
    }
}

/// A revision and its files.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// What it is.
    pub revision: Revision,
    /// Its files, sorted by path.
    pub entries: Vec<Entry>,
    origin: Origin,
}

/// Where contents come from; the first that knows an entry gives it.
#[derive(Debug, Clone, Default)]
struct Origin {
    /// Files to be read from disk.
    disk: Arc<HashMap<String, PathBuf>>,
    /// The object store for the rest.
    git: Option<PathBuf>,
}

impl Snapshot {
    /// Returns a reader of the entries' contents, one for each thread.
    pub fn reader(&self) -> Result<BlobReader, SourceError> {
        BlobReader::open(&self.origin)
    }
}

/// Returns an id over files: paths and contents, in order.
fn tree_id<'a>(files: impl Iterator<Item = (&'a str, BlobId)>) -> Result<String, SourceError> {
    let mut list = Vec::new();
    for (path, blob) in files {
        list.extend(blob.0);
        list.extend(path.as_bytes());
        list.push(0);
    }
    Ok(format!("tree-{}", git::hash(&list)?))
}
