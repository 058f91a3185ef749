//! What `source` hands on: a revision, its files by blob id, and what was left out and why.

use super::kind::named;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The git object id of a file's content (SHA-1 over header and bytes, as git computes it).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BlobId(pub [u8; 20]);

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// What a name in a tree stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A file, executable or not.
    File,
    /// A symbolic link: its content is a path.
    Symlink,
    /// A commit of another repository.
    Submodule,
}

/// One file of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Path from the repository's root, `/` between parts; bytes that are no UTF-8 are replaced by U+FFFD.
    pub path: String,
    /// Whether `path` had to be repaired so.
    pub lossy_path: bool,
    /// The content's id.
    pub blob: BlobId,
    /// File, link or submodule.
    pub kind: EntryKind,
}

/// A state of the sources that can be indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// What was asked for: a tag, a branch, a commit, `worktree`, or a folder's name.
    pub rev: String,
    /// The commit in full (40 hexadecimal digits); for a work tree with changes or a plain folder, an id over its
    /// content behind `tree-`.
    pub commit: String,
    /// Seconds since 1970 of the commit, 0 where there is none.
    pub time: i64,
    /// Tags and branches that point at the commit, `rev` included.
    pub names: Vec<String>,
    /// The repository as the user sees it: the folder's absolute path or the URL.
    pub repository: String,
    /// The public web address of the repository, where a remote tells one (`https://…`, without `.git`).
    pub web: Option<String>,
}

impl Revision {
    /// Tells whether a tag, a branch, or the start of a commit means it. The `v` of a release may be left out.
    pub fn is_called(&self, rev: &str) -> bool {
        let with_v = format!("v{rev}");
        let equal = |name: &str| name == rev || name == with_v;
        equal(&self.rev)
            || self.names.iter().any(|name| equal(name))
            || (rev.len() >= 4 && self.commit.starts_with(&rev.to_ascii_lowercase()))
    }
}

named! {
    /// Why a file was not indexed.
    SkipReason {
        /// No reader for such a file.
        NoReader = "no reader",
        /// Listed in `queries/files.toml` as data without definitions.
        DataTable = "data table",
        /// The object store has no such blob (a partial clone).
        MissingBlob = "missing blob",
        /// The object is there but could not be read.
        Unreadable = "unreadable",
        /// A symbolic link.
        Symlink = "symbolic link",
        /// A submodule.
        Submodule = "submodule",
        /// Larger than the limit for one file.
        TooLarge = "too large",
        /// Not text: it has a NUL byte.
        Binary = "binary",
        /// The reader failed on it (a defect of ours; counted, never fatal).
        ReaderFailed = "reader failed",
    }
}

/// A file that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// Path from the repository's root.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
}
