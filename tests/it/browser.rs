//! The page of a reading list in a real browser: it opens without a network, and everything on it can be used with keys.
//!
//! Where no chromium is found each test says so and passes.

use crate::browser_support::Browser;
use crate::support::miniature;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A page of the miniature, in a folder of its own.
fn page(arguments: &[&str]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.html");
    let output = miniature().run(&[&["read", "--format", "html"], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::write(&path, output.stdout).unwrap();
    (folder, path)
}

const SHOWN: &str = "[...document.querySelectorAll('article')].filter(card => card.checkVisibility()).length";

#[test]
fn the_search_box_filters_and_ticks_stay() {
    let Some(mut browser) = Browser::start() else { return };
    let (_folder, path) = page(&["hot", "--budget", "60"]);
    browser.open(&path);
    let all = browser.value(SHOWN).as_u64().unwrap();
    assert!(all > 5, "{all} cards");

    browser.letters("/binary_op");
    assert_eq!(browser.value("document.activeElement.id"), "search");
    let some = browser.value(SHOWN).as_u64().unwrap();
    assert!((1..all).contains(&some), "{some} of {all}");
    let told = browser.value("document.getElementById('count').textContent");
    assert_eq!(told, format!("0 of {all} read, {some} shown"));
    browser.press("Escape", 27, "");
    assert_eq!(browser.value(SHOWN), all);

    // To the second card, a tick, and the page once more.
    browser.letters("jj ");
    let ticked = "[...document.querySelectorAll('article')].map(card => card.querySelector('input').checked)";
    let second = |value: &Value| value[0] == false && value[1] == true && value[2] == false;
    let before = browser.value(ticked);
    assert!(second(&before), "{before}");
    browser.reload();
    let after = browser.value(ticked);
    assert!(second(&after), "{after}");
    assert_eq!(browser.value("document.getElementById('count').textContent"), format!("1 of {all} read"));
    assert_eq!(browser.value("document.querySelectorAll('article')[1].querySelector('pre').checkVisibility()"), false);
    // Another list of the same folder has ticks of its own.
    let (_folder, other) = page(&["sorting"]);
    browser.open(&other);
    assert_eq!(browser.value("document.querySelectorAll('article input:checked').length"), 0);
    assert_eq!(browser.faults(), [""; 0]);
}

#[test]
fn keys_reach_everything_on_the_page() {
    let Some(mut browser) = Browser::start() else { return };
    let (_folder, path) = page(&["hot", "--budget", "60"]);
    browser.open(&path);
    browser.value(
        "window.left = new Set([...document.querySelectorAll('a[href], input, summary, [tabindex]')]
           .filter(one => one.checkVisibility())); left.size",
    );
    let count = browser.value("left.size").as_u64().unwrap();
    assert!(count > 20, "{count} things to use");
    for _ in 0..=count {
        browser.press("Tab", 9, "");
        browser.value("left.delete(document.activeElement)");
    }
    assert_eq!(browser.value("[...left].map(one => one.outerHTML.slice(0, 120))"), json!([]));
    // What has the focus shows it.
    browser.press("Tab", 9, "");
    assert_eq!(browser.value("getComputedStyle(document.activeElement).outlineStyle"), "solid");
    assert_eq!(browser.faults(), [""; 0]);
}

/// The lowest contrast between a text and what is behind it, by the rule of the web's guidelines, and where.
const CONTRAST: &str = r"(() => {
  const parts = color => (color.match(/[\d.]+/g) || []).map(Number);
  const light = color => {
    const [r, g, b] = parts(color).map(part => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = one => {
    const box = one.closest('svg a')?.querySelector('rect');
    if (box) return getComputedStyle(box).fill;
    for (let at = one; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (parts(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const told = [...document.body.querySelectorAll('*')]
    .filter(one => one.checkVisibility() && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(one => {
      const style = getComputedStyle(one);
      const [a, b] = [light(one.closest('svg') ? style.fill : style.color), light(behind(one))].sort((a, b) => a - b);
      return [(b + .05) / (a + .05), one.outerHTML.slice(0, 100)];
    });
  return told.sort((a, b) => a[0] - b[0])[0];
})()";

#[test]
fn light_and_dark_can_both_be_read() {
    let Some(mut browser) = Browser::start() else { return };
    for arguments in [&["hot", "--budget", "60"][..], &["memory"]] {
        let (_folder, path) = page(arguments);
        browser.open(&path);
        browser.value("document.querySelectorAll('details').forEach(one => one.open = true)");
        let mut backs = Vec::new();
        for scheme in ["light", "dark"] {
            let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
            browser.ask("Emulation.setEmulatedMedia", &media);
            let lowest = browser.value(CONTRAST);
            assert!(lowest[0].as_f64().unwrap() >= 4.5, "{scheme}: {lowest}");
            backs.push(browser.value("getComputedStyle(document.body).backgroundColor"));
        }
        assert_ne!(backs[0], backs[1]);
        let wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert_eq!(wide, 0, "the page is wider than the window");
    }
    assert_eq!(browser.faults(), [""; 0]);
}
