//! What is stored, compactly, of a definition and its links: the rows of the file `records`.

use crate::model::{Definition, DefinitionId, FileId, LinkKind, Remark};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// A definition and the names it serves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DefinitionRecord {
    /// The definition.
    pub definition: Definition,
    /// Names it implements, itself or through the wrapper it is; indexes into the graph's names.
    pub serves: Vec<u32>,
    /// What is said about it.
    pub remarks: Vec<Remark>,
}

/// The same, as it is written.
#[derive(Hash, Serialize)]
pub(super) struct DefinitionOut<'a> {
    pub definition: &'a Definition,
    pub serves: &'a [u32],
    pub remarks: Vec<&'a Remark>,
}

/// The links of a definition, both ways.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Adjacency {
    /// Links that lead away.
    pub out: Vec<Edge>,
    /// Links that lead here.
    pub into: Vec<Edge>,
}

/// The same, as it is written.
#[derive(Hash, Serialize)]
pub(super) struct AdjacencyOut<'a> {
    pub out: &'a [Edge],
    pub into: &'a [Edge],
}

/// A link seen from one of its ends. Rule and condition are places in shared tables: few differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// What it means.
    pub kind: LinkKind,
    /// The other end.
    pub other: DefinitionId,
    /// The file of the line that shows it.
    pub file: FileId,
    /// 1-based line.
    pub line: u32,
    /// The rule, see `Tables::rules`.
    pub rule: u16,
    /// Whether it follows from the source.
    pub exact: bool,
    /// 0 for the default build, else one more than the place in `Tables::conditions`.
    pub condition: u32,
}

/// Three numbers: seven would take twice as long.
impl Hash for Edge {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Edge { kind, other, file, line, rule, exact, condition } = *self;
        state.write_u64(u64::from(other) << 32 | u64::from(file));
        state.write_u64(u64::from(line) << 32 | u64::from(condition));
        state.write_u32((kind as u32) << 17 | u32::from(rule) << 1 | u32::from(exact));
    }
}

/// What definitions and links share; read only when needed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Tables {
    pub files: Vec<FileRow>,
    pub rules: Vec<Box<str>>,
    pub conditions: Vec<Box<str>>,
}

/// A file, without its path.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FileRow {
    pub blob: [u8; 20],
    pub generated: bool,
    pub generated_line: u32,
    pub lines: u32,
    /// The first definition in it; the next file's says where they end.
    pub first: DefinitionId,
}
