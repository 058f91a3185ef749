//! Python source -> facts: parsed by tree-sitter after a same-length repair, read by the queries in `queries/python`.

mod bind;
mod bound;
mod define;
mod exports;
mod logical;
mod references;
mod repair;
mod spare;
pub(super) mod spot;
mod syntax;
mod text;
mod tokens;
pub(super) mod uses;
mod vocabulary;
mod walk;

use super::earlier::Earlier;
use crate::model::{DefinitionFact, Dialect, FileFacts, Kind};
use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::LazyLock;
use tree_sitter::{Parser, QueryCursor};
use vocabulary::{Role, Statements};
use walk::{Queries, Scope, Walk};

/// Compiled once for all threads, when the first file needs one: compiling takes as long as parsing a large file.
static QUERIES: Queries = Queries {
    scope: LazyLock::new(|| compiled("queries/python/scope.scm", include_str!("../../../queries/python/scope.scm"))),
    body: LazyLock::new(body),
    method: LazyLock::new(|| body().without(Role::Attribute)),
    inner: LazyLock::new(|| compiled("queries/python/inner.scm", include_str!("../../../queries/python/inner.scm"))),
};

fn body() -> Statements {
    compiled("queries/python/body.scm", include_str!("../../../queries/python/body.scm"))
}

fn compiled(file: &str, text: &str) -> Statements {
    let language = tree_sitter_python::LANGUAGE.into();
    Statements::compile(&language, file, text).unwrap_or_else(|error| panic!("{error}"))
}

/// What a thread keeps between files.
struct Reader {
    parser: Parser,
    cursor: QueryCursor,
}

thread_local! {
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

fn reader() -> Reader {
    let mut parser = Parser::new();
    let language = tree_sitter_python::LANGUAGE.into();
    parser.set_language(&language).expect("the grammar crate is pinned to one this tree-sitter accepts");
    Reader { parser, cursor: QueryCursor::new() }
}

/// Reads one Python file; `earlier` is an earlier state of it, where one is known. The first definition is the module
/// itself, without a name: only its path tells it.
pub(super) fn extract(source: &[u8], earlier: Option<Earlier<'_>>) -> FileFacts {
    READER.with_borrow_mut(|slot| read(slot.get_or_insert_with(reader), source, earlier))
}

fn read(reader: &mut Reader, source: &[u8], earlier: Option<Earlier<'_>>) -> FileFacts {
    let mut facts = FileFacts::new(Dialect::Python);
    facts.bytes = source.len() as u32;
    facts.lines = text::line_ends(source) + u32::from(source.last().is_some_and(|&byte| byte != b'\n'));
    let repaired = repair::repaired(source);
    let mut spared = None;
    let mut tree = earlier.and_then(|earlier| {
        let mut text = repaired.to_vec();
        spared = Some(spare::Spared::new(source, &mut text, earlier)?);
        reader.parser.parse(&text, None)
    });
    // How far an error reaches depends on what stands around it.
    if tree.as_ref().is_none_or(|tree| tree.root_node().has_error()) {
        spared = None;
        tree = reader.parser.parse(&*repaired, None);
    }
    let Some(tree) = tree else { return facts };
    let root = tree.root_node();
    facts.syntax = syntax::syntax(source, root);

    let mut walk = Walk::new(source, &QUERIES, &mut reader.cursor, spared.as_ref());
    walk.definitions.push(module(source, root, facts.lines));
    walk.spans.push(0..source.len());
    let top =
        Scope { prefix: "", owner: None, is_class: false, is_function: false, has_self: false, guard: 0, depth: 0 };
    walk.body(root, top);

    let Walk { definitions, spans, mut python, .. } = walk;
    let bound: HashSet<&[u8]> = python
        .bindings
        .iter()
        .filter(|binding| binding.scope.is_none())
        .map(|binding| binding.name.as_bytes())
        .collect();
    let (references, generators) = references::references(source, &spans, &|name| bound.contains(name));
    (python.references, python.generators) = (references.into(), generators);
    facts.definitions = definitions;
    facts.python = Some(Box::new(python));
    facts
}

fn module(source: &[u8], root: tree_sitter::Node<'_>, lines: u32) -> DefinitionFact {
    DefinitionFact {
        name: "".into(),
        qualname: "".into(),
        kind: Kind::Module,
        line: 1,
        first_line: 1,
        end_line: lines.max(1),
        outer: None,
        condition: 0,
        is_static: false,
        decorators: Vec::new(),
        bases: Vec::new(),
        signature: "".into(),
        doc: define::documentation(source, root),
    }
}
