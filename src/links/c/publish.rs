//! Rule `publish`: what a module's filling functions put into it, by calls of the C API.

use super::api::ApiCall;
use super::holders::Holders;
use super::members::Context;
use super::modules::CModule;
use super::types::Types;
use crate::clex::value;
use crate::model::{DefinitionId, Item, Step};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Something a module publishes.
pub struct Published {
    /// Under which name.
    pub name: String,
    /// What it is.
    pub what: What,
    /// The call that does it.
    pub step: Step,
}

/// What is published.
pub enum What {
    /// A type, an index into `Types`.
    Type(usize),
    /// Another object, as text.
    Object(Box<str>),
    /// A method table, as text.
    Methods(Box<str>),
    /// An exception made at run time, by the function around the call; its name stands in `name`, dotted.
    Exception(u32),
}

/// All calls of the API by the function around them.
pub struct Calls<'c> {
    all: &'c [ApiCall],
    by_caller: HashMap<DefinitionId, Vec<usize>>,
}

impl<'c> Calls<'c> {
    /// Sorts them.
    pub fn new(all: &'c [ApiCall]) -> Self {
        let mut by_caller: HashMap<_, Vec<usize>> = HashMap::default();
        for (at, call) in all.iter().enumerate() {
            by_caller.entry(call.caller).or_default().push(at);
        }
        Calls { all, by_caller }
    }

    /// The calls of some functions, in the order of files and lines.
    fn of(&self, functions: &HashSet<DefinitionId>) -> impl Iterator<Item = &'c ApiCall> {
        let mut places: Vec<usize> =
            functions.iter().filter_map(|id| self.by_caller.get(id)).flatten().copied().collect();
        places.sort_unstable();
        places.into_iter().map(|at| &self.all[at])
    }
}

/// Returns what a module's functions publish, in the order of the calls.
pub fn published(
    context: &Context<'_, '_>,
    types: &Types,
    holders: &Holders,
    module: &CModule,
    calls: &Calls<'_>,
) -> Vec<Published> {
    let mut out = Vec::new();
    // A module of another platform is judged by its own build.
    let foreign = context.definitions.get(module.init).condition.is_some();
    for call in calls.of(&module.fillers).filter(|call| call.compiled || foreign) {
        let step = |rule: &'static str| Step { rule: rule.into(), file: call.file, line: call.line, certain: true };
        let held = |text: &str| holders.held(context.world, context.definitions, types, call.file, call.line, text);
        if let (Some(key), Some(object)) = (call.arg(call.api.key), call.arg(call.api.value)) {
            let expanded;
            let name = if let Some(name) = value::string(key) {
                Some(name)
            } else {
                expanded = context.world.expand(call.file, call.line, key);
                value::string(&expanded)
            };
            let Some(name) = name else {
                // A loop over an array of types, each under its own name.
                if held(object).is_none() && value::name(object).is_some() {
                    for index in arrays_of_types(context, types, call) {
                        let name = types.list[index].tp_name.rsplit('.').next().unwrap_or_default().to_owned();
                        out.push(Published { name, what: What::Type(index), step: step("publish") });
                    }
                }
                continue;
            };
            let what = held(object).map_or_else(|| What::Object(object.into()), What::Type);
            out.push(Published { name, what, step: step("publish") });
        } else if let Some(index) = call.arg(call.api.type_object).and_then(held) {
            let name = types.list[index].tp_name.rsplit('.').next().unwrap_or_default().to_owned();
            out.push(Published { name, what: What::Type(index), step: step("publish") });
        } else if let Some(list) = call.arg(call.api.type_object).and_then(|text| text.split_once('[')) {
            for index in listed_types(context, types, holders, call, list.0) {
                let name = types.list[index].tp_name.rsplit('.').next().unwrap_or_default().to_owned();
                out.push(Published { name, what: What::Type(index), step: step("publish") });
            }
        } else if let Some(table) = call.arg(call.api.table) {
            out.push(Published { name: String::new(), what: What::Methods(table.into()), step: step("publish") });
        } else if let Some(text) = call.arg(call.api.error) {
            let expanded = context.world.expand(call.file, call.line, text);
            if let Some(name) = value::string(&expanded) {
                out.push(Published { name, what: What::Exception(call.caller), step: step("new-exception") });
            }
        } else if let Some(made) = call.arg(call.api.spec).or_else(|| call.arg(call.api.desc)) {
            // A type whose own name lies in this module is found there, whatever puts it there.
            let Some(index) = types.named(context.world, context.definitions, call.file, call.line, made) else {
                continue;
            };
            let of = &types.list[index];
            if let Some((owner, last)) = of.tp_name.rsplit_once('.')
                && owner == module.name
            {
                let step = Step { certain: false, ..step("type-name") };
                out.push(Published { name: last.to_owned(), what: What::Type(index), step });
            }
        }
    }
    out
}

