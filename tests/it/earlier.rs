//! What an earlier state of a file spares the parser changes no fact: the miniature with changes of all sorts always;
//! two revisions of real CPython where `CPYNAV_CPYTHON` names a clone (`CPYNAV_CANARY_REVS` says which, see `canary.rs`).

use crate::support::fixture;
use cpynav::facts::{self, Earlier};
use cpynav::model::{Dialect, EntryKind};
use cpynav::source::Source;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::Path;

/// What is put into files at many places: most of it fits there, some breaks what is around it.
const CHANGES: [&str; 8] = [
    "",
    "x = 1\n",
    "    return 2\n",
    "}\n",
    "int added(void) { return 3; }\n",
    "#if OTHER\n",
    "'''\n",
    "def added(): pass\n",
];

/// Asserts that `new` says the same with and without its earlier state.
fn same(path: &str, dialect: Dialect, old: &[u8], new: &[u8]) {
    let earlier = facts::extract(dialect, old);
    let after = facts::extract_after(dialect, new, Some(Earlier { text: old, facts: &earlier }));
    let full = facts::extract(dialect, new);
    if after != full {
        let (after, full) = (format!("{after:#?}"), format!("{full:#?}"));
        let differs: Vec<_> = after.lines().zip(full.lines()).filter(|(after, full)| after != full).take(8).collect();
        panic!("{path}: {differs:#?}");
    }
}

fn parsed(path: &str) -> Option<Dialect> {
    facts::classify(path).ok().filter(|dialect| matches!(dialect, Dialect::C | Dialect::Python))
}

#[test]
fn a_changed_file_says_the_same_after_its_earlier_state() {
    for (path, old) in fixture("cpython") {
        let Some(dialect) = parsed(&path) else { continue };
        same(&path, dialect, &old, &old);
        let lines: Vec<&[u8]> = old.split_inclusive(|byte| *byte == b'\n').collect();
        let step = (lines.len() / 12).max(1);
        for (round, at) in (0..lines.len()).step_by(step).enumerate() {
            // One line gives way to another, or just goes.
            let change = CHANGES[round % CHANGES.len()].as_bytes();
            let new = [&lines[..at].concat(), change, &lines[at + 1..].concat()].concat();
            same(&path, dialect, &old, &new);
        }
    }
}

#[test]
fn real_cpython_says_the_same_after_another_release() {
    let Ok(repository) = std::env::var("CPYNAV_CPYTHON") else { return };
    let source = Source::open(Path::new(&repository)).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().stack_size(64 << 20).build().unwrap();
    let mut before: HashMap<String, Vec<u8>> = HashMap::new();
    for revision in std::env::var("CPYNAV_CANARY_REVS").unwrap_or_default().split_whitespace() {
        let snapshot = source.resolve(Some(revision)).unwrap();
        let reader = snapshot.reader().unwrap();
        let files = snapshot.entries.iter().filter(|entry| entry.kind == EntryKind::File);
        let texts = files.filter_map(|entry| Some((entry.path.clone(), reader.read(entry).ok()?)));
        let now: HashMap<String, Vec<u8>> = texts.collect();
        let compare = |(path, new): &(&String, &Vec<u8>)| {
            let both = parsed(path).zip(before.get(*path).filter(|old| old != new));
            both.inspect(|(dialect, old)| same(path, *dialect, old, new)).is_some()
        };
        let compared = pool.install(|| now.par_iter().filter(compare).count());
        eprintln!("{revision}: {compared} changed files say the same");
        before = now;
    }
}
