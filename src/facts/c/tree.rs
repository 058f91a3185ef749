//! The repaired text -> tree -> definitions and the places the grammar did not understand.

use std::cell::RefCell;

use super::definitions::Collector;
use super::draft::Draft;
use super::file::CFile;
use super::query::Patterns;
use super::repair::Repaired;
use super::spare;
use super::structure::Place;
use crate::facts::earlier::Earlier;
use crate::model::{Syntax, SyntaxSpot};
use tree_sitter::{Node, Parser, Tree, TreeCursor};

/// How many places are kept.
const MAX_SPOTS: usize = 8;
/// Characters kept of each.
const SPOT_TEXT: usize = 60;

thread_local! {
    static READER: RefCell<Option<(Parser, Patterns)>> = const { RefCell::new(None) };
}

/// Parses a repaired file and reads its definitions; `earlier` is an earlier state of the file.
pub fn read(file: &CFile<'_>, repaired: &Repaired, earlier: Option<Earlier<'_>>) -> (Vec<Draft>, Syntax) {
    READER.with_borrow_mut(|reader| {
        let (parser, patterns) = reader.get_or_insert_with(new_reader);
        parser.reset();
        let mut collector = Collector::new(file, repaired);
        let mut syntax = Syntax::default();
        let text = earlier.and_then(|earlier| spare::spared(file, &repaired.bytes, earlier));
        let spared = text.and_then(|text| parser.parse(text, None));
        // How far an error reaches depends on what stands around it.
        let sound = spared.filter(|tree| !tree.root_node().has_error());
        if let Some(tree) = sound.or_else(|| parser.parse(&repaired.bytes, None)) {
            walk(&tree, file, repaired, patterns, &mut collector);
            syntax = errors(&tree, file);
        }
        syntax.error_bytes += repaired.lost;
        (collector.finish(), syntax)
    })
}

fn new_reader() -> (Parser, Patterns) {
    let language = tree_sitter_c::LANGUAGE.into();
    let mut parser = Parser::new();
    parser.set_language(&language).expect("the C grammar fits the library it is built with");
    let patterns = Patterns::new(&language, include_str!("../../../queries/c/definitions.scm"))
        .expect("compiled-in queries are checked by a test");
    (parser, patterns)
}

/// Visits every node that can hold a definition.
fn walk(tree: &Tree, file: &CFile<'_>, repaired: &Repaired, patterns: &mut Patterns, out: &mut Collector<'_, '_>) {
    let worth = worth_a_visit(file);
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if patterns.begins_at(node.kind_id()) {
            patterns.matches_at(node, &repaired.bytes, &mut |found| out.take(&found));
        }
        if descends(node, &worth) && cursor.goto_first_child() {
            continue;
        }
        if !next(&mut cursor) {
            return;
        }
    }
}

fn next(cursor: &mut TreeCursor<'_>) -> bool {
    while !cursor.goto_next_sibling() {
        if !cursor.goto_parent() {
            return false;
        }
    }
    true
}

/// Where braces open that define something: bodies of functions, structs and enums.
fn worth_a_visit(file: &CFile<'_>) -> Vec<u32> {
    let places = &file.structure.places;
    let opens = |index: usize| {
        let inner = places.get(index + 1).copied();
        matches!(inner, Some(Place::Fields | Place::Enumerators)) || places[index] == Place::File
    };
    let braces = file.tokens.iter().enumerate().filter(|(index, token)| token.is("{") && opens(*index));
    braces.map(|(_, token)| token.offset as u32).collect()
}

fn descends(node: Node<'_>, worth: &[u32]) -> bool {
    match node.kind() {
        "translation_unit"
        | "ERROR"
        | "declaration"
        | "type_definition"
        | "struct_specifier"
        | "union_specifier"
        | "enum_specifier"
        | "field_declaration_list"
        | "field_declaration"
        | "enumerator_list"
        | "function_definition"
        | "linkage_specification"
        | "declaration_list" => true,
        "comment" | "identifier" | "string_literal" | "number_literal" => false,
        _ => {
            let (from, to) = (node.start_byte() as u32 + 1, node.end_byte() as u32);
            let first = worth.partition_point(|offset| *offset < from);
            worth.get(first).is_some_and(|offset| *offset < to)
        }
    }
}

/// Counts ERROR and MISSING nodes and the bytes under the outermost ERROR nodes.
fn errors(tree: &Tree, file: &CFile<'_>) -> Syntax {
    let mut syntax = Syntax::default();
    let mut cursor = tree.walk();
    let mut covered = 0;
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            syntax.errors += 1;
            if node.start_byte() >= covered && node.is_error() {
                covered = node.end_byte();
                syntax.error_bytes += (node.end_byte() - node.start_byte()) as u32;
            }
            if syntax.spots.len() < MAX_SPOTS {
                let line = file.lines.of(node.start_byte());
                if syntax.spots.last().is_none_or(|spot| spot.line != line) {
                    syntax.spots.push(SyntaxSpot { line, text: spot_text(file.text, node.start_byte()) });
                }
            }
        }
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        if !next(&mut cursor) {
            return syntax;
        }
    }
}

fn spot_text(text: &str, start: usize) -> Box<str> {
    let rest = text.get(start..).unwrap_or_default().trim_start();
    rest.lines().next().unwrap_or_default().chars().take(SPOT_TEXT).collect::<String>().trim_end().into()
}
