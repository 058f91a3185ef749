//! Rules `python-call` and `call-by-name`: which Python function calls which definition, through imports and classes
//! where that is certain, else by a method name that only one class of the library has. Tests are left out.

use super::Python;
use super::lookup::END;
use super::value::{Place, Value};
use crate::links::paths;
use crate::model::{DefinitionFact, DefinitionId, FileId, Kind, Link, LinkKind, NameKind, Reference};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Finds the calls of all modules outside of tests.
pub fn links(python: &Python<'_, '_>) -> Vec<Link> {
    let methods = methods(python);
    let mut out = Vec::new();
    for (name, file) in python.modules.all() {
        let is_own_name = python.modules.name(file) == Some(name);
        if !is_own_name || paths::is_test(python.world.path(file)) {
            continue;
        }
        let mut calls = Calls { python, file, methods: &methods, known: HashMap::default() };
        let Some(scopes) = python.scopes(file) else { continue };
        let references = scopes.python.references.iter().filter(|reference| reference.is_call);
        out.extend(references.filter_map(|reference| calls.link(reference)));
    }
    out
}

/// Methods of the library by name; nothing behind a name that several classes have, or a type of C.
fn methods<'f>(python: &Python<'_, 'f>) -> HashMap<&'f str, Option<Place>> {
    let mut out: HashMap<&str, Option<Place>> = HashMap::default();
    for (_, file) in python.modules.all() {
        if paths::is_test(python.world.path(file)) {
            continue;
        }
        for (fact, definition) in python.world.facts(file).definitions.iter().enumerate() {
            if definition.kind == Kind::Method {
                let place = Place { file, fact: fact as u32 };
                out.entry(&definition.name)
                    .and_modify(|known| *known = known.filter(|known| *known == place))
                    .or_insert(Some(place));
            }
        }
    }
    let of_c: HashSet<&str> = python.c.all().filter(|row| row.kind == NameKind::Method).map(|row| &*row.name).collect();
    out.retain(|name, _| !of_c.contains(name));
    out
}

/// What a name is inside a function.
enum Local {
    /// Defined there.
    Function(DefinitionId),
    /// A parameter.
    Other,
    /// Not local, or a variable.
    No,
}

struct Calls<'c, 'a, 'f> {
    python: &'c Python<'a, 'f>,
    file: FileId,
    methods: &'c HashMap<&'c str, Option<Place>>,
    /// What dotted names mean at module level.
    known: HashMap<&'c str, Option<DefinitionId>>,
}

impl<'c> Calls<'c, '_, '_> {
    fn link(&mut self, reference: Reference<'c>) -> Option<Link> {
        let inside = reference.inside?;
        let from = self.python.definitions.of_fact(self.file, inside)?;
        let certain = self.certain(reference, inside);
        let exact = certain.is_some();
        let to = certain.or_else(|| self.by_name(reference.name))?;
        let rule = if exact { "python-call" } else { "call-by-name" };
        let (file, line) = (self.file, reference.line);
        Some(Link { kind: LinkKind::PyCalls, from, to, file, line, rule: rule.into(), exact, condition: None })
    }

    fn certain(&mut self, reference: Reference<'c>, inside: u32) -> Option<DefinitionId> {
        let name = reference.name;
        let (head, rest) = name.split_once('.').unwrap_or((name, ""));
        if head.is_empty() {
            return None;
        }
        if matches!(head, "self" | "cls") {
            if rest.is_empty() || rest.contains('.') {
                return None;
            }
            let class = Value::Class(self.class_around(inside)?);
            return self.python.definition(&self.python.held_by_class(&class, rest)?.value);
        }
        match self.local(head, inside) {
            Local::Function(local) => return Some(local).filter(|_| rest.is_empty()),
            Local::Other => return None,
            Local::No => {}
        }
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let found = self.at_module_level(head, rest);
        self.known.insert(name, found);
        found
    }

    fn at_module_level(&self, head: &str, rest: &str) -> Option<DefinitionId> {
        let mut value = self.python.name(self.file, None, head, END)?.value;
        for part in rest.split('.').filter(|part| !part.is_empty()) {
            value = self.python.attribute(&value, part)?.value;
        }
        self.python.definition(&value)
    }

    /// What a name is to the functions around.
    fn local(&self, head: &str, inside: u32) -> Local {
        let definitions: &'c [DefinitionFact] = &self.python.world.facts(self.file).definitions;
        let mut around = Some(inside).filter(|&at| at != 0);
        while let Some(at) = around {
            let one = &definitions[at as usize];
            if one.kind != Kind::Class {
                let until = one.end_line;
                let inner =
                    definitions.iter().enumerate().skip(at as usize + 1).take_while(|(_, inner)| inner.line <= until);
                let mut inner = inner.filter(|(_, inner)| inner.outer == Some(at) && *inner.name == *head);
                if let Some((fact, _)) = inner.next() {
                    let known = self.python.definitions.of_fact(self.file, fact as u32);
                    return known.map_or(Local::Other, Local::Function);
                }
                let has_parameter =
                    || super::signature::parameters(&one.signature).iter().any(|(name, _)| *name == head);
                if one.signature.contains(head) && has_parameter() {
                    return Local::Other;
                }
            }
            around = one.outer;
        }
        Local::No
    }

    fn class_around(&self, inside: u32) -> Option<Place> {
        let definitions = &self.python.world.facts(self.file).definitions;
        let mut at = inside;
        loop {
            let outer = definitions.get(at as usize)?.outer?;
            if definitions[at as usize].kind == Kind::Method {
                return Some(Place { file: self.file, fact: outer });
            }
            at = outer;
        }
    }

    fn by_name(&self, name: &str) -> Option<DefinitionId> {
        let (_, last) = name.rsplit_once('.')?;
        let place = (*self.methods.get(last)?)?;
        self.python.definitions.of_fact(place.file, place.fact)
    }
}

impl Python<'_, '_> {
    /// The definition a value is.
    pub fn definition(&self, value: &Value) -> Option<DefinitionId> {
        if let Some(place) = value.place() {
            return self.definitions.of_fact(place.file, place.fact);
        }
        match value {
            Value::C(row) => {
                let row = self.c.dotted(row).filter(|row| !row.targets.is_empty());
                let row = row.filter(|row| row.kind != NameKind::Value)?;
                row.targets.first().map(|target| target.definition)
            }
            Value::Bound(inner, _) | Value::Static(inner) | Value::ClassMethod(inner) => self.definition(inner),
            _ => None,
        }
    }
}
