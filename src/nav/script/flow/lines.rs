//! Lines of instructions: what has none takes one from before it, what does nothing stays only where it alone stands for
//! its line.

use super::blocks::Graph;
use crate::nav::script::compiler::WORDS;

impl Graph {
    /// Gives instructions without a line that of the one before them, also over a jump or a boundary that is the only way.
    pub fn fill_lines(&mut self) {
        for place in 0..self.order.len() {
            let at = self.order[place];
            let mut line = None;
            for op in &mut self.blocks[at].ops {
                op.added.line = op.added.line.or(line);
                line = op.added.line;
            }
            let next = self.order.get(place + 1).copied().filter(|_| self.blocks[at].falls_through());
            let jump = self.blocks[at].ops.last().filter(|last| last.may_jump()).and_then(|last| last.to);
            for to in next.into_iter().chain(jump) {
                let block = &mut self.blocks[to];
                // A short end with several ways to it is copied for each of them.
                if (block.ways <= 1 || (block.ends() && block.has_no_line()))
                    && let Some(first) = block.ops.first_mut()
                {
                    first.added.line = first.added.line.or(line);
                }
            }
        }
    }

    /// Drops what does nothing, unless it alone stands for its line. Tells whether something went.
    pub fn drop_idle(&mut self) -> bool {
        let mut dropped = false;
        for place in 0..self.order.len() {
            let at = self.order[place];
            let behind =
                self.order[place + 1..].iter().map(|next| &self.blocks[*next]).find(|next| !next.ops.is_empty());
            let behind = behind.and_then(|next| {
                next.ops.iter().find(|op| !(op.is_idle() && op.added.line.is_none())).map(|op| op.added.line)
            });
            let ops = std::mem::take(&mut self.blocks[at].ops);
            let mut kept: Vec<super::blocks::Op> = Vec::with_capacity(ops.len());
            let mut rest = ops.into_iter().peekable();
            while let Some(op) = rest.next() {
                if op.is_idle() {
                    let line = op.added.line;
                    let before = kept.last().is_some_and(|before| before.added.line == line);
                    let goes = match rest.peek_mut() {
                        _ if line.is_none() || before => true,
                        Some(next) if next.added.line.is_none() => {
                            next.added.line = line;
                            true
                        }
                        Some(next) => next.added.line == line,
                        None => behind.is_some_and(|behind| behind == line),
                    };
                    if goes {
                        dropped = true;
                        continue;
                    }
                }
                kept.push(op);
            }
            self.blocks[at].ops = kept;
        }
        dropped
    }

    /// Makes what only marks where failures lead do nothing.
    pub fn drop_pushes(&mut self) {
        for block in &mut self.blocks {
            for op in &mut block.ops {
                if op.is_push() || op.is(&WORDS.flow.pop) {
                    op.added.drop_it();
                    op.to = None;
                }
            }
        }
    }
}
