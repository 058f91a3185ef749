//! Lists over the panes, the outline, looking for text in a file, what is kept from run to run.

use crate::support::miniature;
use crate::tui_support::{C_FILE, Screen};
use cpynav::tui::{Action, Effect, Focus, Mark, Memory, Opened, Page, Pick, Question, Reply, Row};

#[test]
fn the_palette_runs_any_command() {
    let mut screen = Screen::new(80, 24);
    insta::assert_snapshot!(screen.keys("list.append<enter>:refer").text(), @r"
    ┌ search (s) ──────────────────────────────────────────────────────────────────┐
    │list.append                                                           1 result│
    └─────────╔» commands 1 ═════════════════════════════════════════════╗─────────┘
    ┌ results ║> refer                                                   ║═════════╗
    │> list.ap║> to the references: who calls, lists or wraps it      g r║ function║
    │  …istobj║                                                          ║ →       ║
    │         ║                                                          ║1        ║
    │         ║                                                          ║─────────║
    │         ║                                                          ║         ║
    │         ║                                                          ║         ║
    │         ║                                                          ║         ║
    │         ║                                                          ║         ║
    │         ║                                                          ║Object *…║
    └─────────║                                                          ║         ║
    ┌ links 2 ║                                                          ║lf) + 1)…║
    │→ calls (║                                                          ║         ║
    │> list_gr║                                                          ║         ║
    │← called ║                                                          ║         ║
    │  area (a║                                                          ║         ║
    │         ║                                                          ║ong long…║
    │         ╚══════════════════════════════════════════════════════════╝         ║
    └────────────────────────────┘╚═ proof: by-name ═══════════════════════════════╝
    list_append                                                              v3.13.5
    Enter go there  Esc close  Ctrl-c quit
    ");
    screen.keys("<enter>");
    assert_eq!((screen.state.focus, screen.state.picker.is_none()), (Focus::Links, true));
    screen.keys(":quit<enter>");
    assert_eq!(screen.outside, [Effect::Quit]);
}

#[test]
fn every_command_of_the_panes_is_in_the_palette() {
    let mut screen = Screen::new(80, 24);
    screen.keys("<esc>:");
    let rows = screen.state.picker.as_ref().unwrap().rows.len();
    assert!(rows > 35, "{rows}");
}

#[test]
fn the_outline_shows_the_file_around_the_cursor() {
    let mut screen = Screen::new(80, 24);
    insta::assert_snapshot!(screen.keys("list.append<enter>o").text(), @r"
    ┌ search (s) ──────────────────────────────────────────────────────────────────┐
    │list.append                                                                   │
    └──────────────────────────────────────────────────────────────────────────────┘
    ╔» outline of listobject.c 2…╗┌ Objects/listobject.c:11 ───────────────────────┐
    ║  list_grow       function 5║│list.append = list_append             C function│
    ║> list_append    function 11║│why: type-table Objects/listobject.c:70 →       │
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
    screen.keys("k");
    assert_eq!(screen.state.subject.as_ref().unwrap().name, "list_grow");
    screen.keys("jo");
    assert_eq!(screen.state.focus, Focus::Source);
    assert!(!screen.state.results.outline);
}

#[test]
fn text_is_found_while_it_is_typed() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>/filler_1");
    assert_eq!(screen.state.source.list.selected + 1, 20);
    insta::assert_snapshot!(screen.text(), @r"
    ┌ search (s) ──────────────────────────────────────────────────────────────────┐
    │list.append                                                           1 result│
    └──────────────────────────────────────────────────────────────────────────────┘
    ┌ results 1/1 ───────────────┐╔» Objects/listobject.c:20 ══════════════════════╗
    │> list.append               │║list.append = list_append             C function║
    │  …istobject.c:11 C function│║why: type-table Objects/listobject.c:70 →       ║
    │                            │║method-table :41 → by-name (a guess) :11        ║
    │                            │║────────────────────────────────────────────────║
    │                            │║ 8   }                                          ║
    │                            │║ 9                                              ║
    │                            │║10 │ static PyObject *                          ║
    │                            │║11*│ list_append(PyListObject *self, PyObject *…║
    │                            │║12 │ {                                          ║
    └────────────────────────────┘║13→│     if (list_grow(self, Py_SIZE(self) + 1)…║
    ┌ links 2 ───────────────────┐║14 │         return NULL;                       ║
    │→ calls (1)                 │║15 │     }                                      ║
    │> list_grow   listobject.c:5│║16 │     Py_RETURN_NONE;                        ║
    │← called from Python (1)    │║17 │ }                                          ║
    │  area (a guess) shapes.py:4│║18   /* long long long long long long long long…║
    │                            │║19   int filler_0;                              ║
    │                            │║20 > int filler_1;                              ║
    └────────────────────────────┘╚════════════════════════════════════════════════╝
    find: filler_1
    Enter stay here  Esc close  Ctrl-c quit
    ");
    screen.keys("<enter>n");
    assert_eq!(screen.state.source.list.selected + 1, 29);
    screen.keys("N");
    assert_eq!(screen.state.source.list.selected + 1, 20);
    assert_eq!(screen.keys("<ctrl-o>").state.source.list.selected + 1, 11);
    // Esc goes back to where it began.
    screen.keys("/return<esc>");
    assert_eq!((screen.state.source.list.selected + 1, screen.state.finder.text.as_str()), (11, ""));
    screen.keys("/nowhere");
    assert!(screen.text().contains("nowhere is not in this file"));
}

#[test]
fn a_variable_leads_to_its_declaration_and_back() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>jjwww");
    let (line, word) = screen.state.word().unwrap();
    assert_eq!(&screen.state.source.document.as_ref().unwrap().line(line)[word], "self");
    screen.keys("<enter>");
    assert_eq!((screen.state.source.list.selected + 1, screen.state.source.byte), (11, 26));
    screen.keys("<ctrl-o>");
    assert_eq!(screen.state.source.list.selected + 1, 13);
}

#[test]
fn bookmarks_and_visits_lead_back_to_their_line() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>jjm");
    assert!(screen.text().contains("* kept Objects/listobject.c:13"), "{}", screen.text());
    screen.keys("s<ctrl-u>area<enter>'");
    assert!(screen.text().contains("> list.append +2"), "{}", screen.text());
    screen.keys("<enter>");
    let subject = screen.state.subject.clone().unwrap();
    assert_eq!((subject.name.as_str(), screen.state.source.list.selected + 1), ("list_append", 13));
    screen.keys("m");
    assert!(screen.state.memory.bookmarks.is_empty());
    screen.keys("Harea<enter>");
    assert_eq!(screen.state.subject.as_ref().unwrap().name, "area");
}

#[test]
fn searches_that_led_somewhere_are_offered_again() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>s<ctrl-u>area<enter>s<ctrl-u>nothing<ctrl-r>");
    let rows: Vec<_> = screen.state.picker.as_ref().unwrap().rows.iter().map(|row| row.left.clone()).collect();
    assert_eq!(rows, ["area", "list.append"]);
    screen.keys("<down><enter>");
    assert_eq!((screen.state.prompt.text(), screen.state.results.rows.len()), ("list.append", 1));
}

#[test]
fn a_topic_lists_what_to_read_and_why() {
    let mut screen = Screen::new(120, 40).on(&miniature().navigator);
    screen.keys("<esc>tsorting<enter>");
    assert_eq!(screen.state.results.title, "Sorting");
    let text = screen.text();
    assert!(text.contains("list.sort: decorates with keys"), "{text}");
}

#[test]
fn another_revision_opens_at_the_same_definition_and_back_returns() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>").slow = true;
    screen.keys("v");
    let (ticket, question) = screen.questions.pop().unwrap();
    assert!(matches!(question, Question::Revisions(_)));
    let row = |rev: &str| Row {
        left: rev.into(),
        right: String::new(),
        also: String::new(),
        pick: Pick::Revision(rev.into()),
    };
    let kind = screen.state.picker.as_ref().unwrap().kind;
    screen.act(Action::Reply(Reply::Rows(ticket, kind, vec![row("v3.14.0"), row("v3.11.2")])));
    screen.keys("3.11<enter>");
    let (ticket, question) = screen.questions.pop().unwrap();
    let Question::Switch(revision, Some(mark)) = question else { panic!("{question:?}") };
    assert_eq!((revision.as_str(), mark.symbol.as_str(), mark.line), ("v3.11.2", "list_append", 11));
    let opened = Opened { revision: "v3.11.2".into(), commit: "311".into(), ..Opened::default() };
    screen.act(Action::Reply(Reply::Switched(ticket, opened)));
    screen.slow = false;
    screen.answer(ticket, &Question::Jump(cpynav::tui::Jump::Mark(mark)));
    assert_eq!((screen.state.revision.as_str(), screen.state.focus), ("v3.11.2", Focus::Source));
    screen.slow = true;
    screen.keys("<ctrl-o>");
    let (ticket, question) = screen.questions.pop().unwrap();
    assert_eq!(question, Question::Switch(String::new(), None));
    let opened = Opened { revision: "v3.13.5".into(), ..Opened::default() };
    screen.act(Action::Reply(Reply::Switched(ticket, opened)));
    assert_eq!(screen.state.revision, "v3.13.5");
    assert_eq!(screen.state.results.rows.len(), 1);
}

#[test]
fn what_is_known_of_a_line_stands_beside_it_and_in_words_below() {
    let mut screen = Screen::new(120, 40);
    let text = screen.keys("list.append<enter>jj").text();
    assert!(text.contains("13→> "), "{text}");
    assert!(text.contains("═ calls list_grow ═"), "{text}");
}

#[test]
fn groups_of_links_are_walked() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter><ctrl-w>}");
    assert_eq!(screen.state.links.list.selected, 1);
    screen.keys("{");
    assert_eq!(screen.state.links.list.selected, 0);
}

#[test]
fn a_web_page_is_copied_where_one_is_known() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>Y");
    assert_eq!(screen.outside, []);
    assert!(screen.state.notice.as_ref().unwrap().contains("no known web page"));
}

#[test]
fn a_mark_is_found_again_where_its_definition_moved() {
    let mark = Mark { symbol: "list_append".into(), python: String::new(), file: C_FILE.into(), line: 513, offset: 2 };
    let mut screen = Screen::new(80, 24);
    screen.state.memory = Memory { bookmarks: vec![mark], ..Memory::default() };
    screen.keys("<esc>'<enter>");
    assert_eq!(screen.state.source.list.selected + 1, 13);
}

#[test]
fn a_difference_between_revisions_is_a_page_with_signs() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>").slow = true;
    screen.keys("d");
    let (ticket, question) = screen.questions.pop().unwrap();
    let Question::Revisions(kind) = question else { panic!("{question:?}") };
    let pick = Pick::Difference("311".into());
    let row = Row { left: "v3.11.2".into(), right: String::new(), also: String::new(), pick };
    screen.act(Action::Reply(Reply::Rows(ticket, kind, vec![row]))).keys("<enter>");
    let (ticket, question) = screen.questions.pop().unwrap();
    assert!(matches!(&question, Question::Difference(answer, rev) if answer.name == "list_append" && rev == "311"));
    let lines = ["@@ -1,2 +1,2 @@", " static PyObject *", "-old(void)", "+new(void)"].map(str::to_owned).to_vec();
    let page = Page { title: "list_append, v3.11.2 to v3.13.5: changed".into(), lines, top: 0 };
    let text = screen.act(Action::Reply(Reply::Page(ticket, page))).text();
    assert!(text.contains("» list_append, v3.11.2 to v3.13.5: changed"), "{text}");
    assert!(text.contains("║-old(void)") && text.contains("║+new(void)") && text.contains("Esc close"), "{text}");
    screen.keys("j");
    assert_eq!(screen.state.page.as_ref().unwrap().top, 1);
    screen.keys("q");
    assert!(screen.state.page.is_none() && screen.outside.is_empty());
}
