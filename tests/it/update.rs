//! What is brought up to date answers exactly as what is built from nothing.

use crate::support::{Files, commit, fixture, places};
use cpynav::nav::Navigator;
use cpynav::pipeline::{self, Silent};
use cpynav::places::Places;
use cpynav::source::Source;
use std::path::Path;

const EDITED: &str = "Objects/listobject.c";

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

fn build(repository: &Path, places: &Places, rev: &str) -> (pipeline::Outcome, Navigator) {
    let source = Source::open(repository).unwrap();
    let outcome = pipeline::run(&source, Some(rev), places, &Silent).unwrap();
    let navigator = Navigator::open_folder(&outcome.folder, &places.index).unwrap();
    (outcome, navigator)
}

#[test]
fn an_update_answers_as_a_full_index_does() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("repository");
    commit(&repository, &fixture("cpython"), "one");
    commit(&repository, &edited(), "two");
    let (grown, fresh) = (places(&folder.path().join("grown")), places(&folder.path().join("fresh")));
    build(&repository, &grown, "one");
    let (outcome, updated) = build(&repository, &grown, "two");
    let (other, full) = build(&repository, &fresh, "two");

    let count = |name: &str| outcome.manifest.counts.iter().find(|(it, _)| it == name).unwrap().1;
    assert_eq!(count("parsed"), 3, "only what changed is read again");
    assert!(updated.definitions().map(Result::unwrap).eq(full.definitions().map(Result::unwrap)), "definitions differ");
    assert!(updated.files().eq(full.files()));
    let links = |navigator: &Navigator| format!("{:?}", navigator.all_links().unwrap().collect::<Vec<_>>());
    assert!(links(&updated) == links(&full), "links differ");
    for name in ["list.append", "heapq.added_last", "added_module.again", "os.path.join", "added_first", "int.__radd__"]
    {
        let answers = |navigator: &Navigator| format!("{:?}", navigator.where_is(name, 20).unwrap());
        assert_eq!(answers(&updated), answers(&full), "where {name}");
    }
    for question in ["resize list", "PyList_Appedn", "how is an item put on a heap?", "kind:macro in:listobject.c.h"] {
        let hits = |navigator: &Navigator| format!("{:?}", navigator.search(question, 20).unwrap());
        assert_eq!(hits(&updated), hits(&full), "search {question}");
    }
    // The same bytes, but for the name of tantivy's segment and the times.
    for file in ["records", "keys", "folds", "folded", "weights", "tables", "paths"] {
        let bytes = |folder: &Path| std::fs::read(folder.join(file)).unwrap();
        assert!(bytes(&outcome.folder) == bytes(&other.folder), "{file} differs");
    }
}
