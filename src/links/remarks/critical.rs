//! Rule `critical-section`: which functions lock objects in the build without the GIL.

use super::vocabulary::{WORDS, is_one};
use super::{Remarks, remark};
use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{DefinitionId, FileId, RemarkKind};
use rustc_hash::FxHashSet as HashSet;

/// Finds them, each with its first line that does so.
pub fn find(world: &World<'_>, definitions: &Definitions) -> Remarks {
    let mut out = Vec::new();
    let mut seen: HashSet<DefinitionId> = HashSet::default();
    let locks = world.callees().each(|name| is_one(&WORDS.critical_section, name));
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        let Some(c) = &file.facts.c else { continue };
        for (call, _) in world.calls(id).filter(|(_, callee)| locks[*callee]) {
            let Some(caller) = call.caller.and_then(|caller| definitions.of_fact(id, caller)) else { continue };
            if seen.insert(caller) {
                let text = format!("{}({})", call.callee, call.args.join(", "));
                out.push((caller, remark(RemarkKind::CriticalSection, &text, (id, call.line))));
            }
        }
        for function in &c.clinic.functions {
            let mut decorators = function.decorators.iter();
            let decorator = decorators.find(|one| one.split(' ').next() == Some(&WORDS.critical_decorator));
            let Some(decorator) = decorator else { continue };
            let symbol = format!("{}_impl", function.c_basename);
            let behind = definitions.with_symbol(&symbol).iter().find(|&&one| definitions.get(one).file == id);
            if let Some(&behind) = behind.filter(|&&one| seen.insert(one)) {
                let text = format!("@{decorator}, by its wrapper");
                out.push((behind, remark(RemarkKind::CriticalSection, &text, (id, function.line))));
            }
        }
    }
    out
}
