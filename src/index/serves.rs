//! Which names a definition serves: what `where` says of it, and by which words it is found.

use crate::model::{DefinitionId, Kind, LinkKind, SymbolGraph};

/// For each definition the names it implements; a generated wrapper serves what the function behind it serves.
pub(super) fn names_by_definition(graph: &SymbolGraph) -> Vec<Vec<u32>> {
    let mut serves: Vec<Vec<u32>> = vec![Vec::new(); graph.definitions.len()];
    for (index, name) in graph.names.iter().enumerate() {
        for target in &name.targets {
            serves[target.definition as usize].push(index as u32);
        }
    }
    // A table serves what its rows give.
    let mut tables: Vec<Vec<DefinitionId>> = vec![Vec::new(); graph.files.len()];
    for (id, definition) in graph.definitions.iter().enumerate().filter(|(_, one)| one.kind == Kind::Table) {
        tables[definition.file as usize].push(id as DefinitionId);
    }
    for (index, name) in graph.names.iter().enumerate() {
        let steps = name.targets.iter().flat_map(|target| target.evidence.iter().take(2));
        for step in steps {
            let around = |id: &&DefinitionId| {
                let table = &graph.definitions[**id as usize];
                (table.line..=table.end_line).contains(&step.line)
            };
            if let Some(&table) = tables[step.file as usize].iter().find(around) {
                serves[table as usize].push(index as u32);
            }
        }
    }
    for link in graph.links.iter().filter(|link| link.kind == LinkKind::WrapperOf && link.from != link.to) {
        let behind = serves[link.to as usize].clone();
        serves[link.from as usize].extend(behind);
    }
    for names in &mut serves {
        names.sort_unstable();
        names.dedup();
    }
    serves
}
