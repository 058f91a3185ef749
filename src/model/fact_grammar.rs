//! What a grammar or an abstract syntax says beyond its definitions: which names each of them uses.

use serde::{Deserialize, Serialize};

/// The grammar part of a file's facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GrammarFacts {
    /// In the order of the file; a name that a definition uses more than once stands here once per role.
    pub uses: Vec<GrammarUse>,
}

/// A name that a rule or a constructor uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrammarUse {
    /// The name.
    pub name: Box<str>,
    /// The rule or constructor, an index into `FileFacts::definitions`.
    pub inside: u32,
    /// 1-based line.
    pub line: u32,
    /// How it is used.
    pub role: GrammarRole,
}

/// How a rule or a constructor uses a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GrammarRole {
    /// The rule matches what the named rule or token matches.
    Match,
    /// The rule's action calls the named function or macro.
    Action,
    /// The constructor has a field of the named type.
    Field,
}
