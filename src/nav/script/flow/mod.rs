//! What later steps of the compiler make of the instructions that it has added: blocks joined by jumps, of which some are
//! copied, moved or dropped; pairs that become one; what does nothing goes.
//!
//! Which of the steps a release has is told by its instructions and by the functions of its compiler.

mod blocks;
mod jumps;
mod lines;
mod locals;
mod order;
mod pairs;
mod words;

#[cfg(test)]
mod tests;

pub use blocks::Graph;
pub use words::FlowWords;

use super::compiler::WORDS;
use super::scopes::Scopes;
use std::rc::Rc;

/// An instruction that the compiler adds.
#[derive(Debug, Clone)]
pub struct Added {
    /// Its name; several where one of them is added.
    pub names: Vec<Rc<str>>,
    /// What goes with it, where that is a constant of the compiler: `NB_ADD`.
    pub detail: Option<Rc<str>>,
    /// The number that goes with it, where that is known.
    pub number: Option<i64>,
    /// The constant that it loads: kind and text.
    pub constant: Option<(&'static str, Rc<str>)>,
    /// The name of the user's code that it is added for.
    pub variable: Option<Rc<str>>,
    /// The function of the compiler that adds it.
    pub by: Rc<str>,
    /// The user's syntax that it is added for: the node's name and its line.
    pub node: Option<(&'static str, u32)>,
    /// The line that a debugger would show, where it has one.
    pub line: Option<u32>,
    /// Whether it surely is added.
    pub certain: bool,
    /// Where it jumps to, or what it leaves failures to.
    pub label: Option<usize>,
    /// Whether it jumps back, where that is known.
    pub back: Option<bool>,
    /// The code it belongs to.
    pub unit: usize,
    /// Its place among all that was added.
    pub at: usize,
}

impl Added {
    /// Whether it surely is an instruction of that name.
    pub fn is(&self, name: &str) -> bool {
        self.names.len() == 1 && *self.names[0] == *name
    }

    pub fn is_one_of(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// Makes it do nothing.
    pub fn drop_it(&mut self) {
        self.names = vec![WORDS.flow.nothing.as_str().into()];
        self.label = None;
    }

    /// Gives it another name.
    pub fn become_one(&mut self, name: &str) {
        self.names = vec![name.into()];
    }
}

/// A step of somebody who compiles.
#[derive(Debug, Clone)]
pub enum Step {
    /// An instruction is added.
    Add(Added),
    /// What comes next in a unit is where jumps to a label lead.
    Here(usize, usize),
}

impl Step {
    /// The unit that it belongs to.
    pub fn unit(&self) -> usize {
        match self {
            Step::Add(added) => added.unit,
            Step::Here(unit, _) => *unit,
        }
    }
}

/// What a release has.
pub struct Release<'r> {
    /// Whether it has an instruction.
    pub has: &'r dyn Fn(&str) -> bool,
    /// Whether an instruction is a form of another one, chosen while code runs.
    pub is_form: &'r dyn Fn(&str) -> bool,
    /// The text of a function of its compiler, where it has that.
    pub does: &'r dyn Fn(&str) -> Option<String>,
}

/// Makes what really runs of what was added. `units` tells the block of each unit.
pub fn shaped(steps: Vec<Step>, units: &[usize], scopes: &Scopes, release: &Release<'_>) -> Vec<Added> {
    let mut by_unit: Vec<Vec<Step>> = units.iter().map(|_| Vec::new()).collect();
    for step in steps {
        if let Some(steps) = by_unit.get_mut(step.unit()) {
            steps.push(step);
        }
    }
    let mut all: Vec<Added> = Vec::new();
    for (steps, block) in by_unit.into_iter().zip(units) {
        let mut graph = Graph::new(steps);
        graph.shape(scopes.blocks.get(*block).map(|block| &block.params), release);
        all.extend(graph.instructions());
    }
    all.sort_by_key(|added| added.at);
    all
}

impl Graph {
    fn shape(&mut self, params: Option<&std::collections::HashSet<String>>, release: &Release<'_>) {
        let words = &WORDS.flow;
        let text = |names: &[String]| names.iter().find_map(|name| (release.does)(name));
        let does = |names: &[String]| text(names).is_some();
        let copies_any = does(&words.copies_any);
        let newest = does(&words.copies_without_line);
        let how = order::Copies { any: copies_any, without_line: newest };
        self.leave_failures();
        self.skip_empty();
        if copies_any {
            self.copy_ends(&how);
        }
        self.drop_unreached();
        if newest {
            self.fill_lines();
        }
        self.constants(release);
        self.pairs(newest);
        self.drop_idle();
        self.drop_useless_pairs();
        self.copy_ends(&how);
        self.drop_unreached();
        self.drop_idle_and_jumps();
        if (release.has)(&words.check) {
            self.check_locals(params);
        }
        self.common_constants(release);
        self.join_pairs(release);
        if let Some(how) = text(&words.moves_cold) {
            self.move_cold(&how);
        }
        self.fill_lines();
        self.drop_pushes();
        self.drop_idle_and_jumps();
        self.point(release);
    }
}
