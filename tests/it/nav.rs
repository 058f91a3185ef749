//! Questions and answers over a hand-made index.

use crate::made;
use cpynav::index::{self, Manifest, Report};
use cpynav::model::LinkKind;
use cpynav::nav::{Answer, Direction, LinkFilter, Navigator, Selection};
use cpynav::places::Places;
use insta::assert_snapshot;
use std::fmt::Write as _;
use std::fs;
use tempfile::TempDir;

fn open() -> (TempDir, Navigator) {
    let folder = tempfile::tempdir().unwrap();
    made::write(folder.path(), "v3.13.5");
    let places = Places::from_environment(Some(folder.path()), |_| Some(folder.path().join("none").into_os_string()));
    let navigator = Navigator::open(&places, &Selection::default()).unwrap();
    (folder, navigator)
}

fn line(answer: &Answer) -> String {
    let mut text = format!("{}:{} {}", answer.file, answer.line, answer.symbol.as_deref().unwrap_or("-"));
    let mut add = |what: &str, value: &str| write!(text, "  {what}={value}").unwrap();
    add("by", answer.found_by.as_str());
    if !answer.exact {
        add("exact", "no");
    }
    for (what, value) in [
        ("python", &answer.python_name),
        ("alias-of", &answer.alias_of),
        ("from", &answer.inherited_from),
        ("if", &answer.condition),
    ] {
        if let Some(value) = value {
            add(what, value);
        }
    }
    if answer.twin {
        add("twin", "yes");
    }
    text
}

