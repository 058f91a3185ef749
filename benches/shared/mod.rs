//! What all benches share: the repository that is measured, CPU seconds, the other tools.
//!
//! `CPYNAV_CPYTHON=<clone>` names a clone of `CPython`, `CPYNAV_REV=<revision>` what of it; without a clone the embedded
//! sample is measured, which only shows that a bench runs. CPU seconds (user + system, all threads, child processes that
//! ended) come from the operating system's own accounting on Linux; on other systems wall time stands in for them.

#![allow(dead_code)]

pub mod tantivy;

use cpynav::facts::{self, classify};
use cpynav::links::Input;
use cpynav::model::{Dialect, EntryKind};
use cpynav::source::{Snapshot, Source};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

/// The program itself.
pub const CPYNAV: &str = env!("CARGO_BIN_EXE_cpynav");

/// The clone that is measured, if there is one.
pub fn clone() -> Option<PathBuf> {
    std::env::var_os("CPYNAV_CPYTHON").map(PathBuf::from)
}

/// What is measured and its revision.
pub fn snapshot() -> (Source, Snapshot) {
    let source = match clone() {
        Some(path) => Source::open(&path).expect("the clone named by CPYNAV_CPYTHON opens"),
        None => Source::sample(),
    };
    let snapshot = source.resolve(std::env::var("CPYNAV_REV").ok().as_deref()).expect("the revision is there");
    (source, snapshot)
}

/// A file: its path, its reader, its text, its place among the entries.
pub struct File {
    /// From the repository's root.
    pub path: String,
    /// Who reads it.
    pub dialect: Dialect,
    /// Its text.
    pub bytes: Vec<u8>,
    /// Index into the snapshot's entries.
    pub entry: usize,
}

/// Reads all files that have a reader, the largest first.
pub fn files(snapshot: &Snapshot) -> Vec<File> {
    let reader = snapshot.reader().expect("the objects are readable");
    let known = snapshot.entries.iter().enumerate().filter(|(_, entry)| entry.kind == EntryKind::File);
    let known = known.filter_map(|(place, entry)| {
        let dialect = classify(&entry.path).ok()?;
        Some(File { path: entry.path.clone(), dialect, bytes: reader.read(entry).ok()?, entry: place })
    });
    let mut files: Vec<File> = known.collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.bytes.len()));
    files
}

/// Parses all C and Python files with tree-sitter alone; returns how many nodes there are.
pub fn parse(files: &[File]) -> usize {
    let parser = |language: tree_sitter::Language| {
        let mut parser = tree_sitter::Parser::new();
        parser.set_language(&language).expect("the grammar fits the library");
        parser
    };
    let (mut c, mut python) = (parser(tree_sitter_c::LANGUAGE.into()), parser(tree_sitter_python::LANGUAGE.into()));
    let nodes = files.iter().map(|file| {
        let parser = match file.dialect {
            Dialect::C | Dialect::Bytecodes => &mut c,
            Dialect::Python => &mut python,
            _ => return 0,
        };
        parser.parse(&file.bytes, None).map_or(0, |tree| tree.root_node().descendant_count())
    });
    nodes.sum()
}

/// Their bytes, in millions.
pub fn megabytes(files: &[File]) -> f64 {
    files.iter().map(|file| file.bytes.len()).sum::<usize>() as f64 / 1e6
}

/// Extracts the facts of all files, on a thread with the stack that deep nesting needs.
pub fn inputs(snapshot: &Snapshot, files: &[File]) -> Vec<Input> {
    deep(|| {
        let input = |file: &File| Input {
            path: file.path.as_str().into(),
            blob: snapshot.entries[file.entry].blob,
            facts: Arc::new(facts::extract(file.dialect, &file.bytes)),
        };
        files.iter().map(input).collect()
    })
}

/// Runs work where the stack is deep.
pub fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(64 << 20).build().expect("threads start");
    pool.install(work)
}

/// What a piece of work cost.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// CPU seconds.
    pub cpu: f64,
    /// Seconds on the clock.
    pub wall: f64,
}

/// Takes the time of work.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    let (before, start) = (cpu_seconds(), Instant::now());
    let value = work();
    let wall = start.elapsed().as_secs_f64();
    let cpu = before.zip(cpu_seconds()).map_or(wall, |(before, after)| after - before);
    (value, Cost { cpu, wall })
}

/// User and system time of this process and its children; the kernel counts it in hundredths of a second.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter().map(|field| field.parse::<f64>());
    Some(ticks.sum::<Result<f64, _>>().ok()? / 100.0)
}

/// Runs a command to its end without showing what it prints; `None` where it is not installed.
pub fn run(command: &mut Command) -> Option<bool> {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.ok().map(|status| status.success())
}

/// Runs `cpynav` with a folder of indexes; a failure ends the bench.
pub fn cpynav(indexes: &Path, words: &[&str]) {
    let mut command = Command::new(CPYNAV);
    command.arg("--index-dir").arg(indexes).args(words);
    assert_eq!(run(&mut command), Some(true), "cpynav {words:?} ends well");
}

/// The middle of some numbers.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The milliseconds on the clock that one run of a command takes, the middle of many; `None` where it is not installed.
pub fn milliseconds(runs: u32, command: impl Fn() -> Command) -> Option<f64> {
    run(&mut command())?;
    Some(median((0..runs).map(|_| timed(|| run(&mut command())).1.wall * 1e3).collect()))
}

/// Writes the files of a revision below a folder, for tools that read folders.
pub fn check_out(snapshot: &Snapshot, folder: &Path) {
    let reader = snapshot.reader().expect("the objects are readable");
    for entry in snapshot.entries.iter().filter(|entry| entry.kind == EntryKind::File) {
        let Ok(bytes) = reader.read(entry) else { continue };
        let path = folder.join(&entry.path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder)).expect("a temporary folder is writable");
        std::fs::write(path, bytes).expect("a temporary folder is writable");
    }
}

/// `ctags` over C and Python below the current folder.
pub fn ctags(tree: &Path, tags: &Path) -> Command {
    let mut command = Command::new("ctags");
    let words = ["-R", "--languages=C,Python", "--langmap=C:.c.h", "-f"].map(OsString::from);
    command.args(words).arg(tags).arg(".").current_dir(tree);
    command
}

/// Says what a missing tool leaves out.
pub fn skipped(tool: &str) {
    println!("{tool} is not installed: no comparison with it");
}
