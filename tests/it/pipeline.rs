//! An index is whole or not there; facts are cached by blob; one process writes at a time.

use crate::repo::{FILE, LINK, Repo, write_all};
use cpynav::index::{self, Manifest, Report};
use cpynav::model::SkipReason;
use cpynav::pipeline::{self, Outcome, PipelineError, Progress, Silent};
use cpynav::places::{Places, State};
use cpynav::source::Source;
use git2::{ObjectType, Oid};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Barrier, Mutex};
use tempfile::TempDir;

const PATCHLEVEL: &str = "#define PY_VERSION \"3.99.1\"\n";

fn places() -> (TempDir, Places) {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::from_environment(None, |name| Some(folder.path().join(name).into_os_string()));
    (folder, places)
}

fn run(path: &Path, rev: Option<&str>, places: &Places) -> Outcome {
    pipeline::run(&Source::open(path).unwrap(), rev, places, &Silent).unwrap()
}

fn count(manifest: &Manifest, name: &str) -> u64 {
    manifest.counts.iter().find(|(have, _)| have == name).unwrap().1
}

fn report(outcome: &Outcome) -> Report {
    index::read_report(&outcome.folder).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// Stops when a stage has gone so many steps.
struct StopAt {
    stage: &'static str,
    steps: u64,
    now: Mutex<String>,
    done: AtomicU64,
}

impl StopAt {
    fn new(stage: &'static str, steps: u64) -> Self {
        StopAt { stage, steps, now: Mutex::default(), done: AtomicU64::new(0) }
    }
}

impl Progress for StopAt {
    fn stage(&self, name: &str, _total: Option<u64>) {
        name.clone_into(&mut self.now.lock().unwrap());
        self.done.store(0, Ordering::SeqCst);
    }
    fn advance(&self, steps: u64) {
        self.done.fetch_add(steps, Ordering::SeqCst);
    }
    fn cancelled(&self) -> bool {
        *self.now.lock().unwrap() == self.stage && self.done.load(Ordering::SeqCst) >= self.steps
    }
}

#[test]
fn every_file_is_accounted_for() {
    let repo = Repo::bare();
    repo.commit_entries(&[
        (b"Include/patchlevel.h", FILE, PATCHLEVEL.as_bytes()),
        (b"Lib/ok.py", FILE, b"def f(): pass\n"),
        (b"Lib/broken.py", FILE, b"def (:\n  ]\n"),
        (b"Lib/latin.py", FILE, b"# caf\xe9\nx = 1\n"),
        (b"Lib/caf\xe9.py", FILE, b"def g(): pass\n"),
        (b"Lib/binary.py", FILE, b"a\0b"),
        (b"Lib/lost.py", FILE, b"lost = 1\n"),
        (b"Lib/link.py", LINK, b"ok.py"),
        (b"Lib/empty.py", FILE, b""),
        (b"Objects/empty.c", FILE, b""),
        (b"picture.png", FILE, b"\x89PNG"),
        (b"Modules/unicodename_db.h", FILE, b"int x[] = {1};\n"),
    ]);
    repo.lose(Oid::hash_object(ObjectType::Blob, b"lost = 1\n").unwrap());
    let (_folder, places) = places();
    let outcome = run(&repo.path(), None, &places);
    let report = report(&outcome);
    let skipped: Vec<_> = report.skipped.iter().map(|skip| (skip.path.as_str(), skip.reason)).collect();
    assert_eq!(
        skipped,
        [
            ("Lib/binary.py", SkipReason::Binary),
            ("Lib/link.py", SkipReason::Symlink),
            ("Lib/lost.py", SkipReason::MissingBlob),
            ("Modules/unicodename_db.h", SkipReason::DataTable),
            ("picture.png", SkipReason::NoReader),
        ]
    );
    assert_eq!((count(&outcome.manifest, "in the revision"), count(&outcome.manifest, "files")), (12, 7));
    assert_eq!(outcome.manifest.python.as_deref(), Some("3.99.1"));
    assert_eq!(report.syntax.iter().map(|row| row.file.as_str()).collect::<Vec<_>>(), ["Lib/broken.py"]);
    assert!(outcome.manifest.timings.iter().any(|(stage, _)| stage == "write the index"));
}

#[test]
fn an_index_that_is_there_is_not_built_again() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "x = 1\n")]);
    let (_folder, places) = places();
    assert!(!run(&repo.path(), None, &places).already);
    assert!(run(&repo.path(), None, &places).already);
    let snapshot = Source::open(&repo.path()).unwrap().resolve(None).unwrap();
    assert!(!pipeline::build(&snapshot, &places, true, &Silent).unwrap().already, "--force");
    assert_eq!(State::load(&places).repository, Some(repo.path().display().to_string()));
}

