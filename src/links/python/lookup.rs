//! What a name holds in a scope: the last binding that the default build reaches, star imports among them.

use super::added::Target;
use super::expr::Expr;
use super::guards::Truth;
use super::platform;
use super::value::{Found, Place, Value};
use super::{Known, Python};
use crate::links::chains::Chain;
use crate::model::{Bound, FileId, NameKind, NameTarget, Star};
/// "After everything": the place of a look-up that happens when all is run.
pub const END: u32 = u32::MAX;

/// One way a name can get its value.
#[derive(Debug, Clone, Copy)]
pub enum Way<'f> {
    /// By a binding.
    Binding(u32),
    /// By a star import.
    Star(&'f Star),
}

/// The ways that are left, the last first: bindings and stars, each in the order of the file.
#[derive(Clone)]
pub struct Ways<'s, 'f> {
    bindings: std::iter::Peekable<Chain<'s>>,
    stars: &'f [Star],
}

impl<'f> Iterator for Ways<'_, 'f> {
    type Item = Way<'f>;

    fn next(&mut self) -> Option<Way<'f>> {
        let Some((star, rest)) = self.stars.split_last() else { return self.bindings.next().map(Way::Binding) };
        if let Some(binding) = self.bindings.next_if(|&binding| star.after <= binding) {
            return Some(Way::Binding(binding));
        }
        self.stars = rest;
        Some(Way::Star(star))
    }
}

