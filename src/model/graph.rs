//! What all files of a revision say together: definitions, the names a person types, and the links between them.

use super::kind::named;
use super::{BlobId, Dialect, Kind, Language, Remark};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Index into `SymbolGraph::files`.
pub type FileId = u32;
/// Index into `SymbolGraph::definitions`.
pub type DefinitionId = u32;

/// The output of linking. Equal input gives an equal graph, whatever the order of the files was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SymbolGraph {
    /// Sorted by path.
    pub files: Vec<FileRecord>,
    /// Sorted by file, line, symbol.
    pub definitions: Vec<Definition>,
    /// Sorted by scope, then name; one row per name.
    pub names: Vec<Name>,
    /// Sorted; no two alike.
    pub links: Vec<Link>,
    /// What is said about definitions; sorted.
    pub remarks: Vec<(DefinitionId, Remark)>,
    /// Names for which two independent rules disagree: `(dotted name, what each says)`.
    pub disagreements: Vec<(Box<str>, Box<str>)>,
    /// Instructions without code that runs them and syntax nodes without a function that compiles them: `(name, why)`.
    pub gaps: Vec<(Box<str>, Box<str>)>,
}

/// A file of the revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Path from the repository's root.
    pub path: Box<str>,
    /// Its content.
    pub blob: BlobId,
    /// Its reader.
    pub dialect: Dialect,
    /// Whether `.gitattributes` calls it generated.
    pub generated: bool,
    /// The line there that does, 0 where none does.
    pub generated_line: u32,
    /// Number of lines.
    pub lines: u32,
}

/// A definition with its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Definition {
    /// Where.
    pub file: FileId,
    /// The short name.
    pub name: Box<str>,
    /// The C symbol as a debugger shows it, or the Python qualname.
    pub symbol: Box<str>,
    /// For Python the dotted name (`heapq.heappush`), else empty.
    pub dotted: Box<str>,
    /// What it is.
    pub kind: Kind,
    /// In which language.
    pub language: Language,
    /// Line of the declarator, or of the `def`/`class` keyword.
    pub line: u32,
    /// First line that belongs to it: return type, decorators.
    pub first_line: u32,
    /// Last line.
    pub end_line: u32,
    /// The `#if` chain, `None` for what the default Linux build compiles.
    pub condition: Option<Box<str>>,
    /// Whether it is generated code.
    pub generated: bool,
    /// C: has internal linkage.
    pub is_static: bool,
    /// Whether a macro made it: the place is the macro's use.
    pub from_macro: bool,
    /// Parameters as written.
    pub signature: Box<str>,
    /// First paragraph of its documentation.
    pub doc: Box<str>,
}

/// The name of a rule. Linking writes each hundreds of thousands of times, so it takes no memory of its own.
pub type Rule = Cow<'static, str>;

/// One step of a proof: which rule looked at which line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Step {
    /// The rule, a word with hyphens: `method-table`, `clinic`, `slot`.
    pub rule: Rule,
    /// The file, an index into `SymbolGraph::files`.
    pub file: FileId,
    /// 1-based line.
    pub line: u32,
    /// Whether the step follows from the source, or is a guess by name.
    pub certain: bool,
}

/// A name a person can type: an attribute of a module or of a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Name {
    /// The dotted name of the module or type it lives in: `builtins.list`, `os`; empty for a module itself.
    pub scope: Box<str>,
    /// The last part (for a module the whole dotted name).
    pub name: Box<str>,
    /// What a person finds there.
    pub kind: NameKind,
    /// The canonical dotted name when this one is another name for it (`os.path` for `posixpath`); lookups of
    /// members go on there.
    pub alias_of: Option<Box<str>>,
    /// For types: the canonical dotted names of the bases, in order.
    pub bases: Vec<Box<str>>,
    /// What implements it, best first; empty when only `alias_of` tells.
    pub targets: Vec<NameTarget>,
}

impl Name {
    /// Whether scope and name joined are this.
    pub fn is_called(&self, dotted: &str) -> bool {
        if self.scope.is_empty() {
            return *self.name == *dotted;
        }
        let rest = dotted.strip_prefix(&*self.scope).and_then(|rest| rest.strip_prefix('.'));
        rest == Some(&*self.name)
    }

