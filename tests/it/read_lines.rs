//! Lists of hot lines open at the right lines: each card begins where its symbol is defined, each hot line lies in it and
//! is code; and the same question gives the same bytes.
//!
//! The miniature with a profile of its own; real CPython with the bundled one where `CPYNAV_CPYTHON` names one (see
//! `canary.rs`). The text is taken from git, not from the index.

use crate::canary::Real;
use crate::support::{Indexed, fixture, root};
use serde_json::Value;
use std::collections::HashMap;

/// Cards of a list of a real release that must be there, or the list is not worth a check.
const LEAST: usize = 40;

/// Whether a text has a name as a whole word.
fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part))
}

/// Whether the first lines of a definition name it: wholly, or as a macro's argument from which the name is made.
fn is_named(head: &str, symbol: &str) -> bool {
    let last = symbol.rsplit('.').next().unwrap_or(symbol);
    let rests = last.match_indices('_').map(|(at, _)| &last[at + 1..]).filter(|rest| !rest.is_empty());
    std::iter::once(last).chain(rests).any(|name| has_word(head, name))
}

/// What is wrong with the cards of a list; `text` gives a file at the revision.
fn faults(list: &str, text: &dyn Fn(&str) -> String) -> Vec<String> {
    let cards: Vec<Value> = serde_json::from_str(list).unwrap();
    let mut texts: HashMap<String, String> = HashMap::new();
    let mut faults = Vec::new();
    for card in &cards {
        let (file, symbol) = (card["file"].as_str().unwrap(), card["symbol"].as_str().unwrap());
        let number = |value: &Value| value.as_u64().unwrap() as usize;
        let (start, end) = (number(&card["start_line"]), number(&card["end_line"]));
        let text = texts.entry(file.to_owned()).or_insert_with(|| text(file));
        let lines: Vec<&str> = text.lines().collect();
        let mut fault = |what: String| faults.push(format!("{file}:{start} {symbol}: {what}"));
        if start == 0 || end < start || end > lines.len() {
            fault(format!("ends in line {end} of {}", lines.len()));
            continue;
        }
        let head = lines[start - 1..end.min(start + 3)].join("\n");
        if !is_named(&head, symbol) {
            fault(format!("does not begin there: {head}"));
        }
        let ranges = card["hot_lines"].as_array().unwrap();
        if ranges.is_empty() {
            fault("has no hot line".to_owned());
        }
        for range in ranges {
            for line in number(&range[0])..=number(&range[1]) {
                let here = lines.get(line - 1).map_or("", |text| text.trim());
                if !(start..=end).contains(&line) {
                    fault(format!("line {line} is not in it"));
                } else if here.is_empty() || here.starts_with("/*") || here.starts_with("//") {
                    fault(format!("line {line} is no code: {here}"));
                }
            }
        }
    }
    faults
}

#[test]
fn a_list_of_the_miniature_opens_at_the_right_lines() {
    let index = Indexed::new(fixture("cpython"));
    let sample = |name: &str| root().join("fixtures/profiles").join(name).to_str().unwrap().to_owned();
    for name in ["callgrind.out", "perf.txt", "perf-plain.txt", "work.gcov.json", "work.info", "work.stacks"] {
        let ask = || index.run(&["read", "--from", &sample(name), "--json"]).stdout;
        let list = String::from_utf8(ask()).unwrap();
        assert_eq!(list.as_bytes(), ask(), "{name}: another list the second time");
        assert_eq!(faults(&list, &|file| index.text(file)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn lists_of_real_cpython_open_at_the_right_lines() {
    let Some(real) = Real::open() else { return };
    let mut wrong = Vec::new();
    for revision in &real.revisions {
        for name in ["hot", "startup"] {
            let ask = || real.ask(&["read", name, "--json"], revision, "");
            let list = ask();
            if list != ask() {
                wrong.push(format!("{revision} {name}: another list the second time"));
            }
            let count = serde_json::from_str::<Vec<Value>>(&list).unwrap().len();
            if count < LEAST {
                wrong.push(format!("{revision} {name}: only {count} cards"));
            }
            let faults = faults(&list, &|file| real.text(revision, file));
            wrong.extend(faults.into_iter().map(|fault| format!("{revision} {name}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{} cards open at a wrong line:\n{}", wrong.len(), wrong.join("\n"));
}
