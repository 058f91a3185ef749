//! The rules of the house, held to by reading the sources: who may import whom, how long files are, what they say first.

use crate::support::{below, miniature, root};
use cpynav::model::LinkKind;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module, the modules it may import, and the crates that no other module may use.
const MODULES: &[(&str, &[&str], &[&str])] = &[
    ("model", &[], &[]),
    ("clex", &["model"], &[]),
    // Files of foreign profilers -> weights of lines; nothing of an index.
    ("profile", &["model"], &[]),
    ("store", &["model"], &["lz4_flex"]),
    ("source", &["model"], &["git2"]),
    ("facts", &["model", "clex"], &["tree_sitter", "tree_sitter_c", "tree_sitter_python"]),
    ("links", &["model", "clex"], &[]),
    ("index", &["model", "store"], &["tantivy"]),
    // Where cached facts are depends on the version of the reader that made them.
    ("places", &["facts"], &["etcetera"]),
    ("pipeline", &["model", "source", "facts", "links", "index", "store", "places"], &[]),
    // The reader knows which colours a source text has.
    ("nav", &["model", "clex", "index", "store", "places", "facts", "profile"], &[]),
    // Commits of one definition, at question time.
    ("history", &["model", "source", "facts", "nav"], &[]),
    ("tui", &["model", "nav", "pipeline", "source", "places", "history", "profile"], &["ratatui", "crossterm"]),
    (
        "cli",
        &["model", "source", "facts", "pipeline", "index", "store", "nav", "places", "tui", "history", "profile"],
        &["clap", "clap_complete", "clap_mangen", "indicatif"],
    ),
    ("lib", &[], &[]),
    ("main", &["cli"], &["mimalloc"]),
];

/// What may lie at the top of the repository.
const TOP: &[&str] = &[
    ".ci",
    ".clippy.toml",
    ".git",
    ".gitignore",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "benches",
    "fixtures",
    "queries",
    "rustfmt.toml",
    "src",
    "target",
    "tests",
];

const LONGEST_FILE: usize = 400;

fn rust_files() -> Vec<PathBuf> {
    let folders = ["src", "tests", "benches"].map(|name| root().join(name));
    let files = folders.iter().filter(|folder| folder.exists()).flat_map(|folder| below(folder));
    files.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The stage a file of `src/` belongs to.
fn module_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("src/")?;
    Some(rest.split(['/', '.']).next().unwrap_or(rest))
}

/// The lines of a file that are code, numbered from 1: no comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.split("//").next().unwrap_or(line)));
    lines.filter(|(_, line)| !line.trim().is_empty())
}

/// The identifiers that follow `before` in a line.
fn names_after<'a>(line: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(before).map(move |(at, _)| {
        let rest = &line[at + before.len()..];
        &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
    })
}

