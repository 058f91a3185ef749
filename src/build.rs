//! Tells the program what it was built from, a hash over the queries, and which files the embedded sample has.
//!
//! Out: `CPYNAV_BUILT_FROM`, `CPYNAV_TARGET`, `CPYNAV_QUERIES` in the environment of the compiler; `sample.rs` in
//! `OUT_DIR`.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    println!("cargo::rustc-env=CPYNAV_TARGET={}", env::var("TARGET").expect("cargo sets it"));
    println!("cargo::rustc-env=CPYNAV_QUERIES={:016x}", hash_of(&root, "queries"));
    println!("cargo::rustc-env=CPYNAV_BUILT_FROM={}", built_from(&root));
    sample(&root);
}

/// Every file below `folder`, relative to the root, sorted. Watches it.
fn files_below(root: &Path, folder: &str) -> Vec<String> {
    println!("cargo::rerun-if-changed={folder}");
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder)).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{folder}/{name}");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// FNV-1a over names and contents: the same on every machine.
fn hash_of(root: &Path, folder: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut feed = |bytes: &[u8]| {
        for byte in bytes.iter().chain(&[0]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for path in files_below(root, folder) {
        feed(path.as_bytes());
        feed(&fs::read(root.join(&path)).unwrap_or_default());
    }
    hash
}

/// The commit, for a release build out of a clone; a tarball has none. A debug build is compiled again too often to
/// follow every commit.
fn built_from(root: &Path) -> String {
    if env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
        return "debug build".to_owned();
    }
    let top = git(root, &["rev-parse", "--show-toplevel"]);
    let ours = top.is_some_and(|top| Path::new(&top).canonicalize().ok() == root.canonicalize().ok());
    if !ours {
        return "source archive".to_owned();
    }
    for name in ["HEAD", "logs/HEAD", "packed-refs"] {
        if let Some(path) = git(root, &["rev-parse", "--git-path", name]).filter(|path| root.join(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let describe = git(root, &["describe", "--always", "--tags", "--abbrev=12"]);
    let day = git(root, &["log", "-1", "--format=%cs"]);
    [describe, day].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// Writes `sample.rs`: the files of `fixtures/cpython` as `(path, bytes)`, sorted by path.
fn sample(root: &Path) {
    let folder = "fixtures/cpython";
    let mut code = String::from("&[\n");
    for path in files_below(root, folder) {
        let name = &path[folder.len() + 1..];
        let full = format!("/{path}");
        writeln!(code, "    ({name:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {full:?}))),")
            .expect("writing to a string cannot fail");
    }
    code.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("sample.rs"), code).expect("cargo makes OUT_DIR writable");
}
