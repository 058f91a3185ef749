//! C calls as the preprocessor would see them: small libraries of our own, asked by caller.

use cpynav::facts;
use cpynav::links::{Input, resolve};
use cpynav::model::{BlobId, LinkKind, SymbolGraph};
use std::sync::Arc;

/// Links files given as one text with `--- path` lines between them.
fn library(text: &str) -> SymbolGraph {
    let files = text.split("--- ").skip(1).map(|part| {
        let (path, source) = part.split_once('\n').unwrap();
        let dialect = facts::classify(path).unwrap();
        let facts = Arc::new(facts::extract(dialect, source.as_bytes()));
        Input { path: path.into(), blob: BlobId([0; 20]), facts }
    });
    resolve(files.collect())
}

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
