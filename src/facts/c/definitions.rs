//! The tree of a repaired file -> definitions. What the tree finds is checked against the brackets of the original, and
//! functions it lost are read from the tokens.

use std::collections::HashSet;

use super::comments;
use super::declarator::Declarator;
use super::draft::{Draft, fact};
use super::file::CFile;
use super::lost;
use super::query::{Found, Shape};
use super::repair::Repaired;
use super::structure::Place;
use super::vocabulary::VOCABULARY;
use super::words;
use crate::model::Kind;
use tree_sitter::Node;

/// Collects definitions while the tree is walked.
pub struct Collector<'t, 'f> {
    file: &'f CFile<'t>,
    repaired: &'f Repaired,
    /// Structs around the node that is visited: their last byte and their name.
    scopes: Vec<(usize, String)>,
    bodies: HashSet<usize>,
    drafts: Vec<Draft>,
}

impl<'t, 'f> Collector<'t, 'f> {
    /// Starts with nothing.
    pub fn new(file: &'f CFile<'t>, repaired: &'f Repaired) -> Self {
        Collector { file, repaired, scopes: Vec::new(), bodies: HashSet::new(), drafts: Vec::new() }
    }

    /// Takes a match of `definitions.scm`.
    pub fn take(&mut self, found: &Found<'_>) {
        while self.scopes.last().is_some_and(|(end, _)| *end <= found.whole.start_byte()) {
            self.scopes.pop();
        }
        let Some(declarator) = Declarator::read(found.name) else { return };
        let Some(index) = self.file.token_at(declarator.name.start_byte()) else { return };
        let draft = match found.shape {
            Shape::Function => self.function(found, &declarator, index),
            Shape::Variable => self.variable(found, &declarator, index),
            Shape::Typedef => {
                self.name_struct(found, &declarator);
                Some(self.plain(found, &declarator, index, Kind::Typedef))
            }
            Shape::Struct => Some(self.scope(found, &declarator, index, Kind::Struct)),
            Shape::Union => Some(self.scope(found, &declarator, index, Kind::Union)),
            Shape::Enum => Some(self.scope(found, &declarator, index, Kind::Enum)),
            Shape::Field => {
                let draft = self.member(found, &declarator, index);
                self.name_struct(found, &declarator);
                Some(draft)
            }
            Shape::Enumerator => Some(self.member(found, &declarator, index)),
        };
        self.drafts.extend(draft);
    }

    /// Returns what was collected, and what the tree lost.
    pub fn finish(mut self) -> Vec<Draft> {
        self.drafts.extend(lost::functions(self.file, self.repaired, &self.bodies));
        self.drafts
    }

    fn place(&self, index: usize) -> Place {
        self.file.structure.places[index]
    }

    fn name(&self, declarator: &Declarator<'_>) -> String {
        let written = &self.file.text[declarator.name.byte_range()];
        // The repair drew the brackets of a template's name into it.
        if written.contains('(') { format!("{written})") } else { written.to_owned() }
    }

    fn base(&self, found: &Found<'_>, declarator: &Declarator<'_>, index: usize, kind: Kind) -> Draft {
        let whole = found.whole.byte_range();
        let mut out = fact(&self.name(declarator), kind, self.file, index, whole.clone());
        out.fact.first_line = self.file.lines.of(whole.start);
        out
    }

    fn function(&mut self, found: &Found<'_>, declarator: &Declarator<'_>, index: usize) -> Option<Draft> {
        let parameters = declarator.parameters?;
        let body = found.whole.child_by_field_name("body")?;
        let name = self.name(declarator);
        if words::is_keyword(&name) || self.place(index) != Place::File {
            return None;
        }
        self.bodies.insert(body.start_byte());
        let start = self.item_start(declarator.name.start_byte()).min(found.whole.start_byte());
        let mut out = fact(&name, Kind::Function, self.file, index, start..found.whole.end_byte());
        out.fact.is_static = self.has_static(start, index);
        if let Some(open) = self.file.token_at(parameters.start_byte())
            && let Some(close) = self.file.partner(open)
        {
            out.fact.signature = self.file.signature(open, close);
        }
        out.fact.doc = self.doc(start);
        out.body = body.byte_range();
        Some(out)
    }

    fn variable(&mut self, found: &Found<'_>, declarator: &Declarator<'_>, index: usize) -> Option<Draft> {
        if declarator.is_prototype || !(self.place(index) == Place::File || self.is_wrapped(index)) {
            return None;
        }
        self.name_struct(found, declarator);
        let start = self.item_start(declarator.name.start_byte()).min(found.whole.start_byte());
        if !declarator.has_value && self.is_declared_only(start, index) {
            return None;
        }
        let value = found.name.child_by_field_name("value");
        if value.is_some_and(|value| value.kind() == "initializer_list") {
            return None;
        }
        let declared = found.declared.map(|node| self.declared(node)).unwrap_or_default();
        let known = if declarator.is_pointer { Kind::Global } else { kind_of_type(&declared) };
        let mut out = fact(&self.name(declarator), known, self.file, index, start..found.whole.end_byte());
        out.fact.is_static = self.has_static(start, index);
        out.fact.bases = vec![star(declared, declarator.is_pointer)];
        out.fact.doc = self.doc(start);
        out.tentative = !declarator.has_value;
        Some(out)
    }

