//! What `nav` hands out: plain values with public fields, which both edges print or draw as they are.

use super::RemarkRow;
use super::topics::Lost;
use crate::index::SyntaxRow;
use crate::model::{DefinitionId, Kind, Language, LinkKind, NameKind, Revision, Skip};

/// A definition that answers a question, with the proof.
///
/// Its rank is its place in the list; the question itself is known to whoever asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The definition in this index; other questions about it take it.
    pub id: DefinitionId,
    /// The short name of the definition.
    pub name: String,
    /// The C symbol as a debugger shows it, or the Python qualname; `None` only for documents.
    pub symbol: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// In which language.
    pub language: Language,
    /// Path from the repository's root.
    pub file: String,
    /// 1-based line of the declarator or the `def`/`class` keyword; for a member the row of its table.
    pub line: u32,
    /// First line that belongs to it: return type, decorators.
    pub first_line: u32,
    /// Last line.
    pub end_line: u32,
    /// Whether the question names this definition; otherwise it is only near.
    pub exact: bool,
    /// How the question led here.
    pub found_by: FoundBy,
    /// The proof, first step first; empty when the question was the symbol itself.
    pub evidence: Vec<EvidenceStep>,
    /// What is said about it: the GIL, references, the limited API, how it is built.
    pub remarks: Vec<RemarkRow>,
    /// The `#if` chain, `None` for what the default Linux build compiles.
    pub condition: Option<String>,
    /// The one system or kind of build that has it, where the default Linux build has not: `Windows`.
    pub platform: Option<&'static str>,
    /// Whether it is generated code.
    pub generated: bool,
    /// C: has internal linkage.
    pub is_static: bool,
    /// Whether a macro made it: the place is the macro's use.
    pub from_macro: bool,
    /// The Python name that led here or that the definition serves first: `list.append`.
    pub python_name: Option<String>,
    /// What that name is for a Python user.
    pub name_kind: Option<NameKind>,
    /// The canonical dotted name when the question used another one (`posixpath.join` for `os.path.join`).
    pub alias_of: Option<String>,
    /// The class or type a method was inherited from, when the question named a derived one.
    pub inherited_from: Option<String>,
    /// Whether this is the other-language twin that does not run by default.
    pub twin: bool,
    /// Whether `line` is a row of a table or a call inside of the definition, not its own line.
    pub is_row: bool,
    /// Python names that this definition implements, at most 32.
    pub serves: Vec<String>,
    /// Parameters as written.
    pub signature: String,
    /// First paragraph of its documentation.
    pub doc: String,
    /// Why a search tells it, beyond `found_by`: how many changes, which concept, how well; empty where nothing is
    /// to be added.
    pub why: String,
}

impl Answer {
    /// A definition of which nothing else is known: an exact answer by its symbol, without evidence. `lines` are those
    /// of its name, its first and its last.
    pub fn plain(
        id: DefinitionId,
        (name, symbol): (&str, Option<&str>),
        (kind, language): (Kind, Language),
        file: &str,
        lines: [u32; 3],
    ) -> Self {
        Answer {
            id,
            name: name.to_owned(),
            symbol: symbol.map(str::to_owned),
            kind,
            language,
            file: file.to_owned(),
            line: lines[0],
            first_line: lines[1],
            end_line: lines[2],
            exact: true,
            found_by: FoundBy::Symbol,
            evidence: Vec::new(),
            remarks: Vec::new(),
            condition: None,
            platform: None,
            generated: false,
            is_static: false,
            from_macro: false,
            python_name: None,
            name_kind: None,
            alias_of: None,
            inherited_from: None,
            twin: false,
            is_row: false,
            serves: Vec::new(),
            signature: String::new(),
            doc: String::new(),
            why: String::new(),
        }
    }
}

/// How a question led to an answer, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoundBy {
    /// The Python name, resolved as the interpreter would.
    PythonName,
    /// The symbol, letter by letter.
    Symbol,
    /// `FILE:LINE`.
    Place,
    /// The name without regard to case and underscores.
    Folded,
    /// A name that it had in another revision.
    Former,
    /// The typed parts, in any order, are nearly all of its name.
    Parts,
    /// Its sub-words.
    Words,
    /// A name that starts like the question.
    Prefix,
    /// A name that contains the question.
    Substring,
    /// A name that differs by a slip or two.
    Typo,
    /// A concept that leads to it.
    Concept,
    /// Words of its names and documentation.
    Text,
}

