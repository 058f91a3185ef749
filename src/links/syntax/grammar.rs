//! Grammar rules: which rules they are made of, which C functions their actions call, which nodes they build.

use super::nodes::{Nodes, functions_named};
use super::{Out, WORDS};
use crate::links::world::World;
use crate::model::{DefinitionId, Dialect, FileId, GrammarRole, Link, LinkKind};
use rustc_hash::FxHashMap as HashMap;

/// Adds the links of all grammars; `calls` are the calls of C functions.
pub fn link(world: &World<'_>, nodes: &Nodes<'_>, calls: &[Link], out: &mut Out<'_>) {
    for file in 0..world.files().len() as FileId {
        let facts = world.facts(file);
        if facts.dialect != Dialect::Grammar {
            continue;
        }
        let rules: HashMap<&str, DefinitionId> = facts
            .definitions
            .iter()
            .enumerate()
            .filter_map(|(index, fact)| Some((&*fact.name, out.definitions.of_fact(file, index as u32)?)))
            .collect();
        let uses = facts.grammar.as_ref().map_or(&[][..], |grammar| &grammar.uses);
        for one in uses {
            let Some(from) = out.definitions.of_fact(file, one.inside) else { continue };
            let at = (file, one.line);
            match one.role {
                GrammarRole::Match => {
                    if let Some(&to) = rules.get(&*one.name) {
                        out.add(LinkKind::Uses, from, to, at, "grammar-rule");
                    }
                }
                GrammarRole::Action => action(nodes, from, &one.name, at, out),
                GrammarRole::Field => {}
            }
        }
        let has_actions = uses.iter().any(|one| one.role == GrammarRole::Action);
        if !has_actions {
            readers(world, &rules, out);
            continue;
        }
        for (name, &rule) in &rules {
            for function in functions_named(out.definitions, &format!("{name}{}", WORDS.rule_function)) {
                let one = out.get(function);
                if one.signature.contains("Parser") {
                    let at = (one.file, one.line);
                    out.add(LinkKind::GeneratedFrom, function, rule, at, "rule-function");
                }
            }
        }
    }
    for call in calls.iter().filter(|call| call.kind == LinkKind::Calls) {
        let Some(node) = nodes.made_by(call.to) else { continue };
        let from = out.get(call.from);
        if !from.generated && !from.symbol.ends_with(WORDS.rule_function.as_str()) {
            out.add(LinkKind::Builds, call.from, node, (call.file, call.line), "node-function");
        }
    }
}

fn action(nodes: &Nodes<'_>, from: DefinitionId, name: &str, at: (FileId, u32), out: &mut Out<'_>) {
    for function in functions_named(out.definitions, name) {
        match nodes.made_by(function) {
            Some(node) => out.add(LinkKind::Builds, from, node, at, "grammar-action"),
            None if !out.get(function).is_static => out.add(LinkKind::Action, from, function, at, "grammar-action"),
            None => {}
        }
    }
}

/// A grammar without actions: the C functions that say which rule's tree they read.
fn readers(world: &World<'_>, rules: &HashMap<&str, DefinitionId>, out: &mut Out<'_>) {
    for (id, file) in world.files().iter().enumerate() {
        let (id, Some(c)) = (id as FileId, &file.facts.c) else { continue };
        for call in c.calls.iter().filter(|call| WORDS.rule_checks.iter().any(|check| **check == *call.callee)) {
            let function = call.caller.and_then(|caller| out.definitions.of_fact(id, caller));
            let rule = call.args.last().and_then(|name| rules.get(name.trim()));
            if let (Some(function), Some(&rule)) = (function, rule) {
                out.add(LinkKind::Action, rule, function, (id, call.line), "rule-check");
            }
        }
        for case in &c.cases {
            let function = out.definitions.of_fact(id, case.inside);
            if let (Some(function), Some(&rule)) = (function, rules.get(&*case.label)) {
                out.add(LinkKind::Action, rule, function, (id, case.line), "rule-case");
            }
        }
    }
}
