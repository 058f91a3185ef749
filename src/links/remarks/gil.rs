//! Rule `gil`: which functions give the GIL away, themselves or through what they call.

use super::vocabulary::{WORDS, is_one};
use super::{Remarks, remark};
use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{Call, DefinitionId, FileId, Link, LinkKind, RemarkKind};
use rustc_hash::FxHashMap as HashMap;
use std::collections::BTreeMap;

/// So many calls may stand between a function and the one that does it. Farther away nearly everything may run code.
const FARTHEST: usize = 3;

/// Finds them: the nearest proof of each.
pub fn find(world: &World<'_>, definitions: &Definitions, calls: &[Link]) -> Remarks {
    let mut out = Vec::new();
    let mut macros: HashMap<(FileId, usize), bool> = HashMap::default();
    // A function -> the chain of functions behind it, nearest first.
    let mut ring: BTreeMap<DefinitionId, Vec<DefinitionId>> = BTreeMap::new();
    let certain = world.callees().each(drops);
    for id in 0..world.files().len() as FileId {
        for (call, callee) in world.calls(id) {
            let mut hidden = || *macros.entry((id, callee)).or_insert_with(|| hides(world, id, call));
            if !certain[callee].unwrap_or_else(&mut hidden) || !world.is_compiled(id, call.condition) {
                continue;
            }
            let Some(caller) = call.caller.and_then(|caller| definitions.of_fact(id, caller)) else { continue };
            if ring.insert(caller, Vec::new()).is_none() {
                out.push((caller, remark(RemarkKind::DropsGil, &call.callee, (id, call.line))));
            }
        }
    }
    let mut callers: HashMap<DefinitionId, Vec<&Link>> = HashMap::default();
    for call in calls.iter().filter(|call| call.kind == LinkKind::Calls && call.condition.is_none()) {
        callers.entry(call.to).or_default().push(call);
    }
    let mut known = ring.clone();
    for _ in 0..FARTHEST {
        let mut next: BTreeMap<DefinitionId, Vec<DefinitionId>> = BTreeMap::new();
        for (id, chain) in &ring {
            if is_one(&WORDS.fatal, &definitions.get(*id).symbol) {
                continue;
            }
            for call in callers.get(id).into_iter().flatten() {
                if known.contains_key(&call.from) || next.contains_key(&call.from) {
                    continue;
                }
                let mut longer = vec![*id];
                longer.extend(chain);
                let names: Vec<&str> = longer.iter().map(|id| &*definitions.get(*id).symbol).collect();
                let text = format!("through {}", names.join(" > "));
                out.push((call.from, remark(RemarkKind::DropsGil, &text, (call.file, call.line))));
                next.insert(call.from, longer);
            }
        }
        known.extend(next.clone());
        ring = next;
    }
    out
}

/// Whether a call by this name gives the GIL away; nothing where it may be a macro that has such a word in its body.
fn drops(name: &str) -> Option<bool> {
    if is_one(&WORDS.drops_gil, name) {
        return Some(true);
    }
    // Only a macro's name can hide one; those are written in capitals.
    let has = |kind: fn(&u8) -> bool| name.as_bytes().iter().any(kind);
    let in_capitals = has(u8::is_ascii_uppercase) && !has(u8::is_ascii_lowercase);
    if in_capitals { None } else { Some(false) }
}

fn hides(world: &World<'_>, file: FileId, call: &Call) -> bool {
    let body = world.macro_at(file, call.line, &call.callee).map_or("", |found| &found.of.body);
    body.split(|c: char| c != '_' && !c.is_ascii_alphanumeric()).any(|word| is_one(&WORDS.drops_gil, word))
}
