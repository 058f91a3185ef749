//! A long definition -> the lines of it that are worth reading: the signature, what decides, and what it calls.

use super::texts::Text;
use crate::model::{Card, Language};
use std::collections::{BTreeSet, HashMap};

/// Lines between two ranges that are not worth a gap.
const GAP: u32 = 2;
/// Lines that one statement may go on for.
const STATEMENT: u32 = 3;

/// Words that lead on: they decide what runs.
const DECIDES: &[&str] =
    &["if", "else", "elif", "for", "while", "switch", "case", "return", "do", "with", "yield", "match"];
/// Beginnings of lines that say nothing about what happens when all goes well.
const COLD: &[&str] = &["assert", "goto error", "goto fail", "return NULL", "return -1", "return ERROR", "raise "];

/// Returns at most about `most` lines of a definition as ranges: all of it where it is short. `calls` says for lines
/// what they are worth because of what they call.
pub fn cut(text: &Text, card: &Card, calls: &HashMap<u32, u32>, most: u32) -> Vec<(u32, u32)> {
    let (start, end) = (card.start_line, card.end_line);
    if end < start + most {
        return vec![(start, end)];
    }
    let head = card.signature.1.max(start).min(start + most.max(2) - 1);
    let mut taken: BTreeSet<u32> = (start..=head).collect();
    let mut lines: Vec<(u32, u32)> = Vec::new();
    let mut in_comment = false;
    for line in head + 1..=end {
        let worth = worth(text.line(line), card.language, &mut in_comment);
        let calls = calls.get(&line).copied().unwrap_or(0);
        if let Some(worth) = worth.map(|worth| worth + calls).filter(|worth| *worth > 0) {
            lines.push((worth, line));
        }
    }
    if lines.is_empty() {
        return vec![(start, start + most - 1)];
    }
    lines.sort_by_key(|&(worth, line)| (std::cmp::Reverse(worth), line));
    for (_, line) in lines {
        let mut with = taken.clone();
        with.extend(line..=last_of_statement(text, card.language, line).min(end));
        if cost(&with) > most {
            break;
        }
        taken = with;
    }
    ranges(&taken)
}

/// What a line is worth by itself; `None` where it says nothing.
fn worth(line: &str, language: Language, in_comment: &mut bool) -> Option<u32> {
    let line = line.trim();
    let comment = std::mem::replace(in_comment, *in_comment && !line.contains("*/"));
    let python = language == Language::Python;
    if !python && line.starts_with("/*") && !line.contains("*/") {
        *in_comment = true;
    }
    let is_comment = comment || line.starts_with(if python { "#" } else { "/" });
    if is_comment || line.len() < 3 || COLD.iter().any(|cold| line.starts_with(cold)) {
        return None;
    }
    let first = line.trim_start_matches(['}', ' ']);
    let word = &first[..first.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(first.len())];
    Some(u32::from(DECIDES.contains(&word)))
}

/// The line on which what begins on a line ends.
fn last_of_statement(text: &Text, language: Language, line: u32) -> u32 {
    let ends = |line: u32| {
        let text = text.line(line).trim_end();
        match language {
            Language::Python => !text.ends_with(['(', '[', '{', ',']),
            _ => text.ends_with([';', '{', '}', ':']) || text.is_empty(),
        }
    };
    (line..line + STATEMENT).find(|&line| ends(line)).unwrap_or(line + STATEMENT - 1)
}

/// Lines in rising order -> ranges, with small gaps closed.
fn ranges(lines: &BTreeSet<u32>) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for &line in lines {
        match out.last_mut() {
            Some((_, last)) if line <= *last + GAP + 1 => *last = line,
            _ => out.push((line, line)),
        }
    }
    out
}

fn cost(lines: &BTreeSet<u32>) -> u32 {
    ranges(lines).iter().map(|(first, last)| last - first + 2).sum()
}
