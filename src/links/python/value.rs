//! What a Python name can hold, as far as reading the source tells.

use crate::model::{FileId, Step};
use std::rc::Rc;

/// A `def` or `class`: the file and the index of its definition fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The definition there.
    pub fact: u32,
}

/// What a name holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A module, by its dotted name.
    Module(Box<str>),
    /// A Python function.
    Function(Place),
    /// A Python class.
    Class(Place),
    /// A class made by a call: `namedtuple(…)`.
    Made(Rc<Made>),
    /// Something C defines, by the dotted name of its row.
    C(Box<str>),
    /// `staticmethod(f)`.
    Static(Rc<Value>),
    /// `classmethod(f)`.
    ClassMethod(Rc<Value>),
    /// `property(f)`, and other descriptors around a function.
    Property(Rc<Value>),
    /// A function with its first argument: the function, and what it is bound to.
    Bound(Rc<Value>, Rc<Value>),
    /// An instance of a class; behind it the function its class was used on as a decorator.
    Instance(Rc<Value>, Option<Place>),
    /// What calling a Python function gives that makes iterators: the name of the built-in type.
    Result(&'static str),
    /// `a, b`.
    Sequence(Rc<[Value]>),
    /// `{"a": b}`, the entries with text keys.
    Mapping(Rc<[(Box<str>, Value)]>),
    /// A text.
    Text(Box<str>),
    /// A number.
    Number(i64),
    /// A truth.
    Bool(bool),
    /// `None`.
    None,
    /// `lambda`.
    Lambda,
    /// Something, but what?
    Unknown,
}

/// A class made by a call.
#[derive(Debug, PartialEq)]
pub struct Made {
    /// Its name, where that is known.
    pub name: Box<str>,
    /// Its bases.
    pub bases: Vec<Value>,
    /// Its attributes.
    pub attributes: Vec<(Box<str>, Value)>,
}

/// A value with its proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The value.
    pub value: Value,
    /// How it came there, the last step of the program first.
    pub steps: Vec<Step>,
}

impl Found {
    /// A value without proof.
    pub fn bare(value: Value) -> Self {
        Found { value, steps: Vec::new() }
    }

    /// The same value, reached by one more step.
    #[must_use]
    pub fn by(mut self, rule: &'static str, file: FileId, line: u32) -> Self {
        let step = Step { rule: rule.into(), file, line, certain: true };
        // Most have no other: no room is made for more.
        if self.steps.is_empty() {
            self.steps = vec![step];
        } else {
            self.steps.insert(0, step);
        }
        self
    }
}

impl Value {
    /// Whether it is true; `None` where that is unknown.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            Value::None => Some(false),
            Value::Number(value) => Some(*value != 0),
            Value::Text(value) => Some(!value.is_empty()),
            Value::Sequence(items) => Some(!items.is_empty()),
            Value::Mapping(_) | Value::Instance(..) | Value::Result(_) | Value::Unknown | Value::C(_) => None,
            _ => Some(true),
        }
    }

    /// The function or class behind wrappers.
    pub fn place(&self) -> Option<Place> {
        match self {
            Value::Function(place) | Value::Class(place) => Some(*place),
            Value::Static(inner) | Value::ClassMethod(inner) | Value::Property(inner) | Value::Bound(inner, _) => {
                inner.place()
            }
            _ => None,
        }
    }

    /// The function inside `staticmethod` and `classmethod`.
    pub fn unwrapped(&self) -> &Value {
        match self {
            Value::Static(inner) | Value::ClassMethod(inner) => inner.unwrapped(),
            other => other,
        }
    }
}
