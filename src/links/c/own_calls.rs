//! The calls of every C function.

use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{Call, DefinitionId, FileId};

/// Runs of calls, sorted by the function around them, those of one function in the order of the file.
pub struct OwnCalls<'f>(Vec<(DefinitionId, &'f [Call])>);

impl<'f> OwnCalls<'f> {
    /// Sorts them.
    pub fn new(world: &World<'f>, definitions: &Definitions) -> Self {
        // A function makes more than four calls on average.
        let mut all = Vec::with_capacity(world.callees().calls() / 4);
        for (file, c) in (0 as FileId..).zip(world.files()).filter_map(|(id, file)| Some((id, file.facts.c.as_ref()?)))
        {
            let runs = c.calls.chunk_by(|one, other| one.caller == other.caller);
            all.extend(runs.filter_map(|run| Some((definitions.of_fact(file, run[0].caller?)?, run))));
        }
        all.sort_by_key(|&(caller, _)| caller);
        OwnCalls(all)
    }

    /// Those of one function.
    pub fn of(&self, function: DefinitionId) -> impl Iterator<Item = &'f Call> {
        let start = self.0.partition_point(|&(caller, _)| caller < function);
        self.0[start..].iter().take_while(move |&&(caller, _)| caller == function).flat_map(|&(_, run)| run)
    }
}
