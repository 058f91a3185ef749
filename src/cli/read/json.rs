//! A reading list as the JSON contract spells it. Fields may be added, none renamed.

use crate::cli::error::CliError;
use crate::cli::print::Out;
use crate::model::{Card, ReadingList};
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
    kind: &'static str,
    language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs_in: Option<(u32, u32)>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    callers: &'a [(String, u64)],
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'a (String, u32)>,
    commit: &'a str,
}

impl<'a> Row<'a> {
    fn new(card: &'a Card, commit: &'a str) -> Self {
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
            kind: card.kind.as_str(),
            language: card.language.as_str(),
            runs_in: card.runs_in,
            callers: &card.callers,
            origin: card.origin.as_ref(),
            commit,
        }
    }
}

/// Prints the list as one array; each row says what it was made from, so that the array stays one.
pub fn print(out: &mut Out, list: &ReadingList) -> Result<(), CliError> {
    let rows: Vec<Row<'_>> = list.cards.iter().map(|card| Row::new(card, &list.commit)).collect();
    out.json(&rows)
}
