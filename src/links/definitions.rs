//! Facts -> the definitions of a revision, and the question "which definition does this name mean here?".

use super::paths;
use super::world::World;
use crate::clex::value;
use crate::model::{Definition, DefinitionFact, DefinitionId, FileId, Kind, Language, Macro};
use rustc_hash::FxHashMap as HashMap;

/// Every definition found so far. Ids are final only after `links::finish` has sorted them.
#[derive(Default)]
pub struct Definitions {
    /// All of them.
    pub list: Vec<Definition>,
    of_fact: Vec<Vec<DefinitionId>>,
    modules: HashMap<FileId, DefinitionId>,
    by_symbol: HashMap<Box<str>, Vec<DefinitionId>>,
}

impl Definitions {
    /// Takes over what the facts define, file by file.
    pub fn from_facts(world: &World<'_>, is_generated: &dyn Fn(FileId) -> bool) -> Self {
        let mut all = Definitions::default();
        let facts: usize = world.files().iter().map(|file| file.facts.definitions.len()).sum();
        // Rules add some more; moving all of them to make room costs more than the room.
        all.list.reserve(facts + facts / 8);
        for (id, file) in world.files().iter().enumerate() {
            let id = id as FileId;
            let generated = is_generated(id);
            let module = paths::python_module(&file.path);
            let of_fact = file
                .facts
                .definitions
                .iter()
                .map(|fact| all.add(definition(world, id, fact, generated, module.as_deref())))
                .collect();
            all.of_fact.push(of_fact);
            all.modules.extend(module.and(all.of_fact.last().and_then(|made| made.first())).map(|&made| (id, made)));
        }
        all
    }

    /// Adds one.
    pub fn add(&mut self, definition: Definition) -> DefinitionId {
        let id = self.list.len() as DefinitionId;
        if definition.language != Language::Python && definition.language != Language::Doc {
            self.by_symbol.entry(definition.symbol.clone()).or_default().push(id);
        }
        self.list.push(definition);
        id
    }

    /// Gives a definition the name it really has.
    pub fn rename(&mut self, id: DefinitionId, symbol: &str) {
        let one = &mut self.list[id as usize];
        if let Some(known) = self.by_symbol.get_mut(&one.symbol) {
            known.retain(|&other| other != id);
        }
        one.name = symbol.into();
        one.symbol = symbol.into();
        self.by_symbol.entry(symbol.into()).or_default().push(id);
    }

    /// The definition made from a fact.
    pub fn of_fact(&self, file: FileId, fact: u32) -> Option<DefinitionId> {
        self.of_fact.get(file as usize)?.get(fact as usize).copied()
    }

    /// The module that a Python file is.
    pub fn module(&self, file: FileId) -> Option<DefinitionId> {
        self.modules.get(&file).copied()
    }

    /// The definition with this id.
    pub fn get(&self, id: DefinitionId) -> &Definition {
        &self.list[id as usize]
    }

    /// All definitions with a C symbol.
    pub fn with_symbol(&self, symbol: &str) -> &[DefinitionId] {
        self.by_symbol.get(symbol).map_or(&[], Vec::as_slice)
    }

    /// What a C name means in a file: the file's own, then what it includes or is included by, then the exported one.
    /// A macro that stands for another name is followed.
    pub fn resolve(
        &self,
        world: &World<'_>,
        file: FileId,
        line: u32,
        name: &str,
        wanted: fn(Kind) -> bool,
    ) -> Option<DefinitionId> {
        let mut name = name;
        for _ in 0..6 {
            if let Some(found) = self.pick(world, file, name, wanted) {
                return Some(found);
            }
            let alias = world.macro_at(file, line, name).filter(|one| one.params.is_none())?;
            let next = value::name(&alias.of.body)?;
            if *next == *name {
                return None;
            }
            name = next;
        }
        None
    }

