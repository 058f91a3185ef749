//! Rule `generated`: attributes and classes that library code makes at run time, by `queries/python/generated.toml`.

use super::Python;
use super::added::{Added, Target};
use super::eval::Scope;
use super::expr::{Argument, Expr};
use super::lookup::END;
use super::value::{Found, Place, Value};
use crate::model::FileId;
use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// The shape of `queries/python/generated.toml`.
#[derive(Deserialize)]
pub struct Table {
    base: Vec<Base>,
    decorator: Vec<Decorator>,
    /// Calls that make classes.
    pub publishes: Vec<Publishes>,
    /// Decorators that publish members.
    pub exports: Vec<Exports>,
    /// Functions that make classes with fields.
    pub fields: Vec<Fields>,
    inject: Vec<Inject>,
    ordering: Vec<Ordering>,
    gives: Vec<Gives>,
    protocol: HashMap<String, String>,
    itself: Itself,
    sizes: Sizes,
}

#[derive(Deserialize)]
struct Gives {
    decorator: String,
    attributes: HashMap<String, String>,
}

#[derive(Deserialize)]
struct Itself {
    functions: Vec<String>,
}

#[derive(Deserialize)]
struct Sizes {
    functions: Vec<String>,
    codes: HashMap<String, i64>,
}

#[derive(Deserialize)]
struct Base {
    function: String,
    like: String,
}

#[derive(Deserialize)]
struct Decorator {
    function: String,
    argument: usize,
}

/// A call as a statement that makes a class.
#[derive(Deserialize)]
pub struct Publishes {
    /// Its dotted name.
    pub function: String,
    /// The argument that tells which names become members.
    pub filter: usize,
    /// The keyword of the module that has them.
    pub source: String,
}

/// A class decorator that puts the members into the module.
#[derive(Deserialize)]
pub struct Exports {
    /// Its dotted name.
    pub decorator: String,
}

/// A function that makes a class with fields.
#[derive(Deserialize)]
pub struct Fields {
    /// Its dotted name.
    pub function: String,
    /// The argument that lists them.
    pub argument: usize,
}

#[derive(Deserialize)]
struct Inject {
    below: String,
    #[serde(default)]
    own: Vec<String>,
    #[serde(default)]
    saved: HashMap<String, String>,
    #[serde(default)]
    missing: Vec<String>,
    #[serde(default)]
    data: Vec<String>,
}

#[derive(Deserialize)]
struct Ordering {
    function: String,
    table: String,
}

/// What the file says.
pub static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/python/generated.toml")).expect("compiled-in data, parsed by a test")
});

/// The special method of its first argument that a built-in function hands over to.
pub fn protocol(function: &str) -> Option<&'static str> {
    TABLE.protocol.get(function).map(String::as_str)
}

/// Whether a function of C returns its first argument.
pub fn returns_itself(symbol: &str) -> bool {
    TABLE.itself.functions.iter().any(|one| one == symbol)
}

impl Python<'_, '_> {
    /// The number of bytes of a C type, where `function` asks for it.
    pub fn size(&self, function: &str, of: &Value) -> Option<Value> {
        if !TABLE.sizes.functions.iter().any(|one| one == function) {
            return None;
        }
        let code = match of {
            Value::Text(code) => code.clone(),
            class => match self.held_by_class(class, "_type_")?.value {
                Value::Text(code) => code,
                _ => return None,
            },
        };
        TABLE.sizes.codes.get(&*code).map(|&size| Value::Number(size))
    }

    /// Whether a value is what a dotted name of the library stands for.
    pub fn is_named(&self, value: &Value, dotted: &str) -> bool {
        // Most are called otherwise, and under which name they are known need not be asked.
        let own = value.place().map(|place| &*self.world.facts(place.file).definitions[place.fact as usize].name);
        if own.is_some_and(|own| own != last(dotted)) {
            return false;
        }
        let Some(canonical) = self.canonical(value) else { return false };
        // The library may know it by another name today.
        *canonical == *dotted || last(&canonical) == last(dotted) && self.canonical_of(dotted) == Some(canonical)
    }

    /// The canonical name of what a dotted name of the library stands for.
    fn canonical_of(&self, dotted: &str) -> Option<Box<str>> {
        let mut at = dotted.len();
        while let Some(dot) = dotted[..at].rfind('.') {
            if let Some(module) = self.module(&dotted[..dot]) {
                let mut parts = dotted[dot + 1..].split('.');
                let first = self.attribute(&module.value, parts.next()?)?.value;
                let held = parts.try_fold(first, |value, part| Some(self.held_by_class(&value, part)?.value))?;
                return self.canonical(&held);
            }
            at = dot;
        }
        None
    }

