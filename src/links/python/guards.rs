//! Whether the default build reaches a statement: `if`, `try` and what stands around it.

use super::eval::Scope;
use super::expr::Expr;
use super::lookup::END;
use super::value::Value;
use super::{Known, Python};
use crate::model::{Bound, FileId, Guard, PythonFacts, Star};

/// How sure it is that a statement runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// Not in the default build.
    No,
    /// An `else` of a test nothing is known of: what the `if` binds goes first.
    Maybe,
    /// As far as can be told.
    Yes,
}

/// Where the body of a `try` stops, and by which exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raised {
    /// The binding that fails: those before it are made.
    pub at: u32,
    /// Which kind of failure.
    pub exception: &'static str,
}

impl<'f> Python<'_, 'f> {
    /// Whether a binding is made.
    pub fn binding_runs(&self, file: FileId, binding: u32) -> Truth {
        let Some(scopes) = self.scopes(file) else { return Truth::No };
        self.guard_holds(file, scopes.python.bindings[binding as usize].guard, binding)
    }

    /// Whether a star import is made.
    pub fn star_runs(&self, file: FileId, star: &'f Star) -> Truth {
        let module = self.modules.absolute(file, star.level, &star.module);
        if !module.is_some_and(|module| self.modules.is_there(&module)) {
            return Truth::No;
        }
        self.guard_holds(file, star.guard, star.after)
    }

    /// Whether a binding is made only where the file is run as a script.
    pub fn is_of_script(&self, file: FileId, binding: u32) -> bool {
        let Some(scopes) = self.scopes(file) else { return false };
        around(scopes.python, scopes.python.bindings[binding as usize].guard)
            .any(|(_, guard)| guard.text.starts_with("if __name__ =="))
    }

    /// What must hold for a binding to be made, outermost first: the tests around it, and the exceptions it waits for.
    pub fn guard_text(&self, file: FileId, binding: u32) -> Option<String> {
        let scopes = self.scopes(file)?;
        let told = around(scopes.python, scopes.python.bindings[binding as usize].guard).filter_map(|(_, guard)| {
            guard.text.strip_prefix("if ").or_else(|| guard.text.starts_with("except").then_some(&guard.text))
        });
        let mut parts: Vec<&str> = told.collect();
        parts.reverse();
        (!parts.is_empty()).then(|| parts.join(" and "))
    }

    /// Whether all guards around hold for a statement at `at`.
    pub fn guard_holds(&self, file: FileId, guard: u32, at: u32) -> Truth {
        let Some(scopes) = self.scopes(file) else { return Truth::No };
        let own = |(number, here): (u32, &Guard)| {
            if &*here.text != "try" {
                return self.one_guard(file, number);
            }
            // What follows the failing import in the body is not reached.
            match self.try_raises(file, number) {
                Some(raised) if at >= raised.at => Truth::No,
                _ => Truth::Yes,
            }
        };
        around(scopes.python, guard).map(own).min().unwrap_or(Truth::Yes)
    }

    fn one_guard(&self, file: FileId, guard: u32) -> Truth {
        if let Some(known) = self.memo.borrow().guards.get(&(file, guard)) {
            return known.done().unwrap_or(Truth::Yes);
        }
        self.memo.borrow_mut().guards.insert((file, guard), Known::InWork);
        let truth = self.deeper(|| self.evaluate_guard(file, guard)).unwrap_or(Truth::Yes);
        self.memo.borrow_mut().guards.insert((file, guard), Known::Done(truth));
        truth
    }

    fn evaluate_guard(&self, file: FileId, guard: u32) -> Option<Truth> {
        let python = self.scopes(file)?.python;
        let here = &python.guards[guard as usize - 1];
        let sure = |truth| if truth { Truth::Yes } else { Truth::No };
        if let Some(test) = here.text.strip_prefix("if ") {
            let test = Expr::parse(test);
            let at = python.bindings.iter().position(|binding| binding.line >= here.line).map_or(END, |at| at as u32);
            return Some(match self.truth(&test, &Scope::new(file, None, at)) {
                Some(truth) => sure(truth),
                None if here.line == here.statement => Truth::Yes,
                None => Truth::Maybe,
            });
        }
        let raised = || {
            let body = python.guards.iter().position(|other| {
                &*other.text == "try" && other.statement == here.statement && other.outer == here.outer
            })?;
            self.try_raises(file, body as u32 + 1)
        };
        Some(match here.text.split_once(' ').unwrap_or((&here.text, "")) {
            ("except", exceptions) => sure(raised().is_some_and(|raised| catches(exceptions, raised.exception))),
            ("else", _) => sure(raised().is_none()),
            _ => Truth::Yes,
        })
    }

    /// Where the body of a `try` fails in the default build.
    fn try_raises(&self, file: FileId, guard: u32) -> Option<Raised> {
        if let Some(known) = self.memo.borrow().raised.get(&(file, guard)) {
            return known.done().flatten();
        }
        self.memo.borrow_mut().raised.insert((file, guard), Known::InWork);
        let raised = self.deeper(|| self.find_raise(file, guard));
        self.memo.borrow_mut().raised.insert((file, guard), Known::Done(raised));
        raised
    }

    fn find_raise(&self, file: FileId, guard: u32) -> Option<Raised> {
        let python = self.scopes(file)?.python;
        let inside = |mut of: u32| {
            while of > guard {
                let here = &python.guards[of as usize - 1];
                // An inner `try` deals with its own failures.
                if &*here.text == "try" || here.outer >= of {
                    return false;
                }
                of = here.outer;
            }
            of == guard
        };
        for (index, binding) in python.bindings.iter().enumerate().filter(|(_, binding)| inside(binding.guard)) {
            let index = index as u32;
            let runs = binding.guard == guard || self.one_guard(file, binding.guard) == Truth::Yes;
            let exception = match &binding.bound {
                Bound::Module(module) if !self.modules.is_there(module) => Some("ImportError"),
                Bound::Member { level, module, name } => {
                    let module = self.modules.absolute(file, *level, module)?;
                    self.lacks(&module, name).then_some("ImportError")
                }
                Bound::Expression(text) => self.fails(&Expr::parse(text), &Scope::new(file, binding.scope, index)),
                _ => None,
            };
            if let Some(exception) = exception.filter(|_| runs) {
                return Some(Raised { at: index, exception });
            }
        }
        let star = python.stars.iter().filter(|star| star.guard == guard).find(|star| {
            let module = self.modules.absolute(file, star.level, &star.module);
            !module.is_some_and(|module| self.modules.is_there(&module))
        })?;
        Some(Raised { at: star.after, exception: "ImportError" })
    }

    /// Whether `from module import name` fails. Constants of C modules are not all known: what has no row may exist.
    fn lacks(&self, module: &str, name: &str) -> bool {
        if !self.modules.is_there(module) {
            return true;
        }
        let file = match self.module(module).map(|found| found.value) {
            Some(Value::Module(module)) => self.modules.file(&module),
            _ => None,
        };
        match file {
            Some(_) => {
                self.module_attribute(module, name).is_none()
                    && !self.has_getattr(module)
                    && (self.c_says_no(module, name) || !self.may_have(module, name))
            }
            None => self.c.get(module, name).is_some() && self.c_attribute(module, name).is_none(),
        }
    }

    /// Whether a C module whose names are in a module by a star has the name, but not in this build.
    pub fn c_says_no(&self, module: &str, name: &str) -> bool {
        let Some(file) = self.modules.file(module) else {
            return self.c.get(module, name).is_some() && self.c_attribute(module, name).is_none();
        };
        let stars = self.scopes(file).map(|scopes| &scopes.python.stars[..]).unwrap_or_default();
        stars.iter().any(|star| {
            let from = self.modules.absolute(file, star.level, &star.module);
            from.is_some_and(|from| self.modules.file(&from).is_none() && self.c_says_no(&from, name))
        })
    }

    fn has_getattr(&self, module: &str) -> bool {
        self.module_attribute(module, "__getattr__").is_some()
    }

    /// The exception that evaluating a plain dotted name raises.
    fn fails(&self, text: &Expr, scope: &Scope<'_>) -> Option<&'static str> {
        match text {
            Expr::Name(name) => {
                let known = self.name(scope.file, scope.class, name, scope.before).is_some();
                let is_c = self.c.get("builtins", name).is_some();
                (!known && is_c).then_some("NameError")
            }
            Expr::Attribute(holder, name) => match self.eval(holder, scope)?.value {
                Value::Module(module) if self.modules.file(&module).is_none() => {
                    // Asked for with a `try`, so it may well be missing.
                    self.module_attribute(&module, name).is_none().then_some("AttributeError")
                }
                Value::Module(module) => self.lacks(&module, name).then_some("AttributeError"),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The guards around a statement with their numbers, innermost first.
pub fn around(python: &PythonFacts, guard: u32) -> impl Iterator<Item = (u32, &Guard)> {
    let numbered = |number: u32| Some((number, python.guards.get((number as usize).checked_sub(1)?)?));
    // An outer guard stands before the inner one; anything else would lead round in circles.
    std::iter::successors(numbered(guard), move |(number, here)| {
        numbered(here.outer).filter(|(outer, _)| outer < number)
    })
}

/// Whether an `except` clause catches an exception.
fn catches(clause: &str, exception: &str) -> bool {
    let broad: &[&str] = match exception {
        "ImportError" => &["ImportError", "ModuleNotFoundError", "Exception", "BaseException"],
        other => &[other, "Exception", "BaseException"],
    };
    clause.is_empty()
        || clause.split(|c: char| c != '_' && c != '.' && !c.is_alphanumeric()).any(|word| broad.contains(&word))
}
