//! What one file says by itself. A fact never needs a second file; it is cached by blob id.
//!
//! Lines are 1-based. Indexes (`u32`) point into the vectors of the same `FileFacts`.

use super::{CFacts, Dialect, DocFacts, GrammarFacts, Kind, PepMention, PythonFacts};
use serde::{Deserialize, Serialize};

/// Everything read from one blob.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// The reader that made it.
    pub dialect: Dialect,
    /// Number of lines.
    pub lines: u32,
    /// Number of bytes.
    pub bytes: u32,
    /// How well the file parsed.
    pub syntax: Syntax,
    /// The `#if` conditions that stand around facts; `ConditionId` n is entry n - 1.
    pub conditions: Vec<ConditionFact>,
    /// Definitions in the order of the file.
    pub definitions: Vec<DefinitionFact>,
    /// C only (and the C parts of the instruction language).
    pub c: Option<Box<CFacts>>,
    /// Python only.
    pub python: Option<Box<PythonFacts>>,
    /// Grammars and abstract syntaxes only.
    pub grammar: Option<Box<GrammarFacts>>,
    /// Lines of words, for the `rows` dialect.
    pub rows: Vec<Row>,
    /// Documents only.
    pub doc: Option<Box<DocFacts>>,
    /// The PEPs that the file names, the first mention of each per definition.
    pub peps: Vec<PepMention>,
}

impl FileFacts {
    /// Returns facts that say nothing yet.
    pub fn new(dialect: Dialect) -> Self {
        FileFacts {
            dialect,
            lines: 0,
            bytes: 0,
            syntax: Syntax::default(),
            conditions: Vec::new(),
            definitions: Vec::new(),
            c: None,
            python: None,
            grammar: None,
            rows: Vec::new(),
            doc: None,
            peps: Vec::new(),
        }
    }
}

/// How well a file parsed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Syntax {
    /// ERROR and MISSING nodes in the tree.
    pub errors: u32,
    /// Bytes under the outermost ERROR nodes, after repair, plus the bytes that repair blanked and that are neither a
    /// directive nor a known macro.
    pub error_bytes: u32,
    /// The first few places.
    pub spots: Vec<SyntaxSpot>,
}

/// A place the grammar did not understand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyntaxSpot {
    /// 1-based line.
    pub line: u32,
    /// The start of the text there, one line, at most 60 characters.
    pub text: Box<str>,
}

/// An index into `FileFacts::conditions` plus one; 0 is "always compiled".
pub type ConditionId = u32;

/// One `#if` level. The chain to the file's top is followed through `outer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionFact {
    /// The enclosing level, 0 at the top.
    pub outer: ConditionId,
    /// What must hold, as an expression: `defined(MS_WINDOWS)`, `!(defined(A) && B > 2)`. For `#elif` and `#else` the
    /// earlier branches are negated in front: `!(A) && (B)`.
    pub text: Box<str>,
    /// The directive's line.
    pub line: u32,
}

/// A definition: a name and the lines it covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DefinitionFact {
    /// The name as it stands; for C templates the macro call: `STRINGLIB(count)`.
    pub name: Box<str>,
    /// For Python the qualname (`C.m`, `f.<locals>.g`), for a C field `struct.field`, else empty: same as `name`.
    pub qualname: Box<str>,
    /// What it is.
    pub kind: Kind,
    /// Line of the declarator, or of the `def`/`class` keyword.
    pub line: u32,
    /// First line that belongs to it: return type, decorators.
    pub first_line: u32,
    /// Last line.
    pub end_line: u32,
    /// The enclosing definition.
    pub outer: Option<u32>,
    /// The `#if` around it.
    pub condition: ConditionId,
    /// C: has internal linkage.
    pub is_static: bool,
    /// Python: decorators as written, without `@`. Instruction language: modifiers.
    pub decorators: Vec<Box<str>>,
    /// Python: base classes as written (keywords included: `metaclass=ABCMeta`). C: the declared type of a global or
    /// typedef (one entry).
    pub bases: Vec<Box<str>>,
    /// Parameters as written, white space folded, at most 200 characters; empty where there are none.
    pub signature: Box<str>,
    /// First paragraph of the docstring or of the comment in front, white space folded, at most 400 characters.
    pub doc: Box<str>,
}

/// A line of words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// 1-based line.
    pub line: u32,
    /// The words.
    pub words: Vec<Box<str>>,
}
