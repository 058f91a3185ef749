//! No function that the grammar finds in the text as it stands is lost by what is done to the text before the parse.
//!
//! The miniature always; real CPython where `CPYNAV_CPYTHON` names one (see `canary.rs`).

use crate::canary::Real;
use crate::support::{fixture, miniature};
use cpynav::facts;
use cpynav::model::{Dialect, FileFacts, Kind};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use tree_sitter::{Node, Parser};

/// Words that the grammar takes for the name of a function where a macro confused it.
const KEYWORDS: &[&str] = &["if", "else", "for", "while", "switch", "do", "return", "sizeof", "defined"];

/// The functions of the unrepaired parse: name and line.
fn functions(text: &str) -> Vec<(String, u32)> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_c::LANGUAGE.into()).unwrap();
    let tree = parser.parse(text, None).unwrap();
    let mut out = Vec::new();
    let mut waiting = vec![tree.root_node()];
    while let Some(node) = waiting.pop() {
        if node.kind() == "function_definition"
            && let Some(name) = node.child_by_field_name("declarator").and_then(declared)
        {
            let word = name.utf8_text(text.as_bytes()).unwrap().to_owned();
            out.push((word, name.start_position().row as u32 + 1));
        }
        waiting.extend((0..node.child_count()).filter_map(|at| node.child(at)));
    }
    // Names in capitals are macros of the system's libraries.
    let other = other_language(text);
    out.retain(|(name, line)| !other.contains(line) && name.contains(|c: char| c.is_lowercase()));
    out
}

/// The lines under `#ifdef __cplusplus`: they are no C.
fn other_language(text: &str) -> HashSet<u32> {
    let mut open: Vec<bool> = Vec::new();
    let mut out = HashSet::new();
    for (index, line) in text.lines().enumerate() {
        let directive = line.trim_start().strip_prefix('#').map_or("", str::trim_start);
        if directive.starts_with("if") {
            open.push(
                directive.contains("__cplusplus") && !directive.contains('!') && !directive.starts_with("ifndef"),
            );
        } else if directive.starts_with("el") {
            open.last_mut().into_iter().for_each(|last| *last = false);
        } else if directive.starts_with("endif") {
            open.pop();
        }
        if open.contains(&true) {
            out.insert(index as u32 + 1);
        }
    }
    out
}

/// The name in `*name(parameters)`; nothing where the head holds no parameters.
fn declared(node: Node<'_>) -> Option<Node<'_>> {
    let inner = node.child_by_field_name("declarator")?;
    match (node.kind(), inner.kind()) {
        ("function_declarator", "identifier") => Some(inner),
        _ => declared(inner),
    }
}

/// The functions among `found` that are not among what is `known` of the file, by name or by line.
fn lost(
    found: Vec<(String, u32)>,
    known: &HashSet<(String, u32)>,
    is_macro: &dyn Fn(&str) -> bool,
) -> Vec<(String, u32)> {
    let names: HashSet<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    let lines: HashSet<u32> = known.iter().map(|(_, line)| *line).collect();
    let is_known = |(name, line): &(String, u32)| {
        names.contains(name.as_str()) || lines.contains(line) || KEYWORDS.contains(&name.as_str()) || is_macro(name)
    };
    found.into_iter().filter(|one| !is_known(one)).collect()
}

fn known(facts: &FileFacts) -> HashSet<(String, u32)> {
    facts.definitions.iter().filter(|one| one.kind != Kind::Macro).map(|one| (one.name.to_string(), one.line)).collect()
}

#[test]
fn the_miniature_loses_no_function() {
    let macros: HashSet<String> = miniature()
        .navigator
        .definitions()
        .map(|row| row.unwrap().2)
        .filter(|one| one.kind == Kind::Macro)
        .map(|one| one.name.to_string())
        .collect();
    let mut faults = Vec::new();
    for (path, bytes) in fixture("cpython") {
        if let Ok(dialect @ Dialect::C) = facts::classify(&path) {
            let text = String::from_utf8(bytes).unwrap();
            let known = known(&facts::extract(dialect, text.as_bytes()));
            let lost = lost(functions(&text), &known, &|name| macros.contains(name));
            faults.extend(lost.into_iter().map(|(name, line)| format!("{path}:{line} {name}")));
        }
    }
    assert!(faults.is_empty(), "lost: {faults:#?}");
}

#[test]
fn real_cpython_loses_no_function() {
    let Some(real) = Real::open() else { return };
    let mut faults = Vec::new();
    for revision in &real.revisions {
        let mut known: HashMap<String, HashSet<(String, u32)>> = HashMap::new();
        let mut macros = HashSet::new();
        for line in real.ask(&["export", "definitions", "--json"], revision, "").lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
            if text("kind") == "macro" && text("language") == "c" {
                macros.insert(text("name"));
            } else {
                let line = row["line"].as_u64().unwrap() as u32;
                let of_file = known.entry(text("file")).or_default();
                of_file.insert((text("symbol"), line));
                of_file.insert((text("name"), line));
            }
        }
        let is_c = |path: &&String| matches!(facts::classify(path), Ok(Dialect::C));
        for path in known.keys().filter(is_c) {
            let lost = lost(functions(&real.text(revision, path)), &known[path], &|name| macros.contains(name));
            faults.extend(lost.into_iter().map(|(name, line)| format!("{revision} {path}:{line} {name}")));
        }
    }
    faults.sort();
    assert!(faults.is_empty(), "{} functions lost:\n{}", faults.len(), faults.join("\n"));
}
