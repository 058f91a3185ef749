//! A reading list as Markdown: a check box per card, a permalink per range of lines.

use super::{Page, measured, span};
use crate::cli::error::CliError;
use crate::cli::print::{Out, visible};
use crate::model::Card;

/// Prints the list.
pub fn print(out: &mut Out, page: &Page<'_>) -> Result<(), CliError> {
    let list = page.list;
    let lines: u32 = list.cards.iter().map(Card::cost).sum();
    out.line(&format!("# {}", plain(&list.title)))?;
    out.line("")?;
    out.line(&format!(
        "CPython {} at `{}`: {} cards, {lines} lines to read.",
        plain(&page.navigator.revision().rev),
        list.commit,
        list.cards.len()
    ))?;
    out.line("")?;
    for note in list.notes.iter().map(String::as_str).chain(page.supposed()) {
        out.line(&format!("> {}  ", plain(note)))?;
    }
    if !list.pages.is_empty() {
        out.line("")?;
        out.line("Read with it:")?;
        out.line("")?;
        for address in &list.pages {
            let url = if address.contains("://") { Some(address.clone()) } else { page_of(page, address) };
            out.line(&url.map_or_else(|| format!("- `{address}`"), |url| format!("- [{}]({url})", plain(address))))?;
        }
    }
    let mut section = "";
    for (place, card) in list.cards.iter().enumerate() {
        if card.section != section {
            section = &card.section;
            out.line("")?;
            out.line(&format!("## {}", plain(section)))?;
            out.line("")?;
        }
        entry(out, page, place, card)?;
    }
    Ok(())
}

fn entry(out: &mut Out, page: &Page<'_>, place: usize, card: &Card) -> Result<(), CliError> {
    let mark = page.mark(place);
    let tick = if mark.is_done() { 'x' } else { ' ' };
    let whole = linked(page, &format!("{}:{}", card.file, card.start_line), &card.file, card.start_line, card.end_line);
    let measured = measured(card);
    let measured = if measured.is_empty() { String::new() } else { format!(" ({measured})") };
    out.line(&format!("- [{tick}] {} {whole}{measured}", code(&card.symbol)))?;
    if !card.why.is_empty() {
        out.line(&format!("  {}  ", plain(&card.why)))?;
    }
    let ranges: Vec<String> =
        card.hot_lines.iter().map(|&(first, last)| linked(page, &span(first, last), &card.file, first, last)).collect();
    out.line(&format!("  lines {}", ranges.join(", ")))?;
    if let Some((file, line)) = &card.origin {
        out.line(&format!("  generated from {}", linked(page, &format!("{file}:{line}"), file, *line, *line)))?;
    }
    if mark.stale {
        out.line("  its source has changed since it was read")?;
    }
    if !mark.note.is_empty() {
        out.line(&format!("  note: {}", plain(&mark.note)))?;
    }
    Ok(())
}

fn linked(page: &Page<'_>, text: &str, file: &str, first: u32, last: u32) -> String {
    page.permalink(file, first, last).map_or_else(|| format!("`{text}`"), |url| format!("[{}]({url})", plain(text)))
}

/// The address of a document of the repository.
fn page_of(page: &Page<'_>, file: &str) -> Option<String> {
    page.permalink(file, 1, 1).map(|url| url.trim_end_matches("#L1").to_owned())
}

/// Text with what Markdown would read as markup escaped.
fn plain(text: &str) -> String {
    let mut safe = String::new();
    for c in visible(text).chars() {
        if "\\`*_[]<>#|".contains(c) {
            safe.push('\\');
        }
        safe.push(if c == '\n' { ' ' } else { c });
    }
    safe
}

/// A name as code.
fn code(text: &str) -> String {
    format!("`{}`", visible(text).replace('`', "'"))
}
