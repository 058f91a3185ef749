//! Functions whose name is a macro call: `STRINGLIB(count)` in a header that several files include, each with its own
//! `STRINGLIB`, and `ENCODER(big5) { … }` whose macro writes the whole head.
//!
//! Each inclusion makes a function of its own; debug information puts it at the header's line.

use super::definitions::Definitions;
use super::world::World;
use crate::clex::expand;
use crate::clex::token;
use crate::model::{DefinitionId, FileId, Include, Kind, Macro};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How deep includes are followed.
const DEPTH: usize = 6;

/// The functions that templates become, each with the macros that named it: files may agree on a name.
pub type Instances<'f> = HashMap<DefinitionId, Vec<(DefinitionId, Vec<&'f Macro>)>>;

/// Gives templates the names they get; returns, per template, all functions it becomes (itself the first).
pub fn instantiate<'f>(world: &World<'f>, definitions: &mut Definitions) -> Instances<'f> {
    let mut templates: BTreeMap<FileId, Vec<(DefinitionId, Box<str>)>> = BTreeMap::new();
    for (id, one) in definitions.list.iter().enumerate() {
        let is_renamed =
            || world.macros_named(&one.name).iter().any(|one| one.of.params.is_none() && !one.of.body.is_empty());
        if one.kind == Kind::Function && (one.name.contains('(') || is_renamed()) {
            templates.entry(one.file).or_default().push((id as DefinitionId, one.name.clone()));
        }
    }
    let leads: HashSet<FileId> = (0..world.files().len() as FileId)
        .filter(|&file| {
            world.facts(file).c.is_some() && world.reach(file).iter().any(|inner| templates.contains_key(inner))
        })
        .collect();
    let (events, found) = (HashMap::default(), BTreeMap::new());
    let mut walk = Walk { world, templates: &templates, leads: &leads, events, found, root: 0 };
    let included: HashSet<FileId> = leads.iter().flat_map(|&file| world.includes(file)).copied().collect();
    let is_root = |file: &FileId| !world.path(*file).ends_with(".h") && !included.contains(file);
    let mut roots: Vec<FileId> = leads.iter().copied().filter(is_root).collect();
    roots.sort_unstable();
    for root in roots {
        walk.root = root;
        walk.file(root, &mut HashMap::default(), 0);
    }
    let found = walk.found;
    let mut out = HashMap::default();
    for (template, symbols) in found {
        let mut all = Vec::new();
        for (index, (symbol, by)) in symbols.into_iter().enumerate() {
            if index == 0 {
                definitions.rename(template, &symbol);
                all.push((template, by));
            } else {
                let mut instance = definitions.get(template).clone();
                instance.symbol = symbol.as_str().into();
                instance.name = symbol.as_str().into();
                all.push((definitions.add(instance), by));
            }
        }
        out.insert(template, all);
    }
    out
}

