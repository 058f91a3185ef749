//! Rules `limited-api`, `refcounts`, `steals`: what the data files and the documents say about the C API.

use super::{Remarks, remark};
use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{DefinitionId, Dialect, FileId, Kind, RemarkKind, Subject};

/// Finds what the data files and documents say.
pub fn find(world: &World<'_>, definitions: &Definitions) -> Remarks {
    let mut out = Vec::new();
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        match file.facts.dialect {
            Dialect::StableAbi => limited(world, definitions, id, &mut out),
            Dialect::Refcounts => returned(world, definitions, id, &mut out),
            Dialect::Rst => stolen(world, definitions, id, &mut out),
            _ => {}
        }
    }
    out
}

/// What extension modules mean by a name: nothing that is private to a file.
fn public<'d>(definitions: &'d Definitions, name: &str) -> impl Iterator<Item = DefinitionId> + 'd {
    definitions.with_symbol(name).iter().copied().filter(|&id| {
        let one = definitions.get(id);
        (!one.is_static || one.kind == Kind::Macro) && one.kind != Kind::Field
    })
}

fn limited(world: &World<'_>, definitions: &Definitions, file: FileId, out: &mut Remarks) {
    for row in &world.facts(file).rows {
        let [_, name, added, condition] = &row.words[..] else { continue };
        if added.is_empty() {
            continue;
        }
        let text =
            if condition.is_empty() { format!("since {added}") } else { format!("since {added}, if {condition}") };
        let found = public(definitions, name);
        out.extend(found.map(|id| (id, remark(RemarkKind::LimitedApi, &text, (file, row.line)))));
    }
}

fn returned(world: &World<'_>, definitions: &Definitions, file: FileId, out: &mut Remarks) {
    for row in &world.facts(file).rows {
        let [name, _, parameter, effect, ..] = &row.words[..] else { continue };
        let text = match &**effect {
            "+1" => "new reference",
            "0" => "borrowed reference",
            "null" => "always NULL",
            _ => continue,
        };
        if parameter.is_empty() {
            let found = public(definitions, name);
            out.extend(found.map(|id| (id, remark(RemarkKind::Returns, text, (file, row.line)))));
        }
    }
}

fn stolen(world: &World<'_>, definitions: &Definitions, file: FileId, out: &mut Remarks) {
    let entries = world.facts(file).doc.iter().flat_map(|doc| &doc.entries);
    for entry in entries.filter(|entry| entry.subject == Subject::C && entry.steals > 0) {
        let found = public(definitions, &entry.name);
        out.extend(found.map(|id| (id, remark(RemarkKind::Steals, "says its document", (file, entry.steals)))));
    }
}
