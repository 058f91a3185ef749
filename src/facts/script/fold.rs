//! Constants that the compiler makes of constants before it emits anything.

use super::{Node, Value};
use std::collections::BTreeMap;
use std::rc::Rc;

fn constant(value: &Value) -> Option<(&'static str, &Rc<str>)> {
    let node = value.node().filter(|node| node.kind == "Constant")?;
    if let Value::Constant(kind, text) = node.get("value") { Some((kind, text)) } else { None }
}

/// The same node as a constant.
fn as_constant(of: &Node, kind: &'static str, text: &str) -> Value {
    let value = Value::Constant(kind, text.into());
    let fields = BTreeMap::from([("value", value), ("kind", Value::Empty)]);
    Value::Node(Rc::new(Node { kind: "Constant", fields, id: of.id, line: of.line }))
}

/// `-1`, `not True`.
pub(super) fn unary(value: Value) -> Value {
    let Some(node) = value.node() else { return value };
    let Some((kind, text)) = constant(node.get("operand")) else { return value };
    match node.get("op") {
        Value::Word("Not") => as_constant(node, "bool", "?"),
        Value::Word("USub") if matches!(kind, "int" | "float" | "complex") => {
            as_constant(node, kind, &format!("-{text}"))
        }
        _ if matches!(kind, "int" | "float" | "complex") => as_constant(node, kind, "?"),
        _ => value,
    }
}

/// `2 * 3`; the value itself does not matter, only that it is known.
pub(super) fn binary(value: Value) -> Value {
    let Some(node) = value.node() else { return value };
    let (Some((left, first)), Some((right, second))) = (constant(node.get("left")), constant(node.get("right"))) else {
        return value;
    };
    let is_number = |kind: &str| matches!(kind, "int" | "float" | "complex");
    let small = || Some((first.parse::<i32>().ok()?, second.parse::<i32>().ok()?));
    match node.get("op") {
        Value::Word("Add") if left == right && left == "str" => as_constant(node, "str", "?"),
        Value::Word(op) if is_number(left) && is_number(right) => {
            let whole = small().and_then(|(a, b)| match *op {
                "Add" => a.checked_add(b),
                "Sub" => a.checked_sub(b),
                "Mult" => a.checked_mul(b),
                _ => None,
            });
            let zero = matches!(*op, "Div" | "FloorDiv" | "Mod") && second.trim_matches(['0', '.']).is_empty();
            let kind = if left == "int" && right == "int" && *op != "Div" { "int" } else { "float" };
            match whole {
                _ if zero => value,
                Some(whole) => as_constant(node, kind, &whole.to_string()),
                None => as_constant(node, kind, "?"),
            }
        }
        _ => value,
    }
}

/// `(1, 2)`.
pub(super) fn tuple(value: Value) -> Value {
    let Some(node) = value.node().filter(|node| node.kind == "Tuple") else { return value };
    let is_load = matches!(node.get("ctx"), Value::Word("Load"));
    if is_load && node.get("elts").items().iter().all(|item| constant(item).is_some()) {
        return as_constant(node, "tuple", "?");
    }
    value
}

/// `1:2` is no constant in every release: left as it is.
pub(super) fn slice(value: Value) -> Value {
    value
}
