//! The door to an index: opens a revision and answers every question about it.

use super::{Answer, LinkFilter, LinkRow, SourceText, StatusReport};
use crate::model::{DefinitionId, Revision};
use anyhow::{Result, bail};
use std::path::Path;

/// Which index answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The repository: its folder or URL. Default: the one around the current directory if it is indexed, else the
    /// one indexed last.
    pub repo: Option<String>,
    /// A tag, branch or commit. Default: the newest that is indexed.
    pub rev: Option<String>,
}

/// Why no index could be opened. The edge adds the command to run.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nothing is indexed at all.
    #[error("nothing is indexed yet")]
    NothingIndexed,
    /// The wanted revision is not indexed.
    #[error("{wanted} is not indexed")]
    NotIndexed {
        /// What was asked for.
        wanted: String,
        /// What is indexed instead, newest first.
        have: Vec<String>,
    },
    /// The index was written by another version of the tool.
    #[error("the index of {rev} has format {found}, this program reads {want}")]
    OldFormat {
        /// Its revision.
        rev: String,
        /// Its format.
        found: u32,
        /// Ours.
        want: u32,
    },
    /// The index cannot be read.
    #[error("the index of {rev} is damaged: {what}")]
    Damaged {
        /// Its revision.
        rev: String,
        /// What failed.
        what: String,
    },
}

/// An open index. Cheap to open (a few milliseconds), read-only, may be shared between threads.
#[derive(Debug)]
pub struct Navigator {
    revision: Revision,
}

impl Navigator {
    /// Opens the index that `selection` means, in a folder of indexes.
    pub fn open(index_dir: &Path, selection: &Selection) -> Result<Self, OpenError> {
        let _ = (index_dir, selection);
        Err(OpenError::NothingIndexed)
    }

    /// Returns the revision that answers.
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// Answers where something is implemented, best first: a dotted Python name, a C symbol, an opcode, a grammar
    /// rule, `FILE:LINE`. When nothing has that name, near names follow with `exact` false.
    pub fn where_is(&self, _query: &str, _limit: usize) -> Result<Vec<Answer>> {
        bail!("not indexed")
    }

    /// Answers words as people type them; exact names first.
    pub fn search(&self, _words: &str, _limit: usize) -> Result<Vec<Answer>> {
        bail!("not indexed")
    }

    /// Returns a definition by its id, with the Python names it serves.
    pub fn definition(&self, _id: DefinitionId) -> Result<Answer> {
        bail!("not indexed")
    }

    /// Returns the definitions of a file, in its order.
    pub fn outline(&self, _file: &str) -> Result<Vec<Answer>> {
        bail!("not indexed")
    }

    /// Returns what a module or type exposes, each name with its implementation.
    pub fn api(&self, _module: &str) -> Result<Vec<Answer>> {
        bail!("not indexed")
    }

    /// Returns the links of one definition, inward ones first.
    pub fn links(&self, _id: DefinitionId, _filter: &LinkFilter) -> Result<Vec<LinkRow>> {
        bail!("not indexed")
    }

    /// Returns who calls a definition, ring by ring, to the given depth.
    pub fn callers(&self, _id: DefinitionId, _depth: u32, _limit: usize) -> Result<Vec<LinkRow>> {
        bail!("not indexed")
    }

    /// Returns what a definition calls, ring by ring, to the given depth.
    pub fn callees(&self, _id: DefinitionId, _depth: u32, _limit: usize) -> Result<Vec<LinkRow>> {
        bail!("not indexed")
    }

    /// Returns the text of an indexed file.
    pub fn source(&self, _file: &str) -> Result<SourceText> {
        bail!("not indexed")
    }

    /// Returns the web page of some lines of a file at the indexed commit, where the repository has one.
    pub fn permalink(&self, _file: &str, _first_line: u32, _end_line: u32) -> Option<String> {
        None
    }

    /// Returns the paths of all indexed files, sorted.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    /// Returns what is known about the index: counts, sizes, files left out, syntax errors.
    pub fn status(&self) -> Result<StatusReport> {
        bail!("not indexed")
    }
}
