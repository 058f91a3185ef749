//! Every place that uses a definition: small libraries of our own, and the miniature against a plain word count.

use crate::support::{Files, Indexed, miniature};
use cpynav::facts;
use cpynav::model::Dialect;
use insta::assert_snapshot;
use std::fmt::Write as _;

/// Indexes files given as one text with `--- path` lines between them.
fn library(text: &str) -> Indexed {
    let files: Files = text
        .split("--- ")
        .skip(1)
        .map(|part| {
            let (path, source) = part.split_once('\n').unwrap();
            (path.to_owned(), source.as_bytes().to_vec())
        })
        .collect();
    Indexed::new(files)
}

/// `file:line:column kind within`, `~` in front of what has only the name.
fn refs(indexed: &Indexed, name: &str) -> String {
    let answer = indexed.where_is(name).into_iter().find(|answer| answer.exact);
    let answer = answer.or_else(|| indexed.navigator.fields(name).unwrap().into_iter().next()).unwrap();
    let mut out = String::new();
    for row in indexed.navigator.references(&answer).unwrap() {
        let guess = if row.exact { "" } else { "~" };
        let within = row.within.map_or(String::new(), |end| format!(" in {}", end.symbol));
        let rule = row.rule.map_or(String::new(), |rule| format!(" by {rule}"));
        writeln!(out, "{guess}{}:{}:{} {}{within}{rule}", row.file, row.line, row.column, row.kind).unwrap();
    }
    out
}

const C: &str = "--- Include/thing.h
typedef struct thing { int size; struct thing *next; } thing;
extern int thing_count;
int thing_new(thing *one, int size);
#define THING_NEW(one) thing_new((one), 1)
enum shade { LIGHT, DARK };
--- Modules/other.c
#include \"thing.h\"
struct box { int size; };
static int helper(int x) { return x; }
int other(struct box *box, int thing_new) { box->size = LIGHT; return helper(thing_new); }
--- Objects/thing.c
#include \"thing.h\"
#include \"thing_impl.h\"
int thing_count = 0;
static int helper(int x);  /* helper */
static int (*table[])(int) = { helper };
static int helper(int x) { return x + 1; }
int thing_new(thing *one, int size)
{
    int (*call)(int) = &helper;
    thing_count++;
    thing_count += helper(size) & call(1);
    one->size = size;
    if (thing_count > 3 && one->size == DARK) {
        int helper = 2;
        goto helper;
    helper:
        return helper;
    }
    return THING_NEW(one->next) + sizeof(struct thing);
}
--- Objects/thing_impl.h
static inline int twice(int x) { return helper(x) * 2; }  // \"helper\"
";

