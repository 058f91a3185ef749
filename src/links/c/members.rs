//! Rules `method-table`, `getset-table`, `member-table`: the rows by which types and modules list what they have.

use super::clinic::Clinic;
use super::structs::Structs;
use crate::clex::value;
use crate::links::definitions::{Definitions, callable};
use crate::links::tables::{Row, Table, Tables};
use crate::links::world::World;
use crate::model::{FileId, NameKind, NameTarget, Step};

/// What the rules look things up in.
pub struct Context<'a, 'f> {
    /// The facts.
    pub world: &'a World<'f>,
    /// The definitions.
    pub definitions: &'a Definitions,
    /// The tables.
    pub tables: &'a Tables<'f>,
    /// Member orders.
    pub structs: &'a Structs<'f>,
    /// Argument Clinic blocks.
    pub clinic: &'a Clinic<'a, 'f>,
}

/// An attribute found in a table.
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: NameKind,
    /// Whether it replaces a special method of the same name (`METH_COEXIST`).
    pub replaces: bool,
    /// Whether the default build has the row.
    pub compiled: bool,
    /// What implements it; a getter may be followed by its setter.
    pub targets: Vec<NameTarget>,
}

impl Context<'_, '_> {
    fn function(&self, file: FileId, line: u32, text: &str) -> Option<u32> {
        let expanded;
        let name = if let Some(name) = value::name(text) {
            name
        } else {
            expanded = self.world.expand(file, line, text);
            value::name(&expanded)?
        };
        self.definitions.resolve(self.world, file, line, name, callable)
    }

    fn string(&self, file: FileId, line: u32, text: &str) -> Option<String> {
        value::string(text).or_else(|| value::string(&self.world.expand(file, line, text)))
    }

    fn condition(&self, table: &Table<'_>, row: &Row) -> Option<Box<str>> {
        self.world.condition_text(table.file, row.condition)
    }

    fn steps(rule: &'static str, table: &Table<'_>, row: &Row) -> Vec<Step> {
        let mut steps = vec![Step { rule: rule.into(), file: table.file, line: row.line, certain: true }];
        if let Some((file, line)) = row.from {
            steps.push(Step { rule: "row-macro".into(), file, line, certain: true });
        }
        steps
    }

    /// The functions of a `PyMethodDef` table.
    pub fn methods(&self, table: &Table<'_>, skip: usize, of_type: bool) -> Vec<Attribute> {
        let mut out = Vec::new();
        for row in table.rows(self.world).iter().skip(skip) {
            let cell = |member| self.structs.cell(row, "PyMethodDef", member);
            let Some(name) = self.string(table.file, row.line, cell("ml_name")) else { continue };
            let Some(function) = self.function(table.file, row.line, cell("ml_meth")) else { continue };
            let flags = cell("ml_flags");
            let has = |flag: &str| flags.split('|').any(|one| one.trim() == flag);
            let kind = match of_type {
                true if has("METH_CLASS") => NameKind::ClassMethod,
                true if has("METH_STATIC") => NameKind::StaticMethod,
                true => NameKind::Method,
                false => NameKind::Function,
            };
            let steps = Self::steps("method-table", table, row);
            let target = self.clinic.target(self.world, self.definitions, table.file, function, steps);
            let target = NameTarget { condition: self.condition(table, row), ..target };
            let replaces = has("METH_COEXIST");
            out.push(Attribute { name, kind, replaces, compiled: row.compiled, targets: vec![target] });
        }
        out
    }

    /// The computed attributes of a `PyGetSetDef` table. Rows of one name that each bring a part are joined.
    pub fn getsets(&self, table: &Table<'_>, skip: usize) -> Vec<Attribute> {
        let mut out: Vec<Attribute> = Vec::new();
        for row in table.rows(self.world).iter().skip(skip) {
            let cell = |member| self.structs.cell(row, "PyGetSetDef", member);
            let Some(name) = self.string(table.file, row.line, cell("name")) else { continue };
            let mut targets = Vec::new();
            for text in [cell("get"), cell("set")] {
                if let Some(function) = self.function(table.file, row.line, text) {
                    let steps = Self::steps("getset-table", table, row);
                    let target = self.clinic.target(self.world, self.definitions, table.file, function, steps);
                    targets.push(NameTarget { condition: self.condition(table, row), ..target });
                }
            }
            if targets.is_empty() {
                continue;
            }
            match out.iter_mut().find(|known| known.name == name) {
                Some(known) => {
                    let is_new =
                        |target: &NameTarget| known.targets.iter().all(|one| one.definition != target.definition);
                    let new: Vec<NameTarget> = targets.into_iter().filter(is_new).collect();
                    // A row with a getter goes in front of one that only brings the setter.
                    let getter_first = !cell("get").is_empty() && !matches!(cell("get"), "NULL" | "0");
                    if getter_first && row.compiled {
                        known.targets.splice(0..0, new);
                    } else {
                        known.targets.extend(new);
                    }
                }
                None => out.push(Attribute {
                    name,
                    kind: NameKind::GetSet,
                    replaces: false,
                    compiled: row.compiled,
                    targets,
                }),
            }
        }
        out
    }

    /// The stored attributes of a `PyMemberDef` table: the table itself at the row's line.
    pub fn members(&self, table: &Table<'_>, rule: &'static str) -> Vec<Attribute> {
        let mut out = Vec::new();
        for row in table.rows(self.world) {
            let Some(name) = self.string(table.file, row.line, self.structs.cell(row, &table.type_name, "name")) else {
                continue;
            };
            if name.is_empty() {
                continue;
            }
            out.push(Attribute {
                name,
                kind: NameKind::Member,
                replaces: false,
                compiled: row.compiled,
                targets: vec![NameTarget {
                    definition: table.definition,
                    line: Some(row.line),
                    twin: false,
                    condition: self.condition(table, row),
                    evidence: Self::steps(rule, table, row),
                }],
            });
        }
        out
    }
}