fn lines(answers: &[Answer]) -> String {
    answers.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn ask(queries: &[&str]) -> String {
    let (_folder, navigator) = open();
    let told = queries.iter().map(|query| format!("? {query}\n{}", lines(&navigator.where_is(query, 3).unwrap())));
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn python_names_lead_to_what_runs() {
    assert_snapshot!(ask(&["list.append", "builtins.list.append()", "heapq.heappush", "heapq.heapify", "list", "os.path.join"]), @r"
    ? list.append
    Objects/listobject.c:200 list_append_impl  by=python-name  python=list.append
    ? builtins.list.append()
    Objects/listobject.c:200 list_append_impl  by=python-name  python=list.append
    ? heapq.heappush
    Modules/_heapqmodule.c:100 _heapq_heappush_impl  by=python-name  python=heapq.heappush
    Lib/heapq.py:130 heappush  by=python-name  python=heapq.heappush  twin=yes
    ? heapq.heapify
    Modules/_heapqmodule.c:200 _heapq_heapify_impl  by=python-name  python=_heapq.heapify  alias-of=_heapq.heapify
    Lib/heapq.py:160 heapify  by=python-name  python=heapq.heapify  twin=yes
    ? list
    Objects/listobject.c:400 PyList_Type  by=python-name  python=list
    ? os.path.join
    Lib/posixpath.py:70 join  by=python-name  python=posixpath.join  alias-of=posixpath.join
    ");
}

#[test]
fn attributes_are_looked_up_in_bases_and_object_comes_last() {
    assert_snapshot!(ask(&["collections.OrderedDict.popitem", "collections.OrderedDict.__repr__", "list.__repr__"]), @r"
    ? collections.OrderedDict.popitem
    Lib/collections/__init__.py:90 OrderedDict.popitem  by=python-name  python=collections.OrderedDict.popitem
    ? collections.OrderedDict.__repr__
    Objects/object.c:50 object_repr  by=python-name  python=object.__repr__  from=object
    ? list.__repr__
    Objects/object.c:50 object_repr  by=python-name  python=object.__repr__  from=object
    ");
}

#[test]
fn symbols_answer_with_the_names_they_serve() {
    assert_snapshot!(ask(&["list_append_impl", "list_append", "PyThread_start", "OrderedDict.popitem"]), @r"
    ? list_append_impl
    Objects/listobject.c:200 list_append_impl  by=symbol  python=list.append
    ? list_append
    Objects/clinic/listobject.c.h:40 list_append  by=symbol  python=list.append
    ? PyThread_start
    Python/thread_pthread.h:10 PyThread_start  by=symbol
    Python/thread_nt.h:10 PyThread_start  by=symbol  if=defined(MS_WINDOWS)
    ? OrderedDict.popitem
    Lib/collections/__init__.py:90 OrderedDict.popitem  by=symbol  python=collections.OrderedDict.popitem
    ");
}

#[test]
fn a_place_answers_with_the_definition_around_it() {
    assert_snapshot!(ask(&[
        "Objects/listobject.c:205",
        "listobject.c:205:9",
        "File \"/usr/lib/python3.13/heapq.py\", line 133, in heappush",
        "Objects/listobject.c:1",
        "nowhere.c:1",
    ]), @r#"
    ? Objects/listobject.c:205
    Objects/listobject.c:200 list_append_impl  by=place  python=list.append
    ? listobject.c:205:9
    Objects/listobject.c:200 list_append_impl  by=place  python=list.append
    ? File "/usr/lib/python3.13/heapq.py", line 133, in heappush
    Lib/heapq.py:130 heappush  by=place  python=heapq.heappush  twin=yes
    ? Objects/listobject.c:1

    ? nowhere.c:1
    "#);
}

#[test]
fn near_names_are_offered_but_not_as_exact() {
    assert_snapshot!(ask(&["List.Append", "listappend", "append", "priority queue", "heappus", "heapq.heapush", "qqqqqq"]), @r"
    ? List.Append
    Objects/listobject.c:200 list_append_impl  by=case  exact=no  python=list.append
    Objects/listobject.c:300 PyList_Append  by=words  exact=no
    Objects/listobject.c:400 PyList_Type  by=text  exact=no  python=list
    ? listappend
    Objects/listobject.c:200 list_append_impl  by=case  exact=no  python=list.append
    Objects/listobject.c:300 PyList_Append  by=part  exact=no
    ? append
    Objects/listobject.c:200 list_append_impl  by=case  exact=no  python=list.append
    Objects/listobject.c:300 PyList_Append  by=words  exact=no
    ? priority queue
    Modules/_heapqmodule.c:100 _heapq_heappush_impl  by=concept  exact=no  python=heapq.heappush
    ? heappus
    Lib/heapq.py:130 heappush  by=prefix  exact=no  python=heapq.heappush  twin=yes
    Modules/_heapqmodule.c:100 _heapq_heappush_impl  by=prefix  exact=no  python=heapq.heappush
    Lib/test/test_heapq.py:20 heappush  by=prefix  exact=no  python=test.test_heapq.heappush
    ? heapq.heapush
    Modules/_heapqmodule.c:100 _heapq_heappush_impl  by=typo  exact=no  python=heapq.heappush
    Lib/heapq.py:130 heappush  by=text  exact=no  python=heapq.heappush  twin=yes
    Lib/heapq.py:160 heapify  by=text  exact=no  python=heapq.heapify
    ? qqqqqq
    ");
}

#[test]
fn tests_come_last_and_the_default_build_first() {
    let (_folder, navigator) = open();
    assert_snapshot!(lines(&navigator.search("heappush", 9).unwrap()), @r"
    Lib/heapq.py:130 heappush  by=symbol  python=heapq.heappush  twin=yes
    Lib/test/test_heapq.py:20 heappush  by=symbol  python=test.test_heapq.heappush
    Modules/_heapqmodule.c:100 _heapq_heappush_impl  by=case  exact=no  python=heapq.heappush
    ");
    assert_snapshot!(lines(&navigator.where_is("PyThread_start", 9).unwrap()), @r"
    Python/thread_pthread.h:10 PyThread_start  by=symbol
    Python/thread_nt.h:10 PyThread_start  by=symbol  if=defined(MS_WINDOWS)
    ");
}

#[test]
fn links_are_told_both_ways() {
    let (_folder, navigator) = open();
    let id = navigator.where_is("list.append", 1).unwrap()[0].id;
    let show = |filter: &LinkFilter| {
        let rows = navigator.links(id, filter).unwrap();
        let rows = rows.iter().map(|row| {
            let condition = row.condition.as_deref().unwrap_or("always");
            format!("{} {} -> {} at {}:{} {condition}", row.kind, row.from.symbol, row.to.symbol, row.file, row.line)
        });
        rows.collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(show(&LinkFilter::default()), @r"
    wrapper-of list_append -> list_append_impl at Objects/clinic/listobject.c.h:40 always
    calls list_append -> list_append_impl at Objects/clinic/listobject.c.h:40 always
    calls PyList_Append -> list_append_impl at Objects/listobject.c:300 defined(Py_DEBUG)
    ");
    assert_snapshot!(show(&LinkFilter { kinds: vec![LinkKind::WrapperOf], ..LinkFilter::default() }), @"wrapper-of list_append -> list_append_impl at Objects/clinic/listobject.c.h:40 always");
    assert_snapshot!(show(&LinkFilter { direction: Some(Direction::Out), ..LinkFilter::default() }), @"");
    assert_eq!(navigator.callers(id, 3, 0).unwrap().len(), 2);
    assert_eq!(navigator.links(id, &LinkFilter { limit: 1, ..LinkFilter::default() }).unwrap().len(), 1);
}

#[test]
fn a_module_lists_its_names_and_a_file_its_definitions() {
    let (_folder, navigator) = open();
    assert_snapshot!(lines(&navigator.api("heapq").unwrap()), @r"
    Modules/_heapqmodule.c:200 _heapq_heapify_impl  by=python-name  python=heapq.heapify  alias-of=_heapq.heapify
    Modules/_heapqmodule.c:100 _heapq_heappush_impl  by=python-name  python=heapq.heappush
    ");
    assert_snapshot!(lines(&navigator.outline("Objects/listobject.c").unwrap()), @r"
    Objects/listobject.c:200 list_append_impl  by=symbol  python=list.append
    Objects/listobject.c:300 PyList_Append  by=symbol
    Objects/listobject.c:400 PyList_Type  by=symbol  python=list
    ");
    assert!(navigator.outline("none.c").is_err());
    assert!(navigator.api("none").unwrap().is_empty());
}

#[test]
fn a_line_has_a_page_on_the_web() {
    let (_folder, navigator) = open();
    let page = navigator.permalink("Lib/a b#.py", 3, 5).unwrap();
    assert_eq!(
        page,
        "https://example.org/python/cpython/blob/0123456789abcdef0123456789abcdef01234567/Lib/a%20b%23.py#L3-L5"
    );
}

#[test]
fn a_branch_that_moved_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("repository");
    fs::create_dir_all(repository.join(".git/refs/heads")).unwrap();
    fs::write(repository.join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    let revision = made::revision(repository.to_str().unwrap(), "main");
    let commit = revision.commit.clone();
    let place = folder.path().join("index");
    index::write(&place, &made::sample(), &Manifest::new(revision), &Report::default(), &mut |_, _| true).unwrap();
    let moved = || Navigator::open_folder(&place, folder.path()).unwrap().moved();
    assert_eq!(moved(), None);
    fs::write(repository.join(".git/packed-refs"), format!("# pack-refs\n{commit} refs/heads/main\n")).unwrap();
    assert_eq!(moved(), None);
    fs::write(repository.join(".git/refs/heads/main"), format!("{}\n", "f".repeat(40))).unwrap();
    assert!(moved().unwrap().contains("main has moved"));
}
