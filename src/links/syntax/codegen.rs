//! The compiler: which functions emit which instructions, and which function turns which syntax node into them.
//!
//! A function emits what it names where the file emits instructions at all. The function that handles a node is found
//! where a `switch` over the kinds of nodes leads to one that emits: the one call of the branch, else the function with
//! the `switch` itself.

use super::nodes::Node;
use super::{Gap, Out, Syntax, WORDS};
use crate::clex::expand;
use crate::clex::token;
use crate::links::calls::called_names;
use crate::links::definitions::callable;
use crate::links::world::World;
use crate::model::{Case, DefinitionId, FileId, Link, LinkKind};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Adds the links of the compiler; `calls` are the calls of C functions. Returns the nodes that no branch handles, of
/// the types that the compiler has a `switch` for.
pub fn link(world: &World<'_>, syntax: &Syntax<'_>, calls: &[Link], out: &mut Out<'_>) -> Vec<Gap> {
    let emitting = emissions(world, syntax, out);
    let files: HashSet<FileId> = emitting.iter().map(|&function| out.get(function).file).collect();
    let compiler = Compiler { world, syntax, reaching: reaching(&emitting, &files, calls, out) };
    let callers: HashSet<DefinitionId> =
        calls.iter().filter(|call| compiler.reaching.contains(&call.to)).map(|call| call.from).collect();

    let mut switches: Vec<Switch<'_>> = Vec::new();
    for (id, file) in world.files().iter().enumerate() {
        let Some(c) = &file.facts.c else { continue };
        let mut by_function: BTreeMap<(u32, &str), Vec<&Case>> = BTreeMap::new();
        for case in &c.cases {
            if let Some(of) = syntax.nodes.of_kind(&case.label).and_then(|node| node.of) {
                by_function.entry((case.inside, of)).or_default().push(case);
            }
        }
        for ((inside, of), cases) in by_function {
            let Some(function) = out.definitions.of_fact(id as FileId, inside) else { continue };
            let outside = !files.contains(&(id as FileId)) && callers.contains(&function);
            if compiler.reaching.contains(&function) || outside {
                switches.push(Switch { file: id as FileId, function, inside, of, cases });
            }
        }
    }
    // The switch with the most labels is the one that every node of the type goes through.
    let mut most: HashMap<&str, (usize, DefinitionId)> = HashMap::default();
    for switch in &switches {
        let labels: HashSet<&str> = switch.cases.iter().map(|case| &*case.label).collect();
        let best = most.entry(switch.of).or_insert((0, switch.function));
        if labels.len() > best.0 {
            *best = (labels.len(), switch.function);
        }
    }
    for switch in &switches {
        let is_main = most.get(switch.of).is_some_and(|&(_, function)| function == switch.function);
        for case in &switch.cases {
            compiler.branch(switch, case, is_main, out);
        }
    }
    let handled: HashSet<&str> = switches.iter().flat_map(|switch| &switch.cases).map(|case| &*case.label).collect();
    let is_open = |node: &&Node<'_>| !handled.contains(format!("{}{}", node.name, WORDS.kind).as_str());
    let why = |node: &Node<'_>| {
        let (_, function) = most.get(node.of?)?;
        Some(format!("{} has no branch for it", out.get(*function).symbol))
    };
    let open = syntax.nodes.all().filter(is_open);
    open.filter_map(|node| Some((node.name.into(), why(node)?.into()))).collect()
}

/// Links functions to the instructions they name; returns the functions.
fn emissions(world: &World<'_>, syntax: &Syntax<'_>, out: &mut Out<'_>) -> HashSet<DefinitionId> {
    let mut emitting = HashSet::default();
    for (id, file) in world.files().iter().enumerate() {
        let (id, Some(c)) = (id as FileId, &file.facts.c) else { continue };
        for one in &c.constants {
            let function = out.definitions.of_fact(id, one.inside);
            if let (Some(function), Some(instruction)) = (function, syntax.instructions.named(&one.name)) {
                out.add(LinkKind::Emits, function, instruction, (id, one.line), "emit");
                emitting.insert(function);
            }
        }
    }
    emitting
}

