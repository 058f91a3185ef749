//! The commits that changed a path, newest first: `git rev-list`, or the same walk over trees where git is missing.

use super::program::{Lines, Next};
use super::{History, SourceError, Stop};
use git2::{Oid, Repository};
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Commits that changed one path. A merge counts only where it differs from all its parents.
pub struct Walk<'h>(Way<'h>);

enum Way<'h> {
    Program(Lines),
    Trees(Box<Trees<'h>>),
}

impl History {
    /// Begins a walk from a commit.
    pub fn touching(&self, commit: &str, path: &str) -> Result<Walk<'_>, SourceError> {
        if self.program
            && let Ok(lines) = Lines::start(&self.git, &["rev-list", commit, "--", path])
        {
            return Ok(Walk(Way::Program(lines)));
        }
        let mut trees = Trees {
            repository: &self.repository,
            path: PathBuf::from(path),
            queue: BinaryHeap::new(),
            seen: HashSet::new(),
            known: HashMap::new(),
        };
        trees.push(Oid::from_str(commit).map_err(SourceError::git(format!("read {commit}")))?);
        Ok(Walk(Way::Trees(Box::new(trees))))
    }
}

impl Walk<'_> {
    /// Returns the next commit; `None` at the end.
    pub fn next(&mut self, stop: Stop<'_>) -> Result<Option<String>, SourceError> {
        match &mut self.0 {
            Way::Program(lines) => match lines.next(stop) {
                Next::Line(line) => Ok(Some(String::from_utf8_lossy(&line).trim().to_owned())),
                Next::End(true) => Ok(None),
                Next::End(false) => {
                    Err(SourceError::Git { what: "list commits".into(), detail: "git rev-list failed".into() })
                }
                Next::Stopped => Err(SourceError::Cancelled),
            },
            Way::Trees(trees) => trees.next(stop),
        }
    }
}

/// The walk over trees.
struct Trees<'h> {
    repository: &'h Repository,
    path: PathBuf,
    /// The newest commit first.
    queue: BinaryHeap<(i64, Oid)>,
    seen: HashSet<Oid>,
    /// What a folder or the path itself is, by the tree that holds it and how many parts of the path lead there.
    known: HashMap<(Oid, usize), Option<Oid>>,
}

impl Trees<'_> {
    fn push(&mut self, id: Oid) {
        if self.seen.insert(id)
            && let Ok(commit) = self.repository.find_commit(id)
        {
            self.queue.push((commit.time().seconds(), id));
        }
    }

    fn next(&mut self, stop: Stop<'_>) -> Result<Option<String>, SourceError> {
        while let Some((_, id)) = self.queue.pop() {
            if stop() {
                return Err(SourceError::Cancelled);
            }
            let commit = self.repository.find_commit(id).map_err(SourceError::git(format!("read the commit {id}")))?;
            let here = self.entry(commit.tree_id());
            let parents: Vec<Oid> = commit.parent_ids().collect();
            let same = parents.iter().copied().find(|&parent| {
                let tree = self.repository.find_commit(parent).map(|parent| parent.tree_id());
                tree.is_ok_and(|tree| self.entry(tree) == here)
            });
            if let Some(same) = same {
                // The other parents brought nothing.
                self.push(same);
                continue;
            }
            for parent in &parents {
                self.push(*parent);
            }
            if here.is_some() || !parents.is_empty() {
                return Ok(Some(id.to_string()));
            }
        }
        Ok(None)
    }

    /// The object at the path below a tree.
    fn entry(&mut self, tree: Oid) -> Option<Oid> {
        let path = std::mem::take(&mut self.path);
        let found = self.below(tree, 0, &path);
        self.path = path;
        found
    }

    fn below(&mut self, tree: Oid, depth: usize, path: &Path) -> Option<Oid> {
        if let Some(known) = self.known.get(&(tree, depth)) {
            return *known;
        }
        let mut parts = path.iter().skip(depth);
        let name = parts.next()?.to_str()?;
        let id = self.repository.find_tree(tree).ok().and_then(|tree| tree.get_name(name).map(|entry| entry.id()));
        let found = if parts.next().is_some() { id.and_then(|id| self.below(id, depth + 1, path)) } else { id };
        self.known.insert((tree, depth), found);
        found
    }
}
