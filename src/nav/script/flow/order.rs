//! Which blocks are reached, which are copied, and in which order they stand.

use super::blocks::Graph;
use crate::nav::script::compiler::WORDS;

/// A block of more instructions is not copied.
const SHORT: usize = 4;

/// Which ends are copied to where a jump leads to them.
pub struct Copies {
    /// Short ones, whatever line they have; else only short ones without.
    pub any: bool,
    /// All without a line.
    pub without_line: bool,
}

impl Graph {
    /// Counts the ways to each block and empties those without any.
    pub fn drop_unreached(&mut self) {
        let Some(&entry) = self.order.first() else { return };
        for block in &mut self.blocks {
            block.ways = 0;
        }
        self.blocks[entry].ways = 1;
        let mut todo = vec![entry];
        while let Some(at) = todo.pop() {
            let mut leads: Vec<usize> = self.blocks[at].ops.iter().filter_map(|op| op.to).collect();
            if self.blocks[at].falls_through() {
                leads.extend(self.next(at));
            }
            for to in leads {
                self.blocks[to].ways += 1;
                if self.blocks[to].ways == 1 {
                    todo.push(to);
                }
            }
        }
        for block in self.blocks.iter_mut().filter(|block| block.ways == 0) {
            block.ops.clear();
            block.handler = false;
        }
        self.skip_empty();
    }

    /// Puts a copy of a short end in the place of a jump to it.
    pub fn copy_ends(&mut self, how: &Copies) {
        for _ in 0..=self.blocks.len() {
            let mut changed = false;
            for place in 0..self.order.len() {
                changed |= self.copy_end(self.order[place], how);
            }
            if !changed {
                break;
            }
        }
    }

    fn copy_end(&mut self, at: usize, how: &Copies) -> bool {
        let Some(to) = self.blocks[at].ops.last().filter(|last| last.jumps()).and_then(|last| last.to) else {
            return false;
        };
        let target = &self.blocks[to];
        let short = target.ends() && target.ops.len() <= SHORT && (how.any || target.has_no_line());
        let lineless = how.without_line && target.has_no_line() && !target.falls_through();
        if to == at || !(short || lineless) {
            return false;
        }
        let copy = target.ops.clone();
        let Some(jump) = self.blocks[at].ops.last_mut() else { return false };
        let was = jump.added.names.clone();
        jump.added.drop_it();
        jump.to = None;
        let place = jump.added.at;
        self.blocks[at].ops.extend(copy);
        if let Some(last) = self.blocks[at].ops.last_mut().filter(|last| last.jumps()) {
            // A jump that looks for signals must not be lost.
            if WORDS.flow.jump.first().is_some_and(|plain| *was[0] == **plain) {
                last.added.names = was;
            }
            last.added.at = place;
        }
        true
    }

    /// Moves what only failures lead to behind everything else. `how` is the text of the function that does it: it names
    /// the jump back.
    pub fn move_cold(&mut self, how: &str) {
        let Some(back) = WORDS.flow.jump.iter().rev().find(|name| how.contains(name.as_str())) else { return };
        let Some(&entry) = self.order.first() else { return };
        let warm = self.reached(vec![entry], &vec![false; self.blocks.len()]);
        let handlers = self.order.iter().copied().filter(|at| self.blocks[*at].handler && !warm[*at]).collect();
        let mut cold = self.reached(handlers, &warm);
        for place in (0..self.order.len()).rev() {
            let at = self.order[place];
            let next = self.order.get(place + 1).copied().filter(|next| warm[*next]);
            if let Some(next) = next.filter(|_| cold[at] && self.blocks[at].falls_through()) {
                let Some(mut jump) = self.blocks[at].ops.last().cloned() else { continue };
                jump.added.become_one(back);
                (jump.added.line, jump.added.label, jump.added.certain, jump.to) = (None, Some(0), true, Some(next));
                let new = self.open_behind(at, vec![jump]);
                self.blocks[new].ways = 1;
                cold.push(true);
            }
        }
        let (mut first, last): (Vec<usize>, Vec<usize>) = self.order.iter().partition(|at| !cold[**at]);
        if !last.is_empty() {
            first.extend(last);
            self.order = first;
            self.drop_idle_and_jumps();
        }
    }

    /// The blocks that some lead to without a failure, and without going through others.
    fn reached(&self, from: Vec<usize>, closed: &[bool]) -> Vec<bool> {
        let mut seen = vec![false; self.blocks.len()];
        for at in &from {
            seen[*at] = true;
        }
        let mut todo = from;
        while let Some(at) = todo.pop() {
            let jumps = self.blocks[at].ops.iter().filter(|op| op.may_jump()).filter_map(|op| op.to);
            let next = self.next(at).filter(|_| self.blocks[at].falls_through());
            for to in jumps.chain(next).collect::<Vec<_>>() {
                if !seen[to] && !closed[to] {
                    seen[to] = true;
                    todo.push(to);
                }
            }
        }
        seen
    }
}
