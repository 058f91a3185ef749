//! Runs the stages in order: source -> facts -> links -> index. Both edges call it; it prints nothing.

mod acquire;
mod cpu;
mod gc;
mod lock;
mod progress;
mod quiet;
mod read;
mod update;

pub use acquire::{acquire, is_cpython, local, locate, mebibytes, refresh};
pub use gc::{Collected, gc};
pub use progress::{Progress, Silent};
pub use update::{Updated, update};

use crate::index::{self, Manifest, Report, SyntaxRow};
use crate::links::{self, Input};
use crate::model::{Dialect, Revision};
use crate::places::{Places, State};
use crate::source::{Snapshot, Source, SourceError};
use crate::store::{Packs, sweep};
use lock::Lock;
use progress::Timed;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What wrote an index: an index of another build is built again.
pub const TOOL: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("CPYNAV_BUILT_FROM"), ")");

/// Deeply nested sources need deep recursion; the system gives memory only as it is used.
const STACK_BYTES: usize = 32 << 20;

/// A folder with more packs than this is rewritten as one.
const MANY_PACKS: usize = 24;

/// An index that is ready to be asked.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its folder.
    pub folder: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// Whether it was there already: nothing was built.
    pub already: bool,
}

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The sources are at fault.
    #[error(transparent)]
    Source(SourceError),
    /// Another process writes into the same index folder.
    #[error("another cpynav{} is writing into this index folder", process.map(|id| format!(" (process {id})")).unwrap_or_default())]
    Busy {
        /// Its number, where it told.
        process: Option<u32>,
    },
    /// No file has a reader.
    #[error("there are no sources in {0}")]
    NoSources(String),
    /// The person stopped it.
    #[error("interrupted")]
    Cancelled,
    /// The file system failed.
    #[error("cannot {what}: {error}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The index could not be written.
    #[error("{0:#}")]
    Index(anyhow::Error),
}

impl From<SourceError> for PipelineError {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::Cancelled => PipelineError::Cancelled,
            error => PipelineError::Source(error),
        }
    }
}

