//! Updates over commits and patch releases of real CPython answer as full indexes do.
//!
//! `CPYNAV_CPYTHON` names a clone; `CPYNAV_COMMITS` how many commits before `CPYNAV_REV` (or `HEAD`) are followed, 2
//! where it says nothing; `CPYNAV_PATCH=v3.14.6..v3.14.7` names two patch releases.

use crate::support::{places, root};
use crate::update::{alone, assert_alike, assert_same_files};
use cpynav::nav::Navigator;
use cpynav::pipeline::{self, Silent};
use cpynav::places::Places;
use cpynav::source::Source;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Every so many names and questions are asked.
const EVERY_NAME: usize = 251;
const EVERY_QUESTION: usize = 4;

#[test]
fn updates_of_real_cpython_answer_as_full_indexes_do() {
    let Ok(repository) = std::env::var("CPYNAV_CPYTHON") else { return };
    let count: usize = std::env::var("CPYNAV_COMMITS").ok().and_then(|it| it.parse().ok()).unwrap_or(2);
    let last = std::env::var("CPYNAV_REV").unwrap_or_else(|_| "HEAD".into());
    follow(&repository, &commits(&repository, &last, count + 1));
    if let Ok(patch) = std::env::var("CPYNAV_PATCH") {
        let releases: Vec<String> = patch.split("..").map(str::to_owned).collect();
        follow(&repository, &releases);
    }
}

/// The last commits, the oldest first; a clone may have fewer.
fn commits(repository: &str, last: &str, count: usize) -> Vec<String> {
    let arguments = ["-C", repository, "rev-list", "--first-parent", "-n", &count.to_string(), last];
    let output = Command::new("git").args(arguments).output().unwrap();
    let mut commits: Vec<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    commits.reverse();
    commits
}

fn follow(repository: &str, revisions: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let (grown, fresh) = (places(&folder.path().join("grown")), places(&folder.path().join("fresh")));
    let source = Source::open(Path::new(repository)).unwrap();
    let run = |rev: &str, places: &Places| pipeline::run(&source, Some(rev), places, &Silent).unwrap();
    for (step, rev) in revisions.iter().enumerate() {
        let outcome = run(rev, &grown);
        let Some(from) = &outcome.manifest.updated_from else {
            eprintln!("{rev}: written whole");
            assert!(step == 0 || revisions.len() == 2, "{rev} is no update");
            continue;
        };
        forget_indexes(&fresh);
        let other = run(rev, &fresh);
        assert_eq!(other.manifest.updated_from, None);
        assert_same_files(&outcome.folder, &other.folder);
        let (_copy, updated) = alone(&outcome.folder, &grown.index);
        let (_other, full) = alone(&other.folder, &fresh.index);
        let (names, questions) = (names(&full), questions());
        assert_alike(&updated, &full, &texts(&names), &texts(&questions), rev);
        eprintln!("{rev}: {} definitions written; {} names, {} questions", from.written, names.len(), questions.len());
    }
}

/// Keeps what was read of the files, so that the next full index costs less; nothing else.
fn forget_indexes(places: &Places) {
    for entry in fs::read_dir(&places.index).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && path != places.facts() && path != places.texts() {
            fs::remove_dir_all(path).unwrap();
        }
    }
}

fn texts(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

fn names(navigator: &Navigator) -> Vec<String> {
    navigator.names().step_by(EVERY_NAME).map(|name| name.unwrap().0).collect()
}

fn questions() -> Vec<String> {
    let text = fs::read_to_string(root().join("fixtures/search/questions.tsv")).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.step_by(EVERY_QUESTION).filter_map(|row| Some(row.split('\t').nth(2)?.to_owned())).collect()
}
