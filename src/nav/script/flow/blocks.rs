//! Instructions of one unit of code as blocks: what runs from its first instruction to its last.

use super::{Added, Step};
use crate::nav::script::compiler::WORDS;
use std::collections::{HashMap, HashSet};

/// An instruction of a block.
#[derive(Debug, Clone)]
pub struct Op {
    pub added: Added,
    /// The block it jumps to, or leaves failures to.
    pub to: Option<usize>,
    /// The block that a failure of it leads to.
    pub on_failure: Option<usize>,
}

/// A block.
#[derive(Debug, Default)]
pub struct Block {
    pub ops: Vec<Op>,
    /// Whether failures lead here.
    pub handler: bool,
    /// How many ways lead here; known once what is not reached was dropped.
    pub ways: usize,
}

/// The blocks of one unit.
#[derive(Debug, Default)]
pub struct Graph {
    pub blocks: Vec<Block>,
    /// Their numbers in the order in which they stand.
    pub order: Vec<usize>,
}

impl Op {
    pub fn is(&self, name: &str) -> bool {
        self.added.is(name)
    }

    /// Whether it always jumps.
    pub fn jumps(&self) -> bool {
        self.to.is_some() && self.added.certain && self.added.is_one_of(&WORDS.flow.jump)
    }

    pub fn is_push(&self) -> bool {
        self.added.is_one_of(&WORDS.flow.push)
    }

    /// Whether it jumps, always or sometimes.
    pub fn may_jump(&self) -> bool {
        self.to.is_some() && !self.is_push()
    }

    /// Whether nothing of its code runs after it.
    pub fn ends(&self) -> bool {
        self.added.certain && self.added.is_one_of(&WORDS.flow.ends)
    }

    pub fn is_idle(&self) -> bool {
        self.is(&WORDS.flow.nothing)
    }
}

impl Block {
    /// Whether what comes behind it may run after it.
    pub fn falls_through(&self) -> bool {
        !self.ops.last().is_some_and(|last| last.jumps() || last.ends())
    }

    /// Whether its code ends with it.
    pub fn ends(&self) -> bool {
        self.ops.last().is_some_and(Op::ends)
    }

    pub fn has_no_line(&self) -> bool {
        self.ops.iter().all(|op| op.added.line.is_none())
    }
}

impl Graph {
    /// Cuts what was added into blocks.
    pub fn new(steps: Vec<Step>) -> Self {
        let mut graph = Graph::default();
        let mut at = graph.open();
        let mut labels: HashMap<usize, usize> = HashMap::new();
        for step in steps {
            match step {
                Step::Here(_, label) => {
                    if !graph.blocks[at].ops.is_empty() {
                        at = graph.open();
                    }
                    labels.entry(label).or_insert(at);
                }
                Step::Add(added) => {
                    let op = Op { added, to: None, on_failure: None };
                    let last = (op.added.label.is_some() && !op.is_push()) || op.ends();
                    graph.blocks[at].ops.push(op);
                    if last {
                        at = graph.open();
                    }
                }
            }
        }
        for block in &mut graph.blocks {
            for op in &mut block.ops {
                op.to = op.added.label.and_then(|label| labels.get(&label).copied());
            }
        }
        graph
    }

    fn open(&mut self) -> usize {
        let at = self.blocks.len();
        self.blocks.push(Block::default());
        self.order.push(at);
        at
    }

    /// A new block that stands behind another one.
    pub fn open_behind(&mut self, before: usize, ops: Vec<Op>) -> usize {
        let at = self.blocks.len();
        self.blocks.push(Block { ops, ..Block::default() });
        let place = self.place(before).map_or(self.order.len(), |place| place + 1);
        self.order.insert(place, at);
        at
    }

    pub fn place(&self, block: usize) -> Option<usize> {
        self.order.iter().position(|one| *one == block)
    }

    /// The block that stands behind another one.
    pub fn next(&self, block: usize) -> Option<usize> {
        self.order.get(self.place(block)? + 1).copied()
    }

    /// The first block with instructions, from one on.
    pub fn filled(&self, from: usize) -> Option<usize> {
        let place = self.place(from)?;
        self.order[place..].iter().copied().find(|block| !self.blocks[*block].ops.is_empty())
    }

    /// Lets jumps lead to blocks with instructions.
    pub fn skip_empty(&mut self) {
        for at in 0..self.blocks.len() {
            for op in 0..self.blocks[at].ops.len() {
                if let Some(to) = self.blocks[at].ops[op].to {
                    self.blocks[at].ops[op].to = self.filled(to);
                }
            }
        }
    }

    /// Finds for each instruction where a failure leads, as the stack of what was pushed tells.
    pub fn leave_failures(&mut self) {
        let Some(&entry) = self.order.first() else { return };
        let mut seen: HashSet<usize> = HashSet::from([entry]);
        let mut todo: Vec<(usize, Vec<usize>)> = vec![(entry, Vec::new())];
        while let Some((at, mut stack)) = todo.pop() {
            let mut leads: Vec<(usize, Vec<usize>)> = Vec::new();
            for op in &mut self.blocks[at].ops {
                op.on_failure = stack.last().copied();
                if op.is_push() {
                    if let Some(to) = op.to {
                        leads.push((to, stack.clone()));
                        stack.push(to);
                    }
                } else if op.added.is_one_of(&WORDS.flow.stand_ins) {
                    op.added.drop_it();
                } else if op.is(&WORDS.flow.pop) {
                    stack.pop();
                    op.added.drop_it();
                } else if let Some(to) = op.to {
                    leads.push((to, stack.clone()));
                }
            }
            let handlers: Vec<usize> =
                self.blocks[at].ops.iter().filter(|op| op.is_push()).filter_map(|op| op.to).collect();
            for handler in handlers {
                self.blocks[handler].handler = true;
            }
            if self.blocks[at].falls_through() {
                leads.extend(self.next(at).map(|next| (next, stack)));
            }
            todo.extend(leads.into_iter().filter(|(to, _)| seen.insert(*to)));
        }
    }

    /// What runs, in the order of the blocks.
    pub fn instructions(self) -> Vec<Added> {
        let Graph { mut blocks, order } = self;
        order.into_iter().flat_map(|at| std::mem::take(&mut blocks[at].ops)).map(|op| op.added).collect()
    }
}
