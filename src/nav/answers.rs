//! Records of the index -> answers: ids become paths, names and proofs are attached.

use super::platform::platform;
use super::resolve::Resolved;
use super::{Answer, EvidenceStep, FoundBy, Navigator};
use crate::index::DefinitionRecord;
use crate::model::{Definition, DefinitionId, FileId, Kind, Language, Name, NameKind, NameTarget, Step};
use anyhow::Result;

/// So many of the names a definition serves are told.
const NAMES_SHOWN: usize = 32;

impl Navigator {
    /// Makes the answers of a resolved name, best first.
    pub(super) fn answers_of(&self, asked: &str, resolved: &Resolved) -> Result<Vec<Answer>> {
        let mut answers = Vec::new();
        let shown = shown(&resolved.dotted);
        let other_name = shown != asked && resolved.dotted != asked && resolved.inherited_from.is_none();
        let mut add = |answer: Answer, name: Option<&Name>| {
            // What would be there otherwise has a name of its own.
            let is_first = answers.is_empty();
            answers.push(Answer {
                python_name: Some(if is_first { shown } else { asked }.to_owned()),
                name_kind: name.map(|name| name.kind),
                alias_of: (other_name && is_first).then(|| shown.to_owned()),
                inherited_from: resolved.inherited_from.as_deref().map(|base| self::shown(base).to_owned()),
                ..answer
            });
        };
        let targets = resolved.name.as_ref().map_or(&[][..], |name| &name.targets);
        let implementing = targets.iter().map(|target| self.answer_of_target(target)).collect::<Result<Vec<_>>>()?;
        let others = implementing.first().map_or(Ok(Vec::new()), |first| self.other_bodies(first, targets))?;
        for answer in implementing.into_iter().chain(others) {
            add(answer, resolved.name.as_ref());
        }
        let mut definitions = resolved.definitions.clone();
        definitions.retain(|id| !targets.iter().any(|target| target.definition == *id));
        definitions.sort_by_key(|&id| std::cmp::Reverse(self.reader.weight(id)));
        for id in definitions {
            let DefinitionRecord { definition, .. } = self.reader.definition(id)?;
            // Another definition of the same name further up: what a later one, or another way, replaces.
            let (rule, file, line) = ("same-name".into(), definition.file, definition.line);
            let evidence = vec![self.step(&Step { rule, file, line, certain: true })];
            let answer = self.bare_answer(id, &definition, true, FoundBy::PythonName);
            add(Answer { evidence, ..answer }, resolved.name.as_ref());
        }
        for &id in &resolved.twins {
            if !answers.iter().any(|answer| answer.id == id) {
                let record = self.reader.definition(id)?;
                let answer = self.bare_answer(id, &record.definition, true, FoundBy::PythonName);
                answers.push(Answer { python_name: Some(asked.to_owned()), twin: true, ..answer });
            }
        }
        Ok(answers)
    }

    /// Functions of C that other builds compile in the place of the one that answers: same file, same symbol.
    fn other_bodies(&self, first: &Answer, targets: &[NameTarget]) -> Result<Vec<Answer>> {
        let mut out = Vec::new();
        let Some(symbol) = first.symbol.as_deref().filter(|_| !first.is_row) else { return Ok(out) };
        if first.language != Language::C || first.kind != Kind::Function {
            return Ok(out);
        }
        let mut others = self.reader.by_symbol(symbol)?;
        others.retain(|id| targets.iter().all(|target| target.definition != *id));
        for id in others {
            let definition = self.reader.definition(id)?.definition;
            if self.reader.path(definition.file) == first.file {
                let answer = self.bare_answer(id, &definition, true, FoundBy::PythonName);
                out.push(Answer { evidence: first.evidence.clone(), ..answer });
            }
        }
        Ok(out)
    }

    fn answer_of_target(&self, target: &NameTarget) -> Result<Answer> {
        let DefinitionRecord { definition, serves, remarks } = self.reader.definition(target.definition)?;
        let remarks = if target.line.is_none() { self.remarks(&definition, &remarks)? } else { Vec::new() };
        let names = self.names_served(target.definition, definition.file, &serves, None)?;
        // A row under an `#if` is told as if its function stood there.
        let condition = definition.condition.or_else(|| target.condition.clone());
        let definition = Definition { condition, ..definition };
        let answer = self.bare_answer(target.definition, &definition, true, FoundBy::PythonName);
        Ok(Answer {
            line: target.line.unwrap_or(answer.line),
            is_row: target.line.is_some(),
            remarks,
            serves: names.iter().map(|name| shown(&name.dotted()).to_owned()).collect(),
            twin: target.twin,
            evidence: target.evidence.iter().map(|step| self.step(step)).collect(),
            ..answer
        })
    }

