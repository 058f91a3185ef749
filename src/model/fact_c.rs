//! What a C file says beyond its definitions: macros, tables, calls, includes, Argument Clinic blocks.

use super::ConditionId;
use serde::{Deserialize, Serialize};

/// The C part of a file's facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CFacts {
    /// `#define`s, empty ones included.
    pub macros: Vec<Macro>,
    /// `#undef`s: name and line.
    pub undefs: Vec<(Box<str>, u32)>,
    /// `#include`s.
    pub includes: Vec<Include>,
    /// Brace initialisers of variables, at file level and inside functions.
    pub initialisers: Vec<Initialiser>,
    /// Calls inside functions, and macro uses at file level (`caller` is `None`).
    pub calls: Vec<Call>,
    /// Assignments that shape types: the left side names a `tp_…` member.
    pub assignments: Vec<Assignment>,
    /// Argument Clinic blocks.
    pub clinic: ClinicFacts,
    /// Labels of `switch` statements in functions; those written in capitals are left out.
    pub cases: Vec<Case>,
    /// Constants in capitals that functions name, where the file emits instructions (`queries/c/instructions.toml`);
    /// those that are only compared with something are left out.
    pub constants: Vec<Constant>,
    /// What functions call without naming a function.
    pub indirect: Indirect,
    /// Files that the comment at the head of this one names: what it was generated from is among them.
    pub origins: Vec<Box<str>>,
}

/// `case LABEL:` with the statements behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The label.
    pub label: Box<str>,
    /// The function around it, an index into `FileFacts::definitions`.
    pub inside: u32,
    /// Line of the label.
    pub line: u32,
    /// Last line of its statements; labels that stand one after the other share them.
    pub end_line: u32,
}

/// What functions call without naming a function, each once per function.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indirect {
    /// Slots of types that they read: `mp_subscript`.
    pub members: Vec<Constant>,
    /// Tables whose elements they call: `_PyEval_BinaryOps`.
    pub tables: Vec<Constant>,
}

/// A constant, a slot or a table that a function names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constant {
    /// Its name.
    pub name: Box<str>,
    /// The function, an index into `FileFacts::definitions`.
    pub inside: u32,
    /// 1-based line.
    pub line: u32,
}

/// A `#define`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Macro {
    /// Its name.
    pub name: Box<str>,
    /// Parameter names; `None` for an object-like macro. A variadic one ends in `...`.
    pub params: Option<Vec<Box<str>>>,
    /// The replacement, continuation lines joined by a space, comments removed; at most 32 KiB, else empty.
    pub body: Box<str>,
    /// Line of the `#define`.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// The `#if` around it.
    pub condition: ConditionId,
}

/// An `#include`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Include {
    /// The path between the quotes or brackets; a macro's name where one stands there.
    pub path: Box<str>,
    /// Whether it stood in angle brackets.
    pub system: bool,
    /// 1-based line.
    pub line: u32,
    /// The `#if` around it.
    pub condition: ConditionId,
}

/// `type name[] = { … }`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Initialiser {
    /// The declared type without qualifiers and storage class: `PyMethodDef`, `struct PyModuleDef` gives `PyModuleDef`.
    pub type_name: Box<str>,
    /// The variable, as written (`STRINGLIB(methods)` possible).
    pub name: Box<str>,
    /// Whether it is an array.
    pub is_array: bool,
    /// Whether it has internal linkage.
    pub is_static: bool,
    /// Line of the variable's name.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// The `#if` around it.
    pub condition: ConditionId,
    /// The function it stands in, an index into `FileFacts::definitions`.
    pub inside: Option<u32>,
    /// What stands between the braces.
    pub items: Vec<Item>,
}

/// One element of an initialiser.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// 1-based line.
    pub line: u32,
    /// The `#if` around it, inside the initialiser included.
    pub condition: ConditionId,
    /// `.field =` or `[index] =`, without dot or brackets.
    pub field: Option<Box<str>>,
    /// What is assigned.
    pub value: Value,
}

/// An expression as text, or a nested list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Tokens joined without needless space, comments removed; adjacent strings kept apart by a space.
    Text(Box<str>),
    /// `{ … }`.
    List(Vec<Item>),
}

impl Value {
    /// Returns the text, or nothing for a list.
    pub fn text(&self) -> &str {
        match self {
            Value::Text(text) => text,
            Value::List(_) => "",
        }
    }

    /// Returns the items of a list; an expression has none.
    pub fn items(&self) -> &[Item] {
        match self {
            Value::Text(_) => &[],
            Value::List(items) => items,
        }
    }
}

/// A call, a macro that stands as a statement of its own (`Py_RETURN_NONE;`), or a macro use at file level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// What is called: an identifier; calls through members and pointers are not recorded.
    pub callee: Box<str>,
    /// The function around it, an index into `FileFacts::definitions`; `None` at file level.
    pub caller: Option<u32>,
    /// The call among whose arguments this one stands, an index into `CFacts::calls`.
    pub within: Option<u32>,
    /// Line of the callee's name.
    pub line: u32,
    /// The `#if` around it.
    pub condition: ConditionId,
    /// The arguments as text, as in `Value::Text`; kept at file level, for macros in capitals, for the names listed
    /// in `queries/c/publish.toml`, and where one is a string; else empty.
    pub args: Vec<Box<str>>,
    /// The left side of the assignment or initialisation whose right side is this call (casts skipped).
    pub assigned_to: Option<Box<str>>,
}

/// `left = right;` where left names a member of a type object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// As written: `PyFoo_Type.tp_base`.
    pub left: Box<str>,
    /// As written: `&PyBar_Type`.
    pub right: Box<str>,
    /// The function around it.
    pub inside: Option<u32>,
    /// 1-based line.
    pub line: u32,
    /// The `#if` around it.
    pub condition: ConditionId,
}

/// What the Argument Clinic blocks of a file declare.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClinicFacts {
    /// `module …` directives.
    pub modules: Vec<ClinicModule>,
    /// `class …` directives.
    pub classes: Vec<ClinicClass>,
    /// Function declarations.
    pub functions: Vec<ClinicFunction>,
}

/// `module NAME`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClinicModule {
    /// The dotted name.
    pub name: Box<str>,
    /// 1-based line.
    pub line: u32,
}

/// `class NAME "STRUCT *" "TYPE"`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClinicClass {
    /// The dotted name.
    pub name: Box<str>,
    /// The C type of an instance, between the first quotes.
    pub c_type: Box<str>,
    /// The expression for the type object, between the second quotes.
    pub type_object: Box<str>,
    /// 1-based line.
    pub line: u32,
}

/// A function declaration in a block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClinicFunction {
    /// The dotted name: `list.append`, `_heapq.heappush`.
    pub name: Box<str>,
    /// Base of the C names: given by `as`, else the dotted name with `_` for `.`, `__new__` left out.
    pub c_basename: Box<str>,
    /// The function whose parameters are copied (`= str.count`).
    pub clone_of: Option<Box<str>>,
    /// Decorators in front, without `@`: `classmethod`, `getter`, `critical_section`.
    pub decorators: Vec<Box<str>>,
    /// Line of the declaration.
    pub line: u32,
    /// Line of the block's last comment line.
    pub end_line: u32,
    /// First line of the docstring.
    pub doc: Box<str>,
    /// The `#if` around it.
    pub condition: ConditionId,
}
