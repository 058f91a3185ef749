//! Rule `generated`: names that library code puts into a module for its caller: enum classes made of constants, their
//! members, the fields of a named tuple.

use super::Python;
use super::added::{Added, Target};
use super::eval::Scope;
use super::expr::{Argument, Expr};
use super::generated::{TABLE, text};
use super::value::{Found, Made, Place, Value};
use crate::model::{Bound, FileId};
use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

impl<'f> Python<'_, 'f> {
    /// A class that a call puts into its module, with the constants that become its members.
    pub fn published_class(
        &self,
        function: &Value,
        arguments: &[Argument],
        scope: &Scope<'_>,
        line: u32,
    ) -> Option<()> {
        let Value::Bound(_, receiver) = function else { return None };
        let rule = TABLE.publishes.iter().find(|rule| self.is_named(function, &rule.function))?;
        let Value::Text(name) = self.value(&arguments.first()?.value, scope) else { return None };
        let own: Box<str> = self.modules.name(scope.file)?.into();
        // What the function assigns to attributes of its `cls` it means for the new class.
        let assigned = function.place().map(|place| self.attributes_assigned(place, receiver)).unwrap_or_default();
        let mut attributes: Vec<(Box<str>, Value)> =
            assigned.into_iter().map(|(name, found)| (name, found.value)).collect();
        let source = arguments.iter().find(|one| one.name.as_deref() == Some(&*rule.source));
        let source = source.map(|one| self.value(&one.value, scope));
        let from = match &source {
            Some(Value::Module(module)) => module.clone(),
            _ => own.clone(),
        };
        for name in self.names_that_pass(arguments.get(rule.filter), &from, scope) {
            let Some(found) = self.module_attribute(&from, &name) else { continue };
            attributes.push((name.clone(), found.value.clone()));
            if from != own {
                self.add(Target::Module(own.clone()), Added { name, found: found.by("generated", scope.file, line) });
            }
        }
        let made = Made { name: name.clone(), bases: vec![(**receiver).clone()], attributes };
        let found = Found::bare(Value::Made(Rc::new(made))).by("generated", scope.file, line);
        self.add(Target::Module(own), Added { name, found });
        Some(())
    }

    /// The names of a module for which `lambda name: …` is true.
    fn names_that_pass(&self, filter: Option<&Argument>, module: &str, scope: &Scope<'_>) -> Vec<Box<str>> {
        let Some(Expr::Lambda(parameter, body)) = filter.map(|filter| &filter.value) else { return Vec::new() };
        let mut names = self.names_of_module(module);
        names.retain(|name| {
            let locals = HashMap::from_iter([(parameter.clone(), Value::Text(name.clone()))]);
            self.truth(body, &Scope { locals: Some(&locals), ..*scope }) == Some(true)
        });
        names
    }

    /// The members of classes whose decorator puts them into the module too.
    pub fn export_members(&self, file: FileId, binding: u32) -> Option<()> {
        let scopes = self.scopes(file)?;
        let Bound::Definition(fact) = scopes.python.bindings[binding as usize].bound else { return None };
        let class = self.world.facts(file).definitions.get(fact as usize)?;
        let scope = Scope::new(file, None, binding);
        let is_exporting = |decorator: &'f str| {
            let decorator = self.eval(self.parsed(decorator).called(), &scope).map(|found| found.value);
            decorator.is_some_and(|one| TABLE.exports.iter().any(|rule| self.is_named(&one, &rule.decorator)))
        };
        if !self.is_class(file, fact) || !class.decorators.iter().any(|one| is_exporting(one)) {
            return None;
        }
        let target = Target::Module(self.modules.name(file)?.into());
        for name in scopes.names(Some(fact)).filter(|name| !name.starts_with('_')) {
            let Some(found) = self.held_directly(&Value::Class(Place { file, fact }), name) else { continue };
            if found.value.place().is_none() {
                self.add(target.clone(), Added { name: name.into(), found });
            }
        }
        Some(())
    }

    /// A class that a function made, with the fields that its arguments list.
    pub fn with_fields(&self, function: &Value, arguments: &[Argument], scope: &Scope<'_>, value: Value) -> Value {
        let Value::Made(made) = &value else { return value };
        let Some(rule) = TABLE.fields.iter().find(|rule| self.is_named(function, &rule.function)) else { return value };
        let listed = arguments.get(rule.argument).map(|one| self.value(&one.value, scope));
        let names: Vec<Box<str>> = match &listed {
            Some(Value::Sequence(items)) => items.iter().filter_map(text).collect(),
            Some(Value::Text(text)) => text.split([',', ' ']).filter(|name| !name.is_empty()).map(Into::into).collect(),
            _ => Vec::new(),
        };
        let mut attributes = made.attributes.clone();
        attributes.extend(names.into_iter().map(|name| (name, Value::Unknown)));
        Value::Made(Rc::new(Made { name: made.name.clone(), bases: made.bases.clone(), attributes }))
    }
}
