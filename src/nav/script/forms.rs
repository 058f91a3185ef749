//! What instructions are made of, and which of their specialised forms fit the types of the operands.

use super::Instruction;
use crate::model::{DefinitionId, Kind, Language, LinkKind};
use crate::nav::{Direction, LinkFilter, Navigator};
use anyhow::Result;

impl Navigator {
    /// The instructions that one of the compiler stands for.
    pub(super) fn made_of(&self, name: &str) -> Result<Vec<String>> {
        let Some(id) = self.instruction(name)? else { return Ok(Vec::new()) };
        let filter = LinkFilter { kinds: vec![LinkKind::MadeOf], direction: Some(Direction::Out), limit: 0 };
        Ok(self.links(id, &filter)?.into_iter().map(|row| row.to.symbol).collect())
    }

    /// The definition of an instruction: what is written by hand first.
    pub(super) fn instruction(&self, name: &str) -> Result<Option<DefinitionId>> {
        let mut best: Option<(u8, DefinitionId)> = None;
        for id in self.reader.by_symbol(name)? {
            let one = self.reader.definition(id)?.definition;
            let is_test = crate::index::is_test(self.reader.path(one.file));
            let rank = match (one.language, one.kind) {
                (Language::Dsl, Kind::Inst | Kind::Macro) => 0,
                (Language::Dsl, Kind::Pseudo) => 1,
                (Language::C, Kind::Label) => 2,
                _ => continue,
            } + if is_test { 4 } else { 0 };
            if best.is_none_or(|(known, _)| rank < known) {
                best = Some((rank, id));
            }
        }
        Ok(best.map(|(_, id)| id))
    }

    /// The specialised forms of an instruction.
    pub(super) fn forms(&self, name: &str) -> Result<Vec<String>> {
        let Some(id) = self.instruction(name)? else { return Ok(Vec::new()) };
        let filter = LinkFilter { kinds: vec![LinkKind::Specializes], direction: Some(Direction::In), limit: 0 };
        let mut forms: Vec<String> = self.links(id, &filter)?.into_iter().map(|row| row.from.symbol).collect();
        forms.sort();
        forms.dedup();
        Ok(forms)
    }

    /// Whether a name is that of a class, in C or in Python.
    pub fn is_type(&self, name: &str) -> Result<bool> {
        let first = self.exactly(name)?.into_iter().next();
        Ok(first.is_some_and(|answer| matches!(answer.kind, Kind::Class | Kind::Type)))
    }

    /// The words by which instructions mean a type: its name, and that of its object in C.
    pub(super) fn words_of(&self, kind: &str) -> Result<Vec<String>> {
        let mut words = vec![kind.to_uppercase()];
        for answer in self.exactly(kind)?.into_iter().take(1) {
            let symbol = answer.symbol.unwrap_or_default();
            let core = symbol.trim_start_matches('_').strip_prefix("Py").and_then(|rest| rest.strip_suffix("_Type"));
            words.extend(core.map(str::to_uppercase));
        }
        words.dedup();
        Ok(words)
    }
}

/// The types that a form is for, as places in `types`: its name has the words of these and no other type's. `None` where
/// it is for another type, or another operator. `types` holds the words of each given type.
pub(super) fn fits(form: &str, of: &Instruction, types: &[Vec<String>], operators: &[String]) -> Option<Vec<usize>> {
    let rest = form.strip_prefix(of.name.as_str()).unwrap_or(form).trim_matches('_');
    let operator = of.detail.as_deref().and_then(|detail| detail.split_once('_')).map(|(_, word)| word);
    let mut named: Vec<usize> = Vec::new();
    for word in rest.split('_').filter(|word| !word.is_empty()) {
        if let Some(place) = types.iter().position(|words| words.iter().any(|one| one == word)) {
            named.push(place);
        } else if !operators.iter().any(|one| one == word) || operator != Some(word) {
            return None;
        }
    }
    named.dedup();
    (!named.is_empty()).then_some(named)
}