/// Whether a path of a crate begins here, rather than in the middle of another word.
fn uses_crate(line: &str, name: &str) -> bool {
    [format!("{name}::"), format!("use {name};")].iter().any(|text| {
        line.match_indices(text.as_str()).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && !"_:".contains(c))
        })
    })
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_stage_imports_nothing_that_comes_after_it() {
    let mut faults = Vec::new();
    for path in rust_files() {
        let name = relative(&path);
        let Some(module) = module_of(&name).filter(|module| *module != "build") else { continue };
        let Some((_, allowed, _)) = MODULES.iter().find(|(name, _, _)| *name == module) else {
            faults.push(format!("{name}: `{module}` stands in no row of the table in tests/it/tidy.rs"));
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in code(&text) {
            let grouped = line.trim_start().strip_prefix("use crate::{").unwrap_or_default();
            let listed = grouped.split(',').map(|one| one.trim().split("::").next().unwrap_or(one));
            let listed = listed.filter(|one| MODULES.iter().any(|(name, _, _)| name == one));
            let outside = names_after(line, "crate::").chain(names_after(line, "cpynav::")).chain(listed);
            for other in outside.filter(|other| !other.is_empty() && *other != module && !allowed.contains(other)) {
                faults.push(format!("{name}:{number}: `{module}` may not import `{other}`"));
            }
            for (owner, _, crates) in MODULES.iter().filter(|(owner, _, _)| *owner != module) {
                for used in crates.iter().filter(|used| uses_crate(line, used)) {
                    faults.push(format!("{name}:{number}: only `{owner}` may use `{used}`"));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn the_table_has_no_circle() {
    // A module may import only modules of rows above its own.
    for (at, (module, allowed, _)) in MODULES.iter().enumerate() {
        for other in *allowed {
            let place = MODULES.iter().position(|(name, _, _)| name == other).unwrap();
            assert!(place < at, "`{module}` imports `{other}`, which comes later");
        }
    }
}

#[test]
fn files_are_short_and_say_first_why_they_exist() {
    let mut faults = Vec::new();
    for path in rust_files() {
        let (name, text) = (relative(&path), fs::read_to_string(&path).unwrap());
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!("{name}: {lines} lines, more than {LONGEST_FILE}"));
        }
        if !text.starts_with("//! ") {
            faults.push(format!("{name}: does not begin with `//! `"));
        }
    }
    report(&faults);
}

/// The captures of a query file: `@` and a word, outside comments and strings.
fn captures(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines() {
        let mut in_string = false;
        let mut characters = line.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            match c {
                '\\' if in_string => drop(characters.next()),
                '"' => in_string = !in_string,
                ';' if !in_string => break,
                '@' if !in_string => {
                    let rest = &line[at + 1..];
                    let end = rest.find(|c: char| !c.is_alphanumeric() && !"._-".contains(c)).unwrap_or(rest.len());
                    found.insert(rest[..end].to_owned());
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn every_capture_is_explained_in_the_vocabulary() {
    let vocabulary = fs::read_to_string(root().join("queries/README.md")).unwrap();
    let mut faults = Vec::new();
    let mut known = BTreeSet::new();
    let files = below(&root().join("queries"));
    for path in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "scm")) {
        for capture in captures(&fs::read_to_string(path).unwrap()) {
            if !vocabulary.contains(&format!("| `@{capture}` |")) {
                faults.push(format!("{}: `@{capture}` is not in queries/README.md", relative(path)));
            }
            known.insert(capture);
        }
    }
    for line in vocabulary.lines().filter_map(|line| line.strip_prefix("| `@")) {
        let capture = line.split('`').next().unwrap_or(line);
        if !known.contains(capture) {
            faults.push(format!("queries/README.md: no query captures `@{capture}`"));
        }
    }
    report(&faults);
}

#[test]
fn every_data_file_is_explained() {
    let vocabulary = fs::read_to_string(root().join("queries/README.md")).unwrap();
    for path in below(&root().join("queries")) {
        let name = relative(&path).replace("queries/", "");
        let folder = format!("`{}/`", name.split('/').next().unwrap_or_default());
        let told = name == "README.md" || vocabulary.contains(&format!("`{name}`")) || vocabulary.contains(&folder);
        assert!(told, "queries/README.md does not name {name}");
    }
}

/// Kinds of links that no rule makes yet. A rule that makes one takes it out of this list.
const NO_RULE_YET: &[LinkKind] = &[LinkKind::ImplementedBy, LinkKind::Expands, LinkKind::Includes];

#[test]
fn every_kind_of_link_stands_in_the_miniature() {
    let links = miniature().navigator.all_links().unwrap();
    let found: BTreeSet<LinkKind> = links.map(|link| link.unwrap().kind).collect();
    for kind in LinkKind::ALL {
        let expected = !NO_RULE_YET.contains(kind);
        assert_eq!(found.contains(kind), expected, "links of the kind `{kind}` in the miniature; see NO_RULE_YET");
    }
}

#[test]
fn nothing_of_one_machine_is_written_down() {
    // In two pieces, so that this file may be read too.
    let words = [("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/Use", "rs/"), (".mir", "ror/")];
    let mut faults = Vec::new();
    let folders = ["src", "tests", "benches", "queries", "fixtures", ".ci"].map(|name| root().join(name));
    let listed = folders.iter().filter(|folder| folder.exists()).flat_map(|folder| below(folder));
    let single = ["README.md", "CHANGELOG.md", "Cargo.toml"].map(|name| root().join(name));
    for path in listed.chain(single.into_iter().filter(|path| path.exists())) {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        for (number, line) in text.lines().enumerate() {
            for (one, two) in words {
                if line.contains(&format!("{one}{two}")) {
                    faults.push(format!("{}:{}: has `{one}{two}`", relative(&path), number + 1));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn the_top_of_the_repository_is_tidy() {
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(TOP.contains(&name.as_str()), "{name} does not belong at the top of the repository");
    }
}
