//! Cloning and updating over the network, against git's own server on this machine.

use crate::repo::Repo;
use crate::server::Server;
use cpynav::pipeline::{self, PipelineError, Progress, Silent};
use cpynav::places::Places;
use cpynav::source::fetch::{self, Address, Step};
use cpynav::source::{Source, SourceError};
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use tempfile::TempDir;

fn places() -> (TempDir, Places) {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::from_environment(None, |name| Some(folder.path().join(name).into_os_string()));
    (folder, places)
}

/// A repository with two releases and a branch, and a server for it.
fn served() -> Option<(Repo, Server)> {
    let repo = Repo::bare();
    repo.commit(&[("Lib/a.py", "x = 1\n")]);
    repo.tag("v1", true);
    repo.commit(&[("Lib/a.py", "x = 2\n")]);
    let head = repo.git.head().unwrap().target().unwrap();
    repo.git.reference("refs/heads/3.0", head, true, "").unwrap();
    repo.commit(&[("Lib/a.py", "x = 3\n")]);
    let server = Server::start(repo.path().parent().unwrap())?;
    Some((repo, server))
}

fn branches(clone: &Path) -> Vec<String> {
    let git = git2::Repository::open(clone).unwrap();
    let names = git.references().unwrap().map(|reference| reference.unwrap().name().unwrap().to_owned());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn go_on(_: Step) -> bool {
    true
}

#[test]
fn a_clone_is_bare_has_no_history_and_grows_by_what_is_asked_for() {
    let Some((repo, server)) = served() else { return };
    let (_folder, places) = places();
    let url = server.url(&repo.path());
    let source = pipeline::acquire(&Address::parse(&url), &[], false, &places, &Silent).unwrap();
    let clone = places.clone_of(&url);
    let git = git2::Repository::open(&clone).unwrap();
    assert!(git.is_bare() && git.is_shallow());
    assert_eq!(branches(&clone), ["refs/heads/main"]);
    assert_eq!(source.repository(), url);
    assert_eq!(source.resolve(None).unwrap().revision.rev, "main");

    let revs = ["1".to_owned(), "3.0".to_owned()];
    let source = fetch::clone(&url, &clone, &revs, false, &mut go_on).unwrap();
    assert_eq!(branches(&clone), ["refs/heads/3.0", "refs/heads/main", "refs/tags/v1"]);
    assert_eq!(source.resolve(Some("v1")).unwrap().revision.names, ["v1"]);

    let mut asked = 0;
    fetch::clone(&url, &clone, &revs, false, &mut |_| {
        asked += 1;
        true
    })
    .unwrap();
    assert_eq!(asked, 0, "what is there is not fetched again");

    fetch::clone(&url, &clone, &[], true, &mut go_on).unwrap();
    assert!(!git2::Repository::open(&clone).unwrap().is_shallow(), "all history on request");
}

#[test]
fn a_revision_that_the_remote_lacks_leaves_no_clone() {
    let Some((repo, server)) = served() else { return };
    let (_folder, places) = places();
    let url = server.url(&repo.path());
    let error = pipeline::acquire(&Address::parse(&url), &["v9".into()], false, &places, &Silent).unwrap_err();
    assert!(matches!(error, PipelineError::Source(SourceError::NoRevision { .. })), "{error}");
    assert!(!places.clone_of(&url).exists());
}

#[test]
fn an_update_fetches_and_indexes_what_moved() {
    let Some((repo, server)) = served() else { return };
    let (_folder, places) = places();
    let url = server.url(&repo.path());
    let source = pipeline::acquire(&Address::parse(&url), &["main".into()], false, &places, &Silent).unwrap();
    pipeline::run(&source, Some("main"), &places, &Silent).unwrap();
    let same = pipeline::update(None, &places, &Silent).unwrap();
    assert!(same[0].outcome.as_ref().unwrap()[0].already);
    let tip = repo.commit(&[("Lib/b.py", "y = 1\n")]);
    let moved = pipeline::update(Some(&url), &places, &Silent).unwrap();
    let outcome = &moved[0].outcome.as_ref().unwrap()[0];
    assert!(!outcome.already && outcome.manifest.revision.commit == tip.to_string());
    assert_eq!(moved[0].repository, url);
}

#[test]
fn stopping_a_clone_leaves_nothing() {
    struct Stop;
    impl Progress for Stop {
        fn stage(&self, _: &str, _: Option<u64>) {}
        fn advance(&self, _: u64) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    let Some((repo, server)) = served() else { return };
    let (_folder, places) = places();
    let url = server.url(&repo.path());
    let error = pipeline::acquire(&Address::parse(&url), &[], false, &places, &Stop).unwrap_err();
    assert!(matches!(error, PipelineError::Cancelled), "{error}");
    let mut steps = 0;
    let stopped = fetch::clone(&url, &places.clone_of(&url), &[], false, &mut |step| {
        steps += 1;
        matches!(step, Step::Connecting)
    });
    assert!(matches!(stopped, Err(SourceError::Cancelled)), "{stopped:?}");
    assert!(steps > 1);
    let left: Vec<_> = fs::read_dir(&places.data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name.to_string_lossy().ends_with(".lock")), "{left:?}");
}

#[test]
fn a_host_that_does_not_answer_is_told_in_one_line_with_the_way_out() {
    let (_folder, places) = places();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = Address::parse(&format!("git://127.0.0.1:{closed}/cpython"));
    let error = pipeline::acquire(&address, &[], false, &places, &Silent).unwrap_err();
    assert!(error.to_string().starts_with("cannot reach git://127.0.0.1:"), "{error}");
    assert!(!error.to_string().contains('\n'));
    assert!(error.hint().is_some_and(|hint| hint.contains("--repo PATH")));
}

#[test]
fn urls_that_libgit2_cannot_speak_are_told_before_connecting() {
    let (_folder, places) = places();
    let address = Address::parse("git@github.com:python/cpython.git");
    let error = pipeline::acquire(&address, &[], false, &places, &Silent).unwrap_err();
    assert!(error.hint().is_some_and(|hint| hint.contains("https://github.com/python/cpython")), "{error}");
}

#[test]
fn a_local_address_is_opened_in_place() {
    let repo = Repo::new();
    repo.commit(&[("Lib/a.py", "x = 1\n")]);
    let (_folder, places) = places();
    let address = Address::parse(&format!("file://{}", repo.path().display()));
    let source: Source = pipeline::acquire(&address, &[], false, &places, &Silent).unwrap();
    assert_eq!(source.repository(), repo.path().display().to_string());
    assert!(!places.data.exists());
}
