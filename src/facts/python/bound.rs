//! A tree of Python -> where it binds a name: parameters, assignments, loops, `as`, definitions; in which scope.

use tree_sitter::Node;

/// What kind of scope binds a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A function, a comprehension or a class body.
    Inner,
    /// The file.
    Module,
}

/// The innermost scope around a name that binds it, and where it does first.
pub fn around<'t>(text: &str, node: Node<'t>, name: &str) -> Option<(Scope, Node<'t>)> {
    let mut in_function = false;
    let mut at = node;
    while let Some(parent) = at.parent() {
        at = parent;
        let is_seen = match kind_of(at) {
            Some(Kind::Function) => true,
            // What a class binds is not seen from its methods.
            Some(Kind::Class) => !in_function,
            None => false,
        };
        in_function |= kind_of(at) == Some(Kind::Function);
        if !is_seen {
            continue;
        }
        // `global name` means the one of the file.
        if is_declared_elsewhere(text, at, name) {
            continue;
        }
        if let Some(found) = first(text, at, name) {
            return Some((Scope::Inner, found));
        }
    }
    first(text, at, name).map(|found| (Scope::Module, found))
}

/// Where a scope or a part of it binds a name first.
pub fn first<'t>(text: &str, scope: Node<'t>, name: &str) -> Option<Node<'t>> {
    let own = scope.child_by_field_name("name");
    find(scope, &mut |node| {
        node.kind() == "identifier" && text[node.byte_range()] == *name && Some(node) != own && binds(node)
    })
}

/// Where the methods of a class body set an attribute of their first parameter.
pub fn first_on_self<'t>(text: &str, body: Node<'t>, name: &str) -> Option<Node<'t>> {
    set_on_self(text, body, name, false).into_iter().next()
}

/// All places that set an attribute of `self` or `cls`, in the order of the text; with those of inner classes if wanted.
pub fn set_on_self<'t>(text: &str, whole: Node<'t>, name: &str, in_classes: bool) -> Vec<Node<'t>> {
    let (mut waiting, mut found) = (vec![whole], Vec::new());
    while let Some(node) = waiting.pop() {
        if node.kind() == "attribute" {
            let last = node.child_by_field_name("attribute").filter(|last| text[last.byte_range()] == *name);
            let object = node.child_by_field_name("object").map(|object| &text[object.byte_range()]);
            found.extend(last.filter(|_| matches!(object, Some("self" | "cls")) && binds(node)));
        }
        let mut inner: Vec<Node<'t>> = node.named_children(&mut node.walk()).collect();
        inner.retain(|one| in_classes || one.kind() != "class_definition");
        waiting.extend(inner.into_iter().rev());
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Function,
    Class,
}

fn kind_of(node: Node<'_>) -> Option<Kind> {
    match node.kind() {
        "class_definition" => Some(Kind::Class),
        "function_definition"
        | "lambda"
        | "list_comprehension"
        | "set_comprehension"
        | "dictionary_comprehension"
        | "generator_expression" => Some(Kind::Function),
        _ => None,
    }
}

fn is_declared_elsewhere(text: &str, scope: Node<'_>, name: &str) -> bool {
    find(scope, &mut |node| {
        matches!(node.kind(), "global_statement" | "nonlocal_statement")
            && node.named_children(&mut node.walk()).any(|one| text[one.byte_range()] == *name)
    })
    .is_some()
}

/// The first node of a scope, in the order of the text, that is wanted; inner scopes show their names alone.
fn find<'t>(scope: Node<'t>, is_wanted: &mut dyn FnMut(Node<'t>) -> bool) -> Option<Node<'t>> {
    let mut waiting = vec![scope];
    while let Some(node) = waiting.pop() {
        if is_wanted(node) {
            return Some(node);
        }
        if node != scope && kind_of(node).is_some() {
            waiting.extend(node.child_by_field_name("name"));
            continue;
        }
        let mut inner: Vec<Node<'t>> = node.named_children(&mut node.walk()).collect();
        inner.reverse();
        waiting.extend(inner);
    }
    None
}

/// Whether a name or attribute is bound where it stands.
fn binds(node: Node<'_>) -> bool {
    let mut at = node;
    while let Some(parent) = at.parent() {
        let is = |field: &str| parent.child_by_field_name(field) == Some(at);
        match parent.kind() {
            "pattern_list"
            | "tuple_pattern"
            | "list_pattern"
            | "list_splat_pattern"
            | "dictionary_splat_pattern"
            | "tuple"
            | "list"
            | "list_splat" => at = parent,
            "typed_parameter" if parent.named_child(0) == Some(at) => at = parent,
            "default_parameter" | "typed_default_parameter" if is("name") => at = parent,
            "parameters" | "lambda_parameters" | "as_pattern_target" => return true,
            "dotted_name" if parent.named_child_count() == 1 => at = parent,
            "case_pattern" => return at.kind() == "dotted_name",
            "assignment" | "augmented_assignment" | "for_statement" | "for_in_clause" => return is("left"),
            "named_expression" | "function_definition" | "class_definition" => return is("name"),
            "except_clause" => return is("alias"),
            _ => return false,
        }
    }
    false
}
