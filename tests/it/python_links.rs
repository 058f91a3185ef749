//! Python names as the interpreter would resolve them: small libraries of our own, asked by dotted name.

use cpynav::facts;
use cpynav::links::{Input, resolve};
use cpynav::model::{BlobId, LinkKind, Name, SymbolGraph};
use std::sync::Arc;

/// Links files given as one text with `--- path` lines between them.
pub fn library(text: &str) -> SymbolGraph {
    let files = text.split("--- ").skip(1).map(|part| {
        let (path, source) = part.split_once('\n').unwrap();
        let dialect = facts::classify(path).unwrap();
        let facts = Arc::new(facts::extract(dialect, source.as_bytes()));
        Input { path: path.into(), blob: BlobId([0; 20]), facts }
    });
    resolve(&mut files.collect::<Vec<_>>())
}

pub fn row<'g>(graph: &'g SymbolGraph, scope: &str, name: &str) -> &'g Name {
    graph
        .names
        .iter()
        .find(|row| *row.scope == *scope && *row.name == *name)
        .unwrap_or_else(|| panic!("no row {scope}.{name}"))
}

/// The targets of a name, first the one that runs: `file:line symbol`, `~` in front of a twin.
pub fn targets(graph: &SymbolGraph, scope: &str, name: &str) -> Vec<String> {
    row(graph, scope, name)
        .targets
        .iter()
        .map(|target| {
            let definition = &graph.definitions[target.definition as usize];
            let file = graph.files[definition.file as usize].path.rsplit('/').next().unwrap();
            let twin = if target.twin { "~" } else { "" };
            format!("{twin}{file}:{} {}", target.line.unwrap_or(definition.line), definition.symbol)
        })
        .collect()
}

#[test]
fn the_last_binding_the_default_build_reaches_wins() {
    let graph = library(
        "--- Lib/a.py
import sys, os
if sys.platform == 'win32':
    def f(): pass
elif os.name == 'posix':
    def f(): pass
else:
    def f(): pass
try:
    from missing import g
except ImportError:
    def g(): pass
try:
    from b import h
except ImportError:
    h = None
_names = sys.builtin_module_names
if __name__ == '__main__':
    def f(): pass
def gone(): pass
del gone
--- Lib/b.py
def h(): pass
",
    );
    assert_eq!(targets(&graph, "a", "f")[0], "a.py:5 f");
    assert_eq!(targets(&graph, "a", "g")[0], "a.py:11 g");
    assert_eq!(targets(&graph, "a", "h")[0], "b.py:1 h");
    assert_eq!(row(&graph, "a", "h").alias_of.as_deref(), Some("b.h"));
    assert!(!graph.names.iter().any(|row| &*row.name == "gone"));
}

#[test]
fn imports_stars_and_packages() {
    let graph = library(
        "--- Lib/p/__init__.py
from .low import *
from . import low as deep
from .low import _hidden as shown
import p.low
--- Lib/p/low.py
__all__ = ['one'] + other.__all__
from . import other
from .other import *
def one(): pass
def two(): pass
def _hidden(): pass
--- Lib/p/other.py
__all__ = ['three']
def three(): pass
def four(): pass
--- Lib/q.py
import posixish as path
import sys
sys.modules['q.path'] = path
--- Lib/posixish.py
def join(): pass
",
    );
    assert_eq!(targets(&graph, "p", "one"), ["low.py:4 one"]);
    assert_eq!(targets(&graph, "p", "shown"), ["low.py:6 _hidden"]);
    assert!(!graph.names.iter().any(|row| &*row.scope == "p" && matches!(&*row.name, "two" | "four")));
    assert_eq!(row(&graph, "p", "deep").alias_of.as_deref(), Some("p.low"));
    assert_eq!(row(&graph, "", "q.path").alias_of.as_deref(), Some("posixish"));
    let steps: Vec<_> = row(&graph, "p", "one").targets[0].evidence.iter().map(|step| &*step.rule).collect();
    assert_eq!(steps, ["star-import", "definition"]);
}

