//! Two revisions in a real terminal: the difference of a definition, going on in the other one and back, and what becomes
//! of an open interface when its index is replaced or removed.

use crate::pty_support::Terminal;
use crate::support::{Files, below, commit, fixture, places};
use cpynav::pipeline::{self, Silent};
use cpynav::places::State;
use cpynav::source::Source;
use std::fs;
use tempfile::TempDir;

const SIZE: (u16, u16) = (40, 120);
const FILE: &str = "Objects/listobject.c";

/// The miniature a release later: a line of `list_append_impl` reads otherwise, and it stands elsewhere.
fn later() -> Files {
    let mut files = fixture("cpython");
    let (_, bytes) = files.iter_mut().find(|(path, _)| path == FILE).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let changed = text.replace("if (app1(self, object) < 0) {", "if (app1(self, object) != 0) {");
    assert_ne!(changed, text);
    *bytes = format!("/* This file grew. */\n\n{changed}").into_bytes();
    files
}

/// A repository with both, indexed as `one` and `two`.
fn both() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("clone");
    commit(&repository, &fixture("cpython"), "one");
    commit(&repository, &later(), "two");
    let source = Source::open(&repository).unwrap();
    for rev in ["one", "two"] {
        pipeline::run(&source, Some(rev), &places(folder.path()), &Silent).unwrap();
    }
    (folder, repository.display().to_string())
}

fn open(folder: &TempDir, repository: &str) -> Terminal {
    let terminal = Terminal::start(folder.path(), &["--repo", repository, "--rev", "two"], SIZE);
    terminal.ready();
    terminal.keys("list.append\r").shows("> list_append_impl(");
    terminal
}

#[test]
fn a_definition_beside_itself_in_another_revision() {
    let (folder, repository) = both();
    let terminal = open(&folder, &repository);
    let rows = terminal.keys("d").shows("» compare with another revision 1");
    assert!(rows.contains("> one ") && !rows.contains("open now"), "{rows}");
    assert!(rows.contains("to index one more: cpynav index TAG"), "{rows}");
    terminal.keys("one\r");
    let page = terminal.shows("» list_append_impl, one to two: changed");
    assert!(page.contains("║-    if (app1(self, object) < 0) {"), "{page}");
    assert!(page.contains("║+    if (app1(self, object) != 0) {"), "{page}");
    terminal.keys("q").shows("> list_append_impl(");
    // What did not change is said to be the same.
    terminal.keys("s\x15list_resize\r").shows("> list_resize(");
    terminal.keys("done\r").shows("» list_resize, one to two: ");
    terminal.shows("The text is the same in both.");
    terminal.keys("qq");
}

#[test]
fn going_on_in_another_revision_and_back() {
    let (folder, repository) = both();
    let terminal = open(&folder, &repository);
    terminal.shows("wrapped by (1)");
    let before = terminal.rests();
    assert!(before.contains(&format!("» {FILE}:131")), "{before}");
    terminal.keys("v").shows("open now");
    terminal.keys("one\r").shows(&format!("» {FILE}:129"));
    let there = terminal.until("the other revision", |text| text.contains(" one (") && text.contains("wrapped by (1)"));
    assert!(there.contains("< 0) {") && !there.contains("!= 0) {"), "{there}");
    // Searches and jumps are answered by the other one.
    terminal.keys("gp").shows("» Python names of list_append");
    terminal.keys("\x0f\x0f");
    terminal.until("the first revision", |text| text.contains(" two ("));
    assert_eq!(terminal.rests(), before);
    terminal.keys("\t").shows(" one (");
    terminal.keys("q");
}

#[test]
fn with_a_single_revision_it_says_how_to_get_another() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("clone");
    commit(&repository, &later(), "two");
    let here = places(folder.path());
    pipeline::run(&Source::open(&repository).unwrap(), Some("two"), &here, &Silent).unwrap();
    let terminal = open(&folder, &repository.display().to_string());
    terminal.keys("d").shows("no other revision is indexed yet");
    let rows = terminal.rests();
    assert!(rows.contains("to index one more: cpynav index TAG, in a shell"), "{rows}");
    terminal.keys("\x1b").shows("q quit");
    terminal.keys("v").shows("» go on in another revision 1");
    let rows = terminal.rests();
    assert!(rows.contains("open now") && rows.contains("to index one more: cpynav index TAG"), "{rows}");
    // What is indexed meanwhile is there the next time.
    commit(&repository, &fixture("cpython"), "one");
    pipeline::run(&Source::open(&repository).unwrap(), Some("one"), &here, &Silent).unwrap();
    terminal.keys("\x1b").shows("q quit");
    terminal.keys("v").shows("» go on in another revision 2");
    terminal.keys("\x1bq");
}

#[test]
fn an_index_of_an_older_program_is_made_again_from_the_same_clone() {
    let (folder, repository) = both();
    let here = places(folder.path());
    let other = State { repository: Some(folder.path().join("gone").display().to_string()) };
    other.save(&here).unwrap();
    for manifest in below(&here.index).into_iter().filter(|path| path.ends_with("manifest.json")) {
        let mut value: serde_json::Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
        value["format"] = 1.into();
        fs::write(&manifest, value.to_string()).unwrap();
    }
    let terminal = Terminal::start(folder.path(), &["--rev", "two"], SIZE);
    terminal.ready();
    terminal.keys("list.append\r").shows("> list_append_impl(");
    terminal.shows(" two (");
    assert_eq!(State::load(&here).repository, Some(repository));
    terminal.keys("q");
}

#[test]
fn an_index_that_is_replaced_or_gone_harms_no_open_interface() {
    let (folder, repository) = both();
    let terminal = open(&folder, &repository);
    // Another process indexes once more, and removes what it no longer needs.
    commit(folder.path().join("clone").as_path(), &fixture("cpython"), "three");
    let here = places(folder.path());
    pipeline::run(&Source::open(&folder.path().join("clone")).unwrap(), Some("three"), &here, &Silent).unwrap();
    terminal.keys("v").shows("three");
    terminal.keys("three\r").shows(" three (");
    terminal.keys("\x0f").shows(" two (");
    terminal.keys("s\x15len\r").shows("builtin_len");
    fs::remove_dir_all(&here.index).unwrap();
    terminal.keys("s\x15heapq.heappush\r").shows("» Modules/_heapqmodule.c");
    terminal.keys("gr").shows("called by");
    terminal.keys("v").until("a list or a word why not", |text| text.contains("» go on in another revision"));
    terminal.keys("\x1bq");
}
