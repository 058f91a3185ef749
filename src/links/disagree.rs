//! Where two independent rules speak of one name and do not say the same: what an Argument Clinic block declares, and
//! what the tables lead to.

use super::definitions::Definitions;
use super::names::Names;
use super::world::World;
use crate::model::FileId;
use std::collections::BTreeMap;

/// Returns the names and what each rule says, sorted.
pub fn find(world: &World<'_>, definitions: &Definitions, names: &Names) -> Vec<(Box<str>, Box<str>)> {
    let mut declared: BTreeMap<&str, Vec<(&str, FileId, u32)>> = BTreeMap::new();
    for (id, file) in world.files().iter().enumerate() {
        let Some(c) = &file.facts.c else { continue };
        for one in &c.clinic.functions {
            declared.entry(&one.name).or_default().push((&one.c_basename, id as FileId, one.line));
        }
    }
    let mut out = Vec::new();
    for (name, blocks) in declared {
        let row = names.dotted(name).or_else(|| names.dotted(&format!("builtins.{name}")));
        let Some(row) = row.filter(|row| !row.targets.is_empty()) else { continue };
        let found: Vec<&str> = row.targets.iter().map(|target| &*definitions.get(target.definition).symbol).collect();
        // `X`, `X_impl`, and for attributes `X_get`, `X_set`, `X_get_impl`.
        let agrees = |base: &str| found.iter().any(|symbol| symbol.strip_prefix(base).is_some_and(is_role));
        if blocks.iter().any(|(base, ..)| agrees(base)) {
            continue;
        }
        let (base, file, line) = blocks[0];
        let says = format!("clinic: {base} ({}:{line}); tables: {}", world.path(file), found.join(", "));
        out.push((name.into(), says.into()));
    }
    out
}

fn is_role(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('_')
}
