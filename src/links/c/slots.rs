//! Rule `slot`: which special methods a type gets from its slots, by the interpreter's own table `slotdefs[]`.

use super::clinic::Clinic;
use super::types::CType;
use crate::clex::value;
use crate::links::definitions::{Definitions, callable};
use crate::links::tables::Tables;
use crate::links::world::World;
use crate::model::{FileId, NameTarget, Step};

/// One row of `slotdefs[]`.
pub struct SlotRow {
    /// `__add__`.
    pub name: String,
    /// `nb_add`.
    pub slot: String,
    /// Where the row stands.
    pub file: FileId,
    /// 1-based line.
    pub line: u32,
}

/// Reads the rows in order; those without a wrapper publish nothing and are left out.
pub fn slot_rows(world: &World<'_>, tables: &Tables<'_>) -> Vec<SlotRow> {
    let mut out = Vec::new();
    // The table is known by its shape, rows of name, offset and two functions, not by its own name.
    for table in tables
        .list
        .iter()
        .filter(|table| table.type_name.ends_with("slotdef") || table.type_name.contains("wrapperbase"))
    {
        for row in table.rows(world) {
            let mut cells = row.cells.iter().map(|cell| cell.value.text());
            let (Some(name), Some(offset), Some(_), Some(wrapper)) =
                (cells.next(), cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let Some(name) = value::string(name) else { continue };
            let Some(slot) = offset_member(offset) else { continue };
            if matches!(wrapper, "NULL" | "0") {
                continue;
            }
            out.push(SlotRow { name, slot, file: table.file, line: row.line });
        }
    }
    out
}

/// The last member in `offsetof(PyHeapTypeObject, as_number.nb_add)`.
fn offset_member(text: &str) -> Option<String> {
    let (callee, args) = value::call(text)?;
    if callee != "offsetof" {
        return None;
    }
    Some(args.get(1)?.rsplit('.').next()?.to_owned())
}

/// The special methods of a type, in the order of the table; the first slot that is filled provides a name.
pub fn special_methods(
    world: &World<'_>,
    definitions: &Definitions,
    clinic: &Clinic<'_, '_>,
    slot_rows: &[SlotRow],
    of: &CType,
) -> Vec<(String, NameTarget)> {
    let mut out: Vec<(String, NameTarget)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for row in slot_rows {
        let Some(held) = of.slots.get(row.slot.as_str()) else { continue };
        if seen.contains(&row.name) {
            continue;
        }
        let expanded = world.expand(held.file, held.line, &held.text);
        let Some(name) = value::name(&held.text).or_else(|| value::name(&expanded)) else { continue };
        // A type marked so has no hash: the interpreter puts None there.
        if row.name == "__hash__" && name.ends_with("NotImplemented") {
            continue;
        }
        let Some(function) = definitions.resolve(world, held.file, held.line, name, callable) else { continue };
        let evidence = vec![
            Step { rule: "slot".into(), file: held.file, line: held.line, certain: true },
            Step { rule: "slotdefs".into(), file: row.file, line: row.line, certain: true },
        ];
        seen.insert(row.name.clone());
        out.push((row.name.clone(), clinic.target(world, definitions, held.file, function, evidence)));
    }
    if let Some(held) = of.slots.get("tp_new") {
        let found =
            value::name(&held.text).and_then(|name| definitions.resolve(world, held.file, held.line, name, callable));
        if let Some(function) = found {
            let evidence = vec![Step { rule: "slot".into(), file: held.file, line: held.line, certain: true }];
            out.push(("__new__".into(), clinic.target(world, definitions, held.file, function, evidence)));
        }
    }
    out
}
