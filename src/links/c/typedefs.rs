//! `typedef struct _object PyObject;` -> the struct: what people call by the short name stands under the other one.

use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{DefinitionId, FileId, Kind, Link, LinkKind};
use std::cmp::Reverse;

/// The rule of these links.
const RULE: &str = "typedef";

/// Returns a link from each typedef to the struct, union or enum that it names, where that has a body elsewhere.
pub fn links(world: &World<'_>, definitions: &Definitions) -> Vec<Link> {
    let has_body = |kind| matches!(kind, Kind::Struct | Kind::Union | Kind::Enum);
    let mut links = Vec::new();
    for (file, input) in world.files().iter().enumerate() {
        let file = file as FileId;
        for (at, fact) in input.facts.definitions.iter().enumerate().filter(|(_, fact)| fact.kind == Kind::Typedef) {
            let [tag] = &fact.bases[..] else { continue };
            let Some(from) = definitions.of_fact(file, at as u32) else { continue };
            let with_body = definitions.with_symbol(tag).iter().filter(|&&id| has_body(definitions.get(id).kind));
            // The header that names a struct need not include the one that has it.
            let near = |&&to: &&DefinitionId| {
                let one = definitions.get(to);
                let beside = top(world.path(one.file)) == top(&input.path);
                (one.condition.is_none(), one.file == file, world.reach(file).contains(&one.file), beside, Reverse(to))
            };
            if let Some(&to) = with_body.max_by_key(near) {
                let condition = world.condition_text(file, fact.condition);
                let rule = RULE.into();
                links.push(Link {
                    kind: LinkKind::Uses,
                    from,
                    to,
                    file,
                    line: fact.line,
                    rule,
                    exact: true,
                    condition,
                });
            }
        }
    }
    links
}

/// The outermost folder of a path.
fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}
