//! The types C makes: static type objects, specs, struct sequences, exceptions, and what each says about itself.

use super::api::import_name;
use super::structs::Structs;
use crate::clex::value;
use crate::links::definitions::{Definitions, object};
use crate::links::tables::{Table, Tables};
use crate::links::world::World;
use crate::model::{DefinitionId, FileId, Kind};
use rustc_hash::FxHashMap as HashMap;

/// How a type comes to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A `PyTypeObject` variable.
    Static,
    /// A `PyType_Spec` variable.
    Spec,
    /// A `PyStructSequence_Desc` variable.
    StructSequence,
}

/// What a type's slot, table or base holds, as text, and where it says so.
#[derive(Debug, Clone)]
pub struct Held {
    /// The expression.
    pub text: Box<str>,
    /// Where.
    pub file: FileId,
    /// 1-based line.
    pub line: u32,
}

/// A type.
#[derive(Debug)]
pub struct CType {
    /// The variable that makes it.
    pub definition: DefinitionId,
    /// How.
    pub origin: Origin,
    /// `tp_name`, expanded: `collections.deque`, `list`.
    pub tp_name: String,
    /// The dotted name it goes by: `tp_name`, with `builtins.` where it has no module.
    pub canonical: String,
    /// Slot -> what it holds: `tp_repr`, `nb_add`, `tp_methods`.
    pub slots: HashMap<Box<str>, Held>,
    /// Whether the default build compiles it.
    pub compiled: bool,
}

impl CType {
    /// Gives it another `tp_name`.
    pub fn set_name(&mut self, tp_name: String) {
        self.canonical = canonical(&tp_name);
        self.tp_name = tp_name;
    }
}

/// All types, with look-up by variable.
pub struct Types {
    /// In the order of files and lines.
    pub list: Vec<CType>,
    by_definition: HashMap<DefinitionId, usize>,
}

impl Types {
    /// Reads the types out of the tables.
    pub fn new(world: &World<'_>, definitions: &Definitions, tables: &Tables<'_>, structs: &Structs<'_>) -> Self {
        let mut list: Vec<CType> = Vec::new();
        for table in &tables.list {
            let read = match &*table.type_name {
                "PyTypeObject" => static_type(world, definitions, tables, structs, table),
                "PyType_Spec" => spec(world, definitions, tables, structs, table),
                "PyStructSequence_Desc" => struct_sequence(world, structs, table),
                _ => None,
            };
            list.extend(read);
        }
        let by_definition = list.iter().enumerate().map(|(index, one)| (one.definition, index)).collect();
        Types { list, by_definition }
    }

    /// The type that a variable makes.
    pub fn of(&self, definition: DefinitionId) -> Option<usize> {
        self.by_definition.get(&definition).copied()
    }

    /// Says that a variable receives a type that another one describes.
    pub fn receive(&mut self, index: usize, variable: DefinitionId) {
        self.list[index].definition = variable;
        self.by_definition.insert(variable, index);
    }

    /// The type a value names directly: `&PyList_Type`, `(PyObject *)&deque_spec`.
    pub fn named(
        &self,
        world: &World<'_>,
        definitions: &Definitions,
        file: FileId,
        line: u32,
        text: &str,
    ) -> Option<usize> {
        let expanded;
        let name = if let Some(name) = value::name(text) {
            name
        } else {
            expanded = world.expand(file, line, text);
            value::name(&expanded)?
        };
        self.of(definitions.resolve(world, file, line, name, object)?)
    }
}

/// The dotted name a type goes by.
fn canonical(tp_name: &str) -> String {
    if tp_name.contains('.') { tp_name.to_owned() } else { format!("builtins.{tp_name}") }
}

fn string_of(world: &World<'_>, file: FileId, line: u32, text: &str) -> Option<String> {
    value::string(text).or_else(|| value::string(world.expand(file, line, text).trim_matches(['(', ')'])))
}

