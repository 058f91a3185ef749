//! The commits behind a revision: who touched a path, what a commit changed, who wrote a line. Only on demand.
//!
//! Walks and blames are done by the git program where there is one: it is several times as fast as libgit2, which does
//! the same where git is missing. Nothing is fetched: a partial clone lacks what it lacks.

mod blame;
mod program;
mod walk;

pub use blame::BlameLine;
pub use walk::Walk;

use super::{Kind, Source, SourceError, git};
use crate::model::BlobId;
use git2::{Commit, Delta, DiffOptions, ErrorCode, Oid, Repository};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Is asked now and then; true stops the work.
pub type Stop<'s> = &'s dyn Fn() -> bool;

/// The history of a repository, open for questions. One thread at a time may ask.
pub struct History {
    repository: Repository,
    git: PathBuf,
    name: String,
    shallow: HashSet<Oid>,
    program: bool,
}

/// A commit, as far as a list of commits shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitInfo {
    /// Its id in full.
    pub id: String,
    /// Its parents in full; none for a first commit and where a shallow clone ends.
    pub parents: Vec<String>,
    /// When its author wrote it, in seconds since 1970.
    pub time: i64,
    /// Where the author's clock stood, in minutes east of Greenwich.
    pub offset: i32,
    /// Who wrote it.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
}

/// A file that a commit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its path.
    pub path: String,
    /// Its content before; `None` for a new file.
    pub old: Option<BlobId>,
    /// Its content after; `None` for a file that went.
    pub new: Option<BlobId>,
}

impl Source {
    /// Opens the history. A plain folder and the sample have none.
    pub fn history(&self) -> Result<History, SourceError> {
        let Kind::Git { git, .. } = &self.kind else { return Err(SourceError::NoCommits(self.repository.clone())) };
        let repository = git::open(git)?;
        let list = fs::read_to_string(repository.commondir().join("shallow")).unwrap_or_default();
        let shallow = list.lines().filter_map(|line| Oid::from_str(line.trim()).ok()).collect();
        let program = program::is_there();
        Ok(History { repository, git: git.clone(), name: self.repository.clone(), shallow, program })
    }
}

impl History {
    /// Returns the full id of a commit: of an indexed revision, or of `HEAD` for a work tree with changes.
    pub fn commit_id(&self, commit: &str) -> Result<String, SourceError> {
        let wanted = if commit.len() == 40 { commit } else { "HEAD" };
        let found = self.repository.revparse_single(wanted).and_then(|object| object.peel_to_commit());
        let unknown = || SourceError::NoRevision {
            rev: commit.chars().take(12).collect(),
            repository: self.name.clone(),
            near: Vec::new(),
        };
        Ok(found.map_err(|_| unknown())?.id().to_string())
    }

    /// Whether the clone was made without its whole history.
    pub fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// Whether the clone's history ends at this commit though the commit had parents.
    pub fn is_boundary(&self, commit: &str) -> bool {
        Oid::from_str(commit).is_ok_and(|id| self.shallow.contains(&id))
    }

    /// Returns what a list shows of a commit.
    pub fn info(&self, commit: &str) -> Result<CommitInfo, SourceError> {
        let commit = self.find(commit)?;
        let author = commit.author();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(CommitInfo {
            id: commit.id().to_string(),
            parents: commit.parent_ids().map(|id| id.to_string()).collect(),
            time: author.when().seconds(),
            offset: author.when().offset_minutes(),
            author: text(author.name_bytes()),
            subject: text(commit.summary_bytes().unwrap_or_default()),
        })
    }

    /// Returns the content that a path has in a commit; `None` where it is no file there.
    pub fn at(&self, commit: &str, path: &str) -> Result<Option<BlobId>, SourceError> {
        let tree = self.find(commit)?.tree().map_err(SourceError::git("read a tree"))?;
        match tree.get_path(Path::new(path)) {
            Ok(entry) if entry.filemode() & 0o170_000 == 0o100_000 => Ok(Some(git::blob_id(entry.id()))),
            Ok(_) => Ok(None),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(SourceError::git(format!("read the tree of {commit}"))(error)),
        }
    }

    /// Returns the files that differ between a commit and its first parent, renames as one that went and a new one.
    pub fn changes(&self, commit: &str) -> Result<Vec<FileChange>, SourceError> {
        let failed = || SourceError::git(format!("compare {commit} with its parent"));
        let commit = self.find(commit)?;
        let new = commit.tree().map_err(failed())?;
        let old = commit.parent(0).ok().map(|parent| parent.tree()).transpose().map_err(failed())?;
        let mut options = DiffOptions::new();
        options.skip_binary_check(true).ignore_submodules(true);
        let diff = self.repository.diff_tree_to_tree(old.as_ref(), Some(&new), Some(&mut options)).map_err(failed())?;
        let id = |id: Oid| (!id.is_zero()).then(|| git::blob_id(id));
        let changed = diff.deltas().filter(|delta| delta.status() != Delta::Unmodified).map(|delta| {
            let path = delta.new_file().path_bytes().or_else(|| delta.old_file().path_bytes()).unwrap_or_default();
            FileChange {
                path: String::from_utf8_lossy(path).into_owned(),
                old: id(delta.old_file().id()),
                new: id(delta.new_file().id()),
            }
        });
        Ok(changed.collect())
    }

    /// Returns a content; `None` where the clone lacks it or it is no file.
    pub fn blob(&self, id: BlobId) -> Option<Vec<u8>> {
        let odb = self.repository.odb().ok()?;
        let id = Oid::from_bytes(&id.0).ok()?;
        let (size, _) = odb.read_header(id).ok()?;
        if size as u64 > super::SIZE_LIMIT {
            return None;
        }
        Some(odb.read(id).ok()?.data().to_vec())
    }

    fn find(&self, commit: &str) -> Result<Commit<'_>, SourceError> {
        let id = Oid::from_str(commit).map_err(SourceError::git(format!("read {commit}")))?;
        self.repository.find_commit(id).map_err(SourceError::git(format!("read the commit {commit}")))
    }
}
