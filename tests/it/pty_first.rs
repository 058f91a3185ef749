//! The first run in a real terminal: the clone before the eyes, what was read browsed before the index is whole, and
//! leaving at any moment.

use crate::pty_support::Terminal;
use crate::server::Server;
use crate::support::{TAG, below, commit, fixture, places};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SIZE: (u16, u16) = (40, 120);

/// A repository, a server for it and its address; nothing where git has no server.
fn served() -> Option<(TempDir, Server, String)> {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("served");
    commit(&repository, &fixture("cpython"), TAG);
    let server = Server::start(folder.path())?;
    let url = server.url(&repository.join(".git"));
    let url = url.replace("/.git", "/served/.git");
    Some((folder, server, url))
}

/// Starts the program on that address; every step takes so many milliseconds more.
fn first_run(folder: &Path, url: &str, pause: &str) -> Terminal {
    let variables = [("CPYNAV_REPO", url), ("CPYNAV_TEST_SLOW", pause)];
    Terminal::of(env!("CARGO_BIN_EXE_cpynav"), folder, &[], SIZE, &variables)
}

/// Returns what lies in the folders of clones and indexes, but for locks.
fn left_over(folder: &Path) -> Vec<PathBuf> {
    let places = places(folder);
    let all = [&places.data, &places.index].map(|place| if place.exists() { below(place) } else { Vec::new() });
    let is_lock = |path: &PathBuf| path.extension().is_some_and(|it| it == "lock");
    all.into_iter().flatten().filter(|path| !is_lock(path)).collect()
}

#[test]
fn cloned_indexed_and_browsed_before_it_is_whole() {
    let Some((folder, _server, url)) = served() else { return };
    let terminal = first_run(folder.path(), &url, "40");
    let text = terminal.shows("cpynav: first run");
    assert!(text.contains("the next start goes on") && text.contains("q quit"), "{text}");
    terminal.shows("receive objects");
    let text = terminal.shows("! partial, read and parse");
    assert!(text.contains("(partial)") && text.contains('%'), "{text}");
    // The first definitions can be read while the others are still to come.
    terminal
        .keys("list_append_impl\r")
        .until("its source", |text| text.contains("> list_append_impl(") && text.contains("! partial"));
    // What was looked at stays in sight, with its links.
    terminal.until("the whole index", |text| {
        ["> list_append_impl(", "wrapped by (1)"].iter().all(|it| text.contains(it)) && !text.contains("partial")
    });
    terminal.keys("gp").shows("» Python names of list_append");
    terminal.keys("q");
}

#[test]
fn leaving_a_first_run_ends_at_once_and_the_next_start_goes_on() {
    let Some((folder, _server, url)) = served() else { return };
    for (seen, key, code) in [("receive objects", "q", 0), ("read and parse", "q", 0), ("read and parse", "\x03", 0)] {
        let mut terminal = first_run(folder.path(), &url, "60");
        terminal.shows(seen);
        if terminal.text().contains("! partial") {
            // While typing, q is a letter.
            terminal.keys("\x1b").shows("q quit");
        }
        terminal.keys(key);
        assert_eq!(terminal.end().code(), Some(code), "{key:?} at {seen}");
        assert_eq!(terminal.left_over(), [""; 0]);
    }
    let manifests = left_over(folder.path()).into_iter().filter(|path| path.ends_with("manifest.json"));
    assert_eq!(manifests.count(), 0, "no index that is not whole");
    let mut terminal = first_run(folder.path(), &url, "60");
    terminal.shows("read and parse");
    terminal.signal("KILL");
    assert_eq!(terminal.end().signal(), Some(9));
    let terminal = first_run(folder.path(), &url, "0");
    terminal.ready();
    terminal.keys("len\r").shows("builtin_len");
    let aside = left_over(folder.path()).into_iter().filter(|path| path.extension().is_some_and(|it| it == "tmp"));
    assert_eq!(aside.collect::<Vec<_>>(), Vec::<PathBuf>::new(), "nothing half done lies about");
    terminal.keys("q");
}

#[test]
fn a_server_that_cannot_be_reached_leads_to_the_sample_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let terminal = first_run(folder.path(), &format!("git://127.0.0.1:{free}/cpython"), "0");
    let text = terminal.shows("Only the sample");
    assert!(text.contains("cannot reach git://127.0.0.1") && text.contains("cpynav --repo PATH"), "{text}");
    terminal.keys("list.append\r").shows("> list_append_impl(");
    assert!(fs::read_dir(folder.path()).unwrap().count() > 0);
    terminal.keys("q");
}
