//! Rules `inherits` and `twin`: classes and their bases; Python definitions and what C puts in their place.

use super::Python;
use super::value::{Place, Value};
use crate::links::paths;
use crate::model::{DefinitionId, Kind, Language, Link, LinkKind, Name};

/// Finds the bases of all classes outside of tests.
pub fn bases(python: &Python<'_, '_>) -> Vec<Link> {
    let mut out = Vec::new();
    for (name, file) in python.modules.all() {
        if python.modules.name(file) != Some(name) || paths::is_test(python.world.path(file)) {
            continue;
        }
        for (fact, class) in python.world.facts(file).definitions.iter().enumerate() {
            if class.kind != Kind::Class || class.bases.is_empty() {
                continue;
            }
            let Some(from) = python.definitions.of_fact(file, fact as u32) else { continue };
            for base in &*python.bases(&Value::Class(Place { file, fact: fact as u32 })) {
                let to = match base {
                    Value::C(row) => python.c.dotted(row).and_then(|row| row.targets.first()).map(|one| one.definition),
                    other => other.place().and_then(|place| python.definitions.of_fact(place.file, place.fact)),
                };
                out.extend(to.map(|to| link(LinkKind::Inherits, from, to, file, class.line, "inherits")));
            }
        }
    }
    out
}

/// Joins the definitions of different languages behind one name.
pub fn twins(python: &Python<'_, '_>, rows: &[Name]) -> Vec<Link> {
    let mut out = Vec::new();
    for row in rows {
        let is_python = |id: DefinitionId| python.definitions.get(id).language == Language::Python;
        let Some(first) = row.targets.first() else { continue };
        for other in row.targets.iter().skip(1).filter(|other| other.twin) {
            let (from, to) = match (is_python(first.definition), is_python(other.definition)) {
                (true, false) => (first.definition, other.definition),
                (false, true) => (other.definition, first.definition),
                _ => continue,
            };
            let definition = python.definitions.get(from);
            out.push(link(LinkKind::Twin, from, to, definition.file, definition.line, "twin"));
        }
    }
    out
}

fn link(kind: LinkKind, from: DefinitionId, to: DefinitionId, file: u32, line: u32, rule: &'static str) -> Link {
    Link { kind, from, to, file, line, rule: rule.into(), exact: true, condition: None }
}