    /// What a function stands for when it is used as a base class.
    pub fn made_by_base(&self, function: &Value) -> Option<Value> {
        let canonical = self.canonical(function)?;
        let base = TABLE.base.iter().find(|base| *base.function == *canonical)?;
        let (module, name) = base.like.rsplit_once('.')?;
        let maker = self.module_attribute(module, name)?.value;
        let scope = Scope::new(maker.place()?.file, None, END);
        match self.call(&maker, &[Argument { name: None, value: Expr::Text("".into()) }], &scope) {
            made @ Value::Made(_) => Some(made),
            _ => None,
        }
    }

    /// The base that a decorator gives a class.
    pub fn base_by_decorator(&self, decorator: &Expr, scope: &Scope<'_>) -> Option<Value> {
        let Expr::Call(function, arguments) = decorator else { return None };
        let function = self.eval(function, scope)?.value;
        let rule = TABLE.decorator.iter().find(|rule| self.is_named(&function, &rule.function))?;
        Some(self.eval(&arguments.get(rule.argument)?.value, scope)?.value)
    }

    /// The attributes that metaclasses, hooks and decorators give a class, beyond what its body holds.
    pub fn given_to_class(&self, class: &Value) -> Vec<(Box<str>, Found)> {
        let order = self.linearized(class);
        let mut out: Vec<(Box<str>, Found)> = Vec::new();
        for rule in &TABLE.inject {
            let Some(top) = order.iter().skip(1).position(|base| self.is_named(base, &rule.below)) else { continue };
            let top = &order[top + 1];
            let below: Vec<&Value> = order.iter().filter(|one| self.linearized(one).contains(top)).collect();
            for name in &rule.own {
                out.extend(self.held_directly(top, name).map(|found| (name.as_str().into(), found)));
            }
            for (kept, name) in &rule.saved {
                out.extend(self.held_directly(class, name).map(|found| (kept.as_str().into(), found)));
            }
            for name in rule.missing.iter().filter(|name| self.held_directly(class, name).is_none()) {
                let held = below.iter().find_map(|one| self.held_directly(one, name));
                out.extend(held.map(|found| (name.as_str().into(), found)));
            }
            for name in rule.data.iter().filter(|name| self.held_directly(class, name).is_none()) {
                let nearer = below.iter().any(|one| *one != top && self.held_directly(one, name).is_some());
                let data = order.iter().find(|one| matches!(one, Value::C(row) if &**row != "builtins.object"));
                let Some(data) = data.filter(|_| !nearer) else { continue };
                let held = self.held_directly(data, name).or_else(|| self.held_directly(data, "__repr__"));
                out.retain(|(known, _)| **known != **name);
                out.extend(held.map(|found| (name.as_str().into(), found)));
            }
        }
        self.given_by_hooks(class, &order, &mut out);
        out.extend(self.slots(class));
        if let Value::Class(place) = class {
            // A decorator comes last and overrides.
            let mut first = Vec::new();
            self.given_by_decorators(*place, &mut first);
            first.extend(out);
            out = first;
        }
        out
    }

    /// The attributes that `__slots__` lists: they stand at that line.
    fn slots(&self, class: &Value) -> Vec<(Box<str>, Found)> {
        let Value::Class(place) = class else { return Vec::new() };
        let Some(listed) = self.in_scope(place.file, Some(place.fact), "__slots__", END) else { return Vec::new() };
        let names: Vec<Box<str>> = match &listed.value {
            Value::Sequence(items) => items.iter().filter_map(text).collect(),
            Value::Mapping(entries) => entries.iter().map(|(name, _)| name.clone()).collect(),
            one => text(one).into_iter().collect(),
        };
        let Some(line) = listed.steps.first().map(|step| step.line) else { return Vec::new() };
        let free = names.into_iter().filter(|name| self.held_directly(class, name).is_none());
        free.map(|name| (name, Found::bare(Value::Unknown).by("slots", place.file, line))).collect()
    }

