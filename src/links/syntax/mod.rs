//! How a piece of syntax becomes running code: grammar rule -> syntax node -> function of the compiler -> instruction ->
//! the code that runs it. One rule of evidence per file.

mod codegen;
mod dispatch;
mod grammar;
mod instructions;
mod nodes;

use super::definitions::Definitions;
use super::names::Names;
use super::tables::Tables;
use super::world::World;
use crate::model::{Definition, DefinitionId, FileId, Link, LinkKind};
use instructions::Instructions;
use nodes::Nodes;
use rustc_hash::FxHashSet as HashSet;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    constructors: Vec<String>,
    kind: String,
    rule_function: String,
    rule_checks: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/c/syntax.toml")).expect("compiled-in data, parsed by a test")
});

/// The nodes and instructions of a revision.
pub struct Syntax<'f> {
    nodes: Nodes<'f>,
    instructions: Instructions<'f>,
}

impl<'f> Syntax<'f> {
    /// Collects what the abstract syntax and the instruction language define.
    pub fn new(world: &World<'f>, definitions: &Definitions) -> Self {
        Syntax { nodes: Nodes::new(world, definitions), instructions: Instructions::new(world, definitions) }
    }

    /// Adds the Python classes of the nodes, which a generated module makes when it is imported.
    pub fn add_names(&self, world: &World<'_>, names: &mut Names) {
        nodes::add_names(world, &self.nodes, names);
    }

    /// Returns the links between rules, nodes, functions and instructions, and what leads nowhere with the reason;
    /// `calls` are the calls of C functions.
    pub fn links(
        &self,
        world: &World<'_>,
        definitions: &Definitions,
        calls: &[Link],
        tables: &Tables<'_>,
    ) -> (Vec<Link>, Vec<Gap>) {
        let mut out = Out { definitions, seen: HashSet::default(), links: Vec::new() };
        instructions::link(world, &self.instructions, &mut out);
        grammar::link(world, &self.nodes, calls, &mut out);
        nodes::link(world, &self.nodes, &mut out);
        let mut gaps = self.instructions.gaps(&out);
        gaps.extend(codegen::link(world, self, calls, &mut out));
        dispatch::link(world, tables, &mut out);
        gaps.sort();
        (out.links, gaps)
    }
}

/// A name that leads nowhere, and why.
pub type Gap = (Box<str>, Box<str>);

/// The links found so far: the first line that shows one stands for the others.
struct Out<'a> {
    definitions: &'a Definitions,
    seen: HashSet<(LinkKind, DefinitionId, DefinitionId)>,
    links: Vec<Link>,
}

impl Out<'_> {
    fn add(&mut self, kind: LinkKind, from: DefinitionId, to: DefinitionId, at: (FileId, u32), rule: &'static str) {
        if from == to || !self.seen.insert((kind, from, to)) {
            return;
        }
        let condition = |id| self.definitions.get(id).condition.clone();
        let condition = condition(from).or_else(|| condition(to));
        let (file, line) = at;
        self.links.push(Link { kind, from, to, file, line, rule: rule.into(), exact: true, condition });
    }

    fn get(&self, id: DefinitionId) -> &Definition {
        self.definitions.get(id)
    }
}

/// The files that the head of a file names, as far as they are in the revision.
fn origins<'w>(world: &'w World<'_>, file: FileId, among: &'w [FileId]) -> impl Iterator<Item = FileId> + 'w {
    let named = world.facts(file).c.as_ref().map_or(&[][..], |c| &c.origins);
    among.iter().copied().filter(move |&one| {
        let path = world.path(one);
        let is = |name: &str| path.strip_suffix(name).is_some_and(|front| front.is_empty() || front.ends_with('/'));
        named.iter().any(|name| is(name))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_data_parses() {
        assert!(!super::WORDS.constructors.is_empty());
    }
}
