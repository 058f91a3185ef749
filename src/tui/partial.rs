//! What can be browsed before the index is whole: the definitions of the files read so far, by their own names, and
//! their sources. No links, no proofs, no names that another file gives.

use super::ask::Opened;
use super::library::Library;
use crate::model::{DefinitionFact, DefinitionId, Dialect, FileFacts, Kind, Language};
use crate::nav::{Answer, LinkRow, Meaning, SourceText};
use crate::source::Snapshot;
use anyhow::{Context, Result};
use std::sync::{Arc, PoisonError, RwLock};

/// The files read so far; shared by those who read and the one who answers.
#[derive(Debug, Clone)]
pub struct Partial {
    snapshot: Arc<Snapshot>,
    read: Arc<RwLock<Read>>,
}

#[derive(Debug, Default)]
struct Read {
    paths: Vec<String>,
    rows: Vec<Row>,
}

/// A definition, without what only an index knows.
#[derive(Debug)]
struct Row {
    file: u32,
    language: Language,
    kind: Kind,
    is_static: bool,
    /// Line, first line, last line.
    lines: [u32; 3],
    name: Box<str>,
    /// The qualname, where it is another one.
    qualname: Box<str>,
    folded: Box<str>,
}

impl Partial {
    /// Nothing is read yet of this revision.
    pub fn new(snapshot: &Snapshot) -> Self {
        Partial { snapshot: Arc::new(snapshot.clone()), read: Arc::default() }
    }

    /// Returns what to say about it.
    pub fn opened(&self) -> Opened {
        let revision = &self.snapshot.revision;
        Opened { revision: format!("{} (partial)", revision.rev), commit: revision.commit.clone(), ..Opened::default() }
    }

    /// Adds a file.
    pub fn add(&self, path: &str, facts: &FileFacts) {
        let language = match facts.dialect {
            Dialect::C => Language::C,
            Dialect::Bytecodes => Language::Dsl,
            Dialect::Python => Language::Python,
            Dialect::Grammar | Dialect::Asdl => Language::Grammar,
            _ => return,
        };
        let rows = facts.definitions.iter().filter(|one| !one.name.is_empty() && one.kind != Kind::Field);
        let row = |file: u32, one: &DefinitionFact| Row {
            file,
            language,
            kind: one.kind,
            is_static: one.is_static,
            lines: [one.line, one.first_line, one.end_line],
            name: one.name.clone(),
            qualname: one.qualname.clone(),
            folded: one.name.to_lowercase().into(),
        };
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        let file = read.paths.len() as u32;
        read.paths.push(path.to_owned());
        read.rows.extend(rows.map(|one| row(file, one)));
    }

    /// Answers with the rows that are wanted, the best first; less is better.
    fn answers<R: Ord>(&self, limit: usize, rank: impl Fn(&Row, &str) -> Option<R>, exact: bool) -> Vec<Answer> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        let path = |row: &Row| read.paths[row.file as usize].as_str();
        let mut found: Vec<(R, usize)> =
            read.rows.iter().enumerate().filter_map(|(at, row)| Some((rank(row, path(row))?, at))).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
        found.truncate(limit);
        found.into_iter().map(|(_, at)| answer(at, &read.rows[at], path(&read.rows[at]), exact)).collect()
    }
}

fn answer(at: usize, row: &Row, path: &str, exact: bool) -> Answer {
    let symbol = if row.qualname.is_empty() { &row.name } else { &row.qualname };
    let lines = row.lines;
    Answer {
        exact,
        is_static: row.is_static,
        why: "from the files read so far".to_owned(),
        ..Answer::plain(at as DefinitionId, (&row.name, Some(symbol)), (row.kind, row.language), path, lines)
    }
}

impl Library for Partial {
    fn search(&self, words: &str, limit: usize) -> Result<Vec<Answer>> {
        let typed = words.to_lowercase();
        let parts: Vec<&str> = typed.split(|char: char| !char.is_alphanumeric() && char != '_').collect();
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let joined = parts.join("_");
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.answers(
            limit,
            |row, path| {
                let all = parts.iter().all(|part| row.folded.contains(part));
                let is_test = path.contains("/test") || path.contains("_test");
                all.then(|| (*row.folded != *joined, is_test, !row.folded.starts_with(&joined), row.folded.len()))
            },
            false,
        ))
    }

    fn where_is(&self, name: &str, limit: usize) -> Result<Vec<Answer>> {
        let last = name.rsplit('.').next().unwrap_or(name);
        let rank = |row: &Row, _: &str| (*row.name == *last || *row.qualname == *name).then_some(row.qualname.len());
        Ok(self.answers(limit, rank, true))
    }

    fn definition(&self, id: DefinitionId) -> Result<Answer> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        let row = read.rows.get(id as usize).context("no such definition")?;
        Ok(answer(id as usize, row, &read.paths[row.file as usize], true))
    }

    fn links(&self, _id: DefinitionId, _limit: usize) -> Result<Vec<LinkRow>> {
        Ok(Vec::new())
    }

    fn source(&self, file: &str) -> Result<SourceText> {
        let entries = &self.snapshot.entries;
        let at = entries.binary_search_by(|entry| entry.path.as_str().cmp(file)).ok();
        let entry = at.map(|at| &entries[at]).with_context(|| format!("{file} is not in this revision"))?;
        let bytes = self.snapshot.reader()?.read(entry).map_err(|_| anyhow::anyhow!("{file} cannot be read"))?;
        Ok(SourceText { file: file.to_owned(), text: String::from_utf8_lossy(&bytes).into_owned(), web: None })
    }

    fn meaning(&self, file: &str, _at: (u32, u32), word: &str) -> Result<Meaning> {
        let mut found = self.where_is(word, 50)?;
        if found.iter().any(|answer| answer.file == file) {
            found.retain(|answer| answer.file == file);
        }
        Ok(Meaning::Definitions(found))
    }

    fn outline(&self, file: &str) -> Result<Vec<Answer>> {
        Ok(self.answers(usize::MAX, |row, path| (path == file).then_some(row.lines[0]), true))
    }

    fn topic(&self, _topic: usize) -> Result<Vec<Answer>> {
        Ok(Vec::new())
    }
}
