//! What a word means where it stands: `[word]` in a line of the miniature -> where a jump from there leads.

use crate::support::{Indexed, miniature};
use cpynav::nav::{Meaning, SourceText};

/// Asks about the word in brackets; the line is looked for by its text without them.
fn meaning(file: &str, marked: &str) -> String {
    meaning_in(miniature(), file, marked)
}

fn meaning_in(indexed: &Indexed, file: &str, marked: &str) -> String {
    let navigator = &indexed.navigator;
    // The last pair with a word alone between: the line may have brackets of its own.
    let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c == '_' || c.is_alphanumeric());
    let pairs = marked.match_indices('[').map(|(at, _)| (&marked[..at], &marked[at + 1..]));
    let mut pairs = pairs.filter_map(|(before, rest)| Some((before, rest.split_once(']')?)));
    let (before, (word, behind)) = pairs.find(|(_, (word, _))| is_word(word) && *word != "0").unwrap();
    let plain = format!("{before}{word}{behind}");
    let SourceText { text, .. } = navigator.source(file).unwrap();
    let found = text.lines().enumerate().find_map(|(at, line)| Some((at, line.find(&plain)?)));
    let (line, start) = found.unwrap_or_else(|| panic!("{file} has no line with {plain}"));
    let column = (start + before.len()) as u32 + 1;
    let places = |answers: Vec<cpynav::nav::Answer>| {
        let places =
            answers.iter().map(|it| format!("{} {}:{}", it.symbol.as_deref().unwrap_or("-"), it.file, it.line));
        places.collect::<Vec<_>>().join(", ")
    };
    match navigator.meaning(file, line as u32 + 1, column, word).unwrap() {
        Meaning::Definitions(answers) => places(answers),
        Meaning::ByName(answers) => format!("perhaps {}", places(answers)),
        Meaning::Local(line, column) => format!("local {line}:{column}"),
        Meaning::File(file) => file,
        Meaning::Place(file, line) => format!("{file}:{line}"),
        Meaning::Text => "text".to_owned(),
    }
}

#[test]
fn a_name_of_c_means_what_is_nearest() {
    let list = |marked: &str| meaning("Objects/listobject.c", marked);
    // Static in its own file, exported elsewhere, a macro and a type of a header.
    assert_eq!(list("return [app1]((PyListObject *)op, newitem);"), "app1 Objects/listobject.c:55");
    assert_eq!(list("if (np != NULL && [PyList_Append](np, aa) == 0)"), "PyList_Append Objects/listobject.c:66");
    assert_eq!(list("    [PyErr_NoMemory]();"), meaning("Objects/listobject.c", "[PyErr_NoMemory]();"));
    assert!(list("return app1(([PyListObject] *)op, newitem);").starts_with("PyListObject Include/"));
    // The implementation that a generated wrapper calls is private to the file that includes the wrapper.
    let wrapper = "return_value = [list_append_impl]((PyListObject *)self, object);";
    assert_eq!(meaning("Objects/clinic/listobject.c.h", wrapper), "list_append_impl Objects/listobject.c:129");
}

#[test]
fn what_a_function_declares_is_its_own() {
    let list = |marked: &str| meaning("Objects/listobject.c", marked);
    assert_eq!(list("    if ([items] == NULL) {"), "local 21:16");
    assert_eq!(list("    if ([newsize] <= self->allocated) {"), "local 14:44");
    let heap = |marked: &str| meaning("Lib/heapq.py", marked);
    assert_eq!(heap("    [heap].append(item)"), "local 6:14");
    assert_eq!(heap("    while [pos] > startpos"), "local 18:31");
    assert_eq!(heap("for number, [iterable] in enumerate"), "local 28:17");
}

#[test]
fn a_member_belongs_to_the_type_that_the_text_tells() {
    let list = |marked: &str| meaning("Objects/listobject.c", marked);
    assert!(list("if (newsize <= self->[allocated]) {").contains("PyListObject.allocated"));
    assert!(list("return ((PyListObject *)op)->[ob_item][i];").contains("PyListObject.ob_item"));
}

