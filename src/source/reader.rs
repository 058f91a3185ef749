//! Reads the contents of entries, from the object store, from disk or from the sample.

use super::{Origin, SourceError, git, sample};
use crate::model::{Entry, EntryKind, SkipReason};
use git2::{ErrorCode, Oid, Repository};
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// Files with more bytes are not read. The largest source of CPython has 1.5 MB.
pub const SIZE_LIMIT: u64 = 16 << 20;

/// Why an entry has no content for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A symbolic link.
    #[error("it is a symbolic link")]
    Symlink,
    /// A submodule.
    #[error("it is a submodule")]
    Submodule,
    /// The object store has no such blob.
    #[error("the object store does not have it")]
    Missing,
    /// It cannot be read, or it changed since it was listed.
    #[error("it cannot be read")]
    Unreadable,
    /// It is larger than `SIZE_LIMIT`.
    #[error("it is too large")]
    TooLarge,
}

impl From<ReadError> for SkipReason {
    fn from(error: ReadError) -> SkipReason {
        match error {
            ReadError::Symlink => SkipReason::Symlink,
            ReadError::Submodule => SkipReason::Submodule,
            ReadError::Missing => SkipReason::MissingBlob,
            ReadError::Unreadable => SkipReason::Unreadable,
            ReadError::TooLarge => SkipReason::TooLarge,
        }
    }
}

/// Reads contents; each thread has its own.
pub struct BlobReader {
    disk: Arc<HashMap<String, PathBuf>>,
    repository: Option<Repository>,
}

impl BlobReader {
    pub(super) fn open(origin: &Origin) -> Result<BlobReader, SourceError> {
        let repository = origin.git.as_deref().map(git::open).transpose()?;
        Ok(BlobReader { disk: Arc::clone(&origin.disk), repository })
    }

    /// Returns the size of an entry's content in bytes, without reading all of it.
    pub fn size(&self, entry: &Entry) -> Result<u64, ReadError> {
        let size = match entry.kind {
            EntryKind::Symlink => return Err(ReadError::Symlink),
            EntryKind::Submodule => return Err(ReadError::Submodule),
            EntryKind::File => self.raw_size(entry)?,
        };
        if size > SIZE_LIMIT { Err(ReadError::TooLarge) } else { Ok(size) }
    }

    /// Returns an entry's content. From disk only if it is still what was listed.
    pub fn read(&self, entry: &Entry) -> Result<Vec<u8>, ReadError> {
        self.size(entry)?;
        if let Some(path) = self.disk.get(&entry.path) {
            let bytes = fs::read(path).map_err(|_| ReadError::Unreadable)?;
            let same = git::hash(&bytes).is_ok_and(|id| id == entry.blob);
            return if same { Ok(bytes) } else { Err(ReadError::Unreadable) };
        }
        match &self.repository {
            Some(repository) => {
                let object = repository.odb().and_then(|odb| Ok(odb.read(oid(entry)?)?.data().to_vec()));
                object.map_err(|error| read_error(&error))
            }
            None => sample::bytes(&entry.path).map(<[u8]>::to_vec).ok_or(ReadError::Missing),
        }
    }

    fn raw_size(&self, entry: &Entry) -> Result<u64, ReadError> {
        if let Some(path) = self.disk.get(&entry.path) {
            let metadata = fs::symlink_metadata(path).map_err(|_| ReadError::Unreadable)?;
            return if metadata.is_file() { Ok(metadata.len()) } else { Err(ReadError::Unreadable) };
        }
        match &self.repository {
            Some(repository) => {
                let header = repository.odb().and_then(|odb| odb.read_header(oid(entry)?));
                header.map(|(size, _)| size as u64).map_err(|error| read_error(&error))
            }
            None => sample::bytes(&entry.path).map(|bytes| bytes.len() as u64).ok_or(ReadError::Missing),
        }
    }
}

fn oid(entry: &Entry) -> Result<Oid, git2::Error> {
    Oid::from_bytes(&entry.blob.0)
}

fn read_error(error: &git2::Error) -> ReadError {
    if error.code() == ErrorCode::NotFound { ReadError::Missing } else { ReadError::Unreadable }
}
