//! Source text -> colours of its parts, by the grammars' own highlight queries. Used by whoever shows sources.
//!
//! Compiling such a query takes milliseconds: it happens when the first text of a language is shown, never before.

use crate::model::Dialect;
use std::cell::RefCell;
use std::ops::{ControlFlow, Range};
use std::sync::OnceLock;
use tree_sitter::{Language, ParseOptions, ParseState, Parser, Query, QueryCursor, StreamingIterator, Tree};

/// The colour of a part of a text. Parts do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    /// First byte in the text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What it is.
    pub class: Class,
}

/// What a part of a source text is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// `if`, `def`, `static`.
    Keyword,
    /// A string.
    String,
    /// A number, a character, a name in capitals.
    Constant,
    /// A comment.
    Comment,
    /// The name of a function.
    Function,
    /// The name of a type.
    Type,
    /// A directive, a decorator.
    Directive,
}

const CLASSES: [Class; 7] =
    [Class::Keyword, Class::String, Class::Constant, Class::Comment, Class::Function, Class::Type, Class::Directive];

/// Parsing takes 0.1 s per megabyte: of a longer text only the wanted lines are parsed, at the price of colours that
/// depend on what stands before them.
const WHOLE_UP_TO: usize = 400_000;
/// So far back a line is looked for with which a parser may begin.
const BACK: usize = 20_000;
/// Bytes of a whole text that get their colours at a time; between them it may be stopped.
const PORTION: usize = 50_000;

struct Painter {
    language: Language,
    query: Query,
    /// The class of each capture, where it has one.
    classes: Vec<Option<Class>>,
}

/// Returns the colours in some bytes of a text, in order. A reader without a grammar has none.
pub fn highlight(dialect: Dialect, text: &str, bytes: Range<usize>) -> Vec<Paint> {
    let bytes = within(text, bytes);
    let parsed = if text.len() <= WHOLE_UP_TO { 0..text.len() } else { bytes.clone() };
    part(dialect, text, parsed, bytes)
}

/// Returns the colours in some bytes of a text, in order, of any text within a frame: it parses from the end of the
/// definition before them. Where none ends near, or text looks like it, colours may be others than those of the whole.
pub fn near(dialect: Dialect, text: &str, bytes: Range<usize>) -> Vec<Paint> {
    let bytes = within(text, bytes);
    let Some(before) = text.get(..bytes.start) else { return Vec::new() };
    let least = bytes.start.saturating_sub(BACK);
    let starts = before.rmatch_indices('\n').map(|(at, _)| at + 1).chain([0]);
    let first = |start: &usize| *start == 0 || begins(dialect, &text[..*start], &text[*start..]);
    let from = starts.take_while(|start| *start >= least).find(first).unwrap_or(bytes.start);
    part(dialect, text, from..bytes.end, bytes)
}

/// Whether a parser may begin here: behind a brace that closes what stands at the margin, before a definition at it.
fn begins(dialect: Dialect, before: &str, after: &str) -> bool {
    match dialect {
        Dialect::Python => ["def ", "class ", "async def ", "@"].iter().any(|word| after.starts_with(word)),
        _ => before.ends_with("\n}\n"),
    }
}

/// Returns the colours of a whole text, in order; `None` when `stop` told to end before, and of texts too long for it.
pub fn whole(dialect: Dialect, text: &str, stop: &mut dyn FnMut() -> bool) -> Option<Vec<Paint>> {
    let Some(painter) = painter(dialect) else { return Some(Vec::new()) };
    let tree = if text.len() <= WHOLE_UP_TO { parse(painter, text, stop)? } else { return None };
    let mut paints = Vec::new();
    for start in (0..text.len()).step_by(PORTION) {
        if stop() {
            return None;
        }
        paints.extend(colours(painter, &tree, text, start..(start + PORTION).min(text.len())));
    }
    Some(paints)
}

fn within(text: &str, bytes: Range<usize>) -> Range<usize> {
    bytes.start.min(text.len())..bytes.end.min(text.len())
}

/// Parses a part of a text and returns the colours of some bytes in it.
fn part(dialect: Dialect, text: &str, parsed: Range<usize>, bytes: Range<usize>) -> Vec<Paint> {
    let Some(painter) = painter(dialect) else { return Vec::new() };
    let Some(shown) = text.get(parsed.clone()) else { return Vec::new() };
    let Some(tree) = parse(painter, shown, &mut || false) else { return Vec::new() };
    let paints = colours(painter, &tree, shown, bytes.start - parsed.start..bytes.end - parsed.start);
    let moved = |paint: Paint| Paint { start: paint.start + parsed.start, end: paint.end + parsed.start, ..paint };
    paints.into_iter().map(moved).collect()
}

fn painter(dialect: Dialect) -> Option<&'static Painter> {
    static C: OnceLock<Option<Painter>> = OnceLock::new();
    static PYTHON: OnceLock<Option<Painter>> = OnceLock::new();
    match dialect {
        Dialect::C | Dialect::Bytecodes => {
            C.get_or_init(|| Painter::new(tree_sitter_c::LANGUAGE.into(), tree_sitter_c::HIGHLIGHT_QUERY)).as_ref()
        }
        Dialect::Python => {
            let new = || Painter::new(tree_sitter_python::LANGUAGE.into(), tree_sitter_python::HIGHLIGHTS_QUERY);
            PYTHON.get_or_init(new).as_ref()
        }
        _ => None,
    }
}

