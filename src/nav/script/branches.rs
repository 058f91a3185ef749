//! Branches and loops of the compiler: where nobody knows which way it goes, all are gone.

use super::run::{Flow, Run};
use super::value::Val;
use crate::facts::statements::{Expression, Statement};
use std::collections::HashMap;
use std::rc::Rc;

const MOST_ROUNDS: usize = 20_000;

impl Run<'_> {
    /// Runs one of several branches, nobody knows which.
    pub(super) fn either(&mut self, branches: &[&[Statement]]) -> Flow {
        let Some(frame) = self.frames.last() else { return Flow::Next };
        let before = frame.vars.clone();
        let (undo, blocks, free) = (self.undo.clone(), self.blocks.clone(), self.free);
        let mut after: Option<HashMap<Rc<str>, Val>> = None;
        let mut ended: Vec<Flow> = Vec::new();
        self.unsure += 1;
        for branch in branches {
            if let Some(frame) = self.frames.last_mut() {
                frame.vars.clone_from(&before);
            }
            let flow = self.all(branch);
            // A way that fails closes what is open.
            self.undo.clone_from(&undo);
            self.blocks.clone_from(&blocks);
            self.free = free;
            let vars = self.frames.last().map(|frame| frame.vars.clone()).unwrap_or_default();
            if matches!(flow, Flow::Next) {
                after = Some(match after {
                    None => vars,
                    Some(other) => joined(other, vars),
                });
            } else {
                ended.push(flow);
            }
        }
        self.unsure -= 1;
        self.meet(after, ended)
    }

    /// Goes on behind branches: with what those that come there know, having noted what the others may return.
    fn meet(&mut self, after: Option<HashMap<Rc<str>, Val>>, ended: Vec<Flow>) -> Flow {
        let Some(after) = after else {
            return self.ended(ended);
        };
        for flow in ended {
            if let Flow::Return(value) = flow {
                self.may_return(value);
            }
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.vars = after;
        }
        Flow::Next
    }

    /// How it goes on where no branch goes on.
    fn ended(&mut self, ended: Vec<Flow>) -> Flow {
        let mut result = Flow::Next;
        for flow in ended {
            result = match (result, flow) {
                (Flow::Next, flow) => flow,
                (Flow::Return(one), Flow::Return(other)) => Flow::Return(self.outcome(one, other)),
                (Flow::Return(value), flow) | (flow, Flow::Return(value)) => {
                    self.may_return(value);
                    flow
                }
                (flow, _) => flow,
            };
        }
        result
    }

    fn may_return(&mut self, value: Val) {
        if let Some(frame) = self.frames.last_mut() {
            frame.returned = Some(match frame.returned.take() {
                None => value,
                Some(other) => other.or(value),
            });
        }
    }

    pub(super) fn switch(&mut self, on: &Expression, cases: &[(Option<Expression>, Vec<Statement>)]) -> Flow {
        let on = self.value(on);
        let mut matching: Vec<usize> = Vec::new();
        let mut known = true;
        for (place, (label, _)) in cases.iter().enumerate() {
            let Some(label) = label else { continue };
            let label = self.value(label);
            match self.equals(&on, &label) {
                Some(true) => {
                    matching = vec![place];
                    known = true;
                    break;
                }
                Some(false) => {}
                None => {
                    known = false;
                    matching.push(place);
                }
            }
        }
        let default = cases.iter().position(|(label, _)| label.is_none());
        let certain = known && matching.len() == 1;
        if matching.is_empty() || (!certain && matches!(on, Val::Unknown)) {
            matching.extend(default);
        }
        let from = |run: &mut Self, place: usize| {
            for (_, body) in &cases[place..] {
                match run.all(body) {
                    Flow::Next => {}
                    Flow::Break => return Flow::Next,
                    flow => return flow,
                }
            }
            Flow::Next
        };
        if certain || (known && matching.len() <= 1) {
            return matching.first().map_or(Flow::Next, |&place| from(self, place));
        }
        let before = self.frames.last().map(|frame| frame.vars.clone()).unwrap_or_default();
        let mut after: Option<HashMap<Rc<str>, Val>> = None;
        let mut ended = Vec::new();
        self.unsure += 1;
        for place in matching {
            if let Some(frame) = self.frames.last_mut() {
                frame.vars.clone_from(&before);
            }
            let flow = from(self, place);
            let vars = self.frames.last().map(|frame| frame.vars.clone()).unwrap_or_default();
            match flow {
                Flow::Next => after = Some(after.map_or(vars.clone(), |other| joined(other, vars))),
                flow => ended.push(flow),
            }
        }
        self.unsure -= 1;
        self.meet(after, ended)
    }

    pub(super) fn rounds(
        &mut self,
        test: Option<&Expression>,
        step: Option<&Expression>,
        body: &[Statement],
        body_first: bool,
    ) -> Flow {
        for round in 0..MOST_ROUNDS {
            let mut known = true;
            if !(body_first && round == 0)
                && let Some(test) = test
            {
                let test = self.value(test);
                match self.truth(&test) {
                    Some(false) => break,
                    Some(true) => {}
                    None => known = false,
                }
            }
            self.unsure += usize::from(!known);
            let flow = self.all(body);
            self.unsure -= usize::from(!known);
            match flow {
                Flow::Goto(label) if known => return Flow::Goto(label),
                Flow::Break | Flow::Goto(_) => break,
                Flow::Return(value) if known => return Flow::Return(value),
                Flow::Return(value) => {
                    self.may_return(value);
                    break;
                }
                Flow::Next | Flow::Continue => {}
            }
            if let Some(step) = step {
                self.value(step);
            }
            if !known {
                break;
            }
        }
        Flow::Next
    }
}

fn joined(mut one: HashMap<Rc<str>, Val>, other: HashMap<Rc<str>, Val>) -> HashMap<Rc<str>, Val> {
    for (name, value) in other {
        let value = match one.remove(&name) {
            Some(known) => known.or(value),
            None => value,
        };
        one.insert(name, value);
    }
    one
}
