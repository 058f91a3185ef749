//! Rule `call`: which C function calls which, macros on the way followed to the functions they end in.

use super::definitions::{Definitions, callable};
use super::made::Made;
use super::templates::Instances;
use super::world::World;
use crate::clex::expand;
use crate::clex::token::{self, Token, TokenKind};
use crate::clex::value;
use crate::model::{Call, DefinitionId, FileId, Kind, Language, Link, LinkKind, Macro};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::rc::Rc;

/// Returns the calls of all functions, sorted and without doubles per pair and condition.
pub fn links(world: &World<'_>, definitions: &Definitions, made: &Made, instances: &Instances<'_>) -> Vec<Link> {
    let mut finder =
        Finder { world, definitions, bodies: HashMap::default(), seen: HashSet::default(), out: Vec::new() };
    let hosts = hosts(world, definitions);
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        let Some(c) = &file.facts.c else { continue };
        for call in &c.calls {
            let own = call.caller.and_then(|caller| definitions.of_fact(id, caller));
            // A case of the interpreter loop runs in the function that includes it.
            let is_case = own.is_none_or(|own| definitions.get(own).kind == Kind::Label);
            let caller = hosts.get(&id).copied().filter(|_| is_case).or(own);
            let Some(caller) = caller else { continue };
            match instances.get(&caller) {
                None => finder.add(id, caller, call, &c.calls, None),
                Some(all) => {
                    for (one, by) in all {
                        if by.is_empty() {
                            finder.add(id, *one, call, &c.calls, None);
                        }
                        for by in by {
                            finder.add(id, *one, call, &c.calls, Some(by));
                        }
                    }
                }
            }
        }
    }
    for (caller, file, line, body) in &made.bodies {
        for callee in called_names(&token::tokens(body), &|name| world.vanishes(*file, name)) {
            finder.link(*file, *line, *caller, &callee, "macro-body", None);
        }
    }
    finder.out
}

/// Files whose text stands inside a function of another file: `#include "generated_cases.c.h"` in the eval loop.
fn hosts(world: &World<'_>, definitions: &Definitions) -> HashMap<FileId, DefinitionId> {
    let mut out = HashMap::default();
    for (id, file) in world.files().iter().enumerate() {
        let Some(c) = &file.facts.c else { continue };
        let functions: Vec<(usize, _)> =
            file.facts.definitions.iter().enumerate().filter(|(_, one)| one.kind == Kind::Function).collect();
        for include in &c.includes {
            let around = functions.iter().find(|(_, one)| one.line < include.line && include.line < one.end_line);
            let Some((function, _)) = around else { continue };
            let base = include.path.rsplit('/').next().unwrap_or(&include.path);
            let inner = world.includes(id as FileId).iter().find(|&&inner| world.path(inner).ends_with(base));
            if let (Some(&inner), Some(host)) = (inner, definitions.of_fact(id as FileId, *function as u32))
                && definitions.get(host).condition.is_none()
            {
                out.entry(inner).or_insert(host);
            }
        }
    }
    out
}

/// A macro, the template's macro (both by address), whether checks stay in: on these depends which names an expansion
/// calls when its arguments are left out.
type BodyKey = (*const Macro, Option<*const Macro>, bool);

struct Finder<'a, 'f> {
    world: &'a World<'f>,
    definitions: &'a Definitions,
    bodies: HashMap<BodyKey, Rc<[String]>>,
    seen: HashSet<(DefinitionId, DefinitionId, bool)>,
    out: Vec<Link>,
}

