//! Definitions that only exist after preprocessing: what a macro used at file level makes.
//!
//! `SimpleExtendsException(…)`, `BINARY_FUNC(…)`, `RICHCMP_WRAPPER(…)`: the macro's own definition says what appears;
//! debug information puts it at the line of the use, and so do we.

use super::c::api_calls::words;
use super::definitions::Definitions;
use super::tables::{Table, Tables, kind_of};
use super::world::World;
use crate::clex::scan::{What, defined};
use crate::clex::{expand, items, token};
use crate::model::{Call, Definition, DefinitionId, FileId, Kind, Language};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::OnceLock;

/// What macros made beside definitions: the bodies of the functions, to look for calls in.
#[derive(Default)]
pub struct Made {
    /// Function, file, line of the use, expanded body.
    pub bodies: Vec<(DefinitionId, FileId, u32, String)>,
    /// `PyObject *PyExc_X = (PyObject *)&_PyExc_X`: file, name, value.
    pub aliases: Vec<(FileId, Box<str>, Box<str>)>,
}

/// Expands every macro use at file level and adds the functions and tables that appear.
pub fn add(world: &World<'_>, definitions: &mut Definitions, tables: &mut Tables<'_>) -> Made {
    let mut made = Made::default();
    let mut opening: HashMap<&str, bool> = HashMap::default();
    for (id, file) in world.files().iter().enumerate() {
        let Some(c) = &file.facts.c else { continue };
        for call in c.calls.iter().filter(|call| call.caller.is_none()) {
            // Most uses are documentation strings.
            let opens = *opening.entry(&call.callee).or_insert_with(|| opens(world, &call.callee));
            if opens || call.args.iter().any(|arg| opens_in(world, arg)) {
                add_made(world, id as FileId, call, definitions, tables, &mut made);
            }
        }
    }
    made
}

/// Whether braces or whole statements may stand in what a word becomes: without them nothing is defined.
fn opens(world: &World<'_>, word: &str) -> bool {
    let (mut seen, mut waiting) = (HashSet::default(), vec![word]);
    while let Some(word) = waiting.pop() {
        for body in world.macros_named(word).iter().map(|one| &*one.of.body) {
            if body.contains(['{', ';']) || body.contains("##") {
                return true;
            }
            waiting.extend(words(body).filter(|word| seen.insert(*word)));
        }
    }
    false
}

/// The same for an argument.
fn opens_in(world: &World<'_>, arg: &str) -> bool {
    token::inner_pieces(arg).any(|it| it.is("{") || it.is(";") || it.is_word() && opens(world, it.text))
}

fn add_made(
    world: &World<'_>,
    file: FileId,
    call: &Call,
    definitions: &mut Definitions,
    tables: &mut Tables<'_>,
    made: &mut Made,
) {
    let Some(of) = world.macro_at(file, call.line, &call.callee).filter(|of| of.params.is_some()) else { return };
    let expanded = expand::apply(of, &call.args, &|name| world.spelled_out(file, call.line, name));
    let tokens = expanded.tokens();
    let place = |name: &str, kind: Kind, is_static: bool, signature: String| Definition {
        file,
        name: name.into(),
        symbol: name.into(),
        dotted: "".into(),
        kind,
        language: Language::C,
        line: call.line,
        first_line: call.line,
        end_line: call.line,
        condition: world.condition_text(file, call.condition),
        generated: false,
        is_static,
        from_macro: true,
        signature: signature.chars().take(200).collect::<String>().into(),
        doc: "".into(),
    };
    for one in defined(&tokens) {
        match one.what {
            What::Function { body, .. } => {
                let function = definitions.add(place(one.name, Kind::Function, one.is_static, one.signature()));
                made.bodies.push((function, file, call.line, token::join(body)));
            }
            What::Variable { type_name, items: inside, .. } => {
                let definition = definitions.add(place(one.name, kind_of(type_name), one.is_static, String::new()));
                tables.add(Table {
                    file,
                    line: call.line,
                    type_name: type_name.into(),
                    definition,
                    compiled: world.is_compiled(file, call.condition),
                    condition: 0,
                    items: items::items(inside, &|_| (call.line, 0)).into(),
                    rows: OnceLock::new(),
                });
            }
            What::Alias { value } => made.aliases.push((file, one.name.into(), token::join(value).into())),
        }
    }
}
