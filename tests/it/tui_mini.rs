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

#[test]
fn hot_lines_are_marked_wherever_the_profile_knows_them() {
    let mut screen = screen();
    let heat = miniature().navigator.heat("Objects/listobject.c").unwrap();
    let hot = heat.first().expect("the bundled profile knows a line of the miniature");
    let text = screen.keys(&format!("Objects/listobject.c:{}<enter>", hot.line)).text();
    assert!(text.contains(&format!("{} ▌", hot.line)), "{hot:?}:\n{text}");
    assert!(text.contains("hot 0.02 % · C function"), "{text}");
    // The result is the definition around the line; the words below the source are those of the line itself.
    let down = hot.line as usize - 1 - screen.state.source.list.selected;
    let told = screen.keys(&"j".repeat(down)).text();
    assert!(told.contains("hot: 0.02 % of the work"), "{told}");
}

#[test]
fn a_word_that_these_sources_do_not_define_is_said_to_come_from_elsewhere() {
    let text = screen().keys("list_resize<enter>/NULL<enter><enter>").text();
    assert!(text.contains("* NULL is not in these sources: the system, the compiler or a macro gives it"), "{text}");
}

#[test]
fn a_topic_lists_its_definitions_as_what_they_are() {
    let text = screen().keys("<esc>tsorting<enter>").text();
    assert!(text.contains("» Sorting 1/2") && text.contains("> list.sort") && !text.contains('~'), "{text}");
}
