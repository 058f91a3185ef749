//! One text -> the places where it uses a name, read from its tokens when the question is asked: an index of every word
//! would cost more than all the rest, and tokens are read at hundreds of megabytes a second.

use super::{c, python};
use crate::model::{Dialect, UseKind};

/// A place that has the name, outside of comments and strings. What a function declares for itself is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// 1-based line.
    pub line: u32,
    /// 1-based column, in characters.
    pub column: u32,
    /// How it is used, as far as the place alone tells.
    pub kind: UseKind,
    /// C: whether it is a member (`.name`, `->name`, a field's declaration).
    pub is_member: bool,
    /// Python: the dotted text that ends with the name; begins with a dot behind a receiver that is no name.
    pub chain: Box<str>,
}

/// A name that an import statement binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The name bound; `*` for all.
    pub bound: Box<str>,
    /// Dots in front of the module.
    pub level: u32,
    /// The module, without dots in front.
    pub module: Box<str>,
    /// The name taken from it; `None` for the module itself.
    pub member: Option<Box<str>>,
}

/// What a text says about a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    /// Where it is used, in the order of the text.
    pub uses: Vec<Use>,
    /// Python: all imports, wherever they stand.
    pub imports: Vec<Import>,
}

/// What one place tells of the name that stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// How it uses the name; `None` in comments and strings: there is no name.
    pub one: Option<Use>,
    /// C: line and column, both 1-based, where the function around declares the name for itself.
    pub declared: Option<(u32, u32)>,
    /// C: the type of the value whose member it is, where the text tells.
    pub owner: Option<Box<str>>,
}

/// What stands at one place of a Python text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// No name of the program: a comment, a string, a keyword.
    Text,
    /// The name of a `def` or `class`.
    Definition,
    /// What an import takes, dotted, with the dots in front of the module.
    Import(Box<str>),
    /// The name of an argument in a call; 1-based line and column of the name that is called, and that name.
    Argument(Option<((u32, u32), Box<str>)>),
    /// Any other name.
    Name(NameSpot),
}

/// A name of a Python text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameSpot {
    /// The dotted text that ends with the name; begins with a dot behind a receiver that is no name, with `super()`
    /// behind that.
    pub chain: Box<str>,
    /// Where a function, comprehension or class around binds the first part: 1-based line and column.
    pub declared: Option<(u32, u32)>,
    /// Where the file itself binds it, if nothing further in does.
    pub at_module: Option<(u32, u32)>,
}

pub use python::spot::SUPER;

/// Reads one place of a Python text: 1-based line and column, in characters.
pub fn role(text: &str, place: (u32, u32)) -> Role {
    python::spot::role(text, place)
}

/// Where the Python function whose name stands on a 1-based line has a parameter: 1-based line and column.
pub fn parameter(text: &str, line: u32, name: &str) -> Option<(u32, u32)> {
    python::spot::parameter(text, line, name)
}

/// Where the Python class whose name stands on a 1-based line sets an attribute: 1-based line and column.
pub fn attribute(text: &str, line: u32, name: &str) -> Option<(u32, u32)> {
    python::spot::attribute(text, line, name)
}

/// Reads one place of a C text: 1-based line and column, in characters.
pub fn at(text: &str, name: &str, line: u32, column: u32) -> Spot {
    c::spot::at(text, name, line, column)
}

/// The 1-based lines on which any class of a Python text sets an attribute on `self`.
pub fn setters(text: &str, name: &str) -> Vec<u32> {
    python::spot::setters(text, name)
}

/// Where a C text declares a name at file level, itself or through a macro: 1-based line and column.
pub fn introduced(text: &str, name: &str) -> Option<(u32, u32)> {
    c::spot::introduced(text, name)
}

/// Finds the places. A reader without tokens finds none.
pub fn find(dialect: Dialect, text: &str, name: &str) -> Uses {
    match dialect {
        Dialect::C | Dialect::Bytecodes => Uses { uses: c::uses::find(text, name), imports: Vec::new() },
        Dialect::Python => python::uses::find(text, name),
        _ => Uses::default(),
    }
}

/// Returns the paths of the `#include "…"`s of a text.
pub fn includes(text: &str) -> impl Iterator<Item = (u32, u32, &str)> {
    text.lines().enumerate().filter_map(|(index, line)| {
        let rest = line.trim_start().strip_prefix('#')?.trim_start().strip_prefix("include")?.trim_start();
        let path = rest.strip_prefix('"')?.split('"').next()?;
        let column = line.len() - rest.len() + 2;
        Some((index as u32 + 1, column as u32, path))
    })
}

/// The column of a byte, 1-based, in characters.
pub(super) fn column(text: &str, offset: usize) -> u32 {
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    text[start..offset].chars().count() as u32 + 1
}
