//! Rule `module-init`: which modules C makes, by which function, and which functions fill them.

use super::api::{self, ApiCall};
use super::own_calls::OwnCalls;
use super::structs::Structs;
use crate::clex::value;
use crate::links::definitions::{Definitions, callable};
use crate::links::tables::Tables;
use crate::links::world::World;
use crate::model::{DefinitionId, FileId, Kind, Language, Step};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::collections::BTreeMap;

/// A module made in C.
pub struct CModule {
    /// The name it is imported by.
    pub name: String,
    /// The function that makes it.
    pub init: DefinitionId,
    /// How that is known.
    pub evidence: Vec<Step>,
    /// Its method tables, as text with the place that names them.
    pub methods: Vec<(String, FileId, u32)>,
    /// The functions that fill it: init, exec slots and what they call in the module's own files.
    pub fillers: HashSet<DefinitionId>,
}

/// Finds the modules: functions named as init functions, and functions that make a module from its definition.
pub fn modules(
    world: &World<'_>,
    definitions: &Definitions,
    tables: &Tables<'_>,
    structs: &Structs<'_>,
    calls: &[ApiCall],
    own_calls: &OwnCalls<'_>,
) -> Vec<CModule> {
    let mut by_caller: HashMap<DefinitionId, Vec<&ApiCall>> = HashMap::default();
    for call in calls.iter().filter(|call| call.api.def.is_some()) {
        by_caller.entry(call.caller).or_default().push(call);
    }
    let mut found: BTreeMap<String, CModule> = BTreeMap::new();
    let order = |id: &DefinitionId| (definitions.get(*id).condition.is_some(), *id);
    let mut inits: Vec<DefinitionId> = (0..definitions.list.len() as DefinitionId)
        .filter(|&id| definitions.get(id).kind == Kind::Function && definitions.get(id).language == Language::C)
        .filter(|&id| by_caller.contains_key(&id) || api::import_name(&definitions.get(id).symbol).is_some())
        .collect();
    inits.sort_by_key(order);
    let callers = callers(world, definitions, &inits);
    for init in inits {
        let function = definitions.get(init);
        let named = api::import_name(&function.symbol);
        let defs = by_caller.get(&init).map_or(&[][..], Vec::as_slice);
        let table = defs.iter().find_map(|call| {
            let text = call.arg(call.api.def)?;
            let (table, _) = tables.named(world, definitions, call.file, call.line, text)?;
            (&*table.type_name == "PyModuleDef").then_some(table)
        });
        let mut evidence =
            vec![Step { rule: "module-init".into(), file: function.file, line: function.line, certain: true }];
        let mut methods = Vec::new();
        let mut slot_tables = Vec::new();
        let mut own_name = None;
        if let Some(table) = table {
            evidence.push(Step { rule: "module-def".into(), file: table.file, line: table.line, certain: true });
            for (member, item) in structs.assign(world, table) {
                let text = item.value.text();
                match &*member {
                    "m_name" => {
                        let expanded = world.expand(table.file, item.line, text);
                        own_name = value::string(text).or_else(|| value::string(&expanded));
                    }
                    "m_methods" => methods.push((text.to_owned(), table.file, item.line)),
                    "m_slots" => slot_tables
                        .extend(tables.named(world, definitions, table.file, item.line, text).map(|(table, _)| table)),
                    _ => {}
                }
            }
        } else if named.is_some() {
            // No definition object: the module is described by a slot array of its file.
            let own = tables.list.iter().filter(|table| table.file == function.file);
            slot_tables.extend(own.filter(|table| {
                table.rows(world).iter().any(|row| row.cells.iter().any(|cell| is_module_slot(cell.value.text())))
            }));
        }
        let Some(name) = named.map(str::to_owned).or(own_name) else { continue };
        let mut fillers = vec![init];
        for table in slot_tables {
            for row in table.rows(world).iter().filter(|row| row.compiled) {
                let texts: Vec<&str> = row.cells.iter().map(|cell| cell.value.text()).collect();
                let Some(at) = texts.iter().position(|text| is_module_slot(text)) else { continue };
                match texts[at].trim_matches(['(', ')']) {
                    "Py_mod_exec" => fillers.extend(texts[at + 1..].iter().find_map(|text| {
                        let expanded = world.expand(table.file, row.line, text);
                        let name = value::name(text).or_else(|| value::name(&expanded))?.to_owned();
                        definitions.resolve(world, table.file, row.line, &name, callable)
                    })),
                    "Py_mod_methods" => methods.extend(
                        texts[at + 1..]
                            .iter()
                            .rfind(|text| value::name(text).is_some())
                            .map(|text| ((*text).to_owned(), table.file, row.line)),
                    ),
                    _ => {}
                }
            }
        }
        if named.is_none() {
            fillers.extend(neighbours(
                definitions,
                own_calls,
                callers.get(&*function.symbol).map_or(&[], Vec::as_slice),
            ));
        }
        for other in other_names(world, definitions, init, &name) {
            let (evidence, methods, fillers) = (evidence.clone(), methods.clone(), HashSet::from_iter([init]));
            found.entry(other.clone()).or_insert(CModule { name: other, init, evidence, methods, fillers });
        }
        let fillers = reach(world, definitions, own_calls, &name, fillers);
        found.entry(name.clone()).or_insert(CModule { name, init, evidence, methods, fillers });
    }
    found.into_values().collect()
}

