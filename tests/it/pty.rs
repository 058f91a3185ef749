//! The interface in a real terminal, from the first start on: keys in, screen out, and the terminal given back as it
//! was, whatever ends the program.

use crate::pty_support::Terminal;
use crate::support::{TAG, commit, fixture};
use std::fmt::Write as _;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

const SIZE: (u16, u16) = (40, 120);

fn sample() -> (TempDir, Terminal) {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--sample"], SIZE);
    terminal.ready();
    (folder, terminal)
}

/// Leaves by `q` and sees that the terminal is as before.
fn leave(mut terminal: Terminal) {
    terminal.keys("\x1b\x1bq");
    assert_eq!(terminal.end().code(), Some(0));
    assert_eq!(terminal.left_over(), [""; 0]);
}

#[test]
fn from_the_first_key_to_c_to_its_python_names_and_back() {
    let (_folder, terminal) = sample();
    terminal.keys("list.append").shows("> list.append");
    terminal.keys("\r");
    terminal.shows("» Objects/listobject.c:129");
    let source = terminal.rests();
    assert!(source.contains("why: method-table"), "{source}");
    terminal.keys("gp").shows("» Python names of list_append");
    terminal.keys("\x0f");
    terminal.shows("» Objects/listobject.c:129");
    assert_eq!(terminal.rests(), source);
    leave(terminal);
}

#[test]
fn from_python_into_c_and_back() {
    let (_folder, terminal) = sample();
    // The second answer is what the C code takes the place of.
    terminal.keys("heapq.heappush").shows("> _heapq.heappush");
    terminal.keys("\x0e").shows("> heapq.heappush");
    terminal.keys("\r").shows("» Lib/heapq.py:6");
    terminal.keys("gi").shows("» Modules/_heapqmodule.c");
    terminal.keys("\x0f").shows("» Lib/heapq.py:6");
    leave(terminal);
}

#[test]
fn a_first_run_indexes_a_clone_before_the_eyes_and_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("clone");
    commit(&repository, &fixture("cpython"), TAG);
    let path = repository.display().to_string();
    let terminal = Terminal::start(folder.path(), &["--repo", &path], SIZE);
    terminal.ready();
    terminal.keys("len\r").shows("builtin_len");
    leave(terminal);
    // The second start finds it.
    let terminal = Terminal::start(folder.path(), &["--repo", &path], SIZE);
    terminal.ready();
    leave(terminal);
}

#[test]
fn hostile_sources_never_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("clone");
    let mut text = String::from("/* \x1b]0;owned\x07 \x1b[2J\x1b[1;1Howned \u{9b}31m \u{202e}txet\x08\x7f\x0e */\n");
    writeln!(text, "static int evil_name(void) {{ return 0; }} /* {} end of line */", "x".repeat(10_000)).unwrap();
    writeln!(text, "/* wide: 漢字漢字 marks: e\u{301}{} */", "\u{301}".repeat(40)).unwrap();
    let mut files = fixture("cpython");
    files.push(("Objects/evilobject.c".into(), text.into_bytes()));
    files.sort();
    commit(&repository, &files, TAG);
    let path = repository.display().to_string();
    let terminal = Terminal::start(folder.path(), &["--repo", &path], (24, 80));
    terminal.ready();
    terminal.keys("evil_name\r");
    let shown = terminal.shows("␛]0;owned␇");
    assert!(shown.contains("wide: 漢字漢字 marks: e\u{301}"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    for forbidden in ["\x1b]0;", "\x1b[2J\x1b[1;1Howned", "\u{9b}", "\u{202e}", "\x08", "\x0e"] {
        assert!(!raw.contains(forbidden), "{forbidden:?} reached the terminal");
    }
    // To the end of the long line.
    for _ in 0..640 {
        terminal.keys(">");
    }
    terminal.shows("of line */");
    leave(terminal);
}

#[test]
fn what_was_read_of_a_list_is_ticked_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        let terminal = Terminal::start(folder.path(), &["--sample"], SIZE);
        terminal.ready();
        // Esc and a letter in one go would be Alt and that letter.
        terminal.keys("\x1b").shows("q quit");
        terminal.keys("r").shows("» reading lists");
        terminal.keys("object model\r").shows(" read: ");
        terminal
    };
    let terminal = open();
    let before = terminal.shows("» 0/");
    assert!(before.contains("> [ ] "), "{before}");
    terminal.keys("x").shows("» 1/");
    terminal.shows("> [x] ");
    leave(terminal);
    let terminal = open();
    let after = terminal.shows("» 1/");
    assert!(after.contains("> [ ] "), "the cursor stands at the first card that is not read:\n{after}");
    leave(terminal);
}

