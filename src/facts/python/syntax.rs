//! Counts what the grammar did not understand and remembers the first places.

use super::text;
use crate::model::{Syntax, SyntaxSpot};
use tree_sitter::Node;

/// Places remembered per file.
const SPOTS: usize = 5;
/// Characters shown of each.
const SHOWN: usize = 60;

/// Walks only the subtrees that hold an error.
pub(super) fn syntax(source: &[u8], root: Node<'_>) -> Syntax {
    let mut found = Syntax::default();
    let mut cursor = root.walk();
    let mut covered = 0;
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            found.errors += 1;
            if node.end_byte() > covered {
                found.error_bytes += (node.end_byte() - node.start_byte().max(covered)) as u32;
                covered = node.end_byte();
            }
            if found.spots.len() < SPOTS {
                let line = source[node.start_byte()..].split(|&byte| byte == b'\n').next().unwrap_or_default();
                let spot =
                    SyntaxSpot { line: node.start_position().row as u32 + 1, text: text::folded(line, SHOWN - 1) };
                found.spots.push(spot);
            }
        }
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}
