//! C that is no C before preprocessing: what macros and broken text leave of a file's definitions.

use crate::c_facts::{c, facts, outline};

#[test]
fn templates_and_macros_for_bodies_make_functions() {
    let source = "\
Py_LOCAL_INLINE(Py_ssize_t)
STRINGLIB(count)(const STRINGLIB_CHAR *str, Py_ssize_t n)
{
    return STRINGLIB(find)(str, n);
}
static PyObject *
beep_impl(PyObject *module)
/*[clinic end generated code: output=1 input=2]*/
NoArgNoReturnFunctionBody(beep)

ENCODER(gbk)
{
    return 0;
}
BINARY_FUNC(PyNumber_Or, nb_or, \"|\")
static int
last(void) { return 0; }
";
    assert_eq!(
        outline(source),
        [
            "function STRINGLIB(count) 1/2-5",
            "function beep_impl 6/7-9",
            "function ENCODER(gbk) 11/11-14",
            "function last 16/17-17",
        ]
    );
    let told: Vec<String> = c(source)
        .calls
        .iter()
        .map(|call| format!("{:?} {}({})", call.caller, call.callee, call.args.join(",")))
        .collect();
    assert_eq!(
        told,
        [
            "Some(0) STRINGLIB(find)(str,n)",
            "Some(1) NoArgNoReturnFunctionBody(beep)",
            "None BINARY_FUNC(PyNumber_Or,nb_or,\"|\")",
        ]
    );
}

#[test]
fn a_macro_around_a_declaration_lets_it_through() {
    let source = "\
IN_SECTION(main, State state)
= STATE_INIT(state, 1);
DEFINE(a, b) = 1;
int last = 3;
";
    assert_eq!(outline(source), ["global state 1/1-2", "global last 4/4-4"]);
    assert_eq!(facts(source).definitions[0].bases, ["State".into()]);
}

#[test]
fn known_macros_leave_no_errors() {
    let source = "\
typedef struct {
    PyObject_HEAD
    Py_ssize_t size;
} listobject;
static PyMethodDef methods[] = {
    LIST_APPEND_METHODDEF
    LIST_POP_METHODDEF
    {NULL, NULL}
};
static PyTypeObject List_Type = {
    PyVarObject_HEAD_INIT(&PyType_Type, 0)
    \"list\",
    sizeof(listobject),
};
int run(va_list va)
{
    Py_BEGIN_ALLOW_THREADS
    wait();
    Py_END_ALLOW_THREADS
    Py_BEGIN_CRITICAL_SECTION(self)
    char *p = va_arg(va, char *);
    void *q = PyMem_New(struct thing *, 3);
    Py_END_CRITICAL_SECTION();
    FOR_EACH(x, list) {
        use(x, offsetof(struct s, a.b), Py_RICHCOMPARE(a, b, <));
    }
    LOOP(i, 4, int j = i; use(j, 0, 0);)
    if mi_likely(p != 0) { return 1; }
    TARGET(NOP) { return 2; }
    printf(\"%\" FORMAT(\"l\") \"d\", 1);
#ifdef A
    if (p) {
#else
    if (q) {
#endif
        return 3;
    }
    else
#ifdef B
        return 4;
#else
        return 5;
#endif
    return _Py_CAST(PyObject *, p) == NULL;
}
#ifdef __cplusplus
extern \"C\" {
#endif
int after(void) { return 0; }
#ifdef __cplusplus
}
#endif
";
    let facts = facts(source);
    assert_eq!(facts.syntax.errors, 0, "{:?}", facts.syntax);
    assert!(facts.syntax.error_bytes <= 8, "only the branch that is left out counts: {:?}", facts.syntax);
    let names: Vec<String> = outline(source).into_iter().filter(|line| !line.starts_with("field")).collect();
    assert_eq!(
        names,
        [
            "typedef listobject 1/4-4",
            "table methods 5/5-9",
            "type List_Type 10/10-14",
            "function run 15/15-45",
            "label NOP 29/29-29",
            "function after 49/49-49",
        ]
    );
}

#[test]
fn a_broken_file_still_yields_its_functions_and_nothing_else() {
    let source = "\
class X : public Y { int operator+(int); };
)) ]] }
int first(void)
{
    if (x ((
}
SOME THING ELSE ( {
int second(int a)
{
    switch (a) { case 1: while (a) { go(); }
}
int third(void) { return 0; }
";
    let functions: Vec<String> = outline(source).into_iter().filter(|line| line.starts_with("function")).collect();
    for name in ["first 3/3-6", "second 8/8-11", "third 12/12-12"] {
        assert!(functions.contains(&format!("function {name}")), "{functions:?}");
    }
    assert!(!functions.iter().any(|line| line.contains(" if ") || line.contains(" while ")), "{functions:?}");
    let syntax = facts(source).syntax;
    assert!(syntax.errors > 0 && syntax.error_bytes > 0 && syntax.spots[0].line <= 3, "{syntax:?}");
}

#[test]
fn deep_nesting_costs_neither_the_stack_nor_minutes() {
    for (open, count) in [
        ("f(", 20_000),
        ("{", 20_000),
        ("struct a {", 8_000),
        ("x = {", 8_000),
        ("#if A\n", 5_000),
        ("int f(void) {", 5_000),
    ] {
        let source = open.repeat(count);
        let facts = facts(&source);
        assert_eq!(facts.bytes as usize, source.len());
    }
}

#[test]
fn a_head_macro_behind_a_designator_brings_its_own_comma() {
    let source = "static struct { PyObject_VAR_HEAD PyObject *ob_item[2]; } names = {\n    .ob_base = PyVarObject_HEAD_INIT(&PyTuple_Type, 2)\n    .ob_item = { &_Py_ID(a), &_Py_ID(b), },\n};\nPyDoc_STRVAR(doc, \"Says what it does.\");\n";
    let facts = facts(source);
    assert_eq!((facts.syntax.errors, facts.syntax.error_bytes), (0, 0), "{:?}", facts.syntax);
}
