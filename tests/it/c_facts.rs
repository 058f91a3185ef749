//! C facts: what one file says, whatever its macros and `#if`s do to the grammar.

use cpynav::facts::extract;
use cpynav::model::{CFacts, Dialect, FileFacts, Item, Kind, Value};

pub fn facts(source: &str) -> FileFacts {
    extract(Dialect::C, source.as_bytes())
}

pub fn c(source: &str) -> CFacts {
    *facts(source).c.expect("C files have a C part")
}

pub fn outline(source: &str) -> Vec<String> {
    let facts = facts(source);
    let told = facts.definitions.iter().filter(|one| one.kind != Kind::Macro);
    told.map(|one| {
        let name = if one.qualname.is_empty() { &one.name } else { &one.qualname };
        format!("{} {name} {}/{}-{}", one.kind, one.first_line, one.line, one.end_line)
    })
    .collect()
}

/// The text of the chain of conditions around something.
fn condition(facts: &FileFacts, mut id: u32) -> String {
    let mut parts = Vec::new();
    while id > 0 {
        let level = &facts.conditions[id as usize - 1];
        parts.push(level.text.to_string());
        id = level.outer;
    }
    parts.reverse();
    parts.join(" ; ")
}

#[test]
fn functions_stand_at_their_name_from_the_type_to_the_brace() {
    let source = "\
int declared(int a);
extern int also_declared;

/* Adds one.
   Fast. */
static PyObject *
add_one(PyObject *self, PyObject *args)
{
    return NULL;
}
Py_LOCAL_INLINE(int)
helper(void) { return 1; }
PyAPI_FUNC(PyObject *) exported(void) Py_GCC_ATTRIBUTE((noreturn));
Py_DEPRECATED(3.9) PyAPI_FUNC(int) old(void);
static Py_ALWAYS_INLINE PyObject * FASTCALL fast(int a) { return 0; }
";
    assert_eq!(outline(source), ["function add_one 6/7-10", "function helper 11/12-12", "function fast 15/15-15"]);
    let facts = facts(source);
    let add_one = &facts.definitions[0];
    assert_eq!(
        (&*add_one.doc, &*add_one.signature, add_one.is_static),
        ("Adds one. Fast.", "PyObject *self, PyObject *args", true)
    );
    assert!(facts.definitions[1].is_static, "the macro says static");
    assert_eq!(facts.syntax.errors, 0, "{:?}", facts.syntax);
}

#[test]
fn types_members_and_variables_are_definitions() {
    let source = "\
struct point { int x, *y; /* down */ struct { int deep; } inner; union { int either; }; };
typedef struct _node { struct _node *next; } node;
typedef struct { int a; } plain;
enum colour { RED, GREEN = 2 };
typedef PyObject *(*unaryfunc)(PyObject *);
static PyTypeObject Forward_Type;
int counter = 3;
PyAPI_DATA(int) declared;
static PyTypeObject *types[] = { &Forward_Type };
static PyTypeObject Forward_Type = { 0 };
";
    assert_eq!(
        outline(source),
        [
            "struct point 1/1-1",
            "field point.x 1/1-1",
            "field point.y 1/1-1",
            "field point.inner.deep 1/1-1",
            "field point.inner 1/1-1",
            "field point.either 1/1-1",
            "struct _node 2/2-2",
            "field _node.next 2/2-2",
            "typedef node 2/2-2",
            "field plain.a 3/3-3",
            "typedef plain 3/3-3",
            "enum colour 4/4-4",
            "field colour.RED 4/4-4",
            "field colour.GREEN 4/4-4",
            "typedef unaryfunc 5/5-5",
            "global counter 7/7-7",
            "global types 9/9-9",
            "type Forward_Type 10/10-10",
        ]
    );
}

