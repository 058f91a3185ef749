//! What stands on the screen before an index is open, and when only the sample is.

use crate::tui_support::Screen;
use cpynav::tui::{Action, Effect, Opened, Reply, Work};

#[test]
fn the_first_run_shows_how_far_it_is() {
    let mut screen = Screen::unopened(60, 14);
    let work = Work { stage: "read and parse".into(), done: 1149, total: Some(3546) };
    insta::assert_snapshot!(screen.act(Action::Reply(Reply::Working(work))).text(), @r"
    cpynav: first run

    CPython is fetched and indexed once; later starts open at
    once.

    read and parse
    [################..................................]
    1,149 of 3,546 (32 %)





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
