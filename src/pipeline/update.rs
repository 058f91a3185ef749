//! Brings what is indexed up to date: fetches, resolves the same revisions again, indexes those that point elsewhere.

use super::{Outcome, PipelineError, Progress, build, refresh};
use crate::index;
use crate::model::Revision;
use crate::places::Places;
use crate::source::fetch::Address;
use crate::source::{Source, SourceError};
use std::collections::{BTreeMap, BTreeSet};

/// How an update of one repository ended.
#[derive(Debug)]
pub struct Updated {
    /// The repository as its indexes name it.
    pub repository: String,
    /// Its revisions, or why it could not be brought up to date.
    pub outcome: Result<Vec<Outcome>, PipelineError>,
}

/// Updates a repository, or all that are indexed. A repository that cannot be updated does not stop the others; a
/// person's wish to stop does.
pub fn update(repo: Option<&str>, places: &Places, progress: &dyn Progress) -> Result<Vec<Updated>, PipelineError> {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for indexed in index::catalogue(&places.index) {
        let Ok(manifest) = indexed.manifest else { continue };
        let Revision { repository, rev, .. } = manifest.revision;
        known.entry(repository).or_default().insert(rev);
    }
    if let Some(repo) = repo {
        let wanted = same(&Address::parse(repo));
        known.retain(|repository, _| same(&Address::parse(repository)) == wanted);
    }
    // The sample is part of the program.
    known.remove(Source::sample().repository());
    let mut all = Vec::new();
    for (repository, revs) in known {
        let outcome = one(&repository, &revs, places, progress);
        if matches!(outcome, Err(PipelineError::Cancelled)) {
            return Err(PipelineError::Cancelled);
        }
        all.push(Updated { repository, outcome });
    }
    Ok(all)
}

/// Makes two ways to write one repository equal.
fn same(address: &Address) -> Address {
    match address {
        Address::Local(path) => Address::Local(path.canonicalize().unwrap_or_else(|_| path.clone())),
        Address::Remote(url) => Address::Remote(url.trim_end_matches('/').trim_end_matches(".git").to_owned()),
    }
}

fn one(
    repository: &str,
    revs: &BTreeSet<String>,
    places: &Places,
    progress: &dyn Progress,
) -> Result<Vec<Outcome>, PipelineError> {
    let source = match Address::parse(repository) {
        Address::Local(path) => Source::open(&path)?,
        Address::Remote(url) => {
            refresh(&url, places, progress)?;
            Source::open(&places.clone_of(&url))?
        }
    };
    let mut outcomes = Vec::new();
    for rev in revs {
        let snapshot = if source.has_no_history() || rev == Source::WORKTREE {
            source.worktree()?
        } else {
            match source.resolve(Some(rev)) {
                // A branch that was deleted keeps its last index.
                Err(SourceError::NoRevision { .. }) => continue,
                other => other?,
            }
        };
        outcomes.push(build(&snapshot, places, false, progress)?);
    }
    Ok(outcomes)
}
