//! Rules `c-import`, `c-attribute`, `c-call`, `c-method-by-name`: what C takes from Python, joined to the definitions of
//! the library; certain where the module is known, else by the name of a method that few classes have.

use super::Python;
use super::value::Value;
use crate::links::c::python_uses::{self, What};
use crate::links::paths;
use crate::model::{DefinitionId, FileId, Kind, Link, LinkKind, NameKind};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// A method name that more classes have tells nothing.
const MOST_ALIKE: usize = 3;

/// Finds the links from C to Python.
pub fn links(python: &Python<'_, '_>) -> Vec<Link> {
    let mut methods = None;
    let mut seen = HashSet::default();
    let mut out = Vec::new();
    for found in python_uses::uses(python.world, python.definitions) {
        let (to, rule) = match &found.what {
            What::Module(module) => (Vec::from_iter(python.module_definition(module)), "c-import"),
            What::Attribute { module, path, called } => {
                let rule = if *called { "c-call" } else { "c-attribute" };
                (Vec::from_iter(python.at_path(module, path)), rule)
            }
            What::Method(name) => {
                let methods = methods.get_or_insert_with(|| methods_by_name(python));
                (methods.get(name.as_str()).cloned().unwrap_or_default(), "c-method-by-name")
            }
        };
        let condition = python.world.condition_text(found.file, found.condition);
        let condition = condition.or_else(|| python.definitions.get(found.caller).condition.clone());
        for to in to.into_iter().filter(|&to| to != found.caller) {
            if seen.insert((found.caller, to, rule, condition.is_some())) {
                let (from, file, line) = (found.caller, found.file, found.line);
                let exact = !matches!(found.what, What::Method(_));
                let (rule, condition) = (rule.into(), condition.clone());
                out.push(Link { kind: LinkKind::CPyCalls, from, to, file, line, rule, exact, condition });
            }
        }
    }
    out
}

/// The methods of the library by name, where few classes and no type of C have one of that name.
fn methods_by_name<'p>(python: &'p Python<'_, '_>) -> HashMap<&'p str, Vec<DefinitionId>> {
    let mut out: HashMap<&str, Vec<DefinitionId>> = HashMap::default();
    for (_, file) in python.modules.all() {
        if paths::is_test(python.world.path(file)) {
            continue;
        }
        for (fact, definition) in python.world.facts(file).definitions.iter().enumerate() {
            let found = python.definitions.of_fact(file as FileId, fact as u32);
            if let Some(found) = found.filter(|_| definition.kind == Kind::Method) {
                let known = out.entry(&definition.name).or_default();
                if !known.contains(&found) {
                    known.push(found);
                }
            }
        }
    }
    let of_c: HashSet<&str> = python.c.all().filter(|row| row.kind == NameKind::Method).map(|row| &*row.name).collect();
    out.retain(|name, all| all.len() <= MOST_ALIKE && !name.starts_with("__") && !of_c.contains(name));
    out
}

impl Python<'_, '_> {
    fn module_definition(&self, module: &str) -> Option<DefinitionId> {
        self.definition_of(&self.module(module)?.value)
    }

    fn at_path(&self, module: &str, path: &[String]) -> Option<DefinitionId> {
        let mut value = self.module(module)?.value;
        for part in path {
            value = self.attribute(&value, part)?.value;
        }
        self.definition_of(&value)
    }

    /// The definition a value is, modules included.
    fn definition_of(&self, value: &Value) -> Option<DefinitionId> {
        match value {
            Value::Module(module) => match self.modules.file(module) {
                Some(file) => self.definitions.module(file),
                None => self.c.dotted(module)?.targets.first().map(|target| target.definition),
            },
            other => self.definition(other),
        }
    }
}
