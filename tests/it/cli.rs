//! The program as a person or a script meets it: output, errors, exit codes.

use crate::made;
use crate::support::{command, miniature, places};
use insta::assert_snapshot;
use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with a hand-made index, and the program on it.
struct Asked(TempDir);

impl Asked {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        made::write(&places(folder.path()).index, "v3.13.5");
        Asked(folder)
    }

    fn command(&self) -> Command {
        command(self.0.path())
    }

    fn run(&self, arguments: &[&str]) -> String {
        told(&self.command().args(arguments).output().unwrap())
    }
}

/// Everything a run says: output, errors, exit code.
fn told(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let err = err.lines().fold(String::new(), |text, line| text + "! " + line + "\n");
    format!("{out}{err}= {}", output.status.code().unwrap())
}

#[test]
fn where_prints_a_line_that_tools_understand() {
    let asked = Asked::new();
    assert_snapshot!(asked.run(&["where", "list.append"]), @r"
    Objects/listobject.c:200  list_append_impl  function
    = 0
    ");
    assert_snapshot!(asked.run(&["where", "-v", "heapq.heappush"]), @r"
    Modules/_heapqmodule.c:100  _heapq_heappush_impl  function
        method-table     Modules/_heapqmodule.c:100
        doc              Push item onto heap, keeping it a priority queue.
    Lib/heapq.py:130  heappush  function  (python twin, does not run by default)
        method-table     Lib/heapq.py:130
    = 0
    ");
    assert_snapshot!(asked.run(&["where", "PyThread_start", "list"]), @r"
    PyThread_start
    Python/thread_pthread.h:10  PyThread_start  function
    Python/thread_nt.h:10  PyThread_start  function  (Windows; if defined(MS_WINDOWS))
    list
    Objects/listobject.c:400  PyList_Type  type
    = 0
    ");
}

#[test]
fn near_names_are_printed_but_the_exit_code_says_so() {
    let asked = Asked::new();
    assert_snapshot!(asked.run(&["where", "lst.append", "-n", "1"]), @r"
    Objects/listobject.c:200  list_append_impl  function
    ! nothing is named lst.append in v3.13.5; near it:
    = 1
    ");
    assert_snapshot!(asked.run(&["where", "qqqqqq"]), @r"
    ! nothing like qqqqqq in v3.13.5
    = 1
    ");
    assert_snapshot!(asked.run(&["where", "qqqqqq[1]"]), @r"
    ! nothing like qqqqqq[1] in v3.13.5
    ! hint: what runs for a piece of Python: cpynav read -c 'qqqqqq[1]'
    = 1
    ");
    assert_snapshot!(asked.run(&["search", "priority", "queue"]), @r"
    Modules/_heapqmodule.c:100  _heapq_heappush_impl  function
    = 0
    ");
}

#[test]
fn json_has_the_fields_of_the_contract() {
    let asked = Asked::new();
    assert_snapshot!(asked.run(&["where", "--json", "list.append"]), @r#"
    {"query":"list.append","rank":1,"name":"list_append_impl","kind":"function","language":"c","file":"Objects/listobject.c","line":200,"end_line":209,"symbol":"list_append_impl","exact":true,"evidence":[{"rule":"method-table","file":"Objects/listobject.c","line":200,"certain":true}],"facts":[],"rev":"v3.13.5","commit":"0123456789abcdef0123456789abcdef01234567","first_line":200,"found_by":"python-name","condition":null,"platform":null,"generated":false,"from_macro":false,"python_name":"list.append","name_kind":"method","alias_of":null,"inherited_from":null,"twin":false,"serves":["list.append"],"signature":"","doc":""}
    = 0
    "#);
    assert_snapshot!(asked.run(&["export", "definitions", "--json"]).lines().next().unwrap(), @r#"{"symbol":"OrderedDict","name":"OrderedDict","kind":"class","language":"python","file":"Lib/collections/__init__.py","line":80,"end_line":89,"condition":null,"generated":false,"from_macro":false,"python_name":"collections.OrderedDict"}"#);
    assert_snapshot!(asked.run(&["export", "links", "--json"]).lines().next().unwrap(), @r#"{"kind":"wrapper-of","language":"c","from":"list_append","from_file":"Objects/clinic/listobject.c.h","to":"list_append_impl","to_file":"Objects/listobject.c","file":"Objects/clinic/listobject.c.h","line":40,"rule":"call","exact":true,"condition":null,"from_line":40,"to_line":200}"#);
}

#[test]
fn standard_input_takes_one_question_per_line_and_always_succeeds() {
    let asked = Asked::new();
    let mut child = asked
        .command()
        .args(["where", "--stdin", "--limit", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"list.append\n\nqqqqqq\ndict\n").unwrap();
    assert_snapshot!(told(&child.wait_with_output().unwrap()), @r"
    list.append
    Objects/listobject.c:200  list_append_impl  function
    qqqqqq
    dict
    Objects/dictobject.c:300  PyDict_Type  type
    = 0
    ");
}

#[test]
fn links_callers_and_callees_are_told() {
    let asked = Asked::new();
    assert_snapshot!(asked.run(&["links", "list.append"]), @r"
    Objects/listobject.c:200  list_append_impl  function
      <- wrapper-of     list_append  Objects/clinic/listobject.c.h:40
      <- calls          list_append  Objects/clinic/listobject.c.h:40
      <- calls          PyList_Append  Objects/listobject.c:300  (if defined(Py_DEBUG))
    = 0
    ");
    assert_snapshot!(asked.run(&["links", "list.append", "--kind", "wrapper-of"]), @r"
    Objects/listobject.c:200  list_append_impl  function
      <- wrapper-of     list_append  Objects/clinic/listobject.c.h:40
    = 0
    ");
    assert_snapshot!(asked.run(&["callers", "list_append_impl"]), @r"
    Objects/listobject.c:200  list_append_impl  function
      <- calls          list_append  Objects/clinic/listobject.c.h:40
      <- calls          PyList_Append  Objects/listobject.c:300  (if defined(Py_DEBUG))
    = 0
    ");
    assert_snapshot!(asked.run(&["callees", "PyList_Append", "--json"]), @r#"
    {"kind":"calls","language":"c","from":"PyList_Append","from_file":"Objects/listobject.c","to":"list_append_impl","to_file":"Objects/listobject.c","file":"Objects/listobject.c","line":300,"rule":"call","exact":true,"condition":"defined(Py_DEBUG)","from_line":300,"to_line":200,"depth":1}
    = 0
    "#);
    assert_snapshot!(asked.run(&["links", "list.append", "--kind", "cals"]), @r"
    ! error: there is no kind of link called cals
    ! hint: did you mean calls?
    = 2
    ");
}

#[test]
fn a_module_is_listed_with_its_implementations() {
    let asked = Asked::new();
    assert_snapshot!(asked.run(&["api", "list"]), @r"
    append  method       Objects/listobject.c:200  list_append_impl
    = 0
    ");
    assert_snapshot!(asked.run(&["api", "nothing"]), @r"
    ! no module or type is named nothing in v3.13.5
    = 1
    ");
}

#[test]
fn tags_are_sorted_and_know_python_names() {
    let asked = Asked::new();
    assert_snapshot!(asked.run(&["export", "tags"]), @r#"
    !_TAG_FILE_FORMAT	2	/extended format/
    !_TAG_FILE_SORTED	1	/0=unsorted, 1=sorted, 2=foldcase/
    !_TAG_PROGRAM_NAME	cpynav	//
    !_TAG_PROGRAM_VERSION	0.1.0	//
    OrderedDict	Lib/collections/__init__.py	80;"	kind:class	language:python
    OrderedDict.popitem	Lib/collections/__init__.py	90;"	kind:method	language:python
    PyBaseObject_Type	Objects/object.c	90;"	kind:type	language:c
    PyDict_Type	Objects/dictobject.c	300;"	kind:type	language:c
    PyList_Append	Objects/listobject.c	300;"	kind:function	language:c
    PyList_Type	Objects/listobject.c	400;"	kind:type	language:c
    PyThread_start	Python/thread_nt.h	10;"	kind:function	language:c
    PyThread_start	Python/thread_pthread.h	10;"	kind:function	language:c
    _heapq.heapify	Modules/_heapqmodule.c	200;"	kind:function	language:c
    _heapq_heapify_impl	Modules/_heapqmodule.c	200;"	kind:function	language:c
    _heapq_heappush_impl	Modules/_heapqmodule.c	100;"	kind:function	language:c
    collections.OrderedDict	Lib/collections/__init__.py	80;"	kind:class	language:python
    collections.OrderedDict.popitem	Lib/collections/__init__.py	90;"	kind:method	language:python
    dict	Objects/dictobject.c	300;"	kind:type	language:c
    heapify	Lib/heapq.py	160;"	kind:function	language:python
    heappush	Lib/heapq.py	130;"	kind:function	language:python
    heappush	Lib/test/test_heapq.py	20;"	kind:function	language:python
    heapq.heapify	Lib/heapq.py	160;"	kind:function	language:python
    heapq.heapify	Modules/_heapqmodule.c	200;"	kind:function	language:c
    heapq.heappush	Lib/heapq.py	130;"	kind:function	language:python
    heapq.heappush	Modules/_heapqmodule.c	100;"	kind:function	language:c
    join	Lib/posixpath.py	70;"	kind:function	language:python
    list	Objects/listobject.c	400;"	kind:type	language:c
    list.append	Objects/listobject.c	200;"	kind:function	language:c
    list_append	Objects/clinic/listobject.c.h	40;"	kind:function	language:c
    list_append_impl	Objects/listobject.c	200;"	kind:function	language:c
    object	Objects/object.c	90;"	kind:type	language:c
    object.__repr__	Objects/object.c	50;"	kind:function	language:c
    object_repr	Objects/object.c	50;"	kind:function	language:c
    popitem	Lib/collections/__init__.py	90;"	kind:method	language:python
    posixpath.join	Lib/posixpath.py	70;"	kind:function	language:python
    test.test_heapq.heappush	Lib/test/test_heapq.py	20;"	kind:function	language:python
    = 0
    "#);
}

#[test]
fn what_is_not_indexed_says_what_to_do() {
    let asked = Asked::new();
    assert_snapshot!(asked.run(&["where", "list", "--rev", "v3.13.4"]), @r"
    ! error: v3.13.4 is not indexed
    ! hint: did you mean v3.13.5?
    ! hint: to index it: cpynav index v3.13.4
    ! hint: indexed: v3.13.5
    = 2
    ");
    assert_snapshot!(asked.run(&["where", "list", "--repo", "/elsewhere"]), @r"
    ! error: no revision of /elsewhere is indexed
    ! hint: to index it: cpynav index --repo /elsewhere
    ! hint: indexed repositories: /src/cpython
    = 2
    ");
    let empty = tempfile::tempdir().unwrap();
    assert_snapshot!(told(&command(empty.path()).args(["where", "list"]).output().unwrap()), @r"
    ! error: nothing is indexed yet
    ! hint: cpynav index             clones CPython and indexes it
    ! hint: cpynav index --repo DIR  indexes a clone or checkout that is there already
    ! hint: add --sample             asks the embedded miniature
    = 2
    ");
}

#[test]
fn an_old_or_broken_index_says_what_to_do() {
    let asked = Asked::new();
    let index = fs::read_dir(places(asked.0.path()).index).unwrap().next().unwrap().unwrap().path();
    let manifest = fs::read_to_string(index.join("manifest.json")).unwrap();
    fs::write(index.join("paths"), [0xff]).unwrap();
    assert_snapshot!(asked.run(&["where", "list"]), @r"
    ! error: the index of v3.13.5 is damaged: cannot read paths: stream did not contain valid UTF-8
    ! hint: build it again: cpynav index --force v3.13.5
    = 2
    ");
    fs::write(index.join("manifest.json"), manifest.replacen("\"format\": ", "\"format\": 9", 1)).unwrap();
    let told = asked.run(&["where", "list"]).replace(&index.display().to_string(), "INDEX");
    assert!(told.starts_with("! error: the index of INDEX has format 9"), "{told}");
    assert!(told.contains("hint: build it again: cpynav index REV"), "{told}");
}

#[test]
fn wrong_use_is_one_clear_line_and_exit_code_2() {
    let asked = Asked::new();
    for arguments in [&["where"][..], &["wher", "list"], &["where", "--limit", "many", "list"], &["export", "all"]] {
        let output = asked.command().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: "), "{arguments:?}");
    }
    assert!(asked.run(&["wher", "list"]).contains("where"));
}

#[test]
fn the_configuration_is_below_the_environment_and_the_flags() {
    let asked = Asked::new();
    made::write(&places(asked.0.path()).index, "v3.12.0");
    let config = places(asked.0.path()).config;
    let rev = |command: &mut Command| {
        let output = command.args(["where", "--json", "list"]).output().unwrap();
        let row: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        row["rev"].as_str().unwrap().to_owned()
    };
    // Both are the same commit of the same repository, so the later one took the place of the first.
    fs::write(&config, "rev = \"3.12.0\"\nlimit = 1\n").unwrap();
    assert_eq!(rev(&mut asked.command()), "v3.12.0");
    fs::write(&config, "rev = \"v9\"\n").unwrap();
    assert_eq!(rev(asked.command().env("CPYNAV_REV", "v3.12.0")), "v3.12.0");
    assert_eq!(rev(asked.command().args(["--rev", "v3.12.0"])), "v3.12.0");

    fs::write(&config, "limit = 1\nlimt = 2\n").unwrap();
    let told = asked.run(&["where", "list"]).replace(&config.display().to_string(), "CONFIG");
    assert_snapshot!(told, @r"
    ! error: CONFIG:2: unknown field `limt`, expected one of `repo`, `rev`, `index-dir`, `color`, `limit`, `pager`, `editor`, `mouse`, `key`, `theme`
    = 2
    ");
    fs::write(&config, "limit = \"x\"\n").unwrap();
    assert!(asked.run(&["where", "list"]).contains("config.toml:1: "));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let asked = Asked::new();
    let mut child = asked
        .command()
        .args(["where", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // It may be gone before everything was written.
    let _ = child.stdin.take().unwrap().write_all("list.append\n".repeat(20_000).as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn colour_is_used_only_where_it_is_wanted() {
    let asked = Asked::new();
    let colored = |command: &mut Command| {
        let output = command.args(["where", "list"]).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!colored(&mut asked.command()));
    assert!(!colored(asked.command().env_remove("NO_COLOR")));
    assert!(colored(asked.command().args(["--color", "always"])));
    assert!(colored(asked.command().env("CPYNAV_COLOR", "always")));
    assert!(!colored(asked.command().env("CPYNAV_COLOR", "never").env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1")));
}

#[test]
fn status_accounts_for_what_was_left_out() {
    let asked = Asked::new();
    let told = asked.run(&["status", "-v"]);
    let told = told.replace(&asked.0.path().display().to_string(), "HOME");
    let varies = [" MB", "just now", "anchors of topics"];
    let steady: Vec<_> = told.lines().filter(|line| !varies.iter().any(|what| line.contains(what))).collect();
    assert_snapshot!(steady.join("\n"), @r"
    index folder  HOME/index
    configuration HOME/config.toml

             11  files
             17  definitions
             16  names
              3  links
              1  left out: binary
                 Lib/logo.png
              1  with syntax that was not understood (10 bytes; 0.50 % of the C)
                 Objects/object.c:7 10 of 1000 bytes  } else
    = 0
    ");
    let json: serde_json::Value =
        serde_json::from_slice(&asked.command().args(["status", "--json"]).output().unwrap().stdout).unwrap();
    assert_eq!(json["skipped"]["binary"], 1);
    assert_eq!(json["syntax"][0]["file"], "Objects/object.c");
}

#[test]
fn show_prints_the_source_with_its_evidence() {
    let told = told(&miniature().run(&["show", "list.append"]));
    assert!(told.contains("list_append_impl  function\n"), "{told}");
    assert!(told.contains("list_append_impl(PyListObject *self"), "{told}");
    assert!(told.ends_with("= 0"), "{told}");
    let output = miniature().run(&["show", "--json", "list.append"]);
    let row: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let (line, first) = (row["line"].as_u64().unwrap(), row["first_line"].as_u64().unwrap());
    let source = row["source"].as_str().unwrap();
    assert!(source.lines().nth((line - first) as usize).unwrap().starts_with("list_append_impl("), "{source}");
    let colored = miniature().run(&["show", "--color", "always", "list.append"]);
    assert!(String::from_utf8_lossy(&colored.stdout).contains("\x1b[35mreturn\x1b[0m"));
}

#[test]
fn without_a_terminal_the_bare_program_says_what_is_there() {
    let told = told(&miniature().run(&[]));
    assert!(told.contains("where list.append"), "{told}");
    assert!(told.ends_with("= 0"), "{told}");
}

#[test]
fn facts_of_one_file_are_json() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("Lib")).unwrap();
    fs::write(folder.path().join("Lib/a.py"), "def f(): pass\n").unwrap();
    let run = |arguments: &[&str]| command(folder.path()).args(arguments).output().unwrap();
    let facts: serde_json::Value = serde_json::from_slice(&run(&["facts", "Lib/a.py"]).stdout).unwrap();
    assert!(facts["definitions"].as_array().unwrap().iter().any(|definition| definition["name"] == "f"));
    assert_eq!(run(&["facts", "Lib/none.py"]).status.code(), Some(2));
    assert_eq!(run(&["facts", "--as", "cobol", "Lib/a.py"]).status.code(), Some(2));
}

#[test]
fn help_version_completions_and_manual_are_there() {
    let asked = Asked::new();
    assert!(asked.run(&["--version"]).starts_with("cpynav "));
    assert!(asked.run(&["--help"]).contains("where list.append"));
    assert!(asked.run(&["completions", "bash"]).contains("_cpynav"));
    assert!(asked.run(&["man"]).contains(".TH"));
    for name in ["where", "show", "links", "search", "export", "index", "status"] {
        let help = asked.run(&["help", name]);
        assert!(help.contains("Examples:") && help.ends_with("= 0"), "{name}: {help}");
    }
}