    /// Returns scope and name joined.
    pub fn dotted(&self) -> String {
        let mut dotted = String::new();
        self.dotted_into(&mut dotted);
        dotted
    }

    /// Replaces a text with scope and name joined.
    pub fn dotted_into(&self, text: &mut String) {
        text.clear();
        if self.scope.is_empty() {
            text.push_str(&self.name);
        } else {
            text.extend([&*self.scope, ".", &*self.name]);
        }
    }
}

/// A definition behind a name, with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NameTarget {
    /// The definition that runs.
    pub definition: DefinitionId,
    /// Where to point instead of the definition's own line: the row of a member in its table.
    pub line: Option<u32>,
    /// Whether this is the other-language twin that does not run by default.
    pub twin: bool,
    /// The `#if` chain of the row, `None` where the default build has it.
    pub condition: Option<Box<str>>,
    /// The proof, first step first.
    pub evidence: Vec<Step>,
}

named! {
    /// What a name is for a Python user.
    NameKind {
        /// A module or package.
        Module = "module",
        /// A class or built-in type.
        Class = "class",
        /// A function of a module.
        Function = "function",
        /// A method.
        Method = "method",
        /// A class method.
        ClassMethod = "classmethod",
        /// A static method, `__new__` included.
        StaticMethod = "staticmethod",
        /// A special method that a slot provides.
        Slot = "slot",
        /// A computed attribute.
        GetSet = "getset",
        /// An attribute stored in the object's struct.
        Member = "member",
        /// A property.
        Property = "property",
        /// A value: constant, instance.
        Value = "value",
    }
}

named! {
    /// What a link means, read from `from` to `to`.
    LinkKind {
        /// A Python name is implemented by a definition.
        ImplementedBy = "implemented-by",
        /// A generated wrapper passes on to the hand-written function.
        WrapperOf = "wrapper-of",
        /// A type, module or table lists a definition in one of its tables.
        Table = "table",
        /// A type's slot holds a function.
        SlotOf = "slot",
        /// A C function calls a C function.
        Calls = "calls",
        /// An instruction calls a C function.
        OpCalls = "op-calls",
        /// A Python function calls a definition.
        PyCalls = "py-calls",
        /// A C function imports, fetches or calls what is written in Python.
        CPyCalls = "c-py-calls",
        /// A function uses a macro.
        Expands = "expands",
        /// Python and C versions of one thing.
        Twin = "twin",
        /// A class derives from a class.
        Inherits = "inherits",
        /// A file includes a file.
        Includes = "includes",
        /// A grammar rule matches what another rule matches; a syntax node has a field of another node's type; a typedef
        /// names a struct.
        Uses = "uses",
        /// A grammar rule's action calls a C function.
        Action = "action",
        /// A grammar rule or a C function builds a syntax node.
        Builds = "builds",
        /// A syntax node is turned into instructions by a C function.
        CompiledBy = "compiled-by",
        /// A syntax node or a C function adds an instruction to the code, or puts it in the place of another.
        Emits = "emits",
        /// An instruction is made of micro-ops, a family of its forms, a pseudo-instruction of real ones.
        MadeOf = "made-of",
        /// A specialised form of an instruction belongs to it.
        Specializes = "specializes",
        /// A function or an instruction takes what it calls from a slot of types, or from a table of functions.
        MayCall = "may-call",
        /// A slot, a table or a number in a table stands for a function.
        FilledBy = "filled-by",
        /// Generated code comes from a definition that a person wrote.
        GeneratedFrom = "generated-from",
        /// A section of a document describes a definition.
        DocumentedBy = "documented-by",
        /// A test is about a definition.
        TestedBy = "tested-by",
        /// A definition, or the text in it, names a PEP.
        MentionsPep = "mentions-pep",
    }
}

/// A link between two definitions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// What it means.
    pub kind: LinkKind,
    /// From.
    pub from: DefinitionId,
    /// To.
    pub to: DefinitionId,
    /// The line that shows it.
    pub file: FileId,
    /// 1-based line.
    pub line: u32,
    /// The rule that found it.
    pub rule: Rule,
    /// Whether it follows from the source, or is a guess by name.
    pub exact: bool,
    /// The `#if` chain of that line, `None` for what the default Linux build compiles.
    pub condition: Option<Box<str>>,
}