    /// Whether a macro at file level stands around a declaration: `NAME(…, Type name) = …`.
    fn is_wrapped(&self, index: usize) -> bool {
        let open = self.file.partner(index + 1).filter(|open| *open < index && self.file.is(index + 2, "="));
        open.is_some_and(|open| self.place(open) == Place::File)
    }

    fn plain(&self, found: &Found<'_>, declarator: &Declarator<'_>, index: usize, kind: Kind) -> Draft {
        let mut out = self.base(found, declarator, index, kind);
        let declared = found.declared.map(|node| self.declared(node)).unwrap_or_default();
        out.fact.bases = vec![star(declared, declarator.is_pointer)];
        out.fact.doc = self.doc(found.whole.start_byte());
        out
    }

    fn scope(&mut self, found: &Found<'_>, declarator: &Declarator<'_>, index: usize, kind: Kind) -> Draft {
        let name = self.name(declarator);
        self.scopes.push((found.whole.end_byte(), name));
        let mut out = self.base(found, declarator, index, kind);
        out.fact.doc = self.doc(self.item_start(found.whole.start_byte()));
        out
    }

    /// A struct without a tag is known by the typedef, variable or member that it is the type of.
    fn name_struct(&mut self, found: &Found<'_>, declarator: &Declarator<'_>) {
        let Some(declared) = found.declared.filter(|node| node.child_by_field_name("name").is_none()) else { return };
        if declared.child_by_field_name("body").is_some() {
            let name = self.name(declarator);
            let full = match self.scopes.last() {
                Some((_, outer)) if found.shape == Shape::Field => format!("{outer}.{name}"),
                _ => name,
            };
            if self.scopes.last().is_none_or(|(end, _)| *end != declared.end_byte()) {
                self.scopes.push((declared.end_byte(), full));
            }
        }
    }

    fn member(&self, found: &Found<'_>, declarator: &Declarator<'_>, index: usize) -> Draft {
        let mut out = self.base(found, declarator, index, Kind::Field);
        if let Some((_, scope)) = self.scopes.last() {
            out.fact.qualname = format!("{scope}.{}", out.fact.name).into();
        }
        if let Some(declared) = found.declared {
            out.fact.bases = vec![star(self.declared(declared), declarator.is_pointer)];
        }
        out.fact.doc = self.doc(found.whole.start_byte());
        if out.fact.doc.is_empty() {
            out.fact.doc = comments::behind(&self.file.text[found.whole.end_byte()..]);
        }
        out
    }

    /// The declared type as one word or a few; a struct with a body is its tag.
    fn declared(&self, node: Node<'_>) -> String {
        if let Some(name) = node.child_by_field_name("name") {
            return self.file.text[name.byte_range()].to_owned();
        }
        if node.child_by_field_name("body").is_some() {
            return node.kind().trim_end_matches("_specifier").to_owned();
        }
        super::directives::clean(&self.file.text[node.byte_range()])
    }

    /// Where the item at file level around `offset` starts, attributes included.
    fn item_start(&self, offset: usize) -> usize {
        let items = &self.repaired.items;
        let after = items.partition_point(|start| *start as usize <= offset);
        after.checked_sub(1).map_or(offset, |last| items[last] as usize)
    }

    fn head(&self, start: usize, name: usize) -> impl Iterator<Item = &'t str> {
        let from = self.file.tokens.partition_point(|token| token.offset < start);
        self.file.tokens[from.min(name)..name].iter().map(|token| token.text)
    }

    fn has_static(&self, start: usize, name: usize) -> bool {
        self.head(start, name).any(|word| word == "static" || VOCABULARY.static_calls.contains(word))
    }

    fn is_declared_only(&self, start: usize, name: usize) -> bool {
        self.head(start, name).any(|word| VOCABULARY.declaring.contains(word))
    }

    fn doc(&self, start: usize) -> Box<str> {
        doc(self.file, start)
    }
}

/// Reads the comment in front of what starts at `start`.
pub fn doc(file: &CFile<'_>, start: usize) -> Box<str> {
    let index = file.tokens.partition_point(|token| token.offset < start);
    let from = index.checked_sub(1).map_or(0, |before| file.tokens[before].end());
    let gap = file.text.get(from..start).unwrap_or_default();
    // A comment on the line of the token before belongs to that one.
    comments::in_front(if from == 0 { gap } else { gap.split_once('\n').map_or("", |(_, own)| own) })
}

/// Table, Python type, or just a variable.
pub fn kind_of_type(name: &str) -> Kind {
    if VOCABULARY.table_types.contains(name) {
        Kind::Table
    } else if VOCABULARY.type_types.contains(name) {
        Kind::Type
    } else {
        Kind::Global
    }
}

fn star(mut name: String, is_pointer: bool) -> Box<str> {
    if is_pointer {
        name.push_str(" *");
    }
    name.into()
}
