//! The order of a struct's members, read from its declaration: what a positional initialiser means.

use crate::clex::{items, token};
use crate::links::tables::{Row, Table};
use crate::links::world::World;
use crate::model::{Item, Kind, Value};
use rustc_hash::FxHashMap as HashMap;

/// Member names per struct or typedef name.
#[derive(Default)]
pub struct Structs<'f> {
    members: HashMap<&'f str, Vec<&'f str>>,
    typedefs: HashMap<&'f str, &'f str>,
}

impl<'f> Structs<'f> {
    /// Collects the structs of all headers and sources; the first with members wins, headers before sources.
    pub fn new(world: &World<'f>) -> Self {
        let mut all = Structs::default();
        let mut files: Vec<_> = world.files().iter().filter(|file| file.facts.c.is_some()).collect();
        files.sort_by_key(|file| (!file.path.starts_with("Include/"), &file.path));
        for file in files {
            let facts = &file.facts.definitions;
            let mut own: HashMap<&str, Vec<&str>> = HashMap::default();
            for fact in facts {
                if fact.kind == Kind::Field {
                    let owner = fact.outer.and_then(|outer| facts.get(outer as usize)).map(|outer| &*outer.name);
                    let owner = owner.or_else(|| fact.qualname.rsplit_once('.').map(|(owner, _)| owner));
                    if let Some(owner) = owner {
                        own.entry(owner).or_default().push(&fact.name);
                    }
                } else if fact.kind == Kind::Typedef
                    && let Some(of) = fact.bases.first().and_then(|base| base.split_whitespace().last())
                {
                    all.typedefs.entry(&fact.name).or_insert(of);
                }
            }
            for (name, members) in own {
                all.members.entry(name).or_insert(members);
            }
        }
        all
    }

    fn of(&self, type_name: &str) -> &[&'f str] {
        let direct = self.members.get(type_name);
        let through = || self.typedefs.get(type_name).and_then(|name| self.members.get(name));
        direct.or_else(through).map_or(&[], Vec::as_slice)
    }

    /// Gives each compiled item its member: by designator, else by position behind the last one.
    pub fn assign(&self, world: &World<'_>, table: &Table<'_>) -> Vec<(Box<str>, Item)> {
        let (file, items) = (table.file, &table.items);
        let members = self.of(&table.type_name);
        let mut out = Vec::new();
        let mut next = 0;
        let compiled = items.iter().filter(|item| world.is_compiled_inside(file, item.condition, table.condition));
        for item in compiled.flat_map(|item| spread(world, file, item)) {
            if let Some(field) = item.field.clone() {
                next = members.iter().position(|member| **member == *field).map_or(next, |at| at + 1);
                out.push((field, item));
                continue;
            }
            let is_head = match &item.value {
                Value::List(_) => next == 0,
                Value::Text(text) => text.split('(').next().is_some_and(|name| name.trim().ends_with("_HEAD_INIT")),
            };
            if is_head && out.is_empty() {
                // The head is a member of its own, or comes from a head macro that stands in front of the members.
                let has_own = members.first().is_some_and(|first| first.ends_with("_base"));
                next = usize::from(has_own);
                continue;
            }
            if let Some(member) = members.get(next) {
                out.push(((*member).into(), item));
            }
            next += 1;
        }
        out
    }

    /// The text a row gives to a member, by designator or position.
    pub fn cell<'r>(&self, row: &'r Row, type_name: &str, member: &str) -> &'r str {
        let by_field = row.cells.iter().find(|cell| cell.field.as_deref() == Some(member));
        let by_place = || {
            let index = self.of(type_name).iter().position(|one| **one == *member)?;
            row.cells.get(index).filter(|cell| cell.field.is_none())
        };
        by_field.or_else(by_place).map_or("", |cell| cell.value.text())
    }
}

/// A macro that stands for several designated members becomes these; everything else stays as it is.
fn spread(world: &World<'_>, file: u32, item: &Item) -> Vec<Item> {
    let Value::Text(text) = &item.value else { return vec![item.clone()] };
    let name = text.split('(').next().unwrap_or_default().trim();
    if item.field.is_some() || world.macros_named(name).is_empty() || name.ends_with("_HEAD_INIT") {
        return vec![item.clone()];
    }
    let expanded = world.expand(file, item.line, text);
    let inner = items::items(&token::tokens(&expanded), &|_| (item.line, 0));
    if inner.len() > 1 && inner.iter().all(|one| one.field.is_some()) { inner } else { vec![item.clone()] }
}