impl Painter {
    fn new(language: Language, query: &str) -> Option<Painter> {
        let query = Query::new(&language, query).ok()?;
        let classes = query.capture_names().iter().map(|name| class(name)).collect();
        Some(Painter { language, query, classes })
    }
}

/// The class of a capture of the grammars' queries.
fn class(capture: &str) -> Option<Class> {
    Some(match capture.split('.').next()? {
        "keyword" => Class::Keyword,
        "string" | "escape" => Class::String,
        "number" | "constant" => Class::Constant,
        "comment" => Class::Comment,
        "function" => Class::Function,
        "type" | "constructor" => Class::Type,
        _ => return None,
    })
}

fn parse(painter: &Painter, text: &str, stop: &mut dyn FnMut() -> bool) -> Option<Tree> {
    thread_local!(static PARSER: RefCell<Parser> = RefCell::new(Parser::new()));
    PARSER.with_borrow_mut(|parser| {
        parser.reset();
        parser.set_language(&painter.language).ok()?;
        let mut go_on = |_: &ParseState| if stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let options = ParseOptions::new().progress_callback(&mut go_on);
        parser.parse_with_options(&mut |at, _| &text.as_bytes()[at.min(text.len())..], None, Some(options))
    })
}

fn colours(painter: &Painter, tree: &Tree, text: &str, bytes: Range<usize>) -> Vec<Paint> {
    let mut cursor = QueryCursor::new();
    cursor.set_byte_range(bytes.clone());
    // (length, pattern, range, class): inner parts are painted over outer ones, later patterns over earlier.
    let mut parts = Vec::new();
    let mut captures = cursor.captures(&painter.query, tree.root_node(), text.as_bytes());
    while let Some((found, index)) = captures.next() {
        let Some(capture) = found.captures().get(*index) else { continue };
        let Some(class) = painter.classes[capture.index as usize] else { continue };
        let range = capture.node.byte_range();
        let is_directive = text[range.clone()].starts_with(['#', '@']) && class != Class::Comment;
        let class = if is_directive { Class::Directive } else { class };
        parts.push((std::cmp::Reverse(range.len()), found.pattern_index, range, class));
    }
    parts.sort_by_key(|(length, pattern, range, _)| (*length, *pattern, range.start));
    let mut colors = vec![0_u8; bytes.len()];
    for (_, _, range, class) in parts {
        let start = range.start.clamp(bytes.start, bytes.end) - bytes.start;
        let end = range.end.clamp(bytes.start, bytes.end) - bytes.start;
        colors[start..end].fill(class as u8 + 1);
    }
    let mut paints = Vec::new();
    let mut at = 0;
    for run in colors.chunk_by(|a, b| a == b) {
        if let Some(class) = run[0].checked_sub(1) {
            let start = bytes.start + at;
            paints.push(Paint { start, end: start + run.len(), class: CLASSES[class as usize] });
        }
        at += run.len();
    }
    paints
}

#[cfg(test)]
mod tests {
    use super::{Dialect, highlight, near, whole};

    fn show(dialect: Dialect, text: &str) -> String {
        let paints = highlight(dialect, text, 0..text.len());
        paints.iter().map(|p| format!("{:?}:{}", p.class, &text[p.start..p.end])).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn c_and_python_have_colours() {
        let c = show(Dialect::C, "static int\nf(PyObject *o) { return g(o, 1); } // x\n");
        assert_eq!(
            c,
            "Keyword:static Type:int Function:f Type:PyObject Keyword:return Function:g Constant:1 Comment:// x"
        );
        let python = show(Dialect::Python, "def f(x):\n    return 'a' + str(3)\n");
        assert_eq!(python, "Keyword:def Function:f Keyword:return String:'a' Function:str Constant:3");
        assert_eq!(show(Dialect::Rst, "Title\n====="), "");
    }

    #[test]
    fn a_part_has_the_colours_of_the_whole() {
        let c = "/* a\n * long\n */\nint a(void)\n{\n    return 1;\n}\n\nstatic char *\nb(int x) // of\n{\n    return \"b\";\n}\n";
        let python =
            "'''\nfor if\n'''\n@one\ndef a(x):\n    '''of\n    not'''\n    return 1\n\nclass B:\n    x = 'y'\n";
        for (dialect, text) in [(Dialect::C, c), (Dialect::Python, python)] {
            let all = whole(dialect, text, &mut || false).unwrap();
            assert_eq!(all, highlight(dialect, text, 0..text.len()));
            for (start, _) in text.match_indices('\n') {
                let seen = start + 1..text.len();
                assert_eq!(near(dialect, text, seen.clone()), highlight(dialect, text, seen));
            }
        }
        assert_eq!(whole(Dialect::C, &"int x;\n".repeat(10_000), &mut || true), None);
    }

    #[test]
    fn any_range_of_any_text_is_fine() {
        let text = "/* größe */ int x = {{{";
        for start in 0..text.len() {
            let end = text.len();
            assert!(highlight(Dialect::C, text, start..end + 5).iter().all(|p| p.start >= start && p.end <= end));
        }
    }
}
