//! Rule `constant`: numbers, strings and other objects that C puts into modules: `errno.ENOENT`, `sys.maxsize`.

use super::api::{self, ApiCall};
use super::helpers::parameters;
use super::members::Context;
use super::modules::CModule;
use super::types::Types;
use crate::clex::value;
use crate::links::names::{Names, row};
use crate::model::{DefinitionId, FileId, Kind, NameKind, NameTarget, Step};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// What variables of functions got from calls: the dictionary of a module, or a module made under a name.
#[derive(Default)]
struct Variables<'f> {
    held: HashMap<DefinitionId, HashMap<&'f str, Holds>>,
}

impl Variables<'_> {
    fn held(&self, call: &ApiCall, text: &str) -> Option<&Holds> {
        let variable = value::name(text).unwrap_or(text);
        self.held.get(&call.caller)?.get(value::last_word(variable))
    }

    fn has_dict(&self, function: DefinitionId) -> bool {
        self.held.get(&function).is_some_and(|held| held.values().any(|one| matches!(one, Holds::Dict)))
    }
}

enum Holds {
    /// The dictionary of the module that the function fills.
    Dict,
    /// A module of this name.
    Module(String),
    /// The dictionary of the type of this name.
    Type(String),
}

/// Adds a row for every name that calls of the C API put into a module and that no other rule has.
///
/// The row leads to the call, in the function that makes it.
pub fn add(context: &Context<'_, '_>, types: &Types, modules: &[CModule], calls: &[ApiCall], names: &mut Names) {
    let variables = variables(context, types);
    let mut owners: HashMap<DefinitionId, Vec<&CModule>> = HashMap::default();
    for module in modules {
        for &filler in &module.fillers {
            owners.entry(filler).or_default().push(module);
        }
    }
    let own = |call: &ApiCall| -> Vec<String> {
        owners.get(&call.caller).into_iter().flatten().map(|module| module.name.clone()).collect()
    };
    let mut found: Vec<(String, String, &ApiCall)> = Vec::new();
    let mut listed: Vec<&ApiCall> = Vec::new();
    for call in calls {
        let Some(key) = call.arg(call.api.key) else { continue };
        let expanded = || context.world.expand(call.file, call.line, key);
        let Some(name) = value::string(key).or_else(|| value::string(&expanded())) else {
            listed.push(call);
            continue;
        };
        for module in target(context, &variables, call, own(call)) {
            if names.get(&module, &name).is_none() && !name.is_empty() {
                found.push((module, name.clone(), call));
            }
        }
    }
    for call in listed {
        for module in target(context, &variables, call, own(call)) {
            for (name, target) in from_tables(context, call) {
                if names.get(&module, &name).is_none() && !name.is_empty() {
                    names.add(row(&module, &name, NameKind::Value, vec![target]));
                }
            }
        }
    }
    found.sort_by_key(|(_, _, call)| !call.compiled);
    let of_types: HashSet<&str> = types.list.iter().map(|one| &*one.canonical).collect();
    for (module, name, call) in found {
        if names.get("", &module).is_none() && !of_types.contains(&*module) {
            let evidence = vec![Step { rule: "submodule".into(), file: call.file, line: call.line, certain: true }];
            let target = NameTarget { definition: call.caller, line: None, twin: false, condition: None, evidence };
            names.add(row("", &module, NameKind::Module, vec![target]));
        }
        let condition = context.world.condition_text(call.file, call.condition);
        let evidence = vec![Step { rule: "constant".into(), file: call.file, line: call.line, certain: true }];
        let line = Some(call.line);
        if let Some(other) = copied(call).filter(|other| names.get(&module, other).is_some()) {
            let mut entry = row(&module, &name, NameKind::Value, Vec::new());
            entry.alias_of = Some(format!("{module}.{other}").into());
            names.add(entry);
            continue;
        }
        let target = NameTarget { definition: call.caller, line, twin: false, condition, evidence };
        names.add(row(&module, &name, NameKind::Value, vec![target]));
    }
}

/// The name of the entry that a call gives a second name: `SetItem(dict, "__hook__", GetItem(dict, "hook"))`.
fn copied(call: &ApiCall) -> Option<String> {
    let (function, args) = value::call(call.arg(call.api.value)?)?;
    value::string(args.last().filter(|_| api::gives_entry(function))?)
}

