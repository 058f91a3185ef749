//! The README shows what the program prints: every `console` block that asks the sample is run again here.
//!
//! `CPYNAV_UPDATE_README=1 cargo test --test it readme` puts today's output into the file.

use crate::support::{command, root};
use std::fmt::Write as _;
use std::fs;

const PROMPT: &str = "$ cpynav ";

/// Runs what stands behind a prompt and returns what a person would see, without trailing space.
fn ask(folder: &std::path::Path, arguments: &str) -> String {
    let words = shell_words::split(arguments).unwrap();
    let output = command(folder).args(&words).output().unwrap();
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 1)), "cpynav {arguments} ended with {code:?}");
    let text = [output.stderr, output.stdout].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

/// The README with the output of every command that asks the sample as it is today.
fn refreshed(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    // The first question to the sample builds its index and may say so.
    ask(folder.path(), "--sample where len");
    let mut fresh = String::new();
    let (mut in_block, mut skipping) = (false, false);
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = line == "```console";
            skipping = false;
        }
        if in_block && line.starts_with("$ ") {
            skipping = false;
        }
        if !skipping {
            writeln!(fresh, "{line}").unwrap();
        }
        if let Some(arguments) = line.strip_prefix(PROMPT).filter(|_| in_block && line.contains("--sample")) {
            fresh.push_str(&ask(folder.path(), arguments));
            skipping = true;
        }
    }
    fresh
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let fresh = refreshed(&text);
    if std::env::var_os("CPYNAV_UPDATE_README").is_some() {
        fs::write(&path, &fresh).unwrap();
    } else {
        let changed = fresh.lines().zip(text.lines()).find(|(today, written)| today != written);
        assert!(
            fresh == text,
            "README.md is out of step (CPYNAV_UPDATE_README=1 brings it back), first at {changed:?}"
        );
    }
}

#[test]
fn the_readme_shows_every_kind_of_question() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    for command in ["where", "show", "links", "callers", "search", "api"] {
        assert!(text.contains(&format!("$ cpynav --sample {command} ")), "README.md does not show `{command}`");
    }
}
