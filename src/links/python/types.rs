//! Types that have no name of their own in Python code: what `type(…)` of something is, from
//! `queries/python/type_of.toml`.

use super::Python;
use super::platform::entry;
use super::value::{Found, Value};
use crate::model::NameKind;
use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Table {
    of: HashMap<String, String>,
    attributes: HashMap<String, String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/python/type_of.toml")).expect("compiled-in data, parsed by a test")
});

/// The kind of value an attribute of a built-in object holds: `__code__` of `builtins.function`.
pub fn value_of(scope: &str, name: &str) -> Option<&'static str> {
    entry(&TABLE.attributes, scope, name).map(String::as_str)
}

impl Python<'_, '_> {
    /// The class of a value.
    pub fn class_of(&self, value: &Value) -> Option<Found> {
        let kind = match value {
            Value::Instance(class, _) => return Some(Found::bare((**class).clone())),
            Value::Function(_) | Value::Lambda => "function",
            Value::Module(_) => "module",
            Value::None => "None",
            Value::Bool(_) => "bool",
            Value::Number(_) => "int",
            Value::Text(_) => "text",
            Value::Sequence(_) => "list",
            Value::Mapping(_) => "dict",
            Value::Class(_) | Value::Made(_) => "class",
            Value::Bound(function, _) => match (&**function, self.row_kind(function)) {
                (Value::C(_), Some(NameKind::Slot)) => "bound slot",
                (Value::C(_), _) => "c function",
                _ => "method",
            },
            Value::Static(_) => "staticmethod",
            Value::ClassMethod(_) => "classmethod",
            Value::Property(_) => "property",
            Value::Result(kind) => kind,
            Value::C(row) => match self.row_kind(value)? {
                NameKind::Function => "c function",
                NameKind::Method => "c method",
                NameKind::Slot => "slot",
                NameKind::ClassMethod => "c classmethod",
                NameKind::GetSet => "getset",
                NameKind::Member => "member",
                NameKind::Class => "class",
                NameKind::Value => return self.class_of_value(row),
                _ => return None,
            },
            Value::Unknown => return None,
        };
        let dotted = TABLE.of.get(kind)?;
        let (scope, name) = dotted.rsplit_once('.')?;
        self.c_attribute(scope, name)
    }

    fn class_of_value(&self, row: &str) -> Option<Found> {
        let dotted = TABLE.of.get(row)?;
        let (scope, name) = dotted.rsplit_once('.')?;
        self.c_attribute(scope, name)
    }

    fn row_kind(&self, value: &Value) -> Option<NameKind> {
        match value {
            Value::C(row) => Some(self.c.dotted(row)?.kind),
            _ => None,
        }
    }
}