/// A type's name; where a macro that only the build defines stands for its module (`MODULE_NAME ".Row"`), the module
/// made in that folder.
fn name_of(world: &World<'_>, definitions: &Definitions, file: FileId, line: u32, text: &str) -> Option<String> {
    string_of(world, file, line, text).or_else(|| {
        let (word, rest) = text.split_once(' ')?;
        let tail = value::string(rest).filter(|tail| tail.starts_with('.') && value::name(word).is_some())?;
        let folder = |file| world.path(file).rsplit_once('/').map_or("", |(folder, _)| folder);
        let module = definitions.list.iter().find_map(|one| {
            let is_near = one.kind == Kind::Function && folder(one.file) == folder(file);
            import_name(&one.symbol).filter(|_| is_near)
        })?;
        Some(format!("{module}{tail}"))
    })
}

/// Whether a value is nothing.
pub fn is_null(text: &str) -> bool {
    matches!(text, "" | "0" | "NULL" | "(0)")
}

/// Members that point to a struct of further slots.
fn is_slot_group(member: &str) -> bool {
    member.starts_with("tp_as_")
}

fn static_type(
    world: &World<'_>,
    definitions: &Definitions,
    tables: &Tables<'_>,
    structs: &Structs<'_>,
    table: &Table<'_>,
) -> Option<CType> {
    let mut slots = HashMap::default();
    let mut tp_name = None;
    for (member, item) in structs.assign(world, table) {
        let text = item.value.text();
        if &*member == "tp_name" {
            tp_name = name_of(world, definitions, table.file, item.line, text);
        } else if is_slot_group(&member) && !is_null(text) {
            let Some((group, _)) = tables.named(world, definitions, table.file, item.line, text) else { continue };
            for (slot, inner) in structs.assign(world, group) {
                if !is_null(inner.value.text()) {
                    slots.insert(slot, Held { text: inner.value.text().into(), file: group.file, line: inner.line });
                }
            }
        } else if !is_null(text) {
            slots.insert(member, Held { text: text.into(), file: table.file, line: item.line });
        }
    }
    let tp_name = tp_name?;
    Some(CType {
        definition: table.definition,
        origin: Origin::Static,
        canonical: canonical(&tp_name),
        tp_name,
        slots,
        compiled: table.compiled,
    })
}

fn spec(
    world: &World<'_>,
    definitions: &Definitions,
    tables: &Tables<'_>,
    structs: &Structs<'_>,
    table: &Table<'_>,
) -> Option<CType> {
    let members = structs.assign(world, table);
    let member = |name: &str| members.iter().find(|(member, _)| **member == *name).map(|(_, item)| item);
    let name = member("name")?;
    let tp_name = name_of(world, definitions, table.file, name.line, name.value.text())?;
    let mut slots = HashMap::default();
    let list =
        member("slots").and_then(|item| tables.named(world, definitions, table.file, item.line, item.value.text()));
    if let Some((list, _)) = list {
        for row in list.rows(world).iter().filter(|row| row.compiled) {
            let mut cells = row.cells.iter().map(|cell| cell.value.text());
            let Some(slot) = cells.find_map(|text| value::name(text)?.strip_prefix("Py_")) else { continue };
            // Flags may stand between the slot and what it holds.
            let Some(held) = cells.rfind(|text| !is_null(text)) else { continue };
            slots.insert(slot.into(), Held { text: held.into(), file: list.file, line: row.line });
        }
    }
    Some(CType {
        definition: table.definition,
        origin: Origin::Spec,
        canonical: canonical(&tp_name),
        tp_name,
        slots,
        compiled: table.compiled,
    })
}

fn struct_sequence(world: &World<'_>, structs: &Structs<'_>, table: &Table<'_>) -> Option<CType> {
    let mut slots = HashMap::default();
    let mut tp_name = None;
    for (member, item) in structs.assign(world, table) {
        match &*member {
            "name" => tp_name = string_of(world, table.file, item.line, item.value.text()),
            "fields" => {
                slots.insert(
                    "fields".into(),
                    Held { text: item.value.text().into(), file: table.file, line: item.line },
                );
            }
            _ => {}
        }
    }
    let tp_name = tp_name?;
    Some(CType {
        definition: table.definition,
        origin: Origin::StructSequence,
        canonical: canonical(&tp_name),
        tp_name,
        slots,
        compiled: table.compiled,
    })
}
