//! Initialised variables of all files, those made by macros included, as rows with line and condition.

use super::definitions::Definitions;
use super::world::{Defined, World};
use crate::clex::expand::Expanded;
use crate::clex::{items, token, value};
use crate::model::{ConditionId, Definition, DefinitionId, FileId, Item, Kind, Language, Value};
use rustc_hash::FxHashMap as HashMap;
use std::borrow::Cow;
use std::sync::OnceLock;

/// One initialised variable.
pub struct Table<'f> {
    /// Where it stands.
    pub file: FileId,
    /// Line of its name, or of the macro use that makes it.
    pub line: u32,
    /// Its declared type.
    pub type_name: Box<str>,
    /// Its definition.
    pub definition: DefinitionId,
    /// Whether the default build compiles it.
    pub compiled: bool,
    /// The `#if` around it, 0 for what a macro made.
    pub condition: ConditionId,
    /// What stands between the braces.
    pub items: Cow<'f, [Item]>,
    /// The same as rows: many rules ask for them.
    pub rows: OnceLock<Vec<Row>>,
}

impl Table<'_> {
    /// The rows as lists of cells: macros that stand for rows are expanded, branches of other builds left out.
    pub fn rows(&self, world: &World<'_>) -> &[Row] {
        self.rows.get_or_init(|| {
            let mut out = Vec::new();
            for item in &*self.items {
                push_rows(world, self, item, &mut out);
            }
            out
        })
    }
}

/// All of them.
#[derive(Default)]
pub struct Tables<'f> {
    /// In the order of files and lines.
    pub list: Vec<Table<'f>>,
    by_definition: HashMap<DefinitionId, usize>,
}

impl<'f> Tables<'f> {
    /// Takes over the initialisers of the facts.
    pub fn from_facts(world: &World<'f>, definitions: &mut Definitions) -> Self {
        let mut all = Tables::default();
        for (id, file) in world.files().iter().enumerate() {
            let id = id as FileId;
            let Some(c) = file.facts.c.as_ref().filter(|c| !c.initialisers.is_empty()) else { continue };
            let own: HashMap<(&str, u32), u32> = file
                .facts
                .definitions
                .iter()
                .enumerate()
                .filter(|(_, fact)| matches!(fact.kind, Kind::Table | Kind::Type | Kind::Global))
                .map(|(index, fact)| ((&*fact.name, fact.line), index as u32))
                .collect();
            for one in &c.initialisers {
                let known = own.get(&(&*one.name, one.line)).and_then(|&fact| definitions.of_fact(id, fact));
                let definition = known.unwrap_or_else(|| {
                    definitions.add(Definition {
                        file: id,
                        name: one.name.clone(),
                        symbol: one.name.clone(),
                        dotted: "".into(),
                        kind: kind_of(&one.type_name),
                        language: Language::C,
                        line: one.line,
                        first_line: one.line,
                        end_line: one.end_line,
                        condition: world.condition_text(id, one.condition),
                        generated: false,
                        is_static: one.is_static || one.inside.is_some(),
                        from_macro: false,
                        signature: "".into(),
                        doc: "".into(),
                    })
                });
                all.add(Table {
                    file: id,
                    line: one.line,
                    type_name: one.type_name.clone(),
                    definition,
                    compiled: world.is_compiled(id, one.condition),
                    condition: one.condition,
                    items: Cow::Borrowed(&one.items),
                    rows: OnceLock::new(),
                });
            }
        }
        all
    }

    /// Adds one.
    pub fn add(&mut self, table: Table<'f>) {
        self.by_definition.insert(table.definition, self.list.len());
        self.list.push(table);
    }

