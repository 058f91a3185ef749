//! What a module has to give: the names in `__all__`, and all it has.

use super::Python;
use super::eval::Scope;
use super::expr::Expr;
use super::guards::Truth;
use super::lookup::END;
use super::value::{Found, Value};
use crate::model::{ExportChange, FileId};
use std::borrow::Cow;

impl<'f> Python<'_, 'f> {
    /// What `from module import *` brings under a name.
    pub fn exported(&self, module: &str, name: &str) -> Option<Found> {
        let Value::Module(module) = self.module(module)?.value else { return None };
        let listed = self.modules.file(&module).and_then(|file| self.lists(file, name));
        if !listed.unwrap_or(!name.starts_with('_')) {
            return None;
        }
        self.module_attribute(&module, name)
    }

    /// The names in `__all__`; `None` where the module has none or it cannot be read.
    pub fn exports(&self, file: FileId) -> Option<Vec<Box<str>>> {
        let python = self.scopes(file)?.python;
        let mut all: Option<Vec<Box<str>>> = None;
        for change in &python.exports {
            if self.guard_holds(file, change.guard, END) == Truth::No {
                continue;
            }
            if change.replaces {
                all = Some(Vec::new());
            }
            let list = all.get_or_insert_default();
            list.extend(change.names.iter().cloned());
            for other in &change.others {
                let scope = self.scope_of_change(file, change);
                let others = self.deeper(|| self.exports_of(&self.parsed(other), &scope));
                list.extend(others.unwrap_or_default());
            }
        }
        all
    }

    /// Whether `__all__` has a name; `None` where `exports` is.
    pub fn lists(&self, file: FileId, name: &str) -> Option<bool> {
        let python = self.scopes(file)?.python;
        let mut all: Option<bool> = None;
        for change in &python.exports {
            if self.guard_holds(file, change.guard, END) == Truth::No {
                continue;
            }
            let before = all.unwrap_or(false) && !change.replaces;
            let here = change.names.iter().any(|one| **one == *name);
            let others = || change.others.iter().any(|other| self.other_lists(file, change, other, name));
            all = Some(before || here || others());
        }
        all
    }

    fn other_lists(&self, file: FileId, change: &ExportChange, other: &'f str, name: &str) -> bool {
        let scope = self.scope_of_change(file, change);
        let listed = self.deeper(|| match &*self.parsed(other) {
            Expr::Attribute(module, all) if &**all == "__all__" => match self.eval(module, &scope)?.value {
                Value::Module(module) => self.lists(self.modules.file(&module)?, name),
                _ => None,
            },
            Expr::Call(_, arguments) => {
                let Value::Module(module) = self.eval(&arguments.first()?.value, &scope)?.value else { return None };
                Some(!name.starts_with('_') && self.has_name(&module, name))
            }
            other => Some(self.exports_of(other, &scope)?.iter().any(|one| **one == *name)),
        });
        listed.unwrap_or(false)
    }

    /// Where the operands of a change of `__all__` stand.
    fn scope_of_change(&self, file: FileId, change: &ExportChange) -> Scope<'static> {
        // Helpers of the list may be deleted further down.
        let bindings = self.scopes(file).map_or(&[][..], |scopes| &scopes.python.bindings);
        let at = bindings.iter().position(|binding| binding.line > change.line);
        Scope::new(file, None, at.map_or(END, |at| at as u32))
    }

    /// `x.__all__`, and calls with such an argument.
    fn exports_of(&self, other: &Expr, scope: &Scope<'_>) -> Option<Vec<Box<str>>> {
        match other {
            Expr::Attribute(module, name) if &**name == "__all__" => match self.eval(module, scope)?.value {
                Value::Module(module) => self.exports(self.modules.file(&module)?),
                _ => None,
            },
            Expr::Name(_) => match self.eval(other, scope)?.value {
                Value::Sequence(items) => Some(
                    items
                        .iter()
                        .filter_map(|item| match item {
                            Value::Text(name) => Some(name.clone()),
                            _ => None,
                        })
                        .collect(),
                ),
                _ => None,
            },
            Expr::Call(_, arguments) => {
                let module = self.eval(&arguments.first()?.value, scope)?.value;
                let Value::Module(module) = module else { return None };
                Some(self.names_of_module(&module).into_iter().filter(|name| !name.starts_with('_')).collect())
            }
            _ => None,
        }
    }

    /// Whether it is among the names of a module.
    fn has_name(&self, module: &str, name: &str) -> bool {
        match self.modules.file(module) {
            Some(file) => self.names_of_file(file).iter().any(|one| *one == name),
            None => self.c.get(module, name).is_some(),
        }
    }

    /// All names a module has at the end, those that stars bring included; sorted.
    pub fn names_of_module(&self, module: &str) -> Vec<Box<str>> {
        let Some(file) = self.modules.file(module) else {
            return self.c.of_scope(module).map(|row| row.name.clone()).collect();
        };
        let mut names: Vec<Box<str>> =
            self.names_of_file(file).into_iter().map(|name| name.into_owned().into()).collect();
        names.sort_unstable();
        names
    }

    /// The same of the module that a file is, in no order.
    pub fn names_of_file(&self, file: FileId) -> Vec<Cow<'f, str>> {
        self.deeper(|| Some(self.collect_names(file))).unwrap_or_default()
    }

    fn collect_names(&self, file: FileId) -> Vec<Cow<'f, str>> {
        let Some(scopes) = self.scopes(file) else { return Vec::new() };
        let mut names: Vec<Cow<'_, str>> = scopes.names(None).map(Cow::Borrowed).collect();
        let own = names.len();
        for star in &scopes.python.stars {
            let Some(module) = self.modules.absolute(file, star.level, &star.module) else { continue };
            let Some(Value::Module(module)) = self.module(&module).map(|found| found.value) else { continue };
            let listed = self.modules.file(&module).and_then(|file| self.exports(file));
            let brought = listed.unwrap_or_else(|| {
                self.names_of_module(&module).into_iter().filter(|name| !name.starts_with('_')).collect()
            });
            names.extend(brought.into_iter().map(|name| Cow::Owned(name.into())));
        }
        names.extend(self.names_imported_late(file).into_iter().map(|name| Cow::Owned(name.into())));
        if names.len() > own {
            names.sort_unstable();
            names.dedup();
        }
        names
    }
}
