//! Rule `pep-number`: code and documents name a PEP. The PEP itself becomes a definition where the sources say most of it.

use super::link;
use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{Definition, DefinitionId, FileId, Kind, Language, Link, LinkKind, PepMention};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The link's rule.
const RULE: &str = "pep-number";

struct Mention<'a> {
    file: FileId,
    fact: &'a PepMention,
    by: DefinitionId,
}

/// Adds a definition for each PEP that is named and returns the links to it.
pub fn links(world: &World<'_>, definitions: &mut Definitions) -> Vec<Link> {
    let mut by_number: BTreeMap<u16, Vec<Mention<'_>>> = BTreeMap::new();
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        for fact in &file.facts.peps {
            let Some(by) = definitions.of_fact(id, fact.inside) else { continue };
            by_number.entry(fact.number).or_default().push(Mention { file: id, fact, by });
        }
    }
    let mut out = Vec::new();
    for (number, mentions) in by_number {
        let name = format!("PEP {number}");
        let Some(best) = mentions.iter().max_by_key(|one| says_most(world, definitions, &name, one)) else { continue };
        let pep = anchor(definitions, &name, best);
        let pep = definitions.add(pep);
        out.extend(mentions.iter().map(|one| {
            let place = (one.file, one.fact.line);
            link(LinkKind::MentionsPep, (one.by, pep), place, RULE, one.fact.certain)
        }));
    }
    out
}

/// A title that names it says most, then any document, then the first file.
fn says_most(
    world: &World<'_>,
    definitions: &Definitions,
    name: &str,
    one: &Mention<'_>,
) -> (bool, bool, Reverse<FileId>) {
    let by = definitions.get(one.by);
    let is_title = by.language == Language::Doc && by.line == one.fact.line && titled(&by.name, name);
    (is_title, world.path(one.file).starts_with("Doc/"), Reverse(one.file))
}

fn titled(title: &str, name: &str) -> bool {
    title.find(name).is_some_and(|at| !title[at + name.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

/// The PEP as a section at the line that says most of it.
fn anchor(definitions: &Definitions, name: &str, best: &Mention<'_>) -> Definition {
    let by = definitions.get(best.by);
    let is_document = by.language == Language::Doc;
    let whole = is_document && titled(&by.name, name);
    Definition {
        file: best.file,
        name: name.into(),
        symbol: name.into(),
        dotted: "".into(),
        kind: Kind::Section,
        language: Language::Doc,
        line: best.fact.line,
        first_line: best.fact.line,
        end_line: if whole { by.end_line } else { best.fact.line },
        condition: None,
        generated: false,
        is_static: false,
        from_macro: false,
        signature: if is_document { by.name.clone() } else { "".into() },
        doc: if whole { by.doc.clone() } else { "".into() },
    }
}
