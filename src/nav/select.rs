//! Which index answers: revisions are keyed by (repository, commit) and chosen from manifests alone, without git.

use crate::index::{self, Indexed, Manifest};
use crate::places::{Places, State, checkout_around};
use std::path::PathBuf;

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
    /// No revision of the wanted repository is indexed.
    #[error("no revision of {wanted} is indexed")]
    UnknownRepository {
        /// What was asked for.
        wanted: String,
        /// The repositories that are.
        have: Vec<String>,
    },
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
        /// Its revision, or its folder where the revision cannot be read any more.
        rev: String,
        /// Its format.
        found: u32,
        /// Ours.
        want: u32,
    },
    /// The index cannot be read.
    #[error("the index of {rev} is damaged: {what}")]
    Damaged {
        /// Its revision, or its folder.
        rev: String,
        /// What failed.
        what: String,
    },
}

impl OpenError {
    /// Joins what `index` says with the name of the index.
    pub(super) fn of(error: index::OpenError, rev: &str) -> Self {
        let rev = rev.to_owned();
        match error {
            index::OpenError::Missing => OpenError::NotIndexed { wanted: rev, have: Vec::new() },
            index::OpenError::OldFormat { found, want } => OpenError::OldFormat { rev, found, want },
            index::OpenError::Damaged(what) => OpenError::Damaged { rev, what },
        }
    }
}

/// Returns what is indexed and readable, newest first.
pub fn available(places: &Places) -> Vec<Manifest> {
    let mut known: Vec<Manifest> =
        index::catalogue(&places.index).into_iter().filter_map(|indexed| indexed.manifest.ok()).collect();
    known.sort_by_cached_key(|manifest| std::cmp::Reverse(newness(manifest)));
    known
}

/// Returns the folder and manifest that a selection means.
pub(super) fn choose(places: &Places, selection: &Selection) -> Result<(PathBuf, Manifest), OpenError> {
    let hints = Hints {
        here: std::env::current_dir().ok().and_then(|folder| checkout_around(&folder)),
        last: State::load(places).repository,
    };
    choose_from(index::catalogue(&places.index), selection, &hints)
}

/// What decides between repositories when none was named.
#[derive(Default)]
struct Hints {
    /// The checkout around the current directory.
    here: Option<PathBuf>,
    /// The repository used last.
    last: Option<String>,
}

fn choose_from(all: Vec<Indexed>, selection: &Selection, hints: &Hints) -> Result<(PathBuf, Manifest), OpenError> {
    let mut broken = None;
    let mut usable = Vec::new();
    for Indexed { folder, manifest } in all {
        match manifest {
            Ok(manifest) => usable.push((folder, normal(&manifest.revision.repository), manifest)),
            Err(error) => broken = Some(OpenError::of(error, &folder.display().to_string())),
        }
    }
    if usable.is_empty() {
        return Err(broken.unwrap_or(OpenError::NothingIndexed));
    }
    usable.sort_by_cached_key(|(_, _, manifest)| std::cmp::Reverse(newness(manifest)));
    let not_indexed = |wanted: &str| OpenError::NotIndexed {
        wanted: wanted.to_owned(),
        have: usable.iter().map(|(_, _, manifest)| manifest.revision.rev.clone()).collect(),
    };
    let is_known = |name: &String| usable.iter().any(|(_, repository, _)| repository == name);
    let is_meant = |manifest: &Manifest| selection.rev.as_deref().is_none_or(|rev| manifest.revision.is_called(rev));

    let repository = if let Some(repo) = &selection.repo {
        let wanted = Some(normal(repo)).filter(is_known);
        let unknown = || {
            let mut have: Vec<_> = usable.iter().map(|(_, _, manifest)| manifest.revision.repository.clone()).collect();
            have.sort_unstable();
            have.dedup();
            OpenError::UnknownRepository { wanted: repo.clone(), have }
        };
        Some(wanted.ok_or_else(unknown)?)
    } else {
        let here = hints.here.as_ref().map(|folder| normal(&folder.to_string_lossy())).filter(is_known);
        let last = hints.last.as_deref().map(normal).filter(|last| {
            // A revision that only another repository has is meant there.
            usable.iter().any(|(_, repository, manifest)| repository == last && is_meant(manifest))
        });
        here.or(last).or_else(|| {
            let meant = usable.iter().filter(|(_, _, manifest)| is_meant(manifest));
            meant.max_by_key(|(_, _, manifest)| manifest.indexed_at).map(|(_, repository, _)| repository.clone())
        })
    };
    let place = usable
        .iter()
        .position(|(_, name, manifest)| repository.as_ref().is_none_or(|wanted| wanted == name) && is_meant(manifest));
    let Some(place) = place else { return Err(not_indexed(selection.rev.as_deref().unwrap_or("this repository"))) };
    let (folder, _, manifest) = usable.swap_remove(place);
    Ok((folder, manifest))
}

