//! Attributes that classes and modules get from outside: `C.m = f`, `builtins.quit = …`, `setattr(…)` at module level.

use super::Python;
use super::expr::Expr;
use super::guards::Truth;
use super::value::{Found, Place, Value};
use crate::clex::value::string;
use crate::links::c::api::imported_argument;
use crate::links::paths;
use crate::model::FileId;
use rustc_hash::FxHashSet as HashSet;

/// What an attribute is added to from outside.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A class.
    Class(Place),
    /// A module.
    Module(Box<str>),
    /// A type of C, by the name that lists its attributes.
    C(Box<str>),
}

/// An attribute added from outside.
#[derive(Debug, Clone)]
pub struct Added {
    /// Its name.
    pub name: Box<str>,
    /// What it holds.
    pub found: Found,
}

impl Python<'_, '_> {
    /// What statements from outside gave a class or module under a name.
    pub fn added_to(&self, target: &Target, name: &str) -> Option<Found> {
        self.added.borrow().get(target)?.iter().rfind(|one| &*one.name == name).map(|one| one.found.clone())
    }

    /// The names of those.
    pub fn names_added_to(&self, target: &Target) -> Vec<Box<str>> {
        self.added
            .borrow()
            .get(target)
            .map(|added| added.iter().map(|one| one.name.clone()).collect())
            .unwrap_or_default()
    }

    /// Evaluates `C.m = f` and the like everywhere, and calls that set attributes.
    ///
    /// A function that replaces names of another package's module runs when somebody calls it; what the interpreter
    /// itself imports at start-up (`site`) is called then.
    pub fn collect_added(&self) {
        let started = self.imported_by_c();
        for (_, file) in self.modules.all() {
            // Tests replace names for a while.
            if paths::is_test(self.world.path(file)) {
                continue;
            }
            let Some(scopes) = self.scopes(file) else { continue };
            for (index, binding) in scopes.python.bindings.iter().enumerate() {
                let index = index as u32;
                self.export_members(file, index);
                let is_entry = binding.name.starts_with("sys.modules[");
                let is_elsewhere = binding.name.is_empty() || binding.name.contains('.');
                let is_item = binding.name.starts_with("globals()[");
                let may_add = (is_elsewhere || is_item) && !is_entry && binding.scope.is_none();
                if !may_add || self.binding_runs(file, index) == Truth::No {
                    continue;
                }
                if is_item {
                    self.globals_item(file, index);
                } else if let Some((holder, name)) = binding.name.rsplit_once('.') {
                    let scope = super::eval::Scope::new(file, None, index);
                    let holder = self.eval(&Expr::parse(holder), &scope).map(|found| found.value);
                    let target = match holder {
                        Some(Value::Class(place)) => Target::Class(place),
                        Some(Value::Module(module)) if self.is_lasting(file, index, &module, &started) => {
                            Target::Module(module)
                        }
                        Some(Value::C(row)) => Target::C(self.c_canonical(&row)),
                        _ => continue,
                    };
                    if let Some(found) = self.bound(file, index) {
                        self.add(target, Added { name: name.into(), found });
                    }
                } else if binding.name.is_empty() && self.globals_updated(file, index).is_none() {
                    self.attributes_set_by(file, index);
                }
            }
        }
    }

    /// Whether what a binding puts into a module is there in every program that uses the module.
    fn is_lasting(&self, file: FileId, binding: u32, module: &str, started: &HashSet<String>) -> bool {
        let Some(own) = self.modules.name(file) else { return false };
        let package = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        !self.waits(file, binding) || package(own) == package(module) || started.contains(own)
    }

    /// Whether a binding is made when a function is called.
    pub fn waits(&self, file: FileId, binding: u32) -> bool {
        let guard = self.scopes(file).and_then(|scopes| {
            let guard = scopes.python.bindings.get(binding as usize)?.guard;
            scopes.python.guards.get((guard as usize).checked_sub(1)?)
        });
        guard.is_some_and(|guard| guard.text.starts_with("def "))
    }

    /// The modules that C code imports by name.
    fn imported_by_c(&self) -> HashSet<String> {
        let c = self.world.files().iter().filter_map(|file| file.facts.c.as_ref());
        let imports = c.flat_map(|c| &c.calls).filter_map(|call| {
            let name = call.args.get(imported_argument(&call.callee)?)?;
            string(name)
        });
        imports.collect()
    }
}
