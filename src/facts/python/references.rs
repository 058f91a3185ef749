//! Calls and uses of names, read from the tokens: names need no tree, and a walk of every expression would cost a sixth
//! of the parse.
//!
//! Kept are calls (a receiver that is no name gives `.method`) and reads of names the module binds; one row per name,
//! use and definition, the first one.

use super::tokens::{Token, Tokens};
use crate::model::PythonReference;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// Words that look like names; none of them is one.
const KEYWORDS: &[&[u8]] = &[
    b"False",
    b"None",
    b"True",
    b"and",
    b"as",
    b"assert",
    b"async",
    b"await",
    b"break",
    b"class",
    b"continue",
    b"def",
    b"del",
    b"elif",
    b"else",
    b"except",
    b"finally",
    b"for",
    b"from",
    b"global",
    b"if",
    b"import",
    b"in",
    b"is",
    b"lambda",
    b"nonlocal",
    b"not",
    b"or",
    b"pass",
    b"raise",
    b"return",
    b"try",
    b"while",
    b"with",
    b"yield",
];

/// Finds the references of a file, and the definitions that `yield`. `spans` are the bytes of the definitions, in order; `bound` says whether the module
/// binds a name.
pub(super) fn references(
    source: &[u8],
    spans: &[Range<usize>],
    bound: &dyn Fn(&[u8]) -> bool,
) -> (Vec<PythonReference>, Vec<u32>) {
    let mut found = Vec::new();
    let mut generators = Vec::new();
    let mut seen: HashSet<(u32, bool, &[u8]), BuildHasherDefault<Fold>> = HashSet::default();
    let mut open: Vec<u32> = Vec::new();
    let mut next = 0;
    for token in Tokens::new(source) {
        let Token { text, start, line, called, keyword_argument } = token;
        let head_end = text.iter().position(|&byte| byte == b'.').unwrap_or(text.len());
        let head = &text[..head_end];
        let is_yield = head == b"yield";
        if !is_yield && KEYWORDS.binary_search(&head).is_ok() || (keyword_argument && head_end == text.len()) {
            continue;
        }
        if !is_yield && !called && (head.is_empty() || !bound(head)) {
            continue;
        }
        while next < spans.len() && spans[next].start <= start {
            open.push(next as u32);
            next += 1;
        }
        while open.last().is_some_and(|&inner| spans[inner as usize].end <= start) {
            open.pop();
        }
        let inside = open.last().copied();
        if is_yield {
            generators.extend(inside);
            continue;
        }
        if seen.insert((inside.map_or(0, |id| id + 1), called, text)) {
            let name = String::from_utf8_lossy(text).split_whitespace().collect::<String>().into_boxed_str();
            found.push(PythonReference { name, inside, line, is_call: called });
        }
    }
    generators.sort_unstable();
    generators.dedup();
    (found, generators)
}

/// A fast hash for short keys that come from the file itself.
#[derive(Default)]
struct Fold(u64);

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(value.into());
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(value.into());
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}