/// The types in an array that a loop publishes: `PyModule_AddType(m, types[i])`.
fn listed_types(
    context: &Context<'_, '_>,
    types: &Types,
    holders: &Holders,
    call: &ApiCall,
    array: &str,
) -> Vec<usize> {
    let Some((table, _)) = context.tables.named(context.world, context.definitions, call.file, call.line, array) else {
        return Vec::new();
    };
    let held =
        |item: &Item| holders.held(context.world, context.definitions, types, table.file, item.line, item.value.text());
    table.items.iter().filter_map(held).collect()
}

/// The types in the arrays of a file that hold nothing but types.
fn arrays_of_types(context: &Context<'_, '_>, types: &Types, call: &ApiCall) -> Vec<usize> {
    let mut out = Vec::new();
    for table in context.tables.list.iter().filter(|table| table.file == call.file && table.items.len() > 1) {
        let listed: Option<Vec<usize>> = table
            .items
            .iter()
            .filter(|item| !super::types::is_null(item.value.text()))
            .map(|item| types.named(context.world, context.definitions, table.file, item.line, item.value.text()))
            .collect();
        out.extend(listed.unwrap_or_default());
    }
    out
}

/// What a module gets from another one: `builtins.open` from `io` at start-up, `math.gcd` from `_math_integer`.
///
/// Returns module, name, and the dotted name of what is put there.
pub fn handed_over(calls: &[ApiCall], modules: &[CModule]) -> Vec<(String, String, String)> {
    let mut by_caller: HashMap<DefinitionId, Vec<&ApiCall>> = HashMap::default();
    for call in calls.iter().filter(|call| call.compiled) {
        by_caller.entry(call.caller).or_default().push(call);
    }
    let mut out = Vec::new();
    for call in calls.iter().filter(|call| call.compiled) {
        let (Some(key), Some(object), Some(module)) =
            (call.arg(call.api.key).and_then(value::string), call.arg(call.api.value), call.args.first())
        else {
            continue;
        };
        let beside = &by_caller[&call.caller];
        let Some(source) = fetched(beside, call.line, object) else { continue };
        if let Some(target) = fetched(beside, call.line, module) {
            out.push((target, key, source));
        } else {
            let filled = modules.iter().filter(|module| module.fillers.contains(&call.caller));
            out.extend(filled.map(|module| (module.name.clone(), key.clone(), source.clone())));
        }
    }
    out
}

/// The dotted name of what an expression holds on a line of a function: an imported module, an attribute of one.
fn fetched(beside: &[&ApiCall], line: u32, text: &str) -> Option<String> {
    let variable = value::name(text);
    let gives = |call: &&&ApiCall| match variable {
        Some(_) => call.line <= line && call.assigned_to.as_deref() == variable,
        // The call itself stands there.
        None => {
            call.line == line && text.starts_with(&call.api.name) && call.args.iter().all(|arg| text.contains(&**arg))
        }
    };
    let call = beside.iter().rev().filter(|call| call.api.import.or(call.api.of).is_some()).find(gives)?;
    let owner = match call.arg(call.api.of) {
        // Always further up, so that it ends.
        Some(of) => fetched(beside, call.line.checked_sub(1)?, of)?,
        None => call.arg(call.api.import).and_then(value::string)?,
    };
    match call.api.attr {
        Some(_) => Some(format!("{owner}.{}", call.arg(call.api.attr).and_then(value::string)?)),
        None => Some(owner),
    }
}
