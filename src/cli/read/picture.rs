//! The pictures of a list on its page, as SVG: a bar of what each card holds, and which cards call which.

use super::html::text;
use super::{Page, percent};
use crate::cli::error::CliError;
use crate::model::{Card, ReadingList};
use std::fmt::Write as _;

/// How wide the bar is drawn.
const WIDTH: f64 = 1000.0;
/// The height of a row of the bar.
const ROW: f64 = 24.0;
/// The width of a letter in the font of pictures.
const LETTER: f64 = 6.8;
/// The height of a line in the picture of calls.
const LINE: f64 = 18.0;
/// The widest arc of a call.
const ARC: f64 = 320.0;

/// Groups above, their cards below, each as wide as its share of the work, or of the lines to read where nothing was
/// measured.
pub fn bar(list: &ReadingList) -> String {
    let is_measured = list.cards.iter().any(|card| card.share > 0.0);
    let weight = |card: &Card| if is_measured { card.share } else { f64::from(card.cost()) };
    let total: f64 = list.cards.iter().map(weight).sum();
    if total <= 0.0 {
        return String::new();
    }
    let of = if is_measured { "share of the work" } else { "lines to read" };
    let mut cards = String::new();
    let mut groups: Vec<(&str, f64, f64, usize)> = Vec::new();
    let mut at = 0.0;
    for (place, card) in list.cards.iter().enumerate() {
        let width = weight(card) / total * WIDTH;
        let told = if is_measured { percent(card.share) } else { format!("{} lines", card.cost()) };
        cards += &block(place, &card.symbol, &told, at, ROW, width);
        match groups.last_mut() {
            Some(group) if group.0 == card.section => group.2 += width,
            _ => groups.push((&card.section, at, width, place)),
        }
        at += width;
    }
    let mut top = String::new();
    for (name, at, width, place) in groups {
        let told = format!("{:.0} %", width / WIDTH * 100.0);
        top += &block(place, name, &told, at, 0.0, width);
    }
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {}\" role=\"group\" aria-label=\"{of} of each card\">\n\
         <g class=\"top\">{top}</g>\n<g>{cards}</g>\n</svg>\n<p class=\"dim\">Width: {of}.</p>\n",
        ROW * 2.0
    )
}

/// A part of the bar that leads to its card.
fn block(place: usize, name: &str, told: &str, x: f64, y: f64, width: f64) -> String {
    // A width is never below zero.
    #[allow(clippy::cast_sign_loss)]
    let letters = ((width - 6.0) / LETTER).max(0.0) as usize;
    let shown: String = match name.chars().count() {
        count if count <= letters => name.to_owned(),
        _ if letters >= 4 => name.chars().take(letters - 1).chain(['…']).collect(),
        _ => String::new(),
    };
    format!(
        "<a href=\"#c{}\"><title>{}: {}</title><rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{ROW}\"/>\
         <text x=\"{:.1}\" y=\"{}\">{}</text></a>\n",
        place + 1,
        text(name),
        text(told),
        x + 3.0,
        y + 16.0,
        text(&shown)
    )
}

/// The cards one below the other, an arc to the right for each call between two of them.
pub fn calls(page: &Page<'_>) -> Result<String, CliError> {
    let cards = &page.list.cards;
    let calls = page.navigator.calls_among(page.list)?;
    if calls.is_empty() {
        return Ok(String::new());
    }
    let longest = cards.iter().map(|card| card.symbol.chars().count()).max().unwrap_or(0) as f64;
    let left = longest * LETTER + 16.0;
    let mut rows = String::new();
    for (place, card) in cards.iter().enumerate() {
        let y = LINE * place as f64 + 13.0;
        let _ = writeln!(rows, "<a href=\"#c{}\"><text x=\"4\" y=\"{y}\">{}</text></a>", place + 1, text(&card.symbol));
    }
    let mut arcs = String::new();
    for &(from, to) in &calls {
        let (start, end) = (LINE * from as f64 + 9.0, LINE * to as f64 + 9.0);
        let bend = left + ((end - start).abs() * 0.5).min(ARC);
        let class = if to < from { " class=\"back\"" } else { "" };
        let _ = writeln!(
            arcs,
            "<path{class} d=\"M{left} {start}C{bend:.0} {start} {bend:.0} {end} {left} {end}\"><title>{} calls {}</title></path>",
            text(&cards[from].symbol),
            text(&cards[to].symbol)
        );
    }
    let (width, height) = (left + ARC, LINE * cards.len() as f64);
    Ok(format!(
        "<details>\n<summary>Which card calls which: {} calls</summary>\n<div class=\"scroll\" tabindex=\"0\">\
         <svg class=\"graph\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         role=\"group\" aria-label=\"calls between the cards\">\n{rows}{arcs}</svg></div>\n\
         <p class=\"dim\">From caller to callee; in another colour where the callee stands further up.</p>\n</details>\n",
        calls.len()
    ))
}
