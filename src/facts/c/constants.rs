//! Constants that functions name, in files that emit instructions: `ADDOP_I(c, loc, COPY, 1)`, `op = LOAD_NAME`.

use super::calls::Bodies;
use super::file::CFile;
use super::vocabulary::VOCABULARY;
use super::words::is_macro_shaped;
use crate::model::{Call, Constant};

/// Reads the constants of a file that emits instructions; other files have none.
pub fn read(file: &CFile<'_>, bodies: &Bodies, calls: &[Call]) -> Vec<Constant> {
    let emits = |call: &Call| VOCABULARY.emitters.iter().any(|start| call.callee.starts_with(start.as_str()));
    if !calls.iter().any(emits) {
        return Vec::new();
    }
    let mut out: Vec<Constant> = Vec::new();
    for (at, token) in file.tokens.iter().enumerate() {
        if !token.is_word() || !is_macro_shaped(token.text) || file.is(at + 1, "(") || is_compared(file, at) {
            continue;
        }
        let Some(inside) = bodies.around(token.offset) else { continue };
        let line = file.line(at);
        if out.last().is_none_or(|last| last.line != line || *last.name != *token.text) {
            out.push(Constant { name: token.text.into(), inside, line });
        }
    }
    out
}

/// Whether a constant is a label, a member, or one side of a comparison.
fn is_compared(file: &CFile<'_>, at: usize) -> bool {
    let compares = |at: usize| ["==", "!=", "<", ">", "<=", ">="].iter().any(|punct| file.is(at, punct));
    let before = at.checked_sub(1);
    let is_part = |before: usize| file.tokens[before].text == "case" || file.is(before, ".") || file.is(before, "->");
    compares(at + 1) || before.is_some_and(|before| compares(before) || is_part(before))
}
