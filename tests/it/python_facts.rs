//! Python facts: what one file says, as `ast` and the interpreter would have it.

use cpynav::facts::extract;
use cpynav::model::{Bound, Dialect, FileFacts, PythonFacts};

fn facts(source: &str) -> FileFacts {
    extract(Dialect::Python, source.as_bytes())
}

fn python(source: &str) -> PythonFacts {
    *facts(source).python.expect("Python files have a Python part")
}

fn outline(source: &str) -> Vec<String> {
    facts(source)
        .definitions
        .iter()
        .map(|d| format!("{} {} {}/{}-{}", d.kind, d.qualname, d.first_line, d.line, d.end_line))
        .collect()
}

#[test]
fn definitions_have_the_names_and_lines_of_ast() {
    let source = "\
@first
@second(
    1)
class C(Base, metaclass=Meta):
    '''About C,
    in two lines.

    More.'''
    async def m(self): pass  # tail
    def n(self):
        def inner():
            class Deep: x = 1
        if inner:
            def late(): pass
        return inner
    # a comment behind the body

lambda: 0
";
    assert_eq!(
        outline(source),
        [
            "module  1/1-18",
            "class C 1/4-15",
            "method C.m 9/9-9",
            "method C.n 10/10-15",
            "function C.n.<locals>.inner 11/11-12",
            "class C.n.<locals>.inner.<locals>.Deep 12/12-12",
            "function C.n.<locals>.late 14/14-14",
        ]
    );
    let facts = facts(source);
    let class = &facts.definitions[1];
    assert_eq!(class.decorators, ["first".into(), "second( 1)".into()]);
    assert_eq!(class.bases, ["Base".into(), "metaclass=Meta".into()]);
    assert_eq!(&*class.doc, "About C, in two lines.");
    assert_eq!(&*facts.definitions[2].signature, "async (self)");
    assert_eq!(&*facts.python.expect("python").inner[0].text, "return inner");
}

#[test]
fn bindings_know_what_stands_around_them() {
    let found = python(
        "\
try:
    from _c import fast as quick
except ImportError:
    quick = None
if os.name == 'nt':
    a = 1
elif posix:
    a = 2
else:
    a = 3
import xml.dom, b.c as d
from ..up import (x,
                  y)
m, n = 1, f()
sys.modules['os.path'] = path
class C:
    __radd__ = __add__
C.late = n
del a
",
    );
    let rows: Vec<String> = found
        .bindings
        .iter()
        .map(|b| {
            let guard = b.guard.checked_sub(1).map_or("", |at| &found.guards[at as usize].text);
            let bound = match &b.bound {
                Bound::Definition(_) => "def".to_owned(),
                Bound::Module(name) => format!("module {name}"),
                Bound::Member { level, module, name } => format!("{level}:{module}:{name}"),
                Bound::Expression(text) => text.to_string(),
                Bound::Deleted => "deleted".to_owned(),
            };
            format!("{} {} = {bound} [{guard}]", b.line, b.name)
        })
        .collect();
    assert_eq!(
        rows,
        [
            "2 quick = 0:_c:fast [try]",
            "4 quick = None [except ImportError]",
            "6 a = 1 [if os.name == 'nt']",
            "8 a = 2 [if not (os.name == 'nt') and (posix)]",
            "10 a = 3 [if not (os.name == 'nt') and not (posix)]",
            "11 xml = module xml []",
            "11 d = module b.c []",
            "12 x = 2:up:x []",
            "13 y = 2:up:y []",
            "14 m = 1 []",
            "14 n = f() []",
            "15 sys.modules[os.path] = path []",
            "16 C = def []",
            "17 __radd__ = __add__ []",
            "18 C.late = n []",
            "19 a = deleted []",
        ]
    );
    assert_eq!(found.guards[2].statement, found.guards[4].statement);
}

#[test]
fn exports_and_stars() {
    let found =
        python("__all__ = ['a', 'b'] + x.__all__\n__all__ += ('c',)\n__all__.extend(y.__all__)\nfrom .z import *\n");
    let rows: Vec<String> =
        found.exports.iter().map(|e| format!("{} {:?} {:?}", e.replaces, e.names, e.others)).collect();
    assert_eq!(rows, ["true [\"a\", \"b\"] [\"x.__all__\"]", "false [\"c\"] []", "false [] [\"y.__all__\"]"]);
    assert_eq!((found.stars[0].level, &*found.stars[0].module, found.stars[0].after), (1, "z", 0));
}

#[test]
fn references_are_calls_and_uses_of_module_names() {
    let found = python(
        "import os\nLIMIT = 1\ndef f(a, key=LIMIT):\n    a.append(os.sep)\n    print(f'{os.getcwd()!r:>{LIMIT}} {g(a)}', 'h()')\n    return a[0].strip(key=a)  # i()\n",
    );
    let rows: Vec<String> = found
        .references
        .iter()
        .map(|r| format!("{}:{:?} {}{}", r.line, r.inside, r.name, if r.is_call { "()" } else { "" }))
        .collect();
    assert_eq!(
        rows,
        [
            "2:Some(0) LIMIT",
            "3:Some(1) LIMIT",
            "4:Some(1) a.append()",
            "4:Some(1) os.sep",
            "5:Some(1) print()",
            "5:Some(1) os.getcwd()",
            "5:Some(1) g()",
            "6:Some(1) .strip()",
        ]
    );
}

#[test]
fn what_the_grammar_does_not_know_is_repaired_or_counted() {
    assert_eq!(facts("lazy import os\nclass A[T = int]: pass\ndef f():\n    (a.\nb)\n").syntax.errors, 0);
    let broken = facts("def good(): pass\nx = = 3\nclass Also: pass\n");
    assert!(broken.syntax.errors > 0);
    assert_eq!(broken.syntax.spots[0].line, 2);
    let names: Vec<_> = broken.definitions.iter().map(|d| &*d.qualname).collect();
    assert_eq!(names, ["", "good", "Also"]);
}

#[test]
fn any_bytes_yield_facts() {
    for bytes in
        [&b""[..], b"\xff\xfe\x00", b"def", b"class A(", b"f'{", b"'''", b"x.", b"def f(:\n\xe9\n", b"sys.modules["]
    {
        extract(Dialect::Python, bytes);
    }
    let deep = (0..300).map(|n| " ".repeat(n) + "if x:\n").collect::<String>();
    extract(Dialect::Python, deep.as_bytes());
    extract(Dialect::Python, "(".repeat(5_000).as_bytes());
}
