//! All facts of a revision, with the look-ups the rules share: files, includes, macros, conditions.

use super::Input;
use super::build::Build;
use super::callees::Callees;
use super::switches::Switches;
use crate::clex::condition::number;
use crate::clex::expand::Expanded;
use crate::clex::replacement::{Cut, Known};
use crate::clex::{expand, include};
use crate::model::{Call, ConditionId, FileFacts, FileId, Include, Kind, Macro};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::OnceLock;

/// The files of a revision, sorted by path, and what can be asked of them together.
pub struct World<'f> {
    files: &'f [Input],
    by_path: HashMap<&'f str, FileId>,
    by_base: HashMap<&'f str, Vec<FileId>>,
    macros: HashMap<&'f str, Vec<Defined<'f>>>,
    included: Vec<Vec<FileId>>,
    /// Headers that the default build never includes, with the `#if` that does in another.
    apart: HashMap<FileId, Box<str>>,
    /// For a header outside of `Include/`: a file that includes it, sources first.
    includer: HashMap<FileId, FileId>,
    reach: Vec<OnceLock<HashSet<FileId>>>,
    /// Per file: whether it keeps the checks that a default build leaves out.
    keeps_checks: Vec<OnceLock<bool>>,
    /// Per file, per condition: whether the default build compiles it.
    compiled: Vec<Vec<bool>>,
    /// The same, outer conditions left out of account.
    own: Vec<Vec<bool>>,
    build: Build,
    switches: Switches<'f>,
    callees: Callees<'f>,
}

/// A file that another includes, and the `#if` around the line.
type Inclusion = (FileId, ConditionId);

fn files_of(includes: Vec<Inclusion>) -> Vec<FileId> {
    let mut files: Vec<FileId> = includes.into_iter().map(|(file, _)| file).collect();
    files.dedup();
    files
}

/// A definition of a macro.
pub struct Defined<'f> {
    /// Its file.
    pub file: FileId,
    /// What is said there.
    pub of: &'f Macro,
    cut: Cut,
}

impl Defined<'_> {
    /// It as what a word stands for.
    pub fn known(&self) -> Known<'_> {
        Known::kept(self.of, &self.cut)
    }
}

impl<'f> World<'f> {
    /// Takes files sorted by path.
    pub fn new(files: &'f [Input]) -> Self {
        let by_path = files.iter().enumerate().map(|(id, file)| (&*file.path, id as FileId)).collect();
        let mut by_base: HashMap<&str, Vec<FileId>> = HashMap::default();
        for (id, file) in files.iter().enumerate().filter(|(_, file)| file.facts.c.is_some()) {
            let base = file.path.rsplit('/').next().unwrap_or_default();
            by_base.entry(base).or_default().push(id as FileId);
        }
        let build = Build::new(files);
        let own = build.own(files);
        let compiled = files.iter().zip(&own).map(|(file, own)| Build::chained(&file.facts, own)).collect();
        let mut world = World {
            files,
            by_path,
            by_base,
            macros: HashMap::default(),
            included: Vec::new(),
            apart: HashMap::default(),
            includer: HashMap::default(),
            reach: files.iter().map(|_| OnceLock::new()).collect(),
            keeps_checks: files.iter().map(|_| OnceLock::new()).collect(),
            compiled,
            own,
            build,
            switches: Switches::new(files),
            callees: Callees::new(files),
        };
        world.macros = world.all_macros();
        let includes: Vec<_> = (0..files.len()).map(|id| world.direct_includes(id as FileId)).collect();
        world.apart = world.set_apart(&includes);
        world.included = includes.into_iter().map(files_of).collect();
        world.includer = world.includers();
        world
    }

    /// `thread_nt.h` stands under no `#if` of its own: the one around its only `#include` holds for all of it.
    fn set_apart(&self, includes: &[Vec<Inclusion>]) -> HashMap<FileId, Box<str>> {
        let (mut compiled, mut apart) = (HashSet::default(), HashMap::default());
        for (file, includes) in (0..).zip(includes) {
            for &(inner, condition) in includes {
                match self.own_condition_text(file, condition) {
                    Some(text) => _ = apart.entry(inner).or_insert(text),
                    None => _ = compiled.insert(inner),
                }
            }
        }
        // A source may be compiled by itself as well.
        apart.retain(|&inner, _| !compiled.contains(&inner) && self.path(inner).ends_with(".h"));
        apart
    }

    /// All macros by name. Where the default build has a function of a name, a macro for other builds does not count.
    fn all_macros(&self) -> HashMap<&'f str, Vec<Defined<'f>>> {
        let mut macros: HashMap<&str, Vec<Defined<'f>>> = HashMap::default();
        let mut other = HashSet::default();
        for (id, file) in self.files.iter().enumerate() {
            for one in file.facts.c.iter().flat_map(|c| &c.macros) {
                let defined = Defined { file: id as FileId, of: one, cut: Cut::default() };
                // Most have only one.
                macros.entry(&one.name).or_insert_with(|| Vec::with_capacity(1)).push(defined);
                if !self.is_compiled(id as FileId, one.condition) {
                    other.insert(&*one.name);
                }
            }
        }
        for (id, file) in self.files.iter().enumerate() {
            for function in file.facts.definitions.iter().filter(|one| one.kind == Kind::Function) {
                let takes = other.contains(&*function.name) && self.is_compiled(id as FileId, function.condition);
                if let Some(known) = macros.get_mut(&*function.name).filter(|_| takes) {
                    let is_shared = |owner: FileId| self.path(owner).starts_with("Include/");
                    known.retain(|one| !is_shared(one.file) || self.is_compiled(one.file, one.of.condition));
                }
            }
        }
        macros
    }

