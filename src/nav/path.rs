//! The shortest chain of links from one definition to another, searched from both ends at once.
//!
//! A link counts by its kind: what surely runs next costs little, what is only a possibility costs more, and what is
//! used by everything is no news on the way. What a link may cost, and in which direction it leads on, stands in
//! `COSTS`.

use super::{LinkRow, Navigator};
use crate::index::{Adjacency, Edge};
use crate::model::{DefinitionId, LinkKind};
use anyhow::Result;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// Definitions looked at before the search gives up.
const MOST: usize = 40_000;
/// How much each answer after the best one stands back as an end of the chain.
const RANK: u32 = 5;

/// What a link costs when it is followed as it points, and against it; other kinds of links lead nowhere.
const COSTS: &[(LinkKind, Option<u32>, Option<u32>)] = &[
    (LinkKind::ImplementedBy, Some(2), None),
    (LinkKind::WrapperOf, Some(3), None),
    (LinkKind::MadeOf, Some(4), None),
    (LinkKind::Builds, Some(6), None),
    (LinkKind::CompiledBy, Some(6), None),
    (LinkKind::Emits, Some(6), None),
    (LinkKind::SlotOf, Some(8), None),
    (LinkKind::Action, Some(8), None),
    (LinkKind::Uses, Some(8), None),
    (LinkKind::Expands, Some(8), None),
    (LinkKind::MayCall, Some(8), None),
    (LinkKind::FilledBy, Some(8), None),
    (LinkKind::Calls, Some(10), None),
    (LinkKind::OpCalls, Some(10), None),
    (LinkKind::PyCalls, Some(10), None),
    (LinkKind::Table, Some(12), None),
    (LinkKind::Inherits, Some(20), None),
    (LinkKind::Twin, Some(30), Some(30)),
    // Generated code stands for what it was generated from, and the other way round.
    (LinkKind::GeneratedFrom, Some(4), Some(8)),
    // An instruction turns into its specialised forms.
    (LinkKind::Specializes, Some(25), Some(6)),
];

fn cost(kind: LinkKind, along: bool) -> Option<u32> {
    let (_, forward, backward) = COSTS.iter().find(|(known, ..)| *known == kind)?;
    if along { *forward } else { *backward }
}

/// The rule of links whose far end goes on to other things as well: only the end of a chain.
const LAST: &str = "case";
/// Rules whose links are possibilities among many, with what they cost more: a function that handles a node only in some
/// places, a node that another may hold, one of all nodes of a type, one of all types that fill a slot.
const VAGUE: &[(&str, u32)] = &[("special-case", 15), ("field", 6), ("constructor", 14), ("slot", 10)];

/// One step from a definition to its neighbour.
#[derive(Clone, Copy)]
struct Step {
    /// The definition the step comes from, seen from the end that was started at.
    before: DefinitionId,
    edge: Edge,
    /// Whether the link is followed as it points, on the way from the first definition to the last.
    along: bool,
}

/// The search from one end.
#[derive(Default)]
struct Side {
    best: HashMap<DefinitionId, (u32, Option<Step>)>,
    /// What passing through a definition costs, for those that were looked at.
    passed: HashMap<DefinitionId, u32>,
    queue: BinaryHeap<Reverse<(u32, DefinitionId)>>,
}

impl Side {
    fn new(ends: &[DefinitionId]) -> Self {
        let mut side = Side::default();
        for (rank, &end) in ends.iter().enumerate() {
            side.reach(end, rank as u32 * RANK, None);
        }
        side
    }

    fn reach(&mut self, id: DefinitionId, cost: u32, step: Option<Step>) {
        if self.best.get(&id).is_none_or(|(known, _)| cost < *known) {
            self.best.insert(id, (cost, step));
            self.queue.push(Reverse((cost, id)));
        }
    }

    /// The cost of the cheapest definition that was not looked at yet.
    fn next_cost(&self) -> Option<u32> {
        self.queue.peek().map(|Reverse((cost, _))| *cost)
    }

    /// The steps from the end of this side to a definition, the last one first.
    fn back(&self, mut id: DefinitionId) -> Vec<Step> {
        let mut steps = Vec::new();
        while let Some((_, Some(step))) = self.best.get(&id) {
            steps.push(*step);
            id = step.before;
        }
        steps
    }
}

