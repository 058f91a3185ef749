//! What the sources say about a function besides what it does: one rule of evidence per file.

mod api;
mod builds;
mod critical;
mod gil;
mod threads;
mod vocabulary;

use super::definitions::Definitions;
use super::names::Names;
use super::tables::Tables;
use super::world::World;
use crate::model::{DefinitionId, FileId, Link, Remark, RemarkKind};

/// Remarks with the definitions they are about.
pub type Remarks = Vec<(DefinitionId, Remark)>;

/// Collects all remarks, and the links from the tables of modules; `calls` are those of C.
pub fn add(
    world: &World<'_>,
    definitions: &Definitions,
    tables: &Tables<'_>,
    names: &Names,
    calls: &[Link],
) -> (Remarks, Vec<Link>) {
    let (mut out, links) = builds::find(world, definitions, tables, names);
    out.extend(api::find(world, definitions));
    out.extend(critical::find(world, definitions));
    out.extend(gil::find(world, definitions, calls));
    out.extend(threads::find(world, definitions));
    out.sort();
    out.dedup();
    (out, links)
}

fn remark(kind: RemarkKind, text: &str, place: (FileId, u32)) -> Remark {
    Remark { kind, text: text.into(), file: place.0, line: place.1 }
}
