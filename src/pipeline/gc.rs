//! Throws away what no index needs: unreadable and superseded indexes, facts of other versions, blobs of no index, kept
//! answers about the past of other commits.

use super::lock::Lock;
use super::read::facts_key;
use super::{PipelineError, Progress};
use crate::facts;
use crate::index::{self, Manifest, Reader};
use crate::places::{FACTS, Places, Sizes};
use crate::store::{Key, Swept, sweep};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What was thrown away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Folders of indexes that went, with why.
    pub indexes: Vec<(PathBuf, &'static str)>,
    /// Folders of facts of other versions that went.
    pub old_facts: usize,
    /// The source texts.
    pub texts: Swept,
    /// The cached facts.
    pub facts: Swept,
    /// Bytes below the index folder before.
    pub before: u64,
    /// Bytes after.
    pub after: u64,
}

/// Collects. The lock is held: nobody writes meanwhile; readers keep what they have open.
pub fn gc(places: &Places, progress: &dyn Progress) -> Result<Collected, PipelineError> {
    let _lock = Lock::take(places)?;
    let mut collected = Collected { before: Sizes::default().below(&places.index), ..Collected::default() };
    progress.stage("look through the indexes", None);
    let (mut texts, mut facts) = (HashSet::new(), HashSet::new());
    let mut commits = HashSet::new();
    for indexed in index::catalogue(&places.index) {
        if let Ok(manifest) = &indexed.manifest {
            commits.insert(manifest.revision.commit.clone());
        }
        let verdict = match &indexed.manifest {
            Err(_) => Err("cannot be read by this program"),
            Ok(manifest) if superseded(manifest) => Err("its branch moved on"),
            Ok(_) => want(&indexed.folder, &mut texts, &mut facts).map_err(|_| "damaged"),
        };
        if let Err(why) = verdict {
            fs::remove_dir_all(&indexed.folder).map_err(failed(&indexed.folder))?;
            collected.indexes.push((indexed.folder, why));
        }
        if progress.cancelled() {
            return Err(PipelineError::Cancelled);
        }
    }
    progress.stage("rewrite packs", None);
    collected.texts = sweep(&places.texts(), |key| texts.contains(key)).map_err(failed(&places.texts()))?;
    collected.facts = sweep(&places.facts(), |key| facts.contains(key)).map_err(failed(&places.facts()))?;
    for entry in fs::read_dir(&places.index).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if name.to_string_lossy().starts_with(FACTS) && path != places.facts() {
            fs::remove_dir_all(&path).map_err(failed(&path))?;
            collected.old_facts += 1;
        }
    }
    forget(&places.history(), &commits)?;
    collected.after = Sizes::default().below(&places.index);
    Ok(collected)
}

/// Removes the answers about the past whose file names begin with other commits than these.
fn forget(folder: &Path, commits: &HashSet<String>) -> Result<(), PipelineError> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let commit = name.to_str().and_then(|name| name.split('-').next());
        if commit.is_none_or(|commit| !commits.contains(commit)) {
            fs::remove_file(entry.path()).map_err(failed(folder))?;
        }
    }
    Ok(())
}

/// An index that was made for a branch, which no name points at any more.
fn superseded(manifest: &Manifest) -> bool {
    let revision = &manifest.revision;
    revision.names.is_empty() && !revision.commit.starts_with(&revision.rev)
}

fn want(folder: &Path, texts: &mut HashSet<Key>, wanted: &mut HashSet<Key>) -> anyhow::Result<()> {
    let reader = Reader::open(folder)?;
    for (file, path) in reader.paths().enumerate() {
        let (blob, _) = reader.blob(u32::try_from(file)?)?;
        texts.insert(blob.0);
        if let Ok(dialect) = facts::classify(path) {
            wanted.insert(facts_key(blob, dialect));
        }
    }
    Ok(())
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> PipelineError {
    let what = format!("clean {}", path.display());
    move |error| PipelineError::Io { what, error }
}
