//! The files of a revision -> their facts, from the cache or freshly extracted; source texts go into their pack.
//!
//! A blob that stands at several paths is read once. No more texts are in memory than there are threads.

use super::{PipelineError, Progress, quiet};
use crate::facts::{self, Earlier};
use crate::index::Reader;
use crate::links::Input;
use crate::model::{BlobId, Dialect, Entry, EntryKind, FileFacts, Skip, SkipReason};
use crate::places::Places;
use crate::source::{BlobReader, Snapshot, SourceError};
use crate::store::{Cursor, Key, PackWriter, Packs};
use rayon::ThreadPool;
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What reading a revision gives.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Files with facts, sorted by path.
    pub inputs: Vec<Input>,
    /// Files left out, sorted by path.
    pub skipped: Vec<Skip>,
    /// Files whose facts came from the cache.
    pub cached: usize,
}

/// A blob to be read with one reader, for all its paths.
struct Task {
    blob: BlobId,
    dialect: Dialect,
    /// Indexes into the snapshot's entries.
    entries: Vec<usize>,
    has_facts: bool,
    has_text: bool,
    /// What stands at the path in the revision that was indexed before.
    earlier: Option<BlobId>,
}

enum Done {
    Facts { facts: Arc<FileFacts>, cached: bool },
    Skip(SkipReason),
}

/// Reads all files that have a reader. `base` is the folder of the likest index there is: what a file shares with its
/// state there costs less.
pub(super) fn read(
    snapshot: &Snapshot,
    places: &Places,
    base: Option<&Path>,
    pool: &ThreadPool,
    progress: &dyn Progress,
) -> Result<Read, PipelineError> {
    let write = |error: io::Error| PipelineError::Io { what: format!("write below {}", places.index.display()), error };
    let stores = Stores { facts: Packs::open(&places.facts()), texts: Packs::open(&places.texts()) };
    let (mut tasks, mut read) = plan(&snapshot.entries, &stores);
    find_earlier(&mut tasks, &snapshot.entries, base);
    order(&mut tasks, snapshot, &stores, pool)?;
    if progress.cancelled() {
        return Err(PipelineError::Cancelled);
    }
    progress.begins(snapshot);
    progress.stage("read and parse", Some(tasks.len() as u64));
    let writers = Writers {
        facts: PackWriter::create(&places.facts()).map_err(write)?,
        texts: PackWriter::create(&places.texts()).map_err(write)?,
    };
    let results = work(&tasks, snapshot, &stores, &writers, pool, progress);
    // What was read so far is whole and serves the next run, even when this one was stopped.
    writers.texts.finish().and_then(|()| writers.facts.finish()).map_err(write)?;
    for (task, done) in results? {
        for &entry in &tasks[task].entries {
            let path = &snapshot.entries[entry].path;
            match &done {
                Done::Facts { facts, cached } => {
                    read.cached += usize::from(*cached);
                    let path = path.as_str().into();
                    read.inputs.push(Input { path, blob: tasks[task].blob, facts: Arc::clone(facts) });
                }
                Done::Skip(reason) => read.skipped.push(Skip { path: path.clone(), reason: *reason }),
            }
        }
    }
    read.inputs.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    read.skipped.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    if progress.cancelled() { Err(PipelineError::Cancelled) } else { Ok(read) }
}

/// Returns the key of a blob's facts: one blob may be read in two dialects (an empty file is C and Python).
pub(super) fn facts_key(blob: BlobId, dialect: Dialect) -> Key {
    let mut key = blob.0;
    key[19] = key[19].wrapping_add(dialect as u8);
    key
}

struct Stores {
    facts: Packs,
    texts: Packs,
}

struct Writers {
    facts: PackWriter,
    texts: PackWriter,
}

/// Sorts entries into tasks and files that are left out by their name or kind.
fn plan(entries: &[Entry], stores: &Stores) -> (Vec<Task>, Read) {
    let mut tasks: Vec<Task> = Vec::new();
    let mut known: HashMap<(BlobId, Dialect), usize> = HashMap::new();
    let mut read = Read::default();
    for (at, entry) in entries.iter().enumerate() {
        let verdict = match entry.kind {
            EntryKind::File => facts::classify(&entry.path),
            EntryKind::Symlink => Err(SkipReason::Symlink),
            EntryKind::Submodule => Err(SkipReason::Submodule),
        };
        match verdict {
            Ok(dialect) => {
                let task = *known.entry((entry.blob, dialect)).or_insert_with(|| {
                    tasks.push(Task {
                        blob: entry.blob,
                        dialect,
                        entries: Vec::new(),
                        has_facts: stores.facts.contains(&facts_key(entry.blob, dialect)),
                        has_text: stores.texts.contains(&entry.blob.0),
                        earlier: None,
                    });
                    tasks.len() - 1
                });
                tasks[task].entries.push(at);
            }
            Err(reason) => read.skipped.push(Skip { path: entry.path.clone(), reason }),
        }
    }
    (tasks, read)
}

/// Looks up what an index holds at the paths of files that were never read; an index that cannot be read holds nothing.
fn find_earlier(tasks: &mut [Task], entries: &[Entry], base: Option<&Path>) {
    let mut fresh = tasks.iter_mut().filter(|task| !task.has_facts).peekable();
    let Some(base) = base.filter(|_| fresh.peek().is_some()).and_then(|base| Reader::open(base).ok()) else { return };
    for task in fresh {
        let file = task.entries.iter().find_map(|entry| base.file(&entries[*entry].path));
        task.earlier = file.and_then(|file| base.blob(file).ok()).map(|(blob, _)| blob);
    }
}