impl<'f> Finder<'_, 'f> {
    /// `by` is the macro that named the caller, where a template made it: calls of its siblings go through it too.
    fn add(&mut self, file: FileId, caller: DefinitionId, call: &Call, all: &[Call], by: Option<&'f Macro>) {
        if self.is_dropped(file, call, all) {
            return;
        }
        let condition = self.world.condition_text(file, call.condition);
        if call.callee.ends_with(')') {
            let callee = expand::expand(&call.callee, &|name| self.macro_at(file, call.line, by, name));
            self.link(file, call.line, caller, &callee, "call", condition);
            return;
        }
        let Some(of) = self.macro_at(file, call.line, by, &call.callee).filter(|of| !of.body.is_empty()) else {
            self.link(file, call.line, caller, &call.callee, "call", condition);
            return;
        };
        let world = self.world;
        let lookup = |name: &str| self.macro_at(file, call.line, by, name);
        let vanishes = |name: &str| world.vanishes(file, name);
        let expanded = |args: &[Box<str>]| -> Rc<[String]> {
            let expanded = expand::apply(of, args, &lookup);
            // An object-like macro in front of arguments stands for the function itself.
            let alias = || value::name(&expanded.text()).map(str::to_owned);
            let alias = if of.params.is_none() { alias() } else { None };
            called_names(&expanded.tokens(), &vanishes).into_iter().chain(alias).collect()
        };
        let names: Rc<[String]> = if call.args.is_empty() || of.params.is_none() {
            let key = (std::ptr::from_ref(of), by.map(std::ptr::from_ref), world.keeps_checks(file));
            if let Some(known) = self.bodies.get(&key) {
                known.clone()
            } else {
                let names = expanded(&[]);
                self.bodies.insert(key, Rc::clone(&names));
                names
            }
        } else {
            expanded(&call.args)
        };
        for name in names.iter() {
            self.link(file, call.line, caller, name, "call-by-macro", condition.clone());
        }
    }

    /// What a macro means to a function; to an instance of a template what stands beside the macro that named it.
    fn macro_at(&self, file: FileId, line: u32, by: Option<&'f Macro>, name: &str) -> Option<&'f Macro> {
        let beside = || {
            let by = by?;
            let (owner, _) = self.world.macros_named(&by.name).iter().find(|(_, one)| std::ptr::eq(*one, by))?;
            let own = self.world.macros_named(name).iter().filter(|(of, _)| of == owner);
            let own = own.filter(|(of, one)| self.world.is_compiled(*of, one.condition)).map(|(_, one)| *one);
            own.min_by_key(|one| one.line.abs_diff(by.line))
        };
        by.filter(|by| *by.name == *name).or_else(beside).or_else(|| self.world.macro_at(file, line, name))
    }

    /// Whether a call stands among the arguments of a macro that does not use them in this build.
    fn is_dropped(&self, file: FileId, call: &Call, all: &[Call]) -> bool {
        let mut at = call.within;
        while let Some(outer) = at.and_then(|at| all.get(at as usize)) {
            let drops = match self.world.macro_at(file, outer.line, &outer.callee) {
                Some(of) => of.params.as_ref().is_some_and(|params| {
                    let uses = |word: &str| word == "__VA_ARGS__" || params.iter().any(|param| **param == *word);
                    !of.body.split(|c: char| c != '_' && !c.is_ascii_alphanumeric()).any(uses)
                }),
                None => self.world.vanishes(file, &outer.callee),
            };
            if drops {
                return true;
            }
            at = outer.within;
        }
        false
    }

    fn link(
        &mut self,
        file: FileId,
        line: u32,
        caller: DefinitionId,
        callee: &str,
        rule: &'static str,
        condition: Option<Box<str>>,
    ) {
        let Some(to) = self.definitions.resolve(self.world, file, line, callee, callable) else { return };
        let from = self.definitions.get(caller);
        let condition =
            condition.or_else(|| from.condition.clone()).or_else(|| self.definitions.get(to).condition.clone());
        if !self.seen.insert((caller, to, condition.is_some())) {
            return;
        }
        let kind = if from.language == Language::Dsl { LinkKind::OpCalls } else { LinkKind::Calls };
        self.out.push(Link { kind, from: caller, to, file, line, rule: rule.into(), exact: true, condition });
    }
}

/// The words in front of `(` in what was expanded; keywords and what stands in vanishing macros left out.
pub fn called_names(tokens: &[Token<'_>], vanishes: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at + 1 < tokens.len() {
        let is_call = tokens[at].kind == TokenKind::Word && tokens[at + 1].is("(");
        if is_call && vanishes(tokens[at].text) {
            at = token::closing(tokens, at + 1) + 1;
            continue;
        }
        if is_call && !matches!(tokens[at].text, "if" | "while" | "for" | "switch" | "return" | "sizeof" | "defined") {
            out.push(tokens[at].text.to_owned());
        }
        at += 1;
    }
    out.sort();
    out.dedup();
    out
}
