//! What can go wrong with a repository, in words for the person who named it, and what to do about it.

use git2::{ErrorClass, ErrorCode};
use std::path::{Path, PathBuf};

/// A failure of this stage. The message is one line; `hint` says the way out, where there is one.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Nothing is there.
    #[error("there is no folder {}", .0.display())]
    Missing(PathBuf),
    /// Neither a tag, a branch nor a commit has this name.
    #[error("{repository} has no revision {rev}")]
    NoRevision {
        /// What was asked for.
        rev: String,
        /// Where.
        repository: String,
        /// Names that look alike.
        near: Vec<String>,
    },
    /// A revision was asked for where there is only one state.
    #[error("{0} is no git repository: it has no revisions to choose from")]
    NoHistory(String),
    /// The past of something was asked for that has none.
    #[error("{0} is no git repository: it has no history")]
    NoCommits(String),
    /// Several commits begin so.
    #[error("several commits of {repository} begin with {rev}")]
    Ambiguous {
        /// What was asked for.
        rev: String,
        /// Where.
        repository: String,
    },
    /// A repository without a commit.
    #[error("{0} has no commits")]
    Empty(String),
    /// Work-tree changes were asked for where there is no work tree.
    #[error("{0} has no work tree")]
    NoWorktree(String),
    /// git's own protection against foreign repositories.
    #[error("{} belongs to another user", .0.display())]
    Owner(PathBuf),
    /// A format that libgit2 cannot read.
    #[error("{} uses {what}, which cannot be read", path.display())]
    Unsupported {
        /// Which repository.
        path: PathBuf,
        /// The format.
        what: &'static str,
    },
    /// The host does not answer.
    #[error("cannot reach {url}: {detail}")]
    Unreachable {
        /// What was to be cloned or fetched.
        url: String,
        /// What the network said.
        detail: String,
    },
    /// A protocol that cannot be spoken.
    #[error("{url} cannot be cloned: only https, http and git URLs can")]
    Protocol {
        /// What was to be cloned.
        url: String,
        /// The same place over https, where one can tell.
        web: Option<String>,
    },
    /// Another process works on the clone.
    #[error("another cpynav is fetching into {}", .0.display())]
    Busy(PathBuf),
    /// The person stopped it.
    #[error("interrupted")]
    Cancelled,
    /// Anything else that git says.
    #[error("cannot {what}: {detail}")]
    Git {
        /// What was tried.
        what: String,
        /// What git said.
        detail: String,
    },
    /// The file system failed.
    #[error("cannot {what}: {error}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        error: std::io::Error,
    },
}

impl SourceError {
    /// Returns what to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            SourceError::Missing(_) => {
                Some("give a clone, a checkout, an unpacked release or a URL: --repo PATH".into())
            }
            SourceError::NoRevision { near, .. } if !near.is_empty() => {
                Some(format!("near names: {}", near.join(", ")))
            }
            SourceError::NoRevision { .. } => Some("give a tag, a branch or a commit of that repository".into()),
            SourceError::NoHistory(_) => Some("leave out the revision, or name a clone: --repo PATH".into()),
            SourceError::NoCommits(_) => Some("index a clone that has its history: cpynav index --full".into()),
            SourceError::Ambiguous { .. } => Some("give more digits of the commit".into()),
            SourceError::NoWorktree(_) => Some("leave out --worktree, or name a checkout".into()),
            SourceError::Owner(path) => {
                Some(format!("if you trust it: git config --global --add safe.directory '{}'", path.display()))
            }
            SourceError::Unsupported { path, .. } => Some(format!(
                "unpack a revision and index the folder: git -C '{}' archive REV | tar -x -C DIR; --repo DIR",
                path.display()
            )),
            SourceError::Unreachable { .. } => {
                Some("index a clone or an unpacked release you have: cpynav index --repo PATH".into())
            }
            SourceError::Protocol { web, .. } => Some(match web {
                Some(web) => format!("use {web}, or clone it with git and give the folder: --repo PATH"),
                None => "clone it with git and give the folder: --repo PATH".into(),
            }),
            SourceError::Busy(_) => Some("wait for it".into()),
            _ => None,
        }
    }

    /// Gives an error of the file system its context.
    pub(super) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> SourceError {
        let what = what.into();
        move |error| SourceError::Io { what, error }
    }

    /// Gives an error of git its context.
    pub(super) fn git(what: impl Into<String>) -> impl FnOnce(git2::Error) -> SourceError {
        let what = what.into();
        move |error| match error.code() {
            ErrorCode::User => SourceError::Cancelled,
            _ => SourceError::Git { what, detail: one_line(error.message()) },
        }
    }

    /// Explains why a repository could not be opened.
    pub(super) fn opening(path: &Path) -> impl FnOnce(git2::Error) -> SourceError {
        let path = path.to_owned();
        move |error| {
            let message = error.message();
            if error.code() == ErrorCode::Owner {
                SourceError::Owner(path)
            } else if message.contains("object format") || message.contains("objectformat") {
                SourceError::Unsupported { path, what: "SHA-256 object ids" }
            } else if message.contains("refstorage") {
                SourceError::Unsupported { path, what: "the reftable format" }
            } else {
                SourceError::Git { what: format!("open {}", path.display()), detail: one_line(message) }
            }
        }
    }

    /// Tells a network that is not there from other failures of a fetch.
    pub(super) fn fetching(url: &str) -> impl FnOnce(git2::Error) -> SourceError {
        let url = url.to_owned();
        move |error| match (error.code(), error.class()) {
            (ErrorCode::User, _) => SourceError::Cancelled,
            (_, ErrorClass::Net | ErrorClass::Http | ErrorClass::Ssl | ErrorClass::Ssh | ErrorClass::Os) => {
                SourceError::Unreachable { url, detail: one_line(error.message()) }
            }
            _ => SourceError::Git { what: format!("fetch from {url}"), detail: one_line(error.message()) },
        }
    }
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
