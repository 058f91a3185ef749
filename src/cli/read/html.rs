//! A reading list as one page that opens without a network: the lines to read in colour, a search box, check boxes that
//! the browser keeps, a picture of the list.

use super::{Page, measured, picture, span};
use crate::cli::error::CliError;
use crate::cli::print::{Out, visible};
use crate::model::Card;
use crate::nav::reading::{Mark, Shown, State};
use crate::nav::{Class, Paint};
use std::fmt::Write as _;
use std::ops::Range;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Prints the page.
pub fn print(out: &mut Out, page: &Page<'_>) -> Result<(), CliError> {
    let list = page.list;
    let rev = &page.navigator.revision().rev;
    let lines: u32 = list.cards.iter().map(Card::cost).sum();
    let mut html = String::new();
    html += "<!DOCTYPE html>\n";
    // Writing to a string cannot fail, here and below.
    let _ = write!(
        html,
        "<html lang=\"en\" data-key=\"cpynav {name} {rev}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{title} ({rev})</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#search\">Skip to the search box</a>\n<header>\n<h1>{title}</h1>\n\
         <p>CPython {rev}, commit <code>{commit}</code>: {count} cards, {lines} lines to read.</p>\n",
        name = text(&list.name),
        rev = text(rev),
        title = text(&list.title),
        commit = text(&list.commit),
        count = list.cards.len(),
    );
    about(&mut html, page);
    html += &picture::bar(list);
    html += &picture::calls(page)?;
    html += "</header>\n<div class=\"tools\" role=\"search\">\n\
             <input type=\"search\" id=\"search\" placeholder=\"Search the cards\" aria-label=\"Search the cards\">\n\
             <label><input type=\"checkbox\" id=\"hide\"> hide what I have read</label>\n\
             <span id=\"count\" role=\"status\"></span>\n\
             <span class=\"dim\">/ search, j k next and previous card, space ticks</span>\n</div>\n<main>\n";
    let mut section: Option<&str> = None;
    for (place, card) in list.cards.iter().enumerate() {
        if section != Some(card.section.as_str()) {
            if section.is_some() {
                html += "</section>\n";
            }
            section = Some(&card.section);
            let _ = write!(html, "<section>\n<h2>{}</h2>\n", text(&card.section));
        }
        article(&mut html, page, place, card);
    }
    if section.is_some() {
        html += "</section>\n";
    }
    let _ = write!(html, "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>");
    out.raw(html.as_bytes())?;
    out.line("")
}

/// What the list was made from, what to read with it.
fn about(html: &mut String, page: &Page<'_>) {
    *html += "<ul class=\"dim\">\n";
    for note in page.list.notes.iter().map(String::as_str).chain(page.supposed()) {
        let _ = writeln!(html, "<li>{}</li>", text(note));
    }
    for address in &page.list.pages {
        let url = if address.contains("://") {
            Some(address.clone())
        } else {
            page.permalink(address, 1, 1).map(|url| url.trim_end_matches("#L1").to_owned())
        };
        let _ = writeln!(html, "<li>read with it: {}</li>", linked(url, address));
    }
    *html += "</ul>\n";
}

fn article(html: &mut String, page: &Page<'_>, place: usize, card: &Card) {
    let mark = page.mark(place);
    let checked = if mark.is_done() { " checked" } else { "" };
    let at = format!("{}:{}", card.file, span(card.start_line, card.end_line));
    let _ = write!(
        html,
        "<article id=\"c{number}\" data-card=\"{file} {symbol}\">\n<h3><input type=\"checkbox\"{checked} \
         aria-label=\"read {symbol}\"> {number}. <code>{symbol}</code> {at} <span class=\"share\">{measured}</span></h3>\n\
         <p class=\"why\">{why}</p>\n",
        number = place + 1,
        file = text(&card.file),
        symbol = text(&card.symbol),
        at = linked(page.permalink(&card.file, card.start_line, card.end_line), &at),
        measured = text(&measured(card)),
        why = text(&card.why),
    );
    more(html, page, card, &mark);
    lines(html, page, card);
    *html += "</article>\n";
}

fn more(html: &mut String, page: &Page<'_>, card: &Card, mark: &Mark) {
    if let Some((file, line)) = &card.origin {
        let at = linked(page.permalink(file, *line, *line), &format!("{file}:{line}"));
        let _ = writeln!(html, "<p class=\"more\">generated from {at}</p>");
    }
    if !card.callers.is_empty() {
        let told: Vec<String> =
            card.callers.iter().take(3).map(|(name, count)| format!("{name} {count} times")).collect();
        let _ = writeln!(html, "<p class=\"more\">called by {}</p>", text(&told.join(", ")));
    }
    if mark.stale && mark.state == State::Read {
        *html += "<p class=\"more stale\">its source has changed since you read it</p>\n";
    }
    if !mark.note.is_empty() {
        let _ = writeln!(html, "<p class=\"more\">note: {}</p>", text(&mark.note));
    }
}

fn lines(html: &mut String, page: &Page<'_>, card: &Card) {
    let Ok(source) = page.texts.get(&card.file) else { return };
    let shown = page.excerpt(card);
    let numbers =
        || shown.iter().filter_map(|one| if let Shown::Line { number, .. } = one { Some(*number) } else { None });
    let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else { return };
    let paints = page.navigator.highlight(&source.source, first..last + 1);
    // Where all lines are worth reading, a colour behind each of them says nothing.
    let all = shown.iter().all(|one| matches!(one, Shown::Line { hot: true, .. }));
    *html += if all { "<pre class=\"all\" tabindex=\"0\">" } else { "<pre tabindex=\"0\">" };
    for one in &shown {
        match *one {
            Shown::Gap(..) => *html += "<span class=\"l g\">…</span>",
            Shown::Line { number, hot } => {
                let bytes = source.bytes(number);
                let from = paints.partition_point(|paint| paint.end <= bytes.start);
                let class = if hot { "l h" } else { "l" };
                let code = painted(&source.source.text, bytes, &paints[from..]);
                let _ = write!(html, "<span class=\"{class}\"><b>{number}</b>{code}</span>");
            }
        }
    }
    *html += "</pre>\n";
}

/// A line with its colours.
fn painted(source: &str, line: Range<usize>, paints: &[Paint]) -> String {
    let mut html = String::new();
    let mut at = line.start;
    let end = line.start + source[line.clone()].trim_end_matches(['\n', '\r']).len();
    for paint in paints.iter().take_while(|paint| paint.start < end) {
        let (from, to) = (paint.start.clamp(at, end), paint.end.clamp(at, end));
        html += &text(&source[at..from]);
        if to > from {
            let _ = write!(html, "<i class=\"{}\">{}</i>", class(paint.class), text(&source[from..to]));
        }
        at = to;
    }
    html + &text(&source[at..end])
}

const fn class(class: Class) -> char {
    match class {
        Class::Keyword => 'k',
        Class::String => 's',
        Class::Constant => 'n',
        Class::Comment => 'c',
        Class::Function => 'f',
        Class::Type => 't',
        Class::Directive => 'd',
    }
}

fn linked(url: Option<String>, shown: &str) -> String {
    url.map_or_else(|| text(shown), |url| format!("<a href=\"{}\">{}</a>", text(&url), text(shown)))
}

/// Text that came from elsewhere, for a page: no markup, nothing that deceives the eye.
pub fn text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            c => safe.push(c),
        }
    }
    safe
}