/// Puts the largest files first, so that no thread is left alone with one at the end; then what is cached, as it lies
/// on disk.
fn order(tasks: &mut Vec<Task>, snapshot: &Snapshot, stores: &Stores, pool: &ThreadPool) -> Result<(), SourceError> {
    let sizes = each(tasks, snapshot, pool, |reader, task: &Task| {
        let fresh = !(task.has_facts && task.has_text);
        // What has no size says why when it is read.
        fresh.then(|| reader.size(&snapshot.entries[task.entries[0]]).unwrap_or(0))
    })?;
    let cursor = stores.facts.cursor();
    let mut keyed: Vec<_> = std::mem::take(tasks).into_iter().zip(sizes).collect();
    keyed.sort_by_cached_key(|(task, size)| match size {
        Some(size) => (false, u64::MAX - size, None),
        None => (true, 0, cursor.rank(&facts_key(task.blob, task.dialect))),
    });
    tasks.extend(keyed.into_iter().map(|(task, _)| task));
    Ok(())
}

/// Runs a function over all tasks on all threads, with a reader for each.
fn each<T: Send>(
    tasks: &[Task],
    snapshot: &Snapshot,
    pool: &ThreadPool,
    run: impl Fn(&BlobReader, &Task) -> T + Sync,
) -> Result<Vec<T>, SourceError> {
    let next = AtomicUsize::new(0);
    let parts = pool.broadcast(|_| {
        let reader = snapshot.reader()?;
        let mut part = Vec::new();
        while let Some((at, task)) = take(&next, tasks) {
            part.push((at, run(&reader, task)));
        }
        Ok(part)
    });
    let mut all = Vec::with_capacity(tasks.len());
    for part in parts {
        all.extend(part?);
    }
    all.sort_unstable_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, value)| value).collect())
}

fn take<'t>(next: &AtomicUsize, tasks: &'t [Task]) -> Option<(usize, &'t Task)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    tasks.get(at).map(|task| (at, task))
}

fn work(
    tasks: &[Task],
    snapshot: &Snapshot,
    stores: &Stores,
    writers: &Writers,
    pool: &ThreadPool,
    progress: &dyn Progress,
) -> Result<Vec<(usize, Done)>, PipelineError> {
    let next = AtomicUsize::new(0);
    let parts = pool.broadcast(|_| {
        let (cache, texts) = (stores.facts.cursor(), stores.texts.cursor());
        let mut worker = Worker { reader: snapshot.reader()?, cache, texts, writers };
        let mut part = Vec::new();
        while let Some((at, task)) = take(&next, tasks) {
            if progress.cancelled() {
                break;
            }
            let done = worker.run(task, &snapshot.entries[task.entries[0]]);
            if let Ok(Done::Facts { facts, .. }) = &done {
                task.entries.iter().for_each(|entry| progress.read(&snapshot.entries[*entry].path, facts));
            }
            part.push((at, done.map_err(|error| PipelineError::Io { what: "write a pack".into(), error })?));
            progress.advance(1);
        }
        Ok(part)
    });
    let parts: Result<Vec<_>, PipelineError> = parts.into_iter().collect();
    Ok(parts?.into_iter().flatten().collect())
}

struct Worker<'a> {
    reader: BlobReader,
    cache: Cursor,
    texts: Cursor,
    writers: &'a Writers,
}

impl Worker<'_> {
    fn run(&mut self, task: &Task, entry: &Entry) -> io::Result<Done> {
        let key = facts_key(task.blob, task.dialect);
        let cached =
            if task.has_facts { self.cache.get(&key).and_then(|bytes| decode(bytes, task.dialect)) } else { None };
        if let Some(facts) = &cached
            && task.has_text
        {
            return Ok(Done::Facts { facts: Arc::clone(facts), cached: true });
        }
        let bytes = match self.reader.read(entry) {
            Ok(bytes) if bytes.contains(&0) => return Ok(Done::Skip(SkipReason::Binary)),
            Ok(bytes) => bytes,
            Err(error) => return Ok(Done::Skip(error.into())),
        };
        if !task.has_text {
            self.writers.texts.add(task.blob.0, &bytes)?;
        }
        if let Some(facts) = cached {
            return Ok(Done::Facts { facts, cached: true });
        }
        let earlier_facts =
            task.earlier.and_then(|blob| decode(self.cache.get(&facts_key(blob, task.dialect))?, task.dialect));
        let earlier_text = task.earlier.filter(|_| earlier_facts.is_some()).and_then(|blob| self.texts.get(&blob.0));
        let earlier = earlier_text.zip(earlier_facts.as_deref()).map(|(text, facts)| Earlier { text, facts });
        // A defect of ours in one file must not cost the others.
        let Some(facts) = quiet::catch(|| facts::extract_after(task.dialect, &bytes, earlier)) else {
            return Ok(Done::Skip(SkipReason::ReaderFailed));
        };
        if let Ok(bytes) = postcard::to_stdvec(&facts) {
            self.writers.facts.add(key, &bytes)?;
        }
        Ok(Done::Facts { facts: Arc::new(facts), cached: false })
    }
}

fn decode(bytes: &[u8], dialect: Dialect) -> Option<Arc<FileFacts>> {
    postcard::from_bytes::<FileFacts>(bytes).ok().filter(|facts| facts.dialect == dialect).map(Arc::new)
}
