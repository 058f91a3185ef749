//! The links of a graph -> the links of each definition, both ways, and the tables they share.

use super::record::{Edge, FileRow, Tables};
use crate::model::{DefinitionId, Link, SymbolGraph};
use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;

/// The links of all definitions, in their order.
pub(super) struct Edges {
    out: Vec<Edge>,
    into: Vec<Edge>,
    /// Per definition where its links start in both, and one behind the end.
    starts: Vec<[u32; 2]>,
}

impl Edges {
    /// Returns the links that lead away from a definition, and those that lead to it.
    pub fn of(&self, id: DefinitionId) -> (&[Edge], &[Edge]) {
        let [from, to] = [self.starts[id as usize], self.starts[id as usize + 1]];
        let range = |way: usize| -> Range<usize> { from[way] as usize..to[way] as usize };
        (&self.out[range(0)], &self.into[range(1)])
    }
}

/// Returns what definitions and links share.
pub(super) fn tables_and_links(graph: &SymbolGraph) -> (Tables, Edges) {
    let mut tables = Tables::default();
    let mut next = 0;
    for (id, file) in graph.files.iter().enumerate() {
        while graph.definitions.get(next).is_some_and(|definition| (definition.file as usize) < id) {
            next += 1;
        }
        tables.files.push(FileRow {
            blob: file.blob.0,
            generated: file.generated,
            generated_line: file.generated_line,
            lines: file.lines,
            first: next as u32,
        });
    }
    let (mut rules, mut conditions) = (Interner::default(), Interner::default());
    let edge = |link: &Link, other: DefinitionId, (rule, condition): (u16, u32)| Edge {
        kind: link.kind,
        other,
        file: link.file,
        line: link.line,
        rule,
        exact: link.exact,
        condition,
    };
    let count = graph.definitions.len();
    let mut starts = vec![[0_u32; 2]; count + 1];
    for link in &graph.links {
        starts[link.from as usize + 1][0] += 1;
        starts[link.to as usize + 1][1] += 1;
    }
    for at in 1..=count {
        let before = starts[at - 1];
        starts[at][0] += before[0];
        starts[at][1] += before[1];
    }
    // Links are taken in their order, so those of one definition keep it.
    let mut next = starts.clone();
    let blank = graph.links.first().map(|link| edge(link, 0, (0, 0)));
    let mut out: Vec<Edge> = graph.links.iter().filter_map(|_| blank).collect();
    let mut into = out.clone();
    for link in &graph.links {
        let rule = rules.number(&link.rule) as u16;
        let condition = link.condition.as_deref().map_or(0, |text| conditions.number(text) + 1);
        let place = &mut next[link.from as usize][0];
        out[*place as usize] = edge(link, link.to, (rule, condition));
        *place += 1;
        let place = &mut next[link.to as usize][1];
        into[*place as usize] = edge(link, link.from, (rule, condition));
        *place += 1;
    }
    tables.rules = rules.texts;
    tables.conditions = conditions.texts;
    (tables, Edges { out, into, starts })
}

/// Gives equal texts the same number, in the order of their first use.
#[derive(Default)]
struct Interner<'a> {
    /// What was asked for last: links stand in the order of their kinds, and a kind has few rules.
    last: Option<(&'a str, u32)>,
    numbers: HashMap<&'a str, u32>,
    texts: Vec<Box<str>>,
}

impl<'a> Interner<'a> {
    fn number(&mut self, text: &'a str) -> u32 {
        if let Some((last, number)) = self.last
            && std::ptr::eq(last, text)
        {
            return number;
        }
        let number = *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text.into());
            self.texts.len() as u32 - 1
        });
        self.last = Some((text, number));
        number
    }
}
