//! Keys in, screen out, on a hand-made index.

use crate::tui_support::Screen;

#[test]
fn show() {
    for (w, h) in [(120, 40), (80, 24), (40, 12)] {
        let mut screen = Screen::new(w, h);
        println!("{}", screen.text());
        println!("{}", screen.keys("list").text());
        println!("{}", screen.keys("<enter>").text());
        println!("{}", screen.keys("<tab>").text());
        println!("{}", screen.keys("?").text());
    }
}
