//! What a module does to `__all__` -> export changes.

use super::text::{self, EXPRESSION};
use super::walk::{Scope, Walk, children, line};
use crate::model::{Bound, ExportChange};
use tree_sitter::Node;

/// The name that lists what a module exports.
pub(super) const NAME: &str = "__all__";

/// `__all__ = value`.
pub(super) fn replaced<'tree>(walk: &mut Walk<'_, 'tree>, value: Node<'tree>, scope: Scope<'_>) {
    change(walk, value, true, scope);
}

/// `__all__ += value`; other names are no concern here.
pub(super) fn augmented<'tree>(walk: &mut Walk<'_, 'tree>, node: Node<'tree>, scope: Scope<'_>) {
    let is_exports = node
        .child_by_field_name("left")
        .is_some_and(|left| text::bytes(walk.source, left) == NAME.as_bytes() && scope.class().is_none());
    if let Some(value) = node.child_by_field_name("right").filter(|_| is_exports) {
        change(walk, value, false, scope);
    }
}

/// `__all__.extend(value)`, `__all__.append("name")`; any other call may publish names and is kept as it stands.
pub(super) fn call<'tree>(walk: &mut Walk<'_, 'tree>, node: Node<'tree>, scope: Scope<'_>) {
    let call = node.named_child(0).filter(|_| node.kind() == "expression_statement").unwrap_or(node);
    let Some(function) = call.child_by_field_name("function") else { return };
    let method = text::bytes(walk.source, function);
    if !matches!(method, b"__all__.extend" | b"__all__.append") || scope.class().is_some() {
        let text = text::folded(text::bytes(walk.source, call), EXPRESSION);
        walk.bind(scope, "".into(), line(call), Bound::Expression(text));
        return;
    }
    for value in call.child_by_field_name("arguments").map(children).unwrap_or_default() {
        change(walk, value, false, scope);
    }
}

fn change<'tree>(walk: &mut Walk<'_, 'tree>, value: Node<'tree>, replaces: bool, scope: Scope<'_>) {
    if scope.is_function {
        return;
    }
    let mut found =
        ExportChange { replaces, names: Vec::new(), others: Vec::new(), line: line(value), guard: scope.guard };
    let mut operands = vec![value];
    while let Some(operand) = operands.pop() {
        match operand.kind() {
            "list" | "tuple" | "expression_list" | "parenthesized_expression" | "binary_operator" | "set" => {
                operands.extend(children(operand).into_iter().rev());
            }
            "string" => {
                let name = text::string_value(text::bytes(walk.source, operand));
                found.names.extend(name.map(Into::into));
            }
            "identifier" if text::bytes(walk.source, operand) == NAME.as_bytes() => found.replaces = false,
            _ => found.others.push(text::folded(text::bytes(walk.source, operand), EXPRESSION)),
        }
    }
    walk.python.exports.push(found);
}
