//! Which repository is meant, and a source opened from it: in place when it is local, cloned when it is a URL.

use super::{PipelineError, Progress};
use crate::index;
use crate::places::{Places, State, checkout_around};
use crate::source::Source;
use crate::source::fetch::{self, Address, Branch, Step};
use std::path::Path;

/// Returns the repository that is meant: what was asked for, else the checkout of CPython around the current folder,
/// else the one in which `rev` was indexed, else the one used last, else the public one.
pub fn locate(repo: Option<&str>, rev: Option<&str>, places: &Places) -> Address {
    if let Some(repo) = repo {
        return Address::parse(repo);
    }
    let here = std::env::current_dir().ok().and_then(|folder| checkout_around(&folder));
    if let Some(here) = here.filter(|top| is_cpython(top)) {
        return Address::Local(here);
    }
    // The index of it may be one that this program cannot read any more.
    let mut indexed = index::indexed_once(&places.index);
    indexed.retain(|revision| revision.repository != Source::sample().repository());
    let last = State::load(places).repository;
    let meant = indexed.iter().filter(|revision| rev.is_some_and(|rev| revision.is_called(rev)));
    let meant: Vec<&String> = meant.map(|revision| &revision.repository).collect();
    let is_meant = |last: &&String| meant.is_empty() || meant.contains(last);
    let known = last.iter().filter(is_meant).chain(meant.iter().copied()).chain(&last);
    let all = known.chain(indexed.iter().map(|revision| &revision.repository));
    let is_there = |address: &Address| match address {
        Address::Local(path) => path.is_dir(),
        Address::Remote(_) => true,
    };
    all.map(|known| Address::parse(known))
        .find(is_there)
        .unwrap_or_else(|| Address::Remote(fetch::DEFAULT_URL.to_owned()))
}

/// Whether a folder looks like the sources of CPython.
pub fn is_cpython(folder: &Path) -> bool {
    ["Include/Python.h", "Objects/object.c", "Lib/os.py"].iter().all(|path| folder.join(path).is_file())
}

/// Opens a repository; a URL is cloned into the data folder, or its clone there gets the revisions it lacks. `full`
/// brings all branches, tags and history.
pub fn acquire(
    address: &Address,
    revs: &[String],
    full: bool,
    places: &Places,
    progress: &dyn Progress,
) -> Result<Source, PipelineError> {
    match address {
        Address::Local(path) => Ok(Source::open(path)?),
        Address::Remote(url) => {
            let mut teller = Teller::new(progress);
            Ok(fetch::clone(url, &places.clone_of(url), revs, full, &mut |step| teller.tell(step))?)
        }
    }
}

/// Opens the repository of an indexed revision where it is on this machine; nothing is fetched.
pub fn local(repository: &str, places: &Places) -> Result<Source, PipelineError> {
    if repository == Source::sample().repository() {
        return Ok(Source::sample());
    }
    Ok(match Address::parse(repository) {
        Address::Local(path) => Source::open(&path)?,
        Address::Remote(url) => Source::open(&places.clone_of(&url))?,
    })
}

/// Fetches the branches that the clone of a URL has.
pub fn refresh(url: &str, places: &Places, progress: &dyn Progress) -> Result<Vec<Branch>, PipelineError> {
    let mut teller = Teller::new(progress);
    Ok(fetch::update(&places.clone_of(url), &mut |step| teller.tell(step))?)
}

/// Tells a fetch as stages.
struct Teller<'a> {
    progress: &'a dyn Progress,
    stage: &'static str,
    told: u64,
}

impl<'a> Teller<'a> {
    fn new(progress: &'a dyn Progress) -> Self {
        Teller { progress, stage: "", told: 0 }
    }

    fn tell(&mut self, step: Step) -> bool {
        match step {
            Step::Connecting => self.at("connect", None, 0),
            Step::Remote(text) => self.progress.detail(&text),
            Step::Receiving { objects, total, bytes } => {
                self.at("receive objects", Some(total), objects);
                self.progress.detail(&mebibytes(bytes));
            }
            Step::Resolving { deltas, total } => self.at("put objects together", Some(total), deltas),
        }
        !self.progress.cancelled()
    }

    fn at(&mut self, stage: &'static str, total: Option<u64>, done: u64) {
        if self.stage != stage {
            (self.stage, self.told) = (stage, 0);
            self.progress.stage(stage, total);
        }
        self.progress.advance(done.saturating_sub(self.told));
        self.told = self.told.max(done);
    }
}

/// Returns bytes as people read them, with one decimal.
pub fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
