//! What surrounds a declared name: pointers, arrays, parentheses, parameters, a value.

use tree_sitter::Node;

/// A declarator unwrapped down to its name.
pub struct Declarator<'n> {
    /// The name's node.
    pub name: Node<'n>,
    /// The parameters, where it declares a function or a pointer to one.
    pub parameters: Option<Node<'n>>,
    /// Whether a `*` stands in front of the name.
    pub is_pointer: bool,
    /// Whether it declares a function.
    pub is_prototype: bool,
    /// Whether a value is given.
    pub has_value: bool,
}

impl<'n> Declarator<'n> {
    /// Unwraps pointers, arrays, parentheses and parameters; `None` where no name is found.
    pub fn read(node: Node<'n>) -> Option<Self> {
        let mut out =
            Declarator { name: node, parameters: None, is_pointer: false, is_prototype: false, has_value: false };
        // Nesting deeper than any source has is no declarator.
        for _ in 0..32 {
            match out.name.kind() {
                "identifier" | "type_identifier" | "field_identifier" | "primitive_type" => return Some(out),
                "function_declarator" => out.parameters = out.name.child_by_field_name("parameters"),
                "pointer_declarator" => out.is_pointer |= out.parameters.is_none(),
                "init_declarator" => out.has_value = true,
                _ => {}
            }
            let inner = out.name.child_by_field_name("declarator").or_else(|| out.name.named_child(0))?;
            let function = out.name.kind() == "function_declarator";
            out.is_prototype |= function && inner.kind() != "parenthesized_declarator";
            out.name = inner;
        }
        None
    }
}
