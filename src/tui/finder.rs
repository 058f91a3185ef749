//! Text in the shown file: what is looked for, and where it stands. Small letters find capitals too.

use super::document::Document;
use super::prompt::Prompt;
use std::ops::Range;

/// What is looked for in files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finder {
    /// The line that asks, while it is open, and where the cursor was before: line and byte.
    pub asking: Option<(Prompt, (usize, usize))>,
    /// The text; kept for the next and previous place, and marked in the source.
    pub text: String,
}

/// Returns the places of a text in a line, in bytes. A text with a capital finds only itself.
pub fn places(line: &str, text: &str) -> Vec<Range<usize>> {
    if text.is_empty() {
        return Vec::new();
    }
    if text.chars().any(char::is_uppercase) || !line.is_ascii() || !text.is_ascii() {
        return line.match_indices(text).map(|(at, found)| at..at + found.len()).collect();
    }
    let line = line.to_ascii_lowercase();
    line.match_indices(text).map(|(at, found)| at..at + found.len()).collect()
}

/// Returns the first place behind `from` (line and byte), around the end if need be; `at_it` counts `from` itself.
pub fn next(document: &Document, text: &str, from: (usize, usize), at_it: bool) -> Option<(usize, usize)> {
    let lines = document.lines();
    let first = |line: usize, least: usize| {
        places(document.line(line), text).iter().map(|place| place.start).find(|start| *start >= least)
    };
    let here = first(from.0, from.1 + usize::from(!at_it)).map(|byte| (from.0, byte));
    here.or_else(|| {
        (1..=lines).map(|step| (from.0 + step) % lines).find_map(|line| first(line, 0).map(|byte| (line, byte)))
    })
}

/// Returns the last place before `from`, around the start if need be.
pub fn previous(document: &Document, text: &str, from: (usize, usize)) -> Option<(usize, usize)> {
    let lines = document.lines();
    let last = |line: usize, most: usize| {
        places(document.line(line), text).iter().map(|place| place.start).take_while(|start| *start < most).last()
    };
    let here = last(from.0, from.1).map(|byte| (from.0, byte));
    here.or_else(|| {
        let above = (1..=lines).map(|step| (from.0 + lines - step % lines) % lines);
        above.into_iter().find_map(|line| last(line, usize::MAX).map(|byte| (line, byte)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nav::SourceText;

    #[test]
    fn finds_forward_and_back_and_around() {
        let document = Document::new(SourceText { file: "a.c".into(), text: "List list\nx\nlist\n".into(), web: None });
        let forward = |from, at_it| next(&document, "list", from, at_it);
        assert_eq!(forward((0, 0), true), Some((0, 0)));
        assert_eq!(forward((0, 0), false), Some((0, 5)));
        assert_eq!(forward((2, 0), false), Some((0, 0)));
        assert_eq!(next(&document, "List", (0, 0), false), Some((0, 0)));
        assert_eq!(previous(&document, "list", (0, 5)), Some((0, 0)));
        assert_eq!(previous(&document, "list", (0, 0)), Some((2, 0)));
        assert_eq!(next(&document, "none", (0, 0), true), None);
    }
}