#[test]
fn only_new_blobs_are_parsed() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "a = 1\n"), ("Lib/b.py", "b = 1\n"), ("Lib/copy.py", "a = 1\n")]);
    let (_folder, places) = places();
    let first = run(&repo.path(), None, &places).manifest;
    assert_eq!((count(&first, "parsed"), count(&first, "from the cache")), (3, 0));
    repo.commit(&[("Lib/b.py", "b = 2\n"), ("Lib/c.py", "c = 1\n")]);
    let second = run(&repo.path(), None, &places).manifest;
    assert_eq!((count(&second, "parsed"), count(&second, "from the cache")), (2, 2));
}

#[test]
fn a_folder_without_sources_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("picture.png"), "").unwrap();
    let (_folder, places) = places();
    let error = pipeline::run(&Source::open(folder.path()).unwrap(), None, &places, &Silent).unwrap_err();
    assert!(matches!(error, PipelineError::NoSources(_)) && error.hint().is_some(), "{error}");
    assert!(index::catalogue(&places.index).is_empty());
}

#[test]
fn many_packs_become_one() {
    let repo = Repo::new();
    let (_folder, places) = places();
    for n in 0..30 {
        repo.commit(&[("Lib/a.py", &format!("a = {n}\n")), (&format!("Lib/m{n}.py"), "")]);
        run(&repo.path(), None, &places);
    }
    assert!(files(&places.texts()).len() < 20, "{}", files(&places.texts()).len());
    let texts = cpynav::store::Packs::open(&places.texts());
    let ids = (0..30).map(|n| Oid::hash_object(ObjectType::Blob, format!("a = {n}\n").as_bytes()).unwrap());
    assert!(ids.into_iter().all(|id| texts.contains(id.as_bytes().first_chunk().unwrap())));
}

#[test]
fn a_damaged_cache_only_costs_time() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "a = 1\n"), ("Lib/b.py", "b = 1\n")]);
    let (_folder, places) = places();
    let before = run(&repo.path(), None, &places);
    for folder in [places.facts(), places.texts()] {
        for pack in files(&folder) {
            let bytes = fs::read(&pack).unwrap();
            fs::write(&pack, &bytes[..bytes.len() / 2]).unwrap();
        }
    }
    let snapshot = Source::open(&repo.path()).unwrap().resolve(None).unwrap();
    let after = pipeline::build(&snapshot, &places, true, &Silent).unwrap();
    assert_eq!(count(&after.manifest, "parsed"), 2);
    assert_eq!(count(&after.manifest, "definitions"), count(&before.manifest, "definitions"));
    let packs = cpynav::store::Packs::open(&places.texts());
    let id = Oid::hash_object(ObjectType::Blob, b"a = 1\n").unwrap();
    assert_eq!(packs.get(id.as_bytes().first_chunk().unwrap()).as_deref(), Some(&b"a = 1\n"[..]));
}

#[test]
fn stopping_leaves_the_old_index_and_nothing_half_done() {
    let repo = Repo::new();
    let many: Vec<(String, String)> =
        (0..60).map(|n| (format!("Lib/m{n}.py"), format!("def f{n}(): pass\n"))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    repo.commit(&many);
    let (_folder, places) = places();
    let old = run(&repo.path(), None, &places);
    let manifest = fs::read(old.folder.join("manifest.json")).unwrap();
    let snapshot = Source::open(&repo.path()).unwrap().resolve(None).unwrap();
    repo.commit(&[("Lib/m0.py", "def changed(): pass\n"), ("Lib/n.py", "")]);
    let moved = Source::open(&repo.path()).unwrap().resolve(None).unwrap();
    for stop in ["list files", "read and parse", "link", "write the index"] {
        for snapshot in [&snapshot, &moved] {
            let stopped = pipeline::build(snapshot, &places, true, &StopAt::new(stop, 0));
            assert!(matches!(stopped, Err(PipelineError::Cancelled)), "{stop}: {stopped:?}");
            assert_eq!(fs::read(old.folder.join("manifest.json")).unwrap(), manifest, "{stop}");
            let indexes = index::catalogue(&places.index);
            assert_eq!(indexes.len(), 1, "{stop}");
            let hidden = files(&places.index).into_iter().chain(files(&places.facts())).chain(files(&places.texts()));
            let left = hidden.filter(|path| {
                let name = path.file_name().unwrap().to_string_lossy();
                name.starts_with('.') || name.ends_with("tmp")
            });
            assert_eq!(left.count(), 0, "{stop}");
        }
    }
}

#[test]
fn what_was_parsed_before_a_stop_is_not_parsed_again() {
    let repo = Repo::new();
    let many: Vec<(String, String)> = (0..200).map(|n| (format!("Lib/m{n}.py"), format!("x{n} = 1\n"))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    repo.commit(&many);
    let (_folder, places) = places();
    let source = Source::open(&repo.path()).unwrap();
    let stopped = pipeline::run(&source, None, &places, &StopAt::new("read and parse", 50));
    assert!(matches!(stopped, Err(PipelineError::Cancelled)));
    let cached = count(&run(&repo.path(), None, &places).manifest, "from the cache");
    assert!((50..200).contains(&cached), "{cached}");
}

#[test]
fn one_process_writes_at_a_time_and_says_so() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "x = 1\n")]);
    let (_folder, places) = places();
    places.make_index().unwrap();
    let lock = fs::OpenOptions::new().write(true).create(true).truncate(true).open(places.lock()).unwrap();
    lock.lock().unwrap();
    fs::write(places.lock(), "4711\n").unwrap();
    let error = pipeline::run(&Source::open(&repo.path()).unwrap(), None, &places, &Silent).unwrap_err();
    assert_eq!(error.to_string(), "another cpynav (process 4711) is writing into this index folder");
    assert!(error.hint().is_some());
    drop(lock);
    assert!(!run(&repo.path(), None, &places).already);
}

