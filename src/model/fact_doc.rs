//! What a document says about code: which definitions it describes, which names and files it mentions, PEP numbers.

use super::kind::named;
use serde::{Deserialize, Serialize};

/// The document part of a file's facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DocFacts {
    /// What it describes, in the order of the file.
    pub entries: Vec<DocEntry>,
    /// What it mentions.
    pub mentions: Vec<DocMention>,
}

named! {
    /// The world a described or mentioned name lives in.
    Subject {
        /// A Python module.
        Module = "module",
        /// A name in Python.
        Python = "python",
        /// A name in C.
        C = "c",
        /// An instruction.
        Opcode = "opcode",
        /// A path from the repository's root.
        Path = "path",
        /// A word set as code: C, Python or an instruction.
        Word = "word",
    }
}

/// A name that a document describes: `.. function:: heappush(heap, item)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocEntry {
    /// Its world.
    pub subject: Subject,
    /// The name, with the class around it in front: `list.append`.
    pub name: Box<str>,
    /// The module that is being described there; empty where none was named.
    pub module: Box<str>,
    /// The section that describes it, an index into `FileFacts::definitions`.
    pub section: u32,
    /// The line of its signature.
    pub line: u32,
    /// The line that says that a reference is stolen; 0 where none does.
    pub steals: u32,
}

/// A name or path in the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocMention {
    /// Its world.
    pub subject: Subject,
    /// The name or the path.
    pub name: Box<str>,
    /// The section around it.
    pub section: u32,
    /// 1-based line.
    pub line: u32,
}

/// A PEP that is named in a comment, a text or a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PepMention {
    /// Its number.
    pub number: u16,
    /// 1-based line.
    pub line: u32,
    /// The definition around it or behind the comment it stands in, an index into `FileFacts::definitions`.
    pub inside: u32,
    /// Whether it belongs to that definition; otherwise it is only the nearest one.
    pub certain: bool,
}
