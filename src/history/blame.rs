//! Each line of a definition with the commit that wrote it.

use super::cache;
use super::subject::Subject;
use crate::source::SourceError;
use crate::source::history::{CommitInfo, History, Stop};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;

/// A line and who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blamed {
    /// Its number in the revision that was asked about.
    pub line: u32,
    /// Its text, without the line's end.
    pub text: String,
    /// The commit that wrote it.
    pub commit: CommitInfo,
    /// The path it had there.
    pub file: String,
    /// Its number there.
    pub origin: u32,
    /// Whether the clone's history ends at that commit, so that the line may be older.
    pub oldest: bool,
}

/// Tells who wrote each line of a definition, in order. Answers are kept in the folder `kept`. Errors: the definition is
/// not in the commit, an unreadable repository, `SourceError::Cancelled`.
pub fn blame(
    history: &History,
    subject: &Subject,
    kept: Option<&Path>,
    stop: Stop<'_>,
) -> Result<Vec<Blamed>, SourceError> {
    let commit = history.commit_id(&subject.commit)?;
    let place = &subject.place;
    let key = cache::Key::of("blame", &commit, place);
    if let Some(known) = kept.and_then(|folder| cache::load(folder, &key)) {
        return Ok(known);
    }
    let rows = history.blame(&commit, &place.file, place.first_line, place.end_line, stop)?;
    let text = String::from_utf8_lossy(&subject.text);
    let texts: Vec<&str> = text.lines().collect();
    let mut commits: HashMap<String, CommitInfo> = HashMap::new();
    let mut lines = Vec::new();
    for row in rows {
        let commit = match commits.get(&row.commit) {
            Some(known) => known.clone(),
            None => commits.entry(row.commit.clone()).or_insert(history.info(&row.commit)?).clone(),
        };
        let at = row.line.saturating_sub(place.first_line) as usize;
        lines.push(Blamed {
            line: row.line,
            text: texts.get(at).copied().unwrap_or_default().to_owned(),
            oldest: history.is_boundary(&commit.id),
            commit,
            file: row.file,
            origin: row.origin,
        });
    }
    if let Some(folder) = kept {
        cache::save(folder, &key, &lines);
    }
    Ok(lines)
}
