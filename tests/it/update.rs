//! What is brought up to date answers exactly as what is built from nothing.

use crate::support::{Files, commit, fixture, places};
use cpynav::index;
use cpynav::nav::Navigator;
use cpynav::pipeline::{self, Outcome, Silent};
use cpynav::places::Places;
use cpynav::source::Source;
use std::fs;
use std::path::Path;

const EDITED: &str = "Objects/listobject.c";
const NAMES: &[&str] =
    &["list.append", "heapq.added_last", "added_module.again", "os.path.join", "added_first", "int.__radd__"];
const QUESTIONS: &[&str] = &[
    "resize list",
    "PyList_Appedn",
    "how is an item put on a heap?",
    "kind:macro in:listobject.c.h",
    "one of two",
    "append item to the end of a list",
    "heap",
    "added",
    "what returns an object",
];

/// A file gains lines and a function at its head, one goes, one is added, one moves.
fn edited() -> Files {
    let mut files = fixture("cpython");
    for (path, bytes) in &mut files {
        if path == EDITED {
            let text = String::from_utf8(bytes.clone()).unwrap();
            *bytes = format!("\nstatic int\nadded_first(int one)\n{{\n    return one;\n}}\n\n{text}").into_bytes();
        }
        if path == "Lib/heapq.py" {
            bytes.extend(b"\n\ndef added_last(heap):\n    return heappush(heap, len(heap))\n");
        }
    }
    files.retain(|(path, _)| path != "Lib/posixpath.py");
    files.push(("Lib/added_module.py".into(), b"from heapq import added_last as again\n".to_vec()));
    files
}

/// One more step: what was added says something else and stands twice, another file goes.
fn edited_again() -> Files {
    let mut files = edited();
    for (path, bytes) in &mut files {
        if path == EDITED {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let twin = "/* Returns one of two. */\nstatic int\nadded_first(int one)\n{\n    return one;\n}\n";
            *bytes = format!("#ifdef ONE\n{twin}#else\n{twin}#endif\n{text}").into_bytes();
        }
        if path == "Lib/heapq.py" {
            bytes.extend(b"\n\ndef added_last(heap):\n    '''Puts how long the heap is on the heap.'''\n");
        }
    }
    files.retain(|(path, _)| path != "Lib/added_module.py");
    files
}

fn build(repository: &Path, places: &Places, rev: &str) -> Outcome {
    pipeline::run(&Source::open(repository).unwrap(), Some(rev), places, &Silent).unwrap()
}

/// Opens a copy of an index, so that no other revision stands beside it and nothing is shared.
pub fn alone(folder: &Path, texts: &Path) -> (tempfile::TempDir, Navigator) {
    let copy = tempfile::tempdir().unwrap();
    let place = copy.path().join("index");
    copy_below(folder, &place);
    let navigator = Navigator::open_folder(&place, texts).unwrap();
    (copy, navigator)
}

