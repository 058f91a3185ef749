//! Goes through the compiler's functions with the user's code in hand, as the compiler would: where a condition is
//! known one branch runs, where it is not both do. What adds an instruction is written down.

use super::compiler::Compiler;
use super::later::Added;
use super::scopes::Scopes;
use super::value::Val;
use crate::facts::statements::{Expression, Statement};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// A call that is under way.
pub(super) struct Frame {
    pub name: Rc<str>,
    pub vars: HashMap<Rc<str>, Val>,
    /// What may have been returned on a way that may have been taken.
    pub returned: Option<Val>,
    pub node: Option<(&'static str, u32)>,
}

/// How a statement ended.
pub(super) enum Flow {
    Next,
    Break,
    Continue,
    Return(Val),
    Goto(Rc<str>),
}

/// Steps after which somebody is lost.
const MOST_STEPS: usize = 30_000_000;
const MOST_CALLS: usize = 150;
const MOST_ROUNDS: usize = 20_000;

/// Somebody who follows the compiler.
pub struct Run<'c> {
    pub(super) compiler: &'c Compiler,
    pub(super) scopes: &'c Scopes,
    pub(super) is_instruction: &'c dyn Fn(&str) -> bool,
    pub(super) constant: &'c dyn Fn(&str) -> Option<i64>,
    pub(super) frames: Vec<Frame>,
    /// The blocks being compiled, with the compiler's word for their kind.
    pub(super) blocks: Vec<(usize, Val)>,
    pub(super) undo: Vec<Val>,
    pub(super) free: usize,
    pub(super) labels: usize,
    pub(super) placed: HashSet<usize>,
    pub(super) unsure: usize,
    steps: usize,
    /// What was added.
    pub added: Vec<Added>,
}

impl<'c> Run<'c> {
    pub fn new(
        compiler: &'c Compiler,
        scopes: &'c Scopes,
        is_instruction: &'c dyn Fn(&str) -> bool,
        constant: &'c dyn Fn(&str) -> Option<i64>,
    ) -> Self {
        Run {
            compiler,
            scopes,
            is_instruction,
            constant,
            frames: Vec::new(),
            blocks: vec![(0, Val::Unknown)],
            undo: Vec::new(),
            free: 0,
            labels: 0,
            placed: HashSet::new(),
            unsure: 0,
            steps: 0,
            added: Vec::new(),
        }
    }

    /// Goes through a function; `None` where it is not the compiler's, or nothing is known of the syntax it wants.
    pub fn call(&mut self, name: &str, args: Vec<Val>) -> Option<Val> {
        let function = self.compiler.function(name)?;
        if self.frames.len() >= MOST_CALLS || self.steps > MOST_STEPS {
            return None;
        }
        // With nothing of the user's code in hand a function that calls itself has no end.
        let in_hand = |value: &Val| matches!(value, Val::Ast(_) | Val::Undo(..));
        if !args.iter().any(in_hand) && self.frames.iter().any(|frame| &*frame.name == name) {
            return None;
        }
        let mut vars = HashMap::new();
        let mut node = self.frames.last().and_then(|frame| frame.node);
        for ((kind, name), value) in function.params.iter().zip(args) {
            let is_syntax = kind.ends_with("_ty") || kind.starts_with("asdl");
            if is_syntax && matches!(value, Val::Unknown) {
                return None;
            }
            if let Some(of) = value.node() {
                node = Some((of.kind, of.line));
            }
            vars.insert(name.as_str().into(), value);
        }
        self.frames.push(Frame { name: name.into(), vars, returned: None, node });
        let flow = self.all(&function.body);
        let frame = self.frames.pop()?;
        let last = if let Flow::Return(value) = flow { Some(value) } else { None };
        Some(match (last, frame.returned) {
            (Some(last), Some(other)) => self.outcome(last, other),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Val::Unknown,
        })
    }

    /// What a function returns that may return either: what says that it failed is left out.
    fn outcome(&self, one: Val, other: Val) -> Val {
        match (&one, &other) {
            // Of 0 and 1 either may say so; a test answers with both.
            (Val::Int(0), Val::Int(1..)) | (Val::Int(1..), Val::Int(0)) => Val::Unknown,
            _ if self.is_error(&other) => one,
            _ if self.is_error(&one) => other,
            _ => one.or(other),
        }
    }

    /// Whether a function that returns this says that it failed.
    fn is_error(&self, value: &Val) -> bool {
        match value {
            Val::Null => true,
            Val::Int(number) => *number <= 0,
            Val::Consts(words) => words.len() == 1 && self.number(&words[0]).is_some_and(|number| number < 0),
            _ => false,
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.compiler.number(name).or_else(|| (self.constant)(name))
    }

    pub(super) fn all(&mut self, statements: &[Statement]) -> Flow {
        let mut at = 0;
        while let Some(statement) = statements.get(at) {
            at += 1;
            let flow = self.statement(statement);
            match flow {
                Flow::Next => {}
                Flow::Goto(label) => {
                    let rest = &statements[at..];
                    let to = rest.iter().position(|one| matches!(one, Statement::Label(it) if **it == *label));
                    let Some(to) = to else { return Flow::Goto(label) };
                    at += to + 1;
                }
                other => return other,
            }
        }
        Flow::Next
    }

    fn set(&mut self, name: &str, value: Val) {
        if let Some(frame) = self.frames.last_mut() {
            frame.vars.insert(name.into(), value);
        }
    }

    fn statement(&mut self, statement: &Statement) -> Flow {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Flow::Return(Val::Unknown);
        }
        match statement {
            Statement::Do(expression) => {
                self.value(expression);
            }
            Statement::Declare(name, value) => {
                let value = value.as_ref().map_or(Val::Unknown, |value| self.value(value));
                self.set(name, value);
            }
            Statement::If(test, then, otherwise) => {
                let test = self.value(test);
                return match self.truth(&test) {
                    Some(true) => self.all(then),
                    Some(false) => self.all(otherwise),
                    None => self.either(&[then, otherwise]),
                };
            }
            Statement::Switch(on, cases) => return self.switch(on, cases),
            Statement::Loop(before, test, step, body, body_first) => {
                let flow = self.all(before);
                if !matches!(flow, Flow::Next) {
                    return flow;
                }
                return self.rounds(test.as_ref(), step.as_ref(), body, *body_first);
            }
            Statement::Return(value) => {
                let value = value.as_ref().map_or(Val::Unknown, |value| self.value(value));
                return Flow::Return(value);
            }
            Statement::Goto(label) => return Flow::Goto(label.as_str().into()),
            Statement::Label(_) => {}
            Statement::Break => return Flow::Break,
            Statement::Continue => return Flow::Continue,
            Statement::Block(inner) => return self.all(inner),
        }
        Flow::Next
    }

    /// Runs one of several branches, nobody knows which.
    fn either(&mut self, branches: &[&[Statement]]) -> Flow {
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

    fn switch(&mut self, on: &Expression, cases: &[(Option<Expression>, Vec<Statement>)]) -> Flow {
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

    fn rounds(
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
