//! Everything, one after the other, for scripts and editors: memory stays small whatever the index holds.

use super::answers::shown;
use super::{Answer, FoundBy, LinkEnd, LinkRow, Navigator};
use crate::index::Edge;
use crate::model::{BlobId, Definition, DefinitionId, Name};
use anyhow::{Context, Result};

impl Navigator {
    /// Returns all definitions with their paths, by file and line.
    pub fn definitions(&self) -> impl Iterator<Item = Result<(DefinitionId, &str, Definition)>> {
        (0..self.reader.definitions()).map(|id| {
            let definition = self.reader.definition(id)?.definition;
            Ok((id, self.reader.path(definition.file), definition))
        })
    }

    /// Returns every file with the id of its content, sorted by path.
    pub fn contents(&self) -> impl Iterator<Item = Result<(&str, BlobId)>> {
        (0..).zip(self.reader.paths()).map(|(file, path)| Ok((path, self.reader.blob(file)?.0)))
    }

    /// Returns the definitions of a file as they are stored, in its order.
    pub fn definitions_in(&self, file: &str) -> Result<Vec<Definition>> {
        let id = self.reader.file(file).with_context(|| format!("{file} is not in the index"))?;
        self.reader.in_file(id)?.map(|id| Ok(self.reader.definition(id)?.definition)).collect()
    }

    /// Returns the Python names that something implements, each with the best of it, by scope and name.
    pub fn names(&self) -> impl Iterator<Item = Result<(String, Answer)>> {
        (0..self.reader.names()).filter_map(|number| {
            let name = match self.reader.name(number) {
                Ok(name) => name,
                Err(error) => return Some(Err(error)),
            };
            let dotted = name.dotted();
            let best = self.best(&dotted, &name);
            best.map(|best| Some((shown(&dotted).to_owned(), best?))).transpose()
        })
    }

    fn best(&self, dotted: &str, name: &Name) -> Result<Option<Answer>> {
        let Some(target) = name.targets.first() else {
            let Some(resolved) = self.resolve(dotted)? else { return Ok(None) };
            return Ok(self.answers_of(dotted, &resolved)?.into_iter().next());
        };
        let record = self.reader.definition(target.definition)?;
        let answer = self.bare_answer(target.definition, &record.definition, true, FoundBy::PythonName);
        Ok(Some(Answer { line: target.line.unwrap_or(answer.line), ..answer }))
    }

    /// Returns all links, by the file and line of the definition they start from.
    pub fn all_links(&self) -> Result<impl Iterator<Item = Result<LinkRow>>> {
        let ends: Vec<LinkEnd> = (0..self.reader.definitions()).map(|id| self.end(id)).collect::<Result<_>>()?;
        Ok((0..self.reader.definitions()).flat_map(move |id| {
            let rows = self.reader.links(id).map(|links| links.out).and_then(|edges| {
                let row = |edge: &Edge| {
                    let end = |id: DefinitionId| ends.get(id as usize).cloned().context("the index links nowhere");
                    self.joined(edge, end(id)?, end(edge.other)?, true, 1)
                };
                edges.iter().map(row).collect::<Result<Vec<_>>>()
            });
            match rows {
                Ok(rows) => rows.into_iter().map(Ok).collect::<Vec<_>>(),
                Err(error) => vec![Err(error)],
            }
        }))
    }
}
