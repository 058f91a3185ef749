//! Stage 3: all `FileFacts` of a revision -> `SymbolGraph`. Pure: no text is read, no I/O, file order does not matter.
//!
//! Each rule of evidence has its file; this one runs them in order and gives the result its final shape.

mod build;
mod c;
mod callees;
mod calls;
mod chains;
mod definitions;
mod disagree;
mod docs;
mod generated;
mod made;
mod names;
mod order;
mod paths;
mod python;
mod remarks;
mod stand_ins;
mod switches;
mod syntax;
mod tables;
mod templates;
mod world;
mod wrappers;

use crate::model::{BlobId, DefinitionId, FileFacts, FileId, FileRecord, Link, LinkKind, Name, NameKind, SymbolGraph};
use c::makes::Makers;
use definitions::Definitions;
use names::Names;
use rayon::slice::ParallelSliceMut;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::Arc;
use world::World;

/// One file with its facts.
#[derive(Debug, Clone)]
pub struct Input {
    /// Path from the repository's root.
    pub path: Box<str>,
    /// Its content.
    pub blob: BlobId,
    /// What it says.
    pub facts: Arc<FileFacts>,
}

/// Joins the facts of all files, which it sorts by path.
pub fn resolve(files: &mut [Input]) -> SymbolGraph {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let files = &*files;
    let world = World::new(files);
    let generated = generated::Generated::new(&world);
    let is_generated: Vec<u32> = (0..files.len()).map(|id| generated.line(&world, id as FileId)).collect();

    let mut definitions = Definitions::from_facts(&world, &|file| is_generated[file as usize] > 0);
    let instances = templates::instantiate(&world, &mut definitions);
    let mut tables = tables::Tables::from_facts(&world, &mut definitions);
    let made = made::add(&world, &mut definitions, &mut tables);
    let mut names = Names::default();
    // Most rows are those of definitions.
    names.reserve(definitions.list.len());
    let syntax = syntax::Syntax::new(&world, &definitions);
    syntax.add_names(&world, &mut names);
    // The calls of C need no names, the names no calls: each gets a core.
    let (calls, (slot_links, python_links)) = rayon::join(
        || calls::links(&world, &definitions, &made, &instances),
        || {
            let (slot_links, makers) = c_names(&world, &definitions, &tables, &made, &mut names);
            (slot_links, python::add(&world, &definitions, &makers, &mut names))
        },
    );
    let disagreements = disagree::find(&world, &definitions, &names);
    let (syntax_links, gaps) = syntax.links(&world, &definitions, &calls, &tables);
    let (remarks, inittabs) = remarks::add(&world, &definitions, &tables, &names, &calls);
    let written = docs::add(&world, &mut definitions, &names, &calls);
    let typedefs = c::typedefs::links(&world, &definitions);
    // The calls are most of them and have room for the rest.
    let mut links = calls;
    for further in [typedefs, python_links, syntax_links, slot_links, written, inittabs] {
        links.extend(further);
    }

    let files = files
        .iter()
        .zip(is_generated)
        .map(|(file, generated)| FileRecord {
            path: file.path.clone(),
            blob: file.blob,
            dialect: file.facts.dialect,
            generated: generated > 0,
            generated_line: generated,
            lines: file.facts.lines,
        })
        .collect();
    SymbolGraph { disagreements, gaps, ..finish(files, definitions, names, links, remarks) }
}

