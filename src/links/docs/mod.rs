//! What is written about code: documents, PEPs and tests -> links from the definitions they are about.

mod described;
mod peps;
mod resolve;
mod tests;

use super::definitions::Definitions;
use super::names::Names;
use super::world::World;
use crate::model::{DefinitionId, FileId, Link, LinkKind};
use resolve::Resolver;

/// Adds the PEPs as definitions and returns all links; `calls` are those of C.
pub fn add(world: &World<'_>, definitions: &mut Definitions, names: &Names, calls: &[Link]) -> Vec<Link> {
    let mut out = {
        let resolver = Resolver::new(definitions, names);
        let mut out = described::links(world, definitions, &resolver);
        out.extend(tests::links(world, definitions, &resolver, calls));
        out
    };
    out.extend(peps::links(world, definitions));
    out
}

/// A link that no `#if` stands around.
fn link(
    kind: LinkKind,
    ends: (DefinitionId, DefinitionId),
    place: (FileId, u32),
    rule: &'static str,
    exact: bool,
) -> Link {
    Link { kind, from: ends.0, to: ends.1, file: place.0, line: place.1, rule: rule.into(), exact, condition: None }
}
