//! Tables of functions from which functions and instructions pick by a number: binary operators, intrinsics.

use super::Out;
use crate::clex::value;
use crate::links::definitions::{callable, object};
use crate::links::tables::{Table, Tables};
use crate::links::world::World;
use crate::model::{DefinitionId, FileId, Item, Kind, LinkKind, Value};

/// Adds the links from whoever picks to the table, and from the table and its numbers to the functions in it.
pub fn link(world: &World<'_>, tables: &Tables<'_>, out: &mut Out<'_>) {
    let mut picked: Vec<DefinitionId> = Vec::new();
    for (id, file) in world.files().iter().enumerate() {
        let (id, Some(c)) = (id as FileId, &file.facts.c) else { continue };
        for one in &c.indirect.tables {
            let from = out.definitions.of_fact(id, one.inside);
            let table = out.definitions.resolve(world, id, one.line, &one.name, object);
            // The instruction language names what is private to the file that includes its generated code.
            let only = || match out.definitions.with_symbol(&one.name) {
                [only] if object(out.get(*only).kind) => Some(*only),
                _ => None,
            };
            let table = table.or_else(only);
            if let (Some(from), Some(table)) = (from, table)
                && tables.of(table).is_some()
            {
                out.add(LinkKind::MayCall, from, table, (id, one.line), "table-element");
                picked.push(table);
            }
        }
    }
    picked.sort_unstable();
    picked.dedup();
    for table in picked.into_iter().filter_map(|table| tables.of(table)) {
        for item in &*table.items {
            row(world, table, item, out);
        }
    }
}

/// A row of a table: `[NB_ADD] = PyNumber_Add`, `[INTRINSIC_PRINT] = {print_expr, "…"}`, or a macro that stands for one.
fn row(world: &World<'_>, table: &Table<'_>, item: &Item, out: &mut Out<'_>) {
    let text = match &item.value {
        Value::Text(text) => text.clone(),
        Value::List(cells) => cells.iter().map(|cell| cell.value.text()).collect::<Vec<_>>().join(",").into(),
    };
    let words = value::call(&text).map_or_else(|| text.split(',').map(str::to_owned).collect(), |(_, args)| args);
    let numbers: Vec<String> = item.field.iter().map(ToString::to_string).chain(words.iter().cloned()).collect();
    for word in &words {
        let name = value::name(word);
        let function = name.and_then(|name| out.definitions.resolve(world, table.file, item.line, name, callable));
        let Some(function) = function else { continue };
        let at = (table.file, item.line);
        out.add(LinkKind::FilledBy, table.definition, function, at, "table-row");
        for number in numbers.iter().filter_map(|text| value::name(text)) {
            let is_number = |kind: Kind| matches!(kind, Kind::Macro | Kind::Field);
            if let Some(number) = out.definitions.resolve(world, table.file, item.line, number, is_number) {
                out.add(LinkKind::FilledBy, number, function, at, "table-row");
            }
        }
    }
}
