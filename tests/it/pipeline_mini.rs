//! The whole pipeline on the miniature: every way in which a Python name leads to its implementation, once.

use crate::support::{Indexed, fixture, miniature};
use cpynav::nav::Answer;
use std::fmt::Write as _;

/// A name, and where its best answer must stand: file, symbol, and a text that only its line contains. Without a text
/// the line is the one that begins with the symbol and a parenthesis, as functions do in C.
type Row = (&'static str, &'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    // Method tables, Argument Clinic.
    ("list.append", "Objects/listobject.c", "list_append_impl", ""),
    ("builtins.list.sort", "Objects/listobject.c", "list_sort_impl", ""),
    ("list.__init__", "Objects/listobject.c", "list___init___impl", ""),
    ("dict.get", "Objects/dictobject.c", "dict_get_impl", ""),
    ("dict.update", "Objects/dictobject.c", "dict_update", ""),
    ("dict.fromkeys", "Objects/dictobject.c", "dict_fromkeys_impl", ""),
    ("dict.keys", "Objects/dictobject.c", "dictkeys_new", ""),
    ("str.join", "Objects/unicodeobject.c", "unicode_join", ""),
    ("str.find", "Objects/unicodeobject.c", "unicode_find_impl", ""),
    ("str.maketrans", "Objects/unicodeobject.c", "unicode_maketrans_impl", ""),
    ("int.__new__", "Objects/longobject.c", "long_new_impl", ""),
    ("int.bit_length", "Objects/longobject.c", "int_bit_length_impl", ""),
    ("int.conjugate", "Objects/longobject.c", "long_long", ""),
    ("len", "Python/bltinmodule.c", "builtin_len", ""),
    ("print", "Python/bltinmodule.c", "builtin_print_impl", ""),
    ("iter", "Python/bltinmodule.c", "builtin_iter", ""),
    ("sorted", "Python/bltinmodule.c", "builtin_sorted", ""),
    ("sys.intern", "Python/sysmodule.c", "sys_intern_impl", ""),
    // Getters, setters, members.
    ("int.real", "Objects/longobject.c", "long_long", ""),
    ("generator.__name__", "Objects/genobject.c", "gen_get_name", ""),
    ("BaseException.args", "Objects/exceptions.c", "BaseException_args_get_impl", ""),
    ("generator.gi_running", "Objects/genobject.c", "gen_memberlist", "{\"gi_running\""),
    ("functools.partial.func", "Modules/_functoolsmodule.c", "partial_memberlist", "{\"func\", _Py"),
    // Types.
    ("list", "Objects/listobject.c", "PyList_Type", "PyTypeObject PyList_Type = {"),
    ("dict", "Objects/dictobject.c", "PyDict_Type", "PyTypeObject PyDict_Type = {"),
    ("ValueError", "Objects/exceptions.c", "_PyExc_ValueError", "SimpleExtendsException(PyExc_Exception, ValueError"),
    ("IOError", "Objects/exceptions.c", "_PyExc_OSError", "ComplexExtendsException(PyExc_Exception, OSError"),
    ("collections.deque", "Modules/_collectionsmodule.c", "deque_spec", "PyType_Spec deque_spec = {"),
    ("collections.deque.append", "Modules/_collectionsmodule.c", "deque_append_impl", ""),
    ("collections.OrderedDict.update", "Objects/odictobject.c", "mutablemapping_update", ""),
    // Types that no module publishes.
    ("list_iterator.__next__", "Objects/listobject.c", "listiter_next", ""),
    ("coroutine.close", "Objects/genobject.c", "gen_close", ""),
    // Special methods.
    ("int.__add__", "Objects/longobject.c", "long_add_method", ""),
    ("int.__radd__", "Objects/longobject.c", "long_add_method", ""),
    ("int.__lt__", "Objects/longobject.c", "long_richcompare", ""),
    ("list.__getitem__", "Objects/listobject.c", "list_subscript", ""),
    ("list.__len__", "Objects/listobject.c", "list_length", ""),
    ("str.__mod__", "Objects/unicodeobject.c", "unicode_mod", ""),
    ("code.__hash__", "Objects/codeobject.c", "code_hash", ""),
    ("bool.__and__", "Objects/boolobject.c", "bool_and", ""),
    ("bool.__add__", "Objects/longobject.c", "long_add_method", ""),
    ("collections.deque.__len__", "Modules/_collectionsmodule.c", "deque_len", ""),
    ("functools.partial.__call__", "Modules/_functoolsmodule.c", "partial_call", ""),
    // Modules.
    ("math.fsum", "Modules/mathmodule.c", "math_fsum", ""),
    ("os.stat", "Modules/posixmodule.c", "os_stat_impl", ""),
    ("os.fork", "Modules/posixmodule.c", "os_fork_impl", ""),
    ("nt.startfile", "Modules/posixmodule.c", "os_startfile_impl", ""),
    ("os.DirEntry.is_dir", "Modules/posixmodule.c", "os_DirEntry_is_dir_impl", ""),
    ("time.time", "Modules/timemodule.c", "time_time", ""),
    ("time.struct_time.__replace__", "Objects/structseq.c", "structseq_replace", ""),
    ("_codecs_jp.getcodec", "Modules/cjkcodecs/cjkcodecs.h", "getcodec", ""),
    ("_imp.is_builtin", "Python/import.c", "_imp_is_builtin_impl", ""),
    ("marshal.dumps", "Python/marshal.c", "marshal_dumps", ""),
    ("readline.clear_history", "Modules/readline.c", "readline_clear_history", ""),
    ("_socket.socket.close", "Modules/socketmodule.c", "sock_close", ""),
    ("xxlimited.foo", "Modules/xxlimited.c", "xx_foo", ""),
    ("winreg.CloseKey", "PC/winreg.c", "winreg_CloseKey", ""),
    ("_scproxy._get_proxies", "Modules/_scproxy.c", "get_proxies", ""),
    // Made by macros.
    ("math.sqrt", "Modules/mathmodule.c", "math_sqrt", "FUNC1(sqrt,"),
    ("PyNumber_Rshift", "Objects/abstract.c", "PyNumber_Rshift", "BINARY_FUNC(PyNumber_Rshift"),
    ("ucs2lib_find", "Objects/stringlib/find.h", "ucs2lib_find", "STRINGLIB(find)"),
    ("decimal.Decimal.exp", "Modules/_decimal.c", "dec_exp", ""),
    ("unicodedata.UCD.name", "Modules/unicodedata.c", "unicodedata_UCD_name", ""),
    ("_sha3.sha3_224.digest", "Modules/sha3module.c", "SHA3_digest", ""),
    ("_curses.beep", "Modules/_cursesmodule.c", "_curses_beep_impl", ""),
    // Python, and C in its place.
    ("heapq.heappush", "Modules/_heapqmodule.c", "_heapq_heappush_impl", ""),
    ("heapq.merge", "Lib/heapq.py", "merge", "def merge("),
    ("os.path.join", "Lib/posixpath.py", "join", "def join("),
    ("os.makedirs", "Lib/os.py", "makedirs", "def makedirs("),
    ("os.fspath", "Lib/os.py", "_fspath", "def _fspath("),
    ("open", "Modules/_io/_iomodule.c", "_io_open_impl", ""),
    ("io.BufferedReader.read", "Modules/_io/bufferedio.c", "_io__Buffered_read_impl", ""),
    ("datetime.date.today", "Modules/_datetimemodule.c", "date_today", ""),
    ("datetime.timedelta.total_seconds", "Lib/_pydatetime.py", "timedelta.total_seconds", "def total_seconds("),
    ("functools.reduce", "Modules/_functoolsmodule.c", "functools_reduce", ""),
    ("json.decoder.scanstring", "Modules/_json.c", "py_scanstring", ""),
    ("json.JSONDecoder.decode", "Lib/json/decoder.py", "JSONDecoder.decode", "def decode("),
    ("random.choice", "Lib/random.py", "Random.choice", "def choice("),
    ("threading.get_ident", "Modules/_threadmodule.c", "thread_get_ident", ""),
    ("collections.abc.Sequence.index", "Lib/_collections_abc.py", "Sequence.index", "def index("),
    ("asyncio.gather", "Lib/asyncio/tasks.py", "gather", "async def gather("),
    ("asyncio.EventLoop", "Lib/asyncio/unix_events.py", "_UnixSelectorEventLoop", "class _UnixSelector"),
    ("types.CodeType", "Objects/codeobject.c", "PyCode_Type", "PyTypeObject PyCode_Type = {"),
    ("argparse.ArgumentParser.suggest", "Lib/argparse.py", "ArgumentParser.suggest", "def suggest("),
    ("enum.Enum.value", "Lib/enum.py", "Enum.value", "def value("),
    ("collections.Counter.most_common", "Lib/collections/__init__.py", "Counter.most_common", "def most_common("),
    // More of each.
    ("_io.text_encoding", "Modules/_io/bufferedio.c", "_io_text_encoding", ""),
    ("math.gcd", "Modules/mathintegermodule.c", "math_integer_gcd", ""),
    ("math.integer.gcd", "Modules/mathintegermodule.c", "math_integer_gcd", ""),
    ("type.__call__", "Objects/typeobject.c", "type_call", ""),
    ("str.__add__", "Objects/unicodeobject.c", "PyUnicode_Concat", ""),
    ("decimal.Decimal.__add__", "Modules/_decimal.c", "nm_mpd_qadd", "Dec_BinaryNumberMethod(mpd_qadd)"),
    ("pyexpat.xmlparser.ErrorCode", "Modules/pyexpat.c", "xmlparse_ErrorCode_getter", "_DEF(ErrorCode)"),
    ("time.struct_time.tm_year", "Modules/timemodule.c", "struct_time_type_fields", "{\"tm_year\""),
    ("datetime.date.year", "Modules/_datetimemodule.c", "date_year", ""),
    ("asyncio.Task", "Modules/_asynciomodule.c", "Task_spec", "PyType_Spec Task_spec = {"),
    ("asyncio.Task.get_loop", "Modules/_asynciomodule.c", "FutureObj_get_loop", ""),
    ("random.random", "Modules/_randommodule.c", "_random_Random_random", ""),
    ("threading.RLock", "Lib/threading.py", "RLock", "def RLock("),
    ("importlib._bootstrap._install", "Lib/importlib/_bootstrap.py", "_install", "def _install("),
    ("re.Pattern.search", "Modules/_sre/sre.c", "pattern_search", ""),
    ("os.error", "Objects/exceptions.c", "_PyExc_OSError", "ComplexExtendsException(PyExc_Exception, OSError"),
    ("winreg.HKEYType.Close", "PC/winreg.c", "winreg_HKEYType_Close_impl", ""),
    ("collections.UserList.__copy__", "Lib/collections/__init__.py", "UserList.copy", "def copy("),
    ("sre_ucs2_search", "Modules/_sre/sre_lib.h", "sre_ucs2_search", "SRE(search)(SRE_STATE"),
    ("slot_nb_add", "Objects/typeobject.c", "slot_nb_add", "SLOT1BIN(slot_nb_add"),
    ("richcmp_lt", "Objects/typeobject.c", "richcmp_lt", "RICHCMP_WRAPPER(lt"),
    (
        "compactlong_float_add",
        "Python/specialize.c",
        "compactlong_float_add",
        "LONG_FLOAT_ACTION(compactlong_float_add",
    ),
    ("_BINARY_OP", "Python/bytecodes.c", "_BINARY_OP", " op(_BINARY_OP,"),
    ("GET_ITER", "Python/bytecodes.c", "GET_ITER", "inst (GET_ITER"),
    // Values that C puts into modules.
    ("errno.ENOENT", "Modules/errnomodule.c", "errno_exec", "add_errcode(\"ENOENT\""),
    ("sys.maxsize", "Python/sysmodule.c", "_PySys_InitCore", "SET_SYS(\"maxsize\""),
    ("os.O_RDONLY", "Modules/posixmodule.c", "all_ins", "PyModule_AddIntMacro(m, O_RDONLY)"),
    ("os.startfile", "Modules/posixmodule.c", "os_startfile_impl", ""),
    ("quit", "Lib/_sitebuiltins.py", "Quitter", "class Quitter"),
    // C by its own name.
    ("PyList_New", "Objects/listobject.c", "PyList_New", ""),
    ("_PyEval_EvalFrameDefault", "Python/ceval.c", "_PyEval_EvalFrameDefault", ""),
];

