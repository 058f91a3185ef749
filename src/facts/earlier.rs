//! What an earlier state of a file spares the parser: functions that stand in the new one word for word.
//!
//! A function that parsed well parses well again. The readers hide its body from the parser and take everything that
//! they say about it from the text, as always; the facts are the same, with and without.

use crate::model::{FileFacts, Kind};
use std::collections::HashSet;

/// An earlier state of a file, or another file much like it.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'e> {
    /// Its bytes.
    pub text: &'e [u8],
    /// What was read from them, by the same reader.
    pub facts: &'e FileFacts,
}

/// Functions that are known to parse well.
#[derive(Debug, Default)]
pub(super) struct Known<'e>(HashSet<&'e [u8]>);

impl<'e> Known<'e> {
    /// Takes the part that `of` picks from the lines of each function, from its declarator to its end.
    pub fn new(earlier: Option<Earlier<'e>>, of: impl Fn(&'e [u8]) -> Option<&'e [u8]>) -> Self {
        // Where something was not understood the first time, nobody knows how far that reaches.
        let Some(Earlier { text, facts }) = earlier.filter(|earlier| earlier.facts.syntax.errors == 0) else {
            return Known::default();
        };
        let starts: Vec<usize> = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text).map(|at| at + 1)).collect();
        let lines = |from: u32, to: u32| {
            let start = *starts.get((from as usize).checked_sub(1)?)?;
            let end = starts.get(to as usize).map_or(text.len(), |next| next - 1);
            text.get(start..end)
        };
        let functions = facts.definitions.iter().filter(|it| matches!(it.kind, Kind::Function | Kind::Method));
        Known(functions.filter_map(|it| of(lines(it.line, it.end_line)?)).collect())
    }

    /// Whether there is nothing to spare.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text is one of them.
    pub fn contains(&self, text: &[u8]) -> bool {
        self.0.contains(text)
    }
}

/// Blanks a text; its lines stay.
pub(super) fn blank(text: &mut [u8]) {
    text.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}
