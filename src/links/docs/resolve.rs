//! A name as documents and tests write it -> the definitions behind it, all of them: the C one and its Python twin.

use crate::links::chains::Chains;
use crate::links::definitions::Definitions;
use crate::links::names::Names;
use crate::model::{DefinitionId, Kind, Language, Name};
use rustc_hash::{FxBuildHasher, FxHashMap as HashMap};
use std::borrow::Cow;
use std::hash::BuildHasher;

/// Names that lead to names are followed so far.
const DEEPEST: u32 = 12;

/// The bits for last parts of names: a power of two, and far more than there are names.
const LASTS: usize = 1 << 20;

fn bit(name: &str) -> usize {
    FxBuildHasher.hash_one(name) as usize % LASTS
}

/// Looks names up.
pub struct Resolver<'a> {
    names: &'a Names,
    definitions: &'a Definitions,
    /// The definitions of Python by dotted name.
    python: Chains,
    fields: HashMap<&'a str, Vec<DefinitionId>>,
    /// Bits that the hashes of the last parts of all dotted names set.
    lasts: Vec<u64>,
}

impl<'a> Resolver<'a> {
    /// Collects the dotted names of Python's definitions.
    pub fn new(definitions: &'a Definitions, names: &'a Names) -> Self {
        let list = &definitions.list;
        let mut fields: HashMap<&str, Vec<DefinitionId>> = HashMap::default();
        let dotted = list.iter().filter(|one| !one.dotted.is_empty());
        let mut python = Chains::new(list.len(), dotted.clone().count());
        // Backwards: the one met last is the first of its name.
        for id in (0..list.len() as DefinitionId).rev().filter(|&id| !list[id as usize].dotted.is_empty()) {
            python.add(id, |id| &*list[id as usize].dotted);
        }
        for (id, one) in (0..).zip(list) {
            if one.kind == Kind::Field {
                fields.entry(&one.name).or_default().push(id);
            }
        }
        // Only modules are called by more than one part.
        let last =
            |name: &'a str, is_module| if is_module { name.rsplit('.').next().unwrap_or_default() } else { name };
        let all = names.all().map(|row| last(&row.name, row.scope.is_empty()));
        let mut lasts = vec![0; LASTS / 64];
        for last in all.chain(dotted.map(|one| last(&one.name, one.kind == Kind::Module))) {
            let bit = bit(last);
            lasts[bit / 64] |= 1 << (bit % 64);
        }
        Resolver { names, definitions, python, fields, lasts }
    }

    /// Whether anything of Python may be called so, wherever it is: a no is sure.
    pub fn may_be_last(&self, name: &str) -> bool {
        let bit = bit(name);
        self.lasts[bit / 64] & (1 << (bit % 64)) != 0
    }

    /// The definitions of Python with a dotted name.
    fn defined(&self, dotted: &str) -> impl Iterator<Item = DefinitionId> {
        self.python.named(dotted, |id| &*self.definitions.get(id).dotted)
    }

    /// The definitions behind a Python name that stands in a module's description.
    pub fn python(&self, module: &str, name: &str) -> Vec<DefinitionId> {
        let inside = [module, "builtins"].into_iter().filter(|scope| !scope.is_empty());
        let found = inside.map(|scope| self.dotted(&[scope, ".", name].concat())).find(|found| !found.is_empty());
        found.unwrap_or_else(|| self.dotted(name))
    }

