//! What is wrong with a file of a profiler, in one line for its owner.

use std::path::PathBuf;
use thiserror::Error;

/// A profile that cannot be used.
#[derive(Debug, Error)]
#[error("{}: {what}", file.display())]
pub struct ProfileError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub what: String,
    /// What to do about it, where that is known.
    pub hint: Option<String>,
}

/// What is wrong with a text, before its file is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub what: String,
    pub hint: Option<String>,
}

impl Fault {
    pub fn new(what: impl Into<String>) -> Self {
        Fault { what: what.into(), hint: None }
    }

    pub fn at(line: usize, what: impl std::fmt::Display) -> Self {
        Fault::new(format!("line {line}: {what}"))
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn of(self, file: &std::path::Path) -> ProfileError {
        ProfileError { file: file.to_owned(), what: self.what, hint: self.hint }
    }
}