#[test]
fn a_signal_ends_it_and_gives_the_terminal_back() {
    for (signal, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let (_folder, mut terminal) = sample();
        terminal.keys("list").shows("> list");
        terminal.signal(signal);
        let status = terminal.end();
        assert_eq!(status.signal(), Some(number), "{signal}: {status:?}");
        assert_eq!(terminal.left_over(), [""; 0], "after {signal}");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_cpynav");
    let variables = [("CPYNAV_TEST_PANIC", "1")];
    let mut terminal = Terminal::of(program, folder.path(), &["--sample"], SIZE, &variables);
    terminal.ready();
    // F5 draws anew; here it breaks.
    terminal.keys("\x1b[15~");
    let status = terminal.end();
    assert_eq!(status.code(), Some(101), "{status:?}");
    assert_eq!(terminal.left_over(), [""; 0]);
    assert!(terminal.text().contains("broken on purpose"), "{}", terminal.text());
}

#[test]
fn suspended_and_resumed_it_draws_again() {
    if !Path::new("/bin/bash").exists() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let shell = ["--norc", "--noprofile", "--noediting", "-i"];
    let variables = [("PS1", "ready> ")];
    let terminal = Terminal::of("/bin/bash", folder.path(), &shell, (30, 100), &variables);
    terminal.shows("ready>");
    terminal.keys(&format!("'{}' --sample\n", env!("CARGO_BIN_EXE_cpynav"))).shows("Type what you look for");
    terminal.keys("list.append\r").shows("> list_append_impl(");
    terminal.keys("\x1a").until("the shell", |text| text.contains("Stopped"));
    assert_eq!(terminal.left_over(), [""; 0]);
    terminal.keys("fg\n").shows("> list_append_impl(");
    terminal.keys("q").until("the shell", |text| !text.contains("list_append_impl(") && text.contains("ready>"));
    // The shell reads lines as before.
    terminal.keys("stty -a\n");
    let modes = terminal.shows(" icanon");
    assert!(modes.contains(" echo ") && !modes.contains("-icanon"), "{modes}");
}

#[test]
fn a_storm_of_resizes_ends_in_a_whole_screen() {
    let (_folder, terminal) = sample();
    terminal.keys("list.append\r").shows("> list_append_impl(");
    for step in 0..300_u16 {
        terminal.resize(1 + step * 7 % 60, 1 + step * 13 % 200);
        if step % 10 == 0 {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
    // From one cell to a whole wall.
    for (rows, columns) in [(1, 1), (100, 400), (1, 400), (100, 1), (2, 3), (100, 400), (1, 1)] {
        terminal.resize(rows, columns).keys("j");
        std::thread::sleep(Duration::from_millis(20));
    }
    terminal.keys("kkkkkkk");
    terminal.resize(100, 400);
    terminal.until("a wide screen", |text| text.lines().any(|line| line.chars().count() == 400));
    terminal.resize(40, 120);
    let text = terminal.until("a whole screen", |text| {
        text.contains("> list_append_impl(") && text.lines().nth(37).is_some_and(|line| line.ends_with('┘'))
    });
    assert!(text.contains("┌ results"), "{text}");
    leave(terminal);
}

#[test]
fn every_state_says_how_to_jump_go_back_and_quit() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(folder.path(), &["--sample"], (12, 40));
    let bar = |text: &str| text.lines().nth(11).unwrap_or_default().to_owned();
    let says = |words: &'static [&'static str]| {
        terminal.until(&format!("{words:?}"), move |text| words.iter().all(|word| bar(text).contains(word)))
    };
    says(&["Enter open", "Ctrl-o back", "Ctrl-c quit"]);
    terminal.keys("list.append\r");
    says(&["Enter jump to word", "back", "q quit"]);
    terminal.keys("\x17");
    says(&["Enter jump", "Ctrl-o back", "q quit"]);
    terminal.keys(":");
    says(&["Enter go there", "Esc close", "Ctrl-c quit"]);
    terminal.keys("\x1b");
    says(&["Enter jump", "Ctrl-o back", "q quit"]);
    leave(terminal);
}

/// The way of the README, on real CPython: `CPYNAV_CPYTHON` names a clone, `CPYNAV_TUI_INDEX` a folder of indexes with
/// it (an index is made where there is none), `CPYNAV_CANARY_PROGRAM` a faster build of the program.
#[test]
fn list_append_in_real_cpython() {
    let Some(clone) = std::env::var_os("CPYNAV_CPYTHON") else { return };
    let folder = tempfile::tempdir().unwrap();
    let kept = std::env::var("CPYNAV_TUI_INDEX").or_else(|_| std::env::var("CPYNAV_CANARY_INDEX"));
    let index = kept.unwrap_or_else(|_| folder.path().join("index").display().to_string());
    let program = std::env::var("CPYNAV_CANARY_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_cpynav").into());
    let clone = clone.to_string_lossy().into_owned();
    let arguments = ["--repo", clone.as_str(), "--rev", "v3.13.5"];
    let variables = [("CPYNAV_INDEX_DIR", index.as_str())];
    let terminal = Terminal::of(program, folder.path(), &arguments, SIZE, &variables);
    terminal.ready();
    terminal.keys("list.append").shows("> list.append");
    terminal.keys("\r");
    terminal.shows("» Objects/listobject.c:1");
    let source = terminal.rests();
    assert!(source.contains("> list_append_impl("), "{source}");
    terminal.keys("gp").shows("» Python names of list_append");
    terminal.keys("\x0f");
    terminal.shows("» Objects/listobject.c");
    assert_eq!(terminal.rests(), source);
    leave(terminal);
}
