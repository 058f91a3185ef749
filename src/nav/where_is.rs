//! Where is it implemented: a Python name, a symbol, a place; near names when nothing has that name.

use super::{Answer, EvidenceStep, FoundBy, Navigator, pep, place};
use crate::index::Found;
use crate::model::{DefinitionId, Kind, LinkKind, Step};
use anyhow::Result;
use std::cmp::Reverse;
use std::collections::HashSet;

/// The rule of an answer that stands under another name: a struct for its typedef.
pub const TYPEDEF: &str = "typedef";

impl Navigator {
    /// Answers where something is implemented, best first: a dotted Python name, a C symbol, an opcode, a grammar
    /// rule, `FILE:LINE`. When nothing has that name, near names follow with `exact` false.
    pub fn where_is(&self, query: &str, limit: usize) -> Result<Vec<Answer>> {
        // Unnamed structs and globals have no name to ask for.
        if query.trim().is_empty() {
            return Ok(Vec::new());
        }
        let mut answers = self.exactly(query)?;
        if answers.is_empty() && place::parse(query).is_none() {
            answers = self.former(query)?;
            let known: Vec<_> = answers.iter().map(|answer| answer.id).collect();
            let near = self.near(query, limit)?;
            answers.extend(near.into_iter().filter(|answer| !known.contains(&answer.id)));
        }
        answers.truncate(limit);
        Ok(answers)
    }

    /// Answers only what the question names, best first.
    pub fn exactly(&self, query: &str) -> Result<Vec<Answer>> {
        let query = bare(query);
        if let Some(number) = pep::number(query) {
            return self.pep(number);
        }
        if let Some((path, line)) = place::parse(query) {
            return self.at_place(path, line);
        }
        let mut answers = match self.resolve(query)? {
            Some(resolved) => self.answers_of(query, &resolved)?,
            None => Vec::new(),
        };
        let known: HashSet<u32> = answers.iter().map(|answer| answer.id).collect();
        let mut symbols = self.reader.by_symbol(query)?;
        if symbols.is_empty() && answers.is_empty() {
            symbols = self.enumerators_named(query)?;
        }
        symbols.retain(|id| !known.contains(id));
        symbols.sort_by_key(|&id| (Reverse(self.reader.weight(id)), id));
        for id in symbols {
            // Who asks for a type wants to see its members.
            if let Some((body, step)) = self.named_struct(id)?
                && answers.iter().all(|known| known.id != body)
            {
                answers.push(Answer { evidence: vec![step], ..self.answer(body, true, FoundBy::Symbol)? });
            }
            answers.push(self.answer(id, true, FoundBy::Symbol)?);
        }
        Ok(answers)
    }

    /// The struct with a body that a typedef only names, and the line that says so.
    pub(super) fn named_struct(&self, id: DefinitionId) -> Result<Option<(DefinitionId, EvidenceStep)>> {
        let links = self.reader.links(id)?.out;
        let Some(edge) = links.iter().find(|edge| edge.kind == LinkKind::Uses) else { return Ok(None) };
        if self.reader.definition(id)?.definition.kind != Kind::Typedef {
            return Ok(None);
        }
        let (rule, file) = (TYPEDEF.into(), edge.file);
        let step = Step { rule, file, line: edge.line, certain: edge.exact };
        Ok(Some((edge.other, self.step(&step))))
    }

    fn at_place(&self, path: &str, line: u32) -> Result<Vec<Answer>> {
        let Some(file) = self.file_like(path) else { return Ok(Vec::new()) };
        let mut answers = Vec::new();
        for found in self.around(file, line)? {
            if let Found::Definition(id) = found {
                answers.push(self.answer_at(id, answers.is_empty(), FoundBy::Place, Some(line))?);
            }
        }
        Ok(answers)
    }
}

/// Takes off what people add around a name: a call's parentheses, quotes.
pub(super) fn bare(query: &str) -> &str {
    let query = query.trim().trim_matches(['`', '\'', '"']);
    query.strip_suffix("()").unwrap_or(query)
}
