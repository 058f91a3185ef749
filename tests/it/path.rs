//! `path`: from one name to another, over whatever ties them together, each step with its proof.

use crate::support::miniature;
use std::time::{Duration, Instant};

/// Runs `path` on the miniature; returns what it printed, errors behind it, and the exit code.
fn path(arguments: &[&str]) -> (String, i32) {
    let output = miniature().run(&[&["path"], arguments].concat());
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (text, output.status.code().unwrap())
}

fn found(from: &str, to: &str) -> String {
    let (text, code) = path(&[from, to]);
    assert_eq!(code, 0, "{text}");
    text
}

#[test]
fn a_rule_of_the_grammar_leads_to_an_instruction() {
    insta::assert_snapshot!(found("match_stmt", "MATCH_SEQUENCE"), @r"
    Grammar/python.gram:29  match_stmt  rule
      -> builds         Match  Grammar/python.gram:31
      -> compiled-by    codegen_match  Python/codegen.c:66
      -> calls          codegen_pattern  Python/codegen.c:47
      -> calls          codegen_pattern_sequence  Python/codegen.c:152
      -> emits          MATCH_SEQUENCE  Python/codegen.c:141
    ");
}

#[test]
fn an_instruction_leads_through_tables_and_slots() {
    insta::assert_snapshot!(found("BINARY_OP", "long_add_method"), @r"
    Python/bytecodes.c:49  BINARY_OP  macro
      -> made-of        _BINARY_OP  Python/bytecodes.c:49
      -> may-call       _PyEval_BinaryOps  Python/bytecodes.c:45
      -> filled-by      PyNumber_Add  Python/ceval.c:8
      -> may-call       PyNumberMethods.nb_add  Objects/abstract.c:75
      -> filled-by      long_add_method  Objects/longobject.c:169
    ");
    insta::assert_snapshot!(found("codegen_function", "PySys_GetAttr"), @r"
    Python/codegen.c:51  codegen_function  function
      -> emits          CALL_INTRINSIC_1  Python/codegen.c:53
      -> may-call       _PyIntrinsics_UnaryFunctions  Python/bytecodes.c:75
      -> filled-by      print_expr  Python/intrinsics.c:31
      -> calls          PySys_GetAttr  Python/intrinsics.c:15
    ");
    insta::assert_snapshot!(found("PyObject_GetItem", "list_subscript"), @r"
    Objects/abstract.c:28  PyObject_GetItem  function
      -> may-call       PyMappingMethods.mp_subscript  Objects/abstract.c:32
      -> filled-by      list_subscript  Objects/listobject.c:246
    ");
}

#[test]
fn a_python_name_leads_into_c() {
    insta::assert_snapshot!(found("heapq.merge", "app1"), @r"
    Lib/heapq.py:25  merge  function
      -> py-calls       _heapq_heappush_impl  Lib/heapq.py:30
      -> calls          PyList_Append  Modules/_heapqmodule.c:45
      -> calls          app1  Objects/listobject.c:68
    ");
}

#[test]
fn a_link_may_be_followed_against_its_direction() {
    insta::assert_snapshot!(found("addop_binary", "PyUnicode_Concat"), @r"
    Python/codegen.c:26  addop_binary  function
      -> emits          BINARY_OP  Python/codegen.c:28
      <- specializes    BINARY_OP_ADD_STR  Python/bytecodes.c:30
      -> op-calls       PyUnicode_Concat  Python/bytecodes.c:65
    ");
}

#[test]
fn where_no_chain_is_the_answer_says_so() {
    let (text, code) = path(&["MATCH_SEQUENCE", "match_stmt"]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(text, @r"
    no chain of links leads from MATCH_SEQUENCE to match_stmt in v3.99.0
      but one leads from match_stmt to MATCH_SEQUENCE
    ");
    let (text, code) = path(&["match_stmt", "no_such_thing"]);
    assert_eq!(code, 1);
    assert!(text.contains("nothing is named no_such_thing") || text.contains("nothing like"), "{text}");
    let (text, code) = path(&["list.append", "list_append_impl"]);
    assert_eq!(code, 0, "both ends are the same: {text}");
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn scripts_get_one_object_per_step() {
    let (text, code) = path(&["--json", "match_stmt", "MATCH_SEQUENCE"]);
    assert_eq!(code, 0);
    let rows: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let steps: Vec<u64> = rows.iter().map(|row| row["step"].as_u64().unwrap()).collect();
    assert_eq!(steps, (1..=rows.len() as u64).collect::<Vec<_>>());
    for pair in rows.windows(2) {
        assert_eq!(pair[0]["to"], pair[1]["from"], "a chain has no gaps");
    }
    for row in &rows {
        assert_eq!(row["backward"], false);
        assert!(row["rule"].is_string() && row["file"].is_string() && row["line"].as_u64() > Some(0), "{row}");
    }
}

#[test]
fn an_exhausted_search_is_quick() {
    let navigator = &miniature().navigator;
    let id = |name: &str| navigator.where_is(name, 1).unwrap()[0].id;
    let (from, to) = (id("Py_RunMain"), id("match_stmt"));
    let started = Instant::now();
    assert!(navigator.path(&[from], &[to]).unwrap().is_none());
    assert!(started.elapsed() < Duration::from_millis(200));
}

#[test]
fn a_chain_and_a_ring_can_be_drawn() {
    let (text, code) = path(&["--format", "dot", "heapq.merge", "app1"]);
    assert_eq!(code, 0);
    assert!(text.starts_with("digraph cpynav {\n") && text.ends_with("}\n"), "{text}");
    assert_eq!(text.matches(" -> ").count(), 3, "{text}");
    assert!(text.contains(r#"[label="PyList_Append\nObjects/listobject.c:66"];"#), "{text}");
    let (text, code) = path(&["--format", "svg", "heapq.merge", "app1"]);
    assert_eq!(code, 0);
    assert_eq!((text.matches("<rect").count(), text.matches("marker-end").count()), (4, 3), "{text}");
    assert!(text.starts_with("<svg ") && text.ends_with("</svg>\n") && !text.contains("href"), "{text}");
    let callers = |format: &str| {
        let output = miniature().run(&["callers", "PyList_Append", "--format", format]);
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(callers("svg"), callers("svg"));
    assert!(callers("dot").contains(" -> "));
}