    fn pick(&self, world: &World<'_>, file: FileId, name: &str, wanted: fn(Kind) -> bool) -> Option<DefinitionId> {
        let candidates = self.with_symbol(name).iter().copied().filter(|&id| wanted(self.get(id).kind));
        // Most names have one definition, and which files see it need not be asked.
        if let (Some(only), None) = (candidates.clone().next(), candidates.clone().nth(1)) {
            let one = self.get(only);
            if one.kind != Kind::Module && (one.file == file || !one.is_static) {
                return Some(only);
            }
        }
        let reach = world.reach(file);
        let rank = |id: DefinitionId| {
            let one = self.get(id);
            let near = if one.file == file {
                4
            } else if reach.contains(&one.file) {
                3
            } else if world.reach(one.file).contains(&file) && world.path(file).ends_with(".h") {
                2
            } else {
                i32::from(!one.is_static)
            };
            let near = if near == 3 && one.kind == Kind::Module { 0 } else { near };
            (near > 0, one.condition.is_none(), near, !one.is_static, std::cmp::Reverse(id))
        };
        candidates.map(|id| (rank(id), id)).filter(|(rank, _)| rank.0).max().map(|(_, id)| id)
    }
}

fn definition(
    world: &World<'_>,
    file: FileId,
    fact: &DefinitionFact,
    generated: bool,
    module: Option<&str>,
) -> Definition {
    let facts = world.facts(file);
    let language = match facts.dialect.language() {
        // Helper functions between the instructions are C.
        Language::Dsl if fact.kind == Kind::Function => Language::C,
        other => other,
    };
    let is_module = language == Language::Python && fact.kind == Kind::Module;
    let own_name = match (is_module, module) {
        (false, _) => &*fact.name,
        (true, Some(module)) => module,
        (true, None) => world.path(file),
    };
    let qualname = if fact.qualname.is_empty() { own_name } else { &*fact.qualname };
    let symbol = match (language, fact.kind) {
        (Language::C, Kind::Function | Kind::Global | Kind::Table | Kind::Type) => renamed(world, file, fact),
        _ => None,
    };
    let dotted = match module {
        Some(module) if is_module => module.into(),
        Some(module) if !qualname.contains("<locals>") => [module, ".", qualname].concat().into(),
        _ => "".into(),
    };
    Definition {
        file,
        name: own_name.into(),
        symbol: symbol.unwrap_or_else(|| qualname.into()),
        dotted,
        kind: fact.kind,
        language,
        line: fact.line,
        first_line: fact.first_line,
        end_line: fact.end_line,
        condition: world.condition_text(file, fact.condition),
        generated,
        is_static: fact.is_static,
        from_macro: false,
        signature: fact.signature.clone(),
        doc: fact.doc.clone(),
    }
}

/// The symbol of a definition whose name is itself a macro: `INITFUNC`, `#define XML_Parse PyExpat_XML_Parse`.
fn renamed(world: &World<'_>, file: FileId, fact: &DefinitionFact) -> Option<Box<str>> {
    let plain = fact.name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
    if !plain {
        return None;
    }
    let alias = world.macro_at(file, fact.line, &fact.name)?;
    let undefs = world.facts(file).c.as_ref().map_or(&[][..], |c| &c.undefs);
    if undefs.iter().any(|(name, line)| **name == *fact.name && *line < fact.line) {
        return None;
    }
    if let Some(params) = &alias.params {
        return forwarded(world, file, fact, alias.of, params);
    }
    let expanded = world.expand(file, fact.line, &fact.name);
    let is_name = !alias.body.is_empty() && expanded.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
    (is_name && expanded != *fact.name && !expanded.starts_with(|c: char| c.is_ascii_digit())).then(|| expanded.into())
}

/// The same behind `#define If(a, b) _Py_If(a, b)`: the head of the definition is rewritten as a call would be.
fn forwarded(
    world: &World<'_>,
    file: FileId,
    fact: &DefinitionFact,
    alias: &Macro,
    params: &[Box<str>],
) -> Option<Box<str>> {
    let owner = world.macros_named(&fact.name).iter().find(|one| std::ptr::eq(one.of, alias))?.file;
    // Beside each other in one file they are rather two ways to have the same.
    let both = world.is_compiled(owner, alias.condition) && world.is_compiled(file, fact.condition);
    let applies = both && owner != file;
    let (callee, args) = value::call(&alias.body)?;
    let all = args.len() == params.len() && args.iter().zip(params).all(|(arg, param)| **arg == **param);
    (applies && all && fact.kind == Kind::Function && *callee != *fact.name).then(|| callee.into())
}

/// Kinds that can stand behind a function pointer.
pub fn callable(kind: Kind) -> bool {
    kind == Kind::Function
}

/// Kinds that can stand behind `&name`.
pub fn object(kind: Kind) -> bool {
    matches!(kind, Kind::Type | Kind::Table | Kind::Global)
}
