//! What stands on the screen before an index is open, and when only the sample is.

use crate::tui_support::Screen;
use cpynav::tui::{Action, Effect, Opened, Reply, Work};

#[test]
fn the_first_run_shows_how_far_it_is() {
    let mut screen = Screen::unopened(60, 14);
    let work = Work { stage: "read and parse".into(), done: 1149, total: Some(3546), ..Work::default() };
    insta::assert_snapshot!(screen.act(Action::Reply(Reply::Working(work))).text(), @r"
    cpynav: first run

    CPython is fetched and indexed once; later starts open at
    once.

    read and parse
    [################..................................]
    1,149 of 3,546 (32 %)


    You can leave at any time: the next start goes on.


    q quit
    ");
    screen.keys("abc<enter>q");
    assert_eq!(screen.outside, [Effect::Quit]);
}

#[test]
fn the_sample_stays_under_its_banner() {
    let mut screen = Screen::unopened(80, 12);
    let why = "Only the sample, a miniature of CPython: no network. With a copy of CPython: cpynav --repo PATH";
    let opened = Opened { revision: "sample".into(), banner: Some(why.into()), ..Opened::default() };
    screen.act(Action::Reply(Reply::Opened(opened)));
    insta::assert_snapshot!(screen.keys("area<enter>").text(), @r"
    ! Only the sample, a miniature of CPython: no network. With a copy of CPython:
    cpynav --repo PATH

    s area                                                                  1 result
    » Lib/shapes.py:3 ══════════════════════════════════════════════════════════════
    3 > def area(r):
    4→│     return math.sqrt(r) * list_append



    area                                                                      sample
    Enter jump to word  Ctrl-o back  q quit  ? help  s search  Ctrl-w pane
    ");
}

#[test]
fn what_cannot_be_opened_is_explained() {
    let mut screen = Screen::unopened(60, 8);
    let why = "the disk is full\nThe sample cannot be opened either: the disk is full".to_owned();
    insta::assert_snapshot!(screen.act(Action::Reply(Reply::Closed(why))).text(), @r"
    cpynav cannot open anything

    the disk is full
    The sample cannot be opened either: the disk is full



    q quit
    ");
}

#[test]
fn what_was_read_so_far_is_browsed_under_its_label() {
    let mut screen = Screen::unopened(80, 24);
    let work = |done| Work { stage: "read and parse".into(), done, total: Some(3546), ..Work::default() };
    screen.act(Action::Reply(Reply::Working(work(100))));
    let opened = |revision: &str| Opened { revision: revision.into(), commit: "c".into(), ..Opened::default() };
    screen.act(Action::Reply(Reply::Partial(opened("v3.13.5 (partial)"))));
    screen.keys("list_append<enter>jj").act(Action::Reply(Reply::Working(work(1773))));
    let text = screen.text();
    assert!(text.starts_with("! partial, read and parse 50 %: links and Python names come with the"), "{text}");
    assert!(text.contains("v3.13.5 (partial)") && text.contains("> "), "{text}");
    // The whole index takes its place at the same definition and line.
    screen.act(Action::Reply(Reply::Opened(opened("v3.13.5"))));
    let text = screen.text();
    assert!(!text.contains("partial"), "{text}");
    assert_eq!(screen.state.subject.as_ref().unwrap().name, "list_append");
    assert_eq!(screen.state.source.list.selected + 1, 13);
    // Who was still typing goes on typing.
    let mut screen = Screen::unopened(80, 24);
    screen.act(Action::Reply(Reply::Partial(opened("v3.13.5 (partial)")))).keys("area");
    screen.act(Action::Reply(Reply::Opened(opened("v3.13.5"))));
    assert_eq!((screen.state.prompt.text(), screen.state.results.rows.len()), ("area", 1));
}
