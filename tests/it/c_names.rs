//! What C publishes to Python, on small sources of our own: values, types, modules.

use crate::python_links::{library, row, targets};

#[test]
fn constants_lead_to_the_call_that_puts_them_there() {
    let graph = library(
        "--- Include/methodobject.h
struct PyMethodDef { const char *ml_name; PyCFunction ml_meth; int ml_flags; const char *ml_doc; };
typedef struct PyMethodDef PyMethodDef;
--- Modules/numbers.c
#define ADD(name, value) do { if (add_one(dict, name, value) < 0) return -1; } while (0)
#define NAME \"numbers\"
static int add_one(PyObject *dict, const char *key, int value) {
    PyObject *text = PyUnicode_FromString(key);
    return PyDict_SetItem(dict, text, PyLong_FromLong(value));
}
static PyObject *numbers_half(PyObject *module, PyObject *unused) { return NULL; }
static PyMethodDef numbers_methods[] = {
    {\"half\", numbers_half, METH_NOARGS},
    {NULL}
};
static int numbers_exec(PyObject *module) {
    PyObject *dict = PyModule_GetDict(module);
    PyObject *other = PyDict_New();
    PyObject *inner = add_submodule(module, NAME \".inner\");
    ADD(\"ONE\", 1);
#ifdef MS_WINDOWS
    ADD(\"TWO\", 2);
#endif
    PyModule_AddIntConstant(inner, \"DEEP\", 3);
    PyDict_SetItemString(other, \"elsewhere\", module);
    PyModule_AddStringConstant(module, \"half\", \"no\");
    PySys_SetObject(\"answer\", other);
    return 0;
}
static PyModuleDef_Slot numbers_slots[] = {{Py_mod_exec, numbers_exec}, {0, NULL}};
static struct PyModuleDef numbersmodule = {
    PyModuleDef_HEAD_INIT, .m_name = NAME, .m_methods = numbers_methods, .m_slots = numbers_slots
};
PyMODINIT_FUNC PyInit_numbers(void) { return PyModuleDef_Init(&numbersmodule); }
",
    );
    assert_eq!(targets(&graph, "numbers", "ONE"), ["numbers.c:16 numbers_exec"]);
    assert_eq!(targets(&graph, "numbers", "TWO"), ["numbers.c:18 numbers_exec"]);
    let condition = |name| row(&graph, "numbers", name).targets[0].condition.as_deref().map(str::to_owned);
    assert_eq!((condition("ONE"), condition("TWO").as_deref()), (None, Some("defined(MS_WINDOWS)")));
    assert_eq!(targets(&graph, "numbers.inner", "DEEP"), ["numbers.c:20 numbers_exec"]);
    assert_eq!(targets(&graph, "", "numbers.inner"), ["numbers.c:12 numbers_exec"]);
    assert_eq!(targets(&graph, "sys", "answer"), ["numbers.c:23 numbers_exec"]);
    assert_eq!(targets(&graph, "numbers", "half"), ["numbers.c:7 numbers_half"]);
    assert!(!graph.names.iter().any(|row| &*row.name == "elsewhere"));
}

#[test]
fn a_type_named_by_a_macro_of_the_build_lies_in_the_module_of_its_folder() {
    let graph = library(
        "--- Include/object.h
typedef struct _typeobject { PyObject ob_base; const char *tp_name; } PyTypeObject;
--- Modules/_store/row.c
PyTypeObject RowType = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = MODULE_NAME \".Row\" };
--- Modules/_store/module.c
PyMODINIT_FUNC PyInit__store(void) { return PyModule_Create(&_storemodule); }
",
    );
    assert_eq!(targets(&graph, "_store", "Row"), ["row.c:1 RowType"]);
}
