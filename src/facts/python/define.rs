//! A `def` or `class` -> its definition fact: names, lines as `ast` counts them, signature, documentation.

use super::text::{self, EXPRESSION};
use super::vocabulary::Statement;
use super::walk::{Scope, children, line};
use crate::model::{DefinitionFact, Kind};
use tree_sitter::Node;

/// Describes the definition `statement` makes in `scope`.
pub(super) fn definition(
    source: &[u8],
    statement: &Statement<'_>,
    name: Node<'_>,
    body: Node<'_>,
    kind: Kind,
    scope: Scope<'_>,
) -> DefinitionFact {
    let short = text::name(source, name);
    let fold = |node| text::folded(text::bytes(source, node), EXPRESSION);
    DefinitionFact {
        qualname: format!("{}{short}", scope.prefix).into_boxed_str(),
        name: short,
        kind,
        line: line(statement.inner.unwrap_or(statement.node)),
        first_line: line(statement.node),
        end_line: last_line(statement.node),
        outer: scope.owner,
        condition: 0,
        is_static: false,
        decorators: if statement.inner.is_some() {
            children(statement.node)
                .into_iter()
                .filter(|child| child.kind() == "decorator")
                .filter_map(|decorator| decorator.named_child(0))
                .map(fold)
                .collect()
        } else {
            Vec::new()
        },
        bases: statement.bases.map(|bases| children(bases).into_iter().map(fold).collect()).unwrap_or_default(),
        signature: signature(source, statement),
        doc: documentation(source, body),
    }
}

/// The parameters; `async ` in front tells a coroutine.
fn signature(source: &[u8], statement: &Statement<'_>) -> Box<str> {
    let fold = |node| text::folded(text::bytes(source, node), EXPRESSION);
    let parameters = statement.parameters.map(fold).unwrap_or_default();
    let node = statement.inner.unwrap_or(statement.node);
    if text::bytes(source, node).starts_with(b"async ") { format!("async {parameters}").into() } else { parameters }
}

/// Returns the last line of code, as `ast` has it: comments behind the last statement do not count.
fn last_line(definition: Node<'_>) -> u32 {
    let mut cursor = definition.walk();
    while cursor.goto_last_child() {
        while cursor.node().kind() == "comment" && cursor.goto_previous_sibling() {}
        // Only what holds statements can end in a comment.
        if !matches!(cursor.node().kind(), "block" | "ERROR") && !cursor.node().kind().ends_with("_clause") {
            let node = cursor.node();
            if !(node.kind().ends_with("_statement") || node.kind().ends_with("_definition")) {
                return node.end_position().row as u32 + 1;
            }
        }
    }
    cursor.node().end_position().row as u32 + 1
}

/// Returns the first paragraph of the docstring a body starts with.
pub(super) fn documentation(source: &[u8], body: Node<'_>) -> Box<str> {
    let first = children_until_code(body);
    let string = first
        .filter(|statement| statement.kind() == "expression_statement" && statement.named_child_count() == 1)
        .and_then(|statement| statement.named_child(0))
        .filter(|expression| expression.kind() == "string");
    string
        .and_then(|string| text::string_value(text::bytes(source, string)))
        .map(text::first_paragraph)
        .unwrap_or_default()
}

fn children_until_code(body: Node<'_>) -> Option<Node<'_>> {
    let mut child = body.named_child(0);
    while let Some(node) = child.filter(|node| node.kind() == "comment") {
        child = node.next_named_sibling();
    }
    child
}
