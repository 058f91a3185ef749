//! Bodies of functions that stand in an earlier state of the file -> an empty pair of parentheses behind the docstring:
//! the tree has the same definitions on the same lines, and what was read inside of them is taken over.

use super::logical::{Logical, LogicalLines};
use super::text;
use super::walk::Walk;
use crate::facts::earlier::{Earlier, Known, blank};
use crate::facts::lines::Lines;
use crate::model::{Binding, Bound, DefinitionFact, FileFacts, Guard, PythonStatement};
use std::collections::HashMap;
use std::ops::Range;

/// A shorter text is parsed as fast as it is hidden.
const SHORTEST: usize = 32;

/// A source of which the parser sees a part.
pub(super) struct Spared<'e> {
    earlier: &'e FileFacts,
    /// For the offset of each `def` whose body is hidden its definition in the earlier facts.
    functions: HashMap<usize, u32>,
    lines: Lines,
}

impl<'e> Spared<'e> {
    /// Hides what stands in an earlier state of `source` from the text for the parser; `None` where nothing does.
    pub(super) fn new(source: &[u8], parsed: &mut [u8], earlier: Earlier<'e>) -> Option<Self> {
        // Where functions fill `globals()`, every statement of theirs is kept.
        if [source, earlier.text].into_iter().any(|source| text::contains(source, "globals()[")) {
            return None;
        }
        let known = Known::new(earlier, Some);
        let mut functions = HashMap::new();
        let mut lines = LogicalLines::new(source).peekable();
        while let Some(head) = lines.next() {
            let code = &source[head.start..head.end];
            if !(code.starts_with(b"def ") || code.starts_with(b"async def ")) {
                continue;
            }
            let mut body: Vec<Logical> = Vec::new();
            while let Some(line) = lines.next_if(|line| line.indent > head.indent) {
                body.push(line);
            }
            let Some(hidden) = hidden(source, head, &body) else { continue };
            if let Some(id) = known.get(&source[head.start - head.indent..line_end(source, hidden.end)])
                && let [first, rest @ .., last] = &mut parsed[hidden]
            {
                blank(rest);
                (*first, *last) = (b'(', b')');
                functions.insert(head.start, id);
            }
        }
        (!functions.is_empty()).then(|| Spared { earlier: earlier.facts, functions, lines: Lines::new(source) })
    }

    /// Takes over what stood inside the function `id`, whose `def` stands at `offset`; `false` where it can be seen.
    pub(super) fn take_over(&self, walk: &mut Walk<'_, '_>, id: u32, offset: usize) -> bool {
        let Some((&old, python)) = self.functions.get(&offset).zip(self.earlier.python.as_ref()) else { return false };
        let function = &self.earlier.definitions[old as usize];
        let of_function = |line: u32| (function.line..=function.end_line).contains(&line);
        let behind = &self.earlier.definitions[old as usize + 1..];
        let inside = &behind[..behind.iter().take_while(|it| of_function(it.line)).count()];
        let guards_before = python.guards.iter().take_while(|it| !of_function(it.line)).count() as u32;

        let (name, line) = (walk.definitions[id as usize].qualname.clone(), walk.definitions[id as usize].line);
        let (last, guards_here) = (old + inside.len() as u32, walk.python.guards.len() as u32);
        let is_inside = |of: u32| (old..=last).contains(&of);
        let moved = |at: u32| at - function.line + line;
        let renumbered = |of: u32| of - old + id;
        let guard = |of: u32| if of > guards_before { of - guards_before + guards_here } else { 0 };
        for it in inside {
            let fact = DefinitionFact {
                qualname: format!("{name}{}", &it.qualname[function.qualname.len()..]).into(),
                line: moved(it.line),
                first_line: moved(it.first_line),
                end_line: moved(it.end_line),
                outer: it.outer.map(renumbered),
                ..it.clone()
            };
            walk.spans.push(self.lines.span(fact.first_line, fact.end_line));
            walk.definitions.push(fact);
        }
        let guards = python.guards[guards_before as usize..].iter().take_while(|it| of_function(it.line));
        walk.python.guards.extend(guards.map(|it| Guard {
            outer: guard(it.outer),
            text: it.text.clone(),
            line: moved(it.line),
            statement: moved(it.statement),
        }));
        let bindings = python.bindings.iter().filter(|it| it.scope.is_some_and(is_inside));
        walk.python.bindings.extend(bindings.map(|it| Binding {
            scope: it.scope.map(renumbered),
            name: it.name.clone(),
            line: moved(it.line),
            guard: guard(it.guard),
            bound: match &it.bound {
                Bound::Definition(of) => Bound::Definition(renumbered(*of)),
                other => other.clone(),
            },
        }));
        let statements = python.inner.iter().filter(|it| is_inside(it.inside));
        walk.python.inner.extend(statements.map(|it| PythonStatement {
            inside: renumbered(it.inside),
            line: moved(it.line),
            text: it.text.clone(),
        }));
        true
    }
}

fn line_end(source: &[u8], from: usize) -> usize {
    memchr::memchr(b'\n', &source[from..]).map_or(source.len(), |at| from + at)
}

/// The part of a function's body behind its docstring.
fn hidden(source: &[u8], head: Logical, body: &[Logical]) -> Option<Range<usize>> {
    let (first, last) = (body.first()?, body.last()?);
    let rest = if is_string(&source[first.start..]) { body.get(1)? } else { first };
    let enough = last.end >= rest.start + SHORTEST && rest.indent == first.indent;
    (enough && !assigns_attributes(&source[head.end..last.end])).then_some(rest.start..last.end)
}

/// Whether a string stands here.
fn is_string(code: &[u8]) -> bool {
    let prefix = code.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    prefix <= 2 && matches!(code.get(prefix), Some(b'"' | b'\''))
}

/// Whether a line may begin as `name.attribute = …`, where the name is not `self`: it may be a module, which what
/// stands outside decides.
fn assigns_attributes(body: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | 128..);
    body.split(|&byte| byte == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        let length = line.iter().take_while(|byte| is_name(byte)).count();
        let (word, rest) = line.split_at(length);
        let [b'.', rest @ ..] = rest else { return false };
        let attribute = rest.iter().take_while(|byte| is_name(byte) || matches!(byte, b' ' | b'\t')).count();
        let assigned = match &rest[attribute..] {
            [b'=', next, ..] => *next != b'=',
            [sign, ..] => matches!(sign, b':' | b'\\' | b'='),
            [] => false,
        };
        assigned && word != b"self"
    })
}
