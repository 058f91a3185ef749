//! From a rule of the grammar to the instruction that runs: each step a link with its line; nothing left out.

use crate::support::{Indexed, fixture, miniature};
use cpynav::model::{Kind, LinkKind};
use cpynav::nav::{LinkFilter, LinkRow, Navigator};
use std::collections::BTreeSet;

fn all(navigator: &Navigator) -> Vec<LinkRow> {
    navigator.all_links().unwrap().map(Result::unwrap).collect()
}

/// The links of the best answer to a name, as `kind other rule file:line`, inward ones with `<-`.
fn around(name: &str) -> Vec<String> {
    let navigator = &miniature().navigator;
    let answer = navigator.where_is(name, 1).unwrap().remove(0);
    let rows = navigator.links(answer.id, &LinkFilter::default()).unwrap();
    let tell = |row: &LinkRow| {
        let (arrow, end) = if row.outward { ("->", &row.to) } else { ("<-", &row.from) };
        let name = row.file.rsplit('/').next().unwrap_or_default();
        format!("{arrow} {} {} ({}) {name}:{}", row.kind, end.symbol, row.rule, row.line)
    };
    rows.iter().map(tell).collect()
}

/// Words of a source text that stand behind a mark, by a reader of the test's own.
fn words_behind(text: &str, mark: &str) -> BTreeSet<String> {
    let word =
        |rest: &str| rest.trim_start().split(|c: char| c != '_' && !c.is_alphanumeric()).next().map(String::from);
    text.match_indices(mark)
        .filter_map(|(at, _)| word(&text[at + mark.len()..]))
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn a_rule_knows_its_parts_its_function_and_the_node_it_builds() {
    insta::assert_snapshot!(around("match_stmt").join("\n"), @r"
    <- uses compound_stmt (grammar-rule) python.gram:24
    <- generated-from match_stmt_rule (rule-function) parser.c:23
    -> uses case_block (grammar-rule) python.gram:30
    -> uses sum (grammar-rule) python.gram:30
    -> uses invalid_match_stmt (grammar-rule) python.gram:32
    -> builds Match (grammar-action) python.gram:31
    ");
}

#[test]
fn the_links_of_a_rule_show_the_way_to_its_instructions() {
    let text = miniature().run(&["links", "return_stmt", "--out"]).stdout;
    insta::assert_snapshot!(String::from_utf8(text).unwrap(), @r"
    Grammar/python.gram:26  return_stmt  rule
      -> uses           sum  Grammar/python.gram:27
      -> builds         Return  Grammar/python.gram:27
        -> compiled-by    codegen_return  Python/codegen.c:64
          -> emits          RETURN_VALUE  Python/codegen.c:37
    ");
}

#[test]
fn a_node_knows_what_builds_and_what_compiles_it() {
    insta::assert_snapshot!(around("Match").join("\n"), @r"
    <- uses stmt (constructor) Python.asdl:12
    <- builds match_stmt (grammar-action) python.gram:31
    <- generated-from _PyAST_Match (node-function) Python-ast.c:24
    -> uses expr (field) Python.asdl:12
    -> uses match_case (field) Python.asdl:12
    -> compiled-by codegen_match (dispatch) codegen.c:66
    ");
    insta::assert_snapshot!(around("Name").join("\n"), @r"
    <- uses expr (constructor) Python.asdl:20
    -> compiled-by codegen_visit_expr (case) codegen.c:113
    -> emits LOAD_FAST (case) codegen.c:114
    ");
}

#[test]
fn an_instruction_knows_its_forms_its_parts_and_its_code() {
    insta::assert_snapshot!(around("BINARY_OP").join("\n"), @r"
    <- emits addop_binary (emit) codegen.c:28
    <- emits _Py_Specialize_BinaryOp (emit) specialize.c:47
    <- made-of BINARY_OP (family) bytecodes.c:30
    <- specializes BINARY_OP_ADD_INT (family) bytecodes.c:30
    <- specializes BINARY_OP_ADD_STR (family) bytecodes.c:30
    <- generated-from BINARY_OP (generated-number) opcode_ids.h:7
    <- generated-from BINARY_OP (generated-case) generated_cases.c.h:5
    -> made-of _SPECIALIZE_BINARY_OP (macro) bytecodes.c:49
    -> made-of _BINARY_OP (macro) bytecodes.c:49
    -> documented-by BINARY_OP (directive) dis.rst:6
    -> documented-by Instructions that adapt (doc-word) interpreter.md:8
    ");
    insta::assert_snapshot!(around("BINARY_OP_ADD_INT").join("\n"), @r"
    <- emits _Py_Specialize_BinaryOp (emit) specialize.c:42
    <- made-of BINARY_OP (family) bytecodes.c:30
    <- generated-from BINARY_OP_ADD_INT (generated-number) opcode_ids.h:18
    <- generated-from BINARY_OP_ADD_INT (generated-case) generated_cases.c.h:21
    -> made-of _GUARD_BOTH_INT (macro) bytecodes.c:61
    -> made-of _BINARY_OP_ADD_INT (macro) bytecodes.c:61
    -> specializes BINARY_OP (family) bytecodes.c:30
    ");
    insta::assert_snapshot!(around("_LOAD_FAST_COPY").join("\n"), @r"
    <- generated-from _LOAD_FAST_COPY_0_r01 (generated-case) executor_cases.c.h:10
    <- generated-from _LOAD_FAST_COPY_1_r01 (generated-case) executor_cases.c.h:15
    -> op-calls Py_NewRef (call-by-macro) bytecodes.c:89
    ");
    insta::assert_snapshot!(around("MATCH_SEQUENCE").join("\n"), @r"
    <- emits codegen_pattern_sequence (emit) codegen.c:141
    <- generated-from MATCH_SEQUENCE (generated-number) opcode_ids.h:12
    <- generated-from MATCH_SEQUENCE (generated-case) generated_cases.c.h:62
    -> op-calls Py_TYPE (call-by-macro) bytecodes.c:85
    ");
}

#[test]
fn a_python_class_of_the_tree_is_where_the_abstract_syntax_says() {
    let navigator = &miniature().navigator;
    let answers = navigator.where_is("ast.Return", 3).unwrap();
    let steps: Vec<String> = answers[0].evidence.iter().map(|s| format!("{} {}:{}", s.rule, s.file, s.line)).collect();
    assert_eq!((answers[0].kind, answers[0].file.as_str()), (Kind::Ast, "Parser/Python.asdl"));
    insta::assert_snapshot!(steps.join("\n"), @r"
    star-import Lib/ast.py:2
    publish Python/Python-ast.c:61
    make-type Python/Python-ast.c:52
    asdl Parser/Python.asdl:10
    ");
}

#[test]
fn every_instruction_leads_to_its_code() {
    let miniature = miniature();
    let source = miniature.text("Python/bytecodes.c");
    let source = source.split_once("BEGIN BYTECODES").unwrap().1;
    let mut written = words_behind(source, " inst(");
    written.extend(words_behind(source, " inst ("));
    written.extend(words_behind(source, " macro("));
    let links = all(&miniature.navigator);
    let cases =
        links.iter().filter(|row| row.rule == "generated-case" && row.from.file == "Python/generated_cases.c.h");
    let led: BTreeSet<String> = cases.map(|row| row.to.symbol.clone()).collect();
    assert_eq!(led.intersection(&written).count(), written.len(), "{written:?} against {led:?}");
}

#[test]
fn every_node_leads_to_the_function_that_compiles_it() {
    let miniature = miniature();
    let source = miniature.text("Parser/Python.asdl");
    let links = all(&miniature.navigator);
    let main = |row: &&LinkRow| row.kind == LinkKind::CompiledBy && (row.rule == "dispatch" || row.rule == "case");
    let mut led: BTreeSet<String> = links.iter().filter(main).map(|row| row.from.symbol.clone()).collect();
    let gaps = miniature.navigator.status().unwrap().gaps;
    assert_eq!(gaps, [("FunctionType".to_owned(), "_PyCodegen_Module has no branch for it".to_owned())]);
    led.extend(gaps.into_iter().map(|(name, _)| name));
    let mut written = BTreeSet::new();
    for of in ["mod", "stmt", "expr", "pattern"] {
        let body = source.split_once(&format!("\n    {of} = ")).unwrap().1;
        let body = body.split("\n\n").next().unwrap();
        written.extend(body.split('\n').filter_map(|line| {
            let line = line.split("--").next().unwrap().trim_start_matches([' ', '|']);
            line.split('(').next().filter(|name| name.starts_with(char::is_uppercase)).map(str::to_owned)
        }));
    }
    assert_eq!(led, written);
}

#[test]
fn without_the_instruction_language_the_loop_itself_is_the_place() {
    let mut files = fixture("cpython");
    files.retain(|(path, _)| !path.contains("bytecodes") && !path.contains("_cases") && path != "Include/opcode_ids.h");
    let place = files.iter_mut().find(|(path, _)| path == "Python/ceval.c").unwrap();
    let text = String::from_utf8(place.1.clone()).unwrap();
    let cases = "        TARGET(MATCH_SEQUENCE) {\n            DISPATCH();\n        }\n        case TARGET(LOAD_FAST): {\n            DISPATCH();\n        }";
    place.1 = text.replace("#include \"generated_cases.c.h\"", cases).into_bytes();
    files.push(("Include/opcode.h".to_owned(), b"#define MATCH_SEQUENCE 8\n#define LOAD_FAST 2\n".to_vec()));
    files.sort();
    let indexed = Indexed::new(files);
    for name in ["MATCH_SEQUENCE", "LOAD_FAST"] {
        let best = indexed.navigator.where_is(name, 1).unwrap().remove(0);
        assert_eq!((best.kind, best.file.as_str()), (Kind::Label, "Python/ceval.c"), "{name}");
    }
    let emits = |row: &LinkRow| row.kind == LinkKind::Emits && row.from.symbol == "codegen_pattern_sequence";
    let links = all(&indexed.navigator);
    let found: Vec<_> = links.iter().filter(|row| emits(row)).map(|row| (&*row.to.symbol, &*row.to.file)).collect();
    assert_eq!(found, [("MATCH_SEQUENCE", "Python/ceval.c")]);
}

#[test]
fn a_grammar_without_actions_leads_on_through_the_functions_that_read_its_tree() {
    let mut files = fixture("cpython");
    files.retain(|(path, _)| path != "Grammar/python.gram" && path != "Parser/parser.c");
    let mut add = |path: &str, text: &str| files.push((path.to_owned(), text.as_bytes().to_vec()));
    add(
        "Grammar/Grammar",
        "# Rules\nstmt: match_stmt | flow_stmt\nmatch_stmt: 'match' NAME\nflow_stmt: 'return' [NAME]\n",
    );
    add("Include/Python-ast.h", "#define Match(a, b) _Py_Match(a, b)\nstmt_ty Match(expr_ty a, void *b);\n");
    add(
        "Python/ast.c",
        "#include \"Python-ast.h\"\nstatic stmt_ty\nast_for_match(const node *n)\n{\n    REQ(n, match_stmt);\n    return Match(n, NULL);\n}\n\
         static stmt_ty\nast_for_stmt(const node *n)\n{\n    switch (TYPE(n)) {\n        case match_stmt:\n            return ast_for_match(n);\n\
         \x20       case flow_stmt:\n            return NULL;\n    }\n}\n",
    );
    let maker = files.iter_mut().find(|(path, _)| path == "Python/Python-ast.c").unwrap();
    let text = String::from_utf8(maker.1.clone()).unwrap();
    let text = text
        .replace("_PyAST_Match(expr_ty subject, void *cases, int lineno, void *arena)", "Match(expr_ty a, void *b)");
    maker.1 = text.replace("#include \"pycore_ast.h\"", "#include \"Python-ast.h\"").into_bytes();
    files.sort();
    let navigator = Indexed::new(files).navigator;
    let made = navigator.where_is("_Py_Match", 1).unwrap().remove(0);
    assert_eq!((made.file.as_str(), made.exact), ("Python/Python-ast.c", true));
    let ends = ["match_stmt", "MATCH_SEQUENCE"].map(|name| [navigator.where_is(name, 1).unwrap()[0].id]);
    let steps = navigator.path(&ends[0], &ends[1]).unwrap().unwrap();
    let steps: Vec<String> = steps.iter().map(|row| format!("{} {} ({})", row.kind, row.to.symbol, row.rule)).collect();
    insta::assert_snapshot!(steps.join("\n"), @r"
    action ast_for_match (rule-check)
    builds Match (node-function)
    compiled-by codegen_match (dispatch)
    calls codegen_pattern (call)
    calls codegen_pattern_sequence (call)
    emits MATCH_SEQUENCE (emit)
    ");
}

#[test]
fn of_two_definitions_of_an_instruction_the_last_one_counts() {
    let mut files = fixture("cpython");
    let place = files.iter_mut().find(|(path, _)| path == "Python/bytecodes.c").unwrap();
    let text = String::from_utf8(place.1.clone()).unwrap();
    place.1 = text.replace("// END BYTECODES //", "macro(BINARY_OP) = _BINARY_OP;\n").into_bytes();
    let indexed = Indexed::new(files);
    let gaps = indexed.navigator.status().unwrap().gaps;
    assert!(gaps[0].0 == "BINARY_OP" && gaps[0].1.ends_with("of its file defines it again"), "{gaps:?}");
}
