//! How long work tells what it is doing and asks whether to go on.

use crate::model::FileFacts;
use crate::source::Snapshot;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Instant;

/// Watches long work. Called from many threads.
pub trait Progress: Sync {
    /// A stage begins; the one before it is over. `total` is the number of steps, where it is known.
    fn stage(&self, name: &str, total: Option<u64>);
    /// So many more steps of the stage are done.
    fn advance(&self, steps: u64);
    /// A few words about where the stage is: bytes received, what a server says.
    fn detail(&self, _text: &str) {}
    /// The files of a revision are about to be read.
    fn begins(&self, _snapshot: &Snapshot) {}
    /// A file was read: what it says, for whoever shows it before the index is whole.
    fn read(&self, _path: &str, _facts: &FileFacts) {}
    /// Whether the person wants to stop. Asked often; the work ends soon after it says yes.
    fn cancelled(&self) -> bool;
    /// Whether the process ends once this is done: then its memory goes back to the system as a whole.
    fn is_last(&self) -> bool {
        false
    }
}

/// Watches nothing and never stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _name: &str, _total: Option<u64>) {}
    fn advance(&self, _steps: u64) {}
    fn cancelled(&self) -> bool {
        false
    }
}

/// Passes on to a watcher and takes the time of each stage.
pub(super) struct Timed<'a> {
    inner: &'a dyn Progress,
    stages: Mutex<Vec<(String, Instant)>>,
}

impl<'a> Timed<'a> {
    pub fn new(inner: &'a dyn Progress) -> Self {
        Timed { inner, stages: Mutex::default() }
    }

    /// Returns the seconds each stage took; the last one is still running.
    pub fn seconds(&self) -> Vec<(String, f64)> {
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = stages.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        stages.iter().zip(ends).map(|((name, at), end)| (name.clone(), (end - *at).as_secs_f64())).collect()
    }
}

impl Progress for Timed<'_> {
    fn stage(&self, name: &str, total: Option<u64>) {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner).push((name.to_owned(), Instant::now()));
        self.inner.stage(name, total);
    }
    fn advance(&self, steps: u64) {
        self.inner.advance(steps);
    }
    fn detail(&self, text: &str) {
        self.inner.detail(text);
    }
    fn begins(&self, snapshot: &Snapshot) {
        self.inner.begins(snapshot);
    }
    fn read(&self, path: &str, facts: &FileFacts) {
        self.inner.read(path, facts);
    }
    fn cancelled(&self) -> bool {
        self.inner.cancelled()
    }
    fn is_last(&self) -> bool {
        self.inner.is_last()
    }
}
