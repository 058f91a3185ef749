//! The calls by which modules and types are made and published, macros around them expanded.

use crate::clex::token::{self, Token};
use crate::clex::{expand, value};
use crate::links::definitions::Definitions;
use crate::links::made::Made;
use crate::links::world::World;
use crate::model::{Call, DefinitionId, FileId};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
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
}

#[derive(Deserialize)]
struct Table {
    api: Vec<Api>,
    init_prefixes: Vec<String>,
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

/// One call of an API function.
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

/// Returns every API call of the revision, in the order of files and lines.
pub fn calls(world: &World<'_>, definitions: &Definitions, made: &Made) -> Vec<ApiCall> {
    let publishing = publishing_macros(world);
    let mut out = Vec::new();
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        let Some(c) = &file.facts.c else { continue };
        for call in &c.calls {
            let caller = call.caller.and_then(|caller| definitions.of_fact(id, caller));
            if let Some(caller) = caller {
                add(world, &publishing, id, caller, call, &mut out);
            }
        }
    }
    for (caller, file, line, body) in &made.bodies {
        scan(&token::tokens(body), *file, *line, *caller, true, &mut out);
    }
    out
}

fn add(
    world: &World<'_>,
    publishing: &HashSet<&str>,
    file: FileId,
    caller: DefinitionId,
    call: &Call,
    out: &mut Vec<ApiCall>,
) {
    let compiled = world.is_compiled(file, call.condition);
    if let Some(api) = BY_NAME.get(&*call.callee) {
        out.push(ApiCall {
            api,
            caller,
            file,
            line: call.line,
            compiled,
            args: call.args.clone(),
            assigned_to: call.assigned_to.clone(),
        });
    } else if publishing.contains(&*call.callee) {
        let Some(of) = world.macro_at(file, call.line, &call.callee) else { return };
        let text = expand::apply(of, &call.args, &|name| {
            world.macro_at(file, call.line, name).filter(|_| publishing.contains(name) || !is_api(name))
        });
        scan(&token::tokens(&text), file, call.line, caller, compiled, out);
    }
}

/// Macros whose replacement calls the API, directly or through another macro.
fn publishing_macros<'f>(world: &World<'f>) -> HashSet<&'f str> {
    let mut known: HashSet<&str> = HashSet::new();
    loop {
        let before = known.len();
        for file in world.files() {
            let Some(c) = &file.facts.c else { continue };
            for one in c.macros.iter().filter(|one| one.params.is_some()) {
                let words = one.body.split(|c: char| c != '_' && !c.is_ascii_alphanumeric());
                if words.into_iter().any(|word| is_api(word) || known.contains(word)) && !is_api(&one.name) {
                    known.insert(&one.name);
                }
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// Finds API calls in expanded text.
fn scan(tokens: &[Token<'_>], file: FileId, line: u32, caller: DefinitionId, compiled: bool, out: &mut Vec<ApiCall>) {
    for at in 0..tokens.len() {
        let Some(api) = BY_NAME.get(tokens[at].text) else { continue };
        if !tokens.get(at + 1).is_some_and(|next| next.is("(")) {
            continue;
        }
        let close = token::closing(tokens, at + 1).min(tokens.len());
        let mut args: Vec<Box<str>> =
            token::split_commas(&tokens[at + 2..close]).into_iter().map(|arg| token::join(arg).into()).collect();
        // `X = Y; PyModule_AddObject(m, "x", X)` in one macro publishes Y.
        if let Some(value) = api.value.and_then(|column| args.get_mut(column))
            && let Some(source) = copied_from(&tokens[..at], value)
        {
            *value = source;
        }
        let assigned_to = assigned(&tokens[..at]);
        // `p = PyType_FromSpec(…); state->type = p;` stores it in the second place too.
        let further = assigned_to.as_deref().and_then(|name| copied_to(&tokens[close..], name));
        if let Some(place) = further {
            let args = args.clone();
            out.push(ApiCall { api, caller, file, line, compiled, args, assigned_to: Some(place) });
        }
        out.push(ApiCall { api, caller, file, line, compiled, args, assigned_to });
    }
}

/// Y of the last `X = Y;` among the tokens, casts skipped.
fn copied_from(tokens: &[Token<'_>], name: &str) -> Option<Box<str>> {
    let at = (1..tokens.len()).rev().find(|&at| tokens[at].is("=") && tokens[at - 1].text == name)?;
    let end = (at..tokens.len()).find(|&end| tokens[end].is(";"))?;
    let text = token::join(&tokens[at + 1..end]);
    value::name(&text).map(Into::into)
}

/// Z of the first `Z = (cast)X;` among the tokens.
fn copied_to(tokens: &[Token<'_>], name: &str) -> Option<Box<str>> {
    let at = (1..tokens.len()).find(|&at| {
        let rest = tokens[at + 1..].iter().position(|token| token.is(";")).map(|end| &tokens[at + 1..at + 1 + end]);
        tokens[at].is("=") && rest.is_some_and(|rest| value::name(&token::join(rest)) == Some(name))
    })?;
    assigned(&tokens[..=at])
}

/// The left side in front of `= (cast)`.
fn assigned(before: &[Token<'_>]) -> Option<Box<str>> {
    let mut end = before.len();
    while end > 0 && before[end - 1].is(")") {
        let open = (0..end).rev().find(|&at| before[at].is("(") && token::closing(before, at) == end - 1)?;
        end = open;
    }
    let equals = end.checked_sub(1).filter(|&at| before[at].is("="))?;
    let is_left =
        |token: &Token<'_>| token.is_word() || token.is("->") || token.is(".") || token.is("(") || token.is(")");
    let start = (0..equals).rev().take_while(|&at| is_left(&before[at])).last()?;
    Some(token::join(&before[start..equals]).into())
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

    #[test]
    fn the_left_side_is_found() {
        let tokens = token::tokens("do { st->foo = (PyTypeObject*)");
        assert_eq!(assigned(&tokens).as_deref(), Some("st->foo"));
    }
}
