//! What is written about the code: sections, what they describe, PEPs, tests.

use crate::support::miniature;
use cpynav::model::{Kind, Language, LinkKind};
use cpynav::nav::{Direction, LinkFilter};
use std::fmt::Write as _;

/// The links of one kind that lead away from the best answer, one a line.
fn links_of(name: &str, kind: LinkKind) -> String {
    let navigator = &miniature().navigator;
    let answer = navigator.where_is(name, 1).unwrap().remove(0);
    let filter = LinkFilter { kinds: vec![kind], direction: Some(Direction::Out), limit: 0 };
    navigator.links(answer.id, &filter).unwrap().iter().fold(String::new(), |mut out, row| {
        let guess = if row.exact { "" } else { " guess" };
        writeln!(out, "{} {} {}:{}{guess}", row.rule, row.to.symbol, row.file, row.line).unwrap();
        out
    })
}

#[test]
fn a_definition_leads_to_what_documents_it() {
    let all: String =
        ["heapq", "heapq.heappush", "heapq.nsmallest", "dict.fromkeys", "PyList_New", "PyList_Type", "BINARY_OP"]
            .map(|name| format!("# {name}\n{}", links_of(name, LinkKind::DocumentedBy)))
            .concat();
    insta::assert_snapshot!(all, @"
    # heapq
    directive heapq --- Heaps Doc/library/heapq.rst:4
    # heapq.heappush
    directive heapq.heappush Doc/library/heapq.rst:13
    # heapq.nsmallest
    directive heapq.heappop Doc/library/heapq.rst:18
    # dict.fromkeys
    directive dict.fromkeys Doc/library/stdtypes.rst:25
    # PyList_New
    directive PyList_New Doc/c-api/list.rst:14
    # PyList_Type
    directive PyList_Type Doc/c-api/list.rst:10
    directive list Doc/library/stdtypes.rst:7
    # BINARY_OP
    directive BINARY_OP Doc/library/dis.rst:6
    doc-word Instructions that adapt InternalDocs/interpreter.md:8
    ");
}

#[test]
fn a_definition_leads_to_its_tests() {
    let all: String = ["heapq", "_heapq", "heapq.heappop", "PyList_Append"]
        .map(|name| format!("# {name}\n{}", links_of(name, LinkKind::TestedBy)))
        .concat();
    insta::assert_snapshot!(all, @"
    # heapq
    test-file test.test_heapq Lib/test/test_heapq.py:1
    # _heapq
    test-file test.test_heapq Lib/test/test_heapq.py:1
    # heapq.heappop
    test-name TestHeap.test_heappop Lib/test/test_heapq.py:18 guess
    # PyList_Append
    c-api-test ListTests.test_append Lib/test/test_capi/test_list.py:10
    ");
}

#[test]
fn sections_are_definitions_of_documents() {
    let navigator = &miniature().navigator;
    let sections: Vec<String> = navigator
        .definitions()
        .map(|row| row.unwrap())
        .filter(|(_, file, _)| *file == "Doc/library/heapq.rst")
        .map(|(_, _, one)| {
            assert_eq!((one.kind, one.language), (Kind::Section, Language::Doc));
            format!("{}-{} {}: {}", one.line, one.end_line, one.name, one.doc)
        })
        .collect();
    insta::assert_snapshot!(sections.join("\n"), @"
    1-24 heapq --- Heaps: A heap is a list in which every item is at least as large as its parent.
    13-15 heapq.heappush: Put item on the heap. See also list.append.
    17-20 heapq.heappop: Take the smallest item off. An empty heap raises IndexError.
    24-24 PEP 8:
    ");
    // Whoever types a name means the code.
    assert!(navigator.where_is("heapq.heappush", 9).unwrap().iter().all(|answer| answer.language != Language::Doc));
    let found = navigator.search("array that grows", 3).unwrap();
    assert!(found.iter().any(|answer| answer.file == "Doc/library/stdtypes.rst"), "{found:?}");
}

#[test]
fn a_pep_leads_to_all_that_names_it() {
    let navigator = &miniature().navigator;
    let told = |query: &str| {
        let answers = navigator.search(query, 10).unwrap();
        answers.iter().fold(String::new(), |mut out, one| {
            let step = one.evidence.first().map(|step| format!("{} {}:{}", step.rule, step.file, step.line));
            writeln!(out, "{} {}:{} {}", one.name, one.file, one.line, step.unwrap_or_default()).unwrap();
            out
        })
    };
    insta::assert_snapshot!(told("pep 8"), @"
    PEP 8 Doc/library/heapq.rst:24 
    heapq --- Heaps Doc/library/heapq.rst:1 pep-number Doc/library/heapq.rst:24
    test_heappop Lib/test/test_heapq.py:18 pep-number Lib/test/test_heapq.py:19
    ");
    assert_eq!(told("pep-0008"), told("PEP 8"));
    assert!(navigator.where_is("pep 659", 1).unwrap()[0].exact);
    assert!(navigator.where_is("PEP 9999", 1).unwrap().iter().all(|answer| !answer.exact));
}
