//! Clones and updates over the network: bare, and without history unless it is asked for.
//!
//! A clone is made aside and renamed when it is whole. Only the branches and tags that were asked for are fetched.

use super::remote::{Connection, wanted};
use super::{Source, SourceError, git, resolve, web};
use git2::{ErrorCode, Repository};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The public repository.
pub const DEFAULT_URL: &str = "https://github.com/python/cpython.git";

/// Where a repository is, as a person writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A folder, opened in place.
    Local(PathBuf),
    /// A URL, cloned.
    Remote(String),
}

impl Address {
    /// Tells a URL from a path. `file://` is a path: libgit2 cannot clone without history from one.
    pub fn parse(text: &str) -> Address {
        if let Some(path) = text.strip_prefix("file://") {
            return Address::Local(path.into());
        }
        let scp = || text.split_once(':').is_some_and(|(host, _)| host.len() > 1 && !host.contains(['/', '\\']));
        let remote = text.contains("://") || (scp() && !Path::new(text).exists());
        if remote { Address::Remote(text.to_owned()) } else { Address::Local(text.into()) }
    }
}

/// How far a fetch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Waiting for the host.
    Connecting,
    /// What the host says about its own work.
    Remote(String),
    /// Objects arrive.
    Receiving {
        /// Objects so far.
        objects: u64,
        /// Objects in all.
        total: u64,
        /// Bytes so far.
        bytes: u64,
    },
    /// Differences are put together.
    Resolving {
        /// So far.
        deltas: u64,
        /// In all.
        total: u64,
    },
}

/// Is told how far a fetch is; returns false to stop it.
pub type Watch<'w> = &'w mut dyn FnMut(Step) -> bool;

/// A branch that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// Whether it points elsewhere than before.
    pub moved: bool,
}

/// Makes sure that a clone of `url` at `folder` has the revisions (none: the default branch); fetches what it lacks.
/// `full` fetches all branches and tags with their history.
pub fn clone(url: &str, folder: &Path, revs: &[String], full: bool, watch: Watch<'_>) -> Result<Source, SourceError> {
    if !folder.exists() {
        let lock = lock(folder)?;
        // Another process may have finished it meanwhile.
        if !folder.exists() {
            fresh(url, folder, revs, full, watch)?;
        }
        drop(lock);
        return Source::open(folder);
    }
    let repository = git::open(folder)?;
    let has = |rev: &String| resolve::knows(&repository, rev);
    let complete = if revs.is_empty() { repository.head().is_ok() } else { revs.iter().all(has) };
    if !complete || (full && repository.is_shallow()) {
        let _lock = lock(folder)?;
        let missing: Vec<String> = revs.iter().filter(|rev| !has(rev)).cloned().collect();
        let depth = if full { Depth::Unshallow } else { depth_of(&repository) };
        fetch(&repository, url, &missing, depth, watch)?;
    }
    Source::open(folder)
}

/// Fetches the branches that a clone has; tags do not move. Returns them all.
pub fn update(folder: &Path, watch: Watch<'_>) -> Result<Vec<Branch>, SourceError> {
    let repository = git::open(folder)?;
    let _lock = lock(folder)?;
    let failed = || SourceError::git(format!("list the branches of {}", folder.display()));
    let remote = repository.find_remote("origin").map_err(failed())?;
    let url = remote.url().map_err(failed())?.to_owned();
    let mut connection = Connection::open(&repository, &url, watch)?;
    let mut branches = Vec::new();
    let mut specs = Vec::new();
    for reference in repository.references_glob("refs/heads/*").map_err(failed())?.flatten() {
        let (Ok(full), Ok(name)) = (reference.name(), reference.shorthand()) else { continue };
        let Some(tip) = connection.tip(full) else { continue };
        let moved = reference.target() != Some(tip);
        if moved {
            specs.push(format!("+{full}:{full}"));
        }
        branches.push(Branch { name: name.to_owned(), moved });
    }
    if !specs.is_empty() {
        connection.fetch(&specs, depth_of(&repository), watch)?;
    }
    Ok(branches)
}

/// How much history a fetch brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    One,
    All,
    /// All, also where it was left out before.
    Unshallow,
}

fn depth_of(repository: &Repository) -> Depth {
    if repository.is_shallow() { Depth::One } else { Depth::All }
}

fn fresh(url: &str, folder: &Path, revs: &[String], full: bool, watch: Watch<'_>) -> Result<(), SourceError> {
    let io = |what: &str| SourceError::io(format!("{what} {}", folder.display()));
    let aside = beside(folder, "tmp");
    if aside.exists() {
        // Left by a clone that was killed: the lock says that nobody works on it.
        fs::remove_dir_all(&aside).map_err(io("clear the place of"))?;
    }
    let mut made = || -> Result<(), SourceError> {
        let failed = || SourceError::git("prepare the clone");
        let repository = Repository::init_bare(&aside).map_err(failed())?;
        let mut config = repository.config().map_err(failed())?;
        config.set_bool(git::MARK, true).map_err(failed())?;
        config.set_str("remote.origin.url", &web::without_secrets(url)).map_err(failed())?;
        fetch(&repository, url, revs, if full { Depth::All } else { Depth::One }, watch)
    };
    match made() {
        Ok(()) => fs::rename(&aside, folder).map_err(io("move the clone to")),
        Err(error) => {
            // The first error is the one to report.
            let _ = fs::remove_dir_all(&aside);
            Err(error)
        }
    }
}

fn fetch(
    repository: &Repository,
    url: &str,
    revs: &[String],
    depth: Depth,
    watch: Watch<'_>,
) -> Result<(), SourceError> {
    let mut connection = Connection::open(repository, url, watch)?;
    let default = connection.default_branch();
    let specs = if depth == Depth::One {
        wanted(&connection.names(), default.as_deref(), revs).map_err(|(rev, near)| SourceError::NoRevision {
            rev,
            repository: web::without_secrets(url),
            near,
        })?
    } else {
        vec!["+refs/heads/*:refs/heads/*".to_owned(), "+refs/tags/*:refs/tags/*".to_owned()]
    };
    if specs.is_empty() {
        return Err(SourceError::Empty(web::without_secrets(url)));
    }
    connection.fetch(&specs, depth, watch)?;
    if let Some(default) = default {
        repository.set_head(&default).map_err(SourceError::git("note the default branch"))?;
    }
    Ok(())
}

/// One process at a time works on a clone.
fn lock(folder: &Path) -> Result<File, SourceError> {
    let path = beside(folder, "lock");
    let failed = || SourceError::io(format!("lock {}", path.display()));
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed())?;
    }
    let file = File::create(&path).map_err(failed())?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(SourceError::Busy(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(failed()(error)),
    }
}

fn beside(folder: &Path, what: &str) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!(".{name}.{what}"))
}

/// Whether an error of git means that the person stopped it.
pub(super) fn stopped(error: &git2::Error) -> bool {
    error.code() == ErrorCode::User
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn urls_are_told_from_paths() {
        let local = |text: &str| matches!(Address::parse(text), Address::Local(_));
        assert!(local("/src/cpython") && local("../cpython") && local("cpython") && local("C:\\src"));
        assert!(!local("https://host/x.git") && !local("git@host:x.git") && !local("git://127.0.0.1/x"));
        assert_eq!(Address::parse("file:///src/cpython"), Address::Local("/src/cpython".into()));
    }
}