    /// The definitions behind a full dotted name.
    pub fn dotted(&self, dotted: &str) -> Vec<DefinitionId> {
        let mut out = Vec::new();
        self.walk(dotted, 0, &mut |found| out.push(found));
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Collects what a name leads to; returns its row's canonical scope and bases for the names below it.
    fn walk<'n>(
        &self,
        dotted: &'n str,
        depth: u32,
        out: &mut dyn FnMut(DefinitionId),
    ) -> Option<(Cow<'n, str>, Option<&'a Name>)>
    where
        'a: 'n,
    {
        if depth > DEEPEST {
            return None;
        }
        let row = match dotted.rsplit_once('.') {
            Some((scope, name)) => self.names.get(scope, name).or_else(|| self.names.get("", dotted)),
            None => self.names.get("", dotted),
        };
        let mut own = self.defined(dotted).peekable();
        if row.is_some() || own.peek().is_some() {
            own.for_each(&mut *out);
            row.into_iter().flat_map(|row| &row.targets).for_each(|target| out(target.definition));
            if let Some(target) = row.and_then(|row| row.alias_of.as_deref()).filter(|target| *target != dotted)
                && let Some(found) = self.walk(target, depth + 1, out)
            {
                return Some(found);
            }
            return Some((dotted.into(), row));
        }
        let (head, last) = dotted.rsplit_once('.')?;
        let (owner, row) = self.walk(head, depth + 1, &mut |_| {})?;
        let mut below = |scope: &str| {
            let dotted = format!("{scope}.{last}");
            let (found, row) = self.walk(&dotted, depth + 1, out)?;
            Some((Cow::Owned(found.into_owned()), row))
        };
        if *owner != *head
            && let Some(found) = below(&owner)
        {
            return Some(found);
        }
        let bases = row.map_or(&[][..], |row| &row.bases);
        bases.iter().filter(|base| ***base != *owner).find_map(|base| below(base))
    }

    /// The definitions with a C name: `Type.member` means a field; what has external linkage goes first.
    pub fn c(&self, name: &str) -> Vec<DefinitionId> {
        let found = self.definitions.with_symbol(name);
        if let Some((owner, field)) = name.rsplit_once('.').filter(|_| found.is_empty()) {
            return self.field(owner, field);
        }
        let of_c = found.iter().copied().filter(|&id| self.definitions.get(id).language == Language::C);
        let all: Vec<DefinitionId> = of_c.collect();
        let public = |id: &DefinitionId| {
            let one = self.definitions.get(*id);
            !one.is_static || one.kind == Kind::Macro
        };
        let exported: Vec<DefinitionId> = all.iter().copied().filter(public).collect();
        if exported.is_empty() { all } else { exported }
    }

    fn field(&self, owner: &str, field: &str) -> Vec<DefinitionId> {
        let all = self.fields.get(field).map_or(&[][..], Vec::as_slice);
        let tag = |id: &DefinitionId| self.definitions.get(*id).symbol.rsplit_once('.').map_or("", |(tag, _)| tag);
        // `typedef struct _typeobject PyTypeObject`: the tag is often the type's name in another spelling.
        let plain = |text: &str| text.trim_start_matches("Py").replace('_', "").to_ascii_lowercase();
        let same: Vec<DefinitionId> = all.iter().copied().filter(|id| tag(id) == owner).collect();
        if !same.is_empty() {
            return same;
        }
        let alike: Vec<DefinitionId> = all.iter().copied().filter(|id| plain(tag(id)) == plain(owner)).collect();
        if alike.is_empty() && all.len() == 1 { all.to_vec() } else { alike }
    }

    /// The definitions of an instruction: where it is written, else what has its name.
    pub fn opcode(&self, name: &str) -> Vec<DefinitionId> {
        let all = self.definitions.with_symbol(name);
        let written: Vec<DefinitionId> =
            all.iter().copied().filter(|&id| self.definitions.get(id).language == Language::Dsl).collect();
        if written.is_empty() { all.to_vec() } else { written }
    }

    /// The definitions of a module: what makes it in C, the Python file.
    pub fn module(&self, name: &str) -> Vec<DefinitionId> {
        let of_module = |&id: &DefinitionId| {
            let one = self.definitions.get(id);
            one.kind == Kind::Module || one.kind == Kind::Function
        };
        self.dotted(name).into_iter().filter(of_module).collect()
    }
}