#[test]
fn an_enumerator_is_known_without_its_enum() {
    assert_eq!(
        meaning("Python/codegen.c", "    case [Module_kind]:"),
        "_mod_kind.Module_kind Include/internal/pycore_ast.h:9"
    );
    let named = |name: &str| {
        let found = miniature().navigator.where_is(name, 1).unwrap();
        found.first().map(|it| (it.exact, it.line))
    };
    assert_eq!(named("Module_kind"), Some((true, 9)));
    assert_eq!(named("Expr_kind"), Some((true, 10)));
    // A member of a struct needs its struct.
    assert!(named("lineno").is_none_or(|(exact, _)| !exact));
}

#[test]
fn an_include_is_a_way_to_its_file() {
    assert_eq!(
        meaning("Objects/listobject.c", "#include \"clinic/[listobject].c.h\""),
        "Objects/clinic/listobject.c.h"
    );
    assert_eq!(meaning("Objects/listobject.c", "#include \"[Python].h\""), "Include/Python.h");
}

#[test]
fn a_name_of_python_means_what_its_imports_say() {
    assert_eq!(meaning("Lib/json/__init__.py", "return [Encoder]().encode(obj)"), "JSONEncoder Lib/json/encoder.py:4");
    assert_eq!(
        meaning("Lib/json/__init__.py", "from .decoder import [JSONDecoder]"),
        "JSONDecoder Lib/json/decoder.py:18"
    );
    assert_eq!(meaning("Lib/contextlib.py", "    @[wraps](func)"), "wraps Lib/functools.py:14");
    assert_eq!(meaning("Lib/heapq.py", "    [_siftdown](heap, 0, len(heap) - 1)"), "_siftdown Lib/heapq.py:18");
    assert!(
        meaning("Lib/heapq.py", "_siftdown(heap, 0, [len](heap) - 1)").contains("builtin_len Python/bltinmodule.c")
    );
    assert_eq!(
        meaning("Lib/asyncio/base_events.py", "class BaseEventLoop(events.[AbstractEventLoop]):"),
        "AbstractEventLoop Lib/asyncio/events.py:6"
    );
}

#[test]
fn what_nobody_knows_is_told_by_its_name_alone() {
    let append = meaning("Lib/heapq.py", "    heap.[append](item)");
    assert!(append.starts_with("perhaps ") && append.contains("list_append_impl"), "{append}");
    // A comment is no place of the program.
    assert_eq!(meaning("Lib/heapq.py", "# Where there is a C [version]"), "text");
}

const PYTHON: &str = r#"import pkg.deep as deep
from . import helpers
from .helpers import *
LIMIT = 3
def work(a, *, key=None, deep=1):
    """Docs about key and work."""
    total = key or b"key"
    for key2, (one, two) in a:
        total += one
    rows = [row for row in a if row]
    pairs = [(work(x), i, x) for i, x in zip(range(0, -a, -1), it)]
    box.item = 1; print(box.extra)
    return f"{total} key", helpers.run(a, size=rows), deep
class Base:
    def __init__(self, size):
        self.size = size
class Child(Base):
    mark = 1
    def grow(self, by):
        self.extra = by; later = self.extra
        mark = self.size + self.mark
        return super().__init__(by), self.nothing
work([], key=LIMIT, wrong=2)
Child(size=1)
print(__name__, spread, deep.value, b"x".key)
def outer():
    global LIMIT
    LIMIT = 4
    def inner(): return LIMIT
    return inner
"#;

