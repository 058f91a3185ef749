//! C calls as the preprocessor would see them: small libraries of our own, asked by caller.

use crate::python_links::library;
use cpynav::model::{LinkKind, SymbolGraph};

/// The links of a kind, `from > to`, sorted.
fn links(graph: &SymbolGraph, kind: LinkKind) -> Vec<String> {
    let symbol = |id: u32| &graph.definitions[id as usize].symbol;
    let found = graph.links.iter().filter(|link| link.kind == kind && link.condition.is_none());
    let mut out: Vec<String> = found.map(|link| format!("{} > {}", symbol(link.from), symbol(link.to))).collect();
    out.sort();
    out.dedup();
    out
}

#[test]
fn a_template_becomes_a_function_per_inclusion() {
    let graph = library(
        "--- Modules/scan_impl.c
#ifdef SCAN_IMPL
#  ifndef NAME
#    define NAME(ident) ident
#  endif
static int
NAME(skip)(int c)
{
    return KIND(c);
}
#endif
--- Modules/scan.c
static int small_kind(int c) { return c; }
static int large_kind(int c) { return c + 1; }
#define KIND(c) small_kind(c)
#define NAME(ident) small_##ident
#define SCAN_IMPL
#include \"scan_impl.c\"
#undef SCAN_IMPL
#undef NAME
#undef KIND
#define NAME(ident) large_##ident
#define KIND(c) large_kind(c)
#define SCAN_IMPL
#include \"scan_impl.c\"
int scan(int c) { return NAME(skip)(c); }
",
    );
    let found = links(&graph, LinkKind::Calls);
    assert_eq!(found, ["large_skip > large_kind", "scan > large_skip", "small_skip > small_kind"]);
}

#[test]
fn a_source_switches_what_a_shared_header_means() {
    let graph = library(
        "--- Include/args.h
#ifdef WIDE_ARGS
#define Parse Parse_Wide
#endif
#ifdef Py_TRACE_REFS
#define Create CreateTraced
#endif
int Parse(const char *format, ...);
--- Python/args.c
#include \"args.h\"
int Parse(const char *format, ...) { return 0; }
int Parse_Wide(const char *format, ...) { return 1; }
int Create(int x) { return 0; }
int CreateTraced(int x) { return 1; }
int check(int x) { return x; }
--- Modules/plain.c
#include \"args.h\"
int plain(void) { assert(check(1)); Create(1); return Parse(\"i\"); }
--- Modules/wide.c
#define WIDE_ARGS
#undef NDEBUG
#include \"args.h\"
int wide(void) { assert(check(1)); return Parse(\"i\"); }
",
    );
    assert_eq!(
        links(&graph, LinkKind::Calls),
        ["plain > Create", "plain > Parse", "wide > Parse_Wide", "wide > check"]
    );
}

#[test]
fn what_the_default_build_compiles_goes_before_what_is_near() {
    let graph = library(
        "--- Include/number.h
#ifdef MS_WINDOWS
static inline int number_of(int x) { return 0; }
#endif
--- Objects/number.c
int number_of(int x) { return x; }
--- Modules/user.c
#include \"number.h\"
int user(void) { return number_of(2); }
",
    );
    let link = graph.links.iter().find(|link| link.kind == LinkKind::Calls).unwrap();
    let to = &graph.definitions[link.to as usize];
    assert_eq!(&*graph.files[to.file as usize].path, "Objects/number.c");
}

#[test]
fn c_reaches_python_through_modules_attributes_and_members() {
    let graph = library(
        "--- Lib/helpers/__init__.py
def greet(name): pass
def part(name): pass
class Loop:
    def call_later(self): pass
    def run(self): pass
class Queue:
    def run(self): pass
--- Lib/importlib/__init__.py
import sys, _frozen_importlib as _bootstrap
sys.modules['importlib._bootstrap'] = _bootstrap
--- Lib/importlib/_bootstrap.py
def _install(sys): pass
--- Python/import.c
#define IMPORTLIB(interp) (interp)->imports.importlib
void install(PyInterpreterState *interp)
{
    PyObject_CallMethod(IMPORTLIB(interp), \"_install\", NULL);
}
--- Modules/_greet.c
#define PACKAGE \"helpers\"
#define FETCH(VAR, NAME) do { VAR = PyObject_GetAttrString(module, NAME); } while (0)
static PyObject *text;
void init(void)
{
    text = PyUnicode_FromString(\"greet\");
}
int fetch(State *state)
{
    PyObject *module = PyImport_ImportModule(PACKAGE);
    FETCH(state->part, \"part\");
    return 0;
}
int use(State *state, PyObject *unknown)
{
    PyObject_CallNoArgs(state->part);
    PyObject_CallMethodNoArgs(unknown, &_Py_ID(call_later));
    PyObject_CallMethodNoArgs(unknown, &_Py_ID(append));
    return 1;
}
PyObject *greet(void)
{
    PyObject *module = PyImport_ImportModule(\"hel\" \"pers\");
    PyObject *result = PyObject_CallMethodObjArgs(module, text, NULL);
    module = other();
    PyObject_CallMethod(module, \"part\", NULL);
    return result;
}
PyObject *both(void)
{
    return PyImport_ImportModuleAttrString(\"helpers\", \"greet\");
}
",
    );
    assert_eq!(
        links(&graph, LinkKind::CPyCalls),
        [
            "both > greet",
            "fetch > helpers",
            "fetch > part",
            "greet > greet",
            "greet > helpers",
            "install > _install",
            "use > Loop.call_later",
            "use > part"
        ]
    );
    let guessed: Vec<&str> = graph
        .links
        .iter()
        .filter(|link| !link.exact && link.kind == LinkKind::CPyCalls)
        .map(|link| &*link.rule)
        .collect();
    assert_eq!(guessed, ["c-method-by-name"]);
}
