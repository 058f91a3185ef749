//! Generated wrappers -> the functions they pass on to: the proof of a name that goes through a wrapper names its line.

use crate::model::{Definition, DefinitionId, Kind, Link, LinkKind, Name, Step};

/// The rule whose step stands at the wrapper's own line.
const RULE: &str = "wrapper";

/// Returns a link from each wrapper to what it wraps. `definitions` are sorted by file and line.
pub(super) fn links(definitions: &[Definition], names: &[Name]) -> Vec<Link> {
    let mut links = Vec::new();
    for target in names.iter().flat_map(|name| &name.targets) {
        let wrapper = target.evidence.iter().find(|step| &*step.rule == RULE);
        let Some((step, from)) = wrapper.and_then(|step| Some((step, function_at(definitions, step)?))) else {
            continue;
        };
        if from != target.definition {
            links.push(Link {
                kind: LinkKind::WrapperOf,
                from,
                to: target.definition,
                file: step.file,
                line: step.line,
                rule: RULE.into(),
                exact: step.certain,
                condition: definitions[from as usize].condition.clone(),
            });
        }
    }
    links
}

fn function_at(definitions: &[Definition], step: &Step) -> Option<DefinitionId> {
    let first = definitions.partition_point(|one| (one.file, one.line) < (step.file, step.line));
    let here = definitions[first..].iter().take_while(|one| (one.file, one.line) == (step.file, step.line));
    here.zip(first..).find(|(one, _)| one.kind == Kind::Function).map(|(_, id)| id as DefinitionId)
}
