//! One place of a Python text -> what the name there is to the program: an import, the name of an argument, a name that
//! the functions around bind, or no name at all.

use super::bound::{self, Scope};
use super::repair;
use crate::facts::uses::{NameSpot, Role, column};
use std::cell::RefCell;
use tree_sitter::{Node, Parser, Point, Tree};

/// What `super()` is called in a chain.
pub const SUPER: &str = "super()";

/// Reads one place: 1-based line and column, in characters.
pub fn role(text: &str, (line, at): (u32, u32)) -> Role {
    let Some(tree) = parse(text) else { return Role::Text };
    let here = text.lines().nth(line as usize - 1).unwrap_or_default();
    let byte = here.char_indices().nth(at as usize - 1).map_or(here.len(), |(byte, _)| byte);
    let point = Point { row: line as usize - 1, column: byte };
    let Some(node) = tree.root_node().descendant_for_point_range(point, point) else { return Role::Text };
    if node.kind() != "identifier" {
        return Role::Text;
    }
    role_of(text, node)
}

/// Where a function whose name stands on a 1-based line has a parameter of a name.
pub fn parameter(text: &str, line: u32, name: &str) -> Option<(u32, u32)> {
    let tree = parse(text)?;
    let function = named_at(tree.root_node(), "function_definition", line)?;
    let found = bound::first(text, function.child_by_field_name("parameters")?, name)?;
    Some(place(text, found))
}

/// Where a class whose name stands on a 1-based line sets an attribute: in its body, else on `self` in its methods.
pub fn attribute(text: &str, line: u32, name: &str) -> Option<(u32, u32)> {
    let tree = parse(text)?;
    let class = named_at(tree.root_node(), "class_definition", line)?;
    let body = class.child_by_field_name("body")?;
    let found = bound::first(text, body, name).or_else(|| bound::first_on_self(text, body, name))?;
    Some(place(text, found))
}

/// The 1-based lines on which any class of a text sets an attribute on `self`.
pub fn setters(text: &str, name: &str) -> Vec<u32> {
    let Some(tree) = parse(text) else { return Vec::new() };
    let found = bound::set_on_self(text, tree.root_node(), name, true);
    found.into_iter().map(|node| place(text, node).0).collect()
}

fn parse(text: &str) -> Option<Tree> {
    thread_local!(static PARSER: RefCell<Parser> = RefCell::new(Parser::new()));
    PARSER.with_borrow_mut(|parser| {
        parser.reset();
        parser.set_language(&tree_sitter_python::LANGUAGE.into()).ok()?;
        parser.parse(repair::repaired(text.as_bytes()), None)
    })
}

fn role_of(text: &str, node: Node<'_>) -> Role {
    let Some(parent) = node.parent() else { return Role::Text };
    let is = |field: &str| parent.child_by_field_name(field) == Some(node);
    match parent.kind() {
        "function_definition" | "class_definition" if is("name") => return Role::Definition,
        "keyword_argument" if is("name") => {
            let call = parent.parent().and_then(|list| list.parent()).filter(|call| call.kind() == "call");
            let called = call.and_then(|call| call.child_by_field_name("function")).and_then(last_name);
            return Role::Argument(called.map(|name| (place(text, name), text[name.byte_range()].into())));
        }
        _ => {}
    }
    let mut around = std::iter::successors(Some(parent), Node::parent).take(3);
    if let Some(import) = around.find(|one| one.kind().starts_with("import_")) {
        return Role::Import(imported(text, import, node).into());
    }
    if parent.kind() == "keyword_pattern" {
        return Role::Name(NameSpot { chain: format!(".{}", &text[node.byte_range()]).into(), ..NameSpot::default() });
    }
    let is_member = parent.kind() == "attribute" && is("attribute");
    let chain = if is_member { dotted(text, parent) } else { text[node.byte_range()].to_owned() };
    let mut head = if is_member { parent } else { node };
    while let Some(object) = head.child_by_field_name("object").filter(|_| head.kind() == "attribute") {
        head = object;
    }
    if chain.starts_with('.') || head.kind() != "identifier" {
        return Role::Name(NameSpot { chain: chain.into(), ..NameSpot::default() });
    }
    let name = &text[head.byte_range()];
    let (mut declared, mut at_module) = (None, None);
    if let Some((scope, found)) = bound::around(text, head, name) {
        let found = Some(place(text, found));
        match scope {
            Scope::Module => at_module = found,
            Scope::Inner => declared = found,
        }
    }
    Role::Name(NameSpot { chain: chain.into(), declared, at_module })
}

/// The dotted text of a chain of attributes; begins with a dot where something else than a name is in front.
fn dotted(text: &str, node: Node<'_>) -> String {
    match node.kind() {
        "identifier" => text[node.byte_range()].to_owned(),
        "attribute" => {
            let object = node.child_by_field_name("object").map_or_else(String::new, |object| dotted(text, object));
            let last = node.child_by_field_name("attribute").map_or("", |last| &text[last.byte_range()]);
            format!("{object}.{last}")
        }
        "call" if text[node.byte_range()] == *SUPER => SUPER.to_owned(),
        _ => String::new(),
    }
}

/// The name that is called: the last of a dotted one.
fn last_name(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "identifier" => Some(node),
        "attribute" => node.child_by_field_name("attribute"),
        _ => None,
    }
}

/// What an import statement brings under the name at a place, dotted.
fn imported(text: &str, import: Node<'_>, node: Node<'_>) -> String {
    let until = |whole: Node<'_>| -> String {
        let end = if whole.byte_range().contains(&node.start_byte()) { node.end_byte() } else { whole.end_byte() };
        text[whole.start_byte()..end].split_whitespace().collect()
    };
    let module = import.child_by_field_name("module_name");
    if let Some(module) = module.filter(|module| module.byte_range().contains(&node.start_byte())) {
        return until(module);
    }
    let alias = node.parent().filter(|it| it.kind() == "aliased_import");
    let whole = alias.and_then(|it| it.child_by_field_name("name")).or_else(|| node.parent());
    let name = whole.map_or_else(String::new, until);
    match module.map(until) {
        Some(module) if module.ends_with('.') => module + &name,
        Some(module) => format!("{module}.{name}"),
        None => name,
    }
}

/// The function or class whose name stands on a 1-based line.
fn named_at<'t>(root: Node<'t>, kind: &str, line: u32) -> Option<Node<'t>> {
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        let name = node.child_by_field_name("name").filter(|_| node.kind() == kind);
        if name.is_some_and(|name| name.start_position().row as u32 + 1 == line) {
            return Some(node);
        }
        let covers =
            |one: &Node<'_>| (one.start_position().row..=one.end_position().row).contains(&(line as usize - 1));
        waiting.extend(node.named_children(&mut node.walk()).filter(covers));
    }
    None
}

fn place(text: &str, node: Node<'_>) -> (u32, u32) {
    (node.start_position().row as u32 + 1, column(text, node.start_byte()))
}
