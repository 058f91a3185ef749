//! What is said about a function or module besides where it is, each with the line that shows it.

use crate::support::miniature;
use cpynav::nav::LinkFilter;
use std::fmt::Write as _;

fn told(names: &[&str]) -> String {
    let navigator = &miniature().navigator;
    names.iter().fold(String::new(), |mut out, name| {
        let answer = navigator.where_is(name, 1).unwrap().remove(0);
        writeln!(out, "# {name}").unwrap();
        for one in answer.remarks {
            writeln!(out, "{}: {} {}:{}", one.kind, one.text, one.file, one.line).unwrap();
        }
        out
    })
}

#[test]
fn functions_say_what_they_do_with_the_gil_with_locks_and_references() {
    let names =
        ["pysleep", "time.sleep", "list.append", "list_append", "PyList_New", "PyList_GetItem", "_Py_brc_queue_object"];
    insta::assert_snapshot!(told(&names), @"
    # pysleep
    may-drop-gil: Py_BEGIN_ALLOW_THREADS Modules/timemodule.c:27
    # time.sleep
    may-drop-gil: through pysleep Modules/timemodule.c:36
    # list.append
    critical-section: @critical_section, by its wrapper Objects/listobject.c:120
    # list_append
    critical-section: Py_BEGIN_CRITICAL_SECTION(self) Objects/clinic/listobject.c.h:24
    generated: by a program .gitattributes:6
    # PyList_New
    returns: new reference Doc/data/refcounts.dat:3
    limited-api: since 3.2 Misc/stable_abi.toml:6
    # PyList_GetItem
    returns: borrowed reference Doc/data/refcounts.dat:6
    # _Py_brc_queue_object
    free-threaded-only: defined(Py_GIL_DISABLED) Python/brc.c:5
    ");
}

#[test]
fn modules_say_how_they_are_built() {
    let names = ["_heapq", "posix", "winreg", "_asyncio", "readline", "xxlimited", "marshal", "builtins", "heapq"];
    insta::assert_snapshot!(told(&names), @"
    # _heapq
    build: default build: shared library, where configure finds what it needs Modules/Setup.stdlib.in:5
    build: on Windows: built in PC/config.c:13
    # posix
    build: default build: built in Modules/Setup.bootstrap.in:4
    build: on Windows: built in PC/config.c:11
    # winreg
    build: on Windows: built in PC/config.c:12
    # _asyncio
    build: default build: shared library, where configure finds what it needs Modules/Setup.stdlib.in:4
    build: on Windows: shared library PCbuild/_asyncio.vcxproj:3
    # readline
    build: default build: shared library, where configure finds what it needs Modules/Setup.stdlib.in:18
    # xxlimited
    build: default build: shared library, where configure finds what it needs Modules/Setup.stdlib.in:22
    # marshal
    build: default build: built in Modules/config.c.in:18
    build: on Windows: built in PC/config.c:14
    # builtins
    build: default build: built in Modules/config.c.in:27
    # heapq
    ");
}

#[test]
fn the_tables_of_modules_lead_to_what_makes_them() {
    let navigator = &miniature().navigator;
    let rows = navigator.links(navigator.where_is("_heapq", 1).unwrap()[0].id, &LinkFilter::default()).unwrap();
    assert!(rows.iter().any(|row| row.rule == "inittab" && row.from.file == "PC/config.c"));
}
