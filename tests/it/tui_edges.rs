//! The edges of the screen: hostile text, tiny sizes, no colours.

use crate::tui_support::Screen;
use cpynav::tui::{Action, Opened, Reply};
use ratatui::style::{Color, Modifier};

#[test]
fn long_lines_and_hostile_ones_stay_in_their_pane() {
    let mut screen = Screen::new(80, 24);
    let text = screen.keys("list.append<enter>").text();
    assert!(text.lines().any(|line| line.contains("18   /* long long") && line.ends_with("…║")), "{text}");
    screen.keys("jjjjjjj");
    for _ in 0..624 {
        screen.keys(">");
    }
    let text = screen.text();
    assert!(text.contains("<U+202E>␛[31m */"), "{text}");
    assert!(!text.contains(['\u{202e}', '\x1b']));
}

#[test]
fn no_size_is_too_small() {
    let mut screen = Screen::new(120, 40);
    let why = "Only the sample, a miniature of CPython: no network. With a copy of CPython: cpynav --repo PATH";
    let opened = Opened { revision: "sample".into(), banner: Some(why.into()), ..Opened::default() };
    screen.act(Action::Reply(Reply::Opened(opened)));
    for (columns, rows) in (0..30).flat_map(|columns| (0..14).map(move |rows| (columns * 5, rows))) {
        screen.resize(columns, rows);
        screen.keys("list<enter>j<ctrl-w>G<enter><ctrl-o>?j<esc>:top<enter>to<esc>s<ctrl-u>").text();
        for (column, row) in [(0, 0), (columns / 2, rows / 2), (columns.max(1) - 1, rows.max(1) - 1)] {
            screen.act(Action::Click(column, row)).act(Action::Wheel(column, row, 3)).text();
        }
    }
}

#[test]
fn colours_are_a_help_and_never_the_message() {
    let mut screen = Screen::new(80, 24);
    screen.keys("list.append<enter>").text();
    let buffer = screen.buffer();
    let cells = |wanted: &dyn Fn(&ratatui::buffer::Cell) -> bool| buffer.content.iter().filter(|c| wanted(c)).count();
    assert!(cells(&|cell| cell.fg == Color::Magenta) == "return".len() * 2, "keywords are coloured");
    screen.state.theme.colour = false;
    let plain = screen.text();
    let coloured = screen.buffer().content.iter().filter(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
    assert_eq!(coloured.count(), 0);
    assert!(screen.buffer().content.iter().any(|cell| cell.modifier.contains(Modifier::BOLD)));
    screen.state.theme.colour = true;
    assert_eq!(screen.text(), plain);
}

#[test]
fn a_wrong_row_in_the_configuration_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "[[key]]\ndo = 'quit'\nkeys = ['x']\nwhere = ['panes']\n").unwrap();
    let output = crate::support::command(folder.path()).arg("status").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("config.toml:4") && told.contains("where"), "{told}");
    assert_eq!(output.status.code(), Some(2));
}
