//! What a Python file says beyond its definitions: what each scope's names are bound to, in the order of the file.

use super::References;
use serde::{Deserialize, Serialize};

/// The Python part of a file's facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PythonFacts {
    /// Bindings at module and class level (function scopes are left out), in the order of the file.
    pub bindings: Vec<Binding>,
    /// `from M import *`, in the order of the file.
    pub stars: Vec<Star>,
    /// What is done to `__all__`.
    pub exports: Vec<ExportChange>,
    /// The conditions that stand around bindings; a `guard` of n is entry n - 1, 0 is "always".
    pub guards: Vec<Guard>,
    /// Calls and other uses of names, the first of each kind per name and definition.
    pub references: References,
    /// The definitions with a `yield` in them, sorted.
    pub generators: Vec<u32>,
    /// Statements of functions that hold other definitions, for a decorator returns the function inside it; of other
    /// functions their imports, `cls.name = value`, where the object is the first parameter, and the `return` of one-line functions.
    pub inner: Vec<PythonStatement>,
}

/// A name bound in a module or class body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// The class definition around it, an index into `FileFacts::definitions`; `None` at module level.
    pub scope: Option<u32>,
    /// The name; for `sys.modules["os.path"] = path` the text `sys.modules[os.path]`, for `C.m = f` at module level
    /// the dotted text `C.m`; likewise for `module.name = value` inside a function, where `module` is an imported
    /// module: its guard is `def <qualname>`. `globals()[key] = value` is written so. Empty for a call as a statement (its text is the bound
    /// expression): it may publish names.
    pub name: Box<str>,
    /// 1-based line.
    pub line: u32,
    /// What stands around it.
    pub guard: u32,
    /// What it is bound to.
    pub bound: Bound,
}

/// What a name is bound to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Bound {
    /// A `def` or `class`: an index into `FileFacts::definitions`.
    Definition(u32),
    /// `import a.b as name` (bound to `a.b`) or `import a.b` (bound to `a`).
    Module(Box<str>),
    /// `from module import name`.
    Member {
        /// Dots in front.
        level: u32,
        /// The module without dots; may be empty.
        module: Box<str>,
        /// The name there.
        name: Box<str>,
    },
    /// Any other expression: its text, white space folded, at most 600 characters.
    Expression(Box<str>),
    /// `del name`, or `except … as name` leaving its scope.
    Deleted,
}

/// `from module import *`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Star {
    /// Dots in front.
    pub level: u32,
    /// The module without dots.
    pub module: Box<str>,
    /// 1-based line.
    pub line: u32,
    /// What stands around it.
    pub guard: u32,
    /// How many bindings stand before it: the order among them.
    pub after: u32,
}

/// A change of `__all__`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExportChange {
    /// Whether it replaces what was there (`=`) or adds (`+=`, `.extend`, `.append`).
    pub replaces: bool,
    /// The names given as strings.
    pub names: Vec<Box<str>>,
    /// Other operands as text: `_x.__all__`.
    pub others: Vec<Box<str>>,
    /// 1-based line.
    pub line: u32,
    /// What stands around it.
    pub guard: u32,
}

/// A statement that makes bindings depend on something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    /// The enclosing guard, 0 at the top.
    pub outer: u32,
    /// What it is: `try`, `except ImportError`, `else` (of a try), `finally`, `if <test>`, `elif`/`else` as
    /// `if not (<test>) and not (<test>) and (<test>)`, `for`, `while`, `with`, `match`, `def <qualname>`.
    pub text: Box<str>,
    /// 1-based line.
    pub line: u32,
    /// The statement it belongs to: branches of one `try` or `if` share it (the statement's first line).
    pub statement: u32,
}

/// A use of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct PythonReference {
    /// The dotted text: `self.x.append`, `os.path.join`; `.join` behind an expression that is no name.
    pub name: Box<str>,
    /// The definition around it.
    pub inside: Option<u32>,
    /// 1-based line.
    pub line: u32,
    /// Whether it is called.
    pub is_call: bool,
}

/// A statement of a function: `return value`, `name = value`, `cls.name = value`, `setattr(target, name, value)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PythonStatement {
    /// The function, an index into `FileFacts::definitions`.
    pub inside: u32,
    /// 1-based line.
    pub line: u32,
    /// As written, white space folded, at most 800 characters.
    pub text: Box<str>,
}