impl FoundBy {
    /// Returns the word shown to the user.
    pub const fn as_str(self) -> &'static str {
        match self {
            FoundBy::PythonName => "python-name",
            FoundBy::Symbol => "symbol",
            FoundBy::Place => "place",
            FoundBy::Folded => "case",
            FoundBy::Former => "former-name",
            FoundBy::Parts => "parts",
            FoundBy::Words => "words",
            FoundBy::Prefix => "prefix",
            FoundBy::Substring => "part",
            FoundBy::Typo => "typo",
            FoundBy::Concept => "concept",
            FoundBy::Text => "text",
        }
    }
}

/// One step of a proof, with its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceStep {
    /// The rule, a word with hyphens: `method-table`, `clinic`, `slot`.
    pub rule: String,
    /// Path from the repository's root.
    pub file: String,
    /// 1-based line.
    pub line: u32,
    /// Whether the step follows from the source, or is a guess by name.
    pub certain: bool,
}

/// One end of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkEnd {
    /// The definition.
    pub id: DefinitionId,
    /// The C symbol or the Python qualname.
    pub symbol: String,
    /// What it is.
    pub kind: Kind,
    /// In which language.
    pub language: Language,
    /// Path from the repository's root.
    pub file: String,
    /// 1-based line.
    pub line: u32,
}

/// A link between two definitions, as `links`, `callers` and `export links` show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// What it means, read from `from` to `to`.
    pub kind: LinkKind,
    /// Where it starts.
    pub from: LinkEnd,
    /// Where it leads.
    pub to: LinkEnd,
    /// Whether it leads away from the definition that was asked about (always true in an export).
    pub outward: bool,
    /// Path of the line that shows it.
    pub file: String,
    /// 1-based line.
    pub line: u32,
    /// The rule that found it.
    pub rule: String,
    /// Whether it follows from the source, or is a guess by name.
    pub exact: bool,
    /// The `#if` chain of that line, `None` for what the default Linux build compiles.
    pub condition: Option<String>,
    /// 1 for a direct link; more for the further rings of `callers` and `callees`.
    pub depth: u32,
}

/// Which links are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkFilter {
    /// Only these kinds; empty means all.
    pub kinds: Vec<LinkKind>,
    /// Only one direction; `None` means both.
    pub direction: Option<Direction>,
    /// At most so many rows; 0 means all.
    pub limit: usize,
}

/// Seen from the definition that was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Links that lead to it.
    In,
    /// Links that lead away from it.
    Out,
}

/// The text of an indexed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// Path from the repository's root.
    pub file: String,
    /// The content; bytes that are no UTF-8 are replaced.
    pub text: String,
    /// The page of this file at the indexed commit, where the repository's web address is known.
    pub web: Option<String>,
}

/// What is indexed, of one revision.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusReport {
    /// The revision.
    pub revision: Revision,
    /// The version of the tool that wrote the index.
    pub tool: String,
    /// Seconds since 1970 when the index was written.
    pub indexed_at: u64,
    /// Bytes of the index folder.
    pub bytes: u64,
    /// Figures in the order to show them: `("definitions", 160000)`.
    pub counts: Vec<(String, u64)>,
    /// Seconds per stage: `("parse", 3.4)`.
    pub timings: Vec<(String, f64)>,
    /// Files that were left out.
    pub skipped: Vec<Skip>,
    /// Files with syntax the grammar did not understand.
    pub syntax: Vec<SyntaxRow>,
    /// Bytes of C that were not understood, and of all C.
    pub c_lost: (u64, u64),
    /// Names for which two independent rules disagree: `(dotted name, what each says)`.
    pub disagreements: Vec<(String, String)>,
    /// Instructions without code that runs them and syntax nodes without a function that compiles them: `(name, why)`.
    pub gaps: Vec<(String, String)>,
    /// How many anchors the topics have.
    pub anchors: usize,
    /// Anchors of topics that lead nowhere in this revision.
    pub lost_anchors: Vec<Lost>,
}
