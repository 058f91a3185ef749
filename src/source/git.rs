//! Opening repositories, and the small conversions between git2's values and the model's.

use super::SourceError;
use super::web::without_secrets;
use crate::model::BlobId;
use git2::{ErrorCode, ObjectType, Oid, Repository, RepositoryOpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Once;

/// A repository around or at a folder.
pub(super) struct Found {
    pub git: PathBuf,
    pub worktree: Option<PathBuf>,
    pub repository: String,
}

/// The configuration key that marks clones made by this program.
pub(super) const MARK: &str = "cpynav.clone";

/// Opens the repository at a git folder.
pub(super) fn open(git: &Path) -> Result<Repository, SourceError> {
    static SPEED: Once = Once::new();
    // Blobs are read by an id that a tree names; hashing them again costs a third of the time of reading.
    SPEED.call_once(|| git2::opts::strict_hash_verification(false));
    let flags = RepositoryOpenFlags::NO_SEARCH;
    Repository::open_ext(git, flags, &[] as &[&Path]).map_err(SourceError::opening(git))
}

/// Looks for the repository of a folder, upward too; `None` for a folder that no repository tracks.
pub(super) fn discover(folder: &Path) -> Result<Option<Found>, SourceError> {
    let repository = match Repository::open_ext(folder, RepositoryOpenFlags::empty(), &[] as &[&Path]) {
        Ok(repository) => repository,
        Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
        Err(error) => {
            let around = folder.ancestors().find(|folder| folder.join(".git").exists());
            return Err(SourceError::opening(around.unwrap_or(folder))(error));
        }
    };
    let git = repository.path().canonicalize().unwrap_or_else(|_| repository.path().to_owned());
    let worktree = repository.workdir().and_then(|path| path.canonicalize().ok());
    // Without a configuration file libgit2 takes the folder around a bare repository for its work tree.
    let guessed = |top: &Path| git.parent() == Some(top) && git.file_name().is_some_and(|name| name != ".git");
    let worktree = worktree.filter(|top| !guessed(top));
    if worktree.as_deref().is_some_and(|top| !folder.starts_with(&git) && !tracks(&repository, top, folder)) {
        return Ok(None);
    }
    Ok(Some(Found { repository: name(&repository, worktree.as_deref().unwrap_or(&git)), git, worktree }))
}

/// Whether a folder below a work tree belongs to it. An unpacked release inside somebody's home repository does not.
fn tracks(repository: &Repository, top: &Path, folder: &Path) -> bool {
    match folder.strip_prefix(top) {
        Ok(below) if below.as_os_str().is_empty() => true,
        Ok(below) => {
            repository.head().and_then(|head| head.peel_to_tree()).is_ok_and(|tree| tree.get_path(below).is_ok())
        }
        Err(_) => true,
    }
}

/// The URL for a clone made by this program, else the folder.
fn name(repository: &Repository, path: &Path) -> String {
    let marked = repository.config().is_ok_and(|config| config.get_bool(MARK).unwrap_or(false));
    let url = || Some(without_secrets(repository.find_remote("origin").ok()?.url().ok()?));
    let path = || path.display().to_string();
    if marked { url().unwrap_or_else(path) } else { path() }
}

/// Returns the id git gives to a file of these bytes.
pub(super) fn hash(bytes: &[u8]) -> Result<BlobId, SourceError> {
    Oid::hash_object(ObjectType::Blob, bytes).map(blob_id).map_err(SourceError::git("compute an object id"))
}

/// Converts an id. SHA-1 ids have 20 bytes; other repositories are refused when they are opened.
pub(super) fn blob_id(id: Oid) -> BlobId {
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&id.as_bytes()[..20]);
    BlobId(bytes)
}
