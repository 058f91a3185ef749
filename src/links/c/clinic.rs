//! Rule `clinic`: a generated wrapper passes on to the hand-written function of its Argument Clinic block.

use super::own_calls::OwnCalls;
use crate::links::definitions::{Definitions, callable};
use crate::links::world::World;
use crate::model::{DefinitionId, FileId, NameTarget, Step};
use rustc_hash::FxHashMap as HashMap;

/// The Argument Clinic declarations of all files by the base of their C names.
pub struct Clinic<'a, 'f> {
    by_basename: HashMap<&'f str, Vec<(FileId, u32)>>,
    own_calls: &'a OwnCalls<'f>,
}

impl<'a, 'f> Clinic<'a, 'f> {
    /// Collects the declarations.
    pub fn new(world: &World<'f>, own_calls: &'a OwnCalls<'f>) -> Self {
        let mut by_basename: HashMap<&str, Vec<(FileId, u32)>> = HashMap::default();
        for (id, file) in world.files().iter().enumerate() {
            let Some(c) = &file.facts.c else { continue };
            for one in &c.clinic.functions {
                by_basename.entry(&one.c_basename).or_default().push((id as FileId, one.line));
            }
        }
        Clinic { by_basename, own_calls }
    }

    /// Turns the function in a table into what a person wants to read, with the steps that lead there.
    pub fn target(
        &self,
        world: &World<'_>,
        definitions: &Definitions,
        file: FileId,
        function: DefinitionId,
        mut evidence: Vec<Step>,
    ) -> NameTarget {
        let wrapper = definitions.get(function);
        // A getter's base name carries its role: `X_get` for the block of `X`.
        let base = wrapper.symbol.rsplit_once('_').map_or("", |(base, _)| base);
        let declared: Vec<&(FileId, u32)> =
            [&*wrapper.symbol, base].iter().filter_map(|name| self.by_basename.get(name)).flatten().collect();
        let body = format!("{}_impl", wrapper.symbol);
        // Without a block the wrapper itself must say so: it calls nothing but its body by that name.
        if declared.is_empty() && !self.own_calls.of(function).any(|call| *call.callee == *body) {
            return NameTarget { definition: function, line: None, twin: false, condition: None, evidence };
        }
        let found = definitions.resolve(world, wrapper.file, wrapper.line, &body, callable);
        let found = found.or_else(|| definitions.resolve(world, file, u32::MAX, &body, callable));
        let Some(found) = found.filter(|&found| found != function) else {
            return NameTarget { definition: function, line: None, twin: false, condition: None, evidence };
        };
        evidence.push(Step { rule: "wrapper".into(), file: wrapper.file, line: wrapper.line, certain: true });
        let body = definitions.get(found);
        let block = declared
            .into_iter()
            .filter(|(owner, line)| *owner == body.file && *line <= body.line)
            .max_by_key(|(_, line)| *line);
        if let Some(&(owner, line)) = block {
            evidence.push(Step { rule: "clinic".into(), file: owner, line, certain: true });
        }
        NameTarget { definition: found, line: None, twin: false, condition: None, evidence }
    }
}
