//! Definitions that only exist after preprocessing: what a macro used at file level makes.
//!
//! `SimpleExtendsException(…)`, `BINARY_FUNC(…)`, `RICHCMP_WRAPPER(…)`: the macro's own definition says what appears;
//! debug information puts it at the line of the use, and so do we.

use super::definitions::Definitions;
use super::tables::{Table, Tables, kind_of};
use super::world::World;
use crate::clex::scan::{What, defined};
use crate::clex::{expand, items, token};
use crate::model::{Call, Definition, DefinitionId, FileId, Kind, Language};
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
pub fn add(world: &World<'_>, definitions: &mut Definitions, tables: &mut Tables) -> Made {
    let mut made = Made::default();
    for (id, file) in world.files().iter().enumerate() {
        let Some(c) = &file.facts.c else { continue };
        for call in c.calls.iter().filter(|call| call.caller.is_none()) {
            add_made(world, id as FileId, call, definitions, tables, &mut made);
        }
    }
    made
}

fn add_made(
    world: &World<'_>,
    file: FileId,
    call: &Call,
    definitions: &mut Definitions,
    tables: &mut Tables,
    made: &mut Made,
) {
    let Some(of) = world.macro_at(file, call.line, &call.callee).filter(|of| of.params.is_some()) else { return };
    let text = expand::apply(of, &call.args, &|name| world.spelled_out(file, call.line, name)).text();
    let tokens = token::tokens(&text);
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
                    items: items::items(inside, &|_| (call.line, 0)),
                    rows: OnceLock::new(),
                });
            }
            What::Alias { value } => made.aliases.push((file, one.name.into(), token::join(value).into())),
        }
    }
}