/// Whether a cell names a slot of a module: `Py_mod_exec`, in parentheses where a macro put them.
fn is_module_slot(text: &str) -> bool {
    text.trim_start_matches('(').starts_with("Py_mod_")
}

/// The names that a module's init function has in other builds, where a macro names it: `posix` is `nt` elsewhere.
fn other_names(world: &World<'_>, definitions: &Definitions, init: DefinitionId, own: &str) -> Vec<String> {
    let function = definitions.get(init);
    let facts = world.facts(function.file);
    let written = facts.definitions.iter().find(|fact| fact.line == function.line && fact.kind == Kind::Function);
    let variants = written.map_or(&[][..], |fact| world.macros_named(&fact.name));
    let here = variants.iter().filter(|one| one.file == function.file && one.of.params.is_none());
    here.filter_map(|one| api::import_name(one.of.body.trim())).filter(|name| *name != own).map(str::to_owned).collect()
}

/// Who calls the init functions whose name is not that of a module, by name.
fn callers<'f>(
    world: &World<'f>,
    definitions: &Definitions,
    inits: &[DefinitionId],
) -> HashMap<&'f str, Vec<DefinitionId>> {
    let symbols = inits.iter().map(|&init| &*definitions.get(init).symbol);
    let symbols: HashSet<&str> = symbols.filter(|symbol| api::import_name(symbol).is_none()).collect();
    let is_wanted = world.callees().each(|name| symbols.contains(name));
    let mut out: HashMap<&str, Vec<DefinitionId>> = HashMap::default();
    for file in 0..world.files().len() as FileId {
        for (call, _) in world.calls(file).filter(|(_, callee)| is_wanted[*callee]) {
            let caller = call.caller.and_then(|caller| definitions.of_fact(file, caller));
            out.entry(&*call.callee).or_default().extend(caller);
        }
    }
    out
}

/// The functions that are handed the new module by those who call its init function: one parameter, an object.
fn neighbours(definitions: &Definitions, own_calls: &OwnCalls<'_>, callers: &[DefinitionId]) -> Vec<DefinitionId> {
    let mut out: Vec<DefinitionId> = callers
        .iter()
        .flat_map(|&caller| own_calls.of(caller))
        .flat_map(|call| definitions.with_symbol(&call.callee))
        .copied()
        .filter(|&id| {
            let one = definitions.get(id);
            let takes_object = one.signature.contains("PyObject") && !one.signature.contains(',');
            one.kind == Kind::Function && takes_object
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The functions that `start` call in the module's own files.
fn reach(
    world: &World<'_>,
    definitions: &Definitions,
    own_calls: &OwnCalls<'_>,
    module: &str,
    start: Vec<DefinitionId>,
) -> HashSet<DefinitionId> {
    let mut seen: HashSet<DefinitionId> = start.iter().copied().collect();
    let mut waiting: Vec<(DefinitionId, u32)> = start.into_iter().map(|id| (id, 0)).collect();
    while let Some((at, depth)) = waiting.pop() {
        let caller = definitions.get(at);
        for call in own_calls.of(at) {
            let found = definitions.resolve(world, caller.file, call.line, &call.callee, callable);
            let Some(next) = found else { continue };
            let callee = definitions.get(next);
            let same_place = callee.file == caller.file || is_own_folder(world, caller.file, callee.file, module);
            if depth < 4 && same_place && seen.insert(next) {
                waiting.push((next, depth + 1));
            }
        }
    }
    seen
}

/// Whether `other` lies in the folder that belongs to the module: beside `file` in a folder of its own, or in one
/// named after the module.
fn is_own_folder(world: &World<'_>, file: FileId, other: FileId, module: &str) -> bool {
    let folder = |file| world.path(file).rsplit_once('/').map_or("", |(folder, _)| folder);
    let (own, other) = (folder(file), folder(other));
    let is_private = own.matches('/').count() >= 1 && own.starts_with("Modules/");
    (is_private && own == other) || other.rsplit('/').next() == Some(module)
}
