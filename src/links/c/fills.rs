//! Slots of types as crossings: which functions read a slot, and which functions fill it in one type or another.

use super::types::Types;
use crate::clex::{token, value};
use crate::links::definitions::{Definitions, callable};
use crate::links::made::Made;
use crate::links::world::World;
use crate::model::{DefinitionId, FileId, Kind, Link, LinkKind};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Returns the links from readers to slots, and from slots to the functions in them.
pub fn links(world: &World<'_>, definitions: &Definitions, types: &Types, made: &Made) -> Vec<Link> {
    let fields = fields(world, definitions);
    let mut out = Out { definitions, seen: HashSet::default(), links: Vec::new() };
    let mut filled: HashSet<&str> = HashSet::default();
    for one in &types.list {
        for (slot, held) in &one.slots {
            let Some(&field) = fields.get(&**slot) else { continue };
            let expanded;
            let name = if let Some(name) = value::name(&held.text) {
                Some(name)
            } else {
                expanded = world.expand(held.file, held.line, &held.text);
                value::name(&expanded)
            };
            let function = name.and_then(|name| definitions.resolve(world, held.file, held.line, name, callable));
            if let Some(function) = function {
                filled.insert(slot);
                out.add(LinkKind::FilledBy, field, function, (held.file, held.line), "slot");
            }
        }
    }
    for (id, file) in world.files().iter().enumerate() {
        let (id, Some(c)) = (id as FileId, &file.facts.c) else { continue };
        for one in c.indirect.members.iter().filter(|one| filled.contains(&*one.name)) {
            if let (Some(from), Some(&field)) = (definitions.of_fact(id, one.inside), fields.get(&*one.name)) {
                out.add(LinkKind::MayCall, from, field, (id, one.line), "slot-read");
            }
        }
    }
    for (function, file, line, body) in &made.bodies {
        for word in token::inner_pieces(body).filter(|token| token.is_word() && filled.contains(token.text)) {
            if let Some(&field) = fields.get(word.text) {
                out.add(LinkKind::MayCall, *function, field, (*file, *line), "macro-body");
            }
        }
    }
    out.links
}

/// The members of structs by name, those of the headers that programs include.
fn fields<'d>(world: &World<'_>, definitions: &'d Definitions) -> HashMap<&'d str, DefinitionId> {
    let mut out = HashMap::default();
    for (id, one) in definitions.list.iter().enumerate() {
        if one.kind == Kind::Field && world.path(one.file).starts_with("Include/") {
            out.entry(&*one.name).or_insert(id as DefinitionId);
        }
    }
    out
}

struct Out<'a> {
    definitions: &'a Definitions,
    seen: HashSet<(DefinitionId, DefinitionId)>,
    links: Vec<Link>,
}

impl Out<'_> {
    fn add(&mut self, kind: LinkKind, from: DefinitionId, to: DefinitionId, at: (FileId, u32), rule: &'static str) {
        if self.seen.insert((from, to)) {
            let condition = |id| self.definitions.get(id).condition.clone();
            let (file, line) = at;
            let condition = condition(from).or_else(|| condition(to));
            self.links.push(Link { kind, from, to, file, line, rule: rule.into(), exact: true, condition });
        }
    }
}
