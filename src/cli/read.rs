//! `read`: reading lists.

use super::args::{ReadArgs, ReadFormat};
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use crate::model::{Card, ReadingList};
use crate::nav::reading::{HotList, HotRequest};
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    symbol: &'a str,
    start_line: u32,
    end_line: u32,
    hot_lines: &'a [(u32, u32)],
    section: &'a str,
    why: &'a str,
    share: f64,
    cumulative: f64,
    source: &'static str,
}

impl<'a> Row<'a> {
    fn new(card: &'a Card) -> Self {
        Row {
            file: &card.file,
            symbol: &card.symbol,
            start_line: card.start_line,
            end_line: card.end_line,
            hot_lines: &card.hot_lines,
            section: &card.section,
            why: &card.why,
            share: card.share,
            cumulative: card.cumulative,
            source: card.source.as_str(),
        }
    }
}

/// Runs `read`.
pub fn run(context: &mut Context, args: &ReadArgs) -> Outcome {
    let navigator = context.open()?;
    let word = args.list.as_deref().unwrap_or("hot");
    let Some(list) = HotList::parse(word) else {
        return Err(CliError::new(format!("no reading list is named {word}")).hint("lists: hot, startup"));
    };
    let request = HotRequest { list, budget: args.budget, from: args.from.clone(), estimate: args.estimate };
    print(context, args, &navigator.hot(&request)?)
}

fn print(context: &mut Context, args: &ReadArgs, list: &ReadingList) -> Outcome {
    match args.format {
        ReadFormat::Json => {
            let rows: Vec<Row<'_>> = list.cards.iter().map(Row::new).collect();
            context.out.json(&rows)?;
        }
        ReadFormat::Text => {
            for note in &list.notes {
                context.out.line(note)?;
            }
            for card in &list.cards {
                context.out.line(&format!("{}:{}  {}", card.file, card.start_line, card.symbol))?;
            }
        }
    }
    Ok(if list.cards.is_empty() { Exit::Nothing } else { Exit::Found })
}
