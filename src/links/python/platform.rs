//! What the default build's interpreter says of itself, from `queries/python/platform.toml`, and which modules made in
//! C it does not have.

use super::value::Value;
use crate::links::definitions::Definitions;
use crate::links::names::Names;
use crate::links::world::World;
use crate::model::Dialect;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Table {
    values: HashMap<String, toml::Value>,
    foreign: Foreign,
}

#[derive(Deserialize)]
struct Foreign {
    complete: String,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/python/platform.toml")).expect("compiled-in data, parsed by a test")
});

#[derive(Deserialize)]
struct Systems {
    paths: HashMap<String, String>,
}

/// Folders whose files only one system builds.
static SYSTEMS: LazyLock<Systems> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/platforms.toml")).expect("compiled-in data, parsed by a test")
});

/// The value of an attribute that the build decides.
pub fn value(scope: &str, name: &str) -> Option<Value> {
    Some(match entry(&TABLE.values, scope, name)? {
        toml::Value::String(text) => Value::Text(text.as_str().into()),
        toml::Value::Integer(number) => Value::Number(*number),
        toml::Value::Boolean(truth) => Value::Bool(*truth),
        _ => return None,
    })
}

/// What a short table tells of scope and name joined.
pub fn entry<'t, T>(table: &'t HashMap<String, T>, scope: &str, name: &str) -> Option<&'t T> {
    let is_it = |dotted: &str| {
        let length = scope.len() + 1 + name.len();
        dotted.len() == length && dotted.starts_with(scope) && dotted.ends_with(name)
    };
    table.iter().find(|(dotted, _)| is_it(dotted)).map(|(_, value)| value)
}

/// Whether the table tells something of a module.
pub fn knows(module: &str) -> bool {
    TABLE.values.keys().any(|dotted| dotted.strip_prefix(module).is_some_and(|rest| rest.starts_with('.')))
}

/// Says which C modules the default build leaves out: made under a condition, of another system, or not listed by
/// `Modules/Setup*` nor named by `config.c.in`.
pub fn foreign<'n>(world: &World<'_>, definitions: &Definitions, c: &'n Names) -> impl Fn(&str) -> bool + use<'n> {
    let mut listed: HashSet<Box<str>> = HashSet::default();
    let mut away: HashMap<Box<str>, bool> = HashMap::default();
    // Without a complete list of what is built, a module that is not listed may be built all the same.
    let is_complete = world.files().iter().any(|file| file.path.starts_with(TABLE.foreign.complete.as_str()));
    for file in world.files() {
        let is_setup = file.facts.dialect == Dialect::Rows && file.path.starts_with("Modules/Setup");
        for row in file.facts.rows.iter().filter(|_| is_setup) {
            // `@MODULE_X_TRUE@name file.c`
            let first = row.words.first().map_or("", |word| word.rsplit('@').next().unwrap_or_default());
            listed.insert(first.into());
        }
        if let Some(table) = file.facts.c.as_deref().filter(|_| file.path.ends_with("config.c.in")) {
            let rows = table.initialisers.iter().flat_map(|one| &one.items);
            let texts = rows.flat_map(|row| row.value.items()).map(|cell| cell.value.text());
            let words = texts.flat_map(|text| text.split(|c: char| c != '_' && !c.is_alphanumeric()));
            listed.extend(words.filter(|word| !word.is_empty()).map(Into::into));
        }
    }
    for row in c.of_scope("") {
        let Some(target) = row.targets.first() else { continue };
        let made = definitions.get(target.definition);
        let path = world.path(made.file);
        let unlisted = is_complete && path.starts_with("Modules/") && !listed.contains(&row.name);
        let elsewhere = SYSTEMS.paths.keys().any(|front| path.starts_with(front.as_str()));
        away.insert(row.name.clone(), made.condition.is_some() || unlisted || elsewhere);
    }
    move |name| away.get(name).copied().unwrap_or(false)
}
