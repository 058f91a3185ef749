//! A piece of Python -> its syntax nodes, under the names of CPython's abstract syntax. For the user's own code, not for
//! files of the index: what the compiler of a release does with the nodes is read from that release.
//!
//! Names of nodes and fields are those of `Parser/Python.asdl`; a release that has other fields finds them missing.

mod expressions;
mod fold;
mod literals;
mod patterns;
mod statements;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use tree_sitter::{Node as Syntax, Parser};

/// A node with its fields.
#[derive(Debug)]
pub struct Node {
    /// Its constructor: `BinOp`; for types with one shape the type: `arguments`.
    pub kind: &'static str,
    /// Field -> value; one that is not there is empty.
    pub fields: BTreeMap<&'static str, Value>,
    /// A number of its own.
    pub id: usize,
    /// 1-based line.
    pub line: u32,
}

/// The value of a field.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A node.
    Node(Rc<Node>),
    /// A sequence.
    Seq(Rc<Vec<Value>>),
    /// A name.
    Name(Rc<str>),
    /// One of the words of the abstract syntax: `Load`, `Add`, `Is`.
    Word(&'static str),
    /// A number that is no constant of the program: `level`, `conversion`.
    Int(i64),
    /// A constant of the program: the kind and, as written, the value.
    Constant(&'static str, Rc<str>),
}

impl Node {
    /// The value of a field.
    pub fn get(&self, field: &str) -> &Value {
        self.fields.get(field).unwrap_or(&Value::Empty)
    }
}

impl Value {
    /// The node, where it is one.
    pub fn node(&self) -> Option<&Rc<Node>> {
        if let Value::Node(node) = self { Some(node) } else { None }
    }

    /// The values of a sequence; none where it is something else.
    pub fn items(&self) -> &[Value] {
        if let Value::Seq(items) = self { items } else { &[] }
    }
}

/// A parsed piece of Python.
#[derive(Debug)]
pub struct Script {
    /// The `Module` node.
    pub module: Rc<Node>,
    /// Lines that were not understood.
    pub errors: Vec<u32>,
}

/// Parses a piece of Python. What is not understood is left out and told.
pub fn parse(text: &str) -> Script {
    thread_local!(static PARSER: RefCell<Parser> = RefCell::new(Parser::new()));
    let tree = PARSER.with_borrow_mut(|parser| {
        parser.reset();
        parser.set_language(&tree_sitter_python::LANGUAGE.into()).ok()?;
        parser.parse(text, None)
    });
    let reader = Reader { text, next: Cell::new(0), errors: RefCell::default() };
    let body = tree.as_ref().map_or_else(Vec::new, |tree| reader.block(tree.root_node()));
    let module = Node { kind: "Module", fields: BTreeMap::from([("body", seq(body))]), id: usize::MAX, line: 1 };
    let mut errors = reader.errors.into_inner();
    errors.sort_unstable();
    errors.dedup();
    Script { module: Rc::new(module), errors }
}

struct Reader<'t> {
    text: &'t str,
    next: Cell<usize>,
    errors: RefCell<Vec<u32>>,
}

fn seq(items: Vec<Value>) -> Value {
    Value::Seq(Rc::new(items))
}

impl<'t> Reader<'t> {
    fn text(&self, node: Syntax<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    fn name(&self, node: Syntax<'_>) -> Value {
        Value::Name(self.text(node).into())
    }

    fn make<const N: usize>(&self, at: Syntax<'_>, kind: &'static str, fields: [(&'static str, Value); N]) -> Value {
        let id = self.next.get();
        self.next.set(id + 1);
        let line = at.start_position().row as u32 + 1;
        Value::Node(Rc::new(Node { kind, fields: BTreeMap::from(fields), id, line }))
    }

    fn wrong(&self, at: Syntax<'_>) {
        self.errors.borrow_mut().push(at.start_position().row as u32 + 1);
    }
}

/// The named children, without comments.
fn named(node: Syntax<'_>) -> Vec<Syntax<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| !matches!(child.kind(), "comment" | "line_continuation")).collect()
}

fn field<'n>(node: Syntax<'n>, name: &str) -> Option<Syntax<'n>> {
    node.child_by_field_name(name)
}

fn fields<'n>(node: Syntax<'n>, name: &str) -> Vec<Syntax<'n>> {
    let mut cursor = node.walk();
    node.children_by_field_name(name, &mut cursor).filter(tree_sitter::Node::is_named).collect()
}

/// Whether a word such as `async` or `from` stands in a node.
fn has_word(node: Syntax<'_>, word: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| child.kind() == word)
}