#[test]
fn of_two_runs_at_once_one_wins_and_the_index_is_whole() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "x = 1\n"), ("Objects/a.c", "int f(void) { return 1; }\n")]);
    let (_folder, places) = places();
    let barrier = Barrier::new(2);
    let results: Vec<_> = std::thread::scope(|scope| {
        let source = Source::open(&repo.path()).unwrap();
        let (places, barrier) = (&places, &barrier);
        let one = move |source: Source| {
            barrier.wait();
            pipeline::run(&source, None, places, &Silent)
        };
        [source.clone(), source]
            .map(|source| scope.spawn(move || one(source)))
            .map(|thread| thread.join().unwrap())
            .into()
    });
    assert!(results.iter().any(Result::is_ok));
    assert!(results.iter().all(|result| matches!(result, Ok(_) | Err(PipelineError::Busy { .. }))), "{results:?}");
    assert!(run(&repo.path(), None, &places).already);
}

#[test]
fn what_a_killed_writer_left_is_cleared() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "x = 1\n")]);
    let (_folder, places) = places();
    write_all(&places.index, &[(".half.1.new/meta.json", "{}"), ("text/0.tmp", "half")]);
    run(&repo.path(), None, &places);
    assert!(!places.index.join(".half.1.new").exists() && !places.texts().join("0.tmp").exists());
}

#[test]
fn a_branch_that_moved_names_the_new_index() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "x = 1\n")]);
    let (_folder, places) = places();
    let old = run(&repo.path(), Some("main"), &places);
    repo.tag("v1", true);
    assert_eq!(run(&repo.path(), Some("v1"), &places).manifest.revision.names, ["main", "v1"]);
    repo.commit(&[("Lib/a.py", "x = 2\n")]);
    let new = run(&repo.path(), Some("main"), &places);
    assert_eq!(new.manifest.revision.names, ["main"]);
    assert_eq!(index::read_manifest(&old.folder).unwrap().revision.names, ["v1"]);
}

#[test]
fn updating_indexes_what_moved_and_gc_what_nothing_needs() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "x = 1\n")]);
    let (_folder, places) = places();
    let old = run(&repo.path(), None, &places);
    let unchanged = pipeline::update(None, &places, &Silent).unwrap();
    assert!(unchanged[0].outcome.as_ref().unwrap()[0].already);
    repo.commit(&[("Lib/a.py", "x = 2\n"), ("Lib/b.py", "")]);
    let updated = pipeline::update(None, &places, &Silent).unwrap();
    let outcomes = updated[0].outcome.as_ref().unwrap();
    assert!(!outcomes[0].already && count(&outcomes[0].manifest, "files") == 2);

    fs::create_dir(places.index.join("facts-0-old")).unwrap();
    let collected = pipeline::gc(&places, &Silent).unwrap();
    assert_eq!(collected.indexes, [(old.folder, "its branch moved on")]);
    assert_eq!((collected.old_facts, collected.texts.kept, collected.texts.dropped), (1, 2, 1));
    assert!(run(&repo.path(), None, &places).already, "what is wanted is still there");
}

#[test]
fn updating_a_repository_that_is_gone_does_not_stop_the_others() {
    let (gone, repo) = (Repo::new(), Repo::new());
    gone.commit(&[("Lib/a.py", "x = 1\n")]);
    repo.commit(&[("Lib/a.py", "x = 1\n")]);
    let (_folder, places) = places();
    run(&gone.path(), None, &places);
    run(&repo.path(), None, &places);
    drop(gone);
    let updated = pipeline::update(None, &places, &Silent).unwrap();
    assert_eq!(updated.iter().filter(|one| one.outcome.is_ok()).count(), 1);
    assert_eq!(updated.len(), 2);
}

#[test]
fn changes_of_a_checkout_have_an_index_of_their_own() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "def old(): pass\n")]);
    repo.write("Lib/a.py", "def new(): pass\ndef more(): pass\n");
    let (_folder, places) = places();
    let head = run(&repo.path(), None, &places);
    let snapshot = Source::open(&repo.path()).unwrap().worktree().unwrap();
    let changed = pipeline::build(&snapshot, &places, false, &Silent).unwrap();
    assert_ne!(head.folder, changed.folder);
    assert_eq!(changed.manifest.revision.rev, "worktree");
    assert_eq!(count(&changed.manifest, "definitions"), count(&head.manifest, "definitions") + 1);
}
