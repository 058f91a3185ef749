//! Statements that bind names -> bindings: assignments, imports, loops, `with`, `del`.

use super::exports;
use super::text::{self, EXPRESSION};
use super::vocabulary::Statement;
use super::walk::{Scope, Walk, children, line};
use crate::model::{Bound, Star};
use tree_sitter::Node;

/// `a = value`, `a = b = value`, `a, b = value`, `a: type = value`.
pub(super) fn assignment<'tree>(walk: &mut Walk<'_, 'tree>, node: Node<'tree>, scope: Scope<'_>) {
    let mut targets = Vec::new();
    let mut value = Some(node);
    while let Some(chained) = value.filter(|value| value.kind() == "assignment") {
        targets.extend(chained.child_by_field_name("left"));
        value = chained.child_by_field_name("right");
    }
    let Some(value) = value else { return };
    for target in targets {
        bind_target(walk, target, &Value::Node(value), scope, 0);
    }
}

/// What a target gets: an expression, or a text made up for a part of one.
enum Value<'tree> {
    Node(Node<'tree>),
    Text(String),
}

impl Value<'_> {
    fn bound(&self, source: &[u8]) -> Bound {
        Bound::Expression(match self {
            Value::Node(node) => text::folded(text::bytes(source, *node), EXPRESSION),
            Value::Text(made) => text::folded(made.as_bytes(), EXPRESSION),
        })
    }

    /// Returns element `index` of `count` targets.
    fn element(&self, source: &[u8], index: usize, count: usize) -> Self {
        match self {
            Value::Node(node) if matches!(node.kind(), "expression_list" | "tuple" | "list") => {
                let elements = children(*node);
                let starred = elements.iter().any(|element| element.kind() == "list_splat");
                match elements.get(index) {
                    Some(element) if elements.len() == count && !starred => Value::Node(*element),
                    _ => Value::Text(format!("({})[{index}]", String::from_utf8_lossy(text::bytes(source, *node)))),
                }
            }
            Value::Node(node) => {
                Value::Text(format!("({})[{index}]", String::from_utf8_lossy(text::bytes(source, *node))))
            }
            Value::Text(made) => Value::Text(format!("({made})[{index}]")),
        }
    }
}

fn bind_target<'tree>(
    walk: &mut Walk<'_, 'tree>,
    target: Node<'tree>,
    value: &Value<'tree>,
    scope: Scope<'_>,
    depth: u32,
) {
    match target.kind() {
        "identifier" => {
            let name = text::name(walk.source, target);
            if &*name == exports::NAME && scope.class().is_none() {
                if let Value::Node(value) = value {
                    exports::replaced(walk, *value, scope);
                }
                return;
            }
            let bound = value.bound(walk.source);
            walk.bind(scope, name, line(target), bound);
        }
        "attribute" => {
            let bound = value.bound(walk.source);
            walk.bind(scope, text::name(walk.source, target), line(target), bound);
        }
        "subscript" => {
            if let Some(name) = module_entry(walk.source, target) {
                let bound = value.bound(walk.source);
                walk.bind(scope, name, line(target), bound);
            }
        }
        "pattern_list" | "tuple_pattern" | "list_pattern" if depth < 8 => {
            let targets = children(target);
            let count = targets.len();
            for (index, target) in targets.into_iter().enumerate() {
                let element = value.element(walk.source, index, count);
                bind_target(walk, target, &element, scope, depth + 1);
            }
        }
        _ => {}
    }
}

/// Returns `sys.modules[a.b]` for `sys.modules["a.b"]` and for `sys.modules[__name__]`, the name without quotes; `sys`
/// may be imported as `_sys`. `globals()[key]` stays as it is written.
fn module_entry(source: &[u8], subscript: Node<'_>) -> Option<Box<str>> {
    let table = subscript.child_by_field_name("value")?;
    if text::bytes(source, table) == b"globals()" {
        let key = text::bytes(source, subscript.child_by_field_name("subscript")?);
        return Some(format!("globals()[{}]", String::from_utf8_lossy(key)).into_boxed_str());
    }
    if !text::bytes(source, table).ends_with(b"sys.modules") {
        return None;
    }
    let key = text::bytes(source, subscript.child_by_field_name("subscript")?);
    let key = text::string_value(key).or_else(|| std::str::from_utf8(key).ok())?;
    Some(format!("sys.modules[{key}]").into_boxed_str())
}

/// `builtins.quit = value` inside a function, where the object is an imported module: guarded by the function.
/// `cls.name = value`, where the object is the first parameter, is kept as a statement of the function.
pub(super) fn module_attribute<'tree>(walk: &mut Walk<'_, 'tree>, statement: &Statement<'tree>, scope: Scope<'_>) {
    let Some(object) = statement.object else { return };
    let object = String::from_utf8_lossy(text::bytes(walk.source, object));
    let Some(owner) = scope.owner else { return };
    let function = &walk.definitions[owner as usize];
    if object != "self" && first_parameter(&function.signature) == object {
        walk.inner_statement(owner, statement.node);
        return;
    }
    if !walk.imported.contains(&*object) {
        return;
    }
    let (text, at) = (format!("def {}", function.qualname), function.line);
    let module = Scope {
        prefix: "",
        owner: None,
        is_class: false,
        is_function: false,
        has_self: false,
        guard: 0,
        depth: scope.depth,
    };
    let inside = walk.guard(module, text, at, at);
    assignment(walk, statement.node, inside);
}

