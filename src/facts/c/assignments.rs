//! `X.tp_base = &Y;` inside functions: what shapes a type after its initialiser.

use super::calls::{Bodies, in_block, left_side};
use super::file::CFile;
use crate::clex::TokenKind;
use crate::clex::token::join;
use crate::model::Assignment;

/// Members of type objects begin so.
const MEMBER: &str = "tp_";

/// The member that names a described type, where a string is assigned.
const NAME: &str = "name";

/// Reads all assignments to `tp_…` members.
pub fn read(file: &CFile<'_>, bodies: &Bodies) -> Vec<Assignment> {
    let mut out = Vec::new();
    for index in 1..file.tokens.len() {
        let token = file.tokens[index];
        let member = token.is_word()
            && (token.text.starts_with(MEMBER) || token.text == NAME)
            && (file.is(index - 1, ".") || file.is(index - 1, "->"));
        if !member || !file.is(index + 1, "=") || !in_block(file, index) {
            continue;
        }
        let Some(start) = left_side(file, index + 1) else { continue };
        let rest = &file.tokens[index + 2..];
        let end = rest.iter().position(|token| token.is(";")).unwrap_or(rest.len());
        if token.text == NAME && !rest[..end].iter().any(|token| token.kind == TokenKind::Text) {
            continue;
        }
        let (line, condition) = file.place(token.offset);
        out.push(Assignment {
            left: join(&file.tokens[start..=index]).into(),
            right: join(&rest[..end]).into(),
            inside: bodies.around(token.offset),
            line,
            condition,
        });
    }
    out
}
