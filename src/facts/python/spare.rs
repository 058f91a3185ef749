//! Bodies of functions that stand in an earlier state of the file -> an empty pair of parentheses behind the docstring:
//! the tree has the same definitions on the same lines, and what was read inside of them is taken over.

use super::logical::{Logical, LogicalLines};
use super::text;
use super::tokens::is_word;
use super::walk::Walk;
use crate::facts::earlier::{Earlier, Known, blank};
use crate::facts::lines::Lines;
use crate::model::{Binding, Bound, DefinitionFact, FileFacts, Guard, PythonStatement};
use std::collections::{HashMap, HashSet};
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
        let modules: HashSet<&[u8]> = [source, earlier.text].into_iter().flat_map(imported).collect();
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
            let Some(hidden) = hidden(source, &body) else { continue };
            if assigns_attributes(&source[head.end..hidden.end], &modules) {
                continue;
            }
            if let Some(id) = known.get(&source[head.start - head.indent..text::line_end(source, hidden.end)])
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
                qualname: format!("{name}{}", it.qualname.get(function.qualname.len()..).unwrap_or_default()).into(),
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

/// The part of a function's body behind its docstring.
fn hidden(source: &[u8], body: &[Logical]) -> Option<Range<usize>> {
    let (first, last) = (body.first()?, body.last()?);
    let rest = if is_string(&source[first.start..]) { body.get(1)? } else { first };
    let enough = last.end >= rest.start + SHORTEST && rest.indent == first.indent;
    enough.then_some(rest.start..last.end)
}

/// Whether a string stands here.
fn is_string(code: &[u8]) -> bool {
    let prefix = code.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    prefix <= 2 && matches!(code.get(prefix), Some(b'"' | b'\''))
}

/// The words behind each `import`: the names of modules are among them.
fn imported(source: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memmem::find_iter(source, b"import ").flat_map(|at| {
        let rest = &source[at..];
        let ends = |end: &usize| !rest[..*end].trim_ascii_end().ends_with(b"\\");
        let end = memchr::memchr_iter(b'\n', rest).find(ends).unwrap_or(rest.len());
        rest[..end].split(|byte| !is_word(*byte))
    })
}

/// Whether a line may begin as `module.attribute = …`: whether that name is a module is decided outside.
fn assigns_attributes(body: &[u8], modules: &HashSet<&[u8]>) -> bool {
    body.split(|&byte| byte == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        let length = line.iter().take_while(|byte| is_word(**byte)).count();
        let (word, rest) = line.split_at(length);
        let [b'.', rest @ ..] = rest else { return false };
        let attribute = rest.iter().take_while(|byte| is_word(**byte) || matches!(byte, b' ' | b'\t')).count();
        let assigned = match &rest[attribute..] {
            [b'=', next, ..] => *next != b'=',
            [sign, ..] => matches!(sign, b':' | b'\\' | b'='),
            [] => false,
        };
        assigned && modules.contains(word)
    })
}

#[cfg(test)]
mod tests {
    use super::Spared;
    use crate::facts::{Earlier, extract};
    use crate::model::Dialect;

    const OLD: &str = "\
import os, \\
    sys

def told(a):
    'What it does.'
    for one in a:
        print(one, 'as long as it takes to be hidden')
    def inner(): pass
    return inner

def short(): return 1

def sets(a):
    print('A module gets an attribute here, which counts.')
    sys.value = a
";

    fn seen(new: &str) -> String {
        let facts = extract(Dialect::Python, OLD.as_bytes());
        let mut text = new.as_bytes().to_vec();
        let spared = Spared::new(new.as_bytes(), &mut text, Earlier { text: OLD.as_bytes(), facts: &facts });
        assert_eq!(spared.is_some(), text != new.as_bytes());
        String::from_utf8(text).expect("only ASCII is written")
    }

    #[test]
    fn bodies_of_known_functions_are_hidden() {
        let new = OLD.replace("def short(): return 1", "x = 1");
        let seen = seen(&new);
        assert_eq!(seen.len(), new.len());
        let words: Vec<&str> = seen.split_whitespace().collect();
        let told = "import os, \\ sys def told(a): 'What it does.' ( ) x = 1 def sets(a):";
        assert!(words.join(" ").starts_with(told), "{seen}");
        assert!(seen.contains("sys.value = a"), "{seen}");
        assert_eq!(seen.find(')').and_then(|at| new[at..].find(')')), Some(0));
    }

    #[test]
    fn other_functions_stay() {
        let new = OLD.replace("takes to", "needs to");
        assert_eq!(seen(&new), new);
        let globals = format!("{OLD}globals()['a'] = 1\n");
        assert_eq!(seen(&globals), globals);
    }
}
