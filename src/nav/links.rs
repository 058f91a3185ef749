//! The links of a definition, both ways, and the rings of its callers and callees.

use super::{Direction, LinkEnd, LinkFilter, LinkRow, Navigator};
use crate::index::Edge;
use crate::model::{DefinitionId, LinkKind};
use anyhow::Result;
use std::collections::HashSet;

/// The kinds of links along which code runs.
pub const CALLS: &[LinkKind] = &[LinkKind::Calls, LinkKind::OpCalls, LinkKind::PyCalls, LinkKind::CPyCalls];

impl Navigator {
    /// Returns the links of one definition, inward ones first.
    pub fn links(&self, id: DefinitionId, filter: &LinkFilter) -> Result<Vec<LinkRow>> {
        let links = self.reader.links(id)?;
        let wanted = |edge: &&Edge| filter.kinds.is_empty() || filter.kinds.contains(&edge.kind);
        let limit = if filter.limit == 0 { usize::MAX } else { filter.limit };
        let mut rows = Vec::new();
        if filter.direction != Some(Direction::Out) {
            for edge in links.into.iter().filter(wanted).take(limit) {
                rows.push(self.row(id, edge, false, 1)?);
            }
        }
        if filter.direction != Some(Direction::In) {
            for edge in links.out.iter().filter(wanted).take(limit - rows.len().min(limit)) {
                rows.push(self.row(id, edge, true, 1)?);
            }
        }
        Ok(rows)
    }

    /// Returns the rows with the way of a piece of syntax below them: behind the node that a rule builds the function that
    /// compiles it, behind that the instructions it emits. `depth` tells how far each is from the definition asked about.
    pub fn with_way(&self, rows: Vec<LinkRow>) -> Result<Vec<LinkRow>> {
        let mut out = Vec::new();
        for row in rows {
            let next = match row.kind {
                LinkKind::Builds if row.outward => Some((row.to.id, LinkKind::CompiledBy)),
                // A function with a branch per node emits for other nodes as well.
                LinkKind::CompiledBy if row.outward && row.rule == "dispatch" => Some((row.to.id, LinkKind::Emits)),
                _ => None,
            };
            let depth = row.depth;
            out.push(row);
            let Some((id, kind)) = next else { continue };
            let filter = LinkFilter { kinds: vec![kind], direction: Some(Direction::Out), limit: 0 };
            let inner = self.links(id, &filter)?.into_iter();
            let inner = inner.map(|inner| LinkRow { depth: depth + 1, ..inner }).collect();
            out.extend(self.with_way(inner)?);
        }
        Ok(out)
    }

    /// Returns who calls a definition, ring by ring, to the given depth; at most `limit` rows, 0 for all.
    pub fn callers(&self, id: DefinitionId, depth: u32, limit: usize) -> Result<Vec<LinkRow>> {
        self.rings(id, depth, limit, false)
    }

    /// Returns what a definition calls, ring by ring, to the given depth; at most `limit` rows, 0 for all.
    pub fn callees(&self, id: DefinitionId, depth: u32, limit: usize) -> Result<Vec<LinkRow>> {
        self.rings(id, depth, limit, true)
    }

    fn rings(&self, id: DefinitionId, depth: u32, limit: usize, outward: bool) -> Result<Vec<LinkRow>> {
        let limit = if limit == 0 { usize::MAX } else { limit };
        let mut seen = HashSet::from([id]);
        let (mut rows, mut ring) = (Vec::new(), vec![id]);
        for level in 1..=depth {
            let mut next = Vec::new();
            for &at in &ring {
                let links = self.reader.links(at)?;
                let edges = if outward { links.out } else { links.into };
                // One row per other end: the first line that shows the call stands for the others.
                let mut told = HashSet::new();
                for edge in edges.iter().filter(|edge| CALLS.contains(&edge.kind)) {
                    if !told.insert(edge.other) {
                        continue;
                    }
                    if rows.len() == limit {
                        return Ok(rows);
                    }
                    rows.push(self.row(at, edge, outward, level)?);
                    if seen.insert(edge.other) {
                        next.push(edge.other);
                    }
                }
            }
            ring = next;
        }
        Ok(rows)
    }

    /// Makes the row of an edge that belongs to `id`.
    pub(super) fn row(&self, id: DefinitionId, edge: &Edge, outward: bool, depth: u32) -> Result<LinkRow> {
        let (here, there) = (self.end(id)?, self.end(edge.other)?);
        let (from, to) = if outward { (here, there) } else { (there, here) };
        self.joined(edge, from, to, outward, depth)
    }

    pub(super) fn joined(&self, edge: &Edge, from: LinkEnd, to: LinkEnd, outward: bool, depth: u32) -> Result<LinkRow> {
        Ok(LinkRow {
            kind: edge.kind,
            from,
            to,
            outward,
            file: self.reader.path(edge.file).to_owned(),
            line: edge.line,
            rule: self.reader.rule(edge.rule)?.to_owned(),
            exact: edge.exact,
            condition: self.reader.condition(edge.condition)?.map(str::to_owned),
            depth,
        })
    }

    pub(super) fn end(&self, id: DefinitionId) -> Result<LinkEnd> {
        let definition = self.reader.definition(id)?.definition;
        Ok(LinkEnd {
            id,
            symbol: definition.symbol.into(),
            kind: definition.kind,
            language: definition.language,
            file: self.reader.path(definition.file).to_owned(),
            line: definition.line,
        })
    }
}