fn copy_below(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_below(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// Fails where two indexes of one revision do not answer alike, down to scores and order.
pub fn assert_alike(updated: &Navigator, full: &Navigator, names: &[&str], questions: &[&str], what: &str) {
    let definitions = |navigator: &'_ Navigator| format!("{:?}", navigator.definitions().collect::<Vec<_>>());
    assert!(definitions(updated) == definitions(full), "definitions differ: {what}");
    assert!(updated.files().eq(full.files()), "files differ: {what}");
    let links = |navigator: &Navigator| format!("{:?}", navigator.all_links().unwrap().collect::<Vec<_>>());
    assert!(links(updated) == links(full), "links differ: {what}");
    for name in names {
        let answers = |navigator: &Navigator| format!("{:?}", navigator.where_is(name, 20).unwrap());
        assert_eq!(answers(updated), answers(full), "where {name}: {what}");
    }
    for question in questions {
        let hits = |navigator: &Navigator| format!("{:?}", navigator.search(question, 50).unwrap());
        assert_eq!(hits(updated), hits(full), "search {question}: {what}");
    }
}

/// The same bytes, but for the segments and the times.
pub fn assert_same_files(updated: &Path, full: &Path) {
    for file in ["records", "keys", "folds", "folded", "weights", "tables", "paths"] {
        let bytes = |folder: &Path| fs::read(folder.join(file)).unwrap();
        assert!(bytes(updated) == bytes(full), "{file} differs");
    }
}

#[test]
fn an_update_answers_as_a_full_index_does() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("repository");
    let history = [("one", fixture("cpython")), ("two", edited()), ("three", edited_again()), ("four", edited())];
    for (tag, files) in &history {
        commit(&repository, files, tag);
    }
    let grown = places(&folder.path().join("grown"));
    let first = build(&repository, &grown, "one");
    assert_eq!(first.manifest.updated_from, None);
    for (tag, from) in [("two", "one"), ("three", "two"), ("four", "three")] {
        let outcome = build(&repository, &grown, tag);
        let count = |name: &str| outcome.manifest.counts.iter().find(|(it, _)| it == name).unwrap().1;
        let changed = [("two", 3), ("three", 2), ("four", 0)].into_iter().find(|(it, _)| *it == tag).unwrap().1;
        assert_eq!(count("parsed"), changed, "only what changed is read again: {tag}");
        let base = outcome.manifest.updated_from.as_ref().expect(tag);
        assert!(base.written > 0 && base.written < count("definitions") / 8, "{base:?}");
        assert!(tag != "two" || base.rev == from, "{base:?}");

        let fresh = places(&folder.path().join(tag));
        let other = build(&repository, &fresh, tag);
        assert_eq!(other.manifest.updated_from, None);
        let (_copy, updated) = alone(&outcome.folder, &grown.index);
        let (_other, full) = alone(&other.folder, &fresh.index);
        assert_alike(&updated, &full, NAMES, QUESTIONS, tag);
        assert_same_files(&outcome.folder, &other.folder);
        if tag == "two" {
            // What was taken over stays when its owner goes.
            fs::remove_dir_all(&first.folder).unwrap();
        }
    }
}

#[test]
fn what_differs_much_or_is_forced_is_written_whole() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("repository");
    commit(&repository, &fixture("cpython"), "one");
    let mut half = fixture("cpython");
    half.retain(|(path, _)| path.starts_with("Lib/"));
    commit(&repository, &half, "half");
    commit(&repository, &edited(), "two");
    let places = places(folder.path());
    build(&repository, &places, "one");
    assert_eq!(build(&repository, &places, "half").manifest.updated_from, None);
    let updated = build(&repository, &places, "two");
    assert_eq!(updated.manifest.updated_from.unwrap().rev, "one");
    let snapshot = Source::open(&repository).unwrap().resolve(Some("two")).unwrap();
    let forced = pipeline::build(&snapshot, &places, true, &Silent).unwrap();
    assert_eq!(forced.manifest.updated_from, None);
}

/// A segment that is damaged is not handed on; a damaged overlay is told, or answers otherwise, without a panic.
#[test]
fn damage_is_told_and_not_handed_on() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("repository");
    for (tag, files) in [("one", fixture("cpython")), ("two", edited()), ("three", edited_again())] {
        commit(&repository, &files, tag);
    }
    let places = places(folder.path());
    build(&repository, &places, "one");
    let two = build(&repository, &places, "two");
    let search = || -> anyhow::Result<usize> {
        let navigator = Navigator::open_folder(&two.folder, &places.index)?;
        QUESTIONS.iter().map(|question| navigator.search(question, 20).map(|hits| hits.len())).sum()
    };
    search().unwrap();
    let overlay = two.folder.join("overlay");
    let whole = fs::read(&overlay).unwrap();
    for at in 0..whole.len() {
        fs::write(&overlay, &whole[..at]).unwrap();
        assert!(search().is_err(), "cut after {at} bytes");
        let mut damaged = whole.clone();
        damaged[at] ^= 0xa5;
        fs::write(&overlay, &damaged).unwrap();
        let _ = search();
    }
    fs::remove_file(&overlay).unwrap();
    assert!(search().is_err());
    fs::write(&overlay, &whole).unwrap();
    fs::rename(two.folder.join("changed"), two.folder.join("gone")).unwrap();
    assert!(search().is_err());
    fs::rename(two.folder.join("gone"), two.folder.join("changed")).unwrap();
    search().unwrap();

    let files = || fs::read_dir(&two.folder).unwrap().map(|entry| entry.unwrap().path());
    let postings = files().find(|path| path.extension().is_some_and(|end| end == "idx")).unwrap();
    let mut bytes = fs::read(&postings).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    // In place: the first index has the same bytes.
    fs::write(&postings, &bytes).unwrap();
    assert_eq!(build(&repository, &places, "three").manifest.updated_from, None);
    assert_eq!(index::catalogue(&places.index).len(), 3);
}
