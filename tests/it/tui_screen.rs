//! Keys in, screen out, on a hand-made index.

use crate::tui_support::Screen;

#[test]
fn the_start_says_what_can_be_typed() {
    insta::assert_snapshot!(Screen::new(80, 24).text(), @r"
    ╔» search ═════════════════════════════════════════════════════════════════════╗
    ║a name, part of one, or words: list.append, len, BINARY_OP, weakref           ║
    ╚══════════════════════════════════════════════════════════════════════════════╝
    ┌ results ───────────────────┐┌ source ────────────────────────────────────────┐
    │                            ││CPython v3.13.5                                 │
    │                            ││                                                │
    │                            ││Type what you look for:                         │
    │                            ││  list.append                                   │
    │                            ││  len                                           │
    │                            ││  _PyEval_EvalFrameDefault                      │
    │                            ││  BINARY_OP                                     │
    │                            ││  if_stmt                                       │
    │                            ││  Objects/listobject.c:100                      │
    └────────────────────────────┘│  dict lok                                      │
    ┌ links ─────────────────────┐│  weak reference                                │
    │                            ││                                                │
    │                            ││                                                │
    │                            ││                                                │
    │                            ││                                                │
    │                            ││                                                │
    │                            ││                                                │
    └────────────────────────────┘└────────────────────────────────────────────────┘
                                                                             v3.13.5
    Enter open  Ctrl-o back  Ctrl-c quit  Esc leave the box  F1 help  Tab panes
    ");
}

#[test]
fn three_panes_around_one_symbol() {
    let mut screen = Screen::new(120, 40);
    insta::assert_snapshot!(screen.keys("list.append").text(), @r"
    ╔» search ═════════════════════════════════════════════════════════════════════════════════════════════════════════════╗
    ║list.append                                                                                                   1 result║
    ╚══════════════════════════════════════════════════════════════════════════════════════════════════════════════════════╝
    ┌ results 1/1 ─────────────────┐┌ Objects/listobject.c:11 ───────────────────────────────┐┌ links 2 ───────────────────┐
    │> list.append                 ││list.append = list_append                     C function││→ calls (1)                 │
    │  …/listobject.c:11 C function││why: type-table Objects/listobject.c:70 → method-table  ││> list_grow   listobject.c:5│
    │                              ││:41 → by-name (a guess) :11                             ││← called from Python (1)    │
    │                              ││(PyListObject *self, PyObject *object)                  ││  area (a guess) shapes.py:4│
    │                              ││in other releases: list_append_impl                     ││                            │
    │                              ││Append object to the end of the list.                   ││                            │
    │                              ││────────────────────────────────────────────────────────││                            │
    │                              ││ 3                                                      ││                            │
    │                              ││ 4   static int                                         ││                            │
    │                              ││ 5   list_grow(PyListObject *self, Py_ssize_t size)     ││                            │
    │                              ││ 6   {                                                  ││                            │
    │                              ││ 7           return size > 0; // enough                 ││                            │
    │                              ││ 8   }                                                  ││                            │
    │                              ││ 9                                                      ││                            │
    │                              ││10 │ static PyObject *                                  ││                            │
    │                              ││11*> list_append(PyListObject *self, PyObject *object)  ││                            │
    │                              ││12 │ {                                                  ││                            │
    │                              ││13→│     if (list_grow(self, Py_SIZE(self) + 1) < 0) {  ││                            │
    │                              ││14 │         return NULL;                               ││                            │
    │                              ││15 │     }                                              ││                            │
    │                              ││16 │     Py_RETURN_NONE;                                ││                            │
    │                              ││17 │ }                                                  ││                            │
    │                              ││18   /* long long long long long long long long long lo…││                            │
    │                              ││19   int filler_0;                                      ││                            │
    │                              ││20   int filler_1;                                      ││                            │
    │                              ││21   int filler_2;                                      ││                            │
    │                              ││22   int filler_3;                                      ││                            │
    │                              ││23   int filler_4;                                      ││                            │
    │                              ││24   int filler_5;                                      ││                            │
    │                              ││25   int filler_6;                                      ││                            │
    │                              ││26   int filler_7;                                      ││                            │
    │                              ││27   int filler_8;                                      ││                            │
    │                              ││28   int filler_9;                                      ││                            │
    └──────────────────────────────┘└─ proof: by-name ───────────────────────────────────────┘└────────────────────────────┘
    list_append                                                                                                      v3.13.5
    Enter open  Ctrl-o back  Ctrl-c quit  Esc leave the box  F1 help  Tab panes  Ctrl-r earlier searches
    ");
}

#[test]
fn two_columns_on_a_classic_screen() {
    let mut screen = Screen::new(80, 24);
    insta::assert_snapshot!(screen.keys("list.append<enter>").text(), @r"
    ┌ search (s) ──────────────────────────────────────────────────────────────────┐
    │list.append                                                           1 result│
    └──────────────────────────────────────────────────────────────────────────────┘
    ┌ results 1/1 ───────────────┐╔» Objects/listobject.c:11 ══════════════════════╗
    │> list.append               │║list.append = list_append             C function║
    │  …istobject.c:11 C function│║why: type-table Objects/listobject.c:70 →       ║
    │                            │║method-table :41 → by-name (a guess) :11        ║
    │                            │║────────────────────────────────────────────────║
    │                            │║ 7           return size > 0; // enough         ║
    │                            │║ 8   }                                          ║
    │                            │║ 9                                              ║
    │                            │║10 │ static PyObject *                          ║
    │                            │║11*> list_append(PyListObject *self, PyObject *…║
    └────────────────────────────┘║12 │ {                                          ║
    ┌ links 2 ───────────────────┐║13→│     if (list_grow(self, Py_SIZE(self) + 1)…║
    │→ calls (1)                 │║14 │         return NULL;                       ║
    │> list_grow   listobject.c:5│║15 │     }                                      ║
    │← called from Python (1)    │║16 │     Py_RETURN_NONE;                        ║
    │  area (a guess) shapes.py:4│║17 │ }                                          ║
    │                            │║18   /* long long long long long long long long…║
    │                            │║19   int filler_0;                              ║
    └────────────────────────────┘╚═ proof: by-name ═══════════════════════════════╝
    list_append                                                              v3.13.5
    Enter jump to word  Ctrl-o back  q quit  ? help  s search  Ctrl-w pane
    ");
}

#[test]
fn one_pane_at_a_time_on_a_small_screen() {
    let mut screen = Screen::new(40, 12);
    insta::assert_snapshot!(screen.keys("list").text(), @r"
    » list                         2 results
     results 1/2 ───────────────────────────
    > ~list.append
      Objects/listobject.c:11     C function
      ~list_grow
      Objects/listobject.c:5      C function




    list_append                      v3.13.5
    Enter open Ctrl-o back Ctrl-c quit
    ");
    insta::assert_snapshot!(screen.keys("<enter>").text(), @r"
    s list                         2 results
    » Objects/listobject.c:11 ══════════════
    list.append = list_append     C function
    11*> list_append(PyListObject *self, Py…
    12 │ {
    13→│     if (list_grow(self, Py_SIZE(se…
    14 │         return NULL;
    15 │     }
    16 │     Py_RETURN_NONE;
    17 │ }
    proof: by-name                   v3.13.5
    Enter jump to word Ctrl-o back q quit
    ");
    insta::assert_snapshot!(screen.keys("<ctrl-w>").text(), @r"
    s list                         2 results
    » links 2 ══════════════════════════════
    → calls (1)
    > list_grow               listobject.c:5
    ← called from Python (1)
      area (a guess)             shapes.py:4




    list_append                      v3.13.5
    Enter jump Ctrl-o back q quit ? help
    ");
}

#[test]
fn the_links_lead_there_and_back() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter><ctrl-w>");
    insta::assert_snapshot!(screen.keys("<enter>").text(), @r#"
    ┌ search (s) ──────────────────────────────────────────────────────────────────┐
    │list.append                                                           1 result│
    └──────────────────────────────────────────────────────────────────────────────┘
    ┌ results 1/1 ───────────────┐╔» Objects/listobject.c:5 ═══════════════════════╗
    │> list.append               │║list_grow                             C function║
    │  …istobject.c:11 C function│║why: symbol at Objects/listobject.c:5           ║
    │                            │║────────────────────────────────────────────────║
    │                            │║ 1   /* Lists. */                               ║
    │                            │║ 2   #include "Python.h"                        ║
    │                            │║ 3                                              ║
    │                            │║ 4 │ static int                                 ║
    │                            │║ 5 > list_grow(PyListObject *self, Py_ssize_t s…║
    │                            │║ 6 │ {                                          ║
    └────────────────────────────┘║ 7 │         return size > 0; // enough         ║
    ┌ links 1 ───────────────────┐║ 8 │ }                                          ║
    │← called by (1)             │║ 9                                              ║
    │> list_append …stobject.c:13│║10   static PyObject *                          ║
    │                            │║11   list_append(PyListObject *self, PyObject *…║
    │                            │║12   {                                          ║
    │                            │║13←      if (list_grow(self, Py_SIZE(self) + 1)…║
    │                            │║14           return NULL;                       ║
    └────────────────────────────┘╚════════════════════════════════════════════════╝
    list_append › list_grow                                                  v3.13.5
    Enter jump to word  Ctrl-o back  q quit  ? help  s search  Ctrl-w pane
    "#);
    insta::assert_snapshot!(screen.keys("<ctrl-o>").text(), @r"
    ┌ search (s) ──────────────────────────────────────────────────────────────────┐
    │list.append                                                           1 result│
    └──────────────────────────────────────────────────────────────────────────────┘
    ┌ results 1/1 ───────────────┐┌ Objects/listobject.c:11 ───────────────────────┐
    │> list.append               ││list.append = list_append             C function│
    │  …istobject.c:11 C function││why: type-table Objects/listobject.c:70 →       │
    │                            ││method-table :41 → by-name (a guess) :11        │
    │                            ││────────────────────────────────────────────────│
    │                            ││ 7           return size > 0; // enough         │
    │                            ││ 8   }                                          │
    │                            ││ 9                                              │
    │                            ││10 │ static PyObject *                          │
    │                            ││11*> list_append(PyListObject *self, PyObject *…│
    └────────────────────────────┘│12 │ {                                          │
    ╔» links 2 ══════════════════╗│13→│     if (list_grow(self, Py_SIZE(self) + 1)…│
    ║→ calls (1)                 ║│14 │         return NULL;                       │
    ║> list_grow   listobject.c:5║│15 │     }                                      │
    ║← called from Python (1)    ║│16 │     Py_RETURN_NONE;                        │
    ║  area (a guess) shapes.py:4║│17 │ }                                          │
    ║                            ║│18   /* long long long long long long long long…│
    ║                            ║│19   int filler_0;                              │
    ╚════════════════════════════╝└─ proof: by-name ───────────────────────────────┘
    list_append                                                              v3.13.5
    Enter jump  Ctrl-o back  q quit  ? help  s search  Ctrl-w pane  Tab forward
    ");
}

#[test]
fn from_c_to_its_python_names_and_back() {
    let mut screen = Screen::new(80, 24);
    let before = screen.keys("list.append<enter>").text();
    insta::assert_snapshot!(screen.keys("gp").text(), @r"
    ┌ search (s) ──────────────────────────────────────────────────────────────────┐
    │list.append                                                                   │
    └──────────────────────────────────────────────────────────────────────────────┘
    ╔» Python names of list_appe…╗┌ Objects/listobject.c:11 ───────────────────────┐
    ║> list.append               ║│list.append = list_append             C function│
    ║  …istobject.c:11 C function║│why: type-table Objects/listobject.c:70 →       │
    ║                            ║│method-table :41 → by-name (a guess) :11        │
    ║                            ║│────────────────────────────────────────────────│
    ║                            ║│ 7           return size > 0; // enough         │
    ║                            ║│ 8   }                                          │
    ║                            ║│ 9                                              │
    ║                            ║│10 │ static PyObject *                          │
    ║                            ║│11*> list_append(PyListObject *self, PyObject *…│
    ╚════════════════════════════╝│12 │ {                                          │
    ┌ links 2 ───────────────────┐│13→│     if (list_grow(self, Py_SIZE(self) + 1)…│
    │→ calls (1)                 ││14 │         return NULL;                       │
    │> list_grow   listobject.c:5││15 │     }                                      │
    │← called from Python (1)    ││16 │     Py_RETURN_NONE;                        │
    │  area (a guess) shapes.py:4││17 │ }                                          │
    │                            ││18   /* long long long long long long long long…│
    │                            ││19   int filler_0;                              │
    └────────────────────────────┘└─ proof: by-name ───────────────────────────────┘
    list_append                                                              v3.13.5
    Enter open  Ctrl-o back  q quit  ? help  s search  Ctrl-w pane  Tab forward
    ");
    assert_eq!(screen.keys("<ctrl-o>").text(), before);
}

#[test]
fn nothing_found_says_so() {
    insta::assert_snapshot!(Screen::new(60, 10).keys("zzz").text(), @r"
    » zzz                                          nothing found
     results ───────────────────────────────────────────────────
    Nothing has that name. Try part of it, or other words.






    Enter open  Ctrl-o back  Ctrl-c quit  Esc leave the box
    ");
}

#[test]
fn the_help_lists_every_key() {
    insta::assert_snapshot!(Screen::new(80, 60).keys("<f1>").text(), @r"
    ╔» keys 1-57 of 104 ═══════════════════════════════════════════════════════════╗
    ║In the panes                                                                  ║
    ║  Enter                 go on: open the result, jump along the link, jump to  ║
    ║                        the word under the cursor                             ║
    ║  Ctrl-o, Alt-←, [      back to where you came from                           ║
    ║  q, Ctrl-c             quit (while typing: Ctrl-c)                           ║
    ║  Esc                   leave the search box; go back to the results          ║
    ║  ?                     this help                                             ║
    ║  F1                    this help, also while typing                          ║
    ║  s                     search: type a name, part of one, or words            ║
    ║  /                     search, as s (results, links)                         ║
    ║  Ctrl-w, Shift-Tab     next pane                                             ║
    ║  Tab, Alt-→, ]         forward again after going back                        ║
    ║  g d                   to the definition: of the selection, or of the word   ║
    ║                        under the cursor in the source                        ║
    ║  g r                   to the references: who calls, lists or wraps it       ║
    ║  g i                   to the implementation: from the Python name to the    ║
    ║                        code that runs                                        ║
    ║  g p                   to the Python names that a C definition serves        ║
    ║  e                     open the line in $VISUAL or $EDITOR                   ║
    ║  y                     copy file:line to the clipboard                       ║
    ║  Y                     copy the web page of the line, at this very commit    ║
    ║  :                     all commands: type part of one                        ║
    ║  o                     the outline: all definitions of this file             ║
    ║  /                     look for text in this file (source)                   ║
    ║  n                     next place of that text (source)                      ║
    ║  N                     previous place of that text (source)                  ║
    ║  t                     topics: what to read about memory, the compiler,      ║
    ║                        imports, ...                                          ║
    ║  r                     reading lists: what to read in which order, with ticks║
    ║  x                     tick a card of a reading list as read, or take the    ║
    ║                        tick away (results, source)                           ║
    ║  d                     how this definition differs in another revision       ║
    ║  v                     another revision: the same definition there           ║
    ║  m                     keep this place, or drop it again                     ║
    ║  '                     the places kept                                       ║
    ║  H                     the places visited, those of earlier runs too         ║
    ║  Ctrl-r                earlier searches                                      ║
    ║  }                     next group of links (links)                           ║
    ║  {                     previous group of links (links)                       ║
    ║  j, ↓                  down                                                  ║
    ║  k, ↑                  up                                                    ║
    ║  PgDn, Ctrl-f, Space   a page down                                           ║
    ║  PgUp, Ctrl-b          a page up                                             ║
    ║  Ctrl-d                half a page down                                      ║
    ║  Ctrl-u                half a page up                                        ║
    ║  g g, Home             to the top                                            ║
    ║  G, End                to the bottom                                         ║
    ║  w, l, →               next name on the line, then on the next lines (source)║
    ║  b, h, ←               previous name (source)                                ║
    ║  l, →                  next pane (results, links)                            ║
    ║  h, ←                  previous pane (results, links)                        ║
    ║  Ctrl-e                scroll the source down (source)                       ║
    ║  Ctrl-y                scroll the source up (source)                         ║
    ║  >                     see more of long lines (source)                       ║
    ║  <                     back to the start of long lines (source)              ║
    ║  Ctrl-l, F5            draw the screen anew                                  ║
    ║  Ctrl-z                suspend; `fg` in the shell returns                    ║
    ╚══════════════════════════════════════════════════════════════════════════════╝
    Esc close help  Ctrl-c quit  j down  PgDn a page down
    ");
}
