//! What a word means where it stands: `[word]` in a line of the miniature -> where a jump from there leads.

use crate::support::miniature;
use cpynav::nav::{Meaning, SourceText};

/// Asks about the word in brackets; the line is looked for by its text without them.
fn meaning(file: &str, marked: &str) -> String {
    let navigator = &miniature().navigator;
    let (before, rest) = marked.split_once('[').unwrap();
    let (word, behind) = rest.split_once(']').unwrap();
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
    assert_eq!(meaning("Lib/heapq.py", "# Where there is a C [version]"), "");
}
