//! Calls: of built-in classes that wrap functions, of classes, and of functions that return what they define.

use super::Python;
use super::added::{Added, Target};
use super::eval::{Scope, shared};
use super::expr::{Argument, Expr};
use super::generated;
use super::lookup::END;
use super::signature;
use super::value::{Found, Made as MadeClass, Place, Value};
use crate::links::c::makes::Made;
use crate::model::{DefinitionFact, FileId, NameKind};
use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

impl<'f> Python<'_, 'f> {
    /// The value of `function(arguments)`.
    pub fn call_expression(&self, function: &Expr, arguments: &[Argument], scope: &Scope<'_>) -> Option<Found> {
        if let (Some("update_wrapper"), [_, original, ..]) = (function.last_name(), arguments) {
            return self.eval(&original.value, scope);
        }
        let found = match (self.eval(function, scope), function) {
            (Some(found), _) => found,
            // A function of C without a row: a macro made it.
            (None, Expr::Attribute(holder, name)) => match self.eval(holder, scope)?.value {
                Value::Module(module) => Found::bare(Value::C(format!("{module}.{name}").into())),
                _ => return None,
            },
            (None, _) => return None,
        };
        let value = self.call(&found.value, arguments, scope);
        let value = self.with_fields(&found.value, arguments, scope, value);
        Some(Found { value, steps: found.steps })
    }

    /// The value of calling `function`.
    pub fn call(&self, function: &Value, arguments: &[Argument], scope: &Scope<'_>) -> Value {
        let first = || arguments.first().map(|first| self.value(&first.value, scope));
        match function {
            Value::C(row) => self.call_c(row, arguments, scope),
            Value::Class(place) => {
                if self.is_descriptor(*place)
                    && let Some(wrapped @ Value::Function(_)) = first()
                {
                    return Value::Property(shared(wrapped));
                }
                Value::Instance(shared(function.clone()), first().and_then(|first| first.place()))
            }
            Value::Made(_) => Value::Instance(shared(function.clone()), None),
            Value::Function(place) => self.call_function(*place, None, arguments, scope),
            Value::Bound(inner, receiver) => match &**inner {
                Value::Function(place) => self.call_function(*place, Some((**receiver).clone()), arguments, scope),
                Value::C(row) => self.returned_by_c(row, &[], scope),
                _ => Value::Unknown,
            },
            // A property used as its own setter's decorator.
            Value::Property(_) => function.clone(),
            _ => Value::Unknown,
        }
    }

    fn call_c(&self, row: &str, arguments: &[Argument], scope: &Scope<'_>) -> Value {
        let first = || arguments.first().map(|first| self.value(&first.value, scope));
        let by_name = |name: &str| arguments.iter().find(|one| one.name.as_deref() == Some(name));
        let canonical = self.c_canonical(row);
        if let Some(size) = first().and_then(|of| self.size(&canonical, &of)) {
            return size;
        }
        match &*canonical {
            "builtins.staticmethod" => first().map_or(Value::Unknown, |inner| Value::Static(shared(inner))),
            "builtins.classmethod" => first().map_or(Value::Unknown, |inner| Value::ClassMethod(shared(inner))),
            "builtins.property" => {
                let getter = by_name("fget").map(|one| self.value(&one.value, scope)).or_else(first);
                getter.map_or(Value::Unknown, |inner| Value::Property(shared(inner)))
            }
            "builtins.getattr" => match arguments {
                [holder, name, ..] => {
                    let Value::Text(name) = self.value(&name.value, scope) else { return Value::Unknown };
                    let found = self.attribute(&self.value(&holder.value, scope), &name);
                    found.map_or(Value::Unknown, |found| found.value)
                }
                _ => Value::Unknown,
            },
            "builtins.type" => match arguments {
                [one] => self.class_of(&self.value(&one.value, scope)).map_or(Value::Unknown, |found| found.value),
                [name, bases, attributes] => self.made(name, bases, attributes, scope),
                _ => Value::Unknown,
            },
            canonical => match self.c.dotted(canonical) {
                Some(row) if row.kind == NameKind::Class => Value::Instance(shared(Value::C(canonical.into())), None),
                _ => self.returned_by_c(canonical, arguments, scope),
            },
        }
    }

    /// An instance of the type that a C function makes.
    fn returned_by_c(&self, function: &str, arguments: &[Argument], scope: &Scope<'_>) -> Value {
        let first = arguments.first().map(|first| self.value(&first.value, scope));
        let class = first.and_then(|first| self.class_of(&first)).map(|found| found.value);
        let made = self.deeper(|| self.made_by_c(function, class.as_ref()));
        made.map_or(Value::Unknown, |class| Value::Instance(shared(class), None))
    }

    /// The type of what a C function returns; `class` is the one of its first argument.
    fn made_by_c(&self, function: &str, class: Option<&Value>) -> Option<Value> {
        if let Some(method) = generated::protocol(function) {
            let Value::C(method) = self.held_by_class(class?, method)?.value else { return None };
            return self.deeper(|| self.made_by_c(&method, class));
        }
        let target = self.c.dotted(function)?.targets.first()?.definition;
        if generated::returns_itself(&self.definitions.get(target).symbol) {
            return class.cloned();
        }
        match self.makers.made_by(target)? {
            Made::Type(dotted) => {
                let (scope, name) = dotted.rsplit_once('.')?;
                Some(self.c_attribute(scope, name)?.value)
            }
            Made::Imported(dotted) => self.deeper(|| self.made_by_c(&dotted, None)),
            Made::Argument(_) => None,
        }
    }

    /// `type(name, bases, attributes)`.
    fn made(&self, name: &Argument, bases: &Argument, attributes: &Argument, scope: &Scope<'_>) -> Value {
        let name = match self.value(&name.value, scope) {
            Value::Text(name) => name,
            _ => "".into(),
        };
        let bases = match self.value(&bases.value, scope) {
            Value::Sequence(bases) => bases.to_vec(),
            _ => Vec::new(),
        };
        let attributes = match self.value(&attributes.value, scope) {
            Value::Mapping(entries) => entries.to_vec(),
            _ => Vec::new(),
        };
        Value::Made(Rc::new(MadeClass { name, bases, attributes }))
    }

    /// Whether instances of a class stand for a function behind an attribute.
    pub fn is_descriptor(&self, class: Place) -> bool {
        self.held_by_class(&Value::Class(class), "__get__").is_some()
    }

    fn fact(&self, place: Place) -> &'f DefinitionFact {
        &self.world.facts(place.file).definitions[place.fact as usize]
    }

    /// What a Python function returns: followed only into functions that define what they return.
    fn call_function(&self, place: Place, receiver: Option<Value>, arguments: &[Argument], scope: &Scope<'_>) -> Value {
        let fact = self.fact(place);
        let is_coroutine = fact.signature.starts_with("async ");
        let is_generator =
            self.scopes(place.file).is_some_and(|scopes| scopes.python.generators.binary_search(&place.fact).is_ok());
        match (is_coroutine, is_generator) {
            (true, true) => return Value::Result("async_generator"),
            (true, false) => return Value::Result("coroutine"),
            (false, true) => return Value::Result("generator"),
            (false, false) => {}
        }
        self.deeper(|| {
            let mut locals = self.locals(place, receiver, arguments, scope)?;
            let before = if place.file == scope.file { scope.before } else { END };
            let all = self.returned(place, &mut locals, before)?;
            all.iter().rev().find(|value| value.truth() != Some(false)).or(all.last()).cloned()
        })
        .unwrap_or(Value::Unknown)
    }

    /// Parameters with their arguments, and the functions and classes defined inside.
    pub fn locals(
        &self,
        place: Place,
        receiver: Option<Value>,
        arguments: &[Argument],
        scope: &Scope<'_>,
    ) -> Option<HashMap<Box<str>, Value>> {
        if self.scopes(place.file)?.inner(place.fact).is_empty() {
            return None;
        }
        let fact = self.fact(place);
        let mut locals = HashMap::default();
        let mut positional = arguments.iter().filter(|one| one.name.is_none());
        let mut receiver = receiver;
        for (name, default) in signature::parameters(&fact.signature) {
            let by_name = arguments.iter().find(|one| one.name.as_deref() == Some(name));
            let value = if let Some(receiver) = receiver.take() {
                receiver
            } else if let Some(given) = positional.next().or(by_name) {
                self.value(&given.value, scope)
            } else {
                default
                    .map_or(Value::Unknown, |text| self.value(&self.parsed(text), &Scope::new(place.file, None, END)))
            };
            locals.insert(name.into(), value);
        }
        let definitions = &self.world.facts(place.file).definitions;
        for (index, inner) in definitions.iter().enumerate().skip(place.fact as usize + 1) {
            if inner.line > fact.end_line {
                break;
            }
            if inner.outer == Some(place.fact) {
                let inner_place = Place { file: place.file, fact: index as u32 };
                let plain = if inner.kind == crate::model::Kind::Class {
                    Value::Class(inner_place)
                } else {
                    Value::Function(inner_place)
                };
                let at = Scope { file: place.file, class: None, before: END, locals: Some(&locals) };
                let value = self.with_decorators(plain, &inner.decorators, &at).value;
                locals.insert(inner.name.clone(), value);
            }
        }
        Some(locals)
    }

    /// Runs the statements of a function in their order, all branches, and collects what it may return.
    fn returned(&self, place: Place, locals: &mut HashMap<Box<str>, Value>, before: u32) -> Option<Vec<Value>> {
        let scopes = self.scopes(place.file)?;
        let mut out = Vec::new();
        for &index in scopes.inner(place.fact) {
            let text = &*scopes.python.inner[index as usize].text;
            let scope = Scope { file: place.file, class: None, before, locals: Some(&*locals) };
            if let Some(value) = text.strip_prefix("return ") {
                out.push(self.value(&self.parsed(value), &scope));
            } else if let Some((name, value)) = signature::assignment(text) {
                let value = self.value(&self.parsed(value), &scope);
                if value != Value::Unknown || !locals.contains_key(name) {
                    locals.insert(name.into(), value);
                }
            }
        }
        out.retain(|value| *value != Value::Unknown);
        Some(out)
    }

    /// A definition after its decorators.
    pub fn decorated(&self, place: Place, scope: Option<u32>, binding: u32) -> Found {
        let fact = self.fact(place);
        let plain = if self.is_class(place.file, place.fact) { Value::Class(place) } else { Value::Function(place) };
        let scope = Scope::new(place.file, scope, binding);
        self.with_decorators(plain, &fact.decorators, &scope).by("definition", place.file, fact.line)
    }

    fn with_decorators(&self, plain: Value, decorators: &'f [Box<str>], scope: &Scope<'_>) -> Found {
        let mut value = plain;
        let mut steps = Vec::new();
        for text in decorators.iter().rev() {
            let decorator = self.parsed(text);
            if let Some(wrapped) = self.wrapped(&decorator, scope) {
                value = wrapped.value;
                steps.extend(wrapped.steps);
                continue;
            }
            let Some(found) = self.eval(&decorator, scope) else { continue };
            if let Some(better) = self.decorate(&found.value, &value) {
                value = better;
                steps.extend(found.steps);
            }
        }
        Found { value, steps }
    }

    /// `@wraps(function)`: kept behind `__wrapped__`, the function a person means.
    fn wrapped(&self, decorator: &Expr, scope: &Scope<'_>) -> Option<Found> {
        let Expr::Call(function, arguments) = decorator else { return None };
        if function.last_name() != Some("wraps") || function.dotted().is_none() {
            return None;
        }
        let found = self.eval(&arguments.first()?.value, scope)?;
        let is_callable = matches!(found.value.unwrapped(), Value::Function(_) | Value::C(_) | Value::Class(_));
        is_callable.then_some(found)
    }

    /// What a decorator makes of a function or class; `None` where it keeps it, or who knows.
    fn decorate(&self, decorator: &Value, value: &Value) -> Option<Value> {
        match decorator {
            Value::C(row) => match &*self.c_canonical(row) {
                "builtins.staticmethod" => Some(Value::Static(shared(value.clone()))),
                "builtins.classmethod" => Some(Value::ClassMethod(shared(value.clone()))),
                "builtins.property" => Some(Value::Property(shared(value.clone()))),
                canonical => {
                    let is_property = self
                        .linearized(&Value::C(canonical.into()))
                        .iter()
                        .any(|base| matches!(base, Value::C(base) if &**base == "builtins.property"));
                    is_property.then(|| Value::Property(shared(value.clone())))
                }
            },
            // `@p.setter`: still that property.
            Value::Property(_) => Some(decorator.clone()),
            Value::Class(class) if matches!(value.unwrapped(), Value::Function(_)) => {
                if self.is_descriptor(*class) {
                    return Some(Value::Property(shared(value.clone())));
                }
                Some(Value::Instance(shared(decorator.clone()), value.place()))
            }
            Value::Function(place) => self.decorate_by(*place, None, value),
            Value::Bound(inner, receiver) => match &**inner {
                Value::Function(place) => self.decorate_by(*place, Some((**receiver).clone()), value),
                _ => None,
            },
            _ => None,
        }
    }

    /// A function used as a decorator: what it returns, where that is a function it defines.
    fn decorate_by(&self, place: Place, receiver: Option<Value>, value: &Value) -> Option<Value> {
        // What returns one function as it was does so with the next. That nothing could be found out says less.
        let is_plain = receiver.is_none() && matches!(value, Value::Function(_));
        if is_plain && self.memo.borrow().keeping.contains(&place) {
            return None;
        }
        let name: Box<str> = "…".into();
        let given = HashMap::from_iter([(name.clone(), value.clone())]);
        let scope = Scope { file: place.file, class: None, before: END, locals: Some(&given) };
        let arguments = [Argument { name: None, value: Expr::Name(name) }];
        let mut locals = self.deeper(|| self.locals(place, receiver, &arguments, &scope))?;
        let all = self.deeper(|| self.returned(place, &mut locals, END))?;
        if all.contains(value) {
            if is_plain {
                self.memo.borrow_mut().keeping.insert(place);
            }
            return None;
        }
        match all.into_iter().rfind(|one| one.truth() != Some(false))? {
            // Kept behind `__wrapped__`: the function a person means is the one that was wrapped.
            Value::Function(made) if self.keeps_wrapped(made) => None,
            made @ (Value::Function(_) | Value::Static(_) | Value::ClassMethod(_) | Value::Property(_)) => {
                matches!(value.unwrapped(), Value::Function(_)).then_some(made)
            }
            _ => None,
        }
    }

    /// Whether a function inside another is decorated so that `__wrapped__` leads to the original.
    fn keeps_wrapped(&self, place: Place) -> bool {
        let fact = self.fact(place);
        let (Some(outer), Some(scopes)) = (fact.outer, self.scopes(place.file)) else { return false };
        let direct = format!("{}.__wrapped__ = ", fact.name);
        let by_call = format!("update_wrapper({},", fact.name);
        scopes.inner(outer).iter().any(|&index| {
            let text = &scopes.python.inner[index as usize].text;
            text.starts_with(&direct) || text.starts_with(&by_call)
        })
    }

    /// A call as a statement: functions that call `setattr(target, name, function)` publish what they define.
    pub fn attributes_set_by(&self, file: FileId, binding: u32) -> Option<()> {
        let scopes = self.scopes(file)?;
        let bound = &scopes.python.bindings[binding as usize];
        let crate::model::Bound::Expression(text) = &bound.bound else { return None };
        let Expr::Call(function, arguments) = Expr::parse(text) else { return None };
        let scope = Scope::new(file, None, binding);
        let function = self.eval(&function, &scope)?.value;
        if self.published_class(&function, &arguments, &scope, bound.line).is_some() {
            return Some(());
        }
        let (place, receiver) = match function {
            Value::Function(place) => (place, None),
            Value::Bound(inner, receiver) => (inner.place()?, Some((*receiver).clone())),
            _ => return None,
        };
        let own = self.scopes(place.file)?;
        let texts = own.inner(place.fact).iter().map(|&at| &own.python.inner[at as usize].text);
        let sets: Vec<Expr> = texts.filter(|text| text.starts_with("setattr(")).map(|text| Expr::parse(text)).collect();
        if sets.is_empty() {
            return None;
        }
        let mut locals = self.locals(place, receiver, &arguments, &scope)?;
        self.returned(place, &mut locals, END)?;
        let at = Scope { file: place.file, class: None, before: END, locals: Some(&locals) };
        for set in sets {
            let Expr::Call(_, arguments) = set else { continue };
            let [target, name, value] = &arguments[..] else { continue };
            let target = match self.value(&target.value, &at) {
                Value::Class(place) => Target::Class(place),
                Value::Module(module) => Target::Module(module),
                _ => continue,
            };
            let Value::Text(name) = self.value(&name.value, &at) else { continue };
            if let Some(found) = self.eval(&value.value, &at) {
                self.add(target, Added { name, found: found.by("set-attribute", file, bound.line) });
            }
        }
        Some(())
    }
}
