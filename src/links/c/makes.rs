//! What a C function returns: an object of the type it allocates, read from the calls it makes.

use super::api;
use super::helpers::parameters;
use super::holders::Holders;
use super::own_calls::OwnCalls;
use super::types::Types;
use crate::clex::value;
use crate::links::definitions::{Definitions, callable};
use crate::links::world::World;
use crate::model::{Call, DefinitionId, FileId};
use rustc_hash::FxHashMap as HashMap;
use std::cell::RefCell;

/// Calls are followed so deep.
const DEEPEST: u32 = 3;

/// What a function returns.
#[derive(Debug, Clone, PartialEq)]
pub enum Made {
    /// An object of a type, by its dotted name.
    Type(Box<str>),
    /// An object of the type that an argument gives.
    Argument(usize),
    /// What a Python name returns that it imports: the dotted name.
    Imported(String),
}

/// The types of a revision, to ask what functions make.
pub struct Makers<'a, 'f> {
    /// All files.
    pub world: &'a World<'f>,
    /// All definitions.
    pub definitions: &'a Definitions,
    /// The types.
    pub types: Types,
    /// What expressions hold.
    pub holders: Holders,
    own_calls: OwnCalls<'f>,
    /// What was found out, by function and depth.
    known: RefCell<HashMap<(DefinitionId, u32), Option<Made>>>,
}

impl<'a, 'f> Makers<'a, 'f> {
    /// Takes the types and the calls.
    pub fn new(
        world: &'a World<'f>,
        definitions: &'a Definitions,
        types: Types,
        holders: Holders,
        own_calls: OwnCalls<'f>,
    ) -> Self {
        Makers { world, definitions, types, holders, own_calls, known: RefCell::default() }
    }

    /// What a function makes: the first object that it, or a function of its file, allocates.
    pub fn made_by(&self, function: DefinitionId) -> Option<Made> {
        self.followed(function, 0)
    }

    fn followed(&self, function: DefinitionId, depth: u32) -> Option<Made> {
        if let Some(known) = self.known.borrow().get(&(function, depth)) {
            return known.clone();
        }
        let made = self.follow(function, depth);
        self.known.borrow_mut().insert((function, depth), made.clone());
        made
    }

    fn follow(&self, function: DefinitionId, depth: u32) -> Option<Made> {
        let of = self.definitions.get(function);
        let parameters = parameters(&of.signature);
        let given = |call: &Call, at: usize| {
            let text = call.args.get(at)?;
            let parameter = value::name(text).and_then(|name| parameters.iter().position(|one| one == name));
            parameter.map(Made::Argument).or_else(|| self.held(of.file, call.line, text))
        };
        let mut imported: HashMap<Box<str>, String> = HashMap::default();
        let mut own = self.own_calls.of(function).filter(|call| self.world.is_compiled(of.file, call.condition));
        own.find_map(|call| {
            if let Some(api) = api::named(&call.callee) {
                let part = |at: usize| call.args.get(at).and_then(|text| value::string(text));
                let module = match (api.import, api.of) {
                    (Some(import), _) => part(import),
                    (None, Some(of)) => call.args.get(of).and_then(|of| imported.get(of).cloned()),
                    _ => None,
                };
                if let Some(module) = module {
                    let Some(attr) = api.attr else {
                        let variable = call.assigned_to.as_deref().map(value::last_word);
                        imported.extend(variable.map(|variable| (variable.into(), module)));
                        return None;
                    };
                    return Some(Made::Imported(format!("{module}.{}", part(attr)?)));
                }
                return given(call, api.makes?);
            }
            let callee = self.definitions.resolve(self.world, of.file, call.line, &call.callee, callable)?;
            let near = self.definitions.get(callee).file == of.file;
            // A function of another file tells by the address of a type that it gets; what else it does is its affair.
            let gets_type = call.args.iter().any(|arg| arg.starts_with('&'));
            if !(near || gets_type) || depth >= DEEPEST || callee == function {
                return None;
            }
            match self.followed(callee, depth + 1)? {
                Made::Argument(at) if near || call.args.get(at)?.starts_with('&') => given(call, at),
                made @ (Made::Type(_) | Made::Imported(_)) if near => Some(made),
                _ => None,
            }
        })
    }

    fn held(&self, file: FileId, line: u32, text: &str) -> Option<Made> {
        let index = self.holders.held(self.world, self.definitions, &self.types, file, line, text)?;
        Some(Made::Type(self.types.list[index].canonical.as_str().into()))
    }
}
