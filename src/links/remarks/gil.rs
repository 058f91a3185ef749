//! Rule `gil`: which functions give the GIL away, themselves or through what they call.

use super::vocabulary::{WORDS, is_one};
use super::{Macros, Remarks, remark};
use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{Call, DefinitionId, FileId, Link, LinkKind, RemarkKind};
use rustc_hash::FxHashMap as HashMap;
use std::collections::BTreeMap;

/// So many calls may stand between a function and the one that does it. Farther away nearly everything may run code.
const FARTHEST: usize = 3;

/// Finds them: the nearest proof of each.
pub fn find(world: &World<'_>, definitions: &Definitions, calls: &[Link], mut macros: Macros) -> Remarks {
    let mut out = Vec::new();
    // A function -> the chain of functions behind it, nearest first.
    let mut ring: BTreeMap<DefinitionId, Vec<DefinitionId>> = BTreeMap::new();
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        for call in file.facts.c.iter().flat_map(|c| &c.calls) {
            if !drops(world, id, call, &mut macros) || !world.is_compiled(id, call.condition) {
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

/// Whether a call gives the GIL away, itself or as a macro that has such a word in its body.
fn drops(world: &World<'_>, file: FileId, call: &Call, macros: &mut Macros) -> bool {
    if is_one(&WORDS.drops_gil, &call.callee) {
        return true;
    }
    // Only a macro's name can hide one; those are written in capitals.
    if call.callee.bytes().any(|byte| byte.is_ascii_lowercase())
        || !call.callee.bytes().any(|byte| byte.is_ascii_uppercase())
    {
        return false;
    }
    *macros.entry((file, call.callee.clone())).or_insert_with(|| {
        let body = world.macro_at(file, call.line, &call.callee).map_or("", |found| &found.of.body);
        body.split(|c: char| c != '_' && !c.is_ascii_alphanumeric()).any(|word| is_one(&WORDS.drops_gil, word))
    })
}