/// Everything that C publishes to Python; returns which functions fill the slots of types, and which
/// read them, and what tells the types that functions make.
fn c_names<'a, 'f>(
    world: &'a World<'f>,
    definitions: &'a Definitions,
    tables: &tables::Tables<'_>,
    made: &made::Made,
    names: &mut Names,
) -> (Vec<Link>, Makers<'a, 'f>) {
    let structs = c::structs::Structs::new(world);
    let calls = c::api_calls::calls(world, definitions, made);
    let own_calls = c::own_calls::OwnCalls::new(world, definitions);
    let clinic = c::clinic::Clinic::new(world, &own_calls);
    let mut types = c::types::Types::new(world, definitions, tables, &structs);
    let holders = c::holders::Holders::new(world, definitions, &mut types, &calls, made);
    let slot_rows = c::slots::slot_rows(world, tables);
    let context = c::members::Context { world, definitions, tables, structs: &structs, clinic: &clinic };
    let naming = c::type_names::Naming { context: &context, types: &types, holders: &holders, slot_rows: &slot_rows };
    // What a module publishes under a name outranks a type that only calls itself so.
    let modules = c::modules::modules(world, definitions, tables, &structs, &calls, &own_calls);
    let by_caller = c::publish::Calls::new(&calls);
    for module in &modules {
        naming.add_module(module, &by_caller, names);
    }
    naming.add_types(names);
    for (module, name, target) in c::publish::handed_over(&calls, &modules) {
        let mut entry = names::row(&module, &name, NameKind::Function, Vec::new());
        entry.alias_of = Some(target.into());
        names.add(entry);
    }
    c::constants::add(&context, &types, &modules, &calls, names);
    let links = c::fills::links(world, definitions, &types, made);
    (links, Makers::new(world, definitions, types, holders, own_calls))
}

/// Sorts the definitions, gives them their final ids everywhere and derives the links that names stand for.
fn finish(
    files: Vec<FileRecord>,
    definitions: Definitions,
    names: Names,
    mut links: Vec<Link>,
    mut remarks: remarks::Remarks,
) -> SymbolGraph {
    let mut definitions = definitions.list;
    let new_ids = order::sort_by(&mut definitions, |one, other| {
        (one.file, one.line, &one.symbol, one.kind).cmp(&(other.file, other.line, &other.symbol, other.kind))
    });
    let names = names.finish(&|id| new_ids[id as usize]);
    for link in &mut links {
        link.from = new_ids[link.from as usize];
        link.to = new_ids[link.to as usize];
    }
    for (about, _) in &mut remarks {
        *about = new_ids[*about as usize];
    }
    remarks.sort();
    links.extend(implementation_links(&names));
    links.extend(wrappers::links(&definitions, &names));
    links.par_sort_unstable();
    links.dedup();
    SymbolGraph { files, definitions, names, links, remarks, disagreements: Vec::new(), gaps: Vec::new() }
}

/// A type's row lists its attributes: links from the type's definition to what implements them.
fn implementation_links(names: &[Name]) -> Vec<Link> {
    // Only what is a scope of others is looked for.
    let scopes: HashSet<&str> = names.iter().map(|name| &*name.scope).collect();
    let mut dotted = String::new();
    let mut of_scope = |name: &Name| {
        dotted.clear();
        if !name.scope.is_empty() {
            dotted.push_str(&name.scope);
            dotted.push('.');
        }
        dotted.push_str(&name.name);
        scopes.get(&*dotted).copied()
    };
    let with_target = names.iter().filter_map(|name| Some((name, name.targets.first()?.definition)));
    let by_dotted: HashMap<&str, DefinitionId> =
        with_target.filter_map(|(name, target)| Some((of_scope(name)?, target))).collect();
    let mut links = Vec::new();
    for name in names.iter().filter(|name| !name.scope.is_empty()) {
        let Some(&from) = by_dotted.get(&*name.scope) else { continue };
        for target in name.targets.iter().filter(|target| target.definition != from) {
            let Some(step) = target.evidence.first() else { continue };
            links.push(Link {
                kind: if &*step.rule == "slot" { LinkKind::SlotOf } else { LinkKind::Table },
                from,
                to: target.definition,
                file: step.file,
                line: step.line,
                rule: step.rule.clone(),
                exact: target.evidence.iter().all(|step| step.certain),
                condition: None,
            });
        }
    }
    links
}