/// Orders revisions: a development branch above all, then by release, then by age.
fn newness(manifest: &Manifest) -> (bool, Vec<u32>, i64, u64) {
    let revision = &manifest.revision;
    let named = std::iter::once(&revision.rev).chain(&revision.names);
    let release = named.filter_map(|name| release(name)).max();
    (release.is_none(), release.unwrap_or_default(), revision.time, manifest.indexed_at)
}

/// Reads `v3.13.5`, `v3.14.0rc2` or `3.13` as numbers that sort as releases do.
fn release(name: &str) -> Option<Vec<u32>> {
    let text = name.strip_prefix('v').unwrap_or(name);
    if !text.starts_with(|c: char| c.is_ascii_digit()) || !text.contains('.') {
        return None;
    }
    let stage_at = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (numbers, stage) = text.split_at(stage_at);
    let mut parts: Vec<u32> = numbers.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    // A maintenance branch is ahead of its releases.
    let last = if name.starts_with('v') { 0 } else { u32::MAX };
    parts.resize(3, last);
    let digits = stage.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let serial = digits.parse::<u32>().unwrap_or(0);
    parts.push(match stage.chars().next() {
        None => u32::MAX,
        Some('a') => serial,
        Some('b') => 1_000 + serial,
        Some(_) => 2_000 + serial,
    });
    Some(parts)
}

/// Makes two ways to write the same repository equal.
fn normal(repository: &str) -> String {
    let path = std::fs::canonicalize(repository);
    let text = path.map_or_else(|_| repository.to_owned(), |path| path.to_string_lossy().into_owned());
    let text = text.trim_end_matches('/');
    text.strip_suffix("/.git").or_else(|| text.strip_suffix(".git")).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Revision;

    fn indexed(repository: &str, rev: &str, names: &[&str], time: i64) -> Indexed {
        let mut manifest = Manifest::new(Revision {
            rev: rev.to_owned(),
            commit: format!("{time:040x}"),
            time,
            names: names.iter().map(|&name| name.to_owned()).collect(),
            repository: repository.to_owned(),
            web: None,
        });
        manifest.indexed_at = time.unsigned_abs();
        Indexed { folder: PathBuf::from(format!("{repository}/{rev}")), manifest: Ok(manifest) }
    }

    fn chosen(rev: Option<&str>, repo: Option<&str>, here: Option<&str>) -> String {
        let hints = Hints { here: here.map(PathBuf::from), last: None };
        let all = vec![
            indexed("/a", "v3.13.5", &["v3.13.5"], 50),
            indexed("/a", "v3.14.0", &["v3.14.0"], 40),
            indexed("/a", "v3.14.0rc3", &["v3.14.0rc3"], 39),
            indexed("/b", "v3.11.2", &["v3.11.2"], 60),
        ];
        let selection = Selection { repo: repo.map(str::to_owned), rev: rev.map(str::to_owned) };
        match choose_from(all, &selection, &hints) {
            Ok((folder, _)) => folder.display().to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_newest_release_of_the_repository_used_last_answers() {
        assert_eq!(chosen(None, None, None), "/b/v3.11.2");
        assert_eq!(chosen(None, Some("/a"), None), "/a/v3.14.0");
        assert_eq!(chosen(None, None, Some("/a")), "/a/v3.14.0");
        assert_eq!(chosen(None, None, Some("/elsewhere")), "/b/v3.11.2");
    }

    #[test]
    fn a_revision_is_named_by_tag_version_or_commit() {
        assert_eq!(chosen(Some("v3.13.5"), None, None), "/a/v3.13.5");
        assert_eq!(chosen(Some("3.13.5"), None, None), "/a/v3.13.5");
        assert_eq!(chosen(Some(&format!("{:040x}", 40)), None, None), "/a/v3.14.0");
        assert_eq!(chosen(Some("v3.12.0"), None, None), "v3.12.0 is not indexed");
        assert_eq!(chosen(None, Some("/c"), None), "no revision of /c is indexed");
    }

    #[test]
    fn releases_sort_as_people_count_them() {
        let order = ["3.13", "v3.13.5", "v3.13.0", "v3.13.0rc2", "v3.13.0b1", "v3.13.0a6", "v3.9.20"];
        let numbers: Vec<_> = order.iter().map(|name| release(name)).collect();
        assert!(numbers.is_sorted_by(|a, b| a > b), "{numbers:?}");
        assert_eq!(release("main"), None);
    }
}
