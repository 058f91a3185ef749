//! The screens in the README are real: each is named by a comment above it, `screen REVISION COLUMNSxROWS: keys`, and is
//! made again here by typing these keys into the program in a terminal.
//!
//! Screens of the sample are compared in every run, those of real CPython where `CPYNAV_CPYTHON` names a clone with that
//! tag (`CPYNAV_TUI_INDEX` a folder of indexes, `CPYNAV_CANARY_PROGRAM` a faster build of the program).
//! `CPYNAV_UPDATE_README=1 cargo test --test it captures` puts today's screens into the file.

use crate::pty_support::Terminal;
use crate::support::root;
use std::fmt::Write as _;
use std::fs;

const MARK: &str = "<!-- screen ";

struct Shot<'a> {
    revision: &'a str,
    size: (u16, u16),
    keys: &'a str,
}

fn read(line: &str) -> Option<Shot<'_>> {
    let rest = line.strip_prefix(MARK)?.strip_suffix(" -->")?;
    let (head, keys) = rest.split_once(": ")?;
    let (revision, size) = head.split_once(' ')?;
    let (columns, rows) = size.split_once('x')?;
    Some(Shot { revision, size: (rows.parse().ok()?, columns.parse().ok()?), keys })
}

/// Types the keys and returns the screen once it rests; nothing where its sources are not there.
fn taken(shot: &Shot<'_>) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let clone = std::env::var("CPYNAV_CPYTHON").unwrap_or_default();
    let index = std::env::var("CPYNAV_TUI_INDEX").unwrap_or_else(|_| folder.path().join("index").display().to_string());
    let program = std::env::var("CPYNAV_CANARY_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_cpynav").into());
    let terminal = match shot.revision {
        "sample" => Terminal::start(folder.path(), &["--sample"], shot.size),
        _ if clone.is_empty() => return None,
        revision => {
            let arguments = ["--repo", clone.as_str(), "--rev", revision];
            Terminal::of(program, folder.path(), &arguments, shot.size, &[("CPYNAV_INDEX_DIR", &index)])
        }
    };
    terminal.ready();
    let mut rest = shot.keys;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        let key = match named.map(|(name, _)| name) {
            Some("enter") => "\r".to_owned(),
            Some("esc") => "\x1b".to_owned(),
            Some("tab") => "\t".to_owned(),
            Some("down") => "\x1b[B".to_owned(),
            Some(ctrl) if ctrl.starts_with("ctrl-") => char::from(ctrl.as_bytes()[5] & 0x1f).to_string(),
            Some(other) => panic!("README.md: no key is called {other}"),
            None => first.to_string(),
        };
        rest = named.map_or(&rest[first.len_utf8()..], |(_, rest)| rest);
        terminal.keys(&key);
        terminal.rests();
    }
    Some(terminal.rests())
}

/// The README with every screen as it is today; a screen that cannot be taken stays.
fn refreshed(text: &str) -> String {
    let mut fresh = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        writeln!(fresh, "{line}").unwrap();
        let Some(screen) = read(line).and_then(|shot| taken(&shot)) else { continue };
        writeln!(fresh, "{}\n{}```", lines.next().unwrap_or("```text"), screen).unwrap();
        lines.by_ref().find(|line| *line == "```");
    }
    fresh
}

#[test]
fn the_readme_shows_real_screens() {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(MARK), "README.md has no screens");
    let fresh = refreshed(&text);
    if std::env::var_os("CPYNAV_UPDATE_README").is_some() {
        fs::write(&path, &fresh).unwrap();
    } else {
        let changed = fresh.lines().zip(text.lines()).find(|(today, written)| today != written);
        assert!(fresh == text, "a screen in README.md is out of step, first at {changed:?}");
    }
}
