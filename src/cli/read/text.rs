//! A reading list on the terminal: one card after the other, the lines to read behind a bar, `…` where lines are left out.

use super::{Page, measured, span};
use crate::cli::error::CliError;
use crate::cli::print::{Out, Style};
use crate::cli::show::painted;
use crate::model::Card;
use crate::nav::reading::{Mark, Shown, State};

/// Callers told with a card.
const CALLERS: usize = 3;

/// Prints the list.
pub fn print(out: &mut Out, page: &Page<'_>) -> Result<(), CliError> {
    let list = page.list;
    let lines: u32 = list.cards.iter().map(Card::cost).sum();
    let head = out.paint(Style::Strong, &list.title);
    let rev = &page.navigator.revision().rev;
    let count = list.cards.len();
    let counts = format!("{rev}: {count} cards, {lines} lines to read, {} of {count} read", page.done());
    out.line(&format!("{head}  {}", out.paint(Style::Dim, &counts)))?;
    for note in &list.notes {
        let note = out.paint(Style::Dim, &format!("  {note}"));
        out.line(&note)?;
    }
    for address in &list.pages {
        let line = format!("  {}", out.paint(Style::Place, address));
        out.line(&line)?;
    }
    let mut section = "";
    for (place, card) in list.cards.iter().enumerate() {
        out.line("")?;
        if card.section != section {
            section = &card.section;
            let line = out.paint(Style::Strong, &format!("== {section}"));
            out.line(&line)?;
            out.line("")?;
        }
        head_of(out, place, card, &page.mark(place))?;
        lines_of(out, page, card)?;
    }
    Ok(())
}

fn head_of(out: &mut Out, place: usize, card: &Card, mark: &Mark) -> Result<(), CliError> {
    let at = out.paint(Style::Place, &format!("{}:{}", card.file, card.start_line));
    let symbol = out.paint(Style::Symbol, &card.symbol);
    let measured = out.paint(Style::Dim, &measured(card));
    let line = format!("{:>3}. {} {at}  {symbol}  {measured}", place + 1, tick(mark));
    out.line(line.trim_end())?;
    if !card.why.is_empty() {
        let line = format!("     {}", out.clean(&card.why));
        out.line(&line)?;
    }
    let mut more = Vec::new();
    if let Some((file, line)) = &card.origin {
        more.push(format!("generated from {file}:{line}"));
    }
    if !card.callers.is_empty() {
        let callers = card.callers.iter().take(CALLERS);
        let told: Vec<String> = callers.map(|(name, count)| format!("{name} {count} times")).collect();
        more.push(format!("called by {}", told.join(", ")));
    }
    if !mark.note.is_empty() {
        more.push(format!("note: {}", mark.note));
    }
    if mark.stale {
        more.push("its source has changed since you read it".to_owned());
    }
    for line in more {
        let line = out.paint(Style::Dim, &format!("     {line}"));
        out.line(&line)?;
    }
    Ok(())
}

/// Whether a card was read: `[x]`, `[ ]`, `[~]` where its source has changed since.
fn tick(mark: &Mark) -> &'static str {
    match (mark.state, mark.stale) {
        (State::Read, false) => "[x]",
        (State::Read, true) => "[~]",
        (State::Todo, _) => "[ ]",
    }
}

fn lines_of(out: &mut Out, page: &Page<'_>, card: &Card) -> Result<(), CliError> {
    let Ok(text) = page.texts.get(&card.file) else {
        let ranges: Vec<String> = card.hot_lines.iter().map(|&(first, last)| span(first, last)).collect();
        return out.line(&format!("     lines {}", ranges.join(", ")));
    };
    let shown = page.excerpt(card);
    let last =
        shown.iter().map(|one| if let Shown::Line { number, .. } = one { *number } else { 0 }).max().unwrap_or(0);
    let first = shown.iter().find_map(|one| if let Shown::Line { number, .. } = one { Some(*number) } else { None });
    let width = last.to_string().len().max(4);
    let colored = out.color && first.is_some();
    let paints =
        if colored { page.navigator.highlight(&text.source, first.unwrap_or(1)..last + 1) } else { Vec::new() };
    for one in shown {
        let line = match one {
            Shown::Gap(..) => out.paint(Style::Dim, &format!("{:>width$}", '…')),
            Shown::Line { number, hot } => {
                let bytes = text.bytes(number);
                let from = paints.partition_point(|paint| paint.end <= bytes.start);
                let code = painted(out, &text.source.text, bytes, &paints[from..]);
                let number = out.paint(Style::Dim, &format!("{number:>width$}"));
                format!("{number}{} {code}", if hot { '|' } else { ' ' })
            }
        };
        out.line(line.trim_end())?;
    }
    Ok(())
}