/// The functions that emit, or call one that does, inside the files that emit.
fn reaching(
    emitting: &HashSet<DefinitionId>,
    files: &HashSet<FileId>,
    calls: &[Link],
    out: &Out<'_>,
) -> HashSet<DefinitionId> {
    let mut callers: HashMap<DefinitionId, Vec<DefinitionId>> = HashMap::default();
    for call in calls.iter().filter(|call| call.kind == LinkKind::Calls) {
        if files.contains(&out.get(call.from).file) && files.contains(&out.get(call.to).file) {
            callers.entry(call.to).or_default().push(call.from);
        }
    }
    let mut seen = emitting.clone();
    let mut waiting: Vec<DefinitionId> = emitting.iter().copied().collect();
    while let Some(next) = waiting.pop() {
        let more = callers.get(&next).map_or(&[][..], Vec::as_slice);
        waiting.extend(more.iter().copied().filter(|&caller| seen.insert(caller)));
    }
    seen
}

/// A function with the line that calls it.
type Called = (DefinitionId, u32);

/// A `switch` over the nodes of a type.
struct Switch<'f> {
    file: FileId,
    function: DefinitionId,
    inside: u32,
    of: &'f str,
    cases: Vec<&'f Case>,
}

struct Compiler<'a, 'f> {
    world: &'a World<'f>,
    syntax: &'a Syntax<'f>,
    reaching: HashSet<DefinitionId>,
}

impl Compiler<'_, '_> {
    fn branch(&self, switch: &Switch<'_>, case: &Case, is_main: bool, out: &mut Out<'_>) {
        let Some(node) = self.syntax.nodes.of_kind(&case.label) else { return };
        let at = (switch.file, case.line);
        if !is_main {
            out.add(LinkKind::CompiledBy, node.id, switch.function, at, "special-case");
            return;
        }
        let emitted = self.emitted(switch, case);
        let (named, hidden) = self.called(switch, case, out);
        match named.as_slice() {
            [(only, line)] if hidden.is_empty() && emitted.is_empty() => {
                out.add(LinkKind::CompiledBy, node.id, *only, (switch.file, *line), "dispatch");
            }
            _ => {
                out.add(LinkKind::CompiledBy, node.id, switch.function, at, "case");
                for (instruction, line) in emitted {
                    out.add(LinkKind::Emits, node.id, instruction, (switch.file, line), "case");
                }
                for (function, line) in named.into_iter().chain(hidden) {
                    out.add(LinkKind::CompiledBy, node.id, function, (switch.file, line), "case-call");
                }
            }
        }
    }

    /// The instructions that a branch names, with the lines.
    fn emitted(&self, switch: &Switch<'_>, case: &Case) -> Vec<(DefinitionId, u32)> {
        let Some(c) = &self.world.facts(switch.file).c else { return Vec::new() };
        let inside = c.constants.iter().filter(|one| one.inside == switch.inside);
        let inside = inside.filter(|one| (case.line..=case.end_line).contains(&one.line));
        inside.filter_map(|one| Some((self.syntax.instructions.named(&one.name)?, one.line))).collect()
    }

    /// The functions that a branch calls and that lead to instructions: those it names itself, and those that macros
    /// call for it.
    fn called(&self, switch: &Switch<'_>, case: &Case, out: &Out<'_>) -> (Vec<Called>, Vec<Called>) {
        let (mut named, mut hidden) = (Vec::new(), Vec::new());
        let Some(c) = &self.world.facts(switch.file).c else { return (named, hidden) };
        let mut seen = BTreeSet::new();
        let inside = c.calls.iter().filter(|call| call.caller == Some(switch.inside));
        for call in inside.filter(|call| (case.line..=case.end_line).contains(&call.line)) {
            let lookup = |name: &str| self.world.macro_at(switch.file, call.line, name);
            let (names, words): (Vec<String>, Vec<&str>) = match lookup(&call.callee) {
                None => (vec![call.callee.to_string()], vec![&*call.callee]),
                Some(of) => (
                    called_names(&expand::apply(of, &call.args, &lookup).tokens(), &|name| {
                        self.world.vanishes(switch.file, name)
                    })
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                    call.args.iter().flat_map(|arg| token::inner_tokens(arg)).map(|token| token.text).collect(),
                ),
            };
            for name in names {
                let found = out.definitions.resolve(self.world, switch.file, call.line, &name, callable);
                let Some(found) = found.filter(|found| self.reaching.contains(found) && seen.insert(*found)) else {
                    continue;
                };
                let list = if words.contains(&name.as_str()) { &mut named } else { &mut hidden };
                list.push((found, call.line));
            }
        }
        (named, hidden)
    }
}
