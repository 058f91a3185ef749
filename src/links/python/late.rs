//! Names that modules get by statements which are no bindings: `globals().update(…)`, loops, imports inside functions.

use super::Python;
use super::added::{Added, Target};
use super::eval::Scope;
use super::expr::Expr;
use super::guards::around;
use super::value::{Found, Value};
use crate::model::{Bound, FileId};
use rustc_hash::FxHashMap as HashMap;

impl Python<'_, '_> {
    /// `globals().update(…)` over the names of a module (`vars(m)`) or the attributes of an object (`getattr(o, name)`).
    pub fn globals_updated(&self, file: FileId, binding: u32) -> Option<()> {
        let bound = &self.scopes(file)?.python.bindings[binding as usize];
        let Bound::Expression(text) = &bound.bound else { return None };
        let argument = text.strip_prefix("globals().update(")?;
        let scope = Scope::new(file, None, binding);
        let inside = |call: &str| {
            let (_, rest) = argument.split_once(call)?;
            let end = rest.find([',', ')'])?;
            Some(self.eval(&Expr::parse(&rest[..end]), &scope)?.value)
        };
        let holder = inside("vars(").or_else(|| inside("getattr("))?;
        let names = match &holder {
            Value::Module(module) => self.names_of_module(module),
            Value::Instance(class, _) => self.names_of_class(class),
            _ => return None,
        };
        let target = Target::Module(self.modules.name(file)?.into());
        for name in names.into_iter().filter(|name| !name.starts_with("__")) {
            if let Some(found) = self.attribute(&holder, &name) {
                self.add(target.clone(), Added { name, found: found.by("globals-update", file, bound.line) });
            }
        }
        Some(())
    }

    /// `globals()[key] = value`, in a loop over a plain sequence for each of its elements.
    pub fn globals_item(&self, file: FileId, binding: u32) -> Option<()> {
        let python = self.scopes(file)?.python;
        let bound = &python.bindings[binding as usize];
        let key = Expr::parse(bound.name.strip_prefix("globals()[")?.strip_suffix(']')?);
        let Bound::Expression(value) = &bound.bound else { return None };
        let value = Expr::parse(value);
        let mut rounds = vec![HashMap::default()];
        if let Some((guard, _)) = around(python, bound.guard).find(|(_, guard)| &*guard.text == "for") {
            let (variable, items) = self.loop_over(file, binding, guard)?;
            rounds = items.iter().map(|item| HashMap::from_iter([(variable.into(), item.clone())])).collect();
        }
        let target = Target::Module(self.modules.name(file)?.into());
        for locals in &rounds {
            let scope = Scope { file, class: None, before: binding, locals: Some(locals) };
            let Value::Text(name) = self.value(&key, &scope) else { continue };
            if let Some(found) = self.eval(&value, &scope).filter(|found| found.value != Value::Unknown) {
                self.add(target.clone(), Added { name, found: found.by("globals-item", file, bound.line) });
            }
        }
        Some(())
    }

    /// The variable of the `for` loop that is `guard`, and the elements it runs over.
    fn loop_over(&self, file: FileId, binding: u32, guard: u32) -> Option<(&str, std::rc::Rc<[Value]>)> {
        let before = &self.scopes(file)?.python.bindings[..binding as usize];
        let over = |text: &str| Some(text.strip_prefix("next(iter(")?.strip_suffix("))")?.to_owned());
        let (variable, items) = before.iter().rev().filter(|other| other.guard == guard).find_map(|other| {
            let Bound::Expression(text) = &other.bound else { return None };
            Some((&*other.name, over(text)?))
        })?;
        match self.eval(&Expr::parse(&items), &Scope::new(file, None, binding))?.value {
            Value::Sequence(items) => Some((variable, items)),
            _ => None,
        }
    }

    /// The names that a class and its bases hold.
    fn names_of_class(&self, class: &Value) -> Vec<Box<str>> {
        let mut names: Vec<Box<str>> = Vec::new();
        for one in self.linearized(class).iter() {
            if let Value::Class(place) = one {
                let own = self.scopes(place.file).map(|scopes| scopes.names(Some(place.fact)));
                names.extend(own.into_iter().flatten().map(Box::from));
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The value a binding in a `for` over a plain sequence gets: by the first element for which the tests inside hold.
    pub fn in_loop(&self, file: FileId, binding: u32, value: &Expr) -> Option<Found> {
        let python = self.scopes(file)?.python;
        let mut tests = Vec::new();
        let mut guards = around(python, python.bindings[binding as usize].guard);
        let guard = loop {
            let (guard, here) = guards.next()?;
            if &*here.text == "for" {
                break guard;
            }
            tests.push(Expr::parse(here.text.strip_prefix("if ")?));
        };
        if tests.is_empty() {
            return None;
        }
        let (variable, items) = self.loop_over(file, binding, guard)?;
        items.iter().find_map(|item| {
            let locals = HashMap::from_iter([(variable.into(), item.clone())]);
            let scope = Scope { file, class: None, before: binding, locals: Some(&locals) };
            let fits = tests.iter().all(|test| self.truth(test, &scope) == Some(true));
            fits.then(|| self.eval(value, &scope)).flatten()
        })
    }

    /// Names listed in `__all__` that only functions of the module import.
    pub fn names_imported_late(&self, file: FileId) -> Vec<Box<str>> {
        let Some(scopes) = self.scopes(file) else { return Vec::new() };
        if scopes.python.inner.iter().all(|one| imported(&one.text).is_none()) {
            return Vec::new();
        }
        let mut listed = self.exports(file).unwrap_or_default();
        listed.retain(|name| !scopes.binds(None, name));
        listed
    }

    /// A name that the module itself never binds but one of its functions imports: `from .a import name`, or
    /// `import _a` where `_a` has a public name like it.
    pub fn imported_late(&self, file: FileId, name: &str) -> Option<Found> {
        let scopes = self.scopes(file)?;
        if scopes.binds(None, name) || name.starts_with("__") {
            return None;
        }
        // Most modules import nothing of that name in a function: it need not be asked whether that would count.
        let imports = || scopes.python.inner.iter().filter(|statement| may_import(&statement.text, name));
        imports().next()?;
        let is_lazy = self.in_scope(file, None, "__getattr__", super::lookup::END).is_some();
        let is_listed = || self.lists(file, name) == Some(true);
        if !is_lazy && !is_listed() {
            return None;
        }
        imports().find_map(|statement| {
            let (module, _) = imported(&statement.text)?;
            let level = module.chars().take_while(|c| *c == '.').count();
            let module = self.modules.absolute(file, level as u32, &module[level..])?;
            if self.modules.file(&module) == Some(file) || !self.modules.is_there(&module) {
                return None;
            }
            let mut found = self.deeper(|| self.module_attribute(&module, name))?;
            found = found.by("late-import", file, statement.line);
            found.steps[0].certain = is_lazy;
            Some(found)
        })
    }
}

/// The module of an import, and the names in `from m import a, b`.
fn imported(statement: &str) -> Option<(&str, Option<&str>)> {
    match statement.strip_prefix("from ") {
        Some(rest) => rest.split_once(" import ").map(|(module, names)| (module, Some(names))),
        None => statement.strip_prefix("import ").map(|module| (module, None)),
    }
}

/// Whether a statement imports a name, or a module that may have it.
fn may_import(statement: &str, name: &str) -> bool {
    let Some((_, names)) = imported(statement) else { return false };
    let Some(names) = names else { return true };
    let mut names = names.trim_matches(['(', ')', ' ']).split(',').filter_map(|one| one.trim().split(' ').next());
    names.any(|one| one == name)
}