fn told(answers: &[Answer]) -> String {
    let lines = answers.iter().take(3).map(|answer| {
        let exact = if answer.exact { "" } else { " (near)" };
        format!("{}:{} {}{exact}", answer.file, answer.line, answer.symbol.as_deref().unwrap_or("-"))
    });
    let told = lines.collect::<Vec<_>>().join(", ");
    if told.is_empty() { "nothing".to_owned() } else { told }
}

/// Compares every row, as `rename` spells it, with what the index answers.
fn check(indexed: &Indexed, rename: &dyn Fn(&str) -> String) {
    let mut wrong = String::new();
    for (name, file, symbol, marker) in ROWS {
        let (name, file, symbol, marker) = (rename(name), rename(file), rename(symbol), rename(marker));
        let line = if marker.is_empty() { start_of(indexed, &file, &symbol) } else { indexed.line_of(&file, &marker) };
        let answers = indexed.where_is(&name);
        let right = answers.first().is_some_and(|answer| {
            answer.exact && answer.file == file && answer.line == line && answer.symbol.as_deref() == Some(&symbol)
        });
        if !right {
            writeln!(wrong, "{name}: want {file}:{line} {symbol}, got {}", told(&answers)).unwrap();
        }
    }
    let count = wrong.lines().count();
    assert!(wrong.is_empty(), "{count} of {} names lead to the wrong place:\n{wrong}", ROWS.len());
}

