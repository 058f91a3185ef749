//! Search as a person meets it, on the miniature: each stage, filters, concepts, and why an answer is there.

use crate::made;
use crate::support::miniature;
use cpynav::index::{self, Manifest, Report};
use cpynav::nav::topics::{TOPICS, about};
use cpynav::nav::{Answer, Navigator};
use insta::assert_snapshot;

fn line(answer: &Answer) -> String {
    // Scores move with every word of the topics.
    let why = answer.why.split("score ").next().unwrap_or_default().trim_end_matches([' ', '(', ',']);
    let why = if why.is_empty() { String::new() } else { format!(": {why}") };
    let symbol = answer.symbol.as_deref().unwrap_or(&answer.name);
    format!("{symbol}  {}  [{}{why}]", answer.file, answer.found_by.as_str())
}

fn ask(queries: &[&str], limit: usize) -> String {
    let told = queries.iter().map(|query| {
        let answers = miniature().navigator.search(query, limit).unwrap();
        let lines: Vec<_> = answers.iter().map(line).collect();
        format!("? {query}\n{}", lines.join("\n"))
    });
    told.collect::<Vec<_>>().join("\n")
}

fn first(query: &str) -> String {
    let answers = miniature().navigator.search(query, 1).unwrap();
    answers.first().map_or_else(|| "nothing".to_owned(), |answer| answer.symbol.clone().unwrap_or_default())
}

#[test]
fn names_are_found_as_people_remember_them() {
    for (asked, wanted) in [
        ("list.append", "list_append_impl"),
        ("List Append", "list_append_impl"),
        ("append list", "list_append_impl"),
        ("pylistappend", "PyList_Append"),
        ("PyList_Apend", "PyList_Append"),
        ("PyList_Appedn", "PyList_Append"),
        ("lst.append", "list_append_impl"),
        ("resize list", "list_resize"),
    ] {
        assert_eq!(first(asked), wanted, "{asked}");
    }
}

#[test]
fn each_answer_says_why_it_is_there() {
    assert_snapshot!(ask(&["lits.append", "resize list", "priority queue", "how is an item put on a heap?"], 2), @r"
    ? lits.append
    list_append_impl  Objects/listobject.c  [typo: 1 change away]
    PyList_Append  Objects/listobject.c  [typo: 2 changes away]
    ? resize list
    list_resize  Objects/listobject.c  [parts]
    list_sort_impl  Objects/listobject.c  [concept: sorting: list.sort: decorates with keys, finds runs, merges them; the sorting algorithm]
    ? priority queue
    _heapq_heappush_impl  Modules/_heapqmodule.c  [concept: heapq and bisect: adds an item to a heap]
    _heapq_heappop_impl  Modules/_heapqmodule.c  [concept: heapq and bisect: takes the smallest]
    ? how is an item put on a heap?
    _heapq_heappush_impl  Modules/_heapqmodule.c  [concept: heapq and bisect: adds an item to a heap]
    heappush  Lib/heapq.py  [text: 100 % of the words]
    ");
}

#[test]
fn filters_restrict_the_answers() {
    assert_snapshot!(ask(&["append lang:python", "kind:macro in:listobject.c.h", "path:Lib/ heap", "append in:nowhere.c"], 2), @r"
    ? append lang:python
    MutableSequence.append  Lib/_collections_abc.py  [case]
    UserList.append  Lib/collections/__init__.py  [case]
    ? kind:macro in:listobject.c.h
    LIST_APPEND_METHODDEF  Objects/clinic/listobject.c.h  [text]
    LIST_POP_METHODDEF  Objects/clinic/listobject.c.h  [text]
    ? path:Lib/ heap
    nsmallest  Lib/heapq.py  [prefix]
    heappush  Lib/heapq.py  [prefix]
    ? append in:nowhere.c
    ");
}

#[test]
fn tests_answer_only_when_asked_for() {
    let files = |query: &str| -> Vec<String> {
        let answers = miniature().navigator.search(query, 3).unwrap();
        answers.into_iter().map(|answer| answer.file).collect()
    };
    assert!(files("heap push").iter().all(|file| !file.contains("/test/")), "{:?}", files("heap push"));
    assert!(files("test heap").iter().any(|file| file.contains("/test/")), "{:?}", files("test heap"));
    assert!(files("heap path:Lib/test").iter().all(|file| file.contains("/test/")));
}

#[test]
fn concepts_stand_for_many_words() {
    assert!(TOPICS.len() >= 60);
    for (asked, title) in [
        ("gc", "Garbage collection"),
        ("garbage colector", "Garbage collection"),
        ("GIL", "Global interpreter lock"),
        ("method resolution order", "Method resolution order"),
        ("reference counts", "Reference counting"),
        ("weak references", "Weak references"),
        ("free lists", "Free lists"),
    ] {
        assert_eq!(about(asked).first().map(|topic| topic.title.as_str()), Some(title), "{asked}");
    }
    assert!(about("qqqqqq").is_empty());
}

#[test]
fn a_name_of_an_older_release_leads_to_its_successor() {
    let folder = tempfile::tempdir().unwrap();
    made::write(folder.path(), "v3.13.5");
    let mut graph = made::sample();
    for definition in &mut graph.definitions {
        if &*definition.symbol == "PyList_Append" {
            (definition.symbol, definition.name) = ("PyList_AppendItem".into(), "PyList_AppendItem".into());
        }
    }
    let mut revision = made::revision("/src/cpython", "v3.14.0");
    revision.commit = revision.commit.replace('0', "a");
    let newer = index::folder_of(folder.path(), &revision);
    index::write(&newer, &graph, &Manifest::new(revision), &Report::default(), &mut |_, _| true).unwrap();
    let navigator = Navigator::open_folder(&newer, &folder.path().join("texts")).unwrap();
    let tell = |query: &str| navigator.where_is(query, 1).unwrap().first().map(line);
    assert_eq!(
        tell("PyList_Append").as_deref(),
        Some(
            "PyList_AppendItem  Objects/listobject.c  [former-name: renamed since v3.13.5, where PyList_Append is in Objects/listobject.c:300]"
        )
    );
    // A name that no release had has no successor.
    assert!(!tell("PyList_Apend").unwrap().contains("former-name"));
}
