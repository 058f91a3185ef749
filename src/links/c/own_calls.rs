//! The calls of every C function.

use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{Call, DefinitionId, FileId};

/// Calls sorted by the function around them, those of one function in the order of the file.
pub struct OwnCalls<'f>(Vec<(DefinitionId, &'f Call)>);

impl<'f> OwnCalls<'f> {
    /// Sorts them.
    pub fn new(world: &World<'f>, definitions: &Definitions) -> Self {
        let mut all = Vec::with_capacity(world.callees().calls());
        for file in 0..world.files().len() as FileId {
            let caller = |call: &Call| definitions.of_fact(file, call.caller?);
            all.extend(world.calls(file).filter_map(|(call, _)| Some((caller(call)?, call))));
        }
        all.sort_by_key(|&(caller, _)| caller);
        OwnCalls(all)
    }

    /// All of them.
    pub fn all(&self) -> &[(DefinitionId, &'f Call)] {
        &self.0
    }

    /// Those of one function.
    pub fn of(&self, function: DefinitionId) -> impl Iterator<Item = &'f Call> {
        let start = self.0.partition_point(|&(caller, _)| caller < function);
        self.0[start..].iter().take_while(move |&&(caller, _)| caller == function).map(|&(_, call)| call)
    }
}