#[test]
fn a_c_name_means_what_its_file_makes_of_it() {
    let indexed = library(C);
    assert_snapshot!(refs(&indexed, "Objects/thing.c:6"), @r"
    Objects/thing.c:4:12 declaration
    Objects/thing.c:5:32 address
    Objects/thing.c:6:12 definition
    Objects/thing.c:9:25 address in thing_new
    Objects/thing.c:11:20 call in thing_new
    Objects/thing_impl.h:1:41 call in twice
    ");
    assert_snapshot!(refs(&indexed, "thing_new"), @r"
    Include/thing.h:3:5 declaration
    Include/thing.h:4:24 call in THING_NEW
    Objects/thing.c:7:5 definition
    Objects/thing.c:19:5 call in thing_new by call-by-macro
    ");
    assert_snapshot!(refs(&indexed, "thing_count"), @r"
    Include/thing.h:2:12 declaration
    Objects/thing.c:3:5 definition
    Objects/thing.c:10:5 write in thing_new
    Objects/thing.c:11:5 write in thing_new
    Objects/thing.c:13:9 read in thing_new
    ");
    assert_snapshot!(refs(&indexed, "THING_NEW"), @r"
    Include/thing.h:4:9 definition
    Objects/thing.c:19:12 call in thing_new
    ");
    assert_snapshot!(refs(&indexed, "DARK"), @r"
    Include/thing.h:5:21 definition
    Objects/thing.c:13:41 read in thing_new
    ");
    assert_snapshot!(refs(&indexed, "next"), @r"
    Include/thing.h:1:48 definition
    Objects/thing.c:19:27 read in thing_new
    ");
    assert_snapshot!(refs(&indexed, "size"), @r"
    Include/thing.h:1:28 definition
    ~Modules/other.c:2:18 definition
    ~Modules/other.c:4:50 write in other
    ~Objects/thing.c:12:10 write in thing_new
    ~Objects/thing.c:13:33 read in thing_new
    ");
}

#[test]
fn who_includes_a_file() {
    let indexed = library(C);
    let rows = indexed.navigator.included("thing.h").unwrap().unwrap();
    let told: Vec<String> =
        rows.iter().map(|row| format!("{}:{}:{} {}", row.file, row.line, row.column, row.kind)).collect();
    assert_eq!(told, ["Modules/other.c:1:11 include", "Objects/thing.c:1:11 include"]);
    assert!(indexed.navigator.included("list.append").unwrap().is_none());
}

#[test]
fn python_names_are_followed_through_imports_scopes_and_classes() {
    let indexed = library(
        "--- Lib/box.py
class Box:
    def close(self): pass
    def leave(self):
        self.close()
class Crate(Box):
    def close(self): pass
    def leave(self): self.close()
def pack(box, *, deep=False):
    box.close()
    return Box.close
def unpack(pack):
    return pack
--- Lib/pkg/__init__.py
--- Lib/pkg/use.py
from .deep import pack as wrap
import box as b
from box import (Box,  # pack
                 pack)
def run():
    text = 'pack'
    b.pack(deep=f'{pack(1)}')
    return wrap(pack)
def other():
    pack = 3
    return pack
class Mine(Box):
    def go(self): return self.close()
--- Lib/pkg/deep.py
from box import *
from box import pack as bundle
bundle(pack)
b''.pack()
",
    );
    assert_snapshot!(refs(&indexed, "box.pack"), @r"
    Lib/box.py:8:5 definition
    Lib/pkg/deep.py:2:17 import
    Lib/pkg/deep.py:3:1 call
    Lib/pkg/deep.py:3:8 read
    Lib/pkg/use.py:1:19 import
    Lib/pkg/use.py:3:26 import
    Lib/pkg/use.py:4:18 import
    Lib/pkg/use.py:7:7 call in run
    Lib/pkg/use.py:7:20 call in run
    Lib/pkg/use.py:8:12 call in run
    Lib/pkg/use.py:8:17 read in run
    ");
    assert_snapshot!(refs(&indexed, "box.Box.close"), @r"
    Lib/box.py:2:9 definition
    Lib/box.py:4:14 call in Box.leave
    ~Lib/box.py:9:9 call in pack
    Lib/box.py:10:16 read in pack
    Lib/pkg/use.py:13:31 call in Mine.go
    ");
    assert_snapshot!(refs(&indexed, "box"), @r"
    Lib/pkg/deep.py:1:6 import
    Lib/pkg/deep.py:2:6 import
    Lib/pkg/use.py:2:8 import
    Lib/pkg/use.py:3:6 import
    Lib/pkg/use.py:7:5 read in run
    ");
}

#[test]
fn every_place_outside_of_comments_and_strings_is_told() {
    let indexed = miniature();
    for name in ["PyList_Append", "Py_NewRef", "PyList_Type", "PyObject", "Py_RETURN_NONE"] {
        // The struct that a typedef names is used under its own name only.
        let answers = indexed.where_is(name);
        let answer = answers.iter().find(|answer| answer.name == name).unwrap();
        let rows = indexed.navigator.references(answer).unwrap();
        let told = rows.iter().filter(|row| row.rule.is_none()).count();
        let is_c = |path: &str| matches!(facts::classify(path), Ok(Dialect::C | Dialect::Bytecodes));
        let paths = indexed.files.iter().filter(|(path, _)| is_c(path));
        let counted: usize = paths.map(|(path, _)| words(&indexed.text(path), name)).sum();
        assert_eq!(told, counted, "{name}");
    }
}

/// Counts a word outside of comments and strings.
fn words(text: &str, name: &str) -> usize {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '\'' if rest.starts_with("'\"'") => 3,
            '\\' => 2,
            '"' => rest[1..].find(['"', '\n']).map_or(rest.len(), |end| end + 2),
            _ => 0,
        };
        if skipped == 0 {
            plain.push(c);
        }
        rest = &rest[skipped.max(c.len_utf8())..];
    }
    plain.split(|c: char| c != '_' && !c.is_alphanumeric()).filter(|word| *word == name).count()
}
