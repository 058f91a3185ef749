//! Rules `directive`, `source-role`, `doc-word`: a definition is described by a section of a document.

use super::link;
use super::resolve::Resolver;
use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{DefinitionId, FileId, Kind, Language, Link, LinkKind, Subject};

/// Words of a text that stand for more definitions than this say nothing about one.
const AMBIGUOUS: usize = 3;

/// Returns the links from definitions to the sections about them.
pub fn links(world: &World<'_>, definitions: &Definitions, resolver: &Resolver<'_>) -> Vec<Link> {
    let mut out = Vec::new();
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        let Some(doc) = &file.facts.doc else { continue };
        for entry in &doc.entries {
            let Some(section) = definitions.of_fact(id, entry.section) else { continue };
            let found = match entry.subject {
                Subject::Python => resolver.python(&entry.module, &entry.name),
                Subject::Module => resolver.module(&entry.name),
                Subject::C => resolver.c(&entry.name),
                Subject::Opcode => resolver.opcode(&entry.name),
                Subject::Path | Subject::Word => Vec::new(),
            };
            let ends = found.into_iter().map(|from| (from, section));
            out.extend(ends.map(|ends| link(LinkKind::DocumentedBy, ends, (id, entry.line), "directive", true)));
        }
        for mention in &doc.mentions {
            let Some(section) = definitions.of_fact(id, mention.section) else { continue };
            let (found, rule) = match mention.subject {
                Subject::Path => {
                    let module = world.file_at(&mention.name).and_then(|file| definitions.module(file));
                    (module.into_iter().collect(), "source-role")
                }
                _ => (word(definitions, resolver, &mention.name), "doc-word"),
            };
            let ends = found.into_iter().map(|from| (from, section));
            out.extend(ends.map(|ends| link(LinkKind::DocumentedBy, ends, (id, mention.line), rule, true)));
        }
    }
    // A page may name a thing several times: the first line stands for the others.
    out.sort_by_key(|one| (one.from, one.to, one.file, one.line));
    out.dedup_by(|next, kept| (next.from, next.to) == (kept.from, kept.to));
    out
}

/// What a word set as code means: a name of C or an instruction, else a dotted Python name.
fn word(definitions: &Definitions, resolver: &Resolver<'_>, name: &str) -> Vec<DefinitionId> {
    let instruction = resolver.opcode(name);
    let is_written = instruction.iter().any(|&id| definitions.get(id).language == Language::Dsl);
    let mut found = if is_written { instruction } else { resolver.c(name) };
    found.retain(|&id| !matches!(definitions.get(id).kind, Kind::Field | Kind::Global));
    if found.is_empty() && name.contains('.') {
        found = resolver.dotted(name);
    }
    if found.len() > AMBIGUOUS { Vec::new() } else { found }
}
