//! The commits that touched one definition, newest first.
//!
//! What is looked for, what is found, and what was kept from earlier runs; `track` does the work.

use super::cache;
use super::subject::{Place, Subject, What};
use super::track::Tracker;
use crate::source::SourceError;
use crate::source::history::{CommitInfo, History, Stop};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How much is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// At most so many commits that touched the definition.
    pub touches: usize,
    /// At most so many commits of its files are looked at.
    pub commits: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { touches: 20, commits: 5_000 }
    }
}

/// A commit that touched a definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    /// The commit.
    pub commit: CommitInfo,
    /// What it did. A definition that was moved may have been renamed as well: compare the places.
    pub what: What,
    /// Where the definition was after the commit; for `Removed` before it.
    pub place: Place,
    /// Where it was before, unless it was added.
    pub before: Option<Place>,
    /// Whether the text is another.
    pub changed: bool,
    /// The unified diff of the definition; empty where the texts are equal.
    pub patch: String,
}

/// How a log ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// At the commit that added the definition.
    Whole,
    /// `Limits::touches` were found.
    Touches,
    /// `Limits::commits` were looked at.
    Commits,
    /// The clone's history ends there.
    Shallow,
    /// Contents of older commits are not in the clone.
    Missing,
    /// The person stopped it.
    Stopped,
}

/// What a log found beside the commits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// How it ended.
    pub end: End,
    /// Commits told.
    pub touches: usize,
    /// Commits looked at.
    pub commits: usize,
    /// Whether it was kept from an earlier run.
    #[serde(skip)]
    pub kept: bool,
}

/// Tells the commits that touched a definition, each as it is found. Answers are kept in the folder `kept`; a commit
/// stands for its files, so what is kept there stays right. Errors: no such commit, an unreadable repository.
pub fn log(
    history: &History,
    subject: &Subject,
    limits: &Limits,
    kept: Option<&Path>,
    stop: Stop<'_>,
    each: &mut dyn FnMut(&Touch),
) -> Result<Log, SourceError> {
    let commit = history.commit_id(&subject.commit)?;
    let key = cache::Key::of("log", &commit, &subject.place);
    if let Some((touches, log)) = kept.and_then(|folder| cache::load::<(Vec<Touch>, Log)>(folder, &key))
        && (touches.len() >= limits.touches || !matches!(log.end, End::Touches | End::Commits))
    {
        touches.iter().take(limits.touches).for_each(&mut *each);
        let end = if touches.len() > limits.touches { End::Touches } else { log.end };
        return Ok(Log { end, touches: touches.len().min(limits.touches), kept: true, ..log });
    }
    let mut told = Vec::new();
    let mut tracker = Tracker::new(history, subject, &commit)?;
    let end = tracker.run(&commit, limits, stop, &mut |touch| {
        each(&touch);
        told.push(touch);
    })?;
    let log = Log { end, touches: told.len(), commits: tracker.commits, kept: false };
    if let Some(folder) = kept.filter(|_| end != End::Stopped) {
        cache::save(folder, &key, &(told, &log));
    }
    Ok(log)
}
