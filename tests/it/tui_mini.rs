//! The way of a newcomer through the miniature: search, open, from C to Python and back.

use crate::support::miniature;
use crate::tui_support::Screen;

fn screen() -> Screen {
    Screen::new(120, 40).on(&miniature().navigator)
}

#[test]
fn from_a_name_to_its_code_and_back() {
    let mut screen = screen();
    let typed = screen.keys("list.append").text();
    assert!(typed.contains("> list.append"), "{typed}");
    let opened = screen.keys("<enter>").text();
    assert!(opened.contains("list.append = list_append") && opened.contains("why: method-table "), "{opened}");
    let symbol = screen.state.subject.as_ref().unwrap().symbol.clone().unwrap();
    let code = opened.lines().find(|line| line.contains("> ") && line.contains(&format!("{symbol}(")));
    assert!(code.is_some(), "the cursor stands at {symbol}:\n{opened}");
    let names = screen.keys("gp").text();
    assert!(names.contains("» Python names of list_append"), "{names}");
    assert_eq!(screen.keys("<ctrl-o>").text(), opened);
}

#[test]
fn every_result_can_be_opened_and_left() {
    let mut screen = screen();
    for words in ["list", "len", "heapq", "math", "BINARY", "int", "_", "a", "dict get"] {
        screen.keys("s<ctrl-u>").keys(words).keys("<esc>");
        for _ in 0..screen.state.results.rows.len().min(40) {
            let before = screen.text();
            screen.keys("<enter>");
            assert_eq!(screen.state.notice, None, "{words}");
            let line = screen.state.subject.as_ref().unwrap().line as usize;
            assert_eq!(screen.state.source.list.selected + 1, line, "{before}");
            screen.keys("<ctrl-w><enter><ctrl-o>");
            while screen.state.focus != cpynav::tui::Focus::Results {
                screen.keys("<ctrl-o>");
            }
            screen.keys("j");
        }
    }
}
