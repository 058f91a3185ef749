//! Instructions: what each is made of, which it is a form of, and the generated code that comes from it.

use super::{Gap, Out, origins};
use crate::links::definitions::Definitions;
use crate::links::paths::is_test;
use crate::links::world::World;
use crate::model::{DefinitionFact, DefinitionId, Dialect, FileId, Kind, Language, LinkKind};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// The rule that leads from generated code to its instruction.
const CASE: &str = "generated-case";

/// A definition of the instruction language.
struct Entry<'f> {
    id: DefinitionId,
    fact: &'f DefinitionFact,
    file: FileId,
}

/// All instructions, micro-ops, families and labels of a revision.
pub struct Instructions<'f> {
    /// Files of the instruction language, those with more definitions first, tests last.
    files: Vec<FileId>,
    by_name: HashMap<&'f str, Vec<Entry<'f>>>,
    /// Where there is no such language: the jump targets of the interpreter loop.
    targets: HashMap<Box<str>, DefinitionId>,
}

impl<'f> Instructions<'f> {
    /// Collects them.
    pub fn new(world: &World<'f>, definitions: &Definitions) -> Self {
        let is_ours = |&file: &FileId| world.facts(file).dialect == Dialect::Bytecodes;
        let mut files: Vec<FileId> = (0..world.files().len() as FileId).filter(is_ours).collect();
        files.sort_by_key(|&file| {
            (is_test(world.path(file)), std::cmp::Reverse(world.facts(file).definitions.len()), file)
        });
        let mut by_name: HashMap<&str, Vec<Entry<'_>>> = HashMap::default();
        for &file in &files {
            for (index, fact) in world.facts(file).definitions.iter().enumerate() {
                if let Some(id) = definitions.of_fact(file, index as u32)
                    && definitions.get(id).language == Language::Dsl
                {
                    let all = by_name.entry(&fact.name).or_default();
                    // Of two definitions in one file the generator takes the last.
                    let place = all.iter().position(|one| one.file == file && one.fact.kind == fact.kind);
                    all.insert(place.unwrap_or(all.len()), Entry { id, fact, file });
                }
            }
        }
        let mut targets = HashMap::default();
        for (id, one) in definitions.list.iter().enumerate() {
            if one.kind == Kind::Label && one.language == Language::C && !is_test(world.path(one.file)) {
                targets.entry(one.symbol.clone()).or_insert(id as DefinitionId);
            }
        }
        Instructions { files, by_name, targets }
    }

    /// The instruction with a name: what is written by hand, else the place the interpreter jumps to.
    pub fn named(&self, name: &str) -> Option<DefinitionId> {
        let rank = |kind: Kind| match kind {
            Kind::Inst | Kind::Macro => Some(0),
            Kind::Pseudo => Some(1),
            _ => None,
        };
        let all = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        let best = all.iter().filter(|one| rank(one.fact.kind).is_some()).min_by_key(|one| rank(one.fact.kind));
        best.map(|one| one.id).or_else(|| self.targets.get(name).copied())
    }

    /// The instructions for which nothing was generated, of those that generated code is known for at all.
    pub fn gaps(&self, out: &Out<'_>) -> Vec<Gap> {
        let has_case: HashSet<DefinitionId> =
            out.links.iter().filter(|link| &*link.rule == CASE).map(|link| link.to).collect();
        let files: HashSet<FileId> = has_case.iter().map(|&id| out.get(id).file).collect();
        let all = self.by_name.iter().flat_map(|(name, all)| all.iter().map(move |one| (name, one)));
        let open = all.filter(|(_, one)| {
            matches!(one.fact.kind, Kind::Inst | Kind::Macro)
                && files.contains(&one.file)
                && !has_case.contains(&one.id)
        });
        let why = |name: &str, of: &Entry<'_>| {
            let same = |one: &&Entry<'_>| (one.file, one.fact.kind) == (of.file, of.fact.kind);
            match self.by_name.get(name).and_then(|all| all.iter().find(same)) {
                Some(first) if first.id != of.id => {
                    format!("line {} of its file defines it again", first.fact.line)
                }
                _ => "no generated file has a case for it".to_owned(),
            }
        };
        open.map(|(name, one)| ((*name).into(), why(name, one).into())).collect()
    }

    /// What a part of an instruction means in a file.
    fn part(&self, name: &str, file: FileId) -> Option<DefinitionId> {
        let all = self.by_name.get(name)?;
        let of = |near: bool| all.iter().find(|one| one.fact.kind != Kind::Family && (one.file == file || !near));
        of(true).or_else(|| of(false)).map(|one| one.id)
    }

    /// The definition that generated code with this name comes from, in one of `files` first.
    fn origin(&self, name: &str, files: &[FileId]) -> Option<DefinitionId> {
        let find = |name: &str, replicated: bool| {
            let all = self.by_name.get(name)?;
            let fits = |one: &&Entry<'_>| {
                one.fact.kind != Kind::Family && (!replicated || one.fact.decorators.iter().any(|it| is_replicated(it)))
            };
            let near = all.iter().filter(fits).find(|one| files.contains(&one.file));
            near.or_else(|| all.iter().find(fits)).map(|one| one.id)
        };
        // `_LOAD_FAST_3_r01`: the copy for the argument 3, for one way to keep the stack's top in registers.
        let cached = name.rsplit_once("_r").filter(|(_, digits)| is_number(digits)).map_or(name, |(name, _)| name);
        let copied = cached.rsplit_once('_').filter(|(_, digits)| is_number(digits));
        find(name, false).or_else(|| find(cached, false)).or_else(|| find(copied?.0, true))
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a modifier has the generator write several copies.
fn is_replicated(modifier: &str) -> bool {
    modifier.starts_with("replicate")
}

/// Adds the links between instructions, and from generated code to them.
pub fn link(world: &World<'_>, all: &Instructions<'_>, out: &mut Out<'_>) {
    for entry in all.by_name.values().flatten() {
        let at = (entry.file, entry.fact.line);
        let rule = entry.fact.kind.as_str();
        for part in &entry.fact.bases {
            let Some(part) = all.part(part, entry.file) else { continue };
            out.add(LinkKind::MadeOf, entry.id, part, at, rule);
            if entry.fact.kind == Kind::Family
                && let Some(head) = all.part(&entry.fact.name, entry.file)
            {
                out.add(LinkKind::Specializes, part, head, at, rule);
                out.add(LinkKind::MadeOf, entry.id, head, at, rule);
            }
        }
    }
    for file in 0..world.files().len() as FileId {
        let from: Vec<FileId> = origins(world, file, &all.files).collect();
        if !from.is_empty() && world.facts(file).dialect == Dialect::C {
            generated(world, all, file, &from, out);
        }
    }
}

/// What stands under an instruction's name in a file that was generated from the instruction language.
fn generated(world: &World<'_>, all: &Instructions<'_>, file: FileId, from: &[FileId], out: &mut Out<'_>) {
    for (index, fact) in world.facts(file).definitions.iter().enumerate() {
        let rule = match fact.kind {
            Kind::Label => CASE,
            Kind::Macro => "generated-number",
            _ => continue,
        };
        if let Some(id) = out.definitions.of_fact(file, index as u32)
            && let Some(origin) = all.origin(&fact.name, from)
        {
            out.add(LinkKind::GeneratedFrom, id, origin, (file, fact.line), rule);
        }
    }
}