fn start_of(indexed: &Indexed, file: &str, symbol: &str) -> u32 {
    let start = format!("{symbol}(");
    let text = indexed.text(file);
    let line = text.lines().position(|line| line.starts_with(&start));
    line.unwrap_or_else(|| panic!("no function {symbol} in {file}")) as u32 + 1
}

#[test]
fn every_mechanism_leads_to_the_implementation() {
    check(miniature(), &str::to_owned);
}

/// What gets other names, and the names it gets: types, tables, functions, methods, modules, files. Names of the C API
/// and of macros that C needs stay: they are data of the program.
const RENAMED: &[(&str, &str)] = &[
    ("PyList", "PyShelf"),
    ("listiter", "shelfwalk"),
    ("listobject", "shelfobject"),
    ("list_", "shelf_"),
    ("LIST_", "SHELF_"),
    ("\"list\"", "\"shelf\""),
    ("class list ", "class shelf "),
    ("list.", "shelf."),
    ("append", "stow"),
    ("APPEND", "STOW"),
    ("heapq", "pileq"),
    ("HEAPQ", "PILEQ"),
    ("heappush", "pileadd"),
    ("HEAPPUSH", "PILEADD"),
    ("mapp_methods", "rows_of_a_dict"),
    ("long_", "whole_"),
    ("unicode_", "text_"),
    ("UNICODE_", "TEXT_"),
    ("deque", "deck"),
    ("DEQUE", "DECK"),
    ("odict", "kdict"),
    ("sqrt", "radix"),
    ("DB_methods", "some_rows"),
    ("TaskWakeupDef", "WakeDef"),
];

