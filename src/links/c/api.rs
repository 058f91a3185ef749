//! The C API by which modules and types are made and published: what the arguments of each function mean.

use crate::clex::value::last_word;
use crate::model::{ConditionId, DefinitionId, FileId};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::Deserialize;
use std::sync::LazyLock;

/// What the arguments of one API function mean; see `queries/c/publish.toml`.
#[derive(Debug, Deserialize)]
pub struct Api {
    /// The function.
    pub name: String,
    /// Argument that is the attribute's name.
    pub key: Option<usize>,
    /// Argument that is the object published under `key`.
    pub value: Option<usize>,
    /// Argument that is a type published under its own name.
    #[serde(rename = "type")]
    pub type_object: Option<usize>,
    /// Argument that is a method table.
    pub table: Option<usize>,
    /// Argument that is a type's spec.
    pub spec: Option<usize>,
    /// Argument that is the new type's base or tuple of bases.
    pub bases: Option<usize>,
    /// Argument that is the description of a struct sequence.
    pub desc: Option<usize>,
    /// Argument that the new struct sequence is stored in.
    pub into: Option<usize>,
    /// Argument that is a dotted exception name.
    pub error: Option<usize>,
    /// Argument that is the module's definition.
    pub def: Option<usize>,
    /// Argument that is the dotted name of an imported module.
    pub import: Option<usize>,
    /// Argument that is a module fetched before.
    pub of: Option<usize>,
    /// Argument that is an attribute of that module.
    pub attr: Option<usize>,
    /// Argument that is the module which gets `key`.
    pub module: Option<usize>,
    /// Argument that is the dictionary which gets `key`.
    pub dict: Option<usize>,
    /// Argument that is the type of the object that the call allocates.
    pub makes: Option<usize>,
    /// The module that gets `key`, whoever calls.
    pub always: Option<String>,
}

#[derive(Deserialize)]
struct Table {
    api: Vec<Api>,
    init_prefixes: Vec<String>,
    text_makers: HashSet<String>,
    text_macros: HashSet<String>,
    dict_getters: HashSet<String>,
    entry_getters: HashSet<String>,
    type_dict_getters: HashSet<String>,
    module_dicts: HashMap<String, String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/c/publish.toml")).expect("compiled-in data, parsed by a test")
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static Api>> =
    LazyLock::new(|| TABLE.api.iter().map(|api| (api.name.as_str(), api)).collect());

/// The import name that an init function's name carries.
pub fn import_name(function: &str) -> Option<&str> {
    TABLE.init_prefixes.iter().find_map(|prefix| function.strip_prefix(prefix.as_str())).filter(|name| !name.is_empty())
}

/// Whether this is one of the API functions.
pub fn is_api(name: &str) -> bool {
    BY_NAME.contains_key(name)
}

/// Whether this API function makes a struct sequence from its description.
pub fn is_described(name: &str) -> bool {
    BY_NAME.get(name).is_some_and(|api| api.desc.is_some())
}

/// Whether a call of this function gives a module's dictionary.
pub fn gives_dict(function: &str) -> bool {
    TABLE.dict_getters.contains(function)
}

/// What the arguments of an API function mean.
pub fn named(function: &str) -> Option<&'static Api> {
    BY_NAME.get(function).copied()
}

/// Which argument of an API function is the name of a module it imports.
pub fn imported_argument(function: &str) -> Option<usize> {
    named(function)?.import
}

/// Whether this function makes a string object of its first argument.
pub fn makes_text(function: &str) -> bool {
    TABLE.text_makers.contains(function)
}

/// Whether this macro stands for the string object of a word.
pub fn is_text_macro(name: &str) -> bool {
    TABLE.text_macros.contains(name)
}

/// Whether this function gives an entry of a dictionary, by the text of its last argument.
pub fn gives_entry(function: &str) -> bool {
    TABLE.entry_getters.contains(function)
}

/// Whether a call of this function gives a type's dictionary.
pub fn gives_type_dict(function: &str) -> bool {
    TABLE.type_dict_getters.contains(function)
}

/// The module whose dictionary an expression is by its name alone: a member of the interpreter's state.
pub fn module_of_dict(text: &str) -> Option<&'static str> {
    TABLE.module_dicts.get(last_word(text)).map(String::as_str)
}

/// One call of an API function.
#[derive(Clone)]
pub struct ApiCall {
    /// What its arguments mean.
    pub api: &'static Api,
    /// The function around it.
    pub caller: DefinitionId,
    /// Where.
    pub file: FileId,
    /// 1-based line.
    pub line: u32,
    /// Whether the default build compiles it.
    pub compiled: bool,
    /// The `#if` around it.
    pub condition: ConditionId,
    /// The arguments as text.
    pub args: Vec<Box<str>>,
    /// What the result is assigned to.
    pub assigned_to: Option<Box<str>>,
}

impl ApiCall {
    /// The text of an argument named by a column of the table.
    pub fn arg(&self, column: Option<usize>) -> Option<&str> {
        self.args.get(column?).map(|arg| &**arg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses() {
        assert!(is_api("PyModule_AddType"));
        assert_eq!(import_name("PyInit__heapq"), Some("_heapq"));
        assert_eq!(import_name("PyInit_"), None);
    }
}