struct Walk<'a, 'f> {
    world: &'a World<'f>,
    templates: &'a BTreeMap<FileId, Vec<(DefinitionId, Box<str>)>>,
    /// Files that are templates or include one.
    leads: &'a HashSet<FileId>,
    /// What the files say that were gone through, in order; many roots include the same ones.
    events: HashMap<FileId, Rc<[Event<'f>]>>,
    found: BTreeMap<DefinitionId, BTreeMap<String, Vec<&'f Macro>>>,
    /// The file that is compiled.
    root: FileId,
}

enum Event<'f> {
    Define(&'f Macro),
    Undefine(&'f str),
    /// A file that the default build includes.
    Include(FileId),
    /// A template, its line and name.
    Template(DefinitionId, u32, Box<str>),
}

impl<'f> Walk<'_, 'f> {
    /// Goes through a file as the preprocessor does, with the macros known at each line.
    fn file(&mut self, file: FileId, known: &mut HashMap<&'f str, &'f Macro>, depth: usize) {
        for event in self.events(file).iter() {
            match event {
                Event::Define(one) => {
                    let is_fallback = || known.contains_key(&*one.name) && self.is_fallback(file, one);
                    if self.world.has_macro(self.root, file, one) && !is_fallback() {
                        known.insert(&one.name, one);
                    }
                }
                Event::Undefine(name) => {
                    known.remove(*name);
                }
                Event::Include(inner) => {
                    if depth < DEPTH && (depth == 0 || self.leads.contains(inner)) {
                        self.file(*inner, known, depth + 1);
                    }
                }
                Event::Template(id, line, name) => {
                    let text = expand::expand(name, &|word| {
                        let near = || self.world.macro_at(file, *line, word);
                        let fallback = || near().or_else(|| self.world.macro_at(self.root, u32::MAX, word));
                        known
                            .get(word)
                            .map(|one| self.world.known(one))
                            .or_else(|| fallback().filter(|_| name.contains('(')))
                    });
                    if let Some(symbol) =
                        declared(&text).filter(|symbol| name.split('(').next() != Some(symbol.as_str()))
                    {
                        let by = name.split('(').next().and_then(|word| known.get(word).copied());
                        let all = self.found.entry(*id).or_default().entry(symbol).or_default();
                        all.extend(by.filter(|by| all.iter().all(|known| !std::ptr::eq(*known, *by))));
                    }
                }
            }
        }
    }

    /// What a file says, in the order of its lines.
    fn events(&mut self, file: FileId) -> Rc<[Event<'f>]> {
        if let Some(known) = self.events.get(&file) {
            return Rc::clone(known);
        }
        let mut events: Vec<(u32, Event<'f>)> = Vec::new();
        if let Some(c) = &self.world.facts(file).c {
            events.extend(c.macros.iter().map(|one| (one.line, Event::Define(one))));
            events.extend(c.undefs.iter().map(|(name, line)| (*line, Event::Undefine(name))));
            let included =
                c.includes.iter().filter_map(|one| Some((one.line, Event::Include(self.included(file, one)?))));
            events.extend(included);
        }
        for (id, name) in self.templates.get(&file).into_iter().flatten() {
            let line = self.line(*id, file);
            events.push((line, Event::Template(*id, line, name.clone())));
        }
        events.sort_by_key(|(line, _)| *line);
        let events: Rc<[Event<'f>]> = events.into_iter().map(|(_, event)| event).collect();
        self.events.insert(file, Rc::clone(&events));
        events
    }

    /// The file that the default build includes by a line.
    fn included(&self, file: FileId, one: &Include) -> Option<FileId> {
        let base = one.path.rsplit('/').next().unwrap_or(&one.path);
        let is_it = |inner: &FileId| {
            let path = self.world.path(*inner);
            path.rsplit('/').next() == Some(base) && path.ends_with(one.path.trim_start_matches("../"))
        };
        let inner = self.world.includes(file).iter().copied().find(is_it)?;
        self.world.is_compiled(file, one.condition).then_some(inner)
    }

    /// Whether a macro is only defined where it is not defined yet.
    fn is_fallback(&self, file: FileId, one: &Macro) -> bool {
        let condition = (one.condition as usize).checked_sub(1).map(|at| &self.world.facts(file).conditions[at]);
        let name = condition.and_then(|condition| condition.text.strip_prefix("!defined(")?.strip_suffix(')'));
        name == Some(&*one.name)
    }

    fn line(&self, id: DefinitionId, file: FileId) -> u32 {
        // The template's own place in its file: behind every line that stands before it.
        let facts = &self.world.facts(file).definitions;
        self.templates[&file]
            .iter()
            .find(|(one, _)| *one == id)
            .and_then(|(_, name)| facts.iter().find(|fact| fact.name == *name))
            .map_or(u32::MAX, |fact| fact.line)
    }
}

/// The name that an expanded head declares: the only word, or the word in front of the parameters.
fn declared(text: &str) -> Option<String> {
    let tokens = token::tokens(text);
    if let [only] = tokens.as_slice() {
        return only.is_word().then(|| only.text.to_owned());
    }
    let pair = tokens.windows(2).find(|pair| pair[0].is_word() && pair[1].is("("))?;
    Some(pair[0].text.to_owned())
}
