//! The state machine alone: what overtakes what, where Esc leads, what history keeps.

use crate::tui_support::{C_FILE, Screen};
use cpynav::tui::{Action, Channel, Effect, Focus, Question, Reply};

fn slow() -> Screen {
    let mut screen = Screen::new(80, 24);
    screen.slow = true;
    screen
}

#[test]
fn an_overtaken_answer_is_dropped() {
    let mut screen = slow();
    screen.keys("area").keys("<ctrl-u>list.append");
    let old = screen.questions.iter().position(|(_, question)| *question == Question::Search("area".into()));
    let (ticket, question) = screen.questions[old.unwrap()].clone();
    screen.answer(ticket, &question);
    assert!(screen.state.results.rows.is_empty());
    let (ticket, question) = screen.questions.last().cloned().unwrap();
    screen.answer(ticket, &question);
    assert_eq!(screen.state.results.title, "list.append");
    assert_eq!(screen.state.results.rows.len(), 1);
}

#[test]
fn an_answer_for_an_emptied_box_is_dropped() {
    let mut screen = slow();
    screen.keys("area");
    let (ticket, question) = screen.questions.last().cloned().unwrap();
    screen.keys("<ctrl-u>").answer(ticket, &question);
    assert!(screen.state.results.rows.is_empty());
    assert!(!screen.state.tickets.any_waiting());
}

#[test]
fn enter_before_the_results_opens_the_first_when_they_come() {
    let mut screen = slow();
    screen.keys("list.append<enter>");
    let (ticket, question) = screen.questions.last().cloned().unwrap();
    screen.slow = false;
    screen.answer(ticket, &question);
    assert_eq!(screen.state.focus, Focus::Source);
    // A key in between says that something else is wanted now.
    let mut screen = slow();
    screen.keys("area<enter><esc>");
    let (ticket, question) = screen.questions.last().cloned().unwrap();
    screen.answer(ticket, &question);
    assert_eq!(screen.state.focus, Focus::Results);
}

#[test]
fn typing_asks_at_once_and_waits_for_nothing() {
    let mut screen = slow();
    screen.keys("abc");
    let asked: Vec<_> = screen.questions.iter().map(|(_, question)| question.clone()).collect();
    assert_eq!(asked, ["a", "ab", "abc"].map(|text| Question::Search(text.into())));
    assert!(screen.state.tickets.waiting(Channel::Results));
}

#[test]
fn every_letter_is_text_in_the_box() {
    let mut screen = Screen::new(80, 24);
    screen.keys("q/s?gjke Gy");
    assert_eq!(screen.state.prompt.text(), "q/s?gjke Gy");
    assert_eq!(screen.outside, []);
}

#[test]
fn esc_leaves_the_box_and_never_the_program() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list<esc>");
    assert_eq!((screen.state.focus, screen.state.prompt.text()), (Focus::Results, "list"));
    screen.keys("<esc><esc>");
    assert_eq!((screen.state.focus, screen.outside.len()), (Focus::Results, 0));
    screen.keys("/");
    assert_eq!(screen.state.focus, Focus::Box);
    screen.keys("<esc>s");
    assert_eq!(screen.state.focus, Focus::Box);
    screen.keys("<esc><ctrl-w><esc>");
    assert_eq!(screen.state.focus, Focus::Results);
    screen.keys("?<esc>");
    assert_eq!(screen.state.help, None);
    screen.keys("q");
    assert_eq!(screen.outside, [Effect::Quit]);
}

#[test]
fn esc_ends_a_sequence() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list<enter>g<esc>");
    assert_eq!((screen.state.focus, screen.state.pending.len()), (Focus::Source, 0));
    screen.keys("gx");
    assert!(screen.state.pending.is_empty());
}

#[test]
fn back_and_forward_show_what_was_seen() {
    let mut screen = Screen::new(80, 24);
    let results = screen.keys("list").text();
    let append = screen.keys("<enter>jjww").text();
    let grow = screen.keys("gd").text();
    assert_eq!(screen.state.subject.as_ref().unwrap().name, "list_grow");
    assert_eq!(screen.keys("<ctrl-o>").text(), append);
    assert_eq!(screen.keys("<alt-right>").text(), grow);
    assert_eq!(screen.keys("<ctrl-o><ctrl-o>").text(), results);
    screen.keys("<ctrl-o>");
    assert!(screen.state.notice.as_ref().unwrap().contains("where you started"));
    // A new jump forgets what was ahead.
    screen.keys("<enter><esc>]");
    assert!(screen.state.notice.as_ref().unwrap().contains("nothing is ahead"));
}