#[test]
fn a_name_of_python_means_what_its_scopes_bind() {
    let indexed = Indexed::new(vec![
        ("Lib/__init__.py".into(), Vec::new()),
        ("Lib/pkg/__init__.py".into(), Vec::new()),
        ("Lib/pkg/deep.py".into(), b"value = 1\n".to_vec()),
        ("Lib/pkg/helpers.py".into(), b"\ndef run(x, size=1): pass\ndef spread(): pass\n".to_vec()),
        ("Lib/pkg/main.py".into(), PYTHON.as_bytes().to_vec()),
        ("Grammar/python.gram".into(), b"wrong: 'a'\nkey: 'b'\n".to_vec()),
        ("Modules/a.c".into(), b"struct nothing { int key; };\nint wrong(void) { return 1; }\n".to_vec()),
    ]);
    let main = |marked: &str| meaning_in(&indexed, "Lib/pkg/main.py", marked);
    // An argument is for a parameter of what is called.
    assert_eq!(main("work([], [key]=LIMIT"), "local 5:16");
    assert_eq!(main("helpers.run(a, [size]=rows)"), "Lib/pkg/helpers.py:2");
    assert_eq!(main("Child([size]=1)"), "local 15:24");
    assert_eq!(main("LIMIT, [wrong]=2)"), "perhaps ");
    // Imports under other names, relative ones, all of a module.
    assert_eq!(main("import pkg.deep as [deep]"), "pkg.deep Lib/pkg/deep.py:1");
    assert_eq!(main("import [pkg].deep"), "pkg Lib/pkg/__init__.py:1");
    assert_eq!(main("from . import [helpers]"), "pkg.helpers Lib/pkg/helpers.py:1");
    assert_eq!(main("[spread], deep.value"), "spread Lib/pkg/helpers.py:3");
    // Parameters, loops, comprehensions, globals.
    assert_eq!(main("size=rows), [deep]"), "local 5:26");
    assert_eq!(main("total += [one]"), "local 8:16");
    assert_eq!(main("rows = [[row] for"), "local 10:21");
    assert_eq!(main("[(work(x), [i], x)"), "local 11:34");
    assert_eq!(main("def inner(): return [LIMIT]"), "pkg.main Lib/pkg/main.py:4");
    assert_eq!(main("return [inner]"), "outer.<locals>.inner Lib/pkg/main.py:29");
    // What stands in text is no name; what stands in the braces of an f-string is one.
    assert_eq!(main("Docs about [key]"), "text");
    assert_eq!(main("key or [b]\"key\""), "text");
    assert_eq!(main("f\"{[total]} key"), "local 7:5");
    // Attributes of the instance are where its class, or a base of it, sets them.
    assert_eq!(main("later = self.[extra]"), "local 20:14");
    assert_eq!(main("mark = self.[size]"), "local 16:14");
    assert_eq!(main("self.size + self.[mark]"), "Child Lib/pkg/main.py:18");
    assert_eq!(main("super().[__init__](by)"), "Base.__init__ Lib/pkg/main.py:15");
    assert_eq!(main("self.[nothing]"), "perhaps ");
    // Nobody knows the object, but a class of the file sets such an attribute.
    assert_eq!(main("box.[extra])"), "perhaps Child Lib/pkg/main.py:20");
    assert_eq!(main("print([__name__]"), "pkg.main Lib/pkg/main.py:1");
}

#[test]
fn a_name_of_c_means_what_its_function_or_macro_declares() {
    let c = "#include \"a.h\"  // note of later
#define TWICE(x) \\
    ((x) + (x))
DOC_VAR(maker_doc, \"x in words\");
int f(int *a)
{
    int first = 1, *second = a, third[2] = {1, 2};
    goto done;
    /* done with later */
done:
    return first + *second + third[0] + later + maker_doc;
}
";
    let indexed = Indexed::new(vec![
        ("Include/a.h".into(), b"PyAPI_DATA(int) later;\n".to_vec()),
        ("Objects/a.c".into(), c.as_bytes().to_vec()),
        ("Objects/b.c".into(), b"struct s { int x; };\nint second, third, done, note;\n".to_vec()),
    ]);
    let c = |marked: &str| meaning_in(&indexed, "Objects/a.c", marked);
    assert_eq!(c("    (([x]) + (x))"), "local 2:15");
    assert_eq!(c("first + *[second]"), "local 7:21");
    assert_eq!(c("+ [third][0]"), "local 7:33");
    assert_eq!(c("goto [done]"), "local 10:1");
    assert_eq!(c("/* [done] with"), "text");
    assert_eq!(c("// [note] of"), "text");
    assert_eq!(c("\"[x] in words"), "text");
    assert_eq!(c("third[0] + [later]"), "Include/a.h:1");
    assert_eq!(c("later + [maker_doc]"), "local 4:9");
}
