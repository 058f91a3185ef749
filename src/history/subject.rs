//! Whose past is asked for, and the words for what a commit did to it.

use crate::model::{Kind, Language};
use crate::nav::{Answer, Navigator};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A definition in a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The commit in full; anything else stands for `HEAD`, under the changes of a work tree.
    pub commit: String,
    /// Where it is there.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
    /// Its language.
    pub language: Language,
    /// Its text.
    pub text: Vec<u8>,
}

/// A definition by place and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Path from the repository's root.
    pub file: String,
    /// 1-based line of the declarator or the `def`/`class` keyword.
    pub line: u32,
    /// First line that belongs to it.
    pub first_line: u32,
    /// Last line.
    pub end_line: u32,
    /// The C symbol or the Python qualname.
    pub symbol: String,
}

impl Place {
    /// Takes the place of an answer: of the whole definition, also where the answer is a row in it.
    pub fn of(answer: &Answer) -> Place {
        let first_line = answer.first_line.min(answer.line).max(1);
        Place {
            file: answer.file.clone(),
            line: answer.line,
            first_line,
            end_line: answer.end_line.max(answer.line),
            symbol: answer.symbol.clone().unwrap_or_else(|| answer.name.clone()),
        }
    }
}

impl Subject {
    /// Takes an answer of an index.
    pub fn of(navigator: &Navigator, answer: &Answer) -> Result<Subject> {
        let place = Place::of(answer);
        let source = navigator.source(&answer.file)?;
        let text = super::lines::slice(source.text.as_bytes(), place.first_line, place.end_line).to_vec();
        let commit = navigator.revision().commit.clone();
        Ok(Subject { commit, place, kind: answer.kind, language: answer.language, text })
    }
}

/// What a commit, or the way from one revision to another, did to a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It was not there before.
    Added,
    /// It is gone.
    Removed,
    /// It came from another file.
    Moved,
    /// It was made after one of another file that is still there.
    Copied,
    /// It had another name.
    Renamed,
    /// Its text is another.
    Changed,
    /// Nothing: its text is the same.
    Same,
    /// The clone knows no older commit.
    Oldest,
}

impl What {
    /// Returns the word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Removed => "removed",
            What::Moved => "moved",
            What::Copied => "copied",
            What::Renamed => "renamed",
            What::Changed => "changed",
            What::Same => "same",
            What::Oldest => "oldest",
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