impl Navigator {
    /// Returns the links of the cheapest chain from any of `from` to any of `to`, in order, or `None` where none is
    /// found; the first of each are preferred. `outward` of a row tells whether its link is followed as it points, `depth`
    /// which step it is. The chain is empty where the ends have a definition in common.
    pub fn path(&self, from: &[DefinitionId], to: &[DefinitionId]) -> Result<Option<Vec<LinkRow>>> {
        if from.iter().any(|id| to.contains(id)) {
            return Ok(Some(Vec::new()));
        }
        let mut sides = [Side::new(from), Side::new(to)];
        let mut found: Option<(u32, DefinitionId)> = None;
        for _ in 0..MOST {
            let (Some(ahead), Some(behind)) = (sides[0].next_cost(), sides[1].next_cost()) else { break };
            if found.is_some_and(|(best, _)| ahead + behind >= best) {
                break;
            }
            let side = usize::from(sides[0].queue.len() > sides[1].queue.len());
            self.look_at_next(&mut sides, side, [from, to], &mut found)?;
        }
        let Some((_, middle)) = found else { return Ok(None) };
        let mut rows = Vec::new();
        for step in sides[0].back(middle).iter().rev() {
            rows.push(self.row(step.before, &step.edge, step.along, rows.len() as u32 + 1)?);
        }
        for step in sides[1].back(middle) {
            // On this side the edge was read at its far end.
            let row = self.row(step.before, &step.edge, !step.along, rows.len() as u32 + 1)?;
            rows.push(LinkRow { outward: step.along, ..row });
        }
        Ok(Some(rows))
    }

    /// Takes the nearest definition of one side and reaches its neighbours.
    fn look_at_next(
        &self,
        sides: &mut [Side; 2],
        side: usize,
        ends: [&[DefinitionId]; 2],
        found: &mut Option<(u32, DefinitionId)>,
    ) -> Result<()> {
        let Some(Reverse((cost_here, id))) = sides[side].queue.pop() else { return Ok(()) };
        if sides[side].passed.contains_key(&id) {
            return Ok(());
        }
        let links = self.reader.links(id)?;
        let is_end = ends.iter().any(|end| end.contains(&id));
        let passing = if is_end { 0 } else { passing(&links) };
        sides[side].passed.insert(id, passing);
        // On the first side links that lead away go on as they point; on the second those that lead here.
        let along = if side == 0 { &links.out } else { &links.into };
        let against = if side == 0 { &links.into } else { &links.out };
        let edges = along.iter().map(|edge| (edge, true)).chain(against.iter().map(|edge| (edge, false)));
        for (edge, along) in edges {
            let far = if side == 0 { edge.other } else { id };
            let Some(step_cost) = self.step_cost(edge, along, ends[1].contains(&far))? else { continue };
            let cost = cost_here + passing + step_cost;
            sides[side].reach(edge.other, cost, Some(Step { before: id, edge: *edge, along }));
            if let Some((rest, _)) = sides[1 - side].best.get(&edge.other) {
                let middle = sides[1 - side].passed.get(&edge.other).copied().unwrap_or(0);
                let whole = cost + rest + middle;
                if found.is_none_or(|(best, _)| whole < best) {
                    *found = Some((whole, edge.other));
                }
            }
        }
        Ok(())
    }

    /// What it costs to follow a link; `None` where it leads nowhere.
    fn step_cost(&self, edge: &Edge, along: bool, is_last: bool) -> Result<Option<u32>> {
        let Some(mut cost) = cost(edge.kind, along) else { return Ok(None) };
        if !edge.exact {
            cost += 30;
        }
        if edge.condition != 0 {
            cost += 15;
        }
        if !is_last && matches!(edge.kind, LinkKind::CompiledBy | LinkKind::Uses | LinkKind::FilledBy) {
            let rule = self.reader.rule(edge.rule)?;
            if rule == LAST {
                return Ok(None);
            }
            cost += VAGUE.iter().find(|(vague, _)| *vague == rule).map_or(0, |(_, more)| *more);
        }
        Ok(Some(cost))
    }
}

/// What it costs to pass through a definition: more for what everything uses and for what uses everything.
fn passing(links: &Adjacency) -> u32 {
    let many = links.into.len().max(links.out.len()) as u32;
    (many + 1).ilog2().saturating_sub(4) * 3
}
