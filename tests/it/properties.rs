//! What must hold for any input: no bytes bring a reader down, the order of files does not matter, an index gives back
//! what was written.

use crate::support::{Files, Indexed, TAG, fixture, miniature};
use cpynav::facts;
use cpynav::index::{self, Manifest, Report};
use cpynav::links::{self, Input};
use cpynav::model::{BlobId, Dialect, FileFacts, Revision, SymbolGraph};
use cpynav::nav::Navigator;
use proptest::prelude::*;
use std::sync::{Arc, OnceLock};

/// Checks what every answer of a reader must keep to: indexes inside their lists, lines inside the file.
fn sound(dialect: Dialect, bytes: &[u8]) {
    let facts = facts::extract(dialect, bytes);
    assert_eq!((facts.dialect, facts.bytes as usize), (dialect, bytes.len()));
    let inside = |line: u32| (1..=facts.lines.max(1)).contains(&line);
    for definition in &facts.definitions {
        let lines = [definition.first_line, definition.line, definition.end_line];
        assert!(lines.iter().all(|line| inside(*line)), "{definition:?} in {} lines", facts.lines);
        assert!(lines.is_sorted(), "{definition:?}");
        assert!(definition.outer.is_none_or(|outer| (outer as usize) < facts.definitions.len()));
        assert!(definition.condition as usize <= facts.conditions.len());
    }
    assert!(facts.syntax.error_bytes <= facts.bytes);
}

/// The texts that inputs are cut from.
fn texts() -> &'static Files {
    static TEXTS: OnceLock<Files> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let wanted = ["Objects/listobject.c", "Modules/posixmodule.c", "Python/bytecodes.c", "Lib/os.py"];
        let more = ["Grammar/python.gram", "Parser/Python.asdl", "Doc/library/heapq.rst", "Modules/Setup.stdlib.in"];
        let keep = |path: &str| wanted.contains(&path) || more.contains(&path);
        fixture("cpython").into_iter().filter(|(path, _)| keep(path)).collect()
    })
}

fn any_dialect() -> impl Strategy<Value = Dialect> {
    prop::sample::select(Dialect::ALL)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_a_reader_down(dialect in any_dialect(), bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        sound(dialect, &bytes);
    }

    #[test]
    fn no_damaged_source_brings_a_reader_down(
        dialect in any_dialect(),
        which in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        noise in "[(){}\\[\\]\"'#\\\\\n;,*/ a]{0,12}",
    ) {
        let (_, text) = which.get(texts());
        let at = cut.index(text.len());
        let mut bytes = text[..at].to_vec();
        bytes.extend(noise.bytes());
        bytes.extend(&text[(at + noise.len() * 3).min(text.len())..]);
        sound(dialect, &bytes);
    }
}

#[test]
fn broken_input_gives_what_can_be_read() {
    for (path, bytes) in fixture("broken") {
        for dialect in Dialect::ALL {
            sound(*dialect, &bytes);
        }
        let named = |facts: &FileFacts, name: &str| facts.definitions.iter().any(|it| &*it.name == name);
        let expected: &[&str] = match path.as_str() {
            "unbalanced_if.c" => &["inside", "after"],
            "latin1.c" => &["strasse"],
            "long_line.c" => &["behind_the_line"],
            "crlf.py" => &["crlf", "Windows"],
            "bom.py" => &["with_a_mark"],
            _ => continue,
        };
        let facts = facts::extract(facts::classify(&path).unwrap(), &bytes);
        for name in expected {
            assert!(named(&facts, name), "{path}: no {name} in {:?}", facts.definitions);
        }
    }
}

#[test]
fn a_repository_of_broken_files_is_indexed() {
    let indexed = Indexed::new(fixture("broken"));
    assert_eq!(indexed.where_is("behind_the_line")[0].file, "long_line.c");
    let status = indexed.navigator.status().unwrap();
    let skipped: Vec<_> = status.skipped.iter().map(|skip| (skip.path.as_str(), skip.reason.as_str())).collect();
    assert!(skipped.contains(&("nul_bytes.c", "binary")), "{skipped:?}");
}

fn inputs() -> Vec<Input> {
    let read = |(path, bytes): (String, Vec<u8>)| {
        let dialect = facts::classify(&path).ok()?;
        let id = git2::Oid::hash_object(git2::ObjectType::Blob, &bytes).unwrap();
        let blob = BlobId(id.as_bytes().try_into().unwrap());
        Some(Input { path: path.into(), blob, facts: Arc::new(facts::extract(dialect, &bytes)) })
    };
    fixture("cpython").into_iter().filter_map(read).collect()
}

#[test]
fn the_order_of_files_changes_nothing() {
    let mut forward = inputs();
    let mut mixed: Vec<_> = forward.iter().rev().cloned().collect();
    let middle = mixed.len() / 3;
    mixed.rotate_left(middle);
    let (one, two): (SymbolGraph, SymbolGraph) = (links::resolve(&mut forward), links::resolve(&mut mixed));
    assert!(one == two, "the graph depends on the order of its input");
    assert!(!one.definitions.is_empty());
}

#[test]
fn an_index_gives_back_the_graph_that_was_written() {
    let graph = links::resolve(&mut inputs());
    let folder = tempfile::tempdir().unwrap();
    let revision = Revision {
        rev: "main".into(),
        commit: "0".repeat(40),
        time: 0,
        names: Vec::new(),
        repository: "elsewhere".into(),
        web: None,
    };
    let place = folder.path().join("index");
    index::write(&place, &graph, &Manifest::new(revision), &Report::default(), &mut |_, _| true).unwrap();
    let navigator = Navigator::open_folder(&place, folder.path()).unwrap();
    let definitions: Vec<_> = navigator.definitions().map(|row| row.unwrap().2).collect();
    assert!(definitions == graph.definitions, "definitions differ");
    assert_eq!(navigator.all_links().unwrap().count(), graph.links.len());
    assert!(navigator.files().eq(graph.files.iter().map(|file| &*file.path)));
    for name in &graph.names {
        let answers = navigator.where_is(&name.dotted(), 50).unwrap();
        for target in name.targets.iter().filter(|_| name.alias_of.is_none()) {
            assert!(answers.iter().any(|answer| answer.id == target.definition), "{} lost a target", name.dotted());
        }
    }
}

#[test]
fn a_second_run_finds_everything_done() {
    let mini = miniature();
    let source = cpynav::source::Source::open(&mini.repository()).unwrap();
    let again = cpynav::pipeline::run(&source, Some(TAG), &mini.places, &cpynav::pipeline::Silent).unwrap();
    assert!(again.already);
}