#[test]
fn classes_hold_aliases_descriptors_and_what_is_added_later() {
    let graph = library(
        "--- Lib/c.py
def late(self): pass
class Base:
    def __add__(self): pass
    __radd__ = __add__
    def get(self): pass
class C(Base):
    __private = Base.get
    twice = Base.__radd__
C.late = late
_instance = C()
get = _instance.get
class Meta(type):
    def make(cls): pass
class M(metaclass=Meta):
    def __hidden(self): pass
made = M.make
",
    );
    assert_eq!(targets(&graph, "c.Base", "__radd__"), ["c.py:3 Base.__add__"]);
    assert_eq!(targets(&graph, "c.C", "twice"), ["c.py:3 Base.__add__"]);
    assert_eq!(targets(&graph, "c.C", "late"), ["c.py:1 late"]);
    assert_eq!(targets(&graph, "c", "get"), ["c.py:5 Base.get"]);
    assert_eq!(targets(&graph, "c", "made"), ["c.py:13 Meta.make"]);
    assert_eq!(targets(&graph, "c.M", "_M__hidden"), ["c.py:15 M.__hidden"]);
    assert_eq!(row(&graph, "c", "C").bases, ["c.Base".into()]);
}

#[test]
fn decorators_lead_to_the_function_that_runs() {
    let graph = library(
        "--- Lib/d.py
from functools import wraps
def replaces(function):
    def wrapper(*args): pass
    return wrapper
def keeps(function):
    @wraps(function)
    def wrapper(*args): pass
    return wrapper
def by_hand(function):
    def wrapper(*args): pass
    wrapper.__wrapped__ = function
    return wrapper
@replaces
def a(): pass
@keeps
def b(): pass
@by_hand
def c(): pass
def pair():
    def first(): pass
    def second(): pass
    return first, second
one, two = pair()
--- Lib/functools.py
def wraps(wrapped): pass
",
    );
    assert_eq!(targets(&graph, "d", "a"), ["d.py:3 replaces.<locals>.wrapper"]);
    assert_eq!(targets(&graph, "d", "b"), ["d.py:16 b"]);
    assert_eq!(targets(&graph, "d", "c"), ["d.py:18 c"]);
    assert_eq!(targets(&graph, "d", "two"), ["d.py:21 pair.<locals>.second"]);
}

#[test]
fn modules_that_import_each_other_end() {
    let graph = library(
        "--- Lib/x.py
from y import *
from y import b
a = b
class K(y.K): pass
def f(): return f
f = f()
--- Lib/y.py
from x import *
from x import a
b = a
class K(x.K): pass
",
    );
    assert!(graph.names.iter().any(|row| &*row.scope == "x" && &*row.name == "K"));
}

#[test]
fn calls_go_through_imports_and_classes() {
    let graph = library(
        "--- Lib/m.py
import n
from n import helper as h
class C:
    def run(self, n2):
        self.step()
        n.helper()
        h()
        n2.rare_method_name()
        def inner(): pass
        inner()
    def step(self): pass
--- Lib/n.py
def helper(): pass
class D:
    def rare_method_name(self): pass
",
    );
    let symbol = |id: u32| &*graph.definitions[id as usize].symbol;
    let calls: Vec<String> = graph
        .links
        .iter()
        .filter(|link| link.kind == LinkKind::PyCalls)
        .map(|link| format!("{} -> {} {} {}", symbol(link.from), symbol(link.to), link.line, link.exact))
        .collect();
    let mut sorted = calls.clone();
    sorted.sort();
    assert_eq!(
        sorted,
        [
            "C.run -> C.run.<locals>.inner 10 true",
            "C.run -> C.step 5 true",
            "C.run -> D.rare_method_name 8 false",
            "C.run -> helper 6 true",
            "C.run -> helper 7 true",
        ]
    );
}