/// Python's own words: Python files keep these, or they would mean something else.
const PYTHON_KEEPS: &[&str] = &["append", "list.", "list_", "\"list\""];

fn renamed(text: &str, keep: &[&str]) -> String {
    let pairs = RENAMED.iter().filter(|(from, _)| !keep.contains(from));
    pairs.fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[test]
fn renamed_types_tables_and_functions_are_found_under_their_new_names() {
    let files = fixture("cpython").into_iter().map(|(path, bytes)| {
        let python = std::path::Path::new(&path).extension().is_some_and(|ending| ending == "py");
        let keep = if python { PYTHON_KEEPS } else { &[] };
        let path = renamed(&path, keep);
        (path, renamed(&String::from_utf8(bytes).unwrap(), keep).into_bytes())
    });
    let indexed = Indexed::new(files.collect());
    // `list` alone is too short to be replaced everywhere in a text.
    check(&indexed, &|text| if text == "list" { "shelf".to_owned() } else { renamed(text, &[]) });
}

#[test]
fn a_python_twin_is_shown_behind_the_c_version() {
    let answers = miniature().where_is("heapq.heappush");
    assert_eq!(told(&answers[..1]), told(&miniature().where_is("_heapq.heappush")[..1]));
    let twin = answers.iter().find(|answer| answer.twin).expect("the twin is an answer too");
    assert_eq!((twin.file.as_str(), twin.symbol.as_deref()), ("Lib/heapq.py", Some("heappush")));
    assert_eq!(twin.line, miniature().line_of("Lib/heapq.py", "def heappush("));
}

#[test]
fn every_answer_names_the_lines_that_prove_it() {
    let mini = miniature();
    let answers = mini.where_is("list.append");
    let told: Vec<_> = answers[0].evidence.iter().map(|step| (step.file.as_str(), step.line)).collect();
    for (file, marker) in [
        ("Objects/listobject.c", "    LIST_APPEND_METHODDEF"),
        ("Objects/clinic/listobject.c.h", "list_append(PyObject *self, PyObject *object)"),
    ] {
        let line = mini.line_of(file, marker);
        assert!(told.contains(&(file, line)), "no step at {file}:{line} in {told:?}");
    }
    assert!(answers[0].evidence.iter().all(|step| step.certain && !step.rule.is_empty()));
}

#[test]
fn a_function_of_another_platform_answers_with_its_condition() {
    let answers = miniature().where_is("nt.startfile");
    let condition = answers[0].condition.as_deref().unwrap_or_default();
    assert!(condition.contains("MS_WINDOWS"), "{condition:?}");
    let answers = miniature().where_is("os.stat");
    assert_eq!(answers[0].condition, None);
}

#[test]
fn generated_code_is_marked() {
    let answers = miniature().where_is("list_append");
    assert_eq!((answers[0].file.as_str(), answers[0].generated), ("Objects/clinic/listobject.c.h", true));
}

#[test]
fn a_function_knows_the_python_names_it_serves() {
    let answers = miniature().where_is("_heapq_heappush_impl");
    let serves = &answers[0].serves;
    assert!(serves.iter().any(|name| name == "_heapq.heappush"), "{serves:?}");
    let line = miniature().line_of("Objects/listobject.c", "if (app1(self, object) < 0)");
    let answers = miniature().where_is(&format!("Objects/listobject.c:{line}"));
    assert_eq!(answers[0].symbol.as_deref(), Some("list_append_impl"));
}