#[test]
fn a_place_left_too_early_is_asked_for_again() {
    let mut screen = slow();
    screen.keys("list.append");
    let (ticket, question) = screen.questions.last().cloned().unwrap();
    screen.answer(ticket, &question);
    screen.keys("<enter>");
    screen.questions.clear();
    screen.keys("<ctrl-o>");
    assert!(matches!(screen.questions.last(), Some((_, Question::Subject(answer))) if answer.name == "list_append"));
}

#[test]
fn a_caller_is_shown_at_the_call() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list_grow<enter>gr<enter>");
    let (subject, line) = (screen.state.subject.clone().unwrap(), screen.state.source.list.selected + 1);
    assert_eq!((subject.name.as_str(), line), ("list_append", 13));
}

#[test]
fn references_of_a_word_and_of_the_subject() {
    let mut screen = Screen::new(80, 24);
    screen.keys("area<enter>gr");
    assert!(screen.state.notice.as_ref().unwrap().contains("nothing in the index leads here"));
    // On `list_append` in the source of `area`.
    screen.keys("<ctrl-w><ctrl-w>Gwwwwgr");
    assert_eq!(screen.state.subject.as_ref().unwrap().name, "list_append");
    assert_eq!(screen.state.focus, Focus::Links);
}

#[test]
fn implementation_says_when_this_is_it() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>gi");
    assert_eq!(screen.state.notice.as_deref(), Some("list_append is the code that runs"));
    screen.keys("s<ctrl-u>area<enter>gi");
    assert!(screen.state.notice.as_ref().unwrap().contains("the Python code runs"));
}

#[test]
fn the_editor_and_the_clipboard_get_the_line_under_the_cursor() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>jy");
    assert_eq!(screen.outside, [Effect::Copy(format!("{C_FILE}:12"))]);
    screen.outside.clear();
    screen.keys("e<ctrl-w>e");
    let edited = screen.outside.iter().map(|effect| match effect {
        Effect::Edit { line, document } => (document.file(), *line),
        other => panic!("{other:?}"),
    });
    // The second one is the first link: a call's target.
    assert_eq!(edited.collect::<Vec<_>>(), [(C_FILE, 12), (C_FILE, 5)]);
}

#[test]
fn a_paste_is_text_wherever_it_comes() {
    let mut screen = Screen::new(80, 24);
    screen.keys("area<enter>").act(Action::Paste("list.append\nq".into()));
    assert_eq!((screen.state.focus, screen.state.prompt.text()), (Focus::Box, "list.append q"));
    assert_eq!(screen.outside, []);
}

#[test]
fn a_fault_is_told_and_the_next_search_works() {
    let mut screen = Screen::new(80, 24);
    screen.keys("fault");
    assert_eq!(screen.state.notice.as_deref(), Some("the index is damaged"));
    screen.keys("<ctrl-u>area");
    assert_eq!((screen.state.notice.as_ref(), screen.state.results.rows.len()), (None, 1));
}

#[test]
fn clicks_select_then_follow() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list");
    let panes = screen.state.panes();
    let second = (panes.results.x + 3, panes.results.y + 3);
    screen.act(Action::Click(second.0, second.1));
    assert_eq!((screen.state.focus, screen.state.results.list.selected), (Focus::Results, 1));
    screen.act(Action::Click(second.0, second.1));
    assert_eq!(screen.state.focus, Focus::Source);
    screen.act(Action::Wheel(panes.source.x + 3, panes.source.y + 8, 3));
    assert_eq!(screen.state.source.list.top, 3);
    screen.act(Action::Click(panes.search.x + 3, panes.search.y + 1));
    assert_eq!(screen.state.focus, Focus::Box);
}

#[test]
fn colours_are_asked_for_what_is_seen_only() {
    let mut screen = slow();
    screen.keys("list.append");
    for _ in 0..3 {
        for (ticket, question) in std::mem::take(&mut screen.questions) {
            screen.answer(ticket, &question);
        }
    }
    let painted = screen.state.source.painted.clone();
    assert!(painted.contains(&10) && painted.len() < 78, "{painted:?}");
    screen.slow = false;
    screen.keys("<enter>G");
    assert!(screen.state.source.painted.contains(&77));
}

#[test]
fn troubles_and_notices_belong_to_their_question() {
    let mut screen = slow();
    screen.keys("a");
    screen.act(Action::Reply(Reply::Trouble(Channel::Results, 999, "old".into())));
    assert_eq!(screen.state.notice, None);
}
