//! Reading lists as a person meets them: concepts, what a module offers, what was read of them.

use crate::support::{Indexed, command, fixture};
use insta::assert_snapshot;
use serde_json::Value;
use std::fs;
use std::process::Output;
use std::sync::OnceLock;

/// Everything a run says: output, errors, exit code.
fn told(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let err = err.lines().fold(String::new(), |text, line| text + "! " + line + "\n");
    format!("{out}{err}= {}", output.status.code().unwrap())
}

/// An index of its own: other tests index the same commit under other names.
fn own() -> &'static Indexed {
    static OWN: OnceLock<Indexed> = OnceLock::new();
    OWN.get_or_init(|| Indexed::new(fixture("cpython")))
}

fn asked(arguments: &[&str]) -> String {
    let commit = &own().navigator.revision().commit;
    told(&own().run(arguments)).replace(commit, "COMMIT")
}

#[test]
fn a_concept_is_a_list_in_reading_order() {
    assert_snapshot!(asked(&["read", "sorting", "--budget", "20"]), @r"
    Sorting  v3.99.0: 2 cards, 20 lines to read, 0 of 2 read
      made from concepts that cpynav knows, not measured; the order is a suggestion
      10 of 12 places are not in v3.99.0
      related lists: heapq and bisect

    == entry points

      1. [ ] Objects/listobject.c:170  list_sort_impl
         list.sort: decorates with keys, finds runs, merges them; the sorting algorithm
     170| static PyObject *
     171| list_sort_impl(PyListObject *self, PyObject *keyfunc, int reverse)
     172| /*[clinic end generated code: output=3 input=3]*/
     173| {
     174|     /* A miniature needs no more than insertion. */
     175|     for (Py_ssize_t i = 1; i < PyList_GET_SIZE(self); i++) {
     176|         if (binarysort_step(self, i, keyfunc) < 0) {
       …
     180|     if (reverse) {
       …

      2. [ ] Python/bltinmodule.c:90  builtin_sorted
         sorted()
      90| static PyObject *
      91| builtin_sorted(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
      92| {
      93|     PyObject *newlist = PySequence_List(args[0]);
      94|     if (newlist == NULL || PyList_Sort(newlist) < 0) {
      95|         return NULL;
      96|     }
      97|     return newlist;
      98| }
    = 0
    ");
}

#[test]
fn the_json_is_an_array_in_the_shape_of_the_contract() {
    let rows: Value = serde_json::from_slice(&own().run(&["read", "sorting", "--json"]).stdout).unwrap();
    let first = &rows[0];
    assert_eq!(first["symbol"], "list_sort_impl");
    assert_eq!(first["section"], "entry points");
    assert_eq!(first["source"], "topic");
    assert_eq!(first["hot_lines"][0][0], first["start_line"]);
    for key in ["file", "end_line", "why", "share", "cumulative"] {
        assert!(!first[key].is_null(), "{key}");
    }
}

#[test]
fn markdown_has_boxes_and_places() {
    assert_snapshot!(asked(&["read", "sorting", "--format", "md"]), @r"
    # Sorting

    CPython v3.99.0 at `COMMIT`: 2 cards, 26 lines to read.

    > made from concepts that cpynav knows, not measured; the order is a suggestion  
    > 10 of 12 places are not in v3.99.0  
    > related lists: heapq and bisect  
    > the clone names no web address: links suppose github.com/python/cpython  

    ## entry points

    - [ ] `list_sort_impl` [Objects/listobject.c:170](https://github.com/python/cpython/blob/COMMIT/Objects/listobject.c#L170-L184)
      list.sort: decorates with keys, finds runs, merges them; the sorting algorithm  
      lines [170-184](https://github.com/python/cpython/blob/COMMIT/Objects/listobject.c#L170-L184)
    - [ ] `builtin_sorted` [Python/bltinmodule.c:90](https://github.com/python/cpython/blob/COMMIT/Python/bltinmodule.c#L90-L98)
      sorted()  
      lines [90-98](https://github.com/python/cpython/blob/COMMIT/Python/bltinmodule.c#L90-L98)
    = 0
    ");
}

#[test]
fn a_module_is_a_list_of_what_it_offers() {
    assert_snapshot!(asked(&["read", "--api", "heapq", "--budget", "60"]), @r#"
    What heapq offers  v3.99.0: 4 cards, 33 lines to read, 0 of 4 read
      made from the names that the sources publish, not measured

    == entry points

      1. [ ] Lib/heapq.py:25  merge
         heapq.merge: function
      25| def merge(*iterables, key=None):
      26|     """Go through several ordered inputs in one order."""
      27|     heap = []
      28|     for number, iterable in enumerate(iterables):
      29|         for item in iterable:
      30|             heappush(heap, (item, number))
      31|     while heap:
      32|         yield heappop(heap)[0]

      2. [ ] Lib/heapq.py:35  nsmallest
         heapq.nsmallest: function
      35| def nsmallest(n, iterable):
      36|     """The n smallest items, in order."""
      37|     return sorted(iterable)[:n]

      3. [ ] Modules/_heapqmodule.c:41  _heapq_heappush_impl
         heapq.heappush: function, is _heapq.heappush
      41| static PyObject *
      42| _heapq_heappush_impl(PyObject *module, PyObject *heap, PyObject *item)
      43| /*[clinic end generated code: output=1 input=1]*/
      44| {
      45|     if (PyList_Append(heap, item)) {
      46|         return NULL;
      47|     }
      48|     if (siftdown((PyListObject *)heap, 0, PyList_GET_SIZE(heap) - 1)) {
      49|         return NULL;
      50|     }
      51|     Py_RETURN_NONE;
      52| }

      4. [ ] Modules/_heapqmodule.c:63  _heapq_heappop_impl
         heapq.heappop: function, is _heapq.heappop
      63| static PyObject *
      64| _heapq_heappop_impl(PyObject *module, PyObject *heap)
      65| /*[clinic end generated code: output=2 input=2]*/
      66| {
      67|     return heappop_internal(heap, siftdown);
      68| }
    = 0
    "#);
    assert_snapshot!(asked(&["read", "--api", "no.such.module"]), @r"
    ! no module or type is named no.such.module in v3.99.0
    = 1
    ");
}

#[test]
fn nothing_meant_says_what_is_near() {
    assert_snapshot!(asked(&["read", "sotring"]), @r"
    ! no reading list is about sotring; did you mean sorting?
    = 1
    ");
    assert_snapshot!(asked(&["read", "xyzzy"]), @r"
    ! no reading list is about xyzzy; cpynav read tells which there are
    = 1
    ");
    let all = asked(&["read"]);
    assert!(all.contains("startup") && all.contains("sorting") && all.ends_with("= 0"), "{all}");
}

#[test]
fn the_same_list_twice_is_the_same_bytes() {
    for arguments in [&["read", "sorting"][..], &["read", "memory", "--json"], &["read", "memory", "--format", "html"]]
    {
        assert_eq!(own().run(arguments).stdout, own().run(arguments).stdout);
    }
}

#[test]
fn what_was_read_is_kept_and_goes_stale() {
    let own = Indexed::new(fixture("cpython"));
    let read = |arguments: &[&str]| told(&own.run(&[&["read", "sorting"], arguments].concat()));
    assert_snapshot!(read(&["--done", "list_sort_impl", "--note", "2", "calls it"]), @r"
    sorting: 1 of 2 read
    = 0
    ");
    let boxes =
        |text: &str| -> Vec<String> { text.lines().filter(|line| line.contains(". [")).map(str::to_owned).collect() };
    let before = read(&[]);
    assert!(boxes(&before)[0].contains("[x]") && before.contains("note: calls it"), "{before}");
    assert!(read(&["--undo", "1"]).starts_with("sorting: 0 of 2 read"));
    assert!(read(&["--done", "9"]).contains("! error: sorting has no card 9: there are 2"));
    assert!(read(&["--done", "list_sort_imp"]).contains("! hint: did you mean list_sort_impl?"));
    read(&["--done", "1"]);
    let folder = own.places.data.join("reading");
    let file = fs::read_dir(&folder).unwrap();
    let file = file.map(|entry| entry.unwrap().path()).find(|path| path.extension().is_some()).unwrap();
    // Another index of the same release, in which the function does something else.
    let mut files = fixture("cpython");
    let (_, text) = files.iter_mut().find(|(path, _)| path.ends_with("Objects/listobject.c")).unwrap();
    let changed = String::from_utf8_lossy(text).replacen(
        "list_sort_impl(PyListObject *self",
        "list_sort_impl( PyListObject *self",
        1,
    );
    assert_ne!(changed.as_bytes(), &text[..]);
    *text = changed.into_bytes();
    let later = Indexed::new(files);
    fs::create_dir_all(later.places.data.join("reading")).unwrap();
    fs::copy(&file, later.places.data.join("reading").join(file.file_name().unwrap())).unwrap();
    let stale = told(&later.run(&["read", "sorting"]));
    assert!(boxes(&stale)[0].contains("[~]") && stale.contains("0 of 2 read"), "{stale}");
    assert!(stale.contains("its source has changed since you read it") && boxes(&stale)[1].contains("[ ]"), "{stale}");
    // What cannot be read is not thrown away.
    fs::write(&file, "{").unwrap();
    assert!(read(&["--done", "2"]).contains("is damaged"), "{}", read(&[]));
    assert_eq!(fs::read_to_string(&file).unwrap(), "{");
}

#[test]
fn two_processes_mark_at_once() {
    let own = Indexed::new(fixture("cpython"));
    let run = |card: &str| {
        command(own.places.data.parent().unwrap()).args(["read", "sorting", "--done", card]).spawn().unwrap()
    };
    for mut child in [run("1"), run("2"), run("1"), run("2")] {
        child.wait().unwrap();
    }
    assert!(told(&own.run(&["read", "sorting"])).contains("2 of 2 read"));
}

#[test]
fn a_page_opens_without_a_network() {
    let page = String::from_utf8(own().run(&["read", "sorting", "--format", "html"]).stdout).unwrap();
    for part in
        ["<!DOCTYPE html>", "id=\"search\"", "type=\"checkbox\"", "<svg", "list_sort_impl", "prefers-color-scheme"]
    {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("<link rel=\"stylesheet\"") && !page.contains("<script src"), "{page}");
}
