//! Runs `queries/c/*.scm` at the nodes whose kind a pattern begins with.
//!
//! Running a query over whole trees costs a third of the parse; a walk that tries a pattern only where it can match
//! costs next to nothing, and the query files stay the place that says what is looked for.

use std::collections::HashMap;

use tree_sitter::{self as ts, Language, Node, Query, QueryCursor};

use ts::StreamingIterator as _;

/// What a capture stands for; any other word in a query file is an error when it is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capture {
    /// The whole definition of a kind.
    Definition(Shape),
    /// What holds the name.
    Declarator,
    /// The name.
    Name,
    /// The declared type.
    Type,
    /// What stands in braces.
    Body,
}

/// The kinds of definitions a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A function with a body.
    Function,
    /// A variable.
    Variable,
    /// A typedef.
    Typedef,
    /// A struct with a body.
    Struct,
    /// A union with a body.
    Union,
    /// An enum with a body.
    Enum,
    /// A member of a struct or union.
    Field,
    /// A constant of an enum.
    Enumerator,
}

const CAPTURES: &[(&str, Capture)] = &[
    ("definition.function", Capture::Definition(Shape::Function)),
    ("definition.variable", Capture::Definition(Shape::Variable)),
    ("definition.typedef", Capture::Definition(Shape::Typedef)),
    ("definition.struct", Capture::Definition(Shape::Struct)),
    ("definition.union", Capture::Definition(Shape::Union)),
    ("definition.enum", Capture::Definition(Shape::Enum)),
    ("definition.field", Capture::Definition(Shape::Field)),
    ("definition.enumerator", Capture::Definition(Shape::Enumerator)),
    ("declarator", Capture::Declarator),
    ("name", Capture::Name),
    ("type", Capture::Type),
    ("body", Capture::Body),
];

/// A match: what was captured, by role.
pub struct Found<'t> {
    /// What it defines.
    pub shape: Shape,
    /// The whole.
    pub whole: Node<'t>,
    /// The node that is or holds the name.
    pub name: Node<'t>,
    /// The declared type.
    pub declared: Option<Node<'t>>,
}

/// Compiled queries with a cursor; one per thread.
pub struct Patterns {
    query: Query,
    captures: Vec<Capture>,
    roots: Vec<bool>,
    cursor: QueryCursor,
}

impl Patterns {
    /// Compiles query text.
    ///
    /// # Errors
    /// One line that names the wrong capture, or the grammar's own message.
    pub fn new(language: &Language, text: &str) -> Result<Self, String> {
        let query = Query::new(language, text).map_err(|error| error.to_string())?;
        let known: HashMap<&str, Capture> = CAPTURES.iter().copied().collect();
        let mut captures = Vec::new();
        for name in query.capture_names() {
            let Some(capture) = known.get(name) else {
                let legal: Vec<&str> = CAPTURES.iter().map(|(name, _)| *name).collect();
                return Err(format!("unknown capture @{name}; known are @{}", legal.join(", @")));
            };
            captures.push(*capture);
        }
        let mut roots = vec![false; language.node_kind_count()];
        for pattern in 0..query.pattern_count() {
            let start = query.start_byte_for_pattern(pattern);
            let kind = root_kind(&text[start..]).ok_or_else(|| format!("pattern {pattern} begins with no node"))?;
            let id = language.id_for_node_kind(kind, true);
            *roots.get_mut(id as usize).filter(|_| id != 0).ok_or_else(|| format!("no node kind {kind}"))? = true;
        }
        let mut cursor = QueryCursor::new();
        cursor.set_match_limit(64);
        cursor.set_max_start_depth(Some(0));
        Ok(Patterns { query, captures, roots, cursor })
    }

    /// Whether a pattern begins with nodes of this kind.
    pub fn begins_at(&self, kind: u16) -> bool {
        self.roots.get(kind as usize).copied().unwrap_or(false)
    }

    /// Calls `each` for every match that begins at `node`.
    pub fn matches_at<'t>(&mut self, node: Node<'t>, text: &[u8], each: &mut dyn FnMut(Found<'t>)) {
        let mut matches = self.cursor.matches(&self.query, node, text);
        while let Some(found) = matches.next() {
            let (mut shape, mut whole, mut name, mut declared) = (None, None, None, None);
            for capture in found.captures() {
                match self.captures[capture.index as usize] {
                    Capture::Definition(kind) => (shape, whole) = (Some(kind), Some(capture.node)),
                    Capture::Declarator | Capture::Name => name = Some(capture.node),
                    Capture::Type => declared = Some(capture.node),
                    Capture::Body => {}
                }
            }
            if let (Some(shape), Some(whole), Some(name)) = (shape, whole, name) {
                each(Found { shape, whole, name, declared });
            }
        }
    }
}

/// The node kind a pattern begins with.
fn root_kind(pattern: &str) -> Option<&str> {
    let inner = pattern.trim_start().strip_prefix('(')?;
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    (end > 0).then(|| &inner[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_capture_is_named() {
        let error = Patterns::new(&tree_sitter_c::LANGUAGE.into(), "(function_definition) @definition.thing");
        let error = error.err().expect("refused");
        assert!(error.starts_with("unknown capture @definition.thing; known are @definition.function,"), "{error}");
    }
}
