//! Well-known names of real CPython lead to the right file and symbol: `fixtures/canary.tsv`.
//!
//! Needs sources: `CPYNAV_CPYTHON` names a clone or a checkout (`.ci/run` sets it; `CPYNAV_CANARY_REVS` the revisions,
//! `CPYNAV_CANARY_PROGRAM` a faster build of the program, `CPYNAV_CANARY_INDEX` a folder of indexes to keep). Without
//! it only the list itself is checked.

use crate::support::root;
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

struct Canary {
    name: String,
    files: Vec<String>,
    symbols: Vec<String>,
}

fn list() -> Vec<Canary> {
    let text = fs::read_to_string(root().join("fixtures/canary.tsv")).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let split = |cell: &str| cell.split('|').map(str::to_owned).collect();
    rows.map(|row| {
        let cells: Vec<_> = row.split('\t').collect();
        let [name, files, symbols] = cells[..] else { panic!("fixtures/canary.tsv: three columns are wanted: {row}") };
        Canary { name: name.to_owned(), files: split(files), symbols: split(symbols) }
    })
    .collect()
}

#[test]
fn the_list_is_long_and_has_nothing_twice() {
    let mut names: Vec<_> = list().into_iter().map(|canary| canary.name).collect();
    assert!(names.len() >= 60);
    names.sort();
    let before = names.len();
    names.dedup();
    assert_eq!(names.len(), before);
}

/// Runs the program and returns what it printed; it must end with one of the codes.
fn run(program: &Path, index: &Path, arguments: &[&str], input: &str, codes: &[i32]) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .env("CPYNAV_INDEX_DIR", index)
        .env("CPYNAV_STATE", index.join("state.json"))
        .env("CPYNAV_CONFIG", index.join("config.toml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends early closes the pipe; its exit code tells.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let code = output.status.code();
    assert!(code.is_some_and(|code| codes.contains(&code)), "cpynav {arguments:?} ended with {code:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Revisions of a real CPython, indexed.
pub struct Real {
    repository: String,
    program: PathBuf,
    index: PathBuf,
    _temporary: TempDir,
    /// The revisions, the newest first as `.ci/run` names them.
    pub revisions: Vec<String>,
}

impl Real {
    /// Indexes what the environment names; `None`, with a word to the person, where it names nothing.
    pub fn open() -> Option<Self> {
        let Ok(repository) = std::env::var("CPYNAV_CPYTHON") else {
            eprintln!("CPYNAV_CPYTHON is not set: no real CPython to ask");
            return None;
        };
        let program = std::env::var_os("CPYNAV_CANARY_PROGRAM");
        let program = program.map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_cpynav")), PathBuf::from);
        let temporary = tempfile::tempdir().unwrap();
        let index = std::env::var_os("CPYNAV_CANARY_INDEX");
        let index = index.map_or_else(|| temporary.path().to_owned(), PathBuf::from);
        let revisions = std::env::var("CPYNAV_CANARY_REVS").unwrap_or_else(|_| "HEAD".to_owned());
        let revisions: Vec<String> = revisions.split_whitespace().map(str::to_owned).collect();
        // Only one process may write into a folder of indexes.
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        for revision in &revisions {
            run(&program, &index, &["index", "--repo", &repository, revision], "", &[0]);
        }
        Some(Real { repository, program, index, _temporary: temporary, revisions })
    }

    /// The first of the revisions.
    pub fn newest(&self) -> &str {
        self.revisions.first().map_or("HEAD", String::as_str)
    }

    /// The text of a file of a revision.
    pub fn text(&self, revision: &str, path: &str) -> String {
        let what = format!("{revision}:{path}");
        let output = Command::new("git").args(["-C", &self.repository, "show", &what]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Asks about a revision and returns what is printed.
    pub fn ask(&self, arguments: &[&str], revision: &str, input: &str) -> String {
        let all = [arguments, &["--repo", &self.repository, "--rev", revision]].concat();
        run(&self.program, &self.index, &all, input, &[0])
    }
}

static ONE: Mutex<()> = Mutex::new(());

#[test]
fn well_known_names_of_real_cpython_resolve() {
    let Some(real) = Real::open() else { return };
    let canaries = list();
    let names: Vec<_> = canaries.iter().map(|canary| canary.name.as_str()).collect();
    let questions = names.join("\n");
    let mut faults = Vec::new();
    for revision in &real.revisions {
        let ask = ["where", "--json", "--stdin", "--limit", "1"];
        let mut answers = HashMap::new();
        for line in real.ask(&ask, revision, &questions).lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            answers.entry(row["query"].as_str().unwrap().to_owned()).or_insert(row);
        }
        for Canary { name, files, symbols } in &canaries {
            let row = answers.get(name).unwrap_or(&Value::Null);
            let is_one = |field: &str, list: &[String]| list.iter().any(|one| row[field] == **one);
            if !is_one("file", files) || !is_one("symbol", symbols) || row["exact"] != true {
                let got = format!("{}:{} {}", row["file"], row["line"], row["symbol"]);
                faults.push(format!("{revision} {name}: want {} {}, got {got}", files.join("|"), symbols.join("|")));
            }
        }
    }
    assert!(faults.is_empty(), "{} names of real CPython lead astray:\n{}", faults.len(), faults.join("\n"));
}
