//! What runs for a piece of Python: a Python that is asked on request, and the mistakes a person makes.

use crate::support::{command, miniature};
use insta::assert_snapshot;
use serde_json::Value;
use std::fs;

/// The cards of a script as `section: symbol (why)`, and the exit code.
fn cards(arguments: &[&str]) -> String {
    let output = miniature().run(&[&["read", "--json"], arguments].concat());
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    let word = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    assert!(rows.iter().all(|row| row["source"] == "static"), "nothing was measured: {rows:?}");
    let told = rows.iter().map(|row| {
        let (section, symbol, why) = (word(row, "section"), word(row, "symbol"), word(row, "why"));
        format!("{section}: {symbol} ({why})\n")
    });
    told.collect::<String>() + &format!("= {}", output.status.code().unwrap())
}

#[test]
fn a_subscript_leads_to_its_code_its_form_and_the_slot_of_the_type() {
    assert_snapshot!(cards(&["-c", "x[i]", "--types", "list,int"]), @r"
    instructions: LOAD_FAST (Name in line 1, added by codegen_visit_expr)
    instructions: BINARY_SUBSCR (Subscript in line 1, added by codegen_subscript)
    instructions: POP_TOP (Expr in line 1, added by codegen_visit_stmt)
    specialised forms: BINARY_SUBSCR_LIST_INT (takes the place of BINARY_SUBSCR for list and int)
    what they call: PyObject_GetItem (BINARY_SUBSCR calls it)
    what they call: Py_NewRef (BINARY_SUBSCR_LIST_INT calls it)
    what they call: Py_DECREF (POP_TOP calls it)
    slots of the types: list_subscript (list has it in PyMappingMethods.mp_subscript, which PyObject_GetItem calls)
    = 0
    ");
    assert_snapshot!(cards(&["-c", "x[i]", "--types", "dict"]), @r"
    instructions: LOAD_FAST (Name in line 1, added by codegen_visit_expr)
    instructions: BINARY_SUBSCR (Subscript in line 1, added by codegen_subscript)
    instructions: POP_TOP (Expr in line 1, added by codegen_visit_stmt)
    specialised forms: BINARY_SUBSCR_DICT (takes the place of BINARY_SUBSCR for dict)
    what they call: PyObject_GetItem (BINARY_SUBSCR calls it)
    what they call: PyDict_GetItem (BINARY_SUBSCR_DICT calls it)
    what they call: Py_DECREF (POP_TOP calls it)
    slots of the types: dict_subscript (dict has it in PyMappingMethods.mp_subscript, which PyObject_GetItem calls)
    = 0
    ");
    assert_snapshot!(cards(&["-c", "x[i]"]), @r"
    instructions: LOAD_FAST (Name in line 1, added by codegen_visit_expr)
    instructions: BINARY_SUBSCR (Subscript in line 1, added by codegen_subscript; may become BINARY_SUBSCR_DICT, BINARY_SUBSCR_LIST_INT)
    instructions: POP_TOP (Expr in line 1, added by codegen_visit_stmt)
    what they call: PyObject_GetItem (BINARY_SUBSCR calls it)
    what they call: Py_DECREF (POP_TOP calls it)
    = 0
    ");
}

#[test]
fn an_operation_a_call_and_an_attribute_lead_to_what_they_call() {
    assert_snapshot!(cards(&["-c", "a + b", "--types", "int"]), @r"
    instructions: LOAD_FAST (Name in line 1, added by codegen_visit_expr)
    instructions: BINARY_OP (BinOp in line 1, added by addop_binary)
    instructions: _SPECIALIZE_BINARY_OP (a part of BINARY_OP)
    instructions: _BINARY_OP (a part of BINARY_OP)
    instructions: POP_TOP (Expr in line 1, added by codegen_visit_stmt)
    specialised forms: BINARY_OP_ADD_INT (takes the place of BINARY_OP for int)
    specialised forms: _GUARD_BOTH_INT (a part of BINARY_OP_ADD_INT)
    specialised forms: _BINARY_OP_ADD_INT (a part of BINARY_OP_ADD_INT)
    what they call: PyNumber_Add (BINARY_OP with NB_ADD calls it)
    what they call: _Py_Specialize_BinaryOp (_SPECIALIZE_BINARY_OP calls it)
    what they call: _PyLong_Add (_BINARY_OP_ADD_INT calls it)
    what they call: binary_op1 (PyNumber_Add calls it)
    what they call: PySequence_Concat (PyNumber_Add calls it)
    what they call: Py_DECREF (POP_TOP calls it)
    slots of the types: long_add_method (int has it in PyNumberMethods.nb_add, which PyNumber_Add calls)
    = 0
    ");
    assert_snapshot!(cards(&["-c", "a - b", "--types", "int"]), @r"
    instructions: LOAD_FAST (Name in line 1, added by codegen_visit_expr)
    instructions: BINARY_OP (BinOp in line 1, added by addop_binary)
    instructions: _SPECIALIZE_BINARY_OP (a part of BINARY_OP)
    instructions: _BINARY_OP (a part of BINARY_OP)
    instructions: POP_TOP (Expr in line 1, added by codegen_visit_stmt)
    what they call: PyNumber_Subtract (BINARY_OP with NB_SUBTRACT calls it)
    what they call: _Py_Specialize_BinaryOp (_SPECIALIZE_BINARY_OP calls it)
    what they call: binary_op (PyNumber_Subtract calls it)
    what they call: Py_DECREF (POP_TOP calls it)
    slots of the types: long_sub_method (int has it in PyNumberMethods.nb_subtract, which PyNumber_Subtract calls)
    = 0
    ");
    assert_snapshot!(cards(&["-c", "f(x)", "--types", "function"]), @r"
    instructions: LOAD_FAST (Name in line 1, added by codegen_visit_expr)
    instructions: CALL (Call in line 1, added by codegen_call)
    instructions: POP_TOP (Expr in line 1, added by codegen_visit_stmt)
    what they call: PyObject_Vectorcall (CALL calls it)
    what they call: Py_DECREF (POP_TOP calls it)
    slots of the types: PyVectorcall_Call (function has it in _typeobject.tp_call, which PyObject_Vectorcall calls)
    = 0
    ");
    assert_snapshot!(cards(&["-c", "x.y", "--types", "list"]), @r"
    instructions: LOAD_FAST (Name in line 1, added by codegen_visit_expr)
    instructions: LOAD_ATTR (Attribute in line 1, added by codegen_visit_expr)
    instructions: POP_TOP (Expr in line 1, added by codegen_visit_stmt)
    what they call: PyObject_GetAttr (LOAD_ATTR calls it)
    what they call: Py_DECREF (POP_TOP calls it)
    slots of the types: PyObject_GenericGetAttr (list has it in _typeobject.tp_getattro, which PyObject_GetAttr calls)
    = 0
    ");
}

#[test]
fn a_list_says_that_nothing_was_run() {
    let output = miniature().run(&["read", "-c", "x[i]", "--types", "list,int", "--budget", "12"]);
    assert_eq!(output.status.code(), Some(0));
    assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r"
    What runs for x[i]  v3.99.0: 2 cards, 9 lines to read, 0 of 2 read
      static: made by following the compiler's source, nothing was run; what the operands are is not known
      compiles to LOAD_FAST, BINARY_SUBSCR, POP_TOP
      6 of 8 cards do not fit into 12 lines

    == instructions

      1. [ ] Python/bytecodes.c:21  LOAD_FAST
         Name in line 1, added by codegen_visit_expr
      21|         pure inst(LOAD_FAST, (-- value)) {
      22|             value = PyStackRef_DUP(GETLOCAL(oparg));
      23|         }

      2. [ ] Python/bytecodes.c:118  BINARY_SUBSCR
         Subscript in line 1, added by codegen_subscript
     118|         inst(BINARY_SUBSCR, (unused/1, container, sub -- res)) {
     119|             res = PyObject_GetItem(container, sub);
     120|             ERROR_IF(res == NULL);
     121|         }
    ");
}

#[test]
fn code_that_compiles_to_nothing_ends_with_one() {
    assert_eq!(cards(&["-c", "pass"]), "= 1");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("some.py");
    fs::write(&file, "x[i]\ny = a + b\n").unwrap();
    assert_snapshot!(cards(&["--python", &file.to_string_lossy(), "--types", "list,int"]), @r"
    instructions: LOAD_FAST (Name in line 1, added by codegen_visit_expr)
    instructions: BINARY_SUBSCR (Subscript in line 1, added by codegen_subscript)
    instructions: POP_TOP (Expr in line 1, added by codegen_visit_stmt)
    instructions: BINARY_OP (BinOp in line 2, added by addop_binary)
    instructions: _SPECIALIZE_BINARY_OP (a part of BINARY_OP)
    instructions: _BINARY_OP (a part of BINARY_OP)
    instructions: STORE_NAME (Assign in line 2, added by codegen_visit_stmt)
    specialised forms: BINARY_SUBSCR_LIST_INT (takes the place of BINARY_SUBSCR for list and int)
    specialised forms: BINARY_OP_ADD_INT (takes the place of BINARY_OP for int)
    specialised forms: _GUARD_BOTH_INT (a part of BINARY_OP_ADD_INT)
    specialised forms: _BINARY_OP_ADD_INT (a part of BINARY_OP_ADD_INT)
    what they call: PyNumber_Add (BINARY_OP with NB_ADD calls it)
    what they call: PyObject_GetItem (BINARY_SUBSCR calls it)
    what they call: Py_NewRef (BINARY_SUBSCR_LIST_INT calls it)
    what they call: Py_DECREF (POP_TOP calls it)
    what they call: _Py_Specialize_BinaryOp (_SPECIALIZE_BINARY_OP calls it)
    what they call: _PyLong_Add (_BINARY_OP_ADD_INT calls it)
    what they call: binary_op1 (PyNumber_Add calls it)
    what they call: PySequence_Concat (PyNumber_Add calls it)
    slots of the types: list_subscript (list has it in PyMappingMethods.mp_subscript, which PyObject_GetItem calls)
    slots of the types: list_concat (list has it in PySequenceMethods.sq_concat, which PySequence_Concat calls)
    slots of the types: long_add_method (int has it in PyNumberMethods.nb_add, which PyNumber_Add calls)
    = 0
    ");
}

/// Errors and exit code of a question that is refused.
fn refused(arguments: &[&str]) -> String {
    let output = miniature().run(&[&["read"], arguments].concat());
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_mistake_gets_one_clear_line() {
    assert!(refused(&["-c", "def"]).starts_with("error: line 1 is no Python that is understood: def\n"));
    assert!(refused(&["-c", ""]).starts_with("error: there is no code to follow\n"));
    assert!(refused(&["-c", "x[i]", "--types", "nosuch"]).starts_with("error: nosuch is no type of v3.99.0\n"));
    assert!(refused(&["--python", "no_such.py"]).starts_with("error: cannot read no_such.py: "));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("binary.py");
    fs::write(&file, b"\0\x01").unwrap();
    assert!(refused(&["--python", &file.to_string_lossy()]).contains(" is no text\n"));
    assert!(refused(&["--python", &folder.path().to_string_lossy()]).starts_with("error: cannot read "));
}

/// A program that answers as a Python of some version would.
#[cfg(unix)]
fn python(folder: &std::path::Path, answer: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let program = folder.join("python");
    fs::write(&program, format!("#!/bin/sh\ncat >/dev/null\necho '{answer}'\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    format!("--ask-python={}", program.display())
}

#[cfg(unix)]
#[test]
fn only_a_python_of_the_same_version_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let asks = python(folder.path(), r#"{"version": [3, 1, 4, "3.1.4"], "error": null, "instructions": []}"#);
    let told = refused(&["-c", "x", &asks]);
    assert!(told.contains("is Python 3.1.4, v3.99.0 is 3.99.0a0: their instructions are not the same\n"), "{told}");

    let asks = python(
        folder.path(),
        r#"{"version": [3, 99, 0, "3.99.0"], "error": null, "instructions": [["MATCH_SEQUENCE", 1, null]]}"#,
    );
    let output = miniature().run(&["read", "-c", "x", &asks]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("MATCH_SEQUENCE") && told.contains("Python 3.99.0, which compiled the code"), "{told}");

    let asks = python(folder.path(), r#"{"version": [3, 99, 0, "3.99.0"], "error": "invalid syntax, line 1"}"#);
    assert!(refused(&["-c", "x", &asks]).contains(" cannot compile it: invalid syntax, line 1\n"));
    assert!(refused(&["-c", "x", &python(folder.path(), "no answer")]).starts_with("error: cannot ask "));
    assert!(refused(&["-c", "x", "--ask-python=/no/such/python"]).starts_with("error: cannot ask /no/such/python: "));
}

#[cfg(unix)]
#[test]
fn the_search_path_is_asked_for_the_very_version_first() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    python(
        folder.path(),
        r#"{"version": [3, 99, 7, "3.99.7"], "error": null, "instructions": [["MATCH_SEQUENCE", 1, null]]}"#,
    );
    symlink(folder.path().join("python"), folder.path().join("python3.99")).unwrap();
    let mut asked = command(folder.path());
    let output = asked.env("PATH", format!("{}:/bin:/usr/bin", folder.path().display()));
    let output = output.args(["--sample", "read", "-c", "x", "--ask-python"]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("python3.99, Python 3.99.7") && told.contains("another release"), "{told}");
}
