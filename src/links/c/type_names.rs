//! The names C publishes: attributes of its types, contents of its modules.

use super::holders::Holders;
use super::members::{Attribute, Context};
use super::modules::CModule;
use super::publish::{Calls, What, published};
use super::slots::{SlotRow, special_methods};
use super::types::{CType, Origin, Types};
use crate::clex::value;
use crate::links::definitions::object;
use crate::links::names::{Names, row};
use crate::model::{Name, NameKind, NameTarget, Step};

/// What the naming rules share.
pub struct Naming<'a, 'f> {
    /// Look-ups.
    pub context: &'a Context<'a, 'f>,
    /// The types.
    pub types: &'a Types,
    /// What expressions hold.
    pub holders: &'a Holders,
    /// `slotdefs[]`.
    pub slot_rows: &'a [SlotRow],
}

impl Naming<'_, '_> {
    /// Adds every type with its attributes. Types of other builds come last, so that the default build's lead.
    pub fn add_types(&self, names: &mut Names) {
        let mut order: Vec<usize> = (0..self.types.list.len()).collect();
        order.sort_by_key(|&index| !self.types.list[index].compiled);
        for index in order {
            self.add_type(&self.types.list[index], names);
        }
    }

    fn type_target(&self, of: &CType, mut evidence: Vec<Step>) -> NameTarget {
        let definition = self.context.definitions.get(of.definition);
        let rule = match of.origin {
            Origin::Static => "type-object",
            Origin::Spec => "type-spec",
            Origin::StructSequence => "struct-sequence",
        };
        evidence.push(Step { rule: rule.into(), file: definition.file, line: definition.line, certain: true });
        NameTarget { definition: of.definition, line: None, twin: false, condition: None, evidence }
    }

    fn add_type(&self, of: &CType, names: &mut Names) {
        let Some((scope, name)) = of.canonical.rsplit_once('.') else { return };
        let mut own = row(scope, name, NameKind::Class, vec![self.type_target(of, Vec::new())]);
        own.bases = self.bases(of).into_iter().map(Into::into).collect();
        names.add(own);

        let mut attributes: Vec<Attribute> = Vec::new();
        let context = self.context;
        for (name, target) in special_methods(context.world, context.definitions, context.clinic, self.slot_rows, of) {
            let kind = if name == "__new__" { NameKind::StaticMethod } else { NameKind::Slot };
            attributes.push(Attribute { name, kind, replaces: false, compiled: true, targets: vec![target] });
        }
        let table = |member: &str| {
            let held = of.slots.get(member)?;
            context.tables.named(context.world, context.definitions, held.file, held.line, &held.text)
        };
        let mut listed = Vec::new();
        if let Some((table, skip)) = table("tp_methods") {
            listed.extend(context.methods(table, skip, true));
        }
        if let Some((table, _)) = table("tp_members") {
            listed.extend(context.members(table, "member-table"));
        }
        if let Some((table, skip)) = table("tp_getset") {
            listed.extend(context.getsets(table, skip));
        }
        if let Some((table, _)) = table("fields") {
            listed.extend(context.members(table, "struct-sequence"));
        }
        listed.sort_by_key(|one| !one.compiled);
        for one in listed {
            match attributes.iter_mut().find(|known| known.name == one.name) {
                // What a slot provides stays, unless the row says it coexists and so replaces it.
                Some(known) if one.replaces => {
                    let behind = std::mem::take(&mut known.targets);
                    *known = one;
                    known.targets.extend(behind);
                }
                Some(known) => known.targets.extend(one.targets),
                None => attributes.push(one),
            }
        }
        for one in attributes {
            names.add(row(&of.canonical, &one.name, one.kind, one.targets));
        }
    }

    /// The dotted names of the bases.
    fn bases(&self, of: &CType) -> Vec<String> {
        let held = of.slots.get("tp_base").or_else(|| of.slots.get("tp_bases"));
        let base = held.and_then(|held| {
            let (world, definitions) = (self.context.world, self.context.definitions);
            self.holders.held(world, definitions, self.types, held.file, held.line, &held.text)
        });
        match base {
            Some(index) => vec![self.types.list[index].canonical.clone()],
            None if of.canonical == "builtins.object" => Vec::new(),
            None => vec!["builtins.object".to_owned()],
        }
    }

    /// Adds a module with what it publishes.
    pub fn add_module(&self, module: &CModule, calls: &Calls<'_>, names: &mut Names) {
        let init = NameTarget {
            definition: module.init,
            line: None,
            twin: false,
            condition: None,
            evidence: module.evidence.clone(),
        };
        names.add(row("", &module.name, NameKind::Module, vec![init]));
        for (text, file, line) in &module.methods {
            self.add_functions(module, *file, *line, text, names);
        }
        for one in published(self.context, self.types, self.holders, module, calls) {
            match one.what {
                What::Methods(text) => self.add_functions(module, one.step.file, one.step.line, &text, names),
                What::Type(index) => {
                    let of = &self.types.list[index];
                    let mut entry =
                        row(&module.name, &one.name, NameKind::Class, vec![self.type_target(of, vec![one.step])]);
                    let own = entry.dotted();
                    entry.alias_of = (own != of.canonical).then(|| of.canonical.as_str().into());
                    names.add(entry);
                }
                What::Exception(function) => {
                    let Some((scope, name)) = one.name.rsplit_once('.') else { continue };
                    let line = Some(one.step.line);
                    let target = NameTarget {
                        definition: function,
                        line,
                        twin: false,
                        condition: None,
                        evidence: vec![one.step.clone()],
                    };
                    names.add(row(scope, name, NameKind::Class, vec![target]));
                }
                What::Object(text) => {
                    if let Some(entry) = self.object(module, &one.name, &text, one.step) {
                        names.add(entry);
                    }
                }
            }
        }
    }

    fn add_functions(&self, module: &CModule, file: u32, line: u32, text: &str, names: &mut Names) {
        let context = self.context;
        let Some((table, skip)) = context.tables.named(context.world, context.definitions, file, line, text) else {
            return;
        };
        let mut functions = context.methods(table, skip, false);
        functions.sort_by_key(|one| !one.compiled);
        for one in functions {
            names.add(row(&module.name, &one.name, one.kind, one.targets));
        }
    }

    /// A published object that is no type: the variable that holds it, where it has a name.
    fn object(&self, module: &CModule, name: &str, text: &str, step: Step) -> Option<Name> {
        let context = self.context;
        let variable = value::name(text)?;
        let found = context.definitions.resolve(context.world, step.file, step.line, variable, object)?;
        let target = NameTarget { definition: found, line: None, twin: false, condition: None, evidence: vec![step] };
        Some(row(&module.name, name, NameKind::Value, vec![target]))
    }
}
