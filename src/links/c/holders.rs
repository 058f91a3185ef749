//! Rule `assigned`: which type an expression holds at run time, and what assignments add to types.

use super::api::{ApiCall, is_described};
use super::types::{Held, Origin, Types, is_null};
use crate::clex::value;
use crate::links::definitions::{Definitions, object};
use crate::links::made::Made;
use crate::links::world::World;
use crate::model::{FileId, Kind};
use rustc_hash::FxHashMap as HashMap;

/// The lines from which on an expression of a file holds a type, an index into `Types`.
type ByExpression = HashMap<(FileId, Box<str>), Vec<(u32, usize)>>;

/// Which type an expression holds at run time: a static type, or what a call assigned to that expression.
pub struct Holders {
    by_expression: ByExpression,
    /// Pointer variables that macros made: `PyExc_X` for `_PyExc_X`.
    pointers: HashMap<Box<str>, usize>,
}

impl Holders {
    /// Reads the calls that make types.
    pub fn new(
        world: &World<'_>,
        definitions: &Definitions,
        types: &mut Types,
        calls: &[ApiCall],
        made: &Made,
    ) -> Self {
        let pointers = made
            .aliases
            .iter()
            .filter_map(|(file, name, value)| {
                Some((name.clone(), types.named(world, definitions, *file, u32::MAX, value)?))
            })
            .collect();
        let mut by_expression = ByExpression::default();
        for call in calls {
            let spec = call.arg(call.api.spec).or_else(|| call.arg(call.api.desc));
            let Some(made) = spec.and_then(|text| types.named(world, definitions, call.file, call.line, text)) else {
                continue;
            };
            if let Some(variable) = call.arg(call.api.into).and_then(value::name) {
                // The variable that receives the type is what a debugger shows.
                if let Some(variable) = definitions.resolve(world, call.file, call.line, variable, object) {
                    types.receive(made, variable);
                }
            }
            if let Some(bases) = call.arg(call.api.bases).filter(|bases| !is_null(bases)) {
                let held = Held { text: bases.into(), file: call.file, line: call.line };
                types.list[made].slots.entry("tp_base".into()).or_insert(held);
            }
            for target in [call.assigned_to.as_deref(), call.arg(call.api.into)].into_iter().flatten() {
                by_expression.entry((call.file, key(target))).or_default().push((call.line, made));
            }
        }
        let holders = Holders { by_expression, pointers };
        holders.add_assignments(world, definitions, types);
        holders
    }

    /// `PyFoo_Type.tp_base = &PyBar_Type;` and its like complete what an initialiser left open; what the maker of all
    /// struct sequences assigns holds for each of them.
    fn add_assignments(&self, world: &World<'_>, definitions: &Definitions, types: &mut Types) {
        let makers: Vec<FileId> = definitions
            .list
            .iter()
            .filter(|one| {
                one.kind == Kind::Function && is_described(&one.symbol) && !world.path(one.file).ends_with(".h")
            })
            .map(|one| one.file)
            .collect();
        let mut shared: Vec<(Box<str>, Held)> = Vec::new();
        for (id, file) in world.files().iter().enumerate() {
            let id = id as FileId;
            let Some(c) = &file.facts.c else { continue };
            for one in c.assignments.iter().filter(|one| world.is_compiled(id, one.condition) && !is_null(&one.right)) {
                let Some(at) = one.left.rfind("tp_").or_else(|| one.left.strip_suffix("name").map(str::len)) else {
                    continue;
                };
                let (variable, member) = one.left.split_at(at);
                let held = Held { text: one.right.clone(), file: id, line: one.line };
                let variable = variable.trim_end_matches(['.', '>', '-']);
                let known = value::name(variable)
                    .and_then(|name| definitions.resolve(world, id, one.line, name, object))
                    .and_then(|found| types.of(found))
                    .or_else(|| self.held(world, definitions, types, id, one.line, variable));
                if member == "name" {
                    if let (Some(index), Some(name)) = (known, value::string(&world.expand(id, one.line, &one.right))) {
                        types.list[index].set_name(name);
                    }
                } else if let Some(index) = known {
                    types.list[index].slots.entry(member.into()).or_insert(held);
                } else if makers.contains(&id) {
                    shared.push((member.into(), held));
                }
            }
        }
        for one in types.list.iter_mut().filter(|one| one.origin == Origin::StructSequence) {
            for (member, held) in &shared {
                one.slots.entry(member.clone()).or_insert_with(|| held.clone());
            }
        }
    }

    /// The type that an expression holds near a line of a file.
    pub fn held(
        &self,
        world: &World<'_>,
        definitions: &Definitions,
        types: &Types,
        file: FileId,
        line: u32,
        text: &str,
    ) -> Option<usize> {
        if let Some(known) = self.by_expression.get(&(file, key(text))) {
            let before = known.iter().rev().find(|(at, _)| *at <= line);
            return before.or(known.first()).map(|(_, index)| *index);
        }
        let direct = types.named(world, definitions, file, line, text).or_else(|| {
            // A member that only one file fills, such as the interpreter's cache of types.
            let wanted = Some(key(text)).filter(|_| text.contains('>'))?;
            let mut filled = self.by_expression.iter().filter(|((_, place), _)| *place == wanted);
            let (_, known) = filled.next().filter(|_| filled.next().is_none())?;
            known.first().map(|(_, index)| *index)
        });
        direct.or_else(|| {
            let expanded = world.expand(file, line, text);
            let name = value::name(&expanded)?;
            // `PyExc_X` points to `_PyExc_X`, also where no macro made the pair.
            let pointed = || definitions.with_symbol(&format!("_{name}")).iter().find_map(|&id| types.of(id));
            self.pointers.get(name).copied().or_else(pointed)
        })
    }
}

/// The expression without casts, `&` and outer parentheses: what two writings of one place share.
fn key(text: &str) -> Box<str> {
    let mut rest = text.trim();
    loop {
        let before = rest;
        rest = rest.trim_start_matches('&').trim();
        if let Some(inner) = rest.strip_prefix('(') {
            // A cast in front of something, or parentheses around everything.
            if let Some(close) = matching(inner) {
                let behind = inner[close + 1..].trim();
                rest = if behind.is_empty() {
                    inner[..close].trim()
                } else if starts_value(behind) {
                    behind
                } else {
                    rest
                };
            }
        }
        if rest == before {
            break;
        }
    }
    // `state->X` and `st->X` are the same member of the module's state.
    rest.rsplit("->").next().unwrap_or(rest).into()
}

fn starts_value(text: &str) -> bool {
    text.starts_with(|c: char| c == '_' || c == '(' || c == '&' || c.is_ascii_alphabetic())
}

fn matching(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn one_place_has_one_key() {
        assert_eq!(&*key("(PyObject *)state->deque_type"), "deque_type");
        assert_eq!(&*key("&(st->deque_type)"), "deque_type");
        assert_eq!(&*key("(PyTypeObject *)(x)"), "x");
        assert_eq!(&*key("&PyList_Type"), "PyList_Type");
    }
}
