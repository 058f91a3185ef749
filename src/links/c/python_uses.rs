//! What C takes from Python: module and attribute as far as variables can be followed inside of a function, and from
//! the members that one function fills to the functions that read them.

use super::api;
use super::api_calls::{applied, arguments, assigned, macros_around};
use super::python_api::{self, PythonApi};
use crate::clex::token::Token;
use crate::clex::value;
use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{Call, ConditionId, DefinitionId, FileId, Kind};
use rustc_hash::FxHashMap as HashMap;
use std::borrow::Cow;

/// A place where C uses something of Python.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PythonUse {
    /// The function around it.
    pub caller: DefinitionId,
    /// Where.
    pub file: FileId,
    /// 1-based line.
    pub line: u32,
    /// The `#if` around it.
    pub condition: ConditionId,
    /// What is used.
    pub what: What,
}

/// What is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A module is imported.
    Module(String),
    /// An attribute of a module is fetched, or called.
    Attribute {
        /// The module.
        module: String,
        /// The attributes behind it, outermost first.
        path: Vec<String>,
        /// Whether it is called here.
        called: bool,
    },
    /// A method of an unknown object is called.
    Method(String),
}

/// What a variable holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Held {
    Text(String),
    Object { module: String, path: Vec<String> },
}

/// One call of the API, macros around it expanded.
struct Step<'f> {
    call: &'f Call,
    api: Option<&'static PythonApi>,
    name: Cow<'f, str>,
    args: Cow<'f, [Box<str>]>,
    assigned_to: Option<Cow<'f, str>>,
}

/// Returns all such places, in the order of files and lines.
pub fn uses(world: &World<'_>, definitions: &Definitions) -> Vec<PythonUse> {
    let around = macros_around(world, &|word| python_api::named(word).is_some());
    let meaning = world.callees().each(|name| (python_api::named(name), around.contains(name)));
    let mut out = Vec::new();
    for id in 0..world.files().len() as FileId {
        if !world.calls(id).any(|(_, callee)| meaning[callee].0.is_some() || meaning[callee].1) {
            continue;
        }
        let mut steps: Vec<Step<'_>> = Vec::new();
        for (call, callee) in world.calls(id).filter(|(call, _)| call.caller.is_some()) {
            let (api, is_around) = meaning[callee];
            if is_around
                && let Some(expanded) = applied(world, id, call, &around, &|word| python_api::named(word).is_some())
            {
                steps.extend(inside(call, &expanded.tokens()));
            } else if api.is_some() || call.assigned_to.is_some() {
                // Without a meaning of its own a call still takes the place of what a variable held.
                let assigned_to = call.assigned_to.as_deref().map(Cow::Borrowed);
                let (name, args) = (Cow::Borrowed(&*call.callee), Cow::Borrowed(&*call.args));
                steps.push(Step { call, api, name, args, assigned_to });
            }
        }
        let mut flow = Flow { world, definitions, file: id, shared: HashMap::default(), own: HashMap::default() };
        // The members that hold something are known only when all functions are read.
        for last in [false, true] {
            flow.run(&steps, last.then_some(&mut out));
        }
    }
    out
}

