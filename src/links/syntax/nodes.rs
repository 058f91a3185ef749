//! Syntax nodes: the types and constructors of the abstract syntax, the C functions that make them, their Python classes.

use super::{Out, WORDS};
use crate::clex::value;
use crate::links::c::api::import_name;
use crate::links::definitions::Definitions;
use crate::links::names::{Names, row};
use crate::links::world::World;
use crate::model::{Call, DefinitionId, Dialect, FileId, GrammarRole, Kind, LinkKind, NameKind, NameTarget, Step};
use rustc_hash::FxHashMap as HashMap;

/// A type or a constructor.
#[derive(Debug, Clone, Copy)]
pub struct Node<'f> {
    /// Its definition.
    pub id: DefinitionId,
    /// Its name.
    pub name: &'f str,
    /// The type it is a constructor of.
    pub of: Option<&'f str>,
    file: FileId,
    line: u32,
}

/// All nodes by name, and the C functions that make them.
pub struct Nodes<'f> {
    by_name: HashMap<&'f str, Node<'f>>,
    makers: HashMap<DefinitionId, DefinitionId>,
}

impl<'f> Nodes<'f> {
    /// Collects them.
    pub fn new(world: &World<'f>, definitions: &Definitions) -> Self {
        let mut by_name = HashMap::default();
        for file in 0..world.files().len() as FileId {
            let facts = world.facts(file);
            if facts.dialect != Dialect::Asdl {
                continue;
            }
            for (index, fact) in facts.definitions.iter().enumerate() {
                let outer = fact.outer.and_then(|outer| facts.definitions.get(outer as usize));
                let Some(id) = definitions.of_fact(file, index as u32) else { continue };
                let node = Node { id, name: &fact.name, of: outer.map(|outer| &*outer.name), file, line: fact.line };
                by_name.entry(&*fact.name).or_insert(node);
            }
        }
        let mut makers = HashMap::default();
        for node in by_name.values() {
            let functions = WORDS.constructors.iter().map(|start| format!("{start}{}", node.name));
            let found = functions.map(|name| functions_named(definitions, &name)).find(|found| !found.is_empty());
            makers.extend(found.into_iter().flatten().map(|function| (function, node.id)));
        }
        Nodes { by_name, makers }
    }

    /// Every node, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Node<'f>> {
        self.by_name.values()
    }

    /// The node with a name.
    pub fn get(&self, name: &str) -> Option<&Node<'f>> {
        self.by_name.get(name)
    }

    /// The node that a label of a `switch` means: `Match_kind`.
    pub fn of_kind(&self, label: &str) -> Option<&Node<'f>> {
        self.get(label.strip_suffix(WORDS.kind.as_str())?)
    }

    /// The node that a C function makes.
    pub fn made_by(&self, function: DefinitionId) -> Option<DefinitionId> {
        self.makers.get(&function).copied()
    }
}

/// The C functions with a name.
pub fn functions_named(definitions: &Definitions, name: &str) -> Vec<DefinitionId> {
    let all = definitions.with_symbol(name).iter().copied();
    all.filter(|&id| definitions.get(id).kind == Kind::Function).collect()
}

/// Adds the links between nodes, and from generated C to them.
pub fn link(world: &World<'_>, nodes: &Nodes<'_>, out: &mut Out<'_>) {
    for file in 0..world.files().len() as FileId {
        let Some(grammar) = world.facts(file).grammar.as_ref() else { continue };
        for one in grammar.uses.iter().filter(|one| one.role == GrammarRole::Field) {
            let from = out.definitions.of_fact(file, one.inside);
            if let (Some(from), Some(to)) = (from, nodes.get(&one.name)) {
                out.add(LinkKind::Uses, from, to.id, (file, one.line), "field");
            }
        }
    }
    for node in nodes.by_name.values() {
        let Some(of) = node.of.and_then(|of| nodes.get(of)) else { continue };
        out.add(LinkKind::Uses, of.id, node.id, (node.file, node.line), "constructor");
    }
    for (&maker, &node) in &nodes.makers {
        let one = out.get(maker);
        out.add(LinkKind::GeneratedFrom, maker, node, (one.file, one.line), "node-function");
    }
    for node in nodes.by_name.values() {
        for &id in out.definitions.with_symbol(&format!("{}{}", node.name, WORDS.kind)) {
            let one = out.get(id);
            out.add(LinkKind::GeneratedFrom, id, node.id, (one.file, one.line), "node-kind");
        }
    }
}

/// The Python classes of the nodes: a C module publishes each under its name.
pub fn add_names(world: &World<'_>, nodes: &Nodes<'_>, names: &mut Names) {
    if nodes.by_name.is_empty() {
        return;
    }
    for (id, file) in world.files().iter().enumerate() {
        let Some(c) = &file.facts.c else { continue };
        let module = file.facts.definitions.iter().find_map(|one| import_name(&one.name));
        let Some(module) = module else { continue };
        // What is kept in which variable; a class in `<Node>_type`.
        let mut made: Option<HashMap<&str, &Call>> = None;
        for call in c.calls.iter().filter(|call| call.args.len() > 2) {
            let Some(name) = value::string(&call.args[1]) else { continue };
            let Some(node) = nodes.get(&name) else { continue };
            let kept = value::last_word(call.args[2].trim_end_matches(')'));
            if kept.strip_suffix("_type") != Some(&*name) {
                continue;
            }
            let step =
                |rule: &'static str, file: FileId, line: u32| Step { rule: rule.into(), file, line, certain: true };
            // The first one counts.
            let made = made.get_or_insert_with(|| {
                let kept = c.calls.iter().rev().filter_map(|made| Some((made.assigned_to.as_deref()?, made)));
                kept.map(|(to, made)| (value::last_word(to), made)).collect()
            });
            let mut evidence = vec![step("publish", id as FileId, call.line)];
            evidence.extend(made.get(kept).map(|made| step("make-type", id as FileId, made.line)));
            evidence.push(step("asdl", node.file, node.line));
            let target = NameTarget { definition: node.id, line: None, twin: false, condition: None, evidence };
            let mut entry = row(module, &name, NameKind::Class, vec![target]);
            entry.bases = vec![format!("{module}.{}", node.of.unwrap_or("AST")).into()];
            names.add(entry);
        }
    }
}
