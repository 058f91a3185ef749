//! Rule `call`: which C function calls which, macros on the way followed to the functions they end in.

use super::definitions::{Definitions, callable};
use super::made::Made;
use super::stand_ins::{Macros, Pattern};
use super::templates::Instances;
use super::world::{Defined, World};
use crate::clex::expand;
use crate::clex::replacement::Known;
use crate::clex::token::{self, Token};
use crate::clex::value;
use crate::model::{Call, DefinitionFact, DefinitionId, FileId, Kind, Language, Link, LinkKind, Macro};
use rustc_hash::{FxBuildHasher, FxHashMap as HashMap, FxHashSet as HashSet};
use std::rc::Rc;

/// Returns the calls of all functions, sorted and without doubles per pair and condition.
pub fn links(world: &World<'_>, definitions: &Definitions, made: &Made, instances: &Instances<'_>) -> Vec<Link> {
    let (bodies, patterns, variants) = (HashMap::default(), (0, HashMap::default()), HashMap::default());
    let callees = world.callees().each(|_| (FileId::MAX, Callee::Other));
    let count = world.callees().calls();
    let seen = HashSet::with_capacity_and_hasher(count * 3 / 4, FxBuildHasher);
    // All other links will be put behind these. Room that is not used costs nothing; moving a long list does.
    let out = Vec::with_capacity(2 * count);
    let mut finder = Finder { world, definitions, callees, bodies, patterns, variants, seen, out };
    let hosts = hosts(world, definitions);
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        let Some(c) = &file.facts.c else { continue };
        for (call, callee) in world.calls(id) {
            let own = call.caller.and_then(|caller| definitions.of_fact(id, caller));
            // A case of the interpreter loop runs in the function that includes it.
            let is_case = own.is_none_or(|own| definitions.get(own).kind == Kind::Label);
            let caller = hosts.get(&id).copied().filter(|_| is_case).or(own);
            let Some(caller) = caller else { continue };
            match instances.get(&caller) {
                None => finder.add_plain(id, caller, (call, callee), &c.calls),
                Some(all) => {
                    for (one, by) in all {
                        if by.is_empty() {
                            finder.add_plain(id, *one, (call, callee), &c.calls);
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
            finder.link_named(*file, *line, *caller, callee, "macro-body", None);
        }
    }
    finder.out
}

/// Files whose text stands inside a function of another file: `#include "generated_cases.c.h"` in the eval loop.
fn hosts(world: &World<'_>, definitions: &Definitions) -> HashMap<FileId, DefinitionId> {
    let mut out = HashMap::default();
    for (id, file) in world.files().iter().enumerate() {
        let Some(c) = &file.facts.c else { continue };
        let functions = (0..).zip(&file.facts.definitions).filter(|(_, one)| one.kind == Kind::Function);
        // Most stand in front of all functions.
        let first = functions.clone().map(|(_, one)| one.line).min().unwrap_or(u32::MAX);
        for include in c.includes.iter().filter(|include| first < include.line) {
            let is_around = |one: &DefinitionFact| one.line < include.line && include.line < one.end_line;
            let Some((function, _)) = functions.clone().find(|(_, one)| is_around(one)) else { continue };
            let base = include.path.rsplit('/').next().unwrap_or(&include.path);
            let inner = world.includes(id as FileId).iter().find(|&&inner| world.path(inner).ends_with(base));
            if let (Some(&inner), Some(host)) = (inner, definitions.of_fact(id as FileId, function))
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

/// A macro, the template's macro (both by address), the number of arguments.
type PatternKey = (*const Macro, Option<*const Macro>, usize);

/// What the name in a call is.
#[derive(Clone, Copy)]
enum Callee<'a> {
    /// No macro in all of the file: it means the same everywhere.
    Plain(Option<DefinitionId>),
    /// The same macro in all of the file.
    Macro(Known<'a>),
    /// What must be looked at where it stands.
    Other,
}

/// What a macro calls, and what the names in its replacement mean in a file.
type Used = (Rc<Pattern>, Rc<[DefinitionId]>);

struct Finder<'a, 'f> {
    world: &'a World<'f>,
    definitions: &'a Definitions,
    /// By callee: what it is in the last file that calls it.
    callees: Vec<(FileId, Callee<'a>)>,
    bodies: HashMap<BodyKey, Rc<[Box<str>]>>,
    /// What macros call in the file in work.
    patterns: (FileId, HashMap<PatternKey, Option<Used>>),
    /// What they call in all files, and whether checks stay in there.
    variants: HashMap<(PatternKey, bool), Vec<Rc<Pattern>>>,
    /// Who calls whom, the second doubled, with one added under a condition.
    seen: HashSet<(DefinitionId, DefinitionId)>,
    out: Vec<Link>,
}

/// Where a call stands; `by` is the macro that named the caller, where a template made it.
struct Here<'a, 'f> {
    world: &'a World<'f>,
    file: FileId,
    line: u32,
    by: Option<&'f Macro>,
}

impl<'a> Macros<'a> for Here<'a, '_> {
    /// To an instance of a template a word means what stands beside the macro that named it.
    fn known(&self, name: &str) -> Option<Known<'a>> {
        let world = self.world;
        let beside = || {
            let by = self.by?;
            let owner = world.macros_named(&by.name).iter().find(|one| std::ptr::eq(one.of, by))?.file;
            let own = world.macros_named(name).iter().filter(|one| one.file == owner);
            let own = own.filter(|one| world.is_compiled(owner, one.of.condition));
            own.min_by_key(|one| one.of.line.abs_diff(by.line)).map(Defined::known)
        };
        let by = self.by.filter(|by| *by.name == *name).map(|by| world.known(by));
        by.or_else(beside).or_else(|| world.macro_at(self.file, self.line, name))
    }

    fn changes(&self, name: &str) -> bool {
        self.world.changes_in(self.file, name)
    }

    fn is_macro(&self, name: &str) -> bool {
        !self.world.macros_named(name).is_empty()
    }

    fn vanishes(&self, name: &str) -> bool {
        self.world.vanishes(self.file, name)
    }
}

impl<'a, 'f> Finder<'a, 'f> {
    /// A call outside of templates.
    fn add_plain(&mut self, file: FileId, caller: DefinitionId, (call, callee): (&Call, usize), all: &[Call]) {
        if self.callees[callee].0 != file {
            let found = || self.definitions.resolve(self.world, file, call.line, &call.callee, callable);
            let is = match self.world.macro_at(file, call.line, &call.callee) {
                _ if call.callee.ends_with(')') || self.world.changes_in(file, &call.callee) => Callee::Other,
                None => Callee::Plain(found()),
                Some(of) if of.body.is_empty() => Callee::Other,
                Some(of) => Callee::Macro(of),
            };
            self.callees[callee] = (file, is);
        }
        match self.callees[callee].1 {
            Callee::Other => self.add(file, caller, call, all, None),
            Callee::Macro(of) if !self.is_dropped(file, call, all) => {
                self.add_macro(of, &Here { world: self.world, file, line: call.line, by: None }, caller, call);
            }
            Callee::Plain(Some(to)) if !self.is_dropped(file, call, all) => {
                let condition = self.world.condition_text(file, call.condition);
                self.link(file, call.line, caller, to, "call", condition);
            }
            Callee::Macro(_) | Callee::Plain(_) => {}
        }
    }

    /// `by` is the macro that named the caller, where a template made it: calls of its siblings go through it too.
    fn add(&mut self, file: FileId, caller: DefinitionId, call: &Call, all: &[Call], by: Option<&'f Macro>) {
        if self.is_dropped(file, call, all) {
            return;
        }
        let here = Here { world: self.world, file, line: call.line, by };
        let direct = |finder: &mut Self, callee: &str| {
            let condition = finder.world.condition_text(file, call.condition);
            finder.link_named(file, call.line, caller, callee, "call", condition);
        };
        if call.callee.ends_with(')') {
            direct(self, &expand::expand(&call.callee, &|name| here.known(name)));
        } else if let Some(of) = here.known(&call.callee).filter(|of| !of.body.is_empty()) {
            self.add_macro(of, &here, caller, call);
        } else {
            direct(self, &call.callee);
        }
    }

    /// A call of a macro that stands for something.
    fn add_macro(&mut self, of: Known<'a>, here: &Here<'a, 'f>, caller: DefinitionId, call: &Call) {
        let condition = self.world.condition_text(here.file, call.condition);
        let link = |finder: &mut Self, name: &str| {
            finder.link_named(here.file, call.line, caller, name, "call-by-macro", condition.clone());
        };
        let without = call.args.is_empty() || of.params.is_none();
        let key = (std::ptr::from_ref(of.of), here.by.map(std::ptr::from_ref), self.world.keeps_checks(here.file));
        if let Some(known) = self.bodies.get(&key).filter(|_| without).map(Rc::clone) {
            for name in known.iter() {
                link(self, name);
            }
            return;
        }
        let pattern = if without { None } else { self.pattern(of, call.args.len(), here) };
        if let Some((pattern, targets)) = pattern
            && let Some(inside) = pattern.called_in(&call.args, here)
        {
            for &to in &*targets {
                self.link(here.file, call.line, caller, to, "call-by-macro", condition.clone());
            }
            for name in inside {
                link(self, &name);
            }
            return;
        }
        let args = if without { &[][..] } else { &call.args };
        let expanded = expand::apply(of, args, &|name| here.known(name));
        let tokens = expanded.tokens();
        let mut names = called_names(&tokens, &|name| here.vanishes(name));
        // An object-like macro in front of arguments stands for the function itself.
        let alias = if of.params.is_none() { Some(expanded.text()) } else { None };
        names.extend(alias.as_deref().and_then(value::name));
        if without {
            self.bodies.insert(key, names.iter().map(|name| Box::from(*name)).collect());
        }
        for name in names {
            link(self, name);
        }
    }

    fn pattern(&mut self, of: Known<'a>, count: usize, here: &Here<'a, 'f>) -> Option<Used> {
        if self.patterns.0 != here.file {
            self.patterns = (here.file, HashMap::default());
        }
        let key = (std::ptr::from_ref(of.of), here.by.map(std::ptr::from_ref), count);
        if let Some(known) = self.patterns.1.get(&key) {
            return known.clone();
        }
        let variants = self.variants.entry((key, self.world.keeps_checks(here.file))).or_default();
        let found = variants.iter().find(|one| one.holds(here)).cloned().or_else(|| {
            let new = Rc::new(Pattern::new(of, count, here)?);
            variants.push(Rc::clone(&new));
            Some(new)
        });
        let used = found.map(|pattern| {
            let target = |name: &str| self.definitions.resolve(self.world, here.file, here.line, name, callable);
            let targets = pattern.names.iter().filter_map(|name| target(name)).collect();
            (pattern, targets)
        });
        self.patterns.1.insert(key, used.clone());
        used
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

    /// Links to what a name means.
    fn link_named(
        &mut self,
        file: FileId,
        line: u32,
        caller: DefinitionId,
        callee: &str,
        rule: &'static str,
        condition: Option<Box<str>>,
    ) {
        if let Some(to) = self.definitions.resolve(self.world, file, line, callee, callable) {
            self.link(file, line, caller, to, rule, condition);
        }
    }

    fn link(
        &mut self,
        file: FileId,
        line: u32,
        caller: DefinitionId,
        to: DefinitionId,
        rule: &'static str,
        condition: Option<Box<str>>,
    ) {
        let from = self.definitions.get(caller);
        let condition =
            condition.or_else(|| from.condition.clone()).or_else(|| self.definitions.get(to).condition.clone());
        if !self.seen.insert((caller, 2 * to + u32::from(condition.is_some()))) {
            return;
        }
        let kind = if from.language == Language::Dsl { LinkKind::OpCalls } else { LinkKind::Calls };
        self.out.push(Link { kind, from: caller, to, file, line, rule: rule.into(), exact: true, condition });
    }
}

/// The words in front of `(` in what was expanded; keywords and what stands in vanishing macros left out.
pub fn called_names<'t>(tokens: &[Token<'t>], vanishes: &dyn Fn(&str) -> bool) -> Vec<&'t str> {
    let is_call = |at: &usize| tokens[*at].is_word() && tokens.get(*at + 1).is_some_and(|next| next.is("("));
    let words = kept(tokens, vanishes).filter(is_call).map(|at| tokens[at].text);
    let is_keyword = |word: &&str| matches!(*word, "if" | "while" | "for" | "switch" | "return" | "sizeof" | "defined");
    let mut out: Vec<&str> = words.filter(|word| !is_keyword(word)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The places of the tokens that do not stand in vanishing macros.
pub fn kept(tokens: &[Token<'_>], vanishes: &dyn Fn(&str) -> bool) -> impl Iterator<Item = usize> {
    let is_gone = |at: usize| {
        tokens.get(at).is_some_and(Token::is_word)
            && tokens.get(at + 1).is_some_and(|next| next.is("("))
            && vanishes(tokens[at].text)
    };
    let mut next = 0;
    std::iter::from_fn(move || {
        while is_gone(next) {
            next = token::closing(tokens, next + 1) + 1;
        }
        next += 1;
        (next <= tokens.len()).then_some(next - 1)
    })
}