pub(super) fn first_parameter(signature: &str) -> &str {
    let inner = signature.trim_start_matches("async ").trim_start_matches('(');
    inner.split([',', ')', ':', '=', ' ']).next().unwrap_or_default()
}

/// `import a.b`, `import a.b as c`.
pub(super) fn import<'tree>(walk: &mut Walk<'_, 'tree>, node: Node<'tree>, scope: Scope<'_>) {
    for item in children(node) {
        let (name, module) = if item.kind() == "aliased_import" {
            let (Some(module), Some(alias)) = (item.child_by_field_name("name"), item.child_by_field_name("alias"))
            else {
                continue;
            };
            (text::name(walk.source, alias), compact(walk.source, module))
        } else {
            let module = compact(walk.source, item);
            let first: Box<str> = module.split('.').next().unwrap_or_default().into();
            (first.clone(), first)
        };
        if scope.class().is_none() {
            walk.imported.insert(name.clone());
        }
        walk.bind(scope, name, line(item), Bound::Module(module));
    }
}

/// `from ..a import b as c`, `from a import *`.
pub(super) fn from<'tree>(walk: &mut Walk<'_, 'tree>, node: Node<'tree>, scope: Scope<'_>) {
    let Some(from) = node.child_by_field_name("module_name") else { return };
    let written = compact(walk.source, from);
    let module = written.trim_start_matches('.');
    let level = (written.len() - module.len()) as u32;
    for item in children(node).into_iter().filter(|item| *item != from) {
        let (name, alias) = match item.kind() {
            "wildcard_import" => {
                walk.python.stars.push(Star {
                    level,
                    module: module.into(),
                    line: line(item),
                    guard: scope.guard,
                    after: walk.python.bindings.len() as u32,
                });
                continue;
            }
            "aliased_import" => (item.child_by_field_name("name"), item.child_by_field_name("alias")),
            _ => (Some(item), Some(item)),
        };
        if let (Some(name), Some(alias)) = (name, alias) {
            let member = Bound::Member { level, module: module.into(), name: text::name(walk.source, name) };
            walk.bind(scope, text::name(walk.source, alias), line(item), member);
        }
    }
}

/// `del a, b`.
pub(super) fn delete<'tree>(walk: &mut Walk<'_, 'tree>, node: Node<'tree>, scope: Scope<'_>) {
    for item in children(node) {
        let targets = if item.kind() == "identifier" { vec![item] } else { children(item) };
        for target in targets.into_iter().filter(|_| matches!(item.kind(), "identifier" | "expression_list" | "tuple"))
        {
            if matches!(target.kind(), "identifier" | "attribute") {
                walk.bind(scope, text::name(walk.source, target), line(target), Bound::Deleted);
            }
        }
    }
}

/// `type A[T] = B`.
pub(super) fn alias<'tree>(walk: &mut Walk<'_, 'tree>, node: Node<'tree>, scope: Scope<'_>) {
    let (Some(left), Some(right)) = (node.child_by_field_name("left"), node.child_by_field_name("right")) else {
        return;
    };
    let name = text::name(walk.source, left);
    let name = name.split(['[', ' ']).next().unwrap_or_default().into();
    let value = text::folded(text::bytes(walk.source, right), EXPRESSION);
    walk.bind(scope, name, line(left), Bound::Expression(value));
}

/// The name behind `as` of an `except` clause holds the exception, and is gone after the clause.
pub(super) fn exception<'tree>(walk: &mut Walk<'_, 'tree>, clause: Node<'tree>, scope: Scope<'_>, leaves: bool) {
    let value = clause.child_by_field_name("value");
    let alias = clause.child_by_field_name("alias").or_else(|| {
        value.filter(|value| value.kind() == "as_pattern").and_then(|value| value.child_by_field_name("alias"))
    });
    if let Some(alias) = alias {
        let of = value.map(|value| String::from_utf8_lossy(text::bytes(walk.source, value)).into_owned());
        let of = of.unwrap_or_default();
        let class = of.split(" as ").next().unwrap_or_default();
        let held = Bound::Expression(text::folded(format!("({class})()").as_bytes(), EXPRESSION));
        walk.bind(scope, text::name(walk.source, alias), line(alias), if leaves { Bound::Deleted } else { held });
    }
}

/// The targets of `for` and of `with … as`.
pub(super) fn targets_of_block<'tree>(walk: &mut Walk<'_, 'tree>, node: Node<'tree>, scope: Scope<'_>) {
    if let (Some(left), Some(right)) = (node.child_by_field_name("left"), node.child_by_field_name("right")) {
        let items = String::from_utf8_lossy(text::bytes(walk.source, right));
        bind_target(walk, left, &Value::Text(format!("next(iter({items}))")), scope, 0);
        return;
    }
    let items = children(node).into_iter().filter(|child| child.kind() == "with_clause").flat_map(children);
    for item in items.filter_map(|item| item.child_by_field_name("value")).filter(|v| v.kind() == "as_pattern") {
        let target = item.child_by_field_name("alias").and_then(|alias| alias.named_child(0));
        if let (Some(manager), Some(target)) = (item.named_child(0), target) {
            let manager = String::from_utf8_lossy(text::bytes(walk.source, manager));
            bind_target(walk, target, &Value::Text(format!("({manager}).__enter__()")), scope, 0);
        }
    }
}

fn compact(source: &[u8], node: Node<'_>) -> Box<str> {
    String::from_utf8_lossy(text::bytes(source, node))
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\\')
        .collect::<String>()
        .into()
}
