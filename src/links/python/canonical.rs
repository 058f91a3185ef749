//! Under which dotted name a value is known, and what a name would hold otherwise.

use super::Python;
use super::lookup::{END, Way};
use super::value::{Found, Value};
use crate::model::FileId;

impl Python<'_, '_> {
    /// What a name gets by a way, whether the default build goes it or not.
    pub fn by_way_of(&self, file: FileId, way: Way<'_>, name: &str) -> Option<Found> {
        match way {
            Way::Binding(binding) => self.bound(file, binding),
            Way::Star(star) => {
                let module = self.modules.absolute(file, star.level, &star.module)?;
                Some(self.exported(&module, name)?.by("star-import", file, star.line))
            }
        }
    }

    /// Whether a value is a definition that is called `name` in a class (or module: the empty text) of a file.
    pub fn is_at(&self, value: &Value, file: FileId, class: &str, name: &str) -> bool {
        let Some(place) = value.place().filter(|place| place.file == file) else { return false };
        let own = &*self.world.facts(file).definitions[place.fact as usize].qualname;
        let last =
            if class.is_empty() { Some(own) } else { own.strip_prefix(class).and_then(|it| it.strip_prefix('.')) };
        last == Some(name)
    }

    /// What a dotted path in a module holds: `C.D`.
    pub fn attribute_of_path(&self, file: FileId, path: &str) -> Option<Value> {
        let mut parts = path.split('.');
        let mut value = self.in_scope(file, None, parts.next()?, END)?.value;
        for part in parts {
            value = self.held_directly(&value, part)?.value;
        }
        Some(value)
    }

    /// The dotted name under which a value is defined, where that name holds it.
    pub fn canonical(&self, value: &Value) -> Option<Box<str>> {
        match value {
            Value::Module(module) => Some(module.clone()),
            Value::C(row) => Some(self.c_canonical(row)),
            Value::Bound(inner, _) | Value::Static(inner) | Value::ClassMethod(inner) | Value::Property(inner) => {
                self.canonical(inner)
            }
            Value::Function(place) | Value::Class(place) => {
                let module = self.modules.name(place.file)?;
                let fact = &self.world.facts(place.file).definitions[place.fact as usize];
                if fact.qualname.contains("<locals>") {
                    return None;
                }
                let held = self.attribute_of_path(place.file, &fact.qualname)?;
                (held.place() == Some(*place)).then(|| [module, ".", &fact.qualname].concat().into())
            }
            _ => None,
        }
    }
}
