//! Every place that uses a definition. The index holds none of them: the files that have the word are read when the
//! question is asked, and what the index knows says which of its places mean this definition.

mod at;
mod at_c;
mod at_python;
mod c;
mod includes;
mod python;
mod scan;

pub use at::Meaning;

use super::{Answer, CALLS, FoundBy, LinkEnd, Navigator};
use crate::model::{DefinitionId, FileId, Kind, Language, UseKind};
use anyhow::Result;
use std::collections::{HashMap, HashSet};

/// A place that uses a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Path from the repository's root.
    pub file: String,
    /// 1-based line.
    pub line: u32,
    /// 1-based column, in characters.
    pub column: u32,
    /// How it is used.
    pub kind: UseKind,
    /// The definition around the place.
    pub within: Option<LinkEnd>,
    /// Whether the place means this definition for certain, or only has its name.
    pub exact: bool,
    /// The rule by which a link found it, where the name does not stand there itself: `call-by-macro`.
    pub rule: Option<String>,
    /// The line, without white space around it.
    pub text: String,
}

/// The kinds of definitions that a place can stand in.
const AROUND: &[Kind] = &[
    Kind::Function,
    Kind::Method,
    Kind::Class,
    Kind::Macro,
    Kind::Table,
    Kind::Type,
    Kind::Global,
    Kind::Struct,
    Kind::Union,
    Kind::Enum,
    Kind::Inst,
    Kind::Op,
    Kind::Pseudo,
    Kind::Label,
];

impl Navigator {
    /// Answers the bare name of a C field or enumerator, which `where_is` wants with its struct.
    pub fn fields(&self, name: &str) -> Result<Vec<Answer>> {
        self.fields_named(name)?.into_iter().map(|id| self.answer(id, true, FoundBy::Symbol)).collect()
    }

    /// Returns the places that use what an answer names, by file and line.
    pub fn references(&self, answer: &Answer) -> Result<Vec<Reference>> {
        let mut found = Found::new(self);
        match answer.language {
            Language::C | Language::Dsl => found.in_c(answer.id)?,
            Language::Python => found.in_python(answer)?,
            Language::Grammar | Language::Doc => {}
        }
        // What C publishes is used from Python under the name that was asked for.
        if answer.language == Language::C && answer.found_by == FoundBy::PythonName {
            found.in_python(answer)?;
        }
        found.by_links(answer.id)?;
        let mut rows = found.rows;
        rows.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        rows.dedup_by(|next, kept| (&next.file, next.line, next.column) == (&kept.file, kept.line, kept.column));
        Ok(rows)
    }
}

/// What was found so far.
struct Found<'n> {
    navigator: &'n Navigator,
    rows: Vec<Reference>,
    around: HashMap<FileId, Vec<Extent>>,
    /// Lines that have a row.
    lines: HashSet<(FileId, u32)>,
}

/// The lines of a definition.
#[derive(Debug, Clone, Copy)]
struct Extent {
    first: u32,
    last: u32,
    line: u32,
    kind: Kind,
    id: DefinitionId,
}

/// A place before it is a row.
struct Place<'t> {
    file: FileId,
    line: u32,
    column: u32,
    kind: UseKind,
    exact: bool,
    text: &'t str,
}

impl<'n> Found<'n> {
    fn new(navigator: &'n Navigator) -> Self {
        Found { navigator, rows: Vec::new(), around: HashMap::new(), lines: HashSet::new() }
    }

    fn add(&mut self, place: &Place<'_>) -> Result<()> {
        let is_definition = place.kind == UseKind::Definition;
        let within = if is_definition { None } else { self.within(place.file, place.line)? };
        let within = within.map(|id| self.navigator.end(id)).transpose()?;
        self.lines.insert((place.file, place.line));
        self.rows.push(Reference {
            file: self.navigator.reader.path(place.file).to_owned(),
            line: place.line,
            column: place.column,
            kind: place.kind,
            within,
            exact: place.exact,
            rule: None,
            text: place.text.trim().to_owned(),
        });
        Ok(())
    }

    /// The innermost definition around a line.
    fn within(&mut self, file: FileId, line: u32) -> Result<Option<DefinitionId>> {
        let inside = self.extents(file)?.iter().filter(|one| one.first <= line && line <= one.last);
        Ok(inside.min_by_key(|one| (one.last - one.first, one.id)).map(|one| one.id))
    }

    fn extents(&mut self, file: FileId) -> Result<&[Extent]> {
        if !self.around.contains_key(&file) {
            let mut extents = Vec::new();
            for id in self.navigator.reader.in_file(file)? {
                let one = self.navigator.reader.definition(id)?.definition;
                if AROUND.contains(&one.kind) {
                    let (first, last) = (one.first_line.min(one.line), one.end_line.max(one.line));
                    extents.push(Extent { first, last, line: one.line, kind: one.kind, id });
                }
            }
            self.around.insert(file, extents);
        }
        Ok(&self.around[&file])
    }

    /// Adds what links know and no text shows: calls through macros, calls from C into Python.
    fn by_links(&mut self, id: DefinitionId) -> Result<()> {
        let reader = &self.navigator.reader;
        for edge in reader.links(id)?.into {
            let is_call = CALLS.contains(&edge.kind);
            if !is_call || !self.lines.insert((edge.file, edge.line)) {
                continue;
            }
            let file = reader.path(edge.file).to_owned();
            let source = self.navigator.source(&file).map(|source| source.text).unwrap_or_default();
            let line = source.lines().nth(edge.line.saturating_sub(1) as usize).unwrap_or_default();
            let indent = line.chars().take_while(|c| c.is_whitespace()).count() as u32;
            self.rows.push(Reference {
                file,
                line: edge.line,
                column: indent + 1,
                kind: UseKind::Call,
                within: Some(self.navigator.end(edge.other)?),
                exact: edge.exact,
                rule: Some(reader.rule(edge.rule)?.to_owned()),
                text: line.trim().to_owned(),
            });
        }
        Ok(())
    }
}
