//! What a card shows of its source: the signature, the lines that count, and `…` where lines are left out.

use super::texts::Text;
use crate::model::{Card, Language};
use std::collections::BTreeSet;

/// Lines between two shown ones that are shown as well rather than a gap.
const CONTEXT: u32 = 2;
/// Lines of a signature that are shown at most.
const SIGNATURE: u32 = 8;

/// A line of an excerpt, or what stands for those left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A line of the file.
    Line {
        /// Its number.
        number: u32,
        /// Whether it is one to read; the others only show where one is.
        hot: bool,
    },
    /// Lines that are left out: the first and the last.
    Gap(u32, u32),
}

/// Returns what to show of a card, from the first line of its definition.
pub fn excerpt(card: &Card) -> Vec<Shown> {
    let is_hot = |line: u32| card.hot_lines.iter().any(|&(first, last)| (first..=last).contains(&line));
    let mut wanted: BTreeSet<u32> = card.hot_lines.iter().flat_map(|&(first, last)| first..=last).collect();
    wanted.extend(card.signature.0.max(card.start_line)..=card.signature.1.min(card.end_line));
    let mut shown = Vec::new();
    let mut before: Option<u32> = None;
    for number in wanted {
        if let Some(before) = before.filter(|before| number > before + 1) {
            if number - before - 1 <= CONTEXT {
                shown.extend((before + 1..number).map(|number| Shown::Line { number, hot: false }));
            } else {
                shown.push(Shown::Gap(before + 1, number - 1));
            }
        }
        shown.push(Shown::Line { number, hot: is_hot(number) });
        before = Some(number);
    }
    if let Some(last) = before.filter(|last| *last < card.end_line) {
        shown.push(Shown::Gap(last + 1, card.end_line));
    }
    shown
}

/// The last line of a signature that begins on the first line of a definition.
pub(super) fn last_of_signature(text: &Text, first: u32, end: u32, language: Language) -> u32 {
    let last = end.min(first + SIGNATURE - 1);
    let ends = |line: &str| match language {
        Language::Python => line.trim_end().ends_with(':'),
        _ => line.contains('{'),
    };
    (first..=last).find(|&line| ends(text.line(line))).unwrap_or(first)
}
