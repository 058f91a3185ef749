//! What a variable of the compiler holds while somebody follows it.

use crate::facts::script::{Node, Value};
use std::rc::Rc;

/// A value, as far as it is known.
#[derive(Debug, Clone)]
pub enum Val {
    /// Anything.
    Unknown,
    /// `NULL`.
    Null,
    /// A number.
    Int(i64),
    /// A number as an object of the compiler.
    Object(i64),
    /// What is given back by what went well: in some releases 0, in others 1.
    Done,
    /// A part of the user's code.
    Ast(Value),
    /// A constant of the compiler by its name; several where one of them is meant.
    Consts(Vec<Rc<str>>),
    /// The address of a variable: of which call, and its name.
    Ref(usize, Rc<str>),
    /// A text.
    Text(Rc<str>),
    /// A block of the user's code.
    Block(usize),
    /// A place to jump to.
    Label(usize),
    /// A place in the user's code: its line, where it has one.
    Line(Option<u32>),
    /// The names of a block and what each is.
    Symbols(usize),
    /// A list, set or dictionary of the compiler, by its number.
    Held(usize),
    /// What must be undone when a statement is left: its kind; what goes with it, where the statement begins and ends.
    Undo(Rc<str>, Rc<[Val; 3]>),
}

impl Val {
    /// A length or a place of a script, as the compiler's C counts it.
    pub fn count(number: usize) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }

    pub fn word(text: &str) -> Val {
        Val::Consts(vec![text.into()])
    }

    pub fn of(value: &Value) -> Val {
        match value {
            Value::Empty => Val::Null,
            Value::Int(number) => Val::Int(*number),
            Value::Word(word) => Val::word(word),
            other => Val::Ast(other.clone()),
        }
    }

    pub fn node(&self) -> Option<&Rc<Node>> {
        if let Val::Ast(value) = self { value.node() } else { None }
    }

    /// The name of the user's code that it holds.
    pub fn name(&self) -> Option<&str> {
        if let Val::Ast(Value::Name(name)) = self { Some(name) } else { None }
    }

    /// Whether it is true, where that is known.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Val::Null => Some(false),
            Val::Int(number) => Some(*number != 0),
            Val::Unknown | Val::Consts(_) => None,
            _ => Some(true),
        }
    }

    /// Whether two are equal, where that is known.
    pub fn equals(&self, other: &Val) -> Option<bool> {
        match (self, other) {
            (Val::Consts(a), Val::Consts(b)) => match (&a[..], &b[..]) {
                ([one], [other]) => Some(one == other),
                _ if a.iter().any(|one| b.contains(one)) => None,
                _ => Some(false),
            },
            (Val::Ast(Value::Constant(kind, text)), Val::Consts(words))
            | (Val::Consts(words), Val::Ast(Value::Constant(kind, text))) => {
                let word = words.first()?.strip_prefix("Py_")?;
                matches!(word, "None" | "True" | "False" | "Ellipsis").then(|| word == *kind || word == &**text)
            }
            (Val::Int(a), Val::Int(b)) => Some(a == b),
            (Val::Null, Val::Null) => Some(true),
            (Val::Null, Val::Consts(words)) | (Val::Consts(words), Val::Null) => {
                words.iter().all(|word| word.starts_with("Py_")).then_some(false)
            }
            (Val::Null, Val::Int(number)) | (Val::Int(number), Val::Null) => Some(*number == 0),
            (Val::Done | Val::Label(_), Val::Int(number)) | (Val::Int(number), Val::Done | Val::Label(_)) => {
                (*number < 0).then_some(false)
            }
            (Val::Unknown, _) | (_, Val::Unknown) => None,
            (Val::Null, other) | (other, Val::Null) if other.truth() == Some(true) => Some(false),
            _ => None,
        }
    }

    /// One of two, nobody knows which.
    pub fn or(self, other: Val) -> Val {
        match (self, other) {
            (Val::Consts(mut a), Val::Consts(b)) => {
                for word in b {
                    if !a.contains(&word) {
                        a.push(word);
                    }
                }
                Val::Consts(a)
            }
            (Val::Int(a), Val::Int(b)) if a == b => Val::Int(a),
            (Val::Null, Val::Null) => Val::Null,
            (Val::Done, Val::Done) => Val::Done,
            (Val::Object(a), Val::Object(b)) if a == b => Val::Object(a),
            (Val::Ast(Value::Node(a)), Val::Ast(Value::Node(b))) if a.id == b.id => Val::Ast(Value::Node(a)),
            (Val::Block(a), Val::Block(b)) if a == b => Val::Block(a),
            (Val::Label(a), Val::Label(b)) if a == b => Val::Label(a),
            (Val::Line(a), Val::Line(b)) if a == b => Val::Line(a),
            (Val::Symbols(a), Val::Symbols(b)) if a == b => Val::Symbols(a),
            (Val::Held(a), Val::Held(b)) if a == b => Val::Held(a),
            (Val::Ref(a, name), Val::Ref(b, other)) if a == b && name == other => Val::Ref(a, name),
            (Val::Ast(Value::Seq(a)), Val::Ast(Value::Seq(b))) if Rc::ptr_eq(&a, &b) => Val::Ast(Value::Seq(a)),
            (Val::Ast(Value::Name(a)), Val::Ast(Value::Name(b))) if a == b => Val::Ast(Value::Name(a)),
            _ => Val::Unknown,
        }
    }
}