impl PipelineError {
    /// Returns what to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            PipelineError::Source(error) => error.hint(),
            PipelineError::Busy { .. } => Some("wait for it, or use another folder: --index-dir DIR".into()),
            PipelineError::NoSources(_) => Some("name a clone or an unpacked release of CPython: --repo PATH".into()),
            PipelineError::Io { error, .. } => match error.kind() {
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::StorageFull => {
                    Some("use another folder: --index-dir DIR".into())
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// Indexes a revision of a source; see `Source::resolve`. Returns at once when this program has done so before.
pub fn run(
    source: &Source,
    rev: Option<&str>,
    places: &Places,
    progress: &dyn Progress,
) -> Result<Outcome, PipelineError> {
    build(&source.resolve(rev)?, places, false, progress)
}

/// Indexes a snapshot; `force` builds again what is there.
pub fn build(
    snapshot: &Snapshot,
    places: &Places,
    force: bool,
    progress: &dyn Progress,
) -> Result<Outcome, PipelineError> {
    let revision = &snapshot.revision;
    let folder = index::folder_of(&places.index, revision);
    let current = index::read_manifest(&folder).ok().filter(|manifest| manifest.tool == TOOL && !force);
    let (manifest, already) = match current {
        Some(manifest) => (renamed(&folder, manifest, revision)?, true),
        None => (write(snapshot, &folder, places, force, progress)?, false),
    };
    take_names(places, &folder, revision);
    // Only a convenience of the next run. Who tried the sample does not mean it from then on.
    if revision.repository != Source::sample().repository() {
        let _ = State { repository: Some(revision.repository.clone()) }.save(places);
    }
    Ok(Outcome { folder, manifest, already })
}

fn write(
    snapshot: &Snapshot,
    folder: &Path,
    places: &Places,
    force: bool,
    progress: &dyn Progress,
) -> Result<Manifest, PipelineError> {
    let _lock = Lock::take(places)?;
    let progress = &Timed::new(progress);
    let cpu = cpu::seconds();
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build();
    let pool = pool.map_err(|error| PipelineError::Index(error.into()))?;
    progress.stage("list files", None);
    let bases = if force { Vec::new() } else { bases(places, &snapshot.revision) };
    let mut read = read::read(snapshot, places, bases.first().map(PathBuf::as_path), &pool, progress)?;
    if read.inputs.is_empty() {
        return Err(PipelineError::NoSources(snapshot.revision.repository.clone()));
    }

    let mut manifest = Manifest::new(snapshot.revision.clone());
    TOOL.clone_into(&mut manifest.tool);
    manifest.python = python_version(&read.inputs);
    let parsed = read.inputs.len() - read.cached;
    manifest.counts = [
        ("in the revision", snapshot.entries.len()),
        ("left out", read.skipped.len()),
        ("parsed", parsed),
        ("from the cache", read.cached),
    ]
    .map(|(name, count)| (name.to_owned(), count as u64))
    .to_vec();
    let report = Report {
        syntax: syntax(&read.inputs),
        c_bytes: c_bytes(&read.inputs),
        skipped: read.skipped,
        ..Report::default()
    };

    progress.stage("link", None);
    let graph = pool.install(|| links::resolve(&mut read.inputs));
    if progress.cancelled() {
        return Err(PipelineError::Cancelled);
    }
    progress.stage("write the index", Some((graph.definitions.len() + graph.names.len()) as u64));
    let mut told = 0;
    let written = index::update(folder, &graph, &manifest, &report, &bases, &mut |done, _| {
        progress.advance(done.saturating_sub(told));
        told = done;
        !progress.cancelled()
    });
    if progress.cancelled() && written.is_err() {
        return Err(PipelineError::Cancelled);
    }
    written.map_err(PipelineError::Index)?;
    if progress.is_last() {
        // Giving back a million texts one by one, and the heaps of threads that end, takes a twentieth of an update.
        std::mem::forget((graph, read.inputs, pool));
    }
    merge(places);
    // Only now is it known how long writing took.
    let mut manifest = index::read_manifest(folder).map_err(|error| PipelineError::Index(error.into()))?;
    manifest.timings = progress.seconds();
    manifest.cpu = cpu::seconds().zip(cpu).map(|(now, before)| now - before);
    index::write_manifest(folder, &manifest).map_err(PipelineError::Index)?;
    Ok(manifest)
}

/// The indexes that this program made of the same repository, those next in time first.
fn bases(places: &Places, revision: &Revision) -> Vec<PathBuf> {
    let mut known: Vec<(u64, PathBuf)> = index::catalogue(&places.index)
        .into_iter()
        .filter_map(|indexed| Some((indexed.manifest.ok()?, indexed.folder)))
        .filter(|(manifest, _)| manifest.tool == TOOL && manifest.revision.repository == revision.repository)
        .map(|(manifest, folder)| (manifest.revision.time.abs_diff(revision.time), folder))
        .collect();
    known.sort();
    known.into_iter().map(|(_, folder)| folder).collect()
}

/// Joins packs once there are many: a search asks one after the other. What fails is tried again the next time.
fn merge(places: &Places) {
    for folder in [places.facts(), places.texts()] {
        if Packs::open(&folder).count() > MANY_PACKS {
            let _ = sweep(&folder, |_| true);
        }
    }
}

fn syntax(inputs: &[Input]) -> Vec<SyntaxRow> {
    let dirty = inputs.iter().filter(|input| input.facts.syntax.errors > 0 || input.facts.syntax.error_bytes > 0);
    let row = |input: &Input| SyntaxRow {
        file: input.path.to_string(),
        bytes: input.facts.bytes,
        errors: input.facts.syntax.errors,
        error_bytes: input.facts.syntax.error_bytes,
        first_line: input.facts.syntax.spots.first().map_or(0, |spot| spot.line),
        construct: input.facts.syntax.spots.first().map_or_else(String::new, |spot| spot.text.to_string()),
    };
    dirty.map(row).collect()
}

/// The bytes of all C files.
fn c_bytes(inputs: &[Input]) -> u64 {
    let is_c = |input: &&Input| matches!(input.facts.dialect, Dialect::C | Dialect::Bytecodes);
    inputs.iter().filter(is_c).map(|input| u64::from(input.facts.bytes)).sum()
}

/// The version these sources say they are: a string that `Include/patchlevel.h` defines.
fn python_version(inputs: &[Input]) -> Option<String> {
    let at = inputs.binary_search_by(|input| (*input.path).cmp("Include/patchlevel.h")).ok()?;
    let version = inputs[at].facts.c.as_ref()?.macros.iter().find(|it| &*it.name == "PY_VERSION")?;
    Some(version.body.trim().trim_matches('"').to_owned()).filter(|text| !text.is_empty())
}

/// The index of this commit is there; the names that point at it may be others by now.
fn renamed(folder: &Path, mut manifest: Manifest, revision: &Revision) -> Result<Manifest, PipelineError> {
    let mut fresh = revision.clone();
    if !fresh.names.contains(&fresh.rev) {
        // Asked for by its number: the name it was indexed under says more.
        fresh.rev.clone_from(&manifest.revision.rev);
    }
    if manifest.revision != fresh {
        manifest.revision = fresh;
        index::write_manifest(folder, &manifest).map_err(PipelineError::Index)?;
    }
    Ok(manifest)
}

/// A branch that moved here names no older index any more.
fn take_names(places: &Places, folder: &Path, revision: &Revision) {
    for other in index::catalogue(&places.index) {
        let Ok(mut manifest) = other.manifest else { continue };
        let before = manifest.revision.names.len();
        manifest.revision.names.retain(|name| !revision.names.contains(name));
        let ours = manifest.revision.repository == revision.repository && other.folder != folder;
        if ours && manifest.revision.names.len() < before {
            // An index that cannot be told keeps a stale name: the newest one answers anyway.
            let _ = index::write_manifest(&other.folder, &manifest);
        }
    }
}
