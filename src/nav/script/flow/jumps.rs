//! Jumps: those to a jump, those to what comes next anyway, and which way the others lead.

use super::blocks::{Graph, Op};
use super::{Added, Release};
use crate::nav::script::compiler::WORDS;
use crate::nav::script::directed;

impl Graph {
    /// Lets jumps to a jump lead where that leads. Where `any` is false, only on the same line or to one without a line.
    pub fn thread(&mut self, any: bool) {
        let words = &WORDS.flow;
        for place in 0..self.order.len() {
            let at = self.order[place];
            for _ in 0..self.blocks.len() {
                let Some(last) = self.blocks[at].ops.last().filter(|last| last.may_jump() && last.added.certain) else {
                    break;
                };
                let first = last.to.and_then(|to| self.blocks[to].ops.first());
                let Some(jump) = first.filter(|first| first.jumps() && first.to != last.to) else { break };
                let short = last.added.is_one_of(&words.short);
                let tests = words.opposite.iter().flatten().any(|name| last.is(name)) || short;
                let same_line = jump.added.line.is_none() || jump.added.line == last.added.line;
                let plain = words.jump.first().is_some_and(|plain| jump.is(plain));
                if !(last.jumps() || (tests && plain)) || !(any || same_line) {
                    break;
                }
                let (to, line, name) = (jump.to, jump.added.line, jump.added.names.clone());
                let mut op = last.clone();
                if last.jumps() && plain {
                    op.added.names = name;
                }
                op.to = to;
                if any {
                    op.added.line = line;
                    if let Some(last) = self.blocks[at].ops.last_mut() {
                        last.added.drop_it();
                        last.to = None;
                    }
                    self.blocks[at].ops.push(op);
                } else if let Some(last) = self.blocks[at].ops.last_mut() {
                    *last = op;
                }
            }
        }
    }

    /// Drops what does nothing and jumps to what comes next, until nothing changes.
    pub fn drop_idle_and_jumps(&mut self) {
        loop {
            let idle = self.drop_idle();
            let mut jumps = false;
            for place in 0..self.order.len() {
                let at = self.order[place];
                let next = self.next(at).and_then(|next| self.filled(next));
                let Some(last) = self.blocks[at].ops.last().filter(|last| last.jumps()) else { continue };
                if next.is_some() && last.to.and_then(|to| self.filled(to)) == next {
                    jumps = true;
                    if let Some(last) = self.blocks[at].ops.last_mut() {
                        last.added.drop_it();
                        last.to = None;
                    }
                }
            }
            if !idle && !jumps {
                break;
            }
        }
        self.skip_empty();
    }

    /// Tells of each jump which way it leads. What a release cannot test backward becomes the opposite test and a jump.
    pub fn point(&mut self, release: &Release<'_>) {
        let words = &WORDS.flow;
        for place in 0..self.order.len() {
            let at = self.order[place];
            let Some(last) = self.blocks[at].ops.last().filter(|last| last.may_jump()) else { continue };
            let Some(there) = last.to.and_then(|to| self.place(to)) else { continue };
            let back = there <= place;
            let opposite = words.opposite.iter().find_map(|[one, other]| match () {
                () if last.is(one) => Some(other),
                () if last.is(other) => Some(one),
                () => None,
            });
            let tests = opposite.is_some() || last.added.is_one_of(&words.short);
            let points = opposite.is_some_and(|_| {
                last.added.names.iter().any(|name| directed(name).iter().any(|one| (release.has)(one)))
            });
            let mut behind: Vec<Op> = Vec::new();
            let mut also = |name: &str, from: &Added, to: Option<usize>| {
                let mut added = from.clone();
                added.become_one(name);
                (added.back, added.certain) = (to.map(|_| true), true);
                behind.push(Op { added, to, on_failure: None });
            };
            if tests && (release.has)(&words.not_taken) {
                also(&words.not_taken, &last.added, None);
            }
            let mut name = None;
            if let (Some(opposite), true, false) = (opposite, back, points) {
                name = Some(opposite.clone());
                also(&words.jump[0], &last.added, last.to);
            }
            let Some(last) = self.blocks[at].ops.last_mut() else { continue };
            last.added.back = Some(back && name.is_none());
            if let Some(name) = name {
                last.added.become_one(&name);
            }
            self.blocks[at].ops.extend(behind);
        }
    }
}
