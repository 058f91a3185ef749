//! What a real terminal and its person do to the interface: mistakes in the configuration, folders that cannot be
//! written, the clipboard, the mouse, a pasted text, a held key, no colours, a light ground.

use crate::pty_support::Terminal;
use crate::support::places;
use std::fs;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SIZE: (u16, u16) = (30, 120);

fn sample_with(variables: &[(&str, &str)]) -> (TempDir, Terminal) {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::of(env!("CARGO_BIN_EXE_cpynav"), folder.path(), &["--sample"], SIZE, variables);
    terminal.ready();
    (folder, terminal)
}

/// The style sequences among what was sent: the numbers between `ESC [` and `m`.
fn styles(terminal: &Terminal) -> Vec<String> {
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    let parts = raw.split("\x1b[").filter_map(|part| part.split_once('m').map(|(numbers, _)| numbers.to_owned()));
    parts.filter(|numbers| numbers.chars().all(|c| c.is_ascii_digit() || c == ';')).collect()
}

#[test]
fn a_mistake_in_the_configuration_is_one_clear_line() {
    for (text, wanted) in [
        ("[[key]]\ndo = 'fly'\nkeys = ['x']\nin = ['panes']\n", "fly"),
        ("[[key]]\ndo = 'quit'\nkeys = ['hyper-x']\nin = ['panes']\n", "hyper-x"),
        ("[[key]]\ndo = 'quit'\nkeys = ['x']\nin = ['attic']\n", "attic"),
        ("[theme]\nkeyword = 'mauve-ish'\n", "mauve-ish"),
        ("[theme]\nkeywrod = 'red'\n", "keywrod"),
        ("[theme]\nground = 'grey'\n", "grey"),
        ("mouse = 'yes'\n", "config.toml:1"),
        ("mouse = \n", "config.toml:1"),
        ("\x00\x01", "config.toml:1"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = places(folder.path()).config;
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let mut terminal = Terminal::start(folder.path(), &["--sample"], SIZE);
        assert_eq!(terminal.end().code(), Some(2), "{text}");
        let told = terminal.rests();
        assert!(told.contains(wanted) && told.contains("config.toml"), "{text}\n{told}");
        assert!(told.lines().filter(|line| !line.is_empty()).count() <= 4, "{told}");
        assert_eq!(terminal.left_over(), [""; 0], "{text}");
    }
}

#[test]
fn what_cannot_be_kept_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    // No folder can be made below a file, whoever asks.
    let state = folder.path().join("file/state.json").display().to_string();
    let program = env!("CARGO_BIN_EXE_cpynav");
    let mut terminal = Terminal::of(program, folder.path(), &["--sample"], SIZE, &[("CPYNAV_STATE", &state)]);
    terminal.ready();
    terminal.keys("list.append\r").shows("> list_append_impl(");
    terminal.keys("m").shows("kept");
    terminal.keys("q");
    assert_eq!(terminal.end().code(), Some(0));
    assert_eq!(terminal.left_over(), [""; 0]);
}

#[test]
fn a_place_is_copied_through_the_terminal() {
    // base64 of Objects/listobject.c:129
    let copy = "\x1b]52;c;T2JqZWN0cy9saXN0b2JqZWN0LmM6MTI5\x07";
    for (variables, wanted) in
        [(&[][..], copy.to_owned()), (&[("TMUX", "/tmp/tmux,1,0")][..], format!("\x1bPtmux;\x1b{copy}\x1b\\"))]
    {
        let (_folder, terminal) = sample_with(variables);
        terminal.keys("list.append\r").shows("> list_append_impl(");
        terminal.keys("y").shows("Objects/listobject.c:129");
        terminal.rests();
        let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
        assert!(raw.contains(&wanted), "{variables:?}");
        assert_eq!(raw.contains("tmux;"), !variables.is_empty());
    }
}

#[test]
fn the_mouse_reaches_every_pane() {
    let (_folder, terminal) = sample_with(&[]);
    // Sequences of a terminal count columns and rows from 1.
    let press = |button: u32, column: usize, row: usize| {
        terminal.keys(&format!("\x1b[<{button};{column};{row}M\x1b[<{button};{column};{row}m"));
    };
    let find = |text: &str, wanted: &str| {
        let found = text
            .lines()
            .enumerate()
            .find_map(|(row, line)| line.find(wanted).map(|byte| (line[..byte].chars().count() + 1, row + 1)));
        found.unwrap_or_else(|| panic!("no {wanted} on\n{text}"))
    };
    terminal.keys("list.append\r").shows("> list_append_impl(");
    // The wheel moves what is under it, whoever has the keys.
    assert!(terminal.rests().contains("║124 "));
    press(65, 60, 15);
    terminal.until("further lines", |text| !text.contains("║124 "));
    press(64, 60, 15);
    terminal.shows("║124 ");
    // A click takes the row of a list, and the pane has the keys.
    let text = terminal.rests();
    let (column, row) = find(&text, "~PyListObject");
    press(0, column + 1, row);
    terminal.shows("╔» results ");
    terminal.shows("> ~PyListObject");
    let (column, row) = find(&terminal.rests(), "→ documented by");
    press(0, column, row);
    terminal.shows("╔» links ");
    let (column, row) = find(&terminal.rests(), "allocated;");
    press(0, column, row);
    terminal.shows("╔» Include/listobject.h");
    // Nothing further to show is no mistake.
    press(65, 3, 10);
    press(65, 115, 10);
    let (column, row) = find(&terminal.rests(), "┌ search");
    press(0, column + 5, row + 1);
    terminal.keys("x").shows("list.appendx");
}

#[test]
fn a_pasted_text_is_one_word_for_the_search_box() {
    let (_folder, terminal) = sample_with(&[]);
    let text = "list_append\n\tq \u{1b}[31m ".repeat(10_000 / 20);
    let begun = Instant::now();
    terminal.keys(&format!("\x1b[200~{}\x1b[201~", text.replace('\u{1b}', "")));
    terminal.keys("\x15").keys("list.append\r");
    terminal.shows("> list_append_impl(");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn a_held_key_leaves_no_queue() {
    let (_folder, terminal) = sample_with(&[]);
    terminal.keys("list.append\r").shows("> list_append_impl(");
    let begun = Instant::now();
    terminal.keys(&"j".repeat(1000));
    terminal.keys(&"k".repeat(1000));
    terminal.keys("gg?");
    terminal.shows("╔» keys ");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn without_colours_nothing_is_coloured_and_light_ground_has_its_own() {
    let drawn = |variables: &[(&str, &str)]| {
        let (_folder, terminal) = sample_with(variables);
        terminal.keys("list.append\r").shows("> list_append_impl(");
        let text = terminal.rests();
        (text, styles(&terminal))
    };
    let is_colour = |numbers: &String| {
        let mut numbers = numbers.split(';').filter_map(|number| number.parse::<u32>().ok());
        numbers.any(|number| matches!(number, 30..=38 | 40..=48 | 90..=97 | 100..=107))
    };
    let (dark, dark_styles) = drawn(&[("COLORFGBG", "15;0")]);
    let (light, light_styles) = drawn(&[("COLORFGBG", "0;15")]);
    let (plain, plain_styles) = drawn(&[("NO_COLOR", "1")]);
    assert!(dark_styles.iter().any(is_colour) && light_styles.iter().any(is_colour));
    assert!(!plain_styles.iter().any(is_colour), "{plain_styles:?}");
    assert_eq!((&light, &plain), (&dark, &dark));
    assert_ne!(dark_styles, light_styles);
}
