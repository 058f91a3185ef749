//! What an earlier state of a file spares the parser: functions that stand in the new one word for word.
//!
//! A function that parsed well parses well again. The readers hide its body from the parser and take over what was read
//! there; the facts are the same, with and without.

use super::lines::Lines;
use crate::model::{FileFacts, Kind};
use rustc_hash::FxHashMap as HashMap;

/// An earlier state of a file.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'e> {
    /// Its bytes.
    pub text: &'e [u8],
    /// What was read from them, by the same reader.
    pub facts: &'e FileFacts,
}

/// The functions of an earlier state by their text.
#[derive(Debug, Default)]
pub(super) struct Known<'e>(HashMap<&'e [u8], u32>);

impl<'e> Known<'e> {
    /// Takes the part that `of` picks from the lines of each function, from its declarator to its end.
    pub fn new(earlier: Earlier<'e>, of: impl Fn(&'e [u8]) -> Option<&'e [u8]>) -> Self {
        let Earlier { text, facts } = earlier;
        // Where something was not understood, nobody knows how far that reaches.
        if facts.syntax.errors > 0 {
            return Known::default();
        }
        let lines = Lines::new(text);
        let all = (0..).zip(&facts.definitions);
        let functions = all.filter(|(_, it)| matches!(it.kind, Kind::Function | Kind::Method));
        Known(functions.filter_map(|(id, it)| Some((of(&text[lines.span(it.line, it.end_line)])?, id))).collect())
    }

    /// Returns the definition with a text, an index into the earlier facts.
    pub fn get(&self, text: &[u8]) -> Option<u32> {
        self.0.get(text).copied()
    }
}

/// Blanks a text; its lines stay.
pub(super) fn blank(text: &mut [u8]) {
    text.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}
