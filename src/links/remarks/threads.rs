//! Rule `free-threaded`: what only the build without the GIL compiles.

use super::vocabulary::WORDS;
use super::{Remarks, remark};
use crate::clex::condition::{Knowledge, holds};
use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{FileId, Kind, RemarkKind};

/// Finds it, each with the `#if` that says so.
pub fn find(world: &World<'_>, definitions: &Definitions) -> Remarks {
    let know = |name: &str| if name == WORDS.free_threaded { Knowledge::Undefined } else { Knowledge::Unknown };
    let mut out = Vec::new();
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        let levels = &file.facts.conditions;
        let wants = |text: &str| text.contains(&WORDS.free_threaded) && holds(text, &know) == Some(false);
        let wanting: Vec<bool> = levels.iter().map(|level| wants(&level.text)).collect();
        if !wanting.contains(&true) {
            continue;
        }
        for (at, fact) in (0..).zip(&file.facts.definitions).filter(|(_, fact)| fact.kind != Kind::Field) {
            let mut level = fact.condition;
            while let Some(place) = (level as usize).checked_sub(1).filter(|place| *place < levels.len()) {
                if wanting[place] {
                    let found = definitions.of_fact(id, at);
                    let said = remark(RemarkKind::FreeThreaded, &levels[place].text, (id, levels[place].line));
                    out.extend(found.map(|found| (found, said)));
                    break;
                }
                level = if levels[place].outer < level { levels[place].outer } else { 0 };
            }
        }
    }
    out
}