/// The calls of the API in an expanded macro.
fn inside<'f>(call: &'f Call, tokens: &[Token<'_>]) -> Vec<Step<'f>> {
    let found = (0..tokens.len()).filter_map(|at| {
        let api = python_api::named(tokens[at].text)?;
        let args = arguments(tokens, at)?;
        let assigned_to = assigned(&tokens[..at]).map(|left| Cow::Owned(left.into()));
        Some(Step {
            call,
            api: Some(api),
            name: Cow::Owned(tokens[at].text.to_owned()),
            args: args.into(),
            assigned_to,
        })
    });
    found.collect()
}

struct Flow<'a, 'f> {
    world: &'a World<'f>,
    definitions: &'a Definitions,
    file: FileId,
    /// Members and globals; nothing where two functions put different things in.
    shared: HashMap<String, Option<Held>>,
    /// Variables of the function that is read.
    own: HashMap<String, Held>,
}

impl Flow<'_, '_> {
    fn run(&mut self, steps: &[Step<'_>], mut out: Option<&mut Vec<PythonUse>>) {
        let mut function = None;
        for step in steps {
            if function != step.call.caller {
                function = step.call.caller;
                self.own.clear();
            }
            let result = self.step(step, &mut out);
            let into = step.api.and_then(|api| step.args.get(api.into?)).map(|place| &**place);
            let place = into.or(step.assigned_to.as_deref());
            if let Some(place) = place {
                self.assign(place, result);
            }
        }
    }

    /// What a call gives; notes what it uses.
    fn step(&self, step: &Step<'_>, out: &mut Option<&mut Vec<PythonUse>>) -> Option<Held> {
        if api::makes_text(&step.name) {
            return step.args.first().and_then(|text| value::string(text)).map(Held::Text);
        }
        let api = step.api?;
        let arg = |column: Option<usize>| step.args.get(column?).map(|arg| &**arg);
        let line = step.call.line;
        let mut note = |what: What| {
            let caller = step.call.caller.and_then(|caller| self.definitions.of_fact(self.file, caller));
            if let (Some(out), Some(caller)) = (out.as_deref_mut(), caller) {
                out.push(PythonUse { caller, file: self.file, line, condition: step.call.condition, what });
            }
        };
        if let Some(callee) = arg(api.callee) {
            if let Some(Held::Object { module, path }) =
                self.object(callee, line).filter(|_| value::call(callee).is_none())
                && !path.is_empty()
            {
                note(What::Attribute { module, path, called: true });
            }
            return None;
        }
        let attribute = arg(api.attribute).and_then(|text| self.text(text, line));
        let owner = match arg(api.module) {
            Some(module) => {
                let module = self.text(module, line)?;
                if api.attribute.is_none() {
                    note(What::Module(module.clone()));
                }
                Some(Held::Object { module, path: Vec::new() })
            }
            None => arg(api.of).and_then(|of| self.object(of, line)),
        };
        if api.attribute.is_none() {
            return owner;
        }
        let attribute = attribute?;
        let Some(Held::Object { module, mut path }) = owner else {
            if api.calls {
                note(What::Method(attribute));
            }
            return None;
        };
        path.push(attribute);
        note(What::Attribute { module: module.clone(), path: path.clone(), called: api.calls });
        (!api.calls).then_some(Held::Object { module, path })
    }

    /// The object an expression stands for.
    fn object(&self, text: &str, line: u32) -> Option<Held> {
        if let Some(found) = self.variable(text) {
            return Some(found);
        }
        if let Some((name, args)) = value::call(text) {
            if let Some(api) = python_api::named(name) {
                let module = self.text(args.get(api.module?)?, line)?;
                let path = api.attribute.and_then(|at| args.get(at)).map(|text| self.text(text, line));
                let path = match path {
                    None => Vec::new(),
                    Some(attribute) => vec![attribute?],
                };
                return Some(Held::Object { module, path });
            }
            let expanded = self.world.expand(self.file, line, text);
            return self.variable(&expanded).filter(|_| expanded != text);
        }
        None
    }

    fn variable(&self, text: &str) -> Option<Held> {
        let key = key(text)?;
        if !is_member(text)
            && let Some(found) = self.own.get(key)
        {
            return Some(found.clone());
        }
        if let Some(known) = self.shared.get(key) {
            return known.clone();
        }
        let module = python_api::held(key).filter(|_| is_member(text))?;
        Some(Held::Object { module: module.to_owned(), path: Vec::new() })
    }

    /// The text an expression stands for.
    fn text(&self, text: &str, line: u32) -> Option<String> {
        if let Some(text) = value::string(text) {
            return Some(text);
        }
        let bare = text.trim_start_matches(['&', '(']).trim_end_matches(')');
        if let Some((name, word)) = bare.split_once('(')
            && api::is_text_macro(name.trim())
        {
            return Some(word.trim().to_owned());
        }
        let variable = value::name(text);
        if let Some(word) = variable.and_then(python_api::identifier) {
            return Some(word.to_owned());
        }
        if let Some(Held::Text(text)) = self.variable(text) {
            return Some(text);
        }
        value::string(&self.world.expand(self.file, line, text))
    }

    fn assign(&mut self, place: &str, held: Option<Held>) {
        if held.is_none() && self.own.is_empty() {
            return;
        }
        let Some(key) = key(place) else { return };
        if !is_member(place) && !self.is_global(key) {
            match held {
                Some(held) => self.own.insert(key.to_owned(), held),
                None => self.own.remove(key),
            };
            return;
        }
        // What is not understood may be a default, a copy, a test.
        let Some(held) = held else { return };
        let known = self.shared.entry(key.to_owned()).or_insert_with(|| Some(held.clone()));
        if known.as_ref().is_some_and(|known| *known != held) {
            *known = None;
        }
    }

    fn is_global(&self, name: &str) -> bool {
        let mut all = self.definitions.with_symbol(name).iter().map(|&id| self.definitions.get(id));
        all.any(|one| one.file == self.file && one.kind == Kind::Global)
    }
}

fn is_member(text: &str) -> bool {
    text.contains("->") || text.contains('.')
}

/// The variable or member that an expression ends in; nothing for calls and operators.
fn key(text: &str) -> Option<&str> {
    let plain = |c: char| c == '_' || c.is_alphanumeric() || " *&()->.".contains(c);
    let last = value::last_word(text);
    (text.chars().all(plain) && !last.is_empty() && text.trim_end_matches(')').ends_with(last)).then_some(last)
}
