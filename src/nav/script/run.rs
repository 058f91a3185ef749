//! Goes through the compiler's functions with the user's code in hand, as the compiler would: where a condition is
//! known one branch runs, where it is not both do. What adds an instruction is written down.

use super::compiler::Compiler;
use super::flow::Step;
use super::objects::Held;
use super::scopes::Scopes;
use super::value::Val;
use crate::facts::statements::{Expression, Statement};
use std::collections::HashMap;
use std::rc::Rc;

/// A call that is under way.
pub(super) struct Frame {
    pub name: Rc<str>,
    pub vars: HashMap<Rc<str>, Val>,
    /// What may have been returned on a way that may have been taken.
    pub returned: Option<Val>,
    pub node: Option<(&'static str, u32)>,
    /// Whether parts of its structs are kept.
    pub has_parts: bool,
}

impl Frame {
    /// What is asked for of the first variable that has it, by name: the same whenever it is asked.
    pub fn first<T>(&self, of: &dyn Fn(&Val) -> Option<T>) -> Option<T> {
        let with = self.vars.iter().filter_map(|(name, value)| Some((name, of(value)?)));
        with.min_by(|one, other| one.0.cmp(other.0)).map(|(_, found)| found)
    }
}

/// Code that is being compiled.
#[derive(Clone)]
pub(super) struct Unit {
    /// The block of the user's code.
    pub block: usize,
    /// The compiler's word for its kind.
    pub kind: Val,
    /// A number of its own.
    pub number: usize,
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

/// Somebody who follows the compiler.
pub struct Run<'c> {
    pub(super) compiler: &'c Compiler,
    pub(super) scopes: &'c Scopes,
    pub(super) is_instruction: &'c dyn Fn(&str) -> bool,
    pub(super) constant: &'c dyn Fn(&str) -> Option<i64>,
    pub(super) frames: Vec<Frame>,
    /// The code being compiled, the innermost last.
    pub(super) blocks: Vec<Unit>,
    pub(super) units: Vec<usize>,
    pub(super) state: HashMap<(usize, Rc<str>), Val>,
    pub(super) held: Vec<Held>,
    pub(super) symbols: HashMap<(usize, Rc<str>), i64>,
    pub(super) undo: Vec<Val>,
    pub(super) free: usize,
    pub(super) labels: usize,
    pub(super) unsure: usize,
    steps: usize,
    /// What was added, and where jumps lead.
    pub added: Vec<Step>,
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
            blocks: vec![Unit { block: 0, kind: Val::Unknown, number: 0 }],
            units: vec![0],
            state: HashMap::new(),
            held: Vec::new(),
            symbols: HashMap::new(),
            undo: Vec::new(),
            free: 0,
            labels: 0,
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
        self.frames.push(Frame { name: name.into(), vars, returned: None, node, has_parts: false });
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
    pub(super) fn outcome(&self, one: Val, other: Val) -> Val {
        match (&one, &other) {
            // Of 0 and 1 either may say so; a test answers with both.
            (Val::Int(0), Val::Int(1..)) | (Val::Int(1..), Val::Int(0)) => Val::Unknown,
            (Val::Done, Val::Int(1)) => other,
            (Val::Done, Val::Consts(_)) if self.truth(&other) == Some(false) => other,
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
            Statement::Declare(name, Some(Expression::List(_))) => self.begin_struct(name),
            Statement::Declare(name, value) => {
                if let Some(from) = value {
                    self.set(name, Val::Unknown);
                    self.copy_parts(from, &Expression::Name(name.clone()));
                }
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
}