    /// `__init_subclass__` of a class above that assigns to attributes of its argument.
    fn given_by_hooks(&self, class: &Value, order: &[Value], out: &mut Vec<(Box<str>, Found)>) {
        let hook =
            order.iter().skip(1).enumerate().find_map(|(index, base)| {
                Some((index + 1, self.held_directly(base, "__init_subclass__")?.value.place()?))
            });
        let Some((above, hook)) = hook else { return };
        for (name, found) in self.attributes_assigned(hook, class) {
            if order[..above].iter().all(|one| self.held_directly(one, &name).is_none()) {
                out.push((name, found));
            }
        }
    }

    /// `cls.name = value` in a function, for its first parameter.
    pub fn attributes_assigned(&self, function: Place, class: &Value) -> Vec<(Box<str>, Found)> {
        let Some(scopes) = self.scopes(function.file) else { return Vec::new() };
        let statements = scopes.inner(function.fact);
        let Some(locals) = self.locals(function, Some(class.clone()), &[], &Scope::new(function.file, None, END))
        else {
            return Vec::new();
        };
        let fact = &self.world.facts(function.file).definitions[function.fact as usize];
        let first = super::signature::parameters(&fact.signature).first().map_or("", |(name, _)| *name);
        let scope = Scope { file: function.file, class: None, before: END, locals: Some(&locals) };
        let mut out: Vec<(Box<str>, Found)> = Vec::new();
        for &index in statements {
            let statement = &scopes.python.inner[index as usize];
            let Some((left, value)) = statement.text.split_once(" = ") else { continue };
            let Some(name) = left.strip_prefix(first).and_then(|rest| rest.strip_prefix('.')) else { continue };
            let Some(found) = self.eval(&self.parsed(value), &scope) else { continue };
            if found.value.place().is_some() && !name.contains('.') {
                out.retain(|(known, _)| **known != *name);
                out.push((name.into(), found.by("set-attribute", function.file, statement.line)));
            }
        }
        out
    }

    fn given_by_decorators(&self, place: Place, out: &mut Vec<(Box<str>, Found)>) {
        let fact = &self.world.facts(place.file).definitions[place.fact as usize];
        let scope = Scope::new(place.file, None, self.made_at(place));
        for text in &fact.decorators {
            let decorator = self.eval(self.parsed(text).called(), &scope).map(|found| found.value);
            let Some(decorator @ Value::Function(function)) = decorator else { continue };
            for rule in TABLE.gives.iter().filter(|rule| self.is_named(&decorator, &rule.decorator)) {
                let mut given: Vec<_> = rule.attributes.iter().collect();
                given.sort();
                out.extend(given.into_iter().filter_map(|(name, dotted)| {
                    let (module, function) = dotted.rsplit_once('.')?;
                    Some((name.as_str().into(), self.module_attribute(module, function)?))
                }));
            }
            let class = Value::Class(place);
            out.extend(self.attributes_assigned(function, &class));
            if let Some(rule) = TABLE.ordering.iter().find(|rule| self.is_named(&decorator, &rule.function)) {
                out.extend(self.ordering(&class, function.file, &rule.table).unwrap_or_default());
            }
        }
    }

    /// The comparison methods a table adds to those a class has.
    fn ordering(&self, class: &Value, file: FileId, table: &str) -> Option<Vec<(Box<str>, Found)>> {
        let found = self.in_scope(file, None, table, END)?;
        let Value::Mapping(rows) = &found.value else { return None };
        let has = |name: &str| {
            let order = self.linearized(class);
            order.iter().filter(|one| matches!(one, Value::Class(_))).any(|one| self.held_directly(one, name).is_some())
        };
        // The decorator prefers the greatest name.
        let (_, added) = rows.iter().filter(|(name, _)| has(name)).max_by_key(|(name, _)| name.clone())?;
        let Value::Sequence(added) = added else { return None };
        let pairs = added.iter().filter_map(|pair| match pair {
            Value::Sequence(pair) => match &**pair {
                [Value::Text(name), value] => Some((name.clone(), value.clone())),
                _ => None,
            },
            _ => None,
        });
        let missing = pairs.filter(|(name, _)| !has(name));
        Some(missing.map(|(name, value)| (name, Found { value, steps: found.steps.clone() })).collect())
    }

    /// Remembers an attribute that a statement elsewhere gives a class or module.
    pub fn add(&self, target: Target, added: Added) {
        self.added.borrow_mut().entry(target).or_default().push(added);
    }
}

fn last(dotted: &str) -> &str {
    dotted.rsplit('.').next().unwrap_or_default()
}

/// The text of a value that is one.
pub fn text(value: &Value) -> Option<Box<str>> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}