    pub(super) fn step(&self, step: &Step) -> EvidenceStep {
        EvidenceStep {
            rule: step.rule.to_string(),
            file: self.reader.path(step.file).to_owned(),
            line: step.line,
            certain: step.certain,
        }
    }

    /// Makes the answer to a question that was no Python name: with the names that the definition serves.
    pub(super) fn answer(&self, id: DefinitionId, exact: bool, found_by: FoundBy) -> Result<Answer> {
        self.answer_at(id, exact, found_by, None)
    }

    /// The same for a line inside of the definition: what stands on that line is what it serves.
    pub(super) fn answer_at(
        &self,
        id: DefinitionId,
        exact: bool,
        found_by: FoundBy,
        at: Option<u32>,
    ) -> Result<Answer> {
        let DefinitionRecord { definition, serves, remarks } = self.reader.definition(id)?;
        let remarks = self.remarks(&definition, &remarks)?;
        let dotted = (!definition.dotted.is_empty()).then(|| definition.dotted.to_string());
        let names = self.names_served(id, definition.file, &serves, at)?;
        let best = names.first();
        let proof = best.and_then(|name| name.targets.iter().find(|target| target.definition == id));
        let answer = self.bare_answer(id, &definition, exact, found_by);
        Ok(Answer {
            python_name: best.map(|name| shown(&name.dotted()).to_owned()).or(dotted),
            name_kind: best.map(|name| name.kind),
            evidence: proof.map_or_else(Vec::new, |target| target.evidence.iter().map(|s| self.step(s)).collect()),
            twin: proof.is_some_and(|target| target.twin),
            remarks,
            serves: names.iter().map(|name| shown(&name.dotted()).to_owned()).collect(),
            ..answer
        })
    }

    /// The names a definition serves: public and short ones first, for people know it by them.
    ///
    /// Of the rows inside of it (values that a function publishes) those on the line `at`, where there are any.
    fn names_served(&self, id: DefinitionId, file: FileId, serves: &[u32], at: Option<u32>) -> Result<Vec<Name>> {
        let most = if at.is_some() { serves.len() } else { 4 * NAMES_SHOWN };
        let mut names = Vec::new();
        for &number in serves.iter().take(most) {
            names.push(self.reader.name(number)?);
        }
        let row = |name: &Name| name.targets.iter().find(|target| target.definition == id).and_then(|one| one.line);
        let by_row = |name: &Name, line: u32| {
            let steps = name.targets.iter().flat_map(|target| &target.evidence);
            row(name) == Some(line) || steps.into_iter().any(|step| step.file == file && step.line == line)
        };
        if let Some(line) = at.filter(|&line| names.iter().any(|name| by_row(name, line))) {
            names.retain(|name| by_row(name, line));
        } else {
            names.retain(|name| name.kind != NameKind::Value || row(name).is_none());
        }
        names.sort_by_cached_key(|name| {
            let dotted = shown(&name.dotted()).to_owned();
            (dotted.starts_with('_') || dotted.contains("._"), dotted.matches('.').count(), dotted.len(), dotted)
        });
        names.truncate(NAMES_SHOWN);
        Ok(names)
    }

    pub(super) fn bare_answer(&self, id: DefinitionId, of: &Definition, exact: bool, found_by: FoundBy) -> Answer {
        let file = self.reader.path(of.file);
        let symbol = (of.language != Language::Doc).then_some(&*of.symbol);
        let lines = [of.line, of.first_line, of.end_line];
        Answer {
            exact,
            found_by,
            platform: platform(file, of.condition.as_deref()),
            generated: of.generated,
            is_static: of.is_static,
            from_macro: of.from_macro,
            condition: of.condition.as_deref().map(Into::into),
            signature: (*of.signature).into(),
            doc: (*of.doc).into(),
            ..Answer::plain(id, (&of.name, symbol), (of.kind, of.language), file, lines)
        }
    }
}

/// Returns a name as people type it: `list.append` for `builtins.list.append`.
pub(super) fn shown(dotted: &str) -> &str {
    dotted.strip_prefix("builtins.").unwrap_or(dotted)
}
