//! A revision's name -> the commit, all names that point at it, and its files.

use super::web::web_address;
use super::{Origin, Snapshot, SourceError, git};
use crate::model::{Entry, EntryKind, Revision};
use git2::{Commit, ErrorCode, ObjectType, Oid, Reference, Repository};
use std::collections::BTreeSet;
use std::path::Path;

/// How many near names a hint shows.
const NEAR: usize = 5;

/// Resolves a revision of the repository at a git folder; see `Source::resolve`.
pub(super) fn snapshot(path: &Path, name: &str, rev: Option<&str>) -> Result<Snapshot, SourceError> {
    let repository = git::open(path)?;
    let (commit, shown) = match rev {
        Some(rev) => (find(&repository, name, rev)?, Some(rev.to_owned())),
        None => head(&repository, name)?,
    };
    let revision = revision(&repository, name, &commit, shown)?;
    let tree = commit.tree().map_err(SourceError::git(format!("read the files of {}", revision.commit)))?;
    let mut entries = Vec::new();
    walk(&repository, tree.id(), &mut Vec::new(), &mut entries)?;
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(Snapshot { revision, entries, origin: Origin { git: Some(path.to_owned()), ..Origin::default() } })
}

/// Whether a revision can be resolved.
pub(super) fn knows(repository: &Repository, rev: &str) -> bool {
    find(repository, "", rev).is_ok()
}

fn find<'r>(repository: &'r Repository, name: &str, rev: &str) -> Result<Commit<'r>, SourceError> {
    // Tags first: what is asked for by name is mostly a release. The last form lets `3.13.5` find `v3.13.5`.
    for full in [
        format!("refs/tags/{rev}"),
        format!("refs/heads/{rev}"),
        format!("refs/remotes/origin/{rev}"),
        format!("refs/tags/v{rev}"),
    ] {
        if let Ok(reference) = repository.find_reference(&full) {
            return reference.peel_to_commit().map_err(SourceError::git(format!("read the commit of {rev}")));
        }
    }
    let object = repository.revparse_single(rev).map_err(|error| match error.code() {
        ErrorCode::Ambiguous => SourceError::Ambiguous { rev: rev.to_owned(), repository: name.to_owned() },
        _ => unknown(repository, name, rev),
    })?;
    object.peel_to_commit().map_err(|_| unknown(repository, name, rev))
}

fn unknown(repository: &Repository, name: &str, rev: &str) -> SourceError {
    let mut near: Vec<String> = Vec::new();
    for reference in repository.references().into_iter().flatten().flatten() {
        if let Some(short) = short_name(&reference)
            && (short.contains(rev) || (short.len() > 2 && rev.contains(&short)))
        {
            near.push(short);
        }
    }
    near.sort_by_key(|short| (short.len().abs_diff(rev.len()), short.clone()));
    near.dedup();
    near.truncate(NEAR);
    SourceError::NoRevision { rev: rev.to_owned(), repository: name.to_owned(), near }
}

/// `HEAD`, and the branch it stands on.
fn head<'r>(repository: &'r Repository, name: &str) -> Result<(Commit<'r>, Option<String>), SourceError> {
    let head = repository.head().map_err(|_| SourceError::Empty(name.to_owned()))?;
    let commit = head.peel_to_commit().map_err(SourceError::git("read the commit of HEAD"))?;
    let branch = if head.is_branch() { head.shorthand().ok().map(str::to_owned) } else { None };
    Ok((commit, branch))
}

fn revision(
    repository: &Repository,
    name: &str,
    commit: &Commit<'_>,
    shown: Option<String>,
) -> Result<Revision, SourceError> {
    let names = names(repository, commit.id())?;
    let hex = commit.id().to_string();
    let rev = shown.or_else(|| names.first().cloned()).unwrap_or_else(|| hex[..12].to_owned());
    let remote = repository.find_remote("origin").ok();
    Ok(Revision {
        rev,
        commit: hex,
        time: commit.time().seconds(),
        names,
        repository: name.to_owned(),
        web: remote.and_then(|remote| web_address(remote.url().ok()?)),
    })
}

/// Tags and branches that point at a commit, sorted. A branch of `origin` that has no local twin counts by its short
/// name too, as `find` would take it.
fn names(repository: &Repository, commit: Oid) -> Result<Vec<String>, SourceError> {
    let mut names = BTreeSet::new();
    let references = repository.references().map_err(SourceError::git("list tags and branches"))?;
    for reference in references.flatten() {
        // There are hundreds of tags; what they peel to is mostly known without reading them.
        let points_here = || match reference.target_peel().or(reference.target().filter(|_| !reference.is_tag())) {
            Some(target) => target == commit,
            None => reference.peel(ObjectType::Commit).is_ok_and(|object| object.id() == commit),
        };
        if let Some(short) = short_name(&reference).filter(|_| points_here()) {
            if let Some(branch) = short.strip_prefix("origin/").filter(|_| reference.is_remote())
                && repository.find_reference(&format!("refs/heads/{branch}")).is_err()
            {
                names.insert(branch.to_owned());
            }
            names.insert(short);
        }
    }
    Ok(names.into_iter().collect())
}

/// The short name of a tag or branch; other references have none.
fn short_name(reference: &Reference<'_>) -> Option<String> {
    let full = reference.name().ok()?;
    let known = ["refs/tags/", "refs/heads/", "refs/remotes/"];
    let short = known.iter().find_map(|prefix| full.strip_prefix(prefix))?;
    (!short.ends_with("/HEAD")).then(|| short.to_owned())
}

fn walk(repository: &Repository, tree: Oid, prefix: &mut Vec<u8>, out: &mut Vec<Entry>) -> Result<(), SourceError> {
    let tree = repository.find_tree(tree).map_err(SourceError::git(format!("read the tree {tree}")))?;
    for entry in &tree {
        let length = prefix.len();
        prefix.extend_from_slice(entry.name_bytes());
        let kind = match entry.filemode_raw() & 0o170_000 {
            0o040_000 => {
                prefix.push(b'/');
                walk(repository, entry.id(), prefix, out)?;
                prefix.truncate(length);
                continue;
            }
            0o120_000 => EntryKind::Symlink,
            0o160_000 => EntryKind::Submodule,
            _ => EntryKind::File,
        };
        out.push(Entry {
            path: String::from_utf8_lossy(prefix).into_owned(),
            lossy_path: std::str::from_utf8(prefix).is_err(),
            blob: git::blob_id(entry.id()),
            kind,
        });
        prefix.truncate(length);
    }
    Ok(())
}