    /// All files, sorted by path.
    pub fn files(&self) -> &'f [Input] {
        self.files
    }

    /// The names that C calls.
    pub fn callees(&self) -> &Callees<'f> {
        &self.callees
    }

    /// The calls of a file, each with the number of its callee.
    pub fn calls(&self, file: FileId) -> impl Iterator<Item = (&'f Call, usize)> {
        let calls = self.facts(file).c.as_ref().map_or(&[][..], |c| &c.calls);
        calls.iter().zip(self.callees.of_file(file).iter().map(|&callee| callee as usize))
    }

    /// The facts of a file.
    pub fn facts(&self, file: FileId) -> &'f FileFacts {
        &self.files[file as usize].facts
    }

    /// The path of a file.
    pub fn path(&self, file: FileId) -> &'f str {
        &self.files[file as usize].path
    }

    /// The file at exactly this path.
    pub fn file_at(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// Whether the default build compiles what stands under this condition.
    pub fn is_compiled(&self, file: FileId, condition: ConditionId) -> bool {
        condition == 0 || self.compiled[file as usize].get(condition as usize - 1).copied().unwrap_or(true)
    }

    /// Whether the default build compiles what stands under `condition`, given that it compiles `around`.
    pub fn is_compiled_inside(&self, file: FileId, condition: ConditionId, around: ConditionId) -> bool {
        let mut at = condition;
        while at != 0 && at != around {
            if !self.own[file as usize].get(at as usize - 1).copied().unwrap_or(true) {
                return false;
            }
            let outer = self.facts(file).conditions.get(at as usize - 1).map_or(0, |level| level.outer);
            at = if outer < at { outer } else { 0 };
        }
        true
    }

    /// The `#if` chain as text, outermost first, or the one around what includes the file; `None` where the default
    /// build compiles it.
    pub fn condition_text(&self, file: FileId, condition: ConditionId) -> Option<Box<str>> {
        self.own_condition_text(file, condition).or_else(|| self.apart.get(&file).cloned())
    }

    fn own_condition_text(&self, file: FileId, condition: ConditionId) -> Option<Box<str>> {
        if self.is_compiled(file, condition) {
            return None;
        }
        let facts = self.facts(file);
        let mut levels = Vec::new();
        let mut at = condition;
        while let Some(level) = (at as usize).checked_sub(1).and_then(|index| facts.conditions.get(index)) {
            levels.push(&*level.text);
            at = if level.outer < at { level.outer } else { 0 };
        }
        levels.reverse();
        Some(levels.join(" && ").into())
    }

    /// The files that `file` includes, as far as they are in the revision.
    pub fn includes(&self, file: FileId) -> &[FileId] {
        &self.included[file as usize]
    }

    /// `file` and everything it includes, directly or not; a private header is read in the context of its includer.
    pub fn reach(&self, file: FileId) -> &HashSet<FileId> {
        self.reach[file as usize].get_or_init(|| self.reached(file))
    }

    fn reached(&self, file: FileId) -> HashSet<FileId> {
        let mut seen = HashSet::from_iter([file]);
        let mut waiting = vec![file];
        while let Some(next) = waiting.pop() {
            waiting.extend(self.included[next as usize].iter().filter(|&&inner| seen.insert(inner)));
            // Only the chain upwards from the file itself: what others do with a header is their context.
            if next == file || is_context(&seen, next, &self.includer, file) {
                waiting.extend(self.includer.get(&next).filter(|&&outer| seen.insert(outer)));
            }
        }
        seen
    }

    fn includers(&self) -> HashMap<FileId, FileId> {
        let mut out = HashMap::default();
        for sources in [true, false] {
            for id in (0..self.files.len() as FileId).filter(|&id| self.path(id).ends_with(".c") == sources) {
                for &inner in &self.included[id as usize] {
                    if !self.path(inner).starts_with("Include/") {
                        out.entry(inner).or_insert(id);
                    }
                }
            }
        }
        out
    }

    fn direct_includes(&self, file: FileId) -> Vec<Inclusion> {
        let Some(c) = &self.facts(file).c else { return Vec::new() };
        let folder = self.path(file).rsplit_once('/').map_or("", |(folder, _)| folder);
        let known = |one: &Include| Some((self.included_file(folder, &one.path)?, one.condition));
        c.includes.iter().filter_map(known).collect()
    }

    /// The file an `#include "path"` in `folder` means: relative, else the one in the shortest include folder.
    fn included_file(&self, folder: &str, path: &str) -> Option<FileId> {
        let alike = self.by_base.get(path.rsplit('/').next()?)?;
        include::included(alike.iter().map(|&id| (id, self.path(id))), folder, path)
    }

    /// The macro that `name` means at a line of a file: in the file itself, in what it includes, else the only one.
    ///
    /// An empty definition beside a full one is a fallback for builds that lack it and loses.
    pub fn macro_at(&self, file: FileId, line: u32, name: &str) -> Option<Known<'_>> {
        let all = self.macros.get(name)?;
        let switched = |one: &Defined<'_>| self.switched(file, one.file, one.of);
        let rank = |one: &Defined<'_>| {
            let Defined { file: owner, of, .. } = *one;
            let compiled = switched(one).unwrap_or_else(|| self.is_compiled(owner, of.condition));
            let before = owner != file || of.line <= line;
            (!of.body.is_empty(), compiled, before, if before { of.line } else { u32::MAX - of.line })
        };
        let own = all.iter().filter(|one| one.file == file).max_by_key(|one| rank(one));
        if let Some(one) = own {
            let full = !one.of.body.is_empty();
            if full || all.len() == 1 {
                return Some(one.known());
            }
        }
        let reach = self.reach(file);
        let all = || all.iter().filter(|one| switched(one) != Some(false));
        let reached = all().filter(|one| reach.contains(&one.file)).max_by_key(|one| rank(one));
        if let Some(one) = reached.or(own) {
            return Some(one.known());
        }
        let mut owners = all().map(|one| one.file);
        let first = owners.next()?;
        let is_shared = self.path(first).starts_with("Include/");
        (is_shared && owners.all(|owner| owner == first))
            .then(|| all().max_by_key(|one| rank(one)).map(Defined::known))
            .flatten()
    }

    /// Whether what `macro_at` says of a name may depend on the line.
    pub fn changes_in(&self, file: FileId, name: &str) -> bool {
        let all = self.macros_named(name);
        let mut own = all.iter().filter(|one| one.file == file);
        own.next().is_some_and(|one| own.next().is_some() || (one.of.body.is_empty() && all.len() > 1))
    }

    /// Whether a source asks for what a macro of a shared header hangs on; `None` where it hangs on no such switch.
    fn switched(&self, file: FileId, owner: FileId, one: &Macro) -> Option<bool> {
        if one.condition == 0 || owner == file {
            return None;
        }
        self.switches.holds(&self.build, (owner, one.condition), file, self.reach(file))
    }

    /// Whether a source has a macro of a file that it includes.
    pub fn has_macro(&self, source: FileId, owner: FileId, one: &Macro) -> bool {
        self.switched(source, owner, one).unwrap_or_else(|| self.is_compiled(owner, one.condition))
    }

    /// Whether a macro of the system vanishes with its arguments in this file.
    pub fn vanishes(&self, file: FileId, name: &str) -> bool {
        super::build::vanishes(name) && !self.keeps_checks(file)
    }

    /// Whether a file keeps the checks that a default build leaves out.
    pub fn keeps_checks(&self, file: FileId) -> bool {
        *self.keeps_checks[file as usize].get_or_init(|| self.switches.keeps_checks(self.reach(file)))
    }

    /// A definition of a macro as what a word stands for.
    pub fn known(&self, one: &'f Macro) -> Known<'_> {
        let kept = self.macros_named(&one.name).iter().find(|known| std::ptr::eq(known.of, one));
        kept.map_or_else(|| one.into(), Defined::known)
    }

    /// All definitions of a macro.
    pub fn macros_named(&self, name: &str) -> &[Defined<'f>] {
        self.macros.get(name).map_or(&[], Vec::as_slice)
    }

    /// Like `macro_at`, but names that only stand for a number keep their name: `Py_tp_methods`, `METH_O`.
    pub fn spelled_out(&self, file: FileId, line: u32, name: &str) -> Option<Known<'_>> {
        let is_number = |one: &Known<'_>| {
            let plain = |text: &str| number(text.trim_matches(['(', ')', ' '])).is_some();
            let through =
                || one.body.len() < 80 && plain(&expand::expand(&one.body, &|name| self.macro_at(file, line, name)));
            one.params.is_none() && (plain(&one.body) || one.body.ends_with(')') && through())
        };
        self.macro_at(file, line, name).filter(|one| !is_number(one))
    }

    /// Expands the macros in a text that stands at a line of a file; named numbers keep their names.
    pub fn expand(&self, file: FileId, line: u32, text: &str) -> String {
        self.expanded(file, line, text).text()
    }

    /// The same as tokens.
    pub fn expanded<'p>(&'p self, file: FileId, line: u32, text: &'p str) -> Expanded<'p> {
        expand::expanded(text, &|name| self.spelled_out(file, line, name))
    }
}

/// Whether `at` is an includer of `file`, directly or not.
fn is_context(seen: &HashSet<FileId>, at: FileId, includer: &HashMap<FileId, FileId>, file: FileId) -> bool {
    let mut up = file;
    for _ in 0..seen.len() {
        match includer.get(&up) {
            Some(&outer) if outer == at => return true,
            Some(&outer) => up = outer,
            None => return false,
        }
    }
    false
}