impl<'f> Python<'_, 'f> {
    /// The value of a binding.
    pub fn bound(&self, file: FileId, binding: u32) -> Option<Found> {
        // Most are plain definitions: there is nothing to remember.
        if let Some(place) = self.plain_definition(file, binding) {
            return Some(self.decorated(place, None, binding));
        }
        if let Some(known) = self.memo.borrow().bindings.get(&(file, binding)) {
            return known.done().flatten();
        }
        self.memo.borrow_mut().bindings.insert((file, binding), Known::InWork);
        let found = self.deeper(|| self.evaluate_binding(file, binding));
        self.memo.borrow_mut().bindings.insert((file, binding), Known::Done(found.clone()));
        found
    }

    /// The definition that a binding makes, where nothing decorates it.
    fn plain_definition(&self, file: FileId, binding: u32) -> Option<Place> {
        let Bound::Definition(fact) = self.scopes(file)?.python.bindings.get(binding as usize)?.bound else {
            return None;
        };
        self.world.facts(file).definitions[fact as usize].decorators.is_empty().then_some(Place { file, fact })
    }

    fn evaluate_binding(&self, file: FileId, index: u32) -> Option<Found> {
        let binding = self.scopes(file)?.python.bindings.get(index as usize)?;
        let line = binding.line;
        match &binding.bound {
            Bound::Definition(fact) => Some(self.decorated(Place { file, fact: *fact }, binding.scope, index)),
            Bound::Module(module) => Some(self.module(module)?.by("import", file, line)),
            Bound::Member { level, module, name } => {
                let module = self.modules.absolute(file, *level, module)?;
                // `from . import a` in the package itself: the module below it.
                let own = self.modules.file(&module) == Some(file);
                let below = if own { self.module(&format!("{module}.{name}")) } else { None };
                Some(below.or_else(|| self.module_attribute(&module, name))?.by("import", file, line))
            }
            Bound::Expression(text) => {
                // A function is called when all is bound.
                let before = if self.waits(file, index) { END } else { index };
                let scope = super::eval::Scope::new(file, binding.scope, before);
                let value = Expr::parse(text);
                let in_loop = || self.in_loop(file, index, &value);
                Some(in_loop().or_else(|| self.eval(&value, &scope))?.by("assignment", file, line))
            }
            Bound::Deleted => None,
        }
    }

    /// The ways a name can get its value in a scope before a place, last first.
    pub fn ways(&self, file: FileId, scope: Option<u32>, name: &str, before: u32) -> Ways<'_, 'f> {
        let Some(scopes) = self.scopes(file) else { return Ways { bindings: Chain::default().peekable(), stars: &[] } };
        let mut bindings = scopes.named(scope, name).peekable();
        while bindings.next_if(|&binding| binding >= before).is_some() {}
        let stars = if scope.is_none() { &scopes.python.stars[..] } else { &[] };
        Ways { bindings, stars: &stars[..stars.partition_point(|star| star.after <= before)] }
    }

    /// Whether the default build goes a way.
    pub fn reached(&self, file: FileId, way: Way<'f>) -> Truth {
        match way {
            Way::Binding(binding) => self.binding_runs(file, binding),
            Way::Star(star) => self.star_runs(file, star),
        }
    }

    /// What a name gets by a way; `None` for a name that is deleted or that a star does not bring.
    pub fn by_way(&self, file: FileId, way: Way<'f>, name: &str) -> Option<Found> {
        match way {
            Way::Binding(binding) => self.bound(file, binding),
            Way::Star(star) => {
                let module = self.modules.absolute(file, star.level, &star.module)?;
                let found = self.deeper(|| self.exported(&module, name))?;
                Some(found.by("star-import", file, star.line))
            }
        }
    }

    /// What a name holds in one scope.
    pub fn in_scope(&self, file: FileId, scope: Option<u32>, name: &str, before: u32) -> Option<Found> {
        let mut fallback = None;
        for way in self.ways(file, scope, name, before) {
            let truth = self.reached(file, way);
            let is_deleted = matches!(way, Way::Binding(at) if self.is_deleted(file, at));
            match truth {
                Truth::Yes if is_deleted => return None,
                _ if is_deleted => {}
                Truth::Yes => {
                    match self.by_way(file, way, name) {
                        Some(found) if found.steps.iter().all(|step| step.certain) => return Some(found),
                        // It holds what this build does not have: another way may be the real one.
                        Some(found) => {
                            let kept = fallback.take().filter(|(known, _)| *known != Truth::No);
                            fallback = kept.or(Some((Truth::No, found)));
                        }
                        None if matches!(way, Way::Binding(_)) => return Some(self.unknown(file, way)),
                        None => {}
                    }
                }
                // A script's own names are in no module.
                Truth::No if matches!(way, Way::Binding(at) if self.is_of_script(file, at)) => {}
                Truth::Maybe | Truth::No => {
                    // Of the branches of one statement, all of them unknown, the first.
                    let better = fallback.as_ref().is_none_or(|(known, _)| *known < truth || truth == Truth::Maybe);
                    if better && let Some(found) = self.by_way(file, way, name) {
                        let certain = found.steps.iter().all(|step| step.certain);
                        fallback = Some((if certain { truth } else { Truth::No }, found));
                    }
                }
            }
        }
        fallback.map(|(truth, mut found)| {
            if truth == Truth::No {
                found.steps.iter_mut().for_each(|step| step.certain = false);
            }
            found
        })
    }

    /// Whether a module has a name from imports alone.
    pub fn is_only_imported(&self, file: FileId, name: &str) -> bool {
        let Some(scopes) = self.scopes(file).filter(|scopes| scopes.python.stars.is_empty()) else { return false };
        let is_import =
            |at: u32| matches!(scopes.python.bindings[at as usize].bound, Bound::Module(_) | Bound::Member { .. });
        scopes.binds(None, name) && scopes.named(None, name).all(is_import)
    }

    fn is_deleted(&self, file: FileId, binding: u32) -> bool {
        self.scopes(file).is_some_and(|scopes| scopes.python.bindings[binding as usize].bound == Bound::Deleted)
    }

    fn unknown(&self, file: FileId, way: Way<'f>) -> Found {
        let line = match way {
            Way::Binding(binding) => {
                self.scopes(file).map_or(1, |scopes| scopes.python.bindings[binding as usize].line)
            }
            Way::Star(star) => star.line,
        };
        Found::bare(Value::Unknown).by("assignment", file, line)
    }

    /// What a name means where code of a scope uses it: the class body, the module, the built-in names.
    pub fn name(&self, file: FileId, scope: Option<u32>, name: &str, before: u32) -> Option<Found> {
        if scope.is_some()
            && let Some(found) = self.in_scope(file, scope, name, before)
        {
            return Some(found);
        }
        if name == "__name__" {
            return Some(Found::bare(Value::Text(self.modules.name(file)?.into())));
        }
        self.in_scope(file, None, name, before).or_else(|| self.built_in(name))
    }

    /// A built-in name.
    pub fn built_in(&self, name: &str) -> Option<Found> {
        if let Some(value) = platform::value("builtins", name) {
            return Some(Found::bare(value));
        }
        if let Some(kind) = super::types::value_of("builtins", name) {
            return Some(Found::bare(Value::Result(kind)));
        }
        self.added_to(&Target::Module("builtins".into()), name).or_else(|| self.c_attribute("builtins", name))
    }

    /// A module by its dotted name; nothing where there is none of that name.
    pub fn module(&self, name: &str) -> Option<Found> {
        if let Some(file) = self.modules.file(name) {
            return Some(Found::bare(Value::Module(self.modules.name(file)?.into())));
        }
        if let Some((file, binding)) = self.modules.entry(name) {
            return self.bound(file, binding).filter(|found| matches!(found.value, Value::Module(_)));
        }
        // What the platform table tells of a module holds without its source.
        let is_known = self.modules.is_c(name) || platform::knows(name);
        is_known.then(|| Found::bare(Value::Module(name.into())))
    }

    /// An attribute of a module once all is imported.
    pub fn module_attribute(&self, module: &str, name: &str) -> Option<Found> {
        let Value::Module(module) = self.module(module)?.value else { return None };
        if let Some(value) = platform::value(&module, name) {
            return Some(Found::bare(value));
        }
        if let Some(file) = self.modules.file(&module) {
            let own = self.in_scope(file, None, name, END);
            let own = own.or_else(|| self.added_to(&Target::Module(module.clone()), name));
            let own = own.or_else(|| self.imported_late(file, name));
            return own.or_else(|| self.module(&[&*module, ".", name].concat()));
        }
        let kind = || super::types::value_of(&module, name).map(|kind| Found::bare(Value::Result(kind)));
        self.c_attribute(&module, name).or_else(kind)
    }

    /// Whether a module may have a name that no row tells: constants that C puts into it, by custom in capitals.
    pub fn may_have(&self, module: &str, name: &str) -> bool {
        !name.contains(|c: char| c.is_lowercase()) && self.may_have_more(module)
    }

    fn may_have_more(&self, module: &str) -> bool {
        let Some(Value::Module(module)) = self.module(module).map(|found| found.value) else { return true };
        let Some(file) = self.modules.file(&module) else { return true };
        let stars = self.scopes(file).map(|scopes| &scopes.python.stars[..]).unwrap_or_default();
        let reached = stars.iter().filter(|star| self.star_runs(file, star) != Truth::No);
        let mut modules = reached.filter_map(|star| self.modules.absolute(file, star.level, &star.module));
        self.deeper(|| Some(modules.any(|one| one != *module && self.may_have_more(&one)))).unwrap_or(true)
    }

    /// A row of C; the default build's only.
    pub fn c_attribute(&self, scope: &str, name: &str) -> Option<Found> {
        let row = self.c.get(scope, name)?;
        if row.kind == NameKind::Module {
            return self.module(row.alias_of.as_deref().unwrap_or(&row.dotted()));
        }
        let first = row.targets.first();
        let is_away = |target: &NameTarget| {
            target.condition.is_some() || self.definitions.get(target.definition).condition.is_some()
        };
        if first.is_some_and(is_away) {
            return None;
        }
        Some(Found::bare(Value::C(row.dotted().into())))
    }
}