/// The rows of the tables that a loop publishes: `PyModule_AddIntConstant(m, one->name, one->value)`. A plain variable
/// is a guess: it may hold the member of its name.
fn from_tables(context: &Context<'_, '_>, call: &ApiCall) -> Vec<(String, NameTarget)> {
    let Some(key) = call.arg(call.api.key) else { return Vec::new() };
    if parameters(&context.definitions.get(call.caller).signature).iter().any(|name| name == key) {
        return Vec::new();
    }
    let (member, certain) = (value::last_word(key), key.contains("->") || key.contains('.'));
    let mut out = Vec::new();
    let own = context.tables.list.iter().filter(|table| table.file == call.file && !table.type_name.starts_with("Py"));
    for table in own {
        // The members of a struct without a tag go by the name of the variable.
        let of = match &*table.type_name {
            "struct" => &context.definitions.get(table.definition).symbol,
            name => name,
        };
        for row in table.rows(context.world) {
            let text = context.structs.cell(row, of, member);
            let expanded = || context.world.expand(table.file, row.line, text);
            let Some(name) = value::string(text).or_else(|| value::string(&expanded())) else { continue };
            let place = |rule: &'static str, line| Step { rule: rule.into(), file: table.file, line, certain };
            let target = NameTarget {
                definition: table.definition,
                line: Some(row.line),
                twin: false,
                condition: context.world.condition_text(table.file, row.condition),
                evidence: vec![place("constant-table", row.line), place("constant", call.line)],
            };
            out.push((name, target));
        }
    }
    out
}

/// The modules that a call puts something into; `own` are those its function fills.
fn target(context: &Context<'_, '_>, variables: &Variables<'_>, call: &ApiCall, own: Vec<String>) -> Vec<String> {
    if let Some(always) = &call.api.always {
        return vec![always.clone()];
    }
    if let Some(module) = call.arg(call.api.module) {
        return match variables.held(call, module) {
            Some(Holds::Module(name)) => vec![name.clone()],
            _ => own,
        };
    }
    let Some(dict) = call.arg(call.api.dict) else { return Vec::new() };
    if let Some(module) = api::module_of_dict(dict) {
        return vec![module.to_owned()];
    }
    let is_getter = value::call(dict).is_some_and(|(function, _)| api::gives_dict(function));
    // A variable of the file that keeps the dictionary.
    let is_kept = || {
        let own = value::name(dict).and_then(|name| {
            context.definitions.resolve(context.world, call.file, call.line, name, |kind| kind == Kind::Global)
        });
        own.is_some() && variables.has_dict(call.caller)
    };
    if let Some(Holds::Type(name)) = variables.held(call, dict) {
        return vec![name.clone()];
    }
    let is_own = is_getter || matches!(variables.held(call, dict), Some(Holds::Dict)) || is_kept();
    if is_own { own } else { Vec::new() }
}

fn variables<'f>(context: &Context<'_, 'f>, types: &Types) -> Variables<'f> {
    let mut out = Variables::default();
    let gives = context.world.callees().each(|name| (api::gives_dict(name), api::gives_type_dict(name)));
    for id in 0..context.world.files().len() as FileId {
        for (call, callee) in context.world.calls(id) {
            let (gives_dict, gives_type_dict) = gives[callee];
            if call.args.is_empty() && !gives_dict {
                continue;
            }
            let caller = call.caller.and_then(|caller| context.definitions.of_fact(id, caller));
            let (Some(caller), Some(variable)) = (caller, &call.assigned_to) else { continue };
            let of_type = || {
                let object = call.args.first().filter(|_| gives_type_dict)?;
                let index = types.named(context.world, context.definitions, id, call.line, object)?;
                Some(types.list[index].canonical.clone())
            };
            let holds = if gives_dict {
                Holds::Dict
            } else if let Some(name) = of_type() {
                Holds::Type(name)
            } else if let Some(name) = module_name(context, id, call.line, &call.args) {
                Holds::Module(name)
            } else {
                continue;
            };
            out.held.entry(caller).or_default().insert(value::last_word(variable), holds);
        }
    }
    out
}

/// The dotted name of a submodule among the arguments of the call that makes it.
fn module_name(context: &Context<'_, '_>, file: FileId, line: u32, args: &[Box<str>]) -> Option<String> {
    let is_name = |text: &String| {
        let part = |part: &str| !part.is_empty() && part.chars().all(|c| c == '_' || c.is_alphanumeric());
        text.contains('.') && text.split('.').all(part)
    };
    args.iter()
        .filter(|arg| arg.contains('"'))
        .find_map(|arg| value::string(&context.world.expand(file, line, arg)).filter(is_name))
}