#[test]
fn conditions_follow_the_directives_and_reach_every_fact() {
    let source = "\
#ifndef X_H
#define X_H
#if defined(A) && \\
    B > 2   /* why */
int one(void) { return f(); }
#elif defined C
static int
#ifdef D
two(int a)
#else
two(long a)
#endif
{ return g(); }
#else
static PyMethodDef t[] = {
#ifdef E
    {\"e\", e},
#endif
    {\"f\", f},
};
#endif
#endif
";
    let facts = facts(source);
    let told: Vec<String> = facts
        .definitions
        .iter()
        .map(|one| format!("{} {}: {}", one.name, one.line, condition(&facts, one.condition)))
        .collect();
    assert_eq!(
        told,
        [
            "X_H 2: ",
            "one 5: defined(A) && B > 2",
            "two 9: !(defined(A) && B > 2) && (defined C) ; defined(D)",
            "two 11: !(defined(A) && B > 2) && (defined C) ; !defined(D)",
            "t 15: !(defined(A) && B > 2) && !(defined C)",
        ]
    );
    let c = facts.c.as_ref().unwrap();
    let items: Vec<String> = c.initialisers[0]
        .items
        .iter()
        .map(|item| format!("{} {}", item.line, condition(&facts, item.condition)))
        .collect();
    assert_eq!(
        items,
        ["17 !(defined(A) && B > 2) && !(defined C) ; defined(E)", "19 !(defined(A) && B > 2) && !(defined C)"]
    );
    assert_eq!(condition(&facts, c.calls[0].condition), "defined(A) && B > 2");
}

#[test]
fn initialisers_keep_their_rows() {
    let source = "\
static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = \"heap\",
    .m_methods = methods,
};
static PyGetSetDef STRINGLIB(getset)[] = {
    {\"size\", (getter)get_size, NULL, PyDoc_STR(\"a\" \"b\")},
    X_GETSETDEF
    {NULL}
};
void f(void) { static const PyMethodDef local = {\"l\", l}; }
";
    let c = c(source);
    let shape = |items: &[Item]| -> Vec<String> {
        let text = |item: &Item| match &item.value {
            Value::Text(text) => format!("{}{text}", item.field.as_ref().map(|f| format!("{f}=")).unwrap_or_default()),
            Value::List(inner) => inner.iter().map(|one| one.value.text()).collect::<Vec<_>>().join("|"),
        };
        items.iter().map(text).collect()
    };
    let told: Vec<_> = c
        .initialisers
        .iter()
        .map(|one| (&*one.type_name, &*one.name, one.is_array, one.is_static, one.line, one.inside.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("PyModuleDef", "module", false, true, 1, false),
            ("PyGetSetDef", "STRINGLIB(getset)", true, true, 6, false),
            ("PyMethodDef", "local", false, true, 11, true),
        ]
    );
    assert_eq!(shape(&c.initialisers[0].items), ["PyModuleDef_HEAD_INIT", "m_name=\"heap\"", "m_methods=methods"]);
    assert_eq!(
        shape(&c.initialisers[1].items),
        ["\"size\"|(getter)get_size|NULL|PyDoc_STR(\"a\" \"b\")", "X_GETSETDEF", "NULL"]
    );
}

#[test]
fn calls_tell_what_matters_about_them() {
    let source = "\
SimpleExtendsException(PyExc_Exception, TypeError, \"Wrong type.\")
PyDoc_STRVAR(doc, \"text\");
static int declared(void);
int f(PyObject *m)
{
    PyObject *type = (PyObject *)PyType_FromModuleAndSpec(m, &spec, NULL);
    state->heap = make(1, 2);
    if ((x = named(\"name\")) < 0) goto error;
    Py_SETREF(a, b);
    obj->method(1);
    int local(int);
    void (*hook)(int) = other;
#ifdef A
    in_a(1);
#else
    in_b(1);
#endif
    Foo_Type.tp_base = &Bar_Type;
    Py_TYPE(m)->tp_new = (newfunc)make_new;
}
";
    let c = c(source);
    let told: Vec<String> = c
        .calls
        .iter()
        .map(|call| {
            format!(
                "{}:{}({}) {}",
                call.line,
                call.callee,
                call.args.join(";"),
                call.assigned_to.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "1:SimpleExtendsException(PyExc_Exception;TypeError;\"Wrong type.\") -",
            "2:PyDoc_STRVAR(doc;\"text\") -",
            "6:PyType_FromModuleAndSpec(m;&spec;NULL) type",
            "7:make() state->heap",
            "8:named(\"name\") x",
            "9:Py_SETREF(a;b) -",
            "14:in_a() -",
            "16:in_b() -",
            "19:Py_TYPE(m) -",
        ]
    );
    let sides: Vec<String> = c.assignments.iter().map(|one| format!("{} = {}", one.left, one.right)).collect();
    assert_eq!(sides, ["Foo_Type.tp_base = &Bar_Type", "Py_TYPE(m)->tp_new = (newfunc)make_new"]);
}

#[test]
fn macros_and_includes_are_kept() {
    let source = "\
#include <math.h>
#include \"clinic/x.c.h\"
#define EMPTY
/* Twice as much. */
#define TWICE(a, ...) \\
    ((a) + /* plus */ (a))
#define DEF \\
    {\"n\", (PyCFunction)n, METH_O, n__doc__},
";
    let facts = facts(source);
    assert_eq!(&*facts.definitions[1].doc, "Twice as much.");
    let c = facts.c.unwrap();
    let includes: Vec<_> = c.includes.iter().map(|one| (&*one.path, one.system)).collect();
    assert_eq!(includes, [("math.h", true), ("clinic/x.c.h", false)]);
    let macros: Vec<String> = c
        .macros
        .iter()
        .map(|one| {
            format!(
                "{}{} = {} {}-{}",
                one.name,
                one.params.as_ref().map(|p| format!("({})", p.join(","))).unwrap_or_default(),
                one.body,
                one.line,
                one.end_line
            )
        })
        .collect();
    assert_eq!(
        macros,
        ["EMPTY =  3-3", "TWICE(a,...) = ((a) + (a)) 5-6", "DEF = {\"n\", (PyCFunction)n, METH_O, n__doc__}, 7-8"]
    );
}
