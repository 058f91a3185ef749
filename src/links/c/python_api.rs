//! The C API by which C reaches what is written in Python: what the arguments of each function mean.

use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// What the arguments of one function mean; see `queries/c/python.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PythonApi {
    /// The function.
    pub name: String,
    /// Argument that is the dotted name of a module.
    pub module: Option<usize>,
    /// Argument that is an object.
    pub of: Option<usize>,
    /// Argument that is the name of an attribute of that module or object.
    pub attribute: Option<usize>,
    /// Whether the attribute is called.
    #[serde(default)]
    pub calls: bool,
    /// Argument that is called.
    pub callee: Option<usize>,
    /// Argument that is the address of the variable which gets the result.
    pub into: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    calls: Vec<PythonApi>,
    held: HashMap<String, String>,
    identifiers: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/c/python.toml")).expect("compiled-in data, parsed by a test")
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static PythonApi>> =
    LazyLock::new(|| TABLE.calls.iter().map(|api| (api.name.as_str(), api)).collect());

/// What the arguments of a function mean.
pub fn named(function: &str) -> Option<&'static PythonApi> {
    BY_NAME.get(function).copied()
}

/// The module that a member of the interpreter's state holds.
pub fn held(member: &str) -> Option<&'static str> {
    TABLE.held.get(member).map(String::as_str)
}

/// The word that an identifier made by a macro stands for.
pub fn identifier(variable: &str) -> Option<&str> {
    TABLE.identifiers.iter().find_map(|prefix| variable.strip_prefix(prefix.as_str())).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses() {
        assert_eq!(named("PyImport_ImportModule").and_then(|api| api.module), Some(0));
        assert!(named("PyObject_CallMethod").is_some_and(|api| api.calls));
        assert_eq!(identifier("PyId_read"), Some("read"));
        assert_eq!(held("importlib"), Some("_frozen_importlib"));
    }
}