#[test]
fn a_loop_that_fills_globals_publishes_each_name() {
    let graph = library(
        "--- Lib/hashes.py
import engine
def from_engine(name):
    try:
        f = getattr(engine, 'fast_' + name)
        return f
    except AttributeError:
        return None
for _name in ('one', 'two'):
    globals()[_name] = from_engine(_name)
--- Lib/engine.py
def fast_one(): pass
def fast_two(): pass
--- Include/methodobject.h
struct PyMethodDef { const char *ml_name; PyCFunction ml_meth; int ml_flags; const char *ml_doc; };
--- Python/bltinmodule.c
static PyObject *builtin_getattr(PyObject *self, PyObject *const *args, Py_ssize_t n) { return NULL; }
static PyMethodDef builtin_methods[] = {
    {\"getattr\", builtin_getattr, METH_FASTCALL, NULL},
    {NULL, NULL},
};
static struct PyModuleDef builtinsmodule = {.m_name = \"builtins\", .m_methods = builtin_methods};
PyMODINIT_FUNC PyInit_builtins(void) { return PyModuleDef_Init(&builtinsmodule); }
",
    );
    assert_eq!(targets(&graph, "hashes", "one"), ["engine.py:1 fast_one"]);
    assert_eq!(targets(&graph, "hashes", "two"), ["engine.py:2 fast_two"]);
}

#[test]
fn only_what_runs_at_start_replaces_names_of_other_modules() {
    let graph = library(
        "--- Lib/shared.py
def hook(): pass
--- Lib/site.py
import shared
def main():
    shared.quit = Quit
class Quit: pass
--- Lib/ide.py
import shared
def run():
    shared.hook = own_hook
    shared.extra = own_hook
def own_hook(): pass
--- Lib/patch.py
import shared
shared.late = lambda: None
def now(): pass
shared.now = now
--- Python/start.c
int start(void) { return PyImport_ImportModule(\"site\") == NULL; }
",
    );
    assert_eq!(targets(&graph, "shared", "hook"), ["shared.py:1 hook"]);
    assert_eq!(targets(&graph, "shared", "quit"), ["site.py:4 Quit"]);
    assert_eq!(targets(&graph, "shared", "now"), ["patch.py:3 now"]);
    assert!(!graph.names.iter().any(|row| &*row.name == "extra"));
}

#[test]
fn enum_classes_made_of_constants_and_slots_have_members() {
    let graph = library(
        "--- Lib/enum.py
class EnumType(type):
    def _convert_(cls, name, module, filter, source=None): pass
EnumMeta = EnumType
class Enum(metaclass=EnumType): pass
def global_enum(cls): return cls
--- Lib/low.py
SIG_A = 1
SIG_B = 2
OTHER = 3
--- Lib/high.py
import low
from enum import Enum, global_enum
Enum._convert_('Signals', __name__, lambda name: name.startswith('SIG') and not name in ('SIG_B',), source=low)
@global_enum
class Flag(Enum):
    LOUD = 1
    _hidden = 2
class Point:
    __slots__ = (
        'x',  # across
        'y',
    )
",
    );
    assert_eq!(targets(&graph, "high", "Signals"), ["high.py:3 high"]);
    assert_eq!(targets(&graph, "high", "SIG_A"), ["low.py:1 low"]);
    assert_eq!(row(&graph, "high.Signals", "SIG_A").kind, cpynav::model::NameKind::Value);
    assert_eq!(targets(&graph, "high", "LOUD"), ["high.py:6 high"]);
    assert_eq!(targets(&graph, "high.Point", "y"), ["high.py:9 Point"]);
    for name in ["SIG_B", "OTHER", "_hidden"] {
        assert!(!graph.names.iter().any(|row| &*row.scope == "high" && &*row.name == name), "{name}");
    }
}
