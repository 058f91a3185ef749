//! The word lists in `queries/c/*.toml`: macros that break the grammar, type names of tables, functions that publish.

use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What the reader of C needs to know of CPython's vocabulary.
pub struct Vocabulary {
    /// Macros around a type: `PyAPI_FUNC(int)`.
    pub type_calls: HashSet<String>,
    /// Those of them, and other macros, that stand for `static`.
    pub static_calls: HashSet<String>,
    /// Words in front of a variable that is declared and not defined.
    pub declaring: HashSet<String>,
    /// Attributes with arguments: `Py_DEPRECATED(3.9)`.
    pub attribute_calls: HashSet<String>,
    /// Macros that mark a jump target: `TARGET(X) {`.
    pub targets: HashSet<String>,
    /// Further macros at file level.
    pub known: HashSet<String>,
    /// Attributes without arguments.
    pub attributes: HashSet<String>,
    /// Types whose variables are tables.
    pub table_types: HashSet<String>,
    /// How the members of type objects that hold functions begin.
    pub slot_prefixes: Vec<String>,
    /// Types whose variables are Python types.
    pub type_types: HashSet<String>,
    /// Functions whose call arguments are kept.
    pub publishing: HashSet<String>,
    /// How the names of type objects end.
    pub type_objects: String,
    /// How the names of what emits instructions begin.
    pub emitters: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repair {
    type_calls: HashSet<String>,
    static_calls: HashSet<String>,
    declaring: HashSet<String>,
    attribute_calls: HashSet<String>,
    targets: HashSet<String>,
    attributes: HashSet<String>,
    known: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variables {
    slot_prefixes: Vec<String>,
    tables: HashSet<String>,
    types: HashSet<String>,
}

#[derive(Deserialize)]
struct Publish {
    api: Vec<Publishing>,
    text_makers: Vec<String>,
}

#[derive(Deserialize)]
struct Python {
    calls: Vec<Publishing>,
}

#[derive(Deserialize)]
struct Publishing {
    name: String,
}

#[derive(Deserialize)]
struct Instructions {
    emitters: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    type_objects: String,
    functions: HashSet<String>,
}

/// The vocabulary compiled into the program.
pub static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let repair: Repair =
        toml::from_str(include_str!("../../../queries/c/repair.toml")).expect("compiled-in repair.toml");
    let tables: Variables =
        toml::from_str(include_str!("../../../queries/c/tables.toml")).expect("compiled-in tables.toml");
    let publish: Publish =
        toml::from_str(include_str!("../../../queries/c/publish.toml")).expect("compiled-in publish.toml");
    let arguments: Arguments =
        toml::from_str(include_str!("../../../queries/c/arguments.toml")).expect("compiled-in arguments.toml");
    let instructions: Instructions =
        toml::from_str(include_str!("../../../queries/c/instructions.toml")).expect("compiled-in instructions.toml");
    let python: Python =
        toml::from_str(include_str!("../../../queries/c/python.toml")).expect("compiled-in python.toml");
    let mut publishing = arguments.functions;
    publishing.extend(python.calls.into_iter().map(|one| one.name));
    publishing.extend(publish.text_makers);
    publishing.extend(publish.api.into_iter().map(|one| one.name));
    Vocabulary {
        type_calls: repair.type_calls,
        static_calls: repair.static_calls,
        declaring: repair.declaring,
        attribute_calls: repair.attribute_calls,
        targets: repair.targets,
        known: repair.known,
        attributes: repair.attributes,
        slot_prefixes: tables.slot_prefixes,
        table_types: tables.tables,
        type_types: tables.types,
        publishing,
        type_objects: arguments.type_objects,
        emitters: instructions.emitters,
    }
});
