//! Chains and rings of links as a picture: DOT for graphviz, or SVG laid out here: a column per step, arrows as links point.

use crate::model::{DefinitionId, Language};
use crate::nav::{Answer, LinkEnd, LinkRow};
use std::collections::HashMap;
use std::fmt::Write as _;

/// How an answer is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Lines for a person.
    #[default]
    Text,
    /// A graph for graphviz.
    Dot,
    /// A picture.
    Svg,
}

const LETTER: usize = 8;
const BOX: usize = 40;
const ROW: usize = 54;
const GAP: usize = 130;
const EDGE: usize = 20;

/// Definitions in columns, and the links between them.
pub struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

struct Node {
    id: DefinitionId,
    symbol: String,
    place: String,
    language: Language,
    column: usize,
}

struct Edge {
    from: usize,
    to: usize,
    label: String,
    title: String,
    exact: bool,
}

impl Graph {
    /// The rings around an answer, callers to its left, callees to its right; or the chain that begins at it.
    pub fn new(start: &Answer, rows: &[LinkRow]) -> Graph {
        let first = Node {
            id: start.id,
            symbol: start.symbol.clone().unwrap_or_else(|| start.name.clone()),
            place: format!("{}:{}", start.file, start.line),
            language: start.language,
            column: 0,
        };
        let (mut graph, mut known) = (Graph { nodes: vec![first], edges: Vec::new() }, HashMap::from([(start.id, 0)]));
        for row in rows {
            // Rings name the nearer end by depth; a definition stays in the column where it first came.
            let (from, to) = (graph.node(&mut known, &row.from, row), graph.node(&mut known, &row.to, row));
            let label = row.kind.as_str().to_owned();
            let title = format!("{} {}:{} ({})", row.kind, row.file, row.line, row.rule);
            graph.edges.push(Edge { from, to, label, title, exact: row.exact });
        }
        graph
    }

    /// Turns columns round, so that what calls stands to the left of what is called.
    #[must_use]
    pub fn turned(mut self) -> Graph {
        let last = self.nodes.iter().map(|node| node.column).max().unwrap_or(0);
        self.nodes.iter_mut().for_each(|node| node.column = last - node.column);
        self
    }

    fn node(&mut self, known: &mut HashMap<DefinitionId, usize>, end: &LinkEnd, row: &LinkRow) -> usize {
        *known.entry(end.id).or_insert_with(|| {
            self.nodes.push(Node {
                id: end.id,
                symbol: end.symbol.clone(),
                place: format!("{}:{}", end.file, end.line),
                language: end.language,
                column: row.depth as usize,
            });
            self.nodes.len() - 1
        })
    }

    /// Prints it; `Text` is nothing.
    pub fn print(&self, format: Format) -> String {
        match format {
            Format::Text => String::new(),
            Format::Dot => self.dot(),
            Format::Svg => self.svg(),
        }
    }

    // Writing to a string cannot fail.
    fn dot(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let mut out = "digraph cpynav {\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
        for node in &self.nodes {
            // The break between symbol and place is DOT's own `\n`.
            let (symbol, place) = (quoted(&node.symbol), quoted(&node.place));
            let label = format!("{}\\n{}", symbol.trim_end_matches('"'), place.trim_start_matches('"'));
            let _ = writeln!(out, "  n{} [label={label}];", node.id);
        }
        for edge in &self.edges {
            let style = if edge.exact { "" } else { ", style=dashed" };
            let (from, to) = (self.nodes[edge.from].id, self.nodes[edge.to].id);
            let _ = writeln!(
                out,
                "  n{from} -> n{to} [label={}, tooltip={}{style}];",
                quoted(&edge.label),
                quoted(&edge.title)
            );
        }
        out + "}\n"
    }

    fn svg(&self) -> String {
        let columns = self.nodes.iter().map(|node| node.column).max().unwrap_or(0) + 1;
        let (mut widths, mut counts) = (vec![0; columns], vec![0; columns]);
        let mut rows = Vec::new();
        for node in &self.nodes {
            let letters = node.symbol.chars().count().max(node.place.chars().count());
            widths[node.column] = widths[node.column].max(letters * LETTER + 16);
            rows.push(counts[node.column]);
            counts[node.column] += 1;
        }
        let highest = counts.iter().copied().max().unwrap_or(1);
        let left = |column: usize| EDGE + widths[..column].iter().map(|width| width + GAP).sum::<usize>();
        // Columns stand centred beside the highest one.
        let top = |at: usize| EDGE + rows[at] * ROW + (highest - counts[self.nodes[at].column]) * ROW / 2;
        let (width, height) = (left(columns - 1) + widths[columns - 1] + EDGE, 2 * EDGE + highest * ROW - (ROW - BOX));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             font-family=\"monospace\" font-size=\"13\">\n{HEAD}"
        );
        for edge in &self.edges {
            let (one, other) = (&self.nodes[edge.from], &self.nodes[edge.to]);
            let forward = one.column <= other.column;
            // What points back, or to its own column, leaves and enters on the same side.
            let x1 = left(one.column) + widths[one.column];
            let x2 = if forward && one.column != other.column {
                left(other.column)
            } else {
                left(other.column) + widths[other.column]
            };
            let (y1, y2) = (top(edge.from) + BOX / 2, top(edge.to) + BOX / 2);
            let bend = GAP / 2;
            let c2 = if forward && one.column != other.column { x2 - bend } else { x2 + bend };
            let dash = if edge.exact { "" } else { " stroke-dasharray=\"5 4\"" };
            let _ = writeln!(
                out,
                "<path d=\"M{x1} {y1} C{} {y1} {c2} {y2} {x2} {y2}\"{dash} marker-end=\"url(#head)\"><title>{}</title></path>",
                x1 + bend,
                escaped(&edge.title)
            );
            // Between neighbours of a chain there is room for a word.
            if highest == 1 && forward {
                let (x, y) = (usize::midpoint(x1, x2), y1 - 6);
                let _ = writeln!(out, "<text class=\"on\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(&edge.label));
            }
        }
        for (at, node) in self.nodes.iter().enumerate() {
            let (x, y, wide) = (left(node.column), top(at), widths[node.column]);
            let _ = writeln!(
                out,
                "<g class=\"{}\"><rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{BOX}\" rx=\"4\"/><text x=\"{}\" y=\"{}\">{}</text>\
                 <text class=\"at\" x=\"{}\" y=\"{}\">{}</text></g>",
                node.language,
                x + 8,
                y + 17,
                escaped(&node.symbol),
                x + 8,
                y + 33,
                escaped(&node.place)
            );
        }
        out + "</svg>\n"
    }
}

const HEAD: &str = "\
<style>svg{background:#fff}rect{fill:#eef3fb;stroke:#46618a}.python rect{fill:#fdf6dd;stroke:#8a6d1f}
.dsl rect,.grammar rect{fill:#eaf6ea;stroke:#3f7a45}text{fill:#111}.at,.on{fill:#555;font-size:11px}.on{text-anchor:middle}
path{fill:none;stroke:#777}#head path{fill:#777;stroke:none}</style>
<defs><marker id=\"head\" markerWidth=\"9\" markerHeight=\"8\" refX=\"8\" refY=\"4\" orient=\"auto\">\
<path d=\"M0 0 L9 4 L0 8 z\"/></marker></defs>
";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