    /// The table that a definition is.
    pub fn of(&self, definition: DefinitionId) -> Option<&Table<'f>> {
        self.by_definition.get(&definition).map(|&index| &self.list[index])
    }

    /// The table a value names: `&long_as_number`, `list_methods`, `(table + 7)`; with the number of rows to skip.
    pub fn named(
        &self,
        world: &World<'_>,
        definitions: &Definitions,
        file: FileId,
        line: u32,
        text: &str,
    ) -> Option<(&Table<'f>, usize)> {
        let expanded = world.expand(file, line, text);
        let plain = value::name(text).into_iter().chain(value::name(&expanded)).map(|name| (name, 0));
        plain.chain(offset_name(&expanded)).find_map(|(name, skip)| {
            let found = definitions.resolve(world, file, line, name, super::definitions::object)?;
            Some((self.of(found)?, skip))
        })
    }
}

/// `name + 7`, in parentheses or not.
fn offset_name(text: &str) -> Option<(&str, usize)> {
    let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
    let (name, count) = inner.split_once('+')?;
    Some((value::name(name)?, count.trim().parse().ok()?))
}

/// The kind of a variable of this type.
pub fn kind_of(type_name: &str) -> Kind {
    match type_name {
        "PyTypeObject" | "PyType_Spec" => Kind::Type,
        _ => Kind::Table,
    }
}

/// One row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// 1-based line of the table's file.
    pub line: u32,
    /// The macro that stands for the row, with the place of its `#define`.
    pub from: Option<(FileId, u32)>,
    /// Whether the default build has it, given that it has the table.
    pub compiled: bool,
    /// The `#if` around it.
    pub condition: ConditionId,
    /// The cells.
    pub cells: Vec<Item>,
}

fn push_rows(world: &World<'_>, table: &Table<'_>, item: &Item, out: &mut Vec<Row>) {
    let file = table.file;
    let inside = |condition| world.is_compiled_inside(file, condition, table.condition);
    let compiled = inside(item.condition);
    match &item.value {
        Value::List(cells) => {
            let inside = |cell: &&Item| world.is_compiled_inside(file, cell.condition, item.condition);
            let cells = cells.iter().filter(inside).cloned().collect();
            out.push(Row { line: item.line, from: None, compiled, condition: item.condition, cells });
        }
        Value::Text(text) => {
            // A plain value is no row, and needs no look at what it expands to.
            if !text.contains(['(', '{']) && token::inner_pieces(text).all(|it| world.macros_named(it.text).is_empty())
            {
                return;
            }
            let name = text.split('(').next().unwrap_or_default().trim();
            for (from, expanded) in row_texts(world, file, item.line, name, text) {
                for inner in items::items(&expanded.tokens(), &|_| (item.line, 0)) {
                    let cells = match inner.value {
                        Value::List(cells) => cells,
                        // A row macro that is defined elsewhere: its arguments are the cells.
                        Value::Text(text) => match value::call(&text) {
                            Some((_, args)) => args.into_iter().map(|arg| cell(item.line, arg)).collect(),
                            None => continue,
                        },
                    };
                    let (line, condition) = (item.line, item.condition);
                    out.push(Row { line, from: Some(from), compiled, condition, cells });
                }
            }
        }
    }
}

fn cell(line: u32, text: String) -> Item {
    Item { line, condition: 0, field: None, value: Value::Text(text.into()) }
}

/// What a row macro stands for: every full definition of it, as variants under `#if` may each add a part.
fn row_texts<'w>(
    world: &'w World<'_>,
    file: FileId,
    line: u32,
    name: &str,
    text: &'w str,
) -> Vec<((FileId, u32), Expanded<'w>)> {
    let reach = world.reach(file);
    let mut all: Vec<_> = world
        .macros_named(name)
        .iter()
        .filter(|one| reach.contains(&one.file) && one.of.params.is_none() && !one.of.body.is_empty())
        .collect();
    all.sort_by_key(|one| (!world.is_compiled(one.file, one.of.condition), one.file, one.of.line));
    if all.len() > 1 {
        let whole = |one: &Defined<'w>| ((one.file, one.of.line), world.expanded(file, line, &one.of.body));
        return all.into_iter().map(whole).collect();
    }
    let place = all.first().map_or((file, line), |one| (one.file, one.of.line));
    vec![(place, world.expanded(file, line, text))]
}
