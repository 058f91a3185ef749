//! Where the compiler keeps values: in variables, in parts of a struct or array of one, in the state of the code that is
//! being compiled.

use super::compiler::WORDS;
use super::run::Run;
use super::value::Val;
use crate::facts::statements::Expression;
use std::rc::Rc;

impl Run<'_> {
    /// Writes a value where an expression says.
    pub(super) fn assign(&mut self, to: &Expression, value: Val) {
        let (frame, name) = match to {
            Expression::Name(name) => (self.frames.len() - 1, name.as_str().into()),
            Expression::Unary(op, inner) if op == "*" => match self.value(inner) {
                Val::Ref(frame, name) => (frame, name),
                _ => return,
            },
            Expression::Field(_, field) if WORDS.state.contains(field) => {
                self.state.insert((self.unit(), field.as_str().into()), value);
                return;
            }
            Expression::Field(..) | Expression::Index(..) => match self.part(to) {
                Some((frame, name)) => {
                    if let Some(frame) = self.frames.get_mut(frame) {
                        frame.has_parts = true;
                    }
                    (frame, name.into())
                }
                None => return,
            },
            _ => return,
        };
        if let Some(frame) = self.frames.get_mut(frame) {
            frame.vars.insert(name, value);
        }
    }

    /// The call and the name under which a part is kept: `a.b[2]`. `None` where it is part of something else.
    fn part(&mut self, of: &Expression) -> Option<(usize, String)> {
        match of {
            Expression::Name(name) => {
                let here = self.frames.len().checked_sub(1)?;
                match self.frames[here].vars.get(name.as_str()) {
                    Some(Val::Ref(frame, name)) => Some((*frame, name.to_string())),
                    None | Some(Val::Unknown) => Some((here, name.clone())),
                    Some(_) => None,
                }
            }
            Expression::Unary(op, inner) if op == "*" => self.part(inner),
            Expression::Field(base, field) => {
                let (frame, name) = self.part(base)?;
                Some((frame, format!("{name}.{field}")))
            }
            Expression::Index(base, index) => {
                let (frame, name) = self.part(base)?;
                let Val::Int(at) = self.value(index) else { return None };
                Some((frame, format!("{name}[{at}]")))
            }
            _ => None,
        }
    }

    /// The value of a part, where one was written; `NULL` where its struct began with nothing.
    pub(super) fn read_part(&mut self, of: &Expression) -> Option<Val> {
        let mut root = of;
        while let Expression::Field(inner, _) | Expression::Index(inner, _) | Expression::Unary(_, inner) = root {
            root = inner;
        }
        let Expression::Name(name) = root else { return None };
        let here = self.frames.last()?;
        let owner = match here.vars.get(name.as_str()) {
            Some(Val::Ref(frame, _)) => self.frames.get(*frame)?,
            _ => here,
        };
        if !owner.has_parts {
            return None;
        }
        let (frame, name) = self.part(of)?;
        let vars = &self.frames.get(frame)?.vars;
        if let Some(value) = vars.get(name.as_str()) {
            return Some(value.clone());
        }
        // A part of a part that has a value is asked of that value.
        let mut outer = name.as_str();
        while let Some(end) = outer.rfind(['.', '[']) {
            outer = &outer[..end];
            if end != 0 && outer.contains(['.', '[']) && vars.contains_key(outer) {
                return None;
            }
        }
        let whole = name.split(['.', '[']).next().unwrap_or_default();
        let began = matches!(vars.get(whole), Some(Val::Ref(at, of)) if *at == frame && **of == *whole);
        began.then_some(Val::Null)
    }

    /// A new variable that holds a struct of which nothing is set yet.
    pub(super) fn begin_struct(&mut self, name: &str) {
        let here = self.frames.len() - 1;
        if let Some(frame) = self.frames.last_mut() {
            frame.has_parts = true;
            frame.vars.insert(name.into(), Val::Ref(here, name.into()));
        }
    }

    /// Copies the parts of one struct to another, where the value is a struct with parts.
    pub(super) fn copy_parts(&mut self, from: &Expression, to: &Expression) {
        if !self.frames.iter().any(|frame| frame.has_parts) {
            return;
        }
        let Some((from, name)) = self.part(from) else { return };
        // Only then look at the target: that may count something up.
        if !self.frames.get(from).is_some_and(|source| source.has_parts) {
            return;
        }
        let Some((to, into)) = self.part(to) else { return };
        let Some(source) = self.frames.get(from) else { return };
        let parts = source.vars.iter().filter_map(|(part, value)| {
            let rest = part.strip_prefix(name.as_str()).filter(|rest| rest.starts_with(['.', '[']))?;
            Some((format!("{into}{rest}").into(), value.clone()))
        });
        let parts: Vec<(Rc<str>, Val)> = parts.collect();
        if let Some(target) = self.frames.get_mut(to).filter(|_| !parts.is_empty()) {
            target.has_parts = true;
            target.vars.extend(parts);
        }
    }

    /// What the code that is being compiled keeps under a name.
    pub(super) fn state(&self, name: &str) -> Val {
        self.state.get(&(self.unit(), name.into())).cloned().unwrap_or(Val::Int(0))
    }

    /// The number of the code that is being compiled.
    pub(super) fn unit(&self) -> usize {
        self.blocks.last().map_or(0, |unit| unit.number)
    }
}
